"""The document that follows each fact of the clinic's article, each rule and each default through the program."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from consult_app.content.differences import UnconfirmedValue, unconfirmed
from consult_app.content.protocol_values import Entry, entries_of
from consult_app.domain.protocol import Condition, HealthCondition, Rule
from tests.builders import protocol
from tests.tools.naming_tests import NamedTest, naming, of_all

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "traceability.md"
EXPECTED = ROOT / "resources" / "examples" / "expected"

KINDS: Mapping[str, str] = {
    "rule": "rules",
    "question": "questions",
    "category": "windows",
    "course": "courses",
    "planning": "planning",
    "aftercare": "aftercare",
    "timeline": "timeline",
    "line": "lines",
    "product": "catalogue",
}
_WORDS_OF_A_LINE = 3

_HEAD = """# Traceability

Made from the protocol and the tests by `uv run python -m tests.tools.generated_docs`; do not edit it by hand. A test
compares it with what that command makes.

Protocol {id} {version}. Its sources are listed in `protocol.toml`, each in our own words. A test is said to show a
thing when it names its id or its words, in its body or among its parameters, or when a table in
`tests/tools/traceability.py` says so. Tests stand by their file below `tests/`.
"""
_FACTS = """
## What the clinic's article says

Each fact, where the protocol uses it, and the tests of those places. A fact kept for provenance only says so. Every
fact is also held, word by word, by {general}.

| Fact | Says | Used by | Tests |
|---|---|---|---|
"""
_RULES = """
## Rules

Every rule is met and missed by {general}. Examples are the consultation files of `resources/examples` whose expected
proposal holds the rule; `cli/test_examples.py` compares them.

| Rule | Effects in order | Looks at | Sources | Basis | Tests |
|---|---|---|---|---|---|
"""
_DEFAULTS = """
## Defaults that wait for the clinic's word

Values that rest on practice seen elsewhere or on our judgement. They count, and are shown as "default, not confirmed by
your clinic", until a prescriber of the clinic confirms them. {count} values. Every product window is also held by
{windows}.
"""
_TABLE = """
### {title}

