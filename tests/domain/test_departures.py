"""Where the provider's own sessions depart from the protocol: the last day too near, and the first that is not."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from consult_app.domain.answers import (
    Choices,
    Concern,
    Decision,
    DecisionChoice,
    ImportantDate,
    PlannedSession,
    RemovedSession,
    Trip,
)
from consult_app.domain.departures import counterparts, taken_out, unexplained, unexplained_removals
from consult_app.domain.findings import Finding
from tests.builders import NURSE, REASON, answers, concern, proposal, protocol

D = date(2026, 5, 15)
SECOND = date(2026, 6, 12)
DAY = timedelta(days=1)


def own(*days: date) -> Choices:
    return Choices(sessions=tuple(PlannedSession(day) for day in days))


def found(rule: str, *days: date, **changes: Any) -> Finding | None:
    made = proposal(choices=own(*days), **changes)
    return next((finding for finding in made.findings if finding.rule == rule), None)


@pytest.mark.parametrize(("gap", "close"), [(27, True), (28, False)])
def test_sessions_27_days_apart_are_too_close_and_28_are_not(gap: int, close: bool) -> None:
    finding = found("plan.too_close", D, D + timedelta(days=gap))
    assert (finding is not None) is close


def test_sessions_are_compared_in_the_order_of_their_days_whatever_order_they_stand_in() -> None:
    finding = found("plan.too_close", date(2026, 7, 10), date(2026, 6, 1), date(2026, 6, 20))
    assert finding is not None
    assert finding.because == {
        "choices.sessions[2].on": "2026-06-20",
        "choices.sessions[0].on": "2026-07-10",
    }
    assert found("plan.too_close", SECOND, D) is None


def test_two_sessions_on_one_day_are_too_close() -> None:
    finding = found("plan.too_close", D, D)
    assert finding is not None
    assert finding.because == {"choices.sessions[1].on": "2026-05-15"}


@pytest.mark.parametrize(("last", "close"), [(D - timedelta(days=27), True), (D - timedelta(days=28), False)])
def test_the_first_session_keeps_its_distance_from_the_latest_that_was_done(last: date, close: bool) -> None:
    finding = found("plan.too_close", D, series_done=(date(2026, 1, 5), last))
    assert (finding is not None) is close


def test_a_finding_about_the_plan_carries_its_rule() -> None:
    rule = protocol().rules["plan.too_close"]
    finding = found("plan.too_close", D, D + 7 * DAY)
    assert finding is not None
    assert (finding.subject, finding.text) == (rule.subject, rule.cases[0].text)
    assert (finding.sources, finding.basis) == (rule.sources, rule.basis)
    assert finding.overridable
    assert not finding.counts


@pytest.mark.parametrize(
    ("day", "met"),
    [(D - DAY, False), (D, True), (D + 7 * DAY, True), (D + 8 * DAY, False)],
    ids=["the day before", "the day itself", "the seventh day after", "the eighth day after"],
)
def test_an_important_date_counts_from_the_session_to_the_seventh_day_after(day: date, met: bool) -> None:
    finding = found("plan.event_in_recovery", D, SECOND, events=(ImportantDate("party", day),))
    assert (finding is not None) is met


@pytest.mark.parametrize(
    ("first", "met"),
    [(D - DAY, False), (D, True), (D + 7 * DAY, True), (D + 8 * DAY, False)],
)
def test_a_sunny_trip_counts_when_it_starts_in_the_seven_days_after_a_session(first: date, met: bool) -> None:
    trip = Trip("lake", first, first, sunny=True)
    assert (found("plan.trip_in_recovery", D, SECOND, trips=(trip,)) is not None) is met


@pytest.mark.parametrize(
    ("day", "met"),
    [
        (date(2026, 6, 12), False),
        (date(2026, 6, 13), True),
        (date(2026, 6, 15), True),
        (date(2026, 6, 28), True),
        (date(2026, 6, 29), False),
    ],
    ids=["the day before", "the first day", "the last day", "13 days after", "14 days after"],
)
def test_a_session_keeps_clear_of_a_sunny_trip_and_the_13_days_after(day: date, met: bool) -> None:
    trip = Trip("lake", date(2026, 6, 13), date(2026, 6, 15), sunny=True)
    assert (found("plan.trip_before_session", D, day, trips=(trip,)) is not None) is met


def test_the_answers_behind_a_date_finding_are_named_by_their_paths() -> None:
    events = (ImportantDate("far", date(2026, 12, 1)), ImportantDate("near", D + DAY), ImportantDate("too", SECOND))
    finding = found("plan.event_in_recovery", D, SECOND, events=events)
    assert finding is not None
    assert finding.because == {
        "choices.sessions[0].on": "2026-05-15",
        "events[1].on": "2026-05-16",
        "choices.sessions[1].on": "2026-06-12",
        "events[2].on": "2026-06-12",
    }


def test_the_trips_behind_a_finding_are_named_and_those_without_sun_passed_over() -> None:
    trips = (
        Trip("city", D, D + DAY),
        Trip("lake", D + DAY, D + 3 * DAY, sunny=True),
        Trip("beach", SECOND - DAY, SECOND, sunny=True),
    )
    after = found("plan.trip_in_recovery", D, SECOND, trips=trips)
    before = found("plan.trip_before_session", D, SECOND, trips=trips)
    assert after is not None
    assert before is not None
    assert after.because == {"choices.sessions[0].on": "2026-05-15", "trips[1].from": "2026-05-16"}
    assert before.because == {"choices.sessions[1].on": "2026-06-12", "trips[2].to": "2026-06-12"}


def test_two_trips_around_two_sessions_are_all_named() -> None:
    trips = (Trip("lake", D + DAY, D + DAY, sunny=True), Trip("beach", SECOND + DAY, SECOND + DAY, sunny=True))
    finding = found("plan.trip_in_recovery", D, SECOND, trips=trips)
    assert finding is not None
    assert set(finding.because) == {
        "choices.sessions[0].on",
        "trips[0].from",
        "choices.sessions[1].on",
        "trips[1].from",
    }


@pytest.mark.parametrize(("count", "outside"), [(1, True), (2, False), (3, False), (4, True)])
def test_the_number_of_sessions_is_held_against_the_course(count: int, outside: bool) -> None:
    days = [D + timedelta(weeks=5 * place) for place in range(count)]
    finding = found("plan.outside_range", *days)
    assert (finding.because if finding else {}) == ({"choices.sessions": f"{count} sessions"} if outside else {})


def test_sessions_done_count_towards_the_number() -> None:
    done = (date(2026, 1, 5), date(2026, 2, 10), date(2026, 3, 20))
    assert found("plan.outside_range", D, series_done=done[:2]) is None
    finding = found("plan.outside_range", D, series_done=done)
    assert finding is not None
    assert finding.because == {"choices.sessions": "4 sessions"}


def test_a_first_session_kept_on_the_day_agreed_names_that_day() -> None:
    made = proposal(events=(ImportantDate("party", D + DAY),))
    assert made.undecided_plan[0].because == {"treatment_at": "2026-05-15", "events[0].on": "2026-05-16"}


def test_a_single_session_on_the_day_agreed_is_not_held_against_number_or_spacing() -> None:
    assert proposal().undecided_plan == ()
    assert proposal(series_done=(date(2026, 4, 17),)).undecided_plan == ()


def test_a_plan_without_options_raises_nothing_about_the_day_agreed() -> None:
    made = proposal(concerns=(concern(severity=None),), events=(ImportantDate("party", D + DAY),))
    assert made.undecided_plan == ()


def test_a_day_that_waits_raises_nothing_about_the_day_agreed() -> None:
    made = proposal(
        series_done=(date(2026, 5, 1),),
        events=(ImportantDate("party", D + DAY),),
        treatment_at=datetime(2026, 5, 15, 9),
    )
    assert made.earliest == date(2026, 5, 29)
    assert made.undecided_plan == ()


def test_without_a_visit_agreed_the_first_session_moves_and_nothing_is_raised() -> None:
    made = proposal(treatment_at=None, events=(ImportantDate("party", date(2026, 5, 14)),))
    assert made.options[0].sessions[0].on == date(2026, 5, 15)
    assert made.undecided_plan == ()


def test_a_decision_settles_one_plan_finding_and_leaves_the_other() -> None:
    sessions = tuple(PlannedSession(day) for day in (D, D + 7 * DAY, SECOND, date(2026, 8, 1)))
    decision = Decision("plan.too_close", DecisionChoice.PROCEED, REASON, NURSE)
    made = proposal(choices=Choices(sessions=sessions, decisions=(decision,)))
    assert [finding.rule for finding in made.undecided_plan] == ["plan.outside_range"]


def test_only_plan_findings_are_undecided_plan() -> None:
    made = proposal(concerns=(concern(Concern.SCARS),), health={})
    assert made.undecided_plan == ()
    waits = proposal(series_done=(date(2026, 5, 1),), choices=own(date(2026, 5, 20), date(2026, 6, 20)))
    assert [finding.rule for finding in waits.undecided_plan] == ["plan.too_close"]


def test_a_date_of_ones_own_is_explained_by_a_reason_that_says_something() -> None:
    chosen = proposal(choices=Choices(option="corrective_series.2x4w")).chosen
    for reason, places in (("", (1,)), ("  ", (1,)), ("Away the week before.", ())):
        sessions = (PlannedSession(D), PlannedSession(date(2026, 6, 20), reason))
        assert unexplained(answers(choices=Choices(sessions=sessions)), chosen) == places


THREE = (D, SECOND, date(2026, 7, 10))


def three() -> tuple[Any, tuple[date, ...]]:
    chosen = proposal(choices=Choices(option="corrective_series.3x4w")).chosen
    assert chosen is not None
    days = tuple(session.on for session in chosen.sessions)
    assert days == THREE
    return chosen, days


def without(*days: date, removed: tuple[RemovedSession, ...] = ()) -> Any:
    return answers(choices=Choices(sessions=tuple(PlannedSession(day) for day in days), removed=removed))


def test_a_session_taken_out_needs_a_reason_and_the_others_keep_their_counterparts() -> None:
    chosen, (first, _, third) = three()
    for reason, missing in (("", (2,)), ("  ", (2,)), ("She is away.", ())):
        given = without(first, third, removed=(RemovedSession(2, reason),))
        assert unexplained(given, chosen) == ()
        assert unexplained_removals(given, chosen) == missing
        assert [session.number for session in counterparts(given, chosen)] == [1, 3]


def test_sessions_missing_at_the_end_are_taken_out_even_when_nobody_says_so() -> None:
    chosen, (first, second, _) = three()
    given = without(first, second)
    assert [(session.number, removed.reason) for session, removed in taken_out(given, chosen)] == [(3, "")]
    assert unexplained_removals(given, chosen) == (3,)
    assert unexplained_removals(without(first), chosen) == (2, 3)
    assert unexplained_removals(without(*THREE), chosen) == ()


def test_a_removal_of_a_session_the_option_does_not_have_means_nothing() -> None:
    chosen, days = three()
    given = without(*days, removed=(RemovedSession(9, ""),))
    assert taken_out(given, chosen) == ()
    assert unexplained(given, chosen) == ()


def test_nothing_is_taken_out_without_an_option_or_without_sessions_of_ones_own() -> None:
    chosen, days = three()
    assert taken_out(without(D, removed=(RemovedSession(2),)), None) == ()
    assert counterparts(without(D), None) == ()
    assert taken_out(answers(choices=Choices(option=chosen.id)), chosen) == ()
    assert tuple(session.on for session in counterparts(answers(), chosen)) == days
