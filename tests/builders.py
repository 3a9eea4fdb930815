"""Consultations to test with: fictional people, every answer given unless a test takes one away."""

from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from consult_app.content.protocol_source import FolderProtocolSource
from consult_app.domain.answers import (
    Answers,
    Area,
    Concern,
    ConcernAnswer,
    Fitzpatrick,
    HealthAnswer,
    ProductAnswer,
    ProductMatch,
    Provider,
    Reply,
    Severity,
    SkinAnswers,
    Tan,
    Use,
)
from consult_app.domain.clinic import Clinic
from consult_app.domain.patient import Allergies, AllergyState, PatientDetails
from consult_app.domain.proposal import Proposal, propose
from consult_app.domain.protocol import Protocol

PROTOCOL_FOLDER = Path(__file__).parents[1] / "resources" / "protocols" / "microneedling" / "1.0.0"
CONSULTED = date(2026, 5, 12)
TREATED = datetime(2026, 5, 15, 10, 30)
NURSE = Provider("Dana Keller", "NP")
AESTHETICIAN = Provider("Mai Tran", "aesthetician")
REASON = "Talked it through with the patient today."


@cache
def protocol() -> Protocol:
    return FolderProtocolSource(PROTOCOL_FOLDER).load()


def clinic(**changes: Any) -> Clinic:
    """Open every day, in Cincinnati, so that dates stand where the rules put them."""
    given = {
        "name": "Riverside Skin Studio",
        "place": "Cincinnati, OH",
        "zone": "America/New_York",
        "phone": "513-555-0142",
    }
    return Clinic(**{**given, **changes})


def patient(**changes: Any) -> PatientDetails:
    given = PatientDetails(
        family_name="Ortega-Whitfield",
        given_name="Marisol",
        birth_date=date(1984, 3, 4),
        allergies=Allergies(AllergyState.NONE_KNOWN),
    )
    return replace(given, **changes)


def all_no(**changes: HealthAnswer) -> dict[str, HealthAnswer]:
    return {**{question: HealthAnswer(Reply.NO) for question in protocol().questions}, **changes}


def yes(**details: Any) -> HealthAnswer:
    return HealthAnswer(Reply.YES, **details)


def concern(
    what: Concern = Concern.ACNE_SCARS, severity: Severity | None = Severity.MODERATE, *areas: Area
) -> ConcernAnswer:
    return ConcernAnswer(what, severity, areas or (Area.LEFT_CHEEK,))


def product(name: str, *categories: str, **details: Any) -> ProductAnswer:
    match = (
        ProductMatch(matched=name.casefold(), how="ingredient", categories=categories) if categories else ProductMatch()
    )
    return ProductAnswer(name, match=match, **details)


def tretinoin(last_used: date | None = date(2026, 5, 9)) -> ProductAnswer:
    return product("Tretinoin cream 0.05%", "retinoid_rx", use=Use.NIGHTLY, last_used=last_used)


def answers(**changes: Any) -> Answers:
    """Complete and ready: acne scars, type II, no tan, all health questions no, no products."""
    given = Answers(
        consultation_date=CONSULTED,
        treatment_at=TREATED,
        patient=patient(),
        provider=NURSE,
        concerns=(concern(),),
        skin=SkinAnswers(fitzpatrick=Fitzpatrick.II, tan=Tan.NONE),
        health=all_no(),
        products=(),
    )
    return replace(given, **changes)


def proposal(at: Clinic | None = None, **changes: Any) -> Proposal:
    return propose(protocol(), at or clinic(), answers(**changes), CONSULTED)


def rules_of(made: Proposal) -> set[str]:
    return {finding.rule for finding in made.findings}
