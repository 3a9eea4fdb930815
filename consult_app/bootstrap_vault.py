"""Where the vault is built and joined: keys, encrypted clinic file, backups and checks.

As in ``bootstrap``, heavy parts are imported when they are first needed.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from consult_app.application.access import Role
from consult_app.application.audit import AuditEntry, Event, Subject
from consult_app.application.recovery_code import RANDOM_BYTES, recovery_code
from consult_app.application.vault import KeyHolder

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo
    from pathlib import Path

    from consult_app.application.accounts import ProviderAccount
    from consult_app.application.ports import Clock
    from consult_app.application.vault import FileKey
    from consult_app.application.verifying import Verified
    from consult_app.domain.answers import Provider
    from consult_app.domain.clinic import Clinic
    from consult_app.storage.backups import BackupKeys, FileBackups
    from consult_app.storage.clinic_file import ClinicFile
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
    from consult_app.storage.verifying import verify_file

    return verify_file(paths.database, key)


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


def make_clinic(
    paths: Paths, clinic: Clinic, first: Provider, *, password: str, code: str, clock: Clock | None = None
) -> FileKey:
    """The first run: a new encrypted clinic file with its clinic and its first provider, who is an admin.

    ``code`` is the recovery code that was shown and printed. Raises ``InputFaulty`` for a weak password, ``Refused``
    when there is a clinic already.
    """
    from consult_app.storage.clinic_file import open_clinic_file
    from consult_app.system.clock import SystemClock

    ticking = clock or SystemClock()

    def fill(new: Path, key: FileKey) -> KeyHolder:
        file = open_clinic_file(new, clock=ticking, key=key)
        try:
            file.clinics.save_clinic(clinic)
            account = file.clinics.add_provider(first.name, first.credentials, role=Role.ADMIN)
        finally:
            file.close()
        return KeyHolder(account.id, account.name, account.credentials)

    vault = open_vault(paths, clock=ticking)
    return vault.make(clinic=clinic.name, name=first.name, password=password, code=code, fill=fill)


def take_over_plain(
    paths: Paths, admin: ProviderAccount, *, password: str, code: str, clock: Clock | None = None
) -> FileKey:
    """Encrypt this user's clinic file of an earlier version. ``admin`` is one of its providers and becomes admin.

    The plain file stays beside as ``clinic.not-encrypted.db``. Raises as ``make_clinic``, and ``EnvironmentFailed``
    when the file is damaged or in use; nothing is changed then.
    """
    from consult_app.storage.clinic_file import open_clinic_file
    from consult_app.storage.encrypting import encrypt_plain
    from consult_app.system.clock import SystemClock

    ticking = clock or SystemClock()
    plain = open_clinic_file(paths.database, clock=ticking)
    found = plain.clinics.clinic()
    plain.close()
    name = "" if found is None else found.name

    def fill(new: Path, key: FileKey) -> KeyHolder:
        encrypt_plain(paths.database, new, key)
        file = open_clinic_file(new, clock=ticking, key=key)
        try:
            file.clinics.change_provider(replace(admin, role=Role.ADMIN, active=True))
            file.audit.record(AuditEntry(Event.IMPORTED, Subject.CLINIC), by=admin.id)
        finally:
            file.close()
        return KeyHolder(admin.id, admin.name, admin.credentials)

    vault = open_vault(paths, clock=ticking)
    return vault.make(clinic=name, name=admin.name, password=password, code=code, fill=fill)


def new_recovery_code() -> str:
    """A code nobody has seen yet, to show and print before the vault is made."""
    return recovery_code(os.urandom(RANDOM_BYTES))
