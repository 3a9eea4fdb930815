"""The Plan step, used as a provider uses it."""

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit

from consult_app.application.edits import ChooseOption
from consult_app.application.errors import EnvironmentFailed
from consult_app.domain.answers import Concern, DecisionChoice, HealthAnswer, Reply, Trip
from consult_app.domain.plan import Step
from consult_app.ui.screens.steps.contract import MarksGaps, StepScreen
from consult_app.ui.screens.steps.plan import PlanStep
from consult_app.ui.theme.theme import Theme
from tests.builders import concern
from tests.fakes.services import DANA, filled, services, session

BEACH = Trip("beach trip", date(2026, 6, 20), date(2026, 6, 28), sunny=True)


@pytest.fixture
def open_step(qtbot):
    def opened(*, choose=False, **changes):
        at = services()
        answers = filled(**changes)
        patient = at.patients.add(answers.patient)
        desk = session(answers, on=at, step=Step.PLAN, patient_id=patient.id, visited=tuple(Step))
        if choose:
            desk.dispatch(ChooseOption(desk.state.proposal.options[0].id))
        step = PlanStep(desk, Theme())
        desk.listen(step.render)
        qtbot.addWidget(step)
        step.resize(792, 1200)
        step.show()
        return step, desk

    return opened


def button(step, name):
    found = [each for each in step.findChildren(QAbstractButton, name) if each.isVisibleTo(step)]
    assert len(found) == 1, name
    return found[0]


def is_shown(step, name):
    return any(each.isVisibleTo(step) for each in step.findChildren(QAbstractButton, name))


def click(qtbot, step, name):
    qtbot.mouseClick(button(step, name), Qt.MouseButton.LeftButton)


def pick(qtbot, step, day):
    month = step.findChild(type(step._calendar.month))
    month.show_day(day)
    qtbot.mouseClick(month.cell(day), Qt.MouseButton.LeftButton)


def planned(desk):
    return [session.on for session in desk.state.answers.choices.sessions or desk.state.proposal.sessions]


def focused(step):
    return step.window().focusWidget().objectName()


def test_the_step_keeps_the_contract(open_step):
    step, _ = open_step()
    assert isinstance(step, StepScreen)
    assert isinstance(step, MarksGaps)


def test_an_option_is_chosen_by_its_button(open_step, qtbot):
    step, desk = open_step()
    assert desk.state.proposal.chosen is None
    click(qtbot, step, "plan_choose_2")
    assert desk.state.answers.choices.option == desk.state.proposal.options[1].id
    assert step.findChild(QLabel, "plan_lead").text() == "Acne scars: a series of 2, then maintenance."
    desk.undo()
    assert is_shown(step, "plan_choose_3")


def test_arrows_move_between_cards_and_digits_choose_only_there(open_step, qtbot):
    step, desk = open_step()
    assert step.focus_path("choices.option")
    qtbot.keyClick(button(step, "plan_choose_1"), Qt.Key.Key_Right)
    assert focused(step) == "plan_choose_2"
    assert button(step, "plan_choose_1").shortcut().isEmpty()
    qtbot.keyClick(button(step, "plan_choose_2"), Qt.Key.Key_3)
    assert desk.state.answers.choices.option == desk.state.proposal.options[2].id
    assert focused(step).startswith("plan_line")


def test_a_day_is_chosen_in_the_calendar_and_asks_for_its_reason(open_step, qtbot):
    step, desk = open_step(choose=True)
    click(qtbot, step, "plan_line_session_1")
    pick(qtbot, step, date(2026, 6, 23))
    assert planned(desk) == [date(2026, 5, 12), date(2026, 6, 23), date(2026, 7, 21)]
    reason = step.findChild(QLineEdit, "plan_reason_1")
    step.show_gaps(step.gaps(desk.state))
    assert reason.accessibleDescription() == "Write the reason for the date of session 2."
    assert step.focus_path("choices.sessions[1].reason")
    qtbot.keyClicks(reason, "Exams until then")
    assert desk.state.answers.choices.sessions[1].reason == "Exams until then"
    assert step.gaps(desk.state) == ()
    assert reason.accessibleDescription() == ""
    click(qtbot, step, "plan_undo_1")
    assert desk.state.answers.choices.sessions is None


def test_a_reason_typed_undoes_at_once(open_step, qtbot):
    step, desk = open_step(choose=True)
    click(qtbot, step, "plan_line_session_1")
    pick(qtbot, step, date(2026, 6, 23))
    qtbot.keyClicks(step.findChild(QLineEdit, "plan_reason_1"), "Exams")
    desk.undo()
    assert desk.state.answers.choices.sessions[1].reason == ""


