import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings

from consult_app.application.errors import Refused
from consult_app.application.ports import PlanFilter, PlanRow
from consult_app.domain.answers import Concern, ConcernAnswer, Provider
from consult_app.domain.findings import Verdict
from consult_app.domain.marks import MarkState
from consult_app.domain.patient import PatientId
from consult_app.domain.plan import DraftId, LineEdit, PlanId, Step
from consult_app.domain.planning import MaintenanceVisit, ProposedSession
from tests.fakes.answer_strategies import answers as any_answers
from tests.storage.samples import (
    DAY,
    NOW,
    NURSE,
    addendum,
    answers,
    details,
    draft,
    handout,
    mark,
    plan,
    proposal,
)

EVERYTHING = PlanFilter()


@pytest.fixture
def patient(store):
    return store.patients.add(details(chart="A-20418"))


@pytest.fixture
def kept(store, patient):
    return store.consultations.finish(plan(patient.id), draft_id=DraftId("draft-1"))


def test_a_draft_comes_back_as_saved(store, patient, clock):
    first = draft(
        patient_id=patient.id,
        step=Step.HEALTH,
        visited=(Step.PATIENT, Step.HEALTH),
        different_person="Dana Keller",
    )
    saved = store.consultations.save_draft(first)
    assert saved == replace(first, version=1, saved_at=NOW)
    assert store.consultations.draft(saved.id) == saved
    clock.go_on(timedelta(seconds=1))
    again = store.consultations.save_draft(replace(saved, answers=answers(words="more")))
    assert (again.version, again.saved_at) == (2, clock.now())
    assert store.consultations.drafts() == (again,)


def test_a_version_is_never_given_twice(store):
    versions = [store.consultations.save_draft(draft()).version for _ in range(3)]
    assert versions == [1, 2, 3]
    assert store.consultations.save_draft(draft(version=9)).version == 10
    assert store.consultations.draft(DraftId("draft-1")).version == 10


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(answers=any_answers())
def test_any_answers_come_back_equal(store, answers):
    saved = store.consultations.save_draft(draft(answers=answers))
    assert store.consultations.draft(saved.id) == saved
    assert store.consultations.draft(saved.id).answers == answers


def test_a_draft_of_long_notes_is_fine(store):
    saved = store.consultations.save_draft(draft(answers=answers(words="é" * 10_000)))
    assert store.consultations.draft(saved.id).answers.words == "é" * 10_000


def test_drafts_are_listed_latest_saved_first(store, clock):
    for draft_id in ("a", "b", "c"):
        clock.go_on(timedelta(minutes=1))
        store.consultations.save_draft(draft(draft_id))
    clock.go_on(timedelta(minutes=1))
    store.consultations.save_draft(draft("a"))
    assert [each.id for each in store.consultations.drafts()] == ["a", "c", "b"]


def test_a_dropped_draft_is_gone_and_dropping_twice_is_no_error(store):
    saved = store.consultations.save_draft(draft())
    store.consultations.drop_draft(saved.id)
    store.consultations.drop_draft(saved.id)
    assert store.consultations.drafts() == ()
    with pytest.raises(KeyError):
        store.consultations.draft(saved.id)


def test_a_draft_for_an_unknown_patient_is_a_key_error(store):
    with pytest.raises(KeyError):
        store.consultations.save_draft(draft(patient_id=PatientId("nobody")))
    assert store.consultations.drafts() == ()


def test_a_naive_instant_is_refused(store, patient, kept):
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="offset"):
        store.consultations.save_draft(draft(started_at=naive))
    with pytest.raises(ValueError, match="offset"):
        store.consultations.finish(plan(patient.id, "plan-2", entered_at=naive), draft_id=DraftId("x"))
    with pytest.raises(ValueError, match="offset"):
        store.consultations.keep_handout(handout(at=naive))
    with pytest.raises(ValueError, match="offset"):
        store.consultations.add_addendum(replace(addendum(), at=naive))
    assert store.consultations.count_plans(EVERYTHING) == 1


