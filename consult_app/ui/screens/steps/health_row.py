"""One health question: its answer, what a yes must carry, and what follows from it."""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from consult_app.domain.answers import Reply
from consult_app.ui.presenters.health import REPLIES, QuestionView, last_problem
from consult_app.ui.screens.steps.checked_date import CheckedDate
from consult_app.ui.screens.steps.health_findings import FindingCards
from consult_app.ui.screens.steps.status_line import StatusText
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import IconButton
from consult_app.ui.widgets.callout import Card
from consult_app.ui.widgets.field import Field, FieldFrame
from consult_app.ui.widgets.segmented import Segment, Segmented
from consult_app.ui.widgets.text import Rule, Text

ROW: Final = 48
ANSWER_WIDTH: Final = 264


class HealthDetail(Card):
    """What an answer carries: taken now or stopped, the last date, a note."""

    current_set = Signal(bool)
    last_set = Signal(object)
    note_typed = Signal(str)

    def __init__(self, theme: Theme, view: QuestionView, today: Callable[[], date]) -> None:
        super().__init__(theme, sunken=True)
        name = f"health_{view.id}"
        self.current = Segmented(
            theme, f"Taking it now, {view.text}", [Segment("now", "Now"), Segment("stopped", "Stopped")], tall=True
        )
        for option in self.current.options:
            option.setObjectName(f"{name}_{option.segment.key}")
        self.current.chosen.connect(lambda key: self.current_set.emit(key == "now"))
        self.current_frame = FieldFrame(theme, "Taking it now?")
        self.current_frame.set_editor(self.current)
        self.current.setAccessibleName(f"Taking it now, {view.text}")
        self.last = CheckedDate(theme, view.last_label, today=today, problem=lambda last: last_problem(last, today()))
        self.last.editor.setObjectName(f"{name}_last")
        self.last.editor.setAccessibleName(f"{view.last_label}, {view.text}")
        self.last.accepted.connect(self.last_set)
        self.note = Field(theme, "Note", optional=True)
        self.note.editor.setObjectName(f"{name}_note")
        self.note.editor.setAccessibleName(f"Note, {view.text}")
        self.note.text_edited.connect(lambda _text: self.note_typed.emit(self.note.editor.text()))
        self.status = StatusText(theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 12)
        row.setSpacing(16)
        row.addWidget(self.current_frame, 3, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.last, 3, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.note, 6, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.status, 4, Qt.AlignmentFlag.AlignVCenter)
        self.status.setContentsMargins(0, 24, 0, 0)
        row.addStretch(1)
        self.last.setMaximumWidth(280)
        self.current_frame.setMaximumWidth(280)

    def show_detail(self, view: QuestionView, *, note: bool, marked: bool) -> None:
        """Show what the answer carries; ``marked`` puts what it lacks at its field."""
        error = view.error if marked else ""
        self.current_frame.setVisible(view.asks_current)
        self.current.set_value(None if view.current is None else "now" if view.current else "stopped")
        self.current_frame.set_error(error if view.current is None and error else None)
        self.last.setVisible(view.asks_last)
        self.last.render_date(view.last, error if view.asks_last and view.last is None else "")
        self.note.setVisible(note)
        if self.note.text != view.note.strip() or not self.note.editor.hasFocus():
            self.note.set_text(view.note)
        self.status.set_status(view.status)

    def focus_missing(self, view: QuestionView) -> None:
        """Give the focus to what the answer still needs, else to its first field."""
        if view.asks_current and (view.current is None or not view.asks_last):
            self.current.setFocus(Qt.FocusReason.TabFocusReason)
        elif view.asks_last:
            self.last.editor.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.note.editor.setFocus(Qt.FocusReason.TabFocusReason)


