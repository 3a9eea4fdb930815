"""A date field that refuses dates with words and keeps them to be mended."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.date_field import DateField
from consult_app.ui.widgets.text import Text


class CheckedDate(DateField):
    """``accepted`` gives the dates that ``problem`` has no words for; others stay in the field with those words."""

    accepted = Signal(object)

    def __init__(
        self,
        theme: Theme,
        label: str,
        *,
        today: Callable[[], date],
        problem: Callable[[date | None], str | None],
        optional: bool = False,
        weekday: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, label, today=today, optional=optional, weekday=weekday, parent=parent)
        self._problem = problem
        self._refused: date | None = None
        self._told: date | None = None
        self._inside = Text(theme, role="body", color="text2", wrap=False, parent=self.editor)
        self._inside.hide()
        self.date_edited.connect(self._judge)

    def render_date(self, value: date | None, gap: str = "") -> None:
        """Show the answer as it stands; what the user typed and the field refused stays until it is changed."""
        if value != self._told or (self._refused is None and value != self.value):
            self._refused = None
            self._told = value
            if value != self.value:
                self.set_date(value)
        unreadable = self.value is None and bool(self.editor.text().strip())
        if self._refused is None and not unreadable:
            self.set_error(gap or None)

    def set_inside(self, words: str) -> None:
        """Show ``words`` inside the box, such as an age."""
        self._inside.setText(words)
        self._inside.setVisible(bool(words))
        self._place_inside()

    @override
    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)
        self._place_inside()

    def _place_inside(self) -> None:
        hint = self._inside.sizeHint()
        left = self.editor.width() - self.button.sizeHint().width() - hint.width() - 8
        self._inside.setGeometry(left, 0, hint.width(), self.editor.height())

    def _judge(self, value: date | None) -> None:
        words = self._problem(value)
        self._refused = value if words is not None else None
        if words is not None:
            self.set_error(words)
            return
        self._told = value
        self.accepted.emit(value)