def test_an_instant_of_another_zone_is_the_same_instant(store, patient):
    east = datetime(2026, 5, 12, 11, 0, tzinfo=timezone(timedelta(hours=-4)))
    kept = store.consultations.finish(plan(patient.id, entered_at=east), draft_id=DraftId("x"))
    assert store.consultations.plan(kept.id).entered_at == east.astimezone(UTC)


def test_finishing_keeps_the_plan_and_drops_its_draft_only(store, patient):
    store.consultations.save_draft(draft("draft-1", patient_id=patient.id))
    other = store.consultations.save_draft(draft("draft-2"))
    kept = store.consultations.finish(plan(patient.id), draft_id=DraftId("draft-1"))
    assert store.consultations.plan(kept.id) == kept
    assert kept == plan(patient.id, number="A-20418-1")
    assert store.consultations.drafts() == (other,)


def test_plan_numbers_run_by_patient(store, patient):
    stranger = store.patients.add(details("Abara", "Chidi"))
    numbers = [
        store.consultations.finish(plan(whose.id, f"plan-{n}"), draft_id=DraftId("x")).number
        for n, whose in enumerate((patient, stranger, patient, stranger))
    ]
    assert numbers == ["A-20418-1", "P-00002-1", "A-20418-2", "P-00002-2"]


def test_two_patients_with_one_chart_number_do_not_share_a_plan_number(store, patient):
    twin = store.patients.add(details("Abara", "Chidi", chart=" A-20418 "))
    numbers = {
        store.consultations.finish(plan(whose.id, f"plan-{n}"), draft_id=DraftId("x")).number
        for n, whose in enumerate((patient, twin, patient, twin))
    }
    assert len(numbers) == 4


def test_a_number_that_is_given_stays_and_is_never_given_again(store, patient):
    kept = store.consultations.finish(plan(patient.id, number="OLD-7"), draft_id=DraftId("x"))
    assert kept.number == "OLD-7"
    with pytest.raises(Refused, match="OLD-7"):
        store.consultations.finish(plan(patient.id, "plan-2", number="OLD-7"), draft_id=DraftId("x"))


def test_finishing_twice_is_refused_and_leaves_the_first_plan_and_the_draft(store, kept):
    saved = store.consultations.save_draft(draft())
    with pytest.raises(Refused, match="already finished"):
        store.consultations.finish(replace(kept, treated=False), draft_id=saved.id)
    assert store.consultations.plan(kept.id) == kept
    assert store.consultations.drafts() == (saved,)


def test_a_plan_for_nobody_or_following_nothing_is_a_key_error_and_keeps_the_draft(store, patient):
    saved = store.consultations.save_draft(draft())
    with pytest.raises(KeyError):
        store.consultations.finish(plan(PatientId("nobody")), draft_id=saved.id)
    with pytest.raises(KeyError):
        store.consultations.finish(plan(patient.id, follows=PlanId("nothing")), draft_id=saved.id)
    assert store.consultations.count_plans(EVERYTHING) == 0
    assert store.consultations.drafts() == (saved,)


def test_a_plan_may_follow_another(store, patient, kept):
    second = store.consultations.finish(plan(patient.id, "plan-2", follows=kept.id), draft_id=DraftId("x"))
    assert store.consultations.plan(second.id).follows == kept.id


def test_an_unknown_plan_is_a_key_error(store):
    nothing = PlanId("nothing")
    with pytest.raises(KeyError):
        store.consultations.plan(nothing)
    with pytest.raises(KeyError):
        store.consultations.handouts(nothing)
    with pytest.raises(KeyError):
        store.consultations.addenda(nothing)
    with pytest.raises(KeyError):
        store.consultations.keep_handout(handout(nothing))
    with pytest.raises(KeyError):
        store.consultations.add_addendum(addendum(nothing))
    with pytest.raises(KeyError):
        store.consultations.session_marks(nothing)
    with pytest.raises(KeyError):
        store.consultations.mark_sessions((mark(nothing),))
    with pytest.raises(KeyError):
        store.consultations.following(nothing)


