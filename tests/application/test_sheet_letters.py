"""Letters the sheets cannot print: whose name they stand in, and what is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from consult_app.application.handout_document import Sheet
from consult_app.application.handouts import sheet_refusals
from consult_app.application.sheet_edits import NOTE
from consult_app.application.sheet_letters import Unprintable, name_refusals, needs_latin_form, unprintable
from consult_app.domain.answers import Answers, ProductAnswer, Provider
from consult_app.domain.clinic import SheetWords
from consult_app.domain.plan import LineEdit
from consult_app.domain.proposal import propose
from tests.fakes.services import CLINIC, DANA, MARISOL, filled, protocol

NOW = datetime(2026, 5, 12, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize("name", ["山田", "中村 Hana", "مريم", "רות", "한지우", "สมศรี", "अनिता"])
def test_a_name_in_another_script_needs_a_latin_form(name):
    assert needs_latin_form(name)


@pytest.mark.parametrize(
    "name",
    [
        *("Nguyễn", "Łukasz", "Zoë", "Ольга", "Ελένη", "Ğülşen", "Þórður", "Ștefan", "Đặng"),
        *("O'Neil-Ibáñez 2nd", "Hawaiʻi", "Nº 3", "ﬁona", "", "🙂", "\ud800"),
    ],
)
def test_latin_greek_and_cyrillic_names_print(name):
    assert not needs_latin_form(name)


def test_names_that_cannot_be_printed_keep_the_sheet_from_being_given_and_say_where():
    answers = filled(
        treatment_at=datetime(2026, 5, 12, 10, 0),
        patient=replace(MARISOL, family_name="山田", given_name="花"),
        products=(ProductAnswer("Cleanser"), ProductAnswer("薬用クリーム")),
    )
    lines = (
        "The patient's given name is in letters the sheet cannot print: write it in Latin letters"
        " (patient.given_name).",
        "The patient's family name is in letters the sheet cannot print: write it in Latin letters"
        " (patient.family_name).",
        "The name of product 2 is in letters the sheet cannot print: write it in Latin letters (products[1].name).",
    )
    assert name_refusals(answers) == lines
    for sheet in Sheet:
        assert set(lines) <= set(
            sheet_refusals(sheet, answers, propose(protocol(), CLINIC, answers, date(2026, 5, 12)))
        )


def test_each_character_is_told_by_the_place_it_was_typed_in():
    clinic = replace(CLINIC, place="Cincinnati ☎", words=(("en", SheetWords(disclaimer="Stay well ❤")),))
    answers = replace(
        filled(),
        patient=replace(MARISOL, given_name="Mari🌻"),
        products=(ProductAnswer("Glow ✨"),),
        provider=Provider("Dana ⚕", "NP"),
    )
    edits = (
        LineEdit("en", NOTE, "Well done 🙂", DANA, NOW),
        LineEdit("en", "ok.hat", "A hat 👒", DANA, NOW),
    )
    places = {
        "🌻": "the patient's name",
        "✨": "product 1",
        "🙂": "the note",
        "👒": "a changed line",
        "⚕": "the provider's name",
        "☎": "the clinic's details",
        "❤": "the clinic's footer",
        "◊": "",
    }
    found = unprintable(tuple(places), answers=answers, clinic=clinic, language="en", edits=edits)
    assert found == tuple(Unprintable(character, where) for character, where in places.items())


def test_nobody_there_is_no_place():
    assert unprintable(("x",), answers=Answers(), clinic=CLINIC, language="es", edits=()) == (Unprintable("x", ""),)
