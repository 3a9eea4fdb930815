"""What the provider's hands on the plan mean as edits: move, add, take out, put back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from consult_app.application.consultation import ConsultationState
from consult_app.application.edits import SetSessions
from consult_app.domain.answers import PlannedSession, RemovedSession
from consult_app.domain.clinic import Clinic
from consult_app.domain.departures import counterparts, taken_out
from consult_app.domain.planning import Calendar
from consult_app.domain.protocol import Protocol

_FOLLOWS = "Moved with session {number}"


def planned(state: ConsultationState) -> tuple[PlannedSession, ...]:
    """The sessions as they stand: the provider's own, else those of the chosen option."""
    own = state.answers.choices.sessions
    if own is not None:
        return own
    return tuple(PlannedSession(session.on) for session in state.proposal.sessions)


def proposed_day(state: ConsultationState, index: int) -> date | None:
    """The day the chosen option gives the session at ``index``; ``None`` where it has none."""
    kept = counterparts(state.answers, state.proposal.chosen)
    return kept[index].on if 0 <= index < len(kept) else None


def follows(session: PlannedSession) -> bool:
    """Whether a session only moved because the one before it did; that is its reason."""
    return session.reason.startswith(_FOLLOWS.split("{", 1)[0])


def spacing_weeks(protocol: Protocol, state: ConsultationState) -> int:
    """Weeks between sessions: the chosen option's, else the fewest the protocol allows."""
    chosen = state.proposal.chosen
    return chosen.interval_weeks if chosen is not None else -(-protocol.planning.spacing_days // 7)


def move_session(protocol: Protocol, clinic: Clinic, state: ConsultationState, index: int, day: date) -> SetSessions:
    """Move one session; those after it move along as far as their spacing asks."""
    sessions = list(planned(state))
    reason = sessions[index].reason if not follows(sessions[index]) else ""
    sessions[index] = PlannedSession(day, "" if day == proposed_day(state, index) else reason)
    _take_back(state, sessions, index)
    _let_follow(protocol, clinic, state, sessions, index)
    return _edit(state, sessions)


def give_reason(state: ConsultationState, index: int, reason: str) -> SetSessions:
    """The reason of a session's date, as typed."""
    sessions = list(planned(state))
    sessions[index] = replace(sessions[index], reason=reason)
    return SetSessions(tuple(sessions), f"reason.{index}", _removed(state))


def give_removal_reason(state: ConsultationState, number: int, reason: str) -> SetSessions:
    """The reason why a session of the option was taken out, as typed."""
    removed = tuple(replace(each, reason=reason) if each.number == number else each for each in _removed(state))
    return SetSessions(planned(state), f"removed.{number}", removed)


def put_back(protocol: Protocol, clinic: Clinic, state: ConsultationState, index: int) -> SetSessions:
    """Undo the change of one session and of those that moved along with it."""
    sessions = list(planned(state))
    day = proposed_day(state, index)
    if day is not None:
        sessions[index] = PlannedSession(day)
    _take_back(state, sessions, index)
    _let_follow(protocol, clinic, state, sessions, index)
    return _edit(state, sessions)


def add_session(protocol: Protocol, clinic: Clinic, state: ConsultationState, *, today: date) -> SetSessions:
    """One more session at the end, on the first day that fits."""
    sessions = list(planned(state))
    before = max((session.on for session in sessions), default=max(state.answers.series_done, default=None))
    if before is None:
        wanted = max(state.proposal.treatment_day, today)
    else:
        wanted = before + timedelta(weeks=spacing_weeks(protocol, state))
    day, _ = _calendar(protocol, clinic, state).settle(wanted)
    out = taken_out(state.answers, state.proposal.chosen)
    back = next((session.number for session, _ in out if session.on == day), 0)
    if back:
        return restore_session(protocol, clinic, state, back)
    return _edit(state, [*sessions, PlannedSession(day)])


def remove_session(state: ConsultationState, index: int) -> SetSessions:
    """Take a session out; the others keep their days. One of the option's is kept in mind: it needs a reason."""
    sessions, removed = list(planned(state)), _removed(state)
    kept = counterparts(state.answers, state.proposal.chosen)
    if index < len(kept):
        removed = (*removed, RemovedSession(kept[index].number))
    del sessions[index]
    return _edit(state, sessions, removed)


def restore_session(protocol: Protocol, clinic: Clinic, state: ConsultationState, number: int) -> SetSessions:
    """Put a session of the option that was taken out in its place again."""
    out = taken_out(state.answers, state.proposal.chosen)
    day = next(session.on for session, _ in out if session.number == number)
    removed = tuple(each for each in _removed(state) if each.number != number)
    before = sum(session.number < number for session in counterparts(state.answers, state.proposal.chosen))
    sessions = list(planned(state))
    sessions.insert(before, PlannedSession(day))
    choices = replace(state.answers.choices, sessions=tuple(sessions), removed=removed)
    restored = replace(state, draft=replace(state.draft, answers=replace(state.answers, choices=choices)))
    _let_follow(protocol, clinic, restored, sessions, max(before - 1, 0))
    return _edit(state, sessions, removed)


def build_own(state: ConsultationState) -> SetSessions:
    """Begin a plan of one's own: one session on the treatment day, or the earliest day when one must wait."""
    day = state.proposal.treatment_day
    options = state.proposal.options
    if options and options[0].sessions:
        day = options[0].sessions[0].on
    return SetSessions((PlannedSession(day),))


def _take_back(state: ConsultationState, sessions: list[PlannedSession], index: int) -> None:
    """Put back the sessions that only moved along with the one at ``index``."""
    reason = _FOLLOWS.format(number=len(state.answers.series_done) + index + 1)
    for at in range(index + 1, len(sessions)):
        day = proposed_day(state, at)
        if day is not None and sessions[at].reason == reason:
            sessions[at] = PlannedSession(day)


def _let_follow(
    protocol: Protocol, clinic: Clinic, state: ConsultationState, sessions: list[PlannedSession], index: int
) -> None:
    weeks = timedelta(weeks=spacing_weeks(protocol, state))
    calendar = _calendar(protocol, clinic, state)
    reason = _FOLLOWS.format(number=len(state.answers.series_done) + index + 1)
    for at in range(index + 1, len(sessions)):
        if sessions[at].on >= sessions[at - 1].on + weeks:
            return
        day, _ = calendar.settle(sessions[at - 1].on + weeks)
        sessions[at] = PlannedSession(day, "" if day == proposed_day(state, at) else reason)


def _removed(state: ConsultationState) -> tuple[RemovedSession, ...]:
    return tuple(removed for _, removed in taken_out(state.answers, state.proposal.chosen))


def _edit(
    state: ConsultationState, sessions: Sequence[PlannedSession], removed: tuple[RemovedSession, ...] | None = None
) -> SetSessions:
    """The edit; a plan that is the chosen option's again has no sessions of its own."""
    chosen = state.proposal.chosen
    if chosen is not None and [session.on for session in sessions] == [session.on for session in chosen.sessions]:
        return SetSessions(None)
    return SetSessions(tuple(sessions), removed=_removed(state) if removed is None else removed)


def _calendar(protocol: Protocol, clinic: Clinic, state: ConsultationState) -> Calendar:
    return Calendar(clinic=clinic, planning=protocol.planning, events=state.answers.events, trips=state.answers.trips)
