"""What a check of the whole clinic file found."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Break:
    """One thing that is not as it was written: in which table and row, or in which page of the file."""

    table: str
    row: str
    what: str

    @property
    def line(self) -> str:
        place = f"{self.table}, {self.row}" if self.row else self.table
        return f"{place}: {self.what}"


@dataclass(frozen=True, slots=True)
class Verified:
    """How much was looked at, and the first break of each kind; none when the file is whole."""

    patients: int = 0
    plans: int = 0
    handouts: int = 0
    audit_lines: int = 0
    breaks: tuple[Break, ...] = ()

    @property
    def is_whole(self) -> bool:
        return not self.breaks


class Verifier(Protocol):
    def verify(self) -> Verified:
        """Read everything once; takes a while, so run it on a worker. Changes nothing."""
        ...
