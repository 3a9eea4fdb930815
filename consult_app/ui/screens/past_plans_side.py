"""The patient beside the list: who it is, allergies, the line of visits, and what to do with the chosen plan."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from consult_app.domain.plan import PlanId
from consult_app.ui.presenters.past_plans import AllergyLook, PatientView, TagKind, VisitView
from consult_app.ui.presenters.past_plans_detail import SheetLine
from consult_app.ui.screens.steps.plan_mark import SIDE, draw_mark
from consult_app.ui.theme.icons import IconName
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size, TokenName
from consult_app.ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton
from consult_app.ui.widgets.callout import Callout
from consult_app.ui.widgets.combo import Choice, Combo
from consult_app.ui.widgets.field import Icon
from consult_app.ui.widgets.painting import TextBlock, draw_box, draw_icon
from consult_app.ui.widgets.pressable import Pressable
from consult_app.ui.widgets.text import Rule, Text

_ICONS: Final[dict[TagKind, tuple[IconName, TokenName]]] = {
    "ready": ("check-circle", "ready"),
    "wait": ("clock", "wait"),
    "decide": ("triangle-alert", "wait"),
    "stop": ("octagon-bar", "stop"),
    "none": ("dotted-circle", "none"),
}
_ALLERGIES: Final[dict[AllergyLook, tuple[IconName, TokenName]]] = {
    "known": ("triangle-alert", "stop"),
    "none": ("check-circle", "ready"),
    "open": ("question-circle", "wait"),
}


class PlanSide(QWidget):
    """``visit_chosen`` gives a plan; the rest ask about the chosen plan's chosen sheet."""

    visit_chosen = Signal(object)
    open_asked = Signal()
    print_asked = Signal()
    copy_asked = Signal()
    save_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.visits: list[_VisitRow] = []
        self._name = Text(theme, "", role="verdict")
        self._name.setObjectName("past_patient_name")
        self._under = Text(theme, "", role="dense", color="text2")
        self._allergy_icon = Icon(theme, "triangle-alert", color="stop", size=Size.ICON)
        self._allergies = Text(theme, "", role="dense_strong", color="stop")
        self._allergies.setObjectName("past_allergies")
        allergy = QHBoxLayout()
        allergy.setSpacing(8)
        allergy.addWidget(self._allergy_icon)
        allergy.addWidget(self._allergies, 1)
        self._series = Text(theme, "", role="dense_strong")
        self._series.setObjectName("past_side_series")
        self._line = QVBoxLayout()
        self._line.setSpacing(0)
        self._added = Text(theme, "", role="meta", color="text2")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._line)
        column.addWidget(self._added)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        scroll.viewport().setAutoFillBackground(False)
        scroll.setWidget(inside)
        inside.setAutoFillBackground(False)
        self._build_actions()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 24)
        outer.setSpacing(6)
        outer.addWidget(self._name)
        outer.addWidget(self._under)
        outer.addLayout(allergy)
        outer.addWidget(self._series)
        outer.addSpacing(8)
        outer.addWidget(scroll, 1)
        outer.addWidget(self._actions)
        theme.changed.connect(self.update)
        self._filled: tuple[QWidget, ...] = (
            self._name,
            self._under,
            self._allergy_icon,
            self._allergies,
            self._actions,
        )
        self.show_patient(None, None)

    def show_patient(self, view: PatientView | None, chosen: PlanId | None) -> None:
        """Show a patient and mark the chosen plan; ``None`` empties the panel."""
        for part in self._filled:
            part.setVisible(view is not None)
        visits: tuple[VisitView, ...] = view.visits if view is not None else ()
        self._added.setText(view.added if view is not None else "")
        self._series.setText(view.series if view is not None else "")
        self._series.setVisible(view is not None and bool(view.series))
        if view is not None:
            self._name.setText(view.name)
            self._under.setText(view.under)
            icon, color = _ALLERGIES[view.allergy_look]
            self._allergy_icon.set_icon(icon, color)
            self._allergies.setText(view.allergies)
            self._allergies.set_color(color)
        if [row.view for row in self.visits] != list(visits):
            self._rebuild(visits)
        for row in self.visits:
            row.set_chosen(on=row.view.id == chosen and not row.view.is_ahead)

    def show_sheets(self, sheets: tuple[SheetLine, ...]) -> None:
        """Offer the sheets issued from the chosen plan, the newest first."""
        self.sheet.set_choices([Choice(line.id, line.what) for line in sheets])
        self.sheet.set_value(sheets[0].id if sheets else None)
        self.sheet.setVisible(bool(sheets))
        self._no_sheet.setVisible(not sheets)
        for button in (self.print_button, self.copy_button, self.save_button):
            button.setVisible(bool(sheets))

    def show_status(self, words: str) -> None:
        """Say what became of a reprint."""
        self.status.setText(words)
        self.failure.hide()

    def show_failure(self, what: str, advice: str) -> None:
        """Say what went wrong."""
        self.failure.set_words(what, advice)
        self.failure.show()

    def set_busy(self, *, busy: bool) -> None:
        """Take no press while a sheet is on its way."""
        self.print_button.set_busy("Sending..." if busy else None)
        self.copy_button.setEnabled(not busy)
        self.save_button.setEnabled(not busy)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("window"))
        painter.fillRect(0, 0, 1, self.height(), self._theme.color("line"))

    def _build_actions(self) -> None:
        theme = self._theme
        self.sheet = Combo(theme, "Sheet to print again")
        self.sheet.setObjectName("past_sheet")
        self.sheet.setMinimumContentsLength(12)
        self.sheet.setStyleSheet(
            "QComboBox { padding-left: 12px; padding-right: 30px; } QComboBox::drop-down { width: 28px; }"
        )
        self.sheet.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._no_sheet = Text(theme, "No sheet was given from this plan.", role="dense", color="text2")
        self._no_sheet.setObjectName("past_no_sheet")
        self.print_button = PrimaryButton(theme, "&Print handout", icon="printer")
        self.print_button.setObjectName("past_print")
        self.print_button.clicked.connect(self.print_asked)
        self.open_button = SecondaryButton(theme, "&Open plan")
        self.open_button.setObjectName("past_open")
        self.open_button.clicked.connect(self.open_asked)
        self.copy_button = SecondaryButton(theme, "Print &marked copy")
        self.copy_button.setObjectName("past_copy")
        self.copy_button.clicked.connect(self.copy_asked)
        self.save_button = LinkButton(theme, "Save PDF", icon="download", underline=False)
        self.save_button.setObjectName("past_save")
        self.save_button.clicked.connect(self.save_asked)
        self.status = Text(theme, "", role="dense", color="text2")
        self.status.setObjectName("past_status")
        self.failure = Callout(theme, "stop", "", below=True)
        self.failure.setObjectName("past_failure")
        self.failure.hide()
        note = "Print handout sends the same pages again. A copy is marked “Reprint” with today’s date."
        self._actions = QWidget()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.open_button, 1)
        row.addWidget(self.save_button)
        column = QVBoxLayout(self._actions)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Rule(theme))
        column.addWidget(self.failure)
        for part in (self._no_sheet, self.sheet):
            column.addWidget(part)
        column.addWidget(self.print_button)
        column.addWidget(self.copy_button)
        column.addLayout(row)
        column.addWidget(self.status)
        column.addWidget(Text(theme, note, role="meta", color="text2"))

    def _rebuild(self, visits: tuple[VisitView, ...]) -> None:
        for row in self.visits:
            self._line.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.visits = []
        ahead = sum(view.is_ahead for view in visits)
        for at, view in enumerate(visits):
            row = _VisitRow(self._theme, view)
            row.setObjectName(f"past_ahead_{at}" if view.is_ahead else f"past_visit_{at - ahead}")
            row.clicked.connect(lambda _on=False, view=view: self.visit_chosen.emit(view.id))
            self._line.addWidget(row)
            row.show()
            self.visits.append(row)


