"""The findings of the Today panel, one row each; where they do not all fit, whole rows scroll."""

from itertools import accumulate
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QRegion, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from consult_app.ui.presenters.today import FindingView
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.finding_row import FindingLine, FindingRow

_NOTCH: Final = 120
"""Wheel movement, in eighths of a degree, that goes on by one row."""


class FindingsList(QScrollArea):
    """As high as its findings while there is room; else it shows whole rows and scrolls by rows.

    ``why_asked`` gives the key of a finding.
    """

    why_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._at = 0
        self._turned = 0
        self.rows: Final[list[FindingRow]] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self.setWidget(self._content)
        self._content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._settle)
        bar.sliderReleased.connect(lambda: self._settle(bar.value()))
        theme.changed.connect(self._fit)

    def show_findings(self, findings: tuple[FindingView, ...]) -> None:
        """Show the rows in order; rows that stay keep their widget and the focus."""
        kept = {row.line.key: row for row in self.rows}
        wanted = [FindingLine(each.key, each.kind, each.title, each.reason) for each in findings]
        gone = kept.keys() - {line.key for line in wanted}
        for key in gone:
            row = kept.pop(key)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows.clear()
        for at, line in enumerate(wanted):
            row = kept.get(line.key) or self._make(line)
            if row.line != line:
                row.set_line(line)
            if self._column.indexOf(row) != at:
                self._column.removeWidget(row)
                self._column.insertWidget(at, row)
            self.rows.append(row)
        self._fit()

    def row(self, key: str) -> FindingRow | None:
        """The row of a finding, ``None`` when it is not there."""
        return next((row for row in self.rows if row.line.key == key), None)

    def reveal(self, row: FindingRow) -> None:
        """Scroll until the row is whole; where it is already, nothing moves."""
        if row not in self.rows:
            return
        tops, index, bar = self._tops(), self.rows.index(row), self.verticalScrollBar()
        shown = self.viewport().height()
        if tops[index] < bar.value():
            bar.setValue(tops[index])
        elif tops[index + 1] > bar.value() + shown:
            bar.setValue(next(top for top in tops if tops[index + 1] - top <= shown or top == tops[index]))

    @override
    def sizeHint(self) -> QSize:
        return QSize(288, self._tops()[-1])

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, min(self._tops()[-1], self._theme.px(88)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """One row a notch; less than a notch is added up."""
        bar = self.verticalScrollBar()
        if bar.maximum() == 0:
            event.ignore()
            return
        self._turned -= event.angleDelta().y()
        rows, tops = int(self._turned / _NOTCH), self._tops()
        self._turned -= rows * _NOTCH
        at = min(range(len(tops)), key=lambda index: abs(tops[index] - bar.value()))
        bar.setValue(tops[min(max(at + rows, 0), len(tops) - 1)])
        event.accept()

    def _make(self, line: FindingLine) -> FindingRow:
        row = FindingRow(self._theme, line)
        row.setObjectName(f"finding_{line.key}")
        row.activated.connect(self.why_asked)
        return row

    def _tops(self) -> list[int]:
        """Where each row begins, and where the last one ends."""
        width = max(self.viewport().width(), 160)
        return list(accumulate((row.heightForWidth(width) for row in self.rows), initial=0))

    def _fit(self) -> None:
        """No more height than the rows take; of less, room below the last row so that each can stand at the top."""
        tops, height = self._tops(), self.height()
        self.setMaximumHeight(tops[-1])
        last = next(top for top in tops if tops[-1] - top <= height)
        self._column.setContentsMargins(0, 0, 0, max(last + height - tops[-1], 0) if last else 0)
        self.updateGeometry()
        self._clip()

    def _clip(self) -> None:
        """Leave out what a row that does not fit would show of itself."""
        tops, view, bar = self._tops(), self.viewport(), self.verticalScrollBar()
        end = bar.value() + view.height()
        whole = max((top for top in tops if top <= end), default=0) - bar.value()
        if bar.isSliderDown() or tops[-1] <= end or whole <= 0:
            view.clearMask()
        else:
            view.setMask(QRegion(0, 0, view.width(), whole))

    def _settle(self, value: int) -> None:
        """Come to rest at the beginning of a row, onward in the direction that was scrolled."""
        bar, tops = self.verticalScrollBar(), self._tops()
        if bar.isSliderDown() or value == bar.maximum() or value in tops:
            self._at = value
            self._clip()
            return
        onward = value > self._at
        self._at = min(top for top in tops if top >= value) if onward else max(top for top in tops if top <= value)
        bar.setValue(self._at)
