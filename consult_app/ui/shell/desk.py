"""The desk behind the first paint: the stores opened on a worker, the first run or Home, and the way out at the end.

Every screen is imported from here and nowhere earlier.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from consult_app.application.errors import EnvironmentFailed, InputFaulty
from consult_app.application.ports import JobRunner
from consult_app.application.services import Backstage, Services
from consult_app.domain.answers import Provider
from consult_app.domain.clinic import Clinic
from consult_app.domain.plan import DraftId
from consult_app.ui.jobs import QtJobRunner
from consult_app.ui.screens.first_run import FirstRunScreen
from consult_app.ui.shell.at_desk import PROVIDER, last_at_desk
from consult_app.ui.shell.crash import CrashGuard
from consult_app.ui.shell.dialogs import tell_of_crash
from consult_app.ui.shell.focus_order import move_focus
from consult_app.ui.shell.looks import LOOK, TEXT_SIZE, apply_kept
from consult_app.ui.shell.navigation import OPEN_DRAFT, Navigator
from consult_app.ui.shell.screen_set import ScreenSet
from consult_app.ui.shell.screens_made import SCREENS
from consult_app.ui.shell.tour import Tour
from consult_app.ui.shell.window import MainWindow
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.callout import Callout
from consult_app.ui.widgets.focus_ring import FocusRing

OpenBackstage = Callable[[JobRunner, JobRunner], Backstage]


@dataclass(frozen=True, slots=True)
class Opened:
    """What was found behind the window; ``services`` is ``None`` before the first run."""

    backstage: Backstage
    services: Services | None
    provider: Provider | None
    settings: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Lanes:
    """The two workers of a desk that opens its own stores."""

    store: QtJobRunner
    pages: QtJobRunner


class Desk(QObject):
    """Fills the window. ``exit_code`` is not 0 when the stores could not be opened."""

    screens: ClassVar[ScreenSet] = SCREENS

    def __init__(self, window: MainWindow, theme: Theme, store: JobRunner) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._store = store
        self._lanes: Lanes | None = None
        self._theme_name: str | None = None
        self._backstage: Backstage | None = None
        self._crash = CrashGuard(flush=self.flush, tell=lambda words: tell_of_crash(window, words))
        self.navigator: Navigator | None = None
        self.exit_code = 0
        window.tab_order = move_focus
        if theme.app is not None:
            self._ring = FocusRing(theme, theme.app)

    @classmethod
    def begin(
        cls, window: MainWindow, theme: Theme, open_backstage: OpenBackstage, *, theme_name: str | None = None
    ) -> Self:
        """A desk that opens its stores on a worker of its own; Home or the first run follows. ``end`` it."""
        lanes = Lanes(QtJobRunner("store", window), QtJobRunner("pages", window))
        desk = cls(window, theme, lanes.store)
        desk.open_with(lanes, open_backstage, theme_name=theme_name)
        return desk

    def open_with(self, lanes: Lanes, open_backstage: OpenBackstage, *, theme_name: str | None) -> None:
        """Open the stores on the worker."""
        self._lanes, self._theme_name = lanes, theme_name
        self._crash.install()
        lanes.store.submit(lambda: _open(lanes, open_backstage), done=self._opened, failed=self._failed)

    def end(self) -> None:
        """Wait for pending saves, close the stores and let the threads go."""
        lanes, self._lanes = self._lanes, None
        if lanes is None:
            return
        self._crash.remove()
        lanes.store.drain()
        if self._backstage is not None:
            lanes.store.submit(self._backstage.close, done=lambda _none: None, failed=lambda _error: None)
            lanes.store.drain()
        lanes.pages.stop()
        lanes.store.stop()

    def open(
        self,
        services: Services,
        provider: Provider,
        *,
        drain: Callable[[float], bool],
        recovered: DraftId | None = None,
    ) -> None:
        """Show Home on these services."""
        self.navigator = Navigator(
            self._window, self._theme, services, provider, self.screens, drain=drain, recovered=recovered
        )
        self.navigator.go_home()

    def show_tour(self) -> None:
        """Begin the tour above the page."""
        tour = Tour(self._theme)

        def end() -> None:
            tour.hide()
            tour.deleteLater()
            self._window.rail.focus_current()

        tour.ended.connect(end)
        self._window.show_above_pages(tour)

    def flush(self) -> bool:
        """Write what is due; whether everything is written."""
        return self.navigator.flush() if self.navigator is not None else True

    def _opened(self, opened: Opened) -> None:
        self._backstage = opened.backstage
        settings = opened.settings
        apply_kept(self._theme, look=self._theme_name or settings[LOOK], text_size=settings[TEXT_SIZE])
        if opened.services is None or opened.provider is None:
            self._ask_first(opened.backstage)
        else:
            self._show(opened.services, opened.provider, DraftId(settings[OPEN_DRAFT] or "") or None)

    def _ask_first(self, backstage: Backstage) -> None:
        screen = FirstRunScreen(backstage.clinics, self._store, self._theme)
        screen.setObjectName("first_run")

        def finished(clinic: Clinic, provider: Provider) -> None:
            self._store.submit(
                lambda: backstage.build(clinic),
                done=lambda services: self._show(services, provider),
                failed=self._failed,
            )

        screen.finished.connect(finished)
        self._window.show_page(screen, rail=False)
        screen.focus_first()

    def _show(self, services: Services, provider: Provider, recovered: DraftId | None = None) -> None:
        if self._lanes is not None:
            self.open(services, provider, drain=self._lanes.store.drain, recovered=recovered)
            if services.sample:
                self.show_tour()

    def _failed(self, error: Exception) -> None:
        """Say why the desk cannot open; the program ends with the same code as on the command line."""
        self.exit_code = 1
        what, advice = "The desk could not be opened.", ""
        if isinstance(error, EnvironmentFailed):
            self.exit_code, what, advice = 4, error.what, error.advice
        elif isinstance(error, InputFaulty):
            self.exit_code, advice = 2, "\n".join(fault.line for fault in error.faults[:5])
        page = QWidget()
        page.setObjectName("cannot_open")
        column = QVBoxLayout(page)
        column.setContentsMargins(40, 40, 40, 40)
        column.addWidget(Callout(self._theme, "stop", what, advice))
        column.addStretch(1)
        self._window.show_page(page, rail=False)
        if self.exit_code == 1:
            raise error


def _open(lanes: Lanes, open_backstage: OpenBackstage) -> Opened:
    """What stands behind the window; runs on the worker."""
    backstage = open_backstage(lanes.store, lanes.pages)
    clinics = backstage.clinics
    clinic, people = clinics.clinic(), clinics.providers()
    settings = {key: clinics.setting(key) for key in (LOOK, TEXT_SIZE, OPEN_DRAFT, PROVIDER)}
    account = last_at_desk(people, settings[PROVIDER])
    if clinic is None or account is None:
        return Opened(backstage, None, None, settings)
    provider = Provider(account.name, account.credentials)
    return Opened(backstage, backstage.build(clinic), provider, settings)
