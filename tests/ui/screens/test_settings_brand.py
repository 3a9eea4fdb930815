"""Settings > Brand with real clicks and keys: typing, the logo, both languages, the preview, saving and discarding."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QColorDialog, QFileDialog, QLabel, QLineEdit, QWidget

from consult_app.application.errors import EnvironmentFailed, Refused
from consult_app.application.handout_document import Sheet
from consult_app.application.ports import LogoFile
from consult_app.domain.clinic import Brand, SheetWords
from consult_app.ui.screens.settings_brand import BrandPage
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.painting import split_mnemonic
from tests.fakes.services import CLINIC, services

LOGO = LogoFile(svg=b"<svg/>", notes=("Its text is printed in the sheet's typeface.",))
SIZE = (1000, 860)


class Reader:
    """Reads any path as the logo, unless it is told what to raise."""

    def __init__(self):
        self.problem = None

    def __call__(self, path):
        if self.problem is not None:
            raise self.problem
        return LOGO


@pytest.fixture
def desk():
    return services(read_logo=Reader())


@pytest.fixture
def opened(qtbot, desk):
    def show(*, dark=False, scale=1.0, size=SIZE):
        theme = Theme(dark=dark, text_scale=scale)
        theme.apply(QApplication.instance())
        page = BrandPage(desk, theme)
        qtbot.addWidget(page)
        page.resize(*size)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        desk.jobs.pass_time()
        return page

    return show


def find(page, name):
    (found,) = [each for each in page.findChildren(QWidget, name) if each.isVisibleTo(page)]
    return found


def shown(page, name):
    return any(each.isVisibleTo(page) for each in page.findChildren(QWidget, name))


def click(qtbot, page, name):
    qtbot.mouseClick(find(page, name), Qt.MouseButton.LeftButton)


def retype(qtbot, page, name, text):
    editor = find(page, name)
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    qtbot.keyClicks(editor, text)


def choose(page, language):
    option = next(each for each in page.language.options if each.segment.key == language)
    page.language.choose(option)


def last_drawn(desk):
    return desk.renderer.documents[-1]


# --- typing and saving ------------------------------------------------------------------------------------------


def test_it_shows_what_is_kept_with_nothing_to_save(opened):
    page = opened()
    assert page.name.text == CLINIC.name
    assert (page.ink.text, page.accent.text) == (CLINIC.brand.ink, CLINIC.brand.accent)
    assert page.letterhead.isChecked()
    assert page.unsaved == 0
    assert page.bar.state.text() == ""
    assert not page.bar.discard_button.isEnabled()
    assert not shown(page, "brand_logo_remove")


def test_a_weak_color_is_said_shown_and_saved_darker(qtbot, desk, opened):
    page = opened()
    retype(qtbot, page, "brand_accent", "#2E8FA8")
    assert page.accent.line.text() == "3.7 to 1 on white, needs 4.5"
    assert find(page, "brand_accent_adjusted").accessibleName() == "Printed as #287E94"
    assert not shown(page, "brand_ink_adjusted")
    assert not page.grab().isNull()
    click(qtbot, page, "brand_save")
    with qtbot.waitSignal(page.saved) as saved:
        desk.jobs.run()
    assert saved.args[0] == desk.clinic == desk.clinics.clinic()
    assert desk.clinic.brand.accent == "#287E94"
    assert page.accent.text == "#287E94"
    assert page.bar.state.text() == "Saved, with the darker color. On every sheet from now on."
    assert not shown(page, "brand_accent_adjusted")


def test_a_color_like_that_of_a_verdict_is_warned_of_and_can_be_saved(qtbot, desk, opened):
    page = opened()
    retype(qtbot, page, "brand_ink", "#14603A")
    assert "green that means Ready" in find(page, "brand_ink_near").text.text()
    click(qtbot, page, "brand_save")
    desk.jobs.run()
    assert desk.clinic.brand.ink == "#14603A"
    assert page.bar.state.text() == "Saved. On every sheet from now on."


def test_what_is_no_color_stops_saving_and_gets_the_focus(qtbot, desk, opened):
    page = opened()
    retype(qtbot, page, "brand_ink", "#12")
    assert "#0E6073" in page.ink.line.text()
    assert "#0E6073" in find(page, "brand_ink").accessibleDescription()
    click(qtbot, page, "brand_save")
    desk.jobs.run()
    assert QApplication.focusWidget() is find(page, "brand_ink")
    assert desk.clinics.clinic() == CLINIC


def test_the_swatch_asks_for_a_color_by_keyboard_too(qtbot, opened):
    page = opened()
    find(page, "brand_accent_choose").setFocus()
    qtbot.keyClick(find(page, "brand_accent_choose"), Qt.Key.Key_Space)
    (dialog,) = page.findChildren(QColorDialog)
    assert dialog.currentColor() == QColor(CLINIC.brand.accent)
    dialog.setCurrentColor(QColor("#4b4aa0"))
    dialog.accept()
    assert page.accent.text == "#4B4AA0"
    assert page.unsaved == 1


def test_the_texts_of_one_language_never_become_those_of_the_other(qtbot, desk, opened):
    page = opened()
    retype(qtbot, page, "brand_tagline", "Step by step")
    choose(page, "es")
    assert page.lines["tagline"].text == ""
    retype(qtbot, page, "brand_tagline", "Paso a paso")
    editor = find(page, "brand_disclaimer")
    qtbot.keyClicks(editor, "Para usted.")
    choose(page, "en")
    assert page.lines["tagline"].text == "Step by step"
    assert page.disclaimer.text == ""
    click(qtbot, page, "brand_save")
    desk.jobs.run()
    assert desk.clinic.words_in("en") == SheetWords(tagline="Step by step")
    assert desk.clinic.words_in("es") == SheetWords(tagline="Paso a paso", disclaimer="Para usted.")


def test_a_fault_in_the_other_language_is_gone_to(qtbot, desk, opened):
    page = opened()
    choose(page, "es")
    page.lines["hours"].editor.setText("x" * 201)
    page.lines["hours"].editor.textEdited.emit("")
    choose(page, "en")
    click(qtbot, page, "brand_save")
    assert page.language.value == "es"
    assert page.lines["hours"].error == "Use at most 200 characters."
    assert QApplication.focusWidget() is page.lines["hours"].editor
    retype(qtbot, page, "brand_hours", "De 9 a 5")
    assert page.lines["hours"].error is None
    assert desk.clinics.clinic() == CLINIC


def test_a_missing_name_is_asked_for(qtbot, opened):
    page = opened()
    retype(qtbot, page, "brand_name", "")
    click(qtbot, page, "brand_save")
    assert page.name.error == "Enter the clinic's name."
    qtbot.keyClicks(find(page, "brand_name"), "L")
    assert page.name.error is None


def test_discarding_brings_everything_back(qtbot, opened):
    page = opened()
    retype(qtbot, page, "brand_name", "")
    retype(qtbot, page, "brand_accent", "teal")
    click(qtbot, page, "brand_letterhead")
    page.logo.read("logo.svg")
    page._services.jobs.run()
    click(qtbot, page, "brand_discard")
    assert page.unsaved == 0
    assert page.name.error is None
    assert page.letterhead.isChecked()
    assert not shown(page, "brand_logo_notes")
    assert QApplication.focusWidget() is find(page, "brand_name")


def test_a_save_that_fails_keeps_what_was_typed(qtbot, desk, opened, monkeypatch):
    page = opened()
    retype(qtbot, page, "brand_name", "Larkspur")

    def full(_clinic):
        raise EnvironmentFailed("The disk is full.", "Free some space and try again.")

    monkeypatch.setattr(desk.clinics, "save_clinic", full)
    click(qtbot, page, "brand_save")
    page.save()
    desk.jobs.run()
    assert find(page, "brand_problem").accessibleName() == "The disk is full."
    assert page.name.text == "Larkspur"
    assert page.bar.state.text() == "1 change, not saved"
    assert desk.clinic == CLINIC


def test_what_is_typed_while_saving_is_still_unsaved_afterwards(qtbot, desk, opened):
    page = opened()
    retype(qtbot, page, "brand_accent", "#2E8FA8")
    click(qtbot, page, "brand_save")
    retype(qtbot, page, "brand_name", "Larkspur")
    desk.jobs.run()
    assert (page.name.text, page.accent.text) == ("Larkspur", "#287E94")
    assert page.unsaved == 1


def test_a_clinic_saved_elsewhere_leaves_what_is_typed_here(qtbot, opened):
    page = opened()
    retype(qtbot, page, "brand_name", "Larkspur")
    page.show_kept(replace(CLINIC, brand=Brand(ink="#2B2A57")))
    assert (page.name.text, page.ink.text, page.unsaved) == ("Larkspur", "#2B2A57", 1)


# --- the logo ---------------------------------------------------------------------------------------------------


def test_a_chosen_logo_is_shown_noted_saved_and_can_be_taken_away(qtbot, desk, opened):
    page = opened()
    click(qtbot, page, "brand_logo_choose")
    (dialog,) = page.findChildren(QFileDialog)
    dialog.fileSelected.emit("/somewhere/logo.svg")
    dialog.reject()
    desk.jobs.run()
    assert "SVG" in find(page, "brand_logo_words").text()
    assert "typeface" in find(page, "brand_logo_notes").text.text()
    click(qtbot, page, "brand_save")
    desk.jobs.run()
    assert desk.clinic.brand.logo_svg == LOGO.svg
    click(qtbot, page, "brand_logo_remove")
    assert page.unsaved == 1
    assert find(page, "brand_logo_words").text() == "No logo. The name is printed instead."
    assert QApplication.focusWidget() is find(page, "brand_logo_choose")


@pytest.mark.parametrize(
    ("problem", "what", "advice"),
    [
        (Refused("The file is empty.", ("Choose another file.",)), "The file is empty.", "Choose another file."),
        (EnvironmentFailed("The file cannot be read.", "Copy it here."), "The file cannot be read.", "Copy it here."),
        (RuntimeError("odd"), "The file cannot be read.", "Choose another file."),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_changes_nothing(desk, opened, problem, what, advice):
    page = opened()
    desk.read_logo.problem = problem
    page.logo.read("/somewhere/odd.svg")
    desk.jobs.run()
    said = find(page, "brand_logo_problem")
    assert (said.title.text(), said.text.text()) == (what, f"{advice} Nothing was changed.")
    assert page.unsaved == 0
    desk.read_logo.problem = None
    page.logo.read("/somewhere/logo.svg")
    desk.jobs.run()
    assert not shown(page, "brand_logo_problem")


def test_where_no_logo_can_be_read_none_is_offered(qtbot):
    page = BrandPage(services(), Theme())
    qtbot.addWidget(page)
    assert not shown(page, "brand_logo_choose")
    page.logo.read("/somewhere/logo.svg")
    assert page.unsaved == 0


# --- the preview ------------------------------------------------------------------------------------------------


def test_the_real_sheet_is_drawn_when_the_page_is_seen_and_after_a_pause(qtbot, desk, opened):
    page = opened()
    count = len(desk.renderer.documents)
    assert count == 1
    assert page.preview.pages.count.text() == "Page 1 of 2"
    retype(qtbot, page, "brand_name", "Larkspur")
    desk.jobs.run()
    assert len(desk.renderer.documents) == count, "not while one types"
    desk.jobs.pass_time()
    assert len(desk.renderer.documents) == count + 1
    assert last_drawn(desk).band.clinic_name == "Larkspur"
    qtbot.mouseClick(page.preview.pages.forward, Qt.MouseButton.LeftButton)
    assert page.preview.pages.count.text() == "Page 2 of 2"


def test_the_preview_follows_the_language_and_the_sheet(desk, opened):
    page = opened()
    choose(page, "es")
    desk.jobs.pass_time()
    assert last_drawn(desk).language == "es"
    assert "In Spanish" in find(page, "brand_preview_said").text()
    page.preview.sheet.choose(page.preview.sheet.options[0])
    desk.jobs.pass_time()
    assert last_drawn(desk).sheet is Sheet.BEFORE


def test_only_the_last_of_several_wishes_is_drawn(qtbot, desk, opened):
    page = opened()
    page.preview.sheet.choose(page.preview.sheet.options[0])
    page.preview.sheet.choose(page.preview.sheet.options[1])
    retype(qtbot, page, "brand_name", "Larkspur")
    desk.jobs.pass_time()
    assert last_drawn(desk).band.clinic_name == "Larkspur"
    assert last_drawn(desk).sheet is Sheet.AFTER


def test_a_sheet_that_cannot_be_drawn_is_said_and_the_next_is_tried(qtbot, desk, opened, monkeypatch):
    page = opened()

    def broken(*_a, **_k):
        raise ValueError("odd")

    with monkeypatch.context() as patch:
        patch.setattr(desk.renderer, "render", broken)
        retype(qtbot, page, "brand_name", "Larkspur")
        desk.jobs.pass_time()
    assert find(page, "brand_preview_said").text().startswith("The sheet cannot be drawn.")
    retype(qtbot, page, "brand_name", "Larkspur Skin")
    desk.jobs.pass_time()
    assert find(page, "brand_preview_said").text().startswith("In English")


# --- the form itself --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("scale", "size"), [(1.0, SIZE), (1.3, (810, 700)), (1.0, (688, 440))])
def test_nothing_is_cut_in_any_theme_text_size_or_window(opened, dark, scale, size):
    page = opened(dark=dark, scale=scale, size=size)
    QApplication.processEvents()
    beside = size[0] >= 800 * scale
    assert page.preview.parentWidget() is (page if beside else page._sheet.content)
    assert not page.grab().isNull()
    for label in page.findChildren(QLabel):
        if label.isVisibleTo(page) and label.text() and label.buddy() is not None:
            assert label.width() >= label.minimumSizeHint().width(), label.text()
    for control in page.findChildren(QAbstractButton):
        if control.isVisibleTo(page) and control.focusPolicy() != Qt.FocusPolicy.NoFocus:
            assert control.height() >= 40, control.objectName()


def test_every_control_has_a_name_and_no_letter_is_given_twice(opened):
    page = opened()
    letters = []
    for kind in (QAbstractButton, QLineEdit, QLabel):
        for each in page.findChildren(kind):
            if not each.isVisibleTo(page):
                continue
            if kind is not QLabel and each.focusPolicy() != Qt.FocusPolicy.NoFocus:
                assert each.accessibleName() or each.text(), each.objectName()
            key = QKeySequence.mnemonic(each.text()) if kind is not QLineEdit else QKeySequence()
            if not key.isEmpty():
                letters.append(key.toString())
    assert len(letters) == len(set(letters)), letters
    assert split_mnemonic("&Save brand") == ("Save brand", 0)
