"""The shape of a protocol folder's files; anything else in them is a fault (docs/protocol-format.md)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from consult_app.domain.answers import Area, Concern, Fitzpatrick, Reply, Severity, Tan
from consult_app.domain.patient import AllergyState
from consult_app.domain.protocol import Basis, Effect, PlanEvent, ProductEvent

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$")]
Version = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+(-clinic\.[1-9]\d*)?$")]
Sources = Annotated[tuple[Text, ...], Field(min_length=1)]
Ids = Annotated[tuple[Id, ...], Field(min_length=1)]
Count = Annotated[int, Field(ge=0, le=3660)]


class Part(BaseModel):
    """A table of a content file: unknown keys and loose types are refused, the value never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Attributed(Part):
    sources: Sources
    basis: Basis


class StatementPart(Part):
    id: Text
    place: Text
    says: Text
    provenance_only: str = ""


class DocumentPart(Part):
    """A document quoted statement by statement; its statements become the sources ``id:STATEMENT``."""

    id: Id
    kind: Literal["clinic"]
    title: Text
    place: Text
    dated: Text
    statements: tuple[StatementPart, ...]


class SourcePart(Part):
    id: Text
    kind: Literal["label", "literature", "practice", "judgement"]
    title: Text
    says: Text
    place: str = ""
    dated: str = ""


class GroupPart(Part):
    id: Id
    title: Text


class QuestionPart(Attributed):
    id: Id
    group: Id
    text: Text
    help: str = ""
    needs: tuple[Literal["last", "current"], ...] = ()


class HealthPart(Part):
    kind: Literal["health"]
    questions: Ids
    answers: Annotated[tuple[Reply, ...], Field(min_length=1)] = (Reply.YES,)
    current: bool | None = None
    within_days: Count | None = None
    within_months: Count | None = None
    at_least_days: Count | None = None

    @model_validator(mode="after")
    def _bounds_leave_room(self) -> "HealthPart":
        if self.within_days is not None and self.within_months is not None:
            raise ValueError("within_days and within_months exclude each other")
        if self.within_days is not None and (self.at_least_days or 0) >= self.within_days:
            raise ValueError("at_least_days leaves no day before within_days")
        return self


class AllergyPart(Part):
    kind: Literal["allergy"]
    states: tuple[AllergyState, ...] = ()
    stems: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z]{3,}$")], ...] = ()

    @model_validator(mode="after")
    def _names_something(self) -> "AllergyPart":
        if not self.states and not self.stems:
            raise ValueError("states or stems must be given")
        return self


class TanPart(Part):
    kind: Literal["tan"]
    values: Annotated[tuple[Tan, ...], Field(min_length=1)]


class FitzpatrickPart(Part):
    kind: Literal["fitzpatrick"]
    values: Annotated[tuple[Fitzpatrick, ...], Field(min_length=1)]


class AreaPart(Part):
    kind: Literal["area"]
    values: Annotated[tuple[Area, ...], Field(min_length=1)]


class AgePart(Part):
    kind: Literal["age"]
    under: Annotated[int, Field(ge=1, le=120)]


class ProductPart(Part):
    kind: Literal["product"]
    event: ProductEvent


class PlanPart(Part):
    kind: Literal["plan"]
    event: PlanEvent
    days: Count = 0


ConditionPart = Annotated[
    HealthPart | AllergyPart | TanPart | FitzpatrickPart | AreaPart | AgePart | ProductPart | PlanPart,
    Field(discriminator="kind"),
]


class UntilPart(Part):
    """``sources`` and ``basis`` stand here only where the number of days rests on others than the rule itself."""

    days: Annotated[int, Field(ge=1, le=3660)]
    after: Id
    sources: tuple[Text, ...] = ()
    basis: Basis | None = None

    @model_validator(mode="after")
    def _sources_go_with_a_basis(self) -> "UntilPart":
        if bool(self.sources) != (self.basis is not None):
            raise ValueError("sources and basis stand together or not at all")
        return self


class CasePart(Part):
    effect: Effect
    when: Annotated[tuple[ConditionPart, ...], Field(min_length=1)]
    text: Text
    until: UntilPart | None = None
    cleared: str = ""

    @model_validator(mode="after")
    def _only_a_defer_has_an_end(self) -> "CasePart":
        if self.until is not None and self.effect is not Effect.DEFER:
            raise ValueError("only a defer has an until")
        return self


class RulePart(Attributed):
    id: Id
    subject: Text
    cases: Annotated[tuple[CasePart, ...], Field(min_length=1)]
    unsure: str = ""
    prescriber_only: bool = False
    range_seen: str = ""


class ReasonPart(Attributed):
    text: Text


class MaintenancePart(Attributed):
    count: Annotated[int, Field(ge=1, le=12)]
    first_weeks: Annotated[int, Field(ge=4, le=52)]
    every_weeks: Annotated[int, Field(ge=4, le=52)]


class SessionsPart(Attributed):
    minimum: Annotated[int, Field(ge=1, le=12)]
    maximum: Annotated[int, Field(ge=1, le=12)]

    @model_validator(mode="after")
    def _in_order(self) -> "SessionsPart":
        if self.minimum > self.maximum:
            raise ValueError("minimum is more than maximum")
        return self


