"""The ways between Home, consultations, past plans and settings; nothing typed is lost on any of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from consult_app.application.edits import SetPatient, SetWords
from consult_app.application.errors import EnvironmentFailed
from consult_app.application.starting import next_visit
from consult_app.domain.answers import Choices
from consult_app.domain.plan import Step
from consult_app.ui.shell.keys import KEYS, KeyList
from consult_app.ui.shell.looks import apply_kept
from consult_app.ui.theme.theme import Theme
from tests.fakes.services import DANA, MARISOL, filled, new_draft
from tests.ui.shell.plans import planned_plan

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(qtbot, desk, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or desk.window, key, modifiers)
    desk.jobs.run()


def type_patient(desk, details=MARISOL):
    desk.page.session.dispatch(SetPatient(details))


def on_file(desk):
    return [patient.details for patient in desk.services.patients.kept.values()]


def setting(desk, key):
    return desk.services.clinics.setting(key)


class FakePastPlans(QLabel):
    copy_to_new_asked = Signal(str)

    def __init__(self, services, theme, provider):
        super().__init__("Past plans")
        self.calls = []
        self.problems = []

    def say_problem(self, words):
        self.problems.append(words)

    def refresh(self):
        self.calls.append("refresh")

    def show_patient(self, patient_id):
        self.calls.append(patient_id)

    def focus_first(self):
        self.calls.append("focus")


def test_home_opens_with_the_focus_in_the_search(desk):
    assert desk.window.pages.currentWidget() is desk.navigator.home
    assert QApplication.focusWidget() is desk.navigator.home.search


def test_a_new_consultation_carries_the_typed_name_and_the_provider(desk, qtbot):
    qtbot.keyClicks(desk.navigator.home.search, "mari ortega")
    press(qtbot, desk, Qt.Key.Key_N, CTRL)
    answers = desk.page.session.state.answers
    assert (answers.patient.family_name, answers.patient.given_name) == ("Ortega", "Mari")
    assert answers.provider == desk.page.session.provider
    assert answers.consultation_date == date(2026, 5, 12)


def test_a_patient_on_file_opens_with_the_record_and_its_allergies(desk):
    patient = desk.services.patients.add(MARISOL)
    desk.navigator.open_patient(patient)
    assert desk.page.session.state.answers.patient == MARISOL
    assert desk.page.session.state.draft.patient_id == patient.id


def test_a_planned_visit_goes_on_with_its_plan_and_asks_what_can_change_again(desk, qtbot):
    plan = planned_plan(desk.services)
    desk.services.patients.update(plan.patient_id, replace(MARISOL, phone="513-555-0199"))
    desk.navigator.go_home()
    desk.settle()
    row = desk.window.findChild(QWidget, f"today_visit_{plan.id}")
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    desk.jobs.run()
    draft = desk.page.session.state.draft
    answers = draft.answers
    assert (draft.follows, draft.patient_id) == (plan.id, plan.patient_id)
    assert answers.series_done == (date(2026, 4, 14),)
    assert answers.patient.phone == "513-555-0199"
    assert (answers.concerns, answers.choices) == (plan.answers.concerns, Choices(option="corrective_series.2x4w"))
    assert (answers.skin.tan, answers.health, answers.products) == (None, {}, None)
    assert (answers.consultation_date, answers.treatment_at) == (date(2026, 5, 12), None)
    assert [session.number for session in desk.page.session.state.proposal.sessions] == [2]


def test_a_session_of_an_earlier_plan_of_the_series_still_counts_as_done(desk):
    plan = planned_plan(
        desk.services, series_done=(date(2026, 3, 10),), choices=Choices(option="corrective_series.3x4w")
    )
    visit = desk.services.consultations.planned_on(date(2026, 5, 12))[0]
    assert visit.number == 3
    desk.navigator.begin_visit(visit)
    desk.jobs.run()
    assert desk.page.session.state.answers.series_done == (date(2026, 3, 10), date(2026, 4, 14))
    assert desk.page.session.state.draft.follows == plan.id


def test_maintenance_carries_no_option_of_the_series(desk):
    plan = planned_plan(desk.services)
    details = desk.services.patients.get(plan.patient_id)
    draft = next_visit(desk.services, DANA, plan, details, done=(), maintenance=True)
    assert draft.answers.choices == Choices()


def test_leaving_for_home_saves_the_draft_and_lists_it(desk):
    desk.navigator.start_new()
    type_patient(desk)
    desk.navigator.go_home()
    assert desk.page is not None, "the page stays until the draft is written"
    desk.settle()
    assert desk.page is None
    assert desk.saved()[0].answers.patient == MARISOL
    assert desk.navigator.home.latest_draft == desk.saved()[0].id


def test_leaving_an_untouched_consultation_keeps_no_draft(desk):
    desk.navigator.start_new()
    desk.navigator.go_home()
    desk.settle()
    assert desk.page is None
    assert desk.saved() == ()


def test_when_the_draft_can_not_be_written_one_stays(desk, monkeypatch):
    def fail(_draft):
        raise EnvironmentFailed("The disk is full.", "Free some space.")

    desk.navigator.start_new()
    type_patient(desk)
    with monkeypatch.context() as broken:
        broken.setattr(desk.services.consultations, "save_draft", fail)
        desk.navigator.go_home()
        desk.settle()
        assert desk.page is not None
        assert desk.page.footer.save.kind == "failed"
    desk.navigator.go_home()
    desk.settle()
    assert desk.page is None
    assert desk.saved()[0].answers.patient == MARISOL


def test_a_draft_goes_on_where_it_stopped(desk, qtbot):
    desk.services.consultations.save_draft(new_draft(filled(), step=Step.SKIN, visited=tuple(Step)[:3]))
    desk.navigator.go_home()
    desk.settle()
    press(qtbot, desk, Qt.Key.Key_R, CTRL)
    assert desk.page.session.state.step is Step.SKIN
    assert desk.page.session.state.answers == filled()


def test_a_draft_that_was_open_when_the_program_ended_is_recovered_and_stands_first(desk_of):
    first = desk_of()
    clock = first.services.clock
    old = first.services.consultations.save_draft(new_draft(filled()))
    clock.go_on(timedelta(minutes=5))
    newer = first.services.consultations.save_draft(replace(new_draft(filled()), id="draft-2"))
    first.navigator._recovered = old.id
    first.navigator.go_home()
    first.settle()
    cards = first.navigator.home._drafts
    assert [card.draft_id for card in cards] == [old.id, newer.id]
    assert cards[0].line.startswith("Recovered, saved 10:48 AM")
    assert not cards[1].recovered


def test_the_open_draft_is_named_while_open_and_no_longer_once_it_was_left(desk):
    desk.navigator.start_new()
    desk.settle()
    assert setting(desk, "open_draft") == desk.page.session.state.draft.id
    desk.navigator.go_home()
    desk.settle()
    assert setting(desk, "open_draft") == ""


def test_the_patient_is_put_on_file_once_on_leaving_the_first_step_and_updated_afterwards(desk):
    desk.navigator.start_new()
    type_patient(desk)
    desk.settle()
    assert on_file(desk) == []
    desk.page.go_to(Step.CONCERNS)
    desk.settle()
    assert on_file(desk) == [MARISOL]
    patient_id = desk.page.session.state.draft.patient_id
    desk.page.go_to(Step.PATIENT)
    changed = replace(MARISOL, phone="513-555-0199")
    type_patient(desk, changed)
    desk.page.go_to(Step.SKIN)
    desk.settle()
    assert on_file(desk) == [changed]
    assert desk.page.session.state.draft.patient_id == patient_id


def test_two_steps_in_a_hurry_do_not_put_the_patient_on_file_twice(desk):
    desk.navigator.start_new()
    type_patient(desk)
    desk.page.go_to(Step.CONCERNS)
    desk.page.go_to(Step.PATIENT)
    desk.page.go_to(Step.SKIN)
    desk.navigator.go_home()
    desk.settle()
    assert on_file(desk) == [MARISOL]


def test_without_a_birth_date_nobody_is_put_on_file(desk):
    desk.navigator.start_new()
    type_patient(desk, replace(MARISOL, birth_date=None))
    desk.page.go_to(Step.CONCERNS)
    desk.settle()
    assert on_file(desk) == []


def test_somebody_of_the_same_name_and_birth_date_is_not_added_until_told_apart(desk):
    desk.services.patients.add(MARISOL)
    desk.navigator.start_new()
    type_patient(desk)
    desk.page.go_to(Step.CONCERNS)
    desk.settle()
    assert len(on_file(desk)) == 1
    assert desk.page.session.state.draft.patient_id is None
    desk.page.session.keep(different_person="Dana Keller, NP, Tue, May 12, 2026, 10:48 AM")
    desk.page.go_to(Step.PATIENT)
    desk.page.go_to(Step.CONCERNS)
    desk.settle()
    assert len(on_file(desk)) == 2


def test_a_record_that_did_not_change_is_not_written_again(desk, monkeypatch):
    patient = desk.services.patients.add(MARISOL)
    monkeypatch.setattr(desk.services.patients, "update", lambda *_: pytest.fail("written"))
    desk.navigator.open_patient(patient)
    desk.page.go_to(Step.CONCERNS)
    desk.settle()


def test_the_last_visit_is_looked_up_for_the_banner(desk):
    patient = desk.services.patients.add(MARISOL)
    desk.navigator.open_patient(patient)
    desk.settle()
    assert desk.page.banner._visit._value.text() == "None yet"


def test_closing_the_window_writes_what_is_due_first(desk):
    desk.navigator.start_new()
    type_patient(desk)
    assert desk.window.close()
    assert desk.saved()[0].answers.patient == MARISOL
    assert on_file(desk) == [MARISOL]
    assert setting(desk, "open_draft") == ""


@pytest.mark.parametrize("lose", [True, False])
def test_closing_asks_when_the_draft_can_not_be_written(desk, monkeypatch, lose):
    def fail(_draft):
        raise EnvironmentFailed("The disk is full.", "Free some space.")

    asked = []
    desk.navigator.ask_to_lose = lambda window: (asked.append(window), lose)[1]
    desk.navigator.start_new()
    type_patient(desk)
    monkeypatch.setattr(desk.services.consultations, "save_draft", fail)
    assert desk.window.close() is lose
    assert asked == [desk.window]
    assert setting(desk, "open_draft") == desk.page.session.state.draft.id


def test_flush_writes_the_draft_for_the_crash_guard(desk):
    assert desk.navigator.flush()
    desk.navigator.start_new()
    desk.page.session.dispatch(SetWords("itchy"))
    assert desk.navigator.flush()
    assert desk.saved()[0].answers.words == "itchy"


def test_the_keys_of_the_places(desk_of, qtbot):
    desk = desk_of(past_plans=FakePastPlans)
    press(qtbot, desk, Qt.Key.Key_H, CTRL)
    assert desk.window.pages.currentWidget().calls == ["refresh", "focus"]
    assert desk.window.rail.places["past_plans"].isChecked()
    press(qtbot, desk, Qt.Key.Key_Comma, CTRL)
    assert desk.window.pages.currentWidget() is desk.navigator._settings
    press(qtbot, desk, Qt.Key.Key_Home, ALT)
    assert desk.window.pages.currentWidget() is desk.navigator.home
    press(qtbot, desk, Qt.Key.Key_N, CTRL)
    press(qtbot, desk, Qt.Key.Key_F, CTRL)
    desk.settle()
    assert QApplication.focusWidget() is desk.navigator.home.search
    assert desk.navigator.home.search.text() == ""


def test_the_rail_goes_to_places_and_back_from_a_consultation(desk_of, qtbot):
    desk = desk_of(past_plans=FakePastPlans)
    rail = desk.window.rail
    qtbot.mouseClick(rail.places["past_plans"], Qt.MouseButton.LeftButton)
    assert isinstance(desk.window.pages.currentWidget(), FakePastPlans)
    desk.navigator.start_new()
    assert not rail.places["home"].isVisible()
    qtbot.mouseClick(rail.back, Qt.MouseButton.LeftButton)
    desk.settle()
    assert rail.places["home"].isVisible()
    assert not rail.back.isVisible()


def test_past_plans_of_one_patient_and_a_copy_opened_from_there(desk_of):
    desk = desk_of(past_plans=FakePastPlans)
    desk.navigator.go_to_past_plans("p-1")
    screen = desk.window.pages.currentWidget()
    assert screen.calls == ["refresh", "p-1", "focus"]
    plan = planned_plan(desk.services)
    screen.copy_to_new_asked.emit(plan.id)
    desk.settle()
    assert desk.page.session.state.draft.copied.source.number == plan.number
    assert desk.page.session.state.draft.patient_id == plan.patient_id


def test_a_plan_that_cannot_be_read_is_not_copied_and_that_is_said(desk_of):
    desk = desk_of(past_plans=FakePastPlans)
    desk.navigator.go_to_past_plans()
    screen = desk.window.pages.currentWidget()
    screen.copy_to_new_asked.emit("gone")
    desk.settle()
    assert desk.page is None
    assert screen.problems == ["The plan could not be copied."]


def test_light_and_dark_and_the_text_size_change_by_keys_and_are_kept(desk, qtbot):
    assert not desk.theme.dark
    press(qtbot, desk, Qt.Key.Key_D, CTRL | SHIFT)
    assert desk.theme.dark
    assert setting(desk, "look") == "dark"
    for key, scale in (
        (Qt.Key.Key_Plus, 1.15),
        (Qt.Key.Key_Plus, 1.3),
        (Qt.Key.Key_Plus, 1.3),
        (Qt.Key.Key_Minus, 1.15),
    ):
        press(qtbot, desk, key, CTRL | SHIFT)
        assert desk.theme.text_scale == scale
    assert setting(desk, "text_size") == "1.15"
    press(qtbot, desk, Qt.Key.Key_D, CTRL | SHIFT)
    press(qtbot, desk, Qt.Key.Key_Minus, CTRL | SHIFT)


def test_a_look_that_was_kept_is_put_on_again(qapp):
    theme = Theme()
    apply_kept(theme, look="dark", text_size="1.3")
    assert (theme.dark, theme.text_scale) == (True, 1.3)
    apply_kept(theme, look=None, text_size="huge")
    assert (theme.dark, theme.text_scale) == (True, 1.3)


def test_f1_lists_every_key(desk, qtbot):
    press(qtbot, desk, Qt.Key.Key_F1)
    shown = desk.window.findChild(KeyList)
    assert shown.isVisible()
    words = {label.text() for label in shown.findChildren(QLabel)}
    assert {key.words for key in KEYS} <= words
    shown.accept()


def test_no_two_actions_share_a_key(desk):
    sequences = [sequence for key in KEYS for sequence in key.sequences]
    assert len(sequences) == len(set(sequences))
    assert set(desk.navigator.shortcuts) == {key.action for key in KEYS}


@pytest.mark.parametrize("step", list(Step))
def test_no_letter_is_claimed_twice_on_a_screen(desk, step):
    desk.navigator.open_draft(new_draft(filled(), step=step))
    desk.settle()
    letters = [
        widget.shortcut().toString()
        for widget in desk.window.findChildren(QWidget)
        if hasattr(widget, "shortcut") and widget.isVisible() and not widget.shortcut().isEmpty()
    ]
    assert len(letters) == len(set(letters))


@pytest.mark.parametrize("place", ["home", "settings", "consultation"])
def test_every_control_has_a_name(desk, place):
    {
        "home": lambda: None,
        "settings": desk.navigator.go_to_settings,
        "consultation": lambda: desk.navigator.open_draft(new_draft(filled())),
    }[place]()
    desk.settle()
    for widget in desk.window.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            named = widget.accessibleName() or getattr(widget, "text", lambda: "")()
            assert named, (type(widget).__name__, widget.objectName())
