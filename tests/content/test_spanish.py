"""The Spanish sheets: complete, Spanish throughout, and as careful as the English ones."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from consult_app.content.checks import check_protocol
from consult_app.content.dates import BabelDates
from consult_app.content.readability import sentences
from consult_app.content.text_fields import fields_of
from consult_app.domain.answers import Use
from tests.builders import PROTOCOL_FOLDER, TREATED, protocol
from tests.content.sheet_texts import combinations, consultation, sheet_of, shipped_clinic, texts

EN, ES = protocol().wording["en"].lines, protocol().wording["es"].lines
SAME_IN_BOTH = {"footer.plan", "category.retinol_otc"}
WORD = re.compile(r"[^\W\d_]+")
FIELD = re.compile(r"\{\w+\}")

_COMMON_ENGLISH = """
about acid after again all and any are around as at avoid away back be because bed before began begin best better
between body bring broken burn but by call can care cell chance change check chemical clean cleanser clinic cold
come cream could date day days did do does done down drink dry each ear early end even evening every exercise
expect eye face fade fall feel fever few filler first follow for fresh from full gentle get give go good had hair
hand has hat have healing health heat her here him his home hot hour hours how if important in into is it itchy its
just keep know last later lead least leave left less let light like line little long look made make makeup many
mark maybe medicine might mild more morning most move must my need needle never new next night none not notice now
number of off often oil on once one only open or other our out over own page pain people phone pick pink place
please powder prescriber prescription product products provider put question rash ready redness remember right rub
safe said same say scan scrub see serum session shade she should show side sign skin sleep small so some soon sore
spot start stay step still stop strong sunburn sunlight sunscreen sure sweat swelling take tan tanning tell than
that the their them then there these they thing this those time tiny to today together tomorrow tonight too touch
treat treated treatment trip trouble try two under until up us usual very visit visits wait walk want warm was wash
water wax waxing we week weekly weeks well were what when where which while who why wide will wind wish with without
work worse would wound write year years yes yet you your yours
mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday
jan feb apr may jun jul aug sep oct nov dec january february march april june july august september october
november december
"""
COMMON_ENGLISH = frozenset(WORD.findall(_COMMON_ENGLISH))
"""Words and names of days and months; ``mar`` is left out, being Tuesday in Spanish."""


def words_of(text):
    return {word.casefold() for word in WORD.findall(text)}


def names(case, products):
    """Every word of what a person, a clinic or a product is called, and of its addresses."""
    given, _ = consultation(case, products)
    clinic = shipped_clinic()
    spanish = clinic.words_in("es")
    said = [
        given.patient.full_name,
        given.provider.name,
        given.provider.credentials,
        clinic.name,
        clinic.place,
        clinic.website,
        clinic.questions_link,
        clinic.booking_link,
        *(product.name for product in given.products),
        "A-20418-3",
    ]
    own = (spanish.tagline, spanish.after_hours, spanish.hours, spanish.disclaimer)
    return words_of(" ".join(said)), words_of(" ".join(own))


def test_the_protocol_passes_its_check_with_nothing_to_say_about_a_language():
    faults, notices = check_protocol(PROTOCOL_FOLDER)
    assert faults == ()
    assert [str(notice) for notice in notices if "wording" in notice.file] == []
    assert set(protocol().wording) == {"en", "es"}


def test_both_languages_have_the_same_lines_with_the_same_fields():
    assert set(EN) == set(ES)
    assert {line: fields_of(text) for line, text in ES.items()} == {line: fields_of(text) for line, text in EN.items()}


def test_no_line_was_left_in_english():
    same = {line for line in ES if FIELD.sub("", EN[line]).casefold() == FIELD.sub("", ES[line]).casefold()}
    assert same == SAME_IN_BOTH


def test_no_line_has_a_common_english_word():
    for line, text in ES.items():
        assert not words_of(FIELD.sub("", text)) & COMMON_ENGLISH, line


@pytest.mark.parametrize(("sheet", "case", "products"), combinations())
def test_a_spanish_sheet_has_no_english_word_but_names(sheet, case, products):
    own_names, clinic_words = names(case, products)
    on_paper = words_of("\n".join(texts(sheet_of(sheet, "es", case, products)))) - own_names
    assert on_paper & COMMON_ENGLISH == set()
    english = words_of(" ".join(FIELD.sub("", text) for text in EN.values()))
    spanish = words_of(" ".join(FIELD.sub("", text) for text in ES.values()))
    assert on_paper & (english - spanish) == set()
    says = BabelDates("es")
    moments = [TREATED + timedelta(days=17 * step) for step in range(60)]
    dates = words_of(" ".join(says.moment(at) + says.moment_long(at) for at in moments))
    assert on_paper - spanish - dates - clinic_words == set()


def test_an_english_word_on_a_sheet_would_be_found():
    """The list reaches what the English sheets are made of."""
    for sheet, case, products in combinations():
        assert len(words_of("\n".join(texts(sheet_of(sheet, "en", case, products)))) & COMMON_ENGLISH) > 40


def test_the_treatments_name_is_explained_where_it_first_matters():
    assert "(microagujas)" in ES["before.lead_dated"]
    assert "(microagujas)" in ES["before.lead_undated"]
    assert "microneedling" in ES["after.title"]


def test_patients_are_spoken_to_as_usted():
    familiar = re.compile(r"\b(tú|tu|tus|ti|contigo|vos|vosotros|vuestro)\b", re.IGNORECASE)
    familiar_orders = {"usa", "evita", "llama", "llámanos", "deja", "sigue", "espera", "vuelve", "pregúntanos", "marca"}
    for line, text in ES.items():
        assert not familiar.search(text), line
        assert not familiar_orders & {sentence.split()[0].casefold() for sentence in sentences(text)}, line


def test_patients_are_never_a_man_or_a_woman():
    assert not [line for line, text in ES.items() if re.search(r"\b(\w+o/a|\w+\(a\)|doctor|doctora|paciente)\b", text)]


def test_the_mark_of_what_is_allowed_is_one_word_on_both_pages():
    assert ES["alt.ok"] == "Sí"
    assert ES["products.col_ok"].startswith("Sí")
    for line in ("remember.2", "step.tonight.text", "avoid.products_not_ok"):
        assert "“Sí”" in ES[line]


def test_the_emergency_line_names_911_before_anything_else_is_called():
    assert ES["call.emergency"] == "Si le cuesta respirar o se le hincha la cara, llame primero al 911."


def test_redness_calls_for_a_call_only_after_today():
    assert ES["call.redness"].endswith("después de hoy")


def test_both_ends_of_a_pause_are_headed():
    assert (ES["products.col_stop"], ES["products.col_ok"]) == ("Deje de usar hasta", "Sí, desde")


def test_numbers_say_the_same_in_both_languages():
    """48 hours, 5 to 7 days, 2 weeks, 911: no number is lost or changed."""
    for line, text in EN.items():
        assert re.findall(r"\d+", FIELD.sub("", text)) == re.findall(r"\d+", FIELD.sub("", ES[line])), line


def test_prescriptions_are_checked_with_the_prescriber_before_a_visit():
    for category in protocol().categories.values():
        if category.prescription:
            assert ES[f"before.note.{category.id}"] == ES["products.prescriber"]


def test_categories_that_share_a_line_in_english_share_it_in_spanish():
    for first in protocol().categories:
        for second in protocol().categories:
            if EN[f"before.note.{first}"] == EN[f"before.note.{second}"]:
                assert ES[f"before.note.{first}"] == ES[f"before.note.{second}"]


def test_a_line_that_ends_in_a_time_has_no_second_full_stop():
    ends_in_a_time = re.compile(r"\{(until|time|moment|when)\}\.$")
    assert not [line for line, text in ES.items() if ends_in_a_time.search(text)]


def test_questions_and_exclamations_open_and_quotes_are_paired():
    for line, text in ES.items():
        assert text.count("¿") == text.count("?"), line
        assert text.count("¡") == text.count("!"), line
        assert text.count("“") == text.count("”"), line
        assert '"' not in text, line


def test_every_use_has_words_and_the_words_differ():
    assert len({ES[f"use.{use.value}"] for use in Use}) == len(Use)


def test_the_file_tells_its_writers_what_binds_them():
    head = Path(PROTOCOL_FOLDER, "wording.es.toml").read_text(encoding="utf-8").split("language =")[0]
    assert "native reader" in head
