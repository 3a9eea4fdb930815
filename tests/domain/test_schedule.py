from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult_app.domain.schedule import (
    add_months,
    after_elapsed,
    day_words,
    is_repeated,
    is_skipped,
    short_day_words,
    start_of,
)

NEW_YORK = ZoneInfo("America/New_York")
ZONES = ("America/New_York", "America/Los_Angeles", "Europe/Madrid", "Australia/Lord_Howe", "Asia/Kolkata")


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (datetime(2026, 5, 15, 10, 30), 48, datetime(2026, 5, 17, 10, 30)),
        (datetime(2027, 3, 13, 15, 0), 48, datetime(2027, 3, 15, 16, 0)),
        (datetime(2026, 10, 31, 15, 0), 48, datetime(2026, 11, 2, 14, 0)),
        (datetime(2026, 10, 30, 1, 30), 48, datetime(2026, 11, 1, 2, 0)),
        (datetime(2026, 10, 30, 2, 30), 48, datetime(2026, 11, 1, 2, 0)),
        (datetime(2026, 11, 1, 1, 30), 8, datetime(2026, 11, 1, 9, 30)),
        (datetime(2027, 3, 14, 2, 30), 8, datetime(2027, 3, 14, 11, 30)),
        (datetime(2026, 11, 1, 1, 30), 0, datetime(2026, 11, 1, 1, 30)),
    ],
    ids=[
        "plain days",
        "across the spring change one hour later on the wall",
        "across the autumn change one hour earlier on the wall",
        "an end in the first repeated hour is its end",
        "an end in the second repeated hour is its end",
        "an ambiguous start means the later one",
        "a skipped start means the later reading",
        "no hours is the start itself",
    ],
)
def test_elapsed_hours_are_real_hours(start: datetime, hours: int, end: datetime) -> None:
    assert after_elapsed(start, hours, NEW_YORK) == end


def test_a_half_hour_clock_change_is_met_too() -> None:
    end = after_elapsed(datetime(2026, 4, 3, 1, 45), 48, ZoneInfo("Australia/Lord_Howe"))
    assert end == datetime(2026, 4, 5, 2, 0)


@given(
    start=st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31, 23, 59)),
    zone=st.sampled_from(ZONES),
    hours=st.sampled_from((8, 24, 48, 72)),
)
def test_no_elapsed_time_is_ever_cut_short(start: datetime, zone: str, hours: int) -> None:
    where = ZoneInfo(zone)
    end = after_elapsed(start, hours, where)
    began = [start.replace(tzinfo=where, fold=fold).astimezone(UTC) for fold in (0, 1)]
    ended = [end.replace(tzinfo=where, fold=fold).astimezone(UTC) for fold in (0, 1)]
    assert min(ended) - max(began) >= timedelta(hours=hours)
    assert max(ended) - min(began) <= timedelta(hours=hours + 2)
    assert not is_repeated(end, where)
    assert not is_skipped(end, where)


@pytest.mark.parametrize("zone", ZONES)
def test_no_48_hours_from_any_morning_of_nine_years_are_cut_short(zone: str) -> None:
    where = ZoneInfo(zone)
    day = datetime(2024, 1, 1, 10, 30)
    while day.year <= 2032:
        end = after_elapsed(day, 48, where)
        real = end.replace(tzinfo=where).astimezone(UTC) - day.replace(tzinfo=where).astimezone(UTC)
        assert timedelta(hours=48) <= real <= timedelta(hours=49)
        day += timedelta(days=1)


def test_skipped_and_repeated_wall_times_are_told_apart() -> None:
    assert is_skipped(datetime(2027, 3, 14, 2, 30), NEW_YORK)
    assert not is_skipped(datetime(2027, 3, 14, 3, 0), NEW_YORK)
    assert is_repeated(datetime(2026, 11, 1, 1, 30), NEW_YORK)
    assert not is_repeated(datetime(2026, 11, 1, 2, 0), NEW_YORK)
    assert not is_repeated(datetime(2027, 3, 14, 2, 30), NEW_YORK)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2025, 11, 15), 6, date(2026, 5, 15)),
        (date(2025, 8, 31), 6, date(2026, 3, 1)),
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2026, 12, 31), 2, date(2027, 3, 1)),
    ],
)
def test_months_are_calendar_months_and_never_shorter(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_a_bare_date_means_from_midnight() -> None:
    assert start_of(date(2026, 5, 22)) == datetime(2026, 5, 22)
    assert start_of(datetime(2026, 5, 22, 8)) == datetime(2026, 5, 22, 8)


def test_days_are_written_with_the_month_named() -> None:
    assert day_words(date(2026, 5, 15)) == "Fri, May 15, 2026"
    assert short_day_words(date(2026, 8, 1)) == "Sat, Aug 1"
