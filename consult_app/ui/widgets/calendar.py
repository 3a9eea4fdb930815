"""A month to choose a day from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.roles import SpokenRole
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size, TokenName
from consult_app.ui.widgets.buttons import IconButton
from consult_app.ui.widgets.dates import MONTH_NAMES, spell_date
from consult_app.ui.widgets.painting import TextBlock, draw_box
from consult_app.ui.widgets.pressable import Pressable, RingArea
from consult_app.ui.widgets.text import Text

DayState = Literal["free", "fits", "avoid", "off"]

_DAYS: Final = ("S", "M", "T", "W", "T", "F", "S")
_DAY_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}


@dataclass(frozen=True, slots=True)
class DayMark:
    """How a day stands: open to any choice, fitting, to avoid with a reason, or not offered."""

    state: DayState = "free"
    reason: str = ""


def _every_day_free(_day: date) -> DayMark:
    return DayMark()


class MonthCalendar(QWidget):
    """One month, Sunday first. Arrows move by day and week, PgUp and PgDn by month.

    `chosen` gives the day the user picks; a day that is not offered cannot be picked.
    `reason_shown` gives the reason of the day in focus, empty where there is none.
    `mark` is asked for each day shown, again after `refresh`.
    """

    spoken_role: Final[SpokenRole] = "group"

    chosen = Signal(object)
    month_changed = Signal(object)
    reason_shown = Signal(str)

    def __init__(
        self,
        theme: Theme,
        day: date,
        *,
        mark: Callable[[date], DayMark] = _every_day_free,
        title: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._mark = mark
        self._title_start = title
        self._month = day.replace(day=1)
        self._chosen: date | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head = QHBoxLayout()
        self.back = IconButton(theme, "chevron-left", "Previous month")
        self.forward = IconButton(theme, "chevron-right", "Next month")
        self.title = Text(theme, "", role="strong", wrap=False, align=Qt.AlignmentFlag.AlignHCenter)
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        head.addWidget(self.forward)
        self.back.clicked.connect(lambda: self._turn(-1))
        self.forward.clicked.connect(lambda: self._turn(1))
        layout.addLayout(head)
        grid = QGridLayout()
        grid.setSpacing(0)
        layout.addLayout(grid)
        for column, letter in enumerate(_DAYS):
            head_cell = Text(theme, letter, role="meta", color="text2", wrap=False, align=Qt.AlignmentFlag.AlignHCenter)
            head_cell.setFixedSize(Size.CALENDAR_CELL, 30)
            grid.addWidget(head_cell, 0, column)
        self.cells: Final = tuple(_DayCell(theme, self) for _ in range(42))
        for at, cell in enumerate(self.cells):
            grid.addWidget(cell, 1 + at // 7, at % 7)
            cell.clicked.connect(lambda _on=False, cell=cell: self.pick(cell.day))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.refresh()

    @property
    def month(self) -> date:
        """The first day of the month shown."""
        return self._month

    @property
    def chosen_day(self) -> date | None:
        """The day shown as chosen."""
        return self._chosen

    def set_chosen(self, day: date | None) -> None:
        """Show `day` as chosen without telling anybody; the month shown stays."""
        self._chosen = day
        self.refresh()

    def set_title(self, title: str) -> None:
        """Words before the month's name, such as "Session 2"."""
        self._title_start = title
        self.refresh()

    def set_mark(self, mark: Callable[[date], DayMark]) -> None:
        """Ask `mark` about the days from now on."""
        self._mark = mark
        self.refresh()

    def show_day(self, day: date) -> None:
        """Show the month of `day`."""
        month = day.replace(day=1)
        if month != self._month:
            self._month = month
            self.refresh()
            self.month_changed.emit(month)

    def focus_day(self, day: date) -> None:
        """Show the month of `day` and give that day the focus."""
        self.show_day(day)
        cell = self.cell(day)
        self._make_stop(cell)
        cell.setFocus(Qt.FocusReason.TabFocusReason)

    def cell(self, day: date) -> "_DayCell":
        """The cell of a day of the month shown.

        Raises:
            LookupError: `day` is in another month.
        """
        for cell in self.cells:
            if cell.day == day:
                return cell
        raise LookupError(day)

    def pick(self, day: date | None) -> None:
        """Choose `day` as the user did, unless it is not offered."""
        if day is None or self._mark(day).state == "off":
            return
        self._chosen = day
        self.refresh()
        self.chosen.emit(day)

    def refresh(self) -> None:
        """Ask again how each day stands and show it."""
        name = f"{MONTH_NAMES[self._month.month - 1]} {self._month.year}"
        self.title.setText(f"{self._title_start} · {name}" if self._title_start else name)
        self.setAccessibleName(self.title.text())
        start = (self._month.weekday() + 1) % 7
        for at, cell in enumerate(self.cells):
            day = self._month + timedelta(days=at - start)
            if day.month == self._month.month:
                cell.show_day(day, self._mark(day), chosen=day == self._chosen)
            else:
                cell.show_day(None, DayMark("off"), chosen=False)
        if all(cell.day is None for cell in self.cells[35:]):
            for cell in self.cells[35:]:
                cell.hide()
        else:
            for cell in self.cells[35:]:
                cell.show()
        stop = self._chosen if self._chosen and self._chosen.replace(day=1) == self._month else self._month
        self._make_stop(self.cell(stop))

    def handle_key(self, day: date, event: QKeyEvent) -> bool:
        """Move by arrows, Home, End and page keys; False leaves the key to others."""
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in _DAY_STEPS:
            self.focus_day(day + timedelta(days=_DAY_STEPS[key]))
        elif key == Qt.Key.Key_Home:
            self.focus_day(day - timedelta(days=(day.weekday() + 1) % 7))
        elif key == Qt.Key.Key_End:
            self.focus_day(day + timedelta(days=6 - (day.weekday() + 1) % 7))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.focus_day(_month_away(day, -1 if key == Qt.Key.Key_PageUp else 1))
        else:
            return False
        return True

    def _turn(self, months: int) -> None:
        self.show_day(_month_away(self._month, months))

    def _make_stop(self, stop: "_DayCell") -> None:
        for cell in self.cells:
            policy = Qt.FocusPolicy.StrongFocus if cell is stop else Qt.FocusPolicy.ClickFocus
            cell.setFocusPolicy(policy if cell.day is not None else Qt.FocusPolicy.NoFocus)