class _VisitRow(Pressable):
    def __init__(self, theme: Theme, view: VisitView) -> None:
        super().__init__(theme)
        self.view = view
        self._chosen = False
        self.setAccessibleName(f"{view.day}. {view.words}")
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_chosen(self, *, on: bool) -> None:
        self._chosen = on
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(300, self.heightForWidth(300))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return max(self._theme.px(52), self._theme.line("dense") + self._words().height(width - 48) + 16)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        if self._chosen:
            draw_box(painter, self.rect(), fill=theme.color("accent_tint"), edge=theme.color("accent"), width=2)
        elif self.hovered or self.isDown():
            draw_box(painter, self.rect(), fill=theme.color("surface2"))
        if self.view.mark:
            draw_mark(painter, theme, QRect(5, 8, SIDE, SIDE), self.view.mark, filled=self.view.done)
        else:
            icon, color = _ICONS[self.view.tag]
            draw_icon(painter, theme, icon, color=color, rect=QRect(8, 8, 20, 20))
        line = theme.line("dense")
        day = TextBlock(theme, self.view.day, role="dense_strong", wrap=False, tabular=True)
        day.draw(painter, QRect(40, 8, self.width() - 48, line), theme.color("text"))
        self._words().draw(painter, QRect(40, 8 + line, self.width() - 48, self.height()), theme.color("text2"))

    def _words(self) -> TextBlock:
        return TextBlock(self._theme, self.view.words.replace("&", "&&"), role="meta")
