"""Dates and times as people read them, in English and Spanish."""

from datetime import date, datetime, time

import pytest

from consult_app.content.dates import BabelDates

FRIDAY = date(2026, 5, 15)
EN, ES = BabelDates("en"), BabelDates("es")


def test_english_days_name_weekday_and_month():
    assert EN.day(FRIDAY) == "Fri, May 15"
    assert EN.day(FRIDAY, year=True) == "Fri, May 15, 2026"
    assert EN.day_long(FRIDAY) == "Friday, May 15, 2026"
    assert EN.day_long(FRIDAY, year=False) == "Friday, May 15"
    assert EN.day(date(2026, 9, 1)) == "Tue, Sep 1"


def test_spanish_days_follow_spanish_order():
    assert ES.day(FRIDAY) == "vie. 15 de mayo"
    assert ES.day(FRIDAY, year=True) == "vie. 15 de mayo de 2026"
    assert ES.day_long(FRIDAY) == "viernes 15 de mayo de 2026"
    assert ES.day_long(FRIDAY, year=False) == "viernes 15 de mayo"
    assert ES.day(date(2026, 9, 2)) == "mié. 2 de septiembre"


def test_every_weekday_and_month_has_words():
    for number in range(1, 13):
        for dates in (EN, ES):
            assert str(2026) in dates.day(date(2026, number, 1), year=True)
    assert len({ES.day(date(2026, 5, 11 + offset))[:4] for offset in range(7)}) == 7


@pytest.mark.parametrize(
    ("at", "english", "spanish"),
    [
        (time(0, 5), "12:05 AM", "12:05 a. m."),
        (time(9, 0), "9:00 AM", "9:00 a. m."),
        (time(10, 30), "10:30 AM", "10:30 a. m."),
        (time(12, 0), "12:00 PM", "12:00 p. m."),
        (time(23, 59, 59), "11:59 PM", "11:59 p. m."),
    ],
)
def test_times_are_in_twelve_hours(at: time, english: str, spanish: str):
    assert EN.time(at) == english
    assert ES.time(at).replace("\N{NO-BREAK SPACE}", " ") == spanish


def test_spanish_times_never_break_and_english_ones_have_plain_spaces():
    assert ES.time(time(10, 30)) == "10:30\N{NO-BREAK SPACE}a.\N{NO-BREAK SPACE}m."
    assert "\N{NARROW NO-BREAK SPACE}" not in EN.time(time(10, 30)) + ES.time(time(10, 30))
    assert EN.moment(datetime(2026, 5, 17, 10, 30)).isascii()


def test_moments_join_day_and_time():
    at = datetime(2026, 5, 17, 10, 30)
    assert EN.moment(at) == "Sun, May 17, 10:30 AM"
    assert EN.moment(at, year=True) == "Sun, May 17, 2026, 10:30 AM"
    assert EN.moment_long(datetime(2026, 5, 19, 10, 30)) == "Tuesday, May 19, 2026, at 10:30 AM"
    assert EN.moment_long(at, year=False) == "Sunday, May 17, at 10:30 AM"
    plain = ES.moment(at).replace("\N{NO-BREAK SPACE}", " ")
    assert plain == "dom. 17 de mayo, 10:30 a. m."


@pytest.mark.parametrize(
    ("hour", "joint"), [(1, "a la 1:00"), (13, "a la 1:00"), (2, "a las 2:00"), (11, "a las 11:00")]
)
def test_spanish_says_a_la_una_and_a_las_dos(hour: int, joint: str):
    assert f", {joint}\N{NO-BREAK SPACE}" in ES.moment_long(datetime(2026, 5, 19, hour))


def test_another_language_is_refused():
    with pytest.raises(ValueError, match="'fr'"):
        BabelDates("fr")
