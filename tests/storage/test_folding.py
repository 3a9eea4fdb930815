from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult_app.storage.folding import birth_dates, digits, fold, fold_chart, phone_query, surname_first


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź", "lodz"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Æsir Œuvre", "aesir oeuvre"),
        ("Øre Đà Ðýr Þór ħal", "ore da dyr thor hal"),
        ("ıİ", "ii"),
        ("O'Brien O’Brien O`Brien Oʻahu", "obrien obrien obrien oahu"),
        ("Smith-Jones,  Anna_Maria.", "smith jones anna maria"),
        ("\tAnn\u00a0Lee\n", "ann lee"),
        ("ＡＢＣ ﬁn", "abc fin"),
        ("Ελένη", "ελενη"),
        ("", ""),
        ("--", ""),
    ],
)
def test_text_is_folded_to_plain_words(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_what_is_folded_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_a_name_is_found_by_itself_in_capitals(text):
    assert fold(text.upper()) == fold(text.upper().lower())


def test_a_name_without_one_part_has_no_stray_space():
    assert surname_first("Lindqvist", "") == "lindqvist"
    assert surname_first("", "Nicole") == "nicole"


def test_digits_of_any_script_are_digits():
    assert digits("+1 (513) ٥٥٥-0142 ²") == "15135550142"


def test_a_chart_number_has_no_spaces_hyphens_or_case():
    assert fold_chart("A-204 18/b") == "a20418b"


@pytest.mark.parametrize(
    ("text", "query"),
    [("0142", "0142"), ("+1 513-555-0142", "5135550142"), ("42", ""), ("A-204", ""), ("", ""), (" (513) ", "513")],
)
def test_a_phone_is_told_from_other_text(text, query):
    assert phone_query(text) == query


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1984-03-04", (date(1984, 3, 4),)),
        ("1984/3/4", (date(1984, 3, 4),)),
        ("3/4/1984", (date(1984, 3, 4), date(1984, 4, 3))),
        ("25/12/1984", (date(1984, 12, 25),)),
        ("2/29/1983", ()),
        ("3/3/84", (date(1984, 3, 3), date(2084, 3, 3))),
        ("Sept 9 1990", (date(1990, 9, 9),)),
        ("September 9, 1990", (date(1990, 9, 9),)),
        ("9th sep. 1990", (date(1990, 9, 9),)),
        ("mar 4 '84", ()),
        ("ma 4 1984", ()),
        ("june 31 1984", ()),
        ("12", ()),
        ("19841340", ()),
        ("0000-01-01", ()),
    ],
)
def test_a_birth_date_is_read_in_every_way_it_may_mean(text, days):
    assert birth_dates(text) == days


@given(st.text(max_size=30))
def test_no_text_upsets_the_reading_of_dates_and_phones(text):
    assert isinstance(birth_dates(text), tuple)
    assert phone_query(text) == "" or phone_query(text).isdigit()
