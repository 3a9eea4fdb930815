from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from consult_app.ui.widgets.combo import Choice, Combo
from consult_app.ui.widgets.date_field import DATE_ERROR, DateField
from consult_app.ui.widgets.field import Field, NoteField
from consult_app.ui.widgets.search_field import SearchField
from consult_app.ui.widgets.time_field import TIME_ERROR, TimeField

TODAY = date(2026, 5, 12)


@pytest.fixture
def date_field(theme, qtbot):
    field = DateField(theme, "&Last used", today=lambda: TODAY)
    qtbot.addWidget(field)
    with qtbot.waitActive(field):
        field.show()
    return field


def heard(signal):
    got = []
    signal.connect(lambda *args: got.append(args[0] if args else None))
    return got


def name_of(widget):
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_a_field_is_named_by_its_label_and_tells_only_typing(theme, qtbot):
    field = Field(theme, "&Family name")
    qtbot.addWidget(field)
    told = heard(field.text_edited)
    field.set_text("Ortiz")
    assert told == []
    qtbot.keyClicks(field.editor, "x")
    assert told == ["Ortizx"]
    assert name_of(field.editor) == "Family name"


def test_the_letter_of_a_label_leads_to_its_field(theme, qtbot):
    field = Field(theme, "&Family name")
    qtbot.addWidget(field)
    assert field.label.buddy() is field.editor


def test_an_error_is_words_a_mark_and_a_description_and_goes_away(theme, qtbot):
    field = Field(theme, "Phone", hint="Ten digits")
    qtbot.addWidget(field)
    field.set_error("Enter all ten digits of the phone number.")
    said = QAccessible.queryAccessibleInterface(field.editor).text(QAccessible.Text.Description)
    assert said == "Enter all ten digits of the phone number."
    assert field.editor.property("invalid") is True
    field.set_error(None)
    assert field.editor.property("invalid") is False
    assert field.editor.accessibleDescription() == "Ten digits"


def test_a_wrong_field_is_as_high_as_a_right_one(theme, qtbot):
    field = Field(theme, "Phone")
    qtbot.addWidget(field)
    field.show()
    before = field.editor.height()
    field.set_error("Enter all ten digits of the phone number.")
    field.adjustSize()
    assert (before, field.editor.height()) == (48, 48)


def test_a_note_tells_only_what_was_typed(theme, qtbot):
    note = NoteField(theme, "Patient's words")
    qtbot.addWidget(note)
    told = heard(note.text_edited)
    note.set_text("Smoother")
    qtbot.keyClicks(note.editor, "!")
    assert told == ["!Smoother"]


def test_a_date_is_spelled_out_when_one_leaves_the_field(date_field, qtbot):
    told = heard(date_field.date_edited)
    qtbot.keyClicks(date_field.editor, "5/15/26")
    assert told == []
    qtbot.keyClick(date_field.editor, Qt.Key.Key_Return)
    assert date_field.editor.text() == "Fri, May 15, 2026"
    assert told == [date(2026, 5, 15)]


def test_a_date_left_as_it_was_tells_nothing(date_field, qtbot):
    date_field.set_date(date(2026, 5, 15))
    told = heard(date_field.date_edited)
    qtbot.keyClick(date_field.editor, Qt.Key.Key_Return)
    assert told == []


def test_text_that_is_no_date_counts_as_none_and_says_how_to_write_one(date_field, qtbot):
    date_field.set_date(date(2026, 5, 15))
    told = heard(date_field.date_edited)
    date_field.editor.selectAll()
    qtbot.keyClicks(date_field.editor, "someday")
    qtbot.keyClick(date_field.editor, Qt.Key.Key_Return)
    assert told == [None]
    assert (date_field.error, date_field.editor.text()) == (DATE_ERROR, "someday")


def test_a_day_picked_from_the_month_lands_in_the_field(date_field, qtbot):
    told = heard(date_field.date_edited)
    date_field.open_month()
    calendar = date_field._popup.calendar
    assert calendar.month == date(2026, 5, 1)
    calendar.cell(date(2026, 5, 20)).click()
    assert told == [date(2026, 5, 20)]
    assert date_field.editor.text() == "Wed, May 20, 2026"
    assert not date_field._popup.isVisible()


def test_the_calendar_button_says_what_it_chooses(date_field):
    assert name_of(date_field.button) == "Choose last used"


def test_a_time_is_read_and_spelled(theme, qtbot):
    field = TimeField(theme, "Treatment time")
    qtbot.addWidget(field)
    told = heard(field.time_edited)
    qtbot.keyClicks(field.editor, "2p")
    qtbot.keyClick(field.editor, Qt.Key.Key_Return)
    assert (told, field.editor.text()) == ([time(14)], "2:00 PM")
    field.editor.selectAll()
    qtbot.keyClicks(field.editor, "late")
    qtbot.keyClick(field.editor, Qt.Key.Key_Return)
    assert (told[-1], field.error) == (None, TIME_ERROR)


def test_the_cross_empties_a_search_and_tells_it(theme, qtbot):
    search = SearchField(theme, "Patients")
    qtbot.addWidget(search)
    search.show()
    assert not search.cross.isVisible()
    qtbot.keyClicks(search, "ort")
    told = heard(search.textEdited)
    qtbot.mouseClick(search.cross, Qt.MouseButton.LeftButton)
    assert (told, search.text(), search.cross.isVisible()) == ([""], "", False)


def test_arrows_in_a_search_move_in_the_list_under_it(theme, qtbot):
    search = SearchField(theme, "Patients")
    qtbot.addWidget(search)
    told = heard(search.moved)
    qtbot.keyClick(search, Qt.Key.Key_Down)
    qtbot.keyClick(search, Qt.Key.Key_Up)
    assert told == [1, -1]


def test_a_combo_is_named_by_its_name_and_tells_only_choosing(theme, qtbot):
    combo = Combo(theme, "Provider", (Choice("a", "Dana Keller"), Choice("b", "Rosa Lindqvist")))
    qtbot.addWidget(combo)
    told = heard(combo.chosen)
    combo.set_value("b")
    assert (told, combo.accessibleName()) == ([], "Provider")
    said = QAccessible.queryAccessibleInterface(combo).text(QAccessible.Text.Description)
    assert said == "Provider"
    qtbot.keyClick(combo, Qt.Key.Key_Up)
    assert (told, combo.value) == (["a"], "a")


def test_a_combo_keeps_its_choice_when_others_are_offered(theme, qtbot):
    combo = Combo(theme, "Provider", (Choice("a", "A"), Choice("b", "B")))
    qtbot.addWidget(combo)
    combo.set_value("b")
    combo.set_choices((Choice("c", "C"), Choice("b", "B")))
    assert combo.value == "b"
