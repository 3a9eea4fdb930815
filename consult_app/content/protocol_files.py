"""A protocol folder as it was read: its files checked each by itself, and the folder's fingerprint."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from consult_app.content.faults import ProtocolFault, ProtocolFaulty
from consult_app.content.schema import ProductsFile, ProtocolFile
from consult_app.content.toml_file import read_model
from consult_app.content.wording_schema import WordingFile

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
    if not folder.is_dir():
        raise ProtocolFaulty((ProtocolFault(folder.name, "", "this folder is missing"),))
    protocol, protocol_faults = read_model(folder / PROTOCOL_FILE, ProtocolFile)
    products, products_faults = read_model(folder / PRODUCTS_FILE, ProductsFile)
    faults = [*protocol_faults, *products_faults]
    languages = protocol.languages if protocol is not None else ()
    wording: dict[str, Mapping[str, str]] = {}
    for language in languages:
        name = wording_file(language)
        lines, line_faults = read_model(folder / name, WordingFile)
        faults.extend(line_faults)
        if lines is not None:
            wording[language] = lines.lines
            if lines.language != language:
                faults.append(ProtocolFault(name, "language", f"must be {language}, as the file's name says"))
    if faults or protocol is None or products is None:
        raise ProtocolFaulty(tuple(faults))
    return ProtocolFiles(
        folder_name=folder.name,
        protocol=protocol,
        products=products,
        wording=wording,
        sha256=fingerprint(folder),
    )


def fingerprint(folder: Path) -> str:
    """SHA-256 over the folder's TOML files in name order: name, a zero byte, length as 8 bytes, content."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.toml"), key=lambda path: path.name):
        content = path.read_bytes()
        digest.update(path.name.encode("utf-8") + b"\0" + len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()
