"""The consultation on the desk: one immutable state, commands that change it, undo as earlier states."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from consult_app.application import copying, edits
from consult_app.application.edits import Edit
from consult_app.domain.answers import Answers
from consult_app.domain.clinic import Clinic
from consult_app.domain.findings import Because
from consult_app.domain.plan import Copied, DraftPlan, Step
from consult_app.domain.proposal import Proposal
from consult_app.domain.protocol import Protocol

HISTORY = 200
"""Edits that can be undone; older ones are let go."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One undoable state of the answers, and the step it was made on."""

    answers: Answers
    step: Step
    copied: Copied | None = None


@dataclass(frozen=True, slots=True)
class ConsultationState:
    draft: DraftPlan
    proposal: Proposal
    past: tuple[Moment, ...] = ()
    future: tuple[Moment, ...] = ()
    merge_key: str = ""

    @property
    def answers(self) -> Answers:
        return self.draft.answers

    @property
    def step(self) -> Step:
        return self.draft.step


@dataclass(frozen=True, slots=True)
class Undo:
    """Back to the state before the last edit."""


@dataclass(frozen=True, slots=True)
class Redo:
    """Forward again after an undo."""


@dataclass(frozen=True, slots=True)
class GoTo:
    """Show a step; not an edit, so not undone."""

    step: Step


@dataclass(frozen=True, slots=True)
class KeepDraft:
    """Facts about the draft itself that are not answers, such as the patient's record or a confirmed difference."""

    change: Callable[[DraftPlan], DraftPlan]


@dataclass(frozen=True, slots=True)
class ConfirmCopied:
    """The copied answers of a step are right today; an edit like any other."""

    step: Step


Command = Edit | Undo | Redo | GoTo | KeepDraft | ConfirmCopied


@dataclass(frozen=True, slots=True)
class Desk:
    """What a proposal needs besides the answers; ``today`` is the clinic's day."""

    protocol: Protocol
    clinic: Clinic
    today: date


def begin(desk: Desk, draft: DraftPlan) -> ConsultationState:
    return ConsultationState(
        draft=draft,
        proposal=_propose(desk, draft),
    )


def reduce(desk: Desk, state: ConsultationState, command: Command) -> ConsultationState:
    """The state after the command; the same state when nothing changes. Pure."""
    match command:
        case Undo():
            return _travel(desk, state, back=True)
        case Redo():
            return _travel(desk, state, back=False)
        case GoTo(step=step):
            visited = state.draft.visited if step in state.draft.visited else (*state.draft.visited, step)
            return replace(
                state,
                draft=replace(state.draft, step=step, visited=visited),
                merge_key="",
            )
        case KeepDraft(change=change):
            return replace(state, draft=change(state.draft))
        case ConfirmCopied(step=step):
            return _confirm(desk, state, step)
        case _:
            return _edit(desk, state, command)


def clinic_today(clinic: Clinic, now: datetime) -> date:
    """The clinic's calendar day at an aware instant."""
    return now.astimezone(clinic.time_zone).date()


def _propose(desk: Desk, draft: DraftPlan) -> Proposal:
    return copying.propose_draft(desk.protocol, desk.clinic, draft, desk.today)


def _here(state: ConsultationState) -> Moment:
    return Moment(state.answers, state.step, state.draft.copied)


def _confirm(desk: Desk, state: ConsultationState, step: Step) -> ConsultationState:
    copied = copying.confirm(state.draft.copied, step)
    if copied == state.draft.copied:
        return state
    draft = replace(state.draft, copied=copied)
    return ConsultationState(draft=draft, proposal=_propose(desk, draft), past=(*state.past, _here(state))[-HISTORY:])


def _edit(desk: Desk, state: ConsultationState, edit: Edit) -> ConsultationState:
    answers = edits.apply(state.answers, edit)
    copied = copying.after_edit(state.draft.copied, state.answers, answers, edit)
    if answers == state.answers and copied == state.draft.copied:
        return state
    draft = replace(state.draft, answers=answers, copied=copied)
    proposal = _propose(desk, draft)
    kept = _choices_that_still_answer(state.proposal, proposal, answers, edit)
    if kept != answers:
        draft = replace(draft, answers=kept)
        proposal = _propose(desk, draft)
    key = edits.merge_key(edit)
    merges = bool(key) and key == state.merge_key and bool(state.past)
    past = state.past if merges else (*state.past, _here(state))[-HISTORY:]
    return ConsultationState(
        draft=draft,
        proposal=proposal,
        past=past,
        merge_key=key,
    )


def _travel(desk: Desk, state: ConsultationState, *, back: bool) -> ConsultationState:
    here = _here(state)
    if back:
        if not state.past:
            return state
        there, past, future = state.past[-1], state.past[:-1], (here, *state.future)
    else:
        if not state.future:
            return state
        there, past, future = state.future[0], (*state.past, here), state.future[1:]
    draft = replace(state.draft, answers=there.answers, step=there.step, copied=there.copied)
    return ConsultationState(
        draft=draft,
        proposal=_propose(desk, draft),
        past=past,
        future=future,
    )


def _choices_that_still_answer(before: Proposal, after: Proposal, answers: Answers, edit: Edit) -> Answers:
    """Let go of overrides and decisions whose finding now rests on another answer: they decided something else."""
    if isinstance(edit, edits.CHOICE_EDITS):
        return answers
    was, now = _grounds(before), _grounds(after)
    moved = {rule for rule, grounds in was.items() if rule in now and now[rule] != grounds}
    choices = answers.choices
    overrides = tuple(override for override in choices.overrides if override.rule not in moved)
    decisions = tuple(decision for decision in choices.decisions if decision.rule not in moved)
    if (overrides, decisions) == (choices.overrides, choices.decisions):
        return answers
    return replace(answers, choices=replace(choices, overrides=overrides, decisions=decisions))


def _grounds(proposal: Proposal) -> dict[str, tuple[Because, ...]]:
    grounds: dict[str, tuple[Because, ...]] = {}
    for finding in proposal.findings:
        grounds[finding.rule] = (*grounds.get(finding.rule, ()), finding.because)
    return grounds
