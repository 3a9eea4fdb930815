"""Settings > Clinic: what is typed, what is wrong with it, what the sheets would lack, what is not saved yet."""

from dataclasses import dataclass, fields, replace
from typing import Final

from consult_app.domain.clinic import Clinic
from consult_app.ui.presenters.first_run import is_zone, zone_choices, zone_place
from consult_app.ui.presenters.words import Gap, count_words, join_words

WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""Monday first, as ``Clinic.closed_weekdays`` counts."""

SAVED: Final = "Saved. In use from the next consultation."

_LONGEST_LINE: Final = 200
_LONGEST_LINK: Final = 500
_FEWEST_DIGITS: Final = 7


@dataclass(frozen=True, slots=True)
class ClinicForm:
    """The clinic's details as typed. ``closed_weekdays`` uses Monday = 0 to Sunday = 6."""

    name: str = ""
    place: str = ""
    address: str = ""
    phone: str = ""
    after_hours_phone: str = ""
    website: str = ""
    questions_link: str = ""
    booking_link: str = ""
    zone: str = ""
    closed_weekdays: frozenset[int] = frozenset()


def form_of(clinic: Clinic) -> ClinicForm:
    return ClinicForm(**{each.name: getattr(clinic, each.name) for each in fields(ClinicForm)})


def clinic_of(form: ClinicForm, before: Clinic) -> Clinic:
    """The clinic with what was typed; closed dates, brand and words stay those of ``before``."""
    return replace(before, **{each.name: getattr(form, each.name) for each in fields(ClinicForm)})


def form_gaps(form: ClinicForm) -> tuple[Gap, ...]:
    """What has to be mended before it can be saved, in the order of the form."""
    return tuple(Gap(path, words) for path, words in _problems(form).items() if words)


def kept_up(form: ClinicForm, before: Clinic, now: Clinic) -> ClinicForm:
    """The form after the clinic on file changed: what was typed stays, the rest follows the file."""
    old, new = form_of(before), form_of(now)
    typed = {each.name: getattr(form, each.name) for each in fields(ClinicForm)}
    untouched = {name: getattr(new, name) for name, value in typed.items() if value == getattr(old, name)}
    return replace(form, **untouched)


def changes(form: ClinicForm, kept: Clinic) -> int:
    """How many details are not as they are kept."""
    before = form_of(kept)
    return sum(getattr(form, each.name) != getattr(before, each.name) for each in fields(ClinicForm))


def changes_words(count: int) -> str:
    """``1 change, not saved``; empty when there is none."""
    return f"{count_words(count, 'change')}, not saved" if count else ""


def missing_words(clinic: Clinic) -> tuple[str, ...]:
    """What the sheets lack, in words."""
    wanted = (("phone", clinic.phone), ("after-hours phone", clinic.after_hours_phone))
    return tuple(words for words, given in wanted if not given.strip())


def missing_line(clinic: Clinic) -> str:
    """``The sheets lack the phone and after-hours phone.``; empty when they lack nothing."""
    missing = missing_words(clinic)
    return f"The sheets lack the {join_words(missing)}." if missing else ""


def zones_offered(kept_zone: str, system_zone: str) -> tuple[tuple[str, str], ...]:
    """Time zones to choose from as (IANA name, words), the clinic's own always among them."""
    offered = zone_choices(system_zone)
    if any(zone == kept_zone for zone, _ in offered) or not is_zone(kept_zone):
        return offered
    return ((kept_zone, f"{zone_place(kept_zone)} time"), *offered)


def _problems(form: ClinicForm) -> dict[str, str]:
    return {
        "name": _line(form.name, missing="Enter the clinic's name."),
        "place": _line(form.place, missing="Enter the city and state."),
        "address": _line(form.address),
        "phone": _phone(form.phone),
        "after_hours_phone": _phone(form.after_hours_phone),
        "website": _link(form.website),
        "questions_link": _link(form.questions_link),
        "booking_link": _link(form.booking_link),
        "zone": "" if is_zone(form.zone) else "Choose the time zone.",
        "closed_weekdays": "Leave at least one day open." if len(form.closed_weekdays) == len(WEEKDAYS) else "",
    }


def _line(text: str, *, missing: str = "") -> str:
    if not text.strip():
        return missing
    if len(text) > _LONGEST_LINE:
        return f"Use at most {_LONGEST_LINE} characters."
    return "" if text.isprintable() else "Type it on one line, without tabs."


def _phone(text: str) -> str:
    digits = sum(char.isdigit() for char in text)
    if text.strip() and digits < _FEWEST_DIGITS:
        return "Enter the whole number, such as 513-555-0142, or leave it empty."
    return _line(text)


def _link(text: str) -> str:
    if not text:
        return ""
    if len(text) > _LONGEST_LINK:
        return f"Use at most {_LONGEST_LINK} characters."
    host = text.partition("://")[2]
    starts = text.startswith(("https://", "http://"))
    whole = starts and bool(host.strip("/")) and text.isprintable() and not any(char.isspace() for char in text)
    return "" if whole else "Enter the whole address, such as https://example.com, without spaces."
