"""The patient's allergies: which of four states, and the list of known ones."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from consult_app.domain.patient import Allergies, AllergyState
from consult_app.ui.presenters.patient import ALLERGY_CARDS
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.field import Icon
from consult_app.ui.widgets.painting import TextBlock, draw_box, draw_icon
from consult_app.ui.widgets.pressable import Pressable
from consult_app.ui.widgets.radio_card import CardOption, RadioCards
from consult_app.ui.widgets.search_field import SearchField
from consult_app.ui.widgets.text import Text

_ADD_WIDTH = 280
_CARD_WIDTH = 112


class AllergyChip(Pressable):
    """One known allergy; pressing it takes it off the list."""

    def __init__(self, theme: Theme, item: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.item = item
        self.setText(item.replace("&", "&&"))
        self.setAccessibleName(f"Remove allergy {item}")
        self.setToolTip(f"Remove {item}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._block().natural_width() + 56, self._theme.px(Size.BUTTON_COMPACT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        draw_box(painter, self.rect(), fill=theme.color("accent_tint"), edge=theme.color("accent"), width=2)
        color = theme.color("accent_hover" if self.hovered or self.isDown() else "accent")
        room = self.rect().adjusted(14, 0, -42, 0)
        self._block().draw(painter, room, color, middle=True)
        cross = QRect(self.width() - 34, (self.height() - 18) // 2, 18, 18)
        draw_icon(painter, theme, "close", color="accent", rect=cross)

    def _block(self) -> TextBlock:
        return TextBlock(self._theme, self.text(), role="dense_strong", wrap=False)


class AllergyList(QWidget):
    """Chips, then the field that adds one; both flow onto further lines."""

    added = Signal(str)
    removed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.chips: list[AllergyChip] = []
        self.field = SearchField(
            theme, "Add an allergy", placeholder="Add an allergy and what happened", icon="plus", parent=self
        )
        self.field.setObjectName("patient_add_allergy")
        self.field.entered.connect(self._add)
        self.field.editingFinished.connect(self._add)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._flow)

    def set_items(self, items: tuple[str, ...]) -> None:
        """List exactly ``items``; chips that stay keep the focus."""
        if items == tuple(chip.item for chip in self.chips):
            return
        standing = {chip.item: chip for chip in self.chips}
        for item, chip in standing.items():
            if item not in items:
                if chip.hasFocus():
                    self.field.setFocus(Qt.FocusReason.OtherFocusReason)
                chip.hide()
                chip.deleteLater()
        self.chips = [standing.get(item) or self._chip(item) for item in items]
        before: QWidget | None = None
        for number, chip in enumerate(self.chips):
            chip.setObjectName(f"patient_allergy_{number}")
            if before is not None:
                QWidget.setTabOrder(before, chip)
            before = chip
        if before is not None:
            QWidget.setTabOrder(before, self.field)
        self._flow()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._arrange(width, place=False)

    @override
    def sizeHint(self) -> QSize:
        return QSize(_ADD_WIDTH, self._arrange(max(self.width(), _ADD_WIDTH), place=False))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_ADD_WIDTH, self._theme.px(Size.FIELD))

    @override
    def resizeEvent(self, event: object) -> None:
        self._arrange(self.width(), place=True)

    def _chip(self, item: str) -> AllergyChip:
        chip = AllergyChip(self._theme, item, self)
        chip.clicked.connect(lambda: self.removed.emit(item))
        chip.show()
        return chip

    def _add(self) -> None:
        words = self.field.text().strip()
        if words:
            self.field.clear()
            self.added.emit(words)

    def _flow(self) -> None:
        self._arrange(self.width(), place=True)
        self.updateGeometry()

    def _arrange(self, width: int, *, place: bool) -> int:
        line = self._theme.px(Size.FIELD)
        corner = QPoint(0, 0)
        for chip in self.chips:
            size = chip.sizeHint()
            if corner.x() and corner.x() + size.width() > width:
                corner = QPoint(0, corner.y() + line + 8)
            if place:
                chip.setGeometry(QRect(corner + QPoint(0, (line - size.height()) // 2), size))
            corner += QPoint(size.width() + 8, 0)
        if corner.x() and width - corner.x() < _ADD_WIDTH:
            corner = QPoint(0, corner.y() + line + 8)
        if place:
            self.field.setGeometry(QRect(corner, QSize(width - corner.x(), line)))
        return corner.y() + line


class AllergyAnswer(QWidget):
    """``state_chosen`` gives an ``AllergyState``'s value."""

    state_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = Text(theme, "Allergies", role="section", wrap=False)
        hint = Text(theme, "Choose one. Ask about numbing cream, metals, latex and medicines.", role="dense")
        hint.set_color("text2")
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(title)
        head.addWidget(hint, 1, Qt.AlignmentFlag.AlignVCenter)
        options = [CardOption(state.value, words, under) for state, words, under in ALLERGY_CARDS]
        self.cards = RadioCards(theme, "Allergies", options)
        for key, card in self.cards.cards.items():
            card.setObjectName(f"patient_allergies_{key}")
            card.setMinimumWidth(_CARD_WIDTH)
        self.list = AllergyList(theme)
        self._error_icon = Icon(theme, "triangle-alert", color="stop", size=Size.ICON_SMALL)
        self._error = Text(theme, role="meta", color="stop")
        self._error_row = QWidget()
        under = QHBoxLayout(self._error_row)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(6)
        under.addWidget(self._error_icon)
        under.addWidget(self._error, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.cards)
        column.addWidget(self._error_row)
        column.addSpacing(4)
        column.addWidget(self.list)
        self.cards.chosen.connect(self.state_chosen)

    def render_allergies(self, allergies: Allergies, error: str) -> None:
        """Show the answer, and what it lacks."""
        self.cards.set_value(allergies.state.value)
        self.list.set_items(allergies.items)
        self.list.setVisible(allergies.state is AllergyState.KNOWN)
        self._error.setText(error)
        self._error_row.setVisible(bool(error))

    def focus_answer(self) -> None:
        """Give the focus to the chosen card."""
        key = self.cards.value or AllergyState.NOT_RECORDED.value
        self.cards.cards[key].setFocus(Qt.FocusReason.OtherFocusReason)
