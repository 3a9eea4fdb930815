"""Marking sessions of a finished plan: what is kept, what needs a reason, what is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from consult_app.application.errors import Refused
from consult_app.application.finishing import finish
from consult_app.application.handout_document import Sheet
from consult_app.application.handouts import SheetChoice
from consult_app.application.marking import CLOSED_DAY, Marker, Series, can_take_back, read_series
from consult_app.application.past_plans import issue
from consult_app.application.ports import RenderedHandout, SheetLook
from consult_app.domain.answers import Choices, ImportantDate, Provider, Trip
from consult_app.domain.marks import MarkState, SessionMark
from consult_app.domain.plan import DraftId, DraftPlan, FinalPlan
from tests.builders import NURSE, REASON, answers, clinic, patient, protocol
from tests.fakes.clock import FixedClock
from tests.fakes.memory_store import MemoryClinic

SIGNED = datetime(2026, 5, 15, 15, 0, tzinfo=UTC)
FIRST, SECOND, THIRD = date(2026, 5, 15), date(2026, 6, 12), date(2026, 7, 10)
TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 15, 0, tzinfo=UTC)
TWO, THREE, VISIT = (False, 2), (False, 3), (True, 1)
WEEK = timedelta(weeks=1)


class Kept:
    """One patient's plan of three sessions four weeks apart, the first done on the day it was signed."""

    def __init__(self, *, closed: frozenset[int] = frozenset(), **changes: Any) -> None:
        self.clinic = clinic(closed_weekdays=closed)
        self.store = MemoryClinic(FixedClock(SIGNED))
        self.patient = self.store.patients.add(patient())
        self.plan = self.finish("plan-1", FIRST, **changes)

    def finish(self, name: str, on: date, **changes: Any) -> FinalPlan:
        at = datetime(on.year, on.month, on.day, 10, 30)
        given = answers(consultation_date=on, treatment_at=at, choices=Choices(option="corrective_series.3x4w"))
        plan = finish(
            protocol=protocol(),
            clinic=self.clinic,
            draft=DraftPlan(DraftId("d"), replace(given, **changes), SIGNED, patient_id=self.patient.id),
            provider=NURSE,
            now=SIGNED,
            today=on,
            plan_id=name,
        )
        follows = self.plan.id if name != "plan-1" else None
        return self.store.consultations.finish(replace(plan, follows=follows), draft_id=DraftId("d"))

    @property
    def series(self) -> Series:
        return read_series(self.store.consultations, self.plan.id)

    def marker(self, *, today: date = TODAY, by: Provider = NURSE, hours: int = 0) -> Marker:
        return Marker(protocol(), self.clinic, self.series, today, by, NOW + timedelta(hours=hours))

    def keep(self, marks: tuple[SessionMark, ...]) -> None:
        self.store.consultations.mark_sessions(marks)

    def days(self) -> list[date]:
        return [standing.day for standing in self.series.stands if not standing.maintenance]


def test_the_plan_of_these_tests_is_three_sessions_four_weeks_apart_the_first_done() -> None:
    kept = Kept()
    assert kept.days() == [FIRST, SECOND, THIRD]
    assert kept.series.done == (FIRST,)


def test_a_session_done_is_one_line_with_its_day_who_and_when() -> None:
    kept = Kept()
    (line,) = kept.marker(today=SECOND).done(TWO, SECOND)
    assert line == SessionMark(kept.plan.id, False, 2, MarkState.DONE, SECOND, NURSE, NOW)
    kept.keep((line,))
    assert kept.series.done == (FIRST, SECOND)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (None, "Enter the day the session was done."),
        (TODAY + timedelta(1), "still to come"),
        (FIRST - timedelta(1), "before the visit that planned"),
        (FIRST, "Session 1 was done on that day."),
    ],
)
def test_a_day_that_cannot_be_the_one_it_was_done_is_refused(day: date | None, words: str) -> None:
    with pytest.raises(Refused, match=words):
        Kept().marker().done(TWO, day)


def test_today_is_a_day_it_can_be_done() -> None:
    assert Kept().marker().done(TWO, TODAY)[0].day == TODAY


def test_a_done_session_is_neither_marked_nor_moved_again_before_that_is_taken_back() -> None:
    marker = Kept().marker()
    for act in (marker.done, marker.move):
        with pytest.raises(Refused, match="Take that back first"):
            act((False, 1), TODAY)


def test_a_move_within_the_rules_needs_no_reason_and_moves_only_that_session() -> None:
    kept = Kept()
    (line,) = kept.marker().move(THREE, THIRD + timedelta(3), reason=" work trip ")
    assert line == SessionMark(
        kept.plan.id, False, 3, MarkState.MOVED, THIRD + timedelta(3), NURSE, NOW, reason="work trip"
    )


