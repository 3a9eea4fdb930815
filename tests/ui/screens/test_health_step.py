"""The health screen, used as a provider uses it."""

from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit

from consult_app.application.edits import AnswerNoToBlanks, Decide, SetTreatmentAt
from consult_app.domain.answers import Answers, Decision, DecisionChoice, HealthAnswer, Reply
from consult_app.ui.screens.steps.contract import HasUnanswered, MarksGaps, StepScreen
from consult_app.ui.screens.steps.health import HealthStep
from consult_app.ui.theme.theme import Theme
from tests.fakes.services import DANA, filled, protocol, session

TODAY = date(2026, 5, 12)
FIRST_GROUP = [question.id for question in protocol().questions.values() if question.group == protocol().groups[0].id]


@pytest.fixture
def open_step(qtbot):
    def opened(answers=None):
        at_desk = session(answers)
        step = HealthStep(at_desk, Theme())
        at_desk.listen(step.render)
        qtbot.addWidget(step)
        step.resize(792, 900)
        step.show()
        return step, at_desk

    return opened


def asked(**health):
    return filled(health={**filled().health, **health})


def without(*questions):
    return filled(health={known: given for known, given in filled().health.items() if known not in questions})


def button(step, name):
    found = [each for each in step.findChildren(QAbstractButton, name) if each.isVisibleTo(step)]
    assert len(found) == 1, name
    return found[0]


def shows(step, name):
    return any(each.isVisibleTo(step) for each in step.findChildren(QAbstractButton, name))


def press(qtbot, step, name):
    qtbot.mouseClick(button(step, name), Qt.MouseButton.LeftButton)


def line(step, name):
    (found,) = (each for each in step.findChildren(QLineEdit, name) if each.isVisibleTo(step))
    return found


def type_into(qtbot, field, words):
    field.clear()
    qtbot.keyClicks(field, words)
    field.editingFinished.emit()


def focused(step):
    return step.window().focusWidget().objectName()


def given(opened, question):
    return opened.state.answers.health.get(question)


def test_the_step_keeps_the_contract(open_step):
    step, _ = open_step()
    assert isinstance(step, StepScreen)
    assert isinstance(step, MarksGaps)
    assert isinstance(step, HasUnanswered)


def test_every_question_has_three_answers_to_click(open_step, qtbot):
    step, opened = open_step(Answers())
    for question in protocol().questions:
        press(qtbot, step, f"health_{question}_no")
    assert len(opened.state.answers.health) == 36
    assert step.findChild(QLabel, "health_answered").text() == "36 of 36 answered"
    assert step.gaps(opened.state) == ()


@pytest.mark.parametrize(
    ("key", "reply"),
    [
        (Qt.Key.Key_N, Reply.NO),
        (Qt.Key.Key_U, Reply.UNSURE),
        (Qt.Key.Key_D, Reply.DECLINED),
    ],
)
def test_letters_answer_the_row_and_the_focus_moves_on(open_step, qtbot, key, reply):
    step, opened = open_step(Answers())
    first, second = FIRST_GROUP[0], FIRST_GROUP[1]
    qtbot.keyClick(button(step, f"health_{first}_yes"), key)
    assert given(opened, first) == HealthAnswer(reply)
    assert focused(step) == f"health_{second}_yes"


def test_a_yes_moves_on_unless_it_needs_more(open_step, qtbot):
    step, opened = open_step(Answers())
    qtbot.keyClick(button(step, "health_pregnant_or_nursing_yes"), Qt.Key.Key_Y)
    assert focused(step) == "health_isotretinoin_yes"
    qtbot.keyClick(button(step, "health_isotretinoin_yes"), Qt.Key.Key_Y)
    assert focused(step) == "health_isotretinoin_now"
    assert given(opened, "isotretinoin") == HealthAnswer(Reply.YES)


def test_del_takes_an_answer_back_and_the_row_is_blank_again(open_step, qtbot):
    step, opened = open_step(asked(rosacea=HealthAnswer(Reply.YES)))
    qtbot.keyClick(button(step, "health_rosacea_yes"), Qt.Key.Key_Delete)
    assert given(opened, "rosacea") is None
    assert [gap.path for gap in step.gaps(opened.state)] == ["health.rosacea"]


