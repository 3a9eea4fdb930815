"""Drafts, finished plans and what was issued from them."""

import hashlib
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Engine, case, func
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, select

from consult_app.application.audit import AuditEntry, Event, Subject
from consult_app.application.errors import EnvironmentFailed, Refused
from consult_app.application.ports import Clock, PlanFilter, PlannedVisit, PlanRow
from consult_app.domain.findings import Verdict
from consult_app.domain.marks import SessionMark
from consult_app.domain.patient import PatientId
from consult_app.domain.plan import Addendum, DraftId, DraftPlan, FinalPlan, IssuedHandout, LineEdit, PlanId
from consult_app.storage import tables
from consult_app.storage.audit import SqlAuditTrail, connection_of
from consult_app.storage.audited_edits import DraftEdits, edited_plan, finishing_entries, issued_entry
from consult_app.storage.database import reading, writing, writing_rows
from consult_app.storage.identifiers import NewId
from consult_app.storage.mapping import (
    DAMAGED_ADVICE,
    addendum_of,
    addendum_row,
    aware,
    draft_of,
    draft_values,
    handout_of,
    handout_row,
    line_edits_of,
    plan_of,
    plan_row,
    session_rows,
    sheet_words_row,
)
from consult_app.storage.past_plans import list_conditions, list_plans, visits_on
from consult_app.storage.patients import found_patient
from consult_app.storage.session_marks import mark_row, marks_of, plans_following
from consult_app.storage.snapshots import SnapshotUnreadable
from consult_app.storage.tables import AddendumRow, DraftRow, HandoutRow, PatientRow, SetAsideDraftRow, SheetWordsRow

Row = TypeVar("Row", bound=SQLModel)

# One statement, compiled once: a draft is saved many times a minute, and the row objects cost more than the disk.
_INSERT = insert(DraftRow)
_UPSERT = _INSERT.on_conflict_do_update(
    index_elements=[col(DraftRow.id)],
    set_={
        **{name: _INSERT.excluded[name] for name in DraftRow.model_fields if name not in {"id", "version"}},
        "version": case(
            (col(DraftRow.version) >= _INSERT.excluded.version, col(DraftRow.version) + 1),
            else_=_INSERT.excluded.version,
        ),
    },
).returning(col(DraftRow.version))


