"""The engine of the clinic file, its transactions, and the disk's errors in plain words."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Final

import sqlcipher3
from sqlalchemy import URL, Connection, Engine, Pool, QueuePool, event
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, create_engine

from consult_app.application.errors import EnvironmentFailed
from consult_app.application.vault import FileKey

BUSY_MILLISECONDS: Final = 5000

_PRIMARY_CODE = 0xFF
_NOT_TEXT = "Could not decode to UTF-8"
_DAMAGED_ADVICE = "Nothing was written. Restore the last backup, and keep the damaged file beside it."
_FAILURES: Final = {
    sqlite3.SQLITE_FULL: ("The disk is full.", "Free some space and try again. What was saved before is safe."),
    sqlite3.SQLITE_BUSY: (
        "The clinic file is in use by another program.",
        "Close the other program and try again. What was saved before is safe.",
    ),
    sqlite3.SQLITE_READONLY: (
        "The clinic file cannot be written to.",
        "Check that the disk is not write-protected and that you may write to the clinic's folder.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The clinic file cannot be opened.",
        "Check that the clinic's folder is there and that you may read and write in it.",
    ),
    sqlite3.SQLITE_IOERR: (
        "The disk reported an error while reading or writing the clinic file.",
        "Check the disk and its free space, then try again. What was saved before is safe.",
    ),
    sqlite3.SQLITE_NOTADB: ("The clinic file is not a clinic file, or it is damaged.", _DAMAGED_ADVICE),
    sqlite3.SQLITE_CORRUPT: ("The clinic file is damaged.", _DAMAGED_ADVICE),
}
_SAME_AS: Final = {
    sqlite3.SQLITE_LOCKED: sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_PERM: sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_AUTH: sqlite3.SQLITE_READONLY,
}


class HeldKey:
    """The key of an open clinic file: there while it is unlocked, gone while it is locked."""

    def __init__(self, key: FileKey) -> None:
        self._key: FileKey | None = key

    def key(self) -> FileKey:
        """Raises ``EnvironmentFailed`` while the file is locked."""
        if self._key is None:
            raise EnvironmentFailed("The clinic file is locked.", "Unlock it, then try again.")
        return self._key

    def take_away(self) -> None:
        self._key = None

    def give_back(self, key: FileKey) -> None:
        self._key = key


def open_engine(
    path: Path,
    *,
    key: FileKey | HeldKey | None = None,
    foreign_keys: bool = True,
    busy_milliseconds: int = BUSY_MILLISECONDS,
    pool: type[Pool] = QueuePool,
) -> Engine:
    """An engine on the file at ``path``; nothing is opened before the first transaction.

    With ``key`` the file is encrypted; the key goes to each connection, never into a URL. Every connection keeps a
    write-ahead log, waits for the disk at each commit and keeps temporary data in memory. Exceptions never carry
    parameters.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path.absolute())),
        module=_driver(key),
        hide_parameters=True,
        poolclass=pool,
    )
    pragmas = (
        f"busy_timeout = {busy_milliseconds}",
        "journal_mode = WAL",
        "synchronous = FULL",
        f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
        "temp_store = MEMORY",
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver must not begin or commit on its own
        _hand_over(connection, key)
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").fetchall()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def connect(address: str, key: FileKey | HeldKey | None) -> sqlite3.Connection:
    """A bare connection to ``address``, a path or a ``file:`` address, for copying and checking whole files."""
    module = _driver(key)
    connection: sqlite3.Connection = module.connect(address, isolation_level=None, uri=address.startswith("file:"))
    try:
        _hand_over(connection, key)
    except BaseException:
        connection.close()
        raise
    return connection


def looking_only(path: Path) -> str:
    """An address that changes nothing at ``path``, and leaves no trace of the look when nobody has the file open."""
    immutable = 0 if path.with_name(path.name + "-wal").exists() else 1
    return f"{path.absolute().as_uri()}?mode=ro&immutable={immutable}"


def refuse_company(path: Path, key: FileKey | None) -> None:
    """Write the log into the file and leave the file alone. Raises ``EnvironmentFailed`` while another has it open."""
    with explained(), closing(connect(str(path.absolute()), key)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()


def _driver(key: FileKey | HeldKey | None) -> ModuleType:
    return sqlite3 if key is None else sqlcipher3


def _hand_over(connection: sqlite3.Connection, held: FileKey | HeldKey | None) -> None:
    key = held.key() if isinstance(held, HeldKey) else held
    if key is not None:
        # Its complaints go to standard error and would name what it was doing.
        connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
        connection.execute(f"PRAGMA key = \"x'{key.secret.hex()}{key.mark.hex()}'\"").fetchall()


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session on one unchanging view of the file. Raises ``EnvironmentFailed`` for the disk's errors."""
    with explained(), Session(engine) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session in one transaction that holds the file's write lock from its start; commits at the end.

    Anything raised inside rolls everything back. Raises ``EnvironmentFailed`` for the disk's errors.
    """
    with explained(), Session(engine.execution_options(write=True)) as session, session.begin():
        session.connection()
        yield session


@contextmanager
def writing_rows(engine: Engine) -> Iterator[Connection]:
    """As ``writing``, without a session, for statements that must be quick."""
    with explained(), engine.execution_options(write=True).begin() as connection:
        yield connection


@contextmanager
def explained() -> Iterator[None]:
    """Turn the database's complaints about the world into ``EnvironmentFailed``; let bugs through as they are."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, sqlcipher3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        primary = getattr(cause, "sqlite_errorcode", 0) & _PRIMARY_CODE
        failure = _FAILURES.get(_SAME_AS.get(primary, primary))
        if failure is not None:
            raise EnvironmentFailed(*failure) from error
        if str(cause).startswith(_NOT_TEXT):
            # The driver's message quotes the text it could not read, so it goes no further.
            raise EnvironmentFailed(*_FAILURES[sqlite3.SQLITE_CORRUPT]) from None
        raise
