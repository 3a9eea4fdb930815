"""What the health screen shows."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from consult_app.application.access import Act, may
from consult_app.application.consultation import ConsultationState
from consult_app.domain.answers import Answers, DecisionChoice, HealthAnswer, Provider, Reply
from consult_app.domain.findings import Finding
from consult_app.domain.protocol import Effect, HealthCondition, Protocol, Question
from consult_app.ui.presenters.skin import StatusLine, near_day, past_day_problem
from consult_app.ui.presenters.words import Gap, count_words, provider_words

REPLIES: Final = ((Reply.YES, "Yes", "Y"), (Reply.NO, "No", "N"), (Reply.UNSURE, "Unsure", "U"))

_BLANKS_BY_NAME: Final = 3
"""Up to so many blanks of a group are named one by one in the list of gaps."""

CardKind = Literal["stop", "wait", "decide", "changed"]

_KINDS: Final[dict[Effect, tuple[CardKind, str]]] = {
    Effect.STOP: ("stop", "Stop"),
    Effect.DEFER: ("wait", "Wait"),
    Effect.REVIEW: ("decide", "Decide"),
}


@dataclass(frozen=True, slots=True)
class FindingCard:
    """A finding shown where the answer stands. ``action`` labels the button, empty when there is nothing to decide."""

    rule: str
    kind: CardKind
    title: str
    text: str
    action: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question. ``detail`` says whether the area for ``current``, ``last`` and ``note`` is open."""

    id: str
    text: str
    help: str
    reply: Reply | None
    declined: bool
    detail: bool
    asks_current: bool
    asks_last: bool
    asks_note: bool
    last_label: str
    current: bool | None
    last: date | None
    note: str
    status: StatusLine | None
    findings: tuple[FindingCard, ...]
    error: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """Questions of one group; ``blanks`` are those not asked yet. ``folded`` says how it stands while closed."""

    id: str
    title: str
    answered: str
    done: bool
    holds_finding: bool
    folded: str
    blanks: tuple[str, ...]
    confirm: str
    confirm_button: str
    questions: tuple[QuestionView, ...]

    @property
    def offers_all_no(self) -> bool:
        """More than one question is blank."""
        return len(self.blanks) > 1


@dataclass(frozen=True, slots=True)
class HealthView:
    answered: str
    groups: tuple[GroupView, ...]
    gaps: tuple[Gap, ...]
    blanks: tuple[str, ...]


def present_health(state: ConsultationState, *, protocol: Protocol, provider: Provider, today: date) -> HealthView:
    """``provider`` is who works at the desk: some findings only a prescriber may decide."""
    answers = state.answers
    errors = {gap.path: gap.words for group in protocol.groups for gap in _row_gaps(answers, protocol, group.id)}
    day = state.proposal.treatment_day
    cards = [(finding, finding_card(finding, provider, today)) for finding in state.proposal.findings]
    shown = [(finding, card) for finding, card in cards if card is not None]
    groups: list[GroupView] = []
    for group in protocol.groups:
        questions = tuple(
            _question(question, answers.health.get(question.id), shown, protocol, errors, day, today)
            for question in protocol.questions.values()
            if question.group == group.id
        )
        if questions:
            groups.append(_group(group.id, group.title, questions, answers))
    asked = sum(question.id in answers.health for question in protocol.questions.values())
    return HealthView(
        answered=f"{asked} of {len(protocol.questions)} answered",
        groups=tuple(groups),
        gaps=health_gaps(answers, protocol),
        blanks=tuple(blank for group in groups for blank in group.blanks),
    )


def health_gaps(answers: Answers, protocol: Protocol) -> tuple[Gap, ...]:
    """What the step lacks, in the order of its rows; many blanks of one group are one line, to the first of them."""
    gaps: list[Gap] = []
    for group in protocol.groups:
        blanks = [
            question.id
            for question in protocol.questions.values()
            if question.group == group.id and question.id not in answers.health
        ]
        if len(blanks) > _BLANKS_BY_NAME:
            gaps.append(Gap(f"health.{blanks[0]}", f"{group.title}: ask the {len(blanks)} questions still blank."))
        for gap in _row_gaps(answers, protocol, group.id):
            if len(blanks) <= _BLANKS_BY_NAME or gap.path.removeprefix("health.") not in blanks:
                gaps.append(gap)
    return tuple(gaps)


def finding_card(finding: Finding, provider: Provider, today: date) -> FindingCard | None:
    """The finding as a card at its answer; notes need none. A settled one stays, with who let it not count."""
    if finding.effect is Effect.NOTE:
        return None
    kind, word = _KINDS[finding.effect]
    record = finding.overridden or finding.decision
    title = f"{word}: {finding.subject}"
    text = finding.text
    if record is not None:
        said = "Overridden"
        if finding.overridden is None and finding.decision is not None:
            said = "Proceed" if finding.decision.choice is DecisionChoice.PROCEED else "Postponed"
        who = ", ".join(
            part for part in (provider_words(record.by), near_day(record.on, today) if record.on else "") if part
        )
        text = f"{finding.text}\n{said}: “{record.reason}” {who}".rstrip()
        if finding.settled:
            kind, title = "changed", f"Changed: {finding.subject}"
    return FindingCard(finding.rule, kind, title, text, _action(finding, provider, decided=record is not None))


