"""A patient of last month comes back: the past plan is copied, every step reviewed, and the new plan signed."""

from datetime import timedelta

from PySide6.QtCore import Qt

from consult_app.application.copying import unconfirmed
from consult_app.application.ports import PlanFilter
from consult_app.domain.answers import Area, Severity
from consult_app.domain.plan import Step
from consult_app.storage.clinic_file import open_clinic_file
from consult_app.system.paths import Paths
from tests.journeys.provider import ALT, CTRL
from tests.journeys.test_first_consultation import (
    add_products_by_keyboard,
    answer_concerns_by_keyboard,
    answer_health_by_keyboard,
    answer_patient_by_keyboard,
    answer_skin_by_keyboard,
    choose_and_sign_by_keyboard,
    set_up_by_keyboard,
)

Key = Qt.Key


def sign_a_first_plan(provider):
    set_up_by_keyboard(provider)
    answer_patient_by_keyboard(provider)
    provider.next_step("concerns_acne_scars")
    answer_concerns_by_keyboard(provider)
    provider.next_step("skin_type_I")
    answer_skin_by_keyboard(provider)
    provider.next_step("health_pregnant_or_nursing_yes")
    answer_health_by_keyboard(provider)
    provider.next_step("products_name")
    add_products_by_keyboard(provider)
    provider.press(Key.Key_N, ALT)
    provider.wait(lambda: provider.sees("plan_choose_1"), "the options")
    choose_and_sign_by_keyboard(provider)
    provider.press(Key.Key_Home, ALT)
    provider.wait(lambda: provider.session is None and provider.focus == "home_search", "Home")


def copy_the_plan(provider):
    provider.press(Key.Key_H, CTRL)
    provider.wait(lambda: provider.sees("past_patient_name"), "the past plan")
    provider.press(Key.Key_Y, ALT)
    provider.wait(lambda: provider.session is not None, "the copy")
    assert provider.reads("Copied from plan")


def confirm_this_step(provider):
    """Next does not go on before the copied answers were confirmed."""
    step = provider.session.state.step
    provider.press(Key.Key_N, ALT)
    provider.wait(lambda: provider.sees("error_summary"), "what is still to confirm")
    assert provider.session.state.step is step
    provider.press(Key.Key_Y, ALT)
    provider.wait(lambda: not provider.sees("copied_confirm"), "the confirmation")


def plans_of(clinic):
    file = open_clinic_file(Paths(clinic.folder).database, clock=clinic.clock)
    try:
        rows = file.consultations.plans(PlanFilter())
        return [file.consultations.plan(row.id) for row in rows]
    finally:
        file.close()


def test_a_past_plan_is_copied_reviewed_and_signed_by_keyboard(open_desk, clinic):
    provider = open_desk()
    sign_a_first_plan(provider)
    clinic.clock.go_on(timedelta(days=28))
    copy_the_plan(provider)
    assert provider.answers.health == {}
    assert provider.answers.products is None

    provider.next_step("concerns_acne_scars")
    provider.tab_to("concerns_area_right_cheek")
    provider.type("1")
    assert provider.sees("concerns_copied_left_cheek")
    assert not provider.sees("concerns_copied_right_cheek")
    confirm_this_step(provider)
    assert {given.areas: given.severity for given in provider.answers.concerns} == {
        (Area.RIGHT_CHEEK,): Severity.MILD,
        (Area.LEFT_CHEEK,): Severity.MARKED,
    }

    provider.wait_saved()
    provider.close()
    provider = open_desk()
    provider.wait(lambda: provider.names("resume_"), "the draft on Home")
    provider.press(Key.Key_R, CTRL)
    provider.wait(lambda: provider.session is not None, "the draft")
    assert provider.session.state.step is Step.CONCERNS
    assert not provider.sees("copied_confirm")

    provider.press(Key.Key_N, ALT)
    provider.wait(lambda: provider.session.state.step is Step.SKIN, "the Skin step")
    assert provider.sees("skin_type_copied")
    provider.press(Key.Key_Y, ALT)
    provider.wait(lambda: not provider.sees("skin_type_copied"), "the confirmation")
    provider.tab_to("skin_tan_none")
    provider.press(Key.Key_Space)
    provider.tab_to("skin_self_tanner_yes")
    provider.type("n")
    provider.next_step("health_pregnant_or_nursing_yes")
    assert provider.reads("Last time, plan")
    answer_health_by_keyboard(provider)
    provider.next_step("products_name")
    assert provider.reads("Retinol serum, Gentle cream cleanser.")
    provider.type("Gentle cream cleanser")
    provider.press(Key.Key_Return)
    assert provider.verdict.startswith("Not decided yet")

    provider.press(Key.Key_N, ALT)
    provider.wait(lambda: provider.sees("copied_confirm"), "the copied option")
    provider.press(Key.Key_S, ALT)
    assert provider.session.finished is None
    provider.press(Key.Key_Y, ALT)
    provider.wait(lambda: not unconfirmed(provider.session.state.draft), "the confirmation")
    provider.press(Key.Key_S, ALT)
    provider.wait(lambda: provider.session.finished is not None, "the signature")
    provider.press(Key.Key_Home, ALT)
    provider.wait(lambda: provider.session is None, "Home")
    provider.press(Key.Key_H, CTRL)
    provider.wait(lambda: provider.sees("past_open"), "the past plans")
    provider.click("past_open")
    provider.wait(lambda: provider.reads("Copied from"), "the line that says so")
    provider.close()

    new, old = plans_of(clinic)
    assert new.copied_from.plan_id == old.id
    assert new.copied_from.number == old.number
    assert old.copied_from is None
