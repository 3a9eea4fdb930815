"""Nothing in the protocol stands alone: each fact, rule and default is followed to its place and its tests."""

from pathlib import Path

import pytest

from consult_app.content.differences import unconfirmed
from consult_app.content.protocol_values import Entry, entries_of
from tests.builders import protocol
from tests.tools import traceability
from tests.tools.naming_tests import TESTS, all_tests, naming, said_by_clinical_tests

DOCUMENT = traceability.DOCUMENT.read_text(encoding="utf-8")
PROVENANCE = {"S4", "S5", "S6"}
# Where the program says what the article says, and the words it says it with.
SAID = [
    ("S1", "course.corrective_series", "acne scars, scars and texture"),
    ("S1", "course.general_anti_aging", "fine lines, wrinkles, pore size"),
    ("S2", "line.before.expect.how", "very small injuries"),
    ("S3", "line.before.expect.how", "builds new collagen"),
    ("S7", "line.step.first_hours.text", "Pink to red skin"),
    ("S8", "line.step.first_hours.text", "Redness often builds for an hour or two"),
    ("S8", "timeline.first_hours", "0 to 2 hours after"),
    ("S9", "line.step.first_hours.text", "numbing cream"),
    ("S10", "line.step.tonight.text", "feel warm"),
    ("S11", "line.step.tonight.text", "like a mild sunburn"),
    ("S12", "line.step.tomorrow.text", "For most people the warmth is gone"),
    ("S13", "line.step.tomorrow.text", "another day or two, then slowly fades"),
    ("S14", "timeline.days_5_7", "5 to 7 days after"),
    ("S15", "line.step.days_5_7.text", "This is normal"),
    ("S16", "line.after.lead", "The first 48 hours matter most"),
    ("S16", "aftercare.protected_hours", "48 hours"),
    ("S17", "line.remember.1", "like an open wound"),
    ("S18", "line.remember.2", "only the products we marked OK"),
    ("S19", "rule.product.resumes_early", "before its window"),
    ("S20", "aftercare.avoid.sweating", "avoid.sweating"),
    ("S21", "aftercare.avoid.direct_sun", "avoid.direct_sun"),
    ("S22", "line.step.hours_48.text", "most products"),
    ("S23", "line.step.hours_48.text", "your usual exercise"),
    ("S24", "planning.recovery_days", "7 days"),
    ("S25", "planning.notes[0]", "Summer is a fine time"),
    ("S26", "rule.sun.slight_tan", "the tan is slight"),
    ("S26", "line.sun.line", "A slight tan is fine"),
    ("S27", "rule.sun.fresh_tan", "the tan is fresh"),
    ("S28", "rule.sun.sunburn", "the tan is sunburn"),
    ("S29", "planning.notes[1]", "when you choose the date"),
    ("S30", "planning.notes[2]", "one of the more aggressive treatments"),
    ("S31", "rule.plan.outside_range", "more or fewer sessions"),
    ("S32", "course.corrective_series.reasons.fewer", "Fewer can work well for some"),
    ("S33", "planning.notes[4]", "Skin type and concerns"),
    ("S34", "course.general_anti_aging.sessions", "2 to 4 a year"),
    ("S35", "course.corrective_series.sessions", "2 to 3"),
    ("S36", "planning.spacing_days", "28 days"),
    ("S36", "course.corrective_series.interval", "interval 4 weeks; longer interval 6 weeks"),
    ("S37", "planning.notes[3]", "gets scars and texture under control"),
    ("S38", "course.corrective_series.maintenance", "2 visits"),
    ("S39", "line.links.questions", "Questions about your skin"),
    ("S40", "line.links.booking", "Book a visit"),
]


def entry(key: str) -> Entry:
    return next(entry for entry in entries_of(protocol()) if entry.key == key)


@pytest.mark.parametrize(("fact", "key", "words"), SAID, ids=lambda value: value)
def test_a_fact_is_said_where_it_is_used(fact: str, key: str, words: str):
    found = entry(key)
    if fact != "S1":  # the courses' concerns have no sources of their own; the range of sessions cites it
        assert f"clinic:{fact}" in found.sources
    assert words in (found.told or " ".join(value.words for value in found.values))


def test_every_fact_but_the_provenance_has_its_words():
    facts = {source.id.removeprefix("clinic:") for source in protocol().sources.values() if source.kind == "clinic"}
    assert {fact for fact, _, _ in SAID} == facts - PROVENANCE


def test_the_document_is_what_the_command_makes():
    assert traceability.text() == DOCUMENT, "run: uv run python -m tests.tools.generated_docs"


def test_every_fact_rule_and_default_has_its_row():
    rows = [line.split(" | ")[0].removeprefix("| ") for line in DOCUMENT.splitlines() if line.startswith("| `")]
    wanted = [source.id for source in protocol().sources.values() if source.kind == "clinic"]
    wanted += list(protocol().rules)
    wanted += [value.key.partition(".")[2] for value in unconfirmed(protocol())]
    assert sorted(rows) == sorted(f"`{each}`" for each in wanted)


def test_every_test_named_in_a_table_is_there():
    named = {*traceability.EACH_FACT, *traceability.EACH_RULE, *sum(traceability.BEHAVIOR.values(), ())}
    assert named <= all_tests()
    assert set(traceability.BEHAVIOR) <= set(protocol().sources)


def test_every_rule_is_named_by_a_test_and_every_fact_by_its_own():
    assert not [rule for rule in protocol().rules if not naming(rule)]
    used = {fact for fact, _, _ in SAID}
    only_words = {fact for fact in used if not traceability.tests_of_fact(f"clinic:{fact}")}
    assert only_words <= {"S2", "S3", "S25", "S30"}, "facts that are only told to the provider or the patient"


def test_the_document_has_no_line_number_and_no_fingerprint():
    assert protocol().sha256 not in DOCUMENT
    assert ".py:" not in DOCUMENT.replace(".py: `test_", "")


def test_a_test_is_found_by_its_parameters_its_constants_and_the_names_it_reads():
    names = {test.name for test in naming("history.rosacea")}
    assert "test_each_rule_is_met_and_missed" in names, "a rule id that only its parameters hold"
    assert "test_planning_numbers" in {test.name for test in naming("spacing_days")}
    assert "test_it_has_every_public_rule_and_no_other" not in names, (
        "ids inside a longer text are not named one by one"
    )
    assert naming("history.nothing") == ()


def test_the_walk_reaches_every_clinical_test():
    files = {test.file for test in said_by_clinical_tests()}
    assert "domain/test_screening.py" in files
    assert "content/test_traceability.py" not in files
    assert all((TESTS / file).is_file() for file in files)
    assert set(said_by_clinical_tests()) <= all_tests()
    assert Path(__file__).name in {Path(test.file).name for test in all_tests()}