def with_reply(answer: HealthAnswer | None, reply: Reply) -> HealthAnswer:
    """The answer with another reply. Date and "now" belong to a yes; the note stays."""
    note = "" if answer is None else answer.note
    if reply is Reply.YES and answer is not None and answer.answer is Reply.YES:
        return answer
    return HealthAnswer(reply, note=note)


def with_current(answer: HealthAnswer, current: bool) -> HealthAnswer:
    """Taking it now needs no last date."""
    return replace(answer, current=current, last=None if current else answer.last)


def with_last(answer: HealthAnswer, last: date | None) -> HealthAnswer:
    return replace(answer, last=last)


def with_note(answer: HealthAnswer, note: str) -> HealthAnswer:
    return replace(answer, note=note)


def last_problem(last: date | None, today: date) -> str | None:
    """Why this cannot be the date of something past, ``None`` when it can."""
    return past_day_problem(last, today)


def next_blank(blanks: tuple[str, ...], order: tuple[str, ...], after: str | None) -> str | None:
    """The blank question that follows ``after``, going round at the end; ``None`` when none is left."""
    if not blanks:
        return None
    start = order.index(after) + 1 if after in order else 0
    turned = order[start:] + order[:start]
    return next((question for question in turned if question in blanks), None)


def _row_gaps(answers: Answers, protocol: Protocol, group: str) -> tuple[Gap, ...]:
    gaps: list[Gap] = []
    for question in protocol.questions.values():
        if question.group != group:
            continue
        answer = answers.health.get(question.id)
        path = f"health.{question.id}"
        if answer is None:
            gaps.append(Gap(path, f"Ask: {question.text}."))
        elif answer.answer is Reply.YES:
            if "current" in question.needs and answer.current is None:
                gaps.append(Gap(f"{path}.current", f"Say whether it is taken now: {question.text}."))
            elif "last" in question.needs and answer.last is None and not answer.current:
                gaps.append(Gap(f"{path}.last", f"Enter the date of the last one: {question.text}."))
    return tuple(gaps)


def _question(
    question: Question,
    answer: HealthAnswer | None,
    cards: list[tuple[Finding, FindingCard]],
    protocol: Protocol,
    errors: dict[str, str],
    day: date,
    today: date,
) -> QuestionView:
    path = f"health.{question.id}"
    yes = answer is not None and answer.answer is Reply.YES
    current = answer.current if answer is not None else None
    asks_current = yes and "current" in question.needs
    asks_last = yes and "last" in question.needs and (not asks_current or current is False)
    asks_note = asks_current or (answer is not None and (bool(answer.note) or answer.answer is Reply.UNSURE))
    mine = tuple(card for finding, card in cards if any(_speaks_of(path, cause) for cause in finding.because))
    return QuestionView(
        id=question.id,
        text=question.text,
        help=question.help,
        reply=None if answer is None else answer.answer,
        declined=answer is not None and answer.answer is Reply.DECLINED,
        detail=asks_current or asks_last or asks_note,
        asks_current=asks_current,
        asks_last=asks_last,
        asks_note=asks_note,
        last_label="Date of the last dose" if asks_current else "Date of the last one",
        current=current,
        last=answer.last if answer is not None else None,
        note=answer.note if answer is not None else "",
        status=None if mine or not asks_last else _cleared(question.id, answer, protocol, day, today),
        findings=mine,
        error=next((errors[key] for key in (path, f"{path}.current", f"{path}.last") if key in errors), ""),
    )


def _cleared(
    question: str, answer: HealthAnswer | None, protocol: Protocol, day: date, today: date
) -> StatusLine | None:
    """From when a dated answer no longer holds the treatment back."""
    if answer is None or answer.last is None:
        return None
    days = [
        case.until.days
        for rule in protocol.rules.values()
        for case in rule.cases
        if case.until is not None and case.until.after == "last"
        for condition in case.when
        if isinstance(condition, HealthCondition) and question in condition.questions
    ]
    if not days or answer.last + timedelta(days=max(days)) > day:
        return None
    clear = near_day(answer.last + timedelta(days=max(days)), today)
    return StatusLine("ok", f"OK from {clear}.", f"{max(days)} days have passed.")


def _group(group: str, title: str, questions: tuple[QuestionView, ...], answers: Answers) -> GroupView:
    blanks = tuple(question.id for question in questions if question.id not in answers.health)
    answered = f"{len(questions) - len(blanks)} of {len(questions)} answered"
    complete = not any(question.error for question in questions)
    replies = [question.reply for question in questions]
    others = sum(reply is not Reply.NO for reply in replies if reply is not None)
    return GroupView(
        id=group,
        title=title,
        answered=answered,
        done=complete,
        holds_finding=any(question.findings for question in questions),
        folded=f"{answered}, " + ("all no" if others == 0 else f"{others} not no"),
        blanks=blanks,
        confirm=f"Answer No to the {count_words(len(blanks), 'unanswered question')} here?",
        confirm_button=f"Answer No to {len(blanks)}",
        questions=questions,
    )


def _action(finding: Finding, provider: Provider, *, decided: bool) -> str:
    if finding.effect is Effect.REVIEW or finding.decision is not None:
        if finding.prescriber_only and not may(provider, Act.DECIDE_LABEL):
            return ""
        return "Change decision" if decided else "Record decision"
    return ""


def _speaks_of(path: str, cause: str) -> bool:
    return cause == path or cause.startswith(f"{path}.")
