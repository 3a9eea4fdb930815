"""A product nobody has decided on yet: three ways to decide, none of them chosen beforehand."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.domain.answers import AskDecision, CategoryDecision, ResumeDecision
from consult_app.ui.presenters.products import CategoryChoice, UndecidedView
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import IconButton, SecondaryButton
from consult_app.ui.widgets.callout import Callout
from consult_app.ui.widgets.combo import Choice, Combo
from consult_app.ui.widgets.date_field import DateField
from consult_app.ui.widgets.field import FieldFrame
from consult_app.ui.widgets.radio_card import CardOption, RadioCards
from consult_app.ui.widgets.text import Text

CATEGORY: Final = "category"
STOPPED: Final = "stopped"
ASK: Final = "ask"
_CARD_WIDTH: Final = 112


class UndecidedCard(Callout):
    """``decided`` gives the ``ProductDecision``. Only the first card carries the Alt letters: they must be unique."""

    decided = Signal(object)
    removed = Signal()

    def __init__(
        self,
        theme: Theme,
        view: UndecidedView,
        categories: Sequence[CategoryChoice],
        *,
        today: Callable[[], date],
        problem: Callable[[date | None], str | None],
        letters: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "amber", view.title, view.text, below=True, parent=parent)
        self._theme = theme
        self._problem = problem
        name = f"products_{view.index}"
        words = ("Choose a &category", "Keep it s&topped", "As&k patient to check")
        shown = words if letters else tuple(each.replace("&", "") for each in words)
        self.choice = RadioCards(
            theme,
            f"Decide on {view.name}",
            [
                CardOption(CATEGORY, shown[0], "Read the label together"),
                CardOption(STOPPED, shown[1], view.stop_words),
                CardOption(ASK, shown[2], "Prints as “do not use yet”"),
            ],
        )
        for key, card in self.choice.cards.items():
            card.setObjectName(f"{name}_{key}")
            card.setMinimumWidth(_CARD_WIDTH)
            card.setAccessibleName(f"{card.accessibleName()}, {view.name}")
        self.category = Combo(theme, f"Category of {view.name}", [Choice(each.key, each.text) for each in categories])
        self.category.setObjectName(f"{name}_category_list")
        self.category.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.category.set_value(view.category)
        self._category = FieldFrame(theme, "Category on the label")
        self._category.set_editor(self.category)
        self.category.setAccessibleName(f"Category of {view.name}")
        self.until = DateField(theme, "OK again from", today=today)
        self.until.editor.setObjectName(f"{name}_until")
        self.until.editor.setAccessibleName(f"{view.name} is OK again from")
        self.until.set_date(view.stop_until)
        self._ask = Text(
            theme, "The sheet says “Do not use yet. Ask us first” and leaves a line to write on.", role="dense"
        )
        self.save = SecondaryButton(theme, "Save decision", compact=True)
        self.save.setObjectName(f"{name}_save")
        self.save.setAccessibleName(f"Save decision on {view.name}")
        self.remove = IconButton(theme, "close", f"Take {view.name} off the list")
        self.remove.setObjectName(f"{name}_remove")
        self._lay_out()
        self.choice.chosen.connect(self._show_choice)
        self.save.clicked.connect(self._save)
        self.remove.clicked.connect(self.removed)
        self._show_choice(None)

    def _lay_out(self) -> None:
        self.body.setContentsMargins(0, 8, 0, 2)
        self.body.addWidget(self.choice)
        self._more = QWidget()
        more = QHBoxLayout(self._more)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(12)
        more.addWidget(self._category, 1)
        more.addWidget(self.until, 1)
        more.addWidget(self._ask, 1, Qt.AlignmentFlag.AlignVCenter)
        side = QVBoxLayout()
        side.addSpacing(30)
        side.addWidget(self.save)
        side.addStretch(1)
        more.addLayout(side)
        self.body.addWidget(self._more)
        self.remove.setParent(self)

    @override
    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        size = self.remove.sizeHint()
        self.remove.setGeometry(self.width() - size.width() - 6, 6, size.width(), size.height())

    def _show_choice(self, key: str | None) -> None:
        self._more.setVisible(key is not None)
        self._category.setVisible(key == CATEGORY)
        self.until.setVisible(key == STOPPED)
        self._ask.setVisible(key == ASK)

    def _save(self) -> None:
        match self.choice.value:
            case "category":
                if self.category.value is None:
                    self._category.set_error("Choose the category.")
                    self.category.setFocus(Qt.FocusReason.OtherFocusReason)
                    return
                self.decided.emit(CategoryDecision(self.category.value))
            case "stopped":
                self.until.editor.editingFinished.emit()
                words = self.until.error or self._problem(self.until.value)
                self.until.set_error(words)
                if words is not None or self.until.value is None:
                    self.until.editor.setFocus(Qt.FocusReason.OtherFocusReason)
                    return
                self.decided.emit(ResumeDecision(self.until.value))
            case "ask":
                self.decided.emit(AskDecision())
            case _:
                self.choice.cards[CATEGORY].setFocus(Qt.FocusReason.OtherFocusReason)
