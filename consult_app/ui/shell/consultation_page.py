"""One consultation on the desk: banner, sheet, Today and footer, all showing the same state."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from consult_app.application.autosave import SaveStatus
from consult_app.application.consultation import ConfirmCopied, ConsultationState
from consult_app.application.copying import COPIED
from consult_app.application.session import ConsultationSession
from consult_app.domain.answers import Provider
from consult_app.domain.plan import Step
from consult_app.ui.presenters.banner import present_banner
from consult_app.ui.presenters.copied import copied_gaps, present_copied
from consult_app.ui.presenters.footer import present_footer, present_save
from consult_app.ui.presenters.plan_sign import signed_words
from consult_app.ui.presenters.rail import present_rail
from consult_app.ui.presenters.today import present_today
from consult_app.ui.presenters.words import Gap, step_of
from consult_app.ui.screens.steps.contract import Finishes, HasUnanswered, StepScreen
from consult_app.ui.shell.banner import PatientBanner
from consult_app.ui.shell.footer import Footer
from consult_app.ui.shell.page_room import PageRoom
from consult_app.ui.shell.popovers import Popovers
from consult_app.ui.shell.sheet import StepSheet
from consult_app.ui.shell.today_panel import TodayPanel
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme

StepFactory = Callable[[ConsultationSession, Theme], StepScreen]

_TICK_MS: Final = 1000


class ConsultationPage(QWidget):
    """Shows a session. ``rail_changed`` gives the steps for the rail; the rest ask for what is not the page's own.

    ``left_asked`` leaves for Home, ``not_treated_asked`` closes the visit, ``past_plans_asked`` names a patient.
    ``announced`` gives the verdict in words when it changed.
    """

    rail_changed = Signal(object)
    left_asked = Signal()
    not_treated_asked = Signal()
    past_plans_asked = Signal(str)
    step_left = Signal(Step)
    announced = Signal(str)

    def __init__(
        self,
        session: ConsultationSession,
        theme: Theme,
        steps: Mapping[Step, StepFactory],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session: Final = session
        self._theme = theme
        self._steps = steps
        self._signed = session.finished is not None
        self._last_visit: date | None = None
        self._visits_known = False
        self._shown: Step | None = None
        self._spoken = ""
        self._build()
        session.listen(self._show)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self.show_save)
        self._clock.start()
        self.show_save()

    # --- what the shell asks ------------------------------------------------------------------------------------

    def open(self) -> None:
        """Show the step the draft stands on, with the focus on its first control."""
        self.session.services.get_ready_to_draw()
        self._show(self.session.state)
        self.focus_sheet()

    def set_last_visit(self, day: date | None) -> None:
        """The patient's latest finished plan, once it was looked up."""
        self._last_visit, self._visits_known = day, True
        self._show(self.session.state)

    def set_provider(self, provider: Provider) -> None:
        """Somebody else works here from now on: what is decided, signed and handed out is theirs."""
        self.popovers.close()
        self.session.provider = provider
        self.sheet.drop(Step.HANDOUT)
        self._show(self.session.state)
        self.sheet.show_step(self.session.state.step)

    def go_to(self, step: Step) -> None:
        """Show a step and give the focus to its first control."""
        self.session.go_to(step)
        self.focus_sheet()

    def go_next(self) -> None:
        """On to the next step; a step with gaps says first what it lacks. On the last step, finish."""
        self.footer.next.setFocus(Qt.FocusReason.ShortcutFocusReason)
        step, gaps = self.session.state.step, self._gaps(self.session.state)
        if gaps and self.sheet.gaps_shown(step) != gaps:
            self.sheet.show_gaps(step, gaps, focus=True)
            return
        following = _neighbor(step, 1)
        if following is not None:
            self.go_to(following)
        elif isinstance(self.current, Finishes):
            self.current.finish()

    def go_back(self) -> None:
        """Back to the step before; from the first one, Home."""
        before = _neighbor(self.session.state.step, -1)
        if before is None:
            self.left_asked.emit()
        else:
            self.go_to(before)

    def go_to_answer(self, path: str) -> None:
        """Show the control of an answer path, on whichever step it is."""
        self.popovers.close()
        step = step_of(path)
        self.session.go_to(step)
        self._show(self.session.state)
        if path.startswith(COPIED) and self.sheet.focus_copied(step):
            return
        if not self.current.focus_path(path):
            self.current.focus_first()

    def go_to_problem(self) -> None:
        """Show the next thing that keeps the plan open: a gap on this step or after it, else from the start."""
        state = self.session.state
        steps = list(Step)
        at = steps.index(state.step)
        for step in (*steps[at:], *steps[:at]):
            missing = [path for path in state.proposal.missing if step_of(path) is step]
            if missing:
                self.go_to_answer(missing[0])
                return
        for row in self.today.findings.rows:
            if row.line.kind in ("stop", "wait", "decide"):
                self.open_today()
                row.setFocus()
                return

    def go_to_unanswered(self) -> None:
        """The next unanswered question of this step, else the next problem anywhere."""
        if isinstance(self.current, HasUnanswered) and self.current.focus_next_unanswered():
            return
        gaps = self._gaps(self.session.state)
        if gaps and (gaps[0].path.startswith(COPIED) or self.current.focus_path(gaps[0].path)):
            self.go_to_answer(gaps[0].path)
        else:
            self.go_to_problem()

    def go_to_focused_answer(self) -> None:
        """The answer behind the finding that has the focus or whose reason is open."""
        key = self.popovers.key
        for row in self.today.findings.rows:
            if row.hasFocus():
                key = row.line.key
        view = self.popovers.why(key)
        if view is not None and view.path:
            self.go_to_answer(view.path)

    def open_why(self, key: str, *, editing: bool = False) -> None:
        """Say why a finding stands; ``editing`` opens the reason editor at once."""
        self.popovers.open_why(key, editing=editing)

    def open_allergies(self) -> None:
        """Say every allergy by name."""
        self.popovers.open_allergies(self.banner.allergies)

    def open_today(self) -> None:
        """Show Today where it is folded away, and give it the focus."""
        self.room.open_today()

    def fold_today(self) -> bool:
        """Fold Today away in a narrow window; ``False`` when it is no overlay."""
        return self.room.fold_today()

    def focus_sheet(self) -> None:
        """Give the focus to the step."""
        self.current.focus_first()

    def show_save(self, status: SaveStatus | None = None) -> None:
        """Show how the draft is saved, as it stands now."""
        services = self.session.services
        look, words = present_save(
            status or self.session.save_status, now=services.clock.now(), zone=services.clinic.time_zone
        )
        self.footer.show_save(look, words)

    def areas(self) -> tuple[tuple[QWidget, Callable[[], None]], ...]:
        """The page's areas in the order F6 goes, each with what gives it the focus."""
        return (
            (self.banner, self.banner.allergies.setFocus),
            (self.sheet, self.focus_sheet),
            (self.today, self.open_today),
            (self.footer, self.footer.next.setFocus),
        )

    @property
    def spoken(self) -> str:
        """Verdict and findings as one would read them aloud."""
        findings = [row.accessibleName() for row in self.today.findings.rows]
        return " ".join((self.today.verdict.accessibleName(), *findings))

    @property
    def current(self) -> StepScreen:
        """The step on the sheet."""
        return self._screen(self.session.state.step)

    # --- building and showing -----------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._theme
        self.banner = PatientBanner(theme)
        self.banner.allergies_asked.connect(self.open_allergies)
        self.sheet = StepSheet(theme)
        self.sheet.gap_chosen.connect(self.go_to_answer)
        self.sheet.copied_confirmed.connect(lambda step: self.session.dispatch(ConfirmCopied(step)))
        self.today = TodayPanel(theme)
        self.today.why_asked.connect(self.open_why)
        self.today.not_treated_asked.connect(self.not_treated_asked)
        self.footer = Footer(theme)
        self.footer.back_asked.connect(self.go_back)
        self.footer.next_asked.connect(self.go_next)
        self.footer.retry_asked.connect(self.session.save_now)
        self.room = PageRoom(self, theme, banner=self.banner, sheet=self.sheet, today=self.today, footer=self.footer)
        self.strip = self.room.strip
        self.popovers = Popovers(
            self.session,
            theme,
            host=self,
            today=self.today,
            free_above=self.banner.height,
            free_below=self.footer.height,
            go_to_answer=self.go_to_answer,
            checks=lambda: self._checks(self.session.state),
        )

    def _screen(self, step: Step) -> StepScreen:
        made = self.sheet.screen_of(step)
        if made is None:
            made = self._steps[step](self.session, self._theme)
            self._connect(made)
            self.sheet.add(made)
            made.render(self.session.state)
        return made

    def _connect(self, screen: StepScreen) -> None:
        """Connect those signals of the contract that this screen has."""
        wanted: dict[str, Callable[..., None]] = {
            "why_asked": self.open_why,
            "decision_asked": lambda rule: self.open_why(rule, editing=True),
            "go_asked": self.go_to_answer,
            "next_asked": self.go_next,
            "home_asked": self.left_asked.emit,
            "past_plans_asked": self.past_plans_asked.emit,
            "messages": self.footer.show_hint,
            "gaps_changed": lambda: self._show(self.session.state),
        }
        for name, call in wanted.items():
            signal = getattr(screen, name, None)
            if signal is not None:
                signal.connect(call)

    def _show(self, state: ConsultationState) -> None:
        screen = self._screen(state.step)
        screen.render(state)
        if self._shown is not state.step:
            left, self._shown = self._shown, state.step
            self.popovers.close()
            self.sheet.show_step(state.step)
            if left is not None:
                self.step_left.emit(left)
        services, today = self.session.services, self.session.today
        finished = self.session.finished
        copied = present_copied(services.protocol, state, state.step) if finished is None else None
        self.sheet.show_copied(state.step, copied)
        gaps = self._gaps(state)
        if self.sheet.gaps_shown(state.step):
            self.sheet.show_gaps(state.step, gaps)
        checks = self._checks(state)
        self.rail_changed.emit(present_rail(state, checks=checks, signed=finished is not None))
        self.banner.show_view(
            present_banner(
                state.answers.patient,
                today=today,
                on_file=state.draft.patient_id is not None,
                last_visit=self._last_visit,
                visits_known=self._visits_known or state.draft.patient_id is None,
            )
        )
        signed = signed_words(finished, services.clinic.time_zone) if finished is not None else ""
        view = present_today(services.protocol, services.clinic, state, today=today, signed=signed, checks=checks)
        self.today.show_view(view)
        verdict = view.verdict
        self.strip.set_verdict(verdict.kind, verdict.title, verdict.reason)
        self.room.opener.set_text(f"Today, {view.findings_note.removesuffix(' so far')} findings")
        self.footer.show_view(present_footer(state, checks=checks))
        if finished is not None and not self._signed:
            self._signed = True
            self.footer.next.setFocus(Qt.FocusReason.TabFocusReason)
        self._speak(verdict.title, verdict.reason)
        if self.popovers.key and self.today.findings.row(self.popovers.key) is None:
            self.popovers.close()

    def _gaps(self, state: ConsultationState) -> tuple[Gap, ...]:
        """What the step on the sheet lacks, its copied answers first."""
        return (*copied_gaps(state, state.step), *self._screen(state.step).gaps(state))

    def _checks(self, state: ConsultationState) -> int:
        """What the Patient step asks beyond the answers, such as whether this is the person on file."""
        patient = self.sheet.screen_of(Step.PATIENT)
        if patient is None:
            return 0
        return sum(gap.path not in state.proposal.missing for gap in patient.gaps(state))

    def _speak(self, title: str, reason: str) -> None:
        words = f"{title}. {reason}"
        if self._spoken and title != self._spoken:
            self.announced.emit(words)
        self._spoken = title

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        closes = event.key() == Qt.Key.Key_Escape and (self.popovers.close() or self.fold_today())
        if not closes:
            super().keyPressEvent(event)

    # --- room ---------------------------------------------------------------------------------------------------

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit(self.window().width(), self.window().height())

    def fit(self, width: int, height: int) -> None:
        """Lay out for a window of this size in logical px."""
        self.room.fit(width, height)
        self.popovers.close()


def _neighbor(step: Step, by: int) -> Step | None:
    steps = list(Step)
    at = steps.index(step) + by
    return steps[at] if 0 <= at < len(steps) else None
