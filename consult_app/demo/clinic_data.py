"""Fills an empty clinic file with the story, through the same doors the desk uses."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from consult_app import bootstrap
from consult_app.application.consultation import clinic_today
from consult_app.application.finishing import finish, open_reviews
from consult_app.application.handout_document import Sheet
from consult_app.application.handouts import SheetChoice, build_sheet, sheet_refusals, usual_sheet
from consult_app.application.past_plans import issue
from consult_app.application.ports import Clock, JobRunner
from consult_app.application.services import Backstage, Services
from consult_app.demo import people
from consult_app.demo.marks import move_second_session
from consult_app.demo.story import Storyteller, Visit
from consult_app.domain.answers import Answers, Choices, Decision, DecisionChoice
from consult_app.domain.patient import PatientDetails, PatientId
from consult_app.domain.plan import DraftId, DraftPlan, FinalPlan, PlanId, Step
from consult_app.domain.proposal import Proposal, propose
from consult_app.system.paths import Paths

_STEPS = tuple(Step)


def open_sample(paths: Paths, store: JobRunner, pages: JobRunner, *, clock: Clock | None = None) -> Backstage:
    """A clinic file filled with the story; slow, so run it on a worker."""
    backstage = bootstrap.open_backstage(paths, store, pages, clock=clock, sample=True)
    fill(backstage.build(bootstrap.load_clinic(bootstrap.clinic_profile(bootstrap.SAMPLE_CLINIC))))
    return backstage


def fill(services: Services) -> None:
    """Write providers, patients, finished plans with their sheets, and open drafts. The file must be empty."""
    services.clinics.save_clinic(services.clinic)
    for provider in people.PROVIDERS:
        services.clinics.add_provider(provider.name, provider.credentials)
    on_file = {details: services.patients.add(details).id for details in people.PATIENTS}
    today = clinic_today(services.clinic, services.clock.now())
    latest: dict[PatientDetails, PlanId] = {}
    for visit in Storyteller(services.protocol, services.clinic, today).visits():
        plan = _tell(services, visit, on_file[visit.who], follows=latest.get(visit.who) if visit.follows else None)
        if plan is not None:
            latest[visit.who] = plan.id
    move_second_session(services, latest[people.SOO_AH])


def _tell(services: Services, visit: Visit, patient_id: PatientId, *, follows: PlanId | None) -> FinalPlan | None:
    """The visit's finished plan, its sheet given out; ``None`` for a visit that stays open."""
    answers = _recognised(services, visit.answers)
    consulted = answers.consultation_date
    if consulted is None:
        raise ValueError("a visit of the story has a day")
    made = propose(services.protocol, services.clinic, answers, consulted)
    if visit.finished:
        answers = replace(answers, choices=_choices(visit, made, consulted))
    reached = _STEPS[: visit.step.number]
    draft = DraftPlan(
        id=DraftId(services.new_id()),
        answers=answers,
        started_at=_at(services, visit, minutes=0),
        step=visit.step,
        visited=reached,
        patient_id=patient_id,
        follows=follows,
    )
    draft = services.consultations.save_draft(draft)
    if not visit.finished:
        return None
    plan = finish(
        protocol=services.protocol,
        clinic=services.clinic,
        draft=draft,
        provider=visit.provider,
        now=_at(services, visit, minutes=28),
        today=consulted,
        plan_id=services.new_id(),
    )
    kept = services.consultations.finish(plan, draft_id=draft.id)
    _give_sheet(services, visit, kept)
    return kept


def _choices(visit: Visit, made: Proposal, on: date) -> Choices:
    """The recommended option, and every review decided as its provider would."""
    decisions = tuple(
        Decision(rule, DecisionChoice.PROCEED, "Talked it through with the patient.", visit.provider, on)
        for rule in open_reviews(made)
    )
    return Choices(option=made.options[0].id if made.options else None, decisions=decisions)


def _recognised(services: Services, answers: Answers) -> Answers:
    products = tuple(
        replace(product, match=services.catalogue.match(product.name)) for product in answers.products or ()
    )
    return replace(answers, products=products) if answers.products is not None else answers


def _give_sheet(services: Services, visit: Visit, plan: FinalPlan) -> None:
    sheet = usual_sheet(plan.answers, plan.consultation_date)
    if sheet_refusals(sheet, plan.answers, plan.proposal):
        sheet = Sheet.BEFORE
    if visit.days == 0 or sheet_refusals(sheet, plan.answers, plan.proposal):
        return
    choice = SheetChoice(sheet)
    document = build_sheet(
        services.protocol,
        services.clinic,
        plan.answers,
        plan.proposal,
        choice=choice,
        dates=services.dates(choice.language),
        plan_number=plan.number,
    )
    rendered = services.renderer.render(document, brand=services.clinic.brand, look=choice.look)
    services.consultations.keep_handout(
        issue(
            rendered,
            handout_id=services.new_id(),
            plan_id=plan.id,
            choice=choice,
            by=visit.provider,
            at=_at(services, visit, minutes=31),
            how="printed",
            target="Front desk",
        )
    )


def _at(services: Services, visit: Visit, *, minutes: int) -> datetime:
    """A believable moment on the visit's day, aware UTC."""
    local = datetime.combine(
        clinic_today(services.clinic, services.clock.now()) + timedelta(days=visit.days), datetime.min.time()
    )
    return (local + timedelta(hours=9, minutes=20 + minutes)).replace(tzinfo=services.clinic.time_zone).astimezone(UTC)
