"""Settings > Protocol: the values that count until a prescriber confirms them, and those that were confirmed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from consult_app.application.access import Act, may
from consult_app.application.governance import Confirmation, ValueToConfirm
from consult_app.domain.answers import Provider
from consult_app.domain.protocol import Basis, Protocol
from consult_app.domain.schedule import day_words
from consult_app.ui.presenters.words import count_words, provider_words

_GROUPS: Final = (
    ("rules", "Rules and waits", ("rule",)),
    ("products", "Product pauses", ("category",)),
    ("planning", "Courses and planning", ("course", "planning")),
    ("questions", "Questions", ("question",)),
    ("sheets", "Words on the sheets", ("aftercare", "line", "timeline")),
)
_OTHERS: Final = "sheets"
_GROUP_OF: Final = {kind: group for group, _, kinds in _GROUPS for kind in kinds}
_PREFIXES: Final = ("Rule: ", "Product category: ", "Planning, ", "Question: ", "Aftercare, ", "Sheet, ")
_SHORT: Final = 16


@dataclass(frozen=True, slots=True)
class ValueView:
    """One value. A short one stands in ``value``, a long one in ``words``. ``who`` is empty until it is confirmed."""

    key: str
    label: str
    value: str
    words: str
    basis: str
    sources: tuple[str, ...]
    who: str = ""
    may_undo: bool = False


@dataclass(frozen=True, slots=True)
class ValueGroup:
    """Values of one kind that are still open. ``count`` is ``All confirmed`` when none is."""

    key: str
    title: str
    count: str
    rows: tuple[ValueView, ...]


@dataclass(frozen=True, slots=True)
class ProtocolView:
    """``refusal`` says why this provider may only read, empty when they may confirm. ``confirmed`` is latest first."""

    line: str
    version: str
    fingerprint: str
    counted: str
    still_open: int
    refusal: str
    groups: tuple[ValueGroup, ...]
    confirmed: tuple[ValueView, ...]


def present_protocol(
    protocol: Protocol,
    values: Sequence[ValueToConfirm],
    confirmed: Mapping[str, Confirmation],
    *,
    provider: Provider,
    zone: tzinfo,
    undoable: frozenset[str] = frozenset(),
) -> ProtocolView:
    """``confirmed`` are the confirmations that hold, as they were made; ``undoable`` the keys confirmed just now."""
    by_key = {value.key: value for value in values}
    rest = tuple(value for value in values if value.key not in confirmed)
    latest = [line for key, line in reversed(tuple(confirmed.items())) if key in by_key]
    return ProtocolView(
        line=f"{protocol.title} {protocol.version}",
        version=protocol.version,
        fingerprint=fingerprint(protocol),
        counted=_counted(len(rest), len(by_key)),
        still_open=len(rest),
        refusal=refusal(provider),
        groups=_groups(protocol, values, rest),
        confirmed=tuple(
            _view(
                protocol,
                by_key[line.key],
                who=f"{provider_words(line.by)}, {day_words(line.at.astimezone(zone).date())}",
                may_undo=line.key in undoable,
            )
            for line in latest
        ),
    )


def fingerprint(protocol: Protocol) -> str:
    """``Fingerprint ca73 93d7 6d19``: the start of the hash over the whole protocol."""
    start = protocol.sha256[:12]
    return f"Fingerprint {' '.join(start[at : at + 4] for at in range(0, len(start), 4))}"


def refusal(provider: Provider) -> str:
    if may(provider, Act.CONFIRM_VALUE):
        return ""
    who = provider_words(provider)
    return f"Read only for {who}." if who else "Read only."


def _counted(still_open: int, all_of_them: int) -> str:
    if not all_of_them:
        return "Nothing to confirm"
    if not still_open:
        return f"All {all_of_them} defaults are confirmed by your clinic"
    return f"{still_open} of {count_words(all_of_them, 'default')} not confirmed by your clinic"


def _groups(
    protocol: Protocol, values: Sequence[ValueToConfirm], rest: Sequence[ValueToConfirm]
) -> tuple[ValueGroup, ...]:
    made = []
    for key, title, _ in _GROUPS:
        known = [value for value in values if _group(value) == key]
        rows = tuple(_view(protocol, value) for value in rest if _group(value) == key)
        if known:
            made.append(ValueGroup(key, title, f"{len(rows)} open" if rows else "All confirmed", rows))
    return tuple(made)


def _group(value: ValueToConfirm) -> str:
    return _GROUP_OF.get(value.key.split(".", 1)[0], _OTHERS)


def _view(protocol: Protocol, value: ValueToConfirm, *, who: str = "", may_undo: bool = False) -> ValueView:
    short = len(value.words) <= _SHORT and not value.words.startswith("line ")
    return ValueView(
        key=value.key,
        label=_label(value.label),
        value=value.words if short else "",
        words="" if short else _upper(_readable(protocol, value.words)),
        basis=_basis(value),
        sources=tuple(_source(protocol, source_id) for source_id in value.sources),
        who=who,
        may_undo=may_undo,
    )


def _label(label: str) -> str:
    for prefix in _PREFIXES:
        if label.startswith(prefix):
            return _upper(label.removeprefix(prefix))
    return label


def _readable(protocol: Protocol, words: str) -> str:
    """A line by its printed words, and in place of braces what is filled in on the sheet."""
    wording = protocol.wording.get("en")
    if wording is not None and words.startswith("line "):
        words = wording.lines.get(words.removeprefix("line "), words)
    return re.sub(r"\{(\w+)\}", lambda field: f"({field[1].replace('_', ' ')})", words)


def _basis(value: ValueToConfirm) -> str:
    basis = "Seen at other clinics" if value.basis is Basis.PRACTICE else "Judgment"
    return f"{basis}. {value.range_seen}" if value.range_seen else basis


def _source(protocol: Protocol, source_id: str) -> str:
    source = protocol.sources.get(source_id)
    if source is None:
        return source_id
    dated = f", {source.dated}" if source.dated else ""
    return f"{source.title}{dated}. {source.says}".strip()


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
