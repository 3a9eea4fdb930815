"""Step 3: how the skin takes the sun, and what lies ahead."""

from datetime import date, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.application.consultation import ConsultationState
from consult_app.application.edits import SetFitzpatrick, SetTan, SetTanSince
from consult_app.application.session import ConsultationSession
from consult_app.domain.answers import Fitzpatrick, Reply, Tan
from consult_app.domain.plan import Step
from consult_app.ui.presenters.health import REPLIES
from consult_app.ui.presenters.skin import (
    SELF_TANNER,
    SKIN_TYPES,
    TANS,
    DateDraft,
    DateKind,
    SkinView,
    draft_of,
    no_more_dates,
    past_day_problem,
    plan_treatment,
    present_skin,
    skin_gaps,
    tanner_date,
    tanner_reply,
    with_date,
    without_date,
)
from consult_app.ui.presenters.words import Gap
from consult_app.ui.screens.steps.checked_date import CheckedDate
from consult_app.ui.screens.steps.skin_dates import NEW, DateList
from consult_app.ui.screens.steps.skin_treatment import TreatmentFields
from consult_app.ui.screens.steps.status_line import StatusText
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.buttons import SecondaryButton
from consult_app.ui.widgets.check_row import CheckRow
from consult_app.ui.widgets.field import FieldFrame
from consult_app.ui.widgets.radio_card import CardOption, RadioCards
from consult_app.ui.widgets.segmented import Segment, Segmented
from consult_app.ui.widgets.text import Rule, Text


