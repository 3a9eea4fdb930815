"""Writes answers as a consultation file (``consultation/1``), the reverse of reading one."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TypeAlias

from consult_app.domain.answers import (
    Answers,
    CategoryDecision,
    Choices,
    ConcernAnswer,
    HealthAnswer,
    ProductAnswer,
    ProductDecision,
    Provider,
    ResumeDecision,
    SkinAnswers,
    Trip,
)
from consult_app.domain.patient import Allergies, AllergyState, PatientDetails
from consult_app.interchange.consultation_file import FORMAT, UNAVAILABLE

Json: TypeAlias = str | bool | int | list["Json"] | Mapping[str, "Json"] | None


def write_consultation(answers: Answers) -> bytes:
    """The file for these answers; what was not asked is left out.

    What a file does not carry is not written: the patient's own words, whether there are more dates, and who recorded
    a choice when (a file's choices are its provider's, on the day it is read).
    """
    content = _given(
        {
            "format": FORMAT,
            "treatment": answers.treatment,
            "consultation_date": _day(answers.consultation_date),
            "treatment_at": _moment(answers.treatment_at),
            "treated_at": _moment(answers.treated_at),
            "patient": _patient(answers.patient),
            "provider": None if answers.provider is None else _provider(answers.provider),
            "concerns": [_concern(concern) for concern in answers.concerns],
            "skin": _skin(answers.skin),
            "health": {question: _health_answer(answer) for question, answer in answers.health.items()},
            "events": [{"what": event.what, "on": event.on.isoformat()} for event in answers.events],
            "trips": [_trip(trip) for trip in answers.trips],
            "series": _given({"done": [day.isoformat() for day in answers.series_done]}),
            "choices": _choices(answers.choices),
        }
    )
    if answers.products is not None:
        content["products"] = [_product(product) for product in answers.products]
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def local_time(moment: datetime) -> str:
    """A wall time in whole minutes as our files write it, never earlier than ``moment``."""
    if moment.second or moment.microsecond:
        moment = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return moment.strftime("%Y-%m-%dT%H:%M")


def day_or_time(moment: date | datetime) -> str:
    return local_time(moment) if isinstance(moment, datetime) else moment.isoformat()


def _given(fields: Mapping[str, Json]) -> dict[str, Json]:
    """The fields that hold something: ``False`` does, an empty text, list or object does not."""
    return {key: value for key, value in fields.items() if value or value is False}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else local_time(moment)


def _patient(patient: PatientDetails) -> dict[str, Json]:
    fields = _given(
        {
            "family_name": patient.family_name,
            "given_name": patient.given_name,
            "preferred_name": patient.preferred_name,
            "birth_date": _day(patient.birth_date),
            "phone": patient.phone,
            "chart": patient.chart,
            "language": patient.language,
        }
    )
    if patient.allergies.state is not AllergyState.NOT_RECORDED:
        fields["allergies"] = _allergies(patient.allergies)
    return fields


def _allergies(allergies: Allergies) -> Json:
    return UNAVAILABLE if allergies.state is AllergyState.UNAVAILABLE else list(allergies.items)


def _provider(provider: Provider) -> dict[str, Json]:
    return _given({"name": provider.name, "credentials": provider.credentials})


def _concern(concern: ConcernAnswer) -> dict[str, Json]:
    return _given(
        {
            "concern": concern.concern.value,
            "severity": concern.severity.value if concern.severity else None,
            "areas": [area.value for area in concern.areas],
            "note": concern.note,
        }
    )


def _skin(skin: SkinAnswers) -> dict[str, Json]:
    return _given(
        {
            "fitzpatrick": skin.fitzpatrick.value if skin.fitzpatrick else None,
            "tan": skin.tan.value if skin.tan else None,
            "tan_since": _day(skin.tan_since),
        }
    )


def _health_answer(answer: HealthAnswer) -> Json:
    more = _given({"current": answer.current, "last": _day(answer.last), "note": answer.note})
    return {"answer": answer.answer.value, **more} if more else answer.answer.value


def _product(product: ProductAnswer) -> dict[str, Json]:
    return _given(
        {
            "name": product.name,
            "use": product.use.value if product.use else None,
            "last_used": _day(product.last_used),
            "decision": None if product.decision is None else _decision(product.decision),
        }
    )


def _decision(decision: ProductDecision) -> dict[str, Json]:
    match decision:
        case CategoryDecision(category=category):
            return {"category": category}
        case ResumeDecision(resume_at=resume_at):
            return {"resume_at": day_or_time(resume_at)}
        case _:
            return {"ask": True}


def _trip(trip: Trip) -> dict[str, Json]:
    return {"what": trip.what, "from": trip.first.isoformat(), "to": trip.last.isoformat(), "sunny": trip.sunny}


def _choices(choices: Choices) -> dict[str, Json]:
    fields = _given(
        {
            "option": choices.option,
            "overrides": [{"rule": override.rule, "reason": override.reason} for override in choices.overrides],
            "decisions": [
                {"rule": decision.rule, "choice": decision.choice.value, "reason": decision.reason}
                for decision in choices.decisions
            ],
        }
    )
    if choices.sessions is not None:
        fields["sessions"] = [
            _given({"on": session.on.isoformat(), "reason": session.reason}) for session in choices.sessions
        ]
        fields |= _given(
            {"removed": [_given({"number": each.number, "reason": each.reason}) for each in choices.removed]}
        )
    return fields
