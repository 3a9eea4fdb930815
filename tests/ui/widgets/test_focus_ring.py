import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from consult_app.ui.widgets.buttons import SecondaryButton
from consult_app.ui.widgets.field import Field
from consult_app.ui.widgets.focus_ring import FocusRing
from consult_app.ui.widgets.scroll_sheet import ScrollSheet
from consult_app.ui.widgets.segmented import Segment, Segmented


@pytest.fixture
def ring(theme, qapp: QApplication):
    made = FocusRing(theme, qapp)
    yield made
    qapp.focusChanged.disconnect(made._move_to)
    made.deleteLater()


@pytest.fixture
def window(qtbot):
    made = QWidget()
    made.resize(400, 300)
    QVBoxLayout(made)
    qtbot.addWidget(made)
    return made


def shown(window, *widgets, qtbot):
    for widget in widgets:
        window.layout().addWidget(widget)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()


def frame_in(ring, window) -> QRect:
    return QRect(ring.frame.mapTo(window, QPoint(0, 0)), ring.frame.size())


def test_the_ring_lies_2_px_off_and_is_3_px_wide(theme, ring, window, qtbot):
    button = SecondaryButton(theme, "Back")
    shown(window, button, qtbot=qtbot)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert frame_in(ring, window) == button.geometry().adjusted(-5, -5, 5, 5)
    assert ring.frame.isVisible()


def test_the_ring_follows_its_control(theme, ring, window, qtbot):
    button = SecondaryButton(theme, "Back")
    shown(window, button, qtbot=qtbot)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    button.move(50, 60)
    assert frame_in(ring, window).topLeft() == QPoint(45, 55)
    button.hide()
    assert not ring.frame.isVisible()


def test_a_mouse_click_shows_no_ring_on_a_button_but_one_on_a_field(theme, ring, window, qtbot):
    button, field = SecondaryButton(theme, "Back"), Field(theme, "Name")
    shown(window, button, field, qtbot=qtbot)
    field.editor.setFocus(Qt.FocusReason.MouseFocusReason)
    assert ring.frame.isVisible()
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not ring.frame.isVisible()


def test_the_ring_goes_around_a_whole_row_of_answers(theme, ring, window, qtbot):
    answer = Segmented(theme, "Rosacea", (Segment("y", "Yes"), Segment("n", "No")))
    shown(window, answer, qtbot=qtbot)
    answer.options[0].setFocus(Qt.FocusReason.TabFocusReason)
    assert frame_in(ring, window).width() == answer.width() + 10


def test_the_ring_never_lies_over_what_does_not_scroll(theme, ring, window, qtbot):
    sheet = ScrollSheet(theme)
    buttons = [SecondaryButton(theme, f"Button {at}") for at in range(20)]
    for button in buttons:
        sheet.column.addWidget(button)
    shown(window, sheet, qtbot=qtbot)
    buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
    assert ring.frame.parentWidget() is sheet.viewport()


def test_a_focused_control_is_scrolled_clear_of_the_edge(theme, ring, window, qtbot):
    sheet = ScrollSheet(theme)
    buttons = [SecondaryButton(theme, f"Button {at}") for at in range(20)]
    for button in buttons:
        sheet.column.addWidget(button)
    shown(window, sheet, qtbot=qtbot)
    buttons[12].setFocus(Qt.FocusReason.TabFocusReason)
    bottom = buttons[12].mapTo(sheet.viewport(), QPoint(0, buttons[12].height())).y()
    assert bottom + 24 <= sheet.viewport().height()
    assert sheet.viewport().rect().contains(ring.frame.geometry())


def test_losing_the_control_takes_the_ring_away(theme, ring, window, qtbot):
    button, other = SecondaryButton(theme, "Back"), SecondaryButton(theme, "Next")
    shown(window, button, other, qtbot=qtbot)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    other.setFocus(Qt.FocusReason.TabFocusReason)
    assert frame_in(ring, window) == other.geometry().adjusted(-5, -5, 5, 5)
