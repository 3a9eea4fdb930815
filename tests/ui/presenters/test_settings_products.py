"""The words of Settings > Products and of own products on the products step."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from consult_app.application.own_products import OwnProduct, OwnProducts
from consult_app.domain.answers import CategoryDecision, ProductAnswer, ProductMatch
from consult_app.ui.presenters.products import present_editor, present_products
from consult_app.ui.presenters.settings import PageMark
from consult_app.ui.presenters.settings_products import category_options, present_own_products, products_mark
from tests.fakes.services import DANA, NOW, filled, protocol, session

ZONE = ZoneInfo("America/New_York")
DEW = OwnProduct("Dew Ritual essence", ("aha", "fragrance"), DANA, NOW, aliases=("Dew",), note="Lactic acid")
GENES = OwnProduct("good genes", ("moisturiser_bland",), DANA, NOW)
OLD = replace(DEW, name="Balm 7", categories=("makeup", "snail"), aliases=(), note="")
MATCH = ProductMatch("Dew Ritual essence", "clinic", ("aha", "fragrance"))


def shown(*products: ProductAnswer, own: OwnProducts | None = None):
    state = session(filled(products=products)).state
    return present_products(state, protocol=protocol(), provider=DANA, today=date(2026, 5, 12), own=own, zone=ZONE)


def test_a_product_is_listed_with_its_windows_and_who_kept_it_when():
    (view,) = present_own_products((DEW,), protocol(), zone=ZONE)
    assert view.name == "Dew Ritual essence"
    assert view.windows == (
        "Exfoliating acid (AHA): 5 days before, 7 days after",
        "Fragrance or essential oils: 72 hours after",
    )
    assert (view.also, view.note, view.replaces, view.problem) == ("Also: Dew", "Lactic acid", "", "")
    assert view.who == "Kept by Dana Keller, NP, Tue, May 12, 2026"


def test_the_list_goes_by_name_and_says_what_counts_in_place_of_a_listed_product():
    views = present_own_products((GENES, OLD, DEW), protocol(), zone=ZONE)
    assert [view.name for view in views] == ["Balm 7", "Dew Ritual essence", "good genes"]
    assert views[2].replaces == "Counts in place of Sunday Riley Good Genes of the product list."


def test_a_category_the_protocol_lacks_is_named_with_its_product():
    (view,) = present_own_products((OLD,), protocol(), zone=ZONE)
    assert view.windows == ("Makeup: 48 hours after",)
    assert view.problem.startswith("Protocol 1.0.0 has no category snail.")
    assert products_mark((OLD, DEW), protocol(), unsaved=False) == PageMark("missing", "1 to change")
    assert products_mark((OLD,), protocol(), unsaved=True) == PageMark("unsaved", "Not saved")
    assert products_mark((DEW,), protocol(), unsaved=False) == PageMark()


def test_every_category_is_offered_with_its_times():
    options = category_options(protocol())
    assert [option.key for option in options] == list(protocol().categories)
    assert all(option.spoken.startswith(f"{option.text}: ") for option in options)


@pytest.mark.parametrize(
    ("held", "match", "how"),
    [
        ((DEW,), MATCH, "Your clinic’s product"),
        ((), MATCH, "Your clinic’s product"),
        (
            (GENES,),
            ProductMatch("good genes", "clinic", ("moisturiser_bland",)),
            "Your clinic’s product, in place of the list’s",
        ),
        ((DEW,), ProductMatch("tretinoin", "ingredient", ("retinoid_rx",)), "Detected"),
    ],
)
def test_a_row_says_how_it_was_found(held, match, how):
    (row,) = shown(ProductAnswer("x", last_used=date(2026, 5, 1), match=match), own=OwnProducts(held)).rows
    assert (row.how, row.memory) == (how, None)


def test_a_product_nobody_knew_is_offered_to_be_kept_and_then_says_who_kept_it():
    product = ProductAnswer("Dew Ritual essence", decision=CategoryDecision("aha"))
    (row,) = shown(product).rows
    assert row.how == "Set by provider"
    assert row.memory.words == "Not in the product list. Next time it can be found as Exfoliating acid (AHA)."
    assert (row.memory.button, row.memory.spoken) == (
        "Remember for this clinic",
        "Remember Dew Ritual essence for this clinic as Exfoliating acid (AHA)",
    )
    (kept,) = shown(product, own=OwnProducts([DEW])).rows
    assert kept.memory.words == "In your clinic’s products. Dana Keller, NP, Tue, May 12, 2026"
    assert kept.memory.button == ""


@pytest.mark.parametrize(
    ("match", "text"),
    [
        (
            ProductMatch("Balm 7", "clinic", ("makeup", "snail")),
            "Your clinic’s list gives it snail, which protocol 1.0.0 does not have. ",
        ),
        (ProductMatch("Snail", "catalogue", ("snail",)), "It was given snail, which protocol 1.0.0 does not have. "),
    ],
)
def test_a_product_whose_category_the_protocol_lacks_is_undecided_and_says_which(match, text):
    product = ProductAnswer("Balm 7", match=match)
    (card,) = shown(product).undecided
    assert card.title == "“Balm 7” needs a category from you"
    assert card.text.startswith(text)
    state = session(filled(products=(product,))).state
    assert "snail" in present_editor(state, 0, protocol=protocol(), today=date(2026, 5, 12)).detected
