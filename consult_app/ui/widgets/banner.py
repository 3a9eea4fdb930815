"""Who the patient is, on every screen of a consultation."""

from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from consult_app.ui.theme.icons import IconName
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.roles import SpokenRole
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size, TokenName, TypeRole
from consult_app.ui.widgets.painting import TextBlock, draw_box, draw_icon
from consult_app.ui.widgets.pressable import Pressable, RingArea

AllergyState = Literal["known", "none_known", "not_recorded", "unavailable"]

_ALLERGIES: Final[dict[AllergyState, tuple[IconName, str]]] = {
    "known": ("triangle-alert", "Known allergies"),
    "none_known": ("check-circle", "No known allergies"),
    "not_recorded": ("question-circle", "Allergies not recorded"),
    "unavailable": ("question-circle", "Allergies unavailable"),
}
_GAP: Final = 24
_SIDE: Final = 24


@dataclass(frozen=True, slots=True)
class BannerField:
    """A small label over a value; `keep` means it never leaves, however narrow the banner."""

    label: str
    value: str
    keep: bool = False


@dataclass(frozen=True, slots=True)
class BannerFacts:
    """What the banner shows. `family` is shown in capitals; fields stand in order of weight."""

    family: str
    given: str
    subtitle: str = ""
    fields: tuple[BannerField, ...] = ()
    allergy: AllergyState = "not_recorded"
    allergies: tuple[str, ...] = ()


