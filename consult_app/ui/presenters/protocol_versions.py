"""Settings > Protocol: the versions there are, and what a chosen one would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Literal

from consult_app.application.access import Act, may
from consult_app.application.errors import Fault
from consult_app.application.example_changes import ExampleChange
from consult_app.application.versions import (
    NEEDS_PRESCRIBER,
    CheckedVersion,
    ProtocolInUse,
    RuleChange,
    SwitchedOn,
    VersionFolder,
    WhatChanges,
)
from consult_app.domain.answers import Provider
from consult_app.domain.schedule import day_words
from consult_app.ui.presenters.words import count_words, provider_words

Standing = Literal["in_use", "next", "not_in_use"]
STANDING_WORDS: dict[Standing, str] = {"in_use": "In use", "next": "Next start", "not_in_use": "Not in use"}


@dataclass(frozen=True, slots=True)
class VersionCardView:
    """One version: where it comes from, and who switched it on last and when."""

    version: str
    under: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class VersionsView:
    """``since`` is empty where nobody switched the version in use on; ``waiting`` tells of one for the next start."""

    cards: tuple[VersionCardView, ...]
    since: str
    waiting: str
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExampleView:
    """One example consultation for which something changes."""

    name: str
    count: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InspectedView:
    """What the check and the comparison of one version found.

    ``faults`` are pairs of place and reason. ``refusal`` says why it cannot be used by this provider now, empty when it
    can; ``done`` says that there is nothing to switch.
    """

    title: str
    faults: tuple[tuple[str, str], ...] = ()
    rules: tuple[RuleChange, ...] = ()
    rest: str = ""
    examples: tuple[ExampleView, ...] = ()
    unchanged: str = ""
    drafts: str = ""
    refusal: str = ""
    done: str = ""


def present_versions(
    folders: Sequence[VersionFolder], lines: Sequence[SwitchedOn], in_use: ProtocolInUse, *, zone: tzinfo
) -> VersionsView:
    """Every version whose folder is there, and the one in use even when its folder is gone."""
    used = in_use.protocol.version
    last = {line.version: line for line in lines}
    waiting = waiting_line(lines, in_use)
    there = {folder.version: folder.own for folder in folders}
    names = list(there) if used in there else [used, *there]

    def card(version: str) -> VersionCardView:
        line = last.get(version)
        origin = "Folder is missing" if version not in there else "Your own" if there[version] else "Released"
        switched = f"Switched on {_when(line, zone)}" if line is not None else ""
        standing: Standing = "in_use" if version == used else "not_in_use"
        if waiting is not None and waiting.version == version:
            standing = "next"
        return VersionCardView(version, ". ".join(part for part in (origin, switched) if part), standing)

    since = last.get(used) if last.get(used) is not waiting or waiting is None else None
    return VersionsView(
        cards=tuple(card(version) for version in names),
        since=f"in use since {day_words(since.at.astimezone(zone).date())}" if since is not None else "",
        waiting=f"{waiting.version} counts from the next start." if waiting is not None else "",
        notices=tuple(notice.line for notice in in_use.notices),
    )


def home_notice(in_use: ProtocolInUse | None) -> tuple[str, str] | None:
    """What Home says when the files are not as they were switched on; ``None`` when all is well."""
    if in_use is None or not in_use.notices:
        return None
    told = "\n".join(notice.line for notice in in_use.notices)
    return notice_title(in_use), f"{told}\nSee Settings, Protocol."


def notice_title(in_use: ProtocolInUse) -> str:
    """Whether only the folder is other than what counts, or another version counts than was switched on last."""
    version = in_use.protocol.version
    if all(notice.where.partition("/")[0] == version for notice in in_use.notices):
        return f"Working with protocol {version} as it was switched on, not as its folder is now."
    return f"Working with protocol {version}. A newer version cannot be used."


def waiting_line(lines: Sequence[SwitchedOn], in_use: ProtocolInUse) -> SwitchedOn | None:
    """What was switched on since the start, if it is other than what counts now."""
    later = lines[in_use.known :]
    return later[-1] if later and later[-1].sha256 != in_use.protocol.sha256 else None


def present_inspected(
    checked: CheckedVersion,
    changes: WhatChanges | None,
    in_use: ProtocolInUse,
    *,
    against: str,
    waiting: SwitchedOn | None,
    drafts: int,
    provider: Provider,
) -> InspectedView:
    """``changes`` is ``None`` where nothing could be compared: the version, or the one put beside it, is faulty."""
    version = checked.folder.version
    if checked.protocol is None:
        return InspectedView(
            title=f"{version} has {count_words(len(checked.faults), 'fault')}",
            faults=tuple((fault.where, _sentence(fault)) for fault in checked.faults),
            refusal="It can be used when the check finds none.",
        )
    if changes is None:
        refusal = f"{against} has faults, so nothing can be put beside it. Compare with another version."
        return InspectedView(title=f"{version} has no faults", refusal=refusal)
    counts = changes.before == in_use.protocol.sha256
    sha256 = checked.protocol.sha256
    return InspectedView(
        title=f"What {version} changes" if counts else f"What {version} changes against {against}",
        rules=changes.rules,
        rest="Everything else stays the same." if changes.rules else "No value and no word differs.",
        examples=tuple(_example(change) for change in changes.examples if change.sentences),
        unchanged=_unchanged(changes.examples),
        drafts=_drafts(drafts) if sha256 != in_use.protocol.sha256 else "",
        refusal=_refusal(counts, provider, against),
        done=_done(sha256, in_use, waiting),
    )


def _sentence(fault: Fault) -> str:
    words = f"{fault.what} {fault.allowed}".strip()
    return words[:1].upper() + words[1:]


def _when(line: SwitchedOn, zone: tzinfo) -> str:
    return f"{day_words(line.at.astimezone(zone).date())} by {provider_words(line.by)}"


def _example(change: ExampleChange) -> ExampleView:
    return ExampleView(change.name, count_words(len(change.sentences), "change"), change.sentences)


def _unchanged(examples: Sequence[ExampleChange]) -> str:
    same = sum(not change.sentences for change in examples)
    if same == len(examples):
        return f"Nothing changes for any of the {same} example consultations."
    if same < 2:
        return "Nothing changes for the other example." if same else ""
    return f"Nothing changes for the other {same} examples."


def _drafts(drafts: int) -> str:
    if not drafts:
        return ""
    return f"{count_words(drafts, 'open draft')} {'is' if drafts == 1 else 'are'} worked out again"


def _refusal(counts: bool, provider: Provider, against: str) -> str:
    if not may(provider, Act.SWITCH_PROTOCOL):
        return NEEDS_PRESCRIBER
    return "" if counts else f"You see what changes against {against}. Compare with the version in use to switch."


def _done(sha256: str, in_use: ProtocolInUse, waiting: SwitchedOn | None) -> str:
    if waiting is not None:
        return "It counts from the next start." if waiting.sha256 == sha256 else ""
    return "This is what is in use." if sha256 == in_use.protocol.sha256 else ""
