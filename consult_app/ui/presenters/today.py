"""The Today panel: the verdict in its fixed words, the findings and the plan as it stands."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from consult_app.application.consultation import ConsultationState
from consult_app.application.copying import COPIED
from consult_app.domain.clinic import Clinic
from consult_app.domain.findings import Finding, Verdict
from consult_app.domain.plan import Step
from consult_app.domain.proposal import Proposal
from consult_app.domain.protocol import Effect, Protocol
from consult_app.domain.schedule import day_words, short_day_words
from consult_app.ui.presenters.rail import is_copied, missing_on
from consult_app.ui.presenters.today_plan import present_plan
from consult_app.ui.presenters.today_rows import Remark, remarks
from consult_app.ui.presenters.words import STEP_NAMES, count_words, join_words, provider_words

VerdictKind = Literal["none", "ready", "review", "wait", "stop"]
FindingKind = Literal["ok", "wait", "decide", "stop", "changed"]


@dataclass(frozen=True, slots=True)
class VerdictView:
    kind: VerdictKind
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """``key`` is the rule id and, where a rule was met more than once, which time; it opens the Why popover."""

    key: str
    kind: FindingKind
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class TodayView:
    """``plan_text`` stands where there are no rows; ``not_treated`` is empty unless the visit may be closed so."""

    day: str
    verdict: VerdictView
    findings: tuple[FindingView, ...]
    findings_note: str
    plan_title: str
    plan_note: str
    plan_rows: tuple[tuple[str, str], ...]
    plan_text: str
    changed: bool
    source: str
    not_treated: str


def present_today(
    protocol: Protocol, clinic: Clinic, state: ConsultationState, *, today: date, signed: str = "", checks: int = 0
) -> TodayView:
    """Everything the panel says; ``today`` is the clinic's day, ``signed`` says by whom and when the plan was.

    ``checks`` are questions the Patient step asks before the patient is on file.
    """
    proposal = state.proposal
    findings = present_findings(protocol, state, checks=checks)
    so_far = " so far" if proposal.missing else ""
    note, rows, text = present_plan(protocol, state)
    stopped = proposal.verdict is Verdict.DO_NOT_TREAT
    return TodayView(
        day=day_words(today),
        verdict=_with_signature(present_verdict(clinic, state, today=today, checks=checks), signed),
        findings=findings,
        findings_note=f"{len(findings)}{so_far}" if findings else "None so far" if so_far else "None",
        plan_title="Plan" if signed else "Proposed plan",
        plan_note="Signed" if signed else note,
        plan_rows=rows,
        plan_text=text,
        changed=note.endswith(("change", "changes")),
        source=f"Source: {protocol.title} protocol {protocol.version}",
        not_treated=_not_treated(state) if stopped and not signed else "",
    )


def _with_signature(verdict: VerdictView, signed: str) -> VerdictView:
    """A ready plan names who signed it; any other verdict keeps its reason and adds the signature."""
    if not signed:
        return verdict
    return replace(verdict, reason=signed if verdict.kind == "ready" else f"{verdict.reason} {signed}")


def present_verdict(clinic: Clinic, state: ConsultationState, *, today: date, checks: int = 0) -> VerdictView:
    """The verdict in its fixed words, and the reason in one or two sentences."""
    proposal = state.proposal
    match proposal.verdict:
        case Verdict.NOT_DECIDED:
            return VerdictView("none", "Not decided yet", still_to_answer(state, checks=checks))
        case Verdict.DO_NOT_TREAT:
            stands = " This stands even with questions not asked yet." if proposal.missing else ""
            return VerdictView("stop", "Do not treat", _reasons(proposal, Effect.STOP) + stands)
        case Verdict.WAIT:
            return VerdictView("wait", wait_words(proposal.earliest, today), _wait_reason(clinic, proposal))
        case Verdict.REVIEW:
            subjects = tuple(f.subject for f in proposal.findings if f.counts and f.effect is Effect.REVIEW)
            open_ones = count_words(len(subjects), "finding is", "findings are")
            return VerdictView("review", "Needs your decision", f"{open_ones} open: {join_words(subjects)}.")
        case Verdict.READY:
            return VerdictView("ready", ready_words(proposal, today), "All answers in. No finding stops treatment.")


def wait_words(earliest: date | None, today: date) -> str:
    """``Wait until Fri, May 15``; ``Wait`` without a date. The year is named when it is another one."""
    return "Wait" if earliest is None else f"Wait until {_near(earliest, today)}"


def ready_words(proposal: Proposal, today: date) -> str:
    """Today, or the day ahead on which it must be checked again."""
    day = proposal.treatment_day
    return "Ready to treat today" if day <= today else f"Ready for {_near(day, today)}. Check again that day"


def still_to_answer(state: ConsultationState, *, checks: int = 0) -> str:
    """Such as ``13 health questions and 1 step still to answer: Products.``; checks of the Patient step follow."""
    parts: list[str] = []
    steps: list[str] = []
    for step in Step:
        missing = tuple(path for path in missing_on(state, step) if not path.startswith(COPIED))
        if step is Step.HEALTH and missing and state.answers.health:
            parts.append(count_words(len(missing), "health question"))
        elif missing:
            steps.append(STEP_NAMES[step])
    if steps:
        parts.append(count_words(len(steps), "step"))
    named = f": {', '.join(steps)}" if steps else ""
    copied = tuple(STEP_NAMES[step] for step in Step if is_copied(state, step))
    waits = f"Copied, not confirmed: {join_words(copied)}." if copied else ""
    if not parts:
        return waits
    left = f" {STEP_NAMES[Step.PATIENT]} has {count_words(checks, 'check')} left." if checks else ""
    return f"{join_words(tuple(parts))} still to answer{named}.{left} {waits}".rstrip()


def present_findings(protocol: Protocol, state: ConsultationState, *, checks: int = 0) -> tuple[FindingView, ...]:
    """Findings and what is undecided, the most serious first, then what was asked and is clear."""
    rows = [_finding(finding, key) for key, finding in keyed_findings(state.proposal)]
    rows += [_remark(remark) for remark in remarks(protocol, state, checks=checks)]
    order: tuple[FindingKind, ...] = ("stop", "wait", "decide", "changed", "ok")
    return tuple(sorted(rows, key=lambda row: order.index(row.kind)))


def keyed_findings(proposal: Proposal) -> tuple[tuple[str, Finding], ...]:
    """Each finding with the key of its row; the second of a rule gets ``rule#2``."""
    times: dict[str, int] = {}
    keyed: list[tuple[str, Finding]] = []
    for finding in proposal.findings:
        times[finding.rule] = times.get(finding.rule, 0) + 1
        count = times[finding.rule]
        keyed.append((finding.rule if count == 1 else f"{finding.rule}#{count}", finding))
    return tuple(keyed)


