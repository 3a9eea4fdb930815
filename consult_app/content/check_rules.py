"""Checks of a protocol's questions and rules."""

from collections.abc import Iterator

from consult_app.content import schema
from consult_app.content.faults import ProtocolFault
from consult_app.content.protocol_files import PROTOCOL_FILE
from consult_app.content.public_ids import PUBLIC_QUESTIONS
from consult_app.content.text_fields import field_fault
from consult_app.domain.protocol import Effect, PlanEvent, ProductEvent

_PRODUCT_CASES = {
    ProductEvent.USED_TOO_RECENTLY: (Effect.DEFER, frozenset({"product", "last", "days", "until"})),
    ProductEvent.RESUMES_EARLY: (Effect.REVIEW, frozenset({"product"})),
}
_NOTHING: frozenset[str] = frozenset()


def rule_faults(part: schema.ProtocolFile) -> Iterator[ProtocolFault]:
    """Questions and rules that name what does not exist, contradict each other or can never be met."""
    yield from _question_faults(part)
    questions = {question.id: question for question in part.questions}
    for rule in part.rules:
        where = f"rules[{rule.id}]"
        yield from _unsure_faults(rule, where)
        for index, case in enumerate(rule.cases):
            at = f"{where}.cases[{index}]"
            yield from _case_faults(case, at, questions)
            for number, condition in enumerate(case.when):
                yield from _condition_faults(condition, f"{at}.when[{number}]", questions)
                yield from _number_faults(condition, f"{at}.when[{number}]", part.planning)
            for earlier in range(index):
                if _covers(rule.cases[earlier], case):
                    yield _fault(at, f"this case is never reached: cases[{earlier}] always comes first")
                    break


def rule_notices(part: schema.ProtocolFile) -> Iterator[ProtocolFault]:
    """Questions that no rule looks at."""
    asked = {
        question
        for rule in part.rules
        for case in rule.cases
        for condition in case.when
        if isinstance(condition, schema.HealthPart)
        for question in condition.questions
    }
    for question in part.questions:
        if question.id not in asked:
            yield _fault(f"questions[{question.id}]", "no rule looks at this question")


def _fault(key_path: str, reason: str) -> ProtocolFault:
    return ProtocolFault(PROTOCOL_FILE, key_path, reason)


def _question_faults(part: schema.ProtocolFile) -> Iterator[ProtocolFault]:
    groups = {group.id for group in part.groups}
    for question in part.questions:
        if question.group not in groups:
            yield _fault(f"questions[{question.id}].group", f"there is no group {question.group}")
    for missing in sorted(PUBLIC_QUESTIONS - {question.id for question in part.questions}):
        yield _fault("questions", f"the question {missing} is missing")


def _unsure_faults(rule: schema.RulePart, where: str) -> Iterator[ProtocolFault]:
    can_be_unsure = any(
        case.effect in (Effect.STOP, Effect.DEFER) and isinstance(condition, schema.HealthPart)
        for case in rule.cases
        for condition in case.when
    )
    if can_be_unsure and not rule.unsure:
        yield _fault(f"{where}.unsure", "a stop or defer question needs words for an unsure answer")
    if rule.unsure and not can_be_unsure:
        yield _fault(f"{where}.unsure", "no stop or defer question of this rule can be answered with unsure")
    if reason := field_fault(rule.unsure, _NOTHING):
        yield _fault(f"{where}.unsure", reason)


def _case_faults(case: schema.CasePart, at: str, questions: dict[str, schema.QuestionPart]) -> Iterator[ProtocolFault]:
    if reason := field_fault(case.text, _text_fields(case)):
        yield _fault(f"{at}.text", reason)
    if reason := field_fault(case.cleared, _NOTHING):
        yield _fault(f"{at}.cleared", reason)
    by_tan = any(isinstance(condition, schema.TanPart) for condition in case.when)
    if case.cleared and not (by_tan and case.until):
        yield _fault(f"{at}.cleared", "only a dated tan can be cleared")
    if case.until is not None:
        yield from _until_faults(case, case.until, at, questions)
    for condition in case.when:
        if isinstance(condition, schema.ProductPart):
            effect, _ = _PRODUCT_CASES[condition.event]
            if case.effect is not effect:
                yield _fault(f"{at}.effect", f"must be {effect} for {condition.event}")
        if isinstance(condition, schema.PlanPart) and case.effect is not Effect.REVIEW:
            yield _fault(f"{at}.effect", "must be review for a plan condition")


def _text_fields(case: schema.CasePart) -> frozenset[str]:
    for condition in case.when:
        if isinstance(condition, schema.ProductPart):
            return _PRODUCT_CASES[condition.event][1]
    if case.until is not None and case.until.after == "last":
        return frozenset({"last", "until"})
    return _NOTHING


