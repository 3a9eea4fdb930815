"""Undo and redo: the part that has the focus or fills the sheet first, then the consultation's answers."""

from PySide6.QtWidgets import QWidget

from consult_app.ui.screens.steps.contract import Undoes
from consult_app.ui.shell.consultation_page import ConsultationPage
from consult_app.ui.shell.window import MainWindow


def undo(window: MainWindow, page: ConsultationPage | None) -> None:
    """Take back the last change."""
    if not any(part.undo() for part in _parts(window, page)) and page is not None:
        page.session.undo()


def redo(window: MainWindow, page: ConsultationPage | None) -> None:
    """Make the change again that was taken back last."""
    if not any(part.redo() for part in _parts(window, page)) and page is not None:
        page.session.redo()


def _parts(window: MainWindow, page: ConsultationPage | None) -> list[Undoes]:
    found: list[Undoes] = [page.current] if page is not None and isinstance(page.current, Undoes) else []
    at: QWidget | None = window.focusWidget()
    while at is not None:
        if isinstance(at, Undoes):
            found.append(at)
        at = at.parentWidget()
    return found
