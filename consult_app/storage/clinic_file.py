"""The door to a clinic file: brought up to date, opened, its three stores, its audit and its check."""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from consult_app.application.ports import Clock
from consult_app.application.vault import FileKey
from consult_app.storage.audit import AuditChain, SqlAuditTrail, WhoIsIn, audit_key
from consult_app.storage.clinics import SqlClinicStore
from consult_app.storage.consultations import SqlConsultationStore
from consult_app.storage.database import open_engine
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

    def close(self) -> None:
        self.engine.dispose()


def open_clinic_file(
    path: Path, *, clock: Clock, ids: NewId = random_id, key: FileKey | None = None, who: WhoIsIn | None = None
) -> ClinicFile:
    """Open the clinic file at ``path``, made when it is not there and upgraded when it is of an older schema.

    With ``key`` the file is encrypted. ``who`` tells the id of the provider who is signed in; without it the stores
    write no audit. The folder must exist. Raises ``EnvironmentFailed`` for a file that cannot be
    opened, made or upgraded, with what to do.
    """
    bring_up_to_date(path, key=key)
    engine = open_engine(path, key=key)
    trail = SqlAuditTrail(engine, clock, AuditChain(audit_key(key)), who)
    return ClinicFile(
        patients=SqlPatientStore(engine, clock, ids, trail),
        consultations=SqlConsultationStore(engine, clock, ids, trail),
        clinics=SqlClinicStore(engine, clock, ids, trail),
        audit=trail,
        verifier=FileVerifier(path, key),
        engine=engine,
    )
