"""The plan as it stands, in a few rows of the Today panel."""

from datetime import date, timedelta

from consult_app.application.consultation import ConsultationState
from consult_app.domain.answers import ImportantDate, Trip
from consult_app.domain.departures import counterparts, taken_out
from consult_app.domain.findings import Verdict
from consult_app.domain.plan import Step
from consult_app.domain.planning import MaintenanceVisit, Option, ProposedSession
from consult_app.domain.protocol import Effect, Protocol
from consult_app.domain.schedule import day_words, short_day_words
from consult_app.ui.presenters.rail import missing_on
from consult_app.ui.presenters.words import STEP_NAMES, count_words, join_words

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def present_plan(protocol: Protocol, state: ConsultationState) -> tuple[str, tuple[tuple[str, str], ...], str]:
    """The note beside the heading, the rows, and the words where there are none."""
    proposal = state.proposal
    if proposal.verdict is Verdict.DO_NOT_TREAT:
        return "None", (), "No dates while a Stop finding stands."
    if proposal.sessions:
        return _plan_note(state), _session_rows(state), ""
    if not state.answers.concerns:
        return "Draft", (), "Starts with the concerns."
    if not proposal.options:
        if any(f.counts and f.effect is Effect.DEFER for f in proposal.findings):
            return "None", (), "No dates while a Wait finding has none."
        return "None", (), "No option is proposed here. Build the plan on the Plan step."
    if not proposal.missing and state.step in (Step.PLAN, Step.HANDOUT):
        return "Draft", (), "No option chosen yet. The dates appear here once you choose."
    return "Draft", _outline_rows(protocol, state, proposal.options[0]), ""


def _plan_note(state: ConsultationState) -> str:
    if state.answers.choices.sessions is None:
        return "Draft"
    was = _was(state)
    changes = sum(was.get(session.number) != session.on for session in state.proposal.sessions)
    changes += len(taken_out(state.answers, state.proposal.chosen))
    return count_words(changes, "change") if changes else "Draft"


def _was(state: ConsultationState) -> dict[int, date]:
    """The day the option gives each session of the plan, by its number there."""
    kept = counterparts(state.answers, state.proposal.chosen)
    return {session.number: other.on for session, other in zip(state.proposal.sessions, kept, strict=False)}


def _session_rows(state: ConsultationState) -> tuple[tuple[str, str], ...]:
    proposal = state.proposal
    was = _was(state)
    year = proposal.consultation_date.year
    rows = [
        (_plan_day(session.on, year), _session_words(state, session, was.get(session.number)))
        for session in proposal.sessions
    ]
    rows += [
        (_plan_day(session.on, year), f"Session {session.number} removed")
        for session, _ in taken_out(state.answers, proposal.chosen)
    ]
    if proposal.maintenance:
        rows.append((count_words(len(proposal.maintenance), "visit"), _maintenance_words(proposal.maintenance)))
    return tuple(rows)


def _plan_day(day: date, year: int) -> str:
    return short_day_words(day) if day.year == year else day_words(day)


def _session_words(state: ConsultationState, session: ProposedSession, was: date | None) -> str:
    words = f"Session {session.number}"
    at = state.answers.treatment_at
    if at is not None and at.date() == session.on:
        words += f", {(at.hour - 1) % 12 + 1}:{at.minute:02} {'AM' if at.hour < 12 else 'PM'}"
    if was is not None and was != session.on:
        words += f", was {_month_day(was)}"
    return words


def _maintenance_words(visits: tuple[MaintenanceVisit, ...]) -> str:
    months = tuple(dict.fromkeys(_MONTHS[visit.on.month - 1] for visit in visits))
    return f"Maintenance, {join_words(months)}"


def _outline_rows(protocol: Protocol, state: ConsultationState, option: Option) -> tuple[tuple[str, str], ...]:
    missing = [step for step in Step if missing_on(state, step)]
    first = f"After {STEP_NAMES[missing[-1]].lower()}" if missing else short_day_words(option.sessions[0].on)
    rows = [("Series", count_words(option.count, "session")), ("Spacing", f"At least {option.interval_weeks} weeks")]
    if protocol.courses[option.course].per_year:
        rows = [("Sessions", f"{option.count} a year"), ("Spacing", f"Every {option.interval_weeks} weeks")]
    clear = _keep_clear(protocol, state.answers.trips, state.answers.events)
    if clear:
        rows.append(("Keep clear", "\n".join(clear)))
    rows.append(("First date", first))
    return tuple(rows)


def _keep_clear(protocol: Protocol, trips: tuple[Trip, ...], events: tuple[ImportantDate, ...]) -> tuple[str, ...]:
    """The days no session is proposed on, as the planner keeps them."""
    recovery = timedelta(days=protocol.planning.recovery_days)
    after = timedelta(days=protocol.planning.after_trip_days - 1)
    spans = [(trip.first - recovery, trip.last + after) for trip in trips if trip.sunny]
    spans += [(event.on - recovery, event.on) for event in events]
    return tuple(_span_words(first, last) for first, last in sorted(spans))


def _span_words(first: date, last: date) -> str:
    return f"{_month_day(first)} to {_month_day(last)}"


def _month_day(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}"