def test_a_row_says_what_the_list_shows(store, patient, kept):
    store.consultations.keep_handout(handout(sheet="before"))
    store.consultations.keep_handout(handout(sheet="after"))
    assert store.consultations.plans(EVERYTHING) == (
        PlanRow(
            id=kept.id,
            number="A-20418-1",
            patient_id=patient.id,
            family_name="Lindqvist",
            given_name="Nicole",
            birth_date=date(1984, 3, 4),
            consultation_date=DAY,
            provider="Dana Keller",
            credentials="NP",
            verdict=Verdict.READY,
            earliest=None,
            treated=True,
            concerns=("acne_scars", "pore_size"),
            departures=1,
            handouts=("after", "before"),
        ),
    )


def test_the_visits_of_a_day_are_those_of_each_patients_latest_plan(store, patient):
    def finish(name: str, on: date, *days: date, maintenance: tuple[date, ...] = ()) -> None:
        made = plan(patient.id, name, consultation_date=on)
        sessions = tuple(ProposedSession(number, day) for number, day in enumerate(days, start=1))
        visits = tuple(MaintenanceVisit(day) for day in maintenance)
        kept = replace(made, proposal=replace(made.proposal, sessions=sessions, maintenance=visits))
        store.consultations.finish(kept, draft_id=DraftId("x"))

    june, july, autumn = date(2026, 6, 12), date(2026, 7, 10), date(2026, 10, 30)
    finish("first", date(2026, 5, 12), date(2026, 5, 12), june, maintenance=(autumn,))
    assert [(visit.number, visit.maintenance) for visit in store.consultations.planned_on(june)] == [(2, False)]
    assert [(visit.number, visit.maintenance) for visit in store.consultations.planned_on(autumn)] == [(1, True)]
    assert store.consultations.planned_on(date(2026, 5, 12)) == ()
    visit = store.consultations.planned_on(june)[0]
    assert (visit.family_name, visit.given_name, visit.patient_id) == ("Lindqvist", "Nicole", patient.id)
    finish("second", date(2026, 5, 20), july)
    assert store.consultations.planned_on(june) == ()
    assert [visit.plan_id for visit in store.consultations.planned_on(july)] == ["second"]


def test_a_visit_closed_as_not_treated_puts_nobody_on_a_day(store, patient):
    day = date(2026, 6, 3)
    made = plan(patient.id, "stopped", treated=False, consultation_date=date(2026, 5, 12))
    kept = replace(made, proposal=replace(made.proposal, sessions=(ProposedSession(1, day),)))
    store.consultations.finish(kept, draft_id=DraftId("x"))
    assert store.consultations.planned_on(day) == ()


def test_marks_come_back_in_the_order_they_were_kept(store, kept):
    lines = (
        mark(),
        mark(maintenance=True, number=1, state=MarkState.DONE, departures=(), reason=""),
        mark(state=MarkState.TAKEN_BACK, day=date(2026, 6, 12), departures=("plan.too_close", "clinic.closed_day")),
    )
    store.consultations.mark_sessions(lines[:2])
    store.consultations.mark_sessions(lines[2:])
    assert store.consultations.session_marks(kept.id) == lines


def test_marks_of_one_move_are_kept_all_or_none(store, kept):
    with pytest.raises(KeyError):
        store.consultations.mark_sessions((mark(), mark("nobody")))
    assert store.consultations.session_marks(kept.id) == ()
    with pytest.raises(ValueError, match="offset"):
        store.consultations.mark_sessions((mark(), mark(at=datetime(2026, 5, 12))))
    assert store.consultations.session_marks(kept.id) == ()


