"""How far a draft has come, as one segment a step."""

from typing import Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.roles import SpokenRole
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.painting import draw_box


class ProgressSegments(QWidget):
    """`done` filled segments of `count`; the same in words for screen readers."""

    spoken_role: Final[SpokenRole] = "picture"

    def __init__(self, theme: Theme, *, done: int, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._done = done
        self._count = count
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_progress(done=done, count=count)
        theme.changed.connect(self.update)

    def set_progress(self, *, done: int, count: int) -> None:
        """Show other numbers."""
        self._done, self._count = done, count
        self.setAccessibleName(f"{done} of {count} steps done")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._count * 48, 8)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        gap = 4
        wide = (self.width() - gap * (self._count - 1)) / max(self._count, 1)
        for at in range(self._count):
            left = round(at * (wide + gap))
            box = QRect(left, 0, round(at * (wide + gap) + wide) - left, 8)
            if at < self._done:
                draw_box(painter, box, fill=self._theme.color("accent"), radius=4)
            else:
                edge = self._theme.color("line_strong")
                draw_box(painter, box, fill=self._theme.color("surface"), edge=edge, radius=4)
