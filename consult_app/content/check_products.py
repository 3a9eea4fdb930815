"""Checks of product categories, the words that name them and the catalogue."""

from collections.abc import Iterator

from consult_app.content import schema
from consult_app.content.faults import ProtocolFault
from consult_app.content.protocol_files import PRODUCTS_FILE
from consult_app.content.public_ids import PUBLIC_CATEGORIES

_PREFIXES = {"S": "label:", "P": "literature:", "C": "practice:"}


def product_faults(
    part: schema.ProductsFile, protocol: schema.ProtocolFile, known_sources: frozenset[str]
) -> Iterator[ProtocolFault]:
    """Windows that contradict the protected time, and rows that name what does not exist."""
    questions = {question.id: question for question in protocol.questions}
    for category in part.categories:
        at = f"categories[{category.id}]"
        yield from _early_faults(category, at, protocol.aftercare.protected_hours)
        yield from _answer_faults(category, at, questions)
    ids = frozenset(category.id for category in part.categories)
    for missing in sorted(PUBLIC_CATEGORIES - ids):
        yield _fault("categories", f"the category {missing} is missing")
    for index, word in enumerate(part.words):
        yield from _unknown(f"words[{index}].categories", word.categories, ids)
    for index, row in enumerate(part.catalogue):
        at = f"catalogue[{index}]"
        yield from _unknown(f"{at}.categories", row.categories, ids)
        for mark in row.evidence.split():
            if mark[0] in _PREFIXES and _PREFIXES[mark[0]] + mark not in known_sources:
                yield _fault(f"{at}.evidence", f"there is no source {_PREFIXES[mark[0]]}{mark}")


def evidence_sources(part: schema.ProductsFile) -> frozenset[str]:
    """Sources that catalogue rows name as evidence."""
    return frozenset(
        _PREFIXES[mark[0]] + mark for row in part.catalogue for mark in row.evidence.split() if mark[0] in _PREFIXES
    )


def _fault(key_path: str, reason: str) -> ProtocolFault:
    return ProtocolFault(PRODUCTS_FILE, key_path, reason)


def _unknown(at: str, named: tuple[str, ...], known: frozenset[str]) -> Iterator[ProtocolFault]:
    for name in named:
        if name not in known:
            yield _fault(at, f"there is no category {name}")


def _early_faults(category: schema.CategoryPart, at: str, protected_hours: int) -> Iterator[ProtocolFault]:
    hours = category.resume_hours
    if category.resume_days is not None:
        hours = category.resume_days * 24
    early = hours is not None and hours < protected_hours
    if early and not category.early_ok:
        yield _fault(at, f"comes back before {protected_hours} hours without an early_ok that says why")
    if category.early_ok and not early:
        yield _fault(f"{at}.early_ok", f"is given, but the category does not come back before {protected_hours} hours")


def _answer_faults(
    category: schema.CategoryPart, at: str, questions: dict[str, schema.QuestionPart]
) -> Iterator[ProtocolFault]:
    if category.answers_question is None:
        return
    question = questions.get(category.answers_question)
    if question is None:
        yield _fault(f"{at}.answers_question", f"there is no question {category.answers_question}")
    elif "last" not in question.needs:
        yield _fault(f"{at}.answers_question", f"the question {question.id} does not ask for the last date")
    if category.pause_days is not None:
        yield _fault(f"{at}.pause_days", "contradicts answers_question, whose rule already sets the pause")
