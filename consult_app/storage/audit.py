"""The audit on a clinic file: rows that are only added, each authenticated together with the one before it."""

import hashlib
import hmac
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import ColumnElement, Connection, Engine, func, insert, update
from sqlmodel import Session, col, select

from consult_app.application.audit import NOBODY, AuditEntry, AuditFilter, AuditLine, Event, Subject
from consult_app.application.errors import EnvironmentFailed
from consult_app.application.ports import Clock
from consult_app.application.vault import FileKey
from consult_app.storage.database import reading, writing_rows
from consult_app.storage.tables import AuditHeadRow, AuditRow

WhoIsIn = Callable[[], str]
WhatKey = Callable[[], FileKey | None]
FIRST_MAC: Final = bytes(32)

_PURPOSE: Final = b"consult audit chain 1"
_MOST_PENDING: Final = 1000

log = logging.getLogger(__name__)


def audit_key(key: FileKey | None) -> bytes:
    """The key of the chain, derived from the file's. Without one the chain is a check sum and proves nothing."""
    if key is None:
        return bytes(32)
    return HKDF(algorithm=SHA256(), length=32, salt=key.mark, info=_PURPOSE).derive(key.secret)


@dataclass(frozen=True, slots=True)
class AuditChain:
    """How a line follows from the one before."""

    key: bytes

    def mac(self, before: bytes, row: AuditRow) -> bytes:
        said = [
            row.seq,
            row.at.astimezone(UTC).isoformat(),
            row.by_id,
            row.event,
            row.subject,
            row.subject_id,
            row.fields,
            row.digest,
        ]
        return hmac.new(self.key, before + json.dumps(said, separators=(",", ":")).encode(), hashlib.sha256).digest()

    def head_mac(self, seq: int, mac: bytes) -> bytes:
        """Of the last line, kept apart, so that lines cut off at the end are missed."""
        return hmac.new(self.key, b"head" + seq.to_bytes(8, "big") + mac, hashlib.sha256).digest()


class SqlAuditTrail:
    """The ``AuditLog`` port on a clinic file. Without ``who`` nothing is written by the stores.

    ``key`` is asked at each line, so that none is kept while the file is locked.

    A view that cannot be written down, because the disk is full, is kept in memory and written with the next line:
    nobody is kept from a patient's record by a full disk.
    """

    def __init__(self, engine: Engine, clock: Clock, key: WhatKey, who: WhoIsIn | None) -> None:
        self._engine = engine
        self._clock = clock
        self._key = key
        self._who = who
        self._seen: tuple[str, AuditEntry] | None = None
        self._pending: list[tuple[datetime, str, AuditEntry]] = []

    @property
    def is_on(self) -> bool:
        return self._who is not None

    def record(self, *entries: AuditEntry, by: str | None = None, at: datetime | None = None) -> None:
        moment = at or self._clock.now()
        author = self._author if by is None else by
        self._write([(moment, author, entry) for entry in entries])
        self._seen = None

    def note(self, connection: Connection, *entries: AuditEntry) -> None:
        """Write within a store's own transaction, so that the act and its line are kept together or not at all."""
        if self._who is None or not entries:
            return
        now = self._clock.now()
        self._append(connection, [(now, self._author, entry) for entry in entries])
        self._seen = None

    def viewed(self, subject: Subject, subject_id: str) -> None:
        """Write that a record was looked at; the same person's next look at the same record is the same look."""
        if self._who is None:
            return
        look = (self._author, AuditEntry(Event.VIEWED, subject, subject_id))
        if look == self._seen:
            return
        line = (self._clock.now(), *look)
        try:
            self._write([line])
        except EnvironmentFailed as error:
            log.warning("a view waits for the audit", exc_info=error)
            self._pending = [*self._pending, line][-_MOST_PENDING:]
        self._seen = look

    def lines(self, which: AuditFilter, *, limit: int = 200, offset: int = 0) -> tuple[AuditLine, ...]:
        with reading(self._engine) as session:
            query = select(AuditRow).where(*_conditions(which)).order_by(col(AuditRow.seq).desc())
            return tuple(line_of(row) for row in session.exec(query.limit(limit).offset(offset)))

    def count(self, which: AuditFilter) -> int:
        with reading(self._engine) as session:
            return session.exec(select(func.count()).select_from(AuditRow).where(*_conditions(which))).one()

    @property
    def _author(self) -> str:
        return NOBODY if self._who is None else self._who()

    def _write(self, lines: Sequence[tuple[datetime, str, AuditEntry]]) -> None:
        with writing_rows(self._engine) as connection:
            self._append(connection, [*self._pending, *lines])
        self._pending = []

    def _append(self, connection: Connection, lines: Sequence[tuple[datetime, str, AuditEntry]]) -> None:
        head = connection.execute(select(AuditHeadRow.seq, AuditHeadRow.last)).one_or_none()
        seq, mac = (0, FIRST_MAC) if head is None else (head.seq, head.last)
        rows: list[dict[str, Any]] = []
        chain = AuditChain(audit_key(self._key()))
        for at, by, entry in lines:
            seq += 1
            row = AuditRow(
                seq=seq,
                at=at,
                by_id=by,
                event=entry.event.value,
                subject=entry.subject.value,
                subject_id=entry.subject_id,
                fields=" ".join(entry.fields),
                digest=entry.digest,
                mac=b"",
            )
            row.mac = mac = chain.mac(mac, row)
            rows.append(row.model_dump())
        connection.execute(insert(AuditRow), rows)
        values = {"seq": seq, "last": mac, "mac": chain.head_mac(seq, mac)}
        change = insert(AuditHeadRow).values(id=1) if head is None else update(AuditHeadRow)
        connection.execute(change.values(values))


def line_of(row: AuditRow) -> AuditLine:
    entry = AuditEntry(Event(row.event), Subject(row.subject), row.subject_id, tuple(row.fields.split()), row.digest)
    assert row.seq is not None  # it was read
    return AuditLine(number=row.seq, at=row.at, by=row.by_id, entry=entry)


def connection_of(session: Session) -> Connection:
    """The session's connection with what the session holds written to it."""
    session.flush()
    return session.connection()


def _conditions(which: AuditFilter) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if which.by is not None:
        wanted.append(col(AuditRow.by_id) == which.by)
    if which.events:
        wanted.append(col(AuditRow.event).in_([event.value for event in which.events]))
    if which.subject is not None:
        wanted.append(col(AuditRow.subject) == which.subject.value)
    if which.subject_id:
        wanted.append(col(AuditRow.subject_id) == which.subject_id)
    if which.since is not None:
        wanted.append(col(AuditRow.at) >= which.since)
    if which.until is not None:
        wanted.append(col(AuditRow.at) < which.until)
    return wanted
