"""What the patient step shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from consult_app.application.accounts import ProviderAccount
from consult_app.application.consultation import ConsultationState
from consult_app.application.ports import PatientMatch
from consult_app.domain.answers import Provider
from consult_app.domain.patient import Allergies, AllergyState, PatientDetails, PatientId, age_on
from consult_app.ui.presenters.words import Gap, list_name, plain_day, provider_words

LANGUAGES: Final = (("en", "English"), ("es", "Spanish"))
ALLERGY_CARDS: Final = (
    (AllergyState.KNOWN, "Known allergies", "Listed below"),
    (AllergyState.NONE_KNOWN, "No known allergies", "Asked, none"),
    (AllergyState.NOT_RECORDED, "Not recorded", "Not asked yet"),
    (AllergyState.UNAVAILABLE, "Unavailable", "Asked, can’t say"),
)
OLDEST_YEARS: Final = 120
_PHONE_SHOWN: Final = 4


@dataclass(frozen=True, slots=True)
class ProviderChoice:
    """One person to choose; ``key`` tells them apart."""

    key: str
    text: str
    provider: Provider


@dataclass(frozen=True, slots=True)
class DuplicateCard:
    """A record on file with the same name and birth date."""

    patient_id: PatientId
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PatientView:
    title: str
    details: PatientDetails
    age: str
    providers: tuple[ProviderChoice, ...]
    provider: str
    lists_allergies: bool
    duplicate: DuplicateCard | None
    confirmed_different: str
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class PersonAsked:
    """Who to look for on file; equal values need no second look."""

    family_name: str
    given_name: str
    birth_date: date


def present_patient(
    state: ConsultationState,
    *,
    today: date,
    at_desk: Provider,
    providers: Sequence[ProviderAccount],
    on_file: Sequence[PatientMatch],
) -> PatientView:
    """``on_file`` are the records with this name and birth date, the draft's own among them or not."""
    draft, details = state.draft, state.answers.patient
    chosen = state.answers.provider or at_desk
    choices = _choices(providers, chosen)
    duplicate = None if draft.different_person else _duplicate(on_file, draft.patient_id)
    return PatientView(
        title="New patient" if draft.patient_id is None else "Patient",
        details=details,
        age="" if details.birth_date is None else f"{age_on(details.birth_date, today)} y",
        providers=choices,
        provider=_key(chosen),
        lists_allergies=details.allergies.state is AllergyState.KNOWN,
        duplicate=duplicate,
        confirmed_different=_confirmed(draft.different_person),
        gaps=_gaps(details, duplicate),
    )


def patient_gaps(state: ConsultationState, on_file: Sequence[PatientMatch]) -> tuple[Gap, ...]:
    """What the step lacks, in the order of its controls."""
    draft = state.draft
    duplicate = None if draft.different_person else _duplicate(on_file, draft.patient_id)
    return _gaps(state.answers.patient, duplicate)


def person_asked(details: PatientDetails) -> PersonAsked | None:
    """Whom to look for on file, ``None`` until both names and the birth date are there."""
    family, given = details.family_name.strip(), details.given_name.strip()
    if not family or not given or details.birth_date is None:
        return None
    return PersonAsked(family, given, details.birth_date)


def birth_date_problem(born: date | None, today: date) -> str | None:
    """Why this cannot be a birth date, ``None`` when it can."""
    if born is None:
        return None
    if born > today:
        return f"The birth date lies after today, {plain_day(today)}. Enter the date on the ID."
    if today.year - born.year > OLDEST_YEARS:
        return f"The birth date is more than {OLDEST_YEARS} years back. Enter the date on the ID."
    return None


def with_text(details: PatientDetails, field: str, text: str) -> PatientDetails:
    """The details with another text in one of their text fields. Raises ``KeyError`` for another field."""
    match field:
        case "family_name":
            return replace(details, family_name=text)
        case "given_name":
            return replace(details, given_name=text)
        case "preferred_name":
            return replace(details, preferred_name=text)
        case "phone":
            return replace(details, phone=text)
        case "chart":
            return replace(details, chart=text)
        case _:
            raise KeyError(field)


