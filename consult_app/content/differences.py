"""What differs between two versions of a protocol, in sentences, and which values need the clinic's word."""

from collections.abc import Iterator
from dataclasses import dataclass

from consult_app.application.rule_words import listed
from consult_app.content.protocol_values import LANGUAGES, Entry, Said, Value, entries_of
from consult_app.content.value_words import BASES
from consult_app.domain.protocol import Basis, Protocol


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was. ``key`` names the value; ``before`` and ``now`` are empty where it is not there.

    ``sentence`` tells it whole, but for a text it only says that it changed: show ``before`` and ``now`` beside it.
    """

    key: str
    sentence: str
    before: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class UnconfirmedValue:
    """A default that counts until a prescriber of the clinic confirms it.

    ``key`` stays the same from version to version while the ids do; ``words`` say the value with its units, so a
    confirmation can be kept with what was confirmed and asked again when the words are others. A rule's own text is
    not among them: differences tell when it changes.
    """

    key: str
    label: str
    words: str
    basis: Basis
    range_seen: str
    sources: tuple[str, ...]


def differences(old: Protocol, new: Protocol) -> tuple[Difference, ...]:
    """What ``new`` holds other than ``old``, in the order of ``new``, then what is gone. Empty for equal content.

    Id, version, release date and hash are not compared: they name the versions.
    """
    before = {entry.key: entry for entry in entries_of(old)}
    now = {entry.key: entry for entry in entries_of(new)}
    return (
        *_languages(old, new),
        *(
            found
            for key, entry in now.items()
            for found in (_changes(before[key], entry) if key in before else _arrived(entry, before, now))
        ),
        *(found for key, entry in before.items() if key not in now for found in _gone(entry, now)),
    )


def unconfirmed(protocol: Protocol) -> tuple[UnconfirmedValue, ...]:
    """Every value whose basis needs the clinic's word, in the protocol's order, whatever was confirmed already."""
    return tuple(
        UnconfirmedValue(
            key=entry.key,
            label=entry.name if entry.kind == "value" else f"{entry.kind.capitalize()}: {entry.name}",
            words=entry.told,
            basis=entry.basis,
            range_seen=entry.range_seen,
            sources=entry.sources,
        )
        for entry in entries_of(protocol)
        if entry.basis is not None and entry.basis.needs_confirmation and not entry.shares_basis
    )


def _languages(old: Protocol, new: Protocol) -> Iterator[Difference]:
    for language in dict.fromkeys((*old.wording, *new.wording)):
        name = LANGUAGES.get(language, language)
        if language not in old.wording:
            yield Difference(f"wording.{language}", f"New language: {name}.", now=name)
        elif language not in new.wording:
            yield Difference(f"wording.{language}", f"Language no longer there: {name}.", before=name)


def _arrived(entry: Entry, before: dict[str, Entry], now: dict[str, Entry]) -> Iterator[Difference]:
    comes_with_its_whole = entry.part_of in now and entry.part_of not in before
    if not comes_with_its_whole:
        yield Difference(entry.key, f"New {entry.kind}: {entry.name}.", now=entry.name)


def _gone(entry: Entry, now: dict[str, Entry]) -> Iterator[Difference]:
    if not entry.part_of or entry.part_of in now:
        sentence = f"{entry.kind.capitalize()} no longer there: {entry.name}."
        yield Difference(entry.key, sentence, before=entry.name)


def _changes(old: Entry, new: Entry) -> Iterator[Difference]:
    was = {value.key: value for value in _all_values(old)}
    now = {value.key: value for value in _all_values(new)}
    for key in dict.fromkeys((*now, *was)):
        before, after = was.get(key), now.get(key)
        was_words, now_words = before.words if before else "", after.words if after else ""
        if was_words == now_words or _is_other_language(new, before, after):
            continue
        sentence = f"{new.prefix}: {_change_words(before, after)}."
        yield Difference(f"{new.key}.{key}", sentence, before=was_words, now=now_words)


def _all_values(entry: Entry) -> Iterator[Value]:
    yield from entry.values
    if entry.shares_basis or entry.basis is None:
        return
    yield Value("basis", _whose("basis", entry), BASES[entry.basis])
    yield Value("sources", _whose("sources", entry), listed(entry.sources, last="and"))


def _whose(label: str, entry: Entry) -> str:
    """Parts say which value's basis it is; their prefix names only the whole."""
    return label if entry.kind in ("rule", "question", "product category") else f"{label} of {entry.values[0].label}"


def _is_other_language(entry: Entry, before: Value | None, after: Value | None) -> bool:
    """A language that came or went whole is told once."""
    return entry.key.startswith("line.") and (before is None or after is None)


def _change_words(before: Value | None, after: Value | None) -> str:
    if after is None or not after.words:
        return f"{before.label if before else ''} no longer there"
    if before is None or not before.words:
        return f"{after.label} is new" if after.said is Said.CHANGED else f"new, {after.label} {after.words}"
    match after.said:
        case Said.BOTH:
            return f"{after.label} {after.words} instead of {before.words}"
        case Said.QUOTED:
            return f'{after.label} "{after.words}" instead of "{before.words}"'
        case Said.CLAUSE:
            return f"{after.label} {after.words}, no longer {before.words}"
        case Said.CHANGED:
            return f"{after.label} changed"
