"""Undo and redo belong to the consultation, also inside its text fields."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme


class UndoKeys(QObject):
    """Keeps a text field on the ``sheet`` from taking Ctrl+Z and Ctrl+Y for itself, so that the shortcuts get them."""

    def __init__(self, theme: Theme, sheet: Callable[[], QWidget | None], *, parent: QObject) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self._watched: QWidget | None = None
        if theme.app is not None:
            theme.app.focusChanged.connect(self._watch)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        wanted = (
            event.matches(QKeySequence.StandardKey.Undo)
            or event.matches(QKeySequence.StandardKey.Redo)
            or (control and event.key() in (Qt.Key.Key_Z, Qt.Key.Key_Y))
        )
        if wanted:
            event.ignore()
        return wanted

    def _watch(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        sheet = self._sheet()
        self._watched = new if new is not None and sheet is not None and sheet.isAncestorOf(new) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)
