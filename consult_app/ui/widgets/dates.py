"""Reading dates and times as people type them, and writing them as the desk shows them."""

import re
from datetime import date, time, timedelta
from typing import Final

_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
MONTH_NAMES: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAY_NAMES: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
_RELATIVE: Final = {"yesterday": -1, "today": 0, "tomorrow": 1}
_YEARS_AHEAD: Final = 20


def show_date(day: date, *, weekday: bool = True, year: bool = True) -> str:
    """`day` as "Fri, May 15, 2026"; without `weekday` or `year` where asked."""
    text = f"{MONTH_NAMES[day.month - 1][:3]} {day.day}"
    if year:
        text += f", {day.year}"
    return f"{DAY_NAMES[day.weekday()][:3]}, {text}" if weekday else text


def spell_date(day: date) -> str:
    """`day` in full for screen readers: "Friday, May 15, 2026"."""
    return f"{DAY_NAMES[day.weekday()]}, {MONTH_NAMES[day.month - 1]} {day.day}, {day.year}"


def show_time(moment: time) -> str:
    """`moment` as "10:30 AM"."""
    return f"{(moment.hour - 1) % 12 + 1}:{moment.minute:02} {'AM' if moment.hour < 12 else 'PM'}"


def parse_date(text: str, *, today: date) -> date | None:
    """The date somebody typed, in any of the usual American spellings, or None.

    Month comes before day. A missing year is this year; two digits of a year mean the latest
    such year at most 20 years ahead. "today", "yesterday" and "tomorrow" count from `today`.
    """
    words = re.sub(r"[,.]", " ", text.strip().lower())
    words = re.sub(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\s+", "", words).strip()
    words = re.sub(r"\s+", " ", words)
    if words in _RELATIVE:
        return today + timedelta(days=_RELATIVE[words])
    if found := re.fullmatch(r"(\d{4})[-/ ](\d{1,2})[-/ ](\d{1,2})", words):
        return _made(found[1], found[2], found[3], today)
    if found := re.fullmatch(r"(\d{1,2})[-/ ](\d{1,2})(?:[-/ ](\d{4}|\d{2}))?", words):
        return _made(found[3], found[1], found[2], today)
    if found := re.fullmatch(r"(\d{2})(\d{2})(\d{4})", words):
        return _made(found[3], found[1], found[2], today)
    if found := re.fullmatch(r"([a-z]{3,9}) ?(\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}|\d{2}))?", words):
        return _made(found[3], found[1], found[2], today)
    if found := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?[ -]?([a-z]{3,9})(?:[ -](\d{4}|\d{2}))?", words):
        return _made(found[3], found[2], found[1], today)
    return None


def parse_time(text: str) -> time | None:
    """The time of day somebody typed ("10:30 AM", "2p", "14:05", "1030"), or None.

    Without AM or PM, 1 to 6 o'clock is taken as afternoon: no clinic opens before 7.
    """
    words = re.sub(r"[\s.]", "", text.lower())
    if words in {"noon", "midday"}:
        return time(12)
    found = re.fullmatch(r"(\d{1,2}):?(\d{2})?(am|pm|a|p)?", words)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if hour > 23 or minute > 59 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    elif 1 <= hour <= 6 and not found[1].startswith("0"):
        hour += 12
    return time(hour, minute)


def _made(year: str | None, month: str, day: str, today: date) -> date | None:
    number = _month(month)
    if number is None:
        return None
    try:
        return date(_year(year, today), number, int(day))
    except ValueError:
        return None


def _month(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    names = [name.lower() for name in MONTH_NAMES]
    for at, short in enumerate(_MONTHS):
        if text.startswith(short) and (names[at].startswith(text) or text == "sept"):
            return at + 1
    return None


def _year(text: str | None, today: date) -> int:
    if text is None:
        return today.year
    if len(text) == 4:
        return int(text)
    year = today.year - today.year % 100 + int(text)
    while year > today.year + _YEARS_AHEAD:
        year -= 100
    return year
