"""Pages of paper on the screen."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.buttons import IconButton
from consult_app.ui.widgets.page_thumbs import PageThumbs
from consult_app.ui.widgets.painting import draw_box
from consult_app.ui.widgets.text import Text

_ZOOMS: Final = (0.0, 0.75, 1.0, 1.25, 1.5, 2.0)
_LIFE_SIZE: Final = 816
"""Width in logical px of a page at 100 %: a letter page at 96 to the inch."""
_MARGIN: Final = 16


class PageView(QFrame):
    """One page at a time, at the width of the view or zoomed; PgUp and PgDn turn pages.

    Where there is room under it, each page is there in small to turn to.

    `page_changed` gives the index from 0, `zoom_changed` the zoom (0 means fit width, 1.0
    about life size).
    """

    page_changed = Signal(int)
    zoom_changed = Signal(float)

    def __init__(self, theme: Theme, name: str = "Pages", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pages: tuple[QImage, ...] = ()
        self._page = 0
        self._zoom = 0
        self._name = name
        self._paper = _Paper(theme)
        self.area = QScrollArea()
        self.area.setAccessibleName(name)
        self.area.setWidget(self._paper)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.area.viewport().setAutoFillBackground(False)
        self.back = IconButton(theme, "chevron-left", "Previous page")
        self.forward = IconButton(theme, "chevron-right", "Next page")
        self.smaller = IconButton(theme, "minus", "Zoom out")
        self.larger = IconButton(theme, "plus", "Zoom in")
        self.count = Text(theme, "", role="dense", wrap=False)
        self.zoom_text = Text(theme, "Fit width", role="dense", wrap=False)
        self.thumbs = PageThumbs(theme)
        self.thumbs.chosen.connect(self.show_page)
        bar = QHBoxLayout()
        bar.setContentsMargins(4, 6, 4, 6)
        bar.setSpacing(4)
        for widget in (self.back, self.count, self.forward):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self.thumbs)
        bar.addStretch(1)
        for widget in (self.smaller, self.zoom_text, self.larger):
            bar.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.area, 1)
        column.addLayout(bar)
        self._bar = bar
        self.back.clicked.connect(lambda: self.show_page(self._page - 1))
        self.forward.clicked.connect(lambda: self.show_page(self._page + 1))
        self.smaller.clicked.connect(lambda: self.zoom_by(-1))
        self.larger.clicked.connect(lambda: self.zoom_by(1))
        theme.changed.connect(self.update)
        self._show()

    @property
    def page(self) -> int:
        """Index of the page shown, from 0."""
        return self._page

    @property
    def zoom(self) -> float:
        """The zoom in force; 0 means fit width."""
        return _ZOOMS[self._zoom]

    def set_pages(self, pages: Sequence[QImage]) -> None:
        """Show `pages`, staying on the same page where there still is one."""
        self._pages = tuple(pages)
        self._page = min(self._page, max(len(pages) - 1, 0))
        self.thumbs.set_pages(self._pages)
        self._show()
        self._fit_bar()

    def show_page(self, page: int) -> None:
        """Turn to the page with that index, the nearest where there is none."""
        page = min(max(page, 0), max(len(self._pages) - 1, 0))
        if page != self._page:
            self._page = page
            self.area.verticalScrollBar().setValue(0)
            self._show()
            self.page_changed.emit(page)

    def zoom_by(self, steps: int) -> None:
        """Zoom in by positive steps, out by negative; fit width is the smallest."""
        self._set_zoom(min(max(self._zoom + steps, 0), len(_ZOOMS) - 1))

    def fit_width(self) -> None:
        """Show the page at the width of the view."""
        self._set_zoom(0)

    @override
    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()
        self._fit_bar()

    @override
    def minimumSizeHint(self) -> QSize:
        """The bar without what it can do without."""
        return QSize(self._bar_width(), super().minimumSizeHint().height())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.show_page(self._page + (1 if event.key() == Qt.Key.Key_PageDown else -1))
            return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        draw_box(painter, self.rect(), fill=theme.color("window"), edge=theme.color("line"))
        bar = self._bar.geometry()
        under = QRect(1, bar.top(), self.width() - 2, self.height() - bar.top() - 1)
        draw_box(painter, under, fill=theme.color("surface"), radius=7)
        painter.fillRect(QRect(1, bar.top(), self.width() - 2, 8), theme.color("surface"))
        painter.fillRect(QRect(1, bar.top(), self.width() - 2, 1), theme.color("line"))

    def _set_zoom(self, at: int) -> None:
        if at != self._zoom:
            self._zoom = at
            self._show()
            self.zoom_changed.emit(_ZOOMS[at])

    def _fit_bar(self) -> None:
        """The small pages come before the words for the zoom, the words before nothing."""
        room = self.width() - self._bar_width()
        small = len(self._pages) * (Size.TARGET + self._bar.spacing())
        words = self.zoom_text.sizeHint().width() + self._bar.spacing()
        self.thumbs.setVisible(len(self._pages) > 1 and small <= room)
        self.zoom_text.setVisible(words <= (room if self.thumbs.isHidden() else room - small))

    def _bar_width(self) -> int:
        """The least: four buttons and the number of the page, with what is between and beside them."""
        margins = self._bar.contentsMargins()
        beside = margins.left() + margins.right() + 8 * self._bar.spacing() + 2
        return 4 * Size.TARGET + self.count.sizeHint().width() + beside

    def _show(self) -> None:
        total = len(self._pages)
        self.count.setText(f"Page {self._page + 1} of {total}" if total else "No pages")
        self.zoom_text.setText("Fit width" if not self._zoom else f"{_ZOOMS[self._zoom]:.0%}")
        self.thumbs.set_current(self._page)
        self.back.setEnabled(self._page > 0)
        self.forward.setEnabled(self._page < total - 1)
        self.smaller.setEnabled(self._zoom > 0)
        self.larger.setEnabled(self._zoom < len(_ZOOMS) - 1)
        self.area.setAccessibleName(f"{self._name}, page {self._page + 1} of {total}")
        self._fit()

    def _fit(self) -> None:
        if not self._pages:
            self._paper.show_image(None, QSize(0, 0))
            return
        image = self._pages[self._page]
        if self._zoom:
            wide = round(_LIFE_SIZE * _ZOOMS[self._zoom])
            size = QSize(wide, round(wide * image.height() / max(image.width(), 1)))
        else:
            room = self.area.maximumViewportSize()
            shape = image.height() / max(image.width(), 1)
            wide = max(room.width() - 2 * _MARGIN, 64)
            if round(wide * shape) + 2 * _MARGIN > room.height():
                wide = max(wide - self.area.verticalScrollBar().sizeHint().width(), 64)
            size = QSize(wide, round(wide * shape))
        self._paper.show_image(image, size)


class _Paper(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._image: QImage | None = None
        self._scaled: QImage | None = None

    def show_image(self, image: QImage | None, size: QSize) -> None:
        self._image = image
        self._scaled = None
        self.resize(size + QSize(2 * _MARGIN, 2 * _MARGIN) if image is not None else QSize(0, 0))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter = QPainter(self)
        page = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        if self._scaled is None:
            ratio = self.devicePixelRatioF()
            self._scaled = self._image.scaled(
                page.size() * ratio,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        painter.drawImage(QRectF(page), self._scaled)
        painter.setPen(self._theme.color("line_strong"))
        painter.drawRect(page.adjusted(-1, -1, 0, 0))
