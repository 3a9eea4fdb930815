"""Products recognised by name: labelled names, traps of real labels, misspellings, names that must not match."""

from functools import cache
from pathlib import Path

import pytest

from consult_app.content.catalogue import CatalogueMatcher
from consult_app.content.product_names import misspells
from consult_app.content.protocol_source import FolderProtocolSource
from consult_app.domain.answers import ProductMatch
from consult_app.domain.product_names import words_of

FOLDER = Path(__file__).parents[2] / "resources" / "protocols" / "microneedling" / "1.0.0"

# What a patient may say or a bottle may read, and the categories it must get; none where it must stay undecided.
LABELLED = """
Tretinoin cream 0.05%                     | retinoid_rx
tretinoína 0,025 % crema                  | retinoid_rx
TRETINOIN                                 | retinoid_rx
tretinion gel                             | retinoid_rx
Retin-A                                   | retinoid_rx
retin a micro pump                        | retinoid_rx
RetinA                                    | retinoid_rx
Differin Gel                              | retinoid_rx
diferin                                   | retinoid_rx
adapaline 0.1                             | retinoid_rx
Tazorac                                   | retinoid_rx
Epiduo Forte                              | retinoid_rx benzoyl_peroxide
Twyneo                                    | retinoid_rx benzoyl_peroxide
Ziana gel                                 | retinoid_rx topical_antibiotic
Tri-Luma                                  | hydroquinone retinoid_rx
triluma cream                             | hydroquinone retinoid_rx
retinol                                   | retinol_otc
Retinol24 Night Serum                     | retinol_otc
RoC Retinol Correxion                     | retinol_otc
granactive retinoid 2%                    | retinol_otc
retinaldehyde serum                       | retinol_otc
Glycolic acid pads 10%                    | aha
glycolic                                  | aha
Ácido glicólico                           | aha
lactic acid serum                         | aha
Good Genes                                | aha
Sunday Riley Good Genes Lactic Treatment  | aha
Pixi Glow Tonic                           | aha
Babyfacial                                | aha bha
AHA/BHA toner                             | aha bha
salycilic acid wash                       | bha
Paula's Choice 2% BHA Liquid Exfoliant    | bha
CeraVe SA Cleanser                        | bha
benzoil peroxide wash                     | benzoyl_peroxide
PanOxyl                                   | benzoyl_peroxide
pan oxyl foaming wash                     | benzoyl_peroxide
Duac                                      | benzoyl_peroxide topical_antibiotic
Vitamin C serum                           | vitamin_c_laa
vit C                                     | vitamin_c_laa
vitamina C                                | vitamin_c_laa
L-ascorbic acid 15%                       | vitamin_c_laa
Skinceuticals CE Ferulic                  | vitamin_c_laa
C E Ferulic                               | vitamin_c_laa
Drunk Elephant C-Firma                    | vitamin_c_laa
sodium ascorbyl phosphate serum           | vitamin_c_derivative
vitamin c derivative lotion               | vitamin_c_derivative
hydroquinone 4%                           | hydroquinone
hidroquinona                              | hydroquinone
kojic acid soap                           | hydroquinone
Finacea                                   | azelaic_acid
azelaic acid 10%                          | azelaic_acid
St. Ives Apricot Scrub                    | exfoliating_scrub
sugar scrub                               | exfoliating_scrub
Tatcha The Rice Polish                    | exfoliating_scrub
clindamycin lotion                        | topical_antibiotic
lavender essential oil                    | fragrance
Kiehl's Midnight Recovery Concentrate     | fragrance
foundation                                | makeup
Mineral sunscreen SPF 50                  | spf_mineral
EltaMD UV Physical SPF 41                 | spf_mineral
Supergoop Unseen Sunscreen                | spf_chemical
Neutrogena Ultra Sheer                    | spf_chemical
CeraVe PM                                 | moisturiser_bland niacinamide
Kiehls Ultra Facial Cream                 | moisturiser_bland
Aquaphor                                  | occlusive_balm
petroleum jelly                           | occlusive_balm
Gentle cream cleanser                     | cleanser_gentle
cream cleanser                            | cleanser_gentle
gentle cleanser                           | cleanser_gentle
Vanicream Gentle Facial Cleanser          | cleanser_gentle
Cetaphil gentle skin cleanser             | cleanser_gentle
La Roche-Posay Toleriane Hydrating Gentle Cleanser | cleanser_gentle niacinamide
hyaluronic acid serum                     | hyaluronic_acid
HA5                                       | hyaluronic_acid
Niacinamide serum                         | niacinamide
The Ordinary Niacinamide 10% + Zinc 1%    | niacinamide
nicotinamide gel                          | niacinamide
copper peptide serum                      | growth_factors
Protini                                   | growth_factors
Jergens Natural Glow                      | self_tanner
spray tan                                 | self_tanner
selftanner mousse                         | self_tanner
Nair                                      | depilatory
hair removal cream                        | depilatory
tretinoin and niacinamide                 | retinoid_rx niacinamide
EltaMD UV Clear                           | spf_chemical niacinamide
elta md uv clear spf 46                   | spf_chemical niacinamide
EltaMD UV Shield                          | spf_chemical
Neutrogena Hydro Boost                    | hyaluronic_acid fragrance
Hydroboost water gel                      | hyaluronic_acid fragrance
First Aid Beauty Ultra Repair Cream       | moisturiser_bland fragrance
D-Bronzi drops                            | makeup
Crème de la Mer                           | fragrance
La Mer cream                              | fragrance
Sunday Riley C.E.O. Rapid Flash           | vitamin_c_derivative aha fragrance
CEO rapid flash                           | vitamin_c_derivative aha fragrance
IT Cosmetics CC+ Cream                    | makeup spf_mineral retinol_otc vitamin_c_laa
Watermelon Glow                           | aha fragrance
Midnight Reset drops                      |
water                                     |
thermal water spray                       |
CeraVe                                    |
Vanicream                                 |
Drunk Elephant                            |
The Ordinary                              |
moisturizer                               |
cleanser                                  |
serum                                     |
different serum                           |
relief cream                              |
luster drops                              |
Glow oil                                  |
ultra cream                               |
vita                                      |
Aveda lotion                              |
retinol-free cream                        |
cream without retinol                     |
bakuchiol, a retinol alternative          |
glycerin                                  |
propylene glycol                          |
protein mask                              |
isotretinoin                              |
sunscreen SPF 50                          |
good jeans                                |
my husband's aftershave                   |
Kiehl's Ultra Facial Cleanser             |
tret 0.025                                | retinoid_rx
eyebrow threading                         | depilatory
"""


