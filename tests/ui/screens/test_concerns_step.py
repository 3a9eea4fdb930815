"""The concerns step, used as a provider uses it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit

from consult_app.application.edits import areas_of
from consult_app.domain.answers import Answers, Area, Concern, ConcernAnswer, Severity
from consult_app.ui.screens.steps.concerns import ConcernsStep
from consult_app.ui.screens.steps.contract import MarksGaps, StepScreen
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.face_map import FaceMap
from tests.fakes.services import session

SCARS = ConcernAnswer(Concern.ACNE_SCARS, Severity.MARKED, (Area.RIGHT_CHEEK,))


@pytest.fixture
def open_step(qtbot):
    def opened(answers=None):
        at_desk = session(answers)
        step = ConcernsStep(at_desk, Theme())
        at_desk.listen(step.render)
        qtbot.addWidget(step)
        step.resize(792, 900)
        step.show()
        return step, at_desk

    return opened


def button(step, name):
    found = [each for each in step.findChildren(QAbstractButton, name) if each.isVisibleTo(step)]
    assert len(found) == 1, name
    return found[0]


def areas(opened, concern=Concern.ACNE_SCARS):
    return areas_of(opened.state.answers.concerns, concern)


def test_the_step_keeps_the_contract(open_step):
    step, _ = open_step()
    assert isinstance(step, StepScreen)
    assert isinstance(step, MarksGaps)


def test_all_eight_concerns_can_be_chosen(open_step, qtbot):
    step, opened = open_step()
    for concern in Concern:
        qtbot.mouseClick(button(step, f"concerns_{concern.value}"), Qt.MouseButton.LeftButton)
    assert {answer.concern for answer in opened.state.answers.concerns} == set(Concern)


def test_the_areas_show_once_a_concern_is_chosen(open_step, qtbot):
    step, opened = open_step()
    assert not step.findChild(QAbstractButton, "concerns_area_nose").isVisibleTo(step)
    qtbot.keyClick(button(step, "concerns_acne_scars"), Qt.Key.Key_Space)
    nose = button(step, "concerns_area_nose")
    qtbot.keyClick(nose, Qt.Key.Key_Space)
    assert areas(opened) == {Area.NOSE: None}
    assert step.findChild(QLabel, "concerns_count").text() == "1 of 9 areas selected"


def test_digits_set_the_severity_and_del_clears_the_area(open_step, qtbot):
    step, opened = open_step(Answers(concerns=(SCARS,)))
    nose = button(step, "concerns_area_nose")
    qtbot.keyClick(nose, Qt.Key.Key_3)
    assert areas(opened)[Area.NOSE] is Severity.MARKED
    qtbot.keyClick(nose, Qt.Key.Key_1)
    assert areas(opened)[Area.NOSE] is Severity.MILD
    qtbot.keyClick(nose, Qt.Key.Key_Delete)
    assert Area.NOSE not in areas(opened)


def test_the_severity_takes_arrows_digits_and_del_too(open_step, qtbot):
    step, opened = open_step(Answers(concerns=(SCARS,)))
    marked = button(step, "concerns_severity_right_cheek_marked")
    qtbot.keyClick(marked, Qt.Key.Key_Left)
    assert areas(opened) == {Area.RIGHT_CHEEK: Severity.MODERATE}
    qtbot.keyClick(button(step, "concerns_severity_right_cheek_moderate"), Qt.Key.Key_1)
    assert areas(opened) == {Area.RIGHT_CHEEK: Severity.MILD}
    qtbot.keyClick(button(step, "concerns_severity_right_cheek_mild"), Qt.Key.Key_Delete)
    assert areas(opened) == {}


def test_arrows_move_from_area_to_area(open_step, qtbot):
    step, _ = open_step(Answers(concerns=(SCARS,)))
    forehead = button(step, "concerns_area_forehead")
    qtbot.keyClick(forehead, Qt.Key.Key_Down)
    assert step.window().focusWidget().objectName() == "concerns_area_between_brows"
    qtbot.keyClick(forehead, Qt.Key.Key_Up)
    assert step.window().focusWidget().objectName() == "concerns_area_neck"


def test_each_of_several_concerns_has_its_own_areas(open_step, qtbot):
    step, opened = open_step(Answers(concerns=(SCARS,)))
    qtbot.mouseClick(button(step, "concerns_texture"), Qt.MouseButton.LeftButton)
    qtbot.keyClick(button(step, "concerns_area_neck"), Qt.Key.Key_2)
    assert areas(opened, Concern.TEXTURE) == {Area.NECK: Severity.MODERATE}
    assert areas(opened) == {Area.RIGHT_CHEEK: Severity.MARKED}
    qtbot.mouseClick(button(step, "concerns_mark_acne_scars"), Qt.MouseButton.LeftButton)
    assert button(step, "concerns_area_right_cheek").isChecked()
    assert not button(step, "concerns_area_neck").isChecked()


def test_letting_a_concern_go_takes_its_areas_and_can_be_undone(open_step, qtbot):
    step, opened = open_step(Answers(concerns=(SCARS,)))
    qtbot.mouseClick(button(step, "concerns_acne_scars"), Qt.MouseButton.LeftButton)
    assert opened.state.answers.concerns == ()
    opened.undo()
    assert button(step, "concerns_area_right_cheek").isChecked()


def test_another_concern_asks_for_words(open_step, qtbot):
    step, opened = open_step()
    note = step.findChild(QLineEdit, "concerns_note")
    assert not note.isVisibleTo(step)
    qtbot.mouseClick(button(step, "concerns_other"), Qt.MouseButton.LeftButton)
    qtbot.keyClicks(note, "Stretch marks ")
    assert opened.state.answers.concerns[0].note == "Stretch marks "
    assert note.text() == "Stretch marks "


def test_the_patients_words_are_kept_as_typed(open_step, qtbot):
    step, opened = open_step()
    qtbot.keyClicks(step.findChild(QLineEdit, "concerns_words"), "Smoother cheeks")
    assert opened.state.answers.words == "Smoother cheeks"
    opened.undo()
    assert opened.state.answers.words == ""


def test_gaps_lead_to_their_control(open_step):
    bare = ConcernAnswer(Concern.ACNE_SCARS, None, (Area.NOSE,))
    step, opened = open_step(Answers(concerns=(bare, ConcernAnswer(Concern.OTHER))))
    wanted = {
        "concerns[0].severity": "concerns_severity_nose_mild",
        "concerns[1].note": "concerns_note",
        "concerns[1].areas": "concerns_area_forehead",
    }
    assert {gap.path for gap in step.gaps(opened.state)} == set(wanted)
    for path, name in wanted.items():
        assert step.focus_path(path)
        assert step.window().focusWidget().objectName() == name
    assert not step.focus_path("health.rosacea")


def test_after_next_with_gaps_the_words_stand_at_the_fields(open_step, qtbot):
    step, opened = open_step()
    step.show_gaps(step.gaps(opened.state))
    error = step.findChild(QLabel, "concerns_error")
    assert (error.text(), error.isVisibleTo(step)) == ("Choose at least one concern.", True)
    qtbot.mouseClick(button(step, "concerns_wrinkles"), Qt.MouseButton.LeftButton)
    assert error.text() == "Mark at least one area for wrinkles."
    nose = button(step, "concerns_area_nose")
    qtbot.keyClick(nose, Qt.Key.Key_Space)
    assert nose.accessibleDescription() == "Set the severity for nose."
    qtbot.keyClick(nose, Qt.Key.Key_2)
    assert nose.accessibleDescription() == ""
    assert not error.isVisibleTo(step)


def face_of(step):
    face = step.findChild(FaceMap, "concerns_face")
    assert face.isVisibleTo(step)
    return face


def press(qtbot, step, area):
    face = face_of(step)
    qtbot.mouseClick(face, Qt.MouseButton.LeftButton, pos=face.middle_of(area.value).toPoint())


def test_the_face_edits_the_list_and_the_list_the_face(open_step, qtbot):
    step, opened = open_step(Answers(concerns=(SCARS,)))
    press(qtbot, step, Area.NOSE)
    assert button(step, "concerns_area_nose").isChecked()
    assert areas(opened) == {Area.RIGHT_CHEEK: Severity.MARKED, Area.NOSE: None}
    qtbot.keyClick(button(step, "concerns_area_nose"), Qt.Key.Key_Delete)
    press(qtbot, step, Area.RIGHT_CHEEK)
    assert areas(opened) == {}


def test_digits_and_del_on_the_face_do_what_they_do_on_the_list(open_step, qtbot):
    step, opened = open_step(Answers(concerns=(SCARS,)))
    face = face_of(step)
    qtbot.keyClick(face, Qt.Key.Key_3)
    assert areas(opened)[Area.FOREHEAD] is Severity.MARKED
    qtbot.keyClick(face, Qt.Key.Key_7)
    assert areas(opened)[Area.FOREHEAD] is Severity.MARKED
    qtbot.keyClick(face, Qt.Key.Key_Delete)
    assert Area.FOREHEAD not in areas(opened)


def test_the_face_says_what_is_marked(open_step):
    step, _ = open_step(Answers(concerns=(replace(SCARS, areas=(Area.FOREHEAD,)),)))
    assert face_of(step).accessibleDescription().endswith("Forehead, selected, marked")


def test_a_narrow_step_keeps_the_list_and_leaves_the_face_out(open_step):
    step, _ = open_step(Answers(concerns=(SCARS,)))
    step.resize(640, 900)
    assert step.width() == 640
    assert not step.findChild(FaceMap, "concerns_face").isVisibleTo(step)
    step.resize(792, 900)
    assert face_of(step)
