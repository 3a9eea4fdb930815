"""Who is being consulted: names, birth date, allergies."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

PatientId = NewType("PatientId", str)


class AllergyState(StrEnum):
    """Four states that must never be mixed up: not asked is not the same as none."""

    NOT_RECORDED = "not_recorded"
    NONE_KNOWN = "none_known"
    KNOWN = "known"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Allergies:
    state: AllergyState = AllergyState.NOT_RECORDED
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PatientDetails:
    """What is known of the patient; ``None`` or an empty name means not asked."""

    family_name: str = ""
    given_name: str = ""
    preferred_name: str = ""
    birth_date: date | None = None
    phone: str = ""
    chart: str = ""
    language: str = "en"
    allergies: Allergies = field(default_factory=Allergies)

    @property
    def full_name(self) -> str:
        """Given name first, as people say it and as sheets print it."""
        return " ".join(part for part in (self.given_name, self.family_name) if part)


@dataclass(frozen=True, slots=True)
class Patient:
    """A patient on file. ``added_at`` is aware UTC."""

    id: PatientId
    details: PatientDetails
    added_at: datetime


def age_on(birth_date: date, day: date) -> int:
    """Whole years on ``day``. Someone born on Feb 29 has the birthday on Mar 1 in other years."""
    years = day.year - birth_date.year
    return years - ((day.month, day.day) < (birth_date.month, birth_date.day))
