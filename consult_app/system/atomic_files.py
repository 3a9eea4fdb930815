"""Writing a file wholly or not at all."""

import errno
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from consult_app.application.errors import EnvironmentFailed

TEMPORARY_PREFIX = ".consult-"

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM})
_LOCKED = frozenset({errno.EBUSY, errno.ETXTBSY})
_WINDOWS_SHARING_VIOLATION = 32


def write_atomically(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``, replacing a file that is there.

    The bytes go to a temporary file in the same folder, are flushed to the disk and take the name in one step, so a
    reader sees the old file or the new one. A link is followed; an existing file keeps its permissions, a new one is
    readable by this user alone.

    Raises:
        EnvironmentFailed: the target is not a regular file, its folder is missing, or the disk is full, read-only,
            locked or not permitted. What was there is untouched and no temporary file stays. The message does not
            name the file: a file name may hold a patient's name.
    """
    try:
        target = Path(os.path.realpath(path))
        mode = _mode_to_keep(target)
        temporary = _write_beside(target, data, mode=mode)
    except (OSError, ValueError) as error:
        raise _explained(error) from error
    try:
        os.replace(temporary, target)
    except BaseException as error:
        _discard(temporary)
        if isinstance(error, OSError):
            raise _explained(error) from error
        raise
    _flush_folder(target.parent)


def _mode_to_keep(target: Path) -> int | None:
    """The permissions of the file to be replaced; ``None`` when there is none yet."""
    if not target.parent.is_dir():
        raise EnvironmentFailed(
            "The folder for the file does not exist.",
            "Make the folder first, or choose another place.",
        )
    try:
        found = target.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise EnvironmentFailed(
            "The place to write to is not an ordinary file.",
            "Choose the name of a file, not a folder or a device.",
        )
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return stat.S_IMODE(found.st_mode)


def _write_beside(target: Path, data: bytes, *, mode: int | None) -> Path:
    descriptor, name = tempfile.mkstemp(prefix=TEMPORARY_PREFIX, suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(mode)
    except BaseException:
        _discard(temporary)
        raise
    return temporary


def _discard(temporary: Path) -> None:
    with suppress(OSError):
        temporary.unlink()


def _flush_folder(folder: Path) -> None:
    # The content is already safe and in place; where a system cannot flush a folder (Windows, some network shares)
    # only the moment the new name reaches the disk is left to it.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _explained(error: OSError | ValueError) -> EnvironmentFailed:
    if isinstance(error, ValueError):  # a name with a NUL in it
        return EnvironmentFailed("The file name holds a character no file may have.", "Choose another name.")
    if error.errno in _LOCKED or getattr(error, "winerror", None) == _WINDOWS_SHARING_VIOLATION:
        return EnvironmentFailed(
            "The file is in use by another program.",
            "Close it there and try again, or choose another name.",
        )
    if error.errno in _FULL:
        return EnvironmentFailed(
            "The disk is full.",
            "Free some space, or choose another place, and try again.",
        )
    if error.errno in _FORBIDDEN:
        return EnvironmentFailed(
            "You are not allowed to write there, or the file is open in another program.",
            "Close the file, or choose a place of your own.",
        )
    if error.errno == errno.EROFS:
        return EnvironmentFailed("The disk is read-only.", "Choose another place.")
    if error.errno == errno.ENAMETOOLONG:
        return EnvironmentFailed("The file name is too long.", "Choose a shorter name.")
    return EnvironmentFailed(
        f"The file could not be written (system error {error.errno}).",
        "Choose another place and try again.",
    )
