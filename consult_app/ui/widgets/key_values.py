"""A short list of names and values, such as the proposed plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

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
        self._made: Final[list[_Row]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, key_width)
        self._grid.setColumnStretch(1, 1)
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[KeyValue]) -> None:
        """Show `rows`; rows that stay keep their widgets."""
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        for at, row in enumerate(self._rows):
            if at == len(self._made):
                self._made.append(self._make(at))
            self._made[at].show_row(row)
        for at, made in enumerate(self._made):
            made.set_shown(at < len(self._rows))

    def _make(self, at: int) -> "_Row":
        made = _Row(self._theme, first=at == 0)
        if made.rule is not None:
            self._grid.addWidget(made.rule, 2 * at - 1, 0, 1, 2)
        self._grid.addWidget(made.key, 2 * at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(made.value, 2 * at, 1)
        return made


class _Row:
    """The widgets of one row, with the line above it unless it is the first."""

    def __init__(self, theme: Theme, *, first: bool) -> None:
        self.rule: Final = None if first else Rule(theme)
        self.key: Final = Text(theme, role="dense_strong")
        self.value: Final = Text(theme, role="dense")

    def show_row(self, row: KeyValue) -> None:
        self.key.setText(row.key)
        self.value.setText(row.value)
        self.value.set_color(row.color)
        self.value.setAccessibleName(f"{row.key}: {row.value}")

    def set_shown(self, on: bool) -> None:
        for part in (self.rule, self.key, self.value):
            if part is not None and part.isHidden() is on:
                part.setVisible(on)
