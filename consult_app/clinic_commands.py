"""The arguments of the commands that look after the clinic file; what they do is imported when one runs.

A password comes from the terminal or from standard input, never from an argument: arguments can be seen by others.
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any


def add_clinic_commands(commands: Any, say: Callable[[str], None]) -> None:  # noqa: ANN401 - argparse hides its type
    """Add ``backup``, ``restore`` and ``verify`` to the program's ``commands``; ``say`` prints for whoever called."""
    backup = commands.add_parser("backup", help="write a checked, encrypted backup", allow_abbrev=False)
    backup.add_argument(
        "file", metavar="FILE", nargs="?", type=Path, help="default: named by the time, in the clinic's folder for them"
    )
    restore = commands.add_parser("restore", help="put a backup in the clinic file's place", allow_abbrev=False)
    restore.add_argument("file", metavar="FILE", type=Path, help="the backup")
    restore.add_argument("--yes", action="store_true", help="do not ask before replacing")
    verify = commands.add_parser("verify", help="check every page, plan, sheet and audit line", allow_abbrev=False)
    for name, command in (("backup", backup), ("restore", restore), ("verify", verify)):
        _add_password(command)
        command.set_defaults(run=_when_run(name, say))


def _add_password(command: argparse.ArgumentParser) -> None:
    command.add_argument("--provider", metavar="NAME", help="who you are; needed when several providers have passwords")
    command.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    command.add_argument("--recovery-code", action="store_true", help="unlock with the code of the recovery sheet")


def _when_run(name: str, say: Callable[[str], None]) -> Callable[[argparse.Namespace], int]:
    def run(arguments: argparse.Namespace) -> int:
        from consult_app import clinic_keeping

        works = {"backup": clinic_keeping.backup, "restore": clinic_keeping.restore, "verify": clinic_keeping.verify}
        return works[name](arguments, say)

    return run
