"""A protocol folder as it was read: its bytes, its files checked each by itself, and the folder's fingerprint."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from consult_app.application.versions import ProtocolCopy
from consult_app.content.faults import ProtocolFault, ProtocolFaulty
from consult_app.content.schema import ProductsFile, ProtocolFile
from consult_app.content.toml_file import parse_model, read_bytes
from consult_app.content.wording_schema import WordingFile

M = TypeVar("M", bound=BaseModel)

PROTOCOL_FILE = "protocol.toml"
PRODUCTS_FILE = "products.toml"


def wording_file(language: str) -> str:
    return f"wording.{language}.toml"


@dataclass(frozen=True, slots=True)
class ProtocolFiles:
    """The files of one folder. ``wording`` maps languages to lines; ``sha256`` is the folder's ``fingerprint``."""

    folder_name: str
    protocol: ProtocolFile
    products: ProductsFile
    wording: Mapping[str, Mapping[str, str]]
    sha256: str


def read_protocol_files(folder: Path) -> ProtocolFiles:
    """Read every file of the folder. Raises ``ProtocolFaulty`` with all faults of all files."""
    return files_of(take_copy(folder))


def take_copy(folder: Path) -> ProtocolCopy:
    """The bytes of the folder's TOML files, read once. Raises ``ProtocolFaulty`` when one cannot be read."""
    called = Path(os.path.normpath(folder.absolute())).name
    try:
        paths = sorted(folder.glob("*.toml"), key=lambda path: path.name) if folder.is_dir() else None
    except OSError as error:
        raise ProtocolFaulty((ProtocolFault(called, "", f"this folder cannot be read: {error.strerror}"),)) from error
    if paths is None:
        raise ProtocolFaulty((ProtocolFault(called, "", "this folder is missing"),))
    read = tuple((path.name, read_bytes(path)) for path in paths)
    faults = tuple(data for _, data in read if isinstance(data, ProtocolFault))
    if faults:
        raise ProtocolFaulty(faults)
    return ProtocolCopy(called, tuple((name, data) for name, data in read if isinstance(data, bytes)))


def files_of(copy: ProtocolCopy) -> ProtocolFiles:
    """The files in those bytes. Raises ``ProtocolFaulty`` with all faults of all files."""
    content = dict(copy.files)
    protocol, protocol_faults = _file(content, PROTOCOL_FILE, ProtocolFile)
    products, products_faults = _file(content, PRODUCTS_FILE, ProductsFile)
    faults = [*protocol_faults, *products_faults]
    languages = protocol.languages if protocol is not None else ()
    wording: dict[str, Mapping[str, str]] = {}
    for language in languages:
        name = wording_file(language)
        lines, line_faults = _file(content, name, WordingFile)
        faults.extend(line_faults)
        if lines is not None:
            wording[language] = lines.lines
            if lines.language != language:
                faults.append(ProtocolFault(name, "language", f"must be {language}, as the file's name says"))
    if faults or protocol is None or products is None:
        raise ProtocolFaulty(tuple(faults))
    return ProtocolFiles(
        folder_name=copy.version,
        protocol=protocol,
        products=products,
        wording=wording,
        sha256=fingerprint(copy),
    )


def fingerprint(copy: ProtocolCopy) -> str:
    """SHA-256 over the TOML files in name order: name, a zero byte, length as 8 bytes, content."""
    digest = hashlib.sha256()
    for name, content in sorted(copy.files):
        digest.update(name.encode("utf-8") + b"\0" + len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()


def _file(content: Mapping[str, bytes], name: str, model: type[M]) -> tuple[M | None, tuple[ProtocolFault, ...]]:
    data = content.get(name)
    return parse_model(name, data, model) if data is not None else (None, (_missing(name),))


def _missing(name: str) -> ProtocolFault:
    return ProtocolFault(name, "", "this file is missing")
