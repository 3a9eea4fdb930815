from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from consult_app.ui.widgets.calendar import DayMark, MonthCalendar


def mark(day: date) -> DayMark:
    if day.day <= 2:
        return DayMark("avoid", "Fresh tan")
    return DayMark("off") if day.weekday() in (0, 5, 6) else DayMark("fits")


@pytest.fixture
def calendar(theme, qtbot):
    made = MonthCalendar(theme, date(2026, 7, 10), mark=mark, title="Session 2")
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


def heard(signal):
    got = []
    signal.connect(got.append)
    return got


@pytest.mark.parametrize(
    ("key", "lands"),
    [
        (Qt.Key.Key_Left, date(2026, 7, 9)),
        (Qt.Key.Key_Right, date(2026, 7, 11)),
        (Qt.Key.Key_Up, date(2026, 7, 3)),
        (Qt.Key.Key_Down, date(2026, 7, 17)),
        (Qt.Key.Key_Home, date(2026, 7, 5)),
        (Qt.Key.Key_End, date(2026, 7, 11)),
        (Qt.Key.Key_PageUp, date(2026, 6, 10)),
        (Qt.Key.Key_PageDown, date(2026, 8, 10)),
    ],
)
def test_keys_move_by_day_week_and_month(calendar, qtbot, key, lands):
    calendar.focus_day(date(2026, 7, 10))
    qtbot.keyClick(calendar.cell(date(2026, 7, 10)), key)
    assert calendar.cell(lands).hasFocus()


def test_a_short_month_takes_the_31st_to_its_last_day(calendar, qtbot):
    calendar.focus_day(date(2026, 8, 31))
    qtbot.keyClick(calendar.cell(date(2026, 8, 31)), Qt.Key.Key_PageDown)
    assert calendar.cell(date(2026, 9, 30)).hasFocus()


def test_the_year_turns_with_the_month(calendar, qtbot):
    calendar.focus_day(date(2026, 12, 31))
    qtbot.keyClick(calendar.cell(date(2026, 12, 31)), Qt.Key.Key_PageDown)
    assert calendar.title.text() == "Session 2 · January 2027"


def test_enter_picks_a_day_that_fits(calendar, qtbot):
    told = heard(calendar.chosen)
    calendar.focus_day(date(2026, 7, 14))
    qtbot.keyClick(calendar.cell(date(2026, 7, 14)), Qt.Key.Key_Return)
    assert told == [date(2026, 7, 14)]
    assert calendar.cell(date(2026, 7, 14)).isChecked()


def test_a_day_to_avoid_can_be_picked_and_shows_why_on_focus(calendar, qtbot):
    told, reasons = heard(calendar.chosen), heard(calendar.reason_shown)
    calendar.focus_day(date(2026, 7, 2))
    qtbot.mouseClick(calendar.cell(date(2026, 7, 2)), Qt.MouseButton.LeftButton)
    assert told == [date(2026, 7, 2)]
    assert "Fresh tan" in reasons


def test_a_day_not_offered_cannot_be_picked(calendar, qtbot):
    told = heard(calendar.chosen)
    qtbot.mouseClick(calendar.cell(date(2026, 7, 12)), Qt.MouseButton.LeftButton)
    assert told == []
    assert not calendar.cell(date(2026, 7, 12)).isChecked()


def test_a_day_says_its_date_and_how_it_stands(calendar):
    names = [
        QAccessible.queryAccessibleInterface(calendar.cell(day)).text(QAccessible.Text.Name)
        for day in (date(2026, 7, 2), date(2026, 7, 10), date(2026, 7, 12))
    ]
    assert names == [
        "Thursday, July 2, 2026, avoid",
        "Friday, July 10, 2026, fits the plan",
        "Sunday, July 12, 2026, not offered",
    ]


def test_every_day_stands_under_its_day_of_the_week(calendar):
    for at, cell in enumerate(calendar.cells):
        if cell.day is not None:
            assert (cell.day.weekday() + 1) % 7 == at % 7


def test_a_day_is_44_px_to_hit(calendar):
    assert calendar.cell(date(2026, 7, 10)).size().toTuple() == (44, 44)
