"""Finds the version that counts: the copy kept when it was switched on, else the newest released one that is sound."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from consult_app.application.errors import Fault, InputFaulty
from consult_app.application.versions import ProtocolCopy, ProtocolInUse, SwitchedOn, version_order
from consult_app.content.faults import ProtocolFault, ProtocolFaulty, placed
from consult_app.content.protocol_files import fingerprint, take_copy
from consult_app.content.protocol_source import protocol_in
from consult_app.content.protocol_versions import FolderVersions
from consult_app.domain.proposal import ProtocolRef
from consult_app.domain.protocol import Protocol

CopyOf = Callable[[str], ProtocolCopy | None]


def protocol_in_use(lines: Sequence[SwitchedOn], copy_of: CopyOf, folders: FolderVersions) -> ProtocolInUse:
    """The last version of ``lines`` whose kept copy is whole and sound; without one, the newest released.

    Whatever keeps a newer version, or the folder as it is now, from counting is among the notices. Raises
    ``InputFaulty`` when nothing sound is there.
    """
    notices: list[Fault] = []
    for line in reversed(lines):
        try:
            copy = _kept(line, copy_of)
            found = ProtocolInUse(protocol_in(copy), copy)
        except ProtocolFaulty as faulty:
            notices += _about(line.version, placed(faulty.faults))
            continue
        if not notices:
            notices += _folder_notices(line, folders)
        return replace(found, notices=tuple(notices), known=len(lines))
    return replace(newest_released(folders.released, notices), known=len(lines))


def newest_released(parent: Path, notices: Iterable[Fault] = ()) -> ProtocolInUse:
    """The newest sound version of the folders in ``parent``. Raises ``InputFaulty`` when none is."""
    told = list(notices)
    for folder in sorted(parent.glob("*"), key=lambda path: version_order(path.name), reverse=True):
        try:
            copy = take_copy(folder)
            return ProtocolInUse(protocol_in(copy), copy, tuple(told))
        except ProtocolFaulty as faulty:
            told += _about(folder.name, placed(faulty.faults))
    raise InputFaulty(tuple(told))


def protocol_by_fingerprint(ref: ProtocolRef, copy_of: CopyOf, folders: FolderVersions) -> Protocol | None:
    """The protocol of just that fingerprint, as it was switched on or in its folder; ``None`` when it is in neither."""
    with suppress(ProtocolFaulty):
        copy = copy_of(ref.sha256) or take_copy(folders.folder_of(ref.version))
        if fingerprint(copy) == ref.sha256:
            return protocol_in(copy)
    return None


def _kept(line: SwitchedOn, copy_of: CopyOf) -> ProtocolCopy:
    copy = copy_of(line.sha256)
    if copy is None or fingerprint(copy) != line.sha256:
        raise ProtocolFaulty((ProtocolFault("copy in the clinic file", "", "the copy that was kept is damaged"),))
    return copy


def _folder_notices(line: SwitchedOn, folders: FolderVersions) -> list[Fault]:
    """Why the folder is not what counts, though its copy does; nothing when both are the same.

    Only a folder of another fingerprint is checked: it is for the words, the start does not wait for them otherwise.
    """
    folder = folders.folder_of(line.version)
    with suppress(ProtocolFaulty):
        if fingerprint(take_copy(folder)) == line.sha256:
            return []
    faults = folders.check(line.version).faults
    if faults:
        return _about(line.version, faults)
    return [Fault(line.version, "The folder was changed after this version was switched on.", f"See {folder}.")]


def _about(version: str, faults: tuple[Fault, ...]) -> list[Fault]:
    """Each under its version, unless it is about the whole folder and says so already."""
    return [
        fault if fault.where == version else Fault(f"{version}/{fault.where}", fault.what, fault.allowed)
        for fault in faults
    ]
