"""The list of past plans: what the filters mean, and one page of rows without their snapshots."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from consult_app.application.ports import PlanFilter
from consult_app.domain.marks import MarkState
from consult_app.storage.folding import fold_chart
from consult_app.storage.patients import begins, patient_where
from consult_app.storage.tables import HandoutRow, PatientRow, PlanRow, SessionMarkRow, SessionRow

_COLUMNS = (
    PlanRow.id,
    PlanRow.number,
    PlanRow.patient_id,
    PatientRow.family_name,
    PatientRow.given_name,
    PatientRow.birth_date,
    PlanRow.consultation_date,
    PlanRow.signed_by,
    PlanRow.credentials,
    PlanRow.verdict,
    PlanRow.earliest,
    PlanRow.treated,
    PlanRow.concerns,
    PlanRow.departures,
)


def list_plans(
    session: Session, which: PlanFilter, *, limit: int, offset: int
) -> tuple[Sequence[Any], dict[str, tuple[str, ...]]]:
    """One page of rows and, by plan id, the sheets issued from each, newest first."""
    columns: tuple[Any, ...] = _COLUMNS
    query = (
        select(*columns)
        .select_from(PlanRow)
        .join(PatientRow)
        .where(*list_conditions(which))
        .order_by(col(PlanRow.consultation_date).desc(), col(PlanRow.seq).desc())
        .limit(limit)
        .offset(offset)
    )
    rows = session.exec(query).all()
    issued = (
        select(HandoutRow.plan_id, HandoutRow.sheet)
        .where(col(HandoutRow.plan_id).in_([row.id for row in rows]))
        .order_by(col(HandoutRow.seq).desc())
    )
    sheets: dict[str, tuple[str, ...]] = {}
    for plan_id, sheet in session.exec(issued):
        sheets[plan_id] = (*sheets.get(plan_id, ()), sheet)
    return rows, sheets


def visits_on(session: Session, day: date) -> Sequence[Any]:
    """The visits that stand on ``day`` in each patient's latest plan and are not done, by the patient's name."""
    later, mark, newer_mark = aliased(PlanRow), aliased(SessionMarkRow), aliased(SessionMarkRow)
    newer = or_(
        col(later.consultation_date) > col(PlanRow.consultation_date),
        and_(col(later.consultation_date) == col(PlanRow.consultation_date), col(later.seq) > col(PlanRow.seq)),
    )
    columns: tuple[Any, ...] = (
        SessionRow.plan_id,
        PlanRow.patient_id,
        PatientRow.family_name,
        PatientRow.given_name,
        SessionRow.number,
        SessionRow.maintenance,
        PlanRow.concerns,
    )
    rows: Sequence[Any] = session.exec(
        select(*columns)
        .select_from(SessionRow)
        .join(PlanRow, col(PlanRow.id) == col(SessionRow.plan_id))
        .join(PatientRow, col(PatientRow.id) == col(PlanRow.patient_id))
        .outerjoin(
            mark, and_(_of_session(mark), ~exists().where(_of_session(newer_mark), col(newer_mark.seq) > col(mark.seq)))
        )
        .where(or_(col(mark.day) == day, and_(col(mark.seq).is_(None), col(SessionRow.day) == day)))
        .where(or_(col(mark.seq).is_(None), col(mark.state) != MarkState.DONE.value))
        .where(col(PlanRow.consultation_date) < day, col(PlanRow.treated))
        .where(~exists().where(col(later.patient_id) == col(PlanRow.patient_id), newer))
        .order_by(col(PatientRow.norm), col(PlanRow.seq))
    ).all()
    return rows


def _of_session(mark: type[SessionMarkRow]) -> ColumnElement[bool]:
    """Whether a mark is about the session of the row."""
    return and_(
        col(mark.plan_id) == col(SessionRow.plan_id),
        col(mark.maintenance) == col(SessionRow.maintenance),
        col(mark.number) == col(SessionRow.number),
    )


def list_conditions(which: PlanFilter) -> list[ColumnElement[bool]]:
    """What a plan and its patient must meet; empty fields ask for nothing."""
    wanted: list[ColumnElement[bool]] = []
    if which.text.strip():
        wanted.append(_text(which.text.strip()))
    if which.patient_id is not None:
        wanted.append(col(PlanRow.patient_id) == which.patient_id)
    if which.provider:
        wanted.append(col(PlanRow.signed_by) == which.provider)
    if which.concern:
        wanted.append(func.instr(col(PlanRow.concerns), f" {which.concern} ") > 0)
    if which.verdict is not None:
        wanted.append(col(PlanRow.verdict) == which.verdict.value)
    if which.since is not None:
        wanted.append(col(PlanRow.consultation_date) >= which.since)
    if which.until is not None:
        wanted.append(col(PlanRow.consultation_date) <= which.until)
    return wanted


def _text(text: str) -> ColumnElement[bool]:
    """A patient as search finds one, or the beginning of a plan number however its hyphens are typed."""
    wanted = [] if (patient := patient_where(text)) is None else [patient]
    if number := fold_chart(text):
        wanted.append(begins(col(PlanRow.number_norm), number))
    return or_(false(), *wanted)
