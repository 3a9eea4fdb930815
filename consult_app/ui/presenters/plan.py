"""What the Plan step shows: options to choose from, the chosen plan, or why there is none."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from zoneinfo import ZoneInfo

from consult_app.application.consultation import ConsultationState
from consult_app.application.copying import OPTION, unconfirmed
from consult_app.domain.answers import Concern, Provider, Reply
from consult_app.domain.findings import Verdict
from consult_app.domain.plan import FinalPlan
from consult_app.domain.protocol import Effect, Protocol
from consult_app.ui.presenters.plan_lines import LinesView, present_lines
from consult_app.ui.presenters.plan_options import (
    MarkedReason,
    OptionsView,
    concerns_words,
    marked_reason,
    present_options,
)
from consult_app.ui.presenters.plan_sign import SignView, plan_gaps, present_sign
from consult_app.ui.presenters.today import still_to_answer
from consult_app.ui.presenters.words import Gap, count_words

PlanMode = Literal["options", "lines", "none"]

NO_DATES: Final = "No dates while a Stop finding stands."


@dataclass(frozen=True, slots=True)
class NoPlanView:
    """Why no dates are proposed and what to do; ``rules`` are the findings behind it, ``path`` an answer to go to."""

    title: str
    text: str
    stop: bool
    rules: tuple[tuple[str, str], ...] = ()
    path: str = ""
    go: str = ""


@dataclass(frozen=True, slots=True)
class PlanView:
    """``open_answers`` says what is not answered yet while options are shown all the same."""

    mode: PlanMode
    lead: str
    open_answers: str
    options: OptionsView | None
    lines: LinesView | None
    nothing: NoPlanView | None
    can_build: bool
    notes: tuple[MarkedReason, ...]
    sign: SignView
    gaps: tuple[Gap, ...]


def present_plan_step(
    protocol: Protocol,
    state: ConsultationState,
    *,
    today: date,
    provider: Provider,
    finished: FinalPlan | None,
    zone: ZoneInfo,
    confirmed: frozenset[str] = frozenset(),
) -> PlanView:
    """The whole step; ``today`` is the clinic's day, ``provider`` who works at the desk.

    ``confirmed`` are the keys of the protocol's values that the clinic confirmed.
    """
    mode = _mode(state)
    stopped = state.proposal.verdict is Verdict.DO_NOT_TREAT
    return PlanView(
        mode=mode,
        lead=_lead(protocol, state, mode) + (" The option is copied." if OPTION in unconfirmed(state.draft) else ""),
        open_answers=still_to_answer(state) if state.proposal.missing and mode != "none" else "",
        options=present_options(protocol, state, confirmed=confirmed) if mode == "options" else None,
        lines=present_lines(protocol, state, today=today, provider=provider) if mode == "lines" else None,
        nothing=_nothing(protocol, state) if mode == "none" else None,
        can_build=mode != "lines" and not stopped and not _undated_wait(state) and bool(state.answers.concerns),
        notes=tuple(marked_reason(note, confirmed) for note in protocol.planning.notes) if mode != "none" else (),
        sign=present_sign(protocol, state, provider=provider, finished=finished, zone=zone),
        gaps=plan_gaps(state) if finished is None else (),
    )


def _mode(state: ConsultationState) -> PlanMode:
    proposal = state.proposal
    if proposal.verdict is Verdict.DO_NOT_TREAT:
        return "none"
    if proposal.sessions or state.answers.choices.sessions is not None:
        return "lines"
    return "options" if proposal.options else "none"


def _lead(protocol: Protocol, state: ConsultationState, mode: PlanMode) -> str:
    concerns = concerns_words(state.answers)
    if mode == "options":
        return f"{concerns}. Compare, then choose with the patient. Nothing is chosen yet."
    if mode == "none":
        return concerns
    count = len(state.answers.series_done) + len(state.proposal.sessions)
    chosen = state.proposal.chosen
    if chosen is None:
        return f"{concerns}: your own plan, {count_words(count, 'session')}."
    course = protocol.courses[chosen.course]
    if course.per_year:
        return f"{concerns}: {count_words(count, 'session')} a year."
    then = ", then maintenance" if state.proposal.maintenance else ""
    return f"{concerns}: a series of {count}{then}."


def _undated_wait(state: ConsultationState) -> bool:
    proposal = state.proposal
    waits = any(finding.counts and finding.effect is Effect.DEFER for finding in proposal.findings)
    return waits and proposal.earliest is None


def _nothing(protocol: Protocol, state: ConsultationState) -> NoPlanView:
    proposal, answers = state.proposal, state.answers
    if proposal.verdict is Verdict.DO_NOT_TREAT:
        return NoPlanView(
            NO_DATES,
            "Tell the patient why. Then close this visit with “Save as not treated” in Today.",
            stop=True,
            rules=_rules(state, Effect.STOP),
        )
    if not answers.concerns:
        return NoPlanView(
            "The plan starts with the concerns.",
            "Choose what the patient wants to improve, then mark where and how much.",
            stop=False,
            path="concerns",
            go="Go to Concerns",
        )
    if _undated_wait(state):
        return NoPlanView(
            "No dates while a Wait finding has no end.",
            "Ask the patient to come back when it has cleared, then check again. The draft is kept.",
            stop=False,
            rules=_rules(state, Effect.DEFER),
        )
    for question in protocol.planning.no_option_questions:
        answer = answers.health.get(question)
        if answer is not None and answer.answer is Reply.YES:
            name = protocol.questions[question].text if question in protocol.questions else question
            return NoPlanView(
                f"No option is proposed with {name[:1].lower()}{name[1:]}.",
                "Weigh it with the patient, then build the plan yourself.",
                stop=False,
                path=f"health.{question}",
                go="Go to answer",
            )
    if all(answer.concern is Concern.OTHER for answer in answers.concerns):
        return NoPlanView(
            "No option is proposed for this concern.",
            "The protocol has no course for it. Build the plan yourself.",
            stop=False,
            path="concerns",
            go="Go to Concerns",
        )
    return NoPlanView(
        "The options need a severity.",
        "Mark how much each concern shows.",
        stop=False,
        path="concerns[0].severity",
        go="Go to Concerns",
    )


def _rules(state: ConsultationState, effect: Effect) -> tuple[tuple[str, str], ...]:
    found = [f for f in state.proposal.findings if f.counts and f.effect is effect]
    return tuple((finding.rule, finding.text) for finding in found)
