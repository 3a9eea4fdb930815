"""Sheets of many consultations, and the sentences a reader meets on them."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from consult_app.application.handout_document import HandoutDocument, Run, Sheet
from consult_app.application.handouts import SheetChoice, build_sheet
from consult_app.bootstrap import SAMPLE_CLINIC, clinic_profile
from consult_app.content.clinic_profile import read_clinic
from consult_app.content.dates import BabelDates
from consult_app.content.readability import sentences
from consult_app.domain.answers import Answers, Choices, Fitzpatrick, ProductAnswer, SkinAnswers, Tan, Use
from consult_app.domain.clinic import Clinic
from consult_app.domain.findings import Verdict
from consult_app.domain.proposal import Proposal, propose
from tests.builders import CONSULTED, all_no, answers, product, protocol, yes

LANGUAGES = ("en", "es")
CHOSEN = Choices(option="corrective_series.3x4w")
_MACHINE_FIELDS = frozenset({"uri", "payload", "language"})
_USES = tuple(Use)


def named(category: str, number: int) -> ProductAnswer:
    """A product with a name that is a word of neither language."""
    return product(f"Xyqo {number}", category, use=_USES[number % len(_USES)], last_used=date(2026, 5, 1))


_USUAL_CATEGORIES = ("retinoid_rx", "aha", "vitamin_c_laa", "spf_mineral", "cleanser_gentle", "niacinamide")
USUAL = tuple(named(category, number) for number, category in enumerate(_USUAL_CATEGORIES))
EVERY = tuple(named(category, number) for number, category in enumerate(protocol().categories))
UNKNOWN = (product("Xyqo 99"),)


@dataclass(frozen=True)
class Case:
    """A consultation by the verdict it has and what else shapes its sheets."""

    verdict: Verdict
    changes: dict[str, Any]


CASES = {
    "ready": Case(Verdict.READY, {}),
    "review": Case(Verdict.REVIEW, {"health": all_no(cold_sore_history=yes())}),
    "wait": Case(Verdict.WAIT, {"skin": SkinAnswers(Fitzpatrick.III, Tan.FRESH)}),
    "undated": Case(Verdict.READY, {"treatment_at": None}),
    "undated without an option": Case(Verdict.READY, {"treatment_at": None, "choices": Choices()}),
}
PRODUCTS = {
    "no products": (),
    "a few products": USUAL[:4],
    "usual products": USUAL,
    "every kind of product": EVERY,
    "unknown product": UNKNOWN,
}


@cache
def shipped_clinic(name: str = SAMPLE_CLINIC) -> Clinic:
    return read_clinic(clinic_profile(name))


def consultation(case: str, products: str, *, at: str = SAMPLE_CLINIC) -> tuple[Answers, Proposal]:
    given = answers(**{"choices": CHOSEN, "products": PRODUCTS[products], **CASES[case].changes})
    return given, propose(protocol(), shipped_clinic(at), given, CONSULTED)


@cache
def sheet_of(
    sheet: Sheet,
    language: str,
    case: str = "ready",
    products: str = "usual products",
    *,
    at: str = SAMPLE_CLINIC,
    marked: bool = True,
) -> HandoutDocument:
    """The sheet, also where it may not be given yet; ``marked`` as a draft and a reprint. ``at`` names a clinic."""
    given, made = consultation(case, products, at=at)
    document = build_sheet(
        protocol(),
        shipped_clinic(at),
        given,
        made,
        choice=SheetChoice(sheet, language),
        dates=BabelDates(language),
        plan_number="A-20418-3",
        draft=True,
        reprinted_on=date(2026, 5, 18),
    )
    return document if marked else replace(document, draft_mark=None, reprint_mark=None)


def combinations() -> tuple[tuple[Sheet, str, str], ...]:
    """Sheet, case and products of every sheet there can be; an after sheet needs a date to count from."""
    return tuple(
        (sheet, case, products)
        for sheet in Sheet
        for case in CASES
        for products in PRODUCTS
        if sheet is Sheet.BEFORE or "undated" not in case
    )


def texts(value: object) -> Iterator[str]:
    """Every text of a sheet in order, runs of one line joined, page furniture and words for pictures too."""
    if isinstance(value, str) and not isinstance(value, Enum):
        yield value.replace("{page}", "1").replace("{pages}", "2")
    elif isinstance(value, tuple) and value and isinstance(value[0], Run):
        yield "".join(run.text for run in value)
    elif isinstance(value, tuple):
        for inner in value:
            yield from texts(inner)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            if field.name not in _MACHINE_FIELDS:
                yield from texts(getattr(value, field.name))


def said(document: HandoutDocument) -> tuple[str, ...]:
    """Every sentence of a sheet; headings, lines of lists and cells count as sentences of their own."""
    return tuple(sentence for text in texts(document) for sentence in sentences(text))


def prose(document: HandoutDocument) -> tuple[str, ...]:
    """The sentences in the strict sense: those that end like one."""
    return tuple(sentence for sentence in said(document) if sentence.endswith((".", "!", "?")) and " " in sentence)
