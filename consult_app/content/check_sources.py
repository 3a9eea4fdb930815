"""Checks that every value has sources that exist and may be cited, and that every fact is used."""

import re
from collections.abc import Iterator

from pydantic import BaseModel

from consult_app.content import schema
from consult_app.content.check_products import evidence_sources
from consult_app.content.faults import ProtocolFault
from consult_app.content.protocol_files import PRODUCTS_FILE, PROTOCOL_FILE, ProtocolFiles
from consult_app.content.protocol_mapping import all_sources

_WEAK = re.compile(r"(^|:)W\d+[a-z]?$")


def known_sources(part: schema.ProtocolFile) -> frozenset[str]:
    return frozenset(source.id for source in all_sources(part))


def source_faults(files: ProtocolFiles) -> Iterator[ProtocolFault]:
    """Sources that are weak, unknown, or facts of the clinic that nothing uses."""
    known = known_sources(files.protocol)
    for source in files.protocol.sources:
        if _WEAK.search(source.id):
            yield ProtocolFault(PROTOCOL_FILE, f"sources[{source.id}]", "a weak source may not be cited")
        elif not source.id.startswith(f"{source.kind}:"):
            yield ProtocolFault(PROTOCOL_FILE, f"sources[{source.id}].id", f"must start with {source.kind}:")
    cited: set[str] = set(evidence_sources(files.products))
    for file, part in ((PROTOCOL_FILE, files.protocol), (PRODUCTS_FILE, files.products)):
        for where, source_id in _citations(part, ""):
            cited.add(source_id)
            if _WEAK.search(source_id):
                yield ProtocolFault(file, where, f"{source_id} is a weak source and may not be cited")
            elif source_id not in known:
                yield ProtocolFault(file, where, f"there is no source {source_id}")
    for document in files.protocol.documents:
        for statement in document.statements:
            at = f"documents[{document.id}].statements[{statement.id}]"
            used = f"{document.id}:{statement.id}" in cited
            if not used and not statement.provenance_only:
                yield ProtocolFault(PROTOCOL_FILE, at, "nothing uses this fact and it is not marked provenance_only")
            if used and statement.provenance_only:
                yield ProtocolFault(PROTOCOL_FILE, at, "is marked provenance_only, yet a value cites it")


def source_notices(files: ProtocolFiles) -> Iterator[ProtocolFault]:
    """Sources that nothing cites."""
    cited = set(evidence_sources(files.products))
    cited.update(source_id for part in (files.protocol, files.products) for _, source_id in _citations(part, ""))
    for source in files.protocol.sources:
        if source.id not in cited:
            yield ProtocolFault(PROTOCOL_FILE, f"sources[{source.id}]", "nothing cites this source")


def _citations(value: object, where: str) -> Iterator[tuple[str, str]]:
    """Every source named anywhere below, with the key path of its ``sources``."""
    if isinstance(value, schema.Attributed | schema.UntilPart):
        for source_id in value.sources:
            yield f"{where}.sources", source_id
    if isinstance(value, BaseModel):
        for name, inner in value:
            yield from _citations(inner, f"{where}.{name}" if where else name)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _citations(inner, f"{where}.{name}")
    elif isinstance(value, tuple):
        for index, entry in enumerate(value):
            named = getattr(entry, "id", None)
            yield from _citations(entry, f"{where}[{named if isinstance(named, str) else index}]")
