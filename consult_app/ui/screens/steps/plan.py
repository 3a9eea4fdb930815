"""Step 6: options to choose from, then the plan line by line, then the signature."""

from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.application.consultation import ConsultationState
from consult_app.application.edits import ChooseOption, Decide, TakeBackChoice
from consult_app.application.errors import EnvironmentFailed, Refused
from consult_app.application.session import ConsultationSession
from consult_app.domain.answers import Decision, DecisionChoice
from consult_app.domain.plan import FinalPlan, Step
from consult_app.ui.presenters.plan import PlanView, present_plan_step
from consult_app.ui.presenters.plan_calendar import SessionDays
from consult_app.ui.presenters.plan_lines import LinesView, LineView
from consult_app.ui.presenters.plan_moves import (
    add_session,
    build_own,
    give_reason,
    give_removal_reason,
    move_session,
    planned,
    put_back,
    remove_session,
    restore_session,
)
from consult_app.ui.presenters.words import Gap
from consult_app.ui.screens.steps.plan_calendar import SessionCalendar
from consult_app.ui.screens.steps.plan_findings import PlanFindings
from consult_app.ui.screens.steps.plan_lines import PlanLines
from consult_app.ui.screens.steps.plan_notes import PlanNotes
from consult_app.ui.screens.steps.plan_nothing import NoPlan
from consult_app.ui.screens.steps.plan_options import OptionCards
from consult_app.ui.screens.steps.plan_pace import PlanPace
from consult_app.ui.screens.steps.plan_sign import SignCard
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import LinkButton, SecondaryButton
from consult_app.ui.widgets.callout import Callout
from consult_app.ui.widgets.text import Text
from consult_app.ui.widgets.timeline import TimelineBar, TimelineMark, YearTimeline

_NONE: Final = -1


