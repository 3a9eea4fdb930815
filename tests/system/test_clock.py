from datetime import UTC, datetime, timedelta

from consult_app.application.ports import Clock
from consult_app.system.clock import SystemClock
from tests.fakes.clock import FixedClock


def test_the_system_clock_tells_the_present_instant_in_utc():
    before = datetime.now(UTC)
    told = SystemClock().now()
    after = datetime.now(UTC)

    assert before <= told <= after
    assert told.tzinfo is UTC


def test_a_fixed_clock_stands_still_until_told_to_go_on():
    noon = datetime(2026, 5, 12, 12, tzinfo=UTC)
    clock = FixedClock(noon)

    assert clock.now() == clock.now() == noon
    clock.go_on(timedelta(hours=48))
    assert clock.now() == datetime(2026, 5, 14, 12, tzinfo=UTC)


def test_both_are_clocks():
    clocks: tuple[Clock, ...] = (
        SystemClock(),
        FixedClock(datetime(2026, 5, 12, tzinfo=UTC)),
    )

    assert all(clock.now().utcoffset() == timedelta(0) for clock in clocks)
