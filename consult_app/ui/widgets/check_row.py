"""A checkbox with its words, in a row high enough to hit."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size, TokenName
from consult_app.ui.widgets.painting import TextBlock, draw_box, draw_icon
from consult_app.ui.widgets.pressable import Pressable, RingArea


class CheckRow(Pressable):
    """A 24 px box and `text`, in a row 46 px high; `more` follows in the secondary color."""

    def __init__(self, theme: Theme, text: str, *, more: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._more = more
        self.setCheckable(True)
        self.setText(text)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @override
    def sizeHint(self) -> QSize:
        return QSize(
            self._text_left() + self._words().natural_width() + self._more_width(),
            self._row(),
        )

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._text_left() + 80, self._row())

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        spare = self._row() - self._theme.line("body")
        return max(self._row(), self._words().height(max(width - self._text_left(), 1)) + spare)

    @override
    def ring_area(self) -> RingArea:
        return RingArea(self, self._box(), radius=Size.RADIUS_SMALL)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, box = self._theme, self._box()
        if self.isChecked() and self.isEnabled():
            fill: TokenName = "accent_hover" if self.hovered or self.isDown() else "accent"
            draw_box(painter, box, fill=theme.color(fill), radius=Size.RADIUS_SMALL)
        else:
            fill = "accent_tint" if self.isDown() else "surface2" if self.hovered else "surface"
            draw_box(
                painter,
                box,
                fill=theme.color(fill),
                edge=theme.color("line_strong"),
                width=1 if not self.isEnabled() else 2,
                radius=Size.RADIUS_SMALL,
                dashed=not self.isEnabled(),
            )
        if self.isChecked():
            color: TokenName = "on_accent" if self.isEnabled() else "text2"
            draw_icon(painter, theme, "check", color=color, rect=box.adjusted(4, 4, -4, -4))
        left = self._text_left()
        room = QRect(left, 0, self.width() - left, self.height())
        words = self._words()
        words.draw(
            painter,
            room,
            theme.color("text" if self.isEnabled() else "text2"),
            middle=True,
        )
        if self._more:
            after = room.adjusted(words.natural_width() + 4, 0, 0, 0)
            TextBlock(theme, self._more, wrap=False).draw(painter, after, theme.color("text2"), middle=True)

    def _row(self) -> int:
        return self._theme.px(Size.CHECK_ROW)

    def _box(self) -> QRect:
        side = self._theme.px(Size.CHECK)
        return QRect(0, (self.height() - side) // 2, side, side)

    def _text_left(self) -> int:
        return self._theme.px(Size.CHECK) + 12

    def _more_width(self) -> int:
        return TextBlock(self._theme, self._more).natural_width() + 4 if self._more else 0

    def _words(self) -> TextBlock:
        return TextBlock(self._theme, self.text())
