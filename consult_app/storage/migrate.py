"""The clinic file's schema: one integer compared at each start, migrations only where it differs."""

import os
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, NullPool

from consult_app.application.errors import EnvironmentFailed
from consult_app.application.vault import FileKey
from consult_app.storage.database import connect, explained, looking_only, open_engine
from consult_app.storage.file_kind import refuse_other_files

SCHEMA: Final = 1
VERSIONS: Final = Path(__file__).with_name("migrations") / "versions"

_SCRIPTS: Final = Path(__file__).with_name("migrations")
APPLICATION_ID: Final = 0x436E7374  # "Cnst", in the file's header
_PRIVATE: Final = 0o600


def bring_up_to_date(
    path: Path, *, key: FileKey | None = None, schema: int = SCHEMA, versions: Sequence[Path] = (VERSIONS,)
) -> bool:
    """Make or upgrade the clinic file at ``path`` to ``schema``; false when there was nothing to do.

    A file that is upgraded is backed up beside itself first (see ``backup_path``). An upgrade is one transaction:
    when it fails the file is as it was. With ``key`` the file is encrypted, and so is its backup. ``versions`` are the
    folders of the migrations.

    Raises:
        EnvironmentFailed: the file comes from a newer program, is no clinic file or not one of this key (it is not
            touched), the disk fails, or the upgrade failed.
    """
    found = schema_number(path, key)
    if found == schema:
        return False
    if found > schema:
        raise EnvironmentFailed(
            "The clinic file was written by a newer version of the program.",
            "Install the newer version on this computer. The file was not changed.",
        )
    if found:
        _back_up(path, backup_path(path, found), key)
    else:
        make_private(path)
    _upgrade(path, key, found, schema=schema, versions=versions)
    return True


def backup_path(path: Path, schema: int) -> Path:
    """Where the file is kept as it was under ``schema``."""
    return path.with_name(f"{path.stem}.before-upgrade-from-{schema}{path.suffix}")


def schema_number(path: Path, key: FileKey | None = None) -> int:
    """0 for a file that is not there or empty. Opens for reading only; raises as ``bring_up_to_date``."""
    if not path.exists():
        return 0
    if not path.is_file():
        raise EnvironmentFailed("The clinic file cannot be opened.", "Choose the name of a file, not of a folder.")
    if key is not None:
        refuse_other_files(path, key)
    with explained(), closing(connect(looking_only(path), key)) as connection:
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION_ID and (schema or tables):
        raise EnvironmentFailed(
            "The file is a database of another program.", "Choose the clinic's own file. This one was not changed."
        )
    return int(schema)


def make_private(path: Path) -> None:
    """An empty file that only this user can read; SQLite gives its companions the same permissions."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, _PRIVATE))
    except OSError as error:
        raise EnvironmentFailed(
            "The clinic file cannot be made.", "Check that the clinic's folder is there and that you may write in it."
        ) from error


def _back_up(path: Path, target: Path, key: FileKey | None) -> None:
    # An earlier backup of the same schema comes from an upgrade that failed: the file has gone on since, so a newer
    # copy replaces it, but only once it is whole.
    temporary = target.with_name(target.name + ".part")
    temporary.unlink(missing_ok=True)
    make_private(temporary)
    try:
        with explained(), closing(connect(str(path), key)) as source, closing(connect(str(temporary), key)) as copy:
            source.backup(copy)
            (verdict,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            raise EnvironmentFailed(
                "The clinic file is damaged and was not upgraded.", "Restore the last backup. The file was not changed."
            )
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _upgrade(path: Path, key: FileKey | None, found: int, *, schema: int, versions: Sequence[Path]) -> None:
    # Foreign keys are off: rebuilding a table would otherwise delete what refers to it, silently.
    engine = open_engine(path, key=key, foreign_keys=False, pool=NullPool)
    try:
        with explained(), engine.execution_options(write=True).begin() as connection:
            if connection.exec_driver_sql("PRAGMA user_version").scalar_one() == found:
                _run(connection, schema, versions)
    except EnvironmentFailed:
        raise
    except Exception as error:
        raise EnvironmentFailed(
            "The clinic file could not be upgraded to this version of the program. It is as it was.",
            "Go on with the version you had, and report this with the log.",
        ) from error
    finally:
        engine.dispose()


def _run(connection: Connection, schema: int, versions: Sequence[Path]) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("path_separator", "newline")
    config.set_main_option("script_location", _escaped(_SCRIPTS))
    config.set_main_option("version_locations", "\n".join(_escaped(folder) for folder in versions))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if dangling:
        raise RuntimeError(f"{len(dangling)} rows refer to rows that are not there")
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {schema}")


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")
