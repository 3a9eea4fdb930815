"""Marking the sessions of a finished plan: done, moved, taken back. Each gives the lines to keep, or refuses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from consult_app.application.access import Act, may
from consult_app.application.deciding import REASON_CHARACTERS, reason_is_enough
from consult_app.application.errors import Refused
from consult_app.application.ports import ConsultationStore
from consult_app.domain.answers import Provider
from consult_app.domain.clinic import Clinic
from consult_app.domain.departures import departures
from consult_app.domain.marks import (
    AfterSheet,
    MarkedPlan,
    MarkState,
    SessionMark,
    SessionStanding,
    done_days,
    standings,
)
from consult_app.domain.plan import PlanId
from consult_app.domain.planning import Calendar
from consult_app.domain.protocol import Protocol
from consult_app.domain.schedule import short_day_words

CLOSED_DAY = "clinic.closed_day"
"""What a day departs from when the clinic is closed; the other departures are ids of ``plan.*`` rules."""

Key = tuple[bool, int]


@dataclass(frozen=True, slots=True)
class Series:
    """A finished plan, the plans that go on with it, and how each of its sessions stands."""

    marked: MarkedPlan
    later: tuple[MarkedPlan, ...]
    stands: tuple[SessionStanding, ...]

    @property
    def done(self) -> tuple[date, ...]:
        """The days of the sessions of the series that were done, in order."""
        return done_days(self.marked, self.stands)

    def standing(self, key: Key) -> SessionStanding:
        """Raises ``KeyError`` for a session the plan does not have."""
        return {standing.key: standing for standing in self.stands}[key]


@dataclass(frozen=True, slots=True)
class Departure:
    """One thing a day departs from, in words for the provider."""

    rule: str
    words: str


@dataclass(frozen=True, slots=True)
class MoveCheck:
    """What a move comes to: the new day of each session that moves, in order, and what the days depart from.

    ``problem`` says why the day cannot be taken at all; then nothing else is told.
    """

    days: tuple[tuple[SessionStanding, date], ...] = ()
    departures: tuple[Departure, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """Marks one series. ``today`` is the clinic's day; the lines are recorded as ``by`` at ``now`` (aware UTC)."""

    protocol: Protocol
    clinic: Clinic
    series: Series
    today: date
    by: Provider
    now: datetime

    def done(self, key: Key, day: date | None) -> tuple[SessionMark, ...]:
        """The session was done on ``day``. Raises ``Refused`` with what is wrong."""
        standing = self._open(key)
        if day is None:
            raise Refused("Enter the day the session was done.")
        if day > self.today:
            raise Refused(f"{short_day_words(day)} is still to come. Enter the day it was done, or move the session.")
        if day < self.series.marked.plan.consultation_date:
            raise Refused("This day lies before the visit that planned the session.")
        same = next((each for each in self.series.stands if each.done and each.day == day), None)
        if same is not None:
            raise Refused(f"{session_words(same)} was done on that day.")
        return (self._mark(standing, MarkState.DONE, day),)

    def can_take_along(self, key: Key) -> bool:
        """Whether later sessions can move with this one."""
        return bool(self._later_open(self.series.standing(key)))

    def check_move(self, key: Key, day: date | None, *, along: bool) -> MoveCheck:
        """What moving the session to ``day`` comes to; ``along`` moves the later ones so that their spacing holds."""
        standing = self.series.standing(key)
        if day is None:
            return MoveCheck(problem="Enter the day the session moves to.")
        if day == standing.day:
            return MoveCheck(problem=f"{session_words(standing)} is on that day already.")
        if day < self.today:
            return MoveCheck(problem="This day is past. Mark the session done if it took place then.")
        days = [(standing, day)]
        if along:
            days += self._along(standing, day)
        return self._checked(days)

    def move(self, key: Key, day: date | None, *, along: bool = False, reason: str = "") -> tuple[SessionMark, ...]:
        """The lines of a move, one for each session. Raises ``Refused`` with what is wrong."""
        standing = self._open(key)
        return self._moved(self.check_move(key, day, along=along), standing, reason, MarkState.MOVED)

    def check_take_back(self, key: Key) -> MoveCheck:
        """What taking back comes to: a done session stands again where it was, a moved one on the plan's day."""
        standing = self.series.standing(key)
        if standing.done:
            return MoveCheck(days=((standing, standing.before_done or standing.planned),))
        return self._checked([(standing, standing.planned)])

    def take_back(self, key: Key, *, reason: str = "") -> tuple[SessionMark, ...]:
        """The line that takes the last one back. Raises ``Refused`` with what is wrong."""
        standing = self.series.standing(key)
        self._may_mark(standing)
        if not can_take_back(standing):
            raise Refused(f"{session_words(standing)} is not marked.")
        return self._moved(self.check_take_back(key), standing, reason, MarkState.TAKEN_BACK)

    def _moved(
        self, check: MoveCheck, first: SessionStanding, reason: str, state: MarkState
    ) -> tuple[SessionMark, ...]:
        if check.problem:
            raise Refused(check.problem)
        if check.departures and not reason_is_enough(reason):
            words = tuple(departure.words for departure in check.departures)
            raise Refused(f"Write the reason, {REASON_CHARACTERS} characters or more.", words)
        rules = tuple(dict.fromkeys(departure.rule for departure in check.departures))
        along = f"Moved with {session_words(first)[:1].lower()}{session_words(first)[1:]}."
        return tuple(
            self._mark(
                standing,
                state,
                day,
                reason=reason.strip() if standing is first else " ".join((along, reason.strip())).strip(),
                departures=rules,
            )
            for standing, day in check.days
        )

    def _mark(
        self,
        standing: SessionStanding,
        state: MarkState,
        day: date,
        *,
        reason: str = "",
        departures: tuple[str, ...] = (),
    ) -> SessionMark:
        return SessionMark(
            plan_id=self.series.marked.plan.id,
            maintenance=standing.maintenance,
            number=standing.number,
            state=state,
            day=day,
            by=self.by,
            at=self.now,
            reason=reason,
            departures=departures,
        )

    def _open(self, key: Key) -> SessionStanding:
        standing = self.series.standing(key)
        self._may_mark(standing)
        if standing.done:
            raise Refused(f"{session_words(standing)} is done. Take that back first.")
        return standing

    def _may_mark(self, standing: SessionStanding) -> None:
        if not may(self.by, Act.MARK_SESSION):
            raise Refused("Choose who works here. A mark needs a name.")
        if standing.goes_on_in:
            raise Refused(f"{session_words(standing)} goes on in plan {standing.goes_on_in}. Mark it there.")

    def _later_open(self, standing: SessionStanding) -> tuple[SessionStanding, ...]:
        return tuple(each for each in self.series.stands if each.key > standing.key and each.is_open)

    def _along(self, standing: SessionStanding, day: date) -> list[tuple[SessionStanding, date]]:
        """Each later session as far from the one before as it was, later still where a day is not clear."""
        moved: list[tuple[SessionStanding, date]] = []
        before, was = day, standing.day
        for each in self._later_open(standing):
            before, _ = self._calendar().settle(before + (each.day - was))
            was = each.day
            moved.append((each, before))
        return moved

    def _checked(self, days: Sequence[tuple[SessionStanding, date]]) -> MoveCheck:
        new = {standing.key: day for standing, day in days}
        problem = self._out_of_order(new)
        if problem:
            return MoveCheck(problem=problem)
        closed = [
            Departure(CLOSED_DAY, f"The clinic is closed on {short_day_words(day)}.")
            for _, day in days
            if not self.clinic.is_open(day)
        ]
        return MoveCheck(tuple(days), (*closed, *self._departures(new)))

    def _out_of_order(self, new: Mapping[Key, date]) -> str:
        ordered = [(each, new.get(each.key, each.day)) for each in self.series.stands]
        for (first, day), (second, next_day) in pairwise(ordered):
            if next_day <= day and first.key in new:
                return f"{session_words(second)} is on {short_day_words(next_day)} and would no longer come after it."
            if next_day <= day and second.key in new:
                return f"{session_words(first)} is on {short_day_words(day)} and must stay before it."
        return ""

    def _departures(self, new: Mapping[Key, date]) -> list[Departure]:
        """The ``plan.*`` rules that the new days break and that the plan without these sessions does not."""
        stays = tuple((_path(each.key), each.day) for each in self.series.stands if each.key not in new)
        moved = tuple((_path(key), day) for key, day in new.items())
        answers = self.series.marked.plan.answers
        before = {
            finding.rule: set(finding.because.items())
            for finding in departures(self.protocol, answers, stays, None, whole=False)
        }
        return [
            Departure(finding.rule, f"{finding.subject}: {finding.text}")
            for finding in departures(self.protocol, answers, stays + moved, None, whole=False)
            if set(finding.because.items()) - before.get(finding.rule, set())
        ]

    def _calendar(self) -> Calendar:
        answers = self.series.marked.plan.answers
        return Calendar(clinic=self.clinic, planning=self.protocol.planning, events=answers.events, trips=answers.trips)


