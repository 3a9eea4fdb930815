"""The list of past plans: its filters, its rows, and the line of visits of one patient."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from consult_app.application.accounts import ProviderAccount
from consult_app.application.handout_document import Sheet
from consult_app.application.marking import Series, session_words
from consult_app.application.ports import PlanFilter, PlanRow
from consult_app.domain.answers import Provider
from consult_app.domain.findings import Verdict
from consult_app.domain.patient import Allergies, AllergyState, Patient, PatientId
from consult_app.domain.plan import PlanId
from consult_app.domain.schedule import add_months, day_words
from consult_app.ui.presenters.past_plans_sessions import series_words
from consult_app.ui.presenters.plan_options import near_day
from consult_app.ui.presenters.words import (
    CONCERN_NAMES,
    born_words,
    count_words,
    join_words,
    list_name,
    plain_day,
    provider_words,
)

TagKind = Literal["ready", "wait", "decide", "stop", "none"]
AllergyLook = Literal["known", "none", "open"]

PERIODS: Final = (("year", "Last 12 months"), ("all", "All time"))
RESULTS: Final = (
    ("", "Any result"),
    (Verdict.READY.value, "Ready"),
    (Verdict.WAIT.value, "Wait"),
    (Verdict.DO_NOT_TREAT.value, "Do not treat"),
)
SHEETS: Final[dict[str, str]] = {Sheet.BEFORE.value: "Before", Sheet.AFTER.value: "After"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What is chosen above the list; the empty values filter nothing."""

    text: str = ""
    period: str = "year"
    provider: str = ""
    result: str = ""
    patient_id: PatientId | None = None
    patient_name: str = ""


EVERYTHING: Final = Filters(period="all")


@dataclass(frozen=True, slots=True)
class PastRow:
    """One row of the list."""

    id: PlanId
    patient_id: PatientId
    day: str
    family: str
    under: str
    provider: str
    changes: str
    tag: TagKind
    tag_words: str
    handout: str
    handout_more: str

    @property
    def spoken(self) -> str:
        parts = (
            self.day,
            f"{self.family}, {self.under}",
            self.provider,
            self.changes,
            self.tag_words,
            self.handout,
            self.handout_more,
        )
        return ". ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class EmptyView:
    """Why the list is empty; ``can_clear`` offers to clear the filters."""

    title: str
    text: str
    can_clear: bool


@dataclass(frozen=True, slots=True)
class ListView:
    """``offset`` is the place of the first row among all that match."""

    rows: tuple[PastRow, ...]
    count: str
    empty: EmptyView | None
    total: int


@dataclass(frozen=True, slots=True)
class VisitView:
    """One plan on the patient's line of visits, or a session still to come.

    ``mark`` is the session's number or ``M`` where the visit belongs to the latest series; ``done`` fills it.
    """

    id: PlanId
    day: str
    words: str
    tag: TagKind
    mark: str = ""
    done: bool = False

    @property
    def is_ahead(self) -> bool:
        """Whether it is a session still to come, not a plan."""
        return bool(self.mark) and not self.done


@dataclass(frozen=True, slots=True)
class PatientView:
    """The patient whose plan is selected; ``series`` says how far the latest series has come."""

    name: str
    under: str
    allergies: str
    allergy_look: AllergyLook
    visits: tuple[VisitView, ...]
    added: str
    series: str = ""


def filter_of(filters: Filters, today: date) -> PlanFilter:
    """What the store is asked."""
    return PlanFilter(
        text=filters.text.strip(),
        patient_id=filters.patient_id,
        provider=filters.provider,
        verdict=Verdict(filters.result) if filters.result else None,
        since=add_months(today, -12) if filters.period == "year" else None,
    )


def cleared() -> Filters:
    """Every plan."""
    return EVERYTHING


def provider_choices(people: Sequence[ProviderAccount]) -> tuple[tuple[str, str], ...]:
    """All providers, then each by name."""
    named = ((each.name, provider_words(Provider(each.name, each.credentials))) for each in people)
    return (("", "All providers"), *named)


def present_list(rows: Sequence[PlanRow], *, found: int, kept: int, filters: Filters, today: date) -> ListView:
    """``found`` plans match the filters, ``kept`` are on file; ``rows`` are those read so far."""
    plans = count_words(kept, "plan")
    return ListView(
        rows=tuple(_row(row, today) for row in rows),
        count=plans if found == kept else f"{found} of {plans}",
        empty=None if found else _empty(filters, kept),
        total=found,
    )


def present_patient(patient: Patient, rows: Sequence[PlanRow], latest: Series, *, today: date) -> PatientView:
    """The head and the line of visits: what ``latest``, the latest plan's series, has still to come, then the plans."""
    details = patient.details
    born = f"Born {born_words(details.birth_date, today)}" if details.birth_date is not None else ""
    chart = f"Chart {details.chart}" if details.chart else ""
    words, look = _allergies(details.allergies)
    return PatientView(
        name=list_name(details),
        under=" · ".join(part for part in (born, chart) if part),
        allergies=words,
        allergy_look=look,
        visits=(*_still_to_come(latest, today), *(_visit(row, latest, today) for row in rows)),
        series=series_words(latest, today=today),
        added=f"Patient record added {plain_day(patient.added_at.date())}.",
    )


