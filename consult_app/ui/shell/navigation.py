"""The ways between Home, the consultation, past plans and settings, and the keys that go them."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from consult_app.application.autosave import SaveKind, SaveStatus
from consult_app.application.errors import EnvironmentFailed
from consult_app.application.ports import PlannedVisit
from consult_app.application.services import Services
from consult_app.application.session import ConsultationSession
from consult_app.application.starting import draft_of, new_draft
from consult_app.domain.answers import Provider
from consult_app.domain.clinic import Clinic
from consult_app.domain.patient import Patient, PatientDetails, PatientId
from consult_app.domain.plan import DraftId, DraftPlan, Step
from consult_app.ui.presenters.home import name_typed
from consult_app.ui.screens.home import HomeScreen
from consult_app.ui.screens.settings import SettingsScreen
from consult_app.ui.shell.announcing import announce
from consult_app.ui.shell.areas import call, go_to_area
from consult_app.ui.shell.at_desk import AtDesk
from consult_app.ui.shell.consultation_page import ConsultationPage
from consult_app.ui.shell.copying import AskPlace, Copying
from consult_app.ui.shell.dialogs import ask_place, ask_to_drop, ask_to_lose
from consult_app.ui.shell.keys import KeyList, bind
from consult_app.ui.shell.leaving import Leaving
from consult_app.ui.shell.looks import Looks
from consult_app.ui.shell.openings import Openings
from consult_app.ui.shell.screen_set import ScreenSet
from consult_app.ui.shell.undo_keys import UndoKeys
from consult_app.ui.shell.undoing import redo, undo
from consult_app.ui.shell.window import MainWindow
from consult_app.ui.theme.theme import Theme

OPEN_DRAFT: Final = "open_draft"
"""The setting that names the draft on the desk, empty when it was closed in good order."""


class Navigator(QObject):
    """Owns what the window shows once a clinic is known.

    ``drain`` waits so many seconds for the work under way and says whether all of it is done. ``recovered`` is the
    draft that was open when the program ended without being closed.
    """

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        services: Services,
        provider: Provider,
        screens: ScreenSet,
        *,
        drain: Callable[[float], bool],
        recovered: DraftId | None = None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._services = services
        self._screens = screens
        self._drain = drain
        self._recovered = recovered
        self.ask_to_lose: Callable[[QWidget], bool] = ask_to_lose
        self.ask_to_drop: Callable[[QWidget], bool] = ask_to_drop
        self.ask_place: AskPlace = ask_place
        self.page: ConsultationPage | None = None
        self._leaving: Leaving | None = None
        self._settings: SettingsScreen | None = None
        self._past_plans: QWidget | None = None
        self._looks = Looks(theme, keep=self._keep)
        self._watched: QWidget | None = None
        self.home = HomeScreen(services, theme)
        self.home.patient_chosen.connect(self.open_patient)
        self.home.new_asked.connect(self.start_new)
        self.home.resume_asked.connect(self.resume)
        self.home.visit_asked.connect(self.begin_visit)
        rail = window.rail
        self._wear_clinic()
        self._at_desk = AtDesk(rail, services, provider, keep=self._keep, parent=self)
        self._at_desk.changed.connect(self._provider_changed)
        self._openings = Openings(
            services, provider=lambda: self._at_desk.provider, opened=self.open_draft, failed=self._say_problem
        )
        rail.place_asked.connect(self._go_to_place)
        rail.step_asked.connect(self._go_to_step)
        rail.home_asked.connect(self.go_home)
        window.may_close = self.may_close
        self.shortcuts = bind(window, self._actions())
        self._undo_keys = UndoKeys(theme, lambda: self.page.sheet if self.page is not None else None, parent=self)

    @property
    def session(self) -> ConsultationSession | None:
        """The consultation on the desk."""
        return self.page.session if self.page is not None else None

    # --- places -------------------------------------------------------------------------------------------------

    def go_home(self) -> None:
        """To Home; a consultation is saved and put away first."""
        self._leave(self._show_home)

    def find_patient(self) -> None:
        """To Home, with an empty search."""
        self.home.clear_search()
        self.go_home()

    def go_to_past_plans(self, patient_id: str = "") -> None:
        """To past plans, of one patient when named."""
        if self._screens.past_plans is not None:
            self._leave(lambda: self._show_past_plans(patient_id))

    def go_to_settings(self) -> None:
        """To settings."""
        self._leave(self._show_settings)

    def _go_to_place(self, place: str) -> None:
        {"home": self.go_home, "past_plans": self.go_to_past_plans, "settings": self.go_to_settings}[place]()

    def _show_home(self) -> None:
        self._window.rail.show_places("home")
        self._window.show_page(self.home)
        self.home.set_recovered(self._recovered)
        self.home.refresh()
        self._at_desk.look_up()
        self.home.focus_first()

    def _show_past_plans(self, patient_id: str) -> None:
        make = self._screens.past_plans
        if make is None:
            return
        if self._past_plans is None:
            self._past_plans = make(self._services, self._theme, self._at_desk.provider)
            asked = getattr(self._past_plans, "copy_to_new_asked", None)
            if asked is not None:
                asked.connect(self._openings.copy_plan)
        screen = self._past_plans
        self._window.rail.show_places("past_plans")
        self._window.show_page(screen)
        call(screen, "refresh")
        if patient_id:
            call(screen, "show_patient", PatientId(patient_id))
        call(screen, "focus_first")

    def _show_settings(self) -> None:
        if self._settings is None:
            self._settings = self._make_settings()
        self._window.rail.show_places("settings")
        self._window.show_page(self._settings)
        self._settings.focus_first()

    def _make_settings(self) -> SettingsScreen:
        settings = SettingsScreen(self._services, self._theme, provider=self._at_desk.provider)
        settings.dark_asked.connect(self._looks.set_dark)
        settings.scale_asked.connect(self._looks.set_text_scale)
        settings.clinic_saved.connect(self._clinic_saved)
        return settings

    def _clinic_saved(self, _clinic: Clinic) -> None:
        """The next consultation is of the clinic as it was saved, and so is all that is made anew from now on."""
        self._wear_clinic()
        if self._past_plans is not None:
            self._window.drop_page(self._past_plans)
            self._past_plans = None

    def _wear_clinic(self) -> None:
        clinic = self._services.clinic
        self._window.rail.set_clinic(clinic.name, clinic.place)
        self._looks.wear(clinic.brand)

    # --- consultations ------------------------------------------------------------------------------------------

    def start_new(self, typed: str = "") -> None:
        """A new consultation with a new patient; the name typed in the search is carried over."""
        family, given = name_typed(typed)
        details = PatientDetails(family_name=family, given_name=given)
        self._leave(lambda: self.open_draft(new_draft(self._services, self._at_desk.provider, details)))

    def open_patient(self, patient: Patient) -> None:
        """A new consultation with a patient on file, their details and allergies as the record has them."""
        draft = draft_of(self._services, self._at_desk.provider, patient)
        self._leave(lambda: self.open_draft(draft, on_file=patient))

    def resume(self, draft_id: str) -> None:
        """Go on with a draft where it stopped."""
        self._openings.resume(draft_id)

    def begin_visit(self, visit: PlannedVisit) -> None:
        """A new consultation that goes on with the plan the visit is in."""
        self._openings.begin_visit(visit)

    def resume_latest(self) -> None:
        """Go on with the draft that stands first on Home."""
        latest = self.home.latest_draft
        if self.page is None and latest is not None:
            self.resume(latest)

    def open_draft(self, draft: DraftPlan, *, on_file: Patient | None = None) -> None:
        """Put a consultation on the desk."""
        if self.page is not None:
            return
        session = ConsultationSession(
            services=self._services, draft=draft, provider=self._at_desk.provider, saved=self._show_save
        )
        page = ConsultationPage(session, self._theme, self._screens.steps)
        self.page = page
        self._leaving = Leaving(page, self._services, failed=self._say_problem)
        self._copying = Copying(page, self._services, ask_place=self.ask_place)
        if on_file is not None:
            self._leaving.filing.known(on_file)
        page.rail_changed.connect(self._window.rail.show_steps)
        page.left_asked.connect(self.go_home)
        page.not_treated_asked.connect(self._close_not_treated)
        page.past_plans_asked.connect(self.go_to_past_plans)
        page.step_left.connect(self._step_left)
        page.announced.connect(lambda words: announce(self._window, words))
        self._window.show_page(page)
        page.fit(self._window.width(), self._window.height())
        page.open()
        self._keep(OPEN_DRAFT, draft.id)
        self._leaving.look_up_last_visit()

    def _step_left(self, step: Step) -> None:
        if step is Step.PATIENT and self._leaving is not None:
            self._leaving.filing.file(self._leaving.look_up_last_visit)

    def _leave(self, then: Callable[[], object]) -> None:
        """Put the consultation away, written; when it cannot be written, stay and say so."""
        if self._leaving is None:
            then()
            return
        self._leaving.leave(lambda: self._put_away(then))

    def _put_away(self, then: Callable[[], object]) -> None:
        page, self.page, self._leaving = self.page, None, None
        if page is not None:
            self._recovered = None
            self._keep(OPEN_DRAFT, "")
        then()
        if page is not None:
            self._window.drop_page(page)

    def _close_not_treated(self) -> None:
        if self._leaving is not None:
            self._leaving.close_not_treated(lambda: self._put_away(self._show_home))

    def _provider_changed(self, provider: Provider) -> None:
        """Whoever works here now decides and signs from now on; pages made for somebody else are made anew."""
        if self.page is not None:
            self.page.set_provider(provider)
        shown = self._window.pages.currentWidget()
        past_plans, settings = self._past_plans, self._settings
        self._past_plans = self._settings = None
        if settings is not None:
            self._settings = self._make_settings()
            self._settings.carry_over(settings)
        if shown is past_plans:
            self._show_past_plans("")
        elif shown is settings:
            self._show_settings()
        for made in (past_plans, settings):
            if made is not None:
                self._window.drop_page(made)

    # --- closing ------------------------------------------------------------------------------------------------

    def flush(self) -> bool:
        """Write what is due, waiting a little; whether everything is written."""
        if self.session is None:
            return True
        self.session.save_now()
        self._drain(5.0)
        return self.session.is_saved

    def may_close(self) -> bool:
        """Save first; when that fails, or something typed in settings was not saved, ask."""
        if self._settings is not None and self._settings.unsaved and not self.ask_to_drop(self._window):
            return False
        if self._leaving is None:
            return True
        self._leaving.filing.file()
        self._drain(5.0)
        if self.flush():
            self._keep(OPEN_DRAFT, "")
            self._drain(5.0)
            return True
        return self.ask_to_lose(self._window)

    # --- small things -------------------------------------------------------------------------------------------

    def _keep(self, key: str, value: str) -> None:
        clinics = self._services.clinics
        self._services.jobs.submit(
            lambda: clinics.save_setting(key, value), done=lambda _none: None, failed=lambda _error: None
        )

    # --- keys ---------------------------------------------------------------------------------------------------

    def _actions(self) -> dict[str, Callable[[], None]]:
        on = self._on_page
        steps: dict[str, Callable[[], None]] = {
            f"step_{step.number}": lambda step=step: self._go_to_step(step)  # type: ignore[misc]
            for step in Step
        }
        return steps | {
            "home": self.go_home,
            "find": self.find_patient,
            "new": self._new_from_home,
            "resume": self.resume_latest,
            "past_plans": self.go_to_past_plans,
            "settings": self.go_to_settings,
            "next_area": lambda: go_to_area(self._window, self.page, 1),
            "previous_area": lambda: go_to_area(self._window, self.page, -1),
            "today": lambda: on(lambda page: page.open_today()),
            "undo": lambda: undo(self._window, self.page),
            "redo": lambda: redo(self._window, self.page),
            "save": lambda: on(lambda page: page.session.save_now()),
            "problem": lambda: on(lambda page: page.go_to_problem()),
            "unanswered": lambda: on(lambda page: page.go_to_unanswered()),
            "answer": lambda: on(lambda page: page.go_to_focused_answer()),
            "allergies": lambda: on(lambda page: page.open_allergies()),
            "announce": self._announce,
            "look": self._looks.toggle_dark,
            "larger": lambda: self._looks.size_by(1),
            "smaller": lambda: self._looks.size_by(-1),
            "help": lambda: KeyList(self._theme, self._window).open(),
        }

    def _on_page(self, act: Callable[[ConsultationPage], None]) -> None:
        if self.page is not None:
            act(self.page)

    def _new_from_home(self) -> None:
        self.start_new(self.home.search.text() if self.page is None else "")

    def _go_to_step(self, step: Step) -> None:
        if self.page is not None:
            self.page.go_to(step)

    def _announce(self) -> None:
        if self.page is not None:
            announce(self._window, self.page.spoken)

    # --- words --------------------------------------------------------------------------------------------------

    def _show_save(self, status: SaveStatus) -> None:
        if status.kind is SaveKind.FAILED and self._leaving is not None:
            self._leaving.stay()
            self._copying.renew()
        if self.page is not None:
            self.page.show_save(status)

    def _say_problem(self, error: Exception, fallback: str = "The clinic file could not be written.") -> None:
        words = f"{error.what} {error.advice}".strip() if isinstance(error, EnvironmentFailed) else fallback
        if self.page is not None:
            self.page.footer.show_hint(words)
        elif self._past_plans is not None and self._window.pages.currentWidget() is self._past_plans:
            call(self._past_plans, "say_problem", words)
        else:
            self.home.say_problem(words)
