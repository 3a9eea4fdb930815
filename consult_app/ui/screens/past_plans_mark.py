"""One mark being made, under its session: a day, what it comes to, and a reason where the plan is departed from."""

from datetime import date
from typing import Final, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.application.errors import Refused
from consult_app.application.marking import Key, Marker, MoveCheck
from consult_app.domain.marks import SessionMark
from consult_app.ui.presenters.past_plans_sessions import MoveView, present_move, usual_day_done
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import SecondaryButton
from consult_app.ui.widgets.callout import Callout, Card
from consult_app.ui.widgets.check_row import CheckRow
from consult_app.ui.widgets.date_field import DateField
from consult_app.ui.widgets.field import Field
from consult_app.ui.widgets.text import Text

Wanted = Literal["done", "move", "back"]

_SAVE: Final[dict[Wanted, str]] = {"done": "Mark done", "move": "Move session", "back": "Take back"}
_LABEL: Final[dict[Wanted, str]] = {"done": "Day it was done", "move": "New day", "back": ""}
_HINT: Final = "20 characters or more. Staff read this, patients do not."
_NEEDS_REASON: Final = "This needs a reason."
_DAY_WIDTH: Final = 320
_FREE: Final = "Optional. Staff read this, patients do not."


class MarkEditor(Card):
    """``kept`` gives the lines to keep; ``closed`` follows Esc and Cancel. Each change is checked at once.

    ``grown`` follows a check, which may need more room.
    """

    kept = Signal(object)
    closed = Signal()
    grown = Signal()

    def __init__(self, theme: Theme, marker: Marker, key: Key, wanted: Wanted, parent: QWidget | None = None) -> None:
        super().__init__(theme, sunken=True, parent=parent)
        self._marker = marker
        self._key = key
        self._wanted: Wanted = wanted
        self.day = DateField(theme, _LABEL[wanted], today=lambda: marker.today)
        self.day.editor.setObjectName("past_mark_day")
        self.day.date_edited.connect(lambda _day: self._check())
        self.day.setMaximumWidth(_DAY_WIDTH)
        self.along = CheckRow(theme, "Move the later sessions along, so that their spacing holds")
        self.along.setObjectName("past_mark_along")
        self.along.setChecked(True)
        self.along.clicked.connect(lambda _on: self._check())
        self._days = Text(theme, "", role="dense")
        self._days.setObjectName("past_mark_days")
        self._departures = Callout(theme, "amber", _NEEDS_REASON)
        self._departures.setObjectName("past_mark_departures")
        self.reason = Field(theme, "Reason")
        self.reason.editor.setObjectName("past_mark_reason")
        self.reason.editor.returnPressed.connect(self._save)
        self._problem = Callout(theme, "stop", "")
        self._problem.setObjectName("past_mark_problem")
        save = SecondaryButton(theme, _SAVE[wanted], compact=True)
        save.setObjectName("past_mark_save")
        save.clicked.connect(self._save)
        self._save_button = save
        cancel = SecondaryButton(theme, "Cancel", compact=True)
        cancel.setObjectName("past_mark_cancel")
        cancel.clicked.connect(self.closed)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(save)
        buttons.addWidget(cancel)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for part in (self.day, self.along, self._days, self._departures, self.reason, self._problem):
            column.addWidget(part)
        column.addLayout(buttons)
        self.day.setVisible(wanted != "back")
        self.along.setVisible(wanted == "move" and marker.can_take_along(key))
        self.reason.setVisible(wanted != "done")
        if wanted == "done":
            self.day.set_date(usual_day_done(marker, key))
        self._check()

    def focus_first(self) -> None:
        """Give the focus to the day, its text selected, or to the reason."""
        if self._wanted == "back":
            target = self._save_button if self.reason.isHidden() else self.reason.editor
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.day.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self.day.editor.selectAll()

    def show_problem(self, what: str, advice: str = "") -> None:
        """Say why it was not kept; everything typed stays."""
        self._problem.set_words(what, advice)
        self._problem.setVisible(bool(what))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _checked(self) -> MoveCheck:
        if self._wanted == "back":
            return self._marker.check_take_back(self._key)
        return self._marker.check_move(self._key, self.day.value, along=self._takes_along)

    @property
    def _takes_along(self) -> bool:
        return not self.along.isHidden() and self.along.isChecked()

    def _check(self) -> None:
        view = MoveView((), (), "")
        if self._wanted != "done" and (self._wanted == "back" or self.day.value is not None):
            view = present_move(self._checked(), today=self._marker.today)
        self._days.setText("\n".join(view.days))
        self._days.setVisible(bool(view.days))
        self._departures.set_words(_NEEDS_REASON, "\n".join(view.departures))
        self._departures.setVisible(bool(view.departures))
        self.reason.set_hint(_HINT if view.departures else _FREE)
        self.reason.set_error(None)
        self.show_problem(view.problem)
        self.grown.emit()

    def _marks(self) -> tuple[SessionMark, ...]:
        day: date | None = self.day.value
        match self._wanted:
            case "done":
                return self._marker.done(self._key, day)
            case "move":
                return self._marker.move(self._key, day, along=self._takes_along, reason=self.reason.text)
            case _:
                return self._marker.take_back(self._key, reason=self.reason.text)

    def _save(self) -> None:
        try:
            marks = self._marks()
        except Refused as refused:
            self._refuse(refused)
            return
        self.show_problem("")
        self.kept.emit(marks)

    def _refuse(self, refused: Refused) -> None:
        """Say it where it can be mended: at the reason when that is too short, else at the day."""
        if refused.missing:
            self.reason.set_error(refused.summary)
            self.reason.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.show_problem(refused.summary)
        if self._wanted != "back":
            self.day.editor.setFocus(Qt.FocusReason.OtherFocusReason)
