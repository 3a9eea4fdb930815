"""One rule of a protocol as a provider reads it in a terminal, with its sources."""

import textwrap

from consult_app.application.rule_words import case_words
from consult_app.application.source_words import BASES, source_words
from consult_app.domain.protocol import Basis, Case, Effect, HealthCondition, Protocol, Rule

WIDTH = 100
_LABEL = 12


def write_rule_text(protocol: Protocol, rule: Rule) -> str:
    """The rule: each case with its effect, conditions and text, then where it comes from."""
    lines = [f"{rule.id}: {rule.subject}", f"Protocol {protocol.id} {protocol.version}", ""]
    for case in rule.cases:
        lines += _labelled(case.effect.value, case.text)
        lines += _labelled("", case_words(case, protocol.questions))
        if case.until is not None and case.until.basis is not None:
            lines += _labelled("", f"the {case.until.days} days rest on: {_basis(case.until.basis)}")
        if case.cleared:
            lines += _labelled("", f"once that has passed: {case.cleared}")
    if rule.unsure:
        lines += _labelled("unsure", rule.unsure)
    if rule.prescriber_only:
        lines += _labelled("decided by", "a prescriber (NP, PA, MD or DO)")
    lines += _labelled("overridable", _overridable(rule.cases))
    lines += _labelled("basis", _basis(rule.basis))
    if rule.range_seen:
        lines += _labelled("range seen", rule.range_seen)
    lines += ["", "Sources"]
    days = (source for case in rule.cases if case.until is not None for source in case.until.sources)
    for source_id in dict.fromkeys((*rule.sources, *days)):
        lines += _labelled(source_id, source_words(protocol.sources[source_id]))
        if "://" in protocol.sources[source_id].place:
            lines.append(f"{' ' * (_LABEL + 3)}{protocol.sources[source_id].place}")
    return "\n".join(lines) + "\n"


def _basis(basis: Basis) -> str:
    said = BASES[basis]
    said = said[:1].lower() + said[1:]
    return f"{said}, default, not confirmed by your clinic" if basis.needs_confirmation else said


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
