from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult_app.application.audit import AuditEntry, Event, Subject, as_id, changed_fields
from consult_app.application.verifying import Break, Verified
from consult_app.domain.patient import PatientDetails


@pytest.mark.parametrize(
    "written",
    [
        {"subject_id": "Nicole Lindqvist"},
        {"subject_id": "Łucja"},
        {"subject_id": "x" * 81},
        {"fields": ("family name",)},
        {"fields": ("(513) 555-0142",)},
        {"fields": ("",)},
        {"digest": "Lindqvist"},
        {"digest": "AB" * 32},
    ],
)
def test_an_entry_takes_no_text_that_could_be_a_patients(written):
    with pytest.raises(ValueError, match="nothing else"):
        AuditEntry(Event.EDITED, Subject.PATIENT, **written)


def test_an_entry_takes_ids_field_names_and_digests():
    AuditEntry(Event.FINALISED, Subject.PLAN, "0af3-1", ("skin.tan", "health"), "ab" * 32)


@given(st.text())
def test_any_text_becomes_an_id_that_fits(text):
    AuditEntry(Event.SETTINGS, Subject.SETTING, as_id(text), (as_id(text),))


def test_an_id_stays_itself():
    assert as_id("planning.after_trip_days") == "planning.after_trip_days"
    assert as_id("a b") != as_id("a c")


def test_changed_fields_are_named_in_their_order_without_values():
    before = PatientDetails(family_name="Lindqvist", given_name="Nicole", birth_date=date(1984, 3, 4))
    after = PatientDetails(family_name="Lindqvist", given_name="Nicola", birth_date=date(1984, 3, 5))
    assert changed_fields(before, after) == ("given_name", "birth_date")
    assert changed_fields(before, before) == ()


def test_a_break_names_table_and_row():
    assert Break("plan", "row 3", "the plan is another").line == "plan, row 3: the plan is another"
    assert Break("clinic file", "", "its structure is damaged").line == "clinic file: its structure is damaged"
    assert Verified().is_whole
    assert not Verified(breaks=(Break("plan", "", "x"),)).is_whole