class PlanStep(QWidget):
    """Options side by side; the chosen one opens as lines with a calendar. Signing ends every edit."""

    why_asked = Signal(str)
    go_asked = Signal(str)

    step = Step.PLAN

    def __init__(self, session: ConsultationSession, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._selected = ""
        self._opened = False
        self._marks_gaps = False
        self._view = self._present(session.state)
        self._build()
        self.render(session.state)

    # -- contract

    @override
    def render(self, state: ConsultationState) -> None:  # type: ignore[override]
        """Show the state."""
        view = self._present(state)
        self._view = view
        signed = bool(view.sign.signed)
        self._lead.setText(view.lead)
        self._lead.setVisible(bool(view.lead))
        self._build_own.setVisible(view.can_build and not signed)
        for button in (self._add, self._protocol):
            button.setVisible(view.mode == "lines" and not signed)
        self._protocol.setVisible(view.lines is not None and view.lines.own and view.lines.has_option and not signed)
        self._compare.setVisible(view.mode == "lines" and not signed and bool(state.proposal.options))
        self._open_answers.setVisible(bool(view.open_answers))
        self._open_answers.set_words("Not decided yet", f"{view.open_answers} The dates can still change.")
        self._options.setVisible(view.options is not None)
        self._nothing.setVisible(view.nothing is not None)
        self._lines_box.setVisible(view.lines is not None)
        if view.options is not None:
            self._options.show_options(view.options)
        if view.nothing is not None:
            self._nothing.show_nothing(view.nothing)
        if view.lines is not None:
            self._render_lines(state, view.lines, signed=signed)
        else:
            self._selected, self._opened = "", False
        self._notes.show_notes(view.notes, view.options)
        self._sign.setVisible(view.mode == "lines" or signed)
        self._sign.show_sign(view.sign)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2 and 3 choose an option from anywhere on the step but a text field."""
        number = event.key() - Qt.Key.Key_1
        if self._view.mode == "options" and not event.modifiers() and 0 <= number < len(self._options.buttons):
            self._options.buttons[number].click()
            return
        super().keyPressEvent(event)

    def focus_first(self) -> None:
        """What is first on the step; no option is at hand for an Enter that was not meant."""
        if self._view.mode == "options":
            self._build_own.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._view.mode == "lines" and self._lines.rows:
            self._lines.rows[0].head.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._nothing.focus_first()

    def focus_path(self, path: str) -> bool:
        """The control of an answer path, of a decision (``decision.RULE``) or the signature (``plan.sign``)."""
        if path == "plan.sign":
            self._sign.button.setFocus(Qt.FocusReason.OtherFocusReason)
            return not self._sign.isHidden()
        if path.startswith("decision."):
            return self._findings.focus_rule(path.removeprefix("decision."))
        if path.startswith("choices.option"):
            if self._view.mode == "options":
                self._options.focus_first()
            else:
                self.focus_first()
            return True
        if path.startswith("choices.sessions["):
            return self._focus_line(f"session.{path.split('[', 1)[1].split(']', 1)[0]}", path)
        if path.startswith("choices.removed."):
            return self._focus_line(f"removed.{path.split('.')[2]}", path)
        if path.startswith("choices.sessions") and self._view.mode == "lines":
            self.focus_first()
            return True
        return False

    def _focus_line(self, key: str, path: str) -> bool:
        lines = self._view.lines.lines if self._view.lines is not None else ()
        if key not in {line.key for line in lines}:
            return False
        self._select(key)
        if path.endswith(".reason"):
            self._lines.focus_reason(key)
        else:
            self._lines.focus_row(key)
        return True

    def gaps(self, state: ConsultationState) -> tuple[Gap, ...]:
        """What the plan still lacks."""
        return self._present(state).gaps

    def show_gaps(self, gaps: tuple[Gap, ...]) -> None:
        """Repeat the words at the fields, or take them away."""
        self._marks_gaps = bool(gaps)
        self.render(self._session.state)

    # -- building

    def _build(self) -> None:
        theme = self._theme
        self._lead = Text(theme, "", color="text2")
        self._lead.setObjectName("plan_lead")
        self._build_own = SecondaryButton(theme, "Build my &own")
        self._build_own.setObjectName("plan_build_own")
        self._build_own.clicked.connect(lambda: self._session.dispatch(build_own(self._session.state)))
        self._add = SecondaryButton(theme, "&Add session", icon="plus")
        self._add.setObjectName("plan_add_session")
        self._add.clicked.connect(self._add_session)
        self._protocol = SecondaryButton(theme, "&Use protocol dates")
        self._protocol.setObjectName("plan_use_protocol")
        self._protocol.clicked.connect(self._use_protocol)
        self._compare = LinkButton(theme, "&Compare options")
        self._compare.setObjectName("plan_compare")
        self._compare.clicked.connect(lambda: self._choose(None))
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(Text(theme, "Plan", role="title", wrap=False))
        titles.addWidget(self._lead)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(titles, 1)
        for button in (self._build_own, self._add, self._protocol):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._open_answers = Callout(theme, "neutral", "")
        self._open_answers.setObjectName("plan_open_answers")
        self._options = OptionCards(theme)
        self._options.chosen.connect(self._choose)
        self._options.why_asked.connect(self.why_asked)
        self._nothing = NoPlan(theme)
        self._nothing.go_asked.connect(self.go_asked)
        self._nothing.why_asked.connect(self.why_asked)
        self._notes = PlanNotes(theme)
        self._sign = SignCard(theme)
        self._sign.sign_asked.connect(self._sign_plan)
        self._sign.go_asked.connect(self.go_asked)
        self._sign.why_asked.connect(self.why_asked)
        self._build_lines()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(head)
        for part in (self._open_answers, self._options, self._nothing, self._lines_box, self._sign, self._notes):
            column.addWidget(part)
        column.addStretch(1)

    def _build_lines(self) -> None:
        theme, today = self._theme, self._session.today
        self._timeline = YearTimeline(theme, today)
        self._timeline.setObjectName("plan_timeline")
        self._lines = PlanLines(theme)
        self._lines.selected.connect(self._select)
        self._lines.moved_by.connect(self._move_by)
        self._lines.reason_edited.connect(self._give_reason)
        self._lines.undo_asked.connect(self._undo_line)
        self._lines.remove_asked.connect(self._remove)
        self._lines.fixed_asked.connect(self.go_asked)
        self._lines.why_asked.connect(self.why_asked)
        self._pace = PlanPace(self._session, theme)
        self._calendar = SessionCalendar(theme, today)
        self._calendar.day_chosen.connect(self._move)
        self._findings = PlanFindings(theme)
        self._findings.decided.connect(self._decide)
        self._findings.taken_back.connect(lambda rule: self._session.dispatch(TakeBackChoice(rule)))
        self._findings.why_asked.connect(self.why_asked)
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addWidget(self._lines)
        left.addStretch(1)
        beside = QHBoxLayout()
        beside.setSpacing(16)
        beside.addLayout(left, 1)
        beside.addWidget(self._calendar, 0, Qt.AlignmentFlag.AlignTop)
        self._lines_box = QWidget()
        column = QVBoxLayout(self._lines_box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self._timeline)
        column.addWidget(self._findings)
        column.addLayout(beside)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(self._pace)
        foot.addWidget(self._compare)
        foot.addStretch(1)
        column.addLayout(foot)

    # -- showing

    def _present(self, state: ConsultationState) -> PlanView:
        session = self._session
        return present_plan_step(
            session.services.protocol,
            state,
            today=session.today,
            provider=session.provider,
            finished=session.finished,
            zone=session.services.clinic.time_zone,
            confirmed=session.services.confirmed.keys,
        )

    def _render_lines(self, state: ConsultationState, view: LinesView, *, signed: bool) -> None:
        movable = [line.key for line in view.lines if line.editable and not line.fixed_by]
        if not self._opened:
            self._opened = True
            self._selected = movable[0] if movable else ""
        if signed or self._selected not in movable:
            self._selected = ""
        index = next((line.index for line in view.lines if line.key == self._selected), _NONE)
        self._timeline.set_year(
            view.timeline.start,
            [
                TimelineMark(mark.day, mark.kind, mark.number, selected=mark.index == index != _NONE)
                for mark in view.timeline.marks
            ],
            [
                TimelineBar(bar.first, bar.last, bar.text, "avoid" if bar.avoid else "note")
                for bar in view.timeline.bars
            ],
            summary=view.timeline.summary,
        )
        self._lines.show_lines(view.lines, open_key=self._selected, marked=self._marks_gaps, locked=signed)
        self._pace.show_state(state, locked=signed)
        self._findings.show_findings(view.findings, locked=signed)
        self._calendar.setVisible(index != _NONE)
        if index != _NONE:
            self._calendar.show_session(self._days(state, index))

    def _days(self, state: ConsultationState, index: int) -> SessionDays:
        services = self._session.services
        return SessionDays(services.protocol, services.clinic, state, index, self._session.today)

    # -- what the provider did

    def _select(self, key: str) -> None:
        self._selected = key
        self.render(self._session.state)

    def _move(self, index: int, day: date) -> None:
        services, state = self._session.services, self._session.state
        self._session.dispatch(move_session(services.protocol, services.clinic, state, index, day))

    def _move_by(self, index: int, days: int) -> None:
        """By days or weeks, over days that are not offered."""
        self._select(f"session.{index}")
        marks = self._days(self._session.state, index)
        day = planned(self._session.state)[index].on + timedelta(days=days)
        step = timedelta(days=1 if days > 0 else -1)
        for _ in range(7):
            mark = marks.mark(day)
            if mark.state != "off":
                self._move_or_ask(index, day, ask=bool(mark.confirm))
                return
            day += step

    def _move_or_ask(self, index: int, day: date, *, ask: bool) -> None:
        if ask:
            self._calendar.month.show_day(day)
            self._calendar.month.pick(day)
        else:
            self._move(index, day)

    def _undo_line(self, line: LineView) -> None:
        services, state = self._session.services, self._session.state
        if line.removed:
            edit = restore_session(services.protocol, services.clinic, state, line.removed)
        else:
            edit = put_back(services.protocol, services.clinic, state, line.index)
        self._session.dispatch(edit)

    def _give_reason(self, line: LineView, reason: str) -> None:
        state = self._session.state
        if line.removed:
            self._session.dispatch(give_removal_reason(state, line.removed, reason))
        else:
            self._session.dispatch(give_reason(state, line.index, reason))

    def _add_session(self) -> None:
        services, state = self._session.services, self._session.state
        self._selected = f"session.{len(planned(state))}"
        self._session.dispatch(add_session(services.protocol, services.clinic, state, today=self._session.today))

    def _remove(self, index: int) -> None:
        """One of the option's stays as a struck line, whose reason is asked for at once."""
        edit = remove_session(self._session.state, index)
        known = {each.number for each in self._session.state.answers.choices.removed}
        struck = next((each.number for each in edit.removed if each.number not in known), 0)
        self._selected = f"removed.{struck}" if struck else f"session.{max(index - 1, 0)}"
        self._session.dispatch(edit)
        if struck:
            self._lines.focus_reason(self._selected)
        else:
            self._lines.focus_row(self._selected)

    def _use_protocol(self) -> None:
        chosen = self._session.state.answers.choices.option
        self._session.dispatch(ChooseOption(chosen))

    def _choose(self, option: str | None) -> None:
        """Choose, or compare again; what had the focus is gone, so it goes to the first thing that came."""
        self._session.dispatch(ChooseOption(option))
        self.focus_first()

    def _decide(self, rule: str, reason: str) -> None:
        decision = Decision(
            rule=rule,
            choice=DecisionChoice.PROCEED,
            reason=reason,
            by=self._session.provider,
            on=self._session.today,
        )
        self._session.dispatch(Decide(decision))

    def _sign_plan(self) -> None:
        try:
            self._session.sign(done=self._signed, failed=self._not_signed)
        except Refused as refused:
            self._sign.show_problem(" ".join((refused.summary, *refused.missing)))
            return
        if self._session.finished is None:
            self._sign.button.set_busy("Signing...")

    def _signed(self, _plan: FinalPlan) -> None:
        self._sign.button.set_busy(None)
        self.render(self._session.state)

    def _not_signed(self, error: Exception) -> None:
        words = "The plan could not be kept. Try again."
        if isinstance(error, EnvironmentFailed):
            words = f"{error.what} {error.advice}".strip()
        self._sign.show_problem(words)
