"""Names of steps, concerns, areas and people as providers read them."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from consult_app.application.copying import COPIED
from consult_app.domain.answers import Area, Concern, Provider
from consult_app.domain.patient import PatientDetails, age_on
from consult_app.domain.plan import Step
from consult_app.domain.schedule import day_words

STEP_NAMES: Final[dict[Step, str]] = {
    Step.PATIENT: "Patient",
    Step.CONCERNS: "Concerns",
    Step.SKIN: "Skin & sun",
    Step.HEALTH: "Health screen",
    Step.PRODUCTS: "Products",
    Step.PLAN: "Plan",
    Step.HANDOUT: "Handout",
}

CONCERN_NAMES: Final[dict[Concern, str]] = {
    Concern.ACNE_SCARS: "Acne scars",
    Concern.SCARS: "Scars",
    Concern.TEXTURE: "Texture",
    Concern.PORE_SIZE: "Pore size",
    Concern.FINE_LINES: "Fine lines",
    Concern.WRINKLES: "Wrinkles",
    Concern.GENERAL_AGING: "General aging",
    Concern.OTHER: "Other",
}

AREA_NAMES: Final[dict[Area, str]] = {
    Area.FOREHEAD: "Forehead",
    Area.BETWEEN_BROWS: "Between the brows",
    Area.AROUND_EYES: "Around the eyes",
    Area.NOSE: "Nose",
    Area.RIGHT_CHEEK: "Right cheek",
    Area.LEFT_CHEEK: "Left cheek",
    Area.UPPER_LIP: "Upper lip",
    Area.CHIN_JAW: "Chin and jaw",
    Area.NECK: "Neck",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing a step still lacks: the answer path its control goes by, and what to do about it."""

    path: str
    words: str


def list_name(details: PatientDetails) -> str:
    """``ORTEGA-WHITFIELD, Marisol``; ``New patient`` while there is no name."""
    parts = [part for part in (details.family_name.strip().upper(), details.given_name.strip()) if part]
    return ", ".join(parts) or "New patient"


def born_words(birth_date: date, today: date) -> str:
    """``Mar 4, 1984 (42 y)``."""
    return f"{plain_day(birth_date)} ({age_on(birth_date, today)} y)"


def plain_day(day: date) -> str:
    """``Mar 4, 1984``: a day of the past, without its weekday."""
    return day_words(day).split(", ", 1)[1]


def provider_words(provider: Provider | None) -> str:
    """``Dana Keller, NP``; empty without a provider."""
    if provider is None:
        return ""
    return ", ".join(part for part in (provider.name, provider.credentials) if part)


def initials(name: str) -> str:
    """``DK`` for Dana Keller; at most two letters."""
    words = [word for word in name.split() if word[0].isalpha()]
    chosen = words[:1] + words[-1:] if len(words) > 1 else words
    return "".join(word[0].upper() for word in chosen)


def count_words(count: int, one: str, many: str = "") -> str:
    """``1 step``, ``3 steps``."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def join_words(parts: tuple[str, ...]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def step_of(path: str) -> Step:
    """The step on which the answer at ``path`` is given, or confirmed where it was copied."""
    if path.startswith(COPIED):
        return Step(path.removeprefix(COPIED))
    if path.startswith(SELF_TANNER_PATH):
        return Step.SKIN
    head = path.split(".", 1)[0].split("[", 1)[0]
    return _STEPS.get(head, Step.PLAN)


SELF_TANNER_PATH: Final = "health.self_tanner"
"""A health answer that is asked with the sun."""
_STEPS: Final[dict[str, Step]] = {
    "patient": Step.PATIENT,
    "provider": Step.PATIENT,
    "treatment_at": Step.SKIN,
    "concerns": Step.CONCERNS,
    "words": Step.CONCERNS,
    "skin": Step.SKIN,
    "events": Step.SKIN,
    "trips": Step.SKIN,
    "health": Step.HEALTH,
    "products": Step.PRODUCTS,
}
