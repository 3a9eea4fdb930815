"""The pieces of Home: rows of patients found, cards of drafts, the list of today."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from consult_app.ui.presenters.home import DraftCardView, MatchesView, MatchView, TodayListView, TodayRowView
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.roles import SpokenRole
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import TokenName
from consult_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from consult_app.ui.widgets.callout import Card
from consult_app.ui.widgets.painting import Span, TextBlock, draw_box, draw_icon
from consult_app.ui.widgets.pressable import Pressable
from consult_app.ui.widgets.progress import ProgressSegments
from consult_app.ui.widgets.tag import Tag
from consult_app.ui.widgets.text import Rule, Text

_ROW: Final = 64
_ROW_PAD: Final = 20
_LEFT: Final = 16


class MatchList(QFrame):
    """Patients found and the row for a new one. Up and Down in the search call ``select_by``; one row is selected."""

    spoken_role: Final[SpokenRole] = "group"

    chosen = Signal(object)
    new_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._selected = 0
        self.rows: list[Pressable] = []
        self.setObjectName("home_matches")
        self.setAccessibleName("Patients found")
        self._empty = Text(theme, "", role="body", color="text2")
        self._empty.setObjectName("home_no_match")
        self._pad = QWidget()
        pad = QHBoxLayout(self._pad)
        pad.setContentsMargins(16, 12, 16, 12)
        pad.addWidget(self._empty)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._column.addWidget(self._pad)
        self.hide()
        theme.changed.connect(self.update)

    def show_matches(self, view: MatchesView) -> None:
        """Show the rows; the first is selected."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        self._empty.setText(view.empty)
        self._pad.setVisible(bool(view.empty))
        for at, each in enumerate(view.rows):
            row = MatchRow(self._theme, each)
            row.setObjectName(f"match_{at}")
            row.clicked.connect(lambda _on=False, each=each: self.chosen.emit(each))
            self._add(row)
        if view.new_patient:
            new = NewRow(self._theme, view.new_patient)
            new.setObjectName("match_new")
            new.clicked.connect(self.new_asked)
            self._add(new)
        self.setVisible(bool(self.rows))
        self._select(0)

    def select_by(self, by: int) -> None:
        """Select the next or the previous row."""
        if self.rows:
            self._select(max(0, min(self._selected + by, len(self.rows) - 1)))

    def open_selected(self) -> None:
        """Press the selected row."""
        if self.rows:
            self.rows[self._selected].click()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        draw_box(QPainter(self), self.rect(), fill=theme.color("surface"), edge=theme.color("line"))

    def _add(self, row: Pressable) -> None:
        self._column.addWidget(row)
        self.rows.append(row)

    def _select(self, at: int) -> None:
        self._selected = at
        for index, row in enumerate(self.rows):
            if isinstance(row, MatchRow | NewRow):
                row.set_selected(index == at, last=index == len(self.rows) - 1)


class _Row(Pressable):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._selected = False
        self._last = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_selected(self, on: bool, *, last: bool) -> None:
        """Tint the row that Enter opens."""
        self._selected, self._last = on, last
        self.setProperty("selected", on)
        self.update()

    def paint_ground(self, painter: QPainter) -> None:
        theme = self._theme
        if self._selected:
            draw_box(painter, self.rect(), fill=theme.color("accent_tint"), edge=theme.color("accent"), width=2)
        elif self.isDown() or self.hovered:
            painter.fillRect(self.rect().adjusted(1, 1, -1, -1), theme.color("surface2"))
        if not self._last and not self._selected:
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, self._theme.px(_ROW))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(280, self.sizeHint().height())

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    def around(self, words: int) -> int:
        """Height in px of the row around ``words`` px of text; it wraps, so that no name is ever cut."""
        return max(words + _ROW_PAD, self.sizeHint().height())


