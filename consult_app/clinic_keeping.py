"""What ``backup``, ``restore`` and ``verify`` do: unlock, sign in by the role, and work on the clinic file."""

import argparse
import getpass
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from consult_app import bootstrap_vault
from consult_app.application.access import Act
from consult_app.application.accounts import require
from consult_app.application.backups import FOLDER_SETTING, Holdings, Replacing
from consult_app.application.errors import EnvironmentFailed, Refused
from consult_app.application.signing_in import recovered, sign_in
from consult_app.application.vault import RECOVERY, FileKey, KeyHolder, VaultState
from consult_app.application.verifying import Verified
from consult_app.system.paths import Paths

if TYPE_CHECKING:
    from datetime import tzinfo

    from consult_app.storage.vault import FileVault

DONE: Final = 0
_CONFIRMED: Final = "restore"


class Keys(Protocol):
    """What can be unlocked: the vault of this computer, or the keys in a backup."""

    def unlock(self, provider_id: str, password: str) -> FileKey: ...

    def unlock_with_code(self, code: str) -> FileKey: ...


def backup(arguments: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Write a backup and ``say`` where. Raises ``Refused`` and ``EnvironmentFailed``."""
    paths = Paths.of_user()
    vault = _locked_vault(paths)
    key, who = _unlocked(arguments, vault, vault.holders())
    folder, zone = _signed_in(paths, vault, key, who=who, act=Act.BACK_UP)
    backups = bootstrap_vault.clinic_backups(paths, key, zone=zone)
    if arguments.file is not None:
        made = backups.make(str(arguments.file), by=who)
    else:
        _make_folder(folder)
        made = backups.make_in(str(folder), by=who)
    say(f"The backup is written and checked: {made.place}\n")
    return DONE


def verify(arguments: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Check the clinic file. Raises ``EnvironmentFailed`` naming what is not as it was written."""
    paths = Paths.of_user()
    vault = bootstrap_vault.open_vault(paths)
    match vault.state():
        case VaultState.NEW:
            raise _no_clinic()
        case VaultState.PLAIN:
            found = bootstrap_vault.verify_clinic(paths, None)
        case VaultState.LOCKED:
            key, who = _unlocked(arguments, vault, vault.holders())
            # Checked first: signing in writes to the file, and a damaged one is not to be written to.
            found = bootstrap_vault.verify_clinic(paths, key)
            if found.is_whole:
                _signed_in(paths, vault, key, who=who, act=Act.VERIFY)
    if not found.is_whole:
        lines = "; ".join(each.line for each in found.breaks)
        raise EnvironmentFailed(
            f"The clinic file is not as it was written. {lines}.",
            "Restore the last backup, and keep the damaged file.",
        )
    say(f"The clinic file is whole. {_looked_at(found)} were read.\n")
    return DONE


def restore(arguments: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Say what would be replaced, ask, and put the backup in place. Raises ``Refused`` and ``EnvironmentFailed``."""
    paths = Paths.of_user()
    paths.create()
    keys = bootstrap_vault.backup_keys(str(arguments.file))
    vault = bootstrap_vault.open_vault(paths)
    state = _state_or_none(vault)
    if state is VaultState.PLAIN:
        raise Refused("The clinic file here has no password yet.", ("Open the desk and set one, then restore.",))
    if vault.places.keys.exists():
        key, who = _unlocked(arguments, vault, vault.holders())
    else:
        key, who = _unlocked(arguments, keys, keys.holders)
    if state is VaultState.LOCKED and bootstrap_vault.verify_clinic(paths, key).is_whole:
        _signed_in(paths, vault, key, who=who, act=Act.RESTORE)
    backups = bootstrap_vault.clinic_backups(paths, key)
    say(_would_replace(backups.compare(str(arguments.file))))
    if not arguments.yes and not _confirmed(arguments):
        raise Refused("Nothing was replaced.", (f'To replace it, type "{_CONFIRMED}", or use --yes.',))
    done = backups.restore(str(arguments.file), by=who)
    say(f"Restored and checked. {_looked_at(done.verified)} were read.\n")
    if done.kept:
        say(f"The file that was replaced is kept: {done.kept}\n")
    return DONE


def _locked_vault(paths: Paths) -> "FileVault":
    vault = bootstrap_vault.open_vault(paths)
    match vault.state():
        case VaultState.NEW:
            raise _no_clinic()
        case VaultState.PLAIN:
            raise Refused("The clinic file has no password yet.", ("Open the desk and set one, then back up.",))
        case VaultState.LOCKED:
            return vault


def _no_clinic() -> Refused:
    return Refused("There is no clinic on this computer yet.", ("Open the desk to set one up, or restore a backup.",))


def _state_or_none(vault: "FileVault") -> VaultState | None:
    """``None`` when file and keys do not go together: that is what a restore is for."""
    with suppress(EnvironmentFailed):
        return vault.state()
    return None


def _unlocked(arguments: argparse.Namespace, keys: Keys, holders: tuple[KeyHolder, ...]) -> tuple[FileKey, str]:
    """The key, and whose password opened it."""
    if arguments.recovery_code:
        return keys.unlock_with_code(_secret(arguments, "Recovery code: ")), RECOVERY
    holder = _holder(arguments.provider, holders)
    return keys.unlock(holder.provider_id, _secret(arguments, f"Password of {holder.name}: ")), holder.provider_id


def _holder(name: str | None, holders: tuple[KeyHolder, ...]) -> KeyHolder:
    fits = [each for each in holders if name is None or each.name.casefold() == name.strip().casefold()]
    if len(fits) == 1:
        return fits[0]
    names = ", ".join(each.name for each in holders)
    raise Refused("Say who you are: --provider NAME.", (f"With a password here: {names or 'nobody'}.",))


def _secret(arguments: argparse.Namespace, prompt: str) -> str:
    if arguments.password_stdin:
        line = "" if sys.stdin is None else sys.stdin.readline()
        return line.rstrip("\r\n")
    if not _has_terminal():
        raise EnvironmentFailed("There is no terminal to ask for the password.", "Use --password-stdin.")
    return getpass.getpass(prompt)


def _confirmed(arguments: argparse.Namespace) -> bool:
    if arguments.password_stdin or not _has_terminal():
        return False
    return input(f'Type "{_CONFIRMED}" to go on: ').strip().casefold() == _CONFIRMED


def _has_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _signed_in(paths: Paths, vault: "FileVault", key: FileKey, *, who: str, act: Act) -> "tuple[Path, tzinfo]":
    """Sign in, and look up the clinic's folder for backups and its time zone. Raises ``Refused`` by the role."""
    file = bootstrap_vault.open_clinic(paths, key)
    try:
        if who == RECOVERY:
            recovered(vault=vault, audit=file.audit)
        else:
            require(sign_in(who, vault=vault, clinics=file.clinics, audit=file.audit), act)
        chosen, clinic = file.clinics.setting(FOLDER_SETTING), file.clinics.clinic()
    finally:
        file.close()
    return Path(chosen) if chosen else paths.backups_dir, UTC if clinic is None else clinic.time_zone


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentFailed(
            "The folder for backups cannot be made.", "Choose another in Settings, or name a FILE."
        ) from error


def _would_replace(found: Replacing) -> str:
    made = found.made_at.strftime("%Y-%m-%d %H:%M UTC")
    lines = [f"Backup of {found.clinic}, made {made}: {_held(found.backup)}."]
    if found.present is None:
        lines.append("There is no clinic file here that can be read.")
    else:
        lines.append(f"It replaces: {_held(found.present)}.")
    if found.plans_lost:
        lines.append(f"Finished plans that only the present file has: {found.plans_lost}.")
    return "".join(f"{line}\n" for line in lines)


def _held(holdings: Holdings) -> str:
    last = "nothing yet" if holdings.last_change is None else holdings.last_change.strftime("%Y-%m-%d %H:%M UTC")
    counted = f"{holdings.patients} patients, {holdings.plans} plans, {holdings.drafts} drafts"
    return f"{counted}, last change {last}"


def _looked_at(found: Verified) -> str:
    return (
        f"{found.patients} patients, {found.plans} plans, {found.handouts} sheets and {found.audit_lines} audit lines"
    )
