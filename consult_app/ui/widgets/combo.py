"""A drop-down list with a name of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QListView, QWidget

from consult_app.ui.theme.icons import IconName
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.painting import draw_icon


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry: its `key` for the program and its words."""

    key: str
    text: str


class Combo(QComboBox):
    """`chosen` gives the key when the user chooses. The wheel scrolls the sheet, never the value."""

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        choices: Sequence[Choice] = (),
        *,
        icon: IconName | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon: IconName | None = icon
        self.setAccessibleName(name)
        # On Linux Qt gives a combo box its value as name, so the name goes into the description too.
        self.setAccessibleDescription(name)
        view = QListView()
        view.setProperty("popup", True)
        self.setView(view)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContentsOnFirstShow)
        if icon is not None:
            self.setStyleSheet("QComboBox { padding-left: 42px; }")
        self.set_choices(choices)
        self.activated.connect(self._tell)
        theme.changed.connect(self.update)

    @property
    def value(self) -> str | None:
        """The chosen key, or None."""
        key = self.currentData()
        return key if isinstance(key, str) else None

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer other choices, keeping the chosen key where it is still offered."""
        kept = self.value
        self.clear()
        for choice in choices:
            self.addItem(choice.text, choice.key)
        self.set_value(kept if kept is not None or not choices else choices[0].key)

    def set_value(self, key: str | None) -> None:
        """Choose `key`, or nothing, without telling anybody."""
        self.setCurrentIndex(self.findData(key) if key is not None else -1)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        middle = (self.height() - 20) // 2
        at = QRect(self.width() - 36, middle, 20, 20)
        draw_icon(painter, self._theme, "chevron-down", color="text" if self.isEnabled() else "text2", rect=at)
        if self._icon is not None:
            draw_icon(painter, self._theme, self._icon, color="text2", rect=QRect(14, middle, 20, 20))

    def _tell(self) -> None:
        if self.value is not None:
            self.chosen.emit(self.value)