def _until_faults(
    case: schema.CasePart, until: schema.UntilPart, at: str, questions: dict[str, schema.QuestionPart]
) -> Iterator[ProtocolFault]:
    asked = [condition for condition in case.when if isinstance(condition, schema.HealthPart)]
    if until.after == "tan_since":
        if not any(isinstance(condition, schema.TanPart) for condition in case.when):
            yield _fault(f"{at}.until.after", "tan_since needs a tan condition")
    elif until.after == "last":
        dated = [
            name for part in asked for name in part.questions if name in questions and "last" in questions[name].needs
        ]
        if not dated:
            yield _fault(f"{at}.until.after", "last needs a question that asks for the last date")
    else:
        yield _fault(f"{at}.until.after", "must be last or tan_since")
    for part in asked:
        if part.within_days is not None and part.within_days != until.days:
            yield _fault(f"{at}.until.days", f"contradicts within_days = {part.within_days}")


def _condition_faults(
    condition: schema.ConditionPart, at: str, questions: dict[str, schema.QuestionPart]
) -> Iterator[ProtocolFault]:
    if not isinstance(condition, schema.HealthPart):
        return
    bounds = (condition.within_days, condition.within_months, condition.at_least_days)
    for name in condition.questions:
        question = questions.get(name)
        if question is None:
            yield _fault(f"{at}.questions", f"there is no question {name}")
            continue
        if condition.current is not None and "current" not in question.needs:
            yield _fault(f"{at}.current", f"the question {name} does not ask whether it is current")
        if any(bound is not None for bound in bounds) and "last" not in question.needs:
            yield _fault(at, f"the question {name} does not ask for the last date")


def _number_faults(condition: schema.ConditionPart, at: str, planning: schema.PlanningPart) -> Iterator[ProtocolFault]:
    if not isinstance(condition, schema.PlanPart) or condition.event is PlanEvent.OUTSIDE_RANGE:
        return
    name = {
        PlanEvent.TOO_CLOSE: "spacing_days",
        PlanEvent.EVENT_IN_RECOVERY: "recovery_days",
        PlanEvent.TRIP_IN_RECOVERY: "recovery_days",
        PlanEvent.TRIP_BEFORE_SESSION: "after_trip_days",
    }[condition.event]
    value: schema.DaysPart = getattr(planning, name)
    if condition.days != value.value:
        yield _fault(f"{at}.days", f"contradicts planning.{name} = {value.value}")


def _covers(earlier: schema.CasePart, later: schema.CasePart) -> bool:
    """Whether the earlier case is met, and counts, whenever the later one is."""
    if earlier.until is not None and earlier.until.after == "tan_since" and not earlier.cleared:
        return False
    return all(any(_implies(given, _bounded(wanted, earlier.until)) for given in later.when) for wanted in earlier.when)


def _bounded(condition: schema.ConditionPart, until: schema.UntilPart | None) -> schema.ConditionPart:
    """A dated defer counts only until its end, so its condition is bounded by it."""
    if until is None or not isinstance(condition, schema.HealthPart) or condition.within_days is not None:
        return condition
    return condition.model_copy(update={"within_days": until.days})


def _implies(given: schema.ConditionPart, wanted: schema.ConditionPart) -> bool:
    if isinstance(given, schema.HealthPart) and isinstance(wanted, schema.HealthPart):
        return (
            set(given.questions) <= set(wanted.questions)
            and set(given.answers) <= set(wanted.answers)
            and wanted.current in (None, given.current)
            and _at_most(given.within_days, wanted.within_days)
            and _at_most(given.within_months, wanted.within_months)
            and (wanted.at_least_days or 0) <= (given.at_least_days or 0)
        )
    if isinstance(given, schema.AllergyPart) and isinstance(wanted, schema.AllergyPart):
        return set(given.states) <= set(wanted.states) and all(
            any(stem in named for stem in wanted.stems) for named in given.stems
        )
    if isinstance(given, schema.AgePart) and isinstance(wanted, schema.AgePart):
        return given.under <= wanted.under
    if isinstance(given, schema.TanPart) and isinstance(wanted, schema.TanPart):
        return set(given.values) <= set(wanted.values)
    if isinstance(given, schema.FitzpatrickPart) and isinstance(wanted, schema.FitzpatrickPart):
        return set(given.values) <= set(wanted.values)
    if isinstance(given, schema.AreaPart) and isinstance(wanted, schema.AreaPart):
        return set(given.values) <= set(wanted.values)
    return given == wanted


def _at_most(given: int | None, wanted: int | None) -> bool:
    return wanted is None or (given is not None and given <= wanted)
