"""Past plans: the list with its filters, the patient beside it, one plan read only, its sheets again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from consult_app.application.accounts import ProviderAccount
from consult_app.application.consultation import clinic_today
from consult_app.application.marking import Series, read_series
from consult_app.application.past_plans import addendum
from consult_app.application.ports import PlanFilter, PlanRow
from consult_app.application.services import Services
from consult_app.domain.answers import Provider
from consult_app.domain.patient import Patient, PatientId
from consult_app.domain.plan import Addendum, FinalPlan, IssuedHandout, PlanId
from consult_app.ui.jobs import WhileAlive
from consult_app.ui.presenters.handout import failure_words
from consult_app.ui.presenters.past_plans import Filters, cleared, filter_of, present_list, present_patient
from consult_app.ui.presenters.past_plans_detail import is_closed_case, present_detail, present_sheets
from consult_app.ui.screens.past_plans_detail import PlanDetail
from consult_app.ui.screens.past_plans_list import PlanList
from consult_app.ui.screens.past_plans_reprint import Reprinter
from consult_app.ui.screens.past_plans_sessions import PlanSessions
from consult_app.ui.screens.past_plans_side import PlanSide
from consult_app.ui.screens.past_plans_table import PAGE
from consult_app.ui.screens.steps.handout_desk import HandoutDesk
from consult_app.ui.screens.steps.handout_output import AskPlace, ask_place
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.buttons import SecondaryButton
from consult_app.ui.widgets.text import Text

_QUIET_MS: Final = 300
_VISITS: Final = 50
_FILE: Final = "Handout.pdf"


@dataclass(frozen=True, slots=True)
class _Listed:
    rows: tuple[PlanRow, ...]
    found: int
    kept: int
    people: tuple[ProviderAccount, ...]


@dataclass(frozen=True, slots=True)
class _Opened:
    plan: FinalPlan
    patient: Patient
    visits: tuple[PlanRow, ...]
    handouts: tuple[IssuedHandout, ...]
    addenda: tuple[Addendum, ...]
    series: Series
    latest: Series


class PastPlansScreen(QWidget):
    """Reads everything on the store's lane. Answers that come after another question are dropped."""

    messages = Signal(str)
    copy_to_new_asked = Signal(str)

    def __init__(self, services: Services, theme: Theme, provider: Provider, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._jobs = WhileAlive(self, services.jobs)
        self._theme = theme
        self._provider = provider
        self.ask_place: AskPlace = ask_place
        self._filters = Filters()
        self._asked = 0
        self._loading = False
        self._chosen: PlanId | None = None
        self._opened: _Opened | None = None
        self._wants_detail = False
        self._reprinter = Reprinter(services, provider, self)
        self._build()

    # -- what the shell asks

    def refresh(self) -> None:
        """Read the list again; the plan that was chosen stays chosen where it still is."""
        self._reprinter.ask_printers()
        self._query()

    def focus_first(self) -> None:
        """Give the focus to the search, or to the way back from an open plan."""
        if self.stack.currentWidget() is self.list_page:
            self.list.search.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.detail.focus_first()

    def show_patient(self, patient_id: PatientId) -> None:
        """Show the plans of one patient, of all times."""
        self._show_list()
        patients = self._services.patients

        def show(patient: Patient) -> None:
            name = patient.details.family_name.upper()
            self._set_filters(replace(cleared(), patient_id=patient_id, patient_name=name))

        self._jobs.submit(lambda: patients.get(patient_id), done=show, failed=self._list_failed)

    # -- building

    def _build(self) -> None:
        theme = self._theme
        self.list = PlanList(theme)
        self.list.filters_changed.connect(self._set_filters)
        self.list.row_chosen.connect(self._row_chosen)
        self.list.opened.connect(self.open_plan)
        self.list.page_wanted.connect(self._read_page)
        self.list.retry_asked.connect(self.refresh)
        self.side = PlanSide(theme)
        self.side.setFixedWidth(Size.TODAY)
        self.side.visit_chosen.connect(self._choose)
        self.side.open_asked.connect(self.open_plan)
        self.side.print_asked.connect(self.print_again)
        self.side.copy_asked.connect(self.print_copy)
        self.side.save_asked.connect(self.save_again)
        self._reprinter.given.connect(self._given)
        self._reprinter.failed.connect(self.side.show_failure)
        self._reprinter.busy_changed.connect(lambda busy: self.side.set_busy(busy=busy))
        self.list_page = QWidget()
        row = QHBoxLayout(self.list_page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list, 1)
        row.addWidget(self.side)
        self.sessions = PlanSessions(self._services, theme, self._provider)
        self.sessions.kept.connect(self._read_again)
        self.detail = PlanDetail(theme, self.sessions)
        self.detail.back_asked.connect(self._show_list)
        self.detail.copy_asked.connect(self.copy_to_new)
        self.detail.sheet_asked.connect(self._show_sheets)
        self.detail.addendum_written.connect(self._write_addendum)
        self.sheets_page, self.sheets = self._sheets_page()
        self.stack = QStackedWidget()
        for page in (self.list_page, self.detail, self.sheets_page):
            self.stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        keyed = (
            ("Ctrl+P", self.print_again),
            ("Alt+Y", self.copy_to_new),
            ("Ctrl+Shift+X", self.list.clear_filters),
        )
        for keys, act in keyed:
            shortcut = QShortcut(QKeySequence(keys), self.list_page)
            shortcut.activated.connect(act)

    def _sheets_page(self) -> tuple[QWidget, HandoutDesk]:
        desk = HandoutDesk(self._services, self._theme, self._provider)
        desk.given.connect(self._read_again)
        back = SecondaryButton(self._theme, "&Back to the plan", icon="chevron-left")
        back.setObjectName("past_sheets_back")
        back.clicked.connect(lambda: self.stack.setCurrentWidget(self.detail))
        self._sheets_title = Text(self._theme, "", role="title")
        head = QHBoxLayout()
        head.addWidget(self._sheets_title, 1)
        head.addWidget(back)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(desk, 1)
        return page, desk

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.setFixedWidth(Size.TODAY if event.size().width() >= 1180 else Size.TODAY_NARROW)

    # -- the list

    def _set_filters(self, filters: Filters) -> None:
        if filters != self._filters:
            self._filters = filters
            self._query()

    def _query(self) -> None:
        self._asked += 1
        number = self._asked
        store, clinics, which = self._services.consultations, self._services.clinics, self._which()

        def read() -> _Listed:
            return _Listed(
                rows=store.plans(which, limit=PAGE),
                found=store.count_plans(which),
                kept=store.count_plans(PlanFilter()),
                people=clinics.providers(),
            )

        def show(listed: _Listed) -> None:
            if number == self._asked:
                self._show_listed(listed)

        def fail(error: Exception) -> None:
            if number == self._asked:
                self._list_failed(error)

        self._loading = True
        self._jobs.later(_QUIET_MS, lambda: self.list.set_loading(on=self._loading and number == self._asked))
        self._jobs.submit(read, done=show, failed=fail)

    def _show_listed(self, listed: _Listed) -> None:
        self._loading = False
        view = present_list(
            listed.rows, found=listed.found, kept=listed.kept, filters=self._filters, today=self._today()
        )
        at = next((at for at, row in enumerate(view.rows) if row.id == self._chosen), 0)
        self.list.show_list(view, self._filters, listed.people, current=at)
        if not view.rows:
            self._chosen = self._opened = None
            self.side.show_patient(None, None)

    def _list_failed(self, error: Exception) -> None:
        self._loading = False
        self.list.show_problem(*failure_words(error))

    def _read_page(self, page: int) -> None:
        number, which = self._asked, self._which()
        store = self._services.consultations

        def show(rows: tuple[PlanRow, ...]) -> None:
            if number == self._asked:
                found = present_list(rows, found=len(rows), kept=len(rows), filters=self._filters, today=self._today())
                self.list.table.plans.add_page(page, found.rows)

        self._jobs.submit(
            lambda: store.plans(which, limit=PAGE, offset=page * PAGE), done=show, failed=self._list_failed
        )

    def _which(self) -> PlanFilter:
        return filter_of(self._filters, self._today())

    # -- the chosen plan

    def _row_chosen(self, at: int) -> None:
        row = self.list.table.plans.row(at)
        if row is not None:
            self._choose(row.id)

    def _choose(self, plan_id: PlanId) -> None:
        if plan_id == self._chosen and self._opened is not None:
            return
        self._chosen = plan_id
        self._opened = None
        self.side.show_status("")
        self._reload()

    def _reload(self) -> None:
        """Read the chosen plan with its patient, sheets and corrections."""
        plan_id = self._chosen
        if plan_id is None:
            return
        store, patients = self._services.consultations, self._services.patients

        def read() -> _Opened:
            series = read_series(store, plan_id)
            plan = series.marked.plan
            visits = store.plans(PlanFilter(patient_id=plan.patient_id), limit=_VISITS)
            latest = next((row.id for row in visits if row.treated), plan_id)
            return _Opened(
                plan=plan,
                patient=patients.get(plan.patient_id),
                visits=visits,
                handouts=store.handouts(plan_id),
                addenda=store.addenda(plan_id),
                series=series,
                latest=series if latest == plan_id else read_series(store, latest),
            )

        def show(opened: _Opened) -> None:
            if opened.plan.id == self._chosen:
                self._show_opened(opened)

        self._jobs.submit(read, done=show, failed=self._plan_failed)

    def _read_again(self) -> None:
        """A sheet went out or a session was marked: the list and the plan say so."""
        self._query()
        self._reload()

    def _show_opened(self, opened: _Opened) -> None:
        self._opened = opened
        zone = self._services.clinic.time_zone
        view = present_patient(opened.patient, opened.visits, opened.latest, today=self._today())
        self.side.show_patient(view, opened.plan.id)
        self.side.show_sheets(present_sheets(opened.handouts, zone=zone))
        self.detail.show_plan(
            present_detail(opened.plan, opened.handouts, opened.addenda, zone=zone),
            closed=is_closed_case(opened.plan),
        )
        self.sessions.show_series(opened.series)
        if self._wants_detail:
            self.open_plan()

    def _plan_failed(self, error: Exception) -> None:
        self._wants_detail = False
        self.side.show_failure(*failure_words(error))

    def open_plan(self) -> None:
        """Show the chosen plan read only, as soon as it is read."""
        self._wants_detail = self._opened is None
        if self._opened is not None:
            self.stack.setCurrentWidget(self.detail)
            self.detail.focus_first()

    def copy_to_new(self) -> None:
        """Ask for a new consultation with the answers of the chosen plan."""
        if self._chosen is not None:
            self.copy_to_new_asked.emit(self._chosen)

    def say_problem(self, words: str) -> None:
        """Say what could not be done with the chosen plan, where one is looking."""
        self.side.show_failure(words, "")
        self.detail.say_problem(words)

    def _show_list(self) -> None:
        self.stack.setCurrentWidget(self.list_page)
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_sheets(self) -> None:
        if self._opened is not None:
            plan = self._opened.plan
            self._sheets_title.setText(f"Sheets of plan {plan.number}")
            self.sheets.show_plan(plan)
            self.stack.setCurrentWidget(self.sheets_page)
            self.sheets.focus_first()

    def _write_addendum(self, words: str) -> None:
        if self._opened is None:
            return
        note = addendum(self._opened.plan.id, by=self._provider, at=self._services.clock.now(), text=words)
        store = self._services.consultations

        def kept(_none: None) -> None:
            self.detail.note_kept()
            self._reload()

        self._jobs.submit(
            lambda: store.add_addendum(note),
            done=kept,
            failed=lambda error: self.detail.note_failed(" ".join(failure_words(error)).strip()),
        )

    # -- printing again

    def print_again(self) -> None:
        """Send the chosen sheet's kept bytes to the printer."""
        self._with_sheet(lambda _plan, kept: self._reprinter.print_again(kept))

    def print_copy(self) -> None:
        """Send a copy of the chosen sheet marked Reprint."""
        self._with_sheet(self._reprinter.print_copy)

    def save_again(self) -> None:
        """Ask for a place and write the chosen sheet's kept bytes there."""
        self._with_sheet(
            lambda _plan, kept: self.ask_place(self, _FILE, lambda path: self._reprinter.save_again(kept, path))
        )

    def _with_sheet(self, act: Callable[[FinalPlan, IssuedHandout], None]) -> None:
        if self._opened is None:
            return
        wanted = self.side.sheet.value
        kept = next((sheet for sheet in self._opened.handouts if sheet.id == wanted), None)
        if kept is not None:
            self.side.show_status("")
            act(self._opened.plan, kept)

    def _given(self, words: str) -> None:
        self.side.show_status(words)
        self._read_again()

    def _today(self) -> date:
        return clinic_today(self._services.clinic, self._services.clock.now())