def test_declined_is_reached_by_the_menu_and_told_beside_the_row(open_step, qtbot):
    step, opened = open_step(Answers())
    (declined, note, clear) = step._rows["rosacea"].menu().actions()
    assert (declined.isEnabled(), note.isEnabled(), clear.isEnabled()) == (True, False, False)
    declined.trigger()
    assert given(opened, "rosacea") == HealthAnswer(Reply.DECLINED)
    side = step.findChild(QLabel, "health_rosacea_side")
    assert (side.text(), side.isVisibleTo(step)) == ("Declined", True)


def test_the_menu_opens_a_note_under_any_answer(open_step, qtbot):
    step, opened = open_step(asked(rosacea=HealthAnswer(Reply.UNSURE)))
    qtbot.keyClicks(line(step, "health_rosacea_note"), "Asks her doctor")
    assert given(opened, "rosacea") == HealthAnswer(Reply.UNSURE, note="Asks her doctor")
    press(qtbot, step, "health_diabetes_no") if shows(step, "health_diabetes_no") else step.focus_path(
        "health.diabetes"
    )
    step._rows["diabetes"].menu().actions()[1].trigger()
    qtbot.keyClicks(line(step, "health_diabetes_note"), "Checked")
    assert given(opened, "diabetes") == HealthAnswer(Reply.NO, note="Checked")


def test_a_dated_yes_asks_for_the_last_one_and_says_from_when_it_is_ok(open_step, qtbot):
    step, opened = open_step(asked(filler=HealthAnswer(Reply.YES)))
    type_into(qtbot, line(step, "health_filler_last"), "4/20")
    assert given(opened, "filler") == HealthAnswer(Reply.YES, last=date(2026, 4, 20))
    shown = [each.text() for each in step.findChildren(QLabel) if each.isVisibleTo(step)]
    assert "OK from Mon, May 4. 14 days have passed." in shown


def test_a_date_ahead_is_refused_with_words(open_step, qtbot):
    step, opened = open_step(asked(filler=HealthAnswer(Reply.YES)))
    field = line(step, "health_filler_last")
    type_into(qtbot, field, "tomorrow")
    assert given(opened, "filler") == HealthAnswer(Reply.YES)
    assert field.accessibleDescription().startswith("The date lies after today")


def test_a_medicine_stopped_asks_for_the_last_dose(open_step, qtbot):
    step, opened = open_step(asked(isotretinoin=HealthAnswer(Reply.YES)))
    press(qtbot, step, "health_isotretinoin_stopped")
    type_into(qtbot, line(step, "health_isotretinoin_last"), "Sep 1, 2025")
    assert given(opened, "isotretinoin") == HealthAnswer(Reply.YES, current=False, last=date(2025, 9, 1))
    press(qtbot, step, "health_isotretinoin_now")
    assert given(opened, "isotretinoin") == HealthAnswer(Reply.YES, current=True)


def test_a_stop_is_shown_at_once_with_its_reason_and_no_way_round(open_step, qtbot):
    step, _ = open_step(Answers(health={"isotretinoin": HealthAnswer(Reply.YES)}))
    press(qtbot, step, "health_isotretinoin_now")
    why = button(step, "health_isotretinoin_why_label_isotretinoin_current")
    assert not shows(step, "health_isotretinoin_decide_label_isotretinoin_current")
    with qtbot.waitSignal(step.why_asked) as asked_for:
        qtbot.mouseClick(why, Qt.MouseButton.LeftButton)
    assert asked_for.args == ["label.isotretinoin_current"]


def test_a_review_asks_for_the_decision_and_then_shows_it(open_step, qtbot):
    step, opened = open_step(asked(cold_sore_history=HealthAnswer(Reply.YES)))
    name = "health_cold_sore_history_decide_skin_cold_sore_history"
    with qtbot.waitSignal(step.decision_asked) as asked_for:
        press(qtbot, step, name)
    assert asked_for.args == ["skin.cold_sore_history"]
    decision = Decision(
        "skin.cold_sore_history", DecisionChoice.PROCEED, "Prevention was agreed with her doctor.", DANA, TODAY
    )
    opened.dispatch(Decide(decision))
    assert button(step, name).text() == "Change decision"


