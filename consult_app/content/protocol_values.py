"""A loaded protocol taken apart into its entries, each with its values in words.

An entry is the smallest thing that has sources and a basis of its own: a question, a rule, a product window, a
course's range of sessions, a line on a sheet. Keys stay the same from version to version while the ids do.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from consult_app.application.rule_words import EFFECTS, count, listed, plain, until_words, when_words
from consult_app.content.value_words import line_words, pause_words, resume_words, step_words
from consult_app.domain.protocol import (
    Aftercare,
    Attribution,
    AvoidItem,
    Basis,
    Case,
    CatalogueProduct,
    Category,
    Course,
    Protocol,
    Question,
    Reason,
    Rule,
    TimelineStep,
)

LANGUAGES: Mapping[str, str] = {"en": "English", "es": "Spanish"}
_Bearer = Attribution | Aftercare | AvoidItem | TimelineStep | Reason


class Said(Enum):
    """How a change of a value is told: both sides, both quoted, both as clauses, or only that it changed."""

    BOTH = auto()
    QUOTED = auto()
    CLAUSE = auto()
    CHANGED = auto()


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an entry. ``key`` is its own within the entry; ``words`` carry number and unit."""

    key: str
    label: str
    words: str
    said: Said = Said.BOTH


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be new, gone or changed.

    ``kind`` and ``name`` say what it is ("rule", "recent filler"), ``prefix`` starts its sentences. ``basis`` is
    ``None`` where it has none. ``told`` says its value whole, as a clinic would confirm it. ``part_of`` is the key of
    the entry it stands or falls with; ``shares_basis`` says that its number rests on that entry's basis.
    """

    key: str
    kind: str
    name: str
    prefix: str
    values: tuple[Value, ...]
    sources: tuple[str, ...] = ()
    basis: Basis | None = None
    told: str = ""
    range_seen: str = ""
    part_of: str = ""
    shares_basis: bool = False


def entries_of(protocol: Protocol) -> tuple[Entry, ...]:
    """Everything a protocol version holds, in its order: questions, rules, windows, courses, aftercare, words."""
    return (
        _entry(
            "protocol", "protocol", protocol.title, "Protocol", Value("title", "title", protocol.title, Said.QUOTED)
        ),
        *(_question(protocol, question) for question in protocol.questions.values()),
        *(entry for rule in protocol.rules.values() for entry in _rule(protocol, rule)),
        *(_category(protocol, category) for category in protocol.categories.values()),
        *(entry for course in protocol.courses.values() for entry in _course(protocol, course)),
        *_planning(protocol),
        *_aftercare(protocol),
        *_wording(protocol),
        *(_product(protocol, product) for product in protocol.catalogue),
        *_product_words(protocol),
        *_sources(protocol),
    )


def _entry(key: str, kind: str, name: str, prefix: str, *values: Value) -> Entry:
    """An entry without sources and basis of its own."""
    return Entry(key=key, kind=kind, name=name, prefix=prefix, values=values)


def _borne(key: str, name: str, prefix: str, bearer: _Bearer | None, *values: Value, part_of: str = "") -> Entry:
    """An entry whose sources and basis stand in ``bearer``."""
    return Entry(
        key=key,
        kind="value",
        name=name,
        prefix=prefix,
        values=values,
        sources=bearer.sources if bearer else (),
        basis=bearer.basis if bearer else None,
        told=values[0].words if len(values) == 1 else "; ".join(_told(value) for value in values),
        part_of=part_of,
    )


def _told(value: Value) -> str:
    return f"{value.label}{':' if value.said is Said.CHANGED else ''} {value.words}"


def _text(key: str, label: str, text: str) -> Value:
    return Value(key, label, text, Said.CHANGED)


def _question(protocol: Protocol, question: Question) -> Entry:
    group = next((group.title for group in protocol.groups if group.id == question.group), question.group)
    words = {"last": "the date of the last one", "current": "now or in the past"}
    needs = listed((words[need] for need in question.needs), last="and")
    return Entry(
        key=f"question.{question.id}",
        kind="question",
        name=question.text,
        prefix=f'Question "{question.text}"',
        values=(
            Value("text", "words", question.text, Said.QUOTED),
            _text("help", "help", question.help),
            Value("group", "group", group, Said.QUOTED),
            Value("needs", "a yes asks for", needs),
        ),
        sources=question.sources,
        basis=question.basis,
        told=f"asked of every patient, a yes asks for {needs}" if question.needs else "asked of every patient",
    )


def _rule(protocol: Protocol, rule: Rule) -> Iterator[Entry]:
    key, prefix = f"rule.{rule.id}", f"Rule {rule.subject}"
    yield Entry(
        key=key,
        kind="rule",
        name=rule.subject,
        prefix=prefix,
        values=(
            Value("subject", "subject", rule.subject, Said.QUOTED),
            *(value for index, case in enumerate(rule.cases) for value in _case(protocol, rule, case, index)),
            _text("unsure", "words for an unsure answer", rule.unsure),
            Value("prescriber_only", "decided by", "a prescriber" if rule.prescriber_only else "any provider"),
            _text("range_seen", "range seen", rule.range_seen),
        ),
        sources=rule.sources,
        basis=rule.basis,
        told="; ".join(_case_words(protocol, case) for case in rule.cases),
        range_seen=rule.range_seen,
    )
    for index, case in enumerate(rule.cases):
        if case.until is not None:
            yield Entry(
                key=f"{key}.cases[{index}].until",
                kind="wait",
                name=rule.subject,
                prefix=prefix,
                values=(Value("days", _of_case(rule, "wait", index), until_words(case.until)),),
                sources=case.until.sources or rule.sources,
                basis=case.until.basis or rule.basis,
                told=until_words(case.until),
                range_seen=rule.range_seen,
                part_of=key,
                shares_basis=case.until.basis is None,
            )


def _case(protocol: Protocol, rule: Rule, case: Case, index: int) -> Iterator[Value]:
    at = f"cases[{index}]"
    yield Value(f"{at}.effect", _of_case(rule, "effect", index), EFFECTS[case.effect], Said.QUOTED)
    yield Value(f"{at}.when", _of_case(rule, "holds", index), when_words(case, protocol.questions), Said.CLAUSE)
    yield _text(f"{at}.text", _of_case(rule, "text", index), case.text)
    yield _text(f"{at}.cleared", _of_case(rule, "text once the wait is over", index), case.cleared)


def _case_words(protocol: Protocol, case: Case) -> str:
    words = f"{EFFECTS[case.effect]} {when_words(case, protocol.questions)}"
    if case.until is None or case.until.basis is not None:
        return words
    return f"{words}, until {until_words(case.until)}"


def _of_case(rule: Rule, label: str, index: int) -> str:
    return label if len(rule.cases) == 1 else f"case {index + 1} {label}"


def _category(protocol: Protocol, category: Category) -> Entry:
    asked = protocol.questions.get(category.answers_question or "")
    return Entry(
        key=f"category.{category.id}",
        kind="product category",
        name=category.name,
        prefix=category.name,
        values=(
            Value("name", "name", category.name, Said.QUOTED),
            Value("pause", "pause before treatment", pause_words(category)),
            Value("resume", "back after treatment", resume_words(category)),
            Value("prescription", "prescription", "yes" if category.prescription else "no"),
            Value("answers_question", "answers the question", f'"{asked.text}"' if asked else "none"),
            _text("range_seen", "range seen", category.range_seen),
            _text("early_ok", "reason to come back early", category.early_ok),
        ),
        sources=category.sources,
        basis=category.basis,
        told=f"pause before treatment {pause_words(category)}; back after treatment {resume_words(category)}",
        range_seen=category.range_seen,
    )


def _course(protocol: Protocol, course: Course) -> Iterator[Entry]:
    key = f"course.{course.id}"
    concerns = listed((plain(concern) for concern in course.concerns), last="and")
    yield _entry(
        key,
        "course",
        course.title,
        course.title,
        Value("title", "title", course.title, Said.QUOTED),
        Value("concerns", "concerns", concerns, Said.QUOTED),
    )
    parts: list[tuple[str, tuple[Value, ...]]] = [
        ("sessions", (Value("range", "sessions", f"{course.minimum} to {course.maximum}{_per(course)}"),)),
        ("interval", tuple(_interval(course))),
        ("recommended", tuple(_recommended(course))),
    ]
    if course.maintenance is not None:
        keep = course.maintenance
        visits = count(keep.count, "visit")
        weeks = f"{keep.first_weeks} weeks after the last session, then every {keep.every_weeks}"
        parts.append(("maintenance", (Value("visits", "maintenance", f"{visits}, {weeks}"),)))
    for name, values in parts:
        bearer = protocol.attributions.get(f"{key}.{name}")
        yield _borne(f"{key}.{name}", f"{course.title}, {name}", course.title, bearer, *values, part_of=key)
    for name, reason in course.reasons.items():
        label = f'reason "{plain(name)}"'
        text = _text("text", label, reason.text)
        yield _borne(f"{key}.reasons.{name}", f"{course.title}, {label}", course.title, reason, text, part_of=key)


def _per(course: Course) -> str:
    return " a year" if course.per_year else ""


def _interval(course: Course) -> Iterator[Value]:
    if course.per_year:
        yield Value("per_year", "interval", "spread over the year")
        return
    yield Value("weeks", "interval", count(course.interval_weeks, "week"))
    yield Value("longer", "longer interval", count(course.longer_interval_weeks, "week"))
    yield Value("gentler", "gentler option adds", count(course.gentler_extra_weeks, "week"))


def _recommended(course: Course) -> Iterator[Value]:
    for severity, number in course.recommended.items():
        yield Value(severity, f"recommended for {severity}", f"{count(number, 'session')}{_per(course)}")


def _planning(protocol: Protocol) -> Iterator[Entry]:
    planning = protocol.planning
    asked = [protocol.questions[name].text for name in planning.no_option_questions if name in protocol.questions]
    values = (
        ("spacing_days", "at least between sessions", count(planning.spacing_days, "day")),
        ("recovery_days", "recovery after a session", count(planning.recovery_days, "day")),
        ("after_trip_days", "after a sunny trip", count(planning.after_trip_days, "day")),
        ("horizon_months", "visits planned ahead", count(planning.horizon_months, "month")),
        ("longer_interval_types", "skin types with the longer interval", listed(planning.longer_interval_types)),
        ("no_option_questions", "no option is proposed with", listed(f'"{text}"' for text in asked)),
    )
    for name, label, words in values:
        bearer = protocol.attributions.get(f"planning.{name}")
        yield _borne(f"planning.{name}", f"Planning, {label}", "Planning", bearer, Value(name, label, words))
    for name, text in planning.move_reasons.items():
        label = f'reason "{plain(name)}"'
        yield _borne(
            f"planning.move_reasons.{name}", f"Planning, {label}", "Planning", None, _text("text", label, text)
        )
    for index, note in enumerate(planning.notes):
        label = f"note {index + 1}"
        yield _borne(
            f"planning.notes[{index}]", f"Planning, {label}", "Planning", note, _text("text", label, note.text)
        )


def _aftercare(protocol: Protocol) -> Iterator[Entry]:
    care = protocol.aftercare
    hours = Value("hours", "protected", count(care.protected_hours, "hour"))
    yield _borne("aftercare.protected_hours", "Aftercare, protected hours", "Aftercare", care, hours)
    for item in care.avoid:
        name = f"Aftercare, avoid {plain(item.what)}"
        wording = Value("wording", f"avoid {plain(item.what)}", f"line {item.wording}")
        yield _borne(f"aftercare.avoid.{item.what}", name, "Aftercare", item, wording)
    for step in protocol.timeline:
        when = Value("when", f"step {plain(step.id)}", step_words(step))
        yield _borne(f"timeline.{step.id}", f"Timeline, {plain(step.id)}", "Timeline", step, when)


def _wording(protocol: Protocol) -> Iterator[Entry]:
    for name, lines in protocol.lists.items():
        values = (Value(line, line_words(line), f"place {place}") for place, line in enumerate(lines, start=1))
        yield _entry(f"list.{name}", "list", plain(name), f"List {plain(name)}", *values)
    ids = dict.fromkeys(line for wording in protocol.wording.values() for line in wording.lines)
    for line in ids:
        texts = tuple(
            _text(language, f"{LANGUAGES.get(language, language)} text", wording.lines[line])
            for language, wording in protocol.wording.items()
            if line in wording.lines
        )
        name = f"Sheet, {line_words(line)}"
        yield _borne(f"line.{line}", name, name, protocol.attributions.get(f"line.{line}"), *texts)


def _product(protocol: Protocol, product: CatalogueProduct) -> Entry:
    name = f"{product.brand} {product.name}".strip()
    return _entry(
        f"product.{name}",
        "product",
        name,
        f"Product {name}",
        Value("categories", "categories", _names(protocol, product.categories), Said.QUOTED),
        Value("aliases", "other names", listed(product.aliases), Said.QUOTED),
        Value("ingredients", "ingredients", listed(product.ingredients, last="and"), Said.QUOTED),
        Value("evidence", "evidence", product.evidence, Said.QUOTED),
        _text("note", "note", product.note),
    )


def _product_words(protocol: Protocol) -> Iterator[Entry]:
    for word in protocol.ingredient_words:
        yield _entry(
            f"word.{word.words[0]}",
            "word",
            word.words[0],
            f'Word "{word.words[0]}"',
            Value("words", "words", listed(word.words), Said.QUOTED),
            Value("categories", "categories", _names(protocol, word.categories), Said.QUOTED),
            Value("how", "told as", word.how),
        )


def _sources(protocol: Protocol) -> Iterator[Entry]:
    for source in protocol.sources.values():
        yield _entry(
            f"source.{source.id}",
            "source",
            source.id,
            f"Source {source.id}",
            Value("title", "title", source.title, Said.QUOTED),
            _text("says", "what it says", source.says),
            Value("place", "place", source.place, Said.QUOTED),
            Value("dated", "date", source.dated, Said.QUOTED),
        )


def _names(protocol: Protocol, categories: tuple[str, ...]) -> str:
    return listed((protocol.categories[name].name for name in categories if name in protocol.categories), last="and")