class SqlConsultationStore:
    """The ``ConsultationStore`` port on a clinic file.

    Every method may raise ``EnvironmentFailed``, and ``KeyError`` for an id that is not on file.
    """

    def __init__(self, engine: Engine, clock: Clock, ids: NewId, trail: SqlAuditTrail) -> None:
        self._engine = engine
        self._clock = clock
        self._ids = ids
        self._trail = trail
        self._edits = DraftEdits()

    def save_draft(self, draft: DraftPlan) -> DraftPlan:
        saved_at = aware(self._clock.now())
        values = draft_values(draft, saved_at=saved_at)
        try:
            with writing_rows(self._engine) as connection:
                version = connection.execute(_UPSERT, values).scalar_one()
                if self._trail.is_on:
                    self._trail.note(connection, *self._edits.new_in(draft, first=version == 1))
        except IntegrityError:  # the only constraint a draft can break
            raise KeyError(draft.patient_id) from None
        self._edits.keep(draft)
        return replace(draft, version=version, saved_at=saved_at)

    def drafts(self) -> tuple[DraftPlan, ...]:
        """Drafts that cannot be read are set aside, byte for byte, and do not keep the others from opening."""
        readable: list[DraftPlan] = []
        unreadable: list[str] = []
        with reading(self._engine) as session:
            order = (col(DraftRow.saved_at).desc(), col(DraftRow.id))
            for row in session.exec(select(DraftRow).order_by(*order)):
                try:
                    readable.append(draft_of(row))
                except SnapshotUnreadable:
                    unreadable.append(row.id)
        for draft_id in unreadable:
            self._set_aside(draft_id)
        return tuple(readable)

    def draft(self, draft_id: DraftId) -> DraftPlan:
        with reading(self._engine) as session:
            row = _found(session.get(DraftRow, draft_id), draft_id)
            try:
                found = draft_of(row)
            except SnapshotUnreadable as error:
                reason = error
            else:
                self._edits.begin(found)
                self._trail.viewed(Subject.DRAFT, draft_id)
                return found
        self._set_aside(draft_id)
        raise EnvironmentFailed(
            "This draft cannot be read.", "It was set aside, nothing was deleted. Begin the consultation anew."
        ) from reason

    def set_aside(self) -> int:
        """How many drafts lie aside because they could not be read."""
        with reading(self._engine) as session:
            return session.exec(select(func.count()).select_from(SetAsideDraftRow)).one()

    def drop_draft(self, draft_id: DraftId) -> None:
        """A draft that is not there is no error."""
        with writing(self._engine) as session:
            if _drop(session, draft_id):
                self._trail.note(connection_of(session), AuditEntry(Event.REMOVED, Subject.DRAFT, draft_id))

    def finish(self, plan: FinalPlan, *, draft_id: DraftId) -> FinalPlan:
        """A plan that is already on file is refused with ``Refused``; nothing changes then."""
        with writing(self._engine) as session:
            patient = found_patient(session, plan.patient_id)
            if _plan_row(session, plan.id) is not None:
                raise Refused("This plan is already finished.")
            if plan.follows is not None:
                _found(_plan_row(session, plan.follows), plan.follows)
            kept = replace(plan, number=plan.number or _next_number(session, patient))
            if _number_taken(session, kept.number):
                raise Refused(f"The plan number {kept.number} is already given.")
            row = plan_row(kept)
            session.add(row)
            session.flush()
            session.add_all(session_rows(kept))
            _drop(session, draft_id)
            self._trail.note(connection_of(session), *finishing_entries(kept, row.sha256))
        return kept

    def plan(self, plan_id: PlanId) -> FinalPlan:
        with reading(self._engine) as session:
            found = plan_of(_found(_plan_row(session, plan_id), plan_id))
        self._trail.viewed(Subject.PLAN, plan_id)
        return found

    def plans(self, which: PlanFilter, *, limit: int = 200, offset: int = 0) -> tuple[PlanRow, ...]:
        """Latest consultation first; on one day the latest finished first."""
        with reading(self._engine) as session:
            rows, sheets = list_plans(session, which, limit=limit, offset=offset)
            return tuple(
                PlanRow(
                    id=PlanId(row.id),
                    number=row.number,
                    patient_id=PatientId(row.patient_id),
                    family_name=row.family_name,
                    given_name=row.given_name,
                    birth_date=row.birth_date,
                    consultation_date=row.consultation_date,
                    provider=row.signed_by,
                    credentials=row.credentials,
                    verdict=Verdict(row.verdict),
                    earliest=row.earliest,
                    treated=row.treated,
                    concerns=tuple(row.concerns.split()),
                    departures=row.departures,
                    handouts=sheets.get(row.id, ()),
                )
                for row in rows
            )

    def count_plans(self, which: PlanFilter) -> int:
        with reading(self._engine) as session:
            query = select(func.count()).select_from(tables.PlanRow).join(PatientRow).where(*list_conditions(which))
            return session.exec(query).one()

    def planned_on(self, day: date) -> tuple[PlannedVisit, ...]:
        with reading(self._engine) as session:
            return tuple(
                PlannedVisit(
                    plan_id=PlanId(row.plan_id),
                    patient_id=PatientId(row.patient_id),
                    family_name=row.family_name,
                    given_name=row.given_name,
                    number=row.number,
                    maintenance=row.maintenance,
                    concerns=tuple(row.concerns.split()),
                )
                for row in visits_on(session, day)
            )

    def following(self, plan_id: PlanId) -> tuple[PlanId, ...]:
        with reading(self._engine) as session:
            _found(_plan_row(session, plan_id), plan_id)
            return plans_following(session, plan_id)

    def mark_sessions(self, marks: tuple[SessionMark, ...]) -> None:
        rows = [mark_row(mark) for mark in marks]
        with writing(self._engine) as session:
            for mark in marks:
                _found(_plan_row(session, mark.plan_id), mark.plan_id)
            session.add_all(rows)
            plans = dict.fromkeys(mark.plan_id for mark in marks)
            self._trail.note(connection_of(session), *(edited_plan(plan_id, "session") for plan_id in plans))

    def session_marks(self, plan_id: PlanId) -> tuple[SessionMark, ...]:
        with reading(self._engine) as session:
            _found(_plan_row(session, plan_id), plan_id)
            return marks_of(session, plan_id)

    def keep_handout(self, handout: IssuedHandout) -> IssuedHandout:
        """Fills in an empty id, hash and time. A hash that is not the bytes' is refused with ``Refused``."""
        sha256 = hashlib.sha256(handout.pdf).hexdigest()
        if handout.sha256 not in ("", sha256):
            raise Refused("The sheet was not kept: its bytes are not the ones that were issued.")
        at = aware(handout.at or self._clock.now())
        kept = replace(handout, id=handout.id or self._ids(), sha256=sha256, at=at)
        with writing(self._engine) as session:
            _found(_plan_row(session, kept.plan_id), kept.plan_id)
            session.add(handout_row(kept, at=at))
            self._trail.note(connection_of(session), issued_entry(kept))
        return kept

    def handouts(self, plan_id: PlanId) -> tuple[IssuedHandout, ...]:
        """Raises ``EnvironmentFailed`` naming the plan by its number when bytes are not the ones that were kept."""
        with reading(self._engine) as session:
            plan = _found(_plan_row(session, plan_id), plan_id)
            issued = select(HandoutRow).where(col(HandoutRow.plan_id) == plan_id).order_by(col(HandoutRow.seq).desc())
            rows = session.exec(issued).all()
            if any(hashlib.sha256(row.pdf).hexdigest() != row.sha256 for row in rows):
                raise EnvironmentFailed(
                    f"A sheet of plan {plan.number} is not the one that was issued.", DAMAGED_ADVICE
                )
            return tuple(handout_of(row) for row in rows)

    def keep_line_edits(self, plan_id: PlanId, edits: tuple[LineEdit, ...]) -> None:
        with writing(self._engine) as session:
            _found(_plan_row(session, plan_id), plan_id)
            session.merge(sheet_words_row(plan_id, edits))
            self._trail.note(connection_of(session), edited_plan(plan_id, "sheet_words"))

    def line_edits(self, plan_id: PlanId) -> tuple[LineEdit, ...]:
        """Raises ``EnvironmentFailed`` when they cannot be read."""
        with reading(self._engine) as session:
            _found(_plan_row(session, plan_id), plan_id)
            row = session.get(SheetWordsRow, plan_id)
            return () if row is None else line_edits_of(row)

    def add_addendum(self, addendum: Addendum) -> None:
        with writing(self._engine) as session:
            _found(_plan_row(session, addendum.plan_id), addendum.plan_id)
            session.add(addendum_row(addendum))
            self._trail.note(connection_of(session), edited_plan(addendum.plan_id, "addendum"))

    def addenda(self, plan_id: PlanId) -> tuple[Addendum, ...]:
        """In the order they were written."""
        with reading(self._engine) as session:
            _found(_plan_row(session, plan_id), plan_id)
            written = select(AddendumRow).where(col(AddendumRow.plan_id) == plan_id).order_by(col(AddendumRow.seq))
            return tuple(addendum_of(row) for row in session.exec(written))

    def _set_aside(self, draft_id: str) -> None:
        now = aware(self._clock.now())
        with writing(self._engine) as session:
            row = session.get(DraftRow, draft_id)
            if row is None or _is_readable(row):  # saved anew or dropped in the meantime
                return
            session.add(_aside(row, now))
            session.delete(row)


