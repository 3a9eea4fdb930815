"""A treatment protocol as typed data: questions, rules, product windows, courses, aftercare and wording.

Values come from a protocol folder (docs/protocol-format.md); nothing clinical stands in Python. Every value names its
sources and its basis.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from consult_app.domain.answers import Area, Concern, Fitzpatrick, Reply, Severity, Tan
from consult_app.domain.patient import AllergyState


class Basis(StrEnum):
    """Where a value comes from; the last two are defaults until the clinic confirms them."""

    CLINIC = "clinic"
    LABEL = "label"
    LITERATURE = "literature"
    PRACTICE = "practice"
    JUDGEMENT = "judgement"

    @property
    def needs_confirmation(self) -> bool:
        return self in (Basis.PRACTICE, Basis.JUDGEMENT)


class Effect(StrEnum):
    STOP = "stop"
    DEFER = "defer"
    REVIEW = "review"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 is the most serious."""
        return list(Effect).index(self)


@dataclass(frozen=True, slots=True)
class Source:
    """One citable source. ``id`` is what values name, such as ``clinic:S27``; ``says`` is our own summary of it."""

    id: str
    kind: str
    title: str
    says: str = ""
    place: str = ""
    dated: str = ""
    provenance_only: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One health question. ``needs`` names what a yes must carry: ``last`` and/or ``current``.

    With ``current`` in ``needs``, ``last`` is only needed when ``current`` is false.
    """

    id: str
    group: str
    text: str
    help: str = ""
    needs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    basis: Basis = Basis.JUDGEMENT


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class HealthCondition:
    """Any of ``questions`` has any of ``answers``; for a dated yes the distance to day D is bounded.

    ``within_days`` n: ``last + n`` lies after D. ``within_months``: ``last`` plus so many calendar months lies after D.
    ``at_least_days`` n: ``last + n`` does not lie after D. An answer other than yes has no date and meets every bound.
    """

    questions: tuple[str, ...]
    answers: tuple[Reply, ...] = (Reply.YES,)
    current: bool | None = None
    within_days: int | None = None
    within_months: int | None = None
    at_least_days: int | None = None


@dataclass(frozen=True, slots=True)
class AllergyCondition:
    """The patient's allergies are in ``states`` or, folded, contain one of the stems."""

    states: tuple[AllergyState, ...] = ()
    stems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TanCondition:
    values: tuple[Tan, ...]


@dataclass(frozen=True, slots=True)
class FitzpatrickCondition:
    values: tuple[Fitzpatrick, ...]


@dataclass(frozen=True, slots=True)
class AreaCondition:
    values: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class AgeCondition:
    """Younger than ``under`` whole years on day D."""

    under: int


class ProductEvent(StrEnum):
    USED_TOO_RECENTLY = "used_too_recently"
    RESUMES_EARLY = "resumes_early"


@dataclass(frozen=True, slots=True)
class ProductCondition:
    event: ProductEvent


class PlanEvent(StrEnum):
    TOO_CLOSE = "too_close"
    OUTSIDE_RANGE = "outside_range"
    EVENT_IN_RECOVERY = "event_in_recovery"
    TRIP_IN_RECOVERY = "trip_in_recovery"
    TRIP_BEFORE_SESSION = "trip_before_session"


@dataclass(frozen=True, slots=True)
class PlanCondition:
    """``days`` is the minimum spacing, the recovery days after a session, or the days needed after a sunny trip."""

    event: PlanEvent
    days: int = 0


Condition = (
    HealthCondition
    | AllergyCondition
    | TanCondition
    | FitzpatrickCondition
    | AreaCondition
    | AgeCondition
    | ProductCondition
    | PlanCondition
)


@dataclass(frozen=True, slots=True)
class Until:
    """How long a defer holds: ``days`` after a dated answer (``last`` of the question, or ``tan_since``).

    ``sources`` and ``basis`` are the number's own where it rests on others than the rule.
    """

    days: int
    after: str
    sources: tuple[str, ...] = ()
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One way a rule is met: all conditions hold. Cases are tried in order; the first that holds counts.

    ``cleared`` is the note shown when ``until`` has passed but the day itself must be checked again.
    """

    effect: Effect
    when: tuple[Condition, ...]
    text: str
    until: Until | None = None
    cleared: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A public rule. ``subject`` follows the effect word on screen ("Wait: fresh tan").

    ``prescriber_only``: a review it raises may only be decided by a prescriber.
    """

    id: str
    subject: str
    cases: tuple[Case, ...]
    sources: tuple[str, ...]
    basis: Basis
    unsure: str = ""
    prescriber_only: bool = False
    range_seen: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A product category's window.

    ``pause_days`` n >= 1: not used on the n days before day D; 0: never too recent; ``None``: no pause of its own.
    Exactly one of ``resume_hours`` (elapsed), ``resume_days`` (calendar) and ``resume_by_provider`` is set.
    ``answers_question``: using it answers that health question with yes and its last use.
    """

    id: str
    name: str
    pause_days: int | None
    resume_hours: int | None
    resume_days: int | None
    resume_by_provider: bool
    sources: tuple[str, ...]
    basis: Basis
    prescription: bool = False
    answers_question: str | None = None
    range_seen: str = ""
    early_ok: str = ""


@dataclass(frozen=True, slots=True)
class CatalogueProduct:
    name: str
    brand: str
    categories: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    ingredients: tuple[str, ...] = ()
    evidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class IngredientWord:
    """A word (or words) in a product name that names categories, with how it is shown: ingredient or category."""

    words: tuple[str, ...]
    categories: tuple[str, ...]
    how: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an option looks as it does; ``text`` may carry named fields in braces.

    ``key`` names it among the protocol's values, such as ``course.ID.reasons.NAME``; it is empty in older records.
    """

    text: str
    sources: tuple[str, ...]
    basis: Basis
    key: str = ""


