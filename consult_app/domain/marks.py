"""What became of the sessions of a finished plan: marks kept beside it, and how each session stands by them.

The plan is never touched. A mark is one line more; the latest line about a session wins.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from consult_app.domain.answers import Provider
from consult_app.domain.findings import Verdict
from consult_app.domain.plan import FinalPlan, PlanId


class MarkState(StrEnum):
    DONE = "done"
    MOVED = "moved"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class SessionMark:
    """One line about a session (or a maintenance visit, numbered apart). ``at`` is aware UTC.

    ``day`` is where the session stands from then on: the day it was done, moved to, or went back to. ``departures``
    are the ids of what a moved day departs from; then ``reason`` says why.
    """

    plan_id: PlanId
    maintenance: bool
    number: int
    state: MarkState
    day: date
    by: Provider
    at: datetime
    reason: str = ""
    departures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AfterSheet:
    """An After sheet given out is proof of a treatment: the day it ended, and who gave the sheet when."""

    ended: date
    by: Provider
    at: datetime


@dataclass(frozen=True, slots=True)
class MarkedPlan:
    """A finished plan with its marks and After sheets, each in the order they were kept."""

    plan: FinalPlan
    marks: tuple[SessionMark, ...] = ()
    after_sheets: tuple[AfterSheet, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionStanding:
    """How one session stands: the plan's day, the day it stands on now, and the line that says so, if any.

    ``goes_on_in`` is the number of the later plan that has taken the session over; it is marked there.
    """

    maintenance: bool
    number: int
    planned: date
    day: date
    done: bool = False
    mark: SessionMark | None = None
    before_done: date | None = None
    goes_on_in: str = ""

    @property
    def key(self) -> tuple[bool, int]:
        """Series sessions in their order, then maintenance visits in theirs."""
        return self.maintenance, self.number

    @property
    def is_open(self) -> bool:
        """Whether it is still to come and this plan is the one that says when."""
        return not self.done and not self.goes_on_in

    @property
    def moved(self) -> bool:
        return not self.done and self.day != self.planned


@dataclass(frozen=True, slots=True)
class Progress:
    """``2 of 3 done``; ``due`` is the open session that comes first, maintenance included."""

    done: int
    total: int
    due: SessionStanding | None


def standings(marked: MarkedPlan, later: Sequence[MarkedPlan] = ()) -> tuple[SessionStanding, ...]:
    """Every session of the plan in order, series first. ``later`` are the plans that go on with it, as signed.

    A visit that was closed as not treated takes nothing over.
    """
    stands = _own(marked)
    for at, following in enumerate(later):
        if not following.plan.treated:
            continue
        begins = len(following.plan.answers.series_done) + 1
        taken = {standing.key: standing for standing in standings(following, later[at + 1 :])}
        if any(standing.key == (False, begins) for standing in stands):
            return tuple(
                _taken_over(standing, taken.get(standing.key), following.plan)
                if standing.maintenance or standing.number >= begins
                else standing
                for standing in stands
            )
        if any(standing.key in taken for standing in stands if standing.maintenance):
            return tuple(
                _taken_over(standing, taken[standing.key], following.plan) if standing.key in taken else standing
                for standing in stands
            )
        stands = _visit_given(stands, following)
    return stands


def progress(marked: MarkedPlan, stands: Sequence[SessionStanding]) -> Progress:
    """How far the series has come."""
    before = len(marked.plan.answers.series_done)
    series = [standing for standing in stands if not standing.maintenance]
    still = sorted((standing for standing in stands if standing.is_open), key=lambda standing: standing.day)
    return Progress(
        done=before + sum(standing.done for standing in series),
        total=before + len(series),
        due=still[0] if still else None,
    )


def done_days(marked: MarkedPlan, stands: Sequence[SessionStanding]) -> tuple[date, ...]:
    """The days of the sessions of the series that were done, those before this plan included, in order."""
    days = {standing.day for standing in stands if standing.done and not standing.maintenance}
    return tuple(sorted({*marked.plan.answers.series_done, *days}))


def treatment_given(marked: MarkedPlan) -> AfterSheet | None:
    """The proof that the plan's own treatment took place: its After sheet, or a plan signed ready on the very day."""
    if marked.after_sheets:
        return marked.after_sheets[-1]
    plan = marked.plan
    at = plan.answers.treatment_at
    same_day = at is not None and at.date() == plan.consultation_date
    if plan.treated and same_day and plan.proposal.verdict is Verdict.READY:
        return AfterSheet(plan.consultation_date, plan.signed_by, plan.entered_at)
    return None


def _own(marked: MarkedPlan) -> tuple[SessionStanding, ...]:
    proposal = marked.plan.proposal
    if not marked.plan.treated:
        return ()
    implied = _implied(marked)
    days = [((False, session.number), session.on) for session in proposal.sessions]
    days += [((True, number), visit.on) for number, visit in enumerate(proposal.maintenance, start=1)]
    if implied and implied[0].maintenance:
        days = [(key, day) for key, day in days if key[1] >= implied[0].number]
    stands = {key: SessionStanding(*key, planned=day, day=day) for key, day in days}
    for mark in sorted((*implied, *marked.marks), key=lambda mark: mark.at):
        standing = stands.get((mark.maintenance, mark.number))
        if standing is not None:
            stands[standing.key] = _after_mark(standing, mark)
    return tuple(stands.values())


def _after_mark(standing: SessionStanding, mark: SessionMark) -> SessionStanding:
    done = mark.state is MarkState.DONE
    before = (standing.before_done if standing.done else standing.day) if done else None
    return replace(standing, day=mark.day, done=done, mark=mark, before_done=before)


def _implied(marked: MarkedPlan) -> tuple[SessionMark, ...]:
    """The line the plan's own treatment amounts to: its first session, or the nearest visit once the series is over."""
    given, proposal = treatment_given(marked), marked.plan.proposal
    if given is None:
        return ()
    if proposal.sessions:
        return (_done_by(given, marked.plan.id, maintenance=False, number=proposal.sessions[0].number),)
    visits = sorted(enumerate(proposal.maintenance, start=1), key=lambda visit: abs(visit[1].on - given.ended))
    return tuple(_done_by(given, marked.plan.id, maintenance=True, number=number) for number, _ in visits[:1])


def _done_by(given: AfterSheet, plan_id: PlanId, *, maintenance: bool, number: int) -> SessionMark:
    return SessionMark(plan_id, maintenance, number, MarkState.DONE, given.ended, given.by, given.at)


def _taken_over(standing: SessionStanding, there: SessionStanding | None, plan: FinalPlan) -> SessionStanding:
    """The session as the later plan has it; one that plan no longer holds is not open here either."""
    if there is None:
        return standing if standing.done else replace(standing, goes_on_in=plan.number)
    return replace(there, planned=standing.planned, goes_on_in=there.goes_on_in or plan.number)


def _visit_given(stands: tuple[SessionStanding, ...], following: MarkedPlan) -> tuple[SessionStanding, ...]:
    """The series was over when ``following`` began, so its treatment is the first maintenance visit still open."""
    first = next((standing for standing in stands if standing.maintenance and standing.is_open), None)
    if first is None:
        return stands
    given = treatment_given(following)
    now = replace(first, goes_on_in=following.plan.number)
    if given is not None:
        now = _after_mark(now, _done_by(given, following.plan.id, maintenance=True, number=first.number))
    return tuple(now if standing.key == first.key else standing for standing in stands)
