"""The ``Backups`` port: made from the running file, checked before they count, thinned, and restored."""

import hashlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Final

from consult_app.application.audit import NOBODY, AuditEntry, Event, Subject
from consult_app.application.backups import (
    Backup,
    Holdings,
    Replacing,
    Restored,
    backup_name,
    made_at,
    stamp,
    to_keep,
)
from consult_app.application.errors import EnvironmentFailed, Refused
from consult_app.application.passwords import as_typed
from consult_app.application.ports import Clock
from consult_app.application.recovery_code import read_recovery_code
from consult_app.application.vault import RECOVERY, FileKey, KeyHolder, NotUnlocked
from consult_app.application.verifying import Verified
from consult_app.storage.audit import SqlAuditTrail
from consult_app.storage.backup_file import BackupFile, Manifest, damaged, disk_explained, read_backup, write_backup
from consult_app.storage.database import connect, explained, looking_only, open_engine, refuse_company
from consult_app.storage.file_kind import FileKind, kind_of
from consult_app.storage.key_slots import RECOMMENDED, Argon2Cost, KeySlots, read_slots, unwrap
from consult_app.storage.migrate import SCHEMA, backup_path, bring_up_to_date, make_private, schema_number
from consult_app.storage.vault import VaultPlaces, WriteFile
from consult_app.storage.verifying import verify_file

_COMPANIONS: Final = ("-wal", "-shm")


