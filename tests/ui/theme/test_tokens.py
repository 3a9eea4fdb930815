import dataclasses

import pytest

from consult_app.ui.theme.tokens import DARK, LIGHT, Tokens, branded, contrast

TEXT_PAIRS = [
    ("text", "surface"),
    ("text", "window"),
    ("text", "surface2"),
    ("text", "accent_tint"),
    ("text2", "surface"),
    ("text2", "window"),
    ("text2", "surface2"),
    ("text2", "accent_tint"),
    ("accent", "surface"),
    ("accent", "window"),
    ("accent", "accent_tint"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_ink", "ink"),
    ("on_ink2", "ink"),
    ("ready", "ready_bg"),
    ("wait", "wait_bg"),
    ("stop", "stop_bg"),
    ("ready", "window"),
    ("wait", "window"),
    ("stop", "window"),
    ("text", "ready_bg"),
    ("text", "wait_bg"),
    ("text", "stop_bg"),
    ("text2", "wait_bg"),
    ("none", "surface"),
    ("allergy_label", "allergy_bg"),
    ("allergy_value", "allergy_bg"),
]
EDGE_PAIRS = [
    ("line_strong", "surface"),
    ("line_strong", "window"),
    ("ready_ln", "window"),
    ("wait_ln", "window"),
    ("stop_ln", "window"),
    ("none_ln", "surface"),
]
STATED = [
    (LIGHT, "text", "surface", 16.0),
    (DARK, "text", "surface", 13.9),
    (LIGHT, "text2", "accent_tint", 6.2),
    (DARK, "text2", "accent_tint", 5.9),
    (LIGHT, "accent", "surface", 7.1),
    (DARK, "on_accent", "accent", 8.9),
    (LIGHT, "wait_ln", "window", 3.2),
    (LIGHT, "line_strong", "window", 3.5),
]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_can_be_read(tokens: Tokens, ink, ground):
    assert contrast(tokens.value(ink), tokens.value(ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_edges_of_controls_can_be_seen(tokens: Tokens, edge, ground):
    assert contrast(tokens.value(edge), tokens.value(ground)) >= 3


@pytest.mark.parametrize(("tokens", "ink", "ground", "ratio"), STATED)
def test_contrast_is_what_the_specification_states(tokens: Tokens, ink, ground, ratio):
    assert contrast(tokens.value(ink), tokens.value(ground)) == pytest.approx(ratio, abs=0.06)


def test_black_on_white_is_the_highest_contrast():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("accent", ["#FFD400", "#6FB7E8", "#101010", "#B00020", "#808080"])
def test_any_brand_color_ends_up_readable(tokens: Tokens, accent):
    result = branded(tokens, ink=accent, accent=accent)
    assert contrast(result.accent, result.surface) >= 4.5
    assert contrast(result.on_accent, result.accent) >= 4.5
    assert contrast(result.accent, result.accent_tint) >= 4.5
    assert contrast(result.on_ink2, result.ink) >= 4.5


def test_a_brand_color_that_is_already_readable_stays():
    assert branded(LIGHT, accent="#5B2A86").accent == "#5B2A86"


def test_branding_leaves_every_status_color_alone():
    result = branded(LIGHT, ink="#402060", accent="#5B2A86")
    free = {"ink", "accent", "accent_hover", "accent_tint"}
    before, after = dataclasses.asdict(LIGHT), dataclasses.asdict(result)
    assert {name for name in before if before[name] != after[name]} == free
