"""Every edit a provider can make to the answers, as data, and what it does."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never

from consult_app.domain.answers import (
    Answers,
    Area,
    Choices,
    Concern,
    ConcernAnswer,
    Decision,
    Fitzpatrick,
    HealthAnswer,
    ImportantDate,
    Override,
    PlannedSession,
    ProductAnswer,
    Provider,
    RemovedSession,
    Reply,
    Severity,
    Tan,
    Trip,
)
from consult_app.domain.patient import PatientDetails


@dataclass(frozen=True, slots=True)
class SetPatient:
    """The patient's details as they now stand; ``field`` names what is being typed, so that typing undoes at once."""

    details: PatientDetails
    field: str = ""


@dataclass(frozen=True, slots=True)
class SetProvider:
    provider: Provider | None


@dataclass(frozen=True, slots=True)
class ToggleConcern:
    """Choose a concern or let it go with its areas."""

    concern: Concern


@dataclass(frozen=True, slots=True)
class SetArea:
    """Mark an area of a concern with a severity (``None``: chosen, severity not asked yet)."""

    concern: Concern
    area: Area
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class ClearArea:
    concern: Concern
    area: Area


@dataclass(frozen=True, slots=True)
class SetConcernNote:
    concern: Concern
    note: str


@dataclass(frozen=True, slots=True)
class SetWords:
    words: str


@dataclass(frozen=True, slots=True)
class SetFitzpatrick:
    skin_type: Fitzpatrick | None


@dataclass(frozen=True, slots=True)
class SetTan:
    tan: Tan | None


@dataclass(frozen=True, slots=True)
class SetTanSince:
    since: date | None


@dataclass(frozen=True, slots=True)
class AnswerHealth:
    """``answer`` ``None`` takes the answer back: not asked. ``field`` names what is being typed."""

    question: str
    answer: HealthAnswer | None
    field: str = ""


@dataclass(frozen=True, slots=True)
class AnswerNoToBlanks:
    """Answer no to those of ``questions`` that are blank; answers that stand are left alone."""

    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UsesNoProducts:
    """The patient uses none: an answer."""


@dataclass(frozen=True, slots=True)
class AddProduct:
    product: ProductAnswer


@dataclass(frozen=True, slots=True)
class ChangeProduct:
    index: int
    product: ProductAnswer
    field: str = ""


@dataclass(frozen=True, slots=True)
class RemoveProduct:
    """Taking the last one off the list makes the question unasked again."""

    index: int


@dataclass(frozen=True, slots=True)
class SetDatesAhead:
    """Important dates and trips as they now stand, and whether the patient said there are no others."""

    events: tuple[ImportantDate, ...]
    trips: tuple[Trip, ...]
    no_more: bool = False


@dataclass(frozen=True, slots=True)
class SetTreatmentAt:
    at: datetime | None


@dataclass(frozen=True, slots=True)
class SetTreatedAt:
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ChooseOption:
    """``None`` goes back to no choice; either way hand-set sessions are let go."""

    option: str | None


@dataclass(frozen=True, slots=True)
class SetSessions:
    """The provider's own dates and what they leave out of the option; ``None`` uses the protocol's again."""

    sessions: tuple[PlannedSession, ...] | None
    field: str = ""
    removed: tuple[RemovedSession, ...] = ()


@dataclass(frozen=True, slots=True)
class Decide:
    decision: Decision


@dataclass(frozen=True, slots=True)
class OverrideRule:
    override: Override


@dataclass(frozen=True, slots=True)
class TakeBackChoice:
    """Take back the override or decision on a rule."""

    rule: str


Edit = (
    SetPatient
    | SetProvider
    | ToggleConcern
    | SetArea
    | ClearArea
    | SetConcernNote
    | SetWords
    | SetFitzpatrick
    | SetTan
    | SetTanSince
    | AnswerHealth
    | AnswerNoToBlanks
    | UsesNoProducts
    | AddProduct
    | ChangeProduct
    | RemoveProduct
    | SetDatesAhead
    | SetTreatmentAt
    | SetTreatedAt
    | ChooseOption
    | SetSessions
    | Decide
    | OverrideRule
    | TakeBackChoice
)

CHOICE_EDITS = (Decide, OverrideRule, TakeBackChoice)


def merge_key(edit: Edit) -> str:
    """Edits in a row with the same key undo as one: typing in one field."""
    match edit:
        case SetPatient(field=field) | SetSessions(field=field):
            return f"{type(edit).__name__}.{field}" if field else ""
        case ChangeProduct(index=index, field=field):
            return f"ChangeProduct.{index}.{field}" if field else ""
        case AnswerHealth(question=question, field=field):
            return f"AnswerHealth.{question}.{field}" if field else ""
        case SetWords():
            return "SetWords"
        case SetConcernNote(concern=concern):
            return f"SetConcernNote.{concern}"
        case _:
            return ""