class _DayCell(Pressable):
    def __init__(self, theme: Theme, month: MonthCalendar) -> None:
        super().__init__(theme, month)
        self._month = month
        self._mark = DayMark()
        self.day: date | None = None
        self.setCheckable(True)
        self.setFixedSize(Size.CALENDAR_CELL, Size.CALENDAR_CELL)

    def show_day(self, day: date | None, mark: DayMark, *, chosen: bool) -> None:
        self.day, self._mark = day, mark
        self.setText(str(day.day) if day is not None else "")
        self.setEnabled(day is not None)
        self.setChecked(chosen)
        words = {"free": "", "fits": ", fits the plan", "avoid": ", avoid", "off": ", not offered"}[mark.state]
        if day is not None:
            self.setAccessibleName(spell_date(day) + words)
            self.setAccessibleDescription(mark.reason)
            self.setToolTip(mark.reason)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(Size.CALENDAR_CELL, Size.CALENDAR_CELL)

    @override
    def ring_area(self) -> RingArea:
        return RingArea(self, self._drawn())

    @override
    def nextCheckState(self) -> None:
        return

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._month.reason_shown.emit(self._mark.reason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.day is None or not self._month.handle_key(self.day, event):
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.day is None:
            return
        painter = QPainter(self)
        theme, drawn, state = self._theme, self._drawn(), self._mark.state
        color: TokenName = "text2" if state == "off" else "text"
        if self.isChecked():
            draw_box(painter, drawn, fill=theme.color("accent"))
            color = "on_accent"
        elif state == "fits":
            fill: TokenName = "accent_tint" if self.hovered else "surface"
            draw_box(painter, drawn, fill=theme.color(fill), edge=theme.color("accent"), width=1.5)
        elif state == "avoid":
            edge = theme.color("wait_ln")
            draw_box(painter, drawn, fill=theme.color("wait_bg"), edge=edge, width=1.5, dashed=True)
        elif state == "free" and self.hovered:
            draw_box(painter, drawn, fill=theme.color("accent_tint"))
        strong = self.isChecked() or state in ("fits", "avoid")
        block = TextBlock(theme, self.text(), role="dense_strong" if strong else "dense", wrap=False, tabular=True)
        block.draw(painter, drawn, theme.color(color), align=Qt.AlignmentFlag.AlignHCenter, middle=True)

    def _drawn(self) -> QRect:
        return self.rect().adjusted(3, 3, -3, -3)


def _month_away(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    first = date(year, month + 1, 1)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return first.replace(day=min(day.day, last))
