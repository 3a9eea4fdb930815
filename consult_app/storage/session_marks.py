"""Marks of sessions as rows, and the plans that go on with one."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from consult_app.domain.answers import Provider
from consult_app.domain.marks import MarkState, SessionMark
from consult_app.domain.plan import PlanId
from consult_app.storage.mapping import aware, storable
from consult_app.storage.tables import PlanRow, SessionMarkRow


def mark_row(mark: SessionMark) -> SessionMarkRow:
    return SessionMarkRow(
        plan_id=mark.plan_id,
        maintenance=mark.maintenance,
        number=mark.number,
        state=mark.state.value,
        day=mark.day,
        reason=storable(mark.reason),
        departures=" ".join(mark.departures),
        by_name=storable(mark.by.name),
        by_credentials=storable(mark.by.credentials),
        at=aware(mark.at),
    )


def marks_of(session: Session, plan_id: PlanId) -> tuple[SessionMark, ...]:
    """In the order they were kept."""
    rows = session.exec(
        select(SessionMarkRow).where(col(SessionMarkRow.plan_id) == plan_id).order_by(col(SessionMarkRow.seq))
    )
    return tuple(
        SessionMark(
            plan_id=plan_id,
            maintenance=row.maintenance,
            number=row.number,
            state=MarkState(row.state),
            day=row.day,
            by=Provider(name=row.by_name, credentials=row.by_credentials),
            at=row.at,
            reason=row.reason,
            departures=tuple(row.departures.split()),
        )
        for row in rows
    )


def plans_following(session: Session, plan_id: PlanId) -> tuple[PlanId, ...]:
    """Generation by generation, then in the order finished; a plan follows only one that was there before it."""
    found: dict[str, int] = {}
    newest: Iterable[str] = (plan_id,)
    while newest:
        query = select(PlanRow.id, PlanRow.seq).where(col(PlanRow.follows).in_(newest))
        rows = {row_id: seq or 0 for row_id, seq in session.exec(query)}
        newest = tuple(rows)
        found |= rows
    return tuple(PlanId(row_id) for row_id in sorted(found, key=found.__getitem__))
