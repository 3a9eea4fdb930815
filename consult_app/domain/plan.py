"""A draft that changes and a finished plan that never does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from consult_app.domain.answers import Answers, Provider, Reply
from consult_app.domain.patient import PatientId
from consult_app.domain.proposal import Proposal

DraftId = NewType("DraftId", str)
PlanId = NewType("PlanId", str)


class Step(StrEnum):
    """The seven steps, in order."""

    PATIENT = "patient"
    CONCERNS = "concerns"
    SKIN = "skin"
    HEALTH = "health"
    PRODUCTS = "products"
    PLAN = "plan"
    HANDOUT = "handout"

    @property
    def number(self) -> int:
        return list(Step).index(self) + 1


@dataclass(frozen=True, slots=True)
class CopiedFrom:
    """The finished plan a consultation began as a copy of; ``on`` is the clinic's day of that visit."""

    plan_id: PlanId
    number: str
    on: date


@dataclass(frozen=True, slots=True)
class Copied:
    """What a draft holds from a past plan.

    ``unconfirmed`` are the answers nobody has confirmed or changed yet, by the keys of ``application.copying``.
    ``notes`` say what was left out or has changed since. ``health`` and ``products`` are what was answered then, only
    to be shown: they answer nothing.
    """

    source: CopiedFrom
    unconfirmed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    health: Mapping[str, Reply] = field(default_factory=dict)
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftPlan:
    """A consultation being filled in. Times are aware UTC; ``version`` counts saves.

    ``patient_id`` is ``None`` until the patient is on file. ``different_person`` names who confirmed that a record
    with the same name and birth date is somebody else. ``follows`` is the plan whose series this one goes on with;
    ``copied`` what it was begun with as a copy of another.
    """

    id: DraftId
    answers: Answers
    started_at: datetime
    saved_at: datetime | None = None
    step: Step = Step.PATIENT
    visited: tuple[Step, ...] = (Step.PATIENT,)
    patient_id: PatientId | None = None
    different_person: str = ""
    follows: PlanId | None = None
    copied: Copied | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class FinalPlan:
    """A finished plan: a snapshot with everything needed to read and reprint it; rules are never run over it again.

    ``number`` is the printed plan number, unique in the clinic. ``consultation_date`` is the clinic's day of the
    visit, ``entered_at`` (aware UTC) when it was signed in the program. ``treated`` is false for a visit closed as
    not treated.
    """

    id: PlanId
    number: str
    patient_id: PatientId
    answers: Answers
    proposal: Proposal
    signed_by: Provider
    entered_at: datetime
    consultation_date: date
    treated: bool = True
    follows: PlanId | None = None
    copied_from: CopiedFrom | None = None


@dataclass(frozen=True, slots=True)
class Addendum:
    """A dated correction linked to a finished plan; the plan itself stays as it was."""

    plan_id: PlanId
    by: Provider
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class LineEdit:
    """One line of a sheet in a provider's own words, for the patient of one plan.

    ``line`` is the id of the wording line in ``language``; ``words`` stands in its place, with the same named fields.
    ``at`` (aware UTC) is when it was last changed.
    """

    language: str
    line: str
    words: str
    by: Provider
    at: datetime


@dataclass(frozen=True, slots=True)
class IssuedHandout:
    """One sheet that was issued: the bytes printed are the bytes kept. ``sha256`` is over ``pdf``; ``at`` aware UTC.

    ``how`` says what happened to it: ``printed``, ``saved`` or ``email file``; ``target`` the printer or empty.
    ``ended`` is the local end of treatment an after sheet counts from, ``None`` on other sheets. ``edits`` are the
    lines that stood on it in a provider's own words.
    """

    id: str
    plan_id: PlanId
    sheet: str
    language: str
    paper: str
    large_print: bool
    letterhead: bool
    pages: int
    pdf: bytes = field(repr=False)
    sha256: str = ""
    at: datetime | None = None
    by: Provider | None = None
    how: str = "printed"
    target: str = ""
    text: str = field(default="", repr=False)
    ended: datetime | None = None
    edits: tuple[LineEdit, ...] = ()
