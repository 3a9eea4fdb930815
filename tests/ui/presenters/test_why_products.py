"""Why a product is paused and resumed when it is."""

from datetime import UTC, date, datetime

import pytest

from consult_app.application.governance import Confirmation
from consult_app.application.source_words import UNCONFIRMED
from consult_app.bootstrap import matcher
from consult_app.domain.answers import AskDecision, CategoryDecision, ProductAnswer, ProductMatch, ResumeDecision
from consult_app.ui.presenters.why import present_why
from consult_app.ui.presenters.why_parts import product_key
from tests.fakes.services import CLINIC, DANA, filled, protocol, session

VISIT = datetime(2026, 5, 15, 10, 30)
RETINOID = ProductMatch("tretinoin", "ingredient", ("retinoid_rx",))


def why(product, *, at=VISIT, confirmed=None):
    state = session(filled(products=(product,), treatment_at=at)).state
    return present_why(
        protocol(), state, product_key(0), provider=DANA, zone=CLINIC.time_zone, confirmed=confirmed or {}
    )


def test_a_product_tells_its_rule_its_dates_and_what_it_was_recognized_as():
    view = why(ProductAnswer("Tretinoin cream 0.05%", last_used=date(2026, 5, 8), match=RETINOID))
    assert view.title == "Why: Tretinoin cream 0.05%"
    assert view.says("Rule") == "Prescription retinoid: 5 days before, 7 days after."
    assert view.says("Worked out").splitlines() == [
        "For treatment on Fri, May 15.",
        "Stop from Sun, May 10, last use by Sat, May 9. After it, stop until end of Thu, May 21. OK from Fri, May 22.",
    ]
    assert view.says("Answer behind it").splitlines() == [
        "Products: Tretinoin cream 0.05%, last used Fri, May 8, 2026.",
        "Recognized as tretinoin, by ingredient.",
    ]
    assert view.says("Range seen, default chosen").startswith("Prescription retinoid: Before: 12 hours to 10 days.")
    assert view.says("Sources").startswith("S19: ")
    assert view.path == "products[0].name"


def test_a_window_carries_its_mark_until_the_clinic_confirms_it():
    product = ProductAnswer("Tretinoin", last_used=date(2026, 5, 8), match=RETINOID)
    label = "Basis of the window for prescription retinoid"
    assert why(product).says(label) == UNCONFIRMED
    key = "category.retinoid_rx"
    line = Confirmation(key, "5 days", "microneedling", "1.0.0", DANA, datetime(2026, 5, 5, 15, tzinfo=UTC))
    assert why(product, confirmed={key: line}).says(label) == "Default, confirmed by Dana Keller, NP, Tue, May 5, 2026"


def test_several_categories_say_that_the_longest_window_counts():
    both = ProductMatch("x", "several", ("aha", "vitamin_c_laa"))
    view = why(ProductAnswer("C.E.O. serum", last_used=date(2026, 5, 1), match=both))
    assert view.says("Rule").splitlines()[1] == "Several categories: the longest of each window counts."
    assert len(view.says("Range seen, default chosen").splitlines()) == 2


def test_a_product_of_the_list_names_its_ingredients_and_asks_to_check_the_label():
    name = "Good Genes"
    view = why(ProductAnswer(name, last_used=date(2026, 5, 1), match=matcher(protocol()).match(name)))
    assert view.says("Answer behind it").splitlines()[-1] == (
        "Listed with lactic acid. Formulas change. Check the current label."
    )


def test_a_note_of_the_list_is_told():
    row = next(each for each in protocol().catalogue if each.note)
    match = matcher(protocol()).match(f"{row.brand} {row.name}")
    view = why(ProductAnswer(row.name, last_used=date(2026, 5, 1), match=match))
    assert row.note in view.says("Answer behind it")


def test_an_unknown_product_says_that_nobody_knows_what_it_is():
    view = why(ProductAnswer("Dew drops"))
    assert view.says("Not known yet") == "What it is. It is not in the product list."
    assert "longest pause" in view.says("Rule")


def test_what_hours_hang_on_and_an_unasked_last_use_are_not_known():
    window = why(ProductAnswer("Niacinamide", match=ProductMatch("x", "category", ("niacinamide",))), at=None)
    assert window.says("Not known yet") == "The time of treatment, from which its hours count."
    assert why(ProductAnswer("Tretinoin", match=RETINOID)).says("Not known yet") == "When it was last used."


DECISIONS = {
    "category": (CategoryDecision("aha"), "The category was set by the provider."),
    "date": (ResumeDecision(date(2026, 6, 1)), "The day it starts again was set by the provider."),
    "ask": (AskDecision(), "The provider asks the patient to check first."),
}


@pytest.mark.parametrize(("decision", "words"), DECISIONS.values(), ids=DECISIONS.keys())
def test_what_the_provider_decided_is_told(decision, words):
    assert words in why(ProductAnswer("Dew drops", decision=decision)).says("Answer behind it")


def test_what_comes_back_early_says_why():
    view = why(ProductAnswer("SPF", match=ProductMatch("x", "category", ("spf_mineral",))))
    assert view.says("Before 48 hours") == protocol().categories["spf_mineral"].early_ok


def test_a_product_that_is_gone_has_no_popover():
    state = session(filled()).state
    assert present_why(protocol(), state, product_key(3), provider=DANA, zone=CLINIC.time_zone, confirmed={}) is None


def test_a_product_of_the_clinic_says_so_and_tells_nothing_of_the_row_it_counts_in_place_of():
    own = ProductMatch("Sunday Riley Good Genes", "clinic", ("moisturiser_bland",))
    answered = why(ProductAnswer("Good Genes", match=own)).says("Answer behind it")
    assert answered.splitlines() == [
        "Products: Good Genes.",
        "Recognized as Sunday Riley Good Genes, from your clinic’s products.",
    ]


def test_a_category_this_version_lacks_is_named_as_missing():
    own = ProductMatch("Balm 7", "clinic", ("makeup", "snail"))
    missing = why(ProductAnswer("Balm 7", match=own)).says("Not known yet")
    assert missing.startswith("Your clinic’s list gives it snail, which protocol 1.0.0 does not have.")
