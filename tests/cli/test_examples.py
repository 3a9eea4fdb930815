"""Each example prints its expected proposal, and the document shows what the program prints."""

import json

import pytest

from tests.cli.regenerate import DOCUMENT, EXPECTED, FENCES, WORKED, block, examples, printed

VERDICTS = {
    "worked": "wait",
    "ready": "ready",
    "fresh_tan": "wait",
    "sunburn": "wait",
    "stop": "do_not_treat",
    "unknown_product": "not_decided",
    "anti_aging": "ready",
    "both_kinds": "ready",
    "clock_change": "ready",
    "second_session": "ready",
    "review": "review",
    "undated": "wait",
    "spanish": "ready",
}


def proposal(name):
    return json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8"))


def test_every_example_has_an_expected_proposal_and_the_other_way_round():
    assert {path.stem for path in examples()} == set(VERDICTS)
    assert {path.stem for path in EXPECTED.glob("*.json")} == set(VERDICTS)


@pytest.mark.parametrize("example", examples(), ids=lambda path: path.stem)
def test_an_example_prints_its_expected_proposal(example):
    assert printed("propose", str(example), "--json") == (EXPECTED / example.name).read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "verdict"), VERDICTS.items())
def test_an_example_has_the_verdict_it_is_there_for(name, verdict):
    assert proposal(name)["verdict"] == verdict


def test_the_document_shows_what_the_program_prints():
    document = DOCUMENT.read_text(encoding="utf-8")
    as_json, as_text = (block(document, fence) for fence in FENCES)

    assert as_json == printed("propose", str(WORKED), "--json")
    assert as_text == printed("propose", str(WORKED))


def test_the_worked_story_comes_out_with_the_dates_of_the_clinical_rules():
    worked = proposal("worked")

    assert worked["earliest"] == "2026-05-17"
    tretinoin, niacinamide, *_ = worked["products"]
    assert (tretinoin["pause_from"], tretinoin["resume_at"]) == ("2026-05-10", "2026-05-22")
    assert (niacinamide["pause_from"], niacinamide["resume_at"]) == (None, "2026-05-17T10:30")
    assert [session["on"] for session in worked["options"][0]["sessions"]] == ["2026-05-18", "2026-07-13", "2026-08-10"]


def test_48_hours_across_the_spring_clock_change_end_an_hour_later_on_the_wall():
    assert proposal("clock_change")["aftercare"]["protected_until"] == "2027-03-15T16:00"


def test_without_a_treatment_time_windows_in_hours_have_no_end():
    undated = proposal("undated")

    assert [product["resume_at"] for product in undated["products"]] == [None, "2026-05-19"]
    assert undated["aftercare"] is None
    assert undated["timeline"] is None


def test_a_second_session_goes_on_with_the_series():
    assert [session["number"] for session in proposal("second_session")["options"][0]["sessions"]] == [2, 3]
