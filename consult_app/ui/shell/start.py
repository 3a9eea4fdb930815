"""Starting the desk: the window first, everything behind it after the first paint."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from consult_app.application.errors import EnvironmentFailed, InputFaulty
from consult_app.application.ports import JobRunner
from consult_app.application.services import Backstage, Services
from consult_app.domain.answers import Provider
from consult_app.domain.clinic import Brand, Clinic
from consult_app.domain.plan import DraftId
from consult_app.ui.jobs import QtJobRunner
from consult_app.ui.shell.crash import CrashGuard
from consult_app.ui.shell.single_instance import SingleInstance
from consult_app.ui.shell.window import MainWindow
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.callout import Callout

if TYPE_CHECKING:
    from consult_app.ui.shell.desk import Desk

EXIT_AFTER_PAINT: Final = "CONSULT_EXIT_AFTER_PAINT"
OpenBackstage = Callable[[JobRunner, JobRunner], Backstage]
"""Opens the stores; run on a worker. Given the lane of the store and the lane for drawing pages."""
LoadDesk = Callable[[], "type[Desk]"]
"""Imports the screens; called after the first paint."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What was found behind the window; ``services`` is ``None`` before the first run."""

    backstage: Backstage
    services: Services | None
    provider: Provider | None
    settings: dict[str, str | None]


def run(
    open_backstage: OpenBackstage,
    load_desk: LoadDesk,
    *,
    theme_name: str | None = None,
    sample: bool = False,
    folder: Path | None = None,
) -> int:
    """Open the desk and stay until it is closed; the result is the exit code.

    ``theme_name`` is ``light`` or ``dark``; without it the last choice counts. ``folder`` holds the lock that keeps a
    second desk out. Raises ``EnvironmentFailed`` when another desk is open.
    """
    guard = SingleInstance(folder) if folder is not None else None
    if guard is not None:
        guard.take()
    try:
        return _run(open_backstage, load_desk, theme_name=theme_name, sample=sample)
    finally:
        if guard is not None:
            guard.release()


def _run(open_backstage: OpenBackstage, load_desk: LoadDesk, *, theme_name: str | None, sample: bool) -> int:
    app = QApplication(sys.argv[:1])
    app.setApplicationName("consult")
    theme = Theme(dark=theme_name == "dark")
    theme.apply(app)
    window = MainWindow(theme, sample=sample)
    opening = Opening(window, theme, open_backstage, load_desk, theme_name=theme_name)
    if os.environ.get(EXIT_AFTER_PAINT) == "1":
        window.painted.connect(app.quit, Qt.ConnectionType.QueuedConnection)
    else:
        window.painted.connect(opening.begin, Qt.ConnectionType.QueuedConnection)
    window.show()
    code = app.exec()
    opening.end()
    return opening.exit_code if code == 0 else code


class Opening(QObject):
    """Everything from the first paint to Home, and the way out at the end."""

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        open_backstage: OpenBackstage,
        load_desk: LoadDesk,
        *,
        theme_name: str | None = None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._open_backstage = open_backstage
        self._load_desk = load_desk
        self._theme_name = theme_name
        self._store: QtJobRunner | None = None
        self._pages: QtJobRunner | None = None
        self._backstage: Backstage | None = None
        self._crash: CrashGuard | None = None
        self.desk: Desk | None = None
        self.exit_code = 0

    def begin(self) -> None:
        """Open the stores on a worker and import the screens meanwhile."""
        store, pages = QtJobRunner("store", self), QtJobRunner("pages", self)
        self._store, self._pages = store, pages
        store.submit(lambda: self._open(store, pages), done=self._opened, failed=self._failed)
        desk_type = self._load_desk()
        self.desk = desk_type(self._window, self._theme, store)
        self._crash = CrashGuard(flush=self.desk.flush, tell=self.desk.tell_of_crash)
        self._crash.install()

    def end(self) -> None:
        """Wait for pending saves, close the stores and let the threads go."""
        if self._crash is not None:
            self._crash.remove()
        if self._store is not None and self._pages is not None:
            self._store.drain()
            if self._backstage is not None:
                self._store.submit(self._backstage.close, done=lambda _none: None, failed=lambda _error: None)
                self._store.drain()
            self._pages.stop()
            self._store.stop()

    def _open(self, store: JobRunner, pages: JobRunner) -> Opened:
        backstage = self._open_backstage(store, pages)
        clinic, people = backstage.clinics.clinic(), backstage.clinics.providers()
        settings = {key: backstage.clinics.setting(key) for key in ("look", "text_size", "open_draft")}
        if clinic is None or not people:
            return Opened(backstage, None, None, settings)
        provider = Provider(people[0].name, people[0].credentials)
        return Opened(backstage, backstage.build(clinic), provider, settings)

    def _opened(self, opened: Opened) -> None:
        self._backstage = opened.backstage
        if self.desk is None or self._store is None:
            return
        self.desk.dress(opened.settings, theme_name=self._theme_name)
        if opened.services is None or opened.provider is None:
            self.desk.ask_first(opened.backstage.clinics, then=self._set_up)
            return
        self._show(opened.services, opened.provider, DraftId(opened.settings["open_draft"] or ""))

    def _set_up(self, clinic: Clinic, provider: Provider) -> None:
        backstage, store = self._backstage, self._store
        if backstage is not None and store is not None:
            store.submit(
                lambda: backstage.build(clinic),
                done=lambda services: self._show(services, provider, DraftId("")),
                failed=self._failed,
            )

    def _show(self, services: Services, provider: Provider, recovered: DraftId) -> None:
        if self.desk is None or self._store is None:
            return
        brand, usual = services.clinic.brand, Brand()
        if (brand.ink, brand.accent) != (usual.ink, usual.accent):
            self._theme.set_brand(ink=brand.ink, accent=brand.accent)
        self.desk.open(services, provider, drain=self._store.drain, recovered=recovered or None)

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
