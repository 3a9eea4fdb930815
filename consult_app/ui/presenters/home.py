"""Home: matches of a search, drafts to resume, who is here today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from consult_app.application.consultation import ConsultationState
from consult_app.application.ports import PatientMatch, PlannedVisit, PlanRow
from consult_app.domain.answers import Answers
from consult_app.domain.findings import Verdict
from consult_app.domain.patient import PatientId
from consult_app.domain.plan import DraftId, Step
from consult_app.domain.schedule import short_day_words
from consult_app.ui.presenters.footer import clock_words
from consult_app.ui.presenters.rail import steps_done
from consult_app.ui.presenters.words import (
    CONCERN_NAMES,
    STEP_NAMES,
    born_words,
    count_words,
    list_name,
    plain_day,
    provider_words,
)

TagKind = Literal["ready", "wait", "decide", "stop", "none"]

_PHONE_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a name; ``found`` is what was typed."""

    text: str
    found: bool = False


@dataclass(frozen=True, slots=True)
class MatchView:
    """One patient found; ``warning`` stands in amber under the name in place of ``under``."""

    patient_id: PatientId
    name: tuple[Piece, ...]
    under: str
    warning: str
    born: str
    phone: str
    visit: str
    visit_label: str

    @property
    def plain_name(self) -> str:
        return "".join(piece.text for piece in self.name)

    @property
    def spoken(self) -> str:
        parts = (
            self.plain_name,
            self.warning or self.under,
            f"born {self.born}",
            self.phone,
            self.visit_label,
            self.visit,
        )
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class MatchesView:
    """What a search shows: rows, their count in words, and the row for a new patient."""

    rows: tuple[MatchView, ...]
    count: str
    empty: str
    new_patient: str


@dataclass(frozen=True, slots=True)
class DraftCardView:
    """``wait`` is the words of the tag while the draft's verdict is to wait, empty else."""

    draft_id: DraftId
    name: str
    line: str
    done: int
    progress: str
    recovered: bool
    wait: str = ""


@dataclass(frozen=True, slots=True)
class TodayRowView:
    """One consultation of today; ``draft_id`` is set while it can be resumed, ``visit`` while it can be begun."""

    key: str
    time: str
    name: str
    under: str
    tag: TagKind
    tag_words: str
    draft_id: DraftId | None = None
    visit: PlannedVisit | None = None

    @property
    def opens(self) -> bool:
        return self.draft_id is not None or self.visit is not None


@dataclass(frozen=True, slots=True)
class TodayListView:
    day: str
    rows: tuple[TodayRowView, ...]
    summary: str


def present_matches(text: str, matches: Sequence[PatientMatch], *, today: date) -> MatchesView:
    """The list under the search; nothing typed shows nothing."""
    typed = " ".join(text.split())
    rows = tuple(_match(match, typed, today) for match in matches)
    return MatchesView(
        rows=rows,
        count=count_words(len(rows), "match", "matches") if typed else "",
        empty=f"No patient matches '{typed}'." if typed and not rows else "",
        new_patient=f"New patient “{typed}”" if typed else "",
    )


def present_draft(state: ConsultationState, *, zone: ZoneInfo, today: date, recovered: bool) -> DraftCardView:
    """A draft's card; a recovered one says so first."""
    draft = state.draft
    done = steps_done(state)
    at = draft.saved_at or draft.started_at
    saved = _saved(at, zone, today)
    by = provider_words(draft.answers.provider)
    first = f"Recovered, saved {saved}" if recovered else f"Stopped at {STEP_NAMES[draft.step]}"
    parts = (first, f"Stopped at {STEP_NAMES[draft.step]}" if recovered else f"Saved {saved}", by)
    return DraftCardView(
        draft_id=draft.id,
        name=list_name(draft.answers.patient),
        line=" · ".join(part for part in parts if part),
        done=done,
        progress=f"{done} of {len(Step)} steps done",
        recovered=recovered,
        wait=wait_tag(state.proposal.earliest) if state.proposal.verdict is Verdict.WAIT else "",
    )


def present_today_list(
    drafts: Sequence[ConsultationState],
    finished: Sequence[PlanRow],
    *,
    today: date,
    planned: Sequence[PlannedVisit] = (),
) -> TodayListView:
    """Consultations and treatments of today: drafts by their time, visits plans put on today, then finished plans.

    A planned visit is left out once its patient has a draft or a finished plan of today.
    """
    mine = [state for state in drafts if _is_today(state.answers, today)]
    mine.sort(key=lambda state: (state.answers.treatment_at is None, str(state.answers.treatment_at)))
    begun = {state.draft.patient_id for state in mine} | {row.patient_id for row in finished}
    rows = (
        *(_draft_row(state, today) for state in mine),
        *(_visit_row(visit) for visit in planned if visit.patient_id not in begun),
        *(_finished_row(row) for row in finished),
    )
    summary = f"{count_words(len(rows), 'consultation')}, {len(finished)} finished." if rows else ""
    return TodayListView(day=f"{short_day_words(today)}, {today.year}", rows=rows, summary=summary)


def wait_tag(earliest: date | None) -> str:
    """``Wait, May 17``; ``Wait`` without a date."""
    return f"Wait, {short_day_words(earliest).split(', ')[1]}" if earliest is not None else "Wait"


