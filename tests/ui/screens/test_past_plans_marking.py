"""Marking the sessions of a past plan, by keyboard and by mouse, as a provider does."""

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from consult_app.application.errors import EnvironmentFailed
from consult_app.domain.marks import MarkState
from consult_app.ui.screens.past_plans import PastPlansScreen
from consult_app.ui.theme.theme import Theme
from tests.builders import REASON
from tests.fakes.services import DANA
from tests.ui.screens.test_past_plans import PastClinic

SIGNED = date(2026, 4, 14)
TODAY = date(2026, 5, 12)
NEXT = date(2026, 5, 19)


class Desk:
    """Marisol's plan of three sessions, signed and begun on Apr 14; its second session is today, May 12."""

    def __init__(self, qtbot) -> None:
        self.qtbot = qtbot
        self.clinic = PastClinic()
        self.plan = self.clinic.plan(on=SIGNED, treatment_at=datetime(2026, 4, 14, 10, 30))
        self.screen = PastPlansScreen(self.clinic.services, Theme(), DANA)
        qtbot.addWidget(self.screen)
        self.screen.resize(1208, 900)
        with qtbot.waitActive(self.screen):
            self.screen.show()
            self.screen.activateWindow()
        self.screen.refresh()
        self.run()
        self.screen.open_plan()

    def run(self) -> None:
        self.clinic.services.jobs.run()

    @property
    def marks(self):
        return self.clinic.services.consultations.session_marks(self.plan.id)

    def find(self, name: str, kind=QWidget):
        found = [each for each in self.screen.findChildren(kind, name) if each.isVisibleTo(self.screen)]
        assert len(found) == 1, f"{name}: {len(found)}"
        return found[0]

    def sees(self, name: str) -> bool:
        return any(each.isVisibleTo(self.screen) for each in self.screen.findChildren(QWidget, name))

    def press(self, name: str) -> None:
        """By keyboard: the focus, then Enter."""
        button = self.find(name, QAbstractButton)
        button.setFocus(Qt.FocusReason.TabFocusReason)
        self.qtbot.keyClick(button, Qt.Key.Key_Return)
        self.run()

    def type(self, name: str, words: str, *, enter: bool = False) -> None:
        editor = self.find(name, QLineEdit)
        editor.selectAll()
        self.qtbot.keyClicks(editor, words)
        if enter:
            self.qtbot.keyClick(editor, Qt.Key.Key_Return)
        self.run()

    @property
    def focus(self) -> str:
        return QApplication.focusWidget().objectName()

    def says(self, number: int) -> str:
        return self.find(f"past_session_{number}").accessibleName()

    @property
    def headline(self) -> str:
        return self.find("past_series", QLabel).text()


@pytest.fixture
def desk(qtbot) -> Desk:
    return Desk(qtbot)


def test_an_open_plan_says_how_far_the_series_has_come_and_each_session_how_it_stands(desk):
    assert desk.headline == "1 of 3 done, next due today"
    assert desk.says(1).startswith("Session 1. Tue, Apr 14. Done")
    assert desk.says(2).startswith("Session 2. Tue, May 12. Due today")
    assert not desk.sees("past_done_session_1")
    assert desk.sees("past_back_session_1")
    assert not desk.sees("past_back_session_2")


def test_a_session_is_marked_done_by_keyboard_with_today_offered(desk):
    desk.press("past_done_session_2")
    assert desk.focus == "past_mark_day"
    assert desk.find("past_mark_day", QLineEdit).text() == "Tue, May 12, 2026"
    desk.press("past_mark_save")
    assert [(mark.state, mark.number, mark.day, mark.by) for mark in desk.marks] == [(MarkState.DONE, 2, TODAY, DANA)]
    assert desk.headline == "2 of 3 done, next due Tue, Jun 9"
    assert "Done on Tue, May 12. Dana Keller, NP, today" in desk.says(2)
    assert desk.focus == "past_back_session_2"


def test_a_day_still_to_come_is_refused_and_everything_stays(desk):
    desk.press("past_done_session_2")
    desk.type("past_mark_day", "5/14/2026", enter=True)
    desk.press("past_mark_save")
    assert "still to come" in desk.find("past_mark_problem").accessibleName()
    assert desk.focus == "past_mark_day"
    assert desk.marks == ()


def test_a_move_tells_at_once_what_comes_along_and_keeps_a_line_for_each(desk):
    desk.press("past_move_session_2")
    assert desk.focus == "past_mark_day"
    desk.type("past_mark_day", "5/19/2026", enter=True)
    lines = desk.find("past_mark_days", QLabel).text().splitlines()
    assert lines[:2] == ["Session 2: Tue, May 12 to Tue, May 19", "Session 3: Tue, Jun 9 to Tue, Jun 16"]
    assert not desk.sees("past_mark_departures")
    desk.press("past_mark_save")
    assert [(mark.number, mark.day) for mark in desk.marks if not mark.maintenance] == [
        (2, NEXT),
        (3, date(2026, 6, 16)),
    ]
    assert "Moved from Tue, May 12 to Tue, May 19" in desk.says(2)
    assert desk.clinic.services.consultations.planned_on(TODAY) == ()
    assert [visit.number for visit in desk.clinic.services.consultations.planned_on(NEXT)] == [2]


