"""Rows of Settings > Products: one own product of the clinic each, with Change and Remove."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.ui.presenters.settings_products import OwnProductView
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.buttons import SecondaryButton
from consult_app.ui.widgets.field import Icon
from consult_app.ui.widgets.text import Rule, Text


class OwnProductRow(QWidget):
    """One product. The signals give its key."""

    change_asked = Signal(str)
    remove_asked = Signal(str)

    def __init__(self, theme: Theme, view: OwnProductView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: Final = view
        name = view.key.replace(" ", "_")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(theme, _plain(view.name), role="strong"))
        for line in view.windows:
            words.addWidget(Text(theme, _plain(line), role="dense"))
        for line in (view.also, view.note, view.replaces, view.who):
            if line:
                words.addWidget(Text(theme, _plain(line), role="dense", color="text2"))
        if view.problem:
            words.addLayout(_problem(theme, view.problem))
        self.change = SecondaryButton(theme, "Change", compact=True)
        self.change.setObjectName(f"own_change_{name}")
        self.change.setAccessibleName(f"Change {view.name}")
        self.change.clicked.connect(lambda: self.change_asked.emit(view.key))
        self.remove = SecondaryButton(theme, "Remove", compact=True)
        self.remove.setObjectName(f"own_remove_{name}")
        self.remove.setAccessibleName(f"Remove {view.name}")
        self.remove.clicked.connect(lambda: self.remove_asked.emit(view.key))
        row = QHBoxLayout()
        row.setContentsMargins(0, 10, 0, 10)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in (self.change, self.remove):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(Rule(theme))


class OwnProductRows(QWidget):
    """Rows by key: what is gone or changed is dropped, what is new put in its place, the rest stays as it is."""

    change_asked = Signal(str)
    remove_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: Final[dict[str, OwnProductRow]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def set_rows(self, views: Sequence[OwnProductView]) -> None:
        """Show these products."""
        wanted = {view.key: view for view in views}
        for key, row in tuple(self.rows.items()):
            if wanted.get(key) != row.view:
                self.rows.pop(key)
                self._column.removeWidget(row)
                row.hide()
                row.deleteLater()
        for at, view in enumerate(views):
            if view.key not in self.rows:
                row = OwnProductRow(self._theme, view)
                row.change_asked.connect(self.change_asked)
                row.remove_asked.connect(self.remove_asked)
                self.rows[view.key] = row
                self._column.insertWidget(at, row)
                row.show()


def _problem(theme: Theme, words: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    row.addWidget(Icon(theme, "triangle-alert", color="wait", size=Size.ICON_SMALL), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Text(theme, words, role="dense", color="wait"), 1)
    return row


def _plain(words: str) -> str:
    return words.replace("&", "&&")
