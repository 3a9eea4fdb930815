"""Reads one TOML file into a pydantic model, with faults that name the key as its author wrote it."""

import json
import stat
import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from consult_app.content.faults import ProtocolFault

M = TypeVar("M", bound=BaseModel)

MAX_BYTES = 4 * 2**20
"""More than ten times what the shipped files hold: what is larger was put there by mistake."""

_REASONS = {
    "extra_forbidden": "this key is not known here",
    "missing": "this key is missing",
}


def read_model(path: Path, model: type[M]) -> tuple[M | None, tuple[ProtocolFault, ...]]:
    """The file as ``model``, or every fault in it. A file that cannot be read is a fault too."""
    data = read_bytes(path)
    return (None, (data,)) if isinstance(data, ProtocolFault) else parse_model(path.name, data, model)


def read_bytes(path: Path) -> bytes | ProtocolFault:
    """What the file holds, or why it cannot be had. A link is followed; only ordinary files are opened."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            return ProtocolFault(path.name, "", "this file cannot be read: it is not an ordinary file")
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return ProtocolFault(path.name, "", "this file is missing")
    except OSError as error:
        return ProtocolFault(path.name, "", f"this file cannot be read: {error.strerror}")
    if len(data) > MAX_BYTES:
        return ProtocolFault(path.name, "", f"this file is larger than {MAX_BYTES // 2**20} MB")
    return data


def parse_model(name: str, data: bytes, model: type[M]) -> tuple[M | None, tuple[ProtocolFault, ...]]:
    """The bytes of the file ``name`` as ``model``, or every fault in them."""
    try:
        raw = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        return None, (ProtocolFault(name, "", "this file is not UTF-8 text"),)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return None, (ProtocolFault(name, "", f"this file is not valid TOML: {error}"),)
    try:
        # JSON mode: strict about numbers, truth values and text, yet takes lists for tuples and names for enums.
        return model.model_validate_json(json.dumps(raw, default=str)), ()
    except ValidationError as error:
        details = [detail for detail in error.errors() if not _is_aftermath(detail, raw)]
        return None, tuple(ProtocolFault(name, key_path(detail, raw), _reason(detail)) for detail in details)


def key_path(detail: ErrorDetails, raw: object) -> str:
    """The location in the author's own words: list entries by their ``id`` where they have one.

    Steps that stand only in the model (the tag of a union) are left out.
    """
    words = ""
    at: object = raw
    for step in detail["loc"]:
        if isinstance(step, int):
            at = at[step] if isinstance(at, list) and step < len(at) else None
            name = at.get("id") if isinstance(at, dict) else None
            words += f"[{name}]" if isinstance(name, str) else f"[{step}]"
        elif isinstance(at, dict) and (step.split(".")[0] in at or detail["type"] == "missing"):
            at = at.get(step)
            words += f".{step}" if words else step
    return words


def _is_aftermath(detail: ErrorDetails, raw: object) -> bool:
    """A list that is only too short because its entries are faulty themselves."""
    at: object = raw
    for step in detail["loc"]:
        if isinstance(at, list) and isinstance(step, int):
            at = at[step]
        elif isinstance(at, dict):
            at = at.get(str(step))
    return detail["type"] == "too_short" and isinstance(at, list) and bool(at)


def _reason(detail: ErrorDetails) -> str:
    known = _REASONS.get(detail["type"])
    if known is not None:
        return known
    message = detail["msg"].removeprefix("Value error, ")
    return message[:1].lower() + message[1:]
