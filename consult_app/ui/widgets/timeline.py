"""A year of visits as a picture; the list beside it carries the same data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.roles import SpokenRole
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.dates import MONTH_NAMES, show_date
from consult_app.ui.widgets.painting import TextBlock, draw_box

MarkKind = Literal["series", "maintenance", "removed"]
BarKind = Literal["avoid", "note"]

_LABELS: Final = 112
_MONTHS: Final = 12
_ROWS: Final = (56, 44, 44)
_HEAD: Final = 30


@dataclass(frozen=True, slots=True)
class TimelineMark:
    """A visit: a series session with its number, a maintenance visit, or a date taken away."""

    day: date
    kind: MarkKind
    number: int = 0
    selected: bool = False


@dataclass(frozen=True, slots=True)
class TimelineBar:
    """A stretch to keep in mind: to avoid (hatched) or just to note."""

    start: date
    end: date
    text: str
    kind: BarKind = "avoid"


class YearTimeline(QWidget):
    """Twelve months from `start`; circles, squares, crossed rings and bars.

    `summary` is the one sentence screen readers get, such as "5 sessions, May 2026 to April 2027".
    """

    spoken_role: Final[SpokenRole] = "picture"

    def __init__(self, theme: Theme, start: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._start = start.replace(day=1)
        self._marks: tuple[TimelineMark, ...] = ()
        self._bars: tuple[TimelineBar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_year(
        self, start: date, marks: Sequence[TimelineMark], bars: Sequence[TimelineBar], *, summary: str
    ) -> None:
        """Show the twelve months from the one of `start`."""
        self._start = start.replace(day=1)
        self._marks = tuple(marks)
        self._bars = tuple(bars)
        self.setAccessibleName(summary)
        self.update()

    def x_of(self, day: date) -> int:
        """Where `day` lies, in px from the left; outside the year at its edge."""
        months = (day.year - self._start.year) * 12 + day.month - self._start.month
        into = (day.day - 1) / ((_next_month(day) - day.replace(day=1)).days)
        share = min(max((months + into) / _MONTHS, 0.0), 1.0)
        return round(_LABELS + share * self._span())

    @override
    def sizeHint(self) -> QSize:
        return QSize(720, _HEAD + sum(_ROWS) + 12)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(480, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        draw_box(painter, self.rect(), fill=theme.color("surface2"), edge=theme.color("line"))
        self._paint_months(painter)
        self._paint_rows(painter)
        series = [mark for mark in self._marks if mark.kind == "series"]
        middle = _HEAD + 22
        if len(series) > 1:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawLine(self.x_of(series[0].day), middle, self.x_of(series[-1].day), middle)
        for mark in sorted(self._marks, key=lambda each: each.kind != "removed"):
            if mark.kind == "maintenance":
                self._paint_maintenance(painter, mark)
            else:
                self._paint_session(painter, mark, middle)
        for bar in self._bars:
            self._paint_bar(painter, bar)

    def _span(self) -> int:
        return self.width() - _LABELS - 6

    def _paint_months(self, painter: QPainter) -> None:
        theme, month = self._theme, self._start
        for at in range(_MONTHS + 1):
            left = round(_LABELS + at * self._span() / _MONTHS)
            painter.fillRect(QRect(left, _HEAD, 1, sum(_ROWS)), theme.color("line"))
            if at == _MONTHS:
                break
            name = MONTH_NAMES[month.month - 1][:3]
            if month.month == 1 and at:
                name += f" ’{month.year % 100:02}"
            block = TextBlock(theme, name, role="meta_strong" if at == 0 else "meta", wrap=False)
            room = QRect(left, 6, round(self._span() / _MONTHS), _HEAD - 6)
            color = theme.color("text" if at == 0 else "text2")
            block.draw(painter, room, color, align=Qt.AlignmentFlag.AlignHCenter)
            month = _next_month(month)

    def _paint_rows(self, painter: QPainter) -> None:
        top = _HEAD
        for name, tall in zip(("Series", "Maintenance", "Keep in mind"), _ROWS, strict=True):
            block = TextBlock(self._theme, name, role="meta", wrap=False)
            block.draw(painter, QRect(16, top, _LABELS, tall), self._theme.color("text"), middle=True)
            top += tall
            if top < _HEAD + sum(_ROWS):
                painter.fillRect(QRect(16, top, self.width() - 22, 1), self._theme.color("line"))

    def _paint_session(self, painter: QPainter, mark: TimelineMark, middle: int) -> None:
        theme, at = self._theme, self.x_of(mark.day)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if mark.kind == "removed":
            painter.setPen(QPen(theme.color("wait"), 1.5))
            painter.setBrush(theme.color("surface"))
            painter.drawEllipse(QRectF(at - 7.5, middle - 7.5, 15, 15))
            painter.drawLine(at - 3, middle - 3, at + 3, middle + 3)
            painter.drawLine(at - 3, middle + 3, at + 3, middle - 3)
            return
        if mark.selected:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(theme.color("surface"))
            painter.drawEllipse(QRectF(at - 17, middle - 17, 34, 34))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawEllipse(QRectF(at - 13, middle - 13, 26, 26))
        block = TextBlock(theme, str(mark.number), role="dense_strong", wrap=False)
        room = QRect(at - 13, middle - 13, 26, 26)
        block.draw(painter, room, theme.color("on_accent"), align=Qt.AlignmentFlag.AlignHCenter, middle=True)
        label = TextBlock(theme, show_date(mark.day, weekday=False, year=False), role="meta", wrap=False)
        wide = label.natural_width() + 2
        left = min(max(at - wide // 2, _LABELS + 3), self.width() - wide - 6)
        room = QRect(left, middle + 16, wide, 16)
        painter.fillRect(room, theme.color("surface2"))
        label.draw(painter, room, theme.color("text"))

    def _paint_maintenance(self, painter: QPainter, mark: TimelineMark) -> None:
        theme, at = self._theme, self.x_of(mark.day)
        middle = _HEAD + _ROWS[0] + _ROWS[1] // 2
        label = TextBlock(theme, show_date(mark.day, weekday=False, year=False), role="meta", wrap=False)
        after = at + 18 + label.natural_width() < self.width() - 8
        box = QRect(min(at - 12, self.width() - 34), middle - 12, 24, 24)
        edge = theme.color("accent")
        draw_box(painter, box, fill=theme.color("surface"), edge=edge, width=2, radius=6)
        if mark.selected:
            draw_box(painter, box.adjusted(-4, -4, 4, 4), edge=edge, width=2)
        letter = TextBlock(theme, "M", role="meta_strong", wrap=False)
        letter.draw(painter, box, edge, align=Qt.AlignmentFlag.AlignHCenter, middle=True)
        left = box.right() + 7 if after else box.left() - 7 - label.natural_width()
        room = QRect(left, middle - 9, label.natural_width(), 18)
        painter.fillRect(room.adjusted(-1, 0, 1, 0), theme.color("surface2"))
        label.draw(painter, room, theme.color("text"))

    def _paint_bar(self, painter: QPainter, bar: TimelineBar) -> None:
        theme = self._theme
        middle = _HEAD + _ROWS[0] + _ROWS[1] + _ROWS[2] // 2
        left, right = self.x_of(bar.start), self.x_of(bar.end + timedelta(days=1))
        box = QRect(left, middle - 10, max(right - left, 10), 20)
        if bar.kind == "avoid":
            draw_box(painter, box, fill=theme.color("wait_bg"), edge=theme.color("wait_ln"), radius=4)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(theme.color("wait_ln"), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 3, 3)
        else:
            draw_box(painter, box, fill=theme.color("accent_tint"), edge=theme.color("accent"), radius=4)
        start, room_for = box.right() + 7, self._room_after(bar, box)
        text = QFontMetrics(theme.font("meta")).elidedText(bar.text, Qt.TextElideMode.ElideRight, room_for)
        if text != bar.text and box.left() - _LABELS > room_for and not self._bars_before(bar):
            room_for = box.left() - _LABELS - 10
            text = QFontMetrics(theme.font("meta")).elidedText(bar.text, Qt.TextElideMode.ElideRight, room_for)
            start = box.left() - 7 - QFontMetrics(theme.font("meta")).horizontalAdvance(text)
        label = TextBlock(theme, text.replace("&", "&&"), role="meta", wrap=False)
        room = QRect(start, middle - 9, label.natural_width(), 18)
        painter.fillRect(room.adjusted(-1, 0, 1, 0), theme.color("surface2"))
        label.draw(painter, room, theme.color("text"))

    def _room_after(self, bar: TimelineBar, box: QRect) -> int:
        """Width in px between a bar and what follows it; its label must not run into the next bar."""
        follows = [self.x_of(other.start) for other in self._bars if other.start > bar.start]
        return max(min([self.width() - 8, *(left - 8 for left in follows)]) - box.right() - 7, 0)

    def _bars_before(self, bar: TimelineBar) -> bool:
        return any(other.start < bar.start for other in self._bars)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
