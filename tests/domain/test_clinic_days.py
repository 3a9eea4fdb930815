"""The days a clinic is open."""

from datetime import date, timedelta

import pytest

from tests.builders import clinic

D = date(2026, 5, 15)


def test_a_closed_weekday_and_a_closed_date_are_both_closed() -> None:
    assert not clinic(closed_weekdays=frozenset({4})).is_open(D)
    assert not clinic(closed_dates=frozenset({D})).is_open(D)
    assert clinic(closed_weekdays=frozenset({3}), closed_dates=frozenset({D + timedelta(days=1)})).is_open(D)


def test_an_open_day_is_its_own_first_open_day() -> None:
    assert clinic().first_open_day(D) == D


@pytest.mark.parametrize(("closed", "found"), [(1, 1), (365, 365), (366, 0)])
def test_the_first_open_day_is_looked_for_a_year_ahead(closed: int, found: int) -> None:
    shut = clinic(closed_dates=frozenset(D + timedelta(days=offset) for offset in range(closed)))
    assert shut.first_open_day(D) == D + timedelta(days=found)
