"""The way out where the clinic file cannot be written: the answers in a file of their own."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from consult_app.application.errors import EnvironmentFailed
from consult_app.application.services import Services
from consult_app.ui.shell.consultation_page import ConsultationPage

FILE_NAME: Final = "consultation-copy.json"
"""What is proposed; it says nothing about the patient."""

AskPlace = Callable[[QWidget, str, Callable[[str], None]], None]


class Copying(QObject):
    """Writes the answers on the desk where the user wants them, off the GUI thread.

    ``ask_place`` asks for a path and calls back with it. Nothing is offered where the services make no copies.
    """

    def __init__(self, page: ConsultationPage, services: Services, *, ask_place: AskPlace) -> None:
        super().__init__(page)
        self._page = page
        self._services = services
        self._ask_place = ask_place
        page.footer.copy_asked.connect(self.ask)
        self.renew()

    def renew(self) -> None:
        """Offer a copy of what is on the desk now."""
        if self._services.copy_of is not None:
            self._page.footer.offer_copy()

    def ask(self) -> None:
        """Ask where to, then write."""
        self._ask_place(self._page, FILE_NAME, self.write)

    def write(self, path: str) -> None:
        """Write the answers as they stand now and say in the footer how it went."""
        copy_of, write_file = self._services.copy_of, self._services.write_file
        if copy_of is None:
            return
        answers, footer = self._page.session.state.answers, self._page.footer
        self._services.jobs.submit(
            lambda: write_file(path, copy_of(answers)),
            done=lambda _none: footer.say_copied(),
            failed=lambda error: footer.say_not_copied(_words(error)),
        )


def _words(error: Exception) -> str:
    if isinstance(error, EnvironmentFailed):
        return f"{error.what} {error.advice}".strip()
    return "The copy could not be written there. Choose another place."
