"""Why a line on screen stands, over the sheet, with the reason editor in place."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from consult_app.ui.presenters.why import reason_problem
from consult_app.ui.presenters.why_parts import WhyPart, WhyView
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton
from consult_app.ui.widgets.field import NoteField
from consult_app.ui.widgets.popover import Popover
from consult_app.ui.widgets.segmented import Segment, Segmented
from consult_app.ui.widgets.selectable import SelectableText
from consult_app.ui.widgets.tag import Tag
from consult_app.ui.widgets.text import Text

_LABELS: Final = {"override": "Override", "decision": "Decide"}


class WhyPopover(Popover):
    """Tells what the user wants; records nothing itself.

    ``go_asked`` gives an answer path, ``take_back_asked`` a rule, ``recorded`` a rule, the choice (``override``,
    ``proceed`` or ``postpone``) and the reason.
    """

    go_asked = Signal(str)
    recorded = Signal(str, str, str)
    take_back_asked = Signal(str)

    def __init__(self, theme: Theme, view: WhyView, *, parent: QWidget) -> None:
        super().__init__(theme, view.title, parent=parent)
        self.setObjectName("why_popover")
        self.cross.setObjectName("why_close")
        self._view = view
        self._corner = QPoint()
        self._top = 0
        self._bottom = 0
        self._from: QWidget | None = None
        self._parts = QWidget()
        parts = QVBoxLayout(self._parts)
        parts.setContentsMargins(0, 0, 8, 0)
        parts.setSpacing(0)
        self._add_parts(parts)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._parts)
        self._parts.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        self.column.addWidget(self._scroll)

        self.go = SecondaryButton(theme, "Go to answer", compact=True)
        self.go.setObjectName("why_go")
        self.go.setVisible(bool(view.path))
        self.go.clicked.connect(lambda: self.go_asked.emit(view.path))
        self.decide = LinkButton(theme, _LABELS.get(view.asks, ""), underline=False, role="strong")
        self.decide.setObjectName("why_decide")
        self.decide.setVisible(view.asks != "nothing" and not view.refusal)
        self.decide.clicked.connect(self.open_editor)
        self.take_back = LinkButton(theme, "Take back", underline=False, role="strong")
        self.take_back.setObjectName("why_take_back")
        self.take_back.setVisible(view.recorded and not view.refusal)
        self.take_back.clicked.connect(lambda: self.take_back_asked.emit(view.rule))
        self._buttons = QWidget()
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 8, 0, 0)
        buttons.setSpacing(16)
        for button in (self.go, self.decide, self.take_back):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.column.addWidget(self._buttons)
        self._add_editor()
        footing = SelectableText(theme, view.footing, role="meta", color="text2")
        footing.setObjectName("why_footing")
        self.copy = LinkButton(theme, "Copy", role="meta")
        self.copy.setObjectName("why_copy")
        self.copy.setAccessibleName("Copy all of this as text")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(view.text))
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(footing, 1)
        foot.addWidget(self.copy)
        self.column.addLayout(foot)

    def open_beside(self, corner: QPoint, *, opener: QWidget, top: int, bottom: int) -> None:
        """Open with the top right corner at ``corner``, so many px of the parent left free above and below."""
        self._corner, self._top, self._bottom, self._from = corner, top, bottom, opener
        self._place(self.go if self._view.path else self.cross)

    def open_editor(self) -> None:
        """Ask for the reason in place."""
        if self.decide.isHidden():
            return
        self._buttons.hide()
        self._editor.show()
        self._place(self._choice if self._view.asks == "decision" else self._reason.editor)

    def _add_parts(self, column: QVBoxLayout) -> None:
        for part in self._view.parts:
            if column.count():
                column.addSpacing(10)
            if part.label:
                column.addWidget(Text(self._theme, part.label, role="meta", color="text2"))
            shown = part.lines[: part.shown] if part.shown else part.lines
            if shown:
                self._add(column, part.label, shown)
            if len(shown) < len(part.lines):
                self._fold(column, part)
            if part.mark:
                column.addSpacing(4)
                column.addWidget(Tag(self._theme, "basis", part.mark), 0, Qt.AlignmentFlag.AlignLeft)

    def _add(self, column: QVBoxLayout, label: str, lines: Sequence[str]) -> SelectableText:
        text = SelectableText(self._theme, "\n".join(lines))
        text.setAccessibleName(f"{label} {text.words}".strip())
        column.addWidget(text)
        return text

    def _fold(self, column: QVBoxLayout, part: WhyPart) -> None:
        """The lines that are not shown at first, and the link that shows them."""
        more = LinkButton(self._theme, f"Show all {len(part.lines)}")
        more.setObjectName("why_more")
        more.setAccessibleName(f"{part.label}: show all {len(part.lines)}")
        rest = self._add(column, part.label, part.lines[part.shown :])
        rest.hide()
        column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

        def unfold() -> None:
            rest.show()
            more.hide()
            self._place(self.cross)

        more.clicked.connect(unfold)

    def _add_editor(self) -> None:
        theme = self._theme
        self._choice = Segmented(
            theme, "Decision", (Segment("proceed", "Go ahead", "g"), Segment("postpone", "Postpone", "p"))
        )
        self._choice.setObjectName("why_choice")
        self._choice.setVisible(self._view.asks == "decision")
        self._reason = NoteField(theme, "Reason", hint="20 characters or more. Staff read this, patients do not.")
        self._reason.editor.setObjectName("why_reason")
        self._record = PrimaryButton(theme, "Record", compact=True)
        self._record.setObjectName("why_record")
        cancel = SecondaryButton(theme, "Cancel", compact=True)
        cancel.setObjectName("why_cancel")
        self._record.clicked.connect(self._try_record)
        cancel.clicked.connect(self._close_editor)
        self._editor = QWidget()
        column = QVBoxLayout(self._editor)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._choice)
        column.addWidget(self._reason)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._record)
        row.addWidget(cancel)
        row.addStretch(1)
        column.addLayout(row)
        self._editor.hide()
        self.column.addWidget(self._editor)

    def _try_record(self) -> None:
        decision = self._view.asks == "decision"
        if decision and self._choice.value is None:
            self._reason.set_error("Choose Go ahead or Postpone.")
            self._place(self._choice)
            return
        problem = reason_problem(self._reason.text)
        if problem:
            self._reason.set_error(problem)
            self._place(self._reason.editor)
            return
        choice = (self._choice.value or "") if decision else "override"
        self.recorded.emit(self._view.rule, choice, self._reason.text)

    def _close_editor(self) -> None:
        self._editor.hide()
        self._buttons.show()
        self._place(self.decide)

    def _place(self, focus: QWidget) -> None:
        """Fit the parts into the room above the buttons, then open or move."""
        width = self.width() - 48
        wanted = self._parts.layout()
        tall = wanted.heightForWidth(width - 12) if wanted is not None else 0
        below = self._editor.sizeHint().height() if not self._editor.isHidden() else self._buttons.sizeHint().height()
        host = self.parentWidget()
        room = (host.height() if host is not None else 0) - self._top - self._bottom - below - 176
        self._scroll.setFixedHeight(max(min(tall, room), 60))
        if self._from is not None:
            self.open_at(self._corner, opener=self._from, focus=focus, bottom=self._bottom)
