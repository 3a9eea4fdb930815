"""Settings with real clicks and keys: the list, the clinic's form, and confirming values of the protocol."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from consult_app.application.errors import EnvironmentFailed
from consult_app.application.governance import confirm, standing, withdraw
from consult_app.bootstrap import values_to_confirm
from consult_app.domain.answers import Provider
from consult_app.ui.presenters.settings import SettingsPage
from consult_app.ui.screens.settings import SettingsScreen
from consult_app.ui.screens.settings_protocol import VersionSide
from consult_app.ui.theme.theme import Theme
from tests.fakes.services import CLINIC, DANA, NOW, protocol, services

ROSA = Provider("Rosa Lindqvist", "RN")
VALUES = values_to_confirm(protocol())
RULES = [value for value in VALUES if value.key.startswith("rule.")]


@pytest.fixture
def desk():
    return services(values_to_confirm=lambda: VALUES)


@pytest.fixture
def opened(qtbot, desk):
    def show(provider=DANA, *, dark=False, page=SettingsPage.CLINIC, size=(1208, 900)):
        theme = Theme(dark=dark)
        theme.apply(QApplication.instance())
        made = SettingsScreen(desk, theme, provider=provider)
        qtbot.addWidget(made)
        made.resize(*size)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        desk.jobs.run()
        click(qtbot, made, f"settings_page_{page.value}")
        return made

    return show


def find(screen, name):
    found = [each for each in screen.findChildren(QWidget, name) if each.isVisibleTo(screen)]
    assert len(found) == 1, (name, len(found))
    return found[0]


def click(qtbot, screen, name):
    qtbot.mouseClick(find(screen, name), Qt.MouseButton.LeftButton)


def retype(qtbot, screen, name, text):
    editor = find(screen, name)
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    qtbot.keyClicks(editor, text)


def held(desk):
    return list(standing(VALUES, desk.clinics.confirmations(), protocol=protocol()))


def entry(screen, page):
    return screen.list.entries[page].accessibleName()


# --- the list ---------------------------------------------------------------------------------------------------


def test_it_opens_on_the_clinic_and_says_what_needs_attention(opened):
    screen = opened()
    screen.focus_first()
    assert QApplication.focusWidget() is screen.list.entries[SettingsPage.CLINIC]
    assert [each.accessibleName() for each in screen.list.entries.values()] == [
        "Clinic, 1 missing",
        "Brand",
        f"Protocol, {len(VALUES)} open",
        "Products",
        "Display",
    ]


def test_nothing_is_said_to_be_open_before_it_was_read(qtbot, desk):
    screen = SettingsScreen(desk, Theme(), provider=DANA)
    qtbot.addWidget(screen)
    assert entry(screen, SettingsPage.PROTOCOL) == "Protocol"


@pytest.mark.parametrize("dark", [False, True])
def test_the_keyboard_goes_through_the_pages(qtbot, opened, dark):
    screen = opened(dark=dark)
    screen.focus_first()
    shown = []
    for _ in range(5):
        pages = (screen.clinic, screen.brand, screen.protocol, screen.products, screen.display)
        shown.append([page.isVisible() for page in pages])
        assert not screen.grab().isNull()
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        if QApplication.focusWidget() is not None and not QApplication.focusWidget().isChecked():
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert shown == [[at == here for at in range(5)] for here in range(5)]


def test_display_asks_for_colors_and_text_size(qtbot, opened):
    screen = opened(page=SettingsPage.DISPLAY)
    with qtbot.waitSignal(screen.dark_asked) as asked:
        qtbot.mouseClick(screen.display.look.options[1], Qt.MouseButton.LeftButton)
    assert asked.args == [True]
    with qtbot.waitSignal(screen.scale_asked) as size:
        qtbot.mouseClick(screen.display.text_size.options[2], Qt.MouseButton.LeftButton)
    assert size.args == [1.3]


# --- the clinic -------------------------------------------------------------------------------------------------


def test_the_clinic_is_shown_as_it_is_kept(opened):
    screen = opened()
    assert find(screen, "clinic_name").text() == "Sample Aesthetics"
    assert find(screen, "clinic_phone").text() == "513-555-0142"
    assert screen.clinic.zone.value == "America/New_York"
    assert screen.clinic.closed.on == {"0", "5", "6"}
    assert find(screen, "clinic_missing").accessibleName() == "The sheets lack the after-hours phone."
    assert screen.clinic.bar.state.text() == ""
    assert not find(screen, "clinic_discard").isEnabled()


def test_what_is_typed_is_saved_off_the_window_and_in_use_from_then_on(qtbot, desk, opened):
    desk.clinics.save_clinic(replace(CLINIC, closed_dates=frozenset({date(2026, 7, 3)})))
    screen = opened()
    retype(qtbot, screen, "clinic_after_hours_phone", "513-555-0143")
    click(qtbot, screen, "clinic_closed_0")
    assert screen.clinic.bar.state.text() == "2 changes, not saved"
    assert entry(screen, SettingsPage.CLINIC) == "Clinic, Not saved"
    click(qtbot, screen, "clinic_save")
    assert desk.clinics.clinic().after_hours_phone == ""
    desk.jobs.run()
    assert desk.clinics.clinic() == replace(
        CLINIC,
        after_hours_phone="513-555-0143",
        closed_weekdays=frozenset({5, 6}),
        closed_dates=frozenset({date(2026, 7, 3)}),
    )
    assert screen.clinic.bar.state.text() == "Saved. In use from the next consultation."
    assert desk.clinic == desk.clinics.clinic()
    assert entry(screen, SettingsPage.CLINIC) == "Clinic"


def test_alt_s_saves(qtbot, desk, opened):
    screen = opened()
    retype(qtbot, screen, "clinic_name", "Larkspur")
    qtbot.keyClick(screen, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: bool(desk.jobs.waiting))
    desk.jobs.run()
    assert desk.clinics.clinic().name == "Larkspur"


def test_another_time_zone_is_saved(qtbot, desk, opened):
    screen = opened()
    qtbot.keyClick(screen.clinic.zone, Qt.Key.Key_Down)
    click(qtbot, screen, "clinic_save")
    desk.jobs.run()
    assert desk.clinics.clinic().zone == "America/Chicago"


def test_a_fault_is_said_at_its_field_gets_the_focus_and_nothing_is_saved(qtbot, desk, opened):
    screen = opened()
    retype(qtbot, screen, "clinic_name", "")
    retype(qtbot, screen, "clinic_website", "example")
    click(qtbot, screen, "clinic_save")
    desk.jobs.run()
    assert screen.clinic.fields["name"].error == "Enter the clinic's name."
    assert "https://example.com" in screen.clinic.fields["website"].error
    assert QApplication.focusWidget() is find(screen, "clinic_name")
    assert desk.clinics.clinic() == CLINIC
    qtbot.keyClicks(find(screen, "clinic_name"), "L")
    assert screen.clinic.fields["name"].error is None
    assert screen.clinic.fields["website"].error is not None


def test_a_week_without_an_open_day_is_refused(qtbot, desk, opened):
    screen = opened()
    for day in (1, 2, 3, 4):
        click(qtbot, screen, f"clinic_closed_{day}")
    click(qtbot, screen, "clinic_save")
    desk.jobs.run()
    said = [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]
    assert "Leave at least one day open." in said
    assert desk.clinics.clinic() == CLINIC


def test_discarding_brings_back_what_is_kept(qtbot, opened):
    screen = opened()
    retype(qtbot, screen, "clinic_place", "")
    click(qtbot, screen, "clinic_closed_1")
    click(qtbot, screen, "clinic_save")
    click(qtbot, screen, "clinic_discard")
    assert find(screen, "clinic_place").text() == "Cincinnati, OH"
    assert screen.clinic.closed.on == {"0", "5", "6"}
    assert screen.clinic.fields["place"].error is None
    assert screen.clinic.bar.state.text() == ""


def test_a_save_that_fails_says_why_keeps_what_was_typed_and_can_be_tried_again(qtbot, desk, opened, monkeypatch):
    screen = opened()
    retype(qtbot, screen, "clinic_place", "Dayton, OH")

    def full(_clinic):
        raise EnvironmentFailed("The disk is full.", "Free some space and try again.")

    with monkeypatch.context() as broken:
        broken.setattr(desk.clinics, "save_clinic", full)
        click(qtbot, screen, "clinic_save")
        desk.jobs.run()
    assert find(screen, "clinic_problem").accessibleName() == "The disk is full."
    assert find(screen, "clinic_place").text() == "Dayton, OH"
    assert screen.clinic.bar.state.text() == "1 change, not saved"
    click(qtbot, screen, "clinic_save")
    desk.jobs.run()
    assert desk.clinics.clinic().place == "Dayton, OH"
    assert not screen.findChild(QWidget, "clinic_problem").isVisible()


def test_what_was_typed_while_the_file_was_read_stays(qtbot, desk):
    desk.clinics.save_clinic(replace(CLINIC, place="Dayton, OH"))
    screen = SettingsScreen(desk, Theme(), provider=DANA)
    qtbot.addWidget(screen)
    screen.show()
    retype(qtbot, screen, "clinic_name", "Larkspur")
    desk.jobs.run()
    assert find(screen, "clinic_name").text() == "Larkspur"


def test_each_alt_letter_is_given_once_and_none_is_taken_from_the_window(opened):
    screen = opened()
    texts = [label.text() for label in screen.clinic.findChildren(QLabel) if label.buddy() is not None]
    texts += [button.text() for button in screen.clinic.findChildren(QAbstractButton)]
    letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
    assert len(letters) == len(set(letters)) == 11
    assert not {"b", "n"} & set(letters)


# --- the protocol -----------------------------------------------------------------------------------------------


def test_the_first_kind_is_unfolded_and_the_others_unfold(qtbot, opened):
    screen = opened(page=SettingsPage.PROTOCOL)
    groups = screen.protocol.groups
    assert [key for key, group in groups.items() if group.unfolded] == ["rules"]
    assert len(groups["rules"].values.rows) == len(RULES)
    assert not groups["planning"].values.rows
    click(qtbot, screen, "show_planning")
    assert find(screen, "confirm_planning.after_trip_days").isVisible()
    click(qtbot, screen, "show_planning")
    assert not groups["planning"].values.isVisible()


def test_a_confirmed_value_moves_with_name_and_date_and_the_next_has_the_focus(qtbot, desk, opened):
    screen = opened(page=SettingsPage.PROTOCOL)
    first, second = RULES[0].key, RULES[1].key
    click(qtbot, screen, f"confirm_{first}")
    desk.jobs.run()
    assert desk.clinics.confirmations() == (confirm(RULES[0], protocol=protocol(), by=DANA, at=NOW),)
    assert first not in screen.protocol.groups["rules"].values.rows
    row = screen.protocol.confirmed.rows[first]
    assert "Dana Keller, NP, Tue, May 12, 2026" in [label.text() for label in row.findChildren(QLabel)]
    assert QApplication.focusWidget() is find(screen, f"confirm_{second}")
    assert entry(screen, SettingsPage.PROTOCOL) == f"Protocol, {len(VALUES) - 1} open"
    counted = find(screen, "protocol_counted").text()
    assert counted == f"{len(VALUES) - 1} of {len(VALUES)} defaults not confirmed by your clinic"


def test_the_keyboard_confirms_one_after_the_other(qtbot, desk, opened):
    screen = opened(page=SettingsPage.PROTOCOL)
    find(screen, f"confirm_{RULES[0].key}").setFocus()
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        desk.jobs.run()
    assert held(desk) == [value.key for value in RULES[:3]]


def test_confirming_twice_before_it_is_kept_writes_one_line(qtbot, desk, opened):
    screen = opened(page=SettingsPage.PROTOCOL)
    for key in (RULES[0].key, RULES[0].key, RULES[1].key):
        click(qtbot, screen, f"confirm_{key}")
    desk.jobs.run()
    assert held(desk) == [RULES[0].key]


@pytest.mark.parametrize("how", ["row", "bar", "key"])
def test_undo_is_a_line_of_its_own_and_the_value_is_open_again(qtbot, desk, opened, how):
    screen = opened(page=SettingsPage.PROTOCOL)
    key = RULES[0].key
    click(qtbot, screen, f"confirm_{key}")
    desk.jobs.run()
    assert screen.protocol.last_words.text() == "Confirmed: Chemotherapy or radiation"
    if how == "key":
        qtbot.keyClick(screen, Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda: bool(desk.jobs.waiting))
    else:
        click(qtbot, screen, f"undo_{key}" if how == "row" else "protocol_undo_last")
    desk.jobs.run()
    line = confirm(RULES[0], protocol=protocol(), by=DANA, at=NOW)
    assert desk.clinics.confirmations() == (line, withdraw(line, by=DANA, at=NOW))
    assert QApplication.focusWidget() is find(screen, f"confirm_{key}")
    assert not screen.protocol.bar.isVisible()
    assert not screen.protocol.confirmed.rows
    assert entry(screen, SettingsPage.PROTOCOL) == f"Protocol, {len(VALUES)} open"


def test_rows_stay_in_the_protocols_order_after_an_undo(qtbot, desk, opened):
    screen = opened(page=SettingsPage.PROTOCOL)
    click(qtbot, screen, f"confirm_{RULES[2].key}")
    desk.jobs.run()
    click(qtbot, screen, f"undo_{RULES[2].key}")
    desk.jobs.run()
    assert screen.protocol.groups["rules"].values.keys() == tuple(value.key for value in RULES)


def test_what_was_confirmed_before_is_shown_and_can_not_be_undone(qtbot, desk, opened):
    for value in RULES[:5]:
        desk.clinics.confirm_value(confirm(value, protocol=protocol(), by=DANA, at=NOW))
    screen = opened(page=SettingsPage.PROTOCOL)
    assert list(screen.protocol.confirmed.keys()) == [value.key for value in RULES[4:1:-1]]
    assert not any(row.button.isVisible() for row in screen.protocol.confirmed.rows.values())
    assert not screen.protocol.bar.isVisible()
    assert screen.protocol.show_all.text() == "Show all 5"
    click(qtbot, screen, "protocol_show_all")
    assert len(screen.protocol.confirmed.rows) == 5


def test_the_last_value_of_a_kind_gives_the_focus_to_the_next_kind(qtbot, desk, opened):
    for value in RULES[1:]:
        desk.clinics.confirm_value(confirm(value, protocol=protocol(), by=DANA, at=NOW))
    screen = opened(page=SettingsPage.PROTOCOL)
    click(qtbot, screen, f"confirm_{RULES[0].key}")
    desk.jobs.run()
    assert QApplication.focusWidget() is find(screen, "show_products")
    assert not screen.protocol.groups["rules"].toggle.isVisible()


def test_who_does_not_prescribe_can_read_and_not_confirm(opened):
    screen = opened(ROSA, page=SettingsPage.PROTOCOL)
    rows = screen.protocol.groups["rules"].values.rows.values()
    assert rows
    assert not any(row.button.isVisible() for row in rows)
    refusal = find(screen, "protocol_refusal")
    assert refusal.accessibleName() == "Confirming a value needs a prescriber: NP, PA, MD or DO."
    assert refusal.accessibleDescription() == "Read only for Rosa Lindqvist, RN."


def test_why_shows_the_sources_in_place(qtbot, opened):
    screen = opened(page=SettingsPage.PROTOCOL)
    row = screen.protocol.groups["rules"].values.rows["rule.age.under_18"]
    says = protocol().sources["label:SP1"].says
    click(qtbot, screen, "why_rule.age.under_18")
    assert any(says in label.text() for label in row.findChildren(QLabel) if label.isVisible())
    click(qtbot, screen, "why_rule.age.under_18")
    assert not any(says in label.text() for label in row.findChildren(QLabel) if label.isVisible())


def test_a_confirmation_that_cannot_be_kept_says_why_and_the_value_stays_open(qtbot, desk, opened, monkeypatch):
    screen = opened(page=SettingsPage.PROTOCOL)

    def full(_line):
        raise EnvironmentFailed("The disk is full.", "Free some space and try again.")

    with monkeypatch.context() as broken:
        broken.setattr(desk.clinics, "confirm_value", full)
        click(qtbot, screen, f"confirm_{RULES[0].key}")
        desk.jobs.run()
    assert find(screen, "protocol_problem").accessibleName() == "The disk is full."
    assert RULES[0].key in screen.protocol.groups["rules"].values.rows
    click(qtbot, screen, f"confirm_{RULES[0].key}")
    desk.jobs.run()
    assert held(desk) == [RULES[0].key]
    assert not screen.findChild(QWidget, "protocol_problem").isVisible()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [(1208, 900), (1080, 800), (896, 540)])
def test_the_hash_is_in_sight_at_every_size_and_no_button_is_cut(opened, dark, size):
    screen = opened(dark=dark, page=SettingsPage.PROTOCOL, size=size)
    said = [label.text() for label in screen.protocol.findChildren(QLabel) if label.isVisible()]
    assert any(protocol().sha256[:4] in words for words in said)
    for row in screen.protocol.groups["rules"].values.rows.values():
        assert row.button.width() >= row.button.sizeHint().width()
        assert row.rect().contains(row.button.geometry())


def test_the_versions_leave_the_side_when_large_text_needs_the_room_even_from_another_page(qtbot, desk):
    theme = Theme()
    theme.apply(QApplication.instance())
    theme.set_text_scale(1.3)
    screen = SettingsScreen(desk, theme, provider=DANA)
    qtbot.addWidget(screen)
    screen.resize(1208, 900)
    screen.show()
    desk.jobs.run()
    assert screen.findChild(VersionSide).isHidden()
    screen.resize(1800, 900)
    assert not screen.findChild(VersionSide).isHidden()
    screen.resize(896, 540)
    assert screen.findChild(VersionSide).isHidden()
    assert screen.width() == 896


def test_what_holds_is_known_to_the_other_screens_at_once(qtbot, desk, opened):
    screen = opened(page=SettingsPage.PROTOCOL)
    assert desk.confirmed.keys == frozenset()
    click(qtbot, screen, f"confirm_{RULES[0].key}")
    desk.jobs.run()
    assert desk.confirmed.keys == {RULES[0].key}
    click(qtbot, screen, f"undo_{RULES[0].key}")
    desk.jobs.run()
    assert desk.confirmed.keys == frozenset()
