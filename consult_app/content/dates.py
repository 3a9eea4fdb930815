"""Dates and times in the words of one language, as people in the United States write them."""

from dataclasses import dataclass
from datetime import date, datetime, time

from babel.dates import format_date, format_time

_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class _Patterns:
    """CLDR patterns; Spanish adds the dot that its locale data leaves off the short day name."""

    locale: str
    day: str
    day_year: str
    long: str
    long_year: str


_PATTERNS = {
    "en": _Patterns(
        locale="en_US", day="EEE, MMM d", day_year="EEE, MMM d, y", long="EEEE, MMMM d", long_year="EEEE, MMMM d, y"
    ),
    "es": _Patterns(
        locale="es",
        day="EEE'.' d 'de' MMMM",
        day_year="EEE'.' d 'de' MMMM 'de' y",
        long="EEEE d 'de' MMMM",
        long_year="EEEE d 'de' MMMM 'de' y",
    ),
}


class BabelDates:
    """Implements ``DateWords`` for ``en`` and ``es``. Raises ``ValueError`` for another language."""

    def __init__(self, language: str) -> None:
        if language not in _PATTERNS:
            raise ValueError(f"no date words for the language {language!r}")
        self.language = language
        self._patterns = _PATTERNS[language]

    def day(self, day: date, *, year: bool = False) -> str:
        """``Fri, May 15`` or ``Fri, May 15, 2026``."""
        return self._date(day, self._patterns.day_year if year else self._patterns.day)

    def day_long(self, day: date, *, year: bool = True) -> str:
        """``Friday, May 15, 2026``, or without the year."""
        return self._date(day, self._patterns.long_year if year else self._patterns.long)

    def day_of_step(self, day: date) -> str:
        """``Fri, May 15``; Spanish in full, ``viernes 15 de mayo``."""
        return self.day_long(day, year=False) if self.language == "es" else self.day(day)

    def moment_of_step(self, at: datetime) -> str:
        """``Sun, May 17, 10:30 AM``; Spanish in full, ``domingo 17 de mayo, 10:30 a. m.``."""
        return f"{self.day_of_step(at.date())}, {self.time(at.time())}"

    def time_said(self, at: time) -> str:
        """``10:30 AM``; Spanish with its article, ``las 10:30 a. m.`` or ``la 1:00 p. m.``."""
        if self.language != "es":
            return self.time(at)
        return f"{'la' if at.hour % 12 == 1 else 'las'} {self.time(at)}"

    def time(self, at: time) -> str:
        """``10:30 AM``; Spanish ``10:30 a. m.`` holds together with no-break spaces."""
        # Babel joins the parts with a narrow no-break space that many fonts lack, so the parts are joined here.
        clock = str(format_time(at, "h:mm", locale=self._patterns.locale))
        if self.language == "es":
            letter = "a" if at.hour < 12 else "p"
            return f"{clock}{_NO_BREAK_SPACE}{letter}.{_NO_BREAK_SPACE}m."
        return f"{clock} {'AM' if at.hour < 12 else 'PM'}"

    def moment(self, at: datetime, *, year: bool = False) -> str:
        """``Sun, May 17, 10:30 AM``."""
        return f"{self.day(at.date(), year=year)}, {self.time(at.time())}"

    def moment_long(self, at: datetime, *, year: bool = True) -> str:
        """``Tuesday, May 19, 2026, at 10:30 AM``."""
        joint = "a" if self.language == "es" else "at"
        return f"{self.day_long(at.date(), year=year)}, {joint} {self.time_said(at.time())}"

    def _date(self, day: date, pattern: str) -> str:
        return str(format_date(day, pattern, locale=self._patterns.locale))
