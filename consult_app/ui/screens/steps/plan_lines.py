"""The visits of the chosen plan, one of them open."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from consult_app.ui.presenters.plan_lines import LineView
from consult_app.ui.screens.steps.plan_line import PlanLine
from consult_app.ui.theme.roles import SpokenRole
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.text import Rule


class PlanLines(QWidget):
    """Signals name a line by its view, a session that moves or goes by its index; ``selected`` gives a line's key.

    ``selected`` is empty when none is open. ``fixed_asked`` gives the answer path that fixes a date that cannot be
    moved here, ``why_asked`` the key of a visit.
    """

    spoken_role: Final[SpokenRole] = "group"

    selected = Signal(str)
    moved_by = Signal(int, int)
    reason_edited = Signal(object, str)
    undo_asked = Signal(object)
    remove_asked = Signal(int)
    fixed_asked = Signal(str)
    why_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: list[PlanLine] = []
        self._open = ""
        self.setAccessibleName("Visits")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(Rule(theme))

    def show_lines(self, lines: tuple[LineView, ...], *, open_key: str, marked: bool, locked: bool) -> None:
        """Show the visits; rows are made anew only when their number or kind changes."""
        if [row.view.key for row in self.rows] != [line.key for line in lines]:
            self._rebuild(lines)
        sessions = sum(line.index >= 0 for line in lines)
        self._open = open_key
        for row, line in zip(self.rows, lines, strict=True):
            row.show_line(line, can_remove=sessions > 1 and line.index >= 0 and not line.fixed_by, marked=marked)
            row.set_locked(locked)
            row.set_open(line.editable and line.key == open_key)

    def focus_row(self, key: str) -> None:
        """Give the focus to a line."""
        for row in self.rows:
            if row.view.key == key:
                row.head.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_reason(self, key: str) -> None:
        """Give the focus to the reason of a line."""
        for row in self.rows:
            if row.view.key == key:
                row.reason.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rebuild(self, lines: tuple[LineView, ...]) -> None:
        focused = next((row.view.key for row in self.rows if row.head.hasFocus()), "")
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [self._made(line) for line in lines]
        for row in self.rows:
            self._column.addWidget(row)
            row.show()
            if focused and row.view.key == focused:
                row.head.setFocus(Qt.FocusReason.OtherFocusReason)

    def _made(self, line: LineView) -> PlanLine:
        row = PlanLine(self._theme, line)
        index = line.index
        row.pressed.connect(lambda: self._press(row))
        row.closed.connect(lambda: self._close(row))
        row.days_asked.connect(lambda days: self._move(row, days))
        row.step_asked.connect(lambda by: self._step(row, by))
        row.reason_edited.connect(lambda reason: self.reason_edited.emit(row.view, reason))
        row.why_asked.connect(lambda: self.why_asked.emit(line.key))
        row.undo_asked.connect(lambda: self.undo_asked.emit(row.view))
        row.remove_asked.connect(lambda: self.remove_asked.emit(index))
        return row

    def _press(self, row: PlanLine) -> None:
        if row.is_locked or not row.view.editable:
            return
        if row.view.fixed_by:
            self.fixed_asked.emit(row.view.fixed_by)
        else:
            self.selected.emit("" if row.view.key == self._open else row.view.key)

    def _close(self, row: PlanLine) -> None:
        row.head.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selected.emit("")

    def _move(self, row: PlanLine, days: int) -> None:
        if not row.view.fixed_by and row.view.index >= 0:
            self.moved_by.emit(row.view.index, days)

    def _step(self, row: PlanLine, by: int) -> None:
        at = self.rows.index(row) + by
        if 0 <= at < len(self.rows):
            self.rows[at].head.setFocus(Qt.FocusReason.TabFocusReason)