class AllergyChip(Pressable):
    """The allergies in a white box, the same in both themes; pressing it opens the list."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._state: AllergyState = "not_recorded"
        self._names: tuple[str, ...] = ()
        self.set_allergies("not_recorded", ())

    def set_allergies(self, state: AllergyState, names: tuple[str, ...]) -> None:
        """Show a state; of known allergies the first two and how many more."""
        self._state, self._names = state, names
        self.setAccessibleName(self._value() if state != "known" else f"Known allergies: {', '.join(names)}")
        self.setAccessibleDescription("Opens the allergy list")
        self.setToolTip(", ".join(names) if len(names) > 2 else "")
        self.remeasure()

    @override
    def sizeHint(self) -> QSize:
        wide = max(self._label_block().natural_width(), self._value_block().natural_width())
        return QSize(54 + wide + 18, self._theme.px(Size.BUTTON))

    @override
    def ring_area(self) -> RingArea:
        return RingArea(self, self.rect(), color="on_ink")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, known = self._theme, self._state == "known"
        edge: TokenName = "allergy_label" if known else "allergy_value"
        draw_box(
            painter,
            self.rect(),
            fill=theme.color("allergy_bg"),
            edge=theme.color(edge),
            width=2 if known else 1,
            dashed=self._state in ("not_recorded", "unavailable"),
        )
        icon = _ALLERGIES[self._state][0]
        color: TokenName = "allergy_label" if known else "allergy_value"
        draw_icon(painter, theme, icon, color=color, rect=QRect(18, (self.height() - 24) // 2, 24, 24))
        label, value = self._label_block(), self._value_block()
        tall = theme.line("meta") + theme.line("strong") - 4
        top = (self.height() - tall) // 2
        room = QRect(54, top, self.width() - 54, theme.line("meta"))
        label.draw(painter, room, theme.color(color))
        under = room.translated(0, theme.line("meta") - 3)
        under.setHeight(theme.line("strong"))
        value.draw(painter, under, theme.color("allergy_value"))

    def _value(self) -> str:
        if self._state != "known":
            return _ALLERGIES[self._state][1]
        more = len(self._names) - 2
        return ", ".join(self._names[:2]) + (f" +{more}" if more > 0 else "")

    def _label_block(self) -> TextBlock:
        known = self._state == "known"
        words = "Known allergies" if known else "Allergies"
        return TextBlock(self._theme, words, role="meta_strong" if known else "meta", wrap=False)

    def _value_block(self) -> TextBlock:
        return TextBlock(self._theme, self._value().replace("&", "&&"), role="strong", wrap=False)


class PatientBanner(QFrame):
    """Family name in capitals, given name, fields, allergies.

    Narrowing drops fields from the right, never the name, the kept fields or the allergies; a
    long name goes onto two lines and gets smaller, and is never cut. `allergies_asked` follows a
    press on the allergies.
    """

    spoken_role: Final[SpokenRole] = "pane"

    allergies_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._facts = BannerFacts("", "")
        self._low = False
        self.chip = AllergyChip(theme, self)
        self.chip.clicked.connect(self.allergies_asked)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._place)

    def set_facts(self, facts: BannerFacts) -> None:
        """Show another patient, or more of this one."""
        self._facts = facts
        self.chip.set_allergies(facts.allergy, facts.allergies)
        shown = ", ".join(f"{field.label} {field.value}" for field in facts.fields)
        self.setAccessibleName(f"Patient {self._name()}")
        self.setAccessibleDescription(shown)
        self._place()

    def set_low(self, low: bool) -> None:
        """56 px high instead of 72, for a low window."""
        self._low = low
        self._place()

    def shown_fields(self) -> tuple[BannerField, ...]:
        """The fields there is room for."""
        fields = list(self._facts.fields)
        whole = self._name_block("name").natural_width()
        name = min(whole, max(self._two_line_width(), self._room() * 3 // 5))
        while fields and name + self._fields_width(fields) > self._room():
            at = next((index for index in range(len(fields) - 1, -1, -1) if not fields[index].keep), None)
            if at is None:
                break
            del fields[at]
        return tuple(fields)

    @override
    def sizeHint(self) -> QSize:
        if self._low:
            return QSize(640, self._theme.px(56))
        room = self._room() - self._fields_width([f for f in self._facts.fields if f.keep])
        _, lines = self._name_lines(max(room, 120))
        tall = sum(block.height(max(room, 120)) for block in lines) + 16
        return QSize(640, max(self._theme.px(Size.BANNER), tall))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(320, self.sizeHint().height())

    @override
    def resizeEvent(self, event: object) -> None:
        self._place()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        painter.fillRect(self.rect(), theme.color("ink"))
        fields = self.shown_fields()
        room = max(self._room() - self._fields_width(list(fields)), 120)
        one_line, lines = self._name_lines(room)
        subtitle = TextBlock(theme, self._facts.subtitle.replace("&", "&&"), role="meta", wrap=False)
        with_subtitle = bool(self._facts.subtitle) and one_line and not self._low
        tall = sum(block.height(room) for block in lines) + (theme.line("meta") - 2 if with_subtitle else 0)
        top = (self.height() - tall) // 2
        widest = 0
        for block in lines:
            block.draw(painter, QRect(_SIDE, top, room, self.height()), theme.color("on_ink"))
            top += block.height(room)
            widest = max(widest, min(block.natural_width(), room))
        if with_subtitle:
            subtitle.draw(painter, QRect(_SIDE, top - 2, room, 20), theme.color("on_ink2"))
            widest = max(widest, min(subtitle.natural_width(), room))
        left = _SIDE + widest + _GAP
        head = (self.height() - theme.line("meta") - theme.line("strong") + 4) // 2
        for field in fields:
            label, value = self._field_blocks(field)
            wide = max(label.natural_width(), value.natural_width())
            label.draw(painter, QRect(left, head, wide, 20), theme.color("on_ink2"))
            under = QRect(left, head + theme.line("meta") - 3, wide, 24)
            value.draw(painter, under, theme.color("on_ink"))
            left += wide + _GAP

    def _place(self) -> None:
        hint = self.chip.sizeHint()
        tall = min(hint.height(), self.height() - 8)
        top = (self.height() - tall) // 2
        self.chip.setGeometry(self.width() - hint.width() - _SIDE, top, hint.width(), tall)
        self.updateGeometry()
        self.update()

    def _room(self) -> int:
        return self.width() - 2 * _SIDE - _GAP - self.chip.sizeHint().width()

    def _name(self) -> str:
        parts = [part for part in (self._facts.family.upper(), self._facts.given) if part]
        return ", ".join(parts)

    def _name_block(self, role: TypeRole, text: str | None = None) -> TextBlock:
        return TextBlock(self._theme, (text if text is not None else self._name()).replace("&", "&&"), role=role)

    def _two_line_width(self) -> int:
        family = self._name_block("section", self._facts.family.upper() + ",").natural_width()
        return max(family, self._name_block("section", self._facts.given).natural_width())

    def _name_lines(self, room: int) -> tuple[bool, list[TextBlock]]:
        """Whether the name stands on one line, and its lines for `room` px."""
        whole = self._name_block("name")
        if whole.natural_width() <= room or not self._facts.given:
            return True, [whole]
        parts = (self._facts.family.upper() + ",", self._facts.given)
        lines = [self._name_block("name", part) for part in parts]
        if any(block.natural_width() > room for block in lines):
            lines = [self._name_block("section", part) for part in parts]
        return False, lines

    def _fields_width(self, fields: list[BannerField]) -> int:
        blocks = (self._field_blocks(field) for field in fields)
        return sum(max(label.natural_width(), value.natural_width()) + _GAP for label, value in blocks)

    def _field_blocks(self, field: BannerField) -> tuple[TextBlock, TextBlock]:
        label = TextBlock(self._theme, field.label.replace("&", "&&"), role="meta", wrap=False)
        value = TextBlock(self._theme, field.value.replace("&", "&&"), role="strong", wrap=False)
        return label, value
