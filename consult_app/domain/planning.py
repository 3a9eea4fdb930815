"""Options for the series and the dates of its sessions."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from consult_app.domain.answers import (
    Answers,
    Concern,
    ImportantDate,
    PlannedSession,
    Reply,
    Severity,
    Trip,
)
from consult_app.domain.clinic import Clinic
from consult_app.domain.findings import Finding
from consult_app.domain.protocol import Course, Effect, Planning, Protocol, Reason
from consult_app.domain.schedule import add_months, short_day_words
from consult_app.domain.wording import fill


@dataclass(frozen=True, slots=True)
class ProposedSession:
    """``moved_by`` names what the day had to pass, in order: ``trip``, ``event`` or ``closed``."""

    number: int
    on: date
    reasons: tuple[str, ...] = ()
    moved_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MaintenanceVisit:
    """``moved_by`` as for a session."""

    on: date
    reasons: tuple[str, ...] = ()
    moved_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One way to plan the series. ``kind`` is ``recommended``, ``fewer``, ``gentler`` or ``more``."""

    id: str
    kind: str
    course: str
    count: int
    interval_weeks: int
    sessions: tuple[ProposedSession, ...]
    maintenance: tuple[MaintenanceVisit, ...]
    reasons: tuple[Reason, ...]
    dropped: tuple[str, ...] = ()

    @property
    def recommended(self) -> bool:
        return self.kind == "recommended"


@dataclass(frozen=True, slots=True)
class Start:
    """Where a series may begin: ``day``, fixed when the visit is agreed, with the reason it is not day D."""

    day: date
    fixed: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """One thing a day had to pass: ``by`` is ``trip``, ``event`` or ``closed``, ``reason`` the protocol's words."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days a session must keep clear of: closed days, important dates ahead, sunny trips."""

    clinic: Clinic
    planning: Planning
    events: tuple[ImportantDate, ...]
    trips: tuple[Trip, ...]

    def settle(self, wanted: date) -> tuple[date, tuple[Move, ...]]:
        """The first day on or after ``wanted`` that keeps clear, with each thing it had to pass."""
        day = wanted
        passed: dict[str, Move] = {}
        while (obstacle := self._obstacle(day)) is not None:
            key, what, clear = obstacle
            passed.setdefault(key + what, Move(key, self._reason(key, what, day)))
            day = clear
        return day, tuple(passed.values())

    def _obstacle(self, day: date) -> tuple[str, str, date] | None:
        recovery = timedelta(days=self.planning.recovery_days)
        for trip in self.trips:
            clear = trip.last + timedelta(days=self.planning.after_trip_days)
            if trip.sunny and trip.first - recovery <= day < clear:
                return "trip", trip.what, clear
        for event in self.events:
            if event.on - recovery <= day <= event.on:
                return "event", event.what, event.on + timedelta(days=1)
        if not self.clinic.is_open(day):
            after = self.clinic.first_open_day(day)
            return None if after == day else ("closed", "", after)
        return None

    def _reason(self, key: str, what: str, was: date) -> str:
        return fill(self.planning.move_reasons.get(key, ""), was=short_day_words(was), what=what)


def _reasons_of(moves: tuple[Move, ...]) -> tuple[str, ...]:
    return tuple(move.reason for move in moves)


