"""Trips and important dates: rows, and the editor that opens in place of one."""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.ui.presenters.skin import DateDraft, DateKind, DateRow, draft_problems
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.buttons import IconButton, LinkButton, SecondaryButton
from consult_app.ui.widgets.callout import Card
from consult_app.ui.widgets.check_row import CheckRow
from consult_app.ui.widgets.date_field import DateField
from consult_app.ui.widgets.field import Field, Icon
from consult_app.ui.widgets.segmented import Segment, Segmented
from consult_app.ui.widgets.text import Rule, Text

NEW: Final = "new"


class DateEntry(QWidget):
    """One trip or important date with what it blocks."""

    edit_asked = Signal(str)

    def __init__(self, theme: Theme, row: DateRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row: Final = row
        self.pen = IconButton(theme, "pen", f"Edit {row.what}")
        self.pen.setObjectName(f"skin_edit_{row.kind}_{row.index}")
        self.pen.clicked.connect(lambda: self.edit_asked.emit(row.key))
        icon = Icon(theme, row.icon, color="wait" if row.icon == "sun" else "text2", size=24)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 8, 0, 8)
        line.setSpacing(16)
        line.addWidget(icon, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(_two_lines(theme, row.what, row.kind_words), 3)
        line.addLayout(_two_lines(theme, row.when, row.blocks), 8)
        line.addWidget(self.pen, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(theme.px(Size.ROW))


class DateEditor(Card):
    """Adds or changes one entry. ``saved`` gives a ``DateDraft`` without problems; Esc leaves things as they are."""

    saved = Signal(object)
    removed = Signal()
    cancelled = Signal()

    def __init__(
        self,
        theme: Theme,
        draft: DateDraft,
        *,
        today: Callable[[], date],
        is_new: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, sunken=True, parent=parent)
        self.kind = Segmented(
            theme, "Kind of date", [Segment("trip", "Trip"), Segment("event", "Important date")], tall=True
        )
        for option in self.kind.options:
            option.setObjectName(f"skin_date_kind_{option.segment.key}")
        self.kind.set_value(draft.kind)
        self.kind.chosen.connect(self._show_kind)
        self.what = Field(theme, "&What")
        self.what.editor.setObjectName("skin_date_what")
        self.what.set_text(draft.what)
        self.first = DateField(theme, "&From", today=today)
        self.first.editor.setObjectName("skin_date_first")
        self.first.set_date(draft.first)
        self.last = DateField(theme, "T&o", today=today)
        self.last.editor.setObjectName("skin_date_last")
        self.last.set_date(draft.last)
        self.sunny = CheckRow(theme, "S&unny", more="Beach, snow, boat or much time outdoors")
        self.sunny.setObjectName("skin_date_sunny")
        self.sunny.setChecked(draft.sunny)
        self.save = SecondaryButton(theme, "Add to the &list" if is_new else "Save c&hanges", compact=True)
        self.save.setObjectName("skin_date_save")
        self.save.clicked.connect(self._save)
        cancel = SecondaryButton(theme, "&Cancel", compact=True)
        cancel.setObjectName("skin_date_cancel")
        cancel.clicked.connect(self.cancelled)
        self.remove = LinkButton(theme, "&Remove")
        self.remove.setObjectName("skin_date_remove")
        self.remove.setAccessibleName(f"Remove {draft.what}" if draft.what else "Remove")
        self.remove.clicked.connect(self.removed)
        self.remove.setVisible(not is_new)
        for field in (self.what, self.first, self.last):
            field.editor.returnPressed.connect(self._save)
        self._lay_out(cancel)
        self._show_kind(draft.kind)

    @property
    def draft(self) -> DateDraft:
        """What the fields hold now, dates still being typed included."""
        for field in (self.first, self.last):
            field.editor.editingFinished.emit()
        kind: DateKind = "event" if self.kind.value == "event" else "trip"
        return DateDraft(
            self.what.text,
            kind,
            self.first.value,
            self.last.value if kind == "trip" else None,
            self.sunny.isChecked(),
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
            return
        super().keyPressEvent(event)

    def _lay_out(self, cancel: QWidget) -> None:
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self.what, 1, Qt.AlignmentFlag.AlignBottom)
        self.kind.setMaximumWidth(self.kind.sizeHint().width() + 32)
        top.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignBottom)
        dates = QHBoxLayout()
        dates.setSpacing(16)
        dates.addWidget(self.first, 1, Qt.AlignmentFlag.AlignTop)
        dates.addWidget(self.last, 1, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.save)
        buttons.addWidget(cancel)
        buttons.addStretch(1)
        buttons.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addLayout(top)
        column.addLayout(dates)
        column.addWidget(self.sunny)
        column.addLayout(buttons)

    def _show_kind(self, kind: str) -> None:
        trip = kind == "trip"
        self.last.setVisible(trip)
        self.sunny.setVisible(trip)
        self.first.set_label("&From" if trip else "On the day")

    def _save(self) -> None:
        draft = self.draft
        problems = draft_problems(draft)
        fields: dict[str, Field | DateField] = {"what": self.what, "first": self.first, "last": self.last}
        for name, field in fields.items():
            unreadable = name in problems and name != "what" and bool(field.editor.text().strip()) and field.error
            if not unreadable:
                field.set_error(problems.get(name))
        if problems:
            next(fields[name] for name in fields if name in problems).editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.saved.emit(draft)


class DateList(QWidget):
    """The rows in the order of the year; one of them, or a new one, may be open in the editor."""

    saved = Signal(str, object)
    removed = Signal(str)
    edit_asked = Signal(str)

    def __init__(self, theme: Theme, *, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._today = today
        self._rows: tuple[DateRow, ...] | None = None
        self._open: str | None = None
        self.editor: DateEditor | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_rows(self, rows: tuple[DateRow, ...]) -> None:
        """Show the dates; nothing is rebuilt while they stay the same, and an open editor keeps what is typed."""
        if rows == self._rows:
            return
        self._rows = rows
        if self._open not in (None, NEW) and self._open not in {row.key for row in rows}:
            self._open = None
        self._rebuild(None)

    def open_editor(self, key: str, draft: DateDraft) -> None:
        """Open the editor in place of the row ``key``, or at the end for ``NEW``."""
        self._open = key
        self._rebuild(draft)
        if self.editor is not None:
            self.editor.what.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_editor(self) -> None:
        """Show the rows again."""
        self._open = None
        self._rebuild(None)

    def _rebuild(self, draft: DateDraft | None) -> None:
        kept = self.editor if draft is None and self._open is not None else None
        self._empty(kept)
        self.editor = kept
        for row in self._rows or ():
            if row.key == self._open:
                self._put_editor(draft, is_new=False)
            else:
                entry = DateEntry(self._theme, row)
                entry.edit_asked.connect(self.edit_asked)
                self._add(entry)
                self._add(Rule(self._theme))
        if self._open == NEW:
            self._put_editor(draft, is_new=True)

    def _put_editor(self, draft: DateDraft | None, *, is_new: bool) -> None:
        if self.editor is None:
            self.editor = DateEditor(self._theme, draft or DateDraft(), today=self._today, is_new=is_new)
            self.editor.saved.connect(lambda made: self.saved.emit(self._open or NEW, made))
            self.editor.removed.connect(lambda: self.removed.emit(self._open or NEW))
            self.editor.cancelled.connect(self.close_editor)
        self._column.addSpacing(8)
        self._add(self.editor)
        self._column.addSpacing(8)

    def _add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)
        widget.show()

    def _empty(self, kept: QWidget | None) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not kept:
                widget.hide()
                widget.deleteLater()


def _two_lines(theme: Theme, first: str, second: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(Text(theme, first, role="strong"))
    column.addWidget(Text(theme, second, role="meta", color="text2"))
    column.addStretch(1)
    return column
