"""The answers behind a finding in words, as one would read them back to the patient."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from consult_app.application.rule_words import plain
from consult_app.domain.answers import Answers
from consult_app.domain.findings import Because
from consult_app.domain.protocol import Protocol
from consult_app.domain.schedule import day_words

_FIELDS: Mapping[str, str] = {
    "last": "last ",
    "last_used": "last used ",
    "current": "",
    "tan": "tan today ",
    "tan_since": "since ",
    "fitzpatrick": "skin type ",
    "birth_date": "born ",
    "allergies": "allergies ",
    "from": "from ",
    "to": "until ",
    "decision.resume_at": "OK from ",
}
_PLACE = re.compile(r"^(\w+)\[(\d+)\]$")
_UNKNOWN = frozenset({"unsure", "declined", "unavailable", None})


def answers_in_words(protocol: Protocol, answers: Answers, because: Because) -> tuple[str, ...]:
    """One part for each answer, in their order: ``Filler, yes``, ``last Mon, May 4, 2026``."""
    return tuple(_words(protocol, answers, path, value) for path, value in because.items())


def unknowns_in_words(protocol: Protocol, because: Because) -> tuple[str, ...]:
    """The answers behind a finding that the patient did not know, did not give, or that were not asked."""
    return tuple(_unknowns(protocol, because))


def _unknowns(protocol: Protocol, because: Because) -> Iterator[str]:
    for path, value in because.items():
        if value in _UNKNOWN:
            head, _, rest = path.partition(".")
            yield f"{_asked(protocol, rest) if head == 'health' else plain(rest)}: {_value(value)}"


def _words(protocol: Protocol, answers: Answers, path: str, value: str | bool | None) -> str:
    head, _, field = path.removeprefix("choices.").partition(".")
    if head == "health":
        question, _, field = field.partition(".")
        said = _value(value)
        return f"{_FIELDS[field]}{said}" if field else f"{_asked(protocol, question)}, {said}"
    if field == "name":
        return str(value)
    named = _named(answers, head)
    return f"{named}{', ' if named else ''}{_FIELDS.get(field, '')}{_value(value)}"


def _named(answers: Answers, place: str) -> str:
    """What a listed answer is about, where its value alone does not say it."""
    found = _PLACE.match(place)
    if found is None:
        return ""
    index = int(found[2])
    match found[1]:
        case "concerns":
            return plain(answers.concerns[index].concern).capitalize()
        case "events":
            return answers.events[index].what
        case "trips":
            return answers.trips[index].what
        case "sessions":
            return f"session {len(answers.series_done) + index + 1}"
        case _:
            return ""


def _asked(protocol: Protocol, question: str) -> str:
    asked = protocol.questions.get(question)
    return asked.text if asked is not None else plain(question)


def _value(value: str | bool | None) -> str:
    if isinstance(value, bool):
        return "now" if value else "in the past"
    if value is None:
        return "not answered"
    for read in (date.fromisoformat, lambda text: datetime.fromisoformat(text).date()):
        try:
            return day_words(read(value))
        except ValueError:
            continue
    return plain(value)
