"""Backups: how they are named, which are kept, and what a restore would replace."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final, Protocol

from consult_app.application.audit import NOBODY
from consult_app.application.verifying import Verified

SUFFIX: Final = ".consultbackup"
DAILY: Final = 7
WEEKLY: Final = 4
MONTHLY: Final = 12
OVERDUE: Final = timedelta(days=3)
FOLDER_SETTING: Final = "backups.folder"
"""The setting with the folder of the clinic's choice."""

_NAME: Final = re.compile(r"clinic-(\d{8}T\d{6}Z)" + re.escape(SUFFIX), re.ASCII)
_MOMENT: Final = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup in the clinic's folder; ``place`` is its path, ``at`` when it was made, aware UTC."""

    place: str
    at: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a clinic file holds. ``last_change`` is the latest finished plan or saved draft."""

    patients: int
    plans: int
    drafts: int
    last_change: datetime | None


@dataclass(frozen=True, slots=True)
class Replacing:
    """What a restore puts in whose place; ``present`` is ``None`` where there is nothing that can be read.

    ``plans_lost`` are finished plans on file that the backup does not have.
    """

    backup: Holdings
    made_at: datetime
    clinic: str
    present: Holdings | None = None
    plans_lost: int = 0


@dataclass(frozen=True, slots=True)
class Restored:
    """``kept`` is the path where the file that was replaced lies now, empty when there was none."""

    verified: Verified
    kept: str = ""


class Backups(Protocol):
    """The backups of the open clinic file. Every method reads or writes whole files: call it on a worker.

    Raises ``EnvironmentFailed`` for what the disk or the file says, ``Refused`` for a backup that must not be used.
    """

    def make(self, place: str, *, by: str = NOBODY) -> Backup:
        """Write one backup to the path ``place``, read it back and check it; only then it is there.

        A file that is there is not replaced. ``by`` is the provider's id, for the audit.
        """
        ...

    def make_in(self, folder: str, *, by: str = NOBODY) -> Backup:
        """One backup named by the time, then ``thin``."""
        ...

    def listed(self, folder: str) -> tuple[Backup, ...]:
        """Newest first, by their names; nothing is opened."""
        ...

    def thin(self, folder: str) -> tuple[Backup, ...]:
        """Delete those that are not to be kept; what was deleted. Other files in the folder are not touched."""
        ...

    def compare(self, place: str) -> Replacing:
        """What restoring it would replace. Changes nothing."""
        ...

    def restore(self, place: str, *, by: str) -> Restored:
        """Put it in the place of the clinic file, which must not be open, and keep the present file beside it."""
        ...


def backup_name(at: datetime) -> str:
    return f"clinic-{stamp(at)}{SUFFIX}"


def stamp(at: datetime) -> str:
    """An instant as it stands in file names: UTC, to the second."""
    return at.astimezone(UTC).strftime(_MOMENT)


def made_at(name: str) -> datetime | None:
    """When a backup of this file name was made; ``None`` for any other file."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None


def to_keep(moments: Iterable[datetime], zone: tzinfo) -> frozenset[datetime]:
    """Of backups made at these instants, those that stay.

    The last of each of the 7 latest days that have one, of the 4 latest weeks and of the 12 latest months, by the
    calendar of ``zone``.
    """
    latest_first = sorted(set(moments), reverse=True)
    kept: set[datetime] = set()
    for most, period in ((DAILY, _day), (WEEKLY, _week), (MONTHLY, _month)):
        kept.update(_last_of_each(latest_first, zone, period=period, most=most))
    return frozenset(kept)


def is_overdue(last: datetime | None, now: datetime) -> bool:
    """Whether the last good backup is too old, or there is none."""
    return last is None or now - last > OVERDUE


def _last_of_each(
    latest_first: list[datetime], zone: tzinfo, *, period: Callable[[date], tuple[int, ...]], most: int
) -> Iterable[datetime]:
    seen: dict[tuple[int, ...], datetime] = {}
    for moment in latest_first:
        seen.setdefault(period(moment.astimezone(zone).date()), moment)
    return list(seen.values())[:most]


def _day(day: date) -> tuple[int, ...]:
    return (day.toordinal(),)


def _week(day: date) -> tuple[int, ...]:
    return day.isocalendar()[:2]


def _month(day: date) -> tuple[int, ...]:
    return day.year, day.month