def test_moving_earlier_than_four_weeks_after_the_one_before_is_a_departure_with_a_reason() -> None:
    kept = Kept()
    marker = kept.marker()
    day = FIRST + timedelta(27)
    (departure,) = marker.check_move(TWO, day, along=False).departures
    assert departure.rule == "plan.too_close"
    assert "28 days" in departure.words or "4 weeks" in departure.words
    with pytest.raises(Refused, match="20 characters") as refused:
        marker.move(TWO, day, reason="too short a reason")
    assert refused.value.missing == (departure.words,)
    (line,) = marker.move(TWO, day, reason=REASON)
    assert (line.departures, line.reason) == (("plan.too_close",), REASON)


def test_moving_nearer_to_the_next_session_is_a_departure_too_unless_it_moves_along() -> None:
    marker = Kept().marker()
    day = SECOND + WEEK
    assert [each.rule for each in marker.check_move(TWO, day, along=False).departures] == ["plan.too_close"]
    along = marker.check_move(TWO, day, along=True)
    assert along.departures == ()
    assert [moved for _, moved in along.days][:2] == [day, THIRD + WEEK]


def test_sessions_that_move_along_get_a_line_each_and_keep_their_spacing() -> None:
    kept = Kept()
    visits = [standing.day for standing in kept.series.stands if standing.maintenance]
    lines = kept.marker().move(TWO, SECOND + WEEK, along=True)
    assert [(line.maintenance, line.number) for line in lines] == [(False, 2), (False, 3), (True, 1), (True, 2)]
    assert {line.state for line in lines} == {MarkState.MOVED}
    assert [line.reason for line in lines] == ["", *["Moved with session 2."] * 3]
    kept.keep(lines)
    assert kept.days() == [FIRST, SECOND + WEEK, THIRD + WEEK]
    assert [standing.day for standing in kept.series.stands if standing.maintenance] == [day + WEEK for day in visits]


def test_a_session_that_moves_along_keeps_clear_of_closed_days_trips_and_important_dates() -> None:
    trip = Trip("lake", date(2026, 7, 18), date(2026, 7, 19), sunny=True)
    kept = Kept(closed=frozenset({5, 6}), trips=(trip,))
    days = [day for _, day in kept.marker().check_move(TWO, SECOND + WEEK, along=True).days]
    assert days[:2] == [SECOND + WEEK, date(2026, 8, 3)]


def test_a_done_session_is_not_taken_along() -> None:
    kept = Kept()
    kept.keep(kept.marker(today=THIRD).done(THREE, THIRD))
    marker = kept.marker()
    check = marker.check_move(TWO, SECOND + timedelta(1), along=True)
    assert [standing.key for standing, _ in check.days] == [TWO, (True, 1), (True, 2)]
    assert marker.can_take_along(TWO)
    assert not marker.can_take_along((True, 2))


def test_a_closed_day_an_important_date_and_a_trip_are_departures() -> None:
    events = (ImportantDate("wedding", SECOND + timedelta(9)),)
    trips = (Trip("lake", SECOND + timedelta(10), SECOND + timedelta(11), sunny=True),)
    kept = Kept(closed=frozenset({5}), events=events, trips=trips)
    day = SECOND + timedelta(8)
    check = kept.marker().check_move(TWO, day, along=False)
    assert [each.rule for each in check.departures] == [
        CLOSED_DAY,
        "plan.too_close",
        "plan.event_in_recovery",
        "plan.trip_in_recovery",
    ]
    assert check.departures[0].words == "The clinic is closed on Sat, Jun 20."
    (line,) = kept.marker().move(TWO, day, reason=REASON)
    assert line.departures == tuple(each.rule for each in check.departures)


def test_what_the_plan_departed_from_before_is_not_held_against_another_session() -> None:
    events = (ImportantDate("wedding", FIRST + timedelta(3)),)
    kept = Kept()
    plan = replace(kept.plan, answers=replace(kept.plan.answers, events=events))
    series = replace(kept.series, marked=replace(kept.series.marked, plan=plan))
    marker = replace(kept.marker(), series=series)
    assert marker.check_move(THREE, THIRD + WEEK, along=False).departures == ()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (None, "Enter the day the session moves to."),
        (SECOND, "on that day already"),
        (TODAY - timedelta(1), "This day is past"),
        (THIRD, "Session 3 is on Fri, Jul 10 and would no longer come after it"),
    ],
)
def test_a_day_a_session_cannot_move_to_is_refused(day: date | None, words: str) -> None:
    with pytest.raises(Refused, match=words):
        Kept().marker().move(TWO, day, reason=REASON)


