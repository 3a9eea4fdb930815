"""A short list of names and values, such as the proposed plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import TokenName
from consult_app.ui.widgets.text import Rule, Text


@dataclass(frozen=True, slots=True)
class KeyValue:
    """A name in semibold and its value; a value may have several lines."""

    key: str
    value: str
    color: TokenName = "text2"


class KeyValueRows(QWidget):
    """Rows of name and value with a line between them."""

    def __init__(
        self, theme: Theme, rows: Sequence[KeyValue] = (), *, key_width: int = 104, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[KeyValue, ...] | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, key_width)
        self._grid.setColumnStretch(1, 1)
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[KeyValue]) -> None:
        """Show `rows`; nothing is rebuilt when they are the same."""
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, row in enumerate(rows):
            if at:
                self._grid.addWidget(Rule(self._theme), 2 * at - 1, 0, 1, 2)
            key = Text(self._theme, row.key, role="dense_strong")
            value = Text(self._theme, row.value, role="dense", color=row.color)
            value.setAccessibleName(f"{row.key}: {row.value}")
            self._grid.addWidget(key, 2 * at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, 2 * at, 1)
