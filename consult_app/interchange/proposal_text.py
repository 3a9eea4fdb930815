"""A proposal as a provider reads it in a terminal: plain, aligned, at most 100 columns."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from consult_app.application.answer_words import answers_in_words, unknowns_in_words
from consult_app.application.proposal_words import moment_words, pause_words, verdict_words
from consult_app.application.rule_words import rule_words
from consult_app.application.source_words import own_first, source_words
from consult_app.domain.answers import Answers
from consult_app.domain.findings import Finding
from consult_app.domain.planning import MaintenanceVisit, Option, ProposedSession
from consult_app.domain.products import ProductPlan
from consult_app.domain.proposal import Proposal
from consult_app.domain.protocol import Basis, Effect, Protocol
from consult_app.domain.schedule import day_words
from consult_app.interchange.proposal_json import signature

WIDTH = 100
_INDENT = "  "
_LABEL = 10

_EFFECT_WORDS = {Effect.STOP: "Stop", Effect.DEFER: "Wait", Effect.REVIEW: "Decide", Effect.NOTE: "OK"}
_SETTLED = "Changed"
_MARK = "*"
_LEGEND = f"{_MARK} Default, not confirmed by your clinic."
_PRODUCT_PATH = "products["


def write_proposal_text(proposal: Proposal, protocol: Protocol, answers: Answers) -> str:
    """The proposal in words, section by section, each line at most ``WIDTH`` columns, with a closing line break."""
    sections = (
        _head(proposal, protocol, answers),
        _missing(proposal.missing, answers),
        _findings(proposal, protocol, answers),
        _options(proposal, protocol),
        _products(proposal.products, protocol),
        _aftercare(proposal),
        _timeline(proposal),
        _cited(proposal, protocol),
    )
    text = "\n\n".join("\n".join(lines) for lines in sections if lines)
    return text + (f"\n\n{_LEGEND}\n" if f"{_MARK}:" in text or f"{_MARK}]" in text else "\n")


def _head(proposal: Proposal, protocol: Protocol, answers: Answers) -> list[str]:
    day = day_words(proposal.treatment_day)
    when = day if answers.treatment_at is None else f"{day}, {moment_words(answers.treatment_at).rpartition(', ')[2]}"
    if answers.treatment_at is None:
        when += " (no time given; the first open day)"
    lines = [
        verdict_words(proposal),
        "",
        *_labelled("Patient", answers.patient.full_name or "not named"),
        *_labelled("Consulted", day_words(proposal.consultation_date)),
        *_labelled("Treatment", when),
        *_labelled("Protocol", f"{protocol.title} {proposal.protocol.version}"),
    ]
    if answers.provider is not None:
        lines[3:3] = _labelled("Provider", signature(answers.provider) or "")
    return lines


def _missing(paths: tuple[str, ...], answers: Answers) -> list[str]:
    if not paths:
        return []
    lines = [f"Missing ({len(paths)})"]
    for path in paths:
        lines += _wrapped(path + _product_name(path, answers))
    return lines


def _product_name(path: str, answers: Answers) -> str:
    """The product a path like ``products[0].decision`` is about, in brackets."""
    if not path.startswith(_PRODUCT_PATH):
        return ""
    index = int(path[len(_PRODUCT_PATH) : path.index("]")])
    return f" ({(answers.products or ())[index].name})"


def _findings(proposal: Proposal, protocol: Protocol, answers: Answers) -> list[str]:
    if not proposal.findings:
        return ["Findings", *_wrapped("None.")]
    lines = ["Findings"]
    for finding in proposal.findings:
        word = _SETTLED if finding.settled else _EFFECT_WORDS[finding.effect]
        lines += _labelled(word, f"{finding.subject} [{finding.rule}]")
        for detail in _finding_details(finding, protocol, answers):
            lines += _labelled("", detail)
    return lines


def _finding_details(finding: Finding, protocol: Protocol, answers: Answers) -> Iterator[str]:
    note = "Note: " if finding.effect is Effect.NOTE else ""
    yield note + finding.text
    if finding.because:
        said = ", ".join(answers_in_words(protocol, answers, finding.because))
        yield f"Because {said} ({', '.join(finding.because)})"
    rule = protocol.rules.get(finding.rule)
    if rule is not None:
        yield f"Rule: {rule_words(rule, finding.text, protocol.questions)}"
    if finding.until is not None:
        default = finding.until_basis is not None and finding.until_basis.needs_confirmation
        yield f"Until {day_words(finding.until)}{_MARK if default else ''}"
    elif finding.effect is Effect.DEFER:
        yield "Until it is cleared; no date"
    unknown = unknowns_in_words(protocol, finding.because)
    if unknown:
        yield f"Not known: {'; '.join(unknown)}"
    if rule is not None and rule.range_seen:
        yield f"Range seen, default chosen: {rule.range_seen}"
    yield f"Sources {_sources(finding.sources, finding.basis)}"
    if finding.overridden is not None:
        override = finding.overridden
        yield f"Overridden{_by(signature(override.by), override.on)}: {override.reason}"
    if finding.decision is not None:
        decision = finding.decision
        yield f"Decided to {decision.choice.value}{_by(signature(decision.by), decision.on)}: {decision.reason}"


def _by(who: str | None, on: date | None) -> str:
    return (f" by {who}" if who else "") + (f" on {day_words(on)}" if on else "")


def _sources(sources: Sequence[str], basis: Basis) -> str:
    """Where a value comes from; the mark stands for the legend's words."""
    word = basis.value + (_MARK if basis.needs_confirmation else "")
    return f"[{word}: {', '.join(sources)}]" if sources else f"[{word}]"