def finding_kind(finding: Finding) -> FindingKind:
    """What its icon and first word are; one a provider let not count is shown as changed."""
    if finding.settled:
        return "changed"
    kinds: dict[Effect, FindingKind] = {
        Effect.STOP: "stop",
        Effect.DEFER: "wait",
        Effect.REVIEW: "decide",
        Effect.NOTE: "ok",
    }
    return kinds[finding.effect]


def finding_title(finding: Finding) -> str:
    """``Wait: fresh tan``."""
    return f"{_WORDS[finding_kind(finding)]}: {finding.subject}"


def first_sentence(text: str) -> str:
    """Up to the first full stop that ends a sentence."""
    end = text.find(". ")
    return text if end < 0 else text[: end + 1]


def _finding(finding: Finding, key: str) -> FindingView:
    return FindingView(key, finding_kind(finding), finding_title(finding), _finding_reason(finding))


def _remark(remark: Remark) -> FindingView:
    return FindingView(remark.key, remark.kind, f"{_WORDS[remark.kind]}: {remark.subject}", remark.reason)


def _finding_reason(finding: Finding) -> str:
    if finding.overridden is not None:
        by = provider_words(finding.overridden.by)
        return f"Overridden{f' by {by}' if by else ''}: {finding.overridden.reason}"
    if finding.settled and finding.decision is not None:
        by = provider_words(finding.decision.by)
        return f"Go ahead{f', {by}' if by else ''}: {finding.decision.reason}"
    if finding.decision is not None:
        return f"Postponed: {finding.decision.reason}"
    note = "Note: " if finding.effect is Effect.NOTE else ""
    return note + first_sentence(finding.text)


def _reasons(proposal: Proposal, effect: Effect) -> str:
    texts = [first_sentence(f.text) for f in proposal.findings if f.counts and f.effect is effect]
    return " ".join(texts[:2])


def _wait_reason(clinic: Clinic, proposal: Proposal) -> str:
    holding = [f for f in proposal.findings if f.counts and f.effect is Effect.DEFER]
    last = [f for f in holding if f.until == proposal.earliest] or holding
    words = first_sentence(last[0].text)
    if proposal.earliest is None or clinic.is_open(proposal.earliest):
        return words
    return f"{words} First open day is {short_day_words(clinic.first_open_day(proposal.earliest))}."


def _near(day: date, today: date) -> str:
    return short_day_words(day) if day.year == today.year else day_words(day)


def _not_treated(state: ConsultationState) -> str:
    open_questions = sum(not path.startswith(COPIED) for path in state.proposal.missing)
    if not open_questions:
        return "You can save this visit now."
    are = "is" if open_questions == 1 else "are"
    return f"{count_words(open_questions, 'question')} {are} not asked yet. You can save this visit now."


_WORDS: Final[dict[FindingKind, str]] = {
    "ok": "OK",
    "wait": "Wait",
    "decide": "Decide",
    "stop": "Stop",
    "changed": "Changed",
}
