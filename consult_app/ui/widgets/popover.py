"""A panel over the sheet that explains something and goes away with Esc."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.buttons import IconButton
from consult_app.ui.widgets.painting import draw_box
from consult_app.ui.widgets.text import Text


class Popover(QFrame):
    """416 px wide over its host window. Esc and the cross close it; the focus returns to its opener.

    Put content into `column`. `closed` follows every closing.
    """

    closed = Signal()

    def __init__(self, theme: Theme, title: str, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._host = parent
        self._opener: QWidget | None = None
        self.setFixedWidth(Size.POPOVER)
        self.setAccessibleName(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 16, 16, 24)
        outer.setSpacing(8)
        head = QHBoxLayout()
        self.title = Text(theme, title, role="section")
        self.cross = IconButton(theme, "close", "Close")
        self.cross.clicked.connect(self.close_popover)
        head.addWidget(self.title, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.cross)
        outer.addLayout(head)
        self.column = QVBoxLayout()
        self.column.setSpacing(4)
        self.column.setContentsMargins(0, 0, 8, 0)
        outer.addLayout(self.column)
        self.hide()
        theme.changed.connect(self.update)

    def add_part(self, label: str, text: str) -> Text:
        """Append a small label and selectable words under it; returns the words."""
        if self.column.count():
            self.column.addSpacing(8)
        self.column.addWidget(Text(self._theme, label, role="meta", color="text2"))
        words = Text(self._theme, text, role="dense")
        self.column.addWidget(words)
        return words

    def open_at(
        self, corner: QPoint, *, opener: QWidget, focus: QWidget | None = None, margin: int = 24, bottom: int = 0
    ) -> None:
        """Open with the top right corner at `corner` of the parent; `focus` or the cross gets the focus.

        It moves up as far as needed to stay `margin` px off what lies `bottom` px above the
        parent's lower edge.
        """
        self._opener = opener
        layout = self.layout()
        height = layout.heightForWidth(self.width()) if layout is not None else self.sizeHint().height()
        height = max(height, self.sizeHint().height() if height < 0 else height)
        self.resize(self.width(), height)
        lowest = self._host.height() - bottom - margin - height
        self.move(max(corner.x() - self.width(), 8), max(min(corner.y(), lowest), 8))
        self.show()
        self.raise_()
        (focus if focus is not None else self.cross).setFocus(Qt.FocusReason.TabFocusReason)

    def close_popover(self) -> None:
        """Close and give the focus back to the opener."""
        if self.isHidden():
            return
        self.hide()
        opener, self._opener = self._opener, None
        if opener is not None and isValid(opener):
            opener.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_popover()
            return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        edge = self._theme.color("line_strong")
        draw_box(painter, self.rect(), fill=self._theme.color("surface"), edge=edge)
