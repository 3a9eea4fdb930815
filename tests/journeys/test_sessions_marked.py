"""A series goes on: sessions are marked done and moved from Past plans, and Home follows, all by keyboard."""

import pytest
from PySide6.QtCore import Qt

from tests.journeys.provider import ALT, CTRL, ClinicOnDisk


@pytest.fixture
def clinic(tmp_path) -> ClinicOnDisk:
    return ClinicOnDisk(tmp_path / "clinic", sample=True)


def open_plan(provider, name: str, found: str) -> None:
    provider.press(Qt.Key.Key_H, CTRL)
    provider.wait(lambda: provider.focus == "past_search", "Past plans")
    provider.type(name)
    provider.wait(lambda: provider.sees("past_patient_name") and provider.text("past_patient_name") == found, found)
    provider.press(Qt.Key.Key_Return)
    provider.wait(lambda: provider.focus == "past_back", "the plan")


def is_expected(provider, name: str) -> bool:
    """Whether the list of today has a visit of that patient to begin."""
    rows = [provider.find(row) for row in provider.names("today_visit_")]
    return any(name in row.accessibleName() for row in rows)


def test_a_session_of_today_moves_a_week_on_and_home_no_longer_lists_it(open_desk):
    provider = open_desk()
    provider.wait(lambda: is_expected(provider, "ABARA"), "the visit")
    open_plan(provider, "abara", "ABARA, Imani")
    assert provider.text("past_series") == "2 of 3 done, next due today"
    provider.tab_to("past_move_session_3")
    provider.press(Qt.Key.Key_Return)
    provider.wait(lambda: provider.focus == "past_mark_day", "the day")
    provider.type("5/19/2026")
    provider.tab_to("past_mark_save")
    assert provider.reads("Session 3: Tue, May 12 to Tue, May 19")
    provider.press(Qt.Key.Key_Return)
    provider.wait(lambda: provider.text("past_series") == "2 of 3 done, next due Tue, May 19", "the mark")
    assert provider.focus == "past_done_session_3"
    provider.press(Qt.Key.Key_Home, ALT)
    provider.wait(lambda: provider.focus == "home_search", "Home")
    provider.wait(lambda: provider.names("today_visit_") and not is_expected(provider, "ABARA"), "one visit less")


def test_a_session_is_done_and_taken_back(open_desk):
    provider = open_desk()
    open_plan(provider, "kim", "KIM, Soo-ah")
    assert provider.text("past_series") == "1 of 2 done, next due Fri, May 22"
    provider.tab_to("past_done_session_2")
    provider.press(Qt.Key.Key_Return)
    provider.wait(lambda: provider.focus == "past_mark_day", "the day")
    provider.tab_to("past_mark_save")
    provider.press(Qt.Key.Key_Return)
    provider.wait(lambda: provider.text("past_series") == "2 of 2 done, maintenance due Fri, Sep 11", "the mark")
    assert provider.focus == "past_back_session_2"
    provider.press(Qt.Key.Key_Return)
    provider.wait(lambda: provider.focus == "past_mark_reason", "the reason")
    provider.type("Marked by mistake.")
    provider.press(Qt.Key.Key_Return)
    provider.wait(lambda: provider.text("past_series") == "1 of 2 done, next due Fri, May 22", "the mark taken back")
