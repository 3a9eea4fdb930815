"""Whose a file is, from its first bytes, before anything is opened.

SQLCipher keeps a salt in the first 16 bytes of a file, unencrypted. Ours is the mark of the clinic's key, so a wrong
file is told from a damaged one.
"""

from enum import Enum, auto
from pathlib import Path
from typing import Final

from consult_app.application.errors import EnvironmentFailed
from consult_app.application.vault import MARK_BYTES, FileKey

_SQLITE: Final = b"SQLite format 3\0"
_UNTOUCHED: Final = "Nothing was changed."


class FileKind(Enum):
    MISSING = auto()
    EMPTY = auto()
    PLAIN = auto()
    """An SQLite database without encryption, the clinic's or another's."""
    SEALED = auto()
    """Begins with the mark asked for."""
    OTHER = auto()


def kind_of(path: Path, mark: bytes) -> FileKind:
    """Raises ``EnvironmentFailed`` when the file cannot be read. With an empty ``mark`` nothing is ``SEALED``."""
    try:
        with path.open("rb") as file:
            first = file.read(MARK_BYTES)
    except FileNotFoundError:
        return FileKind.MISSING
    except OSError as error:
        raise EnvironmentFailed(
            "The clinic file cannot be opened.",
            "Check that the clinic's folder is there and that you may read and write in it.",
        ) from error
    if not first:
        return FileKind.EMPTY
    if first == _SQLITE:
        return FileKind.PLAIN
    return FileKind.SEALED if mark and first == mark else FileKind.OTHER


def refuse_other_files(path: Path, key: FileKey) -> None:
    """Raises ``EnvironmentFailed`` for a file that is not this key's. One that is missing or empty passes."""
    match kind_of(path, key.mark):
        case FileKind.PLAIN:
            raise EnvironmentFailed(
                "The clinic file is not encrypted.", f"It was put there by another program or version. {_UNTOUCHED}"
            )
        case FileKind.OTHER:
            raise EnvironmentFailed(
                "The file is of another clinic, or no clinic file.",
                f"Choose the clinic's own file, or restore the last backup. {_UNTOUCHED}",
            )
        case _:
            return
