"""The focus ring: one overlay that frames whatever has the focus."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.pressable import Pressable, RingArea, RingTarget

_OUTSET = Size.RING_GAP + Size.RING_WIDTH
_MOVES = frozenset(
    {
        QEvent.Type.Move,
        QEvent.Type.Resize,
        QEvent.Type.Show,
        QEvent.Type.Hide,
        QEvent.Type.ParentChange,
    }
)


class FocusRing(QObject):
    """Frames the focused control, 3 px wide with a gap of 2 px; make one for the application.

    Keyboard focus always shows. Focus from a mouse or finger shows only on text fields. Inside a
    scroll area the ring is a child of its viewport, so it never lies over what does not scroll.
    """

    def __init__(self, theme: Theme, app: QApplication) -> None:
        super().__init__(app)
        self._theme = theme
        self._frame: _Frame | None = None
        self._focused: QWidget | None = None
        self._watched: list[QWidget] = []
        app.focusChanged.connect(self._move_to)
        theme.changed.connect(self._place)

    @property
    def frame(self) -> QWidget | None:
        """The overlay as last shown; None before the first focus."""
        return self._frame if self._frame is not None and isValid(self._frame) else None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._place()
        return False

    def _move_to(self, _old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched.clear()
        self._focused = new if new is not None and _shows_ring(new) else None
        if self._focused is not None:
            host = _host(_area(self._focused).widget)
            walker: QWidget | None = self._focused
            while walker is not None and walker is not host:
                walker.installEventFilter(self)
                self._watched.append(walker)
                walker = walker.parentWidget()
        self._place()

    def _place(self) -> None:
        focused = self._focused
        if focused is None or not isValid(focused) or not focused.isVisible():
            if self.frame is not None:
                self.frame.hide()
            return
        area = _area(focused)
        host = _host(area.widget)
        if self._frame is None or not isValid(self._frame):
            self._frame = _Frame(self._theme, host)
        elif self._frame.parentWidget() is not host:
            self._frame.setParent(host)
        self._frame.surround(area, host)


class _Frame(QWidget):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._area: RingArea | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def surround(self, area: RingArea, host: QWidget) -> None:
        self._area = area
        top_left = area.widget.mapTo(host, QPoint(0, 0)) + area.rect.topLeft()
        around = QRect(top_left, area.rect.size()).adjusted(-_OUTSET, -_OUTSET, _OUTSET, _OUTSET)
        self.setGeometry(around)
        self.raise_()
        self.show()
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._area is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color(self._area.color), Size.RING_WIDTH))
        half = Size.RING_WIDTH / 2
        radius = self._area.radius + 4 - half
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)


def _shows_ring(widget: QWidget) -> bool:
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        return True
    if isinstance(widget, QScrollArea):
        return False
    if isinstance(widget, Pressable):
        return not widget.focused_by_pointer
    return QApplication.mouseButtons() == Qt.MouseButton.NoButton


def _area(widget: QWidget) -> RingArea:
    walker: QWidget | None = widget
    while walker is not None and not walker.isWindow():
        if isinstance(walker, RingTarget):
            return walker.ring_area()
        if walker.parentWidget() is None or not isinstance(walker, QLineEdit | QComboBox):
            break
        if not isinstance(walker.parentWidget(), RingTarget):
            break
        walker = walker.parentWidget()
    return RingArea(widget, widget.rect())


def _host(widget: QWidget) -> QWidget:
    walker = widget.parentWidget()
    while walker is not None and not walker.isWindow():
        parent = walker.parentWidget()
        if isinstance(parent, QAbstractScrollArea) and parent.viewport() is walker:
            return walker
        walker = parent
    return widget.window()
