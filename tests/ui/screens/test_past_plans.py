"""Past plans, used as a provider uses them."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit

from consult_app.application.consultation import Desk, begin, reduce
from consult_app.application.edits import ChooseOption
from consult_app.application.errors import EnvironmentFailed
from consult_app.application.finishing import finish
from consult_app.application.handout_document import Sheet
from consult_app.application.handouts import SheetChoice
from consult_app.application.past_plans import issue
from consult_app.application.ports import RenderedHandout, SheetLook
from consult_app.domain.answers import HealthAnswer, Reply
from consult_app.domain.plan import DraftId, DraftPlan
from consult_app.ui.screens.past_plans import PastPlansScreen
from consult_app.ui.screens.past_plans_table import PAGE
from consult_app.ui.theme.theme import Theme
from tests.fakes.services import CLINIC, DANA, MARISOL, NOW, filled, protocol, services

TODAY = date(2026, 5, 12)
KIM = replace(MARISOL, family_name="Kim", given_name="Soo-ah", chart="A-20001", birth_date=date(2001, 2, 18))


class PastClinic:
    """A clinic with plans in it."""

    def __init__(self):
        self.services = services()
        self.patients = {}

    def patient(self, details):
        if details.chart not in self.patients:
            self.patients[details.chart] = self.services.patients.add(details)
        return self.patients[details.chart]

    def plan(self, details=MARISOL, *, on=TODAY, **changes):
        patient = self.patient(details)
        desk = Desk(protocol=protocol(), clinic=CLINIC, today=on)
        answers = filled(**{"patient": details, "consultation_date": on, **changes})
        draft = DraftPlan(DraftId("draft"), answers, NOW, patient_id=patient.id)
        state = begin(desk, draft)
        if state.proposal.options:
            state = reduce(desk, state, ChooseOption(state.proposal.options[0].id))
        made = finish(
            protocol=protocol(),
            clinic=CLINIC,
            draft=state.draft,
            provider=DANA,
            now=NOW,
            today=on,
            plan_id=self.services.new_id(),
        )
        return self.services.consultations.finish(made, draft_id=draft.id)

    def sheet(self, plan, *, sheet=Sheet.BEFORE, rendered=None, ended=None):
        kept = issue(
            rendered or RenderedHandout(b"%PDF kept", 2, "words"),
            handout_id=self.services.new_id(),
            plan_id=plan.id,
            choice=SheetChoice(sheet, "en", SheetLook()),
            by=DANA,
            at=NOW,
            how="printed",
            target="Front desk",
            ended=ended,
        )
        return self.services.consultations.keep_handout(kept)


@pytest.fixture
def clinic():
    return PastClinic()


@pytest.fixture
def open_screen(qtbot):
    def opened(clinic):
        screen = PastPlansScreen(clinic.services, Theme(), DANA)
        qtbot.addWidget(screen)
        screen.resize(1208, 900)
        screen.show()
        screen.refresh()
        clinic.services.jobs.run()
        screen.focus_first()
        return screen

    return opened


def button(screen, name):
    found = [each for each in screen.findChildren(QAbstractButton, name) if each.isVisibleTo(screen)]
    assert len(found) == 1, name
    return found[0]


def click(qtbot, screen, name):
    qtbot.mouseClick(button(screen, name), Qt.MouseButton.LeftButton)
    screen._services.jobs.run()


def text(screen, name):
    return screen.findChild(QLabel, name).text()


def families(screen):
    plans = screen.list.table.plans
    return [plans.row(at).family for at in range(plans.rowCount())]


def choose(screen, combo, key):
    combo.set_value(key)
    combo.chosen.emit(key)
    screen._services.jobs.run()


def test_the_latest_plan_is_chosen_and_its_patient_stands_beside_it(clinic, open_screen):
    clinic.plan(KIM, on=date(2026, 4, 1))
    clinic.sheet(clinic.plan())
    screen = open_screen(clinic)
    assert families(screen) == ["ORTEGA-WHITFIELD", "KIM"]
    assert text(screen, "past_count") == "2 plans"
    assert text(screen, "past_patient_name") == "ORTEGA-WHITFIELD, Marisol"
    assert text(screen, "past_allergies") == "Known allergies: Neomycin (rash)"
    assert button(screen, "past_print").isEnabled()


def test_the_chosen_plan_is_copied_to_new_by_key_from_the_list_and_from_the_open_plan(clinic, open_screen, qtbot):
    clinic.plan(KIM, on=date(2026, 4, 1))
    plan = clinic.plan()
    screen = open_screen(clinic)
    asked = []
    screen.copy_to_new_asked.connect(asked.append)
    with qtbot.waitActive(screen):
        screen.activateWindow()
    qtbot.keyClick(screen.list.search, Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: asked == [plan.id])
    screen.open_plan()
    qtbot.keyClick(screen.detail.back, Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: asked == [plan.id, plan.id])


def test_nothing_is_copied_while_no_plan_is_chosen(clinic, open_screen, qtbot):
    screen = open_screen(clinic)
    asked = []
    screen.copy_to_new_asked.connect(asked.append)
    qtbot.keyClick(screen.list.search, Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    assert asked == []


def test_what_could_not_be_done_with_a_plan_is_said_where_one_looks(clinic, open_screen):
    clinic.plan()
    screen = open_screen(clinic)
    screen.open_plan()
    screen.say_problem("The plan could not be copied.")
    assert text(screen, "past_detail_problem") == "The plan could not be copied."
    assert screen.side.failure.title.text() == "The plan could not be copied."


def test_typing_filters_and_arrows_choose_without_leaving_the_search(clinic, open_screen, qtbot):
    clinic.plan(KIM, on=date(2026, 4, 1))
    clinic.plan()
    screen = open_screen(clinic)
    qtbot.keyClick(screen.list.search, Qt.Key.Key_Down)
    clinic.services.jobs.run()
    assert text(screen, "past_patient_name") == "KIM, Soo-ah"
    qtbot.keyClicks(screen.list.search, "ort")
    clinic.services.jobs.run()
    assert families(screen) == ["ORTEGA-WHITFIELD"]
    assert text(screen, "past_count") == "1 of 2 plans"
    assert text(screen, "past_patient_name") == "ORTEGA-WHITFIELD, Marisol"
    assert screen.window().focusWidget() is screen.list.search


def test_an_answer_to_an_earlier_question_is_dropped(clinic, open_screen, qtbot):
    clinic.plan(KIM, on=date(2026, 4, 1))
    clinic.plan()
    screen = open_screen(clinic)
    qtbot.keyClicks(screen.list.search, "kim")
    late = clinic.services.jobs.waiting.pop()
    clinic.services.jobs.waiting.append(late)
    clinic.services.jobs.waiting.reverse()
    clinic.services.jobs.run()
    assert families(screen) == ["KIM"]


def test_period_provider_and_result_filter_too(clinic, open_screen):
    clinic.plan(KIM, on=date(2025, 1, 8))
    clinic.plan(health={**filled().health, "pregnant_or_nursing": HealthAnswer(Reply.YES)})
    screen = open_screen(clinic)
    assert families(screen) == ["ORTEGA-WHITFIELD"]
    choose(screen, screen.list.period, "all")
    assert len(families(screen)) == 2
    choose(screen, screen.list.result, "do_not_treat")
    assert families(screen) == ["ORTEGA-WHITFIELD"]
    choose(screen, screen.list.result, "")
    choose(screen, screen.list.provider, "Dana Keller")
    assert len(families(screen)) == 2


def test_an_empty_list_says_what_hides_the_plans_and_clears_it(clinic, open_screen, qtbot):
    clinic.plan()
    screen = open_screen(clinic)
    qtbot.keyClicks(screen.list.search, "zzz")
    clinic.services.jobs.run()
    assert screen.list.empty.title.text() == "No plan matches."
    assert screen.list.empty.text.text() == "Hidden by: “zzz” and last 12 months."
    assert not screen.findChild(QLabel, "past_patient_name").isVisibleTo(screen)
    click(qtbot, screen, "past_empty_clear")
    assert families(screen) == ["ORTEGA-WHITFIELD"]
    assert screen.list.search.text() == ""


def test_a_clinic_without_plans_says_so(clinic, open_screen):
    screen = open_screen(clinic)
    assert screen.list.empty.title.text() == "No past plans yet."


def test_loading_is_said_only_when_it_takes_its_time(clinic, open_screen):
    screen = open_screen(clinic)
    screen.refresh()
    assert not screen.list.loading.isVisibleTo(screen)
    for timer in clinic.services.jobs.timers:
        timer.call()
    assert screen.list.loading.isVisibleTo(screen)
    clinic.services.jobs.run()
    assert not screen.list.loading.isVisibleTo(screen)


def test_one_patients_plans_of_all_times(clinic, open_screen, qtbot):
    clinic.plan(KIM, on=date(2025, 1, 8))
    clinic.plan()
    screen = open_screen(clinic)
    screen.show_patient(clinic.patient(KIM).id)
    clinic.services.jobs.run()
    assert families(screen) == ["KIM"]
    assert button(screen, "past_patient").text() == "Patient: KIM"
    click(qtbot, screen, "past_patient")
    assert len(families(screen)) == 2


def test_rows_are_read_page_by_page(clinic, open_screen, qtbot):
    first = clinic.plan()
    for _ in range(PAGE + 4):
        clinic.services.consultations.finish(
            replace(first, id=clinic.services.new_id(), number=""), draft_id=DraftId("x")
        )
    screen = open_screen(clinic)
    plans = screen.list.table.plans
    assert plans.rowCount() == PAGE + 5
    screen.list.table.select_row(PAGE + 4)
    assert plans.row(PAGE + 4) is None
    clinic.services.jobs.run()
    assert plans.row(PAGE + 4).id == first.id


def test_the_same_pages_are_sent_again_and_kept_as_a_record(clinic, open_screen, qtbot):
    plan = clinic.plan()
    kept = clinic.sheet(plan)
    screen = open_screen(clinic)
    click(qtbot, screen, "past_print")
    assert clinic.services.printer.sent == [(kept.pdf, "Front desk", 1, "letter")]
    again = clinic.services.consultations.handouts(plan.id)
    assert [sheet.pdf for sheet in again] == [kept.pdf, kept.pdf]
    assert text(screen, "past_status") == "Sent to Front desk, 10:48 AM"


def test_a_copy_is_marked_and_kept_as_its_own_record(clinic, open_screen, qtbot):
    plan = clinic.plan()
    clinic.sheet(plan)
    screen = open_screen(clinic)
    click(qtbot, screen, "past_copy")
    assert clinic.services.renderer.documents[-1].reprint_mark == "Reprint Tue, May 12, 2026"
    sheets = clinic.services.consultations.handouts(plan.id)
    assert sheets[0].pdf == clinic.services.printer.sent[0][0] != sheets[1].pdf


def test_a_copy_of_an_older_version_is_in_that_versions_own_words(clinic, open_screen, qtbot):
    plan = clinic.plan()
    clinic.sheet(plan)
    asked = []

    def earlier(ref):
        asked.append(ref)
        return protocol()

    newer = replace(protocol(), version="1.0.0-clinic.1", sha256="c" * 64, wording={})
    clinic.services = replace(clinic.services, protocol=newer, earlier_protocol=earlier)
    screen = open_screen(clinic)
    click(qtbot, screen, "past_copy")
    assert asked == [plan.proposal.protocol]
    assert clinic.services.renderer.documents[-1].reprint_mark == "Reprint Tue, May 12, 2026"


def test_a_copy_of_a_version_that_is_nowhere_is_refused_and_the_same_pages_still_print(clinic, open_screen, qtbot):
    plan = clinic.plan()
    kept = clinic.sheet(plan)
    clinic.services = replace(clinic.services, protocol=replace(protocol(), version="2.0.0", sha256="c" * 64))
    screen = open_screen(clinic)
    click(qtbot, screen, "past_copy")
    assert clinic.services.printer.sent == []
    said = "Protocol 1.0.0, which this sheet was made with, is not here."
    assert screen.side.failure.title.text() == said
    click(qtbot, screen, "past_print")
    assert clinic.services.printer.sent == [(kept.pdf, "Front desk", 1, "letter")]


def test_a_marked_after_sheet_counts_from_the_end_kept_with_it(clinic, open_screen, qtbot):
    plan = clinic.plan(treatment_at=datetime(2026, 5, 12, 9, 0))
    clinic.sheet(plan, sheet=Sheet.AFTER, ended=datetime(2026, 5, 12, 9, 52))
    clinic.services.clock.go_on(timedelta(days=3))
    screen = open_screen(clinic)
    click(qtbot, screen, "past_copy")
    document = clinic.services.renderer.documents[-1]
    assert document.band.when == "Treated Tue, May 12, 2026, 9:52 AM"
    assert document.reprint_mark == "Reprint Fri, May 15, 2026"


def test_an_after_sheet_kept_without_its_end_is_not_copied_with_another(clinic, open_screen, qtbot):
    plan = clinic.plan(treatment_at=datetime(2026, 5, 12, 9, 0))
    clinic.sheet(plan, sheet=Sheet.AFTER)
    screen = open_screen(clinic)
    click(qtbot, screen, "past_copy")
    assert clinic.services.printer.sent == []
    assert screen.side.failure.title.text() == "This sheet cannot be marked as a copy."


def test_the_kept_pages_are_saved_where_asked(clinic, open_screen, qtbot):
    kept = clinic.sheet(clinic.plan())
    screen = open_screen(clinic)
    written = []
    screen.ask_place = lambda parent, name, chosen: chosen("/tmp/again.pdf")
    object.__setattr__(clinic.services, "write_file", lambda path, data: written.append((path, data)))
    click(qtbot, screen, "past_save")
    assert written == [("/tmp/again.pdf", kept.pdf)]


def test_a_failing_printer_is_named(clinic, open_screen, qtbot):
    clinic.sheet(clinic.plan())
    clinic.services.printer.problem = EnvironmentFailed("Front desk is switched off.", "Switch it on.")
    screen = open_screen(clinic)
    click(qtbot, screen, "past_print")
    assert screen.side.failure.title.text() == "Front desk is switched off."
    assert button(screen, "past_print").isEnabled()


def test_a_plan_without_sheets_says_so(clinic, open_screen):
    clinic.plan()
    screen = open_screen(clinic)
    assert screen.findChild(QLabel, "past_no_sheet").isVisibleTo(screen)
    assert not screen.side.print_button.isVisibleTo(screen)


def test_enter_opens_the_plan_read_only_and_esc_returns(clinic, open_screen, qtbot):
    clinic.plan()
    screen = open_screen(clinic)
    screen.list.table.setFocus()
    qtbot.keyClick(screen.list.table, Qt.Key.Key_Return)
    assert screen.stack.currentWidget() is screen.detail
    assert text(screen, "past_detail_title") == "Plan A-20418-1 · ORTEGA-WHITFIELD, Marisol"
    qtbot.keyClick(button(screen, "past_back"), Qt.Key.Key_Escape)
    assert screen.stack.currentWidget() is screen.list_page


def test_a_correction_is_dated_and_linked(clinic, open_screen, qtbot):
    plan = clinic.plan()
    screen = open_screen(clinic)
    click(qtbot, screen, "past_open")
    click(qtbot, screen, "past_add_note")
    note = screen.findChild(QPlainTextEdit, "past_note")
    assert note.accessibleDescription() == "Write what is corrected."
    qtbot.keyClicks(note, "Session 2 moved by phone.")
    click(qtbot, screen, "past_add_note")
    written = clinic.services.consultations.addenda(plan.id)
    assert [(each.text, each.by) for each in written] == [("Session 2 moved by phone.", DANA)]
    assert note.toPlainText() == ""
    assert clinic.services.consultations.plan(plan.id) == plan


def test_a_correction_that_cannot_be_kept_stays_in_the_field(clinic, open_screen, qtbot, monkeypatch):
    clinic.plan()
    screen = open_screen(clinic)
    click(qtbot, screen, "past_open")

    def full(note):
        raise EnvironmentFailed("The disk is full.", "Make room.")

    monkeypatch.setattr(clinic.services.consultations, "add_addendum", full)
    note = screen.findChild(QPlainTextEdit, "past_note")
    qtbot.keyClicks(note, "Moved.")
    click(qtbot, screen, "past_add_note")
    assert note.toPlainText() == "Moved."
    assert note.accessibleDescription() == "The disk is full. Make room."


def test_a_new_sheet_is_given_from_an_old_plan(clinic, open_screen, qtbot):
    plan = clinic.plan()
    screen = open_screen(clinic)
    click(qtbot, screen, "past_open")
    click(qtbot, screen, "past_sheets")
    click(qtbot, screen, "handout_print")
    assert [sheet.sheet for sheet in clinic.services.consultations.handouts(plan.id)] == ["before"]
    click(qtbot, screen, "past_sheets_back")
    assert screen.stack.currentWidget() is screen.detail


def test_no_sheet_is_given_from_a_visit_that_was_not_treated(clinic, open_screen, qtbot):
    clinic.plan(health={**filled().health, "pregnant_or_nursing": HealthAnswer(Reply.YES)})
    screen = open_screen(clinic)
    click(qtbot, screen, "past_open")
    assert not screen.detail.sheets.isVisibleTo(screen)


def test_a_store_that_cannot_be_read_says_so_and_tries_again(clinic, open_screen, monkeypatch):
    clinic.plan()
    screen = open_screen(clinic)

    def broken(which, *, limit=200, offset=0):
        raise EnvironmentFailed("The clinic file cannot be read.", "Try again.")

    with monkeypatch.context() as at:
        at.setattr(clinic.services.consultations, "plans", broken)
        screen.refresh()
        clinic.services.jobs.run()
    assert screen.list.problem.title.text() == "The clinic file cannot be read."
    screen.list.retry_asked.emit()
    clinic.services.jobs.run()
    assert not screen.list.problem.isVisibleTo(screen)


def test_a_visit_on_the_line_can_be_chosen(clinic, open_screen, qtbot):
    old = clinic.plan(on=date(2025, 1, 8))
    clinic.sheet(old)
    clinic.plan()
    screen = open_screen(clinic)
    click(qtbot, screen, "past_visit_1")
    assert button(screen, "past_print").isEnabled()
    click(qtbot, screen, "past_open")
    assert text(screen, "past_detail_title").startswith(f"Plan {old.number} ")


def test_every_control_has_a_name_and_letters_do_not_clash(clinic, open_screen, qtbot):
    clinic.sheet(clinic.plan())
    screen = open_screen(clinic)
    for name in ("", "past_open", "past_sheets"):
        if name:
            click(qtbot, screen, name)
        page = screen.stack.currentWidget()
        shown = [each for each in page.findChildren(QAbstractButton) if each.isVisibleTo(page) and each.isEnabled()]
        assert all(each.accessibleName() or each.text() for each in shown)
        letters = [each.shortcut().toString() for each in shown if not each.shortcut().isEmpty()]
        assert len(letters) == len(set(letters))
