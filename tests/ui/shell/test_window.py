import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from consult_app.ui.shell.dialogs import ask_to_lose, tell_of_crash
from consult_app.ui.shell.window import MainWindow
from consult_app.ui.theme.theme import Theme


@pytest.fixture
def theme(qapp):
    made = Theme()
    made.apply(qapp)
    return made


@pytest.fixture
def window(qtbot, theme):
    made = MainWindow(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_window_paints_before_it_has_anything_to_show(qtbot, theme):
    made = MainWindow(theme)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.painted):
        made.show()
    assert made.pages.count() == 0
    assert not made.rail.places["home"].isVisible()


def test_sample_data_says_so_in_the_title_and_on_the_page(qtbot, theme, window):
    sample = MainWindow(theme, sample=True)
    qtbot.addWidget(sample)
    sample.show()
    assert "Sample data" in sample.windowTitle()
    assert sample.findChild(QWidget, "sample_mark").isVisible()
    assert window.findChild(QWidget, "sample_mark") is None


def test_a_dropped_page_is_gone(qtbot, window):
    page = QWidget()
    window.show_page(page)
    with qtbot.waitSignal(page.destroyed):
        window.drop_page(page)
    assert window.pages.count() == 0


@pytest.mark.parametrize(("words", "lose"), [("Close and lose them", True), ("Keep open", False)])
def test_closing_with_unsaved_work_names_both_ways(window, words, lose):
    def press():
        box = window.findChild(QMessageBox, "unsaved_box")
        next(button for button in box.buttons() if button.text() == words).click()

    QTimer.singleShot(0, press)
    assert ask_to_lose(window) is lose


def test_esc_keeps_the_window_open(qtbot, window):
    QTimer.singleShot(0, lambda: qtbot.keyClick(window.findChild(QMessageBox, "unsaved_box"), Qt.Key.Key_Escape))
    assert ask_to_lose(window) is False


def test_a_crash_is_told_without_stopping_the_program(window):
    tell_of_crash(window, "Something went wrong in the program. Your draft is saved.")
    box = window.findChild(QMessageBox, "crash_box")
    assert box.isVisible()
    assert "draft is saved" in box.text()
    box.buttons()[0].click()


def test_larger_text_makes_rows_higher_and_cuts_nothing(qtbot, theme, window):
    low = window.rail.places["home"].sizeHint().height()
    theme.set_text_scale(1.3)
    QApplication.processEvents()
    assert window.rail.places["home"].sizeHint().height() > low
    theme.set_text_scale(1.0)
