"""The nine areas of the face as a list: chosen or not, with a severity."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.domain.answers import Area, Severity
from consult_app.ui.presenters.concerns import SEVERITIES, SEVERITY_OF_DIGIT, AreaView
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.roles import SpokenRole
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.check_row import CheckRow
from consult_app.ui.widgets.segmented import Segment, Segmented
from consult_app.ui.widgets.text import Rule, Text

_SEVERITY_WIDTH: Final = 248


class AreaRow(QWidget):
    """One area. Space chooses it, 1, 2 and 3 set the severity, Del clears it, Up and Down move."""

    toggled = Signal(bool)
    severity_set = Signal(object)
    moved = Signal(int)

    def __init__(self, theme: Theme, view: AreaView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.area: Final = view.area
        self.check = CheckRow(theme, view.name)
        self.check.setObjectName(f"concerns_area_{view.area.value}")
        self.error = Text(theme, role="meta", color="stop", wrap=False)
        self.copied = Text(theme, "Copied", role="meta", color="wait", wrap=False)
        self.copied.setObjectName(f"concerns_copied_{view.area.value}")
        self.copied.hide()
        self.severity = Segmented(
            theme,
            f"Severity, {view.name}",
            [Segment(severity.value, words, digit) for severity, words, digit in SEVERITIES],
        )
        self.severity.setMinimumWidth(_SEVERITY_WIDTH)
        self.severity.setMaximumWidth(_SEVERITY_WIDTH * 2)
        for option in self.severity.options:
            option.setObjectName(f"concerns_severity_{view.area.value}_{option.segment.key}")
            option.installEventFilter(self)
        self.check.installEventFilter(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.check, 1)
        row.addWidget(self.copied, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.error, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.severity, 0)
        keep = self.severity.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.severity.setSizePolicy(keep)
        self.setMinimumHeight(theme.px(Size.CHECK_ROW))
        self.check.clicked.connect(self.toggled)
        self.severity.chosen.connect(lambda key: self.severity_set.emit(Severity(key)))

    def show_area(self, view: AreaView, *, marked: bool) -> None:
        """Show the area; ``marked`` puts what it lacks beside it."""
        self.check.setChecked(view.on)
        if not view.on and any(option.hasFocus() for option in self.severity.options):
            self.check.setFocus(Qt.FocusReason.OtherFocusReason)
        self.severity.setVisible(view.on)
        self.severity.set_value(view.severity.value if view.severity is not None else None)
        self.error.setText("Set the severity" if marked and view.error else "")
        self.error.setVisible(bool(marked and view.error))
        self.copied.setVisible(view.copied)
        said = (view.error if marked else "", "Copied, not confirmed" if view.copied else "")
        self.check.setAccessibleDescription(". ".join(words for words in said if words))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if self.check.isChecked():
                self.toggled.emit(False)
            return True
        if watched is not self.check:
            return False
        if event.text() in SEVERITY_OF_DIGIT:
            self.severity_set.emit(SEVERITY_OF_DIGIT[event.text()])
            return True
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
            return True
        return False


class AreaList(QWidget):
    """All areas, one under the other."""

    spoken_role: Final[SpokenRole] = "group"

    chosen = Signal(object, bool)
    severity_set = Signal(object, object)

    def __init__(self, theme: Theme, areas: Sequence[AreaView], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Areas")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule(theme))
        self.rows: Final = {view.area: AreaRow(theme, view) for view in areas}
        for area, row in self.rows.items():
            column.addWidget(row)
            column.addWidget(Rule(theme))
            row.toggled.connect(lambda on, area=area: self.chosen.emit(area, on))
            row.severity_set.connect(lambda severity, area=area: self.severity_set.emit(area, severity))
            row.moved.connect(lambda step, area=area: self._move(area, step))

    def show_areas(self, areas: Sequence[AreaView], *, marked: bool) -> None:
        """Show the answers for one concern."""
        for view in areas:
            self.rows[view.area].show_area(view, marked=marked)

    def _move(self, area: Area, step: int) -> None:
        order = list(self.rows)
        at = (order.index(area) + step) % len(order)
        self.rows[order[at]].check.setFocus(Qt.FocusReason.TabFocusReason)
