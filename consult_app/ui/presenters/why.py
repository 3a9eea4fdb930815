"""Why a finding stands: its rule, what was worked out, the answer behind it, its sources, and what may be done."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta, tzinfo
from typing import Final

from consult_app.application.access import Act, may
from consult_app.application.answer_words import answers_in_words, unknowns_in_words
from consult_app.application.consultation import ConsultationState
from consult_app.application.deciding import REASON_CHARACTERS
from consult_app.application.governance import Confirmation
from consult_app.application.proposal_words import verdict_words
from consult_app.application.rule_words import rule_words
from consult_app.domain.answers import Provider
from consult_app.domain.findings import Finding, Verdict
from consult_app.domain.protocol import Effect, Protocol
from consult_app.domain.schedule import short_day_words
from consult_app.ui.presenters.today import finding_title, keyed_findings
from consult_app.ui.presenters.today_rows import Remark, remarks
from consult_app.ui.presenters.why_parts import (
    Asks,
    WhyContext,
    WhyPart,
    WhyView,
    basis_part,
    inside,
    missing_part,
    parts_of,
    sources_part,
    text_part,
)
from consult_app.ui.presenters.why_plan import present_why_plan
from consult_app.ui.presenters.why_products import present_why_product
from consult_app.ui.presenters.words import STEP_NAMES, provider_words, step_of

VERDICT: Final = "verdict"
"""The key of the verdict's own popover."""

_INDEX = re.compile(r"\[(\d+)\]")
_WORST: Final = (
    "The most serious counts: stop, then answers missing, then wait, then your decision. A blank never counts as no."
)


def present_why(
    protocol: Protocol,
    state: ConsultationState,
    key: str,
    *,
    provider: Provider,
    zone: tzinfo,
    checks: int = 0,
    confirmed: Mapping[str, Confirmation],
) -> WhyView | None:
    """The popover of a finding, the verdict, an option, a date or a product; ``None`` when that no longer stands.

    ``checks`` are questions the Patient step asks before the patient is on file; ``confirmed`` the clinic's
    confirmations of the protocol's values by key.
    """
    context = WhyContext(protocol, state, zone, confirmed)
    if key == VERDICT:
        return _verdict(context)
    finding = dict(keyed_findings(state.proposal)).get(key)
    if finding is not None:
        return _why(context, key, finding, provider)
    remark = next((each for each in remarks(protocol, state, checks=checks) if each.key == key), None)
    if remark is not None:
        return _remarked(context, remark)
    return present_why_plan(context, key) or present_why_product(context, key)


def reason_problem(reason: str) -> str:
    """What is wrong with a reason as typed; empty when it will do."""
    written = len(reason.strip())
    if written >= REASON_CHARACTERS:
        return ""
    return f"Write at least {REASON_CHARACTERS} characters. {written} so far."


def _why(context: WhyContext, key: str, finding: Finding, provider: Provider) -> WhyView:
    protocol, state = context.protocol, context.state
    asks = _asks(finding)
    refusal = _refusal(finding, asks, provider)
    recorded = _recorded(finding)
    rule = protocol.rules.get(finding.rule)
    return WhyView(
        key=key,
        title=f"Why: {finding.subject}",
        parts=parts_of(
            text_part("Rule", finding.text),
            text_part("Worked out", _worked_out(state, finding)),
            text_part("Answer behind it", _answer(context, finding)),
            _unknown_part(context, finding),
            text_part("Recorded", recorded),
            *_bases(context, finding),
            text_part("Range seen, default chosen", *_ranges(context, finding)),
            sources_part(protocol, finding.sources),
            text_part("When it holds", rule_words(rule, finding.text, protocol.questions) if rule is not None else ""),
            text_part("", refusal),
        ),
        footing=f"Rule {finding.rule} · {context.footing}",
        path=next(iter(finding.because), ""),
        rule=finding.rule,
        asks=asks,
        refusal=refusal,
        recorded=bool(recorded),
    )


def _verdict(context: WhyContext) -> WhyView:
    proposal = context.state.proposal
    counting = tuple(f"{finding_title(finding)}." for finding in proposal.findings if finding.counts)
    none = "" if counting or proposal.missing else "All answers are in, and no finding stops treatment."
    first = next(iter(proposal.missing), "") if proposal.verdict is Verdict.NOT_DECIDED else ""
    return WhyView(
        key=VERDICT,
        title=f"Why: {verdict_words(proposal)}",
        parts=parts_of(
            text_part("Rule", _WORST),
            text_part("What counts", *counting, none),
            missing_part(context),
        ),
        footing=context.footing,
        path=first,
    )


def _remarked(context: WhyContext, remark: Remark) -> WhyView:
    said = remark.attribution
    return WhyView(
        key=remark.key,
        title=f"Why: {remark.subject}",
        parts=parts_of(
            text_part("Rule", remark.text),
            text_part("Answer behind it", remark.answer),
            sources_part(context.protocol, said.sources) if said is not None else None,
            basis_part(context, remark.value, said.basis) if said is not None else None,
        ),
        footing=context.footing,
        path=remark.path,
    )


def _unknown_part(context: WhyContext, finding: Finding) -> WhyPart | None:
    """What the patient did not know or nobody asked, and where a wait has no end."""
    unknown = [f"{words}." for words in unknowns_in_words(context.protocol, finding.because)]
    if finding.effect is Effect.DEFER and finding.until is None:
        unknown.append("The day on which it will have cleared.")
    return text_part("Not known yet", *unknown)


def _ranges(context: WhyContext, finding: Finding) -> Iterator[str]:
    """What others do, of the rule and of the windows of the product it is about."""
    rule = context.protocol.rules.get(finding.rule)
    if rule is not None and rule.range_seen:
        yield rule.range_seen
    for category in _categories(context, finding):
        window = context.protocol.categories[category]
        yield f"{window.name}: {window.range_seen}"


def _bases(context: WhyContext, finding: Finding) -> Iterator[WhyPart]:
    """Whose value each number is: the rule's, its wait's where that rests on something else, its product windows'."""
    key = f"rule.{finding.rule}"
    rule = context.protocol.rules.get(finding.rule)
    yield basis_part(context, key, finding.basis)
    for index, case in enumerate(rule.cases if rule is not None else ()):
        until = case.until
        if until is not None and until.basis is not None and finding.effect is case.effect:
            yield basis_part(context, f"{key}.cases[{index}].until", until.basis, about=f"the {until.days} days")
    for category in _categories(context, finding):
        window = context.protocol.categories[category]
        yield basis_part(context, f"category.{category}", window.basis, about=f"the pause for {inside(window.name)}")


def _categories(context: WhyContext, finding: Finding) -> tuple[str, ...]:
    """The product categories a finding about a product rests on."""
    index = _product_index(finding)
    if index is None or not finding.rule.startswith("product."):
        return ()
    found = context.state.proposal.products[index].categories
    return tuple(category for category in found if category in context.protocol.categories)


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


def _answer(context: WhyContext, finding: Finding) -> str:
    parts = answers_in_words(context.protocol, context.state.answers, finding.because)
    step = STEP_NAMES[step_of(next(iter(finding.because), ""))]
    return f"{step}: {', '.join(parts)}." if parts else ""
