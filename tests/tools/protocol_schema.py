"""The JSON schema of a protocol folder's files, made from the models that read them."""

import json
from pathlib import Path

from pydantic.json_schema import models_json_schema

from consult_app.content.schema import ProductsFile, ProtocolFile
from consult_app.content.wording_schema import WordingFile

DOCUMENT = Path(__file__).parents[2] / "docs" / "protocol-schema.json"
FILES = {"protocol.toml": ProtocolFile, "products.toml": ProductsFile, "wording.LANGUAGE.toml": WordingFile}

_DESCRIPTION = (
    "The tables and keys of a protocol folder's TOML files, for editors that complete and check them: "
    "$defs/ProtocolFile for protocol.toml, $defs/ProductsFile for products.toml, $defs/WordingFile for "
    "wording.LANGUAGE.toml. What one value asks of another is not said here; protocol check finds that. "
    "Made by: uv run python -m tests.tools.generated_docs"
)
# TOML reads the dotted key of a line as tables inside tables.
_LINES = {"type": "object", "additionalProperties": {"anyOf": [{"$ref": "#/$defs/Lines"}, {"$ref": "#/$defs/Line"}]}}


def schema() -> dict[str, object]:
    """The schema of each file under ``$defs``; a document fits as a whole when it is one of them."""
    _, made = models_json_schema([(model, "validation") for model in FILES.values()])
    definitions = made["$defs"]
    definitions["WordingFile"]["properties"]["lines"] = {"$ref": "#/$defs/Lines"}
    definitions["Lines"] = _LINES
    definitions["Line"] = {"type": "string", "minLength": 1}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Protocol folder",
        "description": _DESCRIPTION,
        "oneOf": [{"$ref": f"#/$defs/{model.__name__}"} for model in FILES.values()],
        "$defs": dict(sorted(definitions.items())),
    }


def text() -> str:
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
