from datetime import UTC, date, datetime

from consult_app.application.finishing import finish
from consult_app.application.services import Services
from consult_app.application.starting import draft_of, new_draft, next_visit
from consult_app.domain.answers import Choices, SkinAnswers
from consult_app.domain.patient import Patient
from consult_app.domain.plan import DraftId, DraftPlan, FinalPlan
from tests.builders import NURSE, answers, patient
from tests.fakes.clock import FixedClock
from tests.fakes.services import services

SIGNED = datetime(2026, 5, 12, 15, 0, tzinfo=UTC)
JULY = datetime(2026, 7, 14, 14, 0, tzinfo=UTC)


def signed(desk: Services, on_file: Patient) -> FinalPlan:
    given = answers(choices=Choices(option="corrective_series.3x4w"), series_done=(date(2026, 4, 1),))
    return finish(
        protocol=desk.protocol,
        clinic=desk.clinic,
        draft=DraftPlan(DraftId("d1"), given, SIGNED, patient_id=on_file.id),
        provider=NURSE,
        now=SIGNED,
        today=date(2026, 5, 12),
        plan_id="plan-1",
    )


def test_a_new_consultation_is_dated_by_the_clinics_clock_and_asks_everything() -> None:
    desk = services(clock=FixedClock(datetime(2026, 5, 13, 2, 0, tzinfo=UTC)))
    draft = new_draft(desk, NURSE, patient())
    assert draft.answers.consultation_date == date(2026, 5, 12)
    assert draft.answers.health == {}
    assert draft.patient_id is None


def test_the_next_visit_goes_on_with_number_and_spacing_and_asks_skin_health_and_products_again() -> None:
    desk = services(clock=FixedClock(JULY))
    on_file = desk.patients.add(patient())
    plan = signed(desk, on_file)
    done = (date(2026, 4, 1), date(2026, 5, 15))
    draft = next_visit(desk, NURSE, plan, on_file, done=done)
    assert draft.follows == plan.id
    assert draft.patient_id == on_file.id
    assert draft.answers.concerns == plan.answers.concerns
    assert draft.answers.series_done == done
    assert draft.answers.choices.option == "corrective_series.3x4w"
    assert draft.answers.skin == SkinAnswers()
    assert draft.answers.health == {}
    assert draft.answers.products is None
    assert draft.answers.treatment_at is None


def test_a_maintenance_visit_takes_no_option_along() -> None:
    desk = services(clock=FixedClock(JULY))
    on_file = desk.patients.add(patient())
    draft = next_visit(desk, NURSE, signed(desk, on_file), on_file, done=(), maintenance=True)
    assert draft.answers.choices == Choices()
    assert draft_of(desk, NURSE, on_file).follows is None
