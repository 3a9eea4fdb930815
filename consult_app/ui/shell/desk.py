"""The desk behind the first paint: every screen, imported here and nowhere earlier."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QApplication

from consult_app.application.ports import ClinicStore, JobRunner
from consult_app.application.services import Services
from consult_app.domain.answers import Provider
from consult_app.domain.clinic import Clinic
from consult_app.domain.plan import DraftId
from consult_app.ui.screens.first_run import FirstRunScreen
from consult_app.ui.shell.dialogs import tell_of_crash
from consult_app.ui.shell.looks import LOOK, TEXT_SIZE, apply_kept
from consult_app.ui.shell.navigation import Navigator
from consult_app.ui.shell.screen_set import ScreenSet
from consult_app.ui.shell.window import MainWindow
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.focus_ring import FocusRing

SCREENS = ScreenSet(steps={})


class Desk:
    """Fills the window: the first run, then Home and all that follows."""

    screens: ScreenSet = SCREENS

    def __init__(self, window: MainWindow, theme: Theme, jobs: JobRunner) -> None:
        self._window = window
        self._theme = theme
        self._jobs = jobs
        self.navigator: Navigator | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._ring = FocusRing(theme, app)

    def dress(self, settings: Mapping[str, str | None], *, theme_name: str | None = None) -> None:
        """Look as the desk was left, unless a theme was asked for."""
        apply_kept(self._theme, look=theme_name or settings.get(LOOK), text_size=settings.get(TEXT_SIZE))

    def ask_first(self, clinics: ClinicStore, *, then: Callable[[Clinic, Provider], None]) -> None:
        """The first run; ``then`` is told the clinic and the provider once they are kept."""
        screen = FirstRunScreen(clinics, self._jobs, self._theme)
        screen.setObjectName("first_run")

        def finished(clinic: Clinic, provider: Provider) -> None:
            then(clinic, provider)

        screen.finished.connect(finished)
        self._window.show_page(screen, rail=False)
        screen.focus_first()

    def open(
        self,
        services: Services,
        provider: Provider,
        *,
        drain: Callable[[float], bool],
        recovered: DraftId | None = None,
    ) -> None:
        """Show Home."""
        self.navigator = Navigator(
            self._window, self._theme, services, provider, self.screens, drain=drain, recovered=recovered
        )
        self.navigator.go_home()

    def flush(self) -> bool:
        """Write what is due; whether everything is written."""
        return self.navigator.flush() if self.navigator is not None else True

    def tell_of_crash(self, words: str) -> None:
        """Say that something went wrong."""
        tell_of_crash(self._window, words)
