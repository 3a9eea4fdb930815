"""Pictures of every screen of the sample clinic, light and dark, for the eye and for the user guide."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication

from consult_app.application.errors import EnvironmentFailed
from consult_app.application.ports import PrinterInfo
from consult_app.demo import people
from consult_app.demo.clinic_data import open_sample
from consult_app.demo.stages import STAGES
from consult_app.demo.studio import Studio
from consult_app.system.paths import Paths
from consult_app.ui.jobs import QtJobRunner
from consult_app.ui.theme.theme import Theme

DAY: Final = datetime(2026, 5, 12, 14, 48, tzinfo=UTC)
"""Tue, May 12, 2026, 10:48 AM at the sample clinic: the pictures are of this moment, whenever they are taken."""


class StillClock:
    """The clock of the pictures: it stands still."""

    def now(self) -> datetime:
        return DAY


class PausedPrinter:
    """The printer of the pictures: it is there, and nothing is ever printed."""

    def printers(self) -> tuple[PrinterInfo, ...]:
        return (PrinterInfo("Front-desk", is_default=True),)

    def send(self, pdf: bytes, *, printer: str, copies: int, paper: str) -> None:
        del pdf, copies, paper
        raise EnvironmentFailed(f"{printer} is paused.", "Choose another printer, or save the sheet as a PDF.")


def take_pictures(paths: Paths, folder: Path) -> int:
    """Save ``SCREEN[-STATE]-THEME[-SIZE].png`` for every stage into ``folder``, made when it is missing.

    Raises ``EnvironmentFailed`` when the folder or a picture cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentFailed("The folder for the pictures cannot be made.", "Name another folder.") from error
    app = QApplication(["consult"])
    theme = Theme(dark=False)
    theme.apply(app)
    store, pages = QtJobRunner("store"), QtJobRunner("pages")
    backstage = open_sample(paths, store, pages, clock=StillClock())
    try:
        clinic = backstage.clinics.clinic()
        if clinic is None:
            raise EnvironmentFailed("The sample clinic could not be made.", "Install the program again.")
        services = replace(backstage.build(clinic), printer=PausedPrinter(), show_folder=lambda _place: True)
        studio = Studio(theme, store, pages, services, people.DANA, folder)
        for stage in STAGES:
            studio.take(stage)
        studio.close()
    finally:
        pages.stop()
        store.stop()
        backstage.close()
    return 0
