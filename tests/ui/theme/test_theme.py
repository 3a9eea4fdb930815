from typing import get_args

import pytest
from PySide6.QtGui import QFontInfo, QFontMetrics
from PySide6.QtWidgets import QApplication

from consult_app.ui.theme.icons import IconName, IconSet
from consult_app.ui.theme.qss import style_sheet
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import DARK, LIGHT


@pytest.fixture
def theme(qapp: QApplication):
    made = Theme()
    made.apply(qapp)
    yield made
    qapp.setStyleSheet("")


def test_a_theme_knows_the_application_it_dresses(theme, qapp):
    assert theme.app is qapp
    assert Theme().app is None


@pytest.mark.parametrize("name", get_args(IconName))
def test_every_icon_is_drawn_in_the_color_asked_for(qapp, name):
    image = IconSet().pixmap(name, color="#0E6073", size=24, ratio=2).toImage()
    solid = [
        image.pixelColor(x, y).name().upper()
        for x in range(48)
        for y in range(48)
        if image.pixelColor(x, y).alpha() == 255
    ]
    assert len(solid) > 40
    assert set(solid) == {"#0E6073"}


def test_an_icon_is_drawn_once_per_color_and_size(qapp):
    icons = IconSet()
    first = icons.pixmap("check", color="#000000", size=20)
    assert icons.pixmap("check", color="#000000", size=20) is first
    assert icons.pixmap("check", color="#FFFFFF", size=20) is not first


def test_the_typeface_is_the_bundled_one_in_its_weights(theme):
    body, strong = QFontInfo(theme.font("body")), QFontInfo(theme.font("strong"))
    assert (body.family(), strong.weight()) == ("Source Sans Pro", 600)


def test_tabular_figures_are_equally_wide(theme):
    metrics = QFontMetrics(theme.font("body", tabular=True))
    assert len({metrics.horizontalAdvance(figure * 10) for figure in "0123456789"}) == 1


def test_the_style_sheet_has_no_placeholder_left():
    for tokens in (LIGHT, DARK):
        assert "$" not in style_sheet(tokens, scale=1.15)


def test_larger_text_grows_type_and_rows_and_tells_it_once(theme, qtbot):
    before = QFontMetrics(theme.font("body")).height()
    told = []
    theme.changed.connect(lambda: told.append(theme.text_scale))
    theme.set_text_scale(1.3)
    assert told == [1.3]
    assert theme.px(48) == 62
    assert QFontMetrics(theme.font("body")).height() > before


def test_an_odd_text_size_is_refused(theme):
    with pytest.raises(ValueError, match="7"):
        theme.set_text_scale(7.0)


def test_dark_keeps_the_clinics_accent(theme):
    theme.set_brand(ink=None, accent="#5B2A86")
    theme.set_dark(True)
    assert theme.dark
    assert theme.tokens.accent not in {DARK.accent, LIGHT.accent}