def _is_readable(row: DraftRow) -> bool:
    try:
        draft_of(row)
    except SnapshotUnreadable:
        return False
    return True


def _aside(row: DraftRow, now: datetime) -> SetAsideDraftRow:
    return SetAsideDraftRow(
        draft_id=row.id,
        patient_id=row.patient_id,
        version=row.version,
        saved_at=row.saved_at,
        step=row.step,
        snapshot_format=row.snapshot_format,
        body=row.body,
        set_aside_at=now,
    )


def _found(row: Row | None, wanted: str) -> Row:
    if row is None:
        raise KeyError(wanted)
    return row


def _plan_row(session: Session, plan_id: str) -> tables.PlanRow | None:
    return session.exec(select(tables.PlanRow).where(col(tables.PlanRow.id) == plan_id)).one_or_none()


def _drop(session: Session, draft_id: str) -> bool:
    row = session.get(DraftRow, draft_id)
    if row is not None:
        session.delete(row)
    return row is not None


def _number_taken(session: Session, number: str) -> bool:
    query = select(tables.PlanRow.seq).where(col(tables.PlanRow.number) == number)
    return session.exec(query).first() is not None


def _next_number(session: Session, patient: PatientRow) -> str:
    """The chart number, or the patient's running number in the clinic, and the number of the patient's plan."""
    prefix = " ".join(patient.chart.split()) or f"P-{patient.running:05d}"
    kept = select(func.count()).select_from(tables.PlanRow).where(col(tables.PlanRow.patient_id) == patient.id)
    running = session.exec(kept).one() + 1
    while _number_taken(session, f"{prefix}-{running}"):  # two patients may share a mistyped chart number
        running += 1
    return f"{prefix}-{running}"
