"""The sessions of a finished plan by their marks: how far the series has come, and what a new mark comes to."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from consult_app.application.marking import Key, Marker, MoveCheck, Series, can_take_back, session_words
from consult_app.domain.marks import MarkState, SessionStanding, progress
from consult_app.ui.presenters.footer import clock_words
from consult_app.ui.presenters.plan_options import near_day
from consult_app.ui.presenters.words import provider_words

SessionTag = Literal["ready", "wait", "none", "plain"]


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session: ``mark`` is its number or ``M``, ``more`` what became of it and why."""

    key: Key
    mark: str
    name: str
    day: str
    done: bool
    tag: SessionTag
    tag_words: str
    more: str
    can_mark: bool
    can_take_back: bool

    @property
    def spoken(self) -> str:
        return ". ".join(part.rstrip(".") for part in (self.name, self.day, self.tag_words, self.more) if part)


@dataclass(frozen=True, slots=True)
class SessionsView:
    """``headline`` says ``2 of 3 done, next due Fri, Aug 21``; empty where nothing is planned."""

    headline: str
    rows: tuple[SessionRow, ...]


@dataclass(frozen=True, slots=True)
class MoveView:
    """What a move or a taking back comes to, in words; ``problem`` stands alone."""

    days: tuple[str, ...]
    departures: tuple[str, ...]
    problem: str


def present_sessions(series: Series, *, today: date, zone: ZoneInfo) -> SessionsView:
    """Every session of the plan as it stands on ``today``."""
    return SessionsView(
        headline=series_words(series, today=today),
        rows=tuple(_row(series, standing, today, zone) for standing in series.stands),
    )


def series_words(series: Series, *, today: date) -> str:
    """``2 of 3 done, next due Fri, Aug 21``."""
    if not series.stands:
        return ""
    made = progress(series.marked, series.stands)
    words = f"{made.done} of {made.total} done"
    if made.due is not None:
        return f"{words}, {_due_words(made.due, today)}"
    gone = next((standing.goes_on_in for standing in series.stands if standing.goes_on_in and not standing.done), "")
    return f"{words}, goes on in plan {gone}" if gone else words


def present_move(check: MoveCheck, *, today: date) -> MoveView:
    """The day each session gets, and what the days depart from."""
    days = tuple(
        f"{session_words(standing)}: {_near(standing.day, today)} to {_near(day, today)}"
        for standing, day in check.days
        if standing.day != day
    )
    return MoveView(days, tuple(departure.words for departure in check.departures), check.problem)


def usual_day_done(marker: Marker, key: Key) -> date:
    """The day offered for a session that was done: its own, or today when that is still to come."""
    return min(marker.series.standing(key).day, marker.today)


def _row(series: Series, standing: SessionStanding, today: date, zone: ZoneInfo) -> SessionRow:
    tag, words = _tag(standing, today)
    return SessionRow(
        key=standing.key,
        mark="M" if standing.maintenance else str(standing.number),
        name=session_words(standing),
        day=_near(standing.day, today),
        done=standing.done,
        tag=tag,
        tag_words=words,
        more=_more(series, standing, today, zone),
        can_mark=standing.is_open,
        can_take_back=can_take_back(standing),
    )


def _tag(standing: SessionStanding, today: date) -> tuple[SessionTag, str]:
    if standing.done:
        return "ready", "Done"
    if standing.goes_on_in:
        return "plain", f"In plan {standing.goes_on_in}"
    if standing.day < today:
        return "wait", "Overdue"
    return "none", "Due today" if standing.day == today else "Due"


def _due_words(due: SessionStanding, today: date) -> str:
    if due.day < today:
        return f"{'maintenance ' if due.maintenance else ''}overdue since {_near(due.day, today)}"
    day = "today" if due.day == today else _near(due.day, today)
    return f"{'maintenance' if due.maintenance else 'next'} due {day}"


def _more(series: Series, standing: SessionStanding, today: date, zone: ZoneInfo) -> str:
    mark = standing.mark
    parts: list[str] = []
    if standing.done:
        parts.append(f"Done on {_near(standing.day, today)}")
        if standing.day != standing.planned:
            parts.append(f"planned for {_near(standing.planned, today)}")
    elif standing.moved:
        parts.append(f"Moved from {_near(standing.planned, today)} to {_near(standing.day, today)}")
    elif mark is not None and mark.state is MarkState.TAKEN_BACK:
        parts.append("Mark taken back")
    else:
        return _as_planned(series, standing)
    sentences = [", ".join(parts)]
    if mark is not None and mark in series.marked.marks:
        when = f"{_when(mark.at.astimezone(zone).date(), today)}, {clock_words(mark.at, zone)}"
        sentences += [mark.reason.rstrip("."), f"{provider_words(mark.by)}, {when}"]
    elif standing.goes_on_in:
        sentences.append(f"Plan {standing.goes_on_in}")
    return ". ".join(sentence for sentence in sentences if sentence) + "."


def _as_planned(series: Series, standing: SessionStanding) -> str:
    """Why the plan has it on this day."""
    proposal = series.marked.plan.proposal
    if standing.maintenance:
        reasons = proposal.maintenance[standing.number - 1].reasons
    else:
        reasons = next(session.reasons for session in proposal.sessions if session.number == standing.number)
    return ". ".join(reason.rstrip(".") for reason in reasons) + "." if reasons else ""


def _when(day: date, today: date) -> str:
    return "today" if day == today else _near(day, today)


def _near(day: date, today: date) -> str:
    return near_day(day, today.year)
