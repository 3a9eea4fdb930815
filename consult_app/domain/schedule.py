"""Dates and elapsed hours on a clinic's wall clock.

Wall times are naive local values. Hours are real hours: they are counted in UTC, so a clock change never cuts them
short. An ambiguous or skipped start is read as the later instant; an end inside a repeated hour is given as the end
of that hour, the first wall time that cannot be mistaken.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
_REPEAT_STEP = timedelta(minutes=1)


def _instants(local: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return first, second


def is_skipped(local: datetime, zone: ZoneInfo) -> bool:
    """Whether a clock change jumps over this wall time, so that it never happens."""
    first, _ = _instants(local, zone)
    return first.astimezone(zone).replace(tzinfo=None) != local


def is_repeated(local: datetime, zone: ZoneInfo) -> bool:
    """Whether a clock change makes this wall time happen twice."""
    first, second = _instants(local, zone)
    return first != second and not is_skipped(local, zone)


def after_elapsed(start: datetime, hours: int, zone: ZoneInfo) -> datetime:
    """The wall time when ``hours`` real hours have passed since ``start``; never earlier than that."""
    if hours == 0:
        return start
    end = (max(_instants(start, zone)) + timedelta(hours=hours)).astimezone(zone).replace(tzinfo=None, fold=0)
    if not is_repeated(end, zone):
        return end
    end = end.replace(second=0, microsecond=0)
    while is_repeated(end, zone):
        end += _REPEAT_STEP
    return end


def add_months(day: date, months: int) -> date:
    """So many calendar months later; a day that month lacks becomes the first of the next (never shorter)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    try:
        return day.replace(year=year, month=month + 1)
    except ValueError:
        year, month = divmod(index + 1, 12)
        return date(year, month + 1, 1)


def start_of(moment: date | datetime) -> datetime:
    """A bare date means from 00:00."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time.min)


def day_words(day: date) -> str:
    """``Fri, May 15, 2026``, for provider-facing text."""
    return f"{_WEEKDAYS[day.weekday()]}, {_MONTHS[day.month - 1]} {day.day}, {day.year}"


def short_day_words(day: date) -> str:
    """``Fri, May 15``."""
    return f"{_WEEKDAYS[day.weekday()]}, {_MONTHS[day.month - 1]} {day.day}"
