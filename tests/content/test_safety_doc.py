"""What the safety page promises is shown by tests that are there, and it leaves nothing out."""

import re

import pytest

from tests.tools.naming_tests import NamedTest, all_tests
from tests.tools.traceability import ROOT

TEXT = (ROOT / "docs" / "safety.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`([\w/]+\.py)::(\w+)`", TEXT)


def rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading, without its head."""
    part = TEXT.split(f"\n## {heading}")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" |")] for line in lines[1:]]


HAZARDS = rows("Hazards")
CRITERIA = rows("Decision support")


@pytest.mark.parametrize(("file", "name"), NAMED, ids=lambda value: value)
def test_every_test_that_is_named_is_there(file: str, name: str):
    assert NamedTest(file, name) in all_tests()


def test_nothing_that_looks_like_a_test_is_named_in_another_way():
    assert len(re.findall(r"\btest_\w+", TEXT)) == 2 * len(NAMED), "each name is preceded by its file, test_….py"


@pytest.mark.parametrize("row", HAZARDS, ids=lambda row: row[0])
def test_each_hazard_has_a_severity_a_control_and_a_test(row: list[str]):
    hazard, severity, control, shown = row
    assert hazard
    assert severity in ("minor", "serious", "severe")
    assert len(control) > 30
    assert "::test_" in shown


@pytest.mark.parametrize(
    "words",
    [
        "contraindication",
        "wrong date",
        "clock change",
        "wrong patient",
        "stale protocol",
        "Languages",
        "draft is lost",
        "taken for another",
        "wrong printout",
        "Overrides are abused",
        "without thought",
    ],
)
def test_the_known_hazards_are_among_them(words: str):
    assert [row for row in HAZARDS if words in row[0]]


def test_every_item_of_the_criteria_has_its_answer():
    items = [row[0].split()[0] for row in CRITERIA]
    assert items == ["C1", "C2", "C3", "C4", "a", "b", "c(i)", "c(ii)", "c(iii)", "d", "e", "f", "g", "h", "i", "j"]
    assert all(row[1] for row in CRITERIA)


@pytest.mark.parametrize(
    "claim",
    [
        "FDA approved",
        "FDA cleared",
        "HIPAA compliant",
        "clinically proven",
        "meets the criteria",
        "guarantee",
        "certified by",
    ],
)
def test_it_claims_nothing_that_was_not_shown(claim: str):
    assert claim.casefold() not in TEXT.casefold()


@pytest.mark.parametrize(
    "limit", ["Not validated clinically", "read as excerpts", "veraPDF was not run", "radiofrequency"]
)
def test_the_limits_are_said(limit: str):
    assert limit in TEXT.split("\n## Limits")[1]
