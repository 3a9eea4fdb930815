"""Chips: answers of which any number may be on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.roles import SpokenRole
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size, TokenName
from consult_app.ui.widgets.painting import TextBlock, draw_box, draw_icon
from consult_app.ui.widgets.pressable import Pressable

_GAP: Final = 8
_STRETCH: Final = 48
"""How much wider than the widest of them chips in one line grow, px."""


@dataclass(frozen=True, slots=True)
class ChipOption:
    """One chip: its `key` for the program and its words, with `&` before its Alt letter."""

    key: str
    text: str


class Chip(Pressable):
    """A checkable chip; on is told by a tick, the tint and a 2 px border."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setCheckable(True)
        self.setText(text)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        width = self._block().natural_width() + 18 + 8 + 24
        return QSize(width, self._theme.px(Size.CHIP))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, on = self._theme, self.isChecked()
        fill: TokenName = "surface2" if self.hovered else "surface"
        if on or self.isDown():
            fill = "accent_tint"
        edge: TokenName = "accent" if on and self.isEnabled() else "line_strong"
        draw_box(
            painter,
            self.rect(),
            fill=theme.color(fill),
            edge=theme.color(edge),
            width=2 if on else 1,
            dashed=not self.isEnabled(),
        )
        color: TokenName = ("accent" if on else "text") if self.isEnabled() else "text2"
        block = self._block()
        width = block.natural_width()
        left = (self.width() - width - (24 if on else 0)) // 2
        if on:
            at = QRect(left, (self.height() - 16) // 2, 16, 16)
            draw_icon(painter, theme, "check", color=color, rect=at)
            left += 24
        block.draw(
            painter,
            QRect(left, 0, width, self.height()),
            theme.color(color),
            middle=True,
        )

    def _block(self) -> TextBlock:
        return TextBlock(self._theme, self.text(), role="dense_strong", wrap=False)


class ChipRow(QWidget):
    """Chips that flow onto further lines; arrows move between them, Space toggles.

    `toggled` gives the key and whether it is on now, for what the user did only.
    """

    spoken_role: Final[SpokenRole] = "group"

    toggled = Signal(str, bool)

    def __init__(
        self,
        theme: Theme,
        name: str,
        options: Sequence[ChipOption],
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.chips: Final = {option.key: Chip(theme, option.text, self) for option in options}
        for key, chip in self.chips.items():
            chip.clicked.connect(lambda on, key=key: self.toggled.emit(key, on))
            chip.installEventFilter(self)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._flow)

    @property
    def on(self) -> frozenset[str]:
        """Keys of the chips that are on."""
        return frozenset(key for key, chip in self.chips.items() if chip.isChecked())

    def set_on(self, keys: frozenset[str]) -> None:
        """Turn exactly `keys` on without telling anybody."""
        for key, chip in self.chips.items():
            chip.setChecked(key in keys)

    @override
    def eventFilter(self, watched: object, event: object) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QKeyEvent.Type.KeyPress:
            return False
        step = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: 1,
        }.get(Qt.Key(event.key()), 0)
        chips = list(self.chips.values())
        if step == 0 or watched not in chips:
            return False
        at = next(index for index, chip in enumerate(chips) if chip is watched)
        chips[(at + step) % len(chips)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._arrange(width, place=False)

    @override
    def sizeHint(self) -> QSize:
        width = sum(chip.sizeHint().width() + 8 for chip in self.chips.values()) - 8
        return QSize(width, self._theme.px(Size.CHIP))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(
            max(chip.sizeHint().width() for chip in self.chips.values()),
            self._theme.px(Size.CHIP),
        )

    @override
    def resizeEvent(self, event: object) -> None:
        self._arrange(self.width(), place=True)

    def _flow(self) -> None:
        self._arrange(self.width(), place=True)
        self.updateGeometry()

    def _arrange(self, width: int, *, place: bool) -> int:
        """Place the chips in as few lines as they need, all equally wide. Returns the height in px."""
        chips, line = list(self.chips.values()), self._theme.px(Size.CHIP)
        widest = max(chip.sizeHint().width() for chip in chips)
        fit = max(min((width + _GAP) // (widest + _GAP), len(chips)), 1)
        lines = -(-len(chips) // fit)
        columns = -(-len(chips) // lines)
        most = widest + _STRETCH if lines == 1 else width
        wide = min((width + _GAP) // columns - _GAP, most)
        if place:
            for at, chip in enumerate(chips):
                row, column = divmod(at, columns)
                chip.setGeometry(column * (wide + _GAP), row * (line + _GAP), wide, line)
        return lines * (line + _GAP) - _GAP
