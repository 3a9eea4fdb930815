"""The clinic a consultation belongs to: its clock, its open days, its numbers and its look."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Brand:
    """What a printed sheet and the window wear. Colours are ``#RRGGBB``; a logo is the file's bytes."""

    ink: str = "#12313B"
    accent: str = "#0E6073"
    logo_svg: bytes | None = None
    logo_png: bytes | None = None
    letterhead: bool = True


@dataclass(frozen=True, slots=True)
class SheetWords:
    """A clinic's own free text for one language; empty strings print nothing."""

    tagline: str = ""
    hours: str = ""
    after_hours: str = ""
    disclaimer: str = ""


@dataclass(frozen=True, slots=True)
class Clinic:
    """One clinic.

    ``zone`` is an IANA time zone name; all wall times of its consultations are local to it.
    ``closed_weekdays`` uses Monday = 0 to Sunday = 6.
    """

    name: str
    place: str
    zone: str
    address: str = ""
    phone: str = ""
    after_hours_phone: str = ""
    website: str = ""
    questions_link: str = ""
    booking_link: str = ""
    closed_weekdays: frozenset[int] = frozenset()
    closed_dates: frozenset[date] = frozenset()
    brand: Brand = field(default_factory=Brand)
    words: tuple[tuple[str, SheetWords], ...] = ()

    @property
    def time_zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def words_in(self, language: str) -> SheetWords:
        """The clinic's free text in ``language``, all empty when it has none."""
        return dict(self.words).get(language, SheetWords())

    def is_open(self, day: date) -> bool:
        return day.weekday() not in self.closed_weekdays and day not in self.closed_dates

    def first_open_day(self, from_day: date) -> date:
        """The first open day on or after ``from_day``; ``from_day`` itself if none follows within a year."""
        for offset in range(366):
            day = from_day + timedelta(days=offset)
            if self.is_open(day):
                return day
        return from_day
