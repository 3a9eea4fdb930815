"""Drafts a consultation begins with: a new patient, one on file, the next visit of a plan."""

from dataclasses import replace
from datetime import date

from consult_app.application.consultation import clinic_today
from consult_app.application.services import Services
from consult_app.domain.answers import Answers, Choices, Provider
from consult_app.domain.patient import Patient, PatientDetails
from consult_app.domain.plan import DraftId, DraftPlan, FinalPlan


def new_draft(services: Services, provider: Provider, details: PatientDetails) -> DraftPlan:
    """Nothing asked yet but what ``details`` say."""
    now = services.clock.now()
    answers = Answers(consultation_date=clinic_today(services.clinic, now), patient=details, provider=provider)
    return DraftPlan(id=DraftId(services.new_id()), answers=answers, started_at=now)


def draft_of(services: Services, provider: Provider, patient: Patient) -> DraftPlan:
    """A consultation with a patient on file, their details and allergies as the record has them."""
    return replace(new_draft(services, provider, patient.details), patient_id=patient.id)


def next_visit(
    services: Services,
    provider: Provider,
    plan: FinalPlan,
    patient: Patient,
    *,
    done: tuple[date, ...],
    maintenance: bool = False,
) -> DraftPlan:
    """The visit that goes on with a plan; what can change is asked again.

    Concerns and, but for maintenance, the option chosen come from the plan; ``done`` are the days of the sessions
    done so far (``domain.marks.done_days``). Skin, health, products, days ahead, the patient's words and the treatment
    time are asked anew.
    """
    draft = draft_of(services, provider, patient)
    before = plan.answers
    answers = replace(
        draft.answers,
        concerns=before.concerns,
        series_done=done,
        choices=Choices(option=None if maintenance else before.choices.option),
    )
    return replace(draft, answers=answers, follows=plan.id)