def with_allergy_state(details: PatientDetails, state: AllergyState) -> PatientDetails:
    """The details with another allergy state; only known allergies keep their list."""
    items = details.allergies.items if state is AllergyState.KNOWN else ()
    return replace(details, allergies=Allergies(state, items))


def with_allergy(details: PatientDetails, words: str) -> PatientDetails:
    """The details with one more known allergy; a repeated one is not listed twice."""
    name = " ".join(words.split())
    items = details.allergies.items
    if name and name.casefold() not in {item.casefold() for item in items}:
        items = (*items, name)
    return replace(details, allergies=Allergies(AllergyState.KNOWN, items))


def without_allergy(details: PatientDetails, item: str) -> PatientDetails:
    """The details without one of the known allergies."""
    items = tuple(other for other in details.allergies.items if other != item)
    return replace(details, allergies=Allergies(AllergyState.KNOWN, items))


def opened_record(record: PatientDetails, typed: PatientDetails) -> PatientDetails:
    """The record on file, with what was typed where the record says nothing."""
    kept = (
        record
        if record.allergies.state is not AllergyState.NOT_RECORDED
        else replace(record, allergies=typed.allergies)
    )
    return replace(
        kept,
        preferred_name=record.preferred_name or typed.preferred_name,
        phone=record.phone or typed.phone,
        chart=record.chart or typed.chart,
    )


def different_person_words(provider: Provider, moment: str) -> str:
    """What is kept when somebody says that the record on file is another person: who and when."""
    return f"{provider_words(provider)}, {moment}"


def _choices(accounts: Sequence[ProviderAccount], chosen: Provider) -> tuple[ProviderChoice, ...]:
    people = [Provider(account.name, account.credentials) for account in accounts]
    if chosen not in people:
        people.insert(0, chosen)
    return tuple(ProviderChoice(_key(person), provider_words(person), person) for person in dict.fromkeys(people))


def _key(provider: Provider) -> str:
    return f"{provider.name}|{provider.credentials}"


def _duplicate(on_file: Sequence[PatientMatch], own: PatientId | None) -> DuplicateCard | None:
    others = [match for match in on_file if match.patient.id != own]
    if not others:
        return None
    match = others[0]
    details = match.patient.details
    born = "" if details.birth_date is None else f", born {plain_day(details.birth_date)},"
    known = [f"Chart {details.chart}"] if details.chart else []
    digits = [char for char in details.phone if char.isdecimal()]
    if len(digits) >= _PHONE_SHOWN:
        known.append(f"phone ends {''.join(digits[-_PHONE_SHOWN:])}")
    known.append("no visit yet" if match.last_visit is None else f"last visit {plain_day(match.last_visit)}")
    facts = ", ".join(known)
    more = "" if len(others) == 1 else f" {len(others)} records match."
    return DuplicateCard(
        patient_id=match.patient.id,
        title=f"{list_name(details)}{born} is already on file",
        text=f"Same name and birth date. {facts[0].upper()}{facts[1:]}.{more}",
    )


def _confirmed(who: str) -> str:
    return f"Not the person on file: {who}" if who else ""


def _gaps(details: PatientDetails, duplicate: DuplicateCard | None) -> tuple[Gap, ...]:
    allergies = details.allergies
    wanted = (
        ("patient.family_name", not details.family_name.strip(), "Enter the family name."),
        ("patient.given_name", not details.given_name.strip(), "Enter the given name."),
        ("patient.birth_date", details.birth_date is None, "Enter the birth date."),
        ("patient.duplicate", duplicate is not None, "Say whether this is the person already on file."),
        (
            "patient.allergies",
            allergies.state is AllergyState.NOT_RECORDED,
            "Ask about allergies and choose one of the four answers.",
        ),
        (
            "patient.allergies",
            allergies.state is AllergyState.KNOWN and not allergies.items,
            "Add the known allergy, or choose another answer.",
        ),
    )
    return tuple(Gap(path, words) for path, lacks, words in wanted if lacks)
