"""The door to a clinic file: brought up to date, opened, and its three stores."""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from consult_app.application.ports import Clock
from consult_app.application.vault import FileKey
from consult_app.storage.clinics import SqlClinicStore
from consult_app.storage.consultations import SqlConsultationStore
from consult_app.storage.database import open_engine
from consult_app.storage.identifiers import NewId, random_id
from consult_app.storage.migrate import bring_up_to_date
from consult_app.storage.patients import SqlPatientStore


@dataclass(frozen=True, slots=True)
class ClinicFile:
    """An open clinic file. ``close`` it before the program ends, so that nothing stays in the log beside it."""

    patients: SqlPatientStore
    consultations: SqlConsultationStore
    clinics: SqlClinicStore
    engine: Engine = field(repr=False)

    def close(self) -> None:
        self.engine.dispose()


def open_clinic_file(path: Path, *, clock: Clock, ids: NewId = random_id, key: FileKey | None = None) -> ClinicFile:
    """Open the clinic file at ``path``, made when it is not there and upgraded when it is of an older schema.

    With ``key`` the file is encrypted. The folder must exist. Raises ``EnvironmentFailed`` for a file that cannot be
    opened, made or upgraded, with what to do.
    """
    bring_up_to_date(path, key=key)
    engine = open_engine(path, key=key)
    return ClinicFile(
        patients=SqlPatientStore(engine, clock, ids),
        consultations=SqlConsultationStore(engine, clock, ids),
        clinics=SqlClinicStore(engine, clock, ids),
        engine=engine,
    )
