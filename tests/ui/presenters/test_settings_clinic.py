from dataclasses import replace

import pytest

from consult_app.application.errors import EnvironmentFailed, Refused
from consult_app.ui.presenters.settings import PageMark, clinic_mark, not_kept, protocol_mark
from consult_app.ui.presenters.settings_clinic import (
    changes,
    changes_words,
    clinic_of,
    form_gaps,
    form_of,
    missing_line,
    missing_words,
    zones_offered,
)
from tests.fakes.services import CLINIC

FORM = form_of(CLINIC)


def gaps(**typed):
    return {gap.path: gap.words for gap in form_gaps(replace(FORM, **typed))}


def test_the_clinic_comes_back_from_its_form_with_what_the_form_does_not_ask():
    assert clinic_of(FORM, CLINIC) == CLINIC
    assert clinic_of(replace(FORM, place="Dayton, OH"), CLINIC) == replace(CLINIC, place="Dayton, OH")


def test_a_clinic_as_it_stands_has_nothing_to_mend():
    assert gaps() == {}


@pytest.mark.parametrize(
    ("path", "typed", "words"),
    [
        ("name", " ", "Enter the clinic's name."),
        ("place", "", "Enter the city and state."),
        ("name", "x" * 201, "Use at most 200 characters."),
        ("address", "1 Sample Street\tSuite 2", "Type it on one line, without tabs."),
        ("phone", "555-014", "Enter the whole number, such as 513-555-0142, or leave it empty."),
        ("after_hours_phone", "ask", "Enter the whole number, such as 513-555-0142, or leave it empty."),
        ("website", "example.com", "Enter the whole address, such as https://example.com, without spaces."),
        ("website", "https://", "Enter the whole address, such as https://example.com, without spaces."),
        ("questions_link", "https://a b.com", "Enter the whole address, such as https://example.com, without spaces."),
        ("booking_link", "javascript:x", "Enter the whole address, such as https://example.com, without spaces."),
        ("booking_link", "https://e.com/" + "x" * 500, "Use at most 500 characters."),
        ("zone", "", "Choose the time zone."),
        ("closed_weekdays", frozenset(range(7)), "Leave at least one day open."),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(path, typed, words):
    assert gaps(**{path: typed}) == {path: words}


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("name", "x" * 200),
        ("phone", ""),
        ("phone", "555-0142"),
        ("phone", "+1 (513) 555-0142 ext. 3"),
        ("website", "http://example.com/é"),
        ("website", ""),
        ("closed_weekdays", frozenset(range(6))),
        ("closed_weekdays", frozenset()),
    ],
)
def test_what_may_be_typed_is_taken(path, typed):
    assert gaps(**{path: typed}) == {}


def test_faults_come_in_the_order_of_the_form():
    assert list(gaps(zone="", name="", website="x")) == ["name", "website", "zone"]


def test_changes_are_counted_by_detail():
    assert (changes(FORM, CLINIC), changes_words(0)) == (0, "")
    one = replace(FORM, name="Other")
    assert changes_words(changes(one, CLINIC)) == "1 change, not saved"
    two = replace(one, closed_weekdays=frozenset({6}))
    assert changes_words(changes(two, CLINIC)) == "2 changes, not saved"


def test_what_the_sheets_lack_is_named():
    full = replace(CLINIC, after_hours_phone="513-555-0143")
    assert (missing_words(full), missing_line(full)) == ((), "")
    assert missing_line(CLINIC) == "The sheets lack the after-hours phone."
    assert missing_line(replace(CLINIC, phone=" ")) == "The sheets lack the phone and after-hours phone."


def test_the_clinics_own_time_zone_is_always_offered():
    assert zones_offered("America/Chicago", "America/New_York") == zones_offered("America/New_York", "")
    assert zones_offered("Europe/Lisbon", "America/New_York")[0] == ("Europe/Lisbon", "Lisbon time")
    assert "Nowhere" not in dict(zones_offered("Nowhere", ""))


def test_the_list_says_what_needs_attention():
    assert clinic_mark(missing=0, unsaved=0) == PageMark()
    assert clinic_mark(missing=1, unsaved=0) == PageMark("missing", "1 missing")
    assert clinic_mark(missing=1, unsaved=2) == PageMark("unsaved", "Not saved")
    assert protocol_mark(still_open=0) == PageMark()
    assert protocol_mark(still_open=6) == PageMark("open", "6 open")


def test_a_failure_says_what_happened_and_never_the_fault_itself():
    assert not_kept(EnvironmentFailed("The disk is full.", "Free some space.")) == (
        "The disk is full.",
        "Free some space.",
    )
    assert not_kept(Refused("It needs a prescriber.")) == ("It needs a prescriber.", "")
    assert "secret" not in " ".join(not_kept(ValueError("secret")))
