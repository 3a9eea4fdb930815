"""Printing where CUPS is: the PDF itself goes to the queue, so text stays text."""

import os
import shutil
import subprocess
from collections.abc import Iterator

from consult_app.application.errors import EnvironmentFailed
from consult_app.application.ports import PrinterInfo

JOB_TITLE = "Clinic sheet"
MOST_COPIES = 99

_ASK_SECONDS = 10.0
_SEND_SECONDS = 60.0
_MEDIA = {"letter": "Letter", "a4": "A4"}
_SAVE_INSTEAD = "Choose another printer, or save the sheet as a PDF."


def cups_is_here() -> bool:
    """Whether this computer has the two CUPS programs needed, ``lp`` and ``lpstat``."""
    return shutil.which("lp") is not None and shutil.which("lpstat") is not None


class CupsPrinter:
    """The queues of this computer's CUPS as the ``Printer`` port.

    A job handed over is "sent to" its queue: whether paper comes out is for the printer to say.
    """

    def printers(self) -> tuple[PrinterInfo, ...]:
        """Every queue in the order CUPS names them; empty when there is none.

        Raises ``EnvironmentFailed`` when CUPS is not installed or does not answer.
        """
        report = _run(["lpstat", "-a", "-p", "-d"], seconds=_ASK_SECONDS)
        found = tuple(_queues(report.stdout.decode(errors="replace")))
        if not found and report.returncode != 0 and b"No destinations" not in report.stderr:
            raise EnvironmentFailed(
                "The printing system of this computer does not answer.",
                "Start it again, or save the sheet as a PDF.",
            )
        return found

    def send(self, pdf: bytes, *, printer: str, copies: int, paper: str) -> None:
        """Hand the pages to the queue named ``printer``; ``paper`` is ``letter`` or ``a4``, ``copies`` 1 to 99.

        The bytes go to ``lp`` through a pipe: no file with patient data lies on the disk, and the job's title is the
        same for everyone. Raises ``EnvironmentFailed`` naming the printer when it is unknown, paused, or refuses.
        """
        if not 1 <= copies <= MOST_COPIES:
            raise ValueError(f"copies must be 1 to {MOST_COPIES}")
        media = _MEDIA[paper]
        queue = next((queue for queue in self.printers() if queue.name == printer), None)
        if queue is None:
            raise EnvironmentFailed(f"There is no printer named {printer} on this computer.", _SAVE_INSTEAD)
        if queue.problem:
            raise EnvironmentFailed(f"{printer} {queue.problem}.", _SAVE_INSTEAD)
        command = [
            "lp",
            "-s",
            "-d",
            printer,
            "-n",
            str(copies),
            "-t",
            JOB_TITLE,
            "-o",
            f"media={media}",
        ]
        sent = _run(command, seconds=_SEND_SECONDS, data=pdf)
        if sent.returncode != 0:
            raise EnvironmentFailed(f"{printer} did not take the sheet.", _SAVE_INSTEAD)


def _run(command: list[str], *, seconds: float, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    program = shutil.which(command[0])
    if program is None:
        raise EnvironmentFailed(
            "The printing system of this computer is not installed.",
            "Install CUPS, or save the sheet as a PDF and print it from there.",
        )
    # In the C locale: lpstat translates its sentences.
    environment = {**os.environ, "LC_ALL": "C", "LANGUAGE": "C"}
    try:
        return subprocess.run(
            [program, *command[1:]],
            input=data,
            capture_output=True,
            timeout=seconds,
            env=environment,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EnvironmentFailed(
            "The printing system of this computer does not answer.",
            "Start it again, or save the sheet as a PDF.",
        ) from error


def _queues(report: str) -> Iterator[PrinterInfo]:
    """Read ``lpstat -a -p -d``: one or two lines a queue, and the default."""
    problems: dict[str, str] = {}
    default = ""
    for line in report.splitlines():
        words = line.split()
        match words:
            case ["printer", name, *rest]:
                problems[name] = "is paused" if rest[:1] == ["disabled"] else problems.get(name, "")
            case [name, "accepting", "requests", *_]:
                problems.setdefault(name, "")
            case [name, "not", "accepting", "requests", *_]:
                problems[name] = problems.get(name) or "takes no jobs at the moment"
            case ["system", "default", "destination:", name]:
                default = name
            case _:
                pass  # the reason below a paused queue, or a job list
    for name, problem in problems.items():
        yield PrinterInfo(name=name, is_default=name == default, problem=problem)
