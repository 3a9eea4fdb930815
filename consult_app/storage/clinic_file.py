"""The door to a clinic file: brought up to date, opened, its three stores, its audit and its check."""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from consult_app.application.ports import Clock
from consult_app.application.vault import FileKey
from consult_app.storage.audit import SqlAuditTrail, WhoIsIn
from consult_app.storage.clinics import SqlClinicStore
from consult_app.storage.consultations import SqlConsultationStore
from consult_app.storage.database import HeldKey, open_engine
from consult_app.storage.identifiers import NewId, random_id
from consult_app.storage.migrate import bring_up_to_date
from consult_app.storage.patients import SqlPatientStore
from consult_app.storage.verifying import FileVerifier


@dataclass(frozen=True, slots=True)
class ClinicFile:
    """An open clinic file. ``close`` it before the program ends, so that nothing stays in the log beside it."""

    patients: SqlPatientStore
    consultations: SqlConsultationStore
    clinics: SqlClinicStore
    audit: SqlAuditTrail
    verifier: FileVerifier
    engine: Engine = field(repr=False)
    held: HeldKey | None = field(default=None, repr=False)

    def close(self) -> None:
        self.engine.dispose()

    def lock(self) -> None:
        """Close every connection and let go of the key; until ``unlock`` every call raises ``EnvironmentFailed``.

        Call it on the stores' own lane, when the last save is done. A plain file cannot be locked.
        """
        if self.held is not None:
            self.held.take_away()
            self.engine.dispose()

    def unlock(self, key: FileKey) -> None:
        """Let everything go on with the same stores."""
        if self.held is not None:
            self.held.give_back(key)


def open_clinic_file(
    path: Path, *, clock: Clock, ids: NewId = random_id, key: FileKey | None = None, who: WhoIsIn | None = None
) -> ClinicFile:
    """Open the clinic file at ``path``, made when it is not there and upgraded when it is of an older schema.

    With ``key`` the file is encrypted. ``who`` tells the id of the provider who is signed in; without it the stores
    write no audit. The folder must exist. Raises ``EnvironmentFailed`` for a file that cannot be
    opened, made or upgraded, with what to do.
    """
    bring_up_to_date(path, key=key)
    held = None if key is None else HeldKey(key)
    engine = open_engine(path, key=held)
    asked = held.key if held is not None else lambda: None
    trail = SqlAuditTrail(engine, clock, asked, who)
    return ClinicFile(
        patients=SqlPatientStore(engine, clock, ids, trail),
        consultations=SqlConsultationStore(engine, clock, ids, trail),
        clinics=SqlClinicStore(engine, clock, ids, trail),
        audit=trail,
        verifier=FileVerifier(path, asked),
        engine=engine,
        held=held,
    )
