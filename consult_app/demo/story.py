"""What happened at the sample clinic: visits before today and consultations not finished yet, around any given day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from consult_app.demo import people
from consult_app.demo.years import PastVisit, past_visits
from consult_app.domain.answers import (
    Answers,
    Area,
    AskDecision,
    Choices,
    Concern,
    ConcernAnswer,
    Fitzpatrick,
    HealthAnswer,
    ImportantDate,
    ProductAnswer,
    Provider,
    Reply,
    Severity,
    SkinAnswers,
    Tan,
    Trip,
    Use,
)
from consult_app.domain.clinic import Clinic
from consult_app.domain.patient import PatientDetails
from consult_app.domain.plan import Step
from consult_app.domain.protocol import Protocol

_AT_HALF_PAST_TEN = time(10, 30)
_SERIES_GAP = 60
"""Visits closer together than this many days go on with a series."""
_CHEEKS = (Area.LEFT_CHEEK, Area.RIGHT_CHEEK)


@dataclass(frozen=True, slots=True)
class Visit:
    """One consultation of the story. ``days`` counts from today, negative before it.

    ``follows`` goes on with the plan of the patient's visit before.
    A finished visit chooses the recommended option and gives out its sheet; an unfinished one stopped at ``step``.
    """

    who: PatientDetails
    provider: Provider
    days: int
    answers: Answers
    finished: bool = True
    step: Step = Step.PLAN
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Storyteller:
    """Writes the story for one protocol, clinic and day; treatments fall on open days."""

    protocol: Protocol
    clinic: Clinic
    today: date

    def visits(self) -> tuple[Visit, ...]:
        """Two years of regulars, then what led to today, then what is open."""
        years = (self._of_years(visit) for visit in past_visits(self.clinic, self.today))
        return (*years, *self._finished(), *self._open())

    def _of_years(self, past: PastVisit) -> Visit:
        regular, days = past.regular, (past.on - self.today).days
        visit = self._visit(
            regular.who,
            regular.provider,
            days,
            *regular.concerns,
            skin=past.skin,
            products=past.products,
            health=past.health,
        )
        series = 0 if regular.every > _SERIES_GAP else 3
        answers = replace(visit.answers, series_done=past.earlier[-series:] if series else ())
        return replace(visit, answers=answers, follows=bool(past.earlier))

    def _finished(self) -> tuple[Visit, ...]:
        lines = _concern(Concern.FINE_LINES, Severity.MODERATE, Area.AROUND_EYES, Area.FOREHEAD)
        scars = _concern(Concern.ACNE_SCARS, Severity.MODERATE, *_CHEEKS)
        texture = _concern(Concern.TEXTURE, Severity.MILD, Area.CHIN_JAW)
        pores = _concern(Concern.PORE_SIZE, Severity.MILD, Area.NOSE)
        aging = _concern(Concern.GENERAL_AGING, Severity.MARKED, *_CHEEKS, Area.NECK)
        burned = SkinAnswers(Fitzpatrick.II, Tan.SUNBURN)
        tanned = SkinAnswers(Fitzpatrick.III, Tan.FRESH)
        return (
            self._visit(people.MARISOL, people.DANA, -98, scars, skin=burned),
            self._visit(people.CARMEN, people.MAI, -116, pores, products=(_cleanser(),)),
            self._visit(people.LENA, people.DANA, -67, scars, skin=tanned),
            self._visit(people.SOO_AH, people.DANA, -46, texture, skin=SkinAnswers(Fitzpatrick.IV, Tan.NONE)),
            self._visit(people.LUCIA, people.ROSA, -25, lines, products=(_retinol(self.today, -40),)),
            self._visit(people.THEODORA, people.MAI, -18, aging),
            self._visit(people.AMINATA, people.ROSA, -8, scars, skin=SkinAnswers(Fitzpatrick.V, Tan.FRESH)),
            self._visit(people.DANIEL, people.ROSA, -7, aging, health={"filler": self._yes(-13)}),
            self._visit(people.ADAEZE, people.DANA, 0, lines),
            self._visit(
                people.LENA, people.DANA, 0, scars, health={"isotretinoin": HealthAnswer(Reply.YES, current=True)}
            ),
        )

    def _open(self) -> tuple[Visit, ...]:
        scars = _concern(Concern.ACNE_SCARS, Severity.MARKED, Area.RIGHT_CHEEK)
        also = _concern(Concern.ACNE_SCARS, Severity.MODERATE, Area.LEFT_CHEEK)
        texture = _concern(Concern.TEXTURE, Severity.MILD, Area.CHIN_JAW)
        wanted = self._visit(
            people.MARISOL,
            people.DANA,
            0,
            scars,
            also,
            texture,
            products=(
                _tretinoin(self.today, -1),
                _product("Glycolic acid pads 10%", Use.WEEKLY, self.today, -4),
                _product("Niacinamide serum", Use.MORNINGS),
                _product("Mineral sunscreen SPF 50", Use.DAILY),
                replace(_product("Midnight Reset drops", Use.NIGHTLY), decision=AskDecision()),
                _cleanser(),
            ),
            skin=SkinAnswers(Fitzpatrick.III, Tan.SLIGHT, self.today - timedelta(days=11)),
            health={"cold_sore_history": HealthAnswer(Reply.YES), "filler": self._yes(-22)},
        )
        marisol = replace(
            wanted,
            finished=False,
            answers=replace(
                wanted.answers,
                treatment_at=self._treatment(3),
                words="I'd like my cheeks to look smoother without makeup.",
                trips=(Trip("Beach trip", self._day(39), self._day(47), sunny=True),),
                events=(ImportantDate("Sister's wedding", self._day(100)),),
                choices=Choices(),
            ),
        )
        begun = self._visit(people.JI_WON, people.ROSA, -1, texture)
        ji_won = replace(
            begun,
            finished=False,
            step=Step.SKIN,
            answers=replace(begun.answers, treatment_at=None, skin=SkinAnswers(), health={}, products=None),
        )
        thao = replace(
            self._visit(people.THAO, people.DANA, 0, texture, also, products=(_cleanser(), _retinol(self.today, -12))),
            finished=False,
        )
        rosacea = {"rosacea": HealthAnswer(Reply.YES, note="Calm for a year")}
        priya = replace(
            self._visit(
                people.PRIYA, people.ROSA, 0, texture, skin=SkinAnswers(Fitzpatrick.IV, Tan.NONE), health=rosacea
            ),
            finished=False,
        )
        return marisol, ji_won, thao, priya

    def _visit(
        self,
        who: PatientDetails,
        provider: Provider,
        days: int,
        *concerns: ConcernAnswer,
        skin: SkinAnswers | None = None,
        products: tuple[ProductAnswer, ...] = (),
        health: Mapping[str, HealthAnswer] | None = None,
    ) -> Visit:
        on = self._open_day(days)
        given = {question: HealthAnswer(Reply.NO) for question in self.protocol.questions}
        return Visit(
            who=who,
            provider=provider,
            days=(on - self.today).days,
            answers=Answers(
                consultation_date=on,
                treatment_at=datetime.combine(on, _AT_HALF_PAST_TEN),
                patient=who,
                provider=provider,
                concerns=concerns,
                skin=skin or SkinAnswers(Fitzpatrick.II, Tan.NONE),
                health={**given, **(health or {})},
                products=products,
            ),
        )

    def _day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def _open_day(self, days: int) -> date:
        """That day, or the next open one where that lies before today too."""
        opened = self.clinic.first_open_day(self._day(days))
        return opened if opened < self.today else self._day(days)

    def _yes(self, days: int) -> HealthAnswer:
        return HealthAnswer(Reply.YES, last=self._day(days))

    def _treatment(self, days: int) -> datetime:
        return datetime.combine(self.clinic.first_open_day(self._day(days)), _AT_HALF_PAST_TEN)


def _concern(what: Concern, severity: Severity, *areas: Area) -> ConcernAnswer:
    return ConcernAnswer(what, severity, areas)


def _product(name: str, use: Use, today: date | None = None, days: int = 0) -> ProductAnswer:
    return ProductAnswer(name, use=use, last_used=today + timedelta(days=days) if today else None)


def _tretinoin(today: date, days: int) -> ProductAnswer:
    return _product("Tretinoin cream 0.05%", Use.NIGHTLY, today, days)


def _retinol(today: date, days: int) -> ProductAnswer:
    return _product("Retinol night serum", Use.NIGHTLY, today, days)


def _cleanser() -> ProductAnswer:
    return _product("Gentle cream cleanser", Use.TWICE_DAILY)
