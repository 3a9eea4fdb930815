"""Somebody who has never seen the program: goes by what the screen says and knows only what patients say.

Reads labels, errors and the one button that stands out; knows no names of the code but kinds of controls.
"""

import re
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from consult_app.ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton
from consult_app.ui.widgets.callout import Callout
from consult_app.ui.widgets.error_summary import ErrorSummary
from tests.journeys.provider import Provider

Role = QAccessible.Role
Key = Qt.Key

WORDS: Final = (
    (r"clinic name", "Sample Aesthetics"),
    (r"city", "Cincinnati, OH"),
    (r"phone", "513-555-0142"),
    (r"full name", "Dana Keller"),
    (r"find a patient", "Marisol Ortega\n"),
    (r"family name", "Ortega"),
    (r"given name", "Marisol"),
    (r"birth date", "March 4, 1984"),
    (r"product", "gentle cleanser\n"),
    (r"planned treatment", "today"),
    (r"time", "11:00 AM"),
)
"""What somebody types where a label asks for it; a line end is Enter."""

ANSWERS: Final = ("no known allergies", "ii,", "none", "no,", "moderate", "mild")
"""What somebody chooses where there is a choice: the first that is offered."""

MOST_TURNS: Final = 250


class Newcomer:
    """``turns`` counts what was done, ``doubts`` the times the screen had to say what was missing."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self.turns = 0
        self.doubts = 0

    def work_until(self, done) -> None:
        """Go on until it is done; fails when the screen gives no way on."""
        while not done():
            self.turns += 1
            assert self.turns <= MOST_TURNS, f"no way on; the screen says {self._said()}"
            before = self._picture()
            self._turn()
            self._provider.wait(lambda: not any(each.is_busy for each in self._shown(SecondaryButton)), "an end to it")
            self._provider.wait(lambda before=before: done() or self._picture() != before, f"a change: {self._said()}")

    def _turn(self) -> None:
        complaint = self._complaint()
        if complaint is not None:
            self.doubts += 1
            self._press(complaint)
            self._answer(QApplication.focusWidget())
            return
        focused = QApplication.focusWidget()
        main = self._main_button()
        if isinstance(focused, SecondaryButton) and isinstance(focused.parentWidget(), Callout):
            self._press(focused)
        elif main is None or (isinstance(focused, QLineEdit) and focused.accessibleDescription()):
            self.doubts += main is not None
            self._answer(focused)
        else:
            self._press(main)

    def _answer(self, control: QWidget) -> None:
        """Do what the control with the focus asks for."""
        spoken = QAccessible.queryAccessibleInterface(control)
        name, role = spoken.text(QAccessible.Text.Name), spoken.role()
        if isinstance(control, QLineEdit):
            words = next((words for asks, words in WORDS if re.search(asks, name, re.I)), None)
            assert words is not None, f"nobody knows what to type into {name!r}"
            self._type(words)
        elif role == Role.RadioButton:
            offered = [each for each in control.parentWidget().findChildren(type(control)) if each.isVisible()]
            self._press(_preferred(offered))
        else:
            self._provider.press(Key.Key_Space)

    def _type(self, words: str) -> None:
        for line, ending in re.findall(r"([^\n]+)(\n?)", words):
            self._provider.type(line)
            if ending:
                self._provider.qtbot.wait(50)
                self._provider.press(Key.Key_Return)
            else:
                self._provider.press(Key.Key_Tab)

    def _press(self, button: QAbstractButton) -> None:
        self._provider.click(button.objectName() or button.accessibleName() or button.text().replace("&", ""))

    def _main_button(self) -> PrimaryButton | None:
        """The one that stands out; at the foot of the page when there are more."""
        shown = [each for each in self._shown(PrimaryButton) if each.isEnabled() and not each.stands_back]
        return max(shown, key=lambda each: each.mapTo(each.window(), each.rect().center()).y(), default=None)

    def _complaint(self) -> LinkButton | None:
        """The first line of what the page says is missing."""
        for summary in self._shown(ErrorSummary):
            for line in summary.findChildren(LinkButton):
                if line.isVisible():
                    return line
        return None

    def _shown(self, kind: type) -> list:
        return [each for each in self._provider.window.findChildren(kind) if each.isVisible()]

    def _picture(self) -> tuple:
        """What tells one moment from another."""
        boxes = tuple(each.text() for kind in (QLineEdit, QLabel) for each in self._shown(kind))
        chosen = tuple(each.isChecked() for each in self._shown(QAbstractButton))
        return boxes, chosen, self._provider.focus

    def _said(self) -> list[str]:
        said = [each.accessibleName() or each.text() for each in self._shown(QAbstractButton)][:40]
        return [f"focus: {self._provider.focus}", *said]


def _preferred(offered: list[QAbstractButton]) -> QAbstractButton:
    for wish in ANSWERS:
        for each in offered:
            if f"{each.accessibleName()},".lower().startswith(wish):
                return each
    return offered[0]
