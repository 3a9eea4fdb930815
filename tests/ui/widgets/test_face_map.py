"""The face whose areas are chosen, by pointer and by keys."""

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from consult_app.domain.answers import Area
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.face_map import TARGET, FaceArea, FaceMap
from consult_app.ui.widgets.face_shapes import SHEET, draw_face

KEYS = [area.value for area in Area]


@pytest.fixture
def face(qtbot: QtBot, theme: Theme) -> FaceMap:
    made = FaceMap(theme, [FaceArea(key, f"{key}, not selected", False) for key in KEYS])
    qtbot.addWidget(made)
    made.resize(304, 416)
    made.show()
    return made


def at(face: FaceMap, key: str) -> QPoint:
    return face.middle_of(key).toPoint()


def test_every_area_of_a_consultation_is_drawn():
    assert set(draw_face().areas) == set(KEYS)


def test_every_area_and_every_tick_lies_on_the_sheet():
    sheet = QRectF(0, 0, SHEET.width(), SHEET.height())
    for name, shape in draw_face().areas.items():
        assert sheet.contains(shape.edge.boundingRect()), name
        assert all(sheet.contains(tick) for tick in shape.ticks), name


def test_no_two_areas_overlap():
    areas = draw_face().areas
    pairs = [(a, b) for a in areas for b in areas if a < b and areas[a].edge.intersects(areas[b].edge)]
    assert pairs == []


@pytest.mark.parametrize("width", [232, 304])
@pytest.mark.parametrize("key", KEYS)
def test_a_press_at_the_tick_of_an_area_chooses_it(face, qtbot, key, width):
    face.resize(width, face.heightForWidth(width))
    with qtbot.waitSignal(face.pressed) as pressed:
        qtbot.mouseClick(face, Qt.MouseButton.LeftButton, pos=at(face, key))
    assert pressed.args == [key]


def test_both_eyes_are_one_area(face):
    left = face.middle_of("around_eyes")
    assert face.area_at(left) == face.area_at(QPointF(face.width() - left.x(), left.y())) == "around_eyes"


def test_the_right_cheek_lies_at_the_left_of_the_picture(face):
    assert face.middle_of("right_cheek").x() < face.width() / 2 < face.middle_of("left_cheek").x()


def test_a_small_area_is_hit_a_little_beside_it_too(face):
    middle = face.middle_of("upper_lip")
    above = QPointF(middle.x() + TARGET / 2 - 1, middle.y() + 4)
    assert face.area_at(above) == "upper_lip"


def test_a_press_on_the_ground_chooses_nothing(face, qtbot):
    with qtbot.assertNotEmitted(face.pressed):
        qtbot.mouseClick(face, Qt.MouseButton.LeftButton, pos=QPoint(6, 60))
        qtbot.mouseClick(face, Qt.MouseButton.RightButton, pos=at(face, "nose"))


def test_arrows_go_round_the_areas_and_space_chooses(face, qtbot):
    assert face.current == "forehead"
    qtbot.keyClick(face, Qt.Key.Key_Up)
    assert face.current == "neck"
    qtbot.keyClick(face, Qt.Key.Key_Right)
    qtbot.keyClick(face, Qt.Key.Key_Down)
    with qtbot.waitSignal(face.pressed) as pressed:
        qtbot.keyClick(face, Qt.Key.Key_Space)
    assert pressed.args == ["between_brows"]
    with qtbot.waitSignal(face.pressed) as pressed:
        qtbot.keyClick(face, Qt.Key.Key_Return)
    assert pressed.args == ["between_brows"]


@pytest.mark.parametrize(("key", "typed"), [(Qt.Key.Key_2, "2"), (Qt.Key.Key_Delete, "del")])
def test_digits_and_del_are_passed_on_with_the_area(face, qtbot, key, typed):
    with qtbot.waitSignal(face.key_typed) as passed:
        qtbot.keyClick(face, key)
    assert passed.args == ["forehead", typed]


@pytest.mark.parametrize(
    ("key", "held"),
    [(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier), (Qt.Key.Key_X, Qt.KeyboardModifier.NoModifier)],
)
def test_other_keys_are_left_to_the_window(face, qtbot, key, held):
    with qtbot.assertNotEmitted(face.pressed), qtbot.assertNotEmitted(face.key_typed):
        qtbot.keyClick(face, key, held)
    assert face.current == "forehead"


def test_a_chosen_area_is_told_apart_by_more_than_its_color(face):
    before = face.grab().toImage()
    face.show_areas([FaceArea(key, key, key == "right_cheek") for key in KEYS])
    after = face.grab().toImage()
    cheek = draw_face().areas["right_cheek"].edge.boundingRect().toRect()
    grays = {after.pixelColor(x, cheek.center().y()).lightness() // 24 for x in range(cheek.left(), cheek.right())}
    assert len(grays) >= 3
    assert after != before


def test_the_area_under_the_pointer_is_outlined(face, qtbot):
    before = face.grab().toImage()
    qtbot.mouseMove(face, at(face, "nose"))
    assert face.grab().toImage() != before
    qtbot.mouseMove(face, QPoint(6, 60))
    assert face.grab().toImage() == before


def test_the_focus_shows_which_area_the_keys_act_on(face, qtbot):
    face.activateWindow()
    face.setFocus(Qt.FocusReason.TabFocusReason)
    first = face.grab().toImage()
    qtbot.keyClick(face, Qt.Key.Key_Down)
    assert face.grab().toImage() != first


def test_screen_readers_hear_a_group_and_the_area_at_hand(face, qtbot):
    spoken = QAccessible.queryAccessibleInterface(face)
    assert spoken.role() == QAccessible.Role.Grouping
    assert spoken.text(QAccessible.Text.Name) == "Face"
    qtbot.keyClick(face, Qt.Key.Key_Down)
    assert spoken.text(QAccessible.Text.Description) == "Picture of the list beside it. between_brows, not selected"
