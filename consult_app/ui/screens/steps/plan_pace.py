"""The pace of the chosen plan: two lists, of the number of sessions and of the weeks between them."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from consult_app.application.consultation import ConsultationState
from consult_app.application.session import ConsultationSession
from consult_app.ui.presenters.plan_pace import PaceView, change_pace, present_pace
from consult_app.ui.presenters.words import count_words
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.combo import Choice, Combo


class PlanPace(QWidget):
    """Changes the consultation's option; hidden where none is chosen."""

    def __init__(self, session: ConsultationSession, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._view: PaceView | None = None
        self.count = Combo(theme, "Number of sessions")
        self.count.setObjectName("plan_count")
        self.count.chosen.connect(lambda _key: self._tell())
        self.weeks = Combo(theme, "Weeks between sessions")
        self.weeks.setObjectName("plan_weeks")
        self.weeks.chosen.connect(lambda _key: self._tell())
        for combo in (self.count, self.weeks):
            combo.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.count)
        row.addWidget(self.weeks)

    def show_state(self, state: ConsultationState, *, locked: bool) -> None:
        """Show the pace as it stands; ``locked`` once the plan is signed."""
        view = present_pace(self._session.services.protocol, state)
        self.setVisible(view is not None and not locked)
        if view is None or view == self._view:
            return
        self._view = view
        self.count.set_choices([Choice(str(count), count_words(count, "session")) for count in view.counts])
        self.count.set_value(str(view.count))
        self.weeks.set_choices([Choice(str(weeks), f"{count_words(weeks, 'week')} apart") for weeks in view.weeks])
        self.weeks.set_value(str(view.interval))
        self.weeks.setVisible(bool(view.weeks))

    def _tell(self) -> None:
        view = self._view
        if view is None:
            return
        count, weeks = int(self.count.value or view.count), int(self.weeks.value or view.interval)
        self._session.dispatch(change_pace(self._session.services.protocol, view.course, count=count, weeks=weeks))
