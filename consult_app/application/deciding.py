"""Overrides and decisions that came with the answers: which are refused, and why."""

from consult_app.application.access import Act, may
from consult_app.application.errors import Fault
from consult_app.domain.answers import Answers
from consult_app.domain.planning import courses_for, parse_option_id
from consult_app.domain.proposal import Proposal
from consult_app.domain.protocol import Effect, HealthCondition, Protocol, Rule

REASON_CHARACTERS = 20
"""The fewest characters that count as a reason for an override or a decision."""


def reason_is_enough(reason: str) -> bool:
    return len(reason.strip()) >= REASON_CHARACTERS


def choice_faults(protocol: Protocol, answers: Answers, proposal: Proposal) -> tuple[Fault, ...]:
    """Choices that cannot be meant: unknown rules and options, overrides of a rule that allows none."""
    faults: list[Fault] = []
    raised = {finding.rule: finding for finding in proposal.findings}
    for index, override in enumerate(answers.choices.overrides):
        where = f"choices.overrides[{index}].rule"
        rule = protocol.rules.get(override.rule)
        if rule is None:
            faults.append(_unknown(where, override.rule))
        elif not _can_be_overridden(rule) or (rule.id in raised and not raised[rule.id].overridable):
            faults.append(Fault(where, f"{rule.id} allows no override.", "Take the override out."))
    for index, decision in enumerate(answers.choices.decisions):
        if decision.rule not in protocol.rules:
            faults.append(_unknown(f"choices.decisions[{index}].rule", decision.rule))
    option = answers.choices.option
    if option is not None and not _is_option(protocol, answers, option):
        faults.append(
            Fault(
                "choices.option",
                f"{option!r} is not an option here.",
                "Take one that the proposal lists.",
            )
        )
    return tuple(faults)


def prescriber_refusals(protocol: Protocol, answers: Answers, proposal: Proposal) -> tuple[str, ...]:
    """Choices that who made them may not record: overrides and label reviews are a prescriber's."""
    provider = answers.provider
    raised = {finding.rule: finding for finding in proposal.findings}
    refusals: list[str] = []
    for override in answers.choices.overrides:
        by = override.by or provider
        if override.rule in raised and (by is None or not may(by, Act.OVERRIDE)):
            refusals.append(f"The override of {override.rule} needs a prescriber (NP, PA, MD or DO).")
    for decision in answers.choices.decisions:
        rule = protocol.rules.get(decision.rule)
        if rule is None or rule.id not in raised or not rule.prescriber_only:
            continue
        by = decision.by or provider
        if by is None or not may(by, Act.DECIDE_LABEL):
            refusals.append(f"The decision on {rule.id} needs a prescriber (NP, PA, MD or DO).")
    return tuple(refusals)


def _unknown(where: str, rule: str) -> Fault:
    return Fault(where, f"{rule!r} is not a rule of this protocol.", "See: protocol show.")


def _can_be_overridden(rule: Rule) -> bool:
    """A stop allows none; where an unsure reply may raise it as a review, that review can be decided."""
    for case in rule.cases:
        if case.effect is not Effect.STOP:
            return True
        if any(isinstance(condition, HealthCondition) for condition in case.when):
            return True
    return False


def _is_option(protocol: Protocol, answers: Answers, option: str) -> bool:
    return any(parse_option_id(course, option) is not None for course in courses_for(protocol, answers)[:1])
