"""Ctrl+Z goes to the part that has changes of its own first, then to the answers."""

from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from consult_app.ui.shell.undoing import redo, undo


class Part(QWidget):
    """Has one thing to take back."""

    def __init__(self):
        super().__init__()
        self.changes, self.taken = 1, 0
        self.field = QLineEdit(self)

    def undo(self):
        return self._move(-1)

    def redo(self):
        return self._move(1)

    def _move(self, by):
        if not 0 <= self.changes + by <= 1:
            return False
        self.changes += by
        return True


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    QVBoxLayout(made)
    made.show()
    return made


def page_with(screen):
    told = []
    session = SimpleNamespace(undo=lambda: told.append("undo"), redo=lambda: told.append("redo"))
    return SimpleNamespace(current=screen, session=session), told


def test_the_step_that_fills_the_sheet_comes_before_the_answers(window):
    part = Part()
    window.layout().addWidget(part)
    page, told = page_with(part)
    undo(window, page)
    assert (part.changes, told) == (0, [])
    undo(window, page)
    assert told == ["undo"]
    redo(window, page)
    assert part.changes == 1
    redo(window, page)
    assert told == ["undo", "redo"]


def test_a_step_without_changes_of_its_own_leaves_it_to_the_answers(window):
    page, told = page_with(QWidget(window))
    undo(window, page)
    redo(window, page)
    assert told == ["undo", "redo"]


def test_beyond_a_consultation_the_part_with_the_focus_is_asked(window):
    part = Part()
    window.layout().addWidget(part)
    part.field.setFocus()
    undo(window, None)
    undo(window, None)
    assert part.changes == 0
    redo(window, None)
    assert part.changes == 1
