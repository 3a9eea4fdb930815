"""F6: from one area of the window to the next, round and round."""

from PySide6.QtWidgets import QApplication, QWidget

from consult_app.ui.shell.consultation_page import ConsultationPage
from consult_app.ui.shell.window import MainWindow


def go_to_area(window: MainWindow, page: ConsultationPage | None, by: int) -> None:
    """Rail, then the consultation's own areas, or the place that is shown."""
    rail = window.rail
    focused = _focused()
    if page is None:
        if rail.isAncestorOf(focused):
            call(window.pages.currentWidget(), "focus_first")
        else:
            rail.focus_current()
        return
    areas = [(rail, rail.focus_current), *page.areas()]
    at = next((index for index, (widget, _) in enumerate(areas) if widget.isAncestorOf(focused)), 2)
    areas[(at + by) % len(areas)][1]()


def call(screen: QWidget | None, name: str, *arguments: object) -> None:
    """Call what a screen may have."""
    method = getattr(screen, name, None)
    if method is not None:
        method(*arguments)


def _focused() -> QWidget:
    found: object = QApplication.focusWidget()
    return found if isinstance(found, QWidget) else QWidget()
