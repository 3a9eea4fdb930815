"""The Today panel: verdict, findings and plan, always beside the step."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSpacerItem, QVBoxLayout, QWidget

from consult_app.ui.presenters.today import TodayView
from consult_app.ui.presenters.why import VERDICT
from consult_app.ui.shell.findings_list import FindingsList
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.roles import SpokenRole
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import TokenName
from consult_app.ui.widgets.buttons import LinkButton, SecondaryButton
from consult_app.ui.widgets.finding_row import SIDE
from consult_app.ui.widgets.key_values import KeyValue, KeyValueRows
from consult_app.ui.widgets.text import Rule, Text
from consult_app.ui.widgets.verdict import VerdictCard

QWIDGETSIZE_MAX: Final = 16_777_215
_GAP: Final = 20
_TIGHT_GAP: Final = 12
"""Space in px between the parts; the tight one where the findings would have to scroll else."""


class TodayPanel(QFrame):
    """``why_asked`` gives the key of a finding; ``not_treated_asked`` follows "Save as not treated"."""

    spoken_role: Final[SpokenRole] = "pane"

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
        self.why = LinkButton(theme, "Why this verdict", inline=True, role="meta")
        self.why.setObjectName("today_why")
        self.why.clicked.connect(lambda: self.why_asked.emit(VERDICT))
        self._not_treated_words = Text(theme, "", role="meta", color="text2")
        self.not_treated = SecondaryButton(theme, "Save as not treated")
        self.not_treated.setObjectName("today_not_treated")
        self.not_treated.clicked.connect(self.not_treated_asked)

        self._inner = QWidget()
        self._column = QVBoxLayout(self._inner)
        self._column.setSpacing(0)
        self._add(_heading(Text(theme, "Today", role="verdict", wrap=False), self._day), below=8)
        self._gaps: Final[list[QSpacerItem]] = []
        self._add(_boxed(self.verdict))
        self._add_gap()
        self._add(_heading(Text(theme, "Findings", role="section", wrap=False), self._count), below=6)
        self._add(_boxed(Rule(theme)))
        self._add(_boxed(self._no_findings))
        self._column.addWidget(self.findings)
        self._add_gap()
        self._add(_heading(self._plan_title, self._plan_note), below=6)
        self._add(_boxed(Rule(theme)), below=8)
        self._add(_boxed(self._plan_text))
        self._add(_boxed(self.plan))
        self._column.addStretch(1)
        self._column.addSpacing(12)
        foot = _boxed(self._source)
        foot.setStretch(0, 1)
        foot.addWidget(self.why, 0, Qt.AlignmentFlag.AlignVCenter)
        self._add(foot)
        self._add(_boxed(self._not_treated_words), below=8)
        self._add(_boxed(self.not_treated))
        self._add_gap()
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
        for watched in (self._inner, self.findings):
            watched.installEventFilter(self)
        theme.changed.connect(self.update)

    def set_layout(self, *, width: int) -> None:
        """So wide, with padding to match."""
        side = 24 if width > 320 else 16
        self.setFixedWidth(width)
        self._column.setContentsMargins(side - SIDE - 1, _GAP, side - SIDE, 0)

    def _add(self, row: QHBoxLayout, *, below: int = 0) -> None:
        """One row of the panel; findings alone reach ``SIDE`` px further out on both sides."""
        row.setContentsMargins(SIDE, 0, SIDE, 0)
        self._column.addLayout(row)
        if below:
            self._column.addSpacing(below)

    def _add_gap(self) -> None:
        gap = QSpacerItem(0, _GAP)
        self._gaps.append(gap)
        self._column.addItem(gap)

    def _share_room(self) -> None:
        """The findings get their room first: the gaps shrink before a row has to scroll.

        Only the findings scroll while there is room for the rest; where there is not, the whole panel does.
        """
        now, room = sum(gap.sizeHint().height() for gap in self._gaps), self.height()
        content = self._column.totalHeightForWidth(self._inner.width()) - now
        wanted = _GAP if content + _GAP * len(self._gaps) <= room else _TIGHT_GAP
        if now != wanted * len(self._gaps):
            for gap in self._gaps:
                gap.changeSize(0, wanted)
            self._column.invalidate()
        hidden = 0
        if self.findings.isVisibleTo(self):
            hidden = self.findings.sizeHint().height() - self.findings.minimumSizeHint().height()
        fits = content - hidden + _TIGHT_GAP * len(self._gaps) <= room
        self._inner.setMaximumHeight(room if fits else QWIDGETSIZE_MAX)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._share_room()
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

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
