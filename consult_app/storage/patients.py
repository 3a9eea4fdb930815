"""The patients of the clinic file, found the way people ask for them."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, Engine, and_, func, or_
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from consult_app.application.audit import AuditEntry, Event, Subject, changed_fields
from consult_app.application.ports import Clock, PatientMatch
from consult_app.domain.patient import Patient, PatientDetails, PatientId
from consult_app.storage.audit import SqlAuditTrail, connection_of
from consult_app.storage.database import reading, writing
from consult_app.storage.folding import birth_dates, digits, fold, fold_chart, phone_query, surname_first
from consult_app.storage.identifiers import NewId
from consult_app.storage.mapping import patient_of, patient_row
from consult_app.storage.tables import PatientRow, PlanRow

_LAST_CHARACTER: Final = "\U0010ffff"


class SqlPatientStore:
    """The ``PatientStore`` port on a clinic file. Every method may raise ``EnvironmentFailed``."""

    def __init__(self, engine: Engine, clock: Clock, ids: NewId, trail: SqlAuditTrail) -> None:
        self._engine = engine
        self._clock = clock
        self._ids = ids
        self._trail = trail

    def add(self, details: PatientDetails) -> Patient:
        with writing(self._engine) as session:
            highest = session.exec(select(func.max(PatientRow.running))).one() or 0
            row = patient_row(self._ids(), details, running=highest + 1, added_at=self._clock.now())
            session.add(row)
            self._trail.note(connection_of(session), AuditEntry(Event.CREATED, Subject.PATIENT, row.id))
            return patient_of(row)

    def get(self, patient_id: PatientId) -> Patient:
        with reading(self._engine) as session:
            patient = patient_of(found_patient(session, patient_id))
        self._trail.viewed(Subject.PATIENT, patient_id)
        return patient

    def update(self, patient_id: PatientId, details: PatientDetails) -> Patient:
        with writing(self._engine) as session:
            row = found_patient(session, patient_id)
            names = changed_fields(patient_of(row).details, details)
            session.merge(patient_row(row.id, details, running=row.running, added_at=row.added_at))
            edited = AuditEntry(Event.EDITED, Subject.PATIENT, row.id, names)
            self._trail.note(connection_of(session), *([edited] if names else []))
            return patient_of(row)

    def search(self, text: str, *, limit: int = 20) -> tuple[PatientMatch, ...]:
        """The best kind of match first: name by its beginning, chart, phone's end, birth date, then any word."""
        with reading(self._engine) as session:
            found: dict[str, PatientRow] = {}
            for wanted, order in _searches(text):
                if len(found) >= limit:
                    break
                query = select(PatientRow).where(wanted).order_by(order, col(PatientRow.id)).limit(limit)
                for row in session.exec(query):
                    found.setdefault(row.id, row)
            return _matches(session, list(found.values())[:limit])

    def same_person(self, family_name: str, given_name: str, birth_date: date) -> tuple[PatientMatch, ...]:
        with reading(self._engine) as session:
            rows = session.exec(
                select(PatientRow)
                .where(col(PatientRow.norm) == surname_first(family_name, given_name))
                .where(col(PatientRow.birth_date) == birth_date)
                .order_by(col(PatientRow.running))
            )
            return _matches(session, list(rows))


def found_patient(session: Session, patient_id: str) -> PatientRow:
    """Raises ``KeyError`` for an unknown id."""
    row = session.get(PatientRow, patient_id)
    if row is None:
        raise KeyError(patient_id)
    return row


def begins(column: Mapped[str], text: str) -> ColumnElement[bool]:
    """A range, so that the column's index serves it; ``LIKE`` would not."""
    return and_(column >= text, column < text + _LAST_CHARACTER)


def patient_where(text: str) -> ColumnElement[bool] | None:
    """The patients ``text`` finds as one condition, ``None`` when it can find none."""
    wanted = [condition for condition, _ in _searches(text)]
    return or_(*wanted) if wanted else None


def _searches(text: str) -> Iterator[tuple[ColumnElement[bool], Mapped[str]]]:
    """Conditions with the column to order by; those that use an index first, those that read every row last."""
    norm, chart_norm, phone_back = col(PatientRow.norm), col(PatientRow.chart_norm), col(PatientRow.phone_back)
    words = fold(text).split()
    chart = fold_chart(text)
    named = bool(words) and not any(letter.isdigit() for letter in chart)
    if named:
        first, others = words[0], [_has_word(word) for word in words[1:]]
        yield and_(begins(norm, first), *others), norm
        yield and_(begins(col(PatientRow.norm_given), first), *others), norm
    if chart:
        yield begins(chart_norm, chart), chart_norm
    phone = phone_query(text)
    if phone:
        yield begins(phone_back, phone[::-1]), norm
    days = birth_dates(text)
    if days:
        yield col(PatientRow.birth_date).in_(days), norm
    if words:
        yield and_(*(_has_word(word) for word in words)), norm
    if phone:
        yield _contains(phone_back, phone[::-1]), norm
    if digits(text) and chart:
        yield _contains(chart_norm, chart), chart_norm


def _contains(column: Mapped[str], text: str) -> ColumnElement[bool]:
    return func.instr(column, text) > 0


def _has_word(word: str) -> ColumnElement[bool]:
    return _contains(col(PatientRow.words), f" {word}")


def _matches(session: Session, rows: Iterable[PatientRow]) -> tuple[PatientMatch, ...]:
    rows = list(rows)
    visits = dict(
        session.exec(
            select(PlanRow.patient_id, func.max(PlanRow.consultation_date))
            .where(col(PlanRow.patient_id).in_([row.id for row in rows]))
            .group_by(PlanRow.patient_id)
        ).all()
    )
    namesakes = set(
        session.exec(
            select(PatientRow.norm)
            .where(col(PatientRow.norm).in_({row.norm for row in rows}))
            .group_by(PatientRow.norm)
            .having(func.count() > 1)
        )
    )
    return tuple(
        PatientMatch(patient=patient_of(row), last_visit=visits.get(row.id), same_name=row.norm in namesakes)
        for row in rows
    )
