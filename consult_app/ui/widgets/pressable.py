"""What every control one can press shares: hover, focus, a reason when disabled, the focus ring's shape."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size, TokenName


@dataclass(frozen=True, slots=True)
class RingArea:
    """Where the focus ring goes: around `rect` of `widget`, whose corners have `radius` px."""

    widget: QWidget
    rect: QRect
    radius: int = Size.RADIUS
    color: TokenName = "text"


@runtime_checkable
class RingTarget(Protocol):
    """A widget that says itself where its focus ring goes."""

    def ring_area(self) -> RingArea:
        """The area to frame while this widget has the focus."""
        ...


class Pressable(QAbstractButton):
    """A button that paints itself. Space and Enter press it; `&` in its text sets Alt+letter."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._by_pointer = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.remeasure)

    @property
    def focused_by_pointer(self) -> bool:
        """Whether the focus came from a mouse or finger, which shows no ring."""
        return self._by_pointer

    def set_reason(self, reason: str | None) -> None:
        """Disable with a reason, told in the tooltip and to screen readers; None enables again."""
        self.setEnabled(reason is None)
        self.setToolTip(reason or "")
        self.setAccessibleDescription(reason or "")

    def remeasure(self) -> None:
        """Ask for a new size and picture; called when text, theme or text size changes."""
        self.updateGeometry()
        self.update()

    def ring_area(self) -> RingArea:
        """The whole control, unless a kind of control says otherwise."""
        return RingArea(self, self.rect())

    @property
    def hovered(self) -> bool:
        """Whether the pointer rests on the enabled control."""
        return self.isEnabled() and self.underMouse()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_pointer = event.reason() == Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)