def can_take_back(standing: SessionStanding) -> bool:
    """Whether there is a line to take back in this plan."""
    return not standing.goes_on_in and (standing.done or standing.moved)


def session_words(standing: SessionStanding) -> str:
    """``Session 2`` or ``Maintenance visit 1``."""
    return f"Maintenance visit {standing.number}" if standing.maintenance else f"Session {standing.number}"


def read_series(store: ConsultationStore, plan_id: PlanId) -> Series:
    """The series of a plan from the store; call it on the store's lane. Raises as the store does."""
    marked = _read_marked(store, plan_id)
    later = tuple(_read_marked(store, following) for following in store.following(plan_id))
    return Series(marked, later, standings(marked, later))


def _read_marked(store: ConsultationStore, plan_id: PlanId) -> MarkedPlan:
    plan = store.plan(plan_id)
    sheets = tuple(
        AfterSheet(sheet.ended.date(), sheet.by or plan.signed_by, sheet.at)
        for sheet in reversed(store.handouts(plan_id))
        if sheet.ended is not None and sheet.at is not None
    )
    return MarkedPlan(plan, store.session_marks(plan_id), sheets)


def _path(key: Key) -> str:
    maintenance, number = key
    return f"{'maintenance' if maintenance else 'session'}[{number}]"
