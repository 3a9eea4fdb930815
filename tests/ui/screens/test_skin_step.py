"""The skin and sun step, used as a provider uses it."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit

from consult_app.domain.answers import (
    Answers,
    Fitzpatrick,
    HealthAnswer,
    ImportantDate,
    Reply,
    SkinAnswers,
    Tan,
    Trip,
)
from consult_app.ui.screens.steps.contract import MarksGaps, StepScreen
from consult_app.ui.screens.steps.skin import SkinStep
from consult_app.ui.screens.steps.status_line import StatusText
from consult_app.ui.theme.theme import Theme
from tests.fakes.services import filled, session

BEACH = Trip("Beach trip", date(2026, 6, 20), date(2026, 6, 28), sunny=True)
WEDDING = ImportantDate("Wedding", date(2026, 8, 20))


@pytest.fixture
def open_step(qtbot):
    def opened(answers=None):
        at_desk = session(answers)
        step = SkinStep(at_desk, Theme())
        at_desk.listen(step.render)
        qtbot.addWidget(step)
        step.resize(792, 900)
        step.show()
        return step, at_desk

    return opened


def button(step, name):
    found = [each for each in step.findChildren(QAbstractButton, name) if each.isVisibleTo(step)]
    assert len(found) == 1, name
    return found[0]


def press(qtbot, step, name):
    qtbot.mouseClick(button(step, name), Qt.MouseButton.LeftButton)


def line(step, name):
    (found,) = (each for each in step.findChildren(QLineEdit, name) if each.isVisibleTo(step))
    return found


def type_into(qtbot, step, name, words):
    field = line(step, name)
    field.clear()
    qtbot.keyClicks(field, words)
    field.editingFinished.emit()


def status(step):
    return [each.words for each in step.findChildren(StatusText) if each.isVisibleTo(step)]


def test_the_step_keeps_the_contract(open_step):
    step, _ = open_step()
    assert isinstance(step, StepScreen)
    assert isinstance(step, MarksGaps)


def test_a_skin_type_is_chosen_by_click_and_by_arrow(open_step, qtbot):
    step, opened = open_step()
    press(qtbot, step, "skin_type_III")
    assert opened.state.answers.skin.fitzpatrick is Fitzpatrick.III
    qtbot.keyClick(button(step, "skin_type_III"), Qt.Key.Key_Right)
    assert opened.state.answers.skin.fitzpatrick is Fitzpatrick.IV


def test_the_cards_say_how_skin_reacts_and_carry_their_type_as_name(open_step):
    step, _ = open_step()
    assert button(step, "skin_type_VI").accessibleName() == "Type VI, Never burns, deeply colored skin"


def test_a_tan_asks_since_when_and_says_what_follows(open_step, qtbot):
    step, opened = open_step(filled())
    assert not step.findChild(QLineEdit, "skin_tan_since").isVisibleTo(step)
    press(qtbot, step, "skin_tan_fresh")
    type_into(qtbot, step, "skin_tan_since", "5/10")
    assert opened.state.answers.skin.tan_since == date(2026, 5, 10)
    assert status(step)[0].startswith("Wait until Sun, May 24.")
    press(qtbot, step, "skin_tan_none")
    assert opened.state.answers.skin == SkinAnswers(Fitzpatrick.II, Tan.NONE)
    assert status(step)[0].startswith("OK.")


def test_a_tan_cannot_start_tomorrow(open_step, qtbot):
    step, opened = open_step(filled(skin=SkinAnswers(Fitzpatrick.II, Tan.SUNBURN)))
    type_into(qtbot, step, "skin_tan_since", "tomorrow")
    assert opened.state.answers.skin.tan_since is None
    field = line(step, "skin_tan_since")
    assert field.accessibleDescription() == "The date lies after today, Tue, May 12. Enter today or an earlier day."
    assert field.text() == "Wed, May 13, 2026"


def test_self_tanner_answers_the_health_question_and_asks_its_date(open_step, qtbot):
    step, opened = open_step(filled())
    press(qtbot, step, "skin_self_tanner_yes")
    assert opened.state.answers.health["self_tanner"] == HealthAnswer(Reply.YES)
    assert [gap.path for gap in step.gaps(opened.state)] == ["health.self_tanner.last"]
    type_into(qtbot, step, "skin_self_tanner_last", "May 9")
    assert opened.state.answers.health["self_tanner"] == HealthAnswer(Reply.YES, last=date(2026, 5, 9))
    assert any(words.startswith("Decide.") for words in status(step))
    qtbot.keyClick(button(step, "skin_self_tanner_yes"), Qt.Key.Key_N)
    assert opened.state.answers.health["self_tanner"] == HealthAnswer(Reply.NO)


def test_a_trip_is_added_in_place_and_says_what_it_blocks_at_once(open_step, qtbot):
    step, opened = open_step(Answers(no_more_dates=True))
    press(qtbot, step, "skin_add_date")
    qtbot.keyClicks(line(step, "skin_date_what"), "Beach trip")
    type_into(qtbot, step, "skin_date_first", "6/20")
    type_into(qtbot, step, "skin_date_last", "6/28")
    press(qtbot, step, "skin_date_save")
    assert opened.state.answers.trips == (BEACH,)
    assert not opened.state.answers.no_more_dates
    shown = [each.text() for each in step.findChildren(QLabel) if each.isVisibleTo(step)]
    assert "No session from Sat, Jun 13 to Sat, Jul 11, so a tan has 14 days to fade" in shown


def test_enter_in_a_field_saves_the_date_with_what_is_still_being_typed(open_step, qtbot):
    step, opened = open_step()
    press(qtbot, step, "skin_add_date")
    press(qtbot, step, "skin_date_kind_event")
    qtbot.keyClicks(line(step, "skin_date_what"), "Wedding")
    first = line(step, "skin_date_first")
    qtbot.keyClicks(first, "8/20/2026")
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert opened.state.answers.events == (WEDDING,)


def test_an_unfinished_date_says_what_is_missing_and_keeps_what_is_typed(open_step, qtbot):
    step, opened = open_step()
    press(qtbot, step, "skin_add_date")
    type_into(qtbot, step, "skin_date_first", "6/20")
    press(qtbot, step, "skin_date_save")
    assert opened.state.answers.trips == ()
    assert line(step, "skin_date_what").accessibleDescription() == "Enter what it is, such as beach trip or wedding."
    assert line(step, "skin_date_last").accessibleDescription() == "Enter the last day."
    assert line(step, "skin_date_first").text() == "Sat, Jun 20, 2026"
    assert step.window().focusWidget() is line(step, "skin_date_what")


def test_a_row_is_edited_in_its_place_and_escape_leaves_it(open_step, qtbot):
    step, opened = open_step(Answers(trips=(BEACH,), events=(WEDDING,)))
    press(qtbot, step, "skin_edit_trip_0")
    what = line(step, "skin_date_what")
    assert what.text() == "Beach trip"
    qtbot.keyClick(what, Qt.Key.Key_Escape)
    assert opened.state.answers.trips == (BEACH,)
    press(qtbot, step, "skin_edit_trip_0")
    press(qtbot, step, "skin_date_sunny")
    press(qtbot, step, "skin_date_save")
    assert opened.state.answers.trips == (replace(BEACH, sunny=False),)


def test_an_open_editor_survives_other_answers(open_step, qtbot):
    step, _ = open_step(Answers(trips=(BEACH,)))
    press(qtbot, step, "skin_edit_trip_0")
    line(step, "skin_date_what").setText("Boat trip")
    press(qtbot, step, "skin_tan_slight")
    assert line(step, "skin_date_what").text() == "Boat trip"


def test_a_date_is_removed_and_the_removal_undone(open_step, qtbot):
    step, opened = open_step(Answers(trips=(BEACH,), events=(WEDDING,)))
    press(qtbot, step, "skin_edit_event_0")
    press(qtbot, step, "skin_date_remove")
    assert opened.state.answers.events == ()
    opened.undo()
    assert opened.state.answers.events == (WEDDING,)
    assert button(step, "skin_edit_event_0").accessibleName() == "Edit Wedding"


def test_no_other_dates_is_recorded(open_step, qtbot):
    step, opened = open_step()
    qtbot.keyClick(button(step, "skin_no_more_dates"), Qt.Key.Key_Space)
    assert opened.state.answers.no_more_dates


def test_a_planned_treatment_needs_both_day_and_time(open_step, qtbot):
    step, opened = open_step(filled())
    type_into(qtbot, step, "skin_treatment_day", "5/15")
    words = step.findChild(QLabel, "skin_treatment_words")
    assert words.text() == "Enter the time of the treatment."
    assert opened.state.answers.treatment_at is None
    type_into(qtbot, step, "skin_treatment_time", "10:30")
    assert opened.state.answers.treatment_at == datetime(2026, 5, 15, 10, 30)
    assert not words.isVisibleTo(step)


def test_a_skipped_time_is_refused_and_a_closed_day_only_warned_of(open_step, qtbot):
    step, opened = open_step(filled(treatment_at=datetime(2026, 5, 15, 2, 30)))
    words = step.findChild(QLabel, "skin_treatment_words")
    type_into(qtbot, step, "skin_treatment_day", "3/14/2027")
    assert words.text() == "The clocks change that night and skip this time. Enter another time."
    assert opened.state.answers.treatment_at == datetime(2026, 5, 15, 2, 30)
    type_into(qtbot, step, "skin_treatment_day", "5/17/2026")
    assert opened.state.answers.treatment_at == datetime(2026, 5, 17, 2, 30)
    assert words.text() == "The clinic is closed on Sun, May 17. The next open day is Tue, May 19."


def test_an_undone_treatment_leaves_the_fields(open_step, qtbot):
    step, opened = open_step(filled())
    type_into(qtbot, step, "skin_treatment_day", "5/15")
    type_into(qtbot, step, "skin_treatment_time", "10:30")
    opened.undo()
    assert line(step, "skin_treatment_day").text() == ""
    assert line(step, "skin_treatment_time").text() == ""


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("skin.fitzpatrick", "skin_type_II"),
        ("skin.tan", "skin_tan_none"),
        ("health.self_tanner", "skin_self_tanner_no"),
        ("treatment_at", "skin_treatment_day"),
        ("events[0].on", "skin_date_what"),
        ("trips[3].from", "skin_add_date"),
    ],
)
def test_every_answer_path_leads_to_its_control(open_step, path, name):
    step, _ = open_step(filled(events=(WEDDING,)))
    assert step.focus_path(path)
    assert step.window().focusWidget().objectName() == name
    assert not step.focus_path("health.rosacea")


def test_after_next_with_gaps_the_words_stand_at_the_fields(open_step, qtbot):
    step, opened = open_step(Answers())
    step.show_gaps(step.gaps(opened.state))
    error = step.findChild(QLabel, "skin_type_error")
    assert (error.text(), error.isVisibleTo(step)) == ("Choose how the skin reacts to sun.", True)
    press(qtbot, step, "skin_type_I")
    assert not error.isVisibleTo(step)
