"""How each day of the session calendar stands for one session of the plan."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from consult_app.application.consultation import ConsultationState
from consult_app.domain.clinic import Clinic
from consult_app.domain.protocol import Protocol
from consult_app.domain.schedule import add_months, short_day_words
from consult_app.ui.presenters.plan_moves import planned

DayState = Literal["fits", "avoid", "off"]


@dataclass(frozen=True, slots=True)
class DayView:
    """``confirm`` is what must be confirmed before the day is taken: it lies before the protocol's minimum."""

    state: DayState
    reason: str = ""
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class CalendarView:
    """``earliest`` is the first day the protocol allows, with ``earliest_why`` under it; both may be empty."""

    index: int
    title: str
    chosen: date
    earliest: str
    earliest_why: str


@dataclass(frozen=True, slots=True)
class SessionDays:
    """The days one session may have; ask ``mark`` about each day shown."""

    protocol: Protocol
    clinic: Clinic
    state: ConsultationState
    index: int
    today: date

    def present(self) -> CalendarView:
        """The words around the calendar."""
        number = len(self.state.answers.series_done) + self.index + 1
        earliest = self._earliest()
        return CalendarView(
            index=self.index,
            title=f"Session {number}",
            chosen=planned(self.state)[self.index].on,
            earliest=short_day_words(earliest) if earliest is not None else "",
            earliest_why=self._earliest_why(),
        )

    def mark(self, day: date) -> DayView:
        """Whether the day is offered, fits, or is better avoided, and why."""
        before = self._before()
        if day < self.today or (before is not None and day <= before) or day > self._latest():
            return DayView("off")
        if not self.clinic.is_open(day):
            return DayView("off", "The clinic is closed.")
        earliest = self._earliest()
        if earliest is not None and day < earliest:
            why = self._too_early()
            return DayView("avoid", why, confirm=f"{short_day_words(day)}: {why[:1].lower()}{why[1:]}")
        reason = self._in_the_way(day)
        return DayView("avoid", reason) if reason else DayView("fits")

    def _before(self) -> date | None:
        sessions = planned(self.state)
        if self.index:
            return sessions[self.index - 1].on
        return max(self.state.answers.series_done, default=None)

    def _latest(self) -> date:
        first = planned(self.state)[0].on if self.index else max(self.today, self.state.proposal.treatment_day)
        return add_months(first, self.protocol.planning.horizon_months)

    def _earliest(self) -> date | None:
        before = self._before()
        spaced = None if before is None else before + timedelta(days=self.protocol.planning.spacing_days)
        waited = self.state.proposal.earliest if self.index == 0 else None
        days = [day for day in (spaced, waited) if day is not None]
        return max(days) if days else None

    def _earliest_why(self) -> str:
        if self._before() is None:
            return "A Wait finding holds until then." if self._earliest() is not None else ""
        return f"{self._weeks()} weeks after {self._before_words()}"

    def _too_early(self) -> str:
        if self._before() is None:
            return "A Wait finding still holds on this day."
        return f"Less than {self._weeks()} weeks after {self._before_words()}."

    def _before_words(self) -> str:
        number = len(self.state.answers.series_done) + self.index
        return f"session {number}"

    def _weeks(self) -> int:
        return -(-self.protocol.planning.spacing_days // 7)

    def _in_the_way(self, day: date) -> str:
        planning, answers = self.protocol.planning, self.state.answers
        recovery = timedelta(days=planning.recovery_days)
        after = timedelta(days=planning.after_trip_days)
        for trip in answers.trips:
            if trip.sunny and trip.first - recovery <= day < trip.last + after:
                return f"Too close to a sunny trip: {trip.what}."
        for event in answers.events:
            if event.on - recovery <= day <= event.on:
                return f"Too close to an important date: {event.what}."
        return ""