def labelled() -> list[tuple[str, frozenset[str]]]:
    pairs = (line.split("|") for line in LABELLED.strip().splitlines())
    return [(name.strip(), frozenset(categories.split())) for name, categories in pairs]


@cache
def matcher() -> CatalogueMatcher:
    return CatalogueMatcher(FolderProtocolSource(FOLDER).load())


@pytest.mark.parametrize(("name", "categories"), labelled())
def test_a_labelled_name_gets_its_categories(name: str, categories: frozenset[str]):
    assert frozenset(matcher().match(name).categories) == categories


def test_precision_comes_first_over_the_labelled_names():
    found = right = wanted = 0
    for name, categories in labelled():
        got = set(matcher().match(name).categories)
        found += len(got)
        wanted += len(categories)
        right += len(got & categories)
    assert len(labelled()) >= 60
    assert right / found == 1.0, "a wrong category is worse than none"
    assert right / wanted >= 0.95


@pytest.mark.parametrize(
    ("name", "matched", "how"),
    [
        ("Tretinoin cream 0.05%", "tretinoin", "ingredient"),
        ("gentle cream cleanser", "gentle cleanser", "category"),
        ("Differin adapalene gel", "Differin", "catalogue"),
        ("Good Genes with retinol", "Sunday Riley Good Genes, retinol", "several"),
        ("tretinoin, vitamin c", "tretinoin, vitamin c", "several"),
        ("Epiduo and Duac", "Epiduo, Duac", "catalogue"),
    ],
)
def test_the_match_says_what_was_recognised_and_how(name: str, matched: str, how: str):
    match = matcher().match(name)
    assert (match.matched, match.how) == (matched, how)


