"""Settings > Products with real clicks and keys."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from consult_app.application.errors import EnvironmentFailed
from consult_app.application.own_products import OwnProduct, OwnProducts
from consult_app.domain.answers import Provider
from consult_app.ui.presenters.settings import SettingsPage
from consult_app.ui.screens.settings import SettingsScreen
from consult_app.ui.theme.theme import Theme
from tests.fakes.services import DANA, NOW, services

ROSA = Provider("Rosa Lindqvist", "RN")
DEW = OwnProduct("Dew Ritual essence", ("aha", "fragrance"), DANA, NOW, aliases=("Dew",), note="Lactic acid")


@pytest.fixture
def desk():
    made = services(own_products=OwnProducts([DEW]))
    made.clinics.keep_products(DEW)
    return made


@pytest.fixture
def opened(qtbot, desk):
    def show(provider=ROSA, *, dark=False, scale=1.0, size=(1208, 900)):
        theme = Theme(dark=dark)
        theme.apply(QApplication.instance())
        theme.set_text_scale(scale)
        made = SettingsScreen(desk, theme, provider=provider)
        qtbot.addWidget(made)
        made.resize(*size)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        desk.jobs.run()
        click(qtbot, made, "settings_page_products")
        return made

    return show


def find(screen, name):
    found = [each for each in screen.findChildren(QWidget, name) if each.isVisibleTo(screen)]
    assert len(found) == 1, (name, len(found))
    return found[0]


def shows(screen, name):
    return any(each.isVisibleTo(screen) for each in screen.findChildren(QWidget, name))


def click(qtbot, screen, name):
    qtbot.mouseClick(find(screen, name), Qt.MouseButton.LeftButton)


def retype(qtbot, screen, name, text):
    editor = find(screen, name)
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    qtbot.keyClicks(editor, text)


def choose(screen, words):
    combo = find(screen, "own_categories")
    at = next(index for index in range(combo.count()) if combo.itemText(index).startswith(words))
    combo.setCurrentIndex(at)
    combo.activated.emit(at)


def words(screen):
    return [label.text() for label in screen.products.findChildren(QLabel) if label.isVisibleTo(screen)]


def entry(screen):
    return screen.list.entries[SettingsPage.PRODUCTS].accessibleName()


def test_a_product_is_added_by_anybody_and_holds_at_once(qtbot, desk, opened):
    screen = opened(ROSA)
    click(qtbot, screen, "own_add")
    assert QApplication.focusWidget().objectName() == "own_name"
    qtbot.keyClicks(find(screen, "own_name"), "Night Veil")
    assert entry(screen) == "Products, Not saved"
    choose(screen, "Retinol")
    click(qtbot, screen, "own_another_category")
    choose(screen, "Fragrance")
    qtbot.keyClicks(find(screen, "own_aliases"), "Veil de Nuit")
    click(qtbot, screen, "own_save")
    assert len(desk.own_products.held) == 1
    desk.jobs.run()
    kept = desk.own_products.find("veil de nuit")
    assert (kept.name, kept.categories, kept.by, kept.at) == ("Night Veil", ("retinol_otc", "fragrance"), ROSA, NOW)
    assert desk.clinics.own_products() == (DEW, kept)
    assert QApplication.focusWidget().accessibleName() == "Change Night Veil"
    assert (entry(screen), shows(screen, "own_save")) == ("Products", False)
    assert "Kept by Rosa Lindqvist, RN, Tue, May 12, 2026" in words(screen)


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept(qtbot, desk, opened):
    screen = opened()
    click(qtbot, screen, "own_add")
    click(qtbot, screen, "own_save")
    card = screen.products.card
    assert (card.name.error, card.categories.error) == ("Enter the product's name.", "Choose at least one category.")
    assert QApplication.focusWidget().objectName() == "own_name"
    retype(qtbot, screen, "own_name", "DEW")
    assert card.name.error is None
    qtbot.keyClick(find(screen, "own_name"), Qt.Key.Key_Return)
    assert card.name.error == "“Dew Ritual essence” is in your list already. Change it there."
    retype(qtbot, screen, "own_name", "Night Veil")
    assert card.name.error is None
    qtbot.keyClick(find(screen, "own_aliases"), Qt.Key.Key_Return)
    assert QApplication.focusWidget().objectName() == "own_categories"
    choose(screen, "Makeup")
    assert card.categories.error is None
    desk.jobs.run()
    assert desk.clinics.own_products() == (DEW,)


def test_changing_shows_the_product_and_renaming_takes_the_old_name_away(qtbot, desk, opened):
    screen = opened()
    click(qtbot, screen, "own_change_dew_ritual_essence")
    assert screen.products.card.form.categories == ("aha", "fragrance")
    assert (find(screen, "own_aliases").text(), find(screen, "own_note").toPlainText()) == ("Dew", "Lactic acid")
    assert entry(screen) == "Products"
    retype(qtbot, screen, "own_name", "Dew Ceremony")
    choose(screen, "Makeup")
    click(qtbot, screen, "own_take_off_aha")
    click(qtbot, screen, "own_save")
    desk.jobs.run()
    (held,) = desk.own_products.held
    assert (held.name, held.categories) == ("Dew Ceremony", ("fragrance", "makeup"))
    assert desk.own_products.find("Dew Ritual essence") is None
    assert [line.withdrawn for line in desk.clinics.own_products()] == [False, True, False]


@pytest.mark.parametrize("by_key", [False, True])
def test_leaving_the_form_keeps_nothing_and_gives_the_focus_back(qtbot, desk, opened, by_key):
    screen = opened()
    click(qtbot, screen, "own_change_dew_ritual_essence")
    retype(qtbot, screen, "own_name", "Other")
    if by_key:
        qtbot.keyClick(find(screen, "own_name"), Qt.Key.Key_Escape)
    else:
        click(qtbot, screen, "own_cancel")
    assert QApplication.focusWidget().accessibleName() == "Change Dew Ritual essence"
    click(qtbot, screen, "own_add")
    assert find(screen, "own_name").text() == ""
    find(screen, "own_note").setFocus()
    click(qtbot, screen, "own_add")
    assert QApplication.focusWidget().objectName() == "own_name"
    click(qtbot, screen, "own_cancel")
    assert QApplication.focusWidget().objectName() == "own_add"
    desk.jobs.run()
    assert desk.clinics.own_products() == (DEW,)


def test_a_removed_product_is_gone_at_once_and_can_be_put_back(qtbot, desk, opened):
    screen = opened()
    click(qtbot, screen, "own_change_dew_ritual_essence")
    desk.clock.go_on(timedelta(minutes=5))
    click(qtbot, screen, "own_remove_dew_ritual_essence")
    desk.jobs.run()
    assert desk.own_products.held == ()
    assert find(screen, "own_empty").text().startswith("No products yet.")
    assert not shows(screen, "own_save")
    assert QApplication.focusWidget().accessibleName() == "Undo: put Dew Ritual essence back"
    click(qtbot, screen, "own_undo")
    desk.jobs.run()
    later = NOW + timedelta(minutes=5)
    assert desk.own_products.held == (replace(DEW, by=ROSA, at=later),)
    assert desk.clinics.own_products()[1:] == (
        replace(DEW, by=ROSA, at=later, withdrawn=True),
        replace(DEW, by=ROSA, at=later),
    )
    assert not shows(screen, "own_removed")


@pytest.mark.parametrize("what", ["save", "remove", "undo"])
def test_what_could_not_be_written_is_said_and_stays_as_typed(qtbot, desk, opened, what):
    screen = opened()

    def full(*_lines):
        raise EnvironmentFailed("The disk is full.", "Free some space, then try again.")

    if what == "undo":
        click(qtbot, screen, "own_remove_dew_ritual_essence")
        desk.jobs.run()
    desk.clinics.keep_products = full
    if what == "save":
        click(qtbot, screen, "own_change_dew_ritual_essence")
        retype(qtbot, screen, "own_name", "Night Veil")
        click(qtbot, screen, "own_save")
        click(qtbot, screen, "own_save")
    else:
        click(qtbot, screen, "own_undo" if what == "undo" else "own_remove_dew_ritual_essence")
    desk.jobs.run()
    problem = find(screen, "own_problem")
    assert (problem.accessibleName(), problem.accessibleDescription()) == (
        "The disk is full.",
        "Free some space, then try again.",
    )
    assert desk.own_products.held == (() if what == "undo" else (DEW,))
    if what == "save":
        assert find(screen, "own_name").text() == "Night Veil"


def test_nobody_at_the_desk_is_told_to_choose_the_provider(qtbot, desk, opened):
    screen = opened(Provider(""))
    click(qtbot, screen, "own_remove_dew_ritual_essence")
    assert "choose the provider" in find(screen, "own_problem").accessibleName()
    click(qtbot, screen, "own_change_dew_ritual_essence")
    click(qtbot, screen, "own_save")
    desk.jobs.run()
    assert "choose the provider" in find(screen, "own_problem").accessibleName()
    assert desk.clinics.own_products() == (DEW,)


def test_a_category_the_protocol_lacks_is_said_on_the_list_and_has_to_be_replaced(qtbot, desk, opened):
    desk.own_products.keep(replace(DEW, categories=("snail",)))
    screen = opened()
    assert entry(screen) == "Products, 1 to change"
    assert any("has no category snail" in each for each in words(screen))
    click(qtbot, screen, "own_change_dew_ritual_essence")
    click(qtbot, screen, "own_save")
    assert screen.products.card.categories.error == "Choose at least one category."


def test_what_the_products_step_kept_is_listed_when_one_comes_back(qtbot, desk, opened):
    screen = opened()
    click(qtbot, screen, "settings_page_clinic")
    desk.own_products.keep(replace(DEW, name="Night Veil", aliases=()))
    click(qtbot, screen, "settings_page_products")
    assert shows(screen, "own_change_night_veil")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_nothing_is_cut_off_in_either_look_at_any_text_size(qtbot, opened, dark, scale):
    screen = opened(dark=dark, scale=scale, size=(1080, 778))
    click(qtbot, screen, "own_change_dew_ritual_essence")
    choose(screen, "Makeup")
    for label in screen.products.findChildren(QLabel):
        if label.isVisibleTo(screen) and label.text():
            assert label.width() >= min(label.minimumSizeHint().width(), label.sizeHint().width()), label.text()
    page = screen.products
    qtbot.waitUntil(lambda: find(screen, "own_another_category").height() >= 44)
    for name in ("own_save", "own_cancel", "own_another_category", "own_change_dew_ritual_essence"):
        button = find(screen, name)
        right = button.mapTo(page, button.rect().topRight()).x()
        assert right <= page.width(), name
        assert button.height() >= 44, name


def test_no_two_controls_share_an_alt_letter(qtbot, desk, opened):
    screen = opened()
    click(qtbot, screen, "own_remove_dew_ritual_essence")
    desk.jobs.run()
    click(qtbot, screen, "own_add")
    marked = [
        each.text().replace("&&", "")
        for each in screen.findChildren(QWidget)
        if each.isVisibleTo(screen) and hasattr(each, "text") and callable(each.text) and isinstance(each.text(), str)
    ]
    letters = [text[text.index("&") + 1].lower() for text in marked if "&" in text]
    assert len(letters) >= 7
    assert len(letters) == len(set(letters)), letters
