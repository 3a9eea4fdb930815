"""The strip under a page of settings that holds its buttons."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from consult_app.ui.widgets.callout import Callout
from consult_app.ui.widgets.text import Text


class ButtonBar(QFrame):
    """A strip with a line above; put a layout into it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setMinimumHeight(Size.FOOTER)
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.fillRect(0, 0, self.width(), 1, self._theme.color("line"))


class SaveBar(ButtonBar):
    """Save, discard, what is not saved yet, and why something could not be saved. ``name`` begins the object names."""

    def __init__(self, theme: Theme, save: str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.problem = Callout(theme, "stop", "")
        self.problem.setObjectName(f"{name}_problem")
        self.problem.hide()
        self.save_button = PrimaryButton(theme, save)
        self.save_button.setObjectName(f"{name}_save")
        self.discard_button = SecondaryButton(theme, "Disca&rd changes")
        self.discard_button.setObjectName(f"{name}_discard")
        self.state = Text(theme, "", role="dense", color="text2", align=Qt.AlignmentFlag.AlignRight)
        self.state.setObjectName(f"{name}_state")
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 13, 32, 12)
        column.setSpacing(8)
        column.addWidget(self.problem)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.save_button)
        row.addWidget(self.discard_button)
        row.addWidget(self.state, 1)
        column.addLayout(row)
