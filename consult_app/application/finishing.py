"""Finishing a consultation: everything is checked again in one place, then nothing changes any more."""

from datetime import date, datetime

from consult_app.application.copying import COPIED, confirmed_answers, propose_draft, unconfirmed
from consult_app.application.deciding import choice_faults, prescriber_refusals, reason_is_enough
from consult_app.application.errors import Refused
from consult_app.domain.answers import Answers, Provider
from consult_app.domain.clinic import Clinic
from consult_app.domain.departures import unexplained, unexplained_removals
from consult_app.domain.findings import Verdict
from consult_app.domain.plan import DraftPlan, FinalPlan, PlanId, Step
from consult_app.domain.proposal import Proposal, propose
from consult_app.domain.protocol import Effect, Protocol


def refusals(protocol: Protocol, draft: DraftPlan, proposal: Proposal) -> tuple[str, ...]:
    """Why the plan cannot be finished yet, line by line; empty when it can."""
    answers = draft.answers
    lines: list[str] = []
    if draft.patient_id is None:
        lines.append("The patient is not on file yet. Enter names and birth date.")
    if proposal.verdict is Verdict.NOT_DECIDED:
        lines.append("Answers are missing.")
    if proposal.verdict is not Verdict.DO_NOT_TREAT and open_reviews(proposal):
        lines.append("A finding needs your decision.")
    lines.extend(missing_line(path, answers) for path in proposal.missing)
    if proposal.verdict is not Verdict.DO_NOT_TREAT:
        lines.extend(f"Decide or undo: {finding.subject}." for finding in proposal.undecided_plan)
        if proposal.options and proposal.chosen is None and answers.choices.sessions is None:
            lines.append("Choose an option or build the plan.")
        lines.extend(reason_wanted(answers, index) for index in unexplained(answers, proposal.chosen))
        lines.extend(removal_wanted(number) for number in unexplained_removals(answers, proposal.chosen))
    lines.extend(fault.line for fault in choice_faults(protocol, answers, proposal))
    lines.extend(prescriber_refusals(protocol, answers, proposal))
    lines.extend(_thin_reasons(answers))
    return tuple(lines)


def open_reviews(proposal: Proposal) -> tuple[str, ...]:
    """Rules whose review nobody has decided, also while something else makes the patient wait."""
    return tuple(finding.rule for finding in proposal.findings if finding.counts and finding.effect is Effect.REVIEW)


def finish(
    *,
    protocol: Protocol,
    clinic: Clinic,
    draft: DraftPlan,
    provider: Provider,
    now: datetime,
    today: date,
    plan_id: str,
) -> FinalPlan:
    """The finished plan. The proposal is worked out anew; raises ``Refused`` with everything that is missing.

    A visit with a STOP finding is closed as not treated, without the copied answers nobody confirmed. ``now`` is
    aware UTC, ``today`` the clinic's day.
    """
    proposal = propose_draft(protocol, clinic, draft, today)
    answers = draft.answers
    if proposal.verdict is Verdict.DO_NOT_TREAT and unconfirmed(draft):
        answers = confirmed_answers(draft)
        proposal = propose(protocol, clinic, answers, today)
    stopped = proposal.verdict is Verdict.DO_NOT_TREAT
    lines = () if stopped and draft.patient_id is not None else refusals(protocol, draft, proposal)
    if lines or draft.patient_id is None:
        raise Refused("The plan cannot be finished yet.", lines)
    return FinalPlan(
        id=PlanId(plan_id),
        number="",
        patient_id=draft.patient_id,
        answers=answers,
        proposal=proposal,
        signed_by=provider,
        entered_at=now,
        consultation_date=proposal.consultation_date,
        treated=not stopped,
        follows=draft.follows,
        copied_from=draft.copied.source if draft.copied is not None else None,
    )


def reason_wanted(answers: Answers, index: int) -> str:
    """What a session of the provider's own date still lacks."""
    return f"Write the reason for the date of session {len(answers.series_done) + index + 1}."


def missing_line(path: str, answers: Answers) -> str:
    """What is said of one missing path: a question nobody answered, or a step whose copied answers nobody confirmed."""
    if path.startswith(COPIED):
        return f"Copied, not confirmed: {_STEPS[Step(path.removeprefix(COPIED))]}."
    return f"Not answered: {words_for_path(path, answers)}."


def removal_wanted(number: int) -> str:
    """What a session that was taken out of the option still lacks."""
    return f"Write the reason for removing session {number}."


def words_for_path(path: str, answers: Answers) -> str:
    """An answer path as a person says it: products by their name, the rest in plain words."""
    head, _, rest = path.partition(".")
    name, _, index = head.partition("[")
    if name == "products" and index:
        product = (answers.products or ())[int(index.rstrip("]"))]
        return f"{product.name}: {_LAST[rest] if rest in _LAST else rest.replace('_', ' ')}"
    if name == "concerns" and index:
        concern = answers.concerns[int(index.rstrip("]"))].concern.value.replace("_", " ")
        return f"{concern}: {rest.replace('_', ' ')}"
    parts = [part.replace("_", " ") for part in path.split(".")]
    return ", ".join(_LAST.get(part, part) for part in (parts[1:] or parts))


_STEPS = {Step.CONCERNS: "concerns", Step.SKIN: "skin and sun", Step.PLAN: "plan"}
_LAST = {"last": "date of the last one", "last_used": "last use", "current": "now or stopped", "decision": "decision"}


def _thin_reasons(answers: Answers) -> tuple[str, ...]:
    choices = answers.choices
    given = [(override.rule, override.reason) for override in choices.overrides]
    given += [(decision.rule, decision.reason) for decision in choices.decisions]
    return tuple(f"The reason for {rule} is too short." for rule, reason in given if not reason_is_enough(reason))
