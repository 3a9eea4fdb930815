"""The first run: what it asks, what is wrong with what was typed, and how a finished step sums itself up."""

from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from consult_app.domain.clinic import Clinic
from consult_app.ui.presenters.words import Gap

FALLBACK_ZONE: Final = "America/New_York"
CREDENTIALS: Final = ("NP", "PA", "MD", "DO", "RN", "LE")

_ZONES: Final = (
    ("America/New_York", "Eastern time (New York)"),
    ("America/Chicago", "Central time (Chicago)"),
    ("America/Denver", "Mountain time (Denver)"),
    ("America/Phoenix", "Mountain time, no clock change (Phoenix)"),
    ("America/Los_Angeles", "Pacific time (Los Angeles)"),
    ("America/Anchorage", "Alaska time (Anchorage)"),
    ("Pacific/Honolulu", "Hawaii time (Honolulu)"),
    ("America/Puerto_Rico", "Atlantic time (Puerto Rico)"),
)


def zone_choices(system_zone: str) -> tuple[tuple[str, str], ...]:
    """Time zones to choose from as (IANA name, words); the computer's own first when it is another one."""
    known = {zone for zone, _ in _ZONES}
    if system_zone in known or not is_zone(system_zone):
        return _ZONES
    return ((system_zone, f"{zone_place(system_zone)} time (this computer's)"), *_ZONES)


def usual_zone(system_zone: str) -> str:
    """The computer's time zone; New York where it names no place, such as UTC."""
    offered = {zone for zone, _ in zone_choices(system_zone)}
    return system_zone if "/" in system_zone and system_zone in offered else FALLBACK_ZONE


def is_zone(name: str) -> bool:
    """Whether ``name`` is a time zone with a place."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return "/" in name and not name.startswith("Etc/")


def zone_place(zone: str) -> str:
    """``New York`` for ``America/New_York``."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def clinic_gaps(name: str, place: str) -> tuple[Gap, ...]:
    """What the clinic's step still lacks."""
    wanted = (
        ("clinic.name", name, "Enter the clinic's name."),
        ("clinic.place", place, "Enter the city and state."),
    )
    return tuple(Gap(path, words) for path, given, words in wanted if not given.strip())


def provider_gaps(name: str) -> tuple[Gap, ...]:
    """What the provider's step still lacks."""
    return () if name.strip() else (Gap("provider.name", "Enter your full name."),)


def clinic_line(clinic: Clinic) -> str:
    """``Sample Aesthetics, Cincinnati, OH · 513-555-0142 · New York time``."""
    where = ", ".join(part for part in (clinic.name, clinic.place) if part)
    return " · ".join(part for part in (where, clinic.phone, f"{zone_place(clinic.zone)} time") if part)
