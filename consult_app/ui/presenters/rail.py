"""The rail's seven steps: how each stands and what it says of itself."""

from dataclasses import dataclass, replace
from typing import Literal

from consult_app.application.consultation import ConsultationState
from consult_app.application.copying import COPIED
from consult_app.domain.findings import Finding
from consult_app.domain.plan import Step
from consult_app.domain.protocol import Effect
from consult_app.ui.presenters.words import STEP_NAMES, count_words, step_of

StepState = Literal["not_started", "in_progress", "done", "needs_action", "stopped"]


@dataclass(frozen=True, slots=True)
class RailStep:
    """One step; ``line`` is what stands under its name."""

    step: Step
    name: str
    number: int
    state: StepState
    line: str
    current: bool


def present_rail(state: ConsultationState, *, checks: int = 0, signed: bool = False) -> tuple[RailStep, ...]:
    """All steps in order.

    ``checks`` are questions the Patient step asks before the patient is on file; ``signed`` says that the plan is.
    """
    steps = tuple(_present(state, step, checks if step is Step.PATIENT else 0) for step in Step)
    return tuple(_after_signing(step) for step in steps) if signed else steps


def steps_done(state: ConsultationState) -> int:
    """How many of the seven steps lack nothing."""
    return sum(_is_done(state, step) for step in Step)


def missing_on(state: ConsultationState, step: Step) -> tuple[str, ...]:
    """Paths of the answers a step still lacks."""
    return tuple(path for path in state.proposal.missing if step_of(path) is step)


def is_copied(state: ConsultationState, step: Step) -> bool:
    """Whether a step holds copied answers nobody confirmed."""
    return f"{COPIED}{step.value}" in state.proposal.missing


def decisions_missing(state: ConsultationState) -> tuple[str, ...]:
    """Paths of what nobody has decided on yet, such as ``products[1].decision``."""
    return tuple(path for path in state.proposal.missing if path.endswith(".decision"))


def step_of_finding(finding: Finding) -> Step:
    """The step of the answer that raised a finding; plan findings stand on the plan."""
    if finding.is_about_plan:
        return Step.PLAN
    return step_of(next(iter(finding.because), ""))


def needs_option(state: ConsultationState) -> bool:
    """Whether the plan waits for a choice among its options."""
    proposal = state.proposal
    return bool(proposal.options) and not proposal.missing and not _has_plan(state)


def _present(state: ConsultationState, step: Step, checks: int) -> RailStep:
    current = state.step is step
    kind, line = _standing(state, step, current=current, checks=checks)
    return RailStep(step=step, name=STEP_NAMES[step], number=step.number, state=kind, line=line, current=current)


def _after_signing(shown: RailStep) -> RailStep:
    if shown.step is Step.PLAN:
        return replace(shown, state="done", line="Signed")
    if shown.step is Step.HANDOUT and shown.state != "stopped":
        return replace(shown, line="Check and print")
    return shown


def _standing(state: ConsultationState, step: Step, *, current: bool, checks: int) -> tuple[StepState, str]:
    mine = [finding for finding in state.proposal.findings if step_of_finding(finding) is step and not finding.settled]
    stops = sum(finding.effect is Effect.STOP for finding in mine)
    if stops:
        return "stopped", count_words(stops, "finding stops", "findings stop")
    if checks:
        return "needs_action", count_words(checks, "check needed", "checks needed")
    decisions = sum(finding.effect is Effect.REVIEW for finding in mine)
    decisions += sum(step_of(path) is step for path in decisions_missing(state))
    if decisions:
        return "needs_action", count_words(decisions, "decision needed", "decisions needed")
    if is_copied(state, step):
        return "needs_action", "Confirm copied answers"
    seen = current or step in state.draft.visited
    if step is Step.PLAN and seen and needs_option(state):
        return "needs_action", "Choose an option"
    if not seen:
        return "not_started", "Not started"
    if current or not _is_done(state, step):
        return "in_progress", "In progress"
    return "done", "Done"


def _is_done(state: ConsultationState, step: Step) -> bool:
    if step is Step.HANDOUT or step not in state.draft.visited:
        return False
    if step is Step.PLAN:
        return _has_plan(state) and not state.proposal.undecided_plan
    return not missing_on(state, step)


def _has_plan(state: ConsultationState) -> bool:
    return state.proposal.chosen is not None or bool(state.answers.choices.sessions)
