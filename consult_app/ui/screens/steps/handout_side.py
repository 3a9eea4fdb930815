"""The column beside the pages: what can be chosen scrolls, where it goes stays in sight; or the words to change."""

from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from consult_app.ui.presenters.handout import LANGUAGES, Warned
from consult_app.ui.screens.steps.handout_checks import DayChecks
from consult_app.ui.screens.steps.handout_options import HandoutOptions
from consult_app.ui.screens.steps.handout_output import HandoutOutput
from consult_app.ui.screens.steps.handout_words import HandoutWords
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.callout import Callout

_BESIDE: Final = 8
_NARROWEST: Final = 276
_LEAST_CHOICES: Final = 130
"""Height in px of the choices below which they are no use."""


class HandoutSide(QWidget):
    """Options, warnings, the checks of the day, and below them printer and buttons; ``words`` takes their place.

    ``refitted`` follows when another width suits it.
    """

    refitted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._warned: tuple[Warned, ...] = ()
        self.options = HandoutOptions(theme, LANGUAGES)
        self.checks = DayChecks(theme)
        self.output = HandoutOutput(theme)
        self.words = HandoutWords(theme)
        self._warnings = QVBoxLayout()
        self._warnings.setSpacing(8)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(_BESIDE, 0, _BESIDE, 0)
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
        self._column = column
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setSpacing(8)
        foot.addLayout(self._warnings)
        foot.addWidget(self.output)
        self._choices = QWidget()
        self._stack = choices = QVBoxLayout(self._choices)
        choices.setContentsMargins(0, 0, 0, 0)
        choices.setSpacing(8)
        choices.addWidget(self._scroll, 1)
        choices.addWidget(self._foot)
        self._low = False
        self._foot_margins(low=False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._choices)
        outer.addWidget(self.words)
        self.words.hide()
        self.output.attention_asked.connect(self._look_at)
        self.options.words_asked.connect(self.open_words)
        self.words.closed.connect(self.close_words)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        focused: QWidget | None = self.window().focusWidget()
        if focused is not None and self._scroll.isAncestorOf(focused):
            self._look_at(focused)

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        """Where the window is too low for both, printer and buttons scroll with what can be chosen."""
        low = self.height() - self._foot.heightForWidth(_NARROWEST) < _LEAST_CHOICES
        if low == self._low:
            return
        self._low = low
        focused: QWidget | None = self.window().focusWidget()
        self._foot_margins(low=low)
        if low:
            self._stack.removeWidget(self._foot)
            self._column.addWidget(self._foot)
        else:
            self._column.removeWidget(self._foot)
            self._stack.addWidget(self._foot)
        self._foot.show()
        if focused is not None and self._foot.isAncestorOf(focused):
            focused.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refitted.emit()

    def _look_at(self, widget: QWidget) -> None:
        """Scroll to it once the layout has come to rest."""
        QTimer.singleShot(0, self, lambda: self.reveal(widget))

    def _foot_margins(self, *, low: bool) -> None:
        beside = 0 if low else _BESIDE
        layout = self._foot.layout()
        if layout is not None:
            layout.setContentsMargins(beside, 0, beside, 8)

    def least_width(self) -> int:
        """Width in px that the buttons ask for, with the scroll bar beside them in a low window."""
        bar = self._scroll.verticalScrollBar().sizeHint().width() if self._low else 0
        return self.output.minimumSizeHint().width() + 2 * _BESIDE + bar

    def open_words(self) -> None:
        """Show the words in place of what can be chosen."""
        self._choices.hide()
        self.words.show()
        self.words.focus_first()

    def close_words(self) -> None:
        """Show what can be chosen again."""
        if not self.words.isHidden():
            self.words.close_line()
            self.words.hide()
            self._choices.show()
            self.options.words.setFocus(Qt.FocusReason.OtherFocusReason)

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
        """Scroll until a part of the column is in sight, where it does scroll."""
        if self._scroll.isAncestorOf(widget):
            self._scroll.ensureWidgetVisible(widget, 0, 16)
