"""A check of the whole clinic file: every page, every reference, every plan and sheet, every line of the audit."""

import hashlib
import hmac
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import sqlcipher3

from consult_app.application.vault import FileKey
from consult_app.application.verifying import Break, Verified
from consult_app.storage.audit import FIRST_MAC, AuditChain, audit_key
from consult_app.storage.database import connect, explained
from consult_app.storage.snapshots import ALLERGIES, PLAN, SnapshotUnreadable
from consult_app.storage.tables import AuditRow

_BROKEN: Final = (sqlite3.DatabaseError, sqlcipher3.DatabaseError)
_WORLD: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_IOERR,
    }
)
_PAGE: Final = re.compile(r"page (\d+)")
_FILE: Final = "clinic file"
_SEALED: Final = {"finalised": ("plan", "id", "sha256"), "issued": ("handout", "id", "sha256")}


class FileVerifier:
    """The ``Verifier`` port on the file at ``path``. Others may have the file open meanwhile."""

    def __init__(self, path: Path, key: Callable[[], FileKey | None]) -> None:
        self._path = path
        self._key = key

    def verify(self) -> Verified:
        """Raises ``EnvironmentFailed`` only where the file cannot be opened at all, or is in use for too long."""
        return verify_file(self._path, self._key())


def verify_file(path: Path, key: FileKey | None) -> Verified:
    """As ``FileVerifier.verify``."""
    with explained(), closing(connect(str(path.absolute()), key)) as connection:
        return _Check(connection, key).run()


class _Check:
    def __init__(self, connection: sqlite3.Connection, key: FileKey | None) -> None:
        self._connection = connection
        self._key = key
        self._breaks: list[Break] = []
        self._counts: dict[str, int] = {}

    def run(self) -> Verified:
        self._pages()
        self._structure()
        self._patients()
        self._plans()
        self._handouts()
        self._audit()
        counts = self._counts
        return Verified(
            patients=counts.get("patient", 0),
            plans=counts.get("plan", 0),
            handouts=counts.get("handout", 0),
            audit_lines=counts.get("audit", 0),
            breaks=tuple(self._breaks),
        )

    def _pages(self) -> None:
        if self._key is None:
            return
        # The check reads the file itself, not the log beside it, so the log is written into it first.
        with self._reporting(_FILE):
            busy, *_ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                return
        with self._reporting(_FILE):
            faults = [str(fault) for (fault,) in self._connection.execute("PRAGMA cipher_integrity_check")]
            if faults:
                page = _PAGE.search(faults[0])
                self._found(_FILE, f"page {page[1]}" if page else "", "its bytes are not the ones that were written")

    def _structure(self) -> None:
        with self._reporting(_FILE):
            (verdict,) = self._connection.execute("PRAGMA integrity_check(1)").fetchone()
            if verdict != "ok":
                self._found(_FILE, "", "its structure is damaged")
        with self._reporting(_FILE):
            for table, row, *_ in self._connection.execute("PRAGMA foreign_key_check"):
                self._found(str(table), f"row {row}", "refers to a row that is not there")
                break

    def _patients(self) -> None:
        def fault(row: tuple[Any, ...]) -> str:
            _, snapshot_format, allergies = row
            return _unreadable(lambda: ALLERGIES.read(snapshot_format, allergies))

        self._each("patient", "SELECT running, snapshot_format, allergies FROM patient ORDER BY running", fault)

    def _plans(self) -> None:
        def fault(row: tuple[Any, ...]) -> str:
            _, snapshot_format, sha256, body = row
            if hashlib.sha256(body).hexdigest() != sha256:
                return "the plan is not the one that was signed"
            return _unreadable(lambda: PLAN.read(snapshot_format, body))

        self._each("plan", "SELECT seq, snapshot_format, sha256, body FROM plan ORDER BY seq", fault)

    def _handouts(self) -> None:
        def fault(row: tuple[Any, ...]) -> str:
            _, sha256, pdf = row
            return "" if hashlib.sha256(pdf).hexdigest() == sha256 else "the sheet is not the one that was issued"

        self._each("handout", "SELECT seq, sha256, pdf FROM handout ORDER BY seq", fault)

    def _audit(self) -> None:
        chain = AuditChain(audit_key(self._key))
        mac, expected = FIRST_MAC, 1

        def fault(row: tuple[Any, ...]) -> str:
            nonlocal mac, expected
            line = audit_row(row)
            if line.seq != expected:
                return "lines before it are missing"
            if not hmac.compare_digest(line.mac, chain.mac(mac, line)):
                return "the line is not the one that was written"
            mac, expected = line.mac, expected + 1
            return self._seal_fault(line)

        order = "SELECT seq, at, by_id, event, subject, subject_id, fields, digest, mac FROM audit ORDER BY seq"
        if not self._each("audit", order, fault):
            return
        with self._reporting("audit"):
            head = self._connection.execute("SELECT seq, last, mac FROM audit_head").fetchone()
            if head is None:
                if expected > 1:
                    self._found("audit_head", "", "the mark of the last line is missing")
                return
            seq, last, head_mac = head
            if not hmac.compare_digest(head_mac, chain.head_mac(seq, last)):
                self._found("audit_head", "", "the mark of the last line is not the one that was written")
            elif (seq, last) != (expected - 1, mac):
                self._found("audit", f"row {expected}", "lines at the end are missing")

    def _seal_fault(self, line: AuditRow) -> str:
        """A plan or a sheet that the audit names must be there, with the digest it had."""
        if line.event not in _SEALED or not line.digest:
            return ""
        table, name, digest = _SEALED[line.event]
        found = self._connection.execute(
            f"SELECT {digest} FROM {table} WHERE {name} = ?", (line.subject_id,)
        ).fetchone()
        if found is None:
            return f"the {table} it tells of is not there"
        return "" if found[0] == line.digest else f"the {table} it tells of is another"

    def _each(self, table: str, query: str, fault: Callable[[tuple[Any, ...]], str]) -> bool:
        """Look at every row until the first that is faulty; whether all were sound."""
        seen = self._counts.setdefault(table, 0)
        last = 0
        try:
            for row in self._connection.execute(query):
                last = row[0]
                what = fault(row)
                if what:
                    self._found(table, f"row {last}", what)
                    return False
                seen += 1
        except _BROKEN as error:
            if _is_the_worlds(error):
                raise
            self._found(table, f"row {last + 1}" if last else "", "it cannot be read")
            return False
        finally:
            self._counts[table] = seen
        return True

    @contextmanager
    def _reporting(self, table: str) -> Iterator[None]:
        try:
            yield
        except _BROKEN as error:
            if _is_the_worlds(error):
                raise
            self._found(table, "", "it cannot be read")

    def _found(self, table: str, row: str, what: str) -> None:
        self._breaks.append(Break(table, row, what))


def _is_the_worlds(error: Exception) -> bool:
    """Whether the disk or another program is in the way, rather than the file damaged."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _WORLD


def audit_row(row: tuple[Any, ...]) -> AuditRow:
    """A line of the audit as a bare connection reads it, columns in the order of ``AuditRow``."""
    seq, at, by_id, event, subject, subject_id, names, digest, mac = row
    moment = datetime.fromisoformat(at)
    return AuditRow(
        seq=seq,
        at=moment if moment.tzinfo else moment.replace(tzinfo=UTC),
        by_id=by_id,
        event=event,
        subject=subject,
        subject_id=subject_id,
        fields=names,
        digest=digest,
        mac=mac,
    )


def _unreadable(read: Callable[[], object]) -> str:
    try:
        read()
    except SnapshotUnreadable:
        return "it cannot be read"
    return ""