def test_all_no_is_confirmed_changes_blanks_only_and_is_undone_at_once(open_step, qtbot):
    yes = FIRST_GROUP[0]
    step, opened = open_step(Answers(health={yes: HealthAnswer(Reply.YES)}))
    press(qtbot, step, "health_before_anything_else_all_no")
    assert opened.state.answers.health == {yes: HealthAnswer(Reply.YES)}
    assert focused(step) == "health_before_anything_else_confirm"
    assert button(step, "health_before_anything_else_confirm").text() == f"Answer No to {len(FIRST_GROUP) - 1}"
    qtbot.keyClick(button(step, "health_before_anything_else_confirm"), Qt.Key.Key_Return)
    assert given(opened, yes) == HealthAnswer(Reply.YES)
    assert {given(opened, other) for other in FIRST_GROUP[1:]} == {HealthAnswer(Reply.NO)}
    opened.undo()
    assert opened.state.answers.health == {yes: HealthAnswer(Reply.YES)}


def test_all_no_can_be_cancelled_by_button_and_escape(open_step, qtbot):
    step, opened = open_step(Answers())
    for leave in (
        lambda: press(qtbot, step, "health_before_anything_else_cancel"),
        lambda: qtbot.keyClick(button(step, "health_before_anything_else_confirm"), Qt.Key.Key_Escape),
    ):
        press(qtbot, step, "health_before_anything_else_all_no")
        leave()
        assert not shows(step, "health_before_anything_else_confirm")
        assert focused(step) == "health_before_anything_else_all_no"
    assert opened.state.answers.health == {}


def test_one_blank_is_answered_by_itself(open_step):
    step, _ = open_step(without(FIRST_GROUP[0]))
    assert not shows(step, "health_before_anything_else_all_no")


def test_a_finished_group_is_folded_unless_it_holds_a_finding(open_step, qtbot):
    step, _ = open_step(asked(rosacea=HealthAnswer(Reply.YES)))
    assert shows(step, "health_before_anything_else_show")
    assert not shows(step, f"health_{FIRST_GROUP[0]}_yes")
    assert shows(step, "health_rosacea_yes")
    press(qtbot, step, "health_before_anything_else_show")
    assert focused(step) == f"health_{FIRST_GROUP[0]}_no"
    press(qtbot, step, "health_before_anything_else_hide")
    assert focused(step) == "health_before_anything_else_show"


def test_a_group_folds_when_the_focus_leaves_it_finished(open_step):
    step, _ = open_step(without("diabetes"))
    step.focus_path(f"health.{FIRST_GROUP[0]}")
    section = step._groups["before_anything_else"]
    assert section.is_open
    inside, outside = step._rows[FIRST_GROUP[0]].answer.options[0], step._rows["diabetes"].answer.options[0]
    section._focus_moved(inside, outside)
    assert not section.is_open


def test_next_unanswered_goes_round(open_step, qtbot):
    step, opened = open_step(without("rosacea", "diabetes"))
    assert step.focus_next_unanswered()
    assert focused(step) == "health_rosacea_yes"
    button(step, "health_next_unanswered").click()
    assert focused(step) == "health_diabetes_yes"
    assert step.focus_next_unanswered()
    assert focused(step) == "health_rosacea_yes"
    opened.dispatch(AnswerNoToBlanks(("rosacea", "diabetes")))
    assert not step.focus_next_unanswered()
    assert not shows(step, "health_next_unanswered")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("health.rosacea", "health_rosacea_yes"),
        ("health.filler.last", "health_filler_last"),
        ("health.isotretinoin.current", "health_isotretinoin_now"),
    ],
)
def test_every_answer_path_leads_to_its_control_even_in_a_folded_group(open_step, path, name):
    yes = HealthAnswer(Reply.YES)
    step, _ = open_step(asked(rosacea=yes, filler=yes, isotretinoin=yes))
    assert step.focus_path(path)
    assert focused(step) == name
    assert not step.focus_path("skin.tan")
    assert not step.focus_path("health.unheard_of")


def test_after_next_with_gaps_the_words_stand_at_the_rows(open_step):
    step, opened = open_step(asked(filler=HealthAnswer(Reply.YES)))
    step.show_gaps(step.gaps(opened.state))
    assert line(step, "health_filler_last").accessibleDescription().startswith("Enter the date of the last one")
    step, opened = open_step(without("rosacea"))
    step.show_gaps(step.gaps(opened.state))
    assert step.findChild(QLabel, "health_rosacea_side").text() == "Not asked yet"


def test_moving_the_treatment_moves_the_findings(open_step):
    recent = {"filler": HealthAnswer(Reply.YES, last=date(2026, 5, 5))}
    step, opened = open_step(asked(**recent))
    assert shows(step, "health_filler_why_recent_filler")
    opened.dispatch(SetTreatmentAt(datetime(2026, 5, 19, 9, 0)))
    assert not shows(step, "health_filler_why_recent_filler")
