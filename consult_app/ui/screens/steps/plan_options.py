"""Up to three ways to plan the series, side by side and of equal weight."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.ui.presenters.plan_options import DateLine, MarkedReason, OptionCard, OptionsView, OptionTag
from consult_app.ui.screens.steps.plan_mark import VisitMark
from consult_app.ui.theme.icons import IconName
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.roles import SpokenRole
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.buttons import LinkButton, SecondaryButton
from consult_app.ui.widgets.field import Icon
from consult_app.ui.widgets.painting import draw_box
from consult_app.ui.widgets.tag import Tag
from consult_app.ui.widgets.text import Rule, Text

_COLUMNS: Final = 3
_TAG_ICONS: Final[dict[OptionTag, IconName]] = {
    "recommended": "star",
    "fewer": "minus",
    "gentler": "clock",
    "more": "plus",
}
_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
_PAD: Final = 16


class OptionCards(QWidget):
    """``chosen`` gives an option's id, ``why_asked`` the key of its popover.

    With the focus on a button arrows move between cards and digits choose.
    """

    spoken_role: Final[SpokenRole] = "group"

    chosen = Signal(str)
    why_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cards: tuple[OptionCard, ...] | None = None
        self.buttons: list[SecondaryButton] = []
        self._ends: list[tuple[QWidget, QWidget]] = []
        self.setAccessibleName("Options")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(0)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
            self._grid.setColumnMinimumWidth(column, 200)
        self._grid.setRowStretch(3, 1)
        theme.changed.connect(self.update)

    def show_options(self, view: OptionsView) -> None:
        """Show the cards; nothing is rebuilt when they are the same."""
        if view.cards == self._cards:
            return
        focused = next((at for at, button in enumerate(self.buttons) if button.hasFocus()), -1)
        self._cards = view.cards
        self.buttons, self._ends = [], []
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for column, card in enumerate(view.cards):
            self._add(column, card)
        if 0 <= focused < len(self.buttons):
            self.buttons[focused].setFocus()
        self.update()

    def focus_first(self) -> None:
        """Give the focus to the first card."""
        if self.buttons:
            self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.modifiers():
            return False
        at = next((at for at, button in enumerate(self.buttons) if button is watched), -1)
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if at < 0:
            return False
        if step:
            self.buttons[(at + step) % len(self.buttons)].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        number = event.key() - Qt.Key.Key_1
        if 0 <= number < len(self.buttons):
            self.buttons[number].click()
            return True
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        for head, foot in self._ends:
            box = head.geometry().united(foot.geometry())
            draw_box(painter, box, fill=theme.color("surface"), edge=theme.color("line_strong"))

    def _add(self, column: int, card: OptionCard) -> None:
        theme = self._theme
        button = SecondaryButton(theme, card.button, compact=True)
        # The digit belongs to this card, not to the window: Alt and a digit goes to a step.
        button.setShortcut(QKeySequence())
        button.setObjectName(f"plan_choose_{card.number}")
        button.setAccessibleName(card.spoken)
        button.clicked.connect(lambda: self.chosen.emit(card.id))
        button.installEventFilter(self)
        self.buttons.append(button)
        tag = Tag(theme, "accent" if card.tag == "recommended" else "plain", card.tag_words, icon=_TAG_ICONS[card.tag])
        why = LinkButton(theme, "Why", inline=True)
        why.setObjectName(f"plan_why_option_{card.number}")
        why.setAccessibleName(f"Why: option {card.number}, {card.tag_words}")
        why.clicked.connect(lambda: self.why_asked.emit(card.why))
        title = QHBoxLayout()
        title.addWidget(Text(theme, card.title, role="verdict"), 1)
        title.addWidget(why, 0, Qt.AlignmentFlag.AlignVCenter)
        head = _padded(16, 12)
        head.column.addWidget(tag, 0, Qt.AlignmentFlag.AlignLeft)
        head.column.addSpacing(10)
        head.column.addLayout(title)
        head.column.addWidget(Text(theme, card.subtitle, color="text2"))
        dates = _padded(0, 12)
        dates.column.setSpacing(3)
        for line in card.dates:
            dates.column.addWidget(_DateRow(theme, line))
        for words in card.dropped:
            dates.column.addWidget(Text(theme, words, role="meta", color="text2"))
        dates.column.addStretch(1)
        rule = _padded(0, 0)
        rule.column.addWidget(Rule(theme))
        reasons = _padded(10, 12)
        reasons.column.setSpacing(6)
        for reason in card.reasons:
            reasons.column.addWidget(ReasonRow(theme, reason))
        reasons.column.addStretch(1)
        foot = _padded(0, 16)
        foot.column.addWidget(button)
        self._ends.append((head, foot))
        for row, part in enumerate((head, dates, rule, reasons, foot)):
            self._grid.addWidget(part, row, column)
            part.show()


class ReasonRow(QWidget):
    """A reason, and under it where it comes from."""

    def __init__(self, theme: Theme, reason: MarkedReason, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        icon: IconName = "dashed-question" if reason.unconfirmed else "check-circle"
        under = QHBoxLayout()
        under.setSpacing(6)
        under.addWidget(Icon(theme, icon, size=Size.ICON_SMALL))
        under.addWidget(Text(theme, reason.basis, role="meta", color="text2"), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(Text(theme, reason.text, role="dense"))
        column.addLayout(under)


class _DateRow(QWidget):
    def __init__(self, theme: Theme, line: DateLine) -> None:
        super().__init__()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(theme, line.day, role="dense_strong", tabular=True))
        if line.note:
            words.addWidget(Text(theme, line.note, role="meta", color="text2"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(VisitMark(theme, line.mark), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)


class _Padded(QWidget):
    def __init__(self, top: int, bottom: int) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(_PAD, top, _PAD, bottom)
        self.column.setSpacing(0)


def _padded(top: int, bottom: int) -> _Padded:
    return _Padded(top, bottom)
