"""The few outside things the core talks to. Each adapter implements one; tests bring their own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol, TypeVar

from consult_app.application.access import Role
from consult_app.application.accounts import ProviderAccount
from consult_app.application.governance import Confirmation
from consult_app.application.handout_document import HandoutDocument
from consult_app.application.own_products import OwnProduct
from consult_app.application.versions import (
    CheckedVersion,
    ProtocolCopy,
    SwitchedOn,
    VersionFolder,
    WhatChanges,
)
from consult_app.domain.answers import ProductMatch
from consult_app.domain.clinic import Brand, Clinic
from consult_app.domain.findings import Verdict
from consult_app.domain.marks import SessionMark
from consult_app.domain.patient import Patient, PatientDetails, PatientId
from consult_app.domain.plan import (
    Addendum,
    DraftId,
    DraftPlan,
    FinalPlan,
    IssuedHandout,
    LineEdit,
    PlanId,
)
from consult_app.domain.protocol import Protocol as ClinicalProtocol

T = TypeVar("T")


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        ...


class ProtocolSource(Protocol):
    def load(self) -> ClinicalProtocol: ...


class ProductCatalogue(Protocol):
    def match(self, name: str) -> ProductMatch:
        """What the catalogue recognises in a product name as typed; called once, when a product is entered."""
        ...

    def suggest(self, text: str, *, limit: int = 8) -> tuple[str, ...]:
        """Catalogue names that go on from ``text``, best first."""
        ...


class DateWords(Protocol):
    """Dates and times in the words of one language, for people."""

    def day(self, day: date, *, year: bool = False) -> str:
        """``Fri, May 15`` or ``Fri, May 15, 2026``."""
        ...

    def day_long(self, day: date, *, year: bool = True) -> str:
        """``Friday, May 15, 2026``."""
        ...

    def day_of_step(self, day: date) -> str:
        """A day as it stands beside a step of the timeline: ``Fri, May 15``, ``viernes 15 de mayo``."""
        ...

    def moment_of_step(self, at: datetime) -> str:
        """``Sun, May 17, 10:30 AM``, ``domingo 17 de mayo, 10:30 a. m.``."""
        ...

    def time_said(self, at: time) -> str:
        """A time inside a sentence: ``10:30 AM``, ``las 10:30 a. m.``."""
        ...

    def time(self, at: time) -> str:
        """``10:30 AM``."""
        ...

    def moment(self, at: datetime, *, year: bool = False) -> str:
        """``Sun, May 17, 10:30 AM``."""
        ...

    def moment_long(self, at: datetime, *, year: bool = True) -> str:
        """``Tuesday, May 19, 2026, at 10:30 AM``."""
        ...


@dataclass(frozen=True, slots=True)
class SheetLook:
    """How a sheet is laid out: ``paper`` is ``letter`` or ``a4``."""

    paper: str = "letter"
    large_print: bool = False
    letterhead: bool = True


@dataclass(frozen=True, slots=True)
class RenderedHandout:
    """``text`` is what the pages say, for the record; ``missing_glyphs`` are characters the fonts cannot show."""

    pdf: bytes
    pages: int
    text: str
    missing_glyphs: tuple[str, ...] = ()


class HandoutRenderer(Protocol):
    def render(self, document: HandoutDocument, *, brand: Brand, look: SheetLook) -> RenderedHandout:
        """Pure: the same input gives the same bytes."""
        ...


@dataclass(frozen=True, slots=True)
class LogoFile:
    """A logo made ready for print, one of the two kinds; ``notes`` are sentences for whoever chose it."""

    svg: bytes | None = None
    png: bytes | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as pixels: 32 bits a pixel in the order blue, green, red, unused; ``stride`` bytes a row."""

    width: int
    height: int
    stride: int
    bgrx: bytes


class PagePreview(Protocol):
    def pages(self, pdf: bytes) -> int: ...

    def page(self, pdf: bytes, index: int, *, width_px: int) -> PageImage: ...


