"""The line under a product nobody recognised: an offer to keep it for the clinic, then who kept it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.ui.presenters.products_memory import MemoryView
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.buttons import LinkButton
from consult_app.ui.widgets.field import Icon
from consult_app.ui.widgets.text import Text


class MemoryLine(QWidget):
    """``remember_asked`` tells of the button; ``show_problem`` says why that was not done."""

    remember_asked = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Text(theme, role="meta", color="text2")
        self.words.setObjectName(f"{name}_memory")
        self.remember = LinkButton(theme, "Remember for this clinic")
        self.remember.setObjectName(f"{name}_remember")
        self.remember.clicked.connect(self.remember_asked)
        self._problem = Text(theme, role="meta", color="stop")
        self._problem.setObjectName(f"{name}_memory_problem")
        self._problem_row = QWidget()
        problem = QHBoxLayout(self._problem_row)
        problem.setContentsMargins(0, 0, 0, 8)
        problem.setSpacing(6)
        problem.addWidget(Icon(theme, "triangle-alert", color="stop", size=Size.ICON_SMALL))
        problem.addWidget(self._problem, 1)
        self._problem_row.hide()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addWidget(self.remember, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 12, 8)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._problem_row)
        self.hide()

    def show_memory(self, view: MemoryView | None) -> None:
        """Show the line, or nothing."""
        if view is not None:
            self.words.setText(view.words.replace("&", "&&"))
            self.remember.setAccessibleName(view.spoken)
            self.remember.setVisible(bool(view.button))
            if not view.button:
                self.show_problem("")
        self.setVisible(view is not None)

    def show_problem(self, words: str) -> None:
        """Say why it was not kept; empty takes it away."""
        self._problem.setText(words)
        self._problem_row.setVisible(bool(words))
        self.remember.setAccessibleDescription(words)
