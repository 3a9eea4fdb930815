"""The folders of a protocol's versions: the released ones, and beside the clinic's data its own."""

import re
import shutil
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from consult_app.application.errors import EnvironmentFailed, Fault, InputFaulty
from consult_app.application.example_changes import ExampleRun, example_change
from consult_app.application.versions import (
    CheckedVersion,
    ProtocolCopy,
    RuleChange,
    VersionFolder,
    WhatChanges,
    is_own,
    next_own,
    version_order,
)
from consult_app.content.differences import Difference, differences
from consult_app.content.faults import ProtocolFault, ProtocolFaulty, placed
from consult_app.content.protocol_files import PROTOCOL_FILE, take_copy
from consult_app.content.protocol_source import protocol_in
from consult_app.domain.protocol import Protocol

HIDDEN: Final = "."
"""Folders whose name starts so are none of ours, or a copy that is still being made."""
_LINE: Final = r'(?m)^(?P<before>[ \t]*%s[ \t]*=[ \t]*)(?P<quote>["\'])(?P<value>[^"\'\r\n]*)(?P=quote)'

RunExamples = Callable[[Protocol], tuple[ExampleRun, ...]]


@dataclass(frozen=True, slots=True)
class FolderVersions:
    """The ``ProtocolVersions`` port on folders named after their version.

    ``released`` holds the shipped versions, ``own`` the clinic's. ``write`` puts bytes at a path, wholly or not at all,
    and raises ``EnvironmentFailed``. ``run_examples`` proposes for every example consultation.
    """

    released: Path
    own: Path
    write: Callable[[Path, bytes], None]
    run_examples: RunExamples

    def listed(self) -> tuple[VersionFolder, ...]:
        found = [
            VersionFolder(path.name, parent == self.own, str(path))
            for parent in (self.released, self.own)
            for path in _folders(parent)
        ]
        return tuple(sorted(found, key=lambda each: (version_order(each.version), each.version), reverse=True))

    def make_own(self, source: ProtocolCopy) -> VersionFolder:
        version = next_own(source.version, (path.name for path in _folders(self.own)))
        files = tuple(
            (name, renumbered(data, source.version, version) if name == PROTOCOL_FILE else data)
            for name, data in source.files
        )
        try:
            self.own.mkdir(parents=True, exist_ok=True)
            being_made = Path(tempfile.mkdtemp(prefix=f"{HIDDEN}{version}-", dir=self.own))
        except OSError as error:
            raise _not_made(self.own) from error
        try:
            for name, data in files:
                self.write(being_made / name, data)
            being_made.rename(self.own / version)
        except OSError as error:
            raise _not_made(self.own) from error
        finally:
            shutil.rmtree(being_made, ignore_errors=True)
        return VersionFolder(version, True, str(self.own / version))

    def folder_of(self, version: str) -> Path:
        """Where a version lies, or would: what no release is called can only be the clinic's."""
        released = self.released / version
        return released if not is_own(version) and released.is_dir() else self.own / version

    def check(self, version: str) -> CheckedVersion:
        folder = self.folder_of(version)
        own = folder.parent == self.own
        there = VersionFolder(version, own, str(folder))
        try:
            copy = take_copy(folder)
            protocol = protocol_in(copy)
        except ProtocolFaulty as faulty:
            return CheckedVersion(there, placed(faulty.faults))
        if own and not is_own(protocol.version):
            reason = f"a version of your own is numbered like {next_own(protocol.version, ())}, and so is its folder"
            return CheckedVersion(there, placed((ProtocolFault(PROTOCOL_FILE, "version", reason),)))
        return CheckedVersion(there, protocol=protocol, copy=copy)

    def compare(self, before: Protocol, after: Protocol) -> WhatChanges:
        changed = differences(before, after)
        runs = zip(self.run_examples(before), self.run_examples(after), strict=True)
        return WhatChanges(
            before=before.sha256,
            after=after.sha256,
            rules=tuple(_rule_change(each) for each in changed),
            examples=tuple(example_change(was, now) for was, now in runs),
        )


def renumbered(data: bytes, source: str, version: str) -> bytes:
    """``protocol.toml`` with another version, and the one it comes from; every other byte stays as it is.

    Raises ``InputFaulty`` when the version does not stand on a line of its own at the top.
    """
    text = data.decode("utf-8")
    first_table = re.search(r"(?m)^[ \t]*\[", text)
    head = text[: first_table.start()] if first_table is not None else text
    rest = text[len(head) :]
    end = "\r\n" if "\r\n" in head else "\n"
    origin, has_origin = re.subn(_LINE % "derived_from", rf'\g<before>"{source}"', head, count=1)
    added = "" if has_origin else f'{end}derived_from = "{source}"'
    made = re.sub(_LINE % "version", rf'\g<before>"{version}"{added}', origin, count=1) + rest
    try:
        said = tomllib.loads(made)
    except tomllib.TOMLDecodeError:
        said = {}
    if (said.get("version"), said.get("derived_from")) != (version, source):
        advice = 'Write it at the top on a line of its own: version = "1.0.0".'
        raise InputFaulty((Fault(f"{PROTOCOL_FILE}: version", "This line cannot be changed.", advice),))
    return made.encode("utf-8")


def _rule_change(found: Difference) -> RuleChange:
    """The two texts are kept only where the sentence does not say them already."""
    if not found.before or not found.now:
        return RuleChange(found.sentence, "gone" if found.before else "new")
    says_it = found.before in found.sentence and found.now in found.sentence
    return RuleChange(found.sentence) if says_it else RuleChange(found.sentence, before=found.before, now=found.now)


def _folders(parent: Path) -> tuple[Path, ...]:
    try:
        return tuple(path for path in parent.iterdir() if path.is_dir() and not path.name.startswith(HIDDEN))
    except OSError:
        return ()


def _not_made(folder: Path) -> EnvironmentFailed:
    return EnvironmentFailed(
        "The copy could not be made. Nothing was left behind.",
        f"Check that there is space and that you may write to {folder}, then try again.",
    )
