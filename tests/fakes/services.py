"""A whole desk with fakes behind it, for tests of screens and of the window.

``services()`` gives the ``Services`` of a fictional clinic on Tue, May 12, 2026, 10:48 AM with an empty memory store.
``session(...)`` opens a consultation on it; ``filled(...)`` gives answers that lack nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import count
from pathlib import Path

from consult_app.application.handout_document import HandoutDocument
from consult_app.application.ports import (
    PageImage,
    PrinterInfo,
    ReadingLevel,
    RenderedHandout,
    SheetLook,
)
from consult_app.application.services import ClinicInUse, Services
from consult_app.application.session import ConsultationSession
from consult_app.content.protocol_source import FolderProtocolSource
from consult_app.domain.answers import (
    Answers,
    Area,
    Concern,
    ConcernAnswer,
    Fitzpatrick,
    HealthAnswer,
    ProductMatch,
    Provider,
    Reply,
    Severity,
    SkinAnswers,
    Tan,
)
from consult_app.domain.clinic import Brand, Clinic
from consult_app.domain.patient import Allergies, AllergyState, PatientDetails
from consult_app.domain.plan import DraftId, DraftPlan, Step
from consult_app.domain.protocol import Protocol
from tests.fakes.clock import FixedClock
from tests.fakes.jobs import ManualJobs
from tests.fakes.memory_store import MemoryClinic

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 5, 12, 14, 48, tzinfo=UTC)
"""10:48 AM on Tue, May 12, 2026 in New York."""

CLINIC = Clinic(
    name="Sample Aesthetics",
    place="Cincinnati, OH",
    zone="America/New_York",
    phone="513-555-0142",
    closed_weekdays=frozenset({0, 5, 6}),
)
DANA = Provider("Dana Keller", "NP")
MARISOL = PatientDetails(
    family_name="Ortega-Whitfield",
    given_name="Marisol",
    preferred_name="Mari",
    birth_date=date(1984, 3, 4),
    phone="513-555-0187",
    chart="A-20418",
    allergies=Allergies(AllergyState.KNOWN, ("Neomycin (rash)",)),
)


@cache
def protocol() -> Protocol:
    """The shipped protocol, read once."""
    return FolderProtocolSource(ROOT / "resources/protocols/microneedling/1.0.0").load()


class EnglishDates:
    """The ``DateWords`` port without a library."""

    def day(self, day: date, *, year: bool = False) -> str:
        return f"{day:%a, %b} {day.day}" + (f", {day.year}" if year else "")

    def day_long(self, day: date, *, year: bool = True) -> str:
        return f"{day:%A, %B} {day.day}" + (f", {day.year}" if year else "")

    def day_of_step(self, day: date) -> str:
        return self.day(day)

    def moment_of_step(self, at: datetime) -> str:
        return self.moment(at)

    def time_said(self, at: time) -> str:
        return self.time(at)

    def time(self, at: time) -> str:
        return f"{(at.hour - 1) % 12 + 1}:{at.minute:02} {'AM' if at.hour < 12 else 'PM'}"

    def moment(self, at: datetime, *, year: bool = False) -> str:
        return f"{self.day(at.date(), year=year)}, {self.time(at.time())}"

    def moment_long(self, at: datetime, *, year: bool = True) -> str:
        return f"{self.day_long(at.date(), year=year)}, at {self.time(at.time())}"


class FakeCatalogue:
    """Knows the products it is told."""

    def __init__(self, known: dict[str, ProductMatch] | None = None) -> None:
        self.known = (
            known
            if known is not None
            else {
                "Tretinoin cream 0.05%": ProductMatch("tretinoin", "ingredient", ("retinoid_rx",)),
                "Gentle cream cleanser": ProductMatch("gentle cleanser", "category", ("cleanser_gentle",)),
                "Niacinamide serum": ProductMatch("niacinamide", "ingredient", ("niacinamide",)),
            }
        )

    def match(self, name: str) -> ProductMatch:
        return self.known.get(name, ProductMatch())

    def suggest(self, text: str, *, limit: int = 8) -> tuple[str, ...]:
        return tuple(name for name in self.known if name.lower().startswith(text.lower()))[:limit]


class FakeRenderer:
    """Remembers the documents it was asked for; every sheet has two pages."""

    def __init__(self) -> None:
        self.documents: list[HandoutDocument] = []

    def render(self, document: HandoutDocument, *, brand: Brand, look: SheetLook) -> RenderedHandout:
        self.documents.append(document)
        return RenderedHandout(pdf=f"%PDF {len(self.documents)} {look.paper}".encode(), pages=2, text="")


class FakePreview:
    """White pages of the width asked for."""

    def pages(self, pdf: bytes) -> int:
        return 2

    def page(self, pdf: bytes, index: int, *, width_px: int) -> PageImage:
        height = width_px * 11 // 8
        return PageImage(width_px, height, width_px * 4, b"\xff" * (width_px * 4 * height))


class FakePrinter:
    """Keeps what it was sent; raises ``problem`` when it is set."""

    def __init__(self) -> None:
        self.sent: list[tuple[bytes, str, int, str]] = []
        self.problem: Exception | None = None

    def printers(self) -> tuple[PrinterInfo, ...]:
        return (PrinterInfo("Front desk", is_default=True), PrinterInfo("Back office"))

    def send(self, pdf: bytes, *, printer: str, copies: int, paper: str) -> None:
        if self.problem is not None:
            raise self.problem
        self.sent.append((pdf, printer, copies, paper))


def services(**changes: object) -> Services:
    """The desk's services; any field of ``Services`` can be given instead.

    The parts are fakes of this package: ``jobs`` is ``ManualJobs``, ``clock`` a ``FixedClock`` at ``NOW``, the three
    stores are those of one ``MemoryClinic`` that knows ``CLINIC`` and ``DANA``.
    """
    clock = changes.pop("clock", None) or FixedClock(NOW)
    ids = count(1)
    store = MemoryClinic(clock)
    store.clinics.save_clinic(CLINIC)
    store.clinics.add_provider(DANA.name, DANA.credentials)
    made = Services(
        protocol=changes.pop("protocol", None) or protocol(),
        clinic_in_use=ClinicInUse(changes.pop("clinic", CLINIC)),
        patients=store.patients,
        consultations=store.consultations,
        clinics=store.clinics,
        catalogue=FakeCatalogue(),
        renderer=FakeRenderer(),
        preview=FakePreview(),
        printer=FakePrinter(),
        clock=clock,
        jobs=ManualJobs(),
        dates=lambda language: EnglishDates(),
        write_file=lambda path, data: None,
        open_file=lambda path: None,
        reading_level=lambda language, text: ReadingLevel("indubitably" not in text, "grade 11", "grade 6 or lower"),
        new_id=lambda: f"id-{next(ids)}",
    )
    return replace(made, **changes)


def new_draft(answers: Answers | None = None, *, step: Step = Step.PATIENT, **changes: object) -> DraftPlan:
    """A draft begun at ``NOW``."""
    given = answers if answers is not None else Answers(consultation_date=date(2026, 5, 12), provider=DANA)
    draft = DraftPlan(id=DraftId("draft-1"), answers=given, started_at=NOW, step=step)
    return replace(draft, **changes)


def session(
    answers: Answers | None = None,
    *,
    on: Services | None = None,
    provider: Provider = DANA,
    saved: Callable[[object], None] = lambda status: None,
    **draft: object,
) -> ConsultationSession:
    """A consultation open on the desk."""
    return ConsultationSession(
        services=on if on is not None else services(),
        draft=new_draft(answers, **draft),
        provider=provider,
        saved=saved,
    )


def filled(**changes: object) -> Answers:
    """Answers that lack nothing and raise nothing serious; any field of ``Answers`` can be given instead."""
    answers = Answers(
        consultation_date=date(2026, 5, 12),
        patient=MARISOL,
        provider=DANA,
        concerns=(ConcernAnswer(Concern.ACNE_SCARS, Severity.MODERATE, (Area.LEFT_CHEEK, Area.RIGHT_CHEEK)),),
        skin=SkinAnswers(fitzpatrick=Fitzpatrick.II, tan=Tan.NONE),
        health={question: HealthAnswer(Reply.NO) for question in protocol().questions},
        products=(),
    )
    return replace(answers, **changes)
