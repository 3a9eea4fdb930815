"""Copy to new: what a past plan gives to the beginning of a consultation, and what it does not."""

from dataclasses import replace

from consult_app.application.copying import carried
from consult_app.application.services import Services
from consult_app.application.starting import draft_of
from consult_app.domain.answers import Answers, Choices, Provider, SkinAnswers
from consult_app.domain.patient import Patient, PatientDetails
from consult_app.domain.plan import Copied, CopiedFrom, DraftPlan, FinalPlan
from consult_app.domain.planning import courses_for, parse_option_id
from consult_app.domain.protocol import Protocol


def copy_of(services: Services, provider: Provider, plan: FinalPlan, patient: Patient) -> DraftPlan:
    """A new consultation with the answers of a past plan that may still hold, every one unconfirmed.

    Details and allergies are the record's as it is now. Tan, self-tanner, health, products, the patient's words, the
    treatment time, the days of sessions, overrides and decisions are asked again. What the protocol in use does not
    know any more, and dates gone by, are left out; ``Copied.notes`` says so.
    """
    draft = draft_of(services, provider, patient)
    protocol, before = services.protocol, plan.answers
    today = draft.answers.consultation_date or plan.consultation_date
    answers = replace(
        draft.answers,
        treatment=before.treatment,
        concerns=before.concerns,
        skin=SkinAnswers(fitzpatrick=before.skin.fitzpatrick),
        events=tuple(event for event in before.events if event.on >= today),
        trips=tuple(trip for trip in before.trips if trip.last >= today),
    )
    answers = replace(answers, choices=Choices(option=_known_option(protocol, answers, before.choices.option)))
    copied = Copied(
        source=CopiedFrom(plan.id, plan.number, plan.consultation_date),
        unconfirmed=tuple(carried(answers)),
        notes=_notes(protocol, plan, patient, answers),
        health={asked: given.answer for asked, given in before.health.items() if asked in protocol.questions},
        products=tuple(product.name for product in before.products or ()),
    )
    return replace(draft, answers=answers, copied=copied)


def _known_option(protocol: Protocol, answers: Answers, option: str | None) -> str | None:
    known = any(parse_option_id(course, option or "") for course in courses_for(protocol, answers)[:1])
    return option if known else None


def _notes(protocol: Protocol, plan: FinalPlan, patient: Patient, answers: Answers) -> tuple[str, ...]:
    before, then = plan.answers, plan.proposal.protocol
    notes: list[str] = []
    if before.patient.allergies != patient.details.allergies:
        notes.append("Allergies have changed since that plan.")
    changed = _changed_details(before.patient, patient.details)
    if changed:
        notes.append(f"Changed in the record since: {', '.join(changed)}.")
    if not plan.treated:
        notes.append("That visit was closed as not treated.")
    if (then.id, then.version) != (protocol.id, protocol.version):
        notes.append(f"That plan used protocol {then.version}, this one uses {protocol.version}.")
    gone = sum(asked not in protocol.questions for asked in before.health)
    if gone:
        notes.append(f"No longer asked: {gone} of its health questions.")
    if before.choices.option is not None and answers.choices.option is None:
        notes.append("Its option is not in this protocol and was left out.")
    if before.choices.sessions is not None:
        notes.append("Session dates set by hand were left out.")
    past = len(before.events) + len(before.trips) - len(answers.events) - len(answers.trips)
    if past:
        notes.append(f"Trips and dates gone by were left out: {past}.")
    if before.choices.overrides or before.choices.decisions:
        notes.append("What was decided or overridden then is asked again.")
    return tuple(notes)


def _changed_details(before: PatientDetails, now: PatientDetails) -> tuple[str, ...]:
    pairs = {
        "name": (before.full_name, now.full_name),
        "preferred name": (before.preferred_name, now.preferred_name),
        "birth date": (before.birth_date, now.birth_date),
        "phone": (before.phone, now.phone),
        "chart number": (before.chart, now.chart),
        "language": (before.language, now.language),
    }
    return tuple(words for words, (was, is_now) in pairs.items() if was != is_now)