class FileBackups:
    """``key`` opens the clinic file at ``places`` and its backups; ``zone`` is the clinic's, for its days and weeks.

    ``write`` writes a file atomically.
    """

    def __init__(
        self,
        places: VaultPlaces,
        key: FileKey,
        *,
        clock: Clock,
        write: WriteFile,
        zone: tzinfo = UTC,
        cost: Argon2Cost = RECOMMENDED,
    ) -> None:
        self._places = places
        self._key = key
        self._clock = clock
        self._write = write
        self._zone = zone
        self._cost = cost

    def make(self, place: str, *, by: str = NOBODY) -> Backup:
        target, now = Path(place), self._clock.now().replace(microsecond=0)
        keys = self._keys()
        with disk_explained():
            if not target.absolute().parent.is_dir():
                raise FileNotFoundError
            if target.exists():
                raise FileExistsError
        with _gone_after(self._beside("backing-up")) as copy, _gone_after(_part(target)) as part:
            copied = _copied(self._places.database, copy, self._key)
            if not copied.is_whole:
                raise EnvironmentFailed(
                    f"The clinic file is damaged, so no backup was made. {copied.breaks[0].line}.",
                    "Restore the last backup. The earlier backups are as they were.",
                )
            manifest = Manifest(self._key.mark.hex(), now, SCHEMA, _sha256(copy))
            write_backup(part, database=copy, keys=keys, manifest=manifest)
            # Read back from where it lies: what counts is what is on that disk.
            read_backup(part).check()
            with disk_explained():
                part.replace(target)
        self._tell(AuditEntry(Event.BACKED_UP, Subject.BACKUP, stamp(now)), by)
        return Backup(str(target), now, target.stat().st_size)

    def make_in(self, folder: str, *, by: str = NOBODY) -> Backup:
        backup = self.make(str(Path(folder) / backup_name(self._clock.now())), by=by)
        self._thin(folder, spared=backup)
        return backup

    def listed(self, folder: str) -> tuple[Backup, ...]:
        found = []
        with disk_explained():
            for path in Path(folder).iterdir():
                at = made_at(path.name)
                if at is not None and path.is_file():
                    found.append(Backup(str(path), at, path.stat().st_size))
        return tuple(sorted(found, key=lambda each: each.at, reverse=True))

    def thin(self, folder: str) -> tuple[Backup, ...]:
        return self._thin(folder)

    def _thin(self, folder: str, *, spared: Backup | None = None) -> tuple[Backup, ...]:
        # A clock that was moved back makes the newest backup look old: the one just made is never deleted.
        present = [each for each in self.listed(folder) if self._is_ours(Path(each.place))]
        kept = to_keep((each.at for each in present), self._zone)
        gone = tuple(each for each in present if each.at not in kept and each != spared)
        with disk_explained():
            for each in gone:
                Path(each.place).unlink(missing_ok=True)
        return gone

    def compare(self, place: str) -> Replacing:
        backup = self._ours(Path(place))
        with _gone_after(self._beside("comparing")) as copy:
            self._sound(backup, copy)
            theirs, plans = _holdings(copy, self._key)
        present: Holdings | None = None
        lost = 0
        with suppress(EnvironmentFailed):
            if kind_of(self._places.database, self._key.mark) is FileKind.SEALED:
                present, on_file = _holdings(self._places.database, self._key)
                lost = len(on_file - plans)
        clinic = read_slots(backup.keys, least=self._cost).clinic
        return Replacing(theirs, backup.manifest.made_at, clinic, present=present, plans_lost=lost)

    def restore(self, place: str, *, by: str) -> Restored:
        backup = self._ours(Path(place))
        database = self._places.database
        with _gone_after(self._beside("restoring")) as copy:
            self._sound(backup, copy)
            kept = self._place_to_keep()
            self._refuse_company()
            self._set_aside(kept)
            with disk_explained():
                copy.replace(database)
        if not self._places.keys.exists():
            self._write(self._places.keys, backup.keys)
        self._tell(AuditEntry(Event.RESTORED, Subject.BACKUP, stamp(backup.manifest.made_at)), by)
        verified = verify_file(database, self._key)
        return Restored(verified, str(kept) if kept is not None else "")

    def _keys(self) -> bytes:
        try:
            keys = self._places.keys.read_bytes()
        except OSError as error:
            raise EnvironmentFailed(
                "The keys of the clinic file cannot be read, so no backup was made.", "Restore the last backup."
            ) from error
        if read_slots(keys, least=self._cost).mark != self._key.mark:
            raise EnvironmentFailed("The keys beside the clinic file are of another clinic.", "No backup was made.")
        return keys

    def _ours(self, path: Path) -> BackupFile:
        backup = read_backup(path)
        if backup.manifest.mark != self._key.mark.hex():
            clinic = read_slots(backup.keys, least=self._cost).clinic
            raise Refused(f"This is a backup of another clinic: {clinic}.", ("Nothing was changed.",))
        return backup

    def _is_ours(self, path: Path) -> bool:
        """Two clinics may keep their backups in one folder."""
        with suppress(EnvironmentFailed, Refused):
            return read_backup(path).manifest.mark == self._key.mark.hex()
        return False

    def _sound(self, backup: BackupFile, copy: Path) -> None:
        """Take the clinic file out of a backup and check it wholly."""
        if backup.manifest.schema > SCHEMA:
            raise Refused("The backup was made by a newer version of the program.", ("Install the newer version.",))
        backup.extract(copy)
        earlier = schema_number(copy, self._key)
        with _gone_after(backup_path(copy, earlier)):
            bring_up_to_date(copy, key=self._key)
        if not verify_file(copy, self._key).is_whole:
            raise damaged()

    def _refuse_company(self) -> None:
        try:
            schema_number(self._places.database, self._key)
        except EnvironmentFailed:
            # A damaged file cannot be asked who else has it open. It is what a restore is for, and is not touched.
            return
        if self._places.database.exists():
            refuse_company(self._places.database, self._key)

    def _place_to_keep(self) -> Path | None:
        """Where the present file will lie; ``None`` when there is none."""
        database = self._places.database
        kept = database.with_name(f"{database.stem}.before-restore-{stamp(self._clock.now())}{database.suffix}")
        with disk_explained():
            if kept.exists():
                raise FileExistsError
            return kept if database.exists() else None

    def _set_aside(self, kept: Path | None) -> None:
        """Move the present file, and a log that could not be written into it, out of the way; copy its keys."""
        if kept is None:
            return
        database, keys = self._places.database, self._places.keys
        with disk_explained():
            if keys.exists():
                self._write(kept.with_suffix(keys.suffix), keys.read_bytes())
            database.rename(kept)
            for companion in _COMPANIONS:
                beside = database.with_name(database.name + companion)
                if beside.exists():
                    beside.rename(kept.with_name(kept.name + companion))

    def _tell(self, entry: AuditEntry, by: str) -> None:
        engine = open_engine(self._places.database, key=self._key)
        try:
            trail = SqlAuditTrail(engine, self._clock, lambda: self._key, who=None)
            trail.record(entry, by=by)
        finally:
            engine.dispose()

    def _beside(self, doing: str) -> Path:
        database = self._places.database
        return database.with_name(f"{database.stem}.{doing}{database.suffix}")