def test_a_moved_visit_stands_on_its_new_day_only_and_a_done_one_on_none(store, kept):
    june, later = date(2026, 6, 12), date(2026, 6, 26)
    assert [visit.number for visit in store.consultations.planned_on(june)] == [2]
    store.consultations.mark_sessions((mark(day=later),))
    assert store.consultations.planned_on(june) == ()
    assert [visit.number for visit in store.consultations.planned_on(later)] == [2]
    store.consultations.mark_sessions((mark(day=later, state=MarkState.DONE),))
    assert store.consultations.planned_on(later) == ()
    store.consultations.mark_sessions((mark(day=june, state=MarkState.TAKEN_BACK),))
    assert [visit.number for visit in store.consultations.planned_on(june)] == [2]
    assert store.consultations.planned_on(later) == ()


def test_a_mark_of_a_visit_leaves_the_session_of_the_same_number_where_it_is(store, kept):
    store.consultations.mark_sessions((mark(maintenance=True, number=2, day=date(2026, 6, 26)),))
    assert [visit.number for visit in store.consultations.planned_on(date(2026, 6, 12))] == [2]


def test_plans_that_go_on_with_one_are_found_through_others_in_the_order_finished(store, patient, kept):
    for name, follows in (("second", kept.id), ("third", PlanId("second")), ("aside", None), ("also", kept.id)):
        made = plan(patient.id, name, follows=follows)
        store.consultations.finish(made, draft_id=DraftId("x"))
    assert store.consultations.following(kept.id) == ("second", "third", "also")
    assert store.consultations.following(PlanId("third")) == ()


def test_rows_come_latest_consultation_first_page_by_page(store, patient):
    for n, day in enumerate((1, 3, 2, 3)):
        store.consultations.finish(
            plan(patient.id, f"plan-{n}", consultation_date=date(2026, 5, day)), draft_id=DraftId("x")
        )
    ids = [row.id for row in store.consultations.plans(EVERYTHING)]
    assert ids == ["plan-3", "plan-1", "plan-2", "plan-0"]
    assert [row.id for row in store.consultations.plans(EVERYTHING, limit=2, offset=1)] == ids[1:3]
    assert store.consultations.plans(EVERYTHING, offset=9) == ()


@pytest.mark.parametrize(
    ("which", "wanted"),
    [
        (PlanFilter(), {"plan-1", "plan-2", "plan-3"}),
        (PlanFilter(text="abara"), {"plan-3"}),
        (PlanFilter(text="nic lin"), {"plan-1", "plan-2"}),
        (PlanFilter(text="a-20418-2"), {"plan-2"}),
        (PlanFilter(text="A20418"), {"plan-1", "plan-2"}),
        (PlanFilter(text="3/4/1984"), {"plan-1", "plan-2"}),
        (PlanFilter(text=" - "), set()),
        (PlanFilter(text="P-0000"), {"plan-3"}),
        (PlanFilter(provider="Mai Tran"), {"plan-2"}),
        (PlanFilter(concern="texture"), {"plan-2"}),
        (PlanFilter(concern="scars"), set()),
        (PlanFilter(verdict=Verdict.WAIT), {"plan-3"}),
        (PlanFilter(since=date(2026, 5, 12)), {"plan-1", "plan-2"}),
        (PlanFilter(until=date(2026, 5, 12)), {"plan-1", "plan-3"}),
        (PlanFilter(since=date(2026, 5, 12), until=date(2026, 5, 12)), {"plan-1"}),
        (PlanFilter(text="lind", verdict=Verdict.WAIT), set()),
    ],
)
def test_filters_narrow_the_list_and_the_count_alike(store, patient, which, wanted):
    stranger = store.patients.add(details("Abara", "Chidi", birth_date=date(1971, 9, 30), phone=""))
    texture = answers(concerns=(ConcernAnswer(Concern.TEXTURE),))
    for each in (
        plan(patient.id, "plan-1"),
        plan(
            patient.id,
            "plan-2",
            answers=texture,
            signed_by=Provider("Mai Tran", "RN"),
            consultation_date=date(2026, 6, 1),
        ),
        plan(
            stranger.id,
            "plan-3",
            proposal=proposal(verdict=Verdict.WAIT, earliest=date(2026, 5, 26)),
            consultation_date=date(2026, 4, 1),
        ),
    ):
        store.consultations.finish(each, draft_id=DraftId("x"))
    assert {row.id for row in store.consultations.plans(which)} == wanted
    assert store.consultations.count_plans(which) == len(wanted)


