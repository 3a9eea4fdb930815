"""Colors a clinic may choose, and what is made of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult_app.handout import theme as sheet
from consult_app.ui.theme.brand_colors import dark_enough, near_status, on_white, read_color
from consult_app.ui.theme.tokens import LIGHT

COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


@pytest.mark.parametrize(
    ("typed", "color"),
    [("#2e8fa8", "#2E8FA8"), (" 2E8FA8 ", "#2E8FA8"), ("#28a", "#2288AA"), ("28a", "#2288AA")],
)
def test_a_color_is_read_as_people_type_it(typed, color):
    assert read_color(typed) == color


@pytest.mark.parametrize(
    "typed", ["", "#", "#12", "#1234", "#12345", "#1234567", "#GGGGGG", "teal", "##123456", "１２３"]
)
def test_anything_else_is_no_color(typed):
    assert read_color(typed) is None


@given(COLORS)
def test_every_color_ends_readable_on_white_and_a_readable_one_stays(color):
    printed = dark_enough(color)
    assert on_white(printed) >= 4.5
    assert (printed == color) is (on_white(color) >= 4.5)
    assert dark_enough(printed) == printed


@given(COLORS)
def test_the_sheet_prints_just_the_color_that_was_said(color):
    printed = sheet.color_from_hex(dark_enough(color))
    assert sheet.dark_enough(printed) == printed


def test_colors_of_a_verdict_are_named_and_others_are_not():
    assert [near_status(each) for each in (LIGHT.ready, LIGHT.wait, LIGHT.stop)] == ["green", "amber", "red"]
    assert near_status("#0E6073") == near_status("#12313B") == near_status("#4B4AA0") == ""
    assert near_status("#808080") == near_status("#000000") == ""
    assert near_status("#99201C") == near_status("#991C3A") == "red", "both sides of the turn from 360 to 0 degrees"
