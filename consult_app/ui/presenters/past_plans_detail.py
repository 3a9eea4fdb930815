"""One finished plan, read only: what was found and given out, and what was corrected later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from consult_app.domain.answers import ProductAnswer
from consult_app.domain.departures import taken_out
from consult_app.domain.findings import Finding, Verdict
from consult_app.domain.plan import Addendum, FinalPlan, IssuedHandout
from consult_app.domain.products import ProductPlan
from consult_app.domain.schedule import day_words, short_day_words
from consult_app.ui.presenters.footer import clock_words
from consult_app.ui.presenters.past_plans import SHEETS, TagKind, result_tag
from consult_app.ui.presenters.plan_options import concerns_words
from consult_app.ui.presenters.today import FindingKind, finding_kind, finding_title
from consult_app.ui.presenters.words import count_words, list_name, provider_words

_LANGUAGES: Final = {"en": "English", "es": "Spanish"}
_PAPERS: Final = {"letter": "US Letter", "a4": "A4"}
_HOW: Final = {"printed": "Sent to", "saved": "Saved as PDF", "email file": "Given as an email file"}


@dataclass(frozen=True, slots=True)
class DetailFinding:
    key: str
    kind: FindingKind
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One sheet given out; ``what`` names it, ``how`` says what became of it."""

    id: str
    what: str
    how: str

    @property
    def words(self) -> str:
        return f"{self.what} · {self.how}"


@dataclass(frozen=True, slots=True)
class DetailView:
    """Rows are (name, value)."""

    title: str
    patient: str
    signed: str
    tag: TagKind
    verdict: str
    rows: tuple[tuple[str, str], ...]
    findings: tuple[DetailFinding, ...]
    products: tuple[tuple[str, str], ...]
    sheets: tuple[SheetLine, ...]
    addenda: tuple[tuple[str, str], ...]


def present_detail(
    plan: FinalPlan, handouts: Sequence[IssuedHandout], addenda: Sequence[Addendum], *, zone: ZoneInfo
) -> DetailView:
    """The plan as it was signed, and its sheets and corrections."""
    proposal = plan.proposal
    year = plan.consultation_date.year
    tag, words = result_tag(proposal.verdict, proposal.earliest, treated=plan.treated, year=year)
    return DetailView(
        title=f"Plan {plan.number}",
        patient=list_name(plan.answers.patient),
        signed=f"Signed by {provider_words(plan.signed_by)}, {moment_words(plan.entered_at, zone)}",
        tag=tag,
        verdict=words,
        rows=_rows(plan),
        findings=tuple(_finding(finding, at) for at, finding in enumerate(proposal.findings)),
        products=tuple(
            (product.name, _product(product, made))
            for product, made in zip(plan.answers.products or (), proposal.products, strict=True)
        ),
        sheets=present_sheets(handouts, zone=zone),
        addenda=tuple((f"{moment_words(each.at, zone)}, {provider_words(each.by)}", each.text) for each in addenda),
    )


def present_sheets(handouts: Sequence[IssuedHandout], *, zone: ZoneInfo) -> tuple[SheetLine, ...]:
    """The sheets of a plan, in the order given."""
    return tuple(_sheet(each, zone) for each in handouts)


def moment_words(at: datetime, zone: ZoneInfo) -> str:
    """``Tue, May 12, 2026, 10:58 AM`` on the clinic's clock."""
    return f"{day_words(at.astimezone(zone).date())}, {clock_words(at, zone)}"


def _rows(plan: FinalPlan) -> tuple[tuple[str, str], ...]:
    proposal = plan.proposal
    at = plan.answers.treatment_at
    rows = [
        ("Consultation", day_words(plan.consultation_date)),
        ("Concerns", concerns_words(plan.answers)),
        ("Treatment", f"{day_words(at.date())}, {_clock(at)}" if at is not None else "No time set"),
        ("Option", _option(plan)),
        ("Protocol", f"{proposal.protocol.id} {proposal.protocol.version}"),
    ]
    if plan.copied_from is not None:
        source = plan.copied_from
        rows.append(("Copied from", f"Plan {source.number} of {day_words(source.on)}"))
    rows += [
        ("Removed", f"Session {session.number}: {removed.reason}")
        for session, removed in taken_out(plan.answers, proposal.chosen)
    ]
    if not plan.treated:
        rows.insert(0, ("Result", "Closed as not treated"))
    return tuple(row for row in rows if row[1])


def _option(plan: FinalPlan) -> str:
    chosen = plan.proposal.chosen
    own = plan.answers.choices.sessions is not None
    if chosen is None:
        return "Built by the provider" if own else ""
    words = f"{count_words(chosen.count, 'session')}, {chosen.interval_weeks} weeks apart"
    return f"{words}, dates changed by the provider" if own else words


def _finding(finding: Finding, at: int) -> DetailFinding:
    choice = finding.overridden or finding.decision
    reason = finding.text
    if choice is not None:
        what = "Overridden" if finding.overridden is not None else "Go ahead" if finding.settled else "Postponed"
        who = provider_words(choice.by)
        on = short_day_words(choice.on) if choice.on is not None else ""
        named = ", ".join(part for part in (who, on) if part)
        reason = f"{what}{f' ({named})' if named else ''}: {choice.reason}"
    return DetailFinding(f"{finding.rule}.{at}", finding_kind(finding), finding_title(finding), reason)


def _product(product: ProductAnswer, plan: ProductPlan) -> str:
    parts = []
    if plan.pause_from is not None:
        parts.append(f"Pause from {short_day_words(plan.pause_from)}")
    if product.last_used is not None:
        parts.append(f"last used {short_day_words(product.last_used)}")
    if isinstance(plan.resume_at, datetime):
        parts.append(f"OK from {short_day_words(plan.resume_at.date())}, {_clock(plan.resume_at)}")
    elif plan.resume_at is not None:
        parts.append(f"OK from {short_day_words(plan.resume_at)}")
    words = ", ".join(parts) or "No pause"
    return words[:1].upper() + words[1:]


def _sheet(handout: IssuedHandout, zone: ZoneInfo) -> SheetLine:
    parts = [
        SHEETS.get(handout.sheet, handout.sheet),
        _LANGUAGES.get(handout.language, handout.language),
        _PAPERS.get(handout.paper, handout.paper),
        "large print" if handout.large_print else "",
        count_words(handout.pages, "page"),
        _changed(handout),
    ]
    how = _HOW.get(handout.how, handout.how)
    if handout.how == "printed":
        how = f"{how} {handout.target}".strip()
    at = f", {moment_words(handout.at, zone)}" if handout.at is not None else ""
    return SheetLine(handout.id, ", ".join(part for part in parts if part), f"{how}{at}")


def _changed(handout: IssuedHandout) -> str:
    """How many lines were not the clinic's own, and whose they were."""
    if not handout.edits:
        return ""
    names = dict.fromkeys(edit.by.name for edit in handout.edits)
    return f"{count_words(len(handout.edits), 'line')} changed by {' and '.join(names)}"


def _clock(at: datetime) -> str:
    return f"{(at.hour - 1) % 12 + 1}:{at.minute:02} {'AM' if at.hour < 12 else 'PM'}"


def is_closed_case(plan: FinalPlan) -> bool:
    """Whether no sheet is ever given from it: the visit was closed as not treated."""
    return not plan.treated or plan.proposal.verdict is Verdict.DO_NOT_TREAT