@dataclass(frozen=True, slots=True)
class ReadingLevel:
    """How hard a text is to read: ``words`` say it on the scale of its language ("grade 8.1"), ``aim`` what is easy."""

    easy: bool
    words: str
    aim: str


@dataclass(frozen=True, slots=True)
class PrinterInfo:
    """A printer by its queue name; ``problem`` says in plain words why it cannot take a job now."""

    name: str
    is_default: bool = False
    problem: str = ""


class Printer(Protocol):
    def printers(self) -> tuple[PrinterInfo, ...]: ...

    def send(self, pdf: bytes, *, printer: str, copies: int, paper: str) -> None:
        """Hand the pages to the queue. Raises ``EnvironmentFailed`` naming the printer when it cannot."""
        ...


class JobRunner(Protocol):
    """Work off the GUI thread, results back on it. Database work is serial in the order submitted."""

    def submit(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None: ...

    def later(self, milliseconds: int, call: Callable[[], None]) -> Callable[[], None]:
        """Call after a pause on the GUI thread; the result cancels it."""
        ...


@dataclass(frozen=True, slots=True)
class PatientMatch:
    """A patient found by search; ``last_visit`` is the latest finished plan's consultation date."""

    patient: Patient
    last_visit: date | None
    same_name: bool = False


class PatientStore(Protocol):
    def add(self, details: PatientDetails) -> Patient: ...

    def get(self, patient_id: PatientId) -> Patient:
        """Raises ``KeyError`` for an unknown id."""
        ...

    def update(self, patient_id: PatientId, details: PatientDetails) -> Patient: ...

    def search(self, text: str, *, limit: int = 20) -> tuple[PatientMatch, ...]:
        """By folded name (surname first or given name first), phone digits, chart number or birth date."""
        ...

    def same_person(self, family_name: str, given_name: str, birth_date: date) -> tuple[PatientMatch, ...]:
        """Patients on file with the same folded name and birth date."""
        ...


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One line of the list of past plans. ``handouts`` are the sheets issued from it, newest first."""

    id: PlanId
    number: str
    patient_id: PatientId
    family_name: str
    given_name: str
    birth_date: date | None
    consultation_date: date
    provider: str
    credentials: str
    verdict: Verdict
    earliest: date | None
    treated: bool
    concerns: tuple[str, ...]
    departures: int
    handouts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A visit a patient's latest plan puts on a day; ``number`` counts sessions, or maintenance visits apart."""

    plan_id: PlanId
    patient_id: PatientId
    family_name: str
    given_name: str
    number: int
    maintenance: bool
    concerns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What to list; empty fields do not filter."""

    text: str = ""
    patient_id: PatientId | None = None
    provider: str = ""
    concern: str = ""
    verdict: Verdict | None = None
    since: date | None = None
    until: date | None = None


class ConsultationStore(Protocol):
    def save_draft(self, draft: DraftPlan) -> DraftPlan:
        """Write the draft in one transaction; returns it with ``saved_at`` and the next ``version``."""
        ...

    def drafts(self) -> tuple[DraftPlan, ...]:
        """Open drafts, latest saved first."""
        ...

    def draft(self, draft_id: DraftId) -> DraftPlan: ...

    def drop_draft(self, draft_id: DraftId) -> None: ...

    def finish(self, plan: FinalPlan, *, draft_id: DraftId) -> FinalPlan:
        """Keep the plan and drop its draft in one transaction; gives the plan its number when it has none."""
        ...

    def plan(self, plan_id: PlanId) -> FinalPlan: ...

    def plans(self, which: PlanFilter, *, limit: int = 200, offset: int = 0) -> tuple[PlanRow, ...]: ...

    def count_plans(self, which: PlanFilter) -> int: ...

    def planned_on(self, day: date) -> tuple[PlannedVisit, ...]:
        """Visits that stand on ``day`` in each patient's latest plan, by name; plans made on that day are left out.

        Marks count: a moved visit stands on its new day only, one that is done on none.
        """
        ...

    def following(self, plan_id: PlanId) -> tuple[PlanId, ...]:
        """The plans that go on with this one, directly or through another, in the order they were finished."""
        ...

    def mark_sessions(self, marks: tuple[SessionMark, ...]) -> None:
        """Keep these lines in one transaction, all or none."""
        ...

    def session_marks(self, plan_id: PlanId) -> tuple[SessionMark, ...]:
        """Every line about the plan's sessions, in the order they were kept; the last about a session counts."""
        ...

    def keep_handout(self, handout: IssuedHandout) -> IssuedHandout: ...

    def handouts(self, plan_id: PlanId) -> tuple[IssuedHandout, ...]:
        """Issued sheets of a plan, newest first, bytes included."""
        ...

    def keep_line_edits(self, plan_id: PlanId, edits: tuple[LineEdit, ...]) -> None:
        """Keep the lines of a plan's sheets as they are now worded for the patient, in place of those kept before."""
        ...

    def line_edits(self, plan_id: PlanId) -> tuple[LineEdit, ...]:
        """As last kept; empty when every line is the clinic's."""
        ...

    def add_addendum(self, addendum: Addendum) -> None: ...

    def addenda(self, plan_id: PlanId) -> tuple[Addendum, ...]: ...


class ClinicStore(Protocol):
    """The clinic's own settings and people."""

    def clinic(self) -> Clinic | None:
        """``None`` before the first run has set it up."""
        ...

    def save_clinic(self, clinic: Clinic) -> None: ...

    def providers(self) -> tuple[ProviderAccount, ...]: ...

    def add_provider(self, name: str, credentials: str, *, role: Role | None = None) -> ProviderAccount:
        """Without ``role`` the one that goes with the credentials. Raises ``Refused`` for one that does not."""
        ...

    def change_provider(self, account: ProviderAccount) -> None:
        """Keep the account's name, credentials, role and whether it is active.

        Raises ``KeyError`` for an unknown id, ``Refused`` when the role does not fit the credentials or no admin
        would be left.
        """
        ...

    def setting(self, key: str) -> str | None: ...

    def save_setting(self, key: str, value: str) -> None: ...

    def confirm_value(self, confirmation: Confirmation) -> None:
        """Keep one line more about a value of the protocol, a confirmation or its withdrawal; none is ever changed."""
        ...

    def confirmations(self) -> tuple[Confirmation, ...]:
        """Every line, of every protocol, in the order they were kept."""
        ...

    def switch_on(self, line: SwitchedOn, copy: ProtocolCopy) -> None:
        """Keep one line more about which version counts, with the bytes it had, in one transaction."""
        ...

    def switched_on(self) -> tuple[SwitchedOn, ...]:
        """Every line, of every protocol, in the order they were kept: the last one counts."""
        ...

    def protocol_copy(self, sha256: str) -> ProtocolCopy | None:
        """The bytes of a version that was switched on; ``None`` when they are not there or cannot be read."""
        ...

    def keep_products(self, *lines: OwnProduct) -> None:
        """Keep these lines about the clinic's own products, in one transaction; none is ever changed."""
        ...

    def own_products(self) -> tuple[OwnProduct, ...]:
        """Every line, in the order they were kept: of each name the last one counts."""
        ...


class ProtocolVersions(Protocol):
    """The folders of a protocol's versions, released and own. Every method reads the disk: call it on a worker."""

    def listed(self) -> tuple[VersionFolder, ...]:
        """Every version's folder, newest first, whether it is sound or not."""
        ...

    def make_own(self, source: ProtocolCopy) -> VersionFolder:
        """A new folder of the clinic's with these files, numbered on. Raises ``EnvironmentFailed``; nothing stays."""
        ...

    def check(self, version: str) -> CheckedVersion:
        """Read the folder once and check it; never raises for its content, nor when it is gone."""
        ...

    def compare(self, before: ClinicalProtocol, after: ClinicalProtocol) -> WhatChanges:
        """What ``after`` changes, rule by rule and for the example consultations."""
        ...
