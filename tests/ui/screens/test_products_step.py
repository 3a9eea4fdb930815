"""The products step, used as a provider uses it."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QListView

from consult_app.application.errors import EnvironmentFailed
from consult_app.domain.answers import (
    AskDecision,
    CategoryDecision,
    ProductAnswer,
    ProductMatch,
    ResumeDecision,
    Use,
)
from consult_app.ui.screens.steps.contract import MarksGaps, StepScreen
from consult_app.ui.screens.steps.products import ProductsStep
from consult_app.ui.theme.theme import Theme
from tests.fakes.services import DANA, NOW, filled, session

VISIT = datetime(2026, 5, 15, 10, 30)
RETINOID = ProductMatch("tretinoin", "ingredient", ("retinoid_rx",))
TRETINOIN = ProductAnswer("Tretinoin cream 0.05%", last_used=date(2026, 5, 8), match=RETINOID)
MIDNIGHT = ProductAnswer("Midnight Reset drops")


@pytest.fixture
def open_step(qtbot):
    def opened(*products, asked=True):
        at_desk = session(filled(products=products if asked else None, treatment_at=VISIT))
        step = ProductsStep(at_desk, Theme())
        at_desk.listen(step.render)
        qtbot.addWidget(step)
        step.resize(792, 900)
        step.show()
        return step, at_desk

    return opened


def button(step, name):
    found = [each for each in step.findChildren(QAbstractButton, name) if each.isVisibleTo(step)]
    assert len(found) == 1, name
    return found[0]


def shows(step, name):
    return any(each.isVisibleTo(step) for each in step.findChildren(QAbstractButton, name))


def press(qtbot, step, name):
    qtbot.mouseClick(button(step, name), Qt.MouseButton.LeftButton)


def line(step, name):
    (found,) = (each for each in step.findChildren(QLineEdit, name) if each.isVisibleTo(step))
    return found


def combo(step, name):
    (found,) = (each for each in step.findChildren(QComboBox, name) if each.isVisibleTo(step))
    return found


def choose(qtbot, box, words):
    at = next(index for index in range(box.count()) if box.itemText(index) == words)
    box.setCurrentIndex(at)
    box.activated.emit(at)


def type_into(qtbot, field, words):
    field.clear()
    qtbot.keyClicks(field, words)
    field.editingFinished.emit()


def add(qtbot, step, name):
    field = line(step, "products_name")
    qtbot.keyClicks(field, name)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def focused(step):
    return step.window().focusWidget().objectName()


def used(opened):
    return opened.state.answers.products


def test_the_step_keeps_the_contract(open_step):
    step, _ = open_step()
    assert isinstance(step, StepScreen)
    assert isinstance(step, MarksGaps)


def test_none_used_is_an_answer_of_its_own(open_step, qtbot):
    step, opened = open_step(asked=False)
    assert step.findChild(QLabel, "products_empty").text() == "No products listed."
    press(qtbot, step, "products_uses_none")
    assert used(opened) == ()
    assert step.findChild(QLabel, "products_empty").text() == "The patient uses none."
    assert not shows(step, "products_uses_none")


def test_a_product_is_matched_once_when_it_is_added(open_step, qtbot):
    step, opened = open_step()
    asked_for = []
    catalogue = opened.services.catalogue
    match = catalogue.match
    catalogue.match = lambda name: (asked_for.append(name), match(name))[1]
    add(qtbot, step, "Tretinoin cream 0.05%")
    assert used(opened) == (replace(TRETINOIN, last_used=None),)
    assert asked_for == ["Tretinoin cream 0.05%"]
    assert line(step, "products_name").text() == ""
    assert focused(step) == "products_0_last_used"


def test_the_catalogue_suggests_names_to_take_by_key(open_step, qtbot):
    step, opened = open_step()
    field = line(step, "products_name")
    qtbot.keyClicks(field, "Nia")
    popup = step._add._popup
    assert isinstance(popup, QListView)
    assert step._add.suggestions == ("Niacinamide serum",)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert [product.name for product in used(opened)] == ["Niacinamide serum"]
    assert not popup.isVisible()


def test_a_product_is_not_listed_twice(open_step, qtbot):
    step, opened = open_step(TRETINOIN)
    qtbot.keyClicks(line(step, "products_name"), "tretinoin cream 0.05%")
    press(qtbot, step, "products_add")
    assert used(opened) == (TRETINOIN,)
    error = step.findChild(QLabel, "products_name_error")
    assert error.text() == "“tretinoin cream 0.05%” is on the list already. Edit its row."
    assert line(step, "products_name").text() == "tretinoin cream 0.05%"
    step._add._popup.hide()


def test_add_with_nothing_typed_goes_to_the_field(open_step, qtbot):
    step, opened = open_step()
    button(step, "products_add").click()
    assert focused(step) == "products_name"
    assert used(opened) == ()


def test_an_unknown_product_asks_for_a_decision_with_none_chosen(open_step, qtbot):
    step, opened = open_step()
    add(qtbot, step, "Midnight Reset drops")
    assert focused(step) == "products_0_category"
    assert not shows(step, "products_0_save")
    assert [card.isChecked() for card in step._cards[0].choice.cards.values()] == [False, False, False]
    assert [gap.path for gap in step.gaps(opened.state)] == ["products[0].decision"]


def test_the_provider_names_the_category_and_then_the_last_use(open_step, qtbot):
    step, opened = open_step(MIDNIGHT)
    press(qtbot, step, "products_0_category")
    press(qtbot, step, "products_0_save")
    assert used(opened) == (MIDNIGHT,)
    assert combo(step, "products_0_category_list").accessibleDescription() == "Choose the category."
    choose(qtbot, combo(step, "products_0_category_list"), "Prescription retinoid")
    press(qtbot, step, "products_0_save")
    assert used(opened) == (replace(MIDNIGHT, decision=CategoryDecision("retinoid_rx")),)
    assert focused(step) == "products_0_last_used"


def test_keep_it_stopped_until_a_day_that_can_be_changed(open_step, qtbot):
    step, opened = open_step(MIDNIGHT)
    qtbot.keyClick(button(step, "products_0_category"), Qt.Key.Key_Right)
    until = line(step, "products_0_until")
    assert until.text() == "Fri, May 22, 2026"
    type_into(qtbot, until, "5/14")
    press(qtbot, step, "products_0_save")
    assert used(opened) == (MIDNIGHT,)
    assert until.accessibleDescription() == "The day lies before the treatment on Fri, May 15. Enter a later day."
    type_into(qtbot, until, "5/24")
    press(qtbot, step, "products_0_save")
    assert used(opened) == (replace(MIDNIGHT, decision=ResumeDecision(date(2026, 5, 24))),)


def test_asking_the_patient_is_a_decision(open_step, qtbot):
    step, opened = open_step(MIDNIGHT)
    press(qtbot, step, "products_0_ask")
    assert used(opened) == (MIDNIGHT,)
    press(qtbot, step, "products_0_save")
    assert used(opened) == (replace(MIDNIGHT, decision=AskDecision()),)
    assert "Ask first" in step._lines[0].words
    opened.undo()
    assert shows(step, "products_0_ask")


def test_only_the_first_undecided_product_carries_the_letters(open_step):
    step, _ = open_step(MIDNIGHT, ProductAnswer("Moon balm"))
    first, second = (step._cards[index].choice.cards for index in (0, 1))
    assert [card.shortcut().toString() for card in first.values()] == ["Alt+C", "Alt+T", "Alt+K"]
    assert [card.shortcut().toString() for card in second.values()] == ["", "", ""]


def test_an_undecided_product_can_be_taken_off(open_step, qtbot):
    step, opened = open_step(MIDNIGHT)
    press(qtbot, step, "products_0_remove")
    assert used(opened) is None


def test_a_row_says_category_pause_and_resume(open_step):
    step, _ = open_step(TRETINOIN)
    assert step._lines[0].words == (
        "Tretinoin cream 0.05%",
        "Last used Fri, May 8",
        "Prescription retinoid",
        "Detected",
        "Sun, May 10",
        "5 days before",
        "Fri, May 22",
        "7 days after",
    )


def test_a_product_used_too_recently_shows_the_finding_with_its_reason(open_step, qtbot):
    step, _ = open_step(replace(TRETINOIN, last_used=date(2026, 5, 11)))
    with qtbot.waitSignal(step.why_asked) as asked_for:
        press(qtbot, step, "products_0_why_product_used_too_recently")
    assert asked_for.args == ["product.used_too_recently"]


def test_a_row_is_edited_in_place_and_its_dates_follow_at_once(open_step, qtbot):
    step, opened = open_step(TRETINOIN)
    press(qtbot, step, "products_0_edit")
    type_into(qtbot, line(step, "products_0_last_used"), "5/11")
    assert used(opened)[0].last_used == date(2026, 5, 11)
    choose(qtbot, combo(step, "products_0_use"), "Every night")
    assert used(opened)[0].use is Use.NIGHTLY
    assert step._lines[0].words[1] == "Every night, last used Mon, May 11"
    type_into(qtbot, line(step, "products_0_resume"), "5/29")
    assert used(opened)[0].decision == ResumeDecision(date(2026, 5, 29))
    assert step._lines[0].words[6:] == ("Fri, May 29", "Set by provider")
    choose(qtbot, combo(step, "products_0_category"), "Niacinamide")
    assert used(opened)[0].decision == CategoryDecision("niacinamide")
    assert line(step, "products_0_resume").text() == ""
    press(qtbot, step, "products_0_done")
    assert focused(step) == "products_0_edit"
    assert not shows(step, "products_0_done")


def test_f2_opens_the_row_and_escape_closes_it(open_step, qtbot):
    step, _ = open_step(TRETINOIN)
    pen = button(step, "products_0_edit")
    pen.setFocus()
    qtbot.keyClick(pen, Qt.Key.Key_F2)
    assert focused(step) == "products_0_last_used"
    qtbot.keyClick(line(step, "products_0_last_used"), Qt.Key.Key_Escape)
    assert not shows(step, "products_0_done")
    assert focused(step) == "products_0_edit"


def test_not_in_the_last_days_fills_the_latest_day_that_fits(open_step, qtbot):
    step, opened = open_step(replace(TRETINOIN, last_used=None))
    press(qtbot, step, "products_0_edit")
    offer = button(step, "products_0_offer")
    assert offer.text() == "Not in the last 2 days"
    qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)
    assert used(opened)[0].last_used == date(2026, 5, 9)
    assert line(step, "products_0_last_used").text() == "Sat, May 9, 2026"
    assert step.gaps(opened.state) == ()


def test_a_last_use_ahead_and_a_resume_before_the_treatment_are_refused(open_step, qtbot):
    step, opened = open_step(TRETINOIN)
    press(qtbot, step, "products_0_edit")
    type_into(qtbot, line(step, "products_0_last_used"), "tomorrow")
    type_into(qtbot, line(step, "products_0_resume"), "5/14")
    assert used(opened) == (TRETINOIN,)
    assert line(step, "products_0_last_used").accessibleDescription().startswith("The date lies after today")
    assert line(step, "products_0_resume").accessibleDescription().startswith("The day lies before the treatment")


def test_removing_a_row_keeps_the_others_and_is_undone(open_step, qtbot):
    step, opened = open_step(TRETINOIN, MIDNIGHT)
    press(qtbot, step, "products_0_edit")
    press(qtbot, step, "products_0_remove")
    assert used(opened) == (MIDNIGHT,)
    assert focused(step) == "products_name"
    opened.undo()
    assert used(opened) == (TRETINOIN, MIDNIGHT)


def test_an_open_editor_survives_a_change_of_another_product(open_step, qtbot):
    step, _ = open_step(TRETINOIN, MIDNIGHT)
    press(qtbot, step, "products_0_edit")
    field = line(step, "products_0_last_used")
    field.setText("5/1")
    press(qtbot, step, "products_1_ask")
    assert line(step, "products_0_last_used") is field
    assert field.text() == "5/1"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("products", "products_name"),
        ("products[0].last_used", "products_0_last_used"),
        ("products[0].decision.resume_at", "products_0_category"),
        ("products[1].decision", "products_1_category"),
    ],
)
def test_every_answer_path_leads_to_its_control(open_step, path, name):
    step, _ = open_step(TRETINOIN, MIDNIGHT)
    assert step.focus_path(path)
    assert focused(step) == name
    assert not step.focus_path("products[7].decision")
    assert not step.focus_path("skin.tan")


def test_after_next_with_gaps_the_words_stand_at_the_fields(open_step, qtbot):
    step, opened = open_step(asked=False)
    step.show_gaps(step.gaps(opened.state))
    error = step.findChild(QLabel, "products_empty_error")
    assert (error.text(), error.isVisibleTo(step)) == ("Add a product, or press “Patient uses none”.", True)
    add(qtbot, step, "Tretinoin cream 0.05%")
    words = "Enter when “Tretinoin cream 0.05%” was last used."
    assert line(step, "products_0_last_used").accessibleDescription() == words


def test_every_decided_product_says_why(open_step, qtbot):
    step, _ = open_step(TRETINOIN, replace(TRETINOIN, name="Retin-A"))
    asked = []
    step.why_asked.connect(asked.append)
    press(qtbot, step, "products_0_why")
    press(qtbot, step, "products_1_why")
    assert asked == ["products[0]", "products[1]"]
    assert button(step, "products_1_why").accessibleName() == "Why, Retin-A"


# --- remembering for the clinic ---------------------------------------------------------------------------------


def test_a_product_the_provider_decided_is_remembered_for_the_clinic(qtbot, open_step):
    step, at_desk = open_step(replace(MIDNIGHT, decision=CategoryDecision("niacinamide")))
    press(qtbot, step, "products_0_remember")
    press(qtbot, step, "products_0_remember")
    at_desk.services.jobs.run()
    (kept,) = at_desk.services.clinics.own_products()
    assert (kept.name, kept.categories, kept.by, kept.at) == ("Midnight Reset drops", ("niacinamide",), DANA, NOW)
    assert at_desk.services.own_products.held == (kept,)
    assert not shows(step, "products_0_remember")
    (told,) = step.findChildren(QLabel, "products_0_memory")
    assert told.text() == "In your clinic’s products. Dana Keller, NP, Tue, May 12, 2026"
    assert button(step, "products_0_edit").hasFocus() or not step.isActiveWindow()


def test_a_recognised_product_is_not_offered(open_step):
    step, _ = open_step(replace(TRETINOIN, decision=CategoryDecision("aha")), replace(MIDNIGHT, decision=AskDecision()))
    assert not shows(step, "products_0_remember")
    assert not shows(step, "products_1_remember")


def test_a_name_that_cannot_be_found_again_says_so_under_the_product(qtbot, open_step):
    step, at_desk = open_step(ProductAnswer("雪花", decision=CategoryDecision("aha")))
    press(qtbot, step, "products_0_remember")
    (problem,) = step.findChildren(QLabel, "products_0_memory_problem")
    assert problem.isVisibleTo(step)
    assert problem.text().endswith("Use letters a to z or digits, so that it can be found.")
    assert at_desk.services.clinics.own_products() == ()


def test_what_could_not_be_kept_says_so_under_the_product(qtbot, open_step):
    step, at_desk = open_step(replace(MIDNIGHT, decision=CategoryDecision("aha")))

    def full(*_lines):
        raise EnvironmentFailed("The disk is full.", "Free some space, then try again.")

    at_desk.services.clinics.keep_products = full
    press(qtbot, step, "products_0_remember")
    at_desk.services.jobs.run()
    (problem,) = step.findChildren(QLabel, "products_0_memory_problem")
    assert problem.text() == "The disk is full. Free some space, then try again."
    assert shows(step, "products_0_remember")
    assert at_desk.services.own_products.held == ()
