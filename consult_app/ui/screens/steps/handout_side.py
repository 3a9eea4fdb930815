"""The column beside the pages: what can be chosen scrolls, where it goes stays in sight."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from consult_app.ui.presenters.handout import LANGUAGES, Warned
from consult_app.ui.screens.steps.handout_checks import DayChecks
from consult_app.ui.screens.steps.handout_options import HandoutOptions
from consult_app.ui.screens.steps.handout_output import HandoutOutput
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.callout import Callout


class HandoutSide(QWidget):
    """Options, warnings, the checks of the day, and below them printer and buttons."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._warned: tuple[Warned, ...] = ()
        self.options = HandoutOptions(theme, LANGUAGES)
        self.checks = DayChecks(theme)
        self.output = HandoutOutput(theme)
        self._warnings = QVBoxLayout()
        self._warnings.setSpacing(8)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(8, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(self.options)
        column.addWidget(self.checks)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setWidget(inside)
        inside.setAutoFillBackground(False)
        foot = QVBoxLayout()
        foot.setContentsMargins(8, 0, 8, 8)
        foot.setSpacing(8)
        foot.addLayout(self._warnings)
        foot.addWidget(self.output)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(self._scroll, 1)
        outer.addLayout(foot)

    def show_warnings(self, warnings: tuple[Warned, ...]) -> None:
        """Show these; nothing is rebuilt when they are the same."""
        if warnings == self._warned:
            return
        self._warned = warnings
        while (item := self._warnings.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for warned in warnings:
            callout = Callout(self._theme, warned.look, warned.title, warned.text, icon="triangle-alert")
            self._warnings.addWidget(callout)
            callout.show()

    def reveal(self, widget: QWidget) -> None:
        """Scroll until a control of the options is in sight."""
        self._scroll.ensureWidgetVisible(widget, 0, 16)
