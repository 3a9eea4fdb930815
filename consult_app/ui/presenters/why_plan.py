"""Why an option looks as it does, and why a visit of the chosen plan is on its day."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from consult_app.domain.answers import ConcernAnswer
from consult_app.domain.departures import counterparts
from consult_app.domain.planning import Option
from consult_app.domain.protocol import Basis, Course, Effect, Protocol, Reason
from consult_app.domain.schedule import short_day_words
from consult_app.ui.presenters.plan_moves import planned, proposed_day
from consult_app.ui.presenters.plan_options import near_day
from consult_app.ui.presenters.why_parts import (
    WhyContext,
    WhyPart,
    WhyView,
    basis_part,
    missing_part,
    option_key,
    parts_of,
    sources_part,
    text_part,
)
from consult_app.ui.presenters.words import AREA_NAMES, CONCERN_NAMES, count_words, join_words

_VISIT: Final = re.compile(r"^(session|visit)\.(\d+)$")
_NONE_CHOSEN: Final = "Nothing is chosen until you choose. You can build a plan of your own."
_AGREED: Final = "The visit is agreed for this day."
_CLOSED: Final = "Days the clinic is closed are passed over."


def present_why_plan(context: WhyContext, key: str) -> WhyView | None:
    """The popover of an option or of a line of the plan; ``None`` for another key or what is not there any more."""
    option = next((each for each in context.state.proposal.options if option_key(each.id) == key), None)
    if option is not None:
        return _option(context, key, option)
    match = _VISIT.match(key)
    if match is None:
        return None
    at = int(match[2])
    if match[1] == "session":
        return _session(context, key, at) if at < len(planned(context.state)) else None
    return _maintenance(context, key, at) if at < len(context.state.proposal.maintenance) else None


def _option(context: WhyContext, key: str, option: Option) -> WhyView:
    course = context.protocol.courses[option.course]
    apart = "spread over the year" if course.per_year else f"at least {option.interval_weeks} weeks apart"
    sources = (source for reason in option.reasons for source in reason.sources)
    return WhyView(
        key=key,
        title=f"Why: {count_words(option.count, 'session')}{' a year' if course.per_year else ''}, {apart}",
        parts=parts_of(
            text_part("Rule", _course_words(course), _NONE_CHOSEN),
            text_part("Answer behind it", *_answers(context, course)),
            text_part("Worked out", *_dates(option, context.state.proposal.consultation_date.year)),
            *(_reason(context, reason) for reason in option.reasons),
            missing_part(context),
            text_part("What to weigh", *(note.text for note in context.protocol.planning.notes)),
            sources_part(
                context.protocol,
                (*sources, *(source for note in context.protocol.planning.notes for source in note.sources)),
            ),
        ),
        footing=f"Option {option.id} · {context.footing}",
        path="concerns",
    )


def _course_words(course: Course) -> str:
    names = join_words(tuple(CONCERN_NAMES[concern].lower() for concern in course.concerns))
    per = " a year, spread evenly" if course.per_year else f", at least {course.interval_weeks} weeks apart"
    return f"{course.title}, for {names}: {course.minimum} to {course.maximum} sessions{per}."


def _answers(context: WhyContext, course: Course) -> Iterator[str]:
    """The concerns the course is for, and what makes the longer interval."""
    answers = context.state.answers
    for answer in answers.concerns:
        if answer.concern in course.concerns:
            yield _concern_words(answer)
    skin_type = answers.skin.fitzpatrick
    if course.per_year:
        return
    if skin_type in context.protocol.planning.longer_interval_types and skin_type is not None:
        yield f"Skin type {skin_type.value}: the longer interval."
    decide = tuple(
        finding.subject
        for finding in context.state.proposal.findings
        if not finding.is_about_plan and (finding.effect is Effect.REVIEW or finding.decision is not None)
    )
    if decide:
        yield f"Needs or had your decision, so the longer interval: {join_words(tuple(dict.fromkeys(decide)))}."


def _concern_words(answer: ConcernAnswer) -> str:
    severity = answer.severity.value if answer.severity is not None else "severity not asked"
    areas = join_words(tuple(AREA_NAMES[area].lower() for area in answer.areas)) or "area not asked"
    return f"{CONCERN_NAMES[answer.concern]}, {severity}: {areas}."


def _dates(option: Option, year: int) -> Iterator[str]:
    for session in option.sessions:
        yield _day(f"Session {session.number}", near_day(session.on, year), session.reasons)
    for visit in option.maintenance:
        yield _day("Maintenance", near_day(visit.on, year), visit.reasons)
    for dropped in option.dropped:
        yield f"{dropped}."


def _day(what: str, day: str, reasons: tuple[str, ...]) -> str:
    why = ". ".join(reason.rstrip(".") for reason in reasons)
    return f"{what}: {day}. {why}." if why else f"{what}: {day}."


def _reason(context: WhyContext, reason: Reason) -> WhyPart:
    return _rested(context, reason.text, reason.key, reason.basis, reason.sources)


def _rested(context: WhyContext, label: str, key: str, basis: Basis, sources: tuple[str, ...]) -> WhyPart:
    """A reason or a number as its own label, with whose it is and the numbers of its sources."""
    made = basis_part(context, key, basis)
    numbers = ", ".join(source.rpartition(":")[2] for source in sources)
    lines = (", ".join((*made.lines, numbers)),) if made.lines else (f"Starts from {numbers}",)
    return WhyPart(label, lines, mark=made.mark)


def _session(context: WhyContext, key: str, at: int) -> WhyView:
    state = context.state
    sessions, chosen = planned(state), state.proposal.chosen
    number = len(state.answers.series_done) + at + 1
    proposed = proposed_day(state, at)
    own = state.answers.choices.sessions is not None and sessions[at].on != proposed
    reasons = counterparts(state.answers, chosen)[at].reasons if proposed is not None else ()
    before = sessions[at - 1].on if at else max(state.answers.series_done, default=None)
    suggested = f"The protocol suggested {short_day_words(proposed)}." if own and proposed is not None else ""
    values = ["planning.spacing_days"] if before is not None else []
    if before is not None and chosen is not None:
        values.insert(0, f"course.{chosen.course}.interval")
    return _visit_view(
        context,
        key,
        title=f"Why: session {number} on {short_day_words(sessions[at].on)}",
        counted=_counted(before, sessions[at].on, number - 1),
        lines=(*(f"{reason.rstrip('.')}." for reason in reasons), suggested),
        reason=sessions[at].reason if own else "",
        values=values,
        visit_day=at == 0 and state.answers.treatment_at is not None,
    )


def _maintenance(context: WhyContext, key: str, at: int) -> WhyView:
    proposal = context.state.proposal
    visit = proposal.maintenance[at]
    last = max(
        (session.on for session in proposal.sessions), default=max(context.state.answers.series_done, default=None)
    )
    before = proposal.maintenance[at - 1].on if at else last
    number = max((session.number for session in proposal.sessions), default=len(context.state.answers.series_done))
    course = proposal.chosen.course if proposal.chosen is not None else ""
    return _visit_view(
        context,
        key,
        title=f"Why: maintenance on {near_day(visit.on, proposal.consultation_date.year)}",
        counted=_counted(before, visit.on, 0 if at else number),
        lines=tuple(f"{reason.rstrip('.')}." for reason in visit.reasons),
        reason="",
        values=[f"course.{course}.maintenance"],
        visit_day=False,
    )


def _counted(before: date | None, on: date, number: int) -> str:
    """How long after what; empty for the first of a series."""
    if before is None:
        return ""
    what = f"session {number}" if number else "the visit before"
    return f"{count_words((on - before).days, 'day')} after {what} on {short_day_words(before)}."


def _visit_view(
    context: WhyContext,
    key: str,
    *,
    title: str,
    counted: str,
    lines: tuple[str, ...],
    reason: str,
    values: list[str],
    visit_day: bool,
) -> WhyView:
    """``values`` are the keys of the numbers the day rests on; those of what it had to pass follow."""
    behind = tuple(_passed(context, lines))
    values = [*values, *dict.fromkeys(value for _path, _words, value in behind)]
    protocol, day = context.protocol, short_day_words(context.state.proposal.treatment_day)
    first = "" if counted or any(lines) else _AGREED if visit_day else "The first day that fits."
    known = [(value, protocol.attributions[value]) for value in values if value in protocol.attributions]
    return WhyView(
        key=key,
        title=title,
        parts=parts_of(
            text_part("Worked out", counted, *lines, first, _CLOSED),
            text_part("Your reason", reason),
            text_part(
                "Answer behind it",
                f"Skin & sun: treatment on {day}." if visit_day else "",
                *(words for _path, words, _value in behind),
            ),
            *(
                _rested(context, _value_words(protocol, value), value, said.basis, said.sources)
                for value, said in known
            ),
            missing_part(context),
            sources_part(protocol, (source for _value, said in known for source in said.sources)),
        ),
        footing=context.footing,
        path=behind[0][0] if behind else "treatment_at" if visit_day else "",
    )


def _passed(context: WhyContext, reasons: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """The trips and important dates the reasons name: answer path, words, key of the number that counts."""
    answers = context.state.answers
    for index, trip in enumerate(answers.trips):
        if trip.sunny and any(trip.what in reason for reason in reasons):
            span = f"{short_day_words(trip.first)} to {short_day_words(trip.last)}"
            yield f"trips[{index}].what", f"{trip.what.capitalize()}, {span}.", "planning.after_trip_days"
    for index, event in enumerate(answers.events):
        if any(event.what in reason for reason in reasons):
            yield (
                f"events[{index}].what",
                f"{event.what.capitalize()}, {short_day_words(event.on)}.",
                "planning.recovery_days",
            )


def _value_words(protocol: Protocol, key: str) -> str:
    """A planning number as the label of a part."""
    planning = protocol.planning
    words = {
        "planning.spacing_days": f"At least {planning.spacing_days} days between sessions",
        "planning.after_trip_days": f"{planning.after_trip_days} days after a sunny trip",
        "planning.recovery_days": f"{planning.recovery_days} days of recovery before an important date",
    }
    if key in words:
        return words[key]
    _course, course_id, name = key.split(".")
    course = protocol.courses[course_id]
    if name == "maintenance" and course.maintenance is not None:
        keep = course.maintenance
        return f"Maintenance {keep.first_weeks} weeks after the series, then every {keep.every_weeks} weeks"
    if course.per_year:
        return "Spread over the year"
    return f"{course.interval_weeks} weeks apart, or {course.longer_interval_weeks} where it takes longer"
