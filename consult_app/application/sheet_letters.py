"""Letters that the sheets' fonts have no shapes for: which names they keep from being printed, and where they stand."""

import unicodedata
from dataclasses import dataclass
from typing import Final

from consult_app.application.sheet_edits import NOTE
from consult_app.domain.answers import Answers
from consult_app.domain.clinic import Clinic
from consult_app.domain.plan import LineEdit

_LETTERS: Final = ("Lu", "Ll", "Lt", "Lo")
_PRINTED_SCRIPTS: Final = ("LATIN ", "GREEK ", "CYRILLIC ")


@dataclass(frozen=True, slots=True)
class Unprintable:
    """A character without a shape, and where it stands in plain words, empty when nobody typed it."""

    character: str
    where: str


def needs_latin_form(name: str) -> bool:
    """Whether a name has a letter outside the Latin, Greek and Cyrillic scripts, such as Arabic, Hebrew or Chinese."""
    return any(
        unicodedata.category(character) in _LETTERS and not unicodedata.name(character, "").startswith(_PRINTED_SCRIPTS)
        for character in unicodedata.normalize("NFKC", name)
    )


def name_refusals(answers: Answers) -> tuple[str, ...]:
    """The names that cannot be printed, each with the path of its answer."""
    patient = answers.patient
    names = [("The patient's given name", patient.given_name, "patient.given_name")]
    names.append(("The patient's family name", patient.family_name, "patient.family_name"))
    names += [
        (f"The name of product {number}", product.name, f"products[{number - 1}].name")
        for number, product in enumerate(answers.products or (), start=1)
    ]
    return tuple(
        f"{what} is in letters the sheet cannot print: write it in Latin letters ({path})."
        for what, name, path in names
        if needs_latin_form(name)
    )


def unprintable(
    characters: tuple[str, ...], *, answers: Answers, clinic: Clinic, language: str, edits: tuple[LineEdit, ...]
) -> tuple[Unprintable, ...]:
    """Where each of ``characters`` was typed, the first place only."""
    own = clinic.words_in(language)
    places = [
        ("the patient's name", answers.patient.full_name),
        *((f"product {number}", product.name) for number, product in enumerate(answers.products or (), start=1)),
        *(("the note" if edit.line == NOTE else "a changed line", edit.words) for edit in edits),
        ("the provider's name", answers.provider.name if answers.provider is not None else ""),
        ("the clinic's details", " ".join((clinic.name, clinic.place, clinic.phone, own.hours, own.after_hours))),
        ("the clinic's footer", own.disclaimer),
    ]
    composed = [(where, unicodedata.normalize("NFC", text)) for where, text in places]
    return tuple(
        Unprintable(character, next((where for where, text in composed if character in text), ""))
        for character in characters
    )
