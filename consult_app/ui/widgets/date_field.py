"""A field for a date that accepts many spellings and offers a month to click."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.buttons import IconButton
from consult_app.ui.widgets.calendar import MonthCalendar
from consult_app.ui.widgets.dates import parse_date, show_date
from consult_app.ui.widgets.field import FieldFrame
from consult_app.ui.widgets.painting import draw_box, split_mnemonic

DATE_ERROR = "Enter the date as month/day/year"


class DateField(FieldFrame):
    """A date typed in any usual spelling, or picked from a month; Alt+Down opens the month.

    When the user leaves the field the date is spelled out ("Fri, May 15, 2026"; without the day
    of the week where `weekday` is off). `date_edited` gives a date or None when the user changed
    it; text that is no date counts as None and shows an error.
    """

    date_edited = Signal(object)

    def __init__(
        self,
        theme: Theme,
        label: str,
        *,
        today: Callable[[], date],
        optional: bool = False,
        hint: str = "",
        weekday: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, label, optional=optional, hint=hint, parent=parent)
        self._today = today
        self._weekday = weekday
        self._value: date | None = None
        self._popup: _MonthPopup | None = None
        self.editor = QLineEdit()
        self.editor.setPlaceholderText("Month/day/year")
        self.set_editor(self.editor)
        self.button = IconButton(theme, "calendar", f"Choose {split_mnemonic(label)[0].lower()}", parent=self.editor)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.setCursor(Qt.CursorShape.ArrowCursor)
        self.button.clicked.connect(self.open_month)
        self.editor.setTextMargins(0, 0, Size.TARGET - 8, 0)
        self.editor.editingFinished.connect(self._settle)
        opener = QShortcut(QKeySequence("Alt+Down"), self.editor)
        opener.setContext(Qt.ShortcutContext.WidgetShortcut)
        opener.activated.connect(self.open_month)

    @property
    def value(self) -> date | None:
        """The date, or None while empty or unreadable."""
        return self._value

    def set_date(self, value: date | None) -> None:
        """Show `value` without telling anybody."""
        self._value = value
        self._spell()
        self.set_error(None)

    def open_month(self) -> None:
        """Show the month to click, built when first asked for."""
        if self._popup is None:
            self._popup = _MonthPopup(self._theme, self, today=self._today)
            self._popup.calendar.chosen.connect(self._pick)
        self._popup.open_below(self.editor, self._value or self._today(), chosen=self._value)

    @override
    def resizeEvent(self, event: object) -> None:
        right = self.editor.width() - self.button.sizeHint().width() - 4
        self.button.move(right, (self.editor.height() - self.button.sizeHint().height()) // 2)

    def _spell(self) -> None:
        shown = "" if self._value is None else show_date(self._value, weekday=self._weekday)
        self.editor.setText(shown)

    def _settle(self) -> None:
        typed = self.editor.text().strip()
        value = parse_date(typed, today=self._today()) if typed else None
        self.set_error(DATE_ERROR if typed and value is None else None)
        self._take(value)

    def _pick(self, value: date) -> None:
        if self._popup is not None:
            self._popup.hide()
        self.set_error(None)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._take(value)

    def _take(self, value: date | None) -> None:
        changed = value != self._value
        self._value = value
        if value is not None:
            self._spell()
        if changed:
            self.date_edited.emit(value)


class _MonthPopup(QFrame):
    def __init__(self, theme: Theme, field: QWidget, *, today: Callable[[], date]) -> None:
        super().__init__(field, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._theme = theme
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        self.calendar = MonthCalendar(theme, today())
        layout.addWidget(self.calendar)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        edge = self._theme.color("line_strong")
        painter = QPainter(self)
        draw_box(painter, self.rect(), fill=self._theme.color("surface"), edge=edge, radius=0)

    def open_below(self, editor: QWidget, month: date, *, chosen: date | None) -> None:
        self.calendar.set_chosen(chosen)
        self.calendar.show_day(month)
        self.adjustSize()
        corner = editor.mapToGlobal(QPoint(0, editor.height() + 4))
        room = editor.screen().availableGeometry()
        if corner.y() + self.height() > room.bottom():
            corner = editor.mapToGlobal(QPoint(0, -self.height() - 4))
        corner.setX(max(room.left(), min(corner.x(), room.right() - self.width())))
        self.move(corner)
        self.show()
        self.calendar.focus_day(month)