def test_a_day_before_the_minimum_is_taken_only_after_it_was_confirmed(open_step, qtbot):
    step, desk = open_step(choose=True)
    click(qtbot, step, "plan_line_session_1")
    pick(qtbot, step, date(2026, 6, 3))
    assert desk.state.answers.choices.sessions is None
    click(qtbot, step, "plan_confirm_keep")
    assert desk.state.answers.choices.sessions is None
    pick(qtbot, step, date(2026, 6, 3))
    click(qtbot, step, "plan_confirm_use")
    assert planned(desk)[1] == date(2026, 6, 3)


def test_a_day_that_is_not_offered_cannot_be_taken(open_step, qtbot):
    step, desk = open_step(choose=True)
    click(qtbot, step, "plan_line_session_1")
    pick(qtbot, step, date(2026, 6, 13))
    assert desk.state.answers.choices.sessions is None


def test_a_departure_is_decided_in_place_with_a_reason(open_step, qtbot):
    step, desk = open_step(choose=True, trips=(BEACH,))
    click(qtbot, step, "plan_line_session_1")
    pick(qtbot, step, date(2026, 6, 18))
    rule = desk.state.proposal.undecided_plan[0].rule
    name = rule.replace(".", "_")
    assert step.focus_path(f"decision.{rule}")
    reason = step.findChild(QLineEdit, f"plan_reason_for_{name}")
    assert focused(step) == reason.objectName()
    qtbot.keyClicks(reason, "Too short")
    click(qtbot, step, f"plan_record_{name}")
    assert desk.state.answers.choices.decisions == ()
    assert reason.accessibleDescription() == "Write at least 20 characters. 9 so far."
    qtbot.keyClicks(reason, " to say all of it")
    qtbot.keyClick(reason, Qt.Key.Key_Return)
    decision = desk.state.answers.choices.decisions[0]
    assert (decision.rule, decision.choice, decision.by) == (rule, DecisionChoice.PROCEED, DANA)
    assert decision.on == date(2026, 5, 12)
    click(qtbot, step, f"plan_take_back_{name}")
    assert desk.state.answers.choices.decisions == ()


def test_keys_move_a_session_by_days_and_weeks(open_step, qtbot):
    step, desk = open_step(choose=True)
    row = button(step, "plan_line_session_1")
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(row, Qt.Key.Key_Down, control)
    assert planned(desk)[1] == date(2026, 6, 16)
    qtbot.keyClick(row, Qt.Key.Key_Right, control)
    assert planned(desk)[1] == date(2026, 6, 17)
    qtbot.keyClick(row, Qt.Key.Key_Left, control)
    qtbot.keyClick(row, Qt.Key.Key_Up, control)
    assert desk.state.answers.choices.sessions is None
    qtbot.keyClick(row, Qt.Key.Key_Left, control)
    assert step._calendar.confirm.isVisibleTo(step)
    click(qtbot, step, "plan_confirm_use")
    qtbot.keyClick(row, Qt.Key.Key_Backspace, control)
    assert desk.state.answers.choices.sessions is None


