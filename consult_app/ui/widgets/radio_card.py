"""Cards of which exactly one, or none, is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.roles import SpokenRole
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import TokenName, TypeRole
from consult_app.ui.widgets.painting import (
    TextBlock,
    draw_box,
    draw_icon,
    split_mnemonic,
)
from consult_app.ui.widgets.pressable import Pressable

_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


@dataclass(frozen=True, slots=True)
class CardOption:
    """One card: its `key` for the program, a title with `&` before its Alt letter, a line under it."""

    key: str
    title: str
    subtitle: str = ""


class RadioCard(Pressable):
    """A card with title and subtitle; chosen is told by a filled ring or tick, tint and 2 px border.

    A `big` card puts a large title over its words and shows a tick instead of a ring.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        subtitle: str = "",
        *,
        big: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._subtitle = subtitle
        self._big = big
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setText(title)
        plain = split_mnemonic(title)[0]
        self.setAccessibleName(f"{plain}, {subtitle}" if subtitle else plain)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @override
    def sizeHint(self) -> QSize:
        width = 2 * 16 + self._left() + max(self._title().natural_width(), 60)
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        """As wide as the longest word of the title; the rest wraps."""
        role: TypeRole = "verdict" if self._big else "strong"
        words = (TextBlock(self._theme, word, role=role).natural_width() for word in self.text().split())
        width = self._left() + 12 + max(words, default=0)
        return QSize(min(width, 104) if self._big else width, self._theme.px(64))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        inner = max(width - self._left() - 12, 1)
        tall = self._title().height(inner) + self._words().height(inner) if self._subtitle else 24
        return max(self._theme.px(64), tall + (24 if self._big else 20))

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
        left = self._left()
        inner = self.rect().adjusted(left, 0, -12, 0)
        title, words = self._title(), self._words()
        tall = title.height(inner.width()) + (words.height(inner.width()) if self._subtitle else 0)
        inner.setTop(12 if self._big else (self.height() - tall) // 2)
        if self._big:
            self._paint_tick(painter)
        else:
            self._paint_ring(painter)
        color: TokenName = "text" if self.isEnabled() else "text2"
        title.draw(painter, inner, theme.color("accent" if on and self._big else color))
        if self._subtitle:
            inner.setTop(inner.top() + title.height(inner.width()))
            words.draw(painter, inner, theme.color("text2" if not self._big else color))

    def _paint_tick(self, painter: QPainter) -> None:
        if self.isChecked():
            at = QRect(self.width() - 30, 14, 18, 18)
            draw_icon(painter, self._theme, "check", color="accent", rect=at)

    def _paint_ring(self, painter: QPainter) -> None:
        ring = QRect(14, (self.height() - 20) // 2, 20, 20)
        on = self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.color("surface"))
        painter.setPen(QPen(self._theme.color("accent" if on else "line_strong"), 2))
        painter.drawEllipse(ring.adjusted(1, 1, -1, -1))
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent"))
            painter.drawEllipse(ring.adjusted(5, 5, -5, -5))

    def _left(self) -> int:
        return 14 if self._big else 46

    def _title(self) -> TextBlock:
        role: TypeRole = "verdict" if self._big else "strong"
        return TextBlock(self._theme, self.text(), role=role)

    def _words(self) -> TextBlock:
        return TextBlock(self._theme, self._subtitle.replace("&", "&&"), role="dense")


class RadioCards(QWidget):
    """Cards side by side; arrows move and choose, Space and Enter choose.

    `chosen` gives the key when the user chooses. Tab reaches the chosen card, or the first.
    """

    spoken_role: Final[SpokenRole] = "group"

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        options: Sequence[CardOption],
        *,
        big: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._value: str | None = None
        self.setAccessibleName(name)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.cards: Final = {option.key: RadioCard(theme, option.title, option.subtitle, big=big) for option in options}
        for key, card in self.cards.items():
            layout.addWidget(card, 1)
            card.clicked.connect(lambda _on, key=key: self._choose(key))
            card.installEventFilter(self)
        self._show()

    @property
    def value(self) -> str | None:
        """The chosen key, or None."""
        return self._value

    def set_value(self, key: str | None) -> None:
        """Choose `key`, or nothing, without telling anybody."""
        self._value = key
        self._show()

    @override
    def eventFilter(self, watched: object, event: object) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QKeyEvent.Type.KeyPress:
            return False
        step = _STEPS.get(Qt.Key(event.key()), 0)
        keys = [key for key, card in self.cards.items() if card is watched]
        if step == 0 or not keys:
            return False
        order = list(self.cards)
        key = order[(order.index(keys[0]) + step) % len(order)]
        self._choose(key)
        self.cards[key].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _choose(self, key: str) -> None:
        changed = key != self._value
        self._value = key
        self._show()
        if changed:
            self.chosen.emit(key)

    def _show(self) -> None:
        stop = self._value if self._value in self.cards else next(iter(self.cards))
        for key, card in self.cards.items():
            card.setAutoExclusive(False)
            card.setChecked(key == self._value)
            card.setAutoExclusive(True)
            policy = Qt.FocusPolicy.StrongFocus if key == stop else Qt.FocusPolicy.ClickFocus
            card.setFocusPolicy(policy)
        self.setFocusProxy(self.cards[stop])
