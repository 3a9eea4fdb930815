"""The part of the sheet that scrolls."""

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QShowEvent, QWindow
from PySide6.QtWidgets import QFrame, QScrollArea, QScroller, QVBoxLayout, QWidget

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Space

_CLEAR = 24


class ScrollSheet(QScrollArea):
    """A scroll area whose focused control always lies clear of the edges; fingers drag it.

    Put content into `column`. `set_side` sets the padding at the sides, `set_limit` the width
    at which the content stops growing.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.content = QWidget()
        self.viewport().setAutoFillBackground(False)
        self.content.setAutoFillBackground(False)
        self.column = QVBoxLayout(self.content)
        self.column.setSpacing(Space.NORMAL)
        self.set_side(Space.SHEET_SIDE)
        self._limit = 0
        self.setWidget(self.content)
        self.content.setAutoFillBackground(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self._followed: QWindow | None = None

    def set_side(self, side: int) -> None:
        """Padding at left and right in px; 24 at top and bottom."""
        self._side = side
        self.column.setContentsMargins(side, Space.SHEET_TOP, side, Space.SHEET_TOP)

    def set_limit(self, width: int) -> None:
        """Width in px at which the content stops growing, 0 for none; it stays at the left."""
        self._limit = width
        self._fit()

    def reveal(self, widget: QWidget) -> None:
        """Scroll until `widget` lies clear of both edges, its top first when it is too tall."""
        top = widget.mapTo(self.content, QPoint(0, 0)).y()
        bottom = top + widget.height()
        bar = self.verticalScrollBar()
        if bottom + _CLEAR > bar.value() + self.viewport().height():
            bar.setValue(bottom + _CLEAR - self.viewport().height())
        if top - _CLEAR < bar.value():
            bar.setValue(max(top - _CLEAR, 0))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        window: QWindow | None = self.window().windowHandle()
        if window is not None and window is not self._followed:
            window.focusObjectChanged.connect(self._follow)
            self._followed = window

    @override
    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def _fit(self) -> None:
        spare = max(self.viewport().width() - 2 * self._side - self._limit, 0) if self._limit else 0
        self.column.setContentsMargins(self._side, Space.SHEET_TOP, self._side + spare, Space.SHEET_TOP)

    def _follow(self, new: QObject | None) -> None:
        if isinstance(new, QWidget) and self.content.isAncestorOf(new):
            self.reveal(new)
