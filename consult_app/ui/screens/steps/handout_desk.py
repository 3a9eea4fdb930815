"""A sheet on the desk: its pages at the left, what can be chosen and where it goes at the right."""

from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.application.errors import Refused
from consult_app.application.handout_document import Sheet
from consult_app.application.handouts import usual_sheet
from consult_app.application.ports import SheetLook
from consult_app.application.services import Services
from consult_app.application.sheet_edits import SheetLine
from consult_app.domain.answers import Answers, Provider
from consult_app.domain.plan import FinalPlan
from consult_app.domain.proposal import Proposal
from consult_app.ui.presenters.handout import (
    NOT_PRINTED,
    HandoutView,
    SheetWish,
    failure_words,
    present_handout,
)
from consult_app.ui.presenters.handout_basis import SheetBasis, end_at, local_now, sheet_basis, usual_end
from consult_app.ui.presenters.handout_words import present_words, refused_words
from consult_app.ui.screens.steps.handout_counter import HandoutCounter, Wanted
from consult_app.ui.screens.steps.handout_drawing import DrawnSheet, SheetDrawer, SheetOrder
from consult_app.ui.screens.steps.handout_keeping import LineKeeper
from consult_app.ui.screens.steps.handout_printers import PAPER, PrinterMemory, PrintingHabit
from consult_app.ui.screens.steps.handout_side import HandoutSide
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.error_summary import ErrorSummary, Problem
from consult_app.ui.widgets.page_view import PageView

RIGHT: Final = 292
_LINES_SHOWN: Final = 3
SIGN_TO_CHANGE: Final = "Sign the plan first, then change words for this patient."


@dataclass(frozen=True, slots=True)
class _Source:
    """Whose sheet it is; ``plan`` is ``None`` before the signature."""

    answers: Answers
    proposal: Proposal
    plan: FinalPlan | None


