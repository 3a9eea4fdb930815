"""One finished plan, read only, with room for a correction."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.ui.presenters.past_plans_detail import DetailFinding, DetailView
from consult_app.ui.presenters.today import FindingKind
from consult_app.ui.screens.past_plans_sessions import PlanSessions
from consult_app.ui.theme.icons import IconName
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size, TokenName
from consult_app.ui.widgets.buttons import SecondaryButton
from consult_app.ui.widgets.field import Icon, NoteField
from consult_app.ui.widgets.key_values import KeyValue, KeyValueRows
from consult_app.ui.widgets.scroll_sheet import ScrollSheet
from consult_app.ui.widgets.tag import Tag
from consult_app.ui.widgets.text import Rule, Text

_ICONS: Final[dict[FindingKind, tuple[IconName, TokenName]]] = {
    "ok": ("check-circle", "ready"),
    "wait": ("clock", "wait"),
    "decide": ("triangle-alert", "wait"),
    "stop": ("octagon-bar", "stop"),
    "changed": ("pen", "wait"),
}


class PlanDetail(QWidget):
    """``back_asked`` leaves, ``sheet_asked`` opens the sheets of this plan, ``addendum_written`` gives its words.

    ``copy_asked`` begins a consultation with its answers. ``sessions`` is the part that shows the sessions and marks
    them.
    """

    back_asked = Signal()
    copy_asked = Signal()
    sheet_asked = Signal()
    addendum_written = Signal(str)

    def __init__(self, theme: Theme, sessions: PlanSessions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: DetailView | None = None
        self.back = SecondaryButton(theme, "&Back to the list", icon="chevron-left")
        self.back.setObjectName("past_back")
        self.back.clicked.connect(self.back_asked)
        self.sheets = SecondaryButton(theme, "Sheets of this &plan", icon="printer")
        self.sheets.setObjectName("past_sheets")
        self.sheets.clicked.connect(self.sheet_asked)
        self.copy_to_new = SecondaryButton(theme, "Cop&y to new", icon="plus")
        self.copy_to_new.setObjectName("past_copy_to_new")
        self.copy_to_new.clicked.connect(self.copy_asked)
        self._title = Text(theme, "", role="title")
        self._title.setObjectName("past_detail_title")
        self._signed = Text(theme, "", color="text2")
        self._problem = Text(theme, "", color="stop")
        self._problem.setObjectName("past_detail_problem")
        self._problem.hide()
        self._tag = Tag(theme, "none", "")
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(self._title)
        titles.addWidget(self._signed)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(titles, 1)
        head.addWidget(self.copy_to_new, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.sheets, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        self._parts, self._more = QVBoxLayout(), QVBoxLayout()
        for part in (self._parts, self._more):
            part.setSpacing(8)
        self.note = NoteField(theme, "Write a &correction", hint="It is dated and signed. The plan stays as it was.")
        self.note.editor.setObjectName("past_note")
        self.add = SecondaryButton(theme, "&Add to the plan", compact=True)
        self.add.setObjectName("past_add_note")
        self.add.clicked.connect(self._write)
        self._sheet = ScrollSheet(theme)
        self._sheet.set_limit(960)
        self._sheet.column.addLayout(head)
        self._sheet.column.addWidget(self._problem)
        self._sheet.column.addWidget(self._tag, 0, Qt.AlignmentFlag.AlignLeft)
        self._sheet.column.addLayout(self._parts)
        self._sheet.column.addWidget(sessions)
        sessions.opened.connect(self._bring_into_sight)
        self._sheet.column.addLayout(self._more)
        self._sheet.column.addWidget(self.note)
        self._sheet.column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self._sheet.column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._sheet)

    def show_plan(self, view: DetailView, *, closed: bool) -> None:
        """Show a plan; ``closed`` says that no sheet is given from it."""
        if view == self._view:
            return
        self.say_problem("")
        if self._view is None or view.title != self._view.title:
            self.note_kept()
        self._view = view
        self._title.setText(f"{view.title} · {view.patient}")
        self._signed.setText(view.signed)
        self._tag.set_tag(view.tag, view.verdict)
        self.sheets.setVisible(not closed)
        for part in (self._parts, self._more):
            _clear(part)
        self._rows(self._parts, "Consultation", view.rows)
        self._findings(self._more, view.findings)
        self._rows(self._more, "Products", view.products, key_width=220)
        self._rows(self._more, "Sheets given", [(line.what, line.how) for line in view.sheets], key_width=260)
        self._rows(self._more, "Corrections", view.addenda, key_width=260)

    def say_problem(self, words: str) -> None:
        """Say above the plan what could not be done with it."""
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    def note_kept(self) -> None:
        """The correction is on file: the field is free again."""
        self.note.set_text("")
        self.note.set_error(None)

    def note_failed(self, words: str) -> None:
        """Say why the correction was not kept; it stays in the field."""
        self.note.set_error(words)

    def focus_first(self) -> None:
        """Give the focus to the way back."""
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_asked.emit()
            return
        super().keyPressEvent(event)

    def _rows(self, part: QVBoxLayout, title: str, rows: Sequence[tuple[str, str]], *, key_width: int = 130) -> None:
        if not rows:
            return
        self._heading(part, title)
        values = KeyValueRows(self._theme, [KeyValue(key, value, "text") for key, value in rows], key_width=key_width)
        part.addWidget(values)
        values.show()

    def _findings(self, part: QVBoxLayout, findings: tuple[DetailFinding, ...]) -> None:
        if not findings:
            return
        self._heading(part, "Findings")
        for finding in findings:
            row = _FindingLine(self._theme, finding)
            part.addWidget(row)
            row.show()

    def _heading(self, part: QVBoxLayout, title: str) -> None:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(4)
        column.addWidget(Text(self._theme, title, role="section"))
        column.addWidget(Rule(self._theme, strong=True))
        part.addWidget(head)
        head.show()

    def _bring_into_sight(self, editor: QWidget) -> None:
        """Once the layout has given it its place."""
        QTimer.singleShot(0, editor, lambda: self._sheet.reveal(editor))

    def _write(self) -> None:
        words = self.note.text
        if not words:
            self.note.set_error("Write what is corrected.")
            self.note.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.note.set_error(None)
        self.addendum_written.emit(words)


def _clear(part: QVBoxLayout) -> None:
    while (item := part.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class _FindingLine(QWidget):
    def __init__(self, theme: Theme, finding: DetailFinding) -> None:
        super().__init__()
        icon, color = _ICONS[finding.kind]
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(theme, finding.title, role="dense_strong"))
        words.addWidget(Text(theme, finding.reason, role="dense", color="text2"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        row.addWidget(Icon(theme, icon, color=color, size=Size.ICON), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
