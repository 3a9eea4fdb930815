"""A group of health questions that folds once it is finished."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from consult_app.ui.presenters.health import GroupView
from consult_app.ui.screens.steps.health_row import QuestionRow
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size, TokenName
from consult_app.ui.widgets.buttons import LinkButton, SecondaryButton
from consult_app.ui.widgets.callout import Callout
from consult_app.ui.widgets.painting import TextBlock, draw_box, draw_icon
from consult_app.ui.widgets.pressable import Pressable
from consult_app.ui.widgets.text import Rule, Text


class FoldedGroup(Pressable):
    """A finished group on one line; pressing it opens the questions."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._more = ""
        self.setText(title.replace("&", "&&"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_more(self, words: str) -> None:
        """Say how the group stands."""
        if words == self._more:
            return
        self._more = words
        self.setAccessibleName(f"{self.text()}, {words}. Show")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, self._theme.px(Size.FIELD))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        fill: TokenName = "accent_tint" if self.isDown() else "surface2" if self.hovered else "surface"
        draw_box(painter, self.rect(), fill=theme.color(fill), edge=theme.color("line"))
        middle = (self.height() - 22) // 2
        draw_icon(painter, theme, "check-circle-filled", color="none", rect=QRect(18, middle, 22, 22))
        title = TextBlock(theme, self.text(), role="strong", wrap=False)
        at = QRect(54, 0, title.natural_width(), self.height())
        title.draw(painter, at, theme.color("text"), middle=True)
        more = TextBlock(theme, self._more, role="dense", wrap=False)
        room = QRect(at.right() + 12, 0, max(self.width() - at.right() - 60, 1), self.height())
        more.draw(painter, room, theme.color("text2"), middle=True)
        draw_icon(painter, theme, "chevron-down", color="text2", rect=QRect(self.width() - 38, middle + 1, 20, 20))


class GroupSection(QWidget):
    """Heading, "All no in this group" with its confirmation, and the rows."""

    all_no = Signal(tuple)
    opened = Signal()

    def __init__(
        self, theme: Theme, view: GroupView, *, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = view
        self._shown: tuple[GroupView, bool] | None = None
        self._open = not (view.done and not view.holds_finding)
        self.folded = FoldedGroup(theme, view.title, self)
        self.folded.setObjectName(f"health_{view.id}_show")
        self.folded.clicked.connect(lambda: self.set_open(True, focus=True))
        self._answered = Text(theme, role="dense", color="text2", wrap=False)
        self._fold = LinkButton(theme, "Hide")
        self._fold.setObjectName(f"health_{view.id}_hide")
        self._fold.setAccessibleName(f"Hide {view.title}")
        self._fold.clicked.connect(lambda: self.set_open(False, focus=True))
        self._ask = SecondaryButton(theme, "All no in this group", compact=True)
        self._ask.setObjectName(f"health_{view.id}_all_no")
        self._ask.setAccessibleName(f"All no in {view.title}")
        self._ask.clicked.connect(lambda: self._confirming(True))
        self._confirm = Callout(theme, "accent", view.confirm, "Only if you read each one to the patient.")
        self._yes = SecondaryButton(theme, view.confirm_button, compact=True)
        self._yes.setObjectName(f"health_{view.id}_confirm")
        self._yes.clicked.connect(self._answer_no)
        self._no = SecondaryButton(theme, "Cancel", compact=True)
        self._no.setObjectName(f"health_{view.id}_cancel")
        self._no.clicked.connect(lambda: self._confirming(False))
        self._confirm.add(self._yes)
        self._confirm.add(self._no)
        # Made inside their parents from the start: to move a whole tree of widgets costs more than to build it.
        self._body = QWidget(self)
        self.rows = {
            question.id: QuestionRow(theme, question, today=today, parent=self._body) for question in view.questions
        }
        self._lay_out(view)
        if theme.app is not None:
            theme.app.focusChanged.connect(self._focus_moved)

    @property
    def is_open(self) -> bool:
        """Whether the questions are shown."""
        return self._open

    def show_group(self, view: GroupView, *, marked: bool) -> None:
        """Show the answers; a group that got a finding or a blank opens, nothing folds by itself here."""
        must_open = not self._open and (not view.done or view.holds_finding)
        if (view, marked) == self._shown and not must_open:
            return
        self._view, self._shown = view, (view, marked)
        self._open = self._open or must_open
        for question in view.questions:
            self.rows[question.id].show_question(question, marked=marked)
        self._answered.setText(view.answered)
        self.folded.set_more(view.folded)
        self._confirm.set_words(view.confirm, "Only if you read each one to the patient.")
        self._yes.set_text(view.confirm_button)
        self._yes.setAccessibleName(f"{view.confirm_button} in {view.title}")
        if not view.blanks:
            self._confirming_part.hide()
        self._show_parts()

    def set_open(self, on: bool, *, focus: bool = False) -> None:
        """Show or fold the questions."""
        self._open = on
        if focus and on:
            self._body.show()  # first, or Qt gives the focus of the hidden line to whatever comes next
            next(iter(self.rows.values())).focus_answer()
        self._show_parts()
        if focus and not on:
            self.folded.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._confirming_part.isVisibleTo(self):
            self._confirming(False)
            return
        super().keyPressEvent(event)

    def _lay_out(self, view: GroupView) -> None:
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 6)
        head.setSpacing(12)
        head.addWidget(Text(self._theme, view.title, role="section"), 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._answered)
        head.addWidget(self._fold)
        head.addWidget(self._ask)
        self._head.setMinimumHeight(self._theme.px(Size.TARGET))
        rows = QVBoxLayout(self._body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for row in self.rows.values():
            rows.addWidget(row)
        self._line = Rule(self._theme, strong=True)
        self._confirming_part = QWidget()
        confirm = QVBoxLayout(self._confirming_part)
        confirm.setContentsMargins(0, 8, 0, 8)
        confirm.addWidget(self._confirm)
        self._confirming_part.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.folded)
        column.addWidget(self._head)
        column.addWidget(self._line)
        column.addWidget(self._confirming_part)
        column.addWidget(self._body)

    def _show_parts(self) -> None:
        confirming = self._confirming_part.isVisibleTo(self)
        self.folded.setVisible(not self._open)
        for part in (self._head, self._line, self._body):
            part.setVisible(self._open)
        self._ask.setVisible(self._view.offers_all_no and not confirming)
        self._fold.setVisible(self._view.done)

    def _confirming(self, on: bool) -> None:
        self._confirming_part.setVisible(on)
        self._show_parts()
        (self._yes if on else self._ask).setFocus(Qt.FocusReason.TabFocusReason)

    def _answer_no(self) -> None:
        self._confirming_part.hide()
        blanks = self._view.blanks
        if blanks:
            self.rows[blanks[0]].focus_answer()
        self.all_no.emit(blanks)

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is None or new is None or not self._open:
            return
        finished = self._view.done and not self._view.holds_finding
        if finished and self.isAncestorOf(old) and not self.isAncestorOf(new):
            self.set_open(False)
