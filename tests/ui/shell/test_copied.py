"""A consultation copied from a past plan, on the desk."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from consult_app.application.consultation import ConfirmCopied
from consult_app.application.copy_to_new import copy_of
from consult_app.application.copying import unconfirmed_steps
from consult_app.application.edits import SetFitzpatrick
from consult_app.domain.answers import Fitzpatrick, HealthAnswer, Reply
from consult_app.domain.plan import Step
from tests.builders import product
from tests.fakes.services import DANA, filled
from tests.ui.shell.plans import planned_plan

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def copied(desk):
    health = {**filled().health, "rosacea": HealthAnswer(Reply.YES), "melasma": HealthAnswer(Reply.UNSURE)}
    plan = planned_plan(
        desk.services, health=filled().health, products=(product("Gentle cleanser", "cleanser_gentle"),)
    )
    patient = desk.services.patients.get(plan.patient_id)
    draft = copy_of(desk.services, DANA, plan, patient)
    shown = {question: answer.answer for question, answer in health.items()}
    desk.navigator.open_draft(_with_health(draft, shown), on_file=patient)
    desk.settle()
    return desk


def _with_health(draft, shown):
    return replace(draft, copied=replace(draft.copied, health=shown))


def note(desk):
    """What the callout above the step says, empty without one."""
    found = [each for each in desk.window.findChildren(QWidget, "copied_note") if each.isVisible()]
    return " ".join(label.text() for each in found for label in each.findChildren(QLabel) if label.isVisible())


def button(desk):
    return next((each for each in desk.window.findChildren(QWidget, "copied_confirm") if each.isVisible()), None)


def rail(desk, step):
    return desk.window.rail.steps[step].accessibleName()


def press(qtbot, desk, key, held):
    qtbot.keyClick(QApplication.focusWidget() or desk.window, key, held)


def test_the_patient_step_says_where_the_answers_come_from_and_wants_no_button(copied):
    assert "Copied from plan" in note(copied)
    assert "record’s as it is now" in note(copied)
    assert button(copied) is None


def test_a_step_with_copied_answers_is_confirmed_by_key_and_the_focus_goes_to_the_step(copied, qtbot):
    copied.navigator.page.go_to(Step.SKIN)
    assert "Check each answer with the patient." in note(copied)
    assert "Confirm copied answers" in rail(copied, Step.SKIN)
    button(copied).setFocus()
    press(qtbot, copied, Qt.Key.Key_Y, ALT)
    qtbot.waitUntil(lambda: button(copied) is None)
    assert Step.SKIN not in unconfirmed_steps(copied.page.session.state.draft)
    assert QApplication.focusWidget() is copied.step.words
    press(qtbot, copied, Qt.Key.Key_Z, CTRL)
    assert button(copied) is not None
    press(qtbot, copied, Qt.Key.Key_Y, CTRL)
    assert button(copied) is None


def test_changing_the_last_copied_answer_takes_the_callout_away(copied):
    copied.navigator.page.go_to(Step.SKIN)
    copied.page.session.dispatch(SetFitzpatrick(Fitzpatrick.V))
    assert note(copied) == ""


def test_next_stops_at_what_is_unconfirmed_and_its_line_leads_to_the_button(copied, qtbot):
    copied.navigator.page.go_to(Step.CONCERNS)
    press(qtbot, copied, Qt.Key.Key_N, ALT)
    qtbot.waitUntil(lambda: bool(copied.page.sheet.gaps_shown(Step.CONCERNS)))
    assert copied.page.session.state.step is Step.CONCERNS
    (gap,) = copied.page.sheet.gaps_shown(Step.CONCERNS)
    assert gap.words == "Confirm the copied answers or change them."
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert QApplication.focusWidget() is button(copied)


def test_ctrl_j_and_ctrl_e_lead_to_the_button(copied, qtbot):
    copied.navigator.page.go_to(Step.PLAN)
    press(qtbot, copied, Qt.Key.Key_J, CTRL)
    assert QApplication.focusWidget() is button(copied)
    copied.step.focus_first()
    press(qtbot, copied, Qt.Key.Key_E, CTRL)
    assert QApplication.focusWidget() is button(copied)


def test_health_and_products_show_last_time_and_nothing_is_answered(copied):
    copied.navigator.page.go_to(Step.HEALTH)
    said = note(copied)
    assert said.startswith("Last time, plan")
    assert "Yes: " in said
    assert "Unsure: " in said
    assert "Nothing here is answered yet." in said
    copied.navigator.page.go_to(Step.PRODUCTS)
    assert "Gentle cleanser." in note(copied)
    assert copied.page.session.state.answers.products is None
    assert button(copied) is None


def test_what_is_confirmed_and_what_is_not_is_saved_by_itself(copied):
    copied.page.session.dispatch(ConfirmCopied(Step.CONCERNS))
    copied.settle()
    (kept,) = copied.saved()
    assert kept.copied == copied.page.session.state.draft.copied
    assert unconfirmed_steps(kept) == (Step.SKIN, Step.PLAN)
