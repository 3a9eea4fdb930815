"""A face whose areas can be chosen by pointer or keys; the list beside it says and does the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QLineF, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.roles import SpokenRole
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.face_shapes import SHEET, draw_face
from consult_app.ui.widgets.painting import TextBlock, draw_box, draw_icon

TARGET: Final = 44
"""Px an area can be hit within, however small it is drawn."""

_HATCH: Final = 8
_LEAST: Final = 200
"""Width in px under which the small areas of the face get too near to one another."""
_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
}


@dataclass(frozen=True, slots=True)
class FaceArea:
    """``key`` names one of the areas of the face, ``spoken`` says it with its state."""

    key: str
    spoken: str
    on: bool


class FaceMap(QWidget):
    """One Tab stop: arrows go from area to area, Space or Enter chooses, digits and Del are passed on.

    ``pressed`` names the area that was hit, ``key_typed`` the area and the digit, or ``del``.
    """

    spoken_role: Final[SpokenRole] = "group"

    pressed = Signal(str)
    key_typed = Signal(str, str)

    def __init__(self, theme: Theme, areas: Sequence[FaceArea], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._face = draw_face()
        self._areas = tuple(areas)
        self._current = 0
        self._hovered = ""
        self._by_keys = False
        self.setAccessibleName("Face")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self._describe()

    def show_areas(self, areas: Sequence[FaceArea]) -> None:
        """Show which areas are chosen."""
        if tuple(areas) != self._areas:
            self._areas = tuple(areas)
            self._describe()
            self.update()

    @property
    def current(self) -> str:
        """The area the keys act on."""
        return self._areas[self._current].key

    def middle_of(self, key: str) -> QPointF:
        """Where the area lies, in px of this widget."""
        return self._to_widget().map(self._face.areas[key].ticks[0])

    def area_at(self, at: QPointF) -> str:
        """The area under a point: one whose shape has it, else the nearest one within ``TARGET`` px; else nothing."""
        place = self._to_widget()
        inside = [area.key for area in self._areas if place.map(self._face.areas[area.key].edge).contains(at)]
        if inside:
            return min(inside, key=lambda key: _size(self._face.areas[key].edge.boundingRect()))
        near = [(self._distance(area.key, at), area.key) for area in self._areas]
        distance, key = min(near)
        return key if distance <= TARGET / 2 else ""

    # --- size and paint

    @override
    def sizeHint(self) -> QSize:
        return SHEET.toSize()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, self.heightForWidth(_LEAST))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return round(min(width, SHEET.width()) / SHEET.width() * SHEET.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        draw_box(painter, self.rect(), fill=theme.color("surface2"), edge=theme.color("line"))
        for words, align in (
            ("Patient’s right", Qt.AlignmentFlag.AlignLeft),
            ("Patient’s left", Qt.AlignmentFlag.AlignRight),
        ):
            block = TextBlock(theme, words, role="meta", wrap=False)
            block.draw(painter, QRect(14, 12, self.width() - 28, theme.line("meta")), theme.color("text2"), align=align)
        painter.setTransform(self._to_widget(), True)
        painter.setBrush(theme.color("surface"))
        painter.setPen(QPen(theme.color("text2"), 2))
        painter.drawPath(self._face.outline)
        focused = self.current if self.hasFocus() and self._by_keys else ""
        for area in self._areas:
            self._paint_area(painter, area, focused=area.key == focused)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("text"), 2, c=Qt.PenCapStyle.RoundCap))
        painter.drawPath(self._face.features)
        painter.fillPath(self._face.pupils, theme.color("text"))
        for area in self._areas:
            if area.on:
                self._paint_ticks(painter, area.key)

    def _paint_area(self, painter: QPainter, area: FaceArea, *, focused: bool) -> None:
        theme, path = self._theme, self._face.areas[area.key].edge
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("text"), 8, j=Qt.PenJoinStyle.RoundJoin))
            painter.drawPath(path)
            painter.setPen(QPen(theme.color("surface"), 4, j=Qt.PenJoinStyle.RoundJoin))
            painter.drawPath(path)
        if area.on:
            painter.fillPath(path, theme.color("accent_tint"))
            self._hatch(painter, path)
            pen = QPen(theme.color("accent"), 2.5)
        elif area.key == self._hovered:
            painter.fillPath(path, theme.color("surface2"))
            pen = QPen(theme.color("accent"), 2)
        else:
            pen = QPen(theme.color("line_strong"), 1.3)
            pen.setDashPattern([4, 3])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawPath(path)

    def _hatch(self, painter: QPainter, path: QPainterPath) -> None:
        """Slanting lines, so that a chosen area is told apart without its color."""
        box = path.boundingRect()
        color = self._theme.color("accent")
        color.setAlphaF(0.55)
        painter.save()
        painter.setClipPath(path)
        painter.setPen(QPen(color, 1.8))
        reach, high = int(box.width() + box.height()), box.height()
        for at in range(0, reach, _HATCH):
            left = box.left() + at
            painter.drawLine(QLineF(left, box.top(), left - high, box.bottom()))
        painter.restore()

    def _paint_ticks(self, painter: QPainter, key: str) -> None:
        shape = self._face.areas[key]
        for middle in shape.ticks:
            box = QRectF(0, 0, shape.tick, shape.tick)
            box.moveCenter(middle)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent"))
            painter.drawEllipse(box)
            sign = box.adjusted(2.5, 2.5, -2.5, -2.5).toRect()
            draw_icon(painter, self._theme, "check", color="on_accent", rect=sign)

    # --- pointer and keys

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.area_at(event.position()))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hover("")

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        key = self.area_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or not key:
            event.ignore()
            return
        self._by_keys = False
        self._go_to(key)
        self.pressed.emit(key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
            return
        self._by_keys = True
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._go_to(self._areas[(self._current + _STEPS[key]) % len(self._areas)].key)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pressed.emit(self.current)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.key_typed.emit(self.current, "del")
        elif event.text().isdecimal():
            self.key_typed.emit(self.current, event.text())
        else:
            event.ignore()
            return
        self.update()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_keys = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _hover(self, key: str) -> None:
        if key != self._hovered:
            self._hovered = key
            self.setCursor(Qt.CursorShape.PointingHandCursor if key else Qt.CursorShape.ArrowCursor)
            self.update()

    def _go_to(self, key: str) -> None:
        self._current = [area.key for area in self._areas].index(key)
        self._describe()
        self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(f"Picture of the list beside it. {self._areas[self._current].spoken}")

    # --- places

    def _to_widget(self) -> QTransform:
        """From the sheet of the drawing to this widget, in the middle."""
        scale = min(self.width() / SHEET.width(), self.height() / SHEET.height())
        left = (self.width() - SHEET.width() * scale) / 2
        top = (self.height() - SHEET.height() * scale) / 2
        return QTransform(scale, 0, 0, scale, left, top)

    def _distance(self, key: str, at: QPointF) -> float:
        place = self._to_widget()
        apart = [place.map(tick) - at for tick in self._face.areas[key].ticks]
        return min(max(abs(each.x()), abs(each.y())) for each in apart)


def _size(box: QRectF) -> float:
    return box.width() * box.height()