def test_the_list_can_be_narrowed_to_one_patient(store, patient, kept):
    stranger = store.patients.add(details("Abara", "Chidi"))
    other = store.consultations.finish(plan(stranger.id, "plan-2"), draft_id=DraftId("x"))
    assert [row.id for row in store.consultations.plans(PlanFilter(patient_id=stranger.id))] == [other.id]


def test_the_list_shows_the_name_a_patient_has_now(store, patient, kept):
    store.patients.update(patient.id, details("Berg", "Nicole", chart="A-20418"))
    assert [row.family_name for row in store.consultations.plans(EVERYTHING)] == ["Berg"]
    assert store.consultations.plan(kept.id).answers.patient.family_name == "Lindqvist"


def test_the_bytes_printed_are_the_bytes_kept(store, kept):
    sheet = store.consultations.keep_handout(handout())
    assert sheet.id
    assert sheet.at == NOW
    assert sheet.sha256 == hashlib.sha256(handout().pdf).hexdigest()
    assert store.consultations.handouts(kept.id) == (sheet,)
    assert replace(sheet, id="", at=None, sha256="") == handout()


def test_sheets_come_newest_first_and_keep_what_they_carry(store, kept):
    first = store.consultations.keep_handout(handout(id="one", at=NOW - timedelta(days=1), by=None, how="saved"))
    second = store.consultations.keep_handout(
        handout(large_print=True, sha256=hashlib.sha256(b"x").hexdigest(), pdf=b"x")
    )
    assert store.consultations.handouts(kept.id) == (second, first)
    assert (first.id, first.by, first.at) == ("one", None, NOW - timedelta(days=1))


def test_a_sheet_with_the_hash_of_other_bytes_is_refused(store, kept):
    with pytest.raises(Refused, match="not kept"):
        store.consultations.keep_handout(handout(sha256=hashlib.sha256(b"other").hexdigest()))
    assert store.consultations.handouts(kept.id) == ()


def test_addenda_come_in_the_order_they_were_written(store, kept):
    written = (addendum(text="First."), addendum(text="Second."))
    for each in written:
        store.consultations.add_addendum(each)
    assert store.consultations.addenda(kept.id) == written
    assert store.consultations.plan(kept.id) == kept
    assert kept.signed_by == NURSE


def edit(**changes):
    return replace(LineEdit("en", "avoid.picking", "Picking at your chin", NURSE, NOW), **changes)


def test_line_edits_come_back_as_last_kept(store, kept):
    assert store.consultations.line_edits(kept.id) == ()
    store.consultations.keep_line_edits(kept.id, (edit(), edit(line="edited.note", words="Ann\u00e9e {{x}}")))
    store.consultations.keep_line_edits(kept.id, (edit(words="Not the chin"),))
    assert store.consultations.line_edits(kept.id) == (edit(words="Not the chin"),)
    store.consultations.keep_line_edits(kept.id, ())
    assert store.consultations.line_edits(kept.id) == ()
    assert store.consultations.plan(kept.id) == kept


def test_a_sheet_keeps_which_of_its_lines_were_changed_and_by_whom(store, kept):
    given = store.consultations.keep_handout(handout(edits=(edit(),)))
    store.consultations.keep_line_edits(kept.id, ())
    assert store.consultations.handouts(kept.id)[0].edits == given.edits == (edit(),)


def test_line_edits_of_an_unknown_plan_or_a_guessed_instant_are_refused(store, kept):
    with pytest.raises(KeyError):
        store.consultations.line_edits(PlanId("nothing"))
    with pytest.raises(KeyError):
        store.consultations.keep_line_edits(PlanId("nothing"), ())
    with pytest.raises(ValueError, match="offset"):
        store.consultations.keep_line_edits(kept.id, (edit(at=datetime(2026, 5, 12, 9, 0)),))
    assert store.consultations.line_edits(kept.id) == ()
