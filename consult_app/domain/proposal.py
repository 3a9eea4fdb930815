"""One pure call from answers to a proposal."""

from dataclasses import dataclass
from datetime import date

from consult_app.domain.aftercare import (
    AftercarePlan,
    TimelineEntry,
    aftercare_from,
    timeline_from,
)
from consult_app.domain.answers import Answers
from consult_app.domain.clinic import Clinic
from consult_app.domain.departures import departures, edited
from consult_app.domain.findings import Finding, Verdict, earliest_of, verdict_of
from consult_app.domain.planning import (
    Calendar,
    MaintenanceVisit,
    Option,
    Planner,
    ProposedSession,
    Start,
    courses_for,
    edited_sessions,
)
from consult_app.domain.products import (
    ProductPlan,
    TreatmentTime,
    plan_product,
    product_findings,
)
from consult_app.domain.protocol import Effect, Protocol
from consult_app.domain.schedule import short_day_words
from consult_app.domain.screening import hear, missing_answers, record_choices, screen
from consult_app.domain.wording import fill


@dataclass(frozen=True, slots=True)
class ProtocolRef:
    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything the program says about a consultation; a pure function of its inputs.

    ``treatment_day`` is day D. ``sessions`` and ``maintenance`` are the plan as it stands: the provider's edited
    sessions, else the chosen option's, else empty; empty while a stop stands.
    """

    protocol: ProtocolRef
    consultation_date: date
    treatment_day: date
    verdict: Verdict
    earliest: date | None
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]
    options: tuple[Option, ...]
    products: tuple[ProductPlan, ...]
    aftercare: AftercarePlan | None
    timeline: tuple[TimelineEntry, ...] | None
    chosen: Option | None
    sessions: tuple[ProposedSession, ...]
    maintenance: tuple[MaintenanceVisit, ...]

    @property
    def undecided_plan(self) -> tuple[Finding, ...]:
        """Plan findings that still keep the plan from being finished."""
        return tuple(f for f in self.findings if f.is_about_plan and not f.settled)


def treatment_day(clinic: Clinic, answers: Answers, on: date) -> date:
    """Day D: the day of ``treatment_at``, else the first open day from the consultation."""
    if answers.treatment_at is not None:
        return answers.treatment_at.date()
    return clinic.first_open_day(answers.consultation_date or on)


def propose(protocol: Protocol, clinic: Clinic, answers: Answers, on: date) -> Proposal:
    """What the program says about these answers; pure and total.

    ``on`` is the clinic's day the proposal is made, which stands in for a consultation date not given.
    """
    consulted = answers.consultation_date or on
    day = treatment_day(clinic, answers, on)
    zone = clinic.time_zone
    ended = answers.treated_at or answers.treatment_at
    treatment = TreatmentTime(day=day, ended=ended, zone=zone)
    products = tuple(plan_product(protocol, product, treatment) for product in answers.products or ())

    screened = hear(protocol, answers, day=day, answered_on=consulted)
    about_patient = record_choices(
        screen(screened) + product_findings(protocol, answers.products or (), products, treatment),
        answers,
    )
    missing = missing_answers(protocol, answers)
    verdict = verdict_of(about_patient, missing)
    earliest = earliest_of(about_patient)

    planner = Planner(
        protocol=protocol,
        answers=answers,
        findings=about_patient,
        start=_start(protocol, clinic, answers, day, earliest),
        calendar=Calendar(
            clinic=clinic,
            planning=protocol.planning,
            events=answers.events,
            trips=answers.trips,
        ),
    )
    options = () if _no_plan(verdict, about_patient, earliest) else planner.options()
    chosen = planner.chosen(answers.choices.option, options) if options else None
    stopped = verdict is Verdict.DO_NOT_TREAT
    sessions, maintenance = ((), ()) if stopped else _plan_as_it_stands(planner, protocol, answers, chosen)
    about_plan = record_choices(_departures(protocol, answers, options, planner.start), answers)
    return Proposal(
        protocol=ProtocolRef(id=protocol.id, version=protocol.version, sha256=protocol.sha256),
        consultation_date=consulted,
        treatment_day=day,
        verdict=verdict,
        earliest=earliest,
        missing=missing,
        findings=tuple(sorted(about_patient + about_plan, key=lambda finding: finding.effect.rank)),
        options=options,
        products=products,
        aftercare=None if ended is None else aftercare_from(protocol, ended, zone),
        timeline=None if ended is None else timeline_from(protocol, ended, zone),
        chosen=chosen,
        sessions=sessions,
        maintenance=maintenance,
    )


def _start(
    protocol: Protocol,
    clinic: Clinic,
    answers: Answers,
    day: date,
    earliest: date | None,
) -> Start:
    if earliest is not None:
        first = clinic.first_open_day(earliest)
        reason = fill(
            protocol.planning.move_reasons.get("defer", ""),
            on=short_day_words(earliest),
        )
        return Start(day=first, fixed=False, reasons=(reason,) if reason else ())
    return Start(day=day, fixed=answers.treatment_at is not None)


def _no_plan(verdict: Verdict, findings: tuple[Finding, ...], earliest: date | None) -> bool:
    holding = any(finding.counts and finding.effect is Effect.DEFER for finding in findings)
    return verdict is Verdict.DO_NOT_TREAT or (holding and earliest is None)


def _plan_as_it_stands(
    planner: Planner, protocol: Protocol, answers: Answers, chosen: Option | None
) -> tuple[tuple[ProposedSession, ...], tuple[MaintenanceVisit, ...]]:
    own = answers.choices.sessions
    if own is None:
        return (chosen.sessions, chosen.maintenance) if chosen is not None else ((), ())
    sessions = edited_sessions(own, len(answers.series_done))
    if chosen is None or not sessions:
        return sessions, ()
    days = [session.on for session in sessions]
    return sessions, planner.maintenance_after(protocol.courses[chosen.course], max(days), min(days))


def _departures(protocol: Protocol, answers: Answers, options: tuple[Option, ...], start: Start) -> tuple[Finding, ...]:
    course = next(iter(courses_for(protocol, answers)), None)
    own = edited(answers)
    if own is not None:
        return departures(protocol, answers, own, course, whole=True)
    if options and start.fixed:
        return departures(protocol, answers, (("treatment_at", start.day),), course, whole=False)
    return ()
