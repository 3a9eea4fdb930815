"""Reading what a consultation begins with, off the GUI thread, one at a time."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from consult_app.application.copy_to_new import copy_of
from consult_app.application.marking import Series, read_series
from consult_app.application.ports import PlannedVisit
from consult_app.application.services import Services
from consult_app.application.starting import next_visit
from consult_app.domain.answers import Provider
from consult_app.domain.patient import Patient
from consult_app.domain.plan import DraftId, DraftPlan, FinalPlan, PlanId

T = TypeVar("T")


class Opens(Protocol):
    """Puts a draft on the desk; ``on_file`` is the patient's record as it is now."""

    def __call__(self, draft: DraftPlan, *, on_file: Patient | None = None) -> None: ...


class Openings:
    """Fetches a draft or the plan one goes on with. ``failed`` gets the error and what it kept from being done."""

    def __init__(
        self,
        services: Services,
        *,
        provider: Callable[[], Provider],
        opened: Opens,
        failed: Callable[[Exception, str], None],
    ) -> None:
        self._services = services
        self._provider = provider
        self._opened = opened
        self._failed = failed
        self._busy = False

    def resume(self, draft_id: str) -> None:
        """Go on with a draft where it stopped."""
        store = self._services.consultations
        self._fetch(lambda: store.draft(DraftId(draft_id)), self._opened, "The draft could not be opened.")

    def begin_visit(self, visit: PlannedVisit) -> None:
        """A new consultation that goes on with the plan the visit is in."""
        services = self._services

        def fetch() -> tuple[Series, Patient]:
            return read_series(services.consultations, visit.plan_id), services.patients.get(visit.patient_id)

        def show(found: tuple[Series, Patient]) -> None:
            series, patient = found
            provider, plan = self._provider(), series.marked.plan
            draft = next_visit(services, provider, plan, patient, done=series.done, maintenance=visit.maintenance)
            self._opened(draft, on_file=patient)

        self._fetch(fetch, show, "The plan could not be opened.")

    def copy_plan(self, plan_id: PlanId) -> None:
        """A new consultation with the answers of a past plan, each to be confirmed."""
        services = self._services

        def fetch() -> tuple[FinalPlan, Patient]:
            plan = services.consultations.plan(plan_id)
            return plan, services.patients.get(plan.patient_id)

        def show(found: tuple[FinalPlan, Patient]) -> None:
            self._opened(copy_of(services, self._provider(), *found), on_file=found[1])

        self._fetch(fetch, show, "The plan could not be copied.")

    def _fetch(self, work: Callable[[], T], show: Callable[[T], None], problem: str) -> None:
        if self._busy:
            return
        self._busy = True

        def done(found: T) -> None:
            self._busy = False
            show(found)

        def fail(error: Exception) -> None:
            self._busy = False
            self._failed(error, problem)

        self._services.jobs.submit(work, done=done, failed=fail)
