"""Drafts, plans and sheets of fictional people, small and built by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from consult_app.application.governance import Confirmation
from consult_app.application.own_products import OwnProduct
from consult_app.application.versions import ProtocolCopy, SwitchedOn
from consult_app.domain.aftercare import AftercarePlan, AvoidUntil, TimelineEntry
from consult_app.domain.answers import (
    Answers,
    AskDecision,
    CategoryDecision,
    Concern,
    ConcernAnswer,
    HealthAnswer,
    Override,
    ProductAnswer,
    Provider,
    Reply,
    ResumeDecision,
    Severity,
)
from consult_app.domain.findings import Finding, Verdict
from consult_app.domain.marks import MarkState, SessionMark
from consult_app.domain.patient import Allergies, AllergyState, PatientDetails, PatientId
from consult_app.domain.plan import Addendum, DraftId, DraftPlan, FinalPlan, IssuedHandout, PlanId
from consult_app.domain.planning import MaintenanceVisit, ProposedSession
from consult_app.domain.products import ProductPlan
from consult_app.domain.proposal import Proposal, ProtocolRef
from consult_app.domain.protocol import Basis, Effect

NOW = datetime(2026, 5, 12, 15, 0, tzinfo=UTC)
DAY = date(2026, 5, 12)
NURSE = Provider("Dana Keller", "NP")


def details(family_name: str = "Lindqvist", given_name: str = "Nicole", **changes: Any) -> PatientDetails:
    given = PatientDetails(
        family_name=family_name,
        given_name=given_name,
        birth_date=date(1984, 3, 4),
        phone="(513) 555-0142",
        allergies=Allergies(AllergyState.KNOWN, ("neomycin",)),
    )
    return replace(given, **changes)


def answers(**changes: Any) -> Answers:
    given = Answers(
        consultation_date=DAY,
        treatment_at=datetime(2026, 5, 15, 10, 30),
        patient=details(),
        provider=NURSE,
        concerns=(
            ConcernAnswer(Concern.ACNE_SCARS, Severity.MODERATE),
            ConcernAnswer(Concern.ACNE_SCARS, Severity.MILD),
            ConcernAnswer(Concern.PORE_SIZE, Severity.MILD),
        ),
        health={"rosacea": HealthAnswer(Reply.NO), "filler": HealthAnswer(Reply.YES, last=date(2026, 1, 2))},
        products=(
            ProductAnswer("Night drops", decision=AskDecision()),
            ProductAnswer("Glow acid", decision=CategoryDecision("aha")),
            ProductAnswer("Day cream", decision=ResumeDecision(date(2026, 5, 22))),
            ProductAnswer("Serum", decision=ResumeDecision(datetime(2026, 5, 22))),
        ),
    )
    return replace(given, **changes)


def draft(draft_id: str = "draft-1", **changes: Any) -> DraftPlan:
    given = DraftPlan(id=DraftId(draft_id), answers=answers(), started_at=NOW)
    return replace(given, **changes)


def finding(rule: str = "plan.too_close", **changes: Any) -> Finding:
    given = Finding(
        rule=rule,
        effect=Effect.REVIEW,
        subject="sessions are close",
        text="Two sessions lie 21 days apart.",
        because={"choices.sessions[1].on": "2026-06-05", "tan": None, "sunny": True},
        sources=("clinic:S35",),
        basis=Basis.CLINIC,
        overridable=True,
        overridden=Override(rule, "Agreed with the patient and the surgeon.", NURSE, DAY),
    )
    return replace(given, **changes)


def proposal(**changes: Any) -> Proposal:
    given = Proposal(
        protocol=ProtocolRef("microneedling", "1.0.0", "ab" * 32),
        consultation_date=DAY,
        treatment_day=date(2026, 5, 15),
        verdict=Verdict.READY,
        earliest=None,
        missing=(),
        findings=(finding(), finding("sun.slight_tan", overridden=None)),
        options=(),
        products=(
            ProductPlan(
                name="Glow acid",
                matched="glycolic acid",
                how="ingredient",
                categories=("aha",),
                decided=True,
                ask=False,
                pause_days=3,
                pause_from=DAY,
                resume_at=datetime(2026, 5, 17, 10, 30),
                window_ends=date(2026, 5, 17),
                reason="Acids sting on open skin.",
                sources=("clinic:S4",),
            ),
        ),
        aftercare=AftercarePlan(
            datetime(2026, 5, 17, 10, 30), (AvoidUntil("sweating", datetime(2026, 5, 17, 10, 30)),)
        ),
        timeline=(TimelineEntry("first_hours", datetime(2026, 5, 15, 10, 30), date(2026, 5, 16)),),
        chosen=None,
        sessions=(ProposedSession(1, date(2026, 5, 15)), ProposedSession(2, date(2026, 6, 12), ("closed day",))),
        maintenance=(MaintenanceVisit(date(2026, 12, 11)),),
    )
    return replace(given, **changes)


def plan(patient_id: PatientId, plan_id: str = "plan-1", **changes: Any) -> FinalPlan:
    given = FinalPlan(
        id=PlanId(plan_id),
        number="",
        patient_id=patient_id,
        answers=answers(),
        proposal=proposal(),
        signed_by=NURSE,
        entered_at=NOW,
        consultation_date=DAY,
    )
    return replace(given, **changes)


def handout(plan_id: str = "plan-1", **changes: Any) -> IssuedHandout:
    given = IssuedHandout(
        id="",
        plan_id=PlanId(plan_id),
        sheet="after",
        language="en",
        paper="letter",
        large_print=False,
        letterhead=True,
        pages=2,
        pdf=b"%PDF-1.7 sample\x00\xff",
        by=NURSE,
        target="Front desk",
        text="After microneedling",
        ended=datetime(2026, 5, 12, 10, 48),
    )
    return replace(given, **changes)


def addendum(plan_id: str = "plan-1", text: str = "The phone number was wrong.") -> Addendum:
    return Addendum(plan_id=PlanId(plan_id), by=NURSE, at=NOW, text=text)


def mark(plan_id: str = "plan-1", number: int = 2, **changes: Any) -> SessionMark:
    made = SessionMark(
        plan_id=PlanId(plan_id),
        maintenance=False,
        number=number,
        state=MarkState.MOVED,
        day=date(2026, 6, 26),
        by=NURSE,
        at=NOW,
        reason="The patient travels that week, for work.",
        departures=("plan.too_close",),
    )
    return replace(made, **changes)


def confirmation(key: str = "category.retinoid_rx", **changes: Any) -> Confirmation:
    made = Confirmation(
        key=key,
        words="pause before treatment 5 days; back after treatment 7 days",
        protocol_id="microneedling",
        protocol_version="1.0.0",
        by=Provider("Dana Keller", "NP"),
        at=NOW,
    )
    return replace(made, **changes)


def own_product(name: str = "Dew Ritual essence", **changes: Any) -> OwnProduct:
    made = OwnProduct(
        name=name,
        categories=("aha", "fragrance"),
        by=Provider("Mai Tran", "RN"),
        at=NOW,
        aliases=("Dew Ritüal", "Ritual no. 2"),
        note="Label: lactic acid, parfum.\nSold at the desk.",
    )
    return replace(made, **changes)


def switched_on(**changes: Any) -> SwitchedOn:
    made = SwitchedOn("microneedling", "1.0.0-clinic.1", "c" * 64, Provider("Dana Keller", "NP"), NOW)
    return replace(made, **changes)


def protocol_copy(version: str = "1.0.0-clinic.1") -> ProtocolCopy:
    return ProtocolCopy(version, (("products.toml", b""), ("protocol.toml", 'title = "Más suave"\r\n'.encode())))
