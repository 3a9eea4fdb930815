"""Which tests name a thing: its id or words in the body, in a constant it uses, or among its parameters."""

import ast
import importlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

TESTS = Path(__file__).resolve().parents[1]
CLINICAL = ("application", "content", "domain", "interchange", "properties")
"""Folders whose tests are about what the protocol says; screens and printing take it as given."""

OTHERS = (
    "test_catalogue.py",
    "test_differences.py",
    "test_protocol_faults.py",
    "test_protocol_format.py",
    "test_readability.py",
    "test_safety_doc.py",
    "test_schema.py",
    "test_traceability.py",
)
"""Tests of documents, formats, names and reading ease, in which ids and words stand as examples."""


@dataclass(frozen=True, slots=True, order=True)
class NamedTest:
    """One test function. ``file`` is its path below the tests folder."""

    file: str
    name: str


@cache
def all_tests() -> frozenset[NamedTest]:
    """Every test function there is, whatever it is about."""
    return frozenset(
        NamedTest(str(path.relative_to(TESTS)), node.name)
        for path in sorted(TESTS.rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


@cache
def said_by_clinical_tests() -> Mapping[NamedTest, frozenset[str]]:
    """The words each clinical test says: texts and attribute names, with those of its parameters."""
    return {
        NamedTest(str(path.relative_to(TESTS)), name): frozenset(words)
        for folder in CLINICAL
        for path in sorted((TESTS / folder).glob("test_*.py"))
        if path.name not in OTHERS
        for name, words in _said_in(path)
    }


def _said_in(path: Path) -> Iterator[tuple[str, set[str]]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    module = importlib.import_module(".".join(path.relative_to(TESTS.parent).with_suffix("").parts))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name, {*_texts(node, constants, frozenset()), *_parameters(module, node.name)}


def _texts(node: ast.AST, constants: Mapping[str, ast.expr], seen: frozenset[str]) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
        elif isinstance(part, ast.Attribute):
            yield part.attr
        elif isinstance(part, ast.Name) and part.id in constants and part.id not in seen:
            yield from _texts(constants[part.id], constants, seen | {part.id})


def _parameters(module: ModuleType, name: str) -> Iterator[str]:
    for mark in getattr(getattr(module, name), "pytestmark", ()):
        if mark.name == "parametrize":
            yield from _flat(mark.args[1])


def _flat(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list | set | frozenset):
        for inner in value:
            yield from _flat(inner)


def naming(*wanted: str) -> tuple[NamedTest, ...]:
    """The clinical tests that say one of these exactly, or as the start of a dotted id."""
    heads = tuple(f"{each}." for each in wanted)
    return tuple(
        sorted(
            test
            for test, words in said_by_clinical_tests().items()
            if words & set(wanted) or any(word.startswith(heads) for word in words)
        )
    )


def of_all(things: Iterable[tuple[NamedTest, ...]]) -> frozenset[NamedTest]:
    """The tests that name every one of the things."""
    sets = [frozenset(tests) for tests in things]
    return frozenset.intersection(*sets) if sets else frozenset()
