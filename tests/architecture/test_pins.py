import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.source_rules import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
GROUP = PROJECT["dependency-groups"]["dev"]


def pins() -> dict[str, str]:
    """Name to version of every constraint that holds on this Python and system."""
    found = {}
    for text in PROJECT["tool"]["uv"]["constraint-dependencies"]:
        constraint = Requirement(text)
        if constraint.marker is None or constraint.marker.evaluate():
            found[canonicalize_name(constraint.name)] = str(constraint.specifier)
    return found


def reachable() -> dict[str, Distribution]:
    """Every installed distribution the project brings in, directly or through another."""
    found: dict[str, Distribution] = {}
    waiting = [Requirement(text) for text in (*PROJECT["project"]["dependencies"], *GROUP)]
    seen = set()
    while waiting:
        wanted = waiting.pop()
        key = (canonicalize_name(wanted.name), frozenset(wanted.extras))
        if key in seen:
            continue
        seen.add(key)
        try:
            found[key[0]] = distribution(wanted.name)
        except PackageNotFoundError:
            pytest.fail(f"{wanted.name} is asked for but not installed")
        for text in found[key[0]].requires or ():
            further = Requirement(text)
            if further.marker is None or any(
                further.marker.evaluate({"extra": extra}) for extra in (*wanted.extras, "")
            ):
                waiting.append(further)
    return found


def test_every_distribution_the_project_brings_in_is_pinned_to_the_version_installed():
    pinned = pins()

    assert {
        name: (pinned.get(name), found.version)
        for name, found in reachable().items()
        if pinned.get(name) != f"=={found.version}"
    } == {}


def test_every_constraint_is_one_exact_version():
    loose = [
        text for text in PROJECT["tool"]["uv"]["constraint-dependencies"] if not re.match(r"[\w.-]+==\d[\w.]*", text)
    ]

    assert loose == []


def test_the_walk_reaches_what_only_another_package_asks_for():
    assert {"sqlalchemy", "shiboken6", "pydantic-core", "pluggy"} <= reachable().keys()
