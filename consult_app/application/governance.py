"""What the clinic confirms of its protocol: the defaults, each with who confirmed it, when, and in which words.

A confirmation holds for one value of one protocol in the very words that were confirmed. In a later version it
still holds where the words are the same; where they are others the value is asked again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from consult_app.application.access import Act, may
from consult_app.application.errors import Refused
from consult_app.domain.answers import Provider
from consult_app.domain.protocol import Basis, Protocol


@dataclass(frozen=True, slots=True)
class ValueToConfirm:
    """A default that counts until a prescriber of the clinic confirms it; ``words`` say it with its units.

    ``key`` stays the same from version to version. ``range_seen`` is what others do, empty where nothing was found;
    ``sources`` are the ids of the protocol's sources.
    """

    key: str
    label: str
    words: str
    basis: Basis
    range_seen: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One line of the record, never changed: the value as it was worded, by whom and when.

    ``withdrawn`` takes back what the same value's earlier lines confirmed.
    """

    key: str
    words: str
    protocol_id: str
    protocol_version: str
    by: Provider
    at: datetime
    withdrawn: bool = False


class ConfirmedValues:
    """The values that are confirmed, by key, for every screen that says whose a value is.

    Filled before the desk opens, then changed where a value is confirmed, on the GUI thread only.
    """

    __slots__ = ("_lines",)

    def __init__(self, lines: Mapping[str, Confirmation] = MappingProxyType({})) -> None:
        self._lines = MappingProxyType(dict(lines))

    @property
    def keys(self) -> frozenset[str]:
        """The keys that hold now."""
        return frozenset(self._lines)

    @property
    def lines(self) -> Mapping[str, Confirmation]:
        """What holds now: by whom and when, by key."""
        return self._lines

    def hold(self, lines: Mapping[str, Confirmation]) -> None:
        """These hold from now on, and no others."""
        self._lines = MappingProxyType(dict(lines))


def confirm(value: ValueToConfirm, *, protocol: Protocol, by: Provider, at: datetime) -> Confirmation:
    """The line to keep. Raises ``Refused`` unless the provider is a prescriber."""
    _check(by)
    return Confirmation(
        key=value.key,
        words=value.words,
        protocol_id=protocol.id,
        protocol_version=protocol.version,
        by=by,
        at=at,
    )


def withdraw(confirmation: Confirmation, *, by: Provider, at: datetime) -> Confirmation:
    """The line that takes ``confirmation`` back. Raises ``Refused`` unless the provider is a prescriber."""
    _check(by)
    return replace(confirmation, by=by, at=at, withdrawn=True)


def standing(
    values: Iterable[ValueToConfirm], confirmations: Iterable[Confirmation], *, protocol: Protocol
) -> Mapping[str, Confirmation]:
    """The confirmations that hold, by key of the value, in the order of ``confirmations``: as they were made."""
    words = {value.key: value.words for value in values}
    held: dict[str, Confirmation] = {}
    for line in confirmations:
        if line.protocol_id == protocol.id and words.get(line.key) == line.words:
            held.pop(line.key, None)
            if not line.withdrawn:
                held[line.key] = line
    return held


def _check(by: Provider) -> None:
    if not may(by, Act.CONFIRM_VALUE):
        raise Refused("Confirming a value needs a prescriber: NP, PA, MD or DO.")
