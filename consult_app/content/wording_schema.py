"""The shape of a wording file (docs/protocol-format.md)."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator

from consult_app.content.schema import Part, Text


def _dotted(value: object) -> object:
    """Nested tables as one table of dotted keys."""
    if not isinstance(value, dict):
        return value
    return dict(_leaves(value, ""))


def _leaves(table: Mapping[str, object], prefix: str) -> Iterator[tuple[str, object]]:
    for key, inner in table.items():
        if isinstance(inner, dict):
            yield from _leaves(inner, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", inner


class WordingFile(Part):
    """Lines stand under dotted keys, so ``step.tonight.text`` is a line id."""

    language: Literal["en", "es"]
    lines: Annotated[dict[str, Text], BeforeValidator(_dotted)]
