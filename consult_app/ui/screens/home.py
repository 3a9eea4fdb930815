"""Home: find a patient or start a consultation, resume a draft, see who is here today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.application.consultation import ConsultationState, Desk, begin, clinic_today
from consult_app.application.errors import EnvironmentFailed
from consult_app.application.ports import PatientMatch, PlanFilter, PlannedVisit, PlanRow
from consult_app.application.services import Services
from consult_app.domain.patient import Patient
from consult_app.domain.plan import DraftId
from consult_app.ui.jobs import WhileAlive
from consult_app.ui.presenters.home import (
    DraftCardView,
    MatchesView,
    MatchView,
    present_draft,
    present_matches,
    present_today_list,
)
from consult_app.ui.presenters.protocol_versions import home_notice
from consult_app.ui.screens.home_parts import DraftCard, MatchList, TodayList
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Space
from consult_app.ui.widgets.buttons import SecondaryButton
from consult_app.ui.widgets.callout import Callout
from consult_app.ui.widgets.scroll_sheet import ScrollSheet
from consult_app.ui.widgets.search_field import SearchField
from consult_app.ui.widgets.text import Text

NARROW: Final = 940
"""Width of the page under which today's list stands below the drafts."""

_QUIET_MS: Final = 300


@dataclass(frozen=True, slots=True)
class _Loaded:
    drafts: tuple[ConsultationState, ...]
    finished: tuple[PlanRow, ...]
    planned: tuple[PlannedVisit, ...]