class SkinStep(QWidget):
    """Skin type, tan, self-tanner, trips and important dates, and the planned treatment that all is counted from."""

    step = Step.SKIN
    why_asked = Signal(str)

    def __init__(self, session: ConsultationSession, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._marks_gaps = False
        self._build()
        self.render(session.state)

    # -- contract

    @override
    def render(self, state: ConsultationState) -> None:  # type: ignore[override]
        """Show the state."""
        services = self._session.services
        view = present_skin(state, protocol=services.protocol, clinic=services.clinic, today=self._session.today)
        errors = {gap.path: gap.words for gap in view.gaps} if self._marks_gaps else {}
        self._types.set_value(view.skin_type.value if view.skin_type else None)
        self._type_copied.setVisible(view.type_copied)
        self._types_error.setText(errors.get("skin.fitzpatrick", ""))
        self._types_error.setVisible("skin.fitzpatrick" in errors)
        self._tan.set_value(view.tan.value if view.tan else None)
        self._tan_frame.set_error(errors.get("skin.tan"))
        self._since.setVisible(view.asks_since)
        if self._since.label.text() != view.since_label:
            self._since.set_label(view.since_label)
        self._since.set_hint(view.since_hint)
        self._since.render_date(view.since)
        self._tan_line.set_status(view.tan_line)
        self._render_tanner(view, errors)
        self._dates.show_rows(view.dates)
        self._no_more.setChecked(view.no_more)
        self._treatment.show_treatment(view.treatment)

    def focus_first(self) -> None:
        """The chosen skin type, or the first."""
        self._focus_type()

    def focus_path(self, path: str) -> bool:
        """The control of an answer path."""
        reason = Qt.FocusReason.OtherFocusReason
        if path == "skin.fitzpatrick":
            self._focus_type()
        elif path == "skin.tan":
            self._tan.setFocus(reason)
        elif path == "skin.tan_since":
            self._since.editor.setFocus(reason)
        elif path == f"health.{SELF_TANNER}":
            self._tanner.setFocus(reason)
        elif path == f"health.{SELF_TANNER}.last":
            self._tanner_date.editor.setFocus(reason)
        elif path == "treatment_at":
            self._treatment.day.editor.setFocus(reason)
        elif path.startswith(("events", "trips")):
            self._focus_date(path)
        else:
            return False
        return True

    def gaps(self, state: ConsultationState) -> tuple[Gap, ...]:
        """What the step still lacks."""
        return skin_gaps(state.answers, self._session.services.protocol)

    def show_gaps(self, gaps: tuple[Gap, ...]) -> None:
        """Repeat the words at the fields, or take them away."""
        self._marks_gaps = bool(gaps)
        self.render(self._session.state)

    # -- building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._build_head())
        column.addSpacing(8)
        self._build_type(column)
        column.addSpacing(12)
        column.addLayout(self._build_tan())
        column.addWidget(self._tan_line)
        column.addSpacing(4)
        column.addWidget(Rule(self._theme))
        column.addLayout(self._build_tanner())
        column.addWidget(self._tanner_detail)
        column.addWidget(Rule(self._theme))
        column.addSpacing(8)
        self._build_dates(column)
        column.addStretch(1)

    def _build_head(self) -> QHBoxLayout:
        theme = self._theme
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(Text(theme, "Skin & sun", role="title", wrap=False))
        titles.addWidget(Text(theme, "Ask how the skin reacts to sun. Do not judge by looking.", color="text2"))
        titles.addStretch(1)
        self._treatment = TreatmentFields(theme, today=lambda: self._session.today)
        self._treatment.planned.connect(self._planned)
        head = QHBoxLayout()
        head.setSpacing(24)
        head.addLayout(titles, 1)
        head.addWidget(self._treatment, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _build_type(self, column: QVBoxLayout) -> None:
        theme = self._theme
        question = "An hour in strong summer sun, no sunscreen. What does your skin do?"
        self._type_copied = Text(theme, "Copied", role="meta", color="wait", wrap=False)
        self._type_copied.setObjectName("skin_type_copied")
        self._type_copied.hide()
        asked = QHBoxLayout()
        asked.setSpacing(12)
        asked.addWidget(Text(theme, question, role="section"), 1)
        asked.addWidget(self._type_copied, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(asked)
        options = [CardOption(skin_type.value, skin_type.value, words) for skin_type, words in SKIN_TYPES]
        self._types = RadioCards(theme, "Skin type", options, big=True)
        for key, card in self._types.cards.items():
            card.setObjectName(f"skin_type_{key}")
            card.setAccessibleName(f"Type {card.accessibleName()}")
        self._types.chosen.connect(lambda key: self._session.dispatch(SetFitzpatrick(Fitzpatrick(key))))
        column.addWidget(self._types)
        self._types_error = Text(theme, role="meta", color="stop")
        self._types_error.setObjectName("skin_type_error")
        column.addWidget(self._types_error)

    def _build_tan(self) -> QHBoxLayout:
        theme = self._theme
        self._tan = Segmented(
            theme, "Tan on the face today", [Segment(tan.value, words) for tan, words in TANS], tall=True
        )
        for option in self._tan.options:
            option.setObjectName(f"skin_tan_{option.segment.key}")
        self._tan.chosen.connect(lambda key: self._session.dispatch(SetTan(Tan(key))))
        self._tan_frame = FieldFrame(theme, "Tan on the face &today")
        self._tan_frame.set_editor(self._tan)
        self._tan_frame.label.setBuddy(self._tan.options[0])
        self._since = CheckedDate(theme, "Tanned &since", today=lambda: self._session.today, problem=self._past_problem)
        self._since.editor.setObjectName("skin_tan_since")
        self._since.accepted.connect(lambda since: self._session.dispatch(SetTanSince(since)))
        keep = self._since.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._since.setSizePolicy(keep)
        self._tan_line = StatusText(theme)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._tan_frame, 7, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._since, 3, Qt.AlignmentFlag.AlignTop)
        return row

    def _build_tanner(self) -> QHBoxLayout:
        theme = self._theme
        self._tanner_question = Text(theme, role="label")
        self._tanner_error = Text(theme, role="meta", color="stop", wrap=False)
        self._tanner = Segmented(
            theme, "Self-tanner", [Segment(reply.value, words, letter) for reply, words, letter in REPLIES]
        )
        for option in self._tanner.options:
            option.setObjectName(f"skin_self_tanner_{option.segment.key}")
        self._tanner.chosen.connect(lambda key: self._session.dispatch(tanner_reply(Reply(key))))
        self._tanner.setMinimumWidth(232)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._tanner_question, 1)
        row.addWidget(self._tanner_error)
        row.addWidget(self._tanner)
        self._tanner.setMaximumWidth(300)
        self._tanner_date = CheckedDate(
            theme, "Date of the last self-tanner", today=lambda: self._session.today, problem=self._past_problem
        )
        self._tanner_date.editor.setObjectName("skin_self_tanner_last")
        self._tanner_date.accepted.connect(self._tanned_on)
        self._tanner_date.setMaximumWidth(300)
        self._tanner_line = StatusText(theme)
        self._tanner_detail = QWidget()
        detail = QHBoxLayout(self._tanner_detail)
        detail.setContentsMargins(0, 0, 0, 8)
        detail.setSpacing(16)
        detail.addWidget(self._tanner_date, 3, Qt.AlignmentFlag.AlignTop)
        detail.addWidget(self._tanner_line, 7, Qt.AlignmentFlag.AlignVCenter)
        detail.addStretch(1)
        return row

    def _build_dates(self, column: QVBoxLayout) -> None:
        theme = self._theme
        self._add_date = SecondaryButton(theme, "&Add a date", icon="plus", compact=True)
        self._add_date.setObjectName("skin_add_date")
        self._add_date.clicked.connect(self._new_date)
        head = QHBoxLayout()
        head.addWidget(Text(theme, "Trips and important dates ahead", role="section"), 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._add_date)
        column.addLayout(head)
        column.addWidget(Rule(theme, strong=True))
        self._dates = DateList(theme, today=lambda: self._session.today)
        self._dates.edit_asked.connect(self._edit_date)
        self._dates.saved.connect(self._date_saved)
        self._dates.removed.connect(self._date_removed)
        column.addWidget(self._dates)
        self._no_more = CheckRow(theme, "No other trips or dates", more="in the next 12 months")
        self._no_more.setObjectName("skin_no_more_dates")
        self._no_more.setMinimumHeight(theme.px(Size.CHECK_ROW))
        self._no_more.clicked.connect(lambda on: self._session.dispatch(no_more_dates(self._session.state.answers, on)))
        column.addWidget(self._no_more)

    def _render_tanner(self, view: SkinView, errors: dict[str, str]) -> None:
        answer = view.tanner
        self._tanner_question.setText(f"{view.tanner_question}?")
        segments = {reply.value for reply, _, _ in REPLIES}
        self._tanner.set_value(answer.answer.value if answer and answer.answer.value in segments else None)
        error = "Answer yes, no or unsure" if f"health.{SELF_TANNER}" in errors else ""
        self._tanner_error.setText(error)
        self._tanner_error.setVisible(bool(error))
        self._tanner_detail.setVisible(view.asks_tanner_date or view.tanner_line is not None)
        self._tanner_date.setVisible(view.asks_tanner_date)
        gap = errors.get(f"health.{SELF_TANNER}.last", "")
        self._tanner_date.render_date(answer.last if answer else None, gap)
        self._tanner_line.set_status(view.tanner_line)

    # -- what the provider did

    def _past_problem(self, day: date | None) -> str | None:
        return past_day_problem(day, self._session.today)

    def _tanned_on(self, last: date | None) -> None:
        answer = self._session.state.answers.health.get(SELF_TANNER)
        if answer is not None:
            self._session.dispatch(tanner_date(answer, last))

    def _planned(self, day: date | None, at: time | None) -> None:
        answers = self._session.state.answers
        clinic = self._session.services.clinic
        edit = plan_treatment(answers, clinic, today=self._session.today, day=day, at=at)
        if isinstance(edit, dict):
            self._treatment.show_problems(edit)
            return
        self._treatment.show_problems({})
        self._session.dispatch(edit)

    def _new_date(self) -> None:
        self._dates.open_editor(NEW, DateDraft())

    def _edit_date(self, key: str) -> None:
        kind, index = _place(key)
        self._dates.open_editor(key, draft_of(self._session.state.answers, kind, index))

    def _date_saved(self, key: str, draft: DateDraft) -> None:
        place = None if key == NEW else _place(key)
        edit = with_date(self._session.state.answers, place, draft)
        self._dates.close_editor()
        self._session.dispatch(edit)
        self._add_date.setFocus(Qt.FocusReason.OtherFocusReason)

    def _date_removed(self, key: str) -> None:
        self._dates.close_editor()
        self._session.dispatch(without_date(self._session.state.answers, _place(key)))
        self._add_date.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- focus

    def _focus_type(self) -> None:
        key = self._types.value or Fitzpatrick.I.value
        self._types.cards[key].setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_date(self, path: str) -> None:
        """Open the date an answer path speaks of, or go to the button that adds one."""
        head, _, rest = path.partition("[")
        index = rest.partition("]")[0]
        kind = "trip" if head == "trips" else "event"
        listed = self._session.state.answers.trips if kind == "trip" else self._session.state.answers.events
        if index.isdecimal() and int(index) < len(listed):
            self._edit_date(f"{kind}:{index}")
        else:
            self._add_date.setFocus(Qt.FocusReason.OtherFocusReason)


def _place(key: str) -> tuple[DateKind, int]:
    kind, _, index = key.partition(":")
    return ("trip" if kind == "trip" else "event"), int(index)
