"""Putting a product on the list: a field with suggestions from the catalogue."""

from collections.abc import Callable

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QListView, QVBoxLayout, QWidget

from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.buttons import SecondaryButton
from consult_app.ui.widgets.field import Icon
from consult_app.ui.widgets.search_field import SearchField
from consult_app.ui.widgets.text import Text


class AddProductField(QWidget):
    """``named`` gives a name typed or taken from the suggestions. Enter adds; Down goes into the suggestions."""

    named = Signal(str)

    def __init__(
        self, theme: Theme, *, suggest: Callable[[str], tuple[str, ...]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._suggest = suggest
        self.field = SearchField(theme, "Add a product", placeholder="Add a product by name")
        self.field.setObjectName("products_name")
        self.button = SecondaryButton(theme, "&Add product", icon="plus")
        self.button.setObjectName("products_add")
        self._model = QStringListModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        popup = QListView()
        popup.setProperty("popup", True)
        popup.setObjectName("products_suggestions")
        popup.setAccessibleName("Suggestions")
        self._popup = popup
        self._completer.setPopup(popup)
        self.field.setCompleter(self._completer)
        self._icon = Icon(theme, "triangle-alert", color="stop", size=Size.ICON_SMALL)
        self._error = Text(theme, role="meta", color="stop")
        self._error.setObjectName("products_name_error")
        self._error_row = QWidget()
        under = QHBoxLayout(self._error_row)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(6)
        under.addWidget(self._icon)
        under.addWidget(self._error, 1)
        self._error_row.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._error_row)
        self.field.textEdited.connect(self._typed)
        self.field.entered.connect(self._add)
        self.field.returnPressed.connect(self._add)
        self.button.clicked.connect(self._pressed)
        self._completer.highlighted.connect(self.field.setText)
        self._completer.activated.connect(self._take)

    @property
    def suggestions(self) -> tuple[str, ...]:
        """What is offered for the text in the field."""
        return tuple(self._model.stringList())

    def set_error(self, words: str) -> None:
        """Say why the name was not taken; empty takes it away."""
        self._error.setText(words)
        self._error_row.setVisible(bool(words))
        self.field.setAccessibleDescription(words)

    def clear(self) -> None:
        """Empty the field for the next product."""
        self.field.clear()
        self._model.setStringList([])
        self._hide_popup()

    def _typed(self, text: str) -> None:
        self.set_error("")
        self._model.setStringList(list(self._suggest(text)) if text.strip() else [])

    def _add(self) -> None:
        self._hide_popup()
        if self.field.text().strip():
            self.named.emit(self.field.text())

    def _pressed(self) -> None:
        if self.field.text().strip():
            self._add()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _take(self, name: str) -> None:
        self._hide_popup()
        self.field.setText(name)
        self.named.emit(name)

    def _hide_popup(self) -> None:
        self._popup.hide()