def test_a_departure_asks_for_its_reason_at_the_field_and_keeps_it(desk, qtbot):
    desk.press("past_move_session_2")
    desk.type("past_mark_day", "5/19/2026", enter=True)
    desk.press("past_mark_along")
    departures = desk.find("past_mark_departures")
    assert departures.accessibleDescription()
    desk.type("past_mark_reason", "too short", enter=True)
    assert desk.marks == ()
    assert desk.focus == "past_mark_reason"
    desk.type("past_mark_reason", REASON, enter=True)
    (mark,) = desk.marks
    assert (mark.departures, mark.reason) == (("plan.too_close",), REASON)
    assert REASON.rstrip(".") in desk.says(2)


def test_a_closed_day_is_a_departure_too(desk):
    desk.press("past_move_session_3")
    desk.type("past_mark_day", "6/13/2026", enter=True)
    assert "The clinic is closed on Sat, Jun 13." in desk.find("past_mark_departures").accessibleDescription()


def test_esc_and_cancel_close_without_a_mark_and_give_the_focus_back(desk, qtbot):
    desk.press("past_move_session_2")
    qtbot.keyClick(desk.find("past_mark_day", QLineEdit), Qt.Key.Key_Escape)
    assert not desk.sees("past_mark_day")
    assert desk.focus == "past_move_session_2"
    desk.press("past_done_session_3")
    desk.press("past_mark_cancel")
    assert desk.focus == "past_done_session_3"
    assert desk.marks == ()


def test_one_editor_is_open_at_a_time(desk, qtbot):
    desk.press("past_move_session_2")
    desk.press("past_move_session_3")
    assert desk.sees("past_move_session_2")
    assert desk.find("past_mark_day").isVisibleTo(desk.find("past_session_3"))


def test_a_mark_is_taken_back(desk):
    desk.press("past_done_session_2")
    desk.press("past_mark_save")
    desk.press("past_back_session_2")
    assert desk.focus == "past_mark_reason"
    desk.press("past_mark_save")
    assert [mark.state for mark in desk.marks] == [MarkState.DONE, MarkState.TAKEN_BACK]
    assert desk.headline == "1 of 3 done, next due today"
    assert "Mark taken back" in desk.says(2)
    assert desk.focus == "past_done_session_2"


def test_taking_back_what_cannot_go_back_says_why(desk):
    desk.press("past_move_session_2")
    desk.type("past_mark_day", "6/16/2026", enter=True)
    desk.press("past_mark_save")
    desk.press("past_back_session_3")
    assert "must stay before it" in desk.find("past_mark_problem").accessibleName()
    before = desk.marks
    desk.press("past_mark_save")
    assert desk.marks == before


def test_when_the_mark_cannot_be_kept_the_editor_says_so_and_stays(desk, monkeypatch):
    def fail(_marks):
        raise EnvironmentFailed("The disk is full.", "Make room.")

    monkeypatch.setattr(desk.clinic.services.consultations, "mark_sessions", fail)
    desk.press("past_done_session_2")
    desk.press("past_mark_save")
    assert desk.find("past_mark_problem").accessibleName() == "The disk is full. Make room."
    monkeypatch.undo()
    desk.press("past_mark_save")
    assert len(desk.marks) == 1


def test_the_side_shows_the_series_and_what_is_still_to_come(desk):
    desk.screen._show_list()
    assert desk.find("past_side_series", QLabel).text() == "1 of 3 done, next due today"
    ahead = [row for row in desk.screen.side.visits if row.view.is_ahead]
    assert [row.view.mark for row in ahead] == ["M", "M", "3", "2"]
    assert ahead[-1].accessibleName() == "Tue, May 12, 2026. Session 2, due today."
    assert desk.screen.side.visits[-1].view.mark == "1"


def test_the_side_tells_of_the_latest_plan_while_an_earlier_one_is_chosen(desk):
    later = desk.clinic.plan(on=TODAY, treatment_at=datetime(2026, 5, 12, 10, 30), series_done=(SIGNED,))
    desk.screen._choose(later.id)
    desk.run()
    desk.screen._choose(desk.plan.id)
    desk.run()
    assert desk.find("past_series", QLabel).text() == "1 of 3 done, next due today"
    desk.screen._show_list()
    assert desk.find("past_side_series", QLabel).text() == "2 of 3 done, next due Tue, Jun 9"


def test_another_plan_closes_what_is_open(desk):
    other = desk.clinic.plan(on=TODAY + timedelta(days=1))
    desk.press("past_move_session_2")
    desk.screen._choose(other.id)
    desk.run()
    assert not desk.sees("past_mark_day")


def test_every_control_of_an_open_editor_has_a_name_and_every_button_a_target_of_44(desk):
    desk.press("past_move_session_2")
    desk.type("past_mark_day", "5/19/2026", enter=True)
    row = desk.find("past_session_2")
    desk.qtbot.waitUntil(lambda: desk.find("past_mark_along").height() >= 44)
    for widget in row.findChildren(QAbstractButton) + row.findChildren(QLineEdit):
        if widget.isVisibleTo(row) and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            assert widget.objectName()
            assert widget.accessibleName() or widget.text()
            assert isinstance(widget, QLineEdit) or widget.height() >= 44, widget.objectName()


def test_an_open_editor_is_brought_into_sight(desk):
    desk.screen.resize(1208, 540)
    desk.press("past_move_session_3")
    save = desk.find("past_mark_save")
    viewport = desk.screen.detail._sheet.viewport()
    desk.qtbot.waitUntil(lambda: save.mapTo(viewport, save.rect().bottomLeft()).y() < viewport.height())
