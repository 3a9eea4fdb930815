"""What Settings > Protocol reads of the versions; all of it on a worker."""

from dataclasses import dataclass

from consult_app.application.ports import ProtocolVersions
from consult_app.application.services import Services
from consult_app.application.versions import CheckedVersion, ProtocolInUse, SwitchedOn, VersionFolder, WhatChanges


@dataclass(frozen=True, slots=True)
class ReadVersions:
    """What the disk and the clinic file say: folders, who switched what on, and how many drafts are open."""

    folders: tuple[VersionFolder, ...]
    lines: tuple[SwitchedOn, ...]
    drafts: int


@dataclass(frozen=True, slots=True)
class Inspected:
    """A version as it was checked, and what it changes; ``None`` where there was nothing sound to compare."""

    checked: CheckedVersion
    changes: WhatChanges | None


def read_versions(services: Services) -> ReadVersions:
    """Folders, record and drafts as they are now. Raises ``EnvironmentFailed`` when the clinic file cannot be read."""
    folders = services.versions.listed() if services.versions is not None else ()
    return ReadVersions(folders, services.clinics.switched_on(), len(services.consultations.drafts()))


def inspect(versions: ProtocolVersions, in_use: ProtocolInUse, chosen: str, *, against: str) -> Inspected:
    """Check ``chosen`` and compare it with ``against``, which is the copy that counts when that is the one in use."""
    used = in_use.protocol
    checked = versions.check(chosen)
    before = used if against == used.version else versions.check(against).protocol
    if checked.protocol is None or before is None:
        return Inspected(checked, None)
    return Inspected(checked, versions.compare(before, checked.protocol))
