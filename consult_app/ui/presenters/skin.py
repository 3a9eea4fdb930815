"""What the skin and sun step shows."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from consult_app.application.consultation import ConsultationState
from consult_app.application.copying import SKIN_TYPE, event_key, trip_key, unconfirmed
from consult_app.application.edits import AnswerHealth, SetDatesAhead, SetTreatmentAt
from consult_app.domain.answers import Answers, Fitzpatrick, HealthAnswer, ImportantDate, Reply, Tan, Trip
from consult_app.domain.clinic import Clinic
from consult_app.domain.findings import Finding
from consult_app.domain.protocol import Effect, Planning, Protocol
from consult_app.domain.schedule import day_words, is_skipped, short_day_words
from consult_app.ui.presenters.words import Gap

SELF_TANNER: Final = "self_tanner"
SKIN_TYPES: Final = (
    (Fitzpatrick.I, "Always burns, never tans"),
    (Fitzpatrick.II, "Usually burns, tans with difficulty"),
    (Fitzpatrick.III, "Sometimes burns a little, tans slowly"),
    (Fitzpatrick.IV, "Rarely burns, tans easily"),
    (Fitzpatrick.V, "Almost never burns, tans very easily"),
    (Fitzpatrick.VI, "Never burns, deeply colored skin"),
)
TANS: Final = ((Tan.NONE, "None"), (Tan.SLIGHT, "Slight"), (Tan.FRESH, "Fresh tan"), (Tan.SUNBURN, "Sunburn"))
_SINCE_LABELS: Final = {
    Tan.SLIGHT: "Tanned &since",
    Tan.FRESH: "Tanned &since",
    Tan.SUNBURN: "Date of the &sunburn",
}
_SINCE_HINTS: Final = {
    Tan.FRESH: "Without a date the days count from today.",
    Tan.SUNBURN: "Without a date the days count from today.",
}
_COPIED: Final = " · Copied"
_TAN_RULES: Final = "sun."

DateKind = Literal["trip", "event"]


@dataclass(frozen=True, slots=True)
class StatusLine:
    """A verdict on one answer: ``kind`` is ``ok`` or ``wait``; ``strong`` stands first, in bold."""

    kind: Literal["ok", "wait"]
    strong: str
    text: str


@dataclass(frozen=True, slots=True)
class DateRow:
    """One trip or important date. ``kind`` and ``index`` say where it stands in the answers."""

    kind: DateKind
    index: int
    icon: Literal["sun", "calendar"]
    what: str
    kind_words: str
    when: str
    blocks: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.index}"


@dataclass(frozen=True, slots=True)
class DateDraft:
    """A trip or important date being typed. An important date has only ``first``."""

    what: str = ""
    kind: DateKind = "trip"
    first: date | None = None
    last: date | None = None
    sunny: bool = True


@dataclass(frozen=True, slots=True)
class TreatmentView:
    """The planned treatment: ``warning`` does not refuse, it says that the clinic is closed."""

    day: date | None
    at: time | None
    warning: str


@dataclass(frozen=True, slots=True)
class SkinView:
    skin_type: Fitzpatrick | None
    type_copied: bool
    tan: Tan | None
    asks_since: bool
    since_label: str
    since_hint: str
    since: date | None
    tan_line: StatusLine | None
    tanner_question: str
    tanner: HealthAnswer | None
    asks_tanner_date: bool
    tanner_line: StatusLine | None
    dates: tuple[DateRow, ...]
    no_more: bool
    treatment: TreatmentView
    gaps: tuple[Gap, ...]


def present_skin(state: ConsultationState, *, protocol: Protocol, clinic: Clinic, today: date) -> SkinView:
    answers = state.answers
    waiting = unconfirmed(state.draft)
    tan = answers.skin.tan
    tanner = answers.health.get(SELF_TANNER)
    question = protocol.questions.get(SELF_TANNER)
    return SkinView(
        skin_type=answers.skin.fitzpatrick,
        type_copied=SKIN_TYPE in waiting,
        tan=tan,
        asks_since=tan in _SINCE_LABELS,
        since_label=_SINCE_LABELS.get(tan or Tan.NONE, "Tanned &since"),
        since_hint=_SINCE_HINTS.get(tan or Tan.NONE, "") if answers.skin.tan_since is None else "",
        since=answers.skin.tan_since,
        tan_line=_tan_line(state, today),
        tanner_question="Self-tanner" if question is None else question.text,
        tanner=tanner,
        asks_tanner_date=tanner is not None and tanner.answer is Reply.YES,
        tanner_line=_tanner_line(state.proposal.findings, tanner),
        dates=date_rows(answers, protocol.planning, today, copied=waiting),
        no_more=answers.no_more_dates,
        treatment=_treatment(answers, clinic, today),
        gaps=skin_gaps(answers, protocol),
    )


def skin_gaps(answers: Answers, protocol: Protocol) -> tuple[Gap, ...]:
    """What the step lacks, in the order of its controls."""
    gaps: list[Gap] = []
    if answers.skin.fitzpatrick is None:
        gaps.append(Gap("skin.fitzpatrick", "Choose how the skin reacts to sun."))
    if answers.skin.tan is None:
        gaps.append(Gap("skin.tan", "Choose the tan on the face today."))
    if SELF_TANNER in protocol.questions:
        tanner = answers.health.get(SELF_TANNER)
        path = f"health.{SELF_TANNER}"
        if tanner is None:
            gaps.append(Gap(path, "Answer the question about self-tanner."))
        elif tanner.answer is Reply.YES and tanner.last is None and _needs_date(protocol):
            gaps.append(Gap(f"{path}.last", "Enter the date of the last self-tanner."))
    return tuple(gaps)


def near_day(day: date, today: date) -> str:
    """``Fri, May 15``; with the year when it is not this one."""
    return short_day_words(day) if day.year == today.year else day_words(day)


def past_day_problem(day: date | None, today: date) -> str | None:
    """Why something that has happened cannot bear this date, ``None`` when it can."""
    if day is not None and day > today:
        return f"The date lies after today, {near_day(today, today)}. Enter today or an earlier day."
    return None


def tanner_reply(reply: Reply) -> AnswerHealth:
    return AnswerHealth(SELF_TANNER, HealthAnswer(reply))


def tanner_date(answer: HealthAnswer, last: date | None) -> AnswerHealth:
    return AnswerHealth(SELF_TANNER, HealthAnswer(answer.answer, last=last, note=answer.note))


def date_rows(
    answers: Answers, planning: Planning, today: date, *, copied: tuple[str, ...] = ()
) -> tuple[DateRow, ...]:
    """Trips and important dates by their first day, with what each one blocks; ``copied`` are unconfirmed keys."""
    rows: list[tuple[date, DateRow]] = []
    for index, trip in enumerate(answers.trips):
        row = DateRow(
            kind="trip",
            index=index,
            icon="sun" if trip.sunny else "calendar",
            what=trip.what,
            kind_words=("Sunny trip" if trip.sunny else "Trip, not sunny")
            + (_COPIED if trip_key(trip.what, trip.first) in copied else ""),
            when=_span(trip.first, trip.last, today),
            blocks=_trip_blocks(trip, planning, today),
        )
        rows.append((trip.first, row))
    for index, event in enumerate(answers.events):
        first = event.on - timedelta(days=planning.recovery_days)
        row = DateRow(
            kind="event",
            index=index,
            icon="calendar",
            what=event.what,
            kind_words="Important date" + (_COPIED if event_key(event.what, event.on) in copied else ""),
            when=near_day(event.on, today),
            blocks=f"No session from {_span(first, event.on, today)}, "
            f"so skin has {planning.recovery_days} days to settle",
        )
        rows.append((event.on, row))
    return tuple(row for _, row in sorted(rows, key=lambda each: (each[0], each[1].key)))


def draft_of(answers: Answers, kind: DateKind, index: int) -> DateDraft:
    """What the editor starts with for a row. Raises ``IndexError`` for one that is not there."""
    if kind == "trip":
        trip = answers.trips[index]
        return DateDraft(trip.what, "trip", trip.first, trip.last, trip.sunny)
    event = answers.events[index]
    return DateDraft(event.what, "event", event.on)


def draft_problems(draft: DateDraft) -> dict[str, str]:
    """What keeps the entry from being kept, by field: ``what``, ``first``, ``last``."""
    problems: dict[str, str] = {}
    if not draft.what.strip():
        problems["what"] = "Enter what it is, such as beach trip or wedding."
    if draft.first is None:
        problems["first"] = "Enter the first day." if draft.kind == "trip" else "Enter the day."
    if draft.kind == "trip" and draft.first is not None and draft.last is not None and draft.last < draft.first:
        problems["last"] = "The last day lies before the first. Enter a later day."
    if draft.kind == "trip" and draft.last is None:
        problems["last"] = "Enter the last day."
    return problems


def with_date(answers: Answers, key: tuple[DateKind, int] | None, draft: DateDraft) -> SetDatesAhead:
    """The dates with this one added, or put in place of the row ``key``. Raises ``ValueError`` for a faulty draft."""
    if draft_problems(draft) or draft.first is None:
        raise ValueError("the draft has problems")
    events, trips = list(answers.events), list(answers.trips)
    what = " ".join(draft.what.split())
    event = ImportantDate(what, draft.first)
    trip = Trip(what, draft.first, draft.last or draft.first, draft.sunny)
    if key is not None and key[0] == draft.kind:
        if draft.kind == "trip":
            trips[key[1]] = trip
        else:
            events[key[1]] = event
        return SetDatesAhead(tuple(events), tuple(trips), answers.no_more_dates)
    if key is not None:
        _drop(events, trips, key)
    if draft.kind == "trip":
        trips.append(trip)
    else:
        events.append(event)
    return SetDatesAhead(tuple(events), tuple(trips), answers.no_more_dates and key is not None)


def without_date(answers: Answers, key: tuple[DateKind, int]) -> SetDatesAhead:
    """The dates without the row ``key``."""
    events, trips = list(answers.events), list(answers.trips)
    _drop(events, trips, key)
    return SetDatesAhead(tuple(events), tuple(trips), answers.no_more_dates)


def no_more_dates(answers: Answers, on: bool) -> SetDatesAhead:
    return SetDatesAhead(answers.events, answers.trips, on)


def plan_treatment(
    answers: Answers, clinic: Clinic, *, today: date, day: date | None, at: time | None
) -> SetTreatmentAt | dict[str, str]:
    """The edit for a planned day and time, or what keeps it from being one, by field: ``day``, ``at``.

    Both empty takes the plan back. A time that a clock change skips is refused; a closed day is not.
    """
    if day is None and at is None:
        return SetTreatmentAt(None)
    consulted = answers.consultation_date or today
    if day is not None and day < consulted:
        return {"day": f"The treatment cannot lie before this visit, {near_day(consulted, today)}. Enter a later day."}
    if day is None:
        return {"day": "Enter the day of the treatment."}
    if at is None:
        return {"at": "Enter the time of the treatment."}
    moment = datetime.combine(day, at)
    if is_skipped(moment, clinic.time_zone):
        return {"at": "The clocks change that night and skip this time. Enter another time."}
    return SetTreatmentAt(moment)


def _treatment(answers: Answers, clinic: Clinic, today: date) -> TreatmentView:
    at = answers.treatment_at
    if at is None:
        return TreatmentView(None, None, "")
    warning = ""
    if not clinic.is_open(at.date()):
        opens = clinic.first_open_day(at.date())
        warning = f"The clinic is closed on {near_day(at.date(), today)}."
        if opens != at.date():
            warning += f" The next open day is {near_day(opens, today)}."
    return TreatmentView(at.date(), at.time(), warning)


def _tan_line(state: ConsultationState, today: date) -> StatusLine | None:
    tan = state.answers.skin.tan
    if tan is None:
        return None
    for finding in state.proposal.findings:
        if finding.rule.startswith(_TAN_RULES) and "skin.tan" in finding.because:
            if finding.effect in (Effect.DEFER, Effect.STOP):
                until = "Wait." if finding.until is None else f"Wait until {near_day(finding.until, today)}."
                return StatusLine("wait", until, finding.text)
            return StatusLine("ok", "OK.", finding.text)
    return StatusLine("ok", "OK.", "No fresh tan and no sunburn today." if tan is Tan.NONE else "This can be treated.")


def _tanner_line(findings: tuple[Finding, ...], tanner: HealthAnswer | None) -> StatusLine | None:
    path = f"health.{SELF_TANNER}"
    for finding in findings:
        if path in finding.because and finding.effect is not Effect.NOTE:
            return StatusLine("wait", "Decide.", finding.text)
    if tanner is not None and tanner.answer is Reply.YES and tanner.last is not None:
        return StatusLine("ok", "OK.", "It was long enough ago.")
    return None


def _needs_date(protocol: Protocol) -> bool:
    return "last" in protocol.questions[SELF_TANNER].needs


def _trip_blocks(trip: Trip, planning: Planning, today: date) -> str:
    if not trip.sunny:
        return "Not sunny, so it blocks no days"
    first = trip.first - timedelta(days=planning.recovery_days)
    last = trip.last + timedelta(days=planning.after_trip_days - 1)
    return f"No session from {_span(first, last, today)}, so a tan has {planning.after_trip_days} days to fade"


def _span(first: date, last: date, today: date) -> str:
    if first == last:
        return near_day(first, today)
    return f"{near_day(first, today)} to {near_day(last, today)}"


def _drop(events: list[ImportantDate], trips: list[Trip], key: tuple[DateKind, int]) -> None:
    kind, index = key
    if kind == "trip":
        del trips[index]
    else:
        del events[index]
