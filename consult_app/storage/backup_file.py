"""One backup: a single file with the encrypted clinic file, its keys, and what they are.

It is a ZIP archive without compression, so that everything needed to come back travels together, and a file that was
cut short shows.
"""

import errno
import hashlib
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import ConfigDict, TypeAdapter, ValidationError

from consult_app.application.errors import EnvironmentFailed, Refused

FORMAT: Final = "consult-backup/1"

_MANIFEST: Final = "backup.json"
_DATABASE: Final = "clinic.db"
_KEYS: Final = "clinic.keys"
_CHUNK: Final = 1 << 20
_MOST_SMALL: Final = 1 << 22
_ZIP: Final = b"PK"
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_ANOTHER: Final = "Choose another backup. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Manifest:
    """``mark`` is whose the clinic file is, in hexadecimal digits; ``sha256`` is over its bytes."""

    mark: str
    made_at: datetime
    schema: int
    sha256: str
    format: str = FORMAT


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup that could be read, up to its clinic file."""

    path: Path
    manifest: Manifest
    keys: bytes

    def extract(self, target: Path) -> None:
        """Write the clinic file to ``target``. Raises ``EnvironmentFailed`` when its bytes are not those kept."""
        found = hashlib.sha256()
        with disk_explained(), _archive(self.path) as archive, archive.open(_DATABASE) as source:
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                while chunk := source.read(_CHUNK):
                    found.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
        if found.hexdigest() != self.manifest.sha256:
            raise damaged()

    def check(self) -> None:
        """Read the clinic file in it once. Raises ``EnvironmentFailed`` when its bytes are not those kept."""
        found = hashlib.sha256()
        with disk_explained(), _archive(self.path) as archive, archive.open(_DATABASE) as source:
            while chunk := source.read(_CHUNK):
                found.update(chunk)
        if found.hexdigest() != self.manifest.sha256:
            raise damaged()


def write_backup(path: Path, *, database: Path, keys: bytes, manifest: Manifest) -> None:
    """Write the backup to ``path``, which is not there yet, and bring it to the disk."""
    with disk_explained():
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                archive.writestr(_MANIFEST, _ADAPTER.dump_json((manifest,))[1:-1])
                archive.writestr(_KEYS, keys)
                archive.write(database, _DATABASE)
            file.flush()
            os.fsync(file.fileno())


def read_backup(path: Path) -> BackupFile:
    """Look at a backup without opening its clinic file.

    Raises ``EnvironmentFailed`` for a file that is missing, empty, cut short, damaged or no backup, ``Refused`` for one
    of a newer program.
    """
    with disk_explained(), _archive(path) as archive:
        names = set(archive.namelist())
        if not {_MANIFEST, _DATABASE, _KEYS} <= names:
            raise _foreign()
        members = {name: archive.getinfo(name) for name in names}
        if any(members[name].file_size > _MOST_SMALL for name in (_MANIFEST, _KEYS)):
            raise _foreign()
        if members[_DATABASE].compress_type != zipfile.ZIP_STORED:
            raise _foreign()  # ours are not compressed: nothing can grow when it is taken out
        said, keys = archive.read(_MANIFEST), archive.read(_KEYS)
    if b'"consult-backup/' in said and f'"{FORMAT}"'.encode() not in said:
        raise Refused("The backup was made by a newer version of the program.", ("Install the newer version.",))
    try:
        (manifest,) = _ADAPTER.validate_json(b"[" + said + b"]")
    except ValidationError:
        raise damaged() from None
    return BackupFile(path, manifest, keys)


def damaged() -> EnvironmentFailed:
    return EnvironmentFailed("The backup is damaged or was cut short.", _ANOTHER)


@contextmanager
def disk_explained() -> Iterator[None]:
    """Turn the disk's errors while a backup is read or written into ``EnvironmentFailed``."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            failed = EnvironmentFailed("The disk is full.", "Free some space, or choose another folder for backups.")
        elif error.errno in _FORBIDDEN:
            failed = EnvironmentFailed(
                "You may not write in the folder for backups, or its disk is read-only.", "Choose another folder."
            )
        elif isinstance(error, FileExistsError):
            failed = EnvironmentFailed("There is a file of that name already.", "Choose another name.")
        elif isinstance(error, FileNotFoundError | NotADirectoryError):
            failed = EnvironmentFailed(
                "The backup, or its folder, is not there.", "Choose another, or plug in its disk."
            )
        else:
            failed = EnvironmentFailed(
                "The disk reported an error while a backup was read or written.", "Check the disk, then try again."
            )
        raise failed from error


@contextmanager
def _archive(path: Path) -> Iterator[zipfile.ZipFile]:
    if path.is_dir():
        raise EnvironmentFailed("This is a folder, not a backup.", "Choose the backup itself.")
    with path.open("rb") as file:
        first = file.read(len(_ZIP))
        if not first:
            raise EnvironmentFailed("The backup is empty.", _ANOTHER)
        if first != _ZIP:
            raise _foreign()
        try:
            with zipfile.ZipFile(file) as archive:
                yield archive
        except (zipfile.BadZipFile, EOFError, RuntimeError, ValueError) as error:
            raise damaged() from error


def _foreign() -> EnvironmentFailed:
    return EnvironmentFailed("This file is not a backup of this program.", _ANOTHER)


_ADAPTER: Final = TypeAdapter(
    tuple[Manifest], config=ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)
)