| Key | Value | Basis | Range seen | Sources |
|---|---|---|---|---|
"""
EACH_FACT = (
    NamedTest("content/test_protocol.py", "test_all_forty_facts_of_the_clinic_are_there_in_words_and_place"),
    NamedTest("content/test_protocol.py", "test_every_fact_is_used_or_is_provenance_with_a_reason"),
    NamedTest("content/test_traceability.py", "test_a_fact_is_said_where_it_is_used"),
)
EACH_RULE = (
    NamedTest("domain/test_screening.py", "test_each_rule_is_met_and_missed"),
    NamedTest("domain/test_screening.py", "test_every_rule_of_the_protocol_stands_in_the_table"),
)
_ELAPSED = (
    NamedTest("domain/test_schedule.py", "test_no_48_hours_from_any_morning_of_nine_years_are_cut_short"),
    NamedTest(
        "properties/test_proposals.py", "test_no_product_comes_back_before_48_hours_but_for_the_named_exceptions"
    ),
)
BEHAVIOR: Mapping[str, tuple[NamedTest, ...]] = {
    "clinic:S16": _ELAPSED,
    "clinic:S17": _ELAPSED,
    "clinic:S19": (
        NamedTest("properties/test_proposals.py", "test_an_undecided_product_always_keeps_the_plan_open"),
        NamedTest("domain/test_products.py", "test_a_decision_settles_an_unknown_product"),
    ),
    "clinic:S22": (
        NamedTest("content/test_protocol.py", "test_only_gentle_things_come_back_before_48_hours_and_say_why"),
        NamedTest("domain/test_products.py", "test_the_worked_retinoid_pauses_five_days_and_resumes_after_seven"),
    ),
    "clinic:S24": (
        NamedTest("domain/test_planning.py", "test_a_session_never_falls_in_the_days_around_a_date_or_trip"),
    ),
    "clinic:S29": (NamedTest("domain/test_planning.py", "test_proposed_sessions_break_no_plan_rule_of_their_own"),),
    "clinic:S31": (NamedTest("domain/test_planning.py", "test_outside_range_says_how_many"),),
    "clinic:S32": (
        NamedTest("domain/test_planning.py", "test_outside_range_says_how_many"),
        NamedTest("domain/test_planning.py", "test_the_reasons_name_sources_and_basis"),
    ),
    "clinic:S33": (
        NamedTest("domain/test_planning.py", "test_the_worst_severity_sets_the_series"),
        NamedTest("domain/test_planning.py", "test_darker_skin_types_take_six_weeks"),
    ),
    "clinic:S36": (
        NamedTest(
            "properties/test_proposals.py", "test_proposed_sessions_are_never_closer_than_28_days_nor_beyond_a_year"
        ),
        NamedTest("properties/test_proposals.py", "test_own_sessions_too_close_always_ask_for_a_decision"),
    ),
    "clinic:S38": (NamedTest("domain/test_planning.py", "test_a_finished_series_goes_on_with_maintenance"),),
    "clinic:S39": (NamedTest("application/test_handouts.py", "test_links_are_what_a_phone_and_a_browser_open"),),
    "clinic:S40": (NamedTest("application/test_handouts.py", "test_the_clinics_own_words_and_links_are_used"),),
}
"""Tests that show a fact by what the program does, without naming an id."""

_OF_COURSES = ("domain/test_planning.py", "content/test_protocol.py")
_ABOUT_FACTS = ("domain/", "content/", "properties/", "application/test_handouts.py")


def text() -> str:
    return "".join((_HEAD.format(id=protocol().id, version=protocol().version), *_facts(), *_rules(), *_defaults()))


def used_by(source: str) -> tuple[Entry, ...]:
    """The entries that rest on a source, the products it is evidence for included."""
    return tuple(entry for entry in entries_of(protocol()) if source in entry.sources)


def tests_of(entry: Entry) -> tuple[NamedTest, ...]:
    """The clinical tests that name the entry by its id or, for a line, by its words.

    A question's tests are its rule's; those of product windows are told once for all.
    """
    kind, _, rest = entry.key.partition(".")
    if kind == "line":
        words = [text for wording in protocol().wording.values() if _can_be_named(text := wording.lines.get(rest, ""))]
        return naming(rest, *words)
    if kind == "rule":
        return naming(rest.partition(".cases[")[0])
    if kind == "course":
        course, _, part = rest.partition(".")
        named = naming(part.rpartition(".")[2]) if ".reasons." in entry.key else naming(course)
        return tuple(test for test in named if test.file in _OF_COURSES)
    if kind in ("question", "category"):
        return ()
    return naming(entry.key, rest.rpartition(".")[2] if kind == "aftercare" else rest)


def _can_be_named(line: str) -> bool:
    return "{" not in line and len(line.split()) >= _WORDS_OF_A_LINE


def _facts() -> Iterator[str]:
    yield _FACTS.format(general=_tests(EACH_FACT))
    for source in protocol().sources.values():
        if source.kind != "clinic":
            continue
        entries = used_by(source.id)
        used = _uses(entries) if entries else f"Provenance only. {source.provenance_only}"
        yield _row(f"`{source.id}`", source.says, used, _tests(tests_of_fact(source.id)) or "those of every fact")


def tests_of_fact(source: str) -> tuple[NamedTest, ...]:
    """The tests of the places where the fact is used, and those that show it by what the program does."""
    named = {test for entry in used_by(source) for test in tests_of(entry) if test.file.startswith(_ABOUT_FACTS)}
    return tuple(sorted({*filter(_is_special, named), *BEHAVIOR.get(source, ())}))


def _is_special(test: NamedTest) -> bool:
    return test not in (*EACH_FACT, *EACH_RULE) and test not in _tests_of_each_window()


@cache
def _tests_of_each_window() -> frozenset[NamedTest]:
    return of_all(naming(category) for category in protocol().categories)


def _uses(entries: Iterable[Entry]) -> str:
    found: dict[str, list[str]] = {}
    for entry in entries:
        kind, _, rest = entry.key.partition(".")
        found.setdefault(KINDS[kind], []).append(f"`{rest}`")
    return "; ".join(f"{kind} {', '.join(names)}" for kind, names in found.items())


def _rules() -> Iterator[str]:
    yield _RULES.format(general=_tests(EACH_RULE))
    for rule in protocol().rules.values():
        special = (test for test in naming(rule.id) if _is_special(test))
        effects = ", ".join(case.effect.value for case in rule.cases)
        yield _row(
            f"`{rule.id}`", effects, _looks_at(rule), _sources(rule.sources), _basis(rule), _shown(rule, special)
        )


def _looks_at(rule: Rule) -> str:
    return ", ".join(dict.fromkeys(f"`{path}`" for case in rule.cases for each in case.when for path in _answers(each)))


def _answers(condition: Condition) -> Iterable[str]:
    """Where the answers stand in a consultation file."""
    if isinstance(condition, HealthCondition):
        return [f"health.{question}" for question in condition.questions]
    paths = {
        "AllergyCondition": ["patient.allergies"],
        "TanCondition": ["skin.tan", "skin.tan_since"],
        "FitzpatrickCondition": ["skin.fitzpatrick"],
        "AreaCondition": ["concerns"],
        "AgeCondition": ["patient.birth_date"],
        "ProductCondition": ["products"],
        "PlanCondition": ["choices.sessions", "events", "trips"],
    }
    return paths[type(condition).__name__]


def _basis(rule: Rule) -> str:
    ends = [case.until.basis.value for case in rule.cases if case.until is not None and case.until.basis is not None]
    return rule.basis.value + "".join(f"; its days {basis}" for basis in ends)


def _shown(rule: Rule, special: Iterable[NamedTest]) -> str:
    examples = [f"`{name}`" for name, rules in _examples().items() if rule.id in rules]
    parts = [_tests(special), f"examples {', '.join(examples)}" if examples else ""]
    return "; ".join(part for part in parts if part) or "those of every rule"


@cache
def _examples() -> Mapping[str, frozenset[str]]:
    return {
        path.stem: frozenset(finding["rule"] for finding in json.loads(path.read_text(encoding="utf-8"))["findings"])
        for path in sorted(EXPECTED.glob("*.json"))
    }


def _defaults() -> Iterator[str]:
    values = unconfirmed(protocol())
    yield _DEFAULTS.format(count=len(values), windows=_tests(sorted(_tests_of_each_window())))
    for kind, title in KINDS.items():
        rows = [value for value in values if value.key.partition(".")[0] == kind]
        if rows:
            yield _TABLE.format(title=title.capitalize())
            for value in rows:
                yield _row(
                    f"`{value.key.partition('.')[2]}`",
                    _words(value),
                    value.basis.value,
                    value.range_seen,
                    _sources(value.sources),
                )


def _words(value: UnconfirmedValue) -> str:
    """Lines stand in English alone; their translation is no default of its own."""
    kind, _, rest = value.key.partition(".")
    return protocol().wording["en"].lines[rest] if kind == "line" else value.words


def _sources(sources: Iterable[str]) -> str:
    return ", ".join(sources)


def _tests(tests: Iterable[NamedTest]) -> str:
    by_file: dict[str, list[str]] = {}
    for test in tests:
        by_file.setdefault(test.file, []).append(f"`{test.name}`")
    return "; ".join(f"{file}: {', '.join(names)}" for file, names in by_file.items())


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"
