"""Why a finding stands: its rule, what was worked out, the answer behind it, its sources, and what may be done."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from consult_app.application.access import Act, may
from consult_app.application.consultation import ConsultationState
from consult_app.application.deciding import REASON_CHARACTERS
from consult_app.domain.answers import Answers, Provider
from consult_app.domain.findings import Finding
from consult_app.domain.protocol import Basis, Effect, Protocol
from consult_app.domain.schedule import day_words, short_day_words
from consult_app.ui.presenters.today import keyed_findings
from consult_app.ui.presenters.today_rows import Remark, remarks
from consult_app.ui.presenters.words import CONCERN_NAMES, STEP_NAMES, count_words, provider_words, step_of

Asks = Literal["nothing", "override", "decision"]

UNCONFIRMED = "Default, not confirmed by your clinic"
CONFIRMED = "Default, confirmed by your clinic"

_BASIS = {
    Basis.CLINIC: "The clinic's own article",
    Basis.LABEL: "The device labeling",
    Basis.LITERATURE: "Published papers",
}
_FIELDS = {
    "last": "last",
    "last_used": "last used",
    "current": "now",
    "tan": "tan today",
    "tan_since": "since",
    "fitzpatrick": "skin type",
    "birth_date": "born",
    "allergies": "allergies",
    "areas": "areas",
}
_SOURCES_SHOWN = 3
_INDEX = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class WhyView:
    """``asks`` says what may be recorded; ``refusal`` why this provider may not; ``recorded`` what stands already.

    ``basis_open`` marks a value nobody has confirmed yet. ``path`` is the answer to go to, empty for none.
    """

    key: str
    rule: str
    title: str
    text: str
    worked_out: str
    answer: str
    sources: tuple[str, ...]
    basis: str
    basis_open: bool
    path: str
    asks: Asks
    refusal: str
    recorded: str
    footing: str


def present_why(
    protocol: Protocol,
    state: ConsultationState,
    key: str,
    *,
    provider: Provider,
    checks: int = 0,
    confirmed: frozenset[str] = frozenset(),
) -> WhyView | None:
    """The popover of a row of the findings list; ``None`` when that finding no longer stands.

    ``checks`` are questions the Patient step asks before the patient is on file; ``confirmed`` the keys of the
    protocol's values that the clinic confirmed.
    """
    finding = dict(keyed_findings(state.proposal)).get(key)
    if finding is not None:
        return _why(protocol, state, key, finding, provider, f"rule.{finding.rule}" in confirmed)
    remark = next((each for each in remarks(protocol, state, checks=checks) if each.key == key), None)
    return _remarked(protocol, remark) if remark is not None else None


def reason_problem(reason: str) -> str:
    """What is wrong with a reason as typed; empty when it will do."""
    written = len(reason.strip())
    if written >= REASON_CHARACTERS:
        return ""
    return f"Write at least {REASON_CHARACTERS} characters. {written} so far."


def _why(
    protocol: Protocol, state: ConsultationState, key: str, finding: Finding, provider: Provider, confirmed: bool
) -> WhyView:
    asks = _asks(finding)
    return WhyView(
        key=key,
        rule=finding.rule,
        title=f"Why: {finding.subject}",
        text=finding.text,
        worked_out=_worked_out(state, finding),
        answer=_answer(protocol, state.answers, finding),
        sources=_sources(protocol, finding.sources),
        basis=_basis_words(finding.basis, confirmed=confirmed),
        basis_open=finding.basis.needs_confirmation and not confirmed,
        path=next(iter(finding.because), ""),
        asks=asks,
        refusal=_refusal(finding, asks, provider),
        recorded=_recorded(finding),
        footing=f"Rule {finding.rule} · Protocol {protocol.version}",
    )


def _remarked(protocol: Protocol, remark: Remark) -> WhyView:
    said = remark.attribution
    return WhyView(
        key=remark.key,
        rule="",
        title=f"Why: {remark.subject}",
        text=remark.text,
        worked_out="",
        answer=remark.answer,
        sources=_sources(protocol, said.sources) if said is not None else (),
        basis=_basis_words(said.basis) if said is not None else "",
        basis_open=said is not None and said.basis.needs_confirmation,
        path=remark.path,
        asks="nothing",
        refusal="",
        recorded="",
        footing=f"Protocol {protocol.version}",
    )


def _basis_words(basis: Basis, *, confirmed: bool = False) -> str:
    if basis.needs_confirmation:
        return CONFIRMED if confirmed else UNCONFIRMED
    return _BASIS[basis]


def _asks(finding: Finding) -> Asks:
    if not finding.overridable or finding.effect in (Effect.STOP, Effect.NOTE):
        return "nothing"
    postponed = finding.decision is not None and not finding.settled
    return "decision" if finding.effect is Effect.REVIEW or postponed else "override"


def _refusal(finding: Finding, asks: Asks, provider: Provider) -> str:
    if asks == "override" and not may(provider, Act.OVERRIDE):
        return "Only a prescriber (NP, PA, MD or DO) can override this."
    if asks == "decision" and finding.prescriber_only and not may(provider, Act.DECIDE_LABEL):
        return "Only a prescriber (NP, PA, MD or DO) can decide this."
    return ""


def _recorded(finding: Finding) -> str:
    choice = finding.overridden or finding.decision
    if choice is None:
        return ""
    what = "Overridden" if finding.overridden is not None else "Go ahead" if finding.settled else "Postponed"
    by = provider_words(choice.by)
    on = short_day_words(choice.on) if choice.on is not None else ""
    who = ", ".join(part for part in (by, on) if part)
    return f"{what}{f' by {who}' if who else ''}: {choice.reason}"


def _worked_out(state: ConsultationState, finding: Finding) -> str:
    index = _product_index(finding)
    if index is not None and finding.effect is Effect.DEFER and finding.until is not None:
        plan = state.proposal.products[index]
        if plan.pause_from is not None:
            before = state.proposal.treatment_day - timedelta(days=1)
            pause = f"Pause days are {short_day_words(plan.pause_from)} to {short_day_words(before)}."
            used = (state.answers.products or ())[index].last_used
            last = f" Last use was {short_day_words(used)}." if used is not None else ""
            return f"{pause}{last} OK to treat from {short_day_words(finding.until)}."
    if finding.until is not None:
        day = short_day_words(state.proposal.treatment_day)
        return f"Judged for {day}. OK to treat from {short_day_words(finding.until)}."
    if finding.effect is Effect.DEFER:
        return "No date can be worked out. Check again on the day."
    return ""


def _product_index(finding: Finding) -> int | None:
    for path in finding.because:
        if path.startswith("products") and (found := _INDEX.search(path)) is not None:
            return int(found[1])
    return None


def _answer(protocol: Protocol, answers: Answers, finding: Finding) -> str:
    parts = [_one_answer(protocol, answers, path, value) for path, value in finding.because.items()]
    step = STEP_NAMES[step_of(next(iter(finding.because), ""))]
    return f"{step}: {', '.join(part for part in parts if part)}." if parts else ""


def _one_answer(protocol: Protocol, answers: Answers, path: str, value: str | bool | None) -> str:
    said = _value_words(value)
    head, _, rest = path.partition(".")
    if head == "health":
        question, _, field = rest.partition(".")
        asked = protocol.questions.get(question)
        if not field:
            return f"{asked.text if asked is not None else question}, {said}"
        return f"{_FIELDS.get(field, field)} {said}"
    if head.startswith("products"):
        return said if rest == "name" else f"{_FIELDS.get(rest, 'OK from')} {said}"
    if head.startswith("concerns") and (found := _INDEX.search(head)) is not None:
        concern = answers.concerns[int(found[1])].concern
        return f"{CONCERN_NAMES[concern]}, {said.replace('_', ' ')}"
    if path in ("patient.allergies",):
        return f"allergies {said}"
    return f"{_FIELDS.get(rest, '')} {said}".strip()


def _value_words(value: str | bool | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "stopped"
    if value is None:
        return "not answered"
    for read in (date.fromisoformat, lambda text: datetime.fromisoformat(text).date()):
        try:
            return day_words(read(value))
        except ValueError:
            continue
    return value


def _sources(protocol: Protocol, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The first few in full, the clinic's own before others; the rest are counted."""
    ordered = sorted(ids, key=lambda source_id: not source_id.startswith("clinic:"))
    shown = tuple(_source(protocol, source_id) for source_id in ordered[:_SOURCES_SHOWN])
    more = len(ordered) - _SOURCES_SHOWN
    return (*shown, f"{count_words(more, 'more source')} in the protocol.") if more > 0 else shown


def _source(protocol: Protocol, source_id: str) -> str:
    source = protocol.sources.get(source_id)
    if source is None:
        return source_id
    name = ", ".join(part for part in (source.title, source.place if "://" not in source.place else "") if part)
    dated = f", {source.dated}" if source.dated else ""
    return f"{name}{dated}. {source.says}".strip()
