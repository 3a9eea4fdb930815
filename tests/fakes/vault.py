"""A key for encrypted files, and a vault that is quick to unlock."""

from pathlib import Path

from consult_app.application.recovery_code import RANDOM_BYTES, recovery_code
from consult_app.application.vault import FileKey, KeyHolder
from consult_app.storage.clinic_file import open_clinic_file
from consult_app.storage.key_slots import Argon2Cost
from consult_app.storage.vault import FileVault, VaultPlaces
from consult_app.system.atomic_files import write_atomically
from tests.fakes.clock import FixedClock

KEY = FileKey(bytes(range(32)), b"mark of a clinic")
CHEAP = Argon2Cost(memory_kib=32, passes=1, lanes=1)
CODE = recovery_code(bytes(range(40, 40 + RANDOM_BYTES)))
PASSWORD = "four wild horses run"


def quick_vault(folder: Path, clock: FixedClock) -> FileVault:
    """The vault of ``folder``, with a cost that no clinic has."""
    return FileVault(VaultPlaces(folder / "clinic.db"), clock=clock, write=write_atomically, cost=CHEAP)


def made_vault(folder: Path, clock: FixedClock, provider_id: str = "dana") -> tuple[FileVault, FileKey]:
    """A new vault with an empty clinic file and one provider, whose password is ``PASSWORD``."""
    vault = quick_vault(folder, clock)

    def fill(path: Path, key: FileKey) -> KeyHolder:
        open_clinic_file(path, clock=clock, key=key).close()
        return KeyHolder(provider_id, "Dana Keller", "NP")

    key = vault.make(clinic="Riverside Skin Studio", name="Dana Keller", password=PASSWORD, code=CODE, fill=fill)
    return vault, key
