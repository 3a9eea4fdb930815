"""Loads a protocol folder."""

from dataclasses import dataclass
from pathlib import Path

from consult_app.application.versions import ProtocolCopy
from consult_app.content.checks import faults_of
from consult_app.content.faults import ProtocolFaulty
from consult_app.content.protocol_files import files_of, take_copy
from consult_app.content.protocol_mapping import to_protocol
from consult_app.domain.protocol import Protocol


@dataclass(frozen=True, slots=True)
class FolderProtocolSource:
    """The protocol in one folder. Keeping a last good one for when this raises is the caller's part."""

    folder: Path

    def load(self) -> Protocol:
        """Read and check the folder. Raises ``ProtocolFaulty`` with every fault found."""
        return protocol_in(take_copy(self.folder))


def protocol_in(copy: ProtocolCopy) -> Protocol:
    """The protocol in a copy's bytes. Raises ``ProtocolFaulty`` with every fault found."""
    files = files_of(copy)
    faults = faults_of(files)
    if faults:
        raise ProtocolFaulty(faults)
    return to_protocol(files)
