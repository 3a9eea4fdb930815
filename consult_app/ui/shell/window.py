"""The program's one window: rail at the left, the current page at the right."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from consult_app.ui.shell.rail import Rail
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.text import Text

TITLE: Final = "Consultation assistant"
MINIMUM: Final = (1280, 800)
FRAME: Final = QSize(16, 40)
"""Room left for the window manager's frame, so that the footer is never below the screen."""
COMPACT_BELOW: Final = 1200
LOW_BELOW: Final = 640
SMALL_BELOW: Final = 1400


class MainWindow(QMainWindow):
    """Shows pages; what they mean is the navigator's. Shows its frame before anything is loaded.

    ``painted`` follows the first paint. ``may_close`` is asked before the window closes, ``tab_order`` moves the focus
    on or back.
    """

    painted = Signal()

    def __init__(self, theme: Theme, *, sample: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._painted = False
        self.may_close: Callable[[], bool] = lambda: True
        self.tab_order: Callable[[QWidget, bool], bool] = lambda _window, _forward: False
        self.setWindowTitle(f"{TITLE} - Sample data" if sample else TITLE)
        self.rail: Final = Rail(theme)
        self.pages: Final = _Pages(theme)
        self._sample = _SampleMark(theme) if sample else None
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        self._right = QVBoxLayout()
        self._right.setSpacing(0)
        if self._sample is not None:
            self._right.addWidget(self._sample)
        self._right.addWidget(self.pages, 1)
        row.addLayout(self._right, 1)
        self.setCentralWidget(body)
        room = self.screen().availableSize() - FRAME
        self.setMinimumSize(min(MINIMUM[0], room.width()), min(MINIMUM[1], room.height()))
        self.resize(min(1440, room.width()), min(900, room.height()))
        self._fit()

    def show_page(self, page: QWidget, *, rail: bool = True) -> None:
        """Bring a page forward; ``rail`` false gives it the whole window."""
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        self.rail.setVisible(rail)

    def show_above_pages(self, part: QWidget) -> None:
        """Put a part above whatever page is shown, until it is deleted."""
        self._right.insertWidget(self._right.count() - 1, part)

    def drop_page(self, page: QWidget) -> None:
        """Take a page out for good."""
        self.pages.removeWidget(page)
        page.hide()
        page.deleteLater()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self.may_close():
            event.accept()
        else:
            event.ignore()

    @override
    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.Paint and not self._painted:
            self._painted = True
            self.painted.emit()
        return handled

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        return self.tab_order(self, next)

    def _fit(self) -> None:
        compact = self.width() < COMPACT_BELOW or self.height() < LOW_BELOW
        self.rail.set_layout(width=Size.RAIL_NARROW if self.width() < SMALL_BELOW else Size.RAIL, compact=compact)


class _Pages(QStackedWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("surface"))


class _SampleMark(QWidget):
    """One line that keeps sample data from being taken for a clinic's."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("sample_mark")
        words = "Sample data. Nothing here is about a real person, and nothing is kept."
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 2, 16, 2)
        line.addWidget(Text(theme, words, role="meta", color="wait", align=Qt.AlignmentFlag.AlignHCenter), 1)
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("wait_bg"))
