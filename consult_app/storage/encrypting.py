"""Taking over a clinic file without encryption, as an earlier version made it, into an encrypted one."""

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from consult_app.application.errors import EnvironmentFailed
from consult_app.application.vault import FileKey
from consult_app.storage.audit import FIRST_MAC, AuditChain, audit_key
from consult_app.storage.database import connect, explained, refuse_company
from consult_app.storage.file_kind import FileKind, kind_of
from consult_app.storage.migrate import APPLICATION_ID, bring_up_to_date, make_private, schema_number
from consult_app.storage.verifying import audit_row, verify_file

_GUARD: Final = "audit_no_update"


@dataclass(frozen=True, slots=True)
class TakenOver:
    """How many rows each table has, counted and compared in both files."""

    rows: tuple[tuple[str, int], ...]

    def count(self, table: str) -> int:
        return dict(self.rows)[table]


def encrypt_plain(plain: Path, new: Path, key: FileKey) -> TakenOver:
    """Copy everything in ``plain`` to ``new``, encrypted, and compare the two row by row; ``plain`` stays as it is.

    Raises ``EnvironmentFailed`` when ``plain`` is no clinic file, damaged, of a newer program or in use; ``new`` is of
    no use then.
    """
    if kind_of(plain, b"") is not FileKind.PLAIN:
        raise EnvironmentFailed("The file is no clinic file without encryption.", "Nothing was changed.")
    schema = schema_number(plain)
    refuse_company(plain, None)
    found = verify_file(plain, None)
    if not found.is_whole:
        raise EnvironmentFailed(
            f"The clinic file is damaged and was not taken over. {found.breaks[0].line}.",
            "Restore the last good copy of it. Nothing was changed.",
        )
    make_private(new)
    with explained():
        with closing(_with_plain(new, key, plain)) as target:
            target.execute("SELECT sqlcipher_export('main', 'plain')").fetchall()
        # Opened anew: the triggers copied count from the next opening on.
        with closing(_with_plain(new, key, plain)) as target:
            taken = _compared(target)
            _chain_anew(target, key)
            target.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            target.execute(f"PRAGMA user_version = {schema}")
    bring_up_to_date(new, key=key)
    if not verify_file(new, key).is_whole:
        raise _different("its check")
    return taken


def _with_plain(new: Path, key: FileKey, plain: Path) -> sqlite3.Connection:
    connection = connect(str(new.absolute()), key)
    try:
        connection.execute("ATTACH DATABASE ? AS plain KEY ''", (str(plain.absolute()),))
    except BaseException:
        connection.close()
        raise
    return connection


def _compared(connection: sqlite3.Connection) -> TakenOver:
    """Every table of the attached plain file has the same rows in the encrypted one."""
    names = "SELECT name, sql FROM {}.sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
    theirs, ours = (connection.execute(names.format(schema)).fetchall() for schema in ("plain", "main"))
    if theirs != ours:
        raise _different("its tables")
    tables = [str(name) for (name,) in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
    rows = []
    for table in sorted(tables):
        quoted = table.replace('"', '""')
        counts = [_digest(connection, f'{schema}."{quoted}"') for schema in ("plain", "main")]
        if counts[0] != counts[1]:
            raise _different(table)
        rows.append((table, counts[0][0]))
    return TakenOver(tuple(rows))


def _digest(connection: sqlite3.Connection, table: str) -> tuple[int, str]:
    """How many rows a table has, and the SHA-256 of them all in the order of their keys."""
    found, count = hashlib.sha256(), 0
    for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1"):
        count += 1
        found.update(repr(row).encode("utf-8", "surrogatepass"))
    return count, found.hexdigest()


def _chain_anew(connection: sqlite3.Connection, key: FileKey) -> None:
    """The audit of a plain file is chained without a secret; from here on it is chained with the vault's."""
    chain, mac = AuditChain(audit_key(key)), FIRST_MAC
    lines: list[tuple[Any, ...]] = connection.execute(
        "SELECT seq, at, by_id, event, subject, subject_id, fields, digest, mac FROM main.audit ORDER BY seq"
    ).fetchall()
    if not lines:
        return
    (guard,) = connection.execute("SELECT sql FROM main.sqlite_master WHERE name = ?", (_GUARD,)).fetchone()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(f"DROP TRIGGER main.{_GUARD}")
    for line in lines:
        mac = chain.mac(mac, audit_row(line))
        connection.execute("UPDATE main.audit SET mac = ? WHERE seq = ?", (mac, line[0]))
    last = int(lines[-1][0])
    connection.execute("UPDATE main.audit_head SET seq = ?, last = ?, mac = ?", (last, mac, chain.head_mac(last, mac)))
    connection.execute(guard)
    connection.execute("COMMIT")


def _different(what: str) -> EnvironmentFailed:
    return EnvironmentFailed(
        f"The encrypted copy is not the same as the clinic file: {what}.",
        "Nothing was changed. Report this with the log.",
    )
