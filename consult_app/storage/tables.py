# No ``from __future__ import annotations`` here: sqlmodel reads the annotations when a class is made.
"""The rows of the clinic file. They never leave this package; ``mapping`` turns them into domain objects.

Those named in ``INSERT_ONLY`` are the record: triggers in the database refuse anything but a new row.
Changes here need a migration; a test compares the two.
"""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

INSERT_ONLY = (
    "plan",
    "session",
    "handout",
    "addendum",
    "session_mark",
    "protocol_confirmation",
    "protocol_in_use",
    "own_product",
    "audit",
)


class ClinicRow(SQLModel, table=True):
    """The one clinic of this file."""

    __tablename__ = "clinic"

    id: int = Field(default=1, primary_key=True)
    snapshot_format: int
    body: bytes


class ProviderRow(SQLModel, table=True):
    __tablename__ = "provider"

    seq: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    name: str
    credentials: str
    role: str
    active: bool
    added_at: datetime


class SettingRow(SQLModel, table=True):
    __tablename__ = "setting"

    key: str = Field(primary_key=True)
    value: str


class PatientRow(SQLModel, table=True):
    """``running`` numbers patients through the clinic. The folded columns are kept equal to the names on every write.

    ``words`` is every folded name word with a space before each; ``phone_back`` the phone's digits from the end.
    """

    __tablename__ = "patient"
    __table_args__ = (
        Index("ix_patient_norm_birth", "norm", "birth_date"),
        Index("ix_patient_given_birth", "norm_given", "birth_date"),
    )

    id: str = Field(primary_key=True)
    running: int = Field(unique=True)
    family_name: str
    given_name: str
    preferred_name: str
    birth_date: date | None = Field(index=True)
    phone: str
    chart: str
    language: str
    allergies: bytes
    snapshot_format: int
    added_at: datetime
    norm: str
    norm_given: str
    words: str
    phone_back: str = Field(index=True)
    chart_norm: str = Field(index=True)


class DraftRow(SQLModel, table=True):
    """An open consultation; ``version`` and ``saved_at`` stand here, everything else in ``body``."""

    __tablename__ = "draft"

    id: str = Field(primary_key=True)
    patient_id: str | None = Field(default=None, foreign_key="patient.id", index=True)
    version: int
    saved_at: datetime = Field(index=True)
    step: str
    snapshot_format: int
    body: bytes


class SetAsideDraftRow(SQLModel, table=True):
    """A draft that could not be read, kept byte for byte."""

    __tablename__ = "draft_set_aside"

    seq: int | None = Field(default=None, primary_key=True)
    draft_id: str
    patient_id: str | None
    version: int
    saved_at: datetime
    step: str
    snapshot_format: int
    body: bytes
    set_aside_at: datetime


class PlanRow(SQLModel, table=True):
    """A finished plan: the snapshot in ``body`` with its SHA-256, and beside it what lists filter and show.

    ``concerns`` are their words with a space before and after each; ``number_norm`` is the folded number.
    """

    __tablename__ = "plan"
    __table_args__ = (Index("ix_plan_consulted", "consultation_date", "seq"),)

    seq: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    number: str = Field(unique=True)
    number_norm: str = Field(index=True)
    patient_id: str = Field(foreign_key="patient.id", index=True)
    follows: str | None = Field(default=None, foreign_key="plan.id")
    consultation_date: date
    entered_at: datetime
    signed_by: str = Field(index=True)
    credentials: str
    protocol_id: str
    protocol_version: str
    protocol_sha256: str
    verdict: str
    earliest: date | None
    treated: bool
    concerns: str
    departures: int
    snapshot_format: int
    sha256: str
    body: bytes


class SessionRow(SQLModel, table=True):
    """A session the plan puts on a day; ``maintenance`` visits count on after the series."""

    __tablename__ = "session"
    __table_args__ = (UniqueConstraint("plan_id", "maintenance", "number", name="uq_session_number"),)

    seq: int | None = Field(default=None, primary_key=True)
    plan_id: str = Field(foreign_key="plan.id")
    maintenance: bool
    number: int
    day: date = Field(index=True)


class SessionMarkRow(SQLModel, table=True):
    """One line about a session of a plan: done, moved or taken back, and the day it stands on then; the last counts.

    ``departures`` are the ids of what the day departs from, with a space between.
    """

    __tablename__ = "session_mark"
    __table_args__ = (Index("ix_session_mark_session", "plan_id", "maintenance", "number"),)

    seq: int | None = Field(default=None, primary_key=True)
    plan_id: str = Field(foreign_key="plan.id")
    maintenance: bool
    number: int
    state: str
    day: date = Field(index=True)
    reason: str
    departures: str
    by_name: str
    by_credentials: str
    at: datetime


class SheetWordsRow(SQLModel, table=True):
    """The lines of a plan's sheets that are worded for its patient, as they stand now; a sheet given out keeps its own.

    ``body`` holds all of them.
    """

    __tablename__ = "sheet_words"

    plan_id: str = Field(primary_key=True, foreign_key="plan.id")
    snapshot_format: int
    body: bytes


class HandoutRow(SQLModel, table=True):
    """One issued sheet with the bytes that were printed."""

    __tablename__ = "handout"

    seq: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    plan_id: str = Field(foreign_key="plan.id", index=True)
    sheet: str
    language: str
    paper: str
    large_print: bool
    letterhead: bool
    pages: int
    at: datetime
    by_name: str | None
    by_credentials: str | None
    how: str
    target: str
    text: str
    ended: str | None = None
    snapshot_format: int
    edits: bytes
    sha256: str
    pdf: bytes


class AddendumRow(SQLModel, table=True):
    __tablename__ = "addendum"

    seq: int | None = Field(default=None, primary_key=True)
    plan_id: str = Field(foreign_key="plan.id", index=True)
    by_name: str
    by_credentials: str
    at: datetime
    text: str


class ConfirmationRow(SQLModel, table=True):
    """One line about a value of a protocol; ``withdrawn`` takes the earlier ones of the same value back."""

    __tablename__ = "protocol_confirmation"

    seq: int | None = Field(default=None, primary_key=True)
    protocol_id: str
    protocol_version: str
    value_key: str
    words: str
    by_name: str
    by_credentials: str
    at: datetime
    withdrawn: bool


class SwitchedOnRow(SQLModel, table=True):
    """One line about which version of a protocol counts, with its files as a ZIP archive; the last line does."""

    __tablename__ = "protocol_in_use"

    seq: int | None = Field(default=None, primary_key=True)
    protocol_id: str
    version: str
    sha256: str
    by_name: str
    by_credentials: str
    at: datetime
    body: bytes


class OwnProductRow(SQLModel, table=True):
    """One line about a product of the clinic's own list; the latest of a name counts.

    ``aliases`` and ``categories`` stand one to a line.
    """

    __tablename__ = "own_product"

    seq: int | None = Field(default=None, primary_key=True)
    name: str
    aliases: str
    categories: str
    note: str
    by_name: str
    by_credentials: str
    at: datetime
    withdrawn: bool


class AuditRow(SQLModel, table=True):
    """Who did what; ``fields`` are names with a space between, ``mac`` authenticates the row and the one before it."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject", "subject", "subject_id"),)

    seq: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    by_id: str
    event: str
    subject: str
    subject_id: str
    fields: str
    digest: str
    mac: bytes


class AuditHeadRow(SQLModel, table=True):
    """Which line of the audit is the last, in the one row there is."""

    __tablename__ = "audit_head"

    id: int = Field(default=1, primary_key=True)
    seq: int
    last: bytes
    mac: bytes
