"""Where the program finds its own files and keeps the clinic's."""

from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

import consult_app
from consult_app.application.errors import EnvironmentFailed

APP_NAME = "Consult"
PRIVATE_FOLDER = 0o700


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one clinic on one computer, all below ``data_dir``."""

    data_dir: Path

    @classmethod
    def of_user(cls) -> "Paths":
        """The folder the operating system sets aside for this program's data of the signed-in user."""
        return cls(user_data_path(APP_NAME, appauthor=False))

    @property
    def database(self) -> Path:
        return self.data_dir / "clinic.db"

    @property
    def log_dir(self) -> Path:
        return self.data_dir / "log"

    @property
    def protocols_dir(self) -> Path:
        """The clinic's own protocol versions; the shipped ones stay in ``resources()``."""
        return self.data_dir / "protocols"

    @property
    def backups_dir(self) -> Path:
        """Where backups go until the clinic chooses a folder, best on another disk. Made when it is first needed."""
        return self.data_dir / "backups"

    def create(self) -> None:
        """Make the folders, readable by this user alone. Raises ``EnvironmentFailed`` when one cannot be made."""
        for folder in (self.data_dir, self.log_dir, self.protocols_dir):
            try:
                folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            except OSError as error:
                raise EnvironmentFailed(
                    "The folder for the clinic's data cannot be made.",
                    f"Check that there is space and that you may write to {self.data_dir.parent}.",
                ) from error


def resources() -> Path:
    """The folder with protocols, clinic profiles, icons and examples.

    It lies inside the installed package and beside it in a source checkout.
    Raises ``EnvironmentFailed`` when it is in neither place.
    """
    package = Path(consult_app.__file__).resolve().parent
    for folder in (package / "resources", package.parent / "resources"):
        if folder.is_dir():
            return folder
    raise EnvironmentFailed(
        "The program's own files are incomplete: its resources folder is missing.",
        "Install the program again.",
    )