def test_an_unknown_name_is_no_match():
    assert matcher().match("Midnight Reset drops") == ProductMatch(matched=None, how="none", categories=())


@pytest.mark.parametrize("name", ["", "  ", "%%%", "\N{DROPLET}", "a" * 5000, "retinol " * 400])
def test_any_text_can_be_matched(name: str):
    assert matcher().match(name).how in ("none", "ingredient")


def test_every_catalogue_row_finds_itself_by_the_name_it_is_shown_with():
    protocol = FolderProtocolSource(FOLDER).load()
    for row in protocol.catalogue:
        name = row.name if row.name.startswith(row.brand) else f"{row.brand} {row.name}"
        match = matcher().match(name)
        assert set(row.categories) <= set(match.categories), name
        assert name in (match.matched or ""), name


def test_every_alias_finds_its_row():
    protocol = FolderProtocolSource(FOLDER).load()
    for row in protocol.catalogue:
        for alias in row.aliases:
            assert set(row.categories) <= set(matcher().match(alias).categories), alias


def test_every_ingredient_and_category_word_finds_its_category():
    for entry in FolderProtocolSource(FOLDER).load().ingredient_words:
        for word in entry.words:
            assert matcher().match(word).categories == entry.categories, word


def test_the_catalogue_covers_every_category():
    covered = {category for row in FolderProtocolSource(FOLDER).load().catalogue for category in row.categories}
    assert covered == set(FolderProtocolSource(FOLDER).load().categories)


def test_suggestions_go_on_from_what_was_typed():
    assert matcher().suggest("differ") == ("Differin",)
    assert matcher().suggest("sun ri good") == ("Sunday Riley Good Genes",)
    assert matcher().suggest("cera", limit=2) == ("CeraVe SA Cleanser", "CeraVe PM Facial Moisturizing Lotion")
    assert matcher().suggest("crème")[0] == "La Mer Creme de la Mer"


def test_names_that_begin_with_the_text_come_first():
    suggested = matcher().suggest("retin")
    assert suggested[:2] == ("Retin-A", "Retin-A Micro")
    assert "The Ordinary Retinol in Squalane" in suggested[2:]


def test_nothing_is_suggested_for_nothing_or_nonsense():
    assert matcher().suggest("") == ()
    assert matcher().suggest("  -") == ()
    assert matcher().suggest("xyzzy") == ()
    assert matcher().suggest("genes good") == ()


def test_words_fold_case_accents_and_punctuation():
    assert words_of("Crème C.E.O. Paula's 0.05% Retinol24 HA5") == (
        *("creme", "ceo", "paulas", "0", "05"),
        *("retinol", "24", "ha5"),
    )


@pytest.mark.parametrize(
    ("typed", "word", "forgiven"),
    [
        ("adapaline", "adapalene", True),
        ("tretinion", "tretinoin", True),
        ("salycilic", "salicylic", True),
        ("glycollic", "glycolic", True),
        ("lactik", "lactic", True),
        ("glycol", "glycolic", False),
        ("bba", "bha", False),
        ("relief", "aklief", False),
        ("isotretinoin", "tretinoin", False),
        ("protein", "protini", False),
    ],
)
def test_one_slip_is_forgiven_in_long_words_only(typed: str, word: str, forgiven: bool):
    assert misspells(typed, word) is forgiven