def _options(proposal: Proposal, protocol: Protocol) -> list[str]:
    lines = ["Options"]
    if not proposal.options:
        lines += _wrapped("None proposed.")
    for number, option in enumerate(proposal.options, start=1):
        lines += _option(f"{number}.", option, protocol)
    if proposal.sessions:
        chosen = f" ({proposal.chosen.id})" if proposal.chosen is not None else ""
        lines += ["", f"Plan as chosen{chosen}", *_dates(proposal.sessions, proposal.maintenance)]
    return lines


def _option(number: str, option: Option, protocol: Protocol) -> list[str]:
    tag = "recommended" if option.recommended else option.kind
    spacing = f"every {option.interval_weeks} weeks"
    lines = _labelled(number, f"{protocol.courses[option.course].title}: {option.count} sessions, {spacing} ({tag})")
    lines += _labelled("", option.id)
    lines += _dates(option.sessions, option.maintenance)
    for dropped in option.dropped:
        lines += _labelled("", f"Left out: {dropped}")
    for reason in option.reasons:
        lines += _labelled("", f"- {reason.text} {_sources(reason.sources, reason.basis)}")
    return lines


def _dates(sessions: Iterable[ProposedSession], maintenance: Iterable[MaintenanceVisit]) -> list[str]:
    lines: list[str] = []
    for session in sessions:
        lines += _labelled("", _with_reasons(f"Session {session.number}: {day_words(session.on)}", session.reasons))
    for visit in maintenance:
        lines += _labelled("", _with_reasons(f"Maintenance: {day_words(visit.on)}", visit.reasons))
    return lines


def _with_reasons(words: str, reasons: tuple[str, ...]) -> str:
    return f"{words} ({'; '.join(reasons)})" if reasons else words


def _products(products: tuple[ProductPlan, ...], protocol: Protocol) -> list[str]:
    if not products:
        return []
    lines = ["Products"]
    for product in products:
        lines += _wrapped(product.name)
        lines += _labelled("", pause_words(product))
        known = f"{', '.join(product.categories)}, by {product.how}" if product.categories else "no category"
        lines += _labelled("", f"{known}. {product.reason}")
        for category in (protocol.categories[name] for name in product.categories):
            lines += _labelled("", f"{category.name} {_sources(category.sources, category.basis)}")
            lines += _labelled("", f"Range seen, default chosen: {category.range_seen}")
    return lines


def _aftercare(proposal: Proposal) -> list[str]:
    if proposal.aftercare is None:
        return []
    lines = ["Aftercare", *_labelled("Protected", f"until {moment_words(proposal.aftercare.protected_until)}")]
    for item in proposal.aftercare.avoid:
        lines += _labelled("Avoid", f"{item.what.replace('_', ' ')} until {moment_words(item.until)}")
    return lines


def _timeline(proposal: Proposal) -> list[str]:
    if proposal.timeline is None:
        return []
    lines = ["Timeline"]
    for entry in proposal.timeline:
        ends = "" if entry.ends is None or entry.ends == entry.starts else f" to {moment_words(entry.ends)}"
        lines += _labelled("", f"{entry.id:<12} {moment_words(entry.starts)}{ends}")
    return lines


def _cited(proposal: Proposal, protocol: Protocol) -> list[str]:
    """Every source named above, once, with its title, its date and what it says."""
    named = [source for finding in proposal.findings for source in finding.sources]
    named += [source for option in proposal.options for reason in option.reasons for source in reason.sources]
    named += [source for product in proposal.products for source in product.sources]
    lines: list[str] = []
    for name in own_first(named):
        lines += _wrapped(f"{name}: {source_words(protocol.sources[name])}" if name in protocol.sources else name)
    return ["Sources in full", *lines] if lines else []


def _labelled(label: str, text: str) -> list[str]:
    start = f"{_INDENT}{label:<{_LABEL}}"
    return textwrap.wrap(text, WIDTH, initial_indent=start, subsequent_indent=" " * len(start), break_on_hyphens=False)


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT * 2, break_on_hyphens=False)
