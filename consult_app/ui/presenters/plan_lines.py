"""The chosen plan line by line, on the year line, and what keeps it open."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from consult_app.application.access import Act, may
from consult_app.application.consultation import ConsultationState
from consult_app.application.finishing import removal_wanted
from consult_app.domain.answers import Provider
from consult_app.domain.departures import counterparts, taken_out
from consult_app.domain.findings import Finding
from consult_app.domain.protocol import Protocol
from consult_app.domain.schedule import short_day_words
from consult_app.ui.presenters.plan_moves import follows, planned, proposed_day
from consult_app.ui.presenters.plan_options import near_day
from consult_app.ui.presenters.today import finding_title
from consult_app.ui.presenters.words import count_words, provider_words

MarkKind = Literal["series", "maintenance", "removed"]

_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class LineView:
    """One visit of the plan.

    ``index`` is the session's place among those that can be moved, -1 for a maintenance visit. ``was`` and ``changed``
    tell a date that is not the protocol's; ``needs_reason`` that it must be given one. ``fixed_by`` is the answer path
    that fixes the date; such a line is moved there. ``removed`` is the number of a session of the option that was taken
    out, 0 else: it stays as a struck line with its reason.
    """

    key: str
    index: int
    mark: str
    title: str
    more: str
    note: str
    was: str
    changed: bool
    needs_reason: bool
    reason: str
    fixed_by: str
    removed: int = 0

    @property
    def editable(self) -> bool:
        return self.index >= 0 or bool(self.removed)

    @property
    def reason_wanted(self) -> str:
        """What the line says while its reason is missing."""
        if self.removed:
            return removal_wanted(self.removed)
        return f"Write the reason for the date of session {self.mark}."

    @property
    def spoken(self) -> str:
        if self.removed:
            return f"{self.title}, {self.was}"
        what = "Maintenance" if self.mark == "M" else f"Session {self.mark}"
        return ", ".join(part for part in (what, self.title, self.more, self.was or self.note) if part)


@dataclass(frozen=True, slots=True)
class TimelineMarkView:
    day: date
    kind: MarkKind
    number: int = 0
    index: int = -1


@dataclass(frozen=True, slots=True)
class TimelineBarView:
    first: date
    last: date
    text: str
    avoid: bool


@dataclass(frozen=True, slots=True)
class TimelineView:
    start: date
    marks: tuple[TimelineMarkView, ...]
    bars: tuple[TimelineBarView, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class PlanFindingView:
    """A finding about the plan, decided or not; ``refusal`` says why this provider may not decide it."""

    rule: str
    title: str
    text: str
    recorded: str
    decided: bool
    refusal: str


@dataclass(frozen=True, slots=True)
class LinesView:
    """``own`` says that the provider built or changed it, so that the protocol's dates can be used again."""

    lines: tuple[LineView, ...]
    timeline: TimelineView
    findings: tuple[PlanFindingView, ...]
    own: bool
    has_option: bool


def present_lines(protocol: Protocol, state: ConsultationState, *, today: date, provider: Provider) -> LinesView:
    """The plan as it stands."""
    sessions = tuple(_session_line(protocol, state, index, today) for index in range(len(planned(state))))
    return LinesView(
        lines=(*_in_order(state, sessions), *_visit_lines(state)),
        timeline=_timeline(state),
        findings=tuple(_finding(finding, provider) for finding in state.proposal.findings if finding.is_about_plan),
        own=state.answers.choices.sessions is not None,
        has_option=state.proposal.chosen is not None,
    )


def _in_order(state: ConsultationState, sessions: tuple[LineView, ...]) -> tuple[LineView, ...]:
    """The sessions, and between them by their days those that were taken out."""
    year = state.proposal.consultation_date.year
    struck = [
        (
            session.on,
            LineView(
                key=f"removed.{session.number}",
                index=-1,
                mark="",
                title=f"Session {session.number} removed",
                more="",
                note="",
                was=f"Protocol suggested {near_day(session.on, year)}.",
                changed=True,
                needs_reason=True,
                reason=removed.reason,
                fixed_by="",
                removed=session.number,
            ),
        )
        for session, removed in taken_out(state.answers, state.proposal.chosen)
    ]
    own = [(session.on, line) for session, line in zip(planned(state), sessions, strict=True)]
    return tuple(line for _, line in sorted(own + struck, key=lambda each: each[0]))


def _session_line(protocol: Protocol, state: ConsultationState, index: int, today: date) -> LineView:
    session = planned(state)[index]
    proposed = proposed_day(state, index)
    has_option = state.proposal.chosen is not None
    changed = state.answers.choices.sessions is not None and has_option and session.on != proposed
    year = state.proposal.consultation_date.year
    at = state.answers.treatment_at
    fixed = at is not None and at.date() == session.on and index == 0
    title = near_day(session.on, year)
    return LineView(
        key=f"session.{index}",
        index=index,
        mark=str(len(state.answers.series_done) + index + 1),
        title=f"{title}, {_clock(at)}" if fixed and at is not None else title,
        more=_more(state, index, today),
        note=_note(protocol, state, index),
        was=_was(state, index, proposed, year) if changed else "",
        changed=changed,
        needs_reason=changed and not follows(session),
        reason=session.reason,
        fixed_by="treatment_at" if fixed and proposed in (None, session.on) else "",
    )


