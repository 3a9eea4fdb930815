"""The sheet: the step on the desk, what it still lacks, and the scroll area around it."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from consult_app.domain.plan import Step
from consult_app.ui.presenters.copied import CopiedView
from consult_app.ui.presenters.words import Gap
from consult_app.ui.screens.steps.contract import FillsSheet, MarksGaps, StepScreen
from consult_app.ui.shell.copied_note import CopiedNote
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Space
from consult_app.ui.widgets.error_summary import ErrorSummary, Problem
from consult_app.ui.widgets.scroll_sheet import ScrollSheet

CONTENT_LIMIT: Final = 960
"""Width at which a wide sheet's content stops growing."""


class StepSheet(QStackedWidget):
    """Holds the step screens made so far; ``gap_chosen`` gives the answer path of a line of the error summary.

    ``copied_confirmed`` gives the step whose copied answers are right today.
    """

    gap_chosen = Signal(str)
    copied_confirmed = Signal(Step)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._leaves: Final[dict[Step, _Leaf]] = {}
        self._side = Space.SHEET_SIDE
        self._limit = 0
        self.setObjectName("sheet")
        self.setAccessibleName("Sheet")
        theme.changed.connect(self.update)

    def set_layout(self, *, side: int, limit: int) -> None:
        """Padding at the sides; width at which the content stops growing, 0 for none."""
        self._side, self._limit = side, limit
        for leaf in self._leaves.values():
            leaf.set_layout(side=side, limit=limit)

    def screen_of(self, step: Step) -> StepScreen | None:
        """The screen of a step, ``None`` when it was never shown."""
        leaf = self._leaves.get(step)
        return leaf.shown if leaf is not None else None

    def add(self, screen: StepScreen) -> None:
        """Take in the screen of a step."""
        leaf = _Leaf(self._theme, screen)
        leaf.set_layout(side=self._side, limit=self._limit)
        leaf.summary.jump_asked.connect(self.gap_chosen)
        leaf.copied.confirmed.connect(lambda step=screen.step: self.copied_confirmed.emit(step))
        self._leaves[screen.step] = leaf
        self.addWidget(leaf)

    def drop(self, step: Step) -> None:
        """Let go of the screen of a step, so that it is made anew."""
        leaf = self._leaves.pop(step, None)
        if leaf is not None:
            self.removeWidget(leaf)
            leaf.hide()
            leaf.deleteLater()

    def show_step(self, step: Step) -> None:
        """Bring a step forward."""
        self.setCurrentWidget(self._leaves[step])

    def show_gaps(self, step: Step, gaps: tuple[Gap, ...], *, focus: bool = False) -> None:
        """Say above a step what it lacks; the same words stand at its fields. None takes them away."""
        self._leaves[step].show_gaps(gaps, focus=focus)

    def gaps_shown(self, step: Step) -> tuple[Gap, ...]:
        """What the error summary of a step says now."""
        return self._leaves[step].gaps

    def show_copied(self, step: Step, view: CopiedView | None) -> None:
        """Say above a step what it has from a past plan."""
        leaf = self._leaves[step]
        had_focus = leaf.copied.button.hasFocus()
        leaf.copied.show_view(view)
        if had_focus and not (view is not None and view.confirms):
            leaf.shown.focus_first()

    def focus_copied(self, step: Step) -> bool:
        """Give the focus to the button that confirms the step's copied answers; ``False`` when there is none."""
        return self._leaves[step].focus_copied()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("surface"))


class _Leaf(QWidget):
    """One step in the sheet: error summary above, screen below, scrolling unless the screen does that itself."""

    def __init__(self, theme: Theme, screen: StepScreen, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = screen
        self.gaps: tuple[Gap, ...] = ()
        self.summary = ErrorSummary(theme, "Still to answer on this step")
        self.summary.setObjectName("error_summary")
        self.copied = CopiedNote(theme)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(Space.NORMAL)
        self._scroll: ScrollSheet | None = None
        if not isinstance(screen, QWidget):
            raise TypeError(type(screen).__name__)
        if isinstance(screen, FillsSheet) and screen.fills_sheet:
            self._outer.addWidget(self.summary)
            self._outer.addWidget(self.copied)
            self._outer.addWidget(screen, 1)
        else:
            self._scroll = ScrollSheet(theme)
            self._scroll.column.addWidget(self.summary)
            self._scroll.column.addWidget(self.copied)
            self._scroll.column.addWidget(screen)
            self._scroll.column.addStretch(1)
            self._outer.addWidget(self._scroll)

    def set_layout(self, *, side: int, limit: int) -> None:
        if self._scroll is not None:
            self._scroll.set_side(side)
            self._scroll.set_limit(limit)
        else:
            self._outer.setContentsMargins(side, Space.SHEET_TOP, side, Space.SHEET_TOP)

    def focus_copied(self) -> bool:
        found = self.copied.focus_button()
        if found and self._scroll is not None:
            self._scroll.verticalScrollBar().setValue(0)
        return found

    def show_gaps(self, gaps: tuple[Gap, ...], *, focus: bool) -> None:
        if gaps != self.gaps:
            self.gaps = gaps
            self.summary.set_problems([Problem(gap.path, gap.words) for gap in gaps])
            if isinstance(self.shown, MarksGaps):
                self.shown.show_gaps(gaps)
        if focus and self.summary.links:
            if self._scroll is not None:
                self._scroll.verticalScrollBar().setValue(0)
            self.summary.links[0].setFocus(Qt.FocusReason.TabFocusReason)
