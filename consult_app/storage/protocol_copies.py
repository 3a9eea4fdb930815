"""Versions of a protocol that were switched on: the line about it, and the files as they were, in a ZIP archive."""

import io
import zipfile
import zlib
from typing import Final, cast

from sqlalchemy.orm import QueryableAttribute

from consult_app.application.versions import ProtocolCopy, SwitchedOn
from consult_app.domain.answers import Provider
from consult_app.storage.mapping import aware, storable
from consult_app.storage.tables import SwitchedOnRow

BODY: Final = cast("QueryableAttribute[bytes]", SwitchedOnRow.body)
"""Left out where only the lines are wanted."""
_ALWAYS: Final = (1980, 1, 1, 0, 0, 0)


def packed(copy: ProtocolCopy) -> bytes:
    """The files as an archive any unpacker opens; the same files give the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in copy.files:
            archive.writestr(zipfile.ZipInfo(name, _ALWAYS), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def unpacked(version: str, body: bytes) -> ProtocolCopy | None:
    """The files of the archive, ``None`` when it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            files = tuple((name, archive.read(name)) for name in archive.namelist())
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, RuntimeError, OSError):
        return None
    return ProtocolCopy(version, files)


def switched_on_row(line: SwitchedOn, copy: ProtocolCopy) -> SwitchedOnRow:
    return SwitchedOnRow(
        protocol_id=line.protocol_id,
        version=line.version,
        sha256=line.sha256,
        by_name=storable(line.by.name),
        by_credentials=storable(line.by.credentials),
        at=aware(line.at),
        body=packed(copy),
    )


def switched_on_of(row: SwitchedOnRow) -> SwitchedOn:
    return SwitchedOn(
        protocol_id=row.protocol_id,
        version=row.version,
        sha256=row.sha256,
        by=Provider(name=row.by_name, credentials=row.by_credentials),
        at=row.at,
    )