def test_keys_move_over_days_that_are_not_offered(open_step, qtbot):
    step, desk = open_step(choose=True)
    row = button(step, "plan_line_session_1")
    for _ in range(4):
        qtbot.keyClick(row, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert planned(desk)[1] == date(2026, 6, 16)


def test_arrows_go_from_visit_to_visit_and_esc_closes(open_step, qtbot):
    step, _ = open_step(choose=True)
    step.focus_first()
    qtbot.keyClick(button(step, "plan_line_session_0"), Qt.Key.Key_Down)
    assert focused(step) == "plan_line_session_1"
    qtbot.keyClick(button(step, "plan_line_session_1"), Qt.Key.Key_Return)
    assert step._calendar.isVisibleTo(step)
    qtbot.keyClick(button(step, "plan_line_session_1"), Qt.Key.Key_Escape)
    assert not step._calendar.isVisibleTo(step)


def test_a_session_is_added_and_removed(open_step, qtbot):
    step, desk = open_step(choose=True)
    click(qtbot, step, "plan_add_session")
    assert len(planned(desk)) == 4
    click(qtbot, step, "plan_remove_3")
    assert desk.state.answers.choices.sessions is None


def test_a_removed_session_stays_struck_and_its_reason_has_the_focus(open_step, qtbot):
    step, desk = open_step(choose=True)
    click(qtbot, step, "plan_line_session_2")
    click(qtbot, step, "plan_remove_2")
    assert focused(step) == "plan_reason_removed_3"
    assert not step._calendar.isVisibleTo(step)
    step.show_gaps(step.gaps(desk.state))
    reason = step.findChild(QLineEdit, "plan_reason_removed_3")
    assert reason.accessibleDescription() == "Write the reason for removing session 3."
    qtbot.keyClicks(reason, "She moves away")
    assert [(each.number, each.reason) for each in desk.state.answers.choices.removed] == [(3, "She moves away")]
    assert step.gaps(desk.state) == ()
    assert step.focus_path("choices.removed.3.reason")
    assert not step.focus_path("choices.removed.2.reason")
    click(qtbot, step, "plan_undo_removed_3")
    assert desk.state.answers.choices.sessions is None


def test_a_struck_line_does_not_move_and_is_put_back_by_its_key(open_step, qtbot):
    step, desk = open_step(choose=True)
    click(qtbot, step, "plan_line_session_2")
    click(qtbot, step, "plan_remove_2")
    row = button(step, "plan_line_removed_3")
    assert not is_shown(step, "plan_why_removed_3")
    qtbot.keyClick(row, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert len(planned(desk)) == 2
    qtbot.keyClick(row, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    assert desk.state.answers.choices.sessions is None


def test_number_and_spacing_of_the_sessions_change_within_the_course_and_undo_brings_them_back(open_step, qtbot):
    step, desk = open_step(choose=True)
    weeks, count = step.findChild(QComboBox, "plan_weeks"), step.findChild(QComboBox, "plan_count")
    assert (weeks.currentText(), count.currentText()) == ("4 weeks apart", "3 sessions")
    assert [count.itemText(at) for at in range(count.count())] == ["2 sessions", "3 sessions"]
    weeks.setFocus()
    qtbot.keyClick(weeks, Qt.Key.Key_Down)
    assert planned(desk) == [date(2026, 5, 12), date(2026, 6, 16), date(2026, 7, 21)]
    assert desk.state.answers.choices.option == "corrective_series.3x5w"
    qtbot.keyClick(count, Qt.Key.Key_Up)
    assert planned(desk) == [date(2026, 5, 12), date(2026, 6, 16)]
    assert step.gaps(desk.state) == ()
    desk.undo()
    desk.undo()
    assert (weeks.currentText(), count.currentText()) == ("4 weeks apart", "3 sessions")


def test_a_changed_pace_dates_the_plan_anew_and_keeps_clear_of_trips(open_step, qtbot):
    step, desk = open_step(choose=True, trips=(BEACH,))
    step.findChild(QComboBox, "plan_weeks").setCurrentIndex(2)
    step.findChild(QComboBox, "plan_weeks").chosen.emit("6")
    assert desk.state.answers.choices.option == "corrective_series.3x6w"
    days = planned(desk)
    assert not any(BEACH.first <= day < BEACH.last + timedelta(days=14) for day in days)
    assert desk.state.proposal.undecided_plan == ()


def test_sessions_a_year_set_their_own_spacing_and_an_own_plan_has_no_pace(open_step, qtbot):
    step, desk = open_step(choose=True, concerns=(concern(Concern.WRINKLES),))
    assert not step.findChild(QComboBox, "plan_weeks").isVisibleTo(step)
    assert step.findChild(QComboBox, "plan_count").isVisibleTo(step)
    desk.dispatch(ChooseOption(None))
    click(qtbot, step, "plan_build_own")
    assert not step.findChild(QComboBox, "plan_count").isVisibleTo(step)


def test_the_protocols_dates_come_back_and_the_options_too(open_step, qtbot):
    step, desk = open_step(choose=True)
    assert not is_shown(step, "plan_use_protocol")
    click(qtbot, step, "plan_add_session")
    click(qtbot, step, "plan_use_protocol")
    assert desk.state.answers.choices.sessions is None
    assert desk.state.proposal.chosen is not None
    click(qtbot, step, "plan_compare")
    assert is_shown(step, "plan_choose_1")


def test_a_plan_of_ones_own(open_step, qtbot):
    step, desk = open_step()
    click(qtbot, step, "plan_build_own")
    assert planned(desk) == [date(2026, 5, 12)]
    click(qtbot, step, "plan_add_session")
    assert planned(desk) == [date(2026, 5, 12), date(2026, 6, 9)]


def test_the_treatment_visit_is_moved_where_its_time_stands(open_step, qtbot):
    step, _ = open_step(choose=True, treatment_at=datetime(2026, 5, 12, 14, 0))
    with qtbot.waitSignal(step.go_asked) as asked:
        click(qtbot, step, "plan_line_session_0")
    assert asked.args == ["treatment_at"]


def test_a_stop_leaves_no_options_and_shows_why(open_step, qtbot):
    step, _ = open_step(health={**filled().health, "pregnant_or_nursing": HealthAnswer(Reply.YES)})
    assert not is_shown(step, "plan_choose_1")
    assert not is_shown(step, "plan_build_own")
    assert not is_shown(step, "plan_sign")
    why = next(each for each in step.findChildren(QAbstractButton) if each.accessibleName().startswith("Why: Pregnant"))
    with qtbot.waitSignal(step.why_asked) as asked:
        qtbot.mouseClick(why, Qt.MouseButton.LeftButton)
    assert asked.args == ["label.pregnant_or_nursing"]


def test_signing_lists_what_is_missing_and_leads_there(open_step, qtbot):
    step, desk = open_step(choose=True, products=None)
    click(qtbot, step, "plan_sign")
    assert desk.finished is None
    links = [link.text() for link in step._sign.links]
    assert links == ["Answers are missing.", "Not answered: products."]
    with qtbot.waitSignal(step.go_asked) as asked:
        qtbot.mouseClick(step._sign.links[1], Qt.MouseButton.LeftButton)
    assert asked.args == ["products"]


def test_a_signed_plan_says_who_signed_and_changes_no_more(open_step, qtbot):
    step, desk = open_step(choose=True)
    click(qtbot, step, "plan_sign")
    assert button(step, "plan_sign").text() == "Signing..."
    desk.services.jobs.run()
    assert desk.finished is not None
    assert step.findChild(QLabel, "plan_sign_words").text() == "Plan signed by Dana Keller, NP, 10:48 AM."
    for name in ("plan_sign", "plan_add_session", "plan_compare", "plan_undo_1"):
        assert not is_shown(step, name)
    click(qtbot, step, "plan_line_session_1")
    assert not step._calendar.isVisibleTo(step)
    assert step.gaps(desk.state) == ()


def test_when_the_plan_cannot_be_kept_the_step_says_so_and_goes_on(open_step, qtbot, monkeypatch):
    def full(plan, *, draft_id):
        raise EnvironmentFailed("The disk is full.", "Make room and try again.")

    step, desk = open_step(choose=True)
    with monkeypatch.context() as broken:
        broken.setattr(desk.services.consultations, "finish", full)
        click(qtbot, step, "plan_sign")
        desk.services.jobs.run()
    words = step.findChild(QLabel, "plan_sign_words").text()
    assert words == "The disk is full. Make room and try again."
    assert button(step, "plan_sign").isEnabled()
    click(qtbot, step, "plan_sign")
    desk.services.jobs.run()
    assert desk.finished is not None


def test_every_control_has_a_name_and_letters_do_not_clash(open_step):
    for choose in (False, True):
        step, _ = open_step(choose=choose)
        shown = [each for each in step.findChildren(QAbstractButton) if each.isVisibleTo(step) and each.isEnabled()]
        assert all(each.accessibleName() or each.text() for each in shown)
        letters = [each.shortcut().toString() for each in shown if not each.shortcut().isEmpty()]
        assert len(letters) == len(set(letters))
        assert not {"Alt+B", "Alt+N"} & set(letters)


def test_a_digit_chooses_an_option_wherever_the_focus_is_but_enter_does_not(open_step, qtbot):
    step, desk = open_step()
    step.focus_first()
    focused = step.window().focusWidget()
    qtbot.keyClick(focused, Qt.Key.Key_9)
    qtbot.keyClick(focused, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert desk.state.proposal.chosen is None
    qtbot.keyClick(focused, Qt.Key.Key_2)
    assert desk.state.proposal.chosen == desk.state.proposal.options[1]


def test_every_option_and_every_visit_says_why(open_step, qtbot):
    step, desk = open_step(trips=(BEACH,))
    asked = []
    step.why_asked.connect(asked.append)
    options = desk.state.proposal.options
    for number in range(1, len(options) + 1):
        click(qtbot, step, f"plan_why_option_{number}")
    assert asked == [f"option.{option.id}" for option in options]
    asked.clear()
    click(qtbot, step, "plan_choose_1")
    lines = [row.view.key for row in step._lines.rows]
    for key in lines:
        why = button(step, f"plan_why_{key.replace('.', '_')}")
        assert why.accessibleName().startswith("Why: ")
        qtbot.keyClick(why, Qt.Key.Key_Return)
    assert asked == lines
    assert {"session.0", "visit.0"} <= set(lines)
