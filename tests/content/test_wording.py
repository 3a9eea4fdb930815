"""What patients read: complete, short, and with no arithmetic left to them."""

import re
from functools import cache
from pathlib import Path

from consult_app.content.check_wording import wording_notices
from consult_app.content.protocol_files import read_protocol_files
from consult_app.content.protocol_source import FolderProtocolSource
from consult_app.domain.answers import Use
from consult_app.domain.protocol import Protocol

FOLDER = Path(__file__).parents[2] / "resources" / "protocols" / "microneedling" / "1.0.0"
# Words with more than four syllables or of the trade that a sixth-grader would not read easily.
HARD_WORDS = ("contraindicat", "hyperpigment", "inflammat", "anesthe", "discontinu", "administ", "recommend", "utiliz")


@cache
def shipped() -> Protocol:
    return FolderProtocolSource(FOLDER).load()


def english() -> dict[str, str]:
    return dict(shipped().wording["en"].lines)


def test_no_sentence_is_20_words_long():
    said = [notice for notice in wording_notices(read_protocol_files(FOLDER)) if notice.key_path]
    assert [str(notice) for notice in said] == []


def test_no_line_uses_a_word_of_the_trade_or_speaks_of_the_patient():
    for line, text in english().items():
        assert not re.search("|".join(HARD_WORDS), text, re.IGNORECASE), line
        assert "patient" not in text.casefold(), line


def test_no_line_uses_an_abbreviation_or_a_digit_sum():
    for line, text in english().items():
        assert not re.search(r"\b(hrs?|min|Rx|w/|approx|e\.g|i\.e|etc)\b", text), line
        assert not re.search(r"\d\s*[+x×]\s*\d", text), line


def test_the_sheets_of_a_dated_visit_give_dates_instead_of_numbers_of_days():
    for line, text in english().items():
        if line.startswith("before.") and not line.endswith("_undated"):
            assert not re.search(r"\b\d+ (days|weeks|hours)\b", text), line


def test_redness_calls_for_a_call_only_after_today():
    assert english()["call.redness"] == "Redness that gets worse after today"


def test_the_emergency_line_names_911():
    assert "911" in english()["call.emergency"]


def test_every_use_and_category_has_words():
    lines = english()
    assert all(lines[f"use.{use.value}"] for use in Use)
    for category in shipped().categories:
        assert lines[f"category.{category}"]
        assert lines[f"before.note.{category}"]


def test_prescriptions_are_checked_with_the_prescriber_before_a_visit():
    for category in shipped().categories.values():
        if category.prescription:
            assert english()[f"before.note.{category.id}"] == english()["products.prescriber"]


def test_no_list_is_longer_than_seven_lines_and_all_are_worded():
    for name, listed in shipped().lists.items():
        assert 1 <= len(listed) <= 7, name
        assert all(line in english() for line in listed), name


def test_fields_are_filled_by_name():
    wording = shipped().wording["en"]
    assert wording.line("band.treated", when="Fri, May 15, 2026, 10:30 AM") == "Treated Fri, May 15, 2026, 10:30 AM"
    assert wording.line("step.days_5_7.when", **{"from": "Wed, May 20", "to": "Fri, May 22"}) == (
        "Wed, May 20 to Fri, May 22"
    )
