"""Step 4: the protocol's health questions."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.application.consultation import ConsultationState
from consult_app.application.edits import AnswerHealth, AnswerNoToBlanks
from consult_app.application.session import ConsultationSession
from consult_app.domain.answers import HealthAnswer, Reply
from consult_app.domain.plan import Step
from consult_app.ui.presenters.health import (
    HealthView,
    health_gaps,
    next_blank,
    present_health,
    with_current,
    with_last,
    with_note,
    with_reply,
)
from consult_app.ui.presenters.words import Gap
from consult_app.ui.screens.steps.health_group import GroupSection
from consult_app.ui.screens.steps.health_row import QuestionRow
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import LinkButton
from consult_app.ui.widgets.text import Text


class HealthStep(QWidget):
    """One row a question; a blank stays "not asked" until it is answered."""

    step = Step.HEALTH
    why_asked = Signal(str)
    decision_asked = Signal(str)

    def __init__(self, session: ConsultationSession, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._marks_gaps = False
        self._view = self._present(session.state)
        self._groups: dict[str, GroupSection] = {}
        self._rows: dict[str, QuestionRow] = {}
        self._build()
        self.render(session.state)

    # -- contract

    @override
    def render(self, state: ConsultationState) -> None:  # type: ignore[override]
        """Show the state."""
        self._view = self._present(state)
        self._answered.setText(self._view.answered)
        self._next.setVisible(bool(self._view.blanks))
        self._key.setVisible(bool(self._view.blanks))
        for group in self._view.groups:
            self._groups[group.id].show_group(group, marked=self._marks_gaps)

    def focus_first(self) -> None:
        """The first question not asked yet, else the first."""
        if not self._focus_blank(None):
            self._focus_question(next(iter(self._rows)))

    def focus_path(self, path: str) -> bool:
        """The control of an answer path."""
        parts = path.split(".")
        if len(parts) < 2 or parts[0] != "health" or parts[1] not in self._rows:
            return False
        row = self._focus_question(parts[1])
        if len(parts) > 2:
            row.focus_detail()
        return True

    def gaps(self, state: ConsultationState) -> tuple[Gap, ...]:
        """What the step still lacks."""
        return health_gaps(state.answers, self._session.services.protocol)

    def show_gaps(self, gaps: tuple[Gap, ...]) -> None:
        """Repeat the words at the fields, or take them away."""
        self._marks_gaps = bool(gaps)
        self.render(self._session.state)

    def focus_next_unanswered(self) -> bool:
        """Ctrl+J: the next blank after the row with the focus, going round; ``False`` when none is left."""
        return self._focus_blank(self._focused_question())

    # -- building

    def _present(self, state: ConsultationState) -> HealthView:
        session = self._session
        return present_health(state, protocol=session.services.protocol, provider=session.provider, today=session.today)

    def _build(self) -> None:
        theme = self._theme
        self._answered = Text(theme, role="dense", color="text2", wrap=False)
        self._answered.setObjectName("health_answered")
        self._next = LinkButton(theme, "Next unanswered", inline=True)
        self._next.setObjectName("health_next_unanswered")
        self._next.clicked.connect(self.focus_next_unanswered)
        self._key = Text(theme, "Ctrl+J", role="meta", color="text2", wrap=False)
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(Text(theme, "Health screen", role="title", wrap=False))
        titles.addWidget(Text(theme, "A blank stays “not asked”. It never counts as “no”.", color="text2"))
        side = QVBoxLayout()
        side.setSpacing(4)
        side.addWidget(self._answered, 0, Qt.AlignmentFlag.AlignRight)
        link = QHBoxLayout()
        link.setSpacing(6)
        link.addWidget(self._next)
        link.addWidget(self._key)
        side.addLayout(link)
        head = QHBoxLayout()
        head.addLayout(titles, 1)
        head.addLayout(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(head)
        for group in self._view.groups:
            section = GroupSection(theme, group, today=lambda: self._session.today, parent=self)
            section.all_no.connect(lambda blanks: self._session.dispatch(AnswerNoToBlanks(blanks)))
            self._groups[group.id] = section
            self._rows.update(section.rows)
            column.addWidget(section)
        for question, row in self._rows.items():
            self._connect(question, row)
        column.addStretch(1)

    def _connect(self, question: str, row: QuestionRow) -> None:
        row.replied.connect(lambda reply: self._reply(question, reply))
        row.cleared.connect(lambda: self._session.dispatch(AnswerHealth(question, None)))
        row.moved_on.connect(lambda: self._move_on(question))
        row.current_set.connect(lambda now: self._change(question, lambda answer: with_current(answer, now)))
        row.last_set.connect(lambda last: self._change(question, lambda answer: with_last(answer, last)))
        row.note_typed.connect(lambda note: self._type_note(question, note))
        row.why_asked.connect(self.why_asked)
        row.decision_asked.connect(self.decision_asked)

    # -- what the provider did

    def _reply(self, question: str, reply: Reply) -> None:
        before = self._session.state.answers.health.get(question)
        self._session.dispatch(AnswerHealth(question, with_reply(before, reply)))

    def _change(self, question: str, change: Callable[[HealthAnswer], HealthAnswer], *, field: str = "") -> None:
        answer = self._session.state.answers.health.get(question)
        if answer is not None:
            self._session.dispatch(AnswerHealth(question, change(answer), field))

    def _type_note(self, question: str, note: str) -> None:
        self._change(question, lambda answer: with_note(answer, note), field="note")

    def _move_on(self, question: str) -> None:
        order = list(self._rows)
        at = order.index(question) + 1
        if at < len(order):
            self._focus_question(order[at])

    # -- focus

    def _focus_question(self, question: str) -> QuestionRow:
        for section in self._groups.values():
            if question in section.rows and not section.is_open:
                section.set_open(True)
        row = self._rows[question]
        row.focus_answer()
        return row

    def _focus_blank(self, after: str | None) -> bool:
        question = next_blank(self._view.blanks, tuple(self._rows), after)
        if question is None:
            return False
        self._focus_question(question)
        return True

    def _focused_question(self) -> str | None:
        return next((question for question, row in self._rows.items() if row.holds_focus), None)
