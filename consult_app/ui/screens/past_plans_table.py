"""The list of past plans: rows are read page by page as they come into sight."""

from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from consult_app.ui.presenters.past_plans import PastRow
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size, TokenName
from consult_app.ui.widgets.painting import TextBlock
from consult_app.ui.widgets.tag import draw_tag, tag_width

PAGE: Final = 200
"""Rows read at once."""

_HEADS: Final = ("Date", "Patient", "Provider", "Result", "Handout")
_SHARES: Final = (0.15, 0.30, 0.23, 0.18, 0.14)
_Index = QModelIndex | QPersistentModelIndex


class PlanTableModel(QAbstractTableModel):
    """Knows how many plans there are and asks with ``page_wanted`` for those it has not read."""

    page_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._total = 0
        self._pages: dict[int, tuple[PastRow, ...]] = {}
        self._asked: set[int] = set()

    def show_first(self, rows: tuple[PastRow, ...], total: int) -> None:
        """Begin anew with the first page of ``total`` plans."""
        self.beginResetModel()
        self._total = total
        self._pages = {0: rows}
        self._asked = {0}
        self.endResetModel()

    def add_page(self, page: int, rows: tuple[PastRow, ...]) -> None:
        """Take in a page that was asked for."""
        self._pages[page] = rows
        first = page * PAGE
        last = min(first + len(rows), self._total) - 1
        if rows:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(_HEADS) - 1))

    def row(self, at: int) -> PastRow | None:
        """The plan of a row, ``None`` while it is not read."""
        page, offset = divmod(at, PAGE)
        if page not in self._pages:
            if page not in self._asked and 0 <= at < self._total:
                self._asked.add(page)
                self.page_wanted.emit(page)
            return None
        rows = self._pages[page]
        return rows[offset] if offset < len(rows) else None

    @override
    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._total

    @override
    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(_HEADS)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        row = self.row(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_words(row, index.column())[0]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken if row is not None and index.column() == 0 else " ".join(cell_words(row, index.column()))
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return f"{_HEADS[section]} ↓" if section == 0 else _HEADS[section]
        return None


def cell_words(row: PastRow | None, column: int) -> tuple[str, str]:
    """Both lines of a cell."""
    if row is None:
        return ("Loading...", "") if column == 1 else ("", "")
    return (
        (row.day, ""),
        (row.family, row.under),
        (row.provider, row.changes),
        (row.tag_words, ""),
        (row.handout, row.handout_more),
    )[column]


class _PlanDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, table: "PlanTable") -> None:
        super().__init__(table)
        self._theme = theme
        self._table = table

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(80, self._theme.px(Size.ROW))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, rect, column = self._theme, option.rect, index.column()
        row = self._table.plans.row(index.row())
        painter.save()
        painter.setClipRect(rect)
        selected = index.row() == self._table.currentIndex().row()
        if selected:
            self._frame(painter, rect, column)
        else:
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line"))
        inner = rect.adjusted(12, 0, -4, 0)
        if column == 3 and row is not None:
            wide = min(tag_width(theme, row.tag_words), inner.width())
            box = QRect(inner.left(), 0, wide, theme.px(Size.TAG))
            box.moveTop(rect.top() + (rect.height() - box.height()) // 2)
            draw_tag(painter, theme, box, kind=row.tag, text=row.tag_words)
        else:
            self._words(painter, inner, cell_words(row, column), strong=column == 1 and row is not None)
        painter.restore()

    def _words(self, painter: QPainter, room: QRect, words: tuple[str, str], *, strong: bool) -> None:
        theme = self._theme
        first = TextBlock(
            theme, words[0].replace("&", "&&"), role="dense_strong" if strong else "dense", wrap=False, tabular=True
        )
        if not words[1]:
            first.draw(painter, room, theme.color("text"), middle=True)
            return
        line, under = theme.line("dense"), theme.line("meta")
        top = room.top() + (room.height() - line - under) // 2
        first.draw(painter, QRect(room.left(), top, room.width(), line), theme.color("text"))
        second = TextBlock(theme, words[1].replace("&", "&&"), role="meta", wrap=False)
        second.draw(painter, QRect(room.left(), top + line, room.width(), under), theme.color("text2"))

    def _frame(self, painter: QPainter, rect: QRect, column: int) -> None:
        tint: TokenName = "accent_tint"
        edge = self._theme.color("accent")
        painter.fillRect(rect, self._theme.color(tint))
        painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 2), edge)
        painter.fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), 2), edge)
        if column == 0:
            painter.fillRect(QRect(rect.left(), rect.top(), 2, rect.height()), edge)
        if column == len(_HEADS) - 1:
            painter.fillRect(QRect(rect.right() - 1, rect.top(), 2, rect.height()), edge)


class PlanTable(QTableView):
    """``row_chosen`` gives the row that is current, ``opened`` follows Enter and a double click."""

    row_chosen = Signal(int)
    opened = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.plans: Final = PlanTableModel(self)
        self.setObjectName("past_plans_table")
        self.setAccessibleName("Past plans")
        self.setModel(self.plans)
        self.setItemDelegate(_PlanDelegate(theme, self))
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        self.doubleClicked.connect(self.opened)
        theme.changed.connect(self._fit)
        self._fit()

    def select_row(self, at: int) -> None:
        """Make a row current, as a click does."""
        if 0 <= at < self.plans.rowCount():
            self.setCurrentIndex(self.plans.index(at, 0))

    def select_by(self, by: int) -> None:
        """Go up or down."""
        total = self.plans.rowCount()
        if total:
            self.select_row(min(max(self.currentIndex().row() + by, 0), total - 1))

    @override
    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self.row_chosen.emit(current.row())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
            return
        super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        width = self.viewport().width()
        for column, share in enumerate(_SHARES):
            self.setColumnWidth(column, int(width * share))

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(Size.ROW))
        self.horizontalHeader().setFont(self._theme.font("meta"))
        self.viewport().update()
