"""Notices widgets that show themselves as windows of their own before anybody gave them a parent.

On a real screen such a window flashes up and takes the focus from the field being typed in.
"""

import traceback

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QDialog, QMainWindow, QMenu, QWidget
from typing_extensions import override


class StrayWindows(QObject):
    """Install it as an event filter of the application; ``seen`` tells type and place of each stray window."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            popup = watched.windowType() in (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
            if not popup and not isinstance(watched, QMainWindow | QDialog | QMenu):
                frames = [frame for frame in traceback.extract_stack() if "consult_app" in frame.filename]
                place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "Qt"
                self.seen.append(f"{type(watched).__name__} at {place}")
        return False
