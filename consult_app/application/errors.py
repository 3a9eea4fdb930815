"""The world's errors, each with words for the person in front of the screen.

Everything else that is raised is a bug.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input: where it stands, what is wrong, what is allowed."""

    where: str
    what: str
    allowed: str = ""

    @property
    def line(self) -> str:
        """The fault on one line, as the command line prints it."""
        return f"{self.where}: {self.what}" + (f" {self.allowed}" if self.allowed else "")


class InputFaulty(Exception):
    """The input is wrong (exit code 2). Carries every fault found."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


class Refused(Exception):
    """A rule of the product refuses (exit code 3); nothing was written. Carries what is missing, line by line."""

    def __init__(self, summary: str, missing: tuple[str, ...] = ()) -> None:
        super().__init__(summary)
        self.summary = summary
        self.missing = missing


class EnvironmentFailed(Exception):
    """The environment failed (exit code 4): what happened and what to do."""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice
