"""The JSON schema that editors may use says the same as the models that read the files."""

import json
import re
import tomllib
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.builders import PROTOCOL_FOLDER
from tests.tools import protocol_schema

SHIPPED = {
    "ProtocolFile": "protocol.toml",
    "ProductsFile": "products.toml",
    "WordingFile": "wording.en.toml",
}
TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}
DOCUMENT: dict[str, Any] = json.loads(protocol_schema.DOCUMENT.read_text(encoding="utf-8"))


@cache
def shipped(name: str) -> dict[str, Any]:
    with (PROTOCOL_FOLDER / SHIPPED[name]).open("rb") as file:
        return json.loads(json.dumps(tomllib.load(file), default=str))


def faults(value: Any, schema: dict[str, Any], at: str = "") -> list[str]:
    """What does not fit. Reads the words of JSON Schema our document uses, but for `propertyNames`."""
    if "$ref" in schema:
        return faults(value, DOCUMENT["$defs"][schema["$ref"].rsplit("/", 1)[1]], at)
    for either in ("anyOf", "oneOf"):
        if either in schema:
            found = [faults(value, option, at) for option in schema[either]]
            return [] if [] in found else min(found, key=len)
    if "const" in schema and value != schema["const"]:
        return [f"{at}: is not {schema['const']}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{at}: is none of {schema['enum']}"]
    wanted = TYPES[schema["type"]]
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is int):
        return [f"{at}: is no {schema['type']}"]
    return [*own_faults(value, schema, at), *inner_faults(value, schema, at)]


def own_faults(value: Any, schema: dict[str, Any], at: str) -> list[str]:
    if isinstance(value, str):
        short = len(value) < schema.get("minLength", 0)
        return [f"{at}: text"] if short or not re.search(schema.get("pattern", ""), value) else []
    if isinstance(value, int):
        low, high = schema.get("minimum", value), schema.get("maximum", value)
        return [] if low <= value <= high else [f"{at}: number"]
    if isinstance(value, list):
        return [f"{at}: too short"] if len(value) < schema.get("minItems", 0) else []
    return [f"{at}.{name}: missing" for name in schema.get("required", ()) if name not in value]


def inner_faults(value: Any, schema: dict[str, Any], at: str) -> list[str]:
    if isinstance(value, list):
        return [fault for n, each in enumerate(value) for fault in faults(each, schema["items"], f"{at}[{n}]")]
    if not isinstance(value, dict):
        return []
    found: list[str] = []
    for name, inner in value.items():
        rest = next(iter(schema.get("patternProperties", {}).values()), schema.get("additionalProperties", True))
        wanted = schema.get("properties", {}).get(name, rest)
        if wanted is False:
            found.append(f"{at}.{name}: unknown")
        elif wanted is not True:
            found += faults(inner, wanted, f"{at}.{name}")
    return found


def test_the_schema_in_the_documents_is_what_the_models_say():
    assert protocol_schema.DOCUMENT.read_text(encoding="utf-8") == protocol_schema.text(), (
        "run: uv run python -m tests.tools.generated_docs"
    )


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_file_fits_its_part_and_no_other(name: str):
    assert faults(shipped(name), DOCUMENT["$defs"][name]) == []
    for other in set(SHIPPED) - {name}:
        assert faults(shipped(name), DOCUMENT["$defs"][other])


@pytest.mark.parametrize("name", SHIPPED)
def test_an_unknown_key_does_not_fit(name: str):
    faulty = {**shipped(name), "novelty": 1}
    assert faults(faulty, DOCUMENT["$defs"][name]) == [".novelty: unknown"]


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("basis", "rumor", "is none of"),
        ("subject", "", "text"),
        ("id", "Recent Filler", "text"),
        ("sources", [], "too short"),
        ("prescriber_only", "yes", "is no boolean"),
        ("cases", None, "missing"),
    ],
)
def test_a_rule_with_a_faulty_value_does_not_fit(key: str, value: object, fault: str):
    file = deepcopy(shipped("ProtocolFile"))
    if value is None:
        del file["rules"][0][key]
    else:
        file["rules"][0][key] = value
    (found,) = faults(file, DOCUMENT["$defs"]["ProtocolFile"])
    assert found.startswith(f".rules[0].{key}")
    assert fault in found


def test_a_condition_of_an_unknown_kind_does_not_fit():
    file = deepcopy(shipped("ProtocolFile"))
    file["rules"][0]["cases"][0]["when"] = [{"kind": "weather", "values": ["rain"]}]
    assert faults(file, DOCUMENT["$defs"]["ProtocolFile"])


def test_days_that_are_no_whole_number_do_not_fit():
    file = deepcopy(shipped("ProductsFile"))
    file["categories"][0]["pause_days"] = "5"
    assert faults(file, DOCUMENT["$defs"]["ProductsFile"])


def test_a_line_of_wording_is_text_under_tables_of_any_depth():
    part = DOCUMENT["$defs"]["WordingFile"]
    assert faults({"language": "en", "lines": {"step": {"tonight": {"title": "Tonight"}}}}, part) == []
    assert faults({"language": "en", "lines": {"step": {"tonight": {"title": 7}}}}, part)


def test_the_format_document_points_at_the_schema():
    text = (Path(__file__).parents[2] / "docs" / "protocol-format.md").read_text(encoding="utf-8")
    assert "(protocol-schema.json)" in text
