"""What another version of the protocol changes for an example consultation, in words.

Each proposal is laid out as named facts; two proposals are compared fact by fact, so nothing the program says about a
consultation is left out: verdict, missing answers, findings, options, dates, products, aftercare and timeline.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from consult_app.application.proposal_words import moment_words, pause_words, verdict_words
from consult_app.domain.findings import Finding
from consult_app.domain.planning import MaintenanceVisit, ProposedSession
from consult_app.domain.proposal import Proposal
from consult_app.domain.protocol import Effect, Protocol
from consult_app.domain.schedule import day_words, short_day_words

_EFFECTS: Final = {
    Effect.STOP: "stop",
    Effect.DEFER: "wait",
    Effect.REVIEW: "needs your decision",
    Effect.NOTE: "note",
}
_ITSELF: Final = "This consultation"


@dataclass(frozen=True, slots=True)
class ExampleRun:
    """One example under one version: what is proposed, or in ``problem`` why it cannot be read with it."""

    name: str
    protocol: Protocol
    proposal: Proposal | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ExampleChange:
    """What changes for one example, a sentence each; without any, nothing changes for it."""

    name: str
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Fact:
    """``key`` finds the same fact in the other proposal."""

    key: str
    label: str
    words: str


def example_change(before: ExampleRun, after: ExampleRun) -> ExampleChange:
    """The sentences for one example that was run with both versions."""
    was = {fact.key: fact for fact in _facts(before)}
    now = {fact.key: fact for fact in _facts(after)}
    sentences = tuple(_sentence(was.get(key), now.get(key)) for key in dict.fromkeys((*now, *was)))
    return ExampleChange(after.name, tuple(sentence for sentence in sentences if sentence))


def _sentence(was: _Fact | None, now: _Fact | None) -> str:
    if now is None:
        return f"No longer: {was.label}." if was is not None else ""
    if was is None:
        return f"New: {now.label}, {_closed(now.words)}"
    if was.words == now.words:
        return ""
    return f"{now.label[:1].upper()}{now.label[1:]}: {_closed(f'{now.words} instead of {was.words}')}"


def _closed(words: str) -> str:
    return words if words.endswith(".") else f"{words}."


def _facts(run: ExampleRun) -> Iterator[_Fact]:
    proposal, protocol = run.proposal, run.protocol
    if proposal is None:
        yield _Fact("verdict", _ITSELF, f"cannot be read: {run.problem}")
        return
    yield _Fact("verdict", "Verdict", verdict_words(proposal))
    for path in proposal.missing:
        question = protocol.questions.get(path.removeprefix("health."))
        yield _Fact(f"missing.{path}", "an answer", f'"{question.text}"' if question is not None else path)
    for finding in proposal.findings:
        raised = " ".join(sorted(finding.because))
        yield _Fact(f"finding.{finding.rule}.{raised}", f"finding {finding.subject}", _finding(finding))
    for option in proposal.options:
        spacing = f"{option.count} sessions every {option.interval_weeks} weeks"
        words = f"{spacing}: {_dates(option.sessions, option.maintenance)}"
        title = f"option {protocol.courses[option.course].title}, {option.kind}"
        yield _Fact(f"option.{option.course}.{option.kind}", title, words)
    if proposal.sessions:
        yield _Fact("plan", "the plan", _dates(proposal.sessions, proposal.maintenance))
    for index, product in enumerate(proposal.products):
        yield _Fact(f"product.{index}", f"product {product.name}", pause_words(product).removesuffix("."))
    yield from _after(proposal)


def _after(proposal: Proposal) -> Iterator[_Fact]:
    if proposal.aftercare is not None:
        care = proposal.aftercare
        yield _Fact("protected", "protected hours", f"until {moment_words(care.protected_until)}")
        for item in care.avoid:
            words = f"until {moment_words(item.until)}"
            yield _Fact(f"avoid.{item.what}", f"avoid {item.what.replace('_', ' ')}", words)
    for entry in proposal.timeline or ():
        ends = "" if entry.ends is None else f" to {moment_words(entry.ends)}"
        title = f"timeline step {entry.id.replace('_', ' ')}"
        yield _Fact(f"timeline.{entry.id}", title, f"{moment_words(entry.starts)}{ends}")


def _finding(finding: Finding) -> str:
    settled = ", settled by the provider" if finding.settled else ""
    until = f" until {day_words(finding.until)}" if finding.until is not None else ""
    return f'{_EFFECTS[finding.effect]}{until}{settled}, "{finding.text}"'


def _dates(sessions: Iterable[ProposedSession], maintenance: Iterable[MaintenanceVisit]) -> str:
    days = ", ".join(short_day_words(session.on) for session in sessions)
    kept = ", ".join(short_day_words(visit.on) for visit in maintenance)
    return f"{days}; maintenance {kept}" if kept else days
