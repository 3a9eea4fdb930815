"""A sheet for a patient who does not exist, to see how the clinic's brand looks on the real thing."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from consult_app.application.handout_document import HandoutDocument, Sheet
from consult_app.application.handouts import SheetChoice, build_sheet
from consult_app.application.ports import DateWords, ProductCatalogue
from consult_app.domain.answers import (
    Answers,
    Area,
    Choices,
    Concern,
    ConcernAnswer,
    Fitzpatrick,
    HealthAnswer,
    ProductAnswer,
    Provider,
    Reply,
    Severity,
    SkinAnswers,
    Tan,
    Use,
)
from consult_app.domain.clinic import Clinic
from consult_app.domain.patient import PatientDetails
from consult_app.domain.proposal import propose
from consult_app.domain.protocol import Protocol

SAMPLE_NUMBER: Final = "A-20418-3"
_WEEKS_AHEAD: Final = timedelta(weeks=2)
_LONG_AGO: Final = timedelta(days=30)
_PRODUCTS: Final = (
    ("Gentle cream cleanser", Use.DAILY),
    ("Tretinoin cream 0.05%", Use.NIGHTLY),
    ("Vitamin C serum", Use.MORNINGS),
    ("Mineral sunscreen SPF 50", Use.DAILY),
)


def sample_sheet(
    protocol: Protocol,
    clinic: Clinic,
    choice: SheetChoice,
    *,
    today: date,
    dates: DateWords,
    catalogue: ProductCatalogue,
) -> HandoutDocument:
    """The sheet as a patient would get it from ``clinic`` today. Raises ``Refused`` as ``build_sheet`` does."""
    day = today if choice.sheet is Sheet.AFTER else clinic.first_open_day(today + _WEEKS_AHEAD)
    answers = Answers(
        consultation_date=today,
        treatment_at=datetime.combine(day, time(10, 30)),
        patient=PatientDetails(
            family_name="Ortega-Whitfield",
            given_name="Marisol",
            birth_date=date(1984, 3, 4),
            phone="513-555-0187",
            language=choice.language,
        ),
        provider=Provider("Dana Keller", "NP"),
        concerns=(ConcernAnswer(Concern.ACNE_SCARS, Severity.MODERATE, (Area.LEFT_CHEEK, Area.RIGHT_CHEEK)),),
        skin=SkinAnswers(fitzpatrick=Fitzpatrick.II, tan=Tan.NONE),
        health={question: HealthAnswer(Reply.NO) for question in protocol.questions},
        products=tuple(
            ProductAnswer(name, use=use, last_used=today - _LONG_AGO, match=catalogue.match(name))
            for name, use in _PRODUCTS
        ),
    )
    made = propose(protocol, clinic, answers, today)
    if made.options:
        answers = replace(answers, choices=Choices(option=made.options[0].id))
        made = propose(protocol, clinic, answers, today)
    document = build_sheet(
        protocol, clinic, answers, made, choice=choice, dates=dates, plan_number=SAMPLE_NUMBER, draft=True
    )
    return replace(document, draft_mark=None)
