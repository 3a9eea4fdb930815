"""Answers copied from a past plan: each is unknown until somebody confirms or changes it.

A carried answer has a key: ``concerns.scars.nose``, ``skin.fitzpatrick``, ``events.2026-06-20.wedding``,
``choices.option``. A step with unconfirmed ones is missing as ``copied.concerns``, ``copied.skin`` or ``copied.plan``.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from consult_app.application.edits import ChooseOption, Edit, SetFitzpatrick
from consult_app.domain.answers import Answers, ConcernAnswer
from consult_app.domain.clinic import Clinic
from consult_app.domain.findings import verdict_of
from consult_app.domain.plan import Copied, DraftPlan, Step
from consult_app.domain.proposal import Proposal, propose
from consult_app.domain.protocol import Protocol

COPIED: Final = "copied."
"""How the path of a step's unconfirmed answers begins; the step's value follows."""
SKIN_TYPE: Final = "skin.fitzpatrick"
OPTION: Final = "choices.option"
_STEPS: Final = {
    "concerns": Step.CONCERNS,
    "skin": Step.SKIN,
    "events": Step.SKIN,
    "trips": Step.SKIN,
    "choices": Step.PLAN,
}


def carried(answers: Answers) -> Mapping[str, object]:
    """The answers that can be copied, each under its key."""
    found: dict[str, object] = {}
    for each in answers.concerns:
        key = f"concerns.{each.concern.value}"
        found |= {f"{key}.{area.value}": each.severity for area in each.areas}
        if not each.areas:
            found[key] = each.severity
        if each.note:
            found[f"{key}.note"] = each.note
    if answers.skin.fitzpatrick is not None:
        found[SKIN_TYPE] = answers.skin.fitzpatrick
    found |= {event_key(event.what, event.on): event for event in answers.events}
    found |= {trip_key(trip.what, trip.first): trip for trip in answers.trips}
    if answers.choices.option is not None:
        found[OPTION] = answers.choices.option
    return found


def event_key(what: str, on: date) -> str:
    return f"events.{on.isoformat()}.{what}"


def trip_key(what: str, first: date) -> str:
    return f"trips.{first.isoformat()}.{what}"


def unconfirmed(draft: DraftPlan) -> tuple[str, ...]:
    """Keys of the copied answers nobody has confirmed or changed."""
    return draft.copied.unconfirmed if draft.copied is not None else ()


def unconfirmed_steps(draft: DraftPlan) -> tuple[Step, ...]:
    """The steps these stand on, in order."""
    open_ones = {_step_of(key) for key in unconfirmed(draft)}
    return tuple(step for step in Step if step in open_ones)


def confirm(copied: Copied | None, step: Step) -> Copied | None:
    """The copied answers of a step are right today."""
    if copied is None:
        return None
    return replace(copied, unconfirmed=tuple(key for key in copied.unconfirmed if _step_of(key) is not step))


def after_edit(copied: Copied | None, before: Answers, after: Answers, edit: Edit) -> Copied | None:
    """A copied answer that was changed, or given once more, is the provider's own from then on."""
    if copied is None or not copied.unconfirmed:
        return copied
    was, now = carried(before), carried(after)
    given = _given_again(edit)
    left = tuple(key for key in copied.unconfirmed if key != given and key in now and now[key] == was.get(key))
    return copied if left == copied.unconfirmed else replace(copied, unconfirmed=left)


def propose_draft(protocol: Protocol, clinic: Clinic, draft: DraftPlan, on: date) -> Proposal:
    """The proposal for a draft: unconfirmed copied answers are missing, so nothing is decided on them.

    A stop stands all the same.
    """
    made = propose(protocol, clinic, draft.answers, on)
    waiting = tuple(f"{COPIED}{step.value}" for step in unconfirmed_steps(draft))
    if not waiting:
        return made
    missing = (*made.missing, *waiting)
    return replace(made, missing=missing, verdict=verdict_of(made.findings, missing))


def confirmed_answers(draft: DraftPlan) -> Answers:
    """The answers without those copied ones that nobody confirmed: they were not given in this consultation."""
    keys = set(unconfirmed(draft))
    answers = draft.answers
    kept = (_confirmed_concern(each, keys) for each in answers.concerns)
    choices = answers.choices
    return replace(
        answers,
        concerns=tuple(each for each in kept if each is not None),
        skin=replace(answers.skin, fitzpatrick=None) if SKIN_TYPE in keys else answers.skin,
        events=tuple(event for event in answers.events if event_key(event.what, event.on) not in keys),
        trips=tuple(trip for trip in answers.trips if trip_key(trip.what, trip.first) not in keys),
        choices=replace(choices, option=None) if OPTION in keys else choices,
    )


def _confirmed_concern(answer: ConcernAnswer, keys: set[str]) -> ConcernAnswer | None:
    key = f"concerns.{answer.concern.value}"
    note = "" if f"{key}.note" in keys else answer.note
    if not answer.areas:
        return None if key in keys else replace(answer, note=note)
    areas = tuple(area for area in answer.areas if f"{key}.{area.value}" not in keys)
    return replace(answer, areas=areas, note=note) if areas else None


def _step_of(key: str) -> Step:
    return _STEPS[key.split(".", 1)[0]]


def _given_again(edit: Edit) -> str:
    match edit:
        case SetFitzpatrick():
            return SKIN_TYPE
        case ChooseOption():
            return OPTION
        case _:
            return ""
