"""Step 7: the sheets, checked with the patient, printed or saved; then Finish."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from consult_app.application.consultation import ConsultationState
from consult_app.application.session import ConsultationSession
from consult_app.domain.plan import Step
from consult_app.ui.presenters.handout import SIGN_FIRST, SIGN_PATH
from consult_app.ui.presenters.words import Gap
from consult_app.ui.screens.steps.handout_desk import HandoutDesk
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.text import Text


class HandoutStep(QWidget):
    """Before signing a draft with what is missing; after it the sheets of the signed plan."""

    go_asked = Signal(str)
    home_asked = Signal()
    messages = Signal(str)

    step = Step.HANDOUT
    fills_sheet = True

    def __init__(self, session: ConsultationSession, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._lead = Text(theme, "", color="text2")
        self._lead.setObjectName("handout_lead")
        self.desk = HandoutDesk(session.services, theme, session.provider)
        self.desk.go_asked.connect(self.go_asked)
        self.desk.messages.connect(self.messages)
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(Text(theme, "Handout", role="title", wrap=False))
        titles.addWidget(self._lead)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(titles)
        column.addWidget(self.desk, 1)
        self.render(session.state)

    @override
    def render(self, state: ConsultationState) -> None:  # type: ignore[override]
        """Show the state."""
        plan = self._session.finished
        self._lead.setText("Check the page with the patient, then print." if plan is not None else SIGN_FIRST)
        if plan is not None:
            self.desk.show_plan(plan)
        else:
            self.desk.show_draft(state.answers, state.proposal)

    def focus_first(self) -> None:
        """What goes on from here."""
        self.desk.focus_first()

    def focus_path(self, path: str) -> bool:
        """The end of the treatment is asked here."""
        if path == "treated_at":
            self.desk.focus_end()
            return True
        return False

    def undo(self) -> bool:
        """The last change of the sheet's words is taken back first."""
        return self.desk.undo()

    def redo(self) -> bool:
        """The change of the words that was taken back last."""
        return self.desk.redo()

    def gaps(self, _state: ConsultationState) -> tuple[Gap, ...]:
        """A consultation is finished by its signature."""
        return () if self._session.finished is not None else (Gap(SIGN_PATH, "Sign the plan before you finish."),)

    def finish(self) -> None:
        """End a signed consultation once everything is written; an unsigned one is led to the signature."""
        if self._session.finished is None:
            self.go_asked.emit(SIGN_PATH)
        else:
            self._session.save_now(self.home_asked.emit)
