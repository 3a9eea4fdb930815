"""Checks across the files of a protocol folder."""

from pathlib import Path

from consult_app.content.faults import ProtocolFault, ProtocolFaulty
from consult_app.content.protocol_files import ProtocolFiles, read_protocol_files

Found = tuple[tuple[ProtocolFault, ...], tuple[ProtocolFault, ...]]


def check_protocol(folder: Path) -> Found:
    """All faults and all notices of a protocol folder; never raises for its content."""
    try:
        files = read_protocol_files(folder)
    except ProtocolFaulty as faulty:
        return faulty.faults, ()
    return check_files(files)


def check_files(files: ProtocolFiles) -> Found:
    """Faults keep a protocol from being used; notices are worth a look."""
    return (), ()