def _more(state: ConsultationState, index: int, today: date) -> str:
    sessions = planned(state)
    day = sessions[index].on
    if day == today:
        return "Today"
    if index:
        return f"{_gap(sessions[index - 1].on, day)} session {len(state.answers.series_done) + index}"
    done = max(state.answers.series_done, default=None)
    return f"{_gap(done, day)} session {len(state.answers.series_done)}" if done is not None else ""


def _gap(before: date, day: date) -> str:
    days = (day - before).days
    span = count_words(days // 7, "week") if days and days % 7 == 0 else count_words(days, "day")
    return f"{span} after"


def _note(protocol: Protocol, state: ConsultationState, index: int) -> str:
    chosen = state.proposal.chosen
    session = planned(state)[index]
    kept = counterparts(state.answers, chosen)
    if index < len(kept) and kept[index].on == session.on:
        reasons = kept[index].reasons
        if reasons:
            return ". ".join(reason.rstrip(".") for reason in reasons) + "."
    if session.reason and follows(session):
        return f"{session.reason}."
    if index == 0 and not state.answers.series_done:
        return "First of the series."
    weeks = chosen.interval_weeks if chosen is not None else -(-protocol.planning.spacing_days // 7)
    return f"Series spacing: at least {weeks} weeks."


def _was(state: ConsultationState, index: int, proposed: date | None, year: int) -> str:
    if proposed is None:
        return "Not in the protocol's option."
    weeks = ""
    kept = counterparts(state.answers, state.proposal.chosen)
    if index and kept:
        days = (proposed - kept[index - 1].on).days
        weeks = f" ({count_words(days // 7, 'week')})" if days % 7 == 0 else ""
    return f"Protocol suggested {near_day(proposed, year)}{weeks}."


def _visit_lines(state: ConsultationState) -> tuple[LineView, ...]:
    proposal = state.proposal
    lines: list[LineView] = []
    before = max((session.on for session in proposal.sessions), default=None)
    last = max((session.number for session in proposal.sessions), default=0)
    for at, visit in enumerate(proposal.maintenance):
        weeks = _gap(before, visit.on) if before is not None else ""
        lines.append(
            LineView(
                key=f"visit.{at}",
                index=-1,
                mark="M",
                title=near_day(visit.on, proposal.consultation_date.year),
                more=f"{weeks} session {last}" if at == 0 else weeks.replace(" after", " later"),
                note=". ".join(["Maintenance", *(reason.rstrip(".") for reason in visit.reasons)]) + ".",
                was="",
                changed=False,
                needs_reason=False,
                reason="",
                fixed_by="",
            )
        )
        before = visit.on
    return tuple(lines)


def _timeline(state: ConsultationState) -> TimelineView:
    sessions = planned(state)
    done = len(state.answers.series_done)
    marks = [TimelineMarkView(s.on, "series", done + at + 1, at) for at, s in enumerate(sessions)]
    days = {session.on for session in sessions}
    if state.answers.choices.sessions is not None and state.proposal.chosen is not None:
        marks += [TimelineMarkView(s.on, "removed") for s in state.proposal.chosen.sessions if s.on not in days]
    visits = state.proposal.maintenance
    marks += [TimelineMarkView(visit.on, "maintenance") for visit in visits]
    start = min(mark.day for mark in marks) if marks else state.proposal.treatment_day
    end = start.replace(day=1) + timedelta(days=364)
    answers = state.answers
    tan = ", fresh tan likely" if len(answers.trips) + len(answers.events) == 1 else ""
    bars = [
        TimelineBarView(trip.first, trip.last, _capital(trip.what) + (tan if trip.sunny else ""), trip.sunny)
        for trip in answers.trips
    ]
    bars += [TimelineBarView(event.on, event.on, _capital(event.what), avoid=False) for event in answers.events]
    shown = tuple(bar for bar in bars if start.replace(day=1) <= bar.last and bar.first <= end)
    return TimelineView(start, tuple(marks), shown, _summary(sessions_count=len(sessions), marks=marks))


def _summary(*, sessions_count: int, marks: list[TimelineMarkView]) -> str:
    visits = sum(mark.kind == "maintenance" for mark in marks)
    what = count_words(sessions_count, "session")
    if visits:
        what += f" and {count_words(visits, 'maintenance visit')}"
    days = sorted(mark.day for mark in marks if mark.kind != "removed")
    if not days:
        return what
    first, last = (f"{_MONTHS[day.month - 1]} {day.year}" for day in (days[0], days[-1]))
    return f"{what}, {first}" if first == last else f"{what}, {first} to {last}"


def _finding(finding: Finding, provider: Provider) -> PlanFindingView:
    decision = finding.decision
    recorded = ""
    if decision is not None:
        who = ", ".join(
            part
            for part in (provider_words(decision.by), short_day_words(decision.on) if decision.on is not None else "")
            if part
        )
        recorded = f"{'Go ahead' if finding.settled else 'Postponed'}{f', {who}' if who else ''}: {decision.reason}"
    refused = finding.prescriber_only and not may(provider, Act.DECIDE_LABEL)
    return PlanFindingView(
        rule=finding.rule,
        title=finding_title(finding),
        text=finding.text,
        recorded=recorded,
        decided=finding.settled,
        refusal="Only a prescriber (NP, PA, MD or DO) can decide this." if refused else "",
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _clock(at: datetime) -> str:
    return f"{(at.hour - 1) % 12 + 1}:{at.minute:02} {'AM' if at.hour < 12 else 'PM'}"
