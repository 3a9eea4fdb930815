"""What the window does around the steps of one consultation."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from consult_app.application.edits import AnswerHealth, SetPatient
from consult_app.application.errors import EnvironmentFailed
from consult_app.application.ports import PlanFilter
from consult_app.domain.answers import DecisionChoice, HealthAnswer, ProductAnswer, Provider, Reply
from consult_app.domain.plan import Step
from consult_app.ui.widgets.selectable import SelectableText
from tests.fakes.services import DANA, MARISOL, filled, new_draft
from tests.ui.shell.desk import open_desk

YES = HealthAnswer(Reply.YES)


def child(desk, name):
    found = desk.window.findChildren(QWidget, name)
    assert found, name
    return next((widget for widget in found if widget.isVisible()), found[-1])


def press(qtbot, desk, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or desk.window, key, modifiers)


CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def health(**answers):
    return filled(health={**filled().health, **answers})


@pytest.fixture
def open_with(desk):
    def opened(answers=None, **draft):
        desk.navigator.open_draft(new_draft(answers, **draft))
        desk.settle()
        return desk

    return opened


def test_next_and_back_walk_the_seven_steps(open_with, qtbot):
    desk = open_with(filled())
    for step in list(Step)[1:]:
        press(qtbot, desk, Qt.Key.Key_N, ALT)
        qtbot.waitUntil(lambda step=step: desk.page.session.state.step is step)
    assert child(desk, "footer_next").text() == "Fi&nish"
    press(qtbot, desk, Qt.Key.Key_B, ALT)
    qtbot.waitUntil(lambda: desk.page.session.state.step is Step.PLAN)


def test_next_on_the_last_step_finishes_it(open_with, qtbot):
    desk = open_with(filled(), step=Step.HANDOUT)
    qtbot.mouseClick(child(desk, "footer_next"), Qt.MouseButton.LeftButton)
    assert desk.step.finishes == 1


@pytest.mark.parametrize("step", list(Step))
def test_alt_and_a_number_go_to_that_step(open_with, qtbot, step):
    desk = open_with(filled(), step=Step.PLAN if step is not Step.PLAN else Step.SKIN)
    press(qtbot, desk, Qt.Key(Qt.Key.Key_0 + step.number), ALT)
    assert desk.page.session.state.step is step
    assert QApplication.focusWidget() is desk.step.words


def test_a_press_on_the_rail_goes_to_that_step_and_marks_it(open_with, qtbot):
    desk = open_with(filled())
    qtbot.mouseClick(child(desk, "step_health"), Qt.MouseButton.LeftButton)
    assert desk.page.session.state.step is Step.HEALTH
    assert child(desk, "step_health").isChecked()
    assert not child(desk, "step_patient").isChecked()
    assert child(desk, "step_patient").state == "done"


def test_next_with_gaps_says_first_what_is_missing_and_then_goes_on(open_with, qtbot):
    desk = open_with(None)
    desk.step.lack("patient.family_name", "Enter the family name.")
    summary = desk.page.sheet.currentWidget().findChild(QWidget, "error_summary")
    assert not summary.isVisible()
    qtbot.mouseClick(child(desk, "footer_next"), Qt.MouseButton.LeftButton)
    assert desk.page.session.state.step is Step.PATIENT
    assert summary.isVisible()
    link = QApplication.focusWidget()
    assert link.text() == "Enter the family name."
    qtbot.keyClick(link, Qt.Key.Key_Return)
    assert desk.step.asked_for == ["patient.family_name"]
    qtbot.mouseClick(child(desk, "footer_next"), Qt.MouseButton.LeftButton)
    assert desk.page.session.state.step is Step.CONCERNS


def test_what_is_undecided_is_a_finding_and_go_to_answer_jumps_to_it(open_with, qtbot):
    desk = open_with(filled(products=(ProductAnswer("Dew drops"),)), step=Step.SKIN)
    row = child(desk, "finding_undecided.products[0].decision")
    assert row.accessibleName() == "Decide: unknown product. “Dew drops” has no category."
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(child(desk, "why_go"), Qt.MouseButton.LeftButton)
    assert desk.page.session.state.step is Step.PRODUCTS
    assert desk.step.asked_for == ["products[0].decision"]


def test_a_possible_duplicate_stands_in_today_while_the_patient_step_asks(open_with, qtbot):
    desk = open_with(None)
    desk.step.lack("patient.duplicate", "Say whether this is the person already on file.")
    desk.page.session.dispatch(SetPatient(MARISOL))
    row = child(desk, "finding_undecided.duplicate")
    assert child(desk, "step_patient").state == "needs_action"
    desk.page.go_to(Step.CONCERNS)
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(child(desk, "why_go"), Qt.MouseButton.LeftButton)
    assert desk.page.session.state.step is Step.PATIENT
    assert desk.step.asked_for == ["patient.duplicate"]
    desk.step.lacks = ()
    desk.page.session.dispatch(SetPatient(replace(MARISOL, given_name="Maria")))
    assert desk.page.today.findings.row("undecided.duplicate") is None


def test_the_error_summary_goes_when_the_gap_is_filled(open_with, qtbot):
    desk = open_with(None)
    desk.step.lack("patient.family_name", "Enter the family name.")
    desk.page.go_next()
    desk.step.lacks = ()
    qtbot.keyClicks(desk.step.words, "x")
    assert not desk.page.sheet.currentWidget().findChild(QWidget, "error_summary").isVisible()


def test_typing_is_shown_everywhere_and_saved_within_the_pause(open_with, qtbot):
    desk = open_with(None)
    desk.page.session.dispatch(SetPatient(MARISOL))
    assert desk.page.banner.accessibleName().startswith("Patient ORTEGA-WHITFIELD, Marisol")
    assert child(desk, "footer_save").kind == "idle"
    desk.settle()
    assert child(desk, "footer_save").kind == "saved"
    assert desk.saved()[0].answers.patient == MARISOL
    words = child(desk, "footer_save").text
    assert words.text() == "Saved 0 s ago"
    assert words.width() >= words.sizeHint().width()


def test_a_failed_save_is_told_with_try_again_and_trying_again_saves(open_with, qtbot, monkeypatch):
    desk = open_with(None)
    store = desk.services.consultations
    real = store.save_draft
    full = EnvironmentFailed("The disk is full.", "Free some space.")

    def fail(_draft):
        raise full

    monkeypatch.setattr(store, "save_draft", fail)
    desk.page.session.dispatch(SetPatient(MARISOL))
    desk.settle()
    state = child(desk, "footer_save")
    assert (state.kind, state.text.text()) == ("failed", "Can't save. The disk is full. Free some space.")
    monkeypatch.setattr(store, "save_draft", real)
    qtbot.mouseClick(child(desk, "footer_retry"), Qt.MouseButton.LeftButton)
    desk.settle()
    assert state.kind == "saved"


def test_undo_and_redo_are_the_consultations_also_inside_a_text_field(open_with, qtbot):
    desk = open_with(None)
    desk.page.session.dispatch(AnswerHealth("rosacea", YES))
    field = desk.step.words
    field.setFocus()
    qtbot.keyClicks(field, "itchy")
    assert desk.page.session.state.answers.words == "itchy"
    qtbot.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert desk.page.session.state.answers.words == ""
    assert field.text() == ""
    qtbot.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert "rosacea" not in desk.page.session.state.answers.health
    qtbot.keyClick(field, Qt.Key.Key_Y, CTRL)
    qtbot.keyClick(field, Qt.Key.Key_Y, CTRL)
    assert field.text() == "itchy"


def test_save_now_does_not_wait_for_the_pause(open_with, qtbot):
    desk = open_with(None)
    desk.page.session.dispatch(SetPatient(MARISOL))
    press(qtbot, desk, Qt.Key.Key_S, CTRL)
    desk.jobs.run()
    assert desk.saved()[0].answers.patient == MARISOL


def test_f6_goes_round_the_areas_and_back(open_with, qtbot):
    desk = open_with(health(rosacea=YES))
    desk.page.focus_sheet()

    def area():
        focused = QApplication.focusWidget()
        areas = {
            "rail": desk.window.rail,
            "banner": desk.page.banner,
            "sheet": desk.page.sheet,
            "today": desk.page.today,
            "footer": desk.page.footer,
        }
        return next(name for name, widget in areas.items() if widget.isAncestorOf(focused))

    seen = []
    for _ in range(5):
        press(qtbot, desk, Qt.Key.Key_F6)
        seen.append(area())
    assert seen == ["today", "footer", "rail", "banner", "sheet"]
    press(qtbot, desk, Qt.Key.Key_F6, SHIFT)
    assert area() == "banner"


def test_tab_goes_rail_banner_sheet_today_footer(open_with, qtbot):
    desk = open_with(health(rosacea=YES))
    desk.window.rail.back.setFocus()
    order = []
    for _ in range(40):
        order.append(QApplication.focusWidget().objectName())
        desk.window.focusNextChild()
    wanted = [
        "rail_home",
        "banner_allergies",
        "fake_patient_words",
        "finding_history.rosacea",
        "footer_back",
        "footer_next",
    ]
    assert [name for name in order[: order.index("footer_next") + 1] if name in wanted] == wanted


def test_f8_gives_today_the_focus(open_with, qtbot):
    desk = open_with(health(rosacea=YES))
    press(qtbot, desk, Qt.Key.Key_F8)
    assert QApplication.focusWidget().objectName() == "finding_history.rosacea"


def test_enter_on_a_finding_says_why_and_esc_gives_the_focus_back(open_with, qtbot):
    desk = open_with(health(rosacea=YES))
    row = child(desk, "finding_history.rosacea")
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Return)
    popover = child(desk, "why_popover")
    assert popover.isVisible()
    assert popover.title.text() == "Why: rosacea"
    assert QApplication.focusWidget().objectName() == "why_go"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is row
    assert desk.page.popovers.key == ""


def test_a_link_on_the_sheet_opens_its_own_popover_and_gets_the_focus_back(open_with, qtbot):
    desk = open_with(filled(products=(ProductAnswer("Dew drops"),)), step=Step.PRODUCTS)
    desk.step.words.setFocus()
    desk.step.why_asked.emit("products[0]")
    assert child(desk, "why_popover").title.text() == "Why: Dew drops"
    press(qtbot, desk, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is desk.step.words
    desk.step.why_asked.emit("products[0]")
    press(qtbot, desk, Qt.Key.Key_Return, CTRL)
    assert desk.step.asked_for == ["products[0].name"]


def test_the_verdict_says_why_beside_its_source(open_with, qtbot):
    desk = open_with(health(pregnant_or_nursing=YES))
    link = child(desk, "today_why")
    link.setFocus()
    qtbot.keyClick(link, Qt.Key.Key_Return)
    assert child(desk, "why_popover").title.text() == "Why: Do not treat"
    assert not child(desk, "why_go").isVisible()
    press(qtbot, desk, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is link


def test_a_line_that_no_longer_stands_opens_nothing(open_with):
    desk = open_with(filled())
    desk.step.why_asked.emit("option.corrective_series.9x9w")
    assert desk.page.popovers.key == ""


def test_all_sources_are_shown_on_demand(open_with, qtbot):
    desk = open_with(health(filler=HealthAnswer(Reply.YES, last=date(2026, 5, 4))))
    desk.page.open_why("recent.filler")
    popover = child(desk, "why_popover")
    more = child(desk, "why_more")
    assert more.text() == "Show all 5"
    before = sum(text.isVisible() for text in popover.findChildren(SelectableText))
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert sum(text.isVisible() for text in popover.findChildren(SelectableText)) == before + 1
    assert not more.isVisible()
    assert QApplication.focusWidget() is popover.cross


def test_all_of_it_can_be_copied_with_the_rule_line(open_with, qtbot):
    desk = open_with(health(rosacea=YES))
    desk.page.open_why("history.rosacea")
    qtbot.mouseClick(child(desk, "why_copy"), Qt.MouseButton.LeftButton)
    copied = QApplication.clipboard().text()
    assert copied.startswith("Why: rosacea\n\nRule\nRosacea.")
    assert copied.endswith("Rule history.rosacea · Microneedling protocol 1.0.0")


def test_what_the_popover_says_can_be_marked_and_copied(open_with, qtbot):
    desk = open_with(health(rosacea=YES))
    desk.page.open_why("history.rosacea")
    footing = child(desk, "why_footing")
    qtbot.mousePress(footing, Qt.MouseButton.LeftButton, pos=footing.rect().topLeft() + QPoint(0, 6))
    qtbot.mouseMove(footing, footing.rect().bottomRight() - QPoint(1, 6))
    qtbot.mouseRelease(footing, Qt.MouseButton.LeftButton, pos=footing.rect().bottomRight() - QPoint(1, 6))
    qtbot.keyClick(footing, Qt.Key.Key_C, CTRL)
    assert "history.rosacea" in QApplication.clipboard().text()
    press(qtbot, desk, Qt.Key.Key_Escape)
    assert desk.page.popovers.key == ""


@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_long_words_scroll_and_nothing_is_cut(open_with, scale):
    desk = open_with(health(filler=HealthAnswer(Reply.YES, last=date(2026, 5, 4))))
    desk.window.resize(1280, 800)
    desk.page._theme.set_text_scale(scale)
    desk.settle()
    desk.page.open_why("recent.filler")
    QApplication.processEvents()
    popover = child(desk, "why_popover")
    assert desk.page.rect().contains(popover.geometry())
    for text in popover.findChildren(SelectableText):
        assert text.isHidden() or text.height() >= text.heightForWidth(text.width())
    bar = popover.findChild(QScrollArea).verticalScrollBar()
    assert bar.maximum() > 0
    for name in ("why_go", "why_decide", "why_footing", "why_copy"):
        part = child(desk, name)
        assert popover.rect().contains(QRect(part.mapTo(popover, QPoint(0, 0)), part.size()))


def test_go_to_answer_shows_the_control_of_the_answer(open_with, qtbot):
    desk = open_with(health(rosacea=YES))
    desk.page.open_why("history.rosacea")
    qtbot.mouseClick(child(desk, "why_go"), Qt.MouseButton.LeftButton)
    assert desk.page.session.state.step is Step.HEALTH
    assert desk.step.asked_for == ["health.rosacea"]


def test_ctrl_enter_goes_to_the_answer_behind_the_focused_finding(open_with, qtbot):
    desk = open_with(health(rosacea=YES))
    row = child(desk, "finding_history.rosacea")
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Return, CTRL)
    assert desk.step.asked_for == ["health.rosacea"]


def test_a_decision_needs_a_choice_and_a_reason_and_is_recorded_with_who_and_when(open_with, qtbot):
    desk = open_with(health(rosacea=YES))
    desk.page.open_why("history.rosacea", editing=True)
    record, reason = child(desk, "why_record"), child(desk, "why_reason")
    qtbot.mouseClick(record, Qt.MouseButton.LeftButton)
    assert reason.accessibleDescription() == "Choose Go ahead or Postpone."
    choice = child(desk, "why_choice")
    qtbot.mouseClick(choice.options[0], Qt.MouseButton.LeftButton)
    qtbot.keyClicks(reason, "Too short")
    qtbot.mouseClick(record, Qt.MouseButton.LeftButton)
    assert reason.accessibleDescription() == "Write at least 20 characters. 9 so far."
    assert desk.page.session.state.answers.choices.decisions == ()
    qtbot.keyClicks(reason, ", now it is long enough.")
    qtbot.mouseClick(record, Qt.MouseButton.LeftButton)
    made = desk.page.session.state.answers.choices.decisions[0]
    assert (made.rule, made.choice, made.by, made.on) == (
        "history.rosacea",
        DecisionChoice.PROCEED,
        DANA,
        date(2026, 5, 12),
    )
    assert child(desk, "finding_history.rosacea").line.kind == "changed"
    assert desk.page.today.verdict.kind == "ready"


def test_a_recorded_decision_can_be_taken_back(open_with, qtbot):
    desk = open_with(health(rosacea=YES))
    desk.page.popovers._record("history.rosacea", "proceed", "Calm for two years, no flare.")
    desk.page.open_why("history.rosacea")
    qtbot.mouseClick(child(desk, "why_take_back"), Qt.MouseButton.LeftButton)
    assert desk.page.session.state.answers.choices.decisions == ()


def test_a_stop_offers_no_override(open_with):
    desk = open_with(health(pregnant_or_nursing=YES))
    desk.page.open_why("label.pregnant_or_nursing")
    assert not child(desk, "why_decide").isVisible()


def test_a_nurse_is_told_that_a_prescriber_must_override(desk_of, qtbot):
    desk = desk_of(provider=Provider("Rosa Lindqvist", "RN"))
    desk.navigator.open_draft(new_draft(health(active_infection=YES)))
    desk.page.open_why("skin.infection", editing=True)
    assert not child(desk, "why_decide").isVisible()
    assert not child(desk, "why_reason").isVisible()


def test_a_popover_whose_finding_is_gone_closes(open_with):
    desk = open_with(health(rosacea=YES))
    desk.page.open_why("history.rosacea")
    desk.page.session.dispatch(AnswerHealth("rosacea", HealthAnswer(Reply.NO)))
    assert desk.page.popovers.key == ""


def test_findings_that_stay_keep_their_row(open_with):
    desk = open_with(health(rosacea=YES))
    row = child(desk, "finding_history.rosacea")
    desk.page.session.dispatch(AnswerHealth("diabetes", YES))
    assert desk.page.today.findings.row("history.rosacea") is row


def test_every_allergy_is_told_by_name(open_with, qtbot):
    desk = open_with(filled())
    press(qtbot, desk, Qt.Key.Key_A, CTRL | SHIFT)
    popover = child(desk, "allergy_popover")
    assert popover.isVisible()
    assert "Neomycin (rash)" in [label.text() for label in popover.findChildren(QWidget) if hasattr(label, "text")]


def test_next_problem_goes_to_the_first_missing_answer_from_here_on(open_with, qtbot):
    desk = open_with(filled(concerns=(), products=None), step=Step.SKIN)
    press(qtbot, desk, Qt.Key.Key_E, CTRL)
    assert desk.page.session.state.step is Step.PRODUCTS
    assert desk.step.asked_for == ["products"]
    desk.page.session.go_to(Step.PLAN)
    desk.page.go_to_problem()
    assert desk.page.session.state.step is Step.CONCERNS


def test_next_problem_goes_to_an_open_finding_when_nothing_is_missing(open_with):
    desk = open_with(health(rosacea=YES))
    desk.page.go_to_problem()
    assert QApplication.focusWidget().objectName() == "finding_history.rosacea"


def test_a_step_can_ask_for_why_and_for_the_editor(open_with):
    desk = open_with(health(rosacea=YES))
    desk.step.why_asked.emit("history.rosacea")
    assert desk.page.popovers.key == "history.rosacea"
    desk.step.decision_asked.emit("history.rosacea")
    assert child(desk, "why_reason").isVisible()


def test_a_visit_with_a_stop_is_saved_as_not_treated_and_leaves_for_home(open_with, qtbot):
    desk = open_with(filled(health={"pregnant_or_nursing": YES}))
    button = child(desk, "today_not_treated")
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.page is None
    assert desk.saved() == ()
    rows = desk.services.consultations.plans(PlanFilter())
    assert [(row.treated, row.family_name) for row in rows] == [(False, "Ortega-Whitfield")]


def test_without_names_a_visit_can_not_be_closed_and_says_what_to_do(open_with, qtbot):
    desk = open_with(replace(filled(health={"pregnant_or_nursing": YES}), patient=replace(MARISOL, family_name="")))
    qtbot.mouseClick(child(desk, "today_not_treated"), Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.page is not None
    assert desk.page.footer.hint.text()


def test_a_verdict_that_changes_is_announced_once(open_with, qtbot):
    desk = open_with(filled())
    heard = []
    desk.page.announced.connect(heard.append)
    desk.page.session.dispatch(AnswerHealth("pregnant_or_nursing", YES))
    desk.page.session.dispatch(AnswerHealth("rosacea", YES))
    assert heard == ["Do not treat. Pregnant or nursing."]


SIZES = [(960, 540), (1024, 768), (1280, 800), (1440, 900), (1920, 1080)]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_is_cut_off_at_any_window_size(open_with, width, height):
    desk = open_with(filled(treatment_at=datetime(2026, 5, 29, 10, 0)))
    desk.window.resize(width, height)
    desk.settle()
    page = desk.page
    for name in ("footer_back", "footer_next", "banner_allergies", "step_handout", "rail_provider"):
        widget = child(desk, name)
        assert widget.isVisible(), name
        top_left = widget.mapTo(desk.window, widget.rect().topLeft())
        bottom_right = widget.mapTo(desk.window, widget.rect().bottomRight())
        assert desk.window.rect().contains(top_left), name
        assert desk.window.rect().contains(bottom_right), name
        assert widget.height() >= widget.minimumSizeHint().height(), name
    assert page.strip.isVisible() == (width < 1200)
    assert page.today.isVisible() == (width >= 1200)
    assert desk.window.width() == width


def test_in_a_narrow_window_f8_unfolds_today_and_esc_folds_it(open_with, qtbot):
    desk = open_with(health(rosacea=YES))
    desk.window.resize(960, 540)
    desk.settle()
    press(qtbot, desk, Qt.Key.Key_F8)
    assert desk.page.today.isVisible()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not desk.page.today.isVisible()
    assert QApplication.focusWidget().objectName() == "today_open"


def test_a_long_name_is_never_elided(open_with):
    details = replace(MARISOL, family_name="Featherstonehaugh-Cholmondeley", given_name="Wilhelmina Alexandrina")
    desk = open_with(filled(patient=details))
    desk.window.resize(960, 540)
    desk.settle()
    banner = desk.page.banner
    shown = banner._name.text().replace("\n", " ")
    assert shown == "FEATHERSTONEHAUGH-CHOLMONDELEY, Wilhelmina Alexandrina"
    assert banner._name.width() >= banner._name.sizeHint().width()
    assert banner.allergies.isVisible()
    assert banner._born.isVisible()


def test_opening_a_consultation_loads_what_draws_the_first_sheet(qtbot):
    warmed = []
    desk = open_desk(qtbot, warm_up=lambda: warmed.append("loaded"))
    assert warmed == []
    desk.navigator.open_draft(new_draft())
    desk.settle()
    assert warmed == ["loaded"]
