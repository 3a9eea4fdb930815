"""Typed reading of a JSON tree that notes every fault with its place and goes on."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from consult_app.application.errors import Fault
from consult_app.domain.schedule import is_skipped
from consult_app.interchange.json_text import Members, NotANumber, Number, Raw

MAX_TEXT = 10_000
MAX_ITEMS = 200
FIRST_YEAR, LAST_YEAR = 1900, 2200

_SHOWN = 40
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_.-]{1,40}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", re.ASCII)
_WITH_OFFSET = re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})", re.ASCII | re.IGNORECASE)
_DAY_ALLOWED = f"A date is written YYYY-MM-DD, from {FIRST_YEAR} to {LAST_YEAR}."
_MOMENT_ALLOWED = "A local time is written 2026-05-15T10:30."

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


def quoted(text: str) -> str:
    """``text`` for a message: one line, no control characters, cut to a readable length."""
    shown = "".join("?" if _is_unprintable(char) else char for char in text[:_SHOWN])
    return f'"{shown}…"' if len(text) > _SHOWN else f'"{shown}"'


def listed(words: Iterable[str]) -> str:
    return "Allowed: " + ", ".join(words) + "."


@dataclass(slots=True)
class Faults:
    """Collects what is wrong with one file, in reading order."""

    found: list[Fault] = field(default_factory=list)

    def add(self, where: str, what: str, allowed: str = "") -> None:
        self.found.append(Fault(where, what, allowed))


@dataclass(frozen=True, slots=True)
class Node:
    """One value of the file with its path. A reading method gives ``None`` after noting a fault."""

    value: Raw
    where: str
    faults: Faults
    zone: ZoneInfo

    def fault(self, what: str, allowed: str = "") -> None:
        self.faults.add(self.where, what, allowed)

    def members(self, known: Iterable[str], *, unknown: str = "is not a key here") -> dict[str, "Node"]:
        """The known keys of an object; unknown and repeated ones are faults. Empty where this is no object."""
        if not isinstance(self.value, Members):
            self.refuse_kind("an object in braces")
            return {}
        allowed = tuple(known)
        found: dict[str, Node] = {}
        for key, value in self.value.pairs:
            node = self._child(key, value)
            if key not in allowed:
                node.fault(f"{quoted(key)} {unknown}.", listed(allowed))
            elif key in found:
                node.fault("This key stands twice.", "Keep one.")
            else:
                found[key] = node
        return found

    def is_object(self) -> bool:
        return isinstance(self.value, Members)

    def items(self, *, limit: int = MAX_ITEMS) -> tuple["Node", ...]:
        """The entries of a list, at most ``limit``."""
        if not isinstance(self.value, list):
            self.refuse_kind("a list in square brackets")
            return ()
        if len(self.value) > limit:
            self.fault(f"The list has {len(self.value)} entries.", f"At most {limit} are allowed.")
            return ()
        return tuple(
            Node(value, f"{self.where}[{index}]", self.faults, self.zone) for index, value in enumerate(self.value)
        )

    def name(self, *, filled: bool = False) -> str | None:
        """A one-line text: control characters are refused; ``filled``: it may not be blank."""
        text = self._text()
        if text is None:
            return None
        if any(unicodedata.category(char) == "Cc" for char in text):
            self.fault("A control character stands in this name.", "Write it on one line of plain text.")
            return None
        if filled and not text.strip():
            self.fault("This text is blank.", "Write it out, or leave the entry out.")
            return None
        return text

    def note(self) -> str | None:
        """A free text: line breaks and tabs become spaces, other control characters are taken out."""
        text = self._text()
        return None if text is None else without_controls(text)

    def choice(self, kind: type[E]) -> E | None:
        word = self.word([member.value for member in kind])
        return None if word is None else kind(word)

    def word(self, allowed: Iterable[str]) -> str | None:
        """One of the allowed words."""
        words = tuple(allowed)
        if not isinstance(self.value, str):
            self.refuse_kind("text", listed(words))
            return None
        if self.value not in words:
            self.fault(f"{quoted(self.value)} is not a choice here.", listed(words))
            return None
        return self.value

    def count(self, *, highest: int) -> int | None:
        """A whole number from 1 to ``highest``."""
        allowed = f"Allowed: 1 to {highest}."
        if not isinstance(self.value, Number):
            self.refuse_kind("a whole number", allowed)
            return None
        text = self.value.text
        number = int(text) if text.isdecimal() and len(text) <= len(str(highest)) else 0
        if not 1 <= number <= highest:
            self.fault(f"{quoted(text)} is not a number that can stand here.", allowed)
            return None
        return number

    def flag(self) -> bool | None:
        if not isinstance(self.value, bool):
            self.refuse_kind("true or false")
            return None
        return self.value

    def day(self) -> date | None:
        text = self._string("a date", _DAY_ALLOWED)
        if text is None:
            return None
        day = _date_in(text)
        if day is None:
            self.fault(f"{quoted(text)} is not a date.", _DAY_ALLOWED)
        return day

    def moment(self) -> datetime | None:
        """A wall time of the clinic, in whole minutes; one that a clock change skips is refused."""
        text = self._string("a local time", _MOMENT_ALLOWED)
        return None if text is None else self._moment_in(text)

    def day_or_moment(self) -> date | datetime | None:
        allowed = f"{_DAY_ALLOWED} {_MOMENT_ALLOWED}"
        text = self._string("a date or a local time", allowed)
        if text is None:
            return None
        if _DAY.fullmatch(text):
            return self.day()
        if _MOMENT.fullmatch(text) or _WITH_OFFSET.fullmatch(text):
            return self._moment_in(text)
        self.fault(f"{quoted(text)} is neither a date nor a local time.", allowed)
        return None

    def each(self, read: Callable[["Node"], T | None], *, limit: int = MAX_ITEMS) -> tuple[T, ...]:
        """What ``read`` makes of each entry, without those at fault."""
        return tuple(made for node in self.items(limit=limit) if (made := read(node)) is not None)

    def _moment_in(self, text: str) -> datetime | None:
        if _WITH_OFFSET.fullmatch(text):
            self.fault("This time carries an offset.", f"Times are the clinic's own. {_MOMENT_ALLOWED}")
            return None
        moment = _moment_in(text)
        if moment is None:
            self.fault(f"{quoted(text)} is not a local time.", _MOMENT_ALLOWED)
        elif is_skipped(moment, self.zone):
            self.fault(
                "The clock change skips this time in the clinic's time zone.",
                "Take a time before or after the skipped hour.",
            )
            return None
        return moment

    def _text(self) -> str | None:
        text = self._string("text", "Text stands in double quotes.")
        if text is None:
            return None
        if len(text) > MAX_TEXT:
            self.fault(f"The text has {len(text):,} characters.", f"At most {MAX_TEXT:,} are allowed.")
            return None
        if any(unicodedata.category(char) == "Cs" for char in text):
            self.fault("The text holds half a character (a lone surrogate).", "Write the character itself.")
            return None
        return text

    def _string(self, wanted: str, allowed: str) -> str | None:
        if isinstance(self.value, str):
            return self.value
        self.refuse_kind(wanted, allowed)
        return None

    def refuse_kind(self, wanted: str, allowed: str = "") -> None:
        """Note that this is not of the kind ``wanted`` names."""
        match self.value:
            case None:
                self.fault("null is not allowed.", "Leave out what was not asked.")
            case NotANumber(text=text):
                self.fault(f"{text} is not JSON.", f"This must be {wanted}.")
            case _:
                self.fault(f"This is {_kind(self.value)}; it must be {wanted}.", allowed)

    def _child(self, key: str, value: Raw) -> "Node":
        shown = key if _PLAIN_KEY.fullmatch(key) else quoted(key)
        return Node(value, f"{self.where}.{shown}" if self.where else shown, self.faults, self.zone)


def without_controls(text: str) -> str:
    """``text`` with line breaks and tabs as spaces and no other control character."""
    spaced = text.replace("\r\n", " ").translate({9: " ", 10: " ", 13: " "})
    return "".join(char for char in spaced if unicodedata.category(char) != "Cc")


def require(members: Mapping[str, Node], keys: Iterable[str], parent: Node) -> bool:
    """Note each of ``keys`` that is not there; whether all are."""
    absent = [key for key in keys if key not in members]
    for key in absent:
        where = f"{parent.where}.{key}" if parent.where else key
        parent.faults.add(where, "This key is missing.", "It must be given.")
    return not absent


def _is_unprintable(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs", "Cf", "Zl", "Zp")


def _date_in(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _moment_in(text: str) -> datetime | None:
    if not _MOMENT.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None


def _kind(value: Raw) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return "text"
        case Number():
            return "a number"
        case list():
            return "a list"
        case _:
            return "an object"
