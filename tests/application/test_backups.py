from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult_app.application.backups import backup_name, is_overdue, made_at, stamp, to_keep

NOW = datetime(2026, 5, 12, 15, 0, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
moments = st.datetimes(datetime(2023, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))


def every(hours: int, times: int) -> list[datetime]:
    return [NOW - timedelta(hours=hours * n) for n in range(times)]


def test_a_year_of_daily_backups_is_thinned_to_days_weeks_and_months():
    kept = sorted(to_keep(every(24, 500), UTC), reverse=True)
    assert kept[:7] == every(24, 7)
    weeks = {moment.isocalendar()[:2] for moment in kept}
    assert {(NOW - timedelta(weeks=n)).isocalendar()[:2] for n in range(4)} <= weeks
    assert len({(moment.year, moment.month) for moment in kept}) == 12
    assert len(kept) <= 7 + 4 + 12


def test_of_one_day_only_the_last_stays():
    assert to_keep(every(1, 10), UTC) == {NOW}


def test_a_day_is_the_clinics_day():
    late, early = datetime(2026, 5, 13, 2, 0, tzinfo=UTC), datetime(2026, 5, 12, 15, 0, tzinfo=UTC)
    assert to_keep([late, early], UTC) == {late, early}
    assert to_keep([late, early], NEW_YORK) == {late}


@given(st.lists(moments, max_size=60))
def test_the_newest_always_stays_and_nothing_is_made_up(made):
    kept = to_keep(made, NEW_YORK)
    assert kept <= set(made)
    assert len(kept) <= 7 + 4 + 12
    if made:
        assert max(made) in kept


@given(st.lists(moments, max_size=60))
def test_thinning_again_deletes_nothing_more(made):
    kept = to_keep(made, UTC)
    assert to_keep(kept, UTC) == kept


@given(st.lists(moments, min_size=1, max_size=40))
def test_thinning_after_every_backup_keeps_as_far_back_as_thinning_at_the_end(made):
    kept: frozenset[datetime] = frozenset()
    for moment in sorted(made):
        kept = to_keep({*kept, moment}, UTC)
    assert {(day.year, day.month) for day in kept} == {(day.year, day.month) for day in to_keep(made, UTC)}


@given(moments)
def test_a_name_tells_when_its_backup_was_made(moment):
    assert made_at(backup_name(moment)) == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    "name", ["clinic.db", "clinic-20260512.consultbackup", "clinic-20261399T250000Z.consultbackup", "x.consultbackup"]
)
def test_other_files_are_no_backups(name):
    assert made_at(name) is None


def test_a_stamp_is_the_same_instant_in_every_zone():
    assert stamp(NOW.astimezone(NEW_YORK)) == "20260512T150000Z"


def test_a_backup_older_than_three_days_is_overdue():
    assert is_overdue(None, NOW)
    assert not is_overdue(NOW - timedelta(days=3), NOW)
    assert is_overdue(NOW - timedelta(days=3, seconds=1), NOW)
