"""A rule's numbers, choices and conditions in plain words."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import assert_never

from consult_app.domain.protocol import (
    AgeCondition,
    AllergyCondition,
    AreaCondition,
    Case,
    Condition,
    Effect,
    FitzpatrickCondition,
    HealthCondition,
    PlanCondition,
    PlanEvent,
    ProductCondition,
    ProductEvent,
    Question,
    Rule,
    TanCondition,
    Until,
)

EFFECTS: Mapping[Effect, str] = {
    Effect.STOP: "Stop",
    Effect.DEFER: "Wait",
    Effect.REVIEW: "Needs your decision",
    Effect.NOTE: "Note",
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


def until_words(until: Until) -> str:
    return f"{count(until.days, 'day')} after {_AFTER.get(until.after, plain(until.after))}"


def when_words(case: Case, questions: Mapping[str, Question]) -> str:
    """All that must hold: ``when … and …``."""
    return "when " + " and ".join(condition_words(condition, questions) for condition in case.when)


def case_words(case: Case, questions: Mapping[str, Question]) -> str:
    """The case whole, as a sentence: effect, what must hold, and until when."""
    until = f", until {until_words(case.until)}" if case.until is not None else ""
    return f"{EFFECTS[case.effect]} {when_words(case, questions)}{until}."


def rule_words(rule: Rule, text: str, questions: Mapping[str, Question]) -> str:
    """The case of ``rule`` that gave a finding its ``text``; for words of an unknown answer, how those count."""
    if text == rule.unsure:
        return "Unsure or declined to a question that would stop or delay treatment: you decide."
    told = next((case for case in rule.cases if text == case.cleared or text.startswith(_start(case))), rule.cases[0])
    return case_words(told, questions)


def _start(case: Case) -> str:
    """What a case's text begins with before its first field."""
    return case.text.partition("{")[0]


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
        case _:
            assert_never(condition)


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
