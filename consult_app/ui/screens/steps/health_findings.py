"""Findings shown where the answer stands."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from consult_app.ui.presenters.health import CardKind, FindingCard
from consult_app.ui.theme.icons import IconName
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import LinkButton, SecondaryButton
from consult_app.ui.widgets.callout import Callout, CalloutKind

_LOOKS: Final[dict[CardKind, tuple[CalloutKind, IconName]]] = {
    "stop": ("stop", "octagon-bar"),
    "wait": ("amber", "clock"),
    "decide": ("amber", "triangle-alert"),
    "changed": ("neutral", "pen"),
}

_CardKey = tuple[str, CardKind, str]
"""Rule, kind and action: what a card keeps; its words may change."""


class FindingCards(QWidget):
    """One card for each finding. Hidden while there is none; a card that goes is kept for when its finding returns."""

    why_asked = Signal(str)
    decision_asked = Signal(str)

    def __init__(self, theme: Theme, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._prefix = prefix
        self._cards: tuple[FindingCard, ...] = ()
        self._made: dict[_CardKey, Callout] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 8)
        self._column.setSpacing(8)
        self.hide()

    def set_cards(self, cards: tuple[FindingCard, ...]) -> None:
        """Show exactly these."""
        if cards == self._cards:
            return
        self._cards = cards
        wanted = {(card.rule, card.kind, card.action): card for card in cards}
        if not wanted:
            self.hide()
            return
        for key in self._made.keys() - wanted.keys():
            self._made[key].hide()
        for at, (key, card) in enumerate(wanted.items()):
            made = self._made.get(key)
            if made is None:
                self._let_go(card.rule)
                made = self._made[key] = self._card(card)
            made.set_words(card.title, card.text)
            if self._column.indexOf(made) != at:
                self._column.insertWidget(at, made)
            made.show()
        self.show()

    def _let_go(self, rule: str) -> None:
        """The finding is to be shown otherwise; its old card and the names of its controls make room."""
        for key in [key for key in self._made if key[0] == rule]:
            card = self._made.pop(key)
            self._column.removeWidget(card)
            card.deleteLater()

    def _card(self, card: FindingCard) -> Callout:
        kind, icon = _LOOKS[card.kind]
        callout = Callout(self._theme, kind, card.title, card.text, icon=icon)
        rule = card.rule.replace(".", "_")
        if card.action:
            button = SecondaryButton(self._theme, card.action, compact=True)
            button.setObjectName(f"{self._prefix}_decide_{rule}")
            button.setAccessibleName(f"{card.action}, {card.title}")
            button.clicked.connect(lambda: self.decision_asked.emit(card.rule))
            callout.add(button)
        else:
            why = LinkButton(self._theme, "Why")
            why.setObjectName(f"{self._prefix}_why_{rule}")
            why.setAccessibleName(f"Why, {card.title}")
            why.clicked.connect(lambda: self.why_asked.emit(card.rule))
            callout.add(why)
        return callout
