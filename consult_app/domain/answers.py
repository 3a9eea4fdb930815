"""What the provider has been told: the answers of one consultation.

A missing answer is ``None`` (or absent from a mapping) and means "not asked"; it never means "no".
All times are the clinic's local wall times, without an offset.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from consult_app.domain.patient import PatientDetails


class Concern(StrEnum):
    ACNE_SCARS = "acne_scars"
    SCARS = "scars"
    TEXTURE = "texture"
    PORE_SIZE = "pore_size"
    FINE_LINES = "fine_lines"
    WRINKLES = "wrinkles"
    GENERAL_AGING = "general_aging"
    OTHER = "other"


class Severity(StrEnum):
    MILD = "mild"
    MODERATE = "moderate"
    MARKED = "marked"

    @property
    def rank(self) -> int:
        return list(Severity).index(self)


class Area(StrEnum):
    FOREHEAD = "forehead"
    BETWEEN_BROWS = "between_brows"
    AROUND_EYES = "around_eyes"
    NOSE = "nose"
    LEFT_CHEEK = "left_cheek"
    RIGHT_CHEEK = "right_cheek"
    UPPER_LIP = "upper_lip"
    CHIN_JAW = "chin_jaw"
    NECK = "neck"


class Fitzpatrick(StrEnum):
    """Sun reaction type, asked by how skin burns and tans (Fitzpatrick scale)."""

    I = "I"  # noqa: E741
    II = "II"
    III = "III"
    IV = "IV"
    V = "V"
    VI = "VI"


class Tan(StrEnum):
    NONE = "none"
    SLIGHT = "slight"
    FRESH = "fresh"
    SUNBURN = "sunburn"


class Reply(StrEnum):
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    DECLINED = "declined"


class Use(StrEnum):
    NIGHTLY = "nightly"
    MORNINGS = "mornings"
    DAILY = "daily"
    TWICE_DAILY = "twice_daily"
    WEEKLY = "weekly"
    AS_NEEDED = "as_needed"


@dataclass(frozen=True, slots=True)
class Provider:
    name: str
    credentials: str = ""


@dataclass(frozen=True, slots=True)
class ConcernAnswer:
    """One concern at one severity; the same concern may stand again with another severity."""

    concern: Concern
    severity: Severity | None = None
    areas: tuple[Area, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class SkinAnswers:
    fitzpatrick: Fitzpatrick | None = None
    tan: Tan | None = None
    tan_since: date | None = None


@dataclass(frozen=True, slots=True)
class HealthAnswer:
    """``current`` and ``last`` belong to questions that ask for them (see ``Question.needs``)."""

    answer: Reply
    current: bool | None = None
    last: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProductMatch:
    """What the catalogue recognised in a product's name.

    ``how`` is ``clinic`` (the clinic's own list), ``catalogue``, ``ingredient``, ``category``, ``several`` or ``none``;
    ``matched`` is what was found. It stays as it was when the product was entered, whatever the lists say later.
    """

    matched: str | None = None
    how: str = "none"
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryDecision:
    """The provider read the label and names the category."""

    category: str


@dataclass(frozen=True, slots=True)
class ResumeDecision:
    """The provider names the day (from 00:00) or the local time from which the product is OK."""

    resume_at: date | datetime


@dataclass(frozen=True, slots=True)
class AskDecision:
    """The patient must ask first: printed as "Do not use yet"."""


ProductDecision = CategoryDecision | ResumeDecision | AskDecision


@dataclass(frozen=True, slots=True)
class ProductAnswer:
    name: str
    use: Use | None = None
    last_used: date | None = None
    decision: ProductDecision | None = None
    match: ProductMatch = field(default_factory=ProductMatch)


@dataclass(frozen=True, slots=True)
class ImportantDate:
    what: str
    on: date


@dataclass(frozen=True, slots=True)
class Trip:
    what: str
    first: date
    last: date
    sunny: bool = False


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session the provider set by hand, with the reason where it departs from the proposal."""

    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RemovedSession:
    """A session of the chosen option that the provider took out, by its number there, and why."""

    number: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Override:
    """A provider lets a defer or review finding not count. ``on`` is the day it was recorded."""

    rule: str
    reason: str
    by: Provider | None = None
    on: date | None = None


class DecisionChoice(StrEnum):
    PROCEED = "proceed"
    POSTPONE = "postpone"


@dataclass(frozen=True, slots=True)
class Decision:
    """A provider's answer to a review finding. ``on`` is the day it was recorded."""

    rule: str
    choice: DecisionChoice
    reason: str
    by: Provider | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """``removed`` are sessions of the option that ``sessions`` leave out; without ``sessions`` they mean nothing."""

    option: str | None = None
    sessions: tuple[PlannedSession, ...] | None = None
    overrides: tuple[Override, ...] = ()
    decisions: tuple[Decision, ...] = ()
    removed: tuple[RemovedSession, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """One consultation's answers, the same for the desk, the command line and the tests.

    ``products`` is ``None`` until asked; an empty tuple is the answer "uses none". ``words`` are the patient's own,
    kept with the record only. ``treated_at`` is the end of the treatment once it is done.
    """

    treatment: str = "microneedling"
    consultation_date: date | None = None
    treatment_at: datetime | None = None
    treated_at: datetime | None = None
    patient: PatientDetails = field(default_factory=PatientDetails)
    provider: Provider | None = None
    concerns: tuple[ConcernAnswer, ...] = ()
    words: str = ""
    skin: SkinAnswers = field(default_factory=SkinAnswers)
    health: Mapping[str, HealthAnswer] = field(default_factory=dict)
    products: tuple[ProductAnswer, ...] | None = None
    events: tuple[ImportantDate, ...] = ()
    trips: tuple[Trip, ...] = ()
    no_more_dates: bool = False
    series_done: tuple[date, ...] = ()
    choices: Choices = field(default_factory=Choices)
