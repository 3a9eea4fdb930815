from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from consult_app.ui.widgets.dates import parse_date, parse_time, show_date, show_time, spell_date

TODAY = date(2026, 5, 12)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3/4/1984", date(1984, 3, 4)),
        ("03/04/1984", date(1984, 3, 4)),
        ("3-4-84", date(1984, 3, 4)),
        ("3.4.1984", date(1984, 3, 4)),
        ("3 4 1984", date(1984, 3, 4)),
        ("03041984", date(1984, 3, 4)),
        ("1984-03-04", date(1984, 3, 4)),
        ("1984/3/4", date(1984, 3, 4)),
        ("Mar 4, 1984", date(1984, 3, 4)),
        ("march 4 1984", date(1984, 3, 4)),
        ("4 Mar 1984", date(1984, 3, 4)),
        ("4-mar-84", date(1984, 3, 4)),
        ("March 4th, 1984", date(1984, 3, 4)),
        ("Sept 21, 1991", date(1991, 9, 21)),
        ("Fri, May 15, 2026", date(2026, 5, 15)),
        ("friday may 15", date(2026, 5, 15)),
        ("5/15", date(2026, 5, 15)),
        ("5/15/26", date(2026, 5, 15)),
        ("today", TODAY),
        ("Yesterday", date(2026, 5, 11)),
        ("tomorrow", date(2026, 5, 13)),
        ("2/29/2024", date(2024, 2, 29)),
    ],
)
def test_usual_spellings_of_a_date_are_read(typed, meant):
    assert parse_date(typed, today=TODAY) == meant


@pytest.mark.parametrize(
    "typed", ["", "13/4/1984", "2/29/2023", "mars 4 1984", "4", "next week", "3/4/198", "0/1/2020", "3/4/0000"]
)
def test_what_is_no_date_is_not_guessed(typed):
    assert parse_date(typed, today=TODAY) is None


@given(day=some.dates(date(1900, 1, 1), date(2100, 12, 31)), weekday=some.booleans())
def test_a_date_as_shown_reads_back_as_itself(day, weekday):
    assert parse_date(show_date(day, weekday=weekday), today=TODAY) == day


@given(typed=some.text(max_size=30))
def test_reading_a_date_or_time_never_fails(typed):
    parse_date(typed, today=TODAY)
    parse_time(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("10:30 AM", time(10, 30)),
        ("10:30", time(10, 30)),
        ("1030", time(10, 30)),
        ("2p", time(14)),
        ("2:15 p.m.", time(14, 15)),
        ("2", time(14)),
        ("02:15", time(2, 15)),
        ("14:05", time(14, 5)),
        ("12 am", time(0)),
        ("noon", time(12)),
    ],
)
def test_usual_spellings_of_a_time_are_read(typed, meant):
    assert parse_time(typed) == meant


@pytest.mark.parametrize("typed", ["", "25:00", "10:75", "13 pm", "soon"])
def test_what_is_no_time_is_not_guessed(typed):
    assert parse_time(typed) is None


@given(moment=some.times().map(lambda each: each.replace(second=0, microsecond=0)))
def test_a_time_as_shown_reads_back_as_itself(moment):
    assert parse_time(show_time(moment)) == moment


def test_a_date_is_spelled_out_for_screen_readers():
    assert spell_date(date(2026, 5, 15)) == "Friday, May 15, 2026"
