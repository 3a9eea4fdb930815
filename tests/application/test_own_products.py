"""The clinic's own products: which line counts, what is wrong with a form, what is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from consult_app.application.access import Act, may
from consult_app.application.errors import Refused
from consult_app.application.own_products import (
    OwnProduct,
    OwnProductForm,
    OwnProducts,
    form_of,
    missing_categories,
    problems,
    product_of,
    replaced_rows,
    restored,
    standing_products,
    withdrawal,
)
from consult_app.domain.answers import Provider
from tests.fakes.services import DANA, NOW, protocol

MAI = Provider("Mai Tran", "RN")
DEW = OwnProduct("Dew Ritual essence", ("aha",), MAI, NOW, aliases=("Dew Ritüal", "Ritual no. 2"), note="Lactic acid")
FORM = OwnProductForm("Dew Ritual essence", categories=("aha",))


def wrong(form: OwnProductForm, *held: OwnProduct, changing: str = "") -> dict[str, str]:
    return dict(problems(form, held, protocol(), changing=changing))


@pytest.mark.parametrize("credentials", ["MD", "NP", "RN", "aesthetician", ""])
def test_everybody_at_the_desk_may_keep_products(credentials):
    assert may(Provider("Sam Reyes", credentials), Act.KEEP_PRODUCT)


def test_a_line_that_would_name_nobody_is_refused():
    nobody = Provider(" ", "NP")
    assert not may(nobody, Act.KEEP_PRODUCT)
    with pytest.raises(Refused, match="name of the provider"):
        product_of(FORM, (), protocol(), by=nobody, at=NOW)
    with pytest.raises(Refused, match="name of the provider"):
        withdrawal(DEW, by=nobody, at=NOW)
    with pytest.raises(Refused, match="name of the provider"):
        restored(DEW, by=nobody, at=NOW)


def test_what_was_taken_off_is_put_back_as_it_was_by_who_does_it():
    later = NOW + timedelta(days=1)
    gone = withdrawal(DEW, by=DANA, at=NOW)
    assert restored(gone, by=DANA, at=later) == replace(DEW, by=DANA, at=later)


def test_the_latest_line_of_a_name_counts_however_it_is_written():
    again = replace(DEW, name="DEW  ritual-Essence", categories=("bha",))
    balm = OwnProduct("Balm 7", ("occlusive_balm",), DANA, NOW)
    assert standing_products([DEW, balm, again]) == (balm, again)
    assert standing_products([DEW, replace(again, withdrawn=True)]) == ()
    assert standing_products([replace(DEW, withdrawn=True), again]) == (again,)


def test_a_product_is_found_by_any_of_its_names_until_it_is_withdrawn():
    own = OwnProducts([DEW])
    assert own.held == (DEW,)
    assert own.find("dew ritual essence") == own.find("DEW RITUAL") == own.find("Ritual No 2") == DEW
    assert own.find("Dew") is None
    own.keep(withdrawal(DEW, by=DANA, at=NOW + timedelta(days=1)))
    assert own.held == ()
    assert own.find("Dew Ritual essence") is None


def test_what_is_kept_says_who_and_when_with_names_and_categories_in_order():
    form = OwnProductForm(
        "  Dew   Ritual essence ",
        aliases="Dew Ritual, , dew ritual essence,  Ritual  no. 2, DEW RITUAL",
        categories=("fragrance", "aha"),
        note=" Lactic acid,\nparfum ",
    )
    assert product_of(form, (), protocol(), by=MAI, at=NOW) == (
        OwnProduct(
            name="Dew Ritual essence",
            categories=("aha", "fragrance"),
            by=MAI,
            at=NOW,
            aliases=("Dew Ritual", "Ritual no. 2"),
            note="Lactic acid,\nparfum",
        ),
    )


def test_changing_keeps_the_name_as_one_line_and_a_new_name_as_two():
    form = replace(form_of(DEW, protocol()), categories=("bha",))
    later = NOW + timedelta(days=1)
    assert product_of(form, (DEW,), protocol(), by=DANA, at=later, changing=DEW.key) == (
        replace(DEW, categories=("bha",), by=DANA, at=later),
    )
    renamed = replace(form, name="Dew Ceremony")
    gone, made = product_of(renamed, (DEW,), protocol(), by=DANA, at=later, changing=DEW.key)
    assert (gone, made.name) == (replace(DEW, by=DANA, at=later, withdrawn=True), "Dew Ceremony")
    assert standing_products([DEW, gone, made]) == (made,)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Enter the product's name."),
        ("   ", "Enter the product's name."),
        ("Dew\tRitual", "Type it on one line, without tabs or other control characters."),
        ("Dew\x85Ritual", "Type it on one line, without tabs or other control characters."),
        ("d" * 121, "Use at most 120 characters."),
        ("雪花", "Use letters a to z or digits, so that it can be found."),
        ("DEW RITUAL ESSENCE", "“Dew Ritual essence” is in your list already. Change it there."),
        ("ritual no 2", "“Dew Ritual essence” is in your list already. Change it there."),
    ],
)
def test_a_name_that_cannot_be_kept_is_told_at_the_name(name, words):
    assert wrong(replace(FORM, name=name), DEW) == {"name": words}
    with pytest.raises(Refused) as refused:
        product_of(replace(FORM, name=name), (DEW,), protocol(), by=MAI, at=NOW)
    assert refused.value.missing == (words,)


def test_a_product_does_not_stand_in_its_own_way_when_it_is_changed():
    assert wrong(form_of(DEW, protocol()), DEW, changing=DEW.key) == {}


@pytest.mark.parametrize(
    ("aliases", "words"),
    [
        ("Dew\n", "Type them on one line, without tabs or other control characters."),
        ("e" * 121, f"“{'e' * 30}”: Use at most 120 characters."),
        ("雪花", "“雪花”: Use letters a to z or digits, so that it can be found."),
        ("ritual no 2", "“ritual no 2”: “Dew Ritual essence” is in your list already. Change it there."),
        (",".join(f"Dew {n}" for n in range(21)), "Use at most 20 other names."),
    ],
)
def test_another_name_that_cannot_be_kept_is_told_there(aliases, words):
    assert wrong(OwnProductForm("Balm 7", aliases, ("aha",)), DEW) == {"aliases": words}


def test_names_in_other_scripts_do_not_hide_one_another():
    assert "雪花" in wrong(OwnProductForm("Balm 7", "雪花, 玫瑰", ("aha",)))["aliases"]


@pytest.mark.parametrize(
    ("categories", "words"),
    [
        ((), "Choose at least one category."),
        (("aha", "snail"), "Protocol 1.0.0 has no category snail. Choose another."),
    ],
)
def test_categories_that_cannot_be_kept_are_told_there(categories, words):
    assert wrong(replace(FORM, categories=categories)) == {"categories": words}


@pytest.mark.parametrize(
    ("note", "words"),
    [("n" * 501, "Use at most 500 characters."), ("a\tb", "Type it without tabs or other control characters.")],
)
def test_a_note_that_cannot_be_kept_is_told_there(note, words):
    assert wrong(replace(FORM, note=note)) == {"note": words}


def test_everything_wrong_is_told_in_the_order_of_the_form():
    assert list(wrong(OwnProductForm("", "\t", (), "\t"))) == ["name", "aliases", "categories", "note"]


def test_categories_another_version_of_the_protocol_lacks_are_named():
    product = replace(DEW, categories=("aha", "snail"))
    assert missing_categories(product, protocol()) == ("snail",)
    assert missing_categories(DEW, protocol()) == ()
    assert form_of(product, protocol()).categories == ("aha",)


def test_rows_of_the_same_name_are_replaced_and_rows_of_the_same_kind_are_not():
    genes = OwnProduct("good genes", ("moisturiser_bland",), DANA, NOW)
    assert [row.brand for row in replaced_rows(protocol(), genes)] == ["Sunday Riley"]
    lotion = OwnProduct("Facial moisturizing lotion", ("moisturiser_bland",), DANA, NOW)
    assert replaced_rows(protocol(), lotion) == ()
    assert replaced_rows(protocol(), DEW) == ()
