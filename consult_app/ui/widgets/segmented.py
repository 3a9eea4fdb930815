"""A row of answers of which exactly one, or none, is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.roles import SpokenRole
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size, TokenName, TypeRole
from consult_app.ui.widgets.painting import TextBlock, draw_box, rounded
from consult_app.ui.widgets.pressable import Pressable, RingArea

_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


@dataclass(frozen=True, slots=True)
class Segment:
    """One answer: its `key` for the program, its words, and the letter that chooses it."""

    key: str
    text: str
    letter: str = ""


class Segmented(QWidget):
    """Answers side by side; arrows move, Space and the answers' letters choose.

    `chosen` gives the key when the user chooses; `letter_used` follows when it was by letter,
    so that a list of questions can move on. `name` is the group's name for screen readers.
    Tab reaches the chosen answer, or the first.
    """

    spoken_role: Final[SpokenRole] = "group"

    chosen = Signal(str)
    letter_used = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        segments: Sequence[Segment],
        *,
        tall: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tall = tall
        self._value: str | None = None
        self.setAccessibleName(name)
        self.options: Final = tuple(_Option(theme, segment, self) for segment in segments)
        for option in self.options:
            option.setAccessibleName(f"{option.segment.text}, {name}")
            option.clicked.connect(lambda _on, option=option: self.choose(option))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._remeasure)
        self._show()

    @property
    def value(self) -> str | None:
        """The chosen key, or None."""
        return self._value

    def set_value(self, key: str | None) -> None:
        """Choose `key`, or nothing, without telling anybody."""
        if key != self._value:
            self._value = key
            self._show()

    def ring_area(self) -> RingArea:
        """The frame around all answers."""
        return RingArea(self, self.drawn())

    def choose(self, option: "_Option", *, by_letter: bool = False) -> None:
        """Choose `option` as the user did, and tell."""
        option.setFocus(Qt.FocusReason.OtherFocusReason)
        if option.segment.key != self._value:
            self._value = option.segment.key
            self._show()
            self.chosen.emit(option.segment.key)
        if by_letter:
            self.letter_used.emit(option.segment.key)

    def handle_key(self, option: "_Option", event: QKeyEvent) -> bool:
        """Act on arrows, Home, End and letters; False leaves the key to others."""
        at = self.options.index(option)
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return False
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.choose(self.options[(at + _STEPS[key]) % len(self.options)])
            return True
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.choose(self.options[0 if key == Qt.Key.Key_Home else -1])
            return True
        typed = event.text().lower()
        for each in self.options:
            if typed and each.segment.letter.lower() == typed:
                self.choose(each, by_letter=True)
                return True
        return False

    @override
    def sizeHint(self) -> QSize:
        widest = max(option.natural_width() for option in self.options)
        return QSize(widest * len(self.options), self._theme.px(self._height()))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(
            sum(option.natural_width() for option in self.options),
            self.sizeHint().height(),
        )

    @override
    def resizeEvent(self, event: object) -> None:
        self._fit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        dashed = not self.isEnabled()
        draw_box(
            painter,
            self.drawn(),
            fill=theme.color("surface"),
            edge=theme.color("line_strong"),
            dashed=dashed,
        )

    def drawn(self) -> QRect:
        """The frame around all answers, inside what can be hit."""
        spare = 0 if self._tall else self._theme.px(Size.SEGMENT_HIT) - self._theme.px(Size.SEGMENT)
        return self.rect().adjusted(0, spare // 2, 0, -(spare - spare // 2))

    def _height(self) -> int:
        return Size.FIELD if self._tall else Size.SEGMENT_HIT

    def _fit(self) -> None:
        widths = [option.natural_width() for option in self.options]
        even = self.width() // len(widths)
        spare = self.width() - sum(widths)
        left = 0
        for at, option in enumerate(self.options):
            wide = even if max(widths) <= even else widths[at] + spare // len(widths)
            last = at == len(widths) - 1
            option.setGeometry(left, 0, self.width() - left if last else wide, self.height())
            left += wide

    def _remeasure(self) -> None:
        self._fit()
        self.updateGeometry()
        self.update()

    def _tab_stop(self) -> "_Option":
        return next(
            (each for each in self.options if each.segment.key == self._value),
            self.options[0],
        )

    def _show(self) -> None:
        stop = self._tab_stop()
        for option in self.options:
            chosen = option.segment.key == self._value
            if option.isChecked() != chosen:
                option.setAutoExclusive(False)
                option.setChecked(chosen)
                option.setAutoExclusive(True)
            policy = Qt.FocusPolicy.StrongFocus if option is stop else Qt.FocusPolicy.ClickFocus
            if option.focusPolicy() != policy:
                option.setFocusPolicy(policy)
        if self.focusProxy() is not stop:
            self.setFocusProxy(stop)


class _Option(Pressable):
    def __init__(self, theme: Theme, segment: Segment, group: Segmented) -> None:
        super().__init__(theme, group)
        self.segment: Final = segment
        self._group = group
        self._shape: tuple[QRectF, QPainterPath] | None = None
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setText(segment.text.replace("&", "&&"))

    def natural_width(self) -> int:
        return TextBlock(self._theme, self.text(), role="dense_strong", wrap=False).natural_width() + 24

    def _path(self, body: QRectF, radius: int) -> QPainterPath:
        """Made once a size; a pressed or hovered answer is smaller than the chosen one."""
        if self._shape is None or self._shape[0] != body:
            first, last = self is self._group.options[0], self is self._group.options[-1]
            self._shape = (body, rounded(body, radius, left=first, right=last))
        return self._shape[1]

    @override
    def ring_area(self) -> RingArea:
        return self._group.ring_area()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._group.handle_key(self, event):
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        drawn = self._group.drawn()
        first, last = self is self._group.options[0], self is self._group.options[-1]
        inner = QRectF(0, drawn.top(), self.width(), drawn.height())
        body = inner.adjusted(1 if first else 0, 1, -1 if last else 0, -1)
        color: TokenName = "text" if self.isEnabled() else "text2"
        fill: TokenName | None = None
        if self.isChecked():
            fill, color = ("accent", "on_accent") if self.isEnabled() else ("line", "text2")
        elif self.isDown():
            fill = "accent_tint"
        elif self.hovered or (self.hasFocus() and not self.focused_by_pointer):
            fill = "surface2"
        if fill is not None:
            if self.isChecked():
                body = inner
            painter.fillPath(self._path(body, 7 if body != inner else 8), theme.color(fill))
        if not first and not self.isChecked():
            painter.setPen(QPen(theme.color("line_strong"), 1))
            painter.drawLine(0, drawn.top() + 1, 0, drawn.bottom() - 1)
        role: TypeRole = "dense_strong" if self.isChecked() else "dense"
        block = TextBlock(theme, self.text(), role=role, wrap=False)
        room = QRect(0, drawn.top(), self.width(), drawn.height())
        block.draw(
            painter,
            room,
            theme.color(color),
            align=Qt.AlignmentFlag.AlignHCenter,
            middle=True,
        )
