import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from consult_app.ui.widgets.check_row import CheckRow
from consult_app.ui.widgets.chips import ChipOption, ChipRow
from consult_app.ui.widgets.radio_card import CardOption, RadioCards
from consult_app.ui.widgets.segmented import Segment, Segmented

YES_NO = (Segment("yes", "Yes", "y"), Segment("no", "No", "n"), Segment("unsure", "Unsure", "u"))


def heard(signal):
    got = []
    signal.connect(lambda *args: got.append(args if len(args) > 1 else args[0]))
    return got


@pytest.fixture
def answer(theme, qtbot):
    widget = Segmented(theme, "Rosacea", YES_NO)
    qtbot.addWidget(widget)
    widget.resize(264, 46)
    with qtbot.waitActive(widget):
        widget.show()
    return widget


def test_an_answer_starts_blank_and_can_be_blank_again(answer):
    assert answer.value is None
    answer.set_value("no")
    answer.set_value(None)
    assert [option.isChecked() for option in answer.options] == [False, False, False]


def test_each_answer_is_a_radio_button_named_with_its_group(answer):
    answer.set_value("no")
    seen = [QAccessible.queryAccessibleInterface(option) for option in answer.options]
    assert {each.role() for each in seen} == {QAccessible.Role.RadioButton}
    assert seen[1].text(QAccessible.Text.Name) == "No, Rosacea"
    assert [bool(each.state().checked) for each in seen] == [False, True, False]


def test_arrows_move_and_choose_and_go_round(answer, qtbot):
    told = heard(answer.chosen)
    answer.set_value("yes")
    qtbot.keyClick(answer.options[0], Qt.Key.Key_Right)
    qtbot.keyClick(answer.options[1], Qt.Key.Key_Left)
    qtbot.keyClick(answer.options[0], Qt.Key.Key_Left)
    assert told == ["no", "yes", "unsure"]
    assert answer.options[2].hasFocus()


def test_a_letter_chooses_and_says_so(answer, qtbot):
    chosen, letters = heard(answer.chosen), heard(answer.letter_used)
    qtbot.keyClick(answer.options[0], Qt.Key.Key_N)
    assert (chosen, letters, answer.value) == (["no"], ["no"], "no")


def test_a_letter_with_alt_is_left_to_others(answer, qtbot):
    qtbot.keyClick(answer.options[0], Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    assert answer.value is None


def test_setting_an_answer_tells_nobody(answer):
    told = heard(answer.chosen)
    answer.set_value("no")
    assert told == []


def test_clicking_the_chosen_answer_again_changes_nothing(answer, qtbot):
    told = heard(answer.chosen)
    for _ in range(2):
        qtbot.mouseClick(answer.options[1], Qt.MouseButton.LeftButton)
    assert (told, answer.value) == (["no"], "no")


def test_tab_stops_once_at_the_chosen_answer(answer):
    answer.set_value("unsure")
    stops = [option.focusPolicy() == Qt.FocusPolicy.StrongFocus for option in answer.options]
    assert stops == [False, False, True]


@pytest.fixture
def chips(theme, qtbot):
    row = ChipRow(theme, "Concerns", (ChipOption("a", "&Acne scars"), ChipOption("t", "&Texture")))
    qtbot.addWidget(row)
    row.resize(400, 48)
    with qtbot.waitActive(row):
        row.show()
    return row


def test_space_toggles_a_chip_and_arrows_move(chips, qtbot):
    told = heard(chips.toggled)
    qtbot.keyClick(chips.chips["a"], Qt.Key.Key_Space)
    qtbot.keyClick(chips.chips["a"], Qt.Key.Key_Right)
    assert told == [("a", True)]
    assert chips.chips["t"].hasFocus()
    assert chips.on == frozenset({"a"})


def test_setting_chips_tells_nobody(chips):
    told = heard(chips.toggled)
    chips.set_on(frozenset({"t"}))
    assert (told, chips.on) == ([], frozenset({"t"}))


def test_a_chip_is_a_checkbox_without_the_ampersand(chips):
    seen = QAccessible.queryAccessibleInterface(chips.chips["a"])
    assert (seen.role(), seen.text(QAccessible.Text.Name)) == (QAccessible.Role.CheckBox, "Acne scars")


def test_chips_flow_onto_more_lines_when_narrow(chips):
    one = chips.heightForWidth(400)
    assert chips.heightForWidth(150) == 2 * one + 8


def test_cards_choose_by_arrow_and_by_click(theme, qtbot):
    cards = RadioCards(theme, "Allergies", (CardOption("k", "&Known", "Listed"), CardOption("n", "&None", "Asked")))
    qtbot.addWidget(cards)
    cards.show()
    told = heard(cards.chosen)
    qtbot.mouseClick(cards.cards["k"], Qt.MouseButton.LeftButton)
    qtbot.keyClick(cards.cards["k"], Qt.Key.Key_Right)
    assert (told, cards.value) == (["k", "n"], "n")
    cards.set_value(None)
    assert not any(card.isChecked() for card in cards.cards.values())


def test_a_card_is_a_radio_button_read_with_its_subtitle(theme, qtbot):
    cards = RadioCards(theme, "Allergies", (CardOption("k", "&Known", "Listed below"),))
    qtbot.addWidget(cards)
    seen = QAccessible.queryAccessibleInterface(cards.cards["k"])
    assert (seen.role(), seen.text(QAccessible.Text.Name)) == (QAccessible.Role.RadioButton, "Known, Listed below")


def test_a_check_row_is_high_enough_and_toggles_by_key(theme, qtbot):
    row = CheckRow(theme, "Right cheek")
    qtbot.addWidget(row)
    assert row.sizeHint().height() >= 44
    told = heard(row.toggled)
    qtbot.keyClick(row, Qt.Key.Key_Space)
    assert told == [True]
