"""One desk at a time on one clinic file."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QLockFile

from consult_app.application.errors import EnvironmentFailed

LOCK_NAME: Final = "desk.lock"


class SingleInstance:
    """Holds the lock of a data folder while the desk is open; a lock left by a killed program is taken over."""

    def __init__(self, folder: Path) -> None:
        self._lock = QLockFile(str(folder / LOCK_NAME))
        self._lock.setStaleLockTime(0)

    def take(self) -> None:
        """Take the lock. Raises ``EnvironmentFailed`` when another desk holds it or the folder cannot be written."""
        if self._lock.tryLock(0):
            return
        if self._lock.error() is QLockFile.LockError.LockFailedError:
            raise EnvironmentFailed("The desk is already open on this computer.", "Use that window, or close it first.")
        raise EnvironmentFailed("The clinic's folder cannot be written.", "Check its permissions and the free space.")

    def release(self) -> None:
        """Let the next desk in."""
        self._lock.unlock()
