import pytest

from consult_app.domain.clinic import Brand
from consult_app.handout.theme import (
    LARGE_PRINT,
    NORMAL_PRINT,
    PAPERS,
    color_from_hex,
    contrast_with_white,
    dark_enough,
    theme_for,
)


def test_contrast_is_that_of_wcag():
    assert contrast_with_white(color_from_hex("#000000")) == pytest.approx(21)
    assert contrast_with_white(color_from_hex("#12313B")) == pytest.approx(13.7, abs=0.05)
    assert contrast_with_white(color_from_hex("#0E6073")) == pytest.approx(7.1, abs=0.05)


@pytest.mark.parametrize("color", ["#FFFFFF", "#F0C000", "#E0A0A0", "#00FF00", "#777777"])
def test_a_pale_brand_colour_is_darkened_only_as_far_as_needed(color):
    before = color_from_hex(color)
    after = dark_enough(before)
    assert 4.5 <= contrast_with_white(after) < 5
    assert all(new <= old for new, old in zip(after, before, strict=True))


def test_a_dark_brand_colour_is_kept():
    assert theme_for(Brand(), paper="letter", scale=NORMAL_PRINT).ink == color_from_hex("#12313B")


@pytest.mark.parametrize("color", ["", "red", "#12313", "#12313BFF", "#GGGGGG"])
def test_what_is_not_a_colour_is_refused(color):
    with pytest.raises(ValueError, match=r"colour|invalid literal"):
        theme_for(Brand(ink=color), paper="letter", scale=NORMAL_PRINT)


def test_an_unknown_paper_is_refused_by_name():
    with pytest.raises(ValueError, match="legal"):
        theme_for(Brand(), paper="legal", scale=NORMAL_PRINT)


def test_type_sizes_are_those_of_the_design():
    assert (NORMAL_PRINT.title.size, NORMAL_PRINT.body.size, NORMAL_PRINT.body.leading) == (28, 12, 17)
    assert (NORMAL_PRINT.small.size, NORMAL_PRINT.footer.size) == (10.5, 9.6)
    assert (LARGE_PRINT.body.size, LARGE_PRINT.body.leading, LARGE_PRINT.small.size) == (16, 23, 14)


def test_papers_are_letter_and_a4():
    assert (PAPERS["letter"].width, PAPERS["letter"].height) == (612, 792)
    assert PAPERS["a4"].width == pytest.approx(210 / 25.4 * 72, abs=0.01)
    assert PAPERS["a4"].height == pytest.approx(297 / 25.4 * 72, abs=0.01)
