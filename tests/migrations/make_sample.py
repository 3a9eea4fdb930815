"""Writes the stored sample of the present schema: ``uv run python -m tests.migrations.make_sample``.

Run once when a schema is released; an older sample is never written again.
"""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from consult_app.application.audit import AuditEntry, Event, Subject
from consult_app.domain.clinic import Clinic
from consult_app.domain.plan import DraftId
from consult_app.storage.clinic_file import open_clinic_file
from consult_app.storage.migrate import SCHEMA
from tests.fakes.clock import FixedClock
from tests.storage.samples import (
    addendum,
    confirmation,
    details,
    draft,
    handout,
    mark,
    own_product,
    plan,
    protocol_copy,
    switched_on,
)

FOLDER = Path(__file__).parent
CLINIC = Clinic(
    name="Riverside Skin Studio", place="Cincinnati, OH", zone="America/New_York", closed_weekdays=frozenset({6})
)
WRITTEN = datetime(2026, 5, 12, 15, 0, tzinfo=UTC)
BORN = date(1984, 3, 4)


def sample_path(schema: int) -> Path:
    return FOLDER / f"schema-{schema}.db"


def write(path: Path) -> None:
    numbers = count(1)
    file = open_clinic_file(path, clock=FixedClock(WRITTEN), ids=lambda: f"id-{next(numbers)}")
    file.clinics.save_clinic(CLINIC)
    file.clinics.add_provider("Dana Keller", "NP")
    file.clinics.save_setting("paper", "a4")
    nicole = file.patients.add(details(chart="A-20418"))
    file.patients.add(details("Ó Briain", "Łucja", birth_date=None))
    file.consultations.save_draft(draft(patient_id=nicole.id))
    file.consultations.finish(plan(nicole.id), draft_id=DraftId("none"))
    file.consultations.keep_handout(handout())
    file.consultations.add_addendum(addendum())
    file.consultations.mark_sessions((mark(),))
    file.clinics.confirm_value(confirmation())
    file.clinics.switch_on(switched_on(), protocol_copy())
    file.clinics.keep_products(own_product())
    file.audit.record(AuditEntry(Event.BACKED_UP, Subject.BACKUP))
    file.close()
    # Small pages and no log beside it, for the repository.
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in ("PRAGMA journal_mode = DELETE", "PRAGMA page_size = 512", "VACUUM"):
            connection.execute(statement)


if __name__ == "__main__":
    sample_path(SCHEMA).unlink(missing_ok=True)
    write(sample_path(SCHEMA))
