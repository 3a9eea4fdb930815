"""The printers there are, and what was chosen the last time; both asked off the GUI thread."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from consult_app.application.ports import PrinterInfo
from consult_app.application.services import Services
from consult_app.ui.presenters.handout import usual_printer

PRINTER: Final = "print.printer"
COPIES: Final = "print.copies"
PAPER: Final = "print.paper"


@dataclass(frozen=True, slots=True)
class PrintingHabit:
    """``usual`` is the printer to offer first, empty for none; ``paper`` is empty when none was chosen yet."""

    printers: tuple[PrinterInfo, ...]
    usual: str
    copies: int
    paper: str


class PrinterMemory(QObject):
    """``known`` gives a ``PrintingHabit`` after each ``ask``."""

    known = Signal(object)

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services

    def ask(self) -> None:
        """Look for printers and for what is remembered."""
        services = self._services
        keys = (PRINTER, COPIES, PAPER)

        def then(settings: dict[str, str | None]) -> None:
            services.pages.submit(
                services.printer.printers,
                done=lambda found: self._tell(found, settings),
                failed=lambda _error: self._tell((), settings),
            )

        services.jobs.submit(
            lambda: {key: services.clinics.setting(key) for key in keys},
            done=then,
            failed=lambda _error: then(dict.fromkeys(keys)),
        )

    def remember(self, key: str, value: str) -> None:
        """Keep a choice for the next time; a failure only means that it is not kept."""
        clinics = self._services.clinics
        self._services.jobs.submit(
            lambda: clinics.save_setting(key, value), done=lambda _none: None, failed=lambda _error: None
        )

    def _tell(self, printers: tuple[PrinterInfo, ...], settings: dict[str, str | None]) -> None:
        copies, paper = settings[COPIES] or "", settings[PAPER] or ""
        habit = PrintingHabit(
            printers=printers,
            usual=usual_printer(printers, settings[PRINTER]),
            copies=int(copies) if copies.isdecimal() else 1,
            paper=paper if paper in ("letter", "a4") else "",
        )
        if isValid(self):
            self.known.emit(habit)
