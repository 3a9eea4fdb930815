"""Own products of a clinic looked for together with the released catalogue."""

from dataclasses import replace
from datetime import timedelta

import pytest

from consult_app.application.own_products import OwnProduct, OwnProducts, withdrawal
from consult_app.content.catalogue import CatalogueMatcher, ClinicCatalogue
from consult_app.domain.answers import ProductMatch
from tests.content.test_catalogue import labelled
from tests.fakes.services import DANA, NOW, protocol

DEW = OwnProduct("Dew Ritual essence", ("aha", "fragrance"), DANA, NOW, aliases=("Lumière Nº 5",))
SERUM = OwnProduct("Serum", ("niacinamide",), DANA, NOW)
VITAMIN = OwnProduct("Vitamin C serum", ("vitamin_c_derivative",), DANA, NOW)
GENES = OwnProduct("Good Genes", ("moisturiser_bland",), DANA, NOW)
GLYCOLIC = OwnProduct("Riverside glycolic pads", ("bha",), DANA, NOW)


def match(name: str, *own: OwnProduct) -> ProductMatch:
    return CatalogueMatcher(protocol(), own).match(name)


@pytest.mark.parametrize(
    "typed",
    [
        "Dew Ritual essence",
        "DEW RITUAL ESSENCE 50 ml",
        "dew ritul essence",
        "dewritual essence",
        "lumiere n 5",
    ],
)
def test_an_own_product_is_found_as_forgivingly_as_a_released_one(typed):
    if typed == "lumiere n 5":
        assert match(typed, replace(DEW, aliases=("Lumière N 5",))).matched == "Dew Ritual essence"
    else:
        assert match(typed, DEW) == ProductMatch("Dew Ritual essence", "clinic", ("aha", "fragrance"))


@pytest.mark.parametrize("typed", ["essence", "Dew", "ritual", "Dew Ritual lotion", "rose essence"])
def test_a_part_of_an_own_name_finds_nothing(typed):
    assert match(typed, DEW) == ProductMatch()


def test_an_own_name_of_common_or_ingredient_words_must_stand_alone():
    assert match("SERUM", SERUM).matched == "Serum"
    assert match("snail serum", SERUM) == ProductMatch()
    assert match("Retinol serum", SERUM).categories == ("retinol_otc",)
    assert match("vitamin c serum", VITAMIN).categories == ("vitamin_c_derivative",)
    assert match("vitamin c serum with retinol", VITAMIN).categories == match("vitamin c serum with retinol").categories


def test_an_own_product_wins_over_the_released_one_of_its_name_by_all_its_names():
    for typed in ("Good Genes", "Sunday Riley Good Genes", "good genes all-in-one"):
        assert match(typed).categories == ("aha",)
        assert match(typed, GENES) == ProductMatch("Good Genes", "clinic", ("moisturiser_bland",))


def test_words_in_an_own_name_add_nothing_and_words_beside_it_do():
    assert match("Riverside glycolic pads", GLYCOLIC).categories == ("bha",)
    beside = match("Riverside glycolic pads and retinol", GLYCOLIC)
    assert (beside.matched, beside.how) == ("Riverside glycolic pads, retinol", "several")
    assert beside.categories == ("bha", "retinol_otc")


def test_own_products_leave_every_labelled_name_as_it_was():
    mine = CatalogueMatcher(protocol(), (DEW, GLYCOLIC, replace(SERUM, name="Serum 9"), VITAMIN))
    for name, categories in labelled():
        if name != "Vitamin C serum":
            assert frozenset(mine.match(name).categories) == categories, name


def test_a_category_the_protocol_lacks_stays_in_the_match_to_be_told():
    assert match("Dew Ritual essence", replace(DEW, categories=("aha", "snail"))).categories == ("aha", "snail")


def test_own_products_are_suggested_first_and_a_replaced_row_not():
    matcher = CatalogueMatcher(protocol(), (GENES, replace(DEW, name="Differing dew")))
    assert matcher.suggest("differ") == ("Differing dew", "Differin")
    assert matcher.suggest("good gen") == ("Good Genes",)


def test_what_is_kept_or_taken_back_holds_for_the_next_product_typed():
    own = OwnProducts()
    catalogue = ClinicCatalogue(protocol(), own)
    assert catalogue.match("Dew Ritual essence") == ProductMatch()
    own.keep(DEW)
    assert catalogue.match("Dew Ritual essence").how == "clinic"
    assert catalogue.suggest("dew") == ("Dew Ritual essence",)
    own.keep(withdrawal(DEW, by=DANA, at=NOW + timedelta(days=1)))
    assert catalogue.match("Dew Ritual essence") == ProductMatch()
    assert catalogue.match("tretinoin").how == "ingredient"
