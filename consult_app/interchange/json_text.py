"""JSON text to a tree that keeps what Python's own reader would smooth over.

Repeated keys, numbers and the non-JSON words NaN and Infinity stay visible, so that the reader of a file can name
each with its place.
"""

import json
import re
from dataclasses import dataclass
from typing import TypeAlias

from consult_app.application.errors import Fault, InputFaulty

MAX_BYTES = 1024 * 1024
MAX_NESTING = 20

WHOLE_FILE = "file"
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_STRING_OR_BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[{]|[\]}]', re.DOTALL)

_BROKEN = (
    ("Expecting property name", "A key is missing here.", 'Keys stand in double quotes: "skin".'),
    ("Illegal trailing comma", "A comma stands after the last entry.", "Take the comma out."),
    ("Expecting ','", "A comma or a closing bracket is missing here.", ""),
    ("Expecting ':'", "A colon is missing after the key.", ""),
    ("Expecting value", "A value is missing here.", "Text stands in double quotes."),
    ("Extra data", "Something follows after the end.", "One file holds one consultation."),
    ("Unterminated string", "This text has no closing quote.", ""),
    ("Invalid control character", "A raw control character stands in this text.", r"Write a line break as \n."),
    ("Invalid \\", "This backslash starts nothing that JSON knows.", r"Write a backslash as \\."),
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written."""

    text: str


@dataclass(frozen=True, slots=True)
class NotANumber:
    """``NaN``, ``Infinity`` or ``-Infinity``, which JSON does not have."""

    text: str


@dataclass(frozen=True, slots=True)
class Members:
    """An object's keys and values in the order written, repeated keys included."""

    pairs: tuple[tuple[str, "Raw"], ...]


Raw: TypeAlias = str | bool | Number | NotANumber | Members | list["Raw"] | None


def parse_json(data: bytes) -> Raw:
    """The tree in ``data``. Raises ``InputFaulty`` where there is none: too long, too deep, not UTF-8, not JSON."""
    if len(data) > MAX_BYTES:
        raise _faulty(WHOLE_FILE, "The file is longer than 1 MiB.", "A consultation takes a few KiB.")
    if data.startswith(_BYTE_ORDER_MARKS):
        raise _faulty(WHOLE_FILE, "The file starts with a byte order mark.", "Save it as UTF-8 without one.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        raise _faulty(_place(before), "These bytes are not UTF-8 text.", "Save the file as UTF-8.") from error
    if not text.strip():
        raise _faulty(WHOLE_FILE, "The file is empty.", "It must hold a consultation/1 object.")
    _refuse_deep(text)
    try:
        tree: Raw = json.loads(
            text, object_pairs_hook=_members, parse_int=Number, parse_float=Number, parse_constant=NotANumber
        )
    except json.JSONDecodeError as error:
        raise _explained(error) from error
    return tree


def _members(pairs: list[tuple[str, Raw]]) -> Members:
    return Members(tuple(pairs))


def _refuse_deep(text: str) -> None:
    depth = 0
    for found in _STRING_OR_BRACKET.finditer(text):
        mark = text[found.start()]
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
        if depth > MAX_NESTING:
            place = _place(text[: found.start()])
            raise _faulty(place, "The file is nested too deeply.", f"At most {MAX_NESTING} levels are allowed.")


def _explained(error: json.JSONDecodeError) -> InputFaulty:
    what, allowed = "This is not JSON.", ""
    for start, words, advice in _BROKEN:
        if error.msg.startswith(start):
            what, allowed = words, advice
            break
    return _faulty(f"line {error.lineno}, column {error.colno}", what, allowed)


def _place(before: str) -> str:
    return f"line {before.count(chr(10)) + 1}, column {len(before) - before.rfind(chr(10))}"


def _faulty(where: str, what: str, allowed: str) -> InputFaulty:
    return InputFaulty((Fault(where, what, allowed),))