class MatchRow(_Row):
    """One patient: name and record, birth date and phone, last visit."""

    def __init__(self, theme: Theme, view: MatchView, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._view = view
        self.setAccessibleName(view.spoken)

    @override
    def heightForWidth(self, width: int) -> int:
        return self.around(self._name().height(self._edges(width)[1] - _LEFT - 8) + self._theme.line("meta"))

    def _edges(self, width: int) -> tuple[int, int, int, int]:
        """Where the columns begin and the last one ends, px."""
        room = width - _LEFT - 44
        return _LEFT, _LEFT + int(room * 0.44), _LEFT + int(room * 0.74), _LEFT + room

    def _name(self) -> TextBlock:
        return TextBlock(self._theme, [Span(p.text, strong=p.found, underline=p.found) for p in self._view.name])

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_ground(painter)
        theme, view = self._theme, self._view
        edges, name = self._edges(self.width()), self._name()
        line, under = name.height(edges[1] - edges[0] - 8), theme.line("meta")
        top = (self.height() - line - under) // 2
        self._draw(painter, name, edges[0], edges[1], top, "text")
        left = edges[0]
        if view.warning:
            at = QRect(left, top + line, 18, 18)
            draw_icon(painter, theme, "triangle-alert", color="wait", rect=at)
            left += 26
        words = TextBlock(theme, _plain(view.warning or view.under), role="meta", wrap=False)
        self._draw(painter, words, left, edges[1], top + line, "wait" if view.warning else "text2")
        line = theme.line("body")
        facts = ((view.born, view.phone), (view.visit, view.visit_label))
        for column, (value, label) in enumerate(facts, start=1):
            from_x, to_x = edges[column], edges[column + 1]
            block = TextBlock(theme, _plain(value), role="dense", wrap=False, tabular=True)
            self._draw(painter, block, from_x, to_x, top + 2, "text")
            small = TextBlock(theme, _plain(label), role="meta", wrap=False)
            self._draw(painter, small, from_x, to_x, top + line, "text2")
        chevron = QRect(self.width() - 38, (self.height() - 20) // 2, 20, 20)
        draw_icon(painter, theme, "chevron-right", color="text2", rect=chevron)

    def _draw(self, painter: QPainter, block: TextBlock, left: int, right: int, top: int, color: TokenName) -> None:
        painter.save()
        room = QRect(left, top, max(right - left - 8, 1), self.height())
        painter.setClipRect(room)
        block.draw(painter, room, self._theme.color(color))
        painter.restore()


class NewRow(_Row):
    """The last row: start with a new patient of the name typed."""

    def __init__(self, theme: Theme, words: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setText(_plain(words))
        self.setAccessibleName(words)

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, self._theme.px(56))

    @override
    def heightForWidth(self, width: int) -> int:
        return self.around(TextBlock(self._theme, self.text(), role="strong").height(width - 60))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_ground(painter)
        theme = self._theme
        draw_icon(painter, theme, "plus", color="accent", rect=QRect(18, (self.height() - 20) // 2, 20, 20))
        block = TextBlock(theme, self.text(), role="strong")
        room = QRect(52, 0, self.width() - 60, self.height())
        block.draw(painter, room, theme.color("accent"), middle=True)


class DraftCard(Card):
    """One draft: who, where it stopped, how far it is, and Resume."""

    resume_asked = Signal(str)

    def __init__(self, theme: Theme, view: DraftCardView, *, primary: bool, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setObjectName(f"draft_{view.draft_id}")
        kind = PrimaryButton if primary else SecondaryButton
        self.resume = kind(theme, "&Resume" if primary else "Resume")
        self.resume.setObjectName(f"resume_{view.draft_id}")
        self.resume.setAccessibleName(f"Resume {view.name}")
        self.resume.clicked.connect(lambda: self.resume_asked.emit(view.draft_id))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(theme, view.name, role="strong"))
        words.addWidget(Text(theme, view.line, role="dense", color="wait" if view.recovered else "text2"))
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addLayout(words, 1)
        top.addWidget(self.resume, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(ProgressSegments(theme, done=view.done, count=7))
        foot = QHBoxLayout()
        foot.addWidget(Text(theme, view.progress, role="meta", color="text2"), 1)
        if view.wait:
            foot.addWidget(Tag(theme, "wait", view.wait))
        column.addLayout(foot)


class TodayList(QWidget):
    """Who is here today. ``resume_asked`` gives a draft's id, ``visit_asked`` a ``PlannedVisit``."""

    resume_asked = Signal(str)
    visit_asked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: TodayListView | None = None
        self.setObjectName("home_today")
        self._day = Text(theme, "", role="dense", color="text2", wrap=False, tabular=True)
        self._summary = Text(theme, "", role="dense", color="text2")
        head = QHBoxLayout()
        head.addWidget(Text(theme, "Today’s consultations", role="section", wrap=False))
        head.addStretch(1)
        head.addWidget(self._day)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addSpacing(12)
        column.addWidget(Rule(theme))
        column.addLayout(self._rows)
        column.addSpacing(12)
        column.addWidget(self._summary)

    def show_list(self, view: TodayListView) -> None:
        """Show today's rows; nothing is rebuilt when they are the same."""
        if view == self._view:
            return
        self._view = view
        self._day.setText(view.day)
        self._summary.setText(view.summary or "Nothing booked for today.")
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        timed = any(row.time for row in view.rows)
        for row in view.rows:
            shown = _TodayRow(self._theme, row, timed=timed)
            if row.opens:
                shown.clicked.connect(lambda _on=False, row=row: self._open(row))
            self._rows.addWidget(shown)

    def _open(self, row: TodayRowView) -> None:
        if row.draft_id is not None:
            self.resume_asked.emit(row.draft_id)
        elif row.visit is not None:
            self.visit_asked.emit(row.visit)


class _TodayRow(Pressable):
    """``timed`` keeps room for the time, so that names stand under one another."""

    def __init__(self, theme: Theme, view: TodayRowView, *, timed: bool, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._view = view
        self.setObjectName(f"today_{view.key}")
        parts = (view.time, view.name, view.under, view.tag_words)
        self.setAccessibleName(", ".join(part for part in parts if part))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if not view.opens:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._tag = Tag(theme, view.tag, view.tag_words, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 9)
        row.setSpacing(12)
        self._time = Text(theme, view.time, role="dense_strong", wrap=False, tabular=True)
        self._time.setMinimumWidth(72)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(theme, view.name, role="body"))
        words.addWidget(Text(theme, view.under, role="meta", color="text2"))
        row.addWidget(self._time)
        self._time.setVisible(timed)
        row.addLayout(words, 1)
        row.addWidget(self._tag)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @override
    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else QSize(240, self._theme.px(60))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else self.sizeHint().height()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._view.opens and (self.isDown() or self.hovered):
            painter.fillRect(self.rect(), self._theme.color("surface2"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.color("line"))


def _plain(text: str) -> str:
    return text.replace("&", "&&")
