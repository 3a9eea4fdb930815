"""Where the vault is built and joined: keys, encrypted clinic file, backups and checks.

As in ``bootstrap``, heavy parts are imported when they are first needed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from consult_app.application.recovery_code import RANDOM_BYTES, recovery_code

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo
    from pathlib import Path

    from consult_app.application.ports import Clock
    from consult_app.application.vault import FileKey
    from consult_app.application.verifying import Verified
    from consult_app.storage.backups import BackupKeys, FileBackups
    from consult_app.storage.clinic_file import ClinicFile
    from consult_app.storage.encrypting import TakenOver
    from consult_app.storage.vault import FileVault
    from consult_app.system.paths import Paths


def open_vault(paths: Paths, *, clock: Clock | None = None) -> FileVault:
    """The keys of this user's clinic file. Raises ``EnvironmentFailed`` when its folder lies on a network share."""
    from consult_app.storage.vault import FileVault, VaultPlaces
    from consult_app.system.atomic_files import write_atomically
    from consult_app.system.clock import SystemClock
    from consult_app.system.network_share import refuse_network_share

    refuse_network_share(paths.data_dir)
    return FileVault(VaultPlaces(paths.database), clock=clock or SystemClock(), write=write_atomically)


def open_clinic(
    paths: Paths, key: FileKey, *, clock: Clock | None = None, who: Callable[[], str] | None = None
) -> ClinicFile:
    """The encrypted clinic file. ``who`` tells the id of the provider who is signed in, for the audit."""
    from consult_app.storage.clinic_file import open_clinic_file
    from consult_app.system.clock import SystemClock

    return open_clinic_file(paths.database, clock=clock or SystemClock(), key=key, who=who)


def verify_clinic(paths: Paths, key: FileKey | None) -> Verified:
    """A check of the whole clinic file; without ``key`` of one that is not encrypted."""
    from consult_app.storage.verifying import FileVerifier

    return FileVerifier(paths.database, key).verify()


def clinic_backups(
    paths: Paths, key: FileKey, *, clock: Clock | None = None, zone: tzinfo | None = None
) -> FileBackups:
    """The backups of the clinic file; ``zone`` is the clinic's, for its days and weeks."""
    from datetime import UTC

    from consult_app.storage.backups import FileBackups
    from consult_app.storage.vault import VaultPlaces
    from consult_app.system.atomic_files import write_atomically
    from consult_app.system.clock import SystemClock

    return FileBackups(
        VaultPlaces(paths.database), key, clock=clock or SystemClock(), write=write_atomically, zone=zone or UTC
    )


def backup_keys(place: str) -> BackupKeys:
    """The keys in a backup, for a computer that has none. Raises for what is no sound backup."""
    from consult_app.storage.backups import BackupKeys

    return BackupKeys.of(place)


def take_over_plain(paths: Paths) -> Callable[[Path, FileKey], TakenOver]:
    """For ``FileVault.make``: fills the new clinic file with what stands in this user's file without encryption."""
    from consult_app.storage.encrypting import encrypt_plain

    return lambda new, key: encrypt_plain(paths.database, new, key)


def new_recovery_code() -> str:
    """A code nobody has seen yet, to show and print before the vault is made."""
    return recovery_code(os.urandom(RANDOM_BYTES))