@dataclass(frozen=True, slots=True)
class Maintenance:
    count: int
    first_weeks: int
    every_weeks: int


@dataclass(frozen=True, slots=True)
class Course:
    """A way to treat a kind of concern.

    ``per_year`` courses spread n sessions by ``52 // n`` weeks; others use ``interval_weeks`` (or
    ``longer_interval_weeks``). ``recommended`` maps the worst severity to the number of sessions.
    ``reasons`` by key: ``low high middle usual_interval longer_interval fewer more gentler maintenance both_kinds``.
    """

    id: str
    title: str
    concerns: tuple[Concern, ...]
    minimum: int
    maximum: int
    per_year: bool
    interval_weeks: int
    longer_interval_weeks: int
    gentler_extra_weeks: int
    recommended: Mapping[Severity, int]
    reasons: Mapping[str, Reason]
    maintenance: Maintenance | None = None


@dataclass(frozen=True, slots=True)
class Planning:
    """Numbers and words shared by all courses.

    ``no_option_questions``: a yes gets no proposal, the provider builds one.
    ``longer_interval_types``: Fitzpatrick types that take the longer interval.
    ``move_reasons`` by key: ``defer closed trip event dropped`` with named fields in braces.
    """

    spacing_days: int
    recovery_days: int
    after_trip_days: int
    horizon_months: int
    longer_interval_types: tuple[Fitzpatrick, ...]
    no_option_questions: tuple[str, ...]
    move_reasons: Mapping[str, str]
    notes: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class AvoidItem:
    """What the patient keeps away from until the protected time ends; ``wording`` is a line id."""

    what: str
    wording: str
    sources: tuple[str, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class Aftercare:
    """``protected_hours`` are elapsed hours from the end of treatment."""

    protected_hours: int
    avoid: tuple[AvoidItem, ...]
    sources: tuple[str, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One dated step after treatment: elapsed hours, or calendar days after day D (first to last)."""

    id: str
    from_hours: int | None
    to_hours: int | None
    from_day: int | None
    to_day: int | None
    sources: tuple[str, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class Wording:
    """Every patient-facing line of one language by id."""

    language: str
    lines: Mapping[str, str]

    def line(self, line_id: str, **fields: str) -> str:
        """The line with its named fields filled in. Raises ``KeyError`` for an unknown id or a missing field."""
        return self.lines[line_id].format(**fields)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Where a value comes from that has no fields of its own for it."""

    sources: tuple[str, ...]
    basis: Basis
    range_seen: str = ""


@dataclass(frozen=True, slots=True)
class Protocol:
    """One protocol version. ``sha256`` is taken over the whole folder.

    ``lists`` names, for each list on the sheets, the wording lines that stand in it, in order (at most 7 each).
    ``attributions`` by value: ``planning.spacing_days``, ``course.ID.sessions``, ``line.ID`` of a wording line.
    """

    id: str
    version: str
    title: str
    sha256: str
    released: date | None
    sources: Mapping[str, Source]
    groups: tuple[QuestionGroup, ...]
    questions: Mapping[str, Question]
    rules: Mapping[str, Rule]
    categories: Mapping[str, Category]
    catalogue: tuple[CatalogueProduct, ...]
    ingredient_words: tuple[IngredientWord, ...]
    courses: Mapping[str, Course]
    planning: Planning
    aftercare: Aftercare
    timeline: tuple[TimelineStep, ...]
    lists: Mapping[str, tuple[str, ...]]
    wording: Mapping[str, Wording] = field(default_factory=dict)
    attributions: Mapping[str, Attribution] = field(default_factory=dict)

    @property
    def longest_pause(self) -> int:
        """Days an unknown product counts as stopped before treatment."""
        return max(category.pause_days or 0 for category in self.categories.values())