def apply(answers: Answers, edit: Edit) -> Answers:
    """The answers after the edit. Raises ``IndexError`` for a product that is not on the list."""
    match edit:
        case SetPatient(details=details):
            return replace(answers, patient=details)
        case SetProvider(provider=provider):
            return replace(answers, provider=provider)
        case ToggleConcern() | SetArea() | ClearArea() | SetConcernNote():
            return replace(answers, concerns=_concerns(answers.concerns, edit))
        case SetWords(words=words):
            return replace(answers, words=words)
        case SetFitzpatrick(skin_type=skin_type):
            return replace(answers, skin=replace(answers.skin, fitzpatrick=skin_type))
        case SetTan(tan=tan):
            since = answers.skin.tan_since if tan not in (None, Tan.NONE) else None
            return replace(answers, skin=replace(answers.skin, tan=tan, tan_since=since))
        case SetTanSince(since=since):
            return replace(answers, skin=replace(answers.skin, tan_since=since))
        case AnswerHealth() | AnswerNoToBlanks():
            return replace(answers, health=_health(answers.health, edit))
        case UsesNoProducts() | AddProduct() | ChangeProduct() | RemoveProduct():
            return replace(answers, products=_products(answers.products, edit))
        case SetDatesAhead(events=events, trips=trips, no_more=no_more):
            return replace(answers, events=events, trips=trips, no_more_dates=no_more)
        case SetTreatmentAt(at=at):
            return replace(answers, treatment_at=at)
        case SetTreatedAt(at=at):
            return replace(answers, treated_at=at)
        case ChooseOption() | SetSessions() | Decide() | OverrideRule() | TakeBackChoice():
            return replace(answers, choices=_choices(answers.choices, edit))
        case _:
            assert_never(edit)


def areas_of(concerns: tuple[ConcernAnswer, ...], concern: Concern) -> dict[Area, Severity | None]:
    """The areas marked for a concern with their severity, in the order of the face."""
    marked = {area: answer.severity for answer in concerns if answer.concern is concern for area in answer.areas}
    return {area: marked[area] for area in Area if area in marked}


def _concerns(
    concerns: tuple[ConcernAnswer, ...],
    edit: ToggleConcern | SetArea | ClearArea | SetConcernNote,
) -> tuple[ConcernAnswer, ...]:
    concern = edit.concern
    mine = [answer for answer in concerns if answer.concern is concern]
    note = next((answer.note for answer in mine if answer.note), "")
    areas = areas_of(concerns, concern)
    match edit:
        case ToggleConcern():
            if mine:
                return tuple(answer for answer in concerns if answer.concern is not concern)
        case SetArea(area=area, severity=severity):
            areas[area] = severity
        case ClearArea(area=area):
            areas.pop(area, None)
        case SetConcernNote():
            note = edit.note
        case _:
            assert_never(edit)
    grouped = _grouped(concern, areas, note)
    others = [answer for answer in concerns if answer.concern is not concern]
    ordered = sorted([*others, *grouped], key=lambda answer: list(Concern).index(answer.concern))
    return tuple(ordered)


def _grouped(concern: Concern, areas: Mapping[Area, Severity | None], note: str) -> tuple[ConcernAnswer, ...]:
    if not areas:
        return (ConcernAnswer(concern, note=note),)
    severities: list[Severity | None] = [*reversed(Severity), None]
    return tuple(
        ConcernAnswer(concern, severity, chosen, note)
        for severity in severities
        if (chosen := tuple(area for area in Area if area in areas and areas[area] is severity))
    )


def _health(health: Mapping[str, HealthAnswer], edit: AnswerHealth | AnswerNoToBlanks) -> Mapping[str, HealthAnswer]:
    match edit:
        case AnswerHealth(question=question, answer=answer):
            others = {known: given for known, given in health.items() if known != question}
            return others if answer is None else {**others, question: answer}
        case AnswerNoToBlanks(questions=questions):
            return {**{question: HealthAnswer(Reply.NO) for question in questions}, **health}
        case _:
            assert_never(edit)


def _products(
    products: tuple[ProductAnswer, ...] | None,
    edit: UsesNoProducts | AddProduct | ChangeProduct | RemoveProduct,
) -> tuple[ProductAnswer, ...] | None:
    listed = products or ()
    match edit:
        case UsesNoProducts():
            return ()
        case AddProduct(product=product):
            return (*listed, product)
        case ChangeProduct(index=index, product=product):
            if not 0 <= index < len(listed):
                raise IndexError(index)
            return (*listed[:index], product, *listed[index + 1 :])
        case RemoveProduct(index=index):
            if not 0 <= index < len(listed):
                raise IndexError(index)
            return (*listed[:index], *listed[index + 1 :]) or None
        case _:
            assert_never(edit)


def _choices(
    choices: Choices,
    edit: ChooseOption | SetSessions | Decide | OverrideRule | TakeBackChoice,
) -> Choices:
    match edit:
        case ChooseOption(option=option):
            return replace(choices, option=option, sessions=None, removed=())
        case SetSessions(sessions=sessions, removed=removed):
            return replace(choices, sessions=sessions, removed=removed if sessions is not None else ())
        case Decide(decision=decision):
            kept = tuple(other for other in choices.decisions if other.rule != decision.rule)
            return replace(choices, decisions=(*kept, decision))
        case OverrideRule(override=override):
            others = tuple(other for other in choices.overrides if other.rule != override.rule)
            return replace(choices, overrides=(*others, override))
        case TakeBackChoice(rule=rule):
            return replace(
                choices,
                overrides=tuple(override for override in choices.overrides if override.rule != rule),
                decisions=tuple(decision for decision in choices.decisions if decision.rule != rule),
            )
        case _:
            assert_never(edit)
