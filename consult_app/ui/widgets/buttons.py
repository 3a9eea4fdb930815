"""Buttons: one primary per screen, secondary ones outlined, links, and icons alone."""

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from consult_app.ui.theme.icons import IconName
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size, TokenName, TypeRole
from consult_app.ui.widgets.painting import TextBlock, draw_box, draw_icon
from consult_app.ui.widgets.pressable import Pressable, RingArea

_GAP = 10
_PRESSING = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
LEAST_INLINE: Final = 24
"""Height in px that a link in a line of text never falls below (WCAG 2.5.8)."""


class SecondaryButton(Pressable):
    """An outlined button with an optional icon before or after its words."""

    _role: TypeRole = "label"

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        icon: IconName | None = None,
        icon_after: IconName | None = None,
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._icon: IconName | None = icon
        self._icon_after: IconName | None = icon_after
        self._compact = compact
        self._rest: str | None = None
        self._kept_width = 0
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def set_text(self, text: str) -> None:
        """Show other words; the letter after `&` becomes the Alt key."""
        self.setText(text)
        self.remeasure()

    def set_busy(self, text: str | None) -> None:
        """Show `text` ("Printing...") at the same width and take no press; None ends it. It keeps the focus."""
        if text is not None and self._rest is None:
            self._kept_width = self.width() if self.isVisible() else self.sizeHint().width()
            self._rest = self.text()
            self.setText(text)
        elif text is not None:
            self.setText(text)
        elif self._rest is not None:
            self.setText(self._rest)
            self._rest, self._kept_width = None, 0
        self.remeasure()

    @property
    def is_busy(self) -> bool:
        """Whether it does something that is not done yet, and takes no press meanwhile."""
        return self._rest is not None

    @override
    def hitButton(self, pos: QPoint) -> bool:
        return not self.is_busy and super().hitButton(pos)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_busy and event.key() in _PRESSING:
            return
        super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if self.is_busy and event.type() == QEvent.Type.Shortcut:
            return True
        return super().event(event)

    @override
    def sizeHint(self) -> QSize:
        width = self._block().natural_width() + 2 * self._padding()
        for icon in (self._icon, self._icon_after):
            width += Size.ICON + _GAP if icon is not None else 0
        height = self._theme.px(Size.BUTTON_COMPACT if self._compact else Size.BUTTON)
        return QSize(max(width, self._kept_width, Size.TARGET), height)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = self._paint_body(painter)
        block = self._block()
        width = block.natural_width()
        total = width + sum(Size.ICON + _GAP for icon in (self._icon, self._icon_after) if icon is not None)
        left = (self.width() - total) // 2
        if self._icon is not None:
            draw_icon(
                painter,
                self._theme,
                self._icon,
                color=color,
                rect=self._icon_rect(left),
            )
            left += Size.ICON + _GAP
        block.draw(
            painter,
            QRect(left, 0, width, self.height()),
            self._theme.color(color),
            middle=True,
        )
        if self._icon_after is not None:
            at = self._icon_rect(left + width + _GAP)
            draw_icon(painter, self._theme, self._icon_after, color=color, rect=at)

    def _paint_body(self, painter: QPainter) -> TokenName:
        theme = self._theme
        busy = self.is_busy
        if not self.isEnabled() and not busy:
            draw_box(
                painter,
                self.rect(),
                fill=theme.color("surface"),
                edge=theme.color("line_strong"),
                dashed=True,
            )
            return "text2"
        fill: TokenName = "accent_tint" if self.isDown() else "surface2" if self.hovered else "surface"
        draw_box(
            painter,
            self.rect(),
            fill=theme.color(fill),
            edge=theme.color("line_strong"),
        )
        return "text2" if busy else "text"

    def _padding(self) -> int:
        return 16 if self._compact else 20

    def _icon_rect(self, left: int) -> QRect:
        return QRect(left, (self.height() - Size.ICON) // 2, Size.ICON, Size.ICON)

    def _block(self) -> TextBlock:
        return TextBlock(self._theme, self.text(), role=self._role, wrap=False)


class PrimaryButton(SecondaryButton):
    """The one filled button of a screen; while ``stands_back`` it is outlined, because another one leads on."""

    stands_back = False

    def set_stands_back(self, on: bool) -> None:
        """Leave the lead to another button of the screen, or take it again."""
        self.stands_back = on
        self.update()

    @override
    def _paint_body(self, painter: QPainter) -> TokenName:
        if self.stands_back or not self.isEnabled():
            return super()._paint_body(painter)
        fill: TokenName = "accent_hover" if self.hovered or self.isDown() else "accent"
        draw_box(painter, self.rect(), fill=self._theme.color(fill))
        return "on_accent"


class LinkButton(Pressable):
    """Words in the accent color that do something; underlined unless they stand alone as a button.

    The hit area is 44 px high; `inline` keeps it to the line of text, 24 px at least.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        icon: IconName | None = None,
        underline: bool = True,
        inline: bool = False,
        role: TypeRole = "dense_strong",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._icon: IconName | None = icon
        self._underline = underline
        self._inline = inline
        self._role: TypeRole = role
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setText(text)

    @override
    def sizeHint(self) -> QSize:
        width = self._block().natural_width() + (Size.ICON + 8 if self._icon is not None else 0)
        line = self._theme.line(self._role)
        return QSize(width, max(line, LEAST_INLINE) if self._inline else max(line, self._theme.px(Size.TARGET)))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def ring_area(self) -> RingArea:
        line = self._theme.line(self._role) + 4
        top = (self.height() - line) // 2
        return RingArea(self, QRect(-2, top, self.width() + 4, line), radius=4)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        color: TokenName = "accent_hover" if self.hovered or self.isDown() else "accent"
        if not self.isEnabled():
            color = "text2"
        left = 0
        if self._icon is not None:
            at = QRect(0, (self.height() - Size.ICON) // 2, Size.ICON, Size.ICON)
            draw_icon(painter, self._theme, self._icon, color=color, rect=at)
            left = Size.ICON + 8
        room = QRect(left, 0, self.width() - left, self.height())
        self._block().draw(painter, room, self._theme.color(color), middle=True)
        if self._underline and self.isEnabled():
            base = (self.height() + self._theme.line(self._role)) // 2 - 2
            wide = min(self._block().natural_width(), self.width() - left)
            painter.fillRect(QRect(left, base, wide, 1), self._theme.color(color))

    def _block(self) -> TextBlock:
        text = self.text()
        return TextBlock(self._theme, text, role=self._role, wrap=False)


class IconButton(Pressable):
    """A 44 px icon alone. `name` says what it does to what: "Edit session 2"."""

    def __init__(
        self,
        theme: Theme,
        icon: IconName,
        name: str,
        *,
        color: TokenName = "text2",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._icon: IconName = icon
        self._color: TokenName = color
        self.set_name(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_name(self, name: str) -> None:
        """Say anew what the button does; shown as tooltip."""
        self.setAccessibleName(name)
        self.setToolTip(name)

    @override
    def sizeHint(self) -> QSize:
        return QSize(Size.TARGET, Size.TARGET)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def ring_area(self) -> RingArea:
        return RingArea(self, self.rect().adjusted(4, 4, -4, -4))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.isEnabled() and (self.isDown() or self.hovered):
            fill: TokenName = "accent_tint" if self.isDown() else "surface2"
            edge = self._theme.color("line_strong")
            draw_box(
                painter,
                self.rect().adjusted(4, 4, -4, -4),
                fill=self._theme.color(fill),
                edge=edge,
            )
        at = QRect(0, 0, Size.ICON, Size.ICON)
        at.moveCenter(self.rect().center())
        if self.isEnabled():
            draw_icon(painter, self._theme, self._icon, color=self._color, rect=at)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setOpacity(0.45)
            draw_icon(painter, self._theme, self._icon, color="text2", rect=at)
