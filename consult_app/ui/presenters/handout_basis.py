"""What a sheet is made from: the draft or the signed plan, counted from the real end of the treatment."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from consult_app.application.consultation import clinic_today
from consult_app.application.handout_document import Sheet
from consult_app.domain.answers import Answers
from consult_app.domain.clinic import Clinic
from consult_app.domain.plan import FinalPlan
from consult_app.domain.proposal import Proposal, propose
from consult_app.domain.protocol import Protocol


@dataclass(frozen=True, slots=True)
class SheetBasis:
    """Answers and proposal a sheet says; ``frozen`` when they are the plan's own, made on another protocol version."""

    answers: Answers
    proposal: Proposal
    frozen: bool = False


def sheet_basis(
    protocol: Protocol,
    clinic: Clinic,
    *,
    answers: Answers,
    proposal: Proposal,
    sheet: Sheet,
    ended: datetime | None,
) -> SheetBasis:
    """``ended`` is the local end of the treatment, which only the after sheet counts from.

    The end belongs to the sheet, not to the plan: sessions, options and decisions about the plan stay as they were. A
    plan made on another version of the protocol is never worked out anew.
    """
    if proposal.protocol.sha256 != protocol.sha256:
        return SheetBasis(answers, proposal, frozen=True)
    if sheet is Sheet.BEFORE or ended is None:
        return SheetBasis(answers, proposal)
    planned = answers.treatment_at
    at = planned if planned is not None and planned.date() == ended.date() else ended
    treated = replace(answers, treatment_at=at, treated_at=ended)
    made = propose(protocol, clinic, treated, proposal.consultation_date)
    findings = [finding for finding in made.findings if not finding.is_about_plan]
    findings += [finding for finding in proposal.findings if finding.is_about_plan]
    return SheetBasis(
        treated,
        replace(
            made,
            findings=tuple(sorted(findings, key=lambda finding: finding.effect.rank)),
            options=proposal.options,
            chosen=proposal.chosen,
            sessions=proposal.sessions,
            maintenance=proposal.maintenance,
        ),
    )


def usual_end(answers: Answers, now: datetime) -> datetime:
    """When the treatment ended unless somebody says otherwise: now, or the planned time of a day gone by. Local."""
    planned = answers.treated_at or answers.treatment_at
    if planned is not None and planned.date() < now.date():
        return planned
    return now.replace(second=0, microsecond=0, tzinfo=None)


def local_now(clinic: Clinic, instant: datetime) -> datetime:
    """The clinic's wall time at an aware instant, without an offset."""
    return instant.astimezone(clinic.time_zone).replace(tzinfo=None)


def end_at(current: datetime, at: time) -> datetime:
    """The same day at another time."""
    return datetime.combine(current.date(), at)


def checks_again(plan: FinalPlan | None, clinic: Clinic, sheet: Sheet, today: date) -> bool:
    """Whether the day itself must be asked about before an after sheet: the plan was signed on an earlier one."""
    return plan is not None and sheet is Sheet.AFTER and clinic_today(clinic, plan.entered_at) < today
