"""The examples in docs/protocol-format.md are what the program reads."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from consult_app.content import schema, wording_schema
from consult_app.content.sheet_lines import REQUIRED_LISTS
from consult_app.domain.protocol import Basis

DOCUMENT = (Path(__file__).parents[2] / "docs" / "protocol-format.md").read_text(encoding="utf-8")
EXAMPLES = [tomllib.loads(text) for text in re.findall(r"^ *```toml\n(.*?)```", DOCUMENT, re.DOTALL | re.MULTILINE)]
FILES = (schema.ProtocolFile, schema.ProductsFile, wording_schema.WordingFile)
TABLES: dict[str, Any] = {
    name: field.rebuild_annotation() for model in FILES for name, field in model.model_fields.items()
}


def read(name: str, value: object) -> object:
    """The example's value of one top-level key, read as the program reads that key."""
    return TypeAdapter(TABLES[name]).validate_json(json.dumps(value, default=str))


def test_the_document_has_examples_of_every_key_of_every_file():
    shown = {name for example in EXAMPLES for name in example}
    assert shown == set(TABLES)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_reads_as_its_part_of_the_file(number: int):
    for name, value in EXAMPLES[number].items():
        assert read(name, value)


def test_the_document_names_every_condition_and_every_list():
    for name in ("health", "allergy", "tan", "fitzpatrick", "area", "age", "product", "plan", *REQUIRED_LISTS):
        assert f"`{name}`" in DOCUMENT, name


def test_the_document_names_every_basis():
    for basis in Basis:
        assert f"| `{basis}` |" in DOCUMENT
