"""The pages of a sheet in small, each to be turned to."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.pressable import Pressable

_HIGH = 40


class PageThumbs(QWidget):
    """``chosen`` gives the index of the page pressed, from 0."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.thumbs: list[PageThumb] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)

    def set_pages(self, pages: Sequence[QImage]) -> None:
        """Show these pages; buttons that stay keep the focus."""
        while len(self.thumbs) > len(pages):
            thumb = self.thumbs.pop()
            self._row.removeWidget(thumb)
            thumb.hide()
            thumb.deleteLater()
        while len(self.thumbs) < len(pages):
            thumb = PageThumb(self._theme, len(self.thumbs))
            thumb.pressed_page.connect(self.chosen)
            self._row.addWidget(thumb)
            self.thumbs.append(thumb)
        for thumb, page in zip(self.thumbs, pages, strict=True):
            thumb.show_page(page, total=len(pages))

    def set_current(self, page: int) -> None:
        """Frame the page that is shown."""
        for at, thumb in enumerate(self.thumbs):
            thumb.setChecked(at == page)


class PageThumb(Pressable):
    """One page in small, "Page 1 of 2" to screen readers; the one shown is framed."""

    pressed_page = Signal(int)

    def __init__(self, theme: Theme, page: int, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._page = page
        self._small = QPixmap()
        self.setObjectName(f"page_thumb_{page + 1}")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._press)

    def show_page(self, page: QImage, *, total: int) -> None:
        """Show this page, one of ``total``."""
        high = round(_HIGH * self.devicePixelRatioF())
        self._small = QPixmap.fromImage(page.scaledToHeight(high, Qt.TransformationMode.SmoothTransformation))
        name = f"Page {self._page + 1} of {total}"
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(Size.TARGET, Size.TARGET)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        size = self._small.size() / self.devicePixelRatioF()
        at = QRect(0, 0, size.width(), size.height())
        at.moveCenter(self.rect().center())
        painter.drawPixmap(at, self._small)
        shown = self.isChecked()
        pen = theme.color("accent" if shown or self.hovered else "line_strong")
        painter.setPen(pen)
        painter.drawRect(at.adjusted(-1, -1, 0, 0))
        if shown:
            painter.drawRect(at.adjusted(-2, -2, 1, 1))

    def _press(self) -> None:
        self.setChecked(True)
        self.pressed_page.emit(self._page)
