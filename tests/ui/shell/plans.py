"""Finished plans of an earlier day, for tests of what follows from them."""

from dataclasses import replace
from datetime import UTC, date, datetime

from consult_app.application.finishing import finish
from consult_app.domain.answers import Choices
from tests.fakes.services import CLINIC, DANA, MARISOL, filled, new_draft

FIRST = date(2026, 4, 14)
OPTION = "corrective_series.2x4w"


def planned_plan(on, *, day=FIRST, **answers):
    """Marisol's plan of two sessions four weeks apart, kept in the store; from ``FIRST`` the second is today."""
    patient = on.patients.add(MARISOL)
    given = filled(
        consultation_date=day,
        treatment_at=datetime(day.year, day.month, day.day, 10, 30),
        choices=Choices(option=OPTION),
    )
    plan = finish(
        protocol=on.protocol,
        clinic=CLINIC,
        draft=new_draft(replace(given, **answers), patient_id=patient.id),
        provider=DANA,
        now=datetime(day.year, day.month, day.day, 15, 0, tzinfo=UTC),
        today=day,
        plan_id="plan-1",
    )
    return on.consultations.finish(plan, draft_id="draft-1")
