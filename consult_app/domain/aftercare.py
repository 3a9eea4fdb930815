"""When the skin is protected, and what happens on which day after treatment."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from consult_app.domain.protocol import Protocol, TimelineStep
from consult_app.domain.schedule import after_elapsed


@dataclass(frozen=True, slots=True)
class AvoidUntil:
    what: str
    until: datetime


@dataclass(frozen=True, slots=True)
class AftercarePlan:
    protected_until: datetime
    avoid: tuple[AvoidUntil, ...]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """``starts`` and ``ends`` are local date-times for hours, dates for days; ``ends`` may be ``None``."""

    id: str
    starts: date | datetime
    ends: date | datetime | None


def aftercare_from(protocol: Protocol, ended: datetime, zone: ZoneInfo) -> AftercarePlan:
    """``ended`` is the local end of treatment (or its planned start)."""
    until = after_elapsed(ended, protocol.aftercare.protected_hours, zone)
    return AftercarePlan(
        protected_until=until,
        avoid=tuple(AvoidUntil(what=item.what, until=until) for item in protocol.aftercare.avoid),
    )


def timeline_from(protocol: Protocol, ended: datetime, zone: ZoneInfo) -> tuple[TimelineEntry, ...]:
    return tuple(_entry(step, ended, zone) for step in protocol.timeline)


def _entry(step: TimelineStep, ended: datetime, zone: ZoneInfo) -> TimelineEntry:
    def moment(hours: int | None, days: int | None) -> date | datetime | None:
        if hours is not None:
            return after_elapsed(ended, hours, zone)
        return None if days is None else ended.date() + timedelta(days=days)

    starts = moment(step.from_hours, step.from_day)
    if starts is None:
        raise ValueError(f"timeline step {step.id} has no start")
    return TimelineEntry(id=step.id, starts=starts, ends=moment(step.to_hours, step.to_day))