class HandoutDesk(QWidget):
    """Shows a draft's sheet as a draft, a signed plan's as it goes out.

    ``go_asked`` gives an answer path, ``messages`` words for the footer, ``given`` follows each sheet that went out.
    """

    go_asked = Signal(str)
    messages = Signal(str)
    given = Signal()

    def __init__(self, services: Services, theme: Theme, provider: Provider, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._theme = theme
        self._source: _Source | None = None
        self._wish = SheetWish(Sheet.BEFORE, look=SheetLook(letterhead=services.clinic.brand.letterhead))
        self._chosen_by_hand = False
        self._print_is_next = False
        self._end_by_hand = False
        self._paper_by_hand = False
        self.status = NOT_PRINTED
        self._drawer = SheetDrawer(services, self)
        self._drawer.drawn.connect(self._show_drawn)
        self._drawer.failed.connect(self._draw_failed)
        self._keeper = LineKeeper(services, provider, self)
        self._keeper.changed.connect(self.refresh)
        self._memory = PrinterMemory(services, self)
        self._memory.known.connect(self._show_printers)
        self._build()
        self._keeper.failed.connect(self.output.show_failure)
        self.counter = HandoutCounter(
            services,
            provider,
            drawer=self._drawer,
            side=self.side,
            memory=self._memory,
            wanted=self._wanted,
            parent=self,
        )
        self.counter.given.connect(self._given)
        self.counter.asking.connect(self._asking)
        self._memory.ask()
        theme.changed.connect(self._fit)

    # -- what is shown

    def show_draft(self, answers: Answers, proposal: Proposal) -> None:
        """Show the sheet of a consultation that is not signed, marked as a draft."""
        self._take(_Source(answers, proposal, None))

    def show_plan(self, plan: FinalPlan) -> None:
        """Show the sheets of a signed plan."""
        self._take(_Source(plan.answers, plan.proposal, plan))

    def focus_first(self) -> None:
        """Give the focus to what goes on: Print, or the first thing that is missing."""
        if self._missing.links:
            self._missing.links[0].setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.output.print_button.isEnabled():
            self.output.print_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.options.sheet.setFocus(Qt.FocusReason.OtherFocusReason)
            self._print_is_next = True

    def focus_end(self) -> None:
        """Give the focus to the end of the treatment."""
        self.options.end.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, source: _Source) -> None:
        before, self._source = self._source, source
        if source == before:
            return
        if before is None or source.plan != before.plan:
            self._end_by_hand = False
            self.counter.start_anew()
            self.status = NOT_PRINTED
        if not self._chosen_by_hand:
            answers = source.answers
            language = answers.patient.language
            known = language if language in self._services.protocol.wording else "en"
            self._wish = replace(self._wish, sheet=usual_sheet(answers, self._local_now().date()), language=known)
        self.refresh()

    def refresh(self) -> None:
        """Show and draw what is chosen; the end of the treatment is now unless somebody typed it."""
        if self._source is None:
            return
        if not self._end_by_hand:
            self._wish = replace(self._wish, ended=usual_end(self._source.answers, self._local_now()))
        self._keeper.show_plan(self._source.plan.id if self._source.plan is not None else None)
        view, basis = self._present(self._source)
        self._render(view)
        if self.isVisible() and self._keeper.known:
            self._drawer.draw(self._order(self._source, view, basis))

    def _present(self, source: _Source) -> tuple[HandoutView, SheetBasis]:
        services, wish = self._services, self._wish
        basis = sheet_basis(
            services.protocol,
            services.clinic,
            answers=source.answers,
            proposal=source.proposal,
            sheet=wish.sheet,
            ended=wish.ended,
        )
        drawn = self._drawer.current
        glyphs = drawn.rendered.missing_glyphs if drawn is not None else ()
        now = self._local_now()
        view = present_handout(
            services.protocol,
            services.clinic,
            basis,
            wish,
            plan=source.plan,
            now=now,
            missing_glyphs=glyphs,
            edits=self._keeper.lines.edits,
        )
        return view, basis

    def _order(self, source: _Source, view: HandoutView, basis: SheetBasis) -> SheetOrder:
        wish = self._wish if self._wish.sheet is Sheet.AFTER else replace(self._wish, ended=None)
        number = source.plan.number if source.plan is not None else ""
        return SheetOrder(basis, wish, number, draft=not view.may_give, edits=self._keeper.lines.edits)

    # -- building

    def _build(self) -> None:
        theme = self._theme
        self._missing = ErrorSummary(theme, "Before it can be printed")
        self._missing.setObjectName("handout_missing")
        self._missing.jump_asked.connect(self._jump)
        self.pages = PageView(theme, "Pages of the sheet")
        self.pages.setObjectName("handout_pages")
        for name, button in (
            ("handout_page_back", self.pages.back),
            ("handout_page_forward", self.pages.forward),
            ("handout_zoom_out", self.pages.smaller),
            ("handout_zoom_in", self.pages.larger),
        ):
            button.setObjectName(name)
        self.side = HandoutSide(theme)
        self.options, self.checks, self.output = self.side.options, self.side.checks, self.side.output
        self.options.sheet_chosen.connect(lambda key: self._choose(sheet=Sheet(key)))
        self.options.language_chosen.connect(lambda key: self._choose(language=key))
        self.options.large_chosen.connect(lambda on: self._choose_look(large_print=on))
        self.options.paper_chosen.connect(self._choose_paper)
        self.options.letterhead_chosen.connect(lambda on: self._choose_look(letterhead=on))
        self.options.end_chosen.connect(self._end_chosen)
        self.checks.changed.connect(self.refresh)
        self.side.words.typed.connect(self._word)
        self.side.words.clinic_words_asked.connect(self._take_back)
        self.side.refitted.connect(self._fit)
        beside = QHBoxLayout()
        beside.setSpacing(16)
        beside.addWidget(self.pages, 1)
        beside.addWidget(self.side)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(12)
        outer.addWidget(self._missing)
        outer.addLayout(beside, 1)
        for keys, act in (
            ("Ctrl+P", self.output.print_button.click),
            ("Ctrl+Shift+S", self.output.save_button.click),
            ("Ctrl+M", self.output.email_button.click),
            ("Ctrl+=", lambda: self.pages.zoom_by(1)),
            ("Ctrl+-", lambda: self.pages.zoom_by(-1)),
            ("Ctrl+0", self.pages.fit_width),
            ("PgDown", lambda: self.pages.show_page(self.pages.page + 1)),
            ("PgUp", lambda: self.pages.show_page(self.pages.page - 1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(act)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Large text asks for more room beside the pages."""
        wanted = RIGHT if self.width() >= 700 else RIGHT - 24
        self.side.setFixedWidth(max(wanted, self.side.least_width()))

    # -- showing

    def _render(self, view: HandoutView) -> None:
        lines = view.missing
        shown = [Problem(line.path, line.words) for line in lines[:_LINES_SHOWN]]
        more = len(lines) - len(shown)
        title = "Before it can be printed"
        self._missing.set_problems(shown, title=f"{title}, and {more} more" if more > 0 else title)
        self.options.show_view(view, self._wish)
        self.checks.show_checks(view.checks)
        self.side.show_warnings(view.warnings)
        drawn = self._drawer.current
        refusal = ""
        if not self._keeper.known:
            refusal = "The words changed for this patient are not read yet."
        elif not view.may_give:
            refusal = view.end_error or (lines[0].words if lines else "")
        pages = drawn.rendered.pages if drawn is not None else 0
        lines_now = self._keeper.lines.over(drawn.lines if drawn is not None else ())
        words = present_words(lines_now, self._services.reading_level)
        self.side.words.show_view(words)
        self.options.show_words(words.changed, refusal="" if view.signed else SIGN_TO_CHANGE)
        self.output.show_state(pages=pages, refusal=refusal, status=self.status if view.signed else "")
        self.messages.emit(self.status if view.signed else "Not signed yet")
        self._give_focus_to_print()

    def _give_focus_to_print(self) -> None:
        """What ``focus_first`` could not do yet, unless the user has gone somewhere else meanwhile."""
        focused: QWidget | None = self.window().focusWidget()
        sheet = self.options.sheet
        waits = focused is not None and (focused is sheet or sheet.isAncestorOf(focused))
        if self._print_is_next and not waits:
            self._print_is_next = False
        elif self._print_is_next and self.output.print_button.isEnabled():
            self._print_is_next = False
            self.output.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_drawn(self, drawn: DrawnSheet) -> None:
        self.pages.set_pages(drawn.pages)
        if self._source is not None:
            self._render(self._present(self._source)[0])

    def _draw_failed(self, error: Exception) -> None:
        self.pages.set_pages(())
        self.output.show_failure(*failure_words(error))

    # -- what the provider chose

    def _choose(self, *, sheet: Sheet | None = None, language: str | None = None) -> None:
        self._chosen_by_hand = True
        self._wish = replace(self._wish, sheet=sheet or self._wish.sheet, language=language or self._wish.language)
        self.refresh()

    def _choose_look(self, *, large_print: bool | None = None, letterhead: bool | None = None) -> None:
        look = self._wish.look
        large = look.large_print if large_print is None else large_print
        band = look.letterhead if letterhead is None else letterhead
        self._wish = replace(self._wish, look=replace(look, large_print=large, letterhead=band))
        self.refresh()

    def _choose_paper(self, paper: str) -> None:
        self._wish = replace(self._wish, look=replace(self._wish.look, paper=paper))
        self._paper_by_hand = True
        self._memory.remember(PAPER, paper)
        self.refresh()

    def _end_chosen(self, at: time) -> None:
        if self._wish.ended is not None:
            self._end_by_hand = True
            self._wish = replace(self._wish, ended=end_at(self._wish.ended, at))
            self.refresh()

    def _jump(self, path: str) -> None:
        if path == "treatment_at" and self._source is not None and self._source.plan is not None:
            self.focus_end()
        elif path:
            self.go_asked.emit(path)

    # -- the words

    def undo(self) -> bool:
        """Take back the last change of the words; ``False`` when there is none."""
        self._forget_errors()
        return self._keeper.undo()

    def redo(self) -> bool:
        """Make the change that was taken back again; ``False`` when there is none."""
        self._forget_errors()
        return self._keeper.redo()

    def _forget_errors(self) -> None:
        for key in self.side.words.rows:
            self.side.words.set_error(key, "")

    def _line(self, key: str) -> SheetLine | None:
        drawn = self._drawer.current
        lines = drawn.lines if drawn is not None else ()
        return next((line for line in lines if line.id == key), None)

    def _word(self, key: str, typed: str) -> None:
        line = self._line(key)
        if line is None:
            return
        try:
            self._keeper.put(line, typed)
        except Refused as refused:
            self.side.words.set_error(key, refused_words(refused))
        else:
            self.side.words.set_error(key, "")

    def _take_back(self, key: str) -> None:
        line = self._line(key)
        if line is not None:
            self.side.words.set_error(key, "")
            self._keeper.take_back(line)

    # -- giving it out

    def _wanted(self) -> Wanted | None:
        self.refresh()
        source = self._source
        if source is None or source.plan is None or not self._keeper.known:
            return None
        view, basis = self._present(source)
        return Wanted(source.plan, view, self._order(source, view, basis))

    def _given(self, words: str) -> None:
        self.status = words
        self.refresh()
        self.given.emit()

    def _asking(self, words: str) -> None:
        self.status = words
        self.refresh()

    def _show_printers(self, habit: PrintingHabit) -> None:
        self.output.show_printers(habit.printers, usual=habit.usual, copies=habit.copies)
        self._fit()
        if habit.paper and not self._paper_by_hand:
            self._wish = replace(self._wish, look=replace(self._wish.look, paper=habit.paper))
        self.refresh()

    def _local_now(self) -> datetime:
        return local_now(self._services.clinic, self._services.clock.now())