@dataclass(frozen=True, slots=True)
class BackupKeys:
    """The keys in a backup, for a computer that has none: what opened the clinic file on the day it was made."""

    slots: KeySlots

    @classmethod
    def of(cls, place: str, *, cost: Argon2Cost = RECOMMENDED) -> "BackupKeys":
        """Raises as ``Backups.compare``."""
        return cls(read_slots(read_backup(Path(place)).keys, least=cost))

    @property
    def holders(self) -> tuple[KeyHolder, ...]:
        return self.slots.holders

    def unlock(self, provider_id: str, password: str) -> FileKey:
        """Raises ``NotUnlocked`` for a wrong password, ``Refused`` for somebody without one."""
        return self._opened(provider_id, as_typed(password), "Wrong password.")

    def unlock_with_code(self, code: str) -> FileKey:
        """Raises ``InputFaulty`` for a mistyped code, ``NotUnlocked`` for another clinic's."""
        return self._opened(RECOVERY, as_typed(read_recovery_code(code)), "This is not the code of this backup.")

    def _opened(self, holder: str, phrase: bytes, wrong: str) -> FileKey:
        slot = self.slots.slot(holder)
        if slot is None:
            raise Refused("This provider had no password when the backup was made.")
        secret = unwrap(slot, phrase=phrase, mark=self.slots.mark)
        if secret is None:
            raise NotUnlocked(wrong, 0)
        return FileKey(secret, self.slots.mark)


def _copied(source: Path, copy: Path, key: FileKey) -> Verified:
    """An online copy of an encrypted file, encrypted with the same key, and what a check of it found."""
    make_private(copy)
    with (
        explained(),
        closing(connect(str(source.absolute()), key)) as reads,
        closing(connect(str(copy.absolute()), key)) as writes,
    ):
        reads.backup(writes)
        writes.execute("PRAGMA journal_mode = DELETE").fetchall()
    return verify_file(copy, key)


def _holdings(path: Path, key: FileKey) -> tuple[Holdings, frozenset[str]]:
    """What a clinic file holds, and the ids of its plans."""
    with explained(), closing(connect(looking_only(path), key)) as connection:
        (patients,) = connection.execute("SELECT count(*) FROM patient").fetchone()
        (drafts, saved) = connection.execute("SELECT count(*), max(saved_at) FROM draft").fetchone()
        (finished,) = connection.execute("SELECT max(entered_at) FROM plan").fetchone()
        plans = frozenset(str(plan) for (plan,) in connection.execute("SELECT id FROM plan"))
    moments = [_utc(text) for text in (saved, finished) if text]
    return Holdings(patients, len(plans), drafts, max(moments, default=None)), plans


def _utc(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _part(target: Path) -> Path:
    return target.with_name(target.name + ".part")


def _sha256(path: Path) -> str:
    with disk_explained(), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _gone_after(path: Path) -> Iterator[Path]:
    """A path for a while: what lies there before and after is deleted, with what the database put beside it."""
    ours = [path.with_name(path.name + end) for end in ("", "-wal", "-shm", "-journal")]
    with disk_explained():
        for each in ours:
            each.unlink(missing_ok=True)
    try:
        yield path
    finally:
        with suppress(OSError):
            for each in ours:
                each.unlink(missing_ok=True)