class IntervalPart(Attributed):
    """``per_year`` spreads the sessions over a year; else ``weeks`` and ``longer_weeks`` count."""

    per_year: bool = False
    weeks: Count = 0
    longer_weeks: Count = 0
    gentler_extra_weeks: Count = 0

    @model_validator(mode="after")
    def _has_weeks(self) -> "IntervalPart":
        if not self.per_year and not 1 <= self.weeks <= self.longer_weeks:
            raise ValueError("weeks must be 1 or more and not more than longer_weeks")
        return self


class RecommendedPart(Attributed):
    mild: int
    moderate: int
    marked: int

    def by_severity(self) -> dict[Severity, int]:
        return {Severity.MILD: self.mild, Severity.MODERATE: self.moderate, Severity.MARKED: self.marked}


ReasonKey = Literal[
    "low",
    "high",
    "middle",
    "usual_interval",
    "longer_interval",
    "fewer",
    "more",
    "gentler",
    "maintenance",
    "both_kinds",
]


class CoursePart(Part):
    id: Id
    title: Text
    concerns: Annotated[tuple[Concern, ...], Field(min_length=1)]
    sessions: SessionsPart
    interval: IntervalPart
    recommended: RecommendedPart
    maintenance: MaintenancePart | None = None
    reasons: dict[ReasonKey, ReasonPart]

    @model_validator(mode="after")
    def _recommends_inside_its_range(self) -> "CoursePart":
        for severity, count in self.recommended.by_severity().items():
            if not self.sessions.minimum <= count <= self.sessions.maximum:
                raise ValueError(f"recommended.{severity} lies outside the range of sessions")
        return self


class DaysPart(Attributed):
    value: Annotated[int, Field(ge=1, le=3660)]


class TypesPart(Attributed):
    values: tuple[Fitzpatrick, ...]


class QuestionsPart(Attributed):
    values: tuple[Id, ...]


class MoveReasonsPart(Part):
    defer: Text
    closed: Text
    trip: Text
    event: Text
    dropped: Text


class PlanningPart(Part):
    spacing_days: DaysPart
    recovery_days: DaysPart
    after_trip_days: DaysPart
    horizon_months: DaysPart
    longer_interval_types: TypesPart
    no_option_questions: QuestionsPart
    move_reasons: MoveReasonsPart
    notes: tuple[ReasonPart, ...] = ()


class AvoidPart(Attributed):
    what: Id
    wording: Id


class AftercarePart(Attributed):
    protected_hours: Annotated[int, Field(ge=1, le=720)]
    avoid: tuple[AvoidPart, ...]


class StepPart(Attributed):
    """Elapsed hours or calendar days, never both."""

    id: Id
    from_hours: Count | None = None
    to_hours: Count | None = None
    from_day: Count | None = None
    to_day: Count | None = None

    @model_validator(mode="after")
    def _hours_or_days(self) -> "StepPart":
        if (self.from_hours is None) == (self.from_day is None):
            raise ValueError("exactly one of from_hours and from_day must be given")
        ends_well = (
            self.to_day is None and (self.to_hours is None or self.to_hours > (self.from_hours or 0))
            if self.from_day is None
            else self.to_hours is None and (self.to_day is None or self.to_day >= self.from_day)
        )
        if not ends_well:
            raise ValueError("the step ends before it starts, or mixes hours and days")
        return self


class LinesPart(Attributed):
    lines: Ids


class ProtocolFile(Part):
    id: Id
    version: Version
    derived_from: Version | None = None
    title: Text
    languages: Annotated[tuple[Literal["en", "es"], ...], Field(min_length=1)]
    released: date | None = None
    documents: tuple[DocumentPart, ...]
    sources: tuple[SourcePart, ...]
    groups: tuple[GroupPart, ...]
    questions: tuple[QuestionPart, ...]
    rules: tuple[RulePart, ...]
    courses: tuple[CoursePart, ...]
    planning: PlanningPart
    aftercare: AftercarePart
    timeline: tuple[StepPart, ...]
    lists: dict[Id, tuple[Id, ...]]
    line_sources: tuple[LinesPart, ...]


class CategoryPart(Attributed):
    """Exactly one of ``resume_hours``, ``resume_days`` and ``resume_by_provider`` is given."""

    id: Id
    name: Text
    pause_days: Count | None = None
    resume_hours: Count | None = None
    resume_days: Count | None = None
    resume_by_provider: bool = False
    prescription: bool = False
    answers_question: Id | None = None
    range_seen: Text
    early_ok: str = ""

    @model_validator(mode="after")
    def _one_end(self) -> "CategoryPart":
        ends = (self.resume_hours is not None) + (self.resume_days is not None) + self.resume_by_provider
        if ends != 1:
            raise ValueError("exactly one of resume_hours, resume_days and resume_by_provider must be given")
        return self


class CataloguePart(Part):
    name: Text
    brand: str
    categories: Ids
    aliases: tuple[Text, ...] = ()
    ingredients: tuple[Text, ...] = ()
    evidence: Annotated[str, StringConstraints(pattern=r"^(D1|D2|FM|page|(S?P|C)\d+)( (D1|D2|FM|page|(S?P|C)\d+))*$")]
    note: str = ""


class WordPart(Part):
    words: Annotated[tuple[Text, ...], Field(min_length=1)]
    categories: Ids
    how: Literal["ingredient", "category"]


class ProductsFile(Part):
    categories: tuple[CategoryPart, ...]
    words: tuple[WordPart, ...]
    catalogue: tuple[CataloguePart, ...]
