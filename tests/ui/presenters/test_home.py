from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from consult_app.application.ports import PatientMatch, PlannedVisit, PlanRow
from consult_app.domain.answers import ProductAnswer, ProductMatch
from consult_app.domain.findings import Verdict
from consult_app.domain.patient import Patient, PatientDetails, PatientId
from consult_app.domain.plan import PlanId, Step
from consult_app.ui.presenters.home import name_typed, present_draft, present_matches, present_today_list
from tests.fakes.services import MARISOL, NOW, filled, session

TODAY = date(2026, 5, 12)
ZONE = ZoneInfo("America/New_York")


def match(details=MARISOL, *, last_visit=None, same_name=False):
    return PatientMatch(Patient(PatientId("p1"), details, NOW), last_visit, same_name=same_name)


def row(verdict=Verdict.READY, *, treated=True, earliest=None):
    return PlanRow(
        id=PlanId("plan-1"),
        number="P-1",
        patient_id=PatientId("p1"),
        family_name="Okafor",
        given_name="Daniel",
        birth_date=None,
        consultation_date=TODAY,
        provider="Dana Keller",
        credentials="NP",
        verdict=verdict,
        earliest=earliest,
        treated=treated,
        concerns=("general_aging",),
        departures=0,
        handouts=(),
    )


def draft_card(recovered=False, saved_at=NOW, **draft):
    state = session(filled(), saved_at=saved_at, **draft).state
    return present_draft(state, zone=ZONE, today=TODAY, recovered=recovered)


def test_a_match_shows_record_age_phone_and_last_visit():
    shown = present_matches("ort", [match(last_visit=date(2026, 2, 3))], today=TODAY).rows[0]
    assert shown.plain_name == "ORTEGA-WHITFIELD, Marisol"
    assert [piece.text for piece in shown.name if piece.found] == ["ORT"]
    assert shown.under == "Preferred name Mari · Chart A-20418"
    assert (shown.born, shown.phone) == ("Mar 4, 1984 (42 y)", "Phone ends 0187")
    assert (shown.visit, shown.visit_label) == ("Feb 3, 2026", "Last visit")


def test_both_words_typed_are_marked_in_any_order():
    shown = present_matches("mari ORTEGA", [match()], today=TODAY).rows[0]
    assert [piece.text for piece in shown.name if piece.found] == ["ORTEGA", "Mari"]


def test_letters_inside_a_word_are_not_marked():
    shown = present_matches("e", [match()], today=TODAY).rows[0]
    assert not [piece for piece in shown.name if piece.found]


def test_a_patient_without_visits_shows_since_when_they_are_on_file():
    shown = present_matches("o", [match(PatientDetails("Ortiz", "Carmen"))], today=TODAY).rows[0]
    assert (shown.visit, shown.visit_label) == ("No visits yet", "Added May 12, 2026")
    assert (shown.born, shown.phone) == ("Not entered", "No phone")


def test_the_same_name_is_warned_of():
    shown = present_matches("o", [match(same_name=True)], today=TODAY).rows[0]
    assert shown.warning == "Same name, check birth date"
    assert shown.warning in shown.spoken


def test_no_match_says_so_and_carries_the_name_over():
    view = present_matches("  ort ", [], today=TODAY)
    assert (view.empty, view.new_patient, view.count) == ("No patient matches 'ort'.", "New patient “ort”", "0 matches")


