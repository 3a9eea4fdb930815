"""The patient banner: never scrolls, never collapses, never loses name, birth date or allergies."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from consult_app.ui.presenters.banner import AllergyKind, AllergyView, BannerView
from consult_app.ui.theme.icons import IconName
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size, TokenName
from consult_app.ui.widgets.painting import TextBlock, draw_box, draw_icon
from consult_app.ui.widgets.pressable import Pressable, RingArea
from consult_app.ui.widgets.text import Text

_CHIPS: Final[dict[AllergyKind, tuple[IconName, TokenName]]] = {
    "known": ("triangle-alert", "allergy_label"),
    "none": ("check-circle", "allergy_value"),
    "not_recorded": ("dotted-circle", "allergy_value"),
    "unavailable": ("question-circle", "allergy_value"),
}


class PatientBanner(QFrame):
    """``allergies_asked`` follows a press on the allergies."""

    allergies_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: BannerView | None = None
        self.setObjectName("patient_banner")
        self._name = Text(theme, "", role="name", color="on_ink", wrap=False)
        self._under = Text(theme, "", role="meta", color="on_ink2", wrap=False)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(self._name)
        names.addWidget(self._under)
        names.addStretch(1)
        self._born = _Fact(theme, "Born")
        self._visit = _Fact(theme, "Last visit")
        self._chart = _Fact(theme, "Chart")
        self.allergies = AllergyChip(theme)
        self.allergies.setObjectName("banner_allergies")
        self.allergies.clicked.connect(self.allergies_asked)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(24, 8, 24, 8)
        self._row.setSpacing(32)
        self._row.addLayout(names)
        for fact in (self._born, self._visit, self._chart):
            self._row.addWidget(fact)
        self._row.addStretch(1)
        self._row.addWidget(self.allergies)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._low = False
        self.set_low(False)
        theme.changed.connect(self._fit)

    def set_low(self, low: bool) -> None:
        """56 px high in a low window, 72 else; both grow with the text size."""
        self._low = low
        self._fit()

    def show_view(self, view: BannerView) -> None:
        """Show who the patient is."""
        if view == self._view:
            return
        self._view = view
        self._under.setText(view.under)
        self._born.set_value(view.born)
        self._visit.set_value(view.last_visit)
        self._chart.set_value(view.chart)
        self.allergies.set_allergies(view.allergies)
        self.setAccessibleName(f"Patient {self._one_line()}, born {view.born}, {view.allergies.value}")
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("ink"))

    def _one_line(self) -> str:
        view = self._view
        return "" if view is None else ", ".join(part for part in (view.family, view.given) if part)

    def _fit(self) -> None:
        """Let go of chart, then last visit; then put the given name on a line of its own, smaller."""
        self._row.setContentsMargins(24, 4 if self._low else 8, 24, 4 if self._low else 8)
        self.setFixedHeight(self._theme.px(56 if self._low else Size.BANNER))
        view = self._view
        if view is None:
            return
        self._name.set_role("name")
        self._name.setText(self._one_line())
        self._under.setVisible(bool(view.under))
        self._visit.setVisible(bool(view.last_visit))
        self._chart.setVisible(bool(view.chart))
        for fact in (self._chart, self._visit):
            if self._needed() > self.width():
                fact.hide()
        if self._needed() > self.width() and view.family and view.given:
            self._name.set_role("section")
            self._name.setText(f"{view.family},\n{view.given}")
            self._under.hide()

    def _needed(self) -> int:
        names = max(self._name.sizeHint().width(), self._under.sizeHint().width() if self._under.text() else 0)
        facts = [fact.sizeHint().width() + 32 for fact in (self._born, self._visit, self._chart) if not fact.isHidden()]
        return 48 + names + sum(facts) + 32 + self.allergies.sizeHint().width()


class AllergyChip(Pressable):
    """The allergies on white, in both themes; pressing it opens the list."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._allergies = AllergyView("not_recorded", "Allergies", "Allergies not recorded", ())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_allergies(self, view: AllergyView) -> None:
        """Show one of the four states."""
        self._allergies = view
        named = ", ".join(view.items)
        self.setAccessibleName(f"{view.label}: {named or view.value}")
        self.setToolTip(named)
        self.remeasure()

    @override
    def sizeHint(self) -> QSize:
        label, value = self._blocks()
        width = max(label.natural_width(), value.natural_width())
        return QSize(16 + 24 + 14 + width + 18, self._theme.px(48))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def ring_area(self) -> RingArea:
        return RingArea(self, self.rect(), color="on_ink")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        icon, color = _CHIPS[self._allergies.kind]
        known = self._allergies.kind == "known"
        edge = theme.color("allergy_label") if known else None
        draw_box(painter, self.rect(), fill=theme.color("allergy_bg"), edge=edge, width=2)
        draw_icon(painter, theme, icon, color=color, rect=QRect(18, (self.height() - 24) // 2, 24, 24))
        label, value = self._blocks()
        tall = theme.line("meta") + theme.line("label") - 4
        top = (self.height() - tall) // 2
        room = QRect(54, top, self.width() - 54, theme.line("meta"))
        label.draw(painter, room, theme.color("allergy_label" if known else "allergy_value"))
        value.draw(painter, room.translated(0, theme.line("meta") - 4), theme.color("allergy_value"))

    def _blocks(self) -> tuple[TextBlock, TextBlock]:
        view = self._allergies
        known = view.kind == "known"
        label = TextBlock(self._theme, _plain(view.label), role="meta_strong" if known else "meta", wrap=False)
        return label, TextBlock(self._theme, _plain(view.value), role="strong", wrap=False)


class _Fact(QWidget):
    """A small label over a value, without a colon."""

    def __init__(self, theme: Theme, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = Text(theme, label, role="meta", color="on_ink2", wrap=False)
        self._value = Text(theme, "", role="strong", color="on_ink", wrap=False, tabular=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self._label, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._value, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def set_value(self, value: str) -> None:
        self._value.setText(value)
        self._value.setAccessibleName(f"{self._label.text()} {value}")


def _plain(text: str) -> str:
    return text.replace("&", "&&")
