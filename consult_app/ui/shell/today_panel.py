"""The Today panel: verdict, findings and plan, always beside the step."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from consult_app.ui.presenters.today import FindingView, TodayView
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import TokenName
from consult_app.ui.widgets.buttons import SecondaryButton
from consult_app.ui.widgets.finding_row import SIDE, FindingLine, FindingRow
from consult_app.ui.widgets.key_values import KeyValue, KeyValueRows
from consult_app.ui.widgets.text import Rule, Text
from consult_app.ui.widgets.verdict import VerdictCard

ROOMY: Final = 560
"""Height of the panel in px under which all of it scrolls."""

QWIDGETSIZE_MAX: Final = 16_777_215


class TodayPanel(QFrame):
    """``why_asked`` gives the key of a finding; ``not_treated_asked`` follows "Save as not treated"."""

    why_asked = Signal(str)
    not_treated_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: TodayView | None = None
        self.setObjectName("today_panel")
        self.setAccessibleName("Today")
        self._day = Text(theme, "", role="dense", color="text2", wrap=False, tabular=True)
        self.verdict = VerdictCard(theme)
        self.verdict.setObjectName("today_verdict")
        self.findings = FindingsList(theme)
        self.findings.why_asked.connect(self.why_asked)
        self._count = Text(theme, "", role="dense", color="text2", wrap=False)
        self._no_findings = Text(theme, "No findings.", role="dense", color="text2")
        self._plan_title = Text(theme, "Proposed plan", role="section", wrap=False)
        self._plan_note = Text(theme, "", role="dense", color="text2", wrap=False)
        self._plan_text = Text(theme, "", role="dense", color="text2")
        self.plan = KeyValueRows(theme)
        self._source = Text(theme, "", role="meta", color="text2")
        self._source.setObjectName("today_source")
        self._not_treated_words = Text(theme, "", role="meta", color="text2")
        self.not_treated = SecondaryButton(theme, "Save as not treated")
        self.not_treated.setObjectName("today_not_treated")
        self.not_treated.clicked.connect(self.not_treated_asked)

        self._inner = QWidget()
        self._column = QVBoxLayout(self._inner)
        self._column.setSpacing(0)
        self._add(_heading(Text(theme, "Today", role="verdict", wrap=False), self._day), below=8)
        self._add(_boxed(self.verdict), below=20)
        self._add(_heading(Text(theme, "Findings", role="section", wrap=False), self._count), below=6)
        self._add(_boxed(Rule(theme)))
        self._add(_boxed(self._no_findings), below=8)
        self._column.addWidget(self.findings)
        self._column.addSpacing(20)
        self._add(_heading(self._plan_title, self._plan_note), below=6)
        self._add(_boxed(Rule(theme)), below=8)
        self._add(_boxed(self._plan_text))
        self._add(_boxed(self.plan))
        self._column.addStretch(1)
        self._column.addSpacing(12)
        self._add(_boxed(self._source))
        self._add(_boxed(self._not_treated_words), below=8)
        self._add(_boxed(self.not_treated))
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._inner)
        self._inner.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(self._scroll)
        self.set_layout(width=352)
        theme.changed.connect(self.update)

    def set_layout(self, *, width: int) -> None:
        """So wide, with padding to match."""
        side = 24 if width > 320 else 16
        self.setFixedWidth(width)
        self._column.setContentsMargins(side - SIDE - 1, 20, side - SIDE, 20)

    def _add(self, row: QHBoxLayout, *, below: int = 0) -> None:
        """One row of the panel; findings alone reach ``SIDE`` px further out on both sides."""
        row.setContentsMargins(SIDE, 0, SIDE, 0)
        self._column.addLayout(row)
        if below:
            self._column.addSpacing(below)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Only the findings scroll while there is room for the rest; in a low window everything does."""
        super().resizeEvent(event)
        roomy = event.size().height() >= self._theme.px(ROOMY)
        self._inner.setMaximumHeight(event.size().height() if roomy else QWIDGETSIZE_MAX)

    def show_view(self, view: TodayView) -> None:
        """Show the panel's words; only what changed is touched."""
        if view == self._view:
            return
        self._view = view
        self._day.setText(view.day)
        self.verdict.set_verdict(view.verdict.kind, view.verdict.title, view.verdict.reason)
        self._count.setText(view.findings_note)
        self.findings.show_findings(view.findings)
        self.findings.setVisible(bool(view.findings))
        self._no_findings.setVisible(not view.findings)
        color: TokenName = "wait" if view.changed else "text2"
        self._plan_title.setText(view.plan_title)
        self._plan_note.setText(view.plan_note)
        self._plan_note.set_color(color)
        self.plan.set_rows([KeyValue(key, value) for key, value in view.plan_rows])
        self.plan.setVisible(bool(view.plan_rows))
        self._plan_text.setText(view.plan_text)
        self._plan_text.setVisible(bool(view.plan_text))
        self._source.setText(view.source)
        self._source.setVisible(not view.not_treated)
        self._not_treated_words.setText(view.not_treated)
        self._not_treated_words.setVisible(bool(view.not_treated))
        self.not_treated.setVisible(bool(view.not_treated))

    def focus_first(self) -> None:
        """Give the focus to the first finding."""
        for row in self.findings.rows:
            row.setFocus(Qt.FocusReason.TabFocusReason)
            return

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("window"))
        painter.fillRect(0, 0, 1, self.height(), self._theme.color("line"))


class FindingsList(QScrollArea):
    """As high as its findings while there is room, scrolling when there is not."""

    why_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
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

    @override
    def sizeHint(self) -> QSize:
        return QSize(288, self._tall())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, min(self._tall(), self._theme.px(88)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _make(self, line: FindingLine) -> FindingRow:
        row = FindingRow(self._theme, line)
        row.setObjectName(f"finding_{line.key}")
        row.activated.connect(self.why_asked)
        return row

    def _tall(self) -> int:
        width = max(self.viewport().width(), 160)
        return sum(row.heightForWidth(width) for row in self.rows)

    def _fit(self) -> None:
        self.setMaximumHeight(self._tall())
        self.updateGeometry()


def _boxed(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(widget)
    return row


def _heading(title: Text, note: Text) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(title)
    row.addStretch(1)
    row.addWidget(note, 0, Qt.AlignmentFlag.AlignVCenter)
    return row
