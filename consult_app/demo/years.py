"""Two years at the sample clinic before the story of the day: who came, for what, how often. The seed is fixed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final

from consult_app.demo import people
from consult_app.domain.answers import (
    Area,
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

SEED: Final = 1912
_SHELF: Final = (
    ("Gentle cream cleanser", Use.TWICE_DAILY, None),
    ("Mineral sunscreen SPF 50", Use.DAILY, None),
    ("Niacinamide serum", Use.MORNINGS, None),
    ("Hyaluronic acid serum", Use.NIGHTLY, None),
    ("Retinol night serum", Use.NIGHTLY, 21),
    ("Glycolic acid pads 10%", Use.WEEKLY, 18),
    ("Tretinoin cream 0.05%", Use.NIGHTLY, 24),
    ("Vitamin C serum", Use.MORNINGS, 16),
)
"""Name, use and, for what has to pause, the fewest days since the last use."""


@dataclass(frozen=True, slots=True)
class Regular:
    """Somebody who came ``visits`` times, ``every`` so many days or a few more, the last time ``ago`` days ago."""

    who: PatientDetails
    provider: Provider
    concerns: tuple[ConcernAnswer, ...]
    skin: Fitzpatrick
    visits: int
    every: int
    ago: int


@dataclass(frozen=True, slots=True)
class PastVisit:
    """One visit of a regular: ``earlier`` are the days of the visits before it, ``health`` what was answered yes."""

    regular: Regular
    on: date
    earlier: tuple[date, ...]
    skin: SkinAnswers
    products: tuple[ProductAnswer, ...]
    health: dict[str, HealthAnswer]


def past_visits(clinic: Clinic, today: date) -> tuple[PastVisit, ...]:
    """All visits, the oldest first, on open days; the same for the same clinic and day."""
    chance = Random(SEED)
    visits = [visit for regular in _REGULARS for visit in _visits_of(regular, clinic, today, chance)]
    return tuple(sorted(visits, key=lambda visit: visit.on))


def _visits_of(regular: Regular, clinic: Clinic, today: date, chance: Random) -> Iterator[PastVisit]:
    gaps = [regular.every + chance.randrange(6) for _ in range(regular.visits - 1)]
    day = clinic.first_open_day(today - timedelta(days=regular.ago + sum(gaps)))
    earlier: tuple[date, ...] = ()
    for number in range(regular.visits):
        last = number == regular.visits - 1
        visit = PastVisit(
            regular=regular,
            on=day,
            earlier=earlier,
            skin=SkinAnswers(regular.skin, Tan.NONE),
            products=_products(day, chance),
            health={},
        )
        yield _unlike_the_others(visit) if last else visit
        earlier = (*earlier, day)
        if not last:
            day = clinic.first_open_day(day + timedelta(days=gaps[number]))


def _products(day: date, chance: Random) -> tuple[ProductAnswer, ...]:
    chosen = sorted(chance.sample(range(len(_SHELF)), chance.randrange(1, 5)))
    products = []
    for at in chosen:
        name, use, rested = _SHELF[at]
        last = day - timedelta(days=rested + chance.randrange(4)) if rested is not None else None
        products.append(ProductAnswer(name, use=use, last_used=last))
    return tuple(products)


def _unlike_the_others(visit: PastVisit) -> PastVisit:
    """The last visit of some ended otherwise: a tan, a sunburn, a reason not to treat."""
    who = visit.regular.who
    if who == people.BRIGID:
        return replace(visit, skin=replace(visit.skin, tan=Tan.FRESH, tan_since=visit.on - timedelta(days=3)))
    if who == people.PETRA:
        return replace(visit, skin=replace(visit.skin, tan=Tan.SUNBURN, tan_since=visit.on - timedelta(days=1)))
    if who == people.NADIA:
        return replace(visit, health={"pregnant_or_nursing": HealthAnswer(Reply.YES)})
    if who == people.MATEO:
        return replace(visit, health={"active_infection": HealthAnswer(Reply.YES)})
    if who == people.GRETA:
        return replace(visit, health={"rosacea": HealthAnswer(Reply.YES)})
    return visit


def _concern(what: Concern, severity: Severity, *areas: Area) -> ConcernAnswer:
    return ConcernAnswer(what, severity, areas)


_CHEEKS: Final = (Area.LEFT_CHEEK, Area.RIGHT_CHEEK)
_SCARS: Final = (_concern(Concern.ACNE_SCARS, Severity.MODERATE, *_CHEEKS),)
_DEEP_SCARS: Final = (
    _concern(Concern.ACNE_SCARS, Severity.MARKED, *_CHEEKS),
    _concern(Concern.TEXTURE, Severity.MODERATE, Area.CHIN_JAW),
)
_TEXTURE: Final = (_concern(Concern.TEXTURE, Severity.MILD, Area.FOREHEAD, Area.NOSE),)
_LINES: Final = (_concern(Concern.FINE_LINES, Severity.MODERATE, Area.AROUND_EYES, Area.FOREHEAD),)
_WRINKLES: Final = (_concern(Concern.WRINKLES, Severity.MARKED, Area.FOREHEAD, Area.UPPER_LIP),)
_PORES: Final = (_concern(Concern.PORE_SIZE, Severity.MILD, Area.NOSE, *_CHEEKS),)
_AGING: Final = (_concern(Concern.GENERAL_AGING, Severity.MODERATE, *_CHEEKS, Area.CHIN_JAW),)
_SCAR: Final = (_concern(Concern.SCARS, Severity.MODERATE, Area.CHIN_JAW),)

_REGULARS: Final = (
    Regular(people.MARISOL, people.DANA, _SCARS, Fitzpatrick.III, 3, 44, 420),
    Regular(people.THEODORA, people.MAI, _AGING, Fitzpatrick.II, 6, 122, 120),
    Regular(people.DANIEL, people.ROSA, _AGING, Fitzpatrick.V, 4, 130, 150),
    Regular(people.ADAEZE, people.DANA, _LINES, Fitzpatrick.II, 3, 118, 128),
    Regular(people.LUCIA, people.ROSA, _LINES, Fitzpatrick.III, 3, 120, 150),
    Regular(people.SOO_AH, people.DANA, _TEXTURE, Fitzpatrick.IV, 2, 45, 260),
    Regular(people.IMANI, people.ROSA, _DEEP_SCARS, Fitzpatrick.VI, 2, 44, 42),
    Regular(people.PRIYA, people.DANA, _SCARS, Fitzpatrick.IV, 3, 44, 160),
    Regular(people.WALKER, people.MAI, _AGING, Fitzpatrick.I, 5, 124, 28),
    Regular(people.CAMILA, people.DANA, _SCARS, Fitzpatrick.III, 2, 30, 28),
    Regular(people.OLGA, people.ROSA, _WRINKLES, Fitzpatrick.II, 4, 92, 33),
    Regular(people.HENRIK, people.DANA, _SCAR, Fitzpatrick.II, 3, 30, 210),
    Regular(people.BRIGID, people.MAI, _PORES, Fitzpatrick.II, 3, 150, 12),
    Regular(people.PETRA, people.ROSA, _TEXTURE, Fitzpatrick.III, 2, 32, 61),
    Regular(people.NADIA, people.DANA, _LINES, Fitzpatrick.III, 3, 120, 35),
    Regular(people.MATEO, people.ROSA, _DEEP_SCARS, Fitzpatrick.IV, 2, 46, 9),
    Regular(people.GRETA, people.DANA, _AGING, Fitzpatrick.I, 3, 175, 22),
    Regular(people.SELIN, people.MAI, _PORES, Fitzpatrick.III, 2, 170, 77),
    Regular(people.JONAS, people.ROSA, _SCARS, Fitzpatrick.II, 3, 30, 300),
    Regular(people.AIKO, people.DANA, _TEXTURE, Fitzpatrick.III, 3, 31, 19),
)
