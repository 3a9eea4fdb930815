"""How the sessions of a finished plan stand by the marks beside it and by the plans that go on with it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from consult_app.domain.answers import Choices
from consult_app.domain.marks import (
    AfterSheet,
    MarkedPlan,
    MarkState,
    SessionMark,
    SessionStanding,
    done_days,
    progress,
    standings,
    treatment_given,
)
from consult_app.domain.patient import PatientId
from consult_app.domain.plan import FinalPlan, PlanId
from consult_app.domain.planning import MaintenanceVisit, ProposedSession
from tests.builders import NURSE, TREATED, answers, proposal

SIGNED = datetime(2026, 5, 12, 15, 0, tzinfo=UTC)
CONSULTED = date(2026, 5, 12)
FIRST, SECOND, THIRD = date(2026, 5, 15), date(2026, 6, 12), date(2026, 7, 10)
UPKEEP = (date(2026, 10, 30), date(2027, 2, 19))
LATER = SIGNED + timedelta(days=40)


def plan(*days: date, name: str = "plan-1", upkeep: tuple[date, ...] = UPKEEP, **changes: Any) -> FinalPlan:
    """Signed on May 12 for sessions on these days, numbered on from those done before."""
    given = answers(choices=Choices(option="corrective_series.3x4w"), **changes.pop("answers", {}))
    begins = len(given.series_done) + 1
    made = replace(
        proposal(),
        sessions=tuple(ProposedSession(number, day) for number, day in enumerate(days, start=begins)),
        maintenance=tuple(MaintenanceVisit(day) for day in upkeep),
    )
    finished = FinalPlan(PlanId(name), f"A-{name[-1]}", PatientId("p"), given, made, NURSE, SIGNED, CONSULTED)
    return replace(finished, **changes)


def mark(state: MarkState, day: date, number: int = 1, *, maintenance: bool = False, hours: int = 0) -> SessionMark:
    return SessionMark(PlanId("plan-1"), maintenance, number, state, day, NURSE, LATER + timedelta(hours=hours))


def same_day(*days: date, name: str = "plan-1", on: date = FIRST, **changes: Any) -> FinalPlan:
    """Signed on the day of its treatment, ready."""
    at = datetime(on.year, on.month, on.day, 10, 30)
    more = {"treatment_at": at, "consultation_date": on, **changes.pop("answers", {})}
    return plan(*days, name=name, answers=more, consultation_date=on, **changes)


def by_key(stands: tuple[SessionStanding, ...]) -> dict[tuple[bool, int], SessionStanding]:
    return {standing.key: standing for standing in stands}


def test_without_a_mark_every_session_is_open_on_the_plans_day_series_first() -> None:
    stands = standings(MarkedPlan(plan(FIRST, SECOND)))
    assert [(each.key, each.day, each.is_open) for each in stands] == [
        ((False, 1), FIRST, True),
        ((False, 2), SECOND, True),
        ((True, 1), UPKEEP[0], True),
        ((True, 2), UPKEEP[1], True),
    ]
    assert not any(standing.moved for standing in stands)


def test_the_latest_mark_wins_and_says_where_the_session_stands() -> None:
    moved = mark(MarkState.MOVED, SECOND + timedelta(7), 2)
    done = mark(MarkState.DONE, SECOND + timedelta(8), 2, hours=1)
    back = mark(MarkState.TAKEN_BACK, SECOND + timedelta(7), 2, hours=2)
    for lines, state in (
        ((moved,), (moved.day, False, True)),
        ((moved, done), (done.day, True, False)),
        ((moved, done, back), (moved.day, False, True)),
    ):
        second = standings(MarkedPlan(plan(FIRST, SECOND), lines))[1]
        assert (second.day, second.done, second.moved) == state
        assert second.planned == SECOND
        assert second.mark == lines[-1]


def test_a_done_session_remembers_where_it_stood_before() -> None:
    moved = mark(MarkState.MOVED, SECOND + timedelta(7), 2)
    first = mark(MarkState.DONE, SECOND + timedelta(8), 2, hours=1)
    again = mark(MarkState.DONE, SECOND + timedelta(9), 2, hours=2)
    second = standings(MarkedPlan(plan(FIRST, SECOND), (moved, first, again)))[1]
    assert (second.day, second.before_done) == (again.day, moved.day)


def test_a_mark_of_a_session_the_plan_does_not_have_is_passed_over() -> None:
    stands = standings(MarkedPlan(plan(FIRST), (mark(MarkState.DONE, SECOND, 9),)))
    assert not any(standing.done for standing in stands)


def test_a_plan_signed_ready_on_the_day_of_its_treatment_has_its_first_session_done() -> None:
    stands = by_key(standings(MarkedPlan(same_day(FIRST, SECOND))))
    assert (stands[(False, 1)].done, stands[(False, 1)].day) == (True, FIRST)
    assert not stands[(False, 2)].done


def test_a_treatment_ahead_or_without_a_time_or_not_ready_is_no_proof() -> None:
    assert treatment_given(MarkedPlan(plan(FIRST))) is None
    assert treatment_given(MarkedPlan(same_day(FIRST, answers={"treatment_at": None}))) is None
    waits = same_day(FIRST)
    waits = replace(waits, proposal=proposal(health={}))
    assert treatment_given(MarkedPlan(waits)) is None


def test_an_after_sheet_proves_the_treatment_on_the_day_it_ended() -> None:
    sheet = AfterSheet(FIRST + timedelta(1), NURSE, LATER)
    first = standings(MarkedPlan(plan(FIRST, SECOND), (), (sheet,)))[0]
    assert (first.done, first.day, first.before_done) == (True, FIRST + timedelta(1), FIRST)


def test_a_mark_made_after_the_proof_wins_over_it() -> None:
    back = mark(MarkState.TAKEN_BACK, FIRST)
    assert not standings(MarkedPlan(same_day(FIRST, SECOND), (back,)))[0].done


def test_a_visit_closed_as_not_treated_has_no_sessions() -> None:
    assert standings(MarkedPlan(plan(FIRST, treated=False))) == ()


def test_progress_counts_the_sessions_before_this_plan_and_names_the_next_due() -> None:
    marked = MarkedPlan(plan(SECOND, THIRD, answers={"series_done": (FIRST,)}), (mark(MarkState.DONE, SECOND, 2),))
    stands = standings(marked)
    made = progress(marked, stands)
    assert (made.done, made.total) == (2, 3)
    assert made.due is not None
    assert (made.due.number, made.due.day) == (3, THIRD)
    assert done_days(marked, stands) == (FIRST, SECOND)


def test_next_due_is_the_first_by_its_day_now_and_none_when_all_is_done() -> None:
    moved = MarkedPlan(plan(FIRST, SECOND, upkeep=()), (mark(MarkState.MOVED, THIRD),))
    due = progress(moved, standings(moved)).due
    assert due is not None
    assert due.number == 2
    done = MarkedPlan(plan(FIRST, upkeep=()), (mark(MarkState.DONE, FIRST),))
    assert progress(done, standings(done)).due is None


def test_a_plan_that_goes_on_has_the_session_done_that_it_treated_and_takes_the_rest_over() -> None:
    first = MarkedPlan(same_day(FIRST, SECOND, THIRD))
    second = MarkedPlan(
        same_day(SECOND, THIRD + timedelta(7), name="plan-2", on=SECOND, answers={"series_done": (FIRST,)}, upkeep=())
    )
    stands = by_key(standings(first, (second,)))
    assert (stands[(False, 1)].done, stands[(False, 1)].goes_on_in) == (True, "")
    assert (stands[(False, 2)].done, stands[(False, 2)].day) == (True, SECOND)
    third = stands[(False, 3)]
    assert (third.planned, third.day, third.goes_on_in, third.is_open) == (THIRD, THIRD + timedelta(7), "A-2", False)
    assert stands[(True, 1)].goes_on_in == "A-2"
    made = progress(first, tuple(stands.values()))
    assert (made.done, made.total, made.due) == (2, 3, None)


def test_a_session_stands_as_the_last_plan_of_the_line_has_it() -> None:
    line = (
        MarkedPlan(same_day(SECOND, THIRD, name="plan-2", on=SECOND, answers={"series_done": (FIRST,)})),
        MarkedPlan(same_day(THIRD, name="plan-3", on=THIRD, answers={"series_done": (FIRST, SECOND)})),
    )
    stands = by_key(standings(MarkedPlan(same_day(FIRST, SECOND, THIRD)), line))
    assert [stands[(False, number)].done for number in (1, 2, 3)] == [True, True, True]
    assert stands[(False, 3)].goes_on_in == "A-3"


def test_a_session_the_later_plan_does_not_hold_is_open_nowhere() -> None:
    first = MarkedPlan(same_day(FIRST, SECOND, THIRD), (mark(MarkState.DONE, THIRD, 3),))
    second = MarkedPlan(same_day(name="plan-2", on=SECOND, answers={"series_done": (FIRST,)}, upkeep=()))
    stands = by_key(standings(first, (second,)))
    assert (stands[(False, 2)].done, stands[(False, 2)].goes_on_in) == (False, "A-2")
    assert stands[(False, 3)].done


def test_a_visit_closed_as_not_treated_takes_nothing_over() -> None:
    first = MarkedPlan(same_day(FIRST, SECOND))
    stopped = MarkedPlan(plan(SECOND, name="plan-2", treated=False, answers={"series_done": (FIRST,)}))
    assert standings(first, (stopped,)) == standings(first)


def test_once_the_series_is_over_a_plan_that_goes_on_is_the_next_maintenance_visit() -> None:
    first = MarkedPlan(same_day(FIRST))
    over = {"series_done": (FIRST,)}
    one = MarkedPlan(same_day(name="plan-2", on=UPKEEP[0], answers=over, upkeep=()))
    ahead = MarkedPlan(plan(name="plan-3", answers=over, upkeep=()))
    stands = by_key(standings(first, (one, ahead)))
    assert (stands[(True, 1)].done, stands[(True, 1)].day, stands[(True, 1)].goes_on_in) == (True, UPKEEP[0], "A-2")
    assert (stands[(True, 2)].done, stands[(True, 2)].goes_on_in) == (False, "A-3")
    more = standings(first, (one, ahead, replace(one, plan=replace(one.plan, number="A-4"))))
    assert by_key(more) == stands


def test_a_maintenance_plan_with_visits_of_its_own_takes_them_over() -> None:
    first = MarkedPlan(same_day(FIRST))
    over = {"series_done": (FIRST,)}
    moved = UPKEEP[1] + timedelta(7)
    second = MarkedPlan(same_day(name="plan-2", on=UPKEEP[0], answers=over, upkeep=(UPKEEP[0], moved)))
    stands = by_key(standings(first, (second,)))
    assert (stands[(True, 1)].done, stands[(True, 1)].goes_on_in) == (True, "A-2")
    assert (stands[(True, 2)].day, stands[(True, 2)].is_open) == (moved, False)


def test_a_plan_made_for_the_second_maintenance_visit_leaves_the_first_alone() -> None:
    over = {"series_done": (FIRST,)}
    second = MarkedPlan(same_day(name="plan-2", on=UPKEEP[1], answers=over))
    assert [(each.key, each.done) for each in standings(second)] == [((True, 2), True)]
    stands = by_key(standings(MarkedPlan(same_day(FIRST)), (second,)))
    assert [stands[(True, number)].done for number in (1, 2)] == [False, True]


def test_the_builders_treatment_lies_ahead_of_the_consultation() -> None:
    assert TREATED.date() == FIRST > CONSULTED
