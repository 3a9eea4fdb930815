"""The patient banner: who it is, and their allergies, on every screen of a consultation."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from consult_app.domain.patient import Allergies, AllergyState, PatientDetails
from consult_app.ui.presenters.words import born_words, plain_day

AllergyKind = Literal["known", "none", "not_recorded", "unavailable"]


@dataclass(frozen=True, slots=True)
class AllergyView:
    """The chip at the right: a small label over a value; ``items`` is the whole list."""

    kind: AllergyKind
    label: str
    value: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BannerView:
    """Empty strings are not shown; ``under`` stands below the name."""

    family: str
    given: str
    under: str
    born: str
    last_visit: str
    chart: str
    allergies: AllergyView


def present_banner(
    details: PatientDetails, *, today: date, on_file: bool, last_visit: date | None, visits_known: bool = True
) -> BannerView:
    """``last_visit`` is the latest finished plan's day; while ``visits_known`` is false nothing is claimed."""
    family, given = details.family_name.strip().upper(), details.given_name.strip()
    preferred = details.preferred_name.strip()
    under = f"Preferred name {preferred}" if preferred else ""
    if not on_file and (family or given):
        under = under or "New patient"
    visited = plain_day(last_visit) if last_visit is not None else "None yet"
    return BannerView(
        family=family or ("" if given else "New patient"),
        given=given,
        under=under,
        born=born_words(details.birth_date, today) if details.birth_date is not None else "Not entered",
        last_visit=visited if visits_known else "",
        chart=details.chart.strip(),
        allergies=present_allergies(details.allergies),
    )


def present_allergies(allergies: Allergies) -> AllergyView:
    """The four states, never mixed up; more than two are counted."""
    items = allergies.items
    match allergies.state:
        case AllergyState.KNOWN:
            named = ", ".join(items[:2]) + (f" +{len(items) - 2}" if len(items) > 2 else "")
            return AllergyView("known", "Known allergies", named or "Not listed yet", items)
        case AllergyState.NONE_KNOWN:
            return AllergyView("none", "Allergies", "No known allergies", ())
        case AllergyState.UNAVAILABLE:
            return AllergyView("unavailable", "Allergies", "Allergies unavailable", ())
        case AllergyState.NOT_RECORDED:
            return AllergyView("not_recorded", "Allergies", "Allergies not recorded", ())
