"""One pure call from answers to a proposal, and the proposal's own shape."""

from dataclasses import dataclass
from datetime import date, datetime

from consult_app.domain.findings import Finding, Verdict
from consult_app.domain.protocol import Reason


@dataclass(frozen=True, slots=True)
class ProtocolRef:
    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ProposedSession:
    number: int
    on: date
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MaintenanceVisit:
    on: date
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One way to plan the series. ``kind`` is ``recommended``, ``fewer``, ``gentler`` or ``more``."""

    id: str
    kind: str
    course: str
    count: int
    interval_weeks: int
    sessions: tuple[ProposedSession, ...]
    maintenance: tuple[MaintenanceVisit, ...]
    reasons: tuple[Reason, ...]
    dropped: tuple[str, ...] = ()

    @property
    def recommended(self) -> bool:
        return self.kind == "recommended"


@dataclass(frozen=True, slots=True)
class ProductPlan:
    """When one product is put aside and taken up again, worked out for day D.

    ``pause_from`` is the first day without it, ``None`` when it has no pause. ``resume_at`` is a local date-time when
    the window is hours, a date when it is days, ``None`` when undecided, to be asked, or not computable yet.
    ``earliest_resume`` is the window's own end, also when the provider decided another date.
    """

    name: str
    matched: str | None
    how: str
    categories: tuple[str, ...]
    decided: bool
    ask: bool
    pause_days: int | None
    pause_from: date | None
    resume_at: date | datetime | None
    window_ends: date | datetime | None
    reason: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AvoidUntil:
    what: str
    until: datetime


@dataclass(frozen=True, slots=True)
class AftercarePlan:
    protected_until: datetime
    avoid: tuple[AvoidUntil, ...]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """``starts`` and ``ends`` are local date-times for hours, dates for days; ``ends`` may be ``None``."""

    id: str
    starts: date | datetime
    ends: date | datetime | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything the program says about a consultation; a pure function of its inputs.

    ``treatment_day`` is day D. ``sessions`` and ``maintenance`` are the plan as it stands: the provider's edited
    sessions, else the chosen option's, else empty.
    """

    protocol: ProtocolRef
    consultation_date: date
    treatment_day: date
    verdict: Verdict
    earliest: date | None
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]
    options: tuple[Option, ...]
    products: tuple[ProductPlan, ...]
    aftercare: AftercarePlan | None
    timeline: tuple[TimelineEntry, ...] | None
    chosen: Option | None
    sessions: tuple[ProposedSession, ...]
    maintenance: tuple[MaintenanceVisit, ...]

    @property
    def undecided_plan(self) -> tuple[Finding, ...]:
        """Plan findings that still keep the plan from being finished."""
        return tuple(f for f in self.findings if f.is_about_plan and not f.settled)
