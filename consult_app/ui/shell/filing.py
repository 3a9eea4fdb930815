"""Putting the patient on file: once, off the GUI thread, and never over somebody else's record."""

from collections.abc import Callable

from consult_app.application.session import ConsultationSession
from consult_app.domain.patient import Patient, PatientDetails

Then = Callable[[], None]


class PatientFiling:
    """Adds or updates the patient's record from the answers of one consultation.

    A new patient whose name and birth date are already on file is not added until somebody said that it is a different
    person; the Patient step asks that. ``failed`` is told what went wrong; the next call tries again.
    """

    def __init__(self, session: ConsultationSession, *, failed: Callable[[Exception], None]) -> None:
        self._session = session
        self._failed = failed
        self._written: PatientDetails | None = None
        self._busy = False
        self._again: list[Then] = []

    def known(self, patient: Patient) -> None:
        """The record the consultation began with, so that an unchanged one is not written again."""
        self._written = patient.details

    def file(self, then: Then = lambda: None) -> None:
        """Write the record if something is new; ``then`` follows when it is done, also when there was nothing."""
        if self._busy:
            self._again.append(then)
            return
        details = self._session.state.answers.patient
        draft = self._session.state.draft
        if not _complete(details) or (draft.patient_id is not None and details == self._written):
            then()
            return
        self._busy = True
        store = self._session.services.patients
        patient_id, different = draft.patient_id, bool(draft.different_person)

        def work() -> Patient | None:
            if patient_id is not None:
                return store.update(patient_id, details)
            born = details.birth_date
            if not different and born is not None and store.same_person(details.family_name, details.given_name, born):
                return None
            return store.add(details)

        self._session.services.jobs.submit(
            work, done=lambda patient: self._done(patient, then), failed=lambda error: self._fail(error, then)
        )

    def _done(self, patient: Patient | None, then: Then) -> None:
        self._busy = False
        if patient is not None:
            self._written = patient.details
            if self._session.state.draft.patient_id is None:
                self._session.keep(patient_id=patient.id)
        then()
        self._go_on()

    def _fail(self, error: Exception, then: Then) -> None:
        self._busy = False
        self._failed(error)
        then()
        self._go_on()

    def _go_on(self) -> None:
        waiting, self._again = self._again, []
        for then in waiting:
            self.file(then)


def _complete(details: PatientDetails) -> bool:
    return bool(details.family_name.strip() and details.given_name.strip() and details.birth_date is not None)
