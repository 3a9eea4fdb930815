"""The ``Vault`` port: the clinic file, its keys beside it, and the count of wrong passwords."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from consult_app.application.errors import EnvironmentFailed, Refused
from consult_app.application.passwords import as_typed, checked_password
from consult_app.application.ports import Clock
from consult_app.application.recovery_code import read_recovery_code
from consult_app.application.vault import (
    KEY_BYTES,
    MARK_BYTES,
    RECOVERY,
    FailedUnlock,
    FileKey,
    KeyHolder,
    NotUnlocked,
    VaultState,
    seconds_left,
)
from consult_app.storage.file_kind import FileKind, kind_of
from consult_app.storage.identifiers import RandomBytes
from consult_app.storage.key_slots import (
    RECOMMENDED,
    Argon2Cost,
    KeySlots,
    Slot,
    read_slots,
    unreadable,
    unwrap,
    wrap,
    write_slots,
)

WriteFile = Callable[[Path, bytes], None]

_KEPT_FAILURES: Final = 200
_RESTORE: Final = "Restore the last backup. Nothing was changed."


@dataclass(frozen=True, slots=True)
class VaultPlaces:
    """The files of one clinic, all in the folder of ``database``."""

    database: Path

    @property
    def keys(self) -> Path:
        return self.database.with_suffix(".keys")

    @property
    def tries(self) -> Path:
        """Wrong passwords: how many in a row, and those the audit does not have yet."""
        return self.database.with_suffix(".tries")

    @property
    def new_database(self) -> Path:
        """A clinic file being made; it takes its name when its keys are on the disk."""
        return self.database.with_name(self.database.name + ".new")

    @property
    def plain_copy(self) -> Path:
        """Where the file without encryption of an earlier version stays."""
        return self.database.with_name(f"{self.database.stem}.not-encrypted{self.database.suffix}")


@dataclass(frozen=True, slots=True)
class _Tries:
    """Of one holder: wrong ones in a row and the last of them; all that the audit does not have yet."""

    failures: int = 0
    last: datetime | None = None
    untold: tuple[datetime, ...] = field(default=())


_TRIES: Final = TypeAdapter(dict[str, _Tries])


class FileVault:
    """``write`` writes a file atomically; ``cost`` is what new slots cost and the least an old one may."""

    def __init__(
        self,
        places: VaultPlaces,
        *,
        clock: Clock,
        write: WriteFile,
        cost: Argon2Cost = RECOMMENDED,
        random: RandomBytes = os.urandom,
    ) -> None:
        self.places = places
        self._clock = clock
        self._write = write
        self._cost = cost
        self._random = random
        self._tries: dict[str, _Tries] | None = None

    def state(self) -> VaultState:
        places = self.places
        if not places.keys.exists():
            match kind_of(places.database, b""):
                case FileKind.MISSING | FileKind.EMPTY:
                    return VaultState.NEW
                case FileKind.PLAIN:
                    return VaultState.PLAIN
                case _:
                    raise EnvironmentFailed(
                        "The keys of the clinic file are missing.",
                        f"Put {places.keys.name} back beside {places.database.name}, or restore the last backup.",
                    )
        slots = self._read()
        self._finish_making(slots)
        match kind_of(places.database, slots.mark):
            case FileKind.SEALED:
                return VaultState.LOCKED
            case FileKind.MISSING:
                raise EnvironmentFailed("The clinic file is missing.", _RESTORE)
            case FileKind.EMPTY:
                raise EnvironmentFailed("The clinic file is empty.", _RESTORE)
            case _:
                raise EnvironmentFailed("The clinic file does not belong to the keys beside it.", _RESTORE)

    def make(
        self, *, clinic: str, name: str, password: str, code: str, fill: Callable[[Path, FileKey], KeyHolder]
    ) -> FileKey:
        """A new vault: ``fill`` makes the file at the path it is given, closes it, and says who the first provider is.

        ``name`` is that provider's, and with the clinic's too obvious for a password. The file counts only when all is
        there; killed before, the next start finds none, or finishes. A plain file in its place is kept as
        ``places.plain_copy``. Raises ``InputFaulty`` for a weak password or a mistyped code, ``Refused`` when there is
        a vault already.
        """
        checked_password(password, names=(name, clinic))
        phrase = as_typed(read_recovery_code(code))
        if self.state() is VaultState.LOCKED:
            raise Refused("There is a clinic on this computer already.")
        key = FileKey(self._random(KEY_BYTES), self._random(MARK_BYTES))
        new = self.places.new_database
        for leftover in (new, new.with_name(new.name + "-wal"), new.with_name(new.name + "-shm")):
            leftover.unlink(missing_ok=True)
        first = fill(new, key)
        slots = KeySlots(mark=key.mark, clinic=clinic, slots=())
        slots = slots.with_slot(self._wrapped(key, first, as_typed(password)))
        slots = slots.with_slot(self._wrapped(key, KeyHolder(RECOVERY, ""), phrase))
        self._save(slots)
        self._finish_making(slots)
        return key

    def clinic_name(self) -> str:
        return self._read().clinic

    def mark(self) -> bytes:
        """The mark of this clinic's file and backups."""
        return self._read().mark

    def holders(self) -> tuple[KeyHolder, ...]:
        return self._read().holders

    def seconds_to_wait(self, holder: str) -> int:
        return self._wait(self._known_tries().get(holder, _Tries()))

    def unlock(self, provider_id: str, password: str) -> FileKey:
        return self._unlock(self._read(), provider_id, as_typed(password), "Wrong password.")

    def unlock_with_code(self, code: str) -> FileKey:
        phrase = as_typed(read_recovery_code(code))
        return self._unlock(self._read(), RECOVERY, phrase, "This is not the recovery code of this clinic.")

    def add(self, key: FileKey, holder: KeyHolder, password: str) -> None:
        slots = self._own(key)
        checked_password(password, names=(holder.name, slots.clinic))
        self._save(slots.with_slot(self._wrapped(key, holder, as_typed(password))))
        self._forgive(holder.provider_id)

    def change_password(self, provider_id: str, old: str, new: str) -> None:
        slots = self._read()
        holder = next((each for each in slots.holders if each.provider_id == provider_id), None)
        if holder is None:
            raise Refused("This provider has no password here.")
        checked_password(new, names=(holder.name, slots.clinic))
        self.add(self._unlock(slots, provider_id, as_typed(old), "The present password is wrong."), holder, new)

    def remove(self, provider_id: str) -> None:
        slots = self._read()
        if [each.provider_id for each in slots.holders] == [provider_id]:
            raise Refused("The last provider who can unlock cannot be removed.")
        self._save(slots.without(provider_id))

    def renew_recovery_code(self, key: FileKey, code: str) -> None:
        phrase = as_typed(read_recovery_code(code))
        self._save(self._own(key).with_slot(self._wrapped(key, KeyHolder(RECOVERY, ""), phrase)))
        self._forgive(RECOVERY)

    def failed_unlocks(self) -> tuple[FailedUnlock, ...]:
        """Earliest first."""
        found = [FailedUnlock(who, at) for who, tries in self._known_tries().items() for at in tries.untold]
        return tuple(sorted(found, key=lambda each: (each.at, each.holder)))

    def forget_failed_unlocks(self) -> None:
        kept = {who: _Tries(each.failures, each.last) for who, each in self._known_tries().items() if each.failures}
        self._keep_tries(kept)

    def _unlock(self, slots: KeySlots, holder: str, phrase: bytes, wrong: str) -> FileKey:
        slot = slots.slot(holder)
        if slot is None:
            raise Refused("This provider has no password here.")
        known = self._known_tries()
        before = known.get(holder, _Tries())
        seconds = self._wait(before)
        now = self._clock.now()
        if seconds:
            if before.last is not None and now < before.last:
                # The clock was moved back: the wait is counted from now, not from a day that is yet to come.
                self._keep_tries({**known, holder: _Tries(before.failures, now, before.untold)})
            raise NotUnlocked("", seconds)
        # Counted before it is tried, so that ending the program does not save the count.
        untold = (*before.untold, now)[-_KEPT_FAILURES:]
        failed = _Tries(before.failures + 1, now, untold)
        self._keep_tries({**known, holder: failed})
        secret = unwrap(slot, phrase=phrase, mark=slots.mark)
        if secret is None:
            raise NotUnlocked(wrong, self._wait(failed))
        self._keep_tries({**known, holder: _Tries(untold=before.untold)})
        return FileKey(secret, slots.mark)

    def _wait(self, tries: _Tries) -> int:
        return 0 if tries.last is None else seconds_left(tries.failures, tries.last, self._clock.now())

    def _forgive(self, holder: str) -> None:
        known = self._known_tries()
        if holder in known:
            self._keep_tries({**known, holder: _Tries(untold=known[holder].untold)})

    def _wrapped(self, key: FileKey, holder: KeyHolder, phrase: bytes) -> Slot:
        return wrap(key.secret, holder=holder, phrase=phrase, mark=key.mark, cost=self._cost, random=self._random)

    def _own(self, key: FileKey) -> KeySlots:
        slots = self._read()
        if slots.mark != key.mark:
            raise Refused("The keys on the disk are of another clinic.")
        return slots

    def _read(self) -> KeySlots:
        try:
            data = self.places.keys.read_bytes()
        except FileNotFoundError:
            raise EnvironmentFailed("The keys of the clinic file are missing.", _RESTORE) from None
        except OSError as error:
            raise EnvironmentFailed(
                "The keys of the clinic file cannot be read.", "Check that you may read the clinic's folder."
            ) from error
        if not data:
            raise unreadable()
        return read_slots(data, least=self._cost)

    def _save(self, slots: KeySlots) -> None:
        self._write(self.places.keys, write_slots(slots))

    def _finish_making(self, slots: KeySlots) -> None:
        """Give a file that was made its name, also when the program ended in between."""
        places = self.places
        if kind_of(places.new_database, slots.mark) is not FileKind.SEALED:
            return
        try:
            match kind_of(places.database, slots.mark):
                case FileKind.PLAIN:
                    if places.plain_copy.exists():
                        raise EnvironmentFailed(
                            f"There is a file named {places.plain_copy.name} already.",
                            "Move it elsewhere, and start again.",
                        )
                    places.database.rename(places.plain_copy)
                case FileKind.MISSING | FileKind.EMPTY:
                    pass
                case _:
                    return
            places.new_database.replace(places.database)
        except OSError as error:
            raise EnvironmentFailed(
                "The new clinic file could not take its place.", "Check that you may write in the clinic's folder."
            ) from error

    def _known_tries(self) -> dict[str, _Tries]:
        if self._tries is None:
            try:
                self._tries = _TRIES.validate_json(self.places.tries.read_bytes())
            except (OSError, ValidationError):
                self._tries = {}
        return self._tries

    def _keep_tries(self, tries: dict[str, _Tries]) -> None:
        self._tries = tries
        # A full disk must not keep a provider from unlocking: until there is space, the count is in memory alone.
        with suppress(EnvironmentFailed):
            self._write(self.places.tries, _TRIES.dump_json(tries))
