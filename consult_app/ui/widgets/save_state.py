"""Whether the work is stored, in one line."""

from typing import Final, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from consult_app.ui.theme.icons import IconName
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import TokenName
from consult_app.ui.widgets.buttons import SecondaryButton
from consult_app.ui.widgets.field import Icon
from consult_app.ui.widgets.text import Text

SaveKind = Literal["idle", "saving", "saved", "failed"]

_ICONS: Final[dict[SaveKind, tuple[IconName, TokenName]]] = {
    "idle": ("check", "text2"),
    "saving": ("clock", "text2"),
    "saved": ("check", "text2"),
    "failed": ("octagon-bar", "stop"),
}


class SaveState(QWidget):
    """Icon and words; on failure a "Try again" button, told by `retry_asked`."""

    retry_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: SaveKind = "idle"
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self._icon = Icon(theme, "check", color="text2", size=18)
        self.text = Text(theme, "", role="dense", color="text2", wrap=False)
        self.retry = SecondaryButton(theme, "Try again", compact=True)
        self.retry.clicked.connect(self.retry_asked)
        row.addWidget(self._icon)
        row.addWidget(self.text)
        row.addWidget(self.retry)
        row.addStretch(1)
        self.set_state("idle", "")

    @property
    def kind(self) -> SaveKind:
        """The state shown."""
        return self._kind

    def set_state(self, kind: SaveKind, words: str) -> None:
        """Show `words` ("Saved 2 s ago") with the icon of `kind`; idle shows nothing."""
        self._kind = kind
        icon, color = _ICONS[kind]
        self._icon.set_icon(icon, color)
        self._icon.setVisible(kind != "idle")
        self.text.setText(words)
        self.text.set_color(color)
        self.retry.setVisible(kind == "failed")
