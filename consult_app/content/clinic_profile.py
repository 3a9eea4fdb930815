"""Reads a clinic profile (``clinic.toml``) and the logo beside it."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, StringConstraints

from consult_app.content.faults import ClinicProfileFaulty, ProtocolFault
from consult_app.content.schema import Part
from consult_app.content.toml_file import read_model
from consult_app.domain.clinic import Brand, Clinic, SheetWords

CLINIC_FILE = "clinic.toml"
LARGEST_LOGO_BYTES = 2 * 1024 * 1024

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("is not a time zone name such as America/New_York") from None
    return name


def _printable(text: str) -> str:
    if any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 for char in text):
        raise ValueError("has control characters")
    return text


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_printable)]
Color = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
Link = Annotated[str, StringConstraints(pattern=r"^(https?://\S+)?$", max_length=500)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class ClinicPart(Part):
    name: Annotated[Line, StringConstraints(min_length=1)]
    place: Line = ""
    time_zone: Annotated[str, AfterValidator(_known_zone)]
    address: Line = ""
    phone: Line = ""
    after_hours_phone: Line = ""
    website: Link = ""
    questions_link: Link = ""
    booking_link: Link = ""
    closed_weekdays: Annotated[tuple[Weekday, ...], Field(max_length=6)] = ()
    closed_dates: tuple[date, ...] = ()


class BrandPart(Part):
    ink: Color = Brand().ink
    accent: Color = Brand().accent
    logo: Annotated[str, StringConstraints(pattern=r"^[\w. -]+\.(svg|png)$")] | None = None
    letterhead: bool = True


class WordsPart(Part):
    tagline: Line = ""
    hours: Line = ""
    after_hours: Line = ""
    disclaimer: Annotated[str, StringConstraints(max_length=2000)] = ""


class ClinicFile(Part):
    clinic: ClinicPart
    brand: BrandPart = BrandPart()
    en: WordsPart = WordsPart()
    es: WordsPart = WordsPart()


def read_clinic(path: Path) -> Clinic:
    """The clinic in ``path``, a ``clinic.toml`` or its folder. Raises ``ClinicProfileFaulty`` with every fault."""
    file = path / CLINIC_FILE if path.is_dir() else path
    profile, faults = read_model(file, ClinicFile)
    if profile is None:
        raise ClinicProfileFaulty(faults)
    part = profile.clinic
    return Clinic(
        name=part.name,
        place=part.place,
        zone=part.time_zone,
        address=part.address,
        phone=part.phone,
        after_hours_phone=part.after_hours_phone,
        website=part.website,
        questions_link=part.questions_link,
        booking_link=part.booking_link,
        closed_weekdays=frozenset(_WEEKDAYS.index(day) for day in part.closed_weekdays),
        closed_dates=frozenset(part.closed_dates),
        brand=_brand(profile.brand, file),
        words=tuple((language, SheetWords(**dict(words))) for language, words in _words(profile)),
    )


def _words(profile: ClinicFile) -> tuple[tuple[str, WordsPart], ...]:
    return ("en", profile.en), ("es", profile.es)


def _brand(part: BrandPart, file: Path) -> Brand:
    logo = _logo(part.logo, file) if part.logo else None
    is_svg = part.logo is not None and part.logo.endswith(".svg")
    return Brand(
        ink=part.ink,
        accent=part.accent,
        logo_svg=logo if is_svg else None,
        logo_png=None if is_svg else logo,
        letterhead=part.letterhead,
    )


def _logo(name: str, file: Path) -> bytes:
    logo = file.parent / name
    if not logo.is_file():
        raise ClinicProfileFaulty((ProtocolFault(file.name, "brand.logo", f"there is no file {name} beside it"),))
    if logo.stat().st_size > LARGEST_LOGO_BYTES:
        raise ClinicProfileFaulty((ProtocolFault(file.name, "brand.logo", f"{name} is larger than 2 MB"),))
    return logo.read_bytes()
