"""One decided product: its dates, and the editor that opens under it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from consult_app.domain.answers import AskDecision
from consult_app.ui.presenters.products import (
    USES,
    CategoryChoice,
    ProductEditorView,
    ProductRow,
    last_used_problem,
    resume_problem,
)
from consult_app.ui.presenters.why_parts import product_key
from consult_app.ui.screens.steps.checked_date import CheckedDate
from consult_app.ui.screens.steps.health_findings import FindingCards
from consult_app.ui.screens.steps.products_memory import MemoryLine
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.buttons import IconButton, LinkButton, SecondaryButton
from consult_app.ui.widgets.callout import Card
from consult_app.ui.widgets.combo import Choice, Combo
from consult_app.ui.widgets.field import FieldFrame
from consult_app.ui.widgets.painting import TextBlock
from consult_app.ui.widgets.text import Rule, Text

SHARES: Final = (27, 17, 12, 17)
"""How the columns Product, Category, Pause from and Resume on share the width."""
PEN: Final = 44
_WHY: Final = "Why"
_GAP: Final = 8


class _Cell(QWidget):
    """Two lines; the column's share, not the words, gives the width."""

    def __init__(self, theme: Theme, *, strong: bool = False) -> None:
        super().__init__()
        self.first = Text(theme, role="strong" if strong else "body")
        self.second = Text(theme, role="meta", color="text2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 12, 8)
        column.setSpacing(0)
        column.addWidget(self.first)
        column.addWidget(self.second)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_lines(self, first: str, second: str) -> None:
        self.first.setText(first)
        self.second.setText(second)


class ColumnTitles(QWidget):
    """The names of the columns over the rows."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        for share, words in zip(SHARES, ("Product", "Category", "Pause from", "Resume on"), strict=True):
            title = Text(theme, words, role="meta", color="text2")
            title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            self._row.addWidget(title, share)
        self._leave_room()
        theme.changed.connect(self._leave_room)

    def _leave_room(self) -> None:
        """The columns end where those of the rows end: before the link and the pen."""
        why = TextBlock(self._theme, _WHY, role="dense_strong").natural_width()
        self._row.setContentsMargins(0, 0, PEN + why + _GAP, 6)


class ProductEditor(Card):
    """Use, last use, category and the provider's own date of one product. Each change is told at once."""

    use_chosen = Signal(str)
    last_used_set = Signal(object)
    category_chosen = Signal(str)
    resume_set = Signal(object)
    decided = Signal(object)
    removed = Signal()
    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        view: ProductEditorView,
        categories: Sequence[CategoryChoice],
        *,
        today: Callable[[], date],
        treatment_day: Callable[[], date],
        prefix: str,
    ) -> None:
        super().__init__(theme, sunken=True)
        self._theme = theme
        self._categories = tuple(Choice(each.key, each.text) for each in categories)
        uses = [Choice("", "Not asked"), *(Choice(use.value, words) for use, words in USES)]
        self.use = Combo(theme, f"How often, {view.name}", uses)
        self.use.setObjectName(f"{prefix}_use")
        self.use.chosen.connect(self.use_chosen)
        self.last = CheckedDate(theme, "Last &used", today=today, problem=lambda last: last_used_problem(last, today()))
        self.last.editor.setObjectName(f"{prefix}_last_used")
        self.last.editor.setAccessibleName(f"Last used, {view.name}")
        self.last.accepted.connect(self.last_used_set)
        self.offer = SecondaryButton(theme, "", compact=True)
        self.offer.setObjectName(f"{prefix}_offer")
        self.offer.clicked.connect(self._take_offer)
        self.category = Combo(theme, f"Category, {view.name}")
        self.category.setObjectName(f"{prefix}_category")
        self.category.chosen.connect(self.category_chosen)
        self.resume = CheckedDate(
            theme,
            "&Resume on",
            today=today,
            problem=lambda day: None if day is None else resume_problem(day, treatment_day(), today()),
            optional=True,
        )
        self.resume.editor.setObjectName(f"{prefix}_resume")
        self.resume.editor.setAccessibleName(f"Resume on, {view.name}")
        self.resume.accepted.connect(self.resume_set)
        self._offer_day: date | None = None
        self._lay_out(prefix, view.name)
        self.show_product(view)

    def show_product(self, view: ProductEditorView, gap: str = "") -> None:
        """Show the product as it stands; ``gap`` is what its last use lacks."""
        self.use.set_value(view.use)
        self.last.render_date(view.last_used, gap)
        self._offer_day = view.offer.day if view.offer is not None else None
        self.offer.setVisible(view.offer is not None)
        if view.offer is not None and view.offer.label != self.offer.text():
            self.offer.set_text(view.offer.label)
            self.offer.setAccessibleName(f"{view.offer.label}, {view.name}")
        if self.category.count() == 0:
            self.category.set_choices([Choice("", f"As detected: {view.detected}"), *self._categories])
        self.category.set_value(view.category)
        self.resume.render_date(view.resume_at)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _take_offer(self) -> None:
        if self._offer_day is not None:
            self.last_used_set.emit(self._offer_day)

    def _lay_out(self, prefix: str, name: str) -> None:
        theme = self._theme
        use, category = FieldFrame(theme, "How &often"), FieldFrame(theme, "Cate&gory")
        for frame, combo in ((use, self.use), (category, self.category)):
            words = combo.accessibleName()
            frame.set_editor(combo)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setAccessibleName(words)
        last = QVBoxLayout()
        last.setSpacing(8)
        last.addWidget(self.last)
        last.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignLeft)
        last.addStretch(1)
        done = SecondaryButton(theme, "&Done", compact=True)
        done.setObjectName(f"{prefix}_done")
        done.clicked.connect(self.closed)
        ask = LinkButton(theme, "Ask patient to check")
        ask.setObjectName(f"{prefix}_ask")
        ask.setAccessibleName(f"Ask patient to check {name}")
        ask.clicked.connect(lambda: self.decided.emit(AskDecision()))
        remove = LinkButton(theme, "Re&move")
        remove.setObjectName(f"{prefix}_remove")
        remove.setAccessibleName(f"Remove {name}")
        remove.clicked.connect(self.removed)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.addLayout(last, 0, 0)
        grid.addWidget(use, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(category, 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.resume, 1, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(16)
        buttons.addWidget(done)
        buttons.addWidget(ask)
        buttons.addStretch(1)
        buttons.addWidget(remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addLayout(grid)
        column.addLayout(buttons)


class ProductLine(QWidget):
    """A row of the table; F2 or the pen opens the editor."""

    edit_asked = Signal()
    why_asked = Signal(str)
    decision_asked = Signal(str)
    remember_asked = Signal()

    def __init__(self, theme: Theme, view: ProductRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.index: Final = view.index
        self._view: ProductRow | None = None
        self._cells = tuple(_Cell(theme, strong=number == 0) for number in range(4))
        self.pen = IconButton(theme, "pen", f"Edit {view.name}")
        self.pen.setObjectName(f"products_{view.index}_edit")
        self.pen.clicked.connect(self.edit_asked)
        self.why = LinkButton(theme, _WHY)
        self.why.setObjectName(f"products_{view.index}_why")
        self.why.setAccessibleName(f"Why, {view.name}")
        self.why.clicked.connect(lambda: self.why_asked.emit(product_key(view.index)))
        self.cards = FindingCards(theme, f"products_{view.index}")
        self.cards.why_asked.connect(self.why_asked)
        self.cards.decision_asked.connect(self.decision_asked)
        self.memory = MemoryLine(theme, f"products_{view.index}")
        self.memory.remember_asked.connect(self.remember_asked)
        row = QHBoxLayout()
        row.setSpacing(0)
        for share, cell in zip(SHARES, self._cells, strict=True):
            row.addWidget(cell, share, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.why, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(_GAP)
        row.addWidget(self.pen, 0, Qt.AlignmentFlag.AlignVCenter)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addLayout(row)
        self.column.addWidget(self.memory)
        self.column.addWidget(self.cards)
        self.column.addWidget(Rule(theme))
        self.setMinimumHeight(theme.px(Size.ROW))
        self.show_row(view)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self.edit_asked.emit()
            return
        super().keyPressEvent(event)

    @property
    def words(self) -> tuple[str, ...]:
        """What the row says, cell by cell."""
        return tuple(text for cell in self._cells for text in (cell.first.text(), cell.second.text()))

    def show_row(self, view: ProductRow) -> None:
        """Show the product; nothing is touched while it stays the same."""
        if view == self._view:
            return
        self._view = view
        lines = (
            (view.name.replace("&", "&&"), view.under_name),
            (view.category, view.how),
            (view.pause, view.pause_under),
            (view.resume, view.resume_under),
        )
        for cell, (first, second) in zip(self._cells, lines, strict=True):
            cell.set_lines(first, second)
        self._cells[0].second.set_color("wait" if view.last_use_missing else "text2")
        self.memory.show_memory(view.memory)
        self.cards.set_cards(view.findings)
