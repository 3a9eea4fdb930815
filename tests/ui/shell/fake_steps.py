"""A step screen with two fields, for tests of what is around it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from consult_app.application.edits import SetWords
from consult_app.ui.presenters.words import STEP_NAMES, Gap
from consult_app.ui.widgets.text import Text


class FakeStep(QWidget):
    why_asked = Signal(str)
    decision_asked = Signal(str)
    go_asked = Signal(str)
    home_asked = Signal()
    messages = Signal(str)

    def __init__(self, step, session, theme, parent=None):
        super().__init__(parent)
        self.step = step
        self.session = session
        self.rendered = 0
        self.finishes = 0
        self.lacks = ()
        self.asked_for = []
        self.setObjectName(f"fake_{step.value}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Text(theme, STEP_NAMES[step], role="title"))
        self.words = QLineEdit()
        self.words.setObjectName(f"fake_{step.value}_words")
        self.words.setAccessibleName("Words")
        self.words.textEdited.connect(lambda text: session.dispatch(SetWords(text)))
        column.addWidget(self.words)

    def render(self, state):
        self.rendered += 1
        if self.words.text() != state.answers.words:
            self.words.setText(state.answers.words)

    def focus_first(self):
        self.words.setFocus()

    def focus_path(self, path):
        self.asked_for.append(path)
        self.words.setFocus()
        return True

    def gaps(self, state):
        return self.lacks

    def lack(self, path, words):
        self.lacks = (*self.lacks, Gap(path, words))

    def finish(self):
        self.finishes += 1


def fake_step(step):
    return lambda session, theme: FakeStep(step, session, theme)