class HomeScreen(QWidget):
    """``patient_chosen`` gives a ``Patient`` on file, ``new_asked`` what was typed, ``resume_asked`` a draft's id.

    ``visit_asked`` gives a ``PlannedVisit`` of today to begin.
    """

    patient_chosen = Signal(object)
    new_asked = Signal(str)
    resume_asked = Signal(str)
    visit_asked = Signal(object)

    def __init__(self, services: Services, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._jobs = WhileAlive(self, services.jobs)
        self._theme = theme
        self._recovered: DraftId | None = None
        self._asked = 0
        self._answered = 0
        self._entered = 0
        self._found: dict[str, PatientMatch] = {}
        self._drafts: tuple[DraftCardView, ...] = ()
        self._cards: list[DraftCard] = []
        self._loading = False
        self._build()

    def set_recovered(self, draft_id: DraftId | None) -> None:
        """The draft that was open when the program ended without being closed."""
        self._recovered = draft_id

    def refresh(self) -> None:
        """Read drafts and today's consultations again."""
        services, today = self._services, self._clinic_day()
        desk = Desk(protocol=services.protocol, clinic=services.clinic, today=today)

        def load() -> _Loaded:
            store = services.consultations
            drafts = tuple(begin(desk, draft) for draft in store.drafts())
            return _Loaded(drafts, store.plans(PlanFilter(since=today, until=today)), store.planned_on(today))

        self._loading = True
        self._jobs.later(_QUIET_MS, self._say_loading)
        self._jobs.submit(load, done=self._show_loaded, failed=self._show_problem)

    def focus_first(self) -> None:
        """Give the focus to the search, its text selected."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()

    def clear_search(self) -> None:
        """Start with an empty search again."""
        self.search.clear()
        self._search("")

    @property
    def latest_draft(self) -> DraftId | None:
        """The draft that Ctrl+R resumes: the recovered one, else the latest saved."""
        return self._drafts[0].draft_id if self._drafts else None

    def _clinic_day(self) -> date:
        return clinic_today(self._services.clinic, self._services.clock.now())

    # --- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._theme
        self.search = SearchField(theme, "Find a patient", placeholder="Find a patient", big=True)
        self.search.setObjectName("home_search")
        self.search.textEdited.connect(self._search)
        self.search.entered.connect(self._enter)
        self._count = Text(theme, "", role="meta", color="text2", wrap=False)
        self._count.setObjectName("home_count")
        self.matches = MatchList(theme)
        self.matches.chosen.connect(self._choose)
        self.search.moved.connect(self.matches.select_by)
        self.matches.new_asked.connect(lambda: self.new_asked.emit(self.search.text()))
        self._confirm = Callout(theme, "amber", "", below=True)
        self._confirm.setObjectName("home_confirm")
        self._confirm_open = SecondaryButton(theme, "Birth date is right, open", compact=True)
        self._confirm_open.setObjectName("home_confirm_open")
        self._confirm_open.clicked.connect(self._open_confirmed)
        cancel = SecondaryButton(theme, "Somebody else", compact=True)
        cancel.setObjectName("home_confirm_cancel")
        cancel.clicked.connect(self._cancel_confirm)
        self._confirm.add(self._confirm_open)
        self._confirm.add(cancel)
        self._confirm.hide()
        self._asked_about: PatientMatch | None = None

        self._problem = Callout(theme, "stop", "")
        self._problem.setObjectName("home_problem")
        retry = SecondaryButton(theme, "Try again", compact=True)
        retry.clicked.connect(self.refresh)
        self._problem.add(retry)
        self._problem.hide()
        self._drafts_title = Text(theme, "Drafts to resume", role="section")
        self._loading_words = Text(theme, "Loading drafts...", role="body", color="text2")
        self._loading_words.hide()
        self._draft_column = QVBoxLayout()
        self._draft_column.setSpacing(8)
        self.today = TodayList(theme)
        self.today.resume_asked.connect(self.resume_asked)
        self.today.visit_asked.connect(self.visit_asked)

        under = QHBoxLayout()
        under.addWidget(
            Text(theme, "Name, date of birth, phone or chart number", role="meta", color="text2", wrap=False)
        )
        under.addStretch(1)
        under.addWidget(self._count)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.search)
        left.addLayout(under)
        left.addWidget(self._confirm)
        left.addWidget(self.matches)
        left.addSpacing(16)
        left.addWidget(self._problem)
        left.addWidget(self._drafts_title)
        left.addWidget(self._loading_words)
        left.addLayout(self._draft_column)
        left.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(self.today)
        right.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(32)
        self._columns.addLayout(left, 3)
        self._columns.addLayout(right, 2)

        self.new_button = SecondaryButton(theme, "New &patient", icon="plus")
        self.new_button.setObjectName("home_new")
        self.new_button.clicked.connect(lambda: self.new_asked.emit(self.search.text()))
        head = QHBoxLayout()
        head.addWidget(Text(theme, "Find a patient or start a consultation", role="title"), 1)
        head.addWidget(self.new_button)
        sheet = ScrollSheet(theme)
        sheet.set_side(Space.HUGE)
        sheet.column.addLayout(head)
        notice = home_notice(self._services.in_use)
        if notice is not None:
            protocol_notice = Callout(theme, "amber", *notice)
            protocol_notice.setObjectName("home_protocol_notice")
            sheet.column.addWidget(protocol_notice)
        sheet.column.addLayout(self._columns)
        sheet.column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(sheet)
        self._show_matches(present_matches("", (), today=self._clinic_day()))
        self._drafts_title.hide()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        self._columns.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    # --- search -------------------------------------------------------------------------------------------------

    def _search(self, text: str) -> None:
        self._asked += 1
        number = self._asked
        self._cancel_confirm(focus=False)
        today = self._clinic_day()
        if not text.strip():
            self._found = {}
            self._show_matches(present_matches("", (), today=today))
            return

        def show(found: tuple[PatientMatch, ...]) -> None:
            if number != self._asked:
                return
            self._found = {str(match.patient.id): match for match in found}
            self._show_matches(present_matches(text, found, today=today))
            if self._entered == number and self.isVisible():
                self.matches.open_selected()

        def fail(error: Exception) -> None:
            if number == self._asked:
                self._show_problem(error)

        patients = self._services.patients
        self._jobs.submit(lambda: patients.search(text), done=show, failed=fail)

    def _enter(self) -> None:
        """Open the selected row of the list that belongs to what is typed now, as soon as that list is there."""
        if self._answered == self._asked:
            self.matches.open_selected()
        else:
            self._entered = self._asked

    def _show_matches(self, view: MatchesView) -> None:
        self._answered = self._asked
        self._count.setText(view.count)
        self.matches.show_matches(view)

    def _choose(self, view: MatchView) -> None:
        match = self._found.get(str(view.patient_id))
        if match is None:
            return
        if match.same_name:
            self._asked_about = match
            self._confirm.set_words(
                f"Is this {view.plain_name}, born {view.born}?",
                "Another patient has the same name. Ask for the birth date.",
            )
            self._confirm.show()
            self._confirm_open.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self._open(match.patient)

    def _open_confirmed(self) -> None:
        match = self._asked_about
        self._cancel_confirm(focus=False)
        if match is not None:
            self._open(match.patient)

    def _cancel_confirm(self, *_clicked: bool, focus: bool = True) -> None:
        self._asked_about = None
        self._confirm.hide()
        if focus:
            self.search.setFocus(Qt.FocusReason.TabFocusReason)

    def _open(self, patient: Patient) -> None:
        self.patient_chosen.emit(patient)

    # --- drafts and today ---------------------------------------------------------------------------------------

    def _say_loading(self) -> None:
        self._loading_words.setVisible(self._loading)

    def _show_loaded(self, loaded: _Loaded) -> None:
        self._loading = False
        self._loading_words.hide()
        self._problem.hide()
        services, today = self._services, self._clinic_day()
        cards = [
            present_draft(
                state, zone=services.clinic.time_zone, today=today, recovered=state.draft.id == self._recovered
            )
            for state in loaded.drafts
        ]
        cards.sort(key=lambda card: not card.recovered)
        self._show_drafts(cards)
        self.today.show_list(present_today_list(loaded.drafts, loaded.finished, today=today, planned=loaded.planned))

    def _show_drafts(self, cards: Sequence[DraftCardView]) -> None:
        self._drafts_title.setVisible(bool(cards))
        if tuple(cards) == self._drafts:
            return
        self._drafts = tuple(cards)
        for card in self._cards:
            self._draft_column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = []
        for at, view in enumerate(cards):
            card = DraftCard(self._theme, view, primary=at == 0)
            card.resume_asked.connect(self.resume_asked)
            self._draft_column.addWidget(card)
            self._cards.append(card)

    def say_problem(self, what: str, advice: str = "") -> None:
        """Say what could not be read or written, with Try again."""
        self._problem.set_words(what, advice)
        self._problem.show()

    def _show_problem(self, error: Exception) -> None:
        self._loading = False
        self._loading_words.hide()
        if isinstance(error, EnvironmentFailed):
            self.say_problem(error.what, error.advice)
        else:
            self.say_problem("The clinic file could not be read.")
