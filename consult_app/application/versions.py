"""The versions of a protocol a clinic can use: the released ones, its own, and which one is switched on.

What counts is the byte copy kept when a version is switched on; the folder is only where the clinic edits. So a folder
that is changed, broken or gone later cannot change what the program does: it is told, and the copy goes on counting.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from consult_app.application.access import Act, may
from consult_app.application.errors import Fault, Refused
from consult_app.application.example_changes import ExampleChange
from consult_app.domain.answers import Provider
from consult_app.domain.protocol import Protocol

NEEDS_PRESCRIBER: Final = "Switching a version on needs a prescriber: NP, PA, MD or DO."
_VERSION: Final = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:-clinic\.([1-9]\d*))?")


@dataclass(frozen=True, slots=True)
class ProtocolCopy:
    """The TOML files of one version, name and bytes in name order; ``version`` is the folder's name."""

    version: str
    files: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class SwitchedOn:
    """One line of the record, never changed: which version was switched on, by whom and when (aware)."""

    protocol_id: str
    version: str
    sha256: str
    by: Provider
    at: datetime


@dataclass(frozen=True, slots=True)
class VersionFolder:
    """A version that is there. ``own`` says that it is the clinic's; ``place`` is the folder to open and edit."""

    version: str
    own: bool
    place: str


@dataclass(frozen=True, slots=True)
class CheckedVersion:
    """A folder read once and checked. Without faults ``protocol`` and ``copy`` hold just what was checked."""

    folder: VersionFolder
    faults: tuple[Fault, ...] = ()
    protocol: Protocol | None = None
    copy: ProtocolCopy | None = None


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One thing a version holds other than another, in words; the two texts where the sentence does not say them."""

    sentence: str
    kind: Literal["new", "gone", "changed"] = "changed"
    before: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class WhatChanges:
    """What ``after`` changes against ``before`` (fingerprints): in the protocol, and for the example consultations."""

    before: str
    after: str
    rules: tuple[RuleChange, ...]
    examples: tuple[ExampleChange, ...]


@dataclass(frozen=True, slots=True)
class ProtocolInUse:
    """What counts now. ``notices`` say, with file and reason, why it is not what the clinic's folder holds.

    ``known`` is how many lines the record had at the start: later ones count from the next start.
    """

    protocol: Protocol
    copy: ProtocolCopy
    notices: tuple[Fault, ...] = ()
    known: int = 0


def switch_on(
    checked: CheckedVersion, *, in_use: Protocol, shown: WhatChanges | None, by: Provider, at: datetime
) -> SwitchedOn:
    """The line to keep with ``checked.copy``.

    Raises ``Refused`` unless the provider is a prescriber, the version has no faults, and what it changes against the
    version in use was shown.
    """
    if not may(by, Act.SWITCH_PROTOCOL):
        raise Refused(NEEDS_PRESCRIBER)
    protocol = checked.protocol
    if protocol is None:
        raise Refused("This version has faults.", tuple(fault.line for fault in checked.faults))
    if shown is None or (shown.before, shown.after) != (in_use.sha256, protocol.sha256):
        raise Refused("Look at what this version changes first.")
    return SwitchedOn(protocol.id, protocol.version, protocol.sha256, by, at)


def is_own(version: str) -> bool:
    """Whether this is the number of a clinic's own version: ``1.0.0-clinic.1``."""
    found = _VERSION.fullmatch(version)
    return found is not None and found[4] is not None


def version_order(version: str) -> tuple[int, ...]:
    """Sorts versions: 1.0.0, 1.0.0-clinic.1, 1.0.0-clinic.2, 1.1.0; what is no version number comes first."""
    found = _VERSION.fullmatch(version)
    return tuple(int(part or 0) for part in found.groups()) if found is not None else (-1,)


def next_own(version: str, taken: Iterable[str]) -> str:
    """The next free number of an own version made from ``version``: after 1.0.0-clinic.1 comes 1.0.0-clinic.2."""
    released = version.partition("-")[0]
    numbers = [version_order(name)[3] for name in taken if is_own(name) and name.partition("-")[0] == released]
    return f"{released}-clinic.{max(numbers, default=0) + 1}"