class QuestionRow(QWidget):
    """48 high. Y, N and U answer and move on; D declines; Del takes the answer back."""

    replied = Signal(object)
    cleared = Signal()
    moved_on = Signal()
    current_set = Signal(bool)
    last_set = Signal(object)
    note_typed = Signal(str)
    why_asked = Signal(str)
    decision_asked = Signal(str)

    def __init__(
        self, theme: Theme, view: QuestionView, *, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._today = today
        self._view: QuestionView | None = None
        self._marked = False
        self._takes_note = False
        self.id: Final = view.id
        self.answer = Segmented(
            theme, view.text, [Segment(reply.value, words, letter) for reply, words, letter in REPLIES], parent=self
        )
        self.answer.setFixedWidth(ANSWER_WIDTH)
        self.answer.setAccessibleDescription(view.help)
        for option in self.answer.options:
            option.setObjectName(f"health_{view.id}_{option.segment.key}")
            option.installEventFilter(self)
        self.answer.chosen.connect(lambda key: self.replied.emit(Reply(key)))
        self.answer.letter_used.connect(self._letter_used)
        self.more = IconButton(theme, "chevron-down", f"More answers, {view.text}", parent=self)
        self.more.setObjectName(f"health_{view.id}_more")
        self.more.clicked.connect(self._open_menu)
        self.detail: HealthDetail | None = None
        self.cards: FindingCards | None = None
        self._side = Text(theme, role="meta", color="text2", wrap=False, parent=self)
        self._side.setObjectName(f"health_{view.id}_side")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self._lay_out_head(view))
        self._column.addWidget(Rule(theme, parent=self))

    def show_question(self, view: QuestionView, *, marked: bool) -> None:
        """Show the answer; nothing is touched while it stays the same."""
        if view == self._view and marked == self._marked:
            return
        self._view, self._marked = view, marked
        segments = {reply.value for reply, _, _ in REPLIES}
        reply = view.reply.value if view.reply is not None else None
        self.answer.set_value(reply if reply in segments else None)
        blank = marked and view.reply is None
        self._side.setText("Declined" if view.declined else "Not asked yet" if blank else "")
        self._side.set_color("stop" if blank else "text2")
        self._side.setVisible(view.declined or blank)
        if view.reply is None:
            self._takes_note = False
        note = view.asks_note or self._takes_note
        if (view.detail or note) and self.detail is None:
            self._make_detail(view)
        if self.detail is not None:
            self.detail.show_detail(view, note=note, marked=marked)
            self.detail.setVisible(view.detail or note)
        if view.findings and self.cards is None:
            self._make_cards()
        if self.cards is not None:
            self.cards.set_cards(view.findings)

    @property
    def holds_focus(self) -> bool:
        """Whether the focus lies on this row."""
        focused: QWidget | None = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def focus_answer(self) -> None:
        """Give the focus to the answer."""
        self.answer.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_detail(self) -> bool:
        """Give the focus to what the answer still needs; ``False`` without a detail."""
        if self.detail is None or self._view is None or not self.detail.isVisibleTo(self):
            return False
        self.detail.focus_missing(self._view)
        return True

    def take_note(self) -> None:
        """Open the note."""
        if self._view is not None and self._view.reply is not None:
            self._takes_note = True
            view, self._view = self._view, None
            self.show_question(view, marked=self._marked)
            if self.detail is not None:
                self.detail.note.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.modifiers():
            return False
        if event.key() == Qt.Key.Key_D:
            self.replied.emit(Reply.DECLINED)
            self.moved_on.emit()
            return True
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit()
            return True
        return False

    def menu(self) -> QMenu:
        """The answers that have no segment of their own."""
        menu = QMenu(self)
        answered = self._view is not None and self._view.reply is not None
        declined = menu.addAction("Declined to answer\tD")
        declined.triggered.connect(lambda: self.replied.emit(Reply.DECLINED))
        note = menu.addAction("Add a note")
        note.setEnabled(answered)
        note.triggered.connect(self.take_note)
        clear = menu.addAction("Take the answer back\tDel")
        clear.setEnabled(answered)
        clear.triggered.connect(self.cleared)
        return menu

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _letter_used(self, key: str) -> None:
        view = self._view
        needs = view is not None and bool(view.error) and view.reply is Reply.YES and key == Reply.YES.value
        if not (needs and self.focus_detail()):
            self.moved_on.emit()

    def _make_detail(self, view: QuestionView) -> None:
        self.detail = HealthDetail(self._theme, view, self._today)
        self.detail.hide()  # until it is filled: to lay out the screen once is enough
        self.detail.current_set.connect(self.current_set)
        self.detail.last_set.connect(self.last_set)
        self.detail.note_typed.connect(self.note_typed)
        self._column.insertWidget(1, self.detail)
        self._column.insertSpacing(1, 4)
        self._column.insertSpacing(3, 8)
        QWidget.setTabOrder(self.more, self.detail.current.options[0])
        QWidget.setTabOrder(self.detail.current.options[-1], self.detail.last.editor)
        QWidget.setTabOrder(self.detail.last.editor, self.detail.note.editor)

    def _make_cards(self) -> None:
        self.cards = FindingCards(self._theme, f"health_{self.id}", self)
        self.cards.why_asked.connect(self.why_asked)
        self.cards.decision_asked.connect(self.decision_asked)
        self._column.insertWidget(self._column.count() - 1, self.cards)

    def _lay_out_head(self, view: QuestionView) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(Text(self._theme, view.text, role="label", parent=self))
        if view.help:
            words.addWidget(Text(self._theme, view.help, role="meta", color="text2", parent=self))
        words.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(0, 1, 0, 1)
        words.setContentsMargins(0, 3 if view.help else 0, 0, 3 if view.help else 0)
        head.setSpacing(8)
        head.addLayout(words, 1)
        head.addWidget(self._side, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.more, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.answer, 0, Qt.AlignmentFlag.AlignVCenter)
        return head
