"""The sign of one visit: a filled circle with its number, or a square with M for maintenance."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.painting import TextBlock, draw_box

SIDE = 26


class VisitMark(QWidget):
    """``mark`` is the session's number or ``M``; it has no meaning of its own to screen readers."""

    def __init__(self, theme: Theme, mark: str, *, filled: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._mark = mark
        self._filled = filled
        self.setFixedSize(SIDE, SIDE)
        theme.changed.connect(self.update)

    def set_filled(self, on: bool) -> None:
        """Show a session that is done, or one that is still to come."""
        self._filled = on
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        draw_mark(QPainter(self), self._theme, self.rect(), self._mark, filled=self._filled)


def draw_mark(painter: QPainter, theme: Theme, rect: QRect, mark: str, *, filled: bool = True) -> None:
    """Draw the sign of a visit into ``rect``; a session that is not ``filled`` is a ring."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    accent = theme.color("accent")
    if mark == "M":
        draw_box(painter, rect.adjusted(1, 1, -1, -1), fill=theme.color("surface"), edge=accent, width=2, radius=6)
        color = accent
    elif not filled:
        painter.setPen(QPen(accent, 2))
        painter.setBrush(theme.color("surface"))
        painter.drawEllipse(QRectF(rect).adjusted(1, 1, -1, -1))
        color = accent
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawEllipse(QRectF(rect))
        color = theme.color("on_accent")
    block = TextBlock(theme, mark, role="meta_strong", wrap=False)
    block.draw(painter, rect, color, align=Qt.AlignmentFlag.AlignHCenter, middle=True)


def draw_removed(painter: QPainter, theme: Theme, rect: QRect) -> None:
    """Draw the crossed ring of a session that was taken out, as on the year line."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("wait"), 2))
    painter.setBrush(theme.color("surface"))
    ring = QRectF(rect).adjusted(3, 3, -3, -3)
    painter.drawEllipse(ring)
    cross = ring.adjusted(6, 6, -6, -6)
    painter.drawLine(cross.topLeft(), cross.bottomRight())
    painter.drawLine(cross.bottomLeft(), cross.topRight())
