"""The calendar of one session: which days fit, which to avoid and why."""

from datetime import date

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from consult_app.ui.presenters.plan_calendar import SessionDays
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import SecondaryButton
from consult_app.ui.widgets.calendar import DayMark, MonthCalendar
from consult_app.ui.widgets.callout import Callout, Card
from consult_app.ui.widgets.painting import Span, TextBlock, draw_box
from consult_app.ui.widgets.text import Rule, Text


class SessionCalendar(Card):
    """``day_chosen`` gives session and day; a day before the protocol's minimum only after it was confirmed."""

    day_chosen = Signal(int, object)

    def __init__(self, theme: Theme, day: date, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._days: SessionDays | None = None
        self._asked: date | None = None
        self.setObjectName("plan_calendar")
        self.month = MonthCalendar(theme, day, mark=lambda _day: DayMark("off"))
        self.month.back.setObjectName("plan_month_back")
        self.month.forward.setObjectName("plan_month_forward")
        self.month.chosen.connect(self._chosen)
        self.month.reason_shown.connect(self._show_reason)
        self._reason = Text(theme, "", role="meta", color="wait")
        self._reason.setObjectName("plan_day_reason")
        self.confirm = Callout(theme, "amber", "", below=True)
        self.confirm.setObjectName("plan_confirm")
        self._use = SecondaryButton(theme, "Use this date", compact=True)
        self._use.setObjectName("plan_confirm_use")
        self._use.clicked.connect(self._confirmed)
        keep = SecondaryButton(theme, "Keep", compact=True)
        keep.setObjectName("plan_confirm_keep")
        keep.clicked.connect(self._kept)
        self.confirm.add(self._use)
        self.confirm.add(keep)
        self.confirm.hide()
        legend = QGridLayout()
        legend.setHorizontalSpacing(8)
        legend.setVerticalSpacing(4)
        for at, (state, words) in enumerate(
            (("chosen", "Chosen"), ("fits", "Fits the plan"), ("avoid", "Avoid, see why"), ("off", "Not offered"))
        ):
            legend.addWidget(_Key(theme, state), at // 2, 2 * (at % 2))
            legend.addWidget(Text(theme, words, role="meta", color="text2", wrap=False), at // 2, 2 * (at % 2) + 1)
        legend.setColumnStretch(1, 1)
        legend.setColumnStretch(3, 1)
        self._rule = Rule(theme)
        self._earliest = Text(theme, "", role="dense")
        self._earliest.setObjectName("plan_earliest")
        self._why = Text(theme, "", role="dense", color="text2")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.month, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._reason)
        column.addWidget(self.confirm)
        column.addLayout(legend)
        column.addWidget(self._rule)
        below = QVBoxLayout()
        below.setSpacing(0)
        below.addWidget(self._earliest)
        below.addWidget(self._why)
        column.addLayout(below)
        column.addStretch(1)

    def show_session(self, days: SessionDays) -> None:
        """Show the days one session may have."""
        view = days.present()
        other = self._days is None or self._days.index != days.index
        self._days = days
        self.month.set_mark(lambda day: DayMark(days.mark(day).state, days.mark(day).reason))
        self.month.set_title(view.title)
        if other or self.month.chosen_day != view.chosen:
            self._close_confirm()
            self.month.set_chosen(view.chosen)
            self.month.show_day(view.chosen)
        self._earliest.set_spans((Span("Earliest by protocol: "), Span(view.earliest, strong=True)))
        self._why.setText(view.earliest_why)
        for part in (self._rule, self._earliest, self._why):
            part.setVisible(bool(view.earliest))

    def focus_day(self) -> None:
        """Give the focus to the chosen day."""
        if self.month.chosen_day is not None:
            self.month.focus_day(self.month.chosen_day)

    def _chosen(self, day: date) -> None:
        days = self._days
        if days is None:
            return
        view = days.mark(day)
        if view.confirm:
            self._asked = day
            self.confirm.set_words(view.confirm, "It needs a reason and your decision.")
            self.confirm.show()
            self._use.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self._close_confirm()
        self.day_chosen.emit(days.index, day)

    def _confirmed(self) -> None:
        day, days = self._asked, self._days
        self._close_confirm()
        if day is not None and days is not None:
            self.day_chosen.emit(days.index, day)
            self.focus_day()

    def _kept(self) -> None:
        self._close_confirm()
        if self._days is not None:
            self.month.set_chosen(self._days.present().chosen)
        self.focus_day()

    def _close_confirm(self) -> None:
        self._asked = None
        self.confirm.hide()

    def _show_reason(self, reason: str) -> None:
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))


class _Key(QWidget):
    """The look of a day, for the legend."""

    def __init__(self, theme: Theme, state: str) -> None:
        super().__init__()
        self._theme = theme
        self._state = state
        theme.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        return QSize(20, 20)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        box = QRect(1, (self.height() - 18) // 2, 18, 18)
        if self._state == "chosen":
            draw_box(painter, box, fill=theme.color("accent"), radius=4)
        elif self._state == "fits":
            draw_box(painter, box, edge=theme.color("accent"), width=1.5, radius=4)
        elif self._state == "avoid":
            edge = theme.color("wait_ln")
            draw_box(painter, box, fill=theme.color("wait_bg"), edge=edge, width=1.5, radius=4, dashed=True)
        else:
            block = TextBlock(theme, "4", role="meta", wrap=False)
            block.draw(painter, box, theme.color("text2"), align=Qt.AlignmentFlag.AlignHCenter, middle=True)
