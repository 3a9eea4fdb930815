"""A field for a time of day that accepts many spellings."""

from datetime import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.dates import parse_time, show_time
from consult_app.ui.widgets.field import FieldFrame

TIME_ERROR = "Enter the time as 10:30 AM"


class TimeField(FieldFrame):
    """A time such as "10:30 AM". `time_edited` gives a time or None when the user leaves it changed."""

    time_edited = Signal(object)

    def __init__(
        self,
        theme: Theme,
        label: str,
        *,
        optional: bool = False,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, label, optional=optional, hint=hint, parent=parent)
        self._value: time | None = None
        self.editor = QLineEdit()
        self.editor.setPlaceholderText("10:30 AM")
        self.set_editor(self.editor)
        self.editor.editingFinished.connect(self._settle)

    @property
    def value(self) -> time | None:
        """The time, or None while empty or unreadable."""
        return self._value

    def set_time(self, value: time | None) -> None:
        """Show `value` without telling anybody."""
        self._value = value
        self.editor.setText("" if value is None else show_time(value))
        self.set_error(None)

    def _settle(self) -> None:
        typed = self.editor.text().strip()
        value = parse_time(typed) if typed else None
        self.set_error(TIME_ERROR if typed and value is None else None)
        if value is not None:
            self.editor.setText(show_time(value))
        if value != self._value:
            self._value = value
            self.time_edited.emit(value)
