"""Checks of courses, planning and the timeline."""

from collections import Counter
from collections.abc import Iterator

from consult_app.content import schema
from consult_app.content.faults import ProtocolFault
from consult_app.content.protocol_files import PROTOCOL_FILE
from consult_app.content.text_fields import field_fault
from consult_app.domain.answers import Concern

_REASON_FIELDS = frozenset({"count", "weeks", "severity", "minimum", "maximum"})
_MOVE_FIELDS = frozenset({"was", "on", "what"})
_SHORT_MOVES = {"defer": frozenset({"on"}), "dropped": frozenset({"on", "what"})}
_DAYS_A_WEEK = 7
_WEEKS_A_YEAR = 52


def course_faults(part: schema.ProtocolFile) -> Iterator[ProtocolFault]:
    """Courses that contradict the spacing or lack a reason, and plans that name what does not exist."""
    spacing = part.planning.spacing_days.value
    for course in part.courses:
        at = f"courses[{course.id}]"
        weeks = _WEEKS_A_YEAR // course.sessions.maximum if course.interval.per_year else course.interval.weeks
        if weeks * _DAYS_A_WEEK < spacing:
            yield _fault(f"{at}.interval", f"{weeks} weeks contradict planning.spacing_days = {spacing}")
        for key in sorted(_reasons_needed(course) - set(course.reasons)):
            yield _fault(f"{at}.reasons.{key}", "this reason is missing")
        for key, reason in course.reasons.items():
            if fault := field_fault(reason.text, _REASON_FIELDS):
                yield _fault(f"{at}.reasons.{key}.text", fault)
    served = Counter(concern for course in part.courses for concern in course.concerns)
    for concern, count in served.items():
        if count > 1:
            yield _fault("courses", f"{concern} belongs to {count} courses")
    for concern in Concern:
        if concern is not Concern.OTHER and concern not in served:
            yield _fault("courses", f"no course serves {concern}")
    yield from _planning_faults(part)
    yield from _timeline_faults(part)


def course_notices(part: schema.ProtocolFile) -> Iterator[ProtocolFault]:
    """Reasons that no option of their course ever gives."""
    for course in part.courses:
        for key in sorted(set(course.reasons) - _reasons_needed(course)):
            yield _fault(f"courses[{course.id}].reasons.{key}", "no option gives this reason")


def _fault(key_path: str, reason: str) -> ProtocolFault:
    return ProtocolFault(PROTOCOL_FILE, key_path, reason)


def _reasons_needed(course: schema.CoursePart) -> set[str]:
    needed = {"low", "high", "middle", "usual_interval", "fewer", "both_kinds"}
    needed |= {"more"} if course.interval.per_year else {"gentler", "longer_interval"}
    return needed | ({"maintenance"} if course.maintenance else set())


def _planning_faults(part: schema.ProtocolFile) -> Iterator[ProtocolFault]:
    questions = {question.id for question in part.questions}
    for name in part.planning.no_option_questions.values:
        if name not in questions:
            yield _fault("planning.no_option_questions.values", f"there is no question {name}")
    for key, text in part.planning.move_reasons:
        if fault := field_fault(text, _SHORT_MOVES.get(key, _MOVE_FIELDS)):
            yield _fault(f"planning.move_reasons.{key}", fault)


def _timeline_faults(part: schema.ProtocolFile) -> Iterator[ProtocolFault]:
    before = -1
    for step in part.timeline:
        starts = step.from_hours if step.from_hours is not None else (step.from_day or 0) * 24
        if starts < before:
            yield _fault(f"timeline[{step.id}]", "starts before the step above it")
        before = starts