def result_tag(verdict: Verdict, earliest: date | None, *, treated: bool, year: int) -> tuple[TagKind, str]:
    """The tag of a finished plan, such as ``Wait, Jun 5``."""
    if verdict is Verdict.DO_NOT_TREAT or not treated:
        return "stop", "Do not treat"
    if verdict is Verdict.WAIT:
        return "wait", f"Wait, {near_day(earliest, year).split(', ', 1)[1]}" if earliest is not None else "Wait"
    if verdict is Verdict.READY:
        return "ready", "Ready"
    return "decide", "Needs your decision"


def for_patient(filters: Filters, row: PastRow) -> Filters:
    """The same filters, for one patient."""
    return replace(filters, patient_id=row.patient_id, patient_name=row.family)


def _row(row: PlanRow, today: date) -> PastRow:
    born = born_words(row.birth_date, today) if row.birth_date is not None else ""
    tag, words = result_tag(row.verdict, row.earliest, treated=row.treated, year=today.year)
    sheet, more = _handout(row)
    return PastRow(
        id=row.id,
        patient_id=row.patient_id,
        day=plain_day(row.consultation_date),
        family=row.family_name.upper(),
        under=" · ".join(part for part in (row.given_name, born) if part),
        provider=_short_provider(row),
        changes=f"{count_words(row.departures, 'change')}, reason on file" if row.departures else "",
        tag=tag,
        tag_words=words,
        handout=sheet,
        handout_more=more,
    )


def _short_provider(row: PlanRow) -> str:
    """``D. Keller, NP``: the list is narrow."""
    *given, family = row.provider.split() or [""]
    initials = " ".join(f"{name[0]}." for name in given[:1])
    return provider_words(Provider(f"{initials} {family}".strip(), row.credentials))


def _handout(row: PlanRow) -> tuple[str, str]:
    if not row.handouts:
        return ("Not printed", "") if row.treated else ("None", "")
    kinds = tuple(dict.fromkeys(SHEETS.get(sheet, sheet) for sheet in row.handouts))
    more = count_words(len(row.handouts), "sheet") if len(row.handouts) > 1 else ""
    return " and ".join(kinds), more


def _empty(filters: Filters, kept: int) -> EmptyView:
    if not kept:
        return EmptyView("No past plans yet.", "A plan stands here once it is signed.", can_clear=False)
    hiding = [
        f"“{filters.text.strip()}”" if filters.text.strip() else "",
        f"patient {filters.patient_name}" if filters.patient_id is not None else "",
        dict(PERIODS)[filters.period].lower() if filters.period != "all" else "",
        f"provider {filters.provider}" if filters.provider else "",
        f"result {dict(RESULTS)[filters.result].lower()}" if filters.result else "",
    ]
    words = join_words(tuple(part for part in hiding if part))
    return EmptyView("No plan matches.", f"Hidden by: {words}." if words else "", can_clear=True)


def _still_to_come(series: Series, today: date) -> tuple[VisitView, ...]:
    """The open sessions, the last first."""
    plan = series.marked.plan
    views: list[VisitView] = []
    for standing in reversed(series.stands):
        if not standing.is_open:
            continue
        state = "overdue" if standing.day < today else "due today" if standing.day == today else "planned"
        was = f" Was {near_day(standing.planned, today.year)}." if standing.moved else ""
        words = f"{session_words(standing)}, {state}.{was}"
        mark = "M" if standing.maintenance else str(standing.number)
        views.append(VisitView(plan.id, day_words(standing.day), words, "none", mark))
    return tuple(views)


def _visit(row: PlanRow, latest: Series, today: date) -> VisitView:
    tag, words = result_tag(row.verdict, row.earliest, treated=row.treated, year=today.year)
    concerns = join_words(tuple(_concern(concern) for concern in row.concerns))
    sheets, more = _handout(row)
    printed = f"Sheets: {sheets.lower()}{f' ({more})' if more else ''}" if row.handouts else sheets
    number = _given_here(row, latest)
    session = f"Session {number} done" if number else ""
    parts = (words if not concerns else f"{words}: {concerns.lower()}", session, printed)
    day = day_words(row.consultation_date)
    return VisitView(
        id=row.id,
        day=f"{day} · Today" if row.consultation_date == today else day,
        words=". ".join(part for part in parts if part) + ".",
        tag=tag,
        mark=number,
        done=bool(number),
    )


def _given_here(row: PlanRow, latest: Series) -> str:
    """The number of the session the visit itself was, where it was done on that very day; else empty."""
    if row.id != latest.marked.plan.id:
        return ""
    done = (each for each in latest.stands if each.done and not each.maintenance and each.day == row.consultation_date)
    return next((str(standing.number) for standing in done), "")


def _concern(concern: str) -> str:
    return next((name for known, name in CONCERN_NAMES.items() if known.value == concern), concern)


def _allergies(allergies: Allergies) -> tuple[str, AllergyLook]:
    match allergies.state:
        case AllergyState.KNOWN:
            return f"Known allergies: {', '.join(allergies.items)}", "known"
        case AllergyState.NONE_KNOWN:
            return "No known allergies", "none"
        case AllergyState.UNAVAILABLE:
            return "Allergies unavailable", "open"
        case _:
            return "Allergies not recorded", "open"
