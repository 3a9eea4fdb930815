"""Opening a file in the program this computer has for its kind."""

import os
import shutil
import subprocess
import sys
from threading import Thread
from typing import Final

from consult_app.application.errors import EnvironmentFailed

_FAILS_WITHIN_SECONDS = 5.0
_OPENERS: Final = {"darwin": "open"}
_NOT_OPENED: Final = "The file is written, but no program opened it."
_OPEN_BY_HAND: Final = "Open it from its folder, or attach the saved PDF to an email of your own."


def open_file(path: str) -> None:
    """Have the system open ``path``; a program that stays open is left running.

    Raises ``EnvironmentFailed`` when there is nothing to open it with. The message does not name the file: a file name
    may hold a patient's name.
    """
    if sys.platform == "win32":
        try:
            os.startfile(path)
        except OSError as error:
            raise EnvironmentFailed(_NOT_OPENED, _OPEN_BY_HAND) from error
        return
    opener = shutil.which(_OPENERS.get(sys.platform, "xdg-open"))
    if opener is None:
        raise EnvironmentFailed(_NOT_OPENED, _OPEN_BY_HAND)
    quiet = subprocess.DEVNULL
    try:
        started = subprocess.Popen([opener, path], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError as error:
        raise EnvironmentFailed(_NOT_OPENED, _OPEN_BY_HAND) from error
    try:
        failed = started.wait(_FAILS_WITHIN_SECONDS) != 0
    except subprocess.TimeoutExpired:
        Thread(target=started.wait, daemon=True).start()
        return
    if failed:
        raise EnvironmentFailed(_NOT_OPENED, _OPEN_BY_HAND)
