"""The options of the plan side by side: dates, reasons and where each comes from."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from consult_app.application.consultation import ConsultationState
from consult_app.domain.answers import Answers, Concern
from consult_app.domain.planning import MaintenanceVisit, Option, ProposedSession
from consult_app.domain.protocol import Basis, Protocol, Reason
from consult_app.domain.schedule import day_words, short_day_words
from consult_app.ui.presenters.why_parts import option_key
from consult_app.ui.presenters.words import CONCERN_NAMES, count_words, join_words

OptionTag = Literal["recommended", "fewer", "gentler", "more"]

UNCONFIRMED: Final = "Default, not confirmed"
CONFIRMED: Final = "Default, confirmed"
LEGEND: Final = "This mark means: default, not confirmed by your clinic."
_TAGS: Final[dict[str, str]] = {
    "recommended": "Recommended",
    "fewer": "Fewer visits",
    "gentler": "Gentler pace",
    "more": "More visits",
}
_BASES: Final[dict[Basis, str]] = {
    Basis.CLINIC: "Clinic article",
    Basis.LABEL: "Device labeling",
    Basis.LITERATURE: "Published paper",
}


@dataclass(frozen=True, slots=True)
class MarkedReason:
    """A reason and where it comes from; ``unconfirmed`` marks a value nobody at the clinic has confirmed."""

    text: str
    basis: str
    unconfirmed: bool


@dataclass(frozen=True, slots=True)
class DateLine:
    """One visit: its number, or ``M`` for maintenance, its day and why it is that day."""

    mark: str
    day: str
    note: str

    @property
    def spoken(self) -> str:
        what = "Maintenance" if self.mark == "M" else f"Session {self.mark}"
        note = "" if self.note == "Maintenance" else self.note
        return ", ".join(part for part in (what, self.day, note) if part)


@dataclass(frozen=True, slots=True)
class OptionCard:
    """``button`` underlines the digit that chooses it while the card has the focus; ``why`` is its popover's key."""

    id: str
    number: int
    tag: OptionTag
    tag_words: str
    title: str
    subtitle: str
    dates: tuple[DateLine, ...]
    dropped: tuple[str, ...]
    reasons: tuple[MarkedReason, ...]

    @property
    def why(self) -> str:
        return option_key(self.id)

    @property
    def button(self) -> str:
        return f"Choose option &{self.number}"

    @property
    def spoken(self) -> str:
        dates = "; ".join(line.spoken for line in self.dates)
        return f"Choose option {self.number}, {self.tag_words}: {self.title}. {dates}"


@dataclass(frozen=True, slots=True)
class OptionsView:
    """``legend`` is empty when every reason was confirmed."""

    cards: tuple[OptionCard, ...]
    legend: str
    protocol: str


def present_options(
    protocol: Protocol, state: ConsultationState, *, confirmed: frozenset[str] = frozenset()
) -> OptionsView:
    """A card for each option of the proposal, the recommended first; ``confirmed`` are keys of the clinic's word."""
    year = state.proposal.consultation_date.year
    cards = tuple(
        _card(protocol, option, number, year, confirmed)
        for number, option in enumerate(state.proposal.options, start=1)
    )
    unconfirmed = any(reason.unconfirmed for card in cards for reason in card.reasons)
    return OptionsView(cards, LEGEND if unconfirmed else "", f"Protocol {protocol.version}")


def marked_reason(reason: Reason, confirmed: frozenset[str] = frozenset()) -> MarkedReason:
    """A reason with its first source, or whether it is a default that the clinic confirmed."""
    if reason.basis.needs_confirmation and reason.key in confirmed:
        return MarkedReason(reason.text, CONFIRMED, unconfirmed=False)
    if reason.basis.needs_confirmation:
        return MarkedReason(reason.text, UNCONFIRMED, unconfirmed=True)
    source = reason.sources[0].split(":", 1)[-1] if reason.sources else ""
    basis = ", ".join(part for part in (_BASES[reason.basis], source) if part)
    return MarkedReason(reason.text, basis, unconfirmed=False)


def concerns_words(answers: Answers) -> str:
    """``Acne scars and texture``; empty while there is no concern."""
    concerns = dict.fromkeys(answer.concern for answer in answers.concerns)
    names = [_concern_words(answers, concern) for concern in concerns]
    if not names:
        return ""
    joined = join_words((names[0], *(name[:1].lower() + name[1:] for name in names[1:])))
    return joined[:1].upper() + joined[1:]


def near_day(day: date, year: int) -> str:
    """``Fri, May 15``, with the year when it is another one."""
    return short_day_words(day) if day.year == year else day_words(day)


def _concern_words(answers: Answers, concern: Concern) -> str:
    if concern is not Concern.OTHER:
        return CONCERN_NAMES[concern]
    note = next((answer.note.strip() for answer in answers.concerns if answer.concern is concern), "")
    return note or CONCERN_NAMES[concern]


def _card(protocol: Protocol, option: Option, number: int, year: int, confirmed: frozenset[str]) -> OptionCard:
    tag: OptionTag = option.kind if option.kind in ("fewer", "gentler", "more") else "recommended"  # type: ignore[assignment]
    per_year = protocol.courses[option.course].per_year
    every = f"Every {option.interval_weeks} weeks" if per_year else f"At least {option.interval_weeks} weeks apart"
    sessions = count_words(option.count, "session")
    return OptionCard(
        id=option.id,
        number=number,
        tag=tag,
        tag_words=_TAGS[tag],
        title=f"{sessions} a year" if per_year else sessions,
        subtitle=every,
        dates=(
            *(_session_line(session, year) for session in option.sessions),
            *(_visit_line(visit, year, first=at == 0) for at, visit in enumerate(option.maintenance)),
        ),
        dropped=option.dropped,
        reasons=tuple(marked_reason(reason, confirmed) for reason in option.reasons),
    )


def _session_line(session: ProposedSession, year: int) -> DateLine:
    return DateLine(str(session.number), near_day(session.on, year), _first(session.reasons))


def _visit_line(visit: MaintenanceVisit, year: int, *, first: bool) -> DateLine:
    return DateLine("M", near_day(visit.on, year), _first(visit.reasons) or ("Maintenance" if first else ""))


def _first(reasons: tuple[str, ...]) -> str:
    """Why the day is not the one counted to; what else it had to pass stands with the chosen plan."""
    return reasons[0].rstrip(".") if reasons else ""
