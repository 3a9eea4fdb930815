"""Sheets as the rules write them, for one fictional patient with as many products as a test wants."""

from dataclasses import replace
from datetime import date
from functools import cache

from consult_app.application.handout_document import HandoutDocument, Sheet
from consult_app.application.handouts import SheetChoice, build_sheet
from consult_app.bootstrap import DEFAULT_CLINIC, SAMPLE_CLINIC
from consult_app.content.dates import BabelDates
from consult_app.domain.answers import ProductAnswer, Use
from consult_app.domain.proposal import propose
from tests.builders import CONSULTED, answers, product, protocol
from tests.content.sheet_texts import CHOSEN, shipped_clinic

CLINICS = (DEFAULT_CLINIC, SAMPLE_CLINIC)
_LONG_AGO = date(2026, 5, 1)
_BATHROOM_SHELF = (
    product("Tretinoin cream 0.05%", "retinoid_rx", use=Use.NIGHTLY, last_used=_LONG_AGO),
    product("Glycolic acid pads 10%", "aha", use=Use.WEEKLY, last_used=_LONG_AGO),
    product("Vitamin C serum", "vitamin_c_laa", use=Use.MORNINGS, last_used=_LONG_AGO),
    product("Mineral sunscreen SPF 50", "spf_mineral", use=Use.DAILY, last_used=_LONG_AGO),
    product("Gentle cream cleanser", "cleanser_gentle", use=Use.DAILY, last_used=_LONG_AGO),
    product("Niacinamide serum", "niacinamide", use=Use.DAILY, last_used=_LONG_AGO),
    product("Midnight Reset drops", use=Use.NIGHTLY),
)


def products_on_the_shelf(count: int) -> tuple[ProductAnswer, ...]:
    """``count`` products: seven of seven kinds, then the same kinds again under other names."""
    kinds = len(_BATHROOM_SHELF)
    first = _BATHROOM_SHELF[:count]
    more = [(_BATHROOM_SHELF[index % kinds], index // kinds + 1) for index in range(kinds, count)]
    return (*first, *(replace(each, name=f"{each.name} no. {number}") for each, number in more))


@cache
def consulted(sheet: Sheet, language: str, *, products: int = 5, at: str = SAMPLE_CLINIC) -> HandoutDocument:
    """The sheet as given to the patient: no draft, no reprint."""
    given = answers(choices=CHOSEN, products=products_on_the_shelf(products))
    clinic = shipped_clinic(at)
    document = build_sheet(
        protocol(),
        clinic,
        given,
        propose(protocol(), clinic, given, CONSULTED),
        choice=SheetChoice(sheet, language),
        dates=BabelDates(language),
        plan_number="A-20418-3",
        draft=True,
    )
    return replace(document, draft_mark=None)
