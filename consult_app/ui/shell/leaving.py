"""Putting a consultation away: the patient on file, the draft written, or the visit closed as not treated."""

from collections.abc import Callable
from datetime import date

from consult_app.application.errors import Refused
from consult_app.application.ports import PlanFilter
from consult_app.application.services import Services
from consult_app.domain.plan import FinalPlan
from consult_app.ui.shell.consultation_page import ConsultationPage
from consult_app.ui.shell.filing import PatientFiling


class Leaving:
    """The ways out of one consultation. ``failed`` is told what the store could not do; then one stays."""

    def __init__(self, page: ConsultationPage, services: Services, *, failed: Callable[[Exception], None]) -> None:
        self._page = page
        self._services = services
        self._failed = failed
        self._under_way = False
        self.filing = PatientFiling(page.session, failed=failed)

    def leave(self, then: Callable[[], None]) -> None:
        """File the patient, write the draft, then go."""
        if self._under_way:
            return
        self._under_way = True

        def gone() -> None:
            self._under_way = False
            then()

        self.filing.file(lambda: self._save(gone))

    def look_up_last_visit(self) -> None:
        """Tell the banner the day of the patient's latest finished plan."""
        patient_id = self._page.session.state.draft.patient_id
        if patient_id is None:
            return
        store = self._services.consultations

        def look() -> date | None:
            rows = store.plans(PlanFilter(patient_id=patient_id), limit=1)
            return rows[0].consultation_date if rows else None

        self._services.jobs.submit(look, done=self._page.set_last_visit, failed=self._failed)

    def close_not_treated(self, then: Callable[[], None]) -> None:
        """Close the visit with its verdict and reason; it becomes a plan that is not treated."""
        if self._under_way:
            return
        self._under_way = True
        self.filing.file(lambda: self._sign(then))

    def _save(self, then: Callable[[], None]) -> None:
        self._page.session.save_now(then)

    def stay(self) -> None:
        """The draft could not be written: nobody is on the way out any more."""
        self._under_way = False

    def _sign(self, then: Callable[[], None]) -> None:
        def done(_plan: FinalPlan) -> None:
            self._under_way = False
            then()

        def fail(error: Exception) -> None:
            self._under_way = False
            self._failed(error)

        try:
            self._page.session.sign(done=done, failed=fail)
        except Refused as refused:
            self._under_way = False
            self._page.footer.show_hint(refused.missing[0] if refused.missing else refused.summary)
