"""A protocol's numbers, choices and conditions in plain words."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from consult_app.domain.protocol import (
    AgeCondition,
    AllergyCondition,
    AreaCondition,
    Basis,
    Category,
    Condition,
    Effect,
    FitzpatrickCondition,
    HealthCondition,
    PlanCondition,
    PlanEvent,
    ProductCondition,
    ProductEvent,
    Question,
    TanCondition,
    TimelineStep,
    Until,
)

EFFECTS: Mapping[Effect, str] = {
    Effect.STOP: "Stop",
    Effect.DEFER: "Wait",
    Effect.REVIEW: "Needs your decision",
    Effect.NOTE: "Note",
}
BASES: Mapping[Basis, str] = {
    Basis.CLINIC: "clinic's own article",
    Basis.LABEL: "device labeling",
    Basis.LITERATURE: "literature",
    Basis.PRACTICE: "seen at several clinics",
    Basis.JUDGEMENT: "our judgement",
}
_PRODUCTS: Mapping[ProductEvent, str] = {
    ProductEvent.USED_TOO_RECENTLY: "a product was used inside its pause",
    ProductEvent.RESUMES_EARLY: "a product is to resume before its window or the protected hours end",
}
_PLANS: Mapping[PlanEvent, str] = {
    PlanEvent.TOO_CLOSE: "a session is less than {days} days after the one before",
    PlanEvent.OUTSIDE_RANGE: "there are more or fewer sessions than the course's range",
    PlanEvent.EVENT_IN_RECOVERY: "an important date falls on days 0 to {days} after a session",
    PlanEvent.TRIP_IN_RECOVERY: "a sunny trip starts on days 0 to {days} after a session",
    PlanEvent.TRIP_BEFORE_SESSION: "a session falls in a sunny trip or less than {days} days after it",
}
_PLACES: Mapping[str, str] = {
    "before.avoid": "before, avoid",
    "before.check": "before, checklist",
    "before.call": "before, when to call",
    "before.note": "before, note",
    "ok": "fine to do",
    "call": "when to call",
    "step": "timeline",
    "use": "way of use",
    "category": "product",
}
_AFTER = {"last": "the last one", "tan_since": "the tan began, else the consultation"}


def count(number: int, unit: str) -> str:
    """``1 day``, ``2 days``."""
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def plain(value: StrEnum | str) -> str:
    """An id as words: ``fine_lines`` is ``fine lines``."""
    return str(value).replace("_", " ")


def listed(words: Iterable[str], *, last: str = "or") -> str:
    """``a``, ``a or b``, ``a, b or c``; ``none`` without any."""
    *most, end = tuple(words) or ("none",)
    return f"{', '.join(most)} {last} {end}" if most else end


def pause_words(category: Category) -> str:
    if category.pause_days is None:
        return "as its health question says"
    return count(category.pause_days, "day") if category.pause_days else "none"


def resume_words(category: Category) -> str:
    if category.resume_by_provider:
        return "when the provider dates it"
    if category.resume_hours is not None:
        return count(category.resume_hours, "hour")
    return count(category.resume_days or 0, "day")


def until_words(until: Until) -> str:
    return f"{count(until.days, 'day')} after {_AFTER.get(until.after, plain(until.after))}"


def step_words(step: TimelineStep) -> str:
    """When a timeline step is, counted from the end of treatment."""
    unit, first, last = "hour", step.from_hours, step.to_hours
    if first is None:
        unit, first, last = "day", step.from_day or 0, step.to_day
    if last is None:
        return f"from {count(first, unit)} after"
    return f"{count(first, unit)} after" if last == first else f"{first} to {count(last, unit)} after"


def condition_words(condition: Condition, questions: Mapping[str, Question]) -> str:
    """What must hold, as the end of "when …"; health questions by their own text."""
    match condition:
        case HealthCondition():
            return _health_words(condition, questions)
        case AllergyCondition(states=states, stems=stems):
            parts = [f"allergies are {plain(state)}" for state in states]
            named = [f"an allergy names {listed(stems)}"] if stems else []
            return " or ".join([*parts, *named])
        case TanCondition(values=values):
            return f"the tan is {listed(values)}"
        case FitzpatrickCondition(values=values):
            return f"the skin type is {listed(values)}"
        case AreaCondition(values=values):
            return f"an area is {listed(plain(value) for value in values)}"
        case AgeCondition(under=under):
            return f"the patient is under {under} on the day"
        case ProductCondition(event=event):
            return _PRODUCTS[event]
        case PlanCondition(event=event, days=days):
            return _PLANS[event].format(days=days)


def _health_words(condition: HealthCondition, questions: Mapping[str, Question]) -> str:
    asked = listed(f'"{questions[name].text if name in questions else plain(name)}"' for name in condition.questions)
    words = f"{asked} is {listed(condition.answers)}"
    if condition.current is not None:
        words += ", now" if condition.current else ", in the past"
    bounds = [
        f"{count(number, unit)} or more before" if at_least else f"less than {count(number, unit)} before"
        for number, unit, at_least in (
            (condition.at_least_days, "day", True),
            (condition.within_days, "day", False),
            (condition.within_months, "month", False),
        )
        if number is not None
    ]
    return f"{words}, {' and '.join(bounds)}" if bounds else words


def line_words(line: str) -> str:
    """Where on a sheet a line stands and what it is about: ``ok.hat`` is ``fine to do, hat``."""
    place = next((key for key in _PLACES if line.startswith(f"{key}.")), line.partition(".")[0])
    about = line.removeprefix(place).lstrip(".").replace(".", ", ")
    undated = about.endswith("_undated")
    words = plain(about.removesuffix("_undated")) + (", without a date" if undated else "")
    return f"{_PLACES.get(place, plain(place))}, {words}" if words else plain(place)
