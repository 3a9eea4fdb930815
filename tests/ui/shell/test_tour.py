"""The tour of the demo."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from consult_app.ui.shell.tour import CARDS, Tour
from consult_app.ui.theme.theme import Theme


@pytest.fixture
def tour(qtbot):
    theme = Theme()
    theme.apply(QApplication.instance())
    made = Tour(theme)
    qtbot.addWidget(made)
    made.resize(1000, 80)
    made.show()
    return made


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_five_cards_say_each_something_of_its_own(tour, qtbot):
    assert len(CARDS) == 5
    heard = [tour.accessibleName()]
    for _ in range(4):
        press(qtbot, tour.onward)
        heard.append(tour.accessibleName())
    assert len(set(heard)) == 5
    assert heard[0].startswith("Tour, 1 of 5. Start with the patient.")
    assert heard[-1].startswith("Tour, 5 of 5.")


def test_one_can_go_back_but_not_before_the_first_card(tour, qtbot):
    assert not tour.back.isVisible()
    press(qtbot, tour.onward)
    press(qtbot, tour.back)
    assert tour.accessibleName().startswith("Tour, 1 of 5.")
    assert not tour.back.isVisible()


def test_it_ends_after_the_last_card(tour, qtbot):
    for _ in range(4):
        press(qtbot, tour.onward)
    assert not tour.end.isVisible()
    with qtbot.waitSignal(tour.ended):
        press(qtbot, tour.onward)


def test_it_can_be_ended_at_any_card(tour, qtbot):
    with qtbot.waitSignal(tour.ended):
        qtbot.keyClick(tour.end, Qt.Key.Key_Return)
