"""What the Brand page says and saves."""

from dataclasses import replace

import pytest

from consult_app.domain.clinic import Brand, SheetWords
from consult_app.ui.presenters.settings_brand import (
    adjusted_colors,
    brand_changes,
    brand_form,
    brand_gaps,
    branded,
    color_view,
    kept_up_brand,
    logo_words,
)
from tests.fakes.services import CLINIC

FORM = brand_form(CLINIC)
WORDS = SheetWords("Step by step", "9 to 5", "We call back.", "For you.")


def paths(form):
    return [gap.path for gap in brand_gaps(form)]


def test_the_form_of_a_clinic_has_no_changes_and_no_gaps():
    assert brand_changes(FORM, CLINIC) == 0
    assert brand_gaps(FORM) == ()
    assert brand_form(branded(FORM, CLINIC)) == FORM


def test_every_thing_typed_counts_once():
    form = replace(
        FORM,
        name="Larkspur",
        ink="#000000",
        accent="#0E6074",
        letterhead=False,
        logo_svg=b"<svg/>",
        words=(("en", WORDS), ("es", replace(SheetWords(), tagline="Paso a paso"))),
    )
    assert brand_changes(form, CLINIC) == 5 + 4 + 1


def test_the_same_color_typed_in_another_way_is_no_change():
    assert brand_changes(replace(FORM, accent=" 0e6073"), CLINIC) == 0


def test_saving_makes_weak_colors_readable_and_touches_nothing_else():
    form = replace(
        FORM, name="Larkspur", ink="#9fd", accent="2E8FA8", logo_png=b"png", words=(("en", WORDS), ("es", WORDS))
    )
    saved = branded(form, CLINIC)
    assert saved.brand.accent == "#287E94"
    assert saved.brand.ink != "#99FFDD"
    assert saved.words_in("es") == WORDS
    assert replace(saved, name=CLINIC.name, brand=CLINIC.brand, words=CLINIC.words) == CLINIC


def test_what_is_no_color_prints_as_before_until_it_is_mended():
    assert branded(replace(FORM, accent="#2E"), CLINIC).brand == CLINIC.brand


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "two\tparts"}, "name"),
        ({"ink": "#12"}, "ink"),
        ({"accent": "teal"}, "accent"),
        ({"words": (("en", SheetWords(tagline="x" * 201)), ("es", SheetWords()))}, "en.tagline"),
        ({"words": (("en", SheetWords()), ("es", SheetWords(hours="a\nb")))}, "es.hours"),
        ({"words": (("en", SheetWords()), ("es", SheetWords(after_hours="x" * 201)))}, "es.after_hours"),
        ({"words": (("en", SheetWords(disclaimer="x" * 2001)), ("es", SheetWords()))}, "en.disclaimer"),
    ],
)
def test_what_cannot_be_saved_is_named(change, path):
    assert paths(replace(FORM, **change)) == [path]


def test_several_gaps_come_in_the_order_of_the_form():
    assert paths(replace(FORM, name="", ink="", accent="x")) == ["name", "ink", "accent"]


def test_a_readable_color_says_its_contrast():
    view = color_view("#12313B")
    assert (view.tone, view.line, view.adjusted, view.near) == ("ready", "13.7 to 1 with white", "", "")


def test_a_weak_color_says_what_it_needs_and_what_is_printed():
    view = color_view("#2E8FA8")
    assert (view.tone, view.line) == ("wait", "3.7 to 1 on white, needs 4.5")
    assert (view.printed, view.adjusted) == ("#287E94", "Darkened to 4.7 to 1 on white.")


def test_a_color_just_too_weak_never_claims_the_contrast_it_lacks():
    assert color_view("#777777").line == "4.4 to 1 on white, needs 4.5"


def test_what_is_no_color_says_how_to_type_one():
    view = color_view("teal")
    assert (view.tone, view.printed) == ("stop", "")
    assert "#0E6073" in view.line


def test_a_color_close_to_that_of_a_verdict_is_told():
    assert "green that means Ready" in color_view("#14603A").near


def test_only_colors_that_change_in_print_are_adjusted():
    assert [(name, typed) for name, typed, _ in adjusted_colors(replace(FORM, accent="#2e8fa8"))] == [
        ("accent", "#2E8FA8")
    ]
    assert adjusted_colors(replace(FORM, accent="teal")) == ()


def test_a_clinic_saved_elsewhere_leaves_what_was_typed():
    now = replace(CLINIC, name="Larkspur", brand=Brand(accent="#4B4AA0"))
    form = kept_up_brand(replace(FORM, ink="#2B2A57"), CLINIC, now)
    assert (form.name, form.ink, form.accent) == ("Larkspur", "#2B2A57", "#4B4AA0")


def test_the_logo_is_said_in_words():
    assert logo_words(FORM) == "No logo. The name is printed instead."
    assert "SVG" in logo_words(replace(FORM, logo_svg=b"<svg/>"))
    assert "PNG" in logo_words(replace(FORM, logo_png=b"png"))
    assert replace(FORM, logo_png=b"png").has_logo
    assert not FORM.has_logo