def _names_of(moves: tuple[Move, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(move.by for move in moves))


def courses_for(protocol: Protocol, answers: Answers) -> tuple[Course, ...]:
    """The courses the concerns call for, the series first; none where the provider must build the plan."""
    for question in protocol.planning.no_option_questions:
        answer = answers.health.get(question)
        if answer is not None and answer.answer is Reply.YES:
            return ()
    concerns = {answer.concern for answer in answers.concerns} - {Concern.OTHER}
    fitting = [course for course in protocol.courses.values() if concerns & set(course.concerns)]
    return tuple(sorted(fitting, key=lambda course: course.per_year))


def worst_severity(course: Course, answers: Answers) -> Severity | None:
    """The worst severity named for the course's concerns, ``None`` while none is."""
    named = [
        answer.severity
        for answer in answers.concerns
        if answer.concern in course.concerns and answer.severity is not None
    ]
    return max(named, key=lambda severity: severity.rank) if named else None


@dataclass(frozen=True, slots=True)
class Planner:
    """Works out options for one consultation."""

    protocol: Protocol
    answers: Answers
    findings: tuple[Finding, ...]
    start: Start
    calendar: Calendar

    def options(self) -> tuple[Option, ...]:
        """Two or three ways to plan the series, the recommended first; none where none may be proposed."""
        courses = courses_for(self.protocol, self.answers)
        if not courses:
            return ()
        course = courses[0]
        severity = worst_severity(course, self.answers)
        if severity is None:
            return ()
        both = len(courses) > 1
        done = len(self.answers.series_done)
        count = min(max(course.recommended[severity], done + 1), course.maximum)
        weeks = self._usual_weeks(course, count)
        wanted = [
            ("recommended", count, weeks),
            ("fewer", count - 1, self._usual_weeks(course, count - 1)),
        ]
        if course.per_year:
            wanted.append(("more", count + 1, self._usual_weeks(course, count + 1)))
        else:
            wanted.append(("gentler", count, weeks + course.gentler_extra_weeks))
        return tuple(
            self._option(course, kind, number, interval, both=both)
            for kind, number, interval in wanted
            if course.minimum <= number <= course.maximum and (number > done or kind == "recommended")
        )

    def chosen(self, option_id: str | None, options: Iterable[Option]) -> Option | None:
        """The option of that id: one that is shown, or another within the course's range."""
        if option_id is None:
            return None
        for option in options:
            if option.id == option_id:
                return option
        courses = courses_for(self.protocol, self.answers)
        for course in courses[:1]:
            parsed = parse_option_id(course, option_id)
            if parsed is not None:
                count, weeks = parsed
                return self._option(course, "chosen", count, weeks, both=len(courses) > 1)
        return None

    def maintenance_after(self, course: Course, last: date, first: date) -> tuple[MaintenanceVisit, ...]:
        """Maintenance visits counted from the last session of a series the provider dated by hand."""
        visits, _ = self._maintenance(course, last, first)
        return visits

    def _usual_weeks(self, course: Course, count: int) -> int:
        if course.per_year:
            return 52 // count if count else 52
        return course.longer_interval_weeks if self._takes_longer() else course.interval_weeks

    def _takes_longer(self) -> bool:
        if self.answers.skin.fitzpatrick in self.protocol.planning.longer_interval_types:
            return True
        return any(
            not finding.is_about_plan and (finding.effect is Effect.REVIEW or finding.decision is not None)
            for finding in self.findings
        )

    def _option(self, course: Course, kind: str, count: int, weeks: int, *, both: bool) -> Option:
        sessions, dropped = self._sessions(count, weeks)
        last = sessions[-1].on if sessions else max(self.answers.series_done, default=self.start.day)
        first = sessions[0].on if sessions else last
        maintenance, late = self._maintenance(course, last, first)
        return Option(
            id=option_id(course, count, weeks),
            kind=kind,
            course=course.id,
            count=count,
            interval_weeks=weeks,
            sessions=sessions,
            maintenance=maintenance,
            reasons=self._reasons(course, kind, count, weeks, both=both),
            dropped=dropped + late,
        )

    def _sessions(self, count: int, weeks: int) -> tuple[tuple[ProposedSession, ...], tuple[str, ...]]:
        done = self.answers.series_done
        sessions: list[ProposedSession] = []
        dropped: list[str] = []
        for number in range(len(done) + 1, count + 1):
            if sessions:
                on, moves = self.calendar.settle(sessions[-1].on + timedelta(weeks=weeks))
                reasons = _reasons_of(moves)
            else:
                on, moves, reasons = self._first(weeks)
            if sessions and on > self._horizon(sessions[0].on):
                dropped.append(self._dropped(f"Session {number}", on))
                break
            sessions.append(ProposedSession(number=number, on=on, reasons=reasons, moved_by=_names_of(moves)))
        return tuple(sessions), tuple(dropped)

    def _first(self, weeks: int) -> tuple[date, tuple[Move, ...], tuple[str, ...]]:
        """The day, what it had to pass, and every reason it is that day."""
        if self.start.fixed:
            return self.start.day, (), self.start.reasons
        wanted = self.start.day
        reasons = self.start.reasons
        if self.answers.series_done:
            due = max(self.answers.series_done) + timedelta(weeks=weeks)
            if due > wanted:
                wanted, reasons = due, ()
        on, moves = self.calendar.settle(wanted)
        return on, moves, reasons + _reasons_of(moves)

    def _maintenance(
        self, course: Course, last: date, first: date
    ) -> tuple[tuple[MaintenanceVisit, ...], tuple[str, ...]]:
        plan = course.maintenance
        if plan is None:
            return (), ()
        visits: list[MaintenanceVisit] = []
        for index in range(plan.count):
            before = visits[-1].on if visits else last
            weeks = plan.every_weeks if visits else plan.first_weeks
            on, moves = self.calendar.settle(before + timedelta(weeks=weeks))
            if on > self._horizon(first):
                return tuple(visits), (self._dropped(f"Maintenance visit {index + 1}", on),)
            visits.append(MaintenanceVisit(on=on, reasons=_reasons_of(moves), moved_by=_names_of(moves)))
        return tuple(visits), ()

    def _horizon(self, first: date) -> date:
        return add_months(first, self.protocol.planning.horizon_months)

    def _dropped(self, what: str, on: date) -> str:
        template = self.protocol.planning.move_reasons.get("dropped", "")
        return fill(template, what=what, on=short_day_words(on))

    def _reasons(self, course: Course, kind: str, count: int, weeks: int, *, both: bool) -> tuple[Reason, ...]:
        keys: list[str] = []
        if kind in ("fewer", "more", "gentler"):
            keys.append(kind)
        if count == course.maximum:
            keys.append("high")
        elif count == course.minimum:
            keys.append("low")
        else:
            keys.append("middle")
        if kind != "gentler":
            longer = not course.per_year and weeks > course.interval_weeks
            keys.append("longer_interval" if longer else "usual_interval")
        if course.maintenance is not None:
            keys.append("maintenance")
        if both:
            keys.append("both_kinds")
        severity = worst_severity(course, self.answers)
        fields = {
            "count": str(count),
            "weeks": str(weeks),
            "severity": severity.value if severity else "",
        }
        fields |= {"minimum": str(course.minimum), "maximum": str(course.maximum)}
        return tuple(
            replace(course.reasons[key], text=fill(course.reasons[key].text, **fields))
            for key in keys
            if key in course.reasons
        )


def option_id(course: Course, count: int, weeks: int) -> str:
    return f"{course.id}.{count}py" if course.per_year else f"{course.id}.{count}x{weeks}w"


def parse_option_id(course: Course, text: str) -> tuple[int, int] | None:
    """``(count, weeks)`` of an option id of this course within its range, else ``None``."""
    name, _, shape = text.partition(".")
    if name != course.id:
        return None
    if course.per_year:
        number = shape.removesuffix("py")
        if shape == number or not number.isdecimal():
            return None
        count = int(number)
        return (count, 52 // count) if course.minimum <= count <= course.maximum else None
    number, _, weeks = shape.removesuffix("w").partition("x")
    if not shape.endswith("w") or not number.isdecimal() or not weeks.isdecimal():
        return None
    in_range = course.minimum <= int(number) <= course.maximum
    return (int(number), int(weeks)) if in_range and int(weeks) >= course.interval_weeks else None


def edited_sessions(chosen: tuple[PlannedSession, ...], done: int) -> tuple[ProposedSession, ...]:
    """The provider's own dates, numbered after the sessions already done."""
    return tuple(
        ProposedSession(
            number=done + index,
            on=session.on,
            reasons=(session.reason,) if session.reason else (),
        )
        for index, session in enumerate(chosen, start=1)
    )
