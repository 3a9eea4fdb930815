"""Boxes that hold something: a plain card, and a callout that says something needs attention."""

from typing import Final, Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from consult_app.ui.theme.icons import IconName
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.roles import SpokenRole
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import TokenName
from consult_app.ui.widgets.field import Icon
from consult_app.ui.widgets.painting import draw_box
from consult_app.ui.widgets.text import Text

CalloutKind = Literal["amber", "stop", "accent", "neutral"]

_LOOKS: Final[dict[CalloutKind, tuple[TokenName, TokenName, TokenName, IconName]]] = {
    "amber": ("surface", "wait_ln", "wait", "triangle-alert"),
    "stop": ("stop_bg", "stop_ln", "stop", "octagon-bar"),
    "accent": ("surface", "accent", "accent", "question-circle"),
    "neutral": ("surface2", "line", "text2", "question-circle"),
}


class Card(QFrame):
    """A box on the sheet with a thin edge; put a layout into it.

    `sunken` is for what belongs to the row above it, such as the details of an answer.
    """

    def __init__(
        self, theme: Theme, *, sunken: bool = False, strong_edge: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fill: TokenName = "surface2" if sunken else "surface"
        self._edge: TokenName = "line_strong" if strong_edge else "line"
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        draw_box(QPainter(self), self.rect(), fill=theme.color(self._fill), edge=theme.color(self._edge))


class Callout(QFrame):
    """Icon, title, text, and buttons beside or under them.

    `below` puts the buttons under the text; `add` appends one. `body` takes more content.
    """

    spoken_role: Final[SpokenRole] = "group"

    def __init__(
        self,
        theme: Theme,
        kind: CalloutKind,
        title: str,
        text: str = "",
        *,
        icon: IconName | None = None,
        below: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind: CalloutKind = kind
        color = _LOOKS[kind][2]
        self._icon = Icon(theme, icon if icon is not None else _LOOKS[kind][3], color=color, size=24)
        self.title = Text(theme, title, role="strong", color="stop" if kind == "stop" else "text")
        self.text = Text(theme, text, role="dense", color="text" if kind == "stop" else "text2")
        self._buttons: QLayout = QHBoxLayout()
        self._buttons.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.text)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        words.addLayout(self.body)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 14, 12)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop if below else Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        self.text.setVisible(bool(text))
        self._below = below
        if below:
            self.body.addLayout(self._buttons)
        else:
            row.addLayout(self._buttons)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        theme.changed.connect(self.update)

    def add(self, button: QWidget) -> None:
        """Append a button."""
        if self._below and self._buttons.count() == 0:
            self.body.setContentsMargins(0, 8, 0, 2)
        if isinstance(self._buttons, QHBoxLayout):
            if self._below and self._buttons.count():
                self._buttons.insertWidget(self._buttons.count() - 1, button)
            else:
                self._buttons.addWidget(button)
                if self._below:
                    self._buttons.addStretch(1)

    def set_words(self, title: str, text: str = "") -> None:
        """Say something else."""
        if (title, text) == (self.title.text(), self.text.text()):
            return
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        fill, edge, _, _ = _LOOKS[self._kind]
        width = 1 if self._kind == "neutral" else 2
        theme = self._theme
        draw_box(QPainter(self), self.rect(), fill=theme.color(fill), edge=theme.color(edge), width=width)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, super().minimumSizeHint().height())
