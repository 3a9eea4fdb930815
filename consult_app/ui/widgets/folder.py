"""Opening a folder in the computer's own file manager."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def show_folder(place: str) -> bool:
    """Ask the desktop to open the folder; whether it took the wish. Only on the GUI thread."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(place))
