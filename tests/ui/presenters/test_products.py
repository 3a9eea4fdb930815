"""The words of the products step."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from consult_app.domain.answers import (
    Answers,
    AskDecision,
    CategoryDecision,
    ProductAnswer,
    ProductMatch,
    ResumeDecision,
    Use,
)
from consult_app.ui.presenters.products import (
    ProductsView,
    last_use_offer,
    name_problem,
    new_product,
    present_editor,
    present_products,
    resume_problem,
    with_category,
    with_resume,
    with_use,
)
from tests.fakes.services import DANA, filled, protocol, session

TODAY = date(2026, 5, 12)
VISIT = datetime(2026, 5, 15, 10, 30)
TRETINOIN = ProductAnswer(
    "Tretinoin cream 0.05%",
    last_used=date(2026, 5, 11),
    match=ProductMatch("tretinoin", "ingredient", ("retinoid_rx",)),
)
NIACINAMIDE = ProductAnswer(
    "Niacinamide serum", use=Use.MORNINGS, match=ProductMatch("niacinamide", "ingredient", ("niacinamide",))
)
MIDNIGHT = ProductAnswer("Midnight Reset drops")
BALM = ProductAnswer("Petroleum balm", match=ProductMatch("petrolatum", "ingredient", ("occlusive_balm",)))


def using(*products: ProductAnswer, at: datetime | None = VISIT) -> Answers:
    return filled(products=products, treatment_at=at)


def shown(answers: Answers) -> ProductsView:
    return present_products(session(answers).state, protocol=protocol(), provider=DANA, today=TODAY)


def test_products_not_asked_and_none_used_are_told_apart() -> None:
    unasked = shown(filled(products=None))
    assert (unasked.empty, unasked.uses_none) == ("No products listed.", False)
    assert [gap.words for gap in unasked.gaps] == ["Add a product, or press “Patient uses none”."]
    none = shown(filled(products=()))
    assert (none.empty, none.uses_none, none.gaps) == ("The patient uses none.", True, ())


def test_a_retinoid_pauses_five_days_and_resumes_after_seven() -> None:
    (row,) = shown(using(TRETINOIN)).rows
    assert (row.pause, row.pause_under) == ("Sun, May 10", "5 days before")
    assert (row.resume, row.resume_under) == ("Fri, May 22", "7 days after")
    assert (row.under_name, row.how) == ("Last used Mon, May 11", "Detected")
    assert [(card.kind, card.title) for card in row.findings] == [("wait", "Wait: product used too recently")]


def test_a_product_without_a_pause_resumes_by_the_hour() -> None:
    (row,) = shown(using(NIACINAMIDE)).rows
    assert (row.pause, row.pause_under) == ("No pause", "")
    assert (row.resume, row.resume_under) == ("Sun, May 17", "10:30 AM, 48 h after")
    assert row.under_name == "Every morning"


def test_hours_need_the_time_of_the_treatment() -> None:
    view = shown(using(NIACINAMIDE, at=None))
    assert (view.rows[0].resume, view.rows[0].resume_under) == ("48 h after", "Needs the treatment time")
    assert view.lead.endswith("Dates are worked out for Tue, May 12; no visit is planned yet.")
    assert shown(using()).lead.endswith("Dates are worked out for Fri, May 15, 10:30 AM.")


def test_a_pause_that_starts_today_says_so() -> None:
    visit = datetime(2026, 5, 17, 10, 30)
    assert shown(using(TRETINOIN, at=visit)).rows[0].pause_under == "Today"


def test_an_unknown_product_stands_apart_until_it_is_decided() -> None:
    view = shown(using(TRETINOIN, MIDNIGHT))
    (card,) = view.undecided
    assert card.title == "“Midnight Reset drops” is not in the product list"
    assert card.stop_words == "Until Fri, May 22"
    assert [row.name for row in view.rows] == ["Tretinoin cream 0.05%"]
    assert [(gap.path, gap.words) for gap in view.gaps] == [
        ("products[1].decision", "Decide on “Midnight Reset drops”.")
    ]


def test_a_category_that_only_the_provider_dates_is_undecided_too() -> None:
    (card,) = shown(using(BALM)).undecided
    assert card.title == "“Petroleum balm” needs a date from you"


def test_each_decision_is_told_in_its_row() -> None:
    asked = replace(MIDNIGHT, decision=AskDecision())
    (row,) = shown(using(asked)).rows
    assert (row.category, row.resume, row.resume_under) == (
        "Ask patient to check",
        "Ask first",
        "Prints as “do not use yet”",
    )
    (row,) = shown(using(replace(MIDNIGHT, decision=ResumeDecision(date(2026, 5, 24))))).rows
    assert (row.category, row.resume, row.resume_under) == ("No category", "Sun, May 24", "Set by provider")
    (row,) = shown(using(replace(MIDNIGHT, decision=CategoryDecision("niacinamide")))).rows
    assert row.how == "Set by provider"


def test_a_product_with_a_pause_needs_its_last_use() -> None:
    view = shown(using(replace(TRETINOIN, last_used=None)))
    assert view.rows[0].last_use_missing
    assert [(gap.path, gap.words) for gap in view.gaps] == [
        ("products[0].last_used", "Enter when “Tretinoin cream 0.05%” was last used.")
    ]


@pytest.mark.parametrize(
    ("visit", "label", "day"),
    [
        (datetime(2026, 5, 12, 15, 0), "Not in the last 5 days", date(2026, 5, 6)),
        (datetime(2026, 5, 15, 10, 30), "Not in the last 2 days", date(2026, 5, 9)),
        (datetime(2026, 5, 16, 10, 30), "Not in the last day", date(2026, 5, 10)),
        (datetime(2026, 5, 17, 10, 30), "Not today", date(2026, 5, 11)),
        (datetime(2026, 5, 29, 10, 30), "Used today", TODAY),
    ],
)
def test_the_offered_last_use_is_the_latest_that_needs_no_waiting(visit: datetime, label: str, day: date) -> None:
    plan = session(using(TRETINOIN, at=visit)).state.proposal.products[0]
    offer = last_use_offer(plan, TODAY)
    assert offer is not None
    assert (offer.label, offer.day) == (label, day)
    waiting = session(using(replace(TRETINOIN, last_used=day), at=visit)).state.proposal.findings
    assert not [finding for finding in waiting if finding.rule == "product.used_too_recently"]


def test_a_product_without_a_pause_offers_no_last_use() -> None:
    assert last_use_offer(session(using(NIACINAMIDE)).state.proposal.products[0], TODAY) is None


def test_the_editor_starts_with_what_the_row_holds() -> None:
    own = with_resume(with_use(TRETINOIN, "nightly"), date(2026, 5, 24))
    view = present_editor(session(using(own)).state, 0, protocol=protocol(), today=TODAY)
    assert (view.use, view.last_used, view.resume_at, view.category) == (
        "nightly",
        date(2026, 5, 11),
        date(2026, 5, 24),
        "",
    )
    assert with_category(own, "").decision is None
    assert with_use(own, "").use is None


def test_a_product_is_listed_once_and_under_a_name() -> None:
    answers = using(TRETINOIN)
    assert name_problem("  ", answers) == "Enter the product’s name."
    assert name_problem("tretinoin  cream 0.05%", answers) == (
        "“tretinoin cream 0.05%” is on the list already. Edit its row."
    )
    assert name_problem("Retinol", answers) is None
    assert new_product(" Retinol   serum ", ProductMatch()).name == "Retinol serum"


def test_a_product_cannot_resume_before_the_treatment() -> None:
    assert resume_problem(None, VISIT.date(), TODAY) == "Enter the day from which it is OK again."
    assert resume_problem(date(2026, 5, 14), VISIT.date(), TODAY) == (
        "The day lies before the treatment on Fri, May 15. Enter a later day."
    )
    assert resume_problem(date(2026, 5, 22), VISIT.date(), TODAY) is None
