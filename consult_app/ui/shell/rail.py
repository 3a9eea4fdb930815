"""The rail at the left: places on Home, the seven steps inside a consultation, the provider below.

Painted before anything else of the program is loaded, so it imports nothing of the consultation when it starts.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from consult_app.ui.shell.provider_mark import ProviderMark
from consult_app.ui.theme.icons import IconName
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.roles import SpokenRole
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.steps import NavButton, StepButton
from consult_app.ui.widgets.text import Rule, Text

if TYPE_CHECKING:
    from consult_app.domain.plan import Step
    from consult_app.ui.presenters.rail import RailStep

Place = Literal["home", "past_plans", "settings"]

_PLACES: Final[tuple[tuple[Place, str, IconName], ...]] = (
    ("home", "Home", "home"),
    ("past_plans", "Past plans", "list"),
    ("settings", "Settings", "sliders"),
)
COMPACT_WIDTH: Final = 64


class Rail(QFrame):
    """``place_asked`` and ``step_asked`` tell where the user wants to go; ``home_asked`` leaves a consultation."""

    spoken_role: Final[SpokenRole] = "pane"

    place_asked = Signal(str)
    step_asked = Signal(object)
    home_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName("Places and steps")
        self._clinic = Text(theme, "", role="verdict")
        self._clinic_place = Text(theme, "", role="meta", color="text2")
        self._head = QWidget()
        head = QVBoxLayout(self._head)
        head.setContentsMargins(8, 0, 0, 0)
        head.setSpacing(0)
        head.addWidget(self._clinic)
        head.addWidget(self._clinic_place)

        self._places_part = QWidget()
        places = _column(self._places_part)
        self.places: Final[dict[str, NavButton]] = {}
        for key, words, icon in _PLACES:
            button = NavButton(theme, words, icon)
            button.setObjectName(f"place_{key}")
            button.setAccessibleName(words)
            button.clicked.connect(lambda _on=False, key=key: self.place_asked.emit(key))
            self.places[key] = button
            places.addWidget(button)

        self._steps_part = QWidget()
        steps = _column(self._steps_part)
        self.back = NavButton(theme, "Home", "chevron-left", checkable=False)
        self.back.setObjectName("rail_home")
        self.back.setAccessibleName("Home")
        self.back.clicked.connect(self.home_asked)
        steps.addWidget(self.back)
        steps.addSpacing(4)
        steps.addWidget(Rule(theme))
        steps.addSpacing(4)
        self.steps: Final[dict[Step, StepButton]] = {}
        self._steps_column = steps

        self.provider: Final = ProviderMark(theme)
        self.provider.setObjectName("rail_provider")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.setSpacing(16)
        outer.addWidget(self._head)
        outer.addWidget(self._places_part)
        outer.addWidget(self._steps_part)
        outer.addStretch(1)
        outer.addWidget(self.provider)
        self._compact = False
        self.show_nothing()
        theme.changed.connect(self.update)
        theme.changed.connect(self._fit_steps)

    def set_clinic(self, name: str, place: str) -> None:
        """Name the clinic at the top."""
        self._clinic.setText(name)
        self._clinic_place.setText(place)

    def show_nothing(self) -> None:
        """Neither places nor steps: the program is starting."""
        self._places_part.hide()
        self._steps_part.hide()

    def show_places(self, current: Place) -> None:
        """Home, past plans and settings."""
        self._steps_part.hide()
        self._places_part.show()
        self.places[current].setChecked(True)

    def show_steps(self, steps: "Sequence[RailStep]") -> None:
        """The seven steps of the consultation on the desk."""
        self._places_part.hide()
        self._steps_part.show()
        for shown in steps:
            button = self.steps.get(shown.step) or self._make_step(shown, len(steps))
            button.set_state(shown.state, shown.line)
            button.setChecked(shown.current)
        self._fit_steps()

    def set_layout(self, *, width: int, compact: bool) -> None:
        """Icons and numbers only when ``compact``."""
        self.setFixedWidth(COMPACT_WIDTH if compact else width)
        side = 4 if compact else 8 if width <= Size.RAIL_NARROW else 16
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(side, 8 if compact else 16, side, 8 if compact else 16)
            layout.setSpacing(4 if compact else 12)
        if compact != self._compact:
            self._compact = compact
            self._head.setVisible(not compact)
            for button in (*self.places.values(), self.back):
                button.set_compact(compact)
            for step in self.steps.values():
                step.set_compact(compact)
            self.provider.set_compact(compact)

    def _fit_steps(self) -> None:
        """Leave out lines of the steps where the rail is too low for all of them."""
        layout, steps = self.layout(), self.steps.values()
        if layout is None or self._steps_part.isHidden() or self._compact:
            return
        for step in steps:
            step.set_tight(False)
        tight = layout.totalHeightForWidth(self.width()) > self.height()
        for step in steps:
            step.set_tight(tight)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_steps()

    def _make_step(self, shown: "RailStep", count: int) -> StepButton:
        button = StepButton(self._theme, shown.name, number=shown.number, count=count)
        button.setObjectName(f"step_{shown.step.value}")
        button.clicked.connect(lambda: self.step_asked.emit(shown.step))
        button.set_compact(self._compact)
        self.steps[shown.step] = button
        self._steps_column.addWidget(button)
        return button

    def focus_current(self) -> None:
        """Give the focus to where one is."""
        buttons: tuple[QWidget, ...] = (*self.steps.values(), *self.places.values())
        for button in buttons:
            if isinstance(button, StepButton | NavButton) and button.isVisible() and button.isChecked():
                button.setFocus(Qt.FocusReason.TabFocusReason)
                return

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("window"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), self._theme.color("line"))


def _column(part: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    return column