def test_a_session_stays_after_the_one_before_it() -> None:
    with pytest.raises(Refused, match="Session 2 is on Fri, Jun 12 and must stay before it"):
        Kept().marker().move(THREE, SECOND - timedelta(2), reason=REASON)


def test_a_maintenance_visit_moves_too() -> None:
    kept = Kept()
    visit = kept.series.standing(VISIT)
    (line,) = kept.marker().move(VISIT, visit.day + WEEK)
    assert (line.maintenance, line.number, line.departures) == (True, 1, ())
    early = kept.marker().check_move(VISIT, THIRD + WEEK, along=False)
    assert [each.rule for each in early.departures] == ["plan.too_close"]


def test_taking_back_a_done_session_puts_it_where_it_stood() -> None:
    kept = Kept()
    kept.keep(kept.marker().move(TWO, SECOND + WEEK, along=True))
    kept.keep(kept.marker(today=SECOND + 2 * WEEK, hours=1).done(TWO, SECOND + 2 * WEEK))
    (line,) = kept.marker(hours=2).take_back(TWO)
    assert (line.state, line.day) == (MarkState.TAKEN_BACK, SECOND + WEEK)
    kept.keep((line,))
    standing = kept.series.standing(TWO)
    assert (standing.done, standing.moved, standing.day) == (False, True, SECOND + WEEK)


def test_the_session_done_by_the_plans_own_treatment_can_be_taken_back() -> None:
    kept = Kept()
    kept.keep(kept.marker().take_back((False, 1)))
    assert kept.series.done == ()
    assert kept.series.standing((False, 1)).day == FIRST


def test_taking_back_a_move_is_checked_like_a_move() -> None:
    kept = Kept()
    kept.keep(kept.marker().move(TWO, SECOND + WEEK, along=True))
    marker = kept.marker(hours=1)
    assert [each.rule for each in marker.check_take_back(THREE).departures] == ["plan.too_close"]
    with pytest.raises(Refused, match="20 characters"):
        marker.take_back(THREE)
    (line,) = marker.take_back(THREE, reason=REASON)
    assert (line.state, line.day, line.reason) == (MarkState.TAKEN_BACK, THIRD, REASON)


def test_a_move_that_cannot_go_back_says_what_stands_in_its_way() -> None:
    kept = Kept()
    kept.keep(kept.marker().move(TWO, SECOND + 5 * WEEK, along=True))
    with pytest.raises(Refused, match="Session 2 is on Fri, Jul 17 and must stay before it"):
        kept.marker(hours=1).take_back(THREE, reason=REASON)


def test_there_is_nothing_to_take_back_from_a_session_without_a_mark() -> None:
    kept = Kept()
    assert not can_take_back(kept.series.standing(TWO))
    with pytest.raises(Refused, match="Session 2 is not marked"):
        kept.marker().take_back(TWO)


def test_a_session_that_goes_on_in_a_later_plan_is_marked_there() -> None:
    kept = Kept()
    later = kept.finish("plan-2", SECOND, series_done=(FIRST,))
    marker = kept.marker(today=THIRD)
    assert kept.series.standing(TWO).done
    for act in (lambda: marker.done(THREE, THIRD), lambda: marker.move(THREE, THIRD + WEEK)):
        with pytest.raises(Refused, match=f"goes on in plan {later.number}"):
            act()
    with pytest.raises(Refused, match="Mark it there"):
        marker.take_back(TWO)
    assert kept.series.done == (FIRST, SECOND)


def test_nobody_marks_without_a_name() -> None:
    with pytest.raises(Refused, match="A mark needs a name"):
        Kept().marker(by=Provider(" ", "NP")).done(TWO, TODAY)


def test_an_unknown_session_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        Kept().marker().done((False, 9), TODAY)


def test_an_after_sheet_marks_the_first_session_done_and_other_sheets_do_not() -> None:
    kept = Kept(treatment_at=datetime(2026, 5, 16, 10, 30))
    assert kept.series.done == ()
    for sheet, ended in ((Sheet.BEFORE, None), (Sheet.AFTER, datetime(2026, 5, 16, 11, 0))):
        given = issue(
            RenderedHandout(b"%PDF", 1, ""),
            handout_id="",
            plan_id=kept.plan.id,
            choice=SheetChoice(sheet, "en", SheetLook()),
            by=NURSE,
            at=SIGNED + timedelta(days=1),
            how="printed",
            ended=ended,
        )
        kept.store.consultations.keep_handout(given)
    assert kept.series.done == (date(2026, 5, 16),)
