"""A short tour of the demo: five cards above the page, to go through or to put away."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.roles import SpokenRole
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import SecondaryButton
from consult_app.ui.widgets.text import Text


@dataclass(frozen=True, slots=True)
class TourCard:
    title: str
    words: str


CARDS: Final = (
    TourCard(
        "Start with the patient",
        "Type three letters of a name, a birth date or a phone number, such as “ort”. Or go on with a draft: press "
        "Resume beside ORTEGA-WHITFIELD.",
    ),
    TourCard(
        "Every answer counts at once",
        "The panel Today says what the answers mean. Why beside a finding names the rule, the answer and the source. "
        "Go through the steps at the left, or press Alt and a number.",
    ),
    TourCard(
        "Each product gets its own dates",
        "Under Products, type what the patient uses, also misspelled. A product nobody knows counts as stopped until "
        "you decide.",
    ),
    TourCard(
        "The plan is yours",
        "Under Plan, choose one of the options and see why it is there. Move a session if you must; it asks for your "
        "reason. Then sign.",
    ),
    TourCard(
        "Paper for the patient",
        "Under Handout, choose language and size, then print. Every plan stays under Past plans with the very pages "
        "that were given. F1 lists the keys.",
    ),
)


class Tour(QFrame):
    """``ended`` follows the last card or End tour; whoever made it takes it away."""

    spoken_role: Final[SpokenRole] = "group"
    ended = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._at = 0
        self.setObjectName("tour")
        self._place = Text(theme, "", role="meta", color="text2", wrap=False)
        self._title = Text(theme, "", role="strong", wrap=False)
        self._words = Text(theme, "", role="dense", color="text2")
        self.back = self._button("Previous", "tour_back")
        self.onward = self._button("Show next", "tour_next")
        self.end = self._button("End tour", "tour_end")
        self.back.clicked.connect(lambda: self._show(self._at - 1))
        self.onward.clicked.connect(self._go_on)
        self.end.clicked.connect(self.ended)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._place)
        head.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(head)
        words.addWidget(self._words)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 12, 24, 12)
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addSpacing(16)
        for button in (self.back, self.onward, self.end):
            row.addWidget(button)
        theme.changed.connect(self.update)
        self._show(0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("accent_tint"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.color("accent"))

    def _button(self, text: str, name: str) -> SecondaryButton:
        button = SecondaryButton(self._theme, text, compact=True)
        button.setObjectName(name)
        return button

    def _go_on(self) -> None:
        if self._at + 1 < len(CARDS):
            self._show(self._at + 1)
        else:
            self.ended.emit()

    def _show(self, at: int) -> None:
        self._at = at
        card = CARDS[at]
        self._title.setText(card.title)
        self._words.setText(card.words)
        self._place.setText(f"Tour, {at + 1} of {len(CARDS)}")
        self.back.setVisible(at > 0)
        self.onward.set_text("Show next" if at + 1 < len(CARDS) else "Done")
        self.end.setVisible(at + 1 < len(CARDS))
        self.setAccessibleName(f"Tour, {at + 1} of {len(CARDS)}. {card.title}. {card.words}")
