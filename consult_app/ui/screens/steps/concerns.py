"""Step 2: what the patient wants to improve, and where."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from consult_app.application.consultation import ConsultationState
from consult_app.application.edits import ClearArea, SetArea, SetConcernNote, SetWords, ToggleConcern
from consult_app.application.session import ConsultationSession
from consult_app.domain.answers import Area, Concern, Severity
from consult_app.domain.plan import Step
from consult_app.ui.presenters.concerns import (
    CHIPS,
    SEVERITY_OF_DIGIT,
    AreaView,
    ConcernsView,
    concern_gaps,
    concern_of,
    present_concerns,
)
from consult_app.ui.presenters.words import CONCERN_NAMES, Gap
from consult_app.ui.screens.steps.concerns_areas import AreaList
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.chips import ChipOption, ChipRow
from consult_app.ui.widgets.face_map import FaceArea, FaceMap
from consult_app.ui.widgets.field import Field, Icon
from consult_app.ui.widgets.segmented import Segment, Segmented
from consult_app.ui.widgets.text import Text

_TABS_BESIDE_TITLE: Final = 3
_FACE_FROM: Final = 680
"""Width of the step from which the picture stands beside the list, px."""
_LIST: Final = 456
"""What the list and the gap before it want of the width, px."""


class ConcernsStep(QWidget):
    """Chips for the concerns; for one of them at a time the areas with their severity."""

    step = Step.CONCERNS

    def __init__(self, session: ConsultationSession, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._marking: Concern | None = None
        self._marks_gaps = False
        self._tabs: Segmented | None = None
        self._tabbed: tuple[Concern, ...] = ()
        self._build(present_concerns(session.state, None))
        self.render(session.state)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._face.setMaximumWidth(max(self.width() - _LIST, self._face.minimumSizeHint().width()))
        self._face.setVisible(self._marking is not None and self.width() >= _FACE_FROM)

    # -- contract

    @override
    def render(self, state: ConsultationState) -> None:  # type: ignore[override]
        """Show the state."""
        view = present_concerns(state, self._marking)
        self._marking = view.marking
        self._chips.set_on(frozenset(concern.value for concern in view.chosen))
        self._where.setText(view.where)
        self._count.setText(view.count)
        self._render_tabs(view)
        self._list.show_areas(view.areas, marked=self._marks_gaps)
        self._face.show_areas(_on_face(view.areas))
        for widget in (self._where, self._count, self._list):
            widget.setVisible(view.marking is not None)
        self._face.setVisible(view.marking is not None and self.width() >= _FACE_FROM)
        errors = {gap.path: gap.words for gap in view.gaps} if self._marks_gaps else {}
        self._note.setVisible(view.asks_note)
        if self._note.text != view.note.strip() or not self._note.editor.hasFocus():
            self._note.set_text(view.note)
        self._note.set_error(next((words for path, words in errors.items() if path.endswith("].note")), None))
        if self._words.text != view.words.strip() or not self._words.editor.hasFocus():
            self._words.set_text(view.words)
        top = next((words for path, words in errors.items() if path == "concerns" or path.endswith("].areas")), "")
        self._error.setText(top)
        self._error_row.setVisible(bool(top))

    def focus_first(self) -> None:
        """The first chip."""
        next(iter(self._chips.chips.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_path(self, path: str) -> bool:
        """The control of an answer path."""
        if path == "words":
            self._words.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if path == "concerns":
            self.focus_first()
            return True
        found = concern_of(self._session.state.answers, path)
        if found is None:
            return False
        concern, area = found
        if path.endswith(".note"):
            self._note.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        self._mark(concern)
        row = self._list.rows[area] if area is not None else next(iter(self._list.rows.values()))
        if area is not None and path.endswith(".severity"):
            row.severity.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            row.check.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def gaps(self, state: ConsultationState) -> tuple[Gap, ...]:
        """What the step still lacks."""
        return concern_gaps(state.answers)

    def show_gaps(self, gaps: tuple[Gap, ...]) -> None:
        """Repeat the words at the fields, or take them away."""
        self._marks_gaps = bool(gaps)
        self.render(self._session.state)

    # -- building

    def _build(self, view: ConcernsView) -> None:
        theme = self._theme
        self._chips = ChipRow(theme, "Concerns", [ChipOption(concern.value, words) for concern, words in CHIPS])
        for key, chip in self._chips.chips.items():
            chip.setObjectName(f"concerns_{key}")
        self._chips.toggled.connect(self._toggled)
        self._error = Text(theme, role="meta", color="stop")
        self._error.setObjectName("concerns_error")
        self._error_row = QWidget()
        under = QHBoxLayout(self._error_row)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(6)
        under.addWidget(Icon(theme, "triangle-alert", color="stop", size=Size.ICON_SMALL))
        under.addWidget(self._error, 1)
        self._note = Field(theme, "What is the other concern?")
        self._note.editor.setObjectName("concerns_note")
        self._note.text_edited.connect(
            lambda _text: self._session.dispatch(SetConcernNote(Concern.OTHER, self._note.editor.text()))
        )
        self._where = Text(theme, role="section", wrap=False)
        self._count = Text(theme, role="dense", color="text2", wrap=False)
        self._count.setObjectName("concerns_count")
        self._head = QHBoxLayout()
        self._head.setSpacing(16)
        self._head.addWidget(self._where)
        self._head.addStretch(1)
        self._head.addWidget(self._count)
        self._tab_row = QHBoxLayout()
        self._list = AreaList(theme, view.areas)
        self._list.chosen.connect(self._area_chosen)
        self._list.severity_set.connect(self._severity_set)
        self._face = FaceMap(theme, _on_face(view.areas))
        self._face.setObjectName("concerns_face")
        self._face.pressed.connect(self._face_pressed)
        self._face.key_typed.connect(self._face_key)
        areas = QHBoxLayout()
        areas.setSpacing(24)
        areas.addWidget(self._face, 0, Qt.AlignmentFlag.AlignTop)
        areas.addWidget(self._list, 1, Qt.AlignmentFlag.AlignTop)
        self._words = Field(theme, "In the patient’s &own words", optional=True)
        self._words.editor.setObjectName("concerns_words")
        self._words.text_edited.connect(lambda _text: self._session.dispatch(SetWords(self._words.editor.text())))
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(Text(theme, "Concerns", role="title", wrap=False))
        titles.addWidget(Text(theme, "Choose what the patient wants to improve, then mark where.", color="text2"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(titles)
        column.addSpacing(12)
        column.addWidget(Text(theme, "What would they like to treat?", role="section", wrap=False))
        column.addWidget(self._chips)
        column.addWidget(self._error_row)
        column.addWidget(self._note)
        column.addSpacing(8)
        column.addLayout(self._head)
        column.addLayout(self._tab_row)
        column.addLayout(areas)
        column.addSpacing(8)
        column.addWidget(self._words)
        column.addStretch(1)

    def _render_tabs(self, view: ConcernsView) -> None:
        """Where several concerns are chosen, which one is being marked."""
        wanted = view.chosen if len(view.chosen) > 1 else ()
        if wanted != self._tabbed:
            self._tabbed = wanted
            if self._tabs is not None:
                self._tabs.hide()
                self._tabs.deleteLater()
                self._tabs = None
            if wanted:
                segments = [Segment(concern.value, CONCERN_NAMES[concern]) for concern in wanted]
                self._tabs = Segmented(self._theme, "Mark the areas of", segments)
                for option in self._tabs.options:
                    option.setObjectName(f"concerns_mark_{option.segment.key}")
                self._tabs.chosen.connect(lambda key: self._mark(Concern(key)))
                if len(wanted) <= _TABS_BESIDE_TITLE:
                    self._tabs.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
                    self._head.insertWidget(1, self._tabs)
                else:
                    self._tab_row.addWidget(self._tabs)
                self._tabs.show()
                QWidget.setTabOrder(list(self._chips.chips.values())[-1], self._tabs.options[0])
        if self._tabs is not None and view.marking is not None:
            self._tabs.set_value(view.marking.value)

    # -- what the provider did

    def _toggled(self, key: str, on: bool) -> None:
        concern = Concern(key)
        if on:
            self._marking = concern
        self._session.dispatch(ToggleConcern(concern))

    def _mark(self, concern: Concern) -> None:
        self._marking = concern
        self.render(self._session.state)

    def _area_chosen(self, area: Area, on: bool) -> None:
        if self._marking is not None:
            self._session.dispatch(SetArea(self._marking, area) if on else ClearArea(self._marking, area))

    def _face_pressed(self, key: str) -> None:
        area = Area(key)
        self._area_chosen(area, not self._list.rows[area].check.isChecked())

    def _face_key(self, key: str, typed: str) -> None:
        """What a key does in the row of the list it does on the picture."""
        if typed == "del":
            self._area_chosen(Area(key), False)
        elif typed in SEVERITY_OF_DIGIT:
            self._severity_set(Area(key), SEVERITY_OF_DIGIT[typed])

    def _severity_set(self, area: Area, severity: Severity) -> None:
        if self._marking is not None:
            self._session.dispatch(SetArea(self._marking, area, severity))


def _on_face(areas: Sequence[AreaView]) -> list[FaceArea]:
    return [FaceArea(view.area.value, view.spoken, view.on) for view in areas]
