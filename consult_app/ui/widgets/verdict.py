"""The verdict: whether the patient can be treated, in one box."""

from typing import Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.ui.theme.icons import IconName
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.roles import SpokenRole
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import TokenName
from consult_app.ui.widgets.field import Icon
from consult_app.ui.widgets.painting import draw_box
from consult_app.ui.widgets.text import Text

VerdictKind = Literal["none", "ready", "review", "wait", "stop"]

LOOKS: Final[dict[VerdictKind, tuple[IconName, TokenName, TokenName, TokenName]]] = {
    "none": ("dotted-circle", "none", "surface", "none_ln"),
    "ready": ("check-circle", "ready", "ready_bg", "ready_ln"),
    "review": ("triangle-alert", "wait", "wait_bg", "wait_ln"),
    "wait": ("clock", "wait", "wait_bg", "wait_ln"),
    "stop": ("octagon-bar", "stop", "stop_bg", "stop_ln"),
}


class VerdictCard(QFrame):
    """Icon, verdict and the reason for it; a dashed edge while nothing is decided."""

    spoken_role: Final[SpokenRole] = "text"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind: VerdictKind = "none"
        self._said: tuple[VerdictKind, str, str] | None = None
        self._icon = Icon(theme, "dotted-circle", color="none", size=32)
        self.title = Text(theme, "", role="verdict", color="none")
        self.text = Text(theme, "", role="dense")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        theme.changed.connect(self.update)

    @property
    def kind(self) -> VerdictKind:
        """The verdict shown."""
        return self._kind

    def set_verdict(self, kind: VerdictKind, title: str, text: str) -> None:
        """Show a verdict with its fixed words and the reason."""
        if (kind, title, text) == self._said:
            return
        self._said = (kind, title, text)
        self._kind = kind
        icon, color, _, _ = LOOKS[kind]
        self._icon.set_icon(icon, color)
        self.title.setText(title)
        self.title.set_color(color)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.setAccessibleName(f"{title}. {text}" if text else title)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        _, _, fill, edge = LOOKS[self._kind]
        draw_box(
            QPainter(self),
            self.rect(),
            fill=self._theme.color(fill),
            edge=self._theme.color(edge),
            width=2,
            dashed=self._kind == "none",
        )


class VerdictStrip(QFrame):
    """The verdict in one line, for a narrow window; `add` puts the button that opens the rest."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind: VerdictKind = "none"
        self._said: tuple[VerdictKind, str, str] | None = None
        self._icon = Icon(theme, "dotted-circle", color="none", size=24)
        self.title = Text(theme, "", role="section", color="none", wrap=False)
        self.text = Text(theme, "", role="dense")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 5, 16, 5)
        self._row.setSpacing(12)
        self._row.addWidget(self._icon)
        self._row.addWidget(self.title)
        self._row.addWidget(self.text, 1, Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(56)
        theme.changed.connect(self.update)

    def add(self, button: QWidget) -> None:
        """Append a button at the right."""
        self._row.addWidget(button)

    def set_verdict(self, kind: VerdictKind, title: str, text: str) -> None:
        """Show a verdict with its fixed words and the reason."""
        if (kind, title, text) == self._said:
            return
        self._said = (kind, title, text)
        self._kind = kind
        icon, color, _, _ = LOOKS[kind]
        self._icon.set_icon(icon, color)
        self.title.setText(title)
        self.title.set_color(color)
        self.text.setText(text)
        self.setAccessibleName(f"{title}. {text}" if text else title)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        _, _, fill, edge = LOOKS[self._kind]
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color(fill))
        line = self.rect().adjusted(-4, -4, 4, 0)
        draw_box(painter, line, edge=self._theme.color(edge), width=2, radius=0, dashed=self._kind == "none")