def name_typed(text: str) -> tuple[str, str]:
    """Family and given name from what was typed in the search: ``ortega, mari`` or ``mari ortega``."""
    typed = " ".join(text.split())
    if any(char.isdigit() for char in typed):
        return "", ""
    family, comma, given = (part.strip() for part in typed.partition(","))
    if comma:
        return _capital(family), _capital(given)
    words = typed.split(" ")
    if len(words) == 1:
        return _capital(words[0]), ""
    return _capital(words[-1]), _capital(" ".join(words[:-1]))


def _capital(name: str) -> str:
    return name.title() if name.islower() else name


def _match(match: PatientMatch, typed: str, today: date) -> MatchView:
    patient = match.patient
    details = patient.details
    under = " · ".join(
        part
        for part in (
            f"Preferred name {details.preferred_name}" if details.preferred_name else "",
            f"Chart {details.chart}" if details.chart else "",
        )
        if part
    )
    digits = [char for char in details.phone if char.isdecimal()]
    return MatchView(
        patient_id=patient.id,
        name=_pieces(list_name(details), typed),
        under=under,
        warning="Same name, check birth date" if match.same_name else "",
        born=born_words(details.birth_date, today) if details.birth_date is not None else "Not entered",
        phone=f"Phone ends {''.join(digits[-_PHONE_SHOWN:])}" if len(digits) >= _PHONE_SHOWN else "No phone",
        visit=plain_day(match.last_visit) if match.last_visit is not None else "No visits yet",
        visit_label="Last visit" if match.last_visit is not None else f"Added {plain_day(patient.added_at.date())}",
    )


def _pieces(name: str, typed: str) -> tuple[Piece, ...]:
    """The name, cut where a typed word stands at the start of one of its words."""
    words = [word for word in typed.replace(",", " ").casefold().split() if word]
    pieces: list[Piece] = []
    at = 0
    while at < len(name):
        starts = at == 0 or not name[at - 1].isalnum()
        found = max((word for word in words if starts and name[at:].casefold().startswith(word)), key=len, default="")
        if found:
            pieces.append(Piece(name[at : at + len(found)], found=True))
            at += len(found)
        elif pieces and not pieces[-1].found:
            pieces[-1] = Piece(pieces[-1].text + name[at])
            at += 1
        else:
            pieces.append(Piece(name[at]))
            at += 1
    return tuple(pieces)


def _saved(at: datetime, zone: ZoneInfo, today: date) -> str:
    local = at.astimezone(zone)
    clock = clock_words(at, zone)
    return clock if local.date() == today else f"{short_day_words(local.date())}, {clock}"


def _is_today(answers: Answers, today: date) -> bool:
    treated = answers.treatment_at.date() if answers.treatment_at is not None else None
    return today in (answers.consultation_date, treated)


def _draft_row(state: ConsultationState, today: date) -> TodayRowView:
    answers = state.answers
    at = answers.treatment_at
    concerns = _concern_words([each.concern.value for each in answers.concerns])
    tag, words = _DRAFT_TAGS[state.proposal.verdict]
    if state.proposal.verdict is Verdict.WAIT:
        words = wait_tag(state.proposal.earliest)
    return TodayRowView(
        key=str(state.draft.id),
        time=_clock(at) if at is not None and at.date() == today else "",
        name=list_name(answers.patient),
        under=f"{concerns} · Draft saved" if concerns else "Draft saved",
        tag=tag,
        tag_words=words,
        draft_id=state.draft.id,
    )


def _visit_row(visit: PlannedVisit) -> TodayRowView:
    what = "Maintenance" if visit.maintenance else f"Session {visit.number}"
    concerns = _concern_words(visit.concerns)
    return TodayRowView(
        key=f"visit_{visit.plan_id}",
        time="",
        name=_row_name(visit.family_name, visit.given_name),
        under=f"{what} · {concerns}" if concerns else what,
        tag="none",
        tag_words="Planned",
        visit=visit,
    )


def _finished_row(row: PlanRow) -> TodayRowView:
    tag, words = _finished_tag(row)
    return TodayRowView(
        key=str(row.id),
        time="",
        name=_row_name(row.family_name, row.given_name),
        under=_concern_words(row.concerns),
        tag=tag,
        tag_words=words,
    )


def _row_name(family: str, given: str) -> str:
    return ", ".join(part for part in (family.upper(), given) if part)


def _concern_words(concerns: Sequence[str]) -> str:
    """``Acne scars, texture``: each once, by name."""
    known = {concern.value: name for concern, name in CONCERN_NAMES.items()}
    words = ", ".join(known.get(concern, concern).lower() for concern in dict.fromkeys(concerns))
    return words[:1].upper() + words[1:]


def _finished_tag(row: PlanRow) -> tuple[TagKind, str]:
    if row.verdict is Verdict.DO_NOT_TREAT or not row.treated:
        return "stop", "Do not treat"
    if row.verdict is Verdict.WAIT:
        return "wait", wait_tag(row.earliest)
    return "ready", "Finished"


def _clock(at: datetime) -> str:
    return f"{(at.hour - 1) % 12 + 1}:{at.minute:02} {'AM' if at.hour < 12 else 'PM'}"


_DRAFT_TAGS: dict[Verdict, tuple[TagKind, str]] = {
    Verdict.NOT_DECIDED: ("none", "Not decided"),
    Verdict.DO_NOT_TREAT: ("stop", "Do not treat"),
    Verdict.WAIT: ("wait", "Wait"),
    Verdict.REVIEW: ("decide", "Decision needed"),
    Verdict.READY: ("ready", "Ready"),
}
