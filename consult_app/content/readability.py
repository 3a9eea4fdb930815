"""How hard a text is to read: a school grade for English, the INFLESZ scale for Spanish.

A text is given as sentences; a heading, a line of a list or a cell of a table counts as one sentence of its own. A
number or a time counts as one word of one syllable.
"""

import re
from collections.abc import Iterable
from functools import cache

from pyphen import Pyphen

from consult_app.application.ports import ReadingLevel

GRADE_AT_MOST = 6.0
"""The American Medical Association's advice for what patients read (Weiss, Health Literacy, 2nd edition, 2007)."""

INFLESZ_AT_LEAST = 65.0
"""From here on INFLESZ calls a text quite easy (Barrio-Cantalejo and others, 2008)."""

MOST_WORDS_IN_A_SENTENCE = 19

_LAST_SCHOOL_GRADE = 12

_BANDS = ((40.0, "very hard"), (55.0, "somewhat hard"), (65.0, "normal"), (80.0, "quite easy"))
_END = re.compile(r"(?<=[.!?])\s+(?=[¿¡“\"(]?[A-ZÁÉÍÓÚÑ])|\n+")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_HAS_WORD = re.compile(r"\w")

_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"[^aeiouyl]e$|[aeiouy]le$")
_SILENT_ED = re.compile(r"[^aeiouytd]ed$")
_SILENT_ES = re.compile(r"(?<![sc]h)(?<![^aeiouy]l)(?<![aeiouyscxzg])es$")
_TWO_VOWELS_TWO_SYLLABLES = re.compile(r"(?<![tcsg])i[ao]|ea$|eo|[aeiou]ying|(?<![qg])ua(?!r)|uou")

_SPANISH_MUTE_U = re.compile(r"(?<=q)u|(?<=g)u(?=[eéií])")
_SPANISH_VOWELS = re.compile(r"(?:[aeiouáéíóúü]|y$)+")
_SPANISH_NUCLEI = re.compile(r"[aeoáéóíú]")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text; a sentence ends where a new one starts with a capital, so ``10:30 a. m.`` holds."""
    return tuple(part.strip() for part in _END.split(text) if part.strip())


def words(text: str) -> tuple[str, ...]:
    """What stands between spaces and has a letter or a digit."""
    return tuple(token for token in text.split() if _HAS_WORD.search(token))


def english_syllables(word: str) -> int:
    """Spoken vowels of an English word, or the places where it can be hyphenated when these are more."""
    return sum(_english(part) for part in _LETTERS.findall(word.casefold())) or 1


def spanish_syllables(word: str) -> int:
    """Syllables of a Spanish word, two strong vowels or an accented weak one beside a strong one held apart (día)."""
    return sum(_spanish(part) for part in _LETTERS.findall(word.casefold())) or 1


def english_grade(text: Iterable[str]) -> float:
    """Flesch-Kincaid grade of sentences: Kincaid, Fishburne, Rogers and Chissom, Navy report 8-75, 1975.

    Raises ``ValueError`` without a word.
    """
    per_sentence, per_word = _means(text, "en")
    return 0.39 * per_sentence + 11.8 * per_word - 15.59


def spanish_inflesz(text: Iterable[str]) -> float:
    """Perspicuity of sentences: Szigriszt-Pazos, 1992, on the scale of Barrio-Cantalejo and others, 2008.

    Higher is easier. Raises ``ValueError`` without a word.
    """
    per_sentence, per_word = _means(text, "es")
    return 206.835 - 62.3 * per_word - per_sentence


def reading_level(language: str, text: str) -> ReadingLevel:
    """How hard a line for patients is to read, on the scale of its language; a text without a word is easy."""
    given = sentences(text)
    if not any(words(each) for each in given):
        return ReadingLevel(easy=True, words="", aim="")
    if language == "es":
        score = spanish_inflesz(given)
        return ReadingLevel(
            easy=score >= INFLESZ_AT_LEAST,
            words=f"INFLESZ {score:.0f}, {inflesz_band(score)}",
            aim=f"{INFLESZ_AT_LEAST:.0f} or higher",
        )
    grade = english_grade(given)
    said = f"grade {max(grade, 0):.1f}" if grade <= _LAST_SCHOOL_GRADE else f"over grade {_LAST_SCHOOL_GRADE}"
    return ReadingLevel(easy=grade <= GRADE_AT_MOST, words=said, aim=f"grade {GRADE_AT_MOST:.0f} or lower")


def inflesz_band(score: float) -> str:
    """The INFLESZ scale's own five bands, in English."""
    return next((name for limit, name in _BANDS if score < limit), "very easy")


def _means(text: Iterable[str], language: str) -> tuple[float, float]:
    """Words in a sentence and syllables in a word."""
    count = english_syllables if language == "en" else spanish_syllables
    listed = [found for found in map(words, text) if found]
    every = [word for found in listed for word in found]
    if not every:
        raise ValueError("there is no word to read")
    return len(every) / len(listed), sum(map(count, every)) / len(every)


def _english(word: str) -> int:
    spoken = len(_VOWELS.findall(word)) + len(_TWO_VOWELS_TWO_SYLLABLES.findall(word))
    if any(silent.search(word) for silent in (_SILENT_E, _SILENT_ED, _SILENT_ES)):
        spoken -= 1
    return max(spoken, _hyphenated("en_US", word))


def _spanish(word: str) -> int:
    runs = _SPANISH_VOWELS.findall(_SPANISH_MUTE_U.sub("", word))
    return max(sum(len(_SPANISH_NUCLEI.findall(run)) or 1 for run in runs), _hyphenated("es", word))


def _hyphenated(language: str, word: str) -> int:
    return len(_hyphenator(language).positions(word)) + 1


@cache
def _hyphenator(language: str) -> Pyphen:
    return Pyphen(lang=language)
