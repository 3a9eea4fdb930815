"""The vault: the clinic file is locked, each provider's password and the recovery code unlock it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from consult_app.application.errors import Refused

KEY_BYTES: Final = 32
MARK_BYTES: Final = 16
LONGEST_WAIT: Final = 300

RECOVERY: Final = "recovery"
"""Stands for the recovery code where a provider's id stands otherwise."""


@dataclass(frozen=True, slots=True)
class FileKey:
    """What opens one clinic's file and its backups: the secret key, and the mark their first bytes are.

    The mark is no secret: it tells whose file it is before anything is opened.
    """

    secret: bytes = field(repr=False)
    mark: bytes

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES or len(self.mark) != MARK_BYTES:
            raise ValueError("a key of 32 bytes and a mark of 16 wanted")


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """A provider who can unlock, as the lock screen shows it. The name is staff's, kept unencrypted beside the file."""

    provider_id: str
    name: str
    credentials: str = ""


@dataclass(frozen=True, slots=True)
class FailedUnlock:
    """A wrong password or code: whose, when. Kept until the audit has it."""

    holder: str
    at: datetime


class VaultState(StrEnum):
    NEW = "new"
    """No clinic yet."""
    PLAIN = "plain"
    """A clinic file of an earlier version, without a password."""
    LOCKED = "locked"


class NotUnlocked(Refused):
    """A wrong password or code, or a try before the wait is over. ``seconds`` is the wait that is left."""

    def __init__(self, what: str, seconds: int) -> None:
        unit = "second" if seconds == 1 else "seconds"
        super().__init__(f"{what} Try again in {seconds} {unit}.".strip() if seconds else what)
        self.seconds = seconds


class Vault(Protocol):
    """The keys of the clinic file. Every method reads the disk and may take a second: call it on a worker.

    All raise ``EnvironmentFailed`` when the keys cannot be read or written.
    """

    def state(self) -> VaultState:
        """Raises ``EnvironmentFailed`` saying what is wrong when file and keys do not belong together."""
        ...

    def clinic_name(self) -> str: ...

    def holders(self) -> tuple[KeyHolder, ...]: ...

    def seconds_to_wait(self, holder: str) -> int:
        """How long the next try of this provider (or ``RECOVERY``) must wait."""
        ...

    def unlock(self, provider_id: str, password: str) -> FileKey:
        """Raises ``NotUnlocked``, and ``Refused`` for somebody without a key."""
        ...

    def unlock_with_code(self, code: str) -> FileKey:
        """Raises ``InputFaulty`` for a code that is mistyped or half, ``NotUnlocked`` for another file's."""
        ...

    def add(self, key: FileKey, holder: KeyHolder, password: str) -> None:
        """Give a provider a password, in place of one there was. Raises ``InputFaulty`` for a weak one."""
        ...

    def change_password(self, provider_id: str, old: str, new: str) -> None: ...

    def remove(self, provider_id: str) -> None:
        """Raises ``Refused`` for the last provider who has a key."""
        ...

    def renew_recovery_code(self, key: FileKey, code: str) -> None:
        """From now on ``code`` is the recovery code and the one before is none."""
        ...

    def failed_unlocks(self) -> tuple[FailedUnlock, ...]:
        """Wrong passwords and codes since they were last told to the audit."""
        ...

    def forget_failed_unlocks(self) -> None:
        """Call when the audit has them."""
        ...


def wait_after(failures: int) -> int:
    """Seconds to wait after so many wrong passwords in a row: 1, 2, 4 and so on, five minutes at most."""
    return 0 if failures < 1 else min(2 ** min(failures - 1, 20), LONGEST_WAIT)


def seconds_left(failures: int, last: datetime, now: datetime) -> int:
    """Of the wait after ``last``, what is left ``now``, rounded up; never more than the whole wait."""
    wait = wait_after(failures)
    left = last + timedelta(seconds=wait) - now
    return min(wait, max(0, -(-left // timedelta(seconds=1))))
