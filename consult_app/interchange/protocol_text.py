"""One rule of a protocol as a provider reads it in a terminal, with its sources."""

import textwrap
from collections.abc import Iterable

from consult_app.domain.protocol import (
    AgeCondition,
    AllergyCondition,
    AreaCondition,
    Case,
    Condition,
    Effect,
    FitzpatrickCondition,
    HealthCondition,
    PlanCondition,
    ProductCondition,
    Protocol,
    Rule,
    TanCondition,
)

WIDTH = 100
_LABEL = 12


def write_rule_text(protocol: Protocol, rule: Rule) -> str:
    """The rule: each case with its effect, conditions and text, then where it comes from."""
    lines = [f"{rule.id}: {rule.subject}", f"Protocol {protocol.id} {protocol.version}", ""]
    for case in rule.cases:
        lines += _labelled(case.effect.value, case.text)
        for condition in case.when:
            lines += _labelled("", f"when {condition_words(condition)}")
        if case.until is not None:
            lines += _labelled("", f"until {case.until.days} days after {case.until.after}")
        if case.cleared:
            lines += _labelled("", f"once that has passed: {case.cleared}")
    if rule.unsure:
        lines += _labelled("unsure", rule.unsure)
    if rule.prescriber_only:
        lines += _labelled("decided by", "a prescriber (NP, PA, MD or DO)")
    lines += _labelled("overridable", _overridable(rule.cases))
    basis = rule.basis.value + (", default, not confirmed by your clinic" if rule.basis.needs_confirmation else "")
    lines += _labelled("basis", basis)
    if rule.range_seen:
        lines += _labelled("range seen", rule.range_seen)
    lines += ["", "Sources"]
    for source_id in rule.sources:
        source = protocol.sources[source_id]
        words = ". ".join(part for part in (source.title, source.place, source.dated, source.says) if part)
        lines += _labelled(source_id, words)
    return "\n".join(lines) + "\n"


def condition_words(condition: Condition) -> str:
    """A condition in words close to the answers it looks at."""
    match condition:
        case HealthCondition():
            return _health_words(condition)
        case AllergyCondition(states=states, stems=stems):
            parts = [f"allergies are {state.value}" for state in states]
            return " or ".join([*parts, *(["an allergy names " + ", ".join(stems)] if stems else [])])
        case TanCondition(values=values):
            return f"skin.tan is {_any(value.value for value in values)}"
        case FitzpatrickCondition(values=values):
            return f"skin.fitzpatrick is {_any(value.value for value in values)}"
        case AreaCondition(values=values):
            return f"an area is {_any(value.value for value in values)}"
        case AgeCondition(under=under):
            return f"the patient is under {under} on the treatment day"
        case ProductCondition(event=event):
            return f"a product is {event.value.replace('_', ' ')}"
        case PlanCondition(event=event, days=days):
            return f"a planned session: {event.value.replace('_', ' ')}" + (f" ({days} days)" if days else "")


def _health_words(condition: HealthCondition) -> str:
    words = f"health.{_any(condition.questions)} is {_any(answer.value for answer in condition.answers)}"
    if condition.current is not None:
        words += ", current" if condition.current else ", past"
    if condition.within_days is not None:
        words += f", less than {condition.within_days} days before the treatment day"
    if condition.within_months is not None:
        words += f", less than {condition.within_months} months before the treatment day"
    if condition.at_least_days is not None:
        words += f", {condition.at_least_days} days or more before the treatment day"
    return words


def _any(words: Iterable[str]) -> str:
    return " or ".join(words)


def _overridable(cases: tuple[Case, ...]) -> str:
    if any(case.effect in (Effect.DEFER, Effect.REVIEW) for case in cases):
        stops = any(case.effect is Effect.STOP for case in cases)
        return "yes, but for the stop" if stops else "yes"
    if any(isinstance(condition, HealthCondition) for case in cases for condition in case.when):
        return "no; an unsure reply asks for a decision instead"
    return "no"


def _labelled(label: str, text: str) -> list[str]:
    start = f"  {label:<{_LABEL}} "
    return textwrap.wrap(
        text, WIDTH, initial_indent=start, subsequent_indent=" " * (_LABEL + 3), break_on_hyphens=False
    )