def test_nothing_typed_shows_nothing():
    view = present_matches(" ", [], today=TODAY)
    assert (view.rows, view.empty, view.new_patient, view.count) == ((), "", "", "")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ort", ("Ort", "")),
        ("mari ortega", ("Ortega", "Mari")),
        ("ortega, mari", ("Ortega", "Mari")),
        ("De la Cruz, Ana", ("De la Cruz", "Ana")),
        ("513-555-0187", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_typed_name_becomes_family_and_given_name(typed, name):
    assert name_typed(typed) == name


def test_a_draft_says_where_it_stopped_when_it_was_saved_and_whose_it_is():
    card = draft_card(step=Step.PLAN, visited=tuple(Step)[:6])
    assert card.line == "Stopped at Plan · Saved 10:48 AM · Dana Keller, NP"
    assert (card.done, card.progress) == (5, "5 of 7 steps done")


def test_a_draft_of_another_day_names_the_day():
    card = draft_card(saved_at=NOW - timedelta(days=1))
    assert card.line == "Stopped at Patient · Saved Mon, May 11, 10:48 AM · Dana Keller, NP"


def test_a_recovered_draft_says_so_first():
    card = draft_card(recovered=True)
    assert card.recovered
    assert card.line == "Recovered, saved 10:48 AM · Stopped at Patient · Dana Keller, NP"


def test_today_lists_drafts_by_time_then_what_is_finished():
    late = session(filled(treatment_at=datetime(2026, 5, 12, 13, 0))).state
    early = session(filled(treatment_at=datetime(2026, 5, 12, 9, 5))).state
    untimed = session(filled(products=None)).state
    other = session(filled(consultation_date=date(2026, 5, 11))).state
    view = present_today_list([late, untimed, other, early], [row()], today=TODAY)
    assert [each.time for each in view.rows] == ["9:05 AM", "1:00 PM", "", ""]
    assert [each.tag_words for each in view.rows] == ["Ready", "Ready", "Not decided", "Finished"]
    assert [each.draft_id is None for each in view.rows] == [False, False, False, True]
    assert (view.day, view.summary) == ("Tue, May 12, 2026", "4 consultations, 1 finished.")


def test_a_treatment_planned_for_today_is_listed():
    ahead = session(
        replace(filled(treatment_at=datetime(2026, 5, 12, 9, 0)), consultation_date=date(2026, 4, 30))
    ).state
    assert len(present_today_list([ahead], [], today=TODAY).rows) == 1


@pytest.mark.parametrize(
    ("plan", "tag"),
    [
        (row(), ("ready", "Finished")),
        (row(Verdict.DO_NOT_TREAT, treated=False), ("stop", "Do not treat")),
        (row(Verdict.WAIT, earliest=date(2026, 6, 2)), ("wait", "Wait, Jun 2")),
        (row(Verdict.WAIT), ("wait", "Wait")),
    ],
)
def test_a_finished_plan_carries_its_verdict(plan, tag):
    shown = present_today_list([], [plan], today=TODAY).rows[0]
    assert (shown.tag, shown.tag_words) == tag
    assert (shown.name, shown.under) == ("OKAFOR, Daniel", "General aging")


def planned(patient="p2", *, number=2, maintenance=False, concerns=("acne_scars", "texture")):
    return PlannedVisit(PlanId("plan-9"), PatientId(patient), "Walker", "Tess", number, maintenance, concerns)


def test_a_visit_a_plan_puts_on_today_is_listed_between_drafts_and_finished_plans():
    view = present_today_list([session(filled()).state], [row()], today=TODAY, planned=[planned()])
    assert [each.name for each in view.rows] == ["ORTEGA-WHITFIELD, Marisol", "WALKER, Tess", "OKAFOR, Daniel"]
    shown = view.rows[1]
    assert (shown.under, shown.tag, shown.tag_words) == ("Session 2 · Acne scars, texture", "none", "Planned")
    assert [each.opens for each in view.rows] == [True, True, False]
    assert view.summary == "3 consultations, 1 finished."


def test_a_maintenance_visit_is_named_without_a_number():
    shown = present_today_list([], [], today=TODAY, planned=[planned(maintenance=True, concerns=("wrinkles",))]).rows[0]
    assert shown.under == "Maintenance · Wrinkles"


def test_a_planned_visit_gives_way_to_its_patients_draft_or_finished_plan_of_today():
    begun = session(filled(), patient_id=PatientId("p2")).state
    assert not [each for each in present_today_list([begun], [], today=TODAY, planned=[planned()]).rows if each.visit]
    assert len(present_today_list([], [row()], today=TODAY, planned=[planned("p1")]).rows) == 1


TRETINOIN = ProductAnswer(
    "Tretinoin cream", None, date(2026, 5, 11), match=ProductMatch("tretinoin", "ingredient", ("retinoid_rx",))
)


def test_a_draft_that_waits_names_the_date_in_both_lists():
    waiting = session(filled(products=(TRETINOIN,), treatment_at=datetime(2026, 5, 15, 10, 30))).state
    shown = present_today_list([waiting], [], today=TODAY).rows[0]
    assert (shown.tag, shown.tag_words) == ("wait", "Wait, May 17")
    assert present_draft(waiting, zone=ZONE, today=TODAY, recovered=False).wait == "Wait, May 17"
    assert draft_card().wait == ""


def test_an_empty_day_has_no_summary():
    assert present_today_list([], [], today=TODAY).summary == ""
