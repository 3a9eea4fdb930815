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


class FindingCards(QWidget):
    """One card for each finding; rebuilt only when they change. Hidden while there is none."""

    why_asked = Signal(str)
    decision_asked = Signal(str)

    def __init__(self, theme: Theme, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._prefix = prefix
        self._cards: tuple[FindingCard, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 8)
        self._column.setSpacing(8)
        self.hide()

    def set_cards(self, cards: tuple[FindingCard, ...]) -> None:
        """Show exactly these."""
        if cards == self._cards:
            return
        self._cards = cards
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for card in cards:
            made = self._card(card)
            self._column.addWidget(made)
            made.show()
        self.setVisible(bool(cards))

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
