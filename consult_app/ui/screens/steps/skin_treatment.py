"""When the treatment is planned: a day and a time that belong together."""

from collections.abc import Callable
from datetime import date, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.ui.presenters.skin import TreatmentView
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.date_field import DateField
from consult_app.ui.widgets.field import Icon
from consult_app.ui.widgets.text import Text
from consult_app.ui.widgets.time_field import TimeField


class TreatmentFields(QWidget):
    """``planned`` gives day and time as they stand in the fields, either of them perhaps ``None``."""

    planned = Signal(object, object)

    def __init__(self, theme: Theme, *, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[date | None, time | None] | None = None
        self.day = DateField(theme, "&Planned treatment", today=today, optional=True)
        self.day.editor.setObjectName("skin_treatment_day")
        self.at = TimeField(theme, "T&ime")
        self.at.editor.setObjectName("skin_treatment_time")
        self.day.setMinimumWidth(226)
        self.at.setMaximumWidth(128)
        self._icon = Icon(theme, "triangle-alert", color="stop", size=Size.ICON_SMALL)
        self._words = Text(theme, role="meta", color="stop")
        self._words.setObjectName("skin_treatment_words")
        self._under = QWidget()
        under = QHBoxLayout(self._under)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(6)
        under.addWidget(self._icon)
        under.addWidget(self._words, 1)
        fields = QHBoxLayout()
        fields.setSpacing(12)
        fields.addWidget(self.day, 1, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self.at, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(fields)
        column.addWidget(self._under)
        self.setMaximumWidth(440)
        self._under.hide()
        self.day.date_edited.connect(lambda _day: self.planned.emit(self.day.value, self.at.value))
        self.at.time_edited.connect(lambda _at: self.planned.emit(self.day.value, self.at.value))

    @property
    def words(self) -> str:
        """The problem or warning shown, empty for none."""
        return self._words.text() if self._under.isVisibleTo(self) else ""

    def show_treatment(self, view: TreatmentView) -> None:
        """Show the plan where it has changed; what was typed and refused stays until then."""
        if (view.day, view.at) != self._shown:
            self._shown = (view.day, view.at)
            if (self.day.value, self.at.value) != self._shown:
                self.day.set_date(view.day)
                self.at.set_time(view.at)
            self._say("", problem=False)
        if view.warning:
            self._say(view.warning, problem=False)

    def show_problems(self, problems: dict[str, str]) -> None:
        """Say what keeps day and time from being a plan."""
        self._say(" ".join(problems.values()), problem=True)

    def _say(self, words: str, *, problem: bool) -> None:
        self._words.setText(words)
        self._words.set_color("stop" if problem else "wait")
        self._icon.set_icon("triangle-alert", "stop" if problem else "wait")
        self._under.setVisible(bool(words))
        for field in (self.day, self.at):
            field.editor.setAccessibleDescription(words)
