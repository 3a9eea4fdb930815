"""Where planned sessions depart from the protocol: the ``plan.*`` findings, each to be decided by the provider."""

from datetime import date, timedelta
from typing import assert_never

from consult_app.domain.answers import Answers, RemovedSession
from consult_app.domain.findings import Finding
from consult_app.domain.planning import Option, ProposedSession
from consult_app.domain.protocol import (
    Course,
    Effect,
    PlanCondition,
    PlanEvent,
    Protocol,
    Rule,
)

Planned = tuple[tuple[str, date], ...]
"""Sessions as (answer path, day)."""


def edited(answers: Answers) -> Planned | None:
    """The provider's own sessions, ``None`` while there are none."""
    if answers.choices.sessions is None:
        return None
    return tuple(
        (f"choices.sessions[{index}].on", session.on) for index, session in enumerate(answers.choices.sessions)
    )


def counterparts(answers: Answers, chosen: Option | None) -> tuple[ProposedSession, ...]:
    """The option's sessions that the provider's own stand for, one after the other: all but those taken out."""
    if chosen is None:
        return ()
    if answers.choices.sessions is None:
        return chosen.sessions
    out = {removed.number for removed in answers.choices.removed}
    return tuple(session for session in chosen.sessions if session.number not in out)


def taken_out(answers: Answers, chosen: Option | None) -> tuple[tuple[ProposedSession, RemovedSession], ...]:
    """The option's sessions that the provider's own leave out, each with its reason, blank where none was written."""
    own = answers.choices.sessions
    if own is None or chosen is None:
        return ()
    given = {removed.number: removed for removed in answers.choices.removed}
    beyond = {session.number for session in counterparts(answers, chosen)[len(own) :]}
    return tuple(
        (session, given.get(session.number, RemovedSession(session.number)))
        for session in chosen.sessions
        if session.number in given or session.number in beyond
    )


def unexplained_removals(answers: Answers, chosen: Option | None) -> tuple[int, ...]:
    """Numbers of the option's sessions that were taken out without a reason yet."""
    return tuple(session.number for session, removed in taken_out(answers, chosen) if not removed.reason.strip())


def unexplained(answers: Answers, chosen: Option | None) -> tuple[int, ...]:
    """Places of the provider's own sessions that differ from the chosen option's and have no reason yet."""
    if answers.choices.sessions is None or chosen is None:
        return ()
    proposed = [session.on for session in counterparts(answers, chosen)]
    return tuple(
        index
        for index, session in enumerate(answers.choices.sessions)
        if session.on != (proposed[index] if index < len(proposed) else None) and not session.reason.strip()
    )


def departures(
    protocol: Protocol,
    answers: Answers,
    sessions: Planned,
    course: Course | None,
    *,
    whole: bool,
) -> tuple[Finding, ...]:
    """Plan findings for ``sessions``; ``whole`` says that it is the whole series: the number counts."""
    found: list[Finding] = []
    for rule in protocol.rules.values():
        for condition in rule.cases[0].when:
            if isinstance(condition, PlanCondition):
                because = _broken(condition, answers, sessions, course, whole=whole)
                if because:
                    found.append(_finding(rule, because))
    return tuple(found)


def _broken(
    condition: PlanCondition,
    answers: Answers,
    sessions: Planned,
    course: Course | None,
    *,
    whole: bool,
) -> dict[str, str | bool | None]:
    match condition.event:
        case PlanEvent.TOO_CLOSE:
            return _too_close(condition.days, answers, sessions)
        case PlanEvent.OUTSIDE_RANGE:
            return _outside_range(answers, sessions, course) if whole else {}
        case PlanEvent.EVENT_IN_RECOVERY:
            return _events(condition.days, answers, sessions)
        case PlanEvent.TRIP_IN_RECOVERY | PlanEvent.TRIP_BEFORE_SESSION:
            return _trips(condition, answers, sessions)
        case _:
            assert_never(condition.event)


def _too_close(days: int, answers: Answers, sessions: Planned) -> dict[str, str | bool | None]:
    because: dict[str, str | bool | None] = {}
    before = max(answers.series_done, default=None)
    for path, on in sorted(sessions, key=lambda session: session[1]):
        if before is not None and on < before + timedelta(days=days):
            because[path] = on.isoformat()
        before = on
    return because


def _outside_range(answers: Answers, sessions: Planned, course: Course | None) -> dict[str, str | bool | None]:
    if course is None:
        return {}
    total = len(answers.series_done) + len(sessions)
    inside = course.minimum <= total <= course.maximum
    return {} if inside else {"choices.sessions": f"{total} sessions"}


def _events(days: int, answers: Answers, sessions: Planned) -> dict[str, str | bool | None]:
    because: dict[str, str | bool | None] = {}
    for path, on in sessions:
        for index, event in enumerate(answers.events):
            if on <= event.on <= on + timedelta(days=days):
                because |= {
                    path: on.isoformat(),
                    f"events[{index}].on": event.on.isoformat(),
                }
    return because


def _trips(condition: PlanCondition, answers: Answers, sessions: Planned) -> dict[str, str | bool | None]:
    because: dict[str, str | bool | None] = {}
    span = timedelta(days=condition.days)
    for path, on in sessions:
        for index, trip in enumerate(answers.trips):
            if not trip.sunny:
                continue
            if condition.event is PlanEvent.TRIP_IN_RECOVERY:
                met, end, given = on <= trip.first <= on + span, "from", trip.first
            else:
                met, end, given = trip.first <= on < trip.last + span, "to", trip.last
            if met:
                because |= {
                    path: on.isoformat(),
                    f"trips[{index}].{end}": given.isoformat(),
                }
    return because


def _finding(rule: Rule, because: dict[str, str | bool | None]) -> Finding:
    return Finding(
        rule=rule.id,
        effect=Effect.REVIEW,
        subject=rule.subject,
        text=rule.cases[0].text,
        because=because,
        sources=rule.sources,
        basis=rule.basis,
        overridable=True,
    )
