"""The list of past plans, a patient's line of visits and one plan read only."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from consult_app.application.accounts import ProviderAccount
from consult_app.application.consultation import Desk, begin, reduce
from consult_app.application.edits import ChooseOption
from consult_app.application.finishing import finish
from consult_app.application.handout_document import Sheet
from consult_app.application.handouts import SheetChoice
from consult_app.application.marking import Series
from consult_app.application.past_plans import addendum, issue
from consult_app.application.ports import PlanFilter, PlanRow, RenderedHandout, SheetLook
from consult_app.domain.answers import HealthAnswer, PlannedSession, Provider, RemovedSession, Reply
from consult_app.domain.findings import Verdict
from consult_app.domain.marks import MarkedPlan
from consult_app.domain.patient import Allergies, AllergyState, Patient, PatientId
from consult_app.domain.plan import LineEdit, PlanId
from consult_app.ui.presenters.past_plans import (
    Filters,
    cleared,
    filter_of,
    for_patient,
    present_list,
    present_patient,
    provider_choices,
    result_tag,
)
from consult_app.ui.presenters.past_plans_detail import present_detail
from tests.builders import tretinoin
from tests.fakes.services import CLINIC, DANA, MARISOL, NOW, filled, new_draft, protocol
from tests.storage.samples import plan

TODAY = date(2026, 5, 15)


def row(**changes):
    given = PlanRow(
        id=PlanId("plan-1"),
        number="A-20418-1",
        patient_id=PatientId("patient-1"),
        family_name="Ortega-Whitfield",
        given_name="Marisol",
        birth_date=date(1984, 3, 4),
        consultation_date=TODAY,
        provider="Dana Keller",
        credentials="NP",
        verdict=Verdict.READY,
        earliest=None,
        treated=True,
        concerns=("acne_scars", "texture"),
        departures=0,
        handouts=("after",),
    )
    return replace(given, **changes)


def listed(*rows, found=None, kept=214, filters=None):
    count = len(rows) if found is None else found
    return present_list(rows, found=count, kept=kept, filters=filters or Filters(), today=TODAY)


def test_a_row_names_the_patient_the_provider_and_the_result():
    view = listed(row(departures=1)).rows[0]
    assert (view.day, view.family, view.under) == (
        "May 15, 2026",
        "ORTEGA-WHITFIELD",
        "Marisol · Mar 4, 1984 (42 y)",
    )
    assert (view.provider, view.changes) == ("D. Keller, NP", "1 change, reason on file")
    assert (view.tag, view.tag_words, view.handout) == ("ready", "Ready", "After")
    assert "ORTEGA-WHITFIELD, Marisol" in view.spoken


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"handouts": ()}, ("Not printed", "")),
        ({"handouts": (), "treated": False}, ("None", "")),
        ({"handouts": ("after", "before", "after")}, ("After and Before", "3 sheets")),
    ],
)
def test_the_handout_column_says_what_was_given(changes, words):
    view = listed(row(**changes)).rows[0]
    assert (view.handout, view.handout_more) == words


@pytest.mark.parametrize(
    ("verdict", "earliest", "treated", "tag"),
    [
        (Verdict.READY, None, True, ("ready", "Ready")),
        (Verdict.WAIT, date(2026, 6, 5), True, ("wait", "Wait, Jun 5")),
        (Verdict.WAIT, date(2027, 6, 5), True, ("wait", "Wait, Jun 5, 2027")),
        (Verdict.WAIT, None, True, ("wait", "Wait")),
        (Verdict.DO_NOT_TREAT, None, False, ("stop", "Do not treat")),
        (Verdict.READY, None, False, ("stop", "Do not treat")),
        (Verdict.REVIEW, None, True, ("decide", "Needs your decision")),
    ],
)
def test_results_have_a_word_each(verdict, earliest, treated, tag):
    assert result_tag(verdict, earliest, treated=treated, year=2026) == tag


def test_the_count_says_how_many_of_how_many():
    assert listed(row(), found=9).count == "9 of 214 plans"
    assert listed(row(), found=1, kept=1).count == "1 plan"


def test_filters_become_a_question_to_the_store():
    filters = Filters(text=" ort ", provider="Dana Keller", result="wait", patient_id=PatientId("p"))
    assert filter_of(filters, TODAY) == PlanFilter(
        text="ort",
        provider="Dana Keller",
        verdict=Verdict.WAIT,
        since=date(2025, 5, 15),
        patient_id=PatientId("p"),
    )
    assert filter_of(cleared(), TODAY) == PlanFilter()
    one = for_patient(Filters(), listed(row()).rows[0])
    assert (one.patient_id, one.patient_name) == ("patient-1", "ORTEGA-WHITFIELD")


def test_an_empty_list_says_which_filters_hide_the_plans():
    filters = Filters(text="ort", provider="Dana Keller", result="wait", patient_id=PatientId("p"), patient_name="KIM")
    empty = listed(filters=filters).empty
    assert empty.title == "No plan matches."
    assert empty.text == "Hidden by: “ort”, patient KIM, last 12 months, provider Dana Keller and result wait."
    assert empty.can_clear
    assert listed(kept=0).empty.title == "No past plans yet."
    assert listed(row()).empty is None


def test_providers_are_offered_by_name():
    assert provider_choices([ProviderAccount("1", "Dana Keller", "NP")]) == (
        ("", "All providers"),
        ("Dana Keller", "Dana Keller, NP"),
    )


NOTHING_PLANNED = Series(MarkedPlan(plan(PatientId("patient-1"))), (), ())


def test_the_patient_stands_beside_the_list_with_every_visit():
    patient = Patient(PatientId("patient-1"), MARISOL, datetime(2026, 1, 26, 15, tzinfo=UTC))
    wait = row(id=PlanId("plan-0"), consultation_date=date(2026, 2, 3), verdict=Verdict.WAIT, handouts=())
    view = present_patient(patient, (row(), wait), NOTHING_PLANNED, today=TODAY)
    assert view.name == "ORTEGA-WHITFIELD, Marisol"
    assert view.under == "Born Mar 4, 1984 (42 y) · Chart A-20418"
    assert (view.allergies, view.allergy_look) == ("Known allergies: Neomycin (rash)", "known")
    assert view.visits[0].day == "Fri, May 15, 2026 · Today"
    assert view.visits[0].words == "Ready: acne scars and texture. Sheets: after."
    assert view.visits[1].words == "Wait: acne scars and texture. Not printed."
    assert view.added == "Patient record added Jan 26, 2026."


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (AllergyState.NONE_KNOWN, "No known allergies"),
        (AllergyState.NOT_RECORDED, "Allergies not recorded"),
        (AllergyState.UNAVAILABLE, "Allergies unavailable"),
    ],
)
def test_allergies_have_four_words(state, words):
    patient = Patient(PatientId("p"), replace(MARISOL, allergies=Allergies(state)), NOW)
    assert present_patient(patient, (), NOTHING_PLANNED, today=TODAY).allergies == words


def signed(**changes):
    desk = Desk(protocol=protocol(), clinic=CLINIC, today=date(2026, 5, 12))
    state = begin(desk, new_draft(filled(**changes), patient_id=PatientId("patient-1")))
    if state.proposal.options:
        state = reduce(desk, state, ChooseOption(state.proposal.options[0].id))
    plan = finish(
        protocol=protocol(),
        clinic=CLINIC,
        draft=state.draft,
        provider=DANA,
        now=NOW,
        today=desk.today,
        plan_id="plan-1",
    )
    return replace(plan, number="A-20418-1")


def test_a_plan_opens_read_only_with_everything():
    plan = signed(products=(tretinoin(),), treatment_at=datetime(2026, 5, 15, 10, 30))
    kept = issue(
        RenderedHandout(b"%PDF", 2, "words"),
        handout_id="sheet-1",
        plan_id=plan.id,
        choice=SheetChoice(Sheet.BEFORE, "en", SheetLook("letter", large_print=True)),
        by=DANA,
        at=NOW,
        how="printed",
        target="Front desk",
    )
    note = addendum(plan.id, by=DANA, at=NOW, text="Moved by phone.")
    view = present_detail(plan, (kept,), (note,), zone=CLINIC.time_zone)
    assert view.title == "Plan A-20418-1"
    assert view.signed == "Signed by Dana Keller, NP, Tue, May 12, 2026, 10:48 AM"
    assert (view.tag, view.verdict) == ("ready", "Ready")
    assert ("Option", "3 sessions, 4 weeks apart") in view.rows
    assert ("Treatment", "Fri, May 15, 2026, 10:30 AM") in view.rows
    assert view.products == (
        ("Tretinoin cream 0.05%", "Pause from Sun, May 10, last used Sat, May 9, OK from Fri, May 22"),
    )
    assert view.sheets[0].words == (
        "Before, English, US Letter, large print, 2 pages · Sent to Front desk, Tue, May 12, 2026, 10:48 AM"
    )
    assert view.addenda == (("Tue, May 12, 2026, 10:48 AM, Dana Keller, NP", "Moved by phone."),)


def test_a_visit_that_was_not_treated_says_so():
    plan = signed(health={**filled().health, "pregnant_or_nursing": HealthAnswer(Reply.YES)})
    view = present_detail(plan, (), (), zone=CLINIC.time_zone)
    assert view.rows[0] == ("Result", "Closed as not treated")
    assert view.verdict == "Do not treat"
    assert [finding.title for finding in view.findings] == ["Stop: pregnant or nursing"]


def test_a_session_that_was_taken_out_is_told_with_its_reason():
    plan = signed(treatment_at=datetime(2026, 5, 15, 10, 30))
    sessions = tuple(PlannedSession(session.on) for session in plan.proposal.sessions[:2])
    choices = replace(plan.answers.choices, sessions=sessions, removed=(RemovedSession(3, "She moves away."),))
    plan = replace(plan, answers=replace(plan.answers, choices=choices))
    rows = present_detail(plan, (), (), zone=CLINIC.time_zone).rows
    assert ("Removed", "Session 3: She moves away.") in rows


def test_a_sheet_in_other_words_says_how_many_lines_and_whose():
    def edit(name, line):
        return LineEdit("en", line, "Words", Provider(name, "NP"), NOW)

    def told(*edits):
        kept = issue(
            RenderedHandout(pdf=b"%PDF", pages=2, text=""),
            handout_id="h",
            plan_id=PlanId("plan-1"),
            choice=SheetChoice(Sheet.AFTER),
            by=DANA,
            at=NOW,
            how="email file",
            edits=edits,
        )
        return present_detail(signed(), (kept,), (), zone=CLINIC.time_zone).sheets[0].words

    lines = (edit("Dana Keller", "ok.hat"), edit("Dana Keller", "edited.note"), edit("Priya Shah", "ok.work"))
    assert told() == "After, English, US Letter, 2 pages · Given as an email file, Tue, May 12, 2026, 10:48 AM"
    assert "2 pages, 1 line changed by Dana Keller ·" in told(lines[0])
    assert "3 lines changed by Dana Keller and Priya Shah ·" in told(*lines)
