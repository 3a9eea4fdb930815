"""Starting the desk: the window first, everything behind it after the first paint.

This module and what it imports stand between the user and the first paint: nothing of the consultation belongs here.
"""

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from consult_app.ui.shell.single_instance import SingleInstance
from consult_app.ui.shell.window import MainWindow
from consult_app.ui.theme.theme import HAS_STYLE, STYLE, Theme

if TYPE_CHECKING:
    from consult_app.application.ports import JobRunner
    from consult_app.application.services import Backstage
    from consult_app.ui.shell.desk import Desk

EXIT_AFTER_PAINT: Final = "CONSULT_EXIT_AFTER_PAINT"
"""Set to 1 the process ends at the first paint, at once and without any tidying: the benchmark measures until then."""

OpenBackstage = Callable[["JobRunner", "JobRunner"], "Backstage"]
"""Opens the stores; run on a worker. Given the lane of the store and the lane for drawing pages."""

LoadDesk = Callable[[], "type[Desk]"]
"""Imports the desk with its screens; called after the first paint."""


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
    instance = SingleInstance(folder) if folder is not None else None
    if instance is not None:
        instance.take()
    try:
        return _run(open_backstage, load_desk, theme_name=theme_name, sample=sample)
    finally:
        if instance is not None:
            instance.release()


def _run(open_backstage: OpenBackstage, load_desk: LoadDesk, *, theme_name: str | None, sample: bool) -> int:
    app = QApplication([*sys.argv[:1], "-style", STYLE])
    app.setProperty(HAS_STYLE, True)
    app.setApplicationName("consult")
    theme = Theme(dark=theme_name == "dark")
    theme.apply(app)
    window = MainWindow(theme, sample=sample)
    opening = Opening(window, theme, open_backstage, load_desk, theme_name=theme_name)
    if os.environ.get(EXIT_AFTER_PAINT) == "1":
        window.painted.connect(lambda: os._exit(0))
    else:
        window.painted.connect(opening.begin, Qt.ConnectionType.QueuedConnection)
    window.show()
    code = app.exec()
    opening.end()
    return opening.exit_code if code == 0 else code


class Opening(QObject):
    """From the first paint on: loads the desk, begins it, ends it."""

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
        self.desk: Desk | None = None

    @property
    def exit_code(self) -> int:
        """What the program ends with; 0 unless the desk could not open."""
        return self.desk.exit_code if self.desk is not None else 0

    def begin(self) -> None:
        """Load the desk and let it open."""
        gc.enable()
        desk_type = self._load_desk()
        self.desk = desk_type.begin(self._window, self._theme, self._open_backstage, theme_name=self._theme_name)

    def end(self) -> None:
        """Let the desk write what is due and close."""
        if self.desk is not None:
            self.desk.end()
