"""The patient step, used as a provider uses it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from consult_app.application.edits import SetPatient
from consult_app.application.ports import PatientMatch
from consult_app.application.session import ConsultationSession
from consult_app.domain.answers import Answers, Provider
from consult_app.domain.patient import Allergies, AllergyState, PatientDetails
from consult_app.ui.screens.steps.contract import MarksGaps, StepScreen
from consult_app.ui.screens.steps.patient import PatientStep
from consult_app.ui.theme.theme import Theme
from tests.fakes.clock import FixedClock
from tests.fakes.jobs import ManualJobs
from tests.fakes.memory_store import MemoryPatientStore
from tests.fakes.services import DANA, MARISOL, NOW, services, session

Opened = tuple[PatientStep, ConsultationSession]
Open = Callable[..., Opened]


@pytest.fixture
def open_step(qtbot: QtBot) -> Open:
    def opened(answers: Answers | None = None, **changes: object) -> Opened:
        at_desk = session(answers, **changes)  # type: ignore[arg-type]
        step = PatientStep(at_desk, Theme())
        at_desk.listen(step.render)
        qtbot.addWidget(step)
        step.resize(792, 700)
        step.show()
        return step, at_desk

    return opened


def line(step: PatientStep, name: str) -> QLineEdit:
    found = step.findChild(QLineEdit, name)
    assert found is not None, name
    return found


def button(step: PatientStep, name: str) -> QAbstractButton:
    found = step.findChild(QAbstractButton, name)
    assert found is not None, name
    return found


def jobs_of(opened: ConsultationSession) -> ManualJobs:
    jobs = opened.services.jobs
    assert isinstance(jobs, ManualJobs)
    return jobs


def type_date(qtbot: QtBot, step: PatientStep, words: str) -> None:
    field = line(step, "patient_birth_date")
    field.setFocus()
    field.clear()
    qtbot.keyClicks(field, words)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def on_file_and_typed(open_step: Open) -> Opened:
    desk = services()
    desk.patients.add(MARISOL)
    typed = PatientDetails("Ortega-Whitfield", "Marisol", birth_date=MARISOL.birth_date)
    step, opened = open_step(Answers(patient=typed), on=desk)
    jobs_of(opened).pass_time()
    return step, opened


def test_the_step_keeps_the_contract(open_step: Open) -> None:
    step, _ = open_step()
    assert isinstance(step, StepScreen)
    assert isinstance(step, MarksGaps)


def test_typing_names_changes_the_answers_and_undoes_at_once(open_step: Open, qtbot: QtBot) -> None:
    step, opened = open_step()
    qtbot.keyClicks(line(step, "patient_family_name"), "Ortiz")
    qtbot.keyClicks(line(step, "patient_given_name"), "Carmen")
    assert opened.state.answers.patient.full_name == "Carmen Ortiz"
    opened.undo()
    assert opened.state.answers.patient.full_name == "Ortiz"
    assert line(step, "patient_given_name").text() == ""


def test_typing_keeps_the_cursor_where_it_is(open_step: Open, qtbot: QtBot) -> None:
    step, opened = open_step(Answers(patient=PatientDetails("Otiz")))
    field = line(step, "patient_family_name")
    field.setFocus()
    field.setCursorPosition(1)
    qtbot.keyClicks(field, "r ")
    assert opened.state.answers.patient.family_name == "Or tiz"
    assert field.cursorPosition() == 3


def test_a_birth_date_in_any_spelling_shows_the_age(open_step: Open, qtbot: QtBot) -> None:
    step, opened = open_step()
    type_date(qtbot, step, "9/21/1991")
    assert opened.state.answers.patient.birth_date == date(1991, 9, 21)
    assert line(step, "patient_birth_date").text() == "Sep 21, 1991"


def test_a_birth_date_ahead_is_refused_with_words_and_stays_to_be_mended(open_step: Open, qtbot: QtBot) -> None:
    step, opened = open_step()
    type_date(qtbot, step, "9/21/2026")
    assert opened.state.answers.patient.birth_date is None
    field = line(step, "patient_birth_date")
    assert "lies after today" in field.accessibleDescription()
    opened.dispatch(SetPatient(replace(opened.state.answers.patient, family_name="Ortiz")))
    assert field.text() == "Sep 21, 2026"
    type_date(qtbot, step, "9/21/1991")
    assert field.accessibleDescription() == ""


def test_language_and_provider_are_chosen(open_step: Open, qtbot: QtBot) -> None:
    desk = services()
    desk.clinics.add_provider("Mai Tran", "RN")
    step, opened = open_step(on=desk)
    jobs_of(opened).run()
    qtbot.mouseClick(button(step, "patient_language_es"), Qt.MouseButton.LeftButton)
    assert opened.state.answers.patient.language == "es"
    combo = step.findChild(QComboBox, "patient_provider")
    assert combo is not None
    assert combo.currentText() == "Dana Keller, NP"
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert opened.state.answers.provider == Provider("Mai Tran", "RN")


def test_allergies_take_one_of_four_states_by_key(open_step: Open, qtbot: QtBot) -> None:
    step, opened = open_step()
    not_recorded = button(step, f"patient_allergies_{AllergyState.NOT_RECORDED.value}")
    qtbot.keyClick(not_recorded, Qt.Key.Key_Left)
    assert opened.state.answers.patient.allergies.state is AllergyState.NONE_KNOWN
    assert not line(step, "patient_add_allergy").isVisibleTo(step)


def test_a_known_allergy_is_added_with_enter_and_removed_by_its_chip(open_step: Open, qtbot: QtBot) -> None:
    step, opened = open_step()
    qtbot.mouseClick(button(step, "patient_allergies_known"), Qt.MouseButton.LeftButton)
    field = line(step, "patient_add_allergy")
    qtbot.keyClicks(field, "Latex (rash)")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert opened.state.answers.patient.allergies == Allergies(AllergyState.KNOWN, ("Latex (rash)",))
    assert field.text() == ""
    chip = button(step, "patient_allergy_0")
    assert chip.accessibleName() == "Remove allergy Latex (rash)"
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert opened.state.answers.patient.allergies.items == ()


def test_an_allergy_half_typed_is_kept_when_the_field_is_left(open_step: Open, qtbot: QtBot) -> None:
    step, opened = open_step(Answers(patient=replace(MARISOL, allergies=Allergies(AllergyState.KNOWN))))
    field = line(step, "patient_add_allergy")
    step.activateWindow()
    field.setFocus()
    qtbot.keyClicks(field, "Nickel")
    field.editingFinished.emit()
    assert opened.state.answers.patient.allergies.items == ("Nickel",)


def test_the_same_person_on_file_is_looked_for_off_the_gui_thread(open_step: Open) -> None:
    desk = services()
    desk.patients.add(MARISOL)
    step, opened = open_step(Answers(patient=replace(MARISOL, chart="")), on=desk)
    assert not button(step, "patient_open_record").isVisibleTo(step)
    jobs_of(opened).pass_time()
    assert button(step, "patient_open_record").isVisibleTo(step)
    assert [gap.path for gap in step.gaps(opened.state)] == ["patient.duplicate"]


def test_an_answer_that_comes_too_late_is_not_shown(open_step: Open, qtbot: QtBot) -> None:
    desk = services()
    desk.patients.add(MARISOL)
    step, opened = open_step(Answers(patient=MARISOL), on=desk)
    jobs = jobs_of(opened)
    for timer in tuple(jobs.timers):
        timer.call()
    qtbot.keyClicks(line(step, "patient_given_name"), "a")
    jobs.run()
    assert not button(step, "patient_open_record").isVisibleTo(step)


def test_opening_that_record_takes_its_details(open_step: Open, qtbot: QtBot) -> None:
    step, opened = on_file_and_typed(open_step)
    qtbot.mouseClick(button(step, "patient_open_record"), Qt.MouseButton.LeftButton)
    jobs_of(opened).pass_time()
    (on_file,) = opened.services.patients.search("Ortega")
    assert opened.state.draft.patient_id == on_file.patient.id
    assert opened.state.answers.patient == MARISOL
    assert not button(step, "patient_open_record").isVisibleTo(step)
    assert step.gaps(opened.state) == ()


def test_a_different_person_is_kept_with_who_and_when_until_the_name_changes(open_step: Open, qtbot: QtBot) -> None:
    step, opened = on_file_and_typed(open_step)
    qtbot.mouseClick(button(step, "patient_different_person"), Qt.MouseButton.LeftButton)
    assert opened.state.draft.different_person == "Dana Keller, NP, Tue, May 12, 2026, 10:48 AM"
    assert not button(step, "patient_open_record").isVisibleTo(step)
    assert [gap.path for gap in step.gaps(opened.state)] == ["patient.allergies"]
    qtbot.keyClicks(line(step, "patient_given_name"), "a")
    assert opened.state.draft.different_person == ""


class NoAnswer(MemoryPatientStore):
    """A store whose disk is gone."""

    def same_person(self, *who: object) -> tuple[PatientMatch, ...]:
        raise OSError("gone")


def test_a_failed_look_up_is_told_in_the_footer(open_step: Open, qtbot: QtBot) -> None:
    desk = services(patients=NoAnswer(FixedClock(NOW), lambda: "id"))
    step, opened = open_step(Answers(patient=MARISOL), on=desk)
    with qtbot.waitSignal(step.messages) as told:
        jobs_of(opened).pass_time()
    assert told.args == ["Could not look for this patient on file. Search before you go on."]


def test_after_next_with_gaps_the_words_stand_at_the_fields(open_step: Open, qtbot: QtBot) -> None:
    step, opened = open_step()
    field = line(step, "patient_family_name")
    assert field.accessibleDescription() == ""
    step.show_gaps(step.gaps(opened.state))
    assert field.accessibleDescription() == "Enter the family name."
    qtbot.keyClicks(field, "O")
    assert field.accessibleDescription() == ""
    assert line(step, "patient_given_name").accessibleDescription() == "Enter the given name."


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("patient.family_name", "patient_family_name"),
        ("patient.birth_date", "patient_birth_date"),
        ("patient.allergies", "patient_allergies_not_recorded"),
        ("provider", "patient_provider"),
    ],
)
def test_every_answer_path_leads_to_its_control(open_step: Open, path: str, name: str) -> None:
    step, _ = open_step()
    assert step.focus_path(path)
    focused = step.window().focusWidget()
    assert focused is not None
    assert focused.objectName() == name
    assert not step.focus_path("skin.tan")


def test_the_account_at_the_desk_is_offered_even_when_the_list_is_not_read_yet(open_step: Open) -> None:
    step, opened = open_step(Answers())
    combo = step.findChild(QComboBox, "patient_provider")
    assert combo is not None
    assert combo.currentText() == "Dana Keller, NP"
    assert opened.provider == DANA
    jobs_of(opened).run()
    assert [combo.itemText(at) for at in range(combo.count())] == ["Dana Keller, NP"]


def test_large_text_in_a_narrow_sheet_puts_two_fields_in_a_row_and_cuts_nothing_off(qtbot: QtBot) -> None:
    at_desk = session(Answers(patient=MARISOL))
    theme = Theme(text_scale=1.3)
    step = PatientStep(at_desk, theme)
    qtbot.addWidget(step)
    step.resize(640, 900)
    step.show()
    family, preferred = line(step, "patient_family_name"), line(step, "patient_preferred_name")
    qtbot.waitUntil(lambda: preferred.mapTo(step, QPoint()).y() > family.mapTo(step, QPoint()).y())
    cards = [card for card in step.findChildren(QAbstractButton) if card.objectName().startswith("patient_allergies_")]
    controls = [*step.findChildren(QLineEdit), *cards]
    assert len(cards) == 4
    assert max(each.mapTo(step, each.rect().topRight()).x() for each in controls) < step.width()
