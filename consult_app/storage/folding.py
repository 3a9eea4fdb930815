"""Text made comparable: names, phone numbers, chart numbers and birth dates as people type them.

Folding happens in the program, not in the database, so that every engine finds the same people.
"""

import re
import unicodedata
from datetime import date

# Letters that Unicode does not take apart, and what people without that key type instead.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ħ": "h"}
)
_APOSTROPHES = re.compile("['`´‘’ʻʼʹ′＇]")
_NOT_WORD = re.compile(r"[\W_]+")
_PHONE = re.compile(r"[\d\s()+./-]+")

_SHORTEST_PHONE = 3
_NATIONAL_DIGITS = 10

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ]\s*(\d{1,2})[-/. ]\s*(\d{4}|\d{2})")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}|\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ .-]*([a-z]{3,9})\.?,?[ -]*(\d{4}|\d{2})")


def fold(text: str) -> str:
    """``text`` without marks, case, apostrophes and punctuation: words of plain letters parted by one space."""
    apart = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    # Casefolding can bring marks back (İ becomes i and a dot), so they are dropped once more.
    folded = unicodedata.normalize("NFKD", bare.casefold().translate(_LETTERS))
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", _APOSTROPHES.sub("", plain)).strip()


def surname_first(family_name: str, given_name: str) -> str:
    """The folded name as lists order it."""
    return fold(f"{family_name} {given_name}")


def given_first(family_name: str, given_name: str) -> str:
    """The folded name as people say it."""
    return fold(f"{given_name} {family_name}")


def digits(text: str) -> str:
    """The decimal digits of ``text`` as 0-9, whatever script they were typed in."""
    return "".join(str(unicodedata.decimal(letter)) for letter in text if letter.isdecimal())


def fold_chart(chart: str) -> str:
    """A chart number without spaces, hyphens and case."""
    return fold(chart).replace(" ", "")


def phone_query(text: str) -> str:
    """The digits to look for when ``text`` may be a phone number or the end of one, else empty.

    At most the ten national digits are kept: a number typed with its country code finds one kept without.
    """
    stripped = text.strip()
    found = digits(stripped)
    if not _PHONE.fullmatch(stripped) or len(found) < _SHORTEST_PHONE:
        return ""
    return found[-_NATIONAL_DIGITS:]


def birth_dates(text: str) -> tuple[date, ...]:
    """Every day ``text`` may mean, month first before day first, none when it is not a date.

    A year of two digits may lie in either century.
    """
    typed = " ".join(text.casefold().split())
    found: list[date] = []
    for year, month, day in _readings(typed):
        try:
            candidate = date(year, month, day)
        except ValueError:
            continue
        if candidate not in found:
            found.append(candidate)
    return tuple(found)


def _readings(typed: str) -> list[tuple[int, int, int]]:
    if match := _YEAR_FIRST.fullmatch(typed):
        return [(int(match[1]), int(match[2]), int(match[3]))]
    if match := _YEAR_LAST.fullmatch(typed):
        first, second = int(match[1]), int(match[2])
        return [(year, *pair) for year in _years(match[3]) for pair in ((first, second), (second, first))]
    if typed.isdecimal() and len(typed) == len("20260512"):
        by_year = (int(typed[:4]), int(typed[4:6]), int(typed[6:]))
        return [by_year, (int(typed[4:]), int(typed[:2]), int(typed[2:4]))]
    if match := _MONTH_FIRST.fullmatch(typed):
        return _named(match[1], match[2], match[3])
    if match := _DAY_FIRST.fullmatch(typed):
        return _named(match[2], match[1], match[3])
    return []


def _named(month: str, day: str, year: str) -> list[tuple[int, int, int]]:
    numbers = [number for number, name in enumerate(_MONTHS, start=1) if name.startswith(month)]
    return [(each, number, int(day)) for number in numbers for each in _years(year)]


def _years(year: str) -> tuple[int, ...]:
    return (int(year),) if len(year) == len("2026") else (1900 + int(year), 2000 + int(year))
