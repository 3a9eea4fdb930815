"""Checks across the files of a protocol folder (``consult protocol check``)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from consult_app.application.versions import is_own, version_order
from consult_app.content.check_courses import course_faults, course_notices
from consult_app.content.check_products import product_faults
from consult_app.content.check_rules import rule_faults, rule_notices
from consult_app.content.check_sources import known_sources, source_faults, source_notices
from consult_app.content.check_wording import wording_faults, wording_notices
from consult_app.content.faults import ProtocolFault, ProtocolFaulty
from consult_app.content.protocol_files import PRODUCTS_FILE, PROTOCOL_FILE, ProtocolFiles, read_protocol_files

Found = tuple[tuple[ProtocolFault, ...], tuple[ProtocolFault, ...]]


def check_protocol(folder: Path) -> Found:
    """All faults and all notices of a protocol folder; never raises for its content."""
    try:
        files = read_protocol_files(folder)
    except ProtocolFaulty as faulty:
        return faulty.faults, ()
    return faults_of(files), notices_of(files)


def faults_of(files: ProtocolFiles) -> tuple[ProtocolFault, ...]:
    """What keeps a protocol from being used."""
    protocol = files.protocol
    return (
        *_version_faults(files),
        *_duplicates(files),
        *rule_faults(protocol),
        *course_faults(protocol),
        *product_faults(files.products, protocol, known_sources(protocol)),
        *wording_faults(files),
        *source_faults(files),
    )


def notices_of(files: ProtocolFiles) -> tuple[ProtocolFault, ...]:
    """What is worth a look before a protocol is released."""
    named = (
        ()
        if files.folder_name == files.protocol.version or _is_of_clinic(files)
        else (ProtocolFault(PROTOCOL_FILE, "version", f"the folder is called {files.folder_name}"),)
    )
    part = files.protocol
    return (*named, *rule_notices(part), *course_notices(part), *source_notices(files), *wording_notices(files))


def _version_faults(files: ProtocolFiles) -> Iterator[ProtocolFault]:
    """A clinic's own version must be called as its folder, and be newer than the one it was made from."""
    part = files.protocol
    if _is_of_clinic(files) and files.folder_name != part.version:
        reason = f"is {part.version}, but the folder is called {files.folder_name}: both must be the same"
        yield ProtocolFault(PROTOCOL_FILE, "version", reason)
    if part.derived_from is not None and version_order(part.derived_from) >= version_order(part.version):
        reason = f"is {part.derived_from}: must be a version before {part.version}"
        yield ProtocolFault(PROTOCOL_FILE, "derived_from", reason)


def _is_of_clinic(files: ProtocolFiles) -> bool:
    return is_own(files.protocol.version) or is_own(files.folder_name)


def _duplicates(files: ProtocolFiles) -> Iterator[ProtocolFault]:
    part, products = files.protocol, files.products
    named: tuple[tuple[str, str, Iterable[str]], ...] = (
        (PROTOCOL_FILE, "groups", (group.id for group in part.groups)),
        (PROTOCOL_FILE, "questions", (question.id for question in part.questions)),
        (PROTOCOL_FILE, "rules", (rule.id for rule in part.rules)),
        (PROTOCOL_FILE, "courses", (course.id for course in part.courses)),
        (PROTOCOL_FILE, "timeline", (step.id for step in part.timeline)),
        (PROTOCOL_FILE, "sources", (source.id for source in part.sources)),
        (PROTOCOL_FILE, "documents", (document.id for document in part.documents)),
        (PROTOCOL_FILE, "aftercare.avoid", (item.what for item in part.aftercare.avoid)),
        (PRODUCTS_FILE, "categories", (category.id for category in products.categories)),
        (PRODUCTS_FILE, "catalogue", (f"{row.brand} {row.name}" for row in products.catalogue)),
        (PRODUCTS_FILE, "words", (word for part in products.words for word in part.words)),
    )
    for file, where, ids in named:
        for name, count in Counter(ids).items():
            if count > 1:
                yield ProtocolFault(file, where, f"{name} is given {count} times")
    for document in part.documents:
        for name, count in Counter(statement.id for statement in document.statements).items():
            if count > 1:
                yield ProtocolFault(
                    PROTOCOL_FILE, f"documents[{document.id}].statements", f"{name} is given {count} times"
                )
