"""A clinic saved in settings is in use at once, and what is typed there and not saved is never lost in silence."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QWidget

from consult_app.domain.answers import Provider
from consult_app.domain.clinic import Brand
from consult_app.ui.presenters.settings import SettingsPage
from consult_app.ui.theme.tokens import LIGHT
from tests.fakes.services import CLINIC

ROSA = Provider("Rosa Lindqvist", "RN")


def find(desk, name):
    return next(each for each in desk.window.findChildren(QWidget, name) if each.isVisible())


def settings(desk):
    return desk.window.pages.currentWidget()


def type_name(desk, qtbot, name):
    editor = find(desk, "clinic_name")
    editor.selectAll()
    qtbot.keyClicks(editor, name)


def save(desk, clinic):
    page = settings(desk).clinic
    page.show_kept(clinic)
    page.save()
    desk.settle()


@pytest.fixture
def in_settings(desk):
    desk.navigator.ask_to_drop = lambda _window: True
    desk.navigator.go_to_settings()
    desk.settle()
    return desk


def test_the_rail_and_the_next_consultation_are_of_the_saved_clinic(in_settings, qtbot):
    desk = in_settings
    type_name(desk, qtbot, "Larkspur Skin Studio")
    desk.navigator.go_home()
    desk.navigator.go_to_settings()
    assert find(desk, "clinic_name").text() == "Larkspur Skin Studio", "not saved, and still there"
    settings(desk).clinic.save()
    desk.settle()
    desk.navigator.go_home()
    desk.navigator.start_new()
    assert desk.page.session.services.clinic.name == "Larkspur Skin Studio"
    assert desk.window.rail._clinic.text() == "Larkspur Skin Studio"


def test_the_window_wears_saved_colors_and_goes_back_to_its_own(in_settings):
    desk = in_settings
    save(desk, replace(CLINIC, brand=Brand(ink="#2B2A57", accent="#4B4AA0")))
    assert desk.theme.color("accent").name().upper() == "#4B4AA0"
    assert desk.theme.color("ink").name().upper() == "#2B2A57"
    save(desk, CLINIC)
    assert desk.theme.tokens == LIGHT


def test_what_is_typed_stays_when_somebody_else_comes_to_the_desk(in_settings, qtbot):
    desk = in_settings
    type_name(desk, qtbot, "Larkspur")
    before = settings(desk)
    before.list.choose(SettingsPage.DISPLAY)
    desk.navigator._provider_changed(ROSA)
    desk.settle()
    now = settings(desk)
    assert now is not before
    assert now.list.current is SettingsPage.DISPLAY
    assert now.clinic.form.name == "Larkspur"
    assert now.unsaved


def test_what_is_typed_stays_when_the_desk_changes_hands_elsewhere(in_settings, qtbot):
    desk = in_settings
    type_name(desk, qtbot, "Larkspur")
    desk.navigator.go_home()
    desk.navigator._provider_changed(ROSA)
    desk.navigator.go_to_settings()
    assert settings(desk).clinic.form.name == "Larkspur"


@pytest.mark.parametrize("close", [True, False])
def test_closing_asks_before_it_drops_what_was_typed(in_settings, qtbot, close):
    desk = in_settings
    asked = []
    desk.navigator.ask_to_drop = lambda _window: asked.append(True) or close
    assert desk.navigator.may_close()
    assert not asked
    type_name(desk, qtbot, "Larkspur")
    assert desk.navigator.may_close() is close
    assert asked == [True]
    desk.navigator.ask_to_drop = lambda _window: True


def test_a_clinic_saved_on_one_page_keeps_what_is_typed_on_another(in_settings, qtbot):
    desk = in_settings
    type_name(desk, qtbot, "Larkspur")
    settings(desk).clinic.show_kept(replace(CLINIC, phone="513-555-0199", closed_dates=frozenset({date(2026, 7, 3)})))
    form = settings(desk).clinic.form
    assert (form.name, form.phone) == ("Larkspur", "513-555-0199")
    assert settings(desk).clinic.unsaved == 1
