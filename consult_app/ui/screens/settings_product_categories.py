"""Choosing the categories of an own product: a list to add from, and the chosen ones with their times."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.ui.presenters.settings_products import CategoryOption
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import IconButton, SecondaryButton
from consult_app.ui.widgets.combo import Choice, Combo
from consult_app.ui.widgets.field import FieldFrame
from consult_app.ui.widgets.text import Text

_NONE: Final = ""
_HINT: Final = "Of several, the longest times count."


class CategoriesField(FieldFrame):
    """Any number of categories, in the protocol's order: those listed, and the one the list stands on.

    ``edited`` speaks only of what the user did.
    """

    edited = Signal()

    def __init__(self, theme: Theme, options: Sequence[CategoryOption], parent: QWidget | None = None) -> None:
        super().__init__(theme, "&Categories", hint=_HINT, parent=parent)
        self._options = {option.key: option for option in options}
        self._lines: dict[str, QWidget] = {}
        self.combo = Combo(theme, "Categories")
        self.combo.setObjectName("own_categories")
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.chosen.connect(self._choose)
        self.another = SecondaryButton(theme, "Add another", compact=True)
        self.another.setObjectName("own_another_category")
        self.another.clicked.connect(self._list_chosen)
        body = QWidget()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.combo, 1)
        row.addWidget(self.another, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(row)
        self.set_editor(self.combo, body=body)
        self._offer()

    @property
    def chosen(self) -> tuple[str, ...]:
        """Keys of the categories that are chosen."""
        return tuple(key for key in self._options if key in self._lines or key == self.combo.value)

    def set_chosen(self, keys: Iterable[str]) -> None:
        """Choose exactly these without telling anybody."""
        for key in tuple(self._lines):
            self._drop(key)
        for key in keys:
            self._show(key)
        self._offer()

    def _choose(self, _key: str) -> None:
        self._tell_times()
        self.edited.emit()

    def _list_chosen(self) -> None:
        """Put the one the list stands on under it, and go on choosing."""
        if self.combo.value:
            self._show(self.combo.value)
            self._offer()
        self.combo.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_off(self, key: str) -> None:
        pending = self.combo.value
        self._drop(key)
        self._offer()
        self.combo.set_value(pending)
        self._tell_times()
        self.combo.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _show(self, key: str) -> None:
        option = self._options[key]
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(16, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Text(self._theme, option.spoken, role="dense"), 1)
        remove = IconButton(self._theme, "close", f"Take off {option.text}")
        remove.setObjectName(f"own_take_off_{key}")
        remove.clicked.connect(lambda: self._take_off(key))
        row.addWidget(remove)
        self._lines[key] = line
        listed = [each for each in self._options if each in self._lines]
        self._column.insertWidget(1 + listed.index(key), line)
        line.show()

    def _drop(self, key: str) -> None:
        line = self._lines.pop(key)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()

    def _offer(self) -> None:
        """What is not listed yet; the list stands on none of them."""
        rest = [Choice(key, option.text) for key, option in self._options.items() if key not in self._lines]
        self.combo.set_choices([Choice(_NONE, "Another category" if self._lines else "Choose a category"), *rest])
        self.combo.set_value(_NONE)
        self._tell_times()

    def _tell_times(self) -> None:
        option = self._options.get(self.combo.value or _NONE)
        self.another.set_reason(None if option is not None else "Choose a category first.")
        self.set_hint(f"{option.spoken}. {_HINT}" if option is not None else _HINT)
