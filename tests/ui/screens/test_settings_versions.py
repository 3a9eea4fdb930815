"""A clinic's own version in Settings with real clicks and keys: made, checked, shown, switched on."""

import shutil
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from consult_app.application.errors import EnvironmentFailed, Fault
from consult_app.application.example_changes import ExampleRun
from consult_app.application.versions import ProtocolInUse
from consult_app.content.protocol_files import take_copy
from consult_app.content.protocol_versions import FolderVersions
from consult_app.domain.answers import Provider
from consult_app.domain.proposal import propose
from consult_app.system.atomic_files import write_atomically
from consult_app.ui.presenters.settings import SettingsPage
from consult_app.ui.screens.home import HomeScreen
from consult_app.ui.screens.settings import SettingsScreen
from consult_app.ui.screens.settings_changes import MOST
from consult_app.ui.theme.theme import Theme
from tests.builders import CONSULTED, PROTOCOL_FOLDER, all_no, answers, yes
from tests.fakes.services import CLINIC, DANA, filled, new_draft, protocol, services

OWN = "1.0.0-clinic.1"
ROSA = Provider("Rosa Lindqvist", "RN")


def runs(what):
    filler = answers(health=all_no(filler=yes(last=CONSULTED.replace(month=4, day=24))))
    made = (("Filler", filler), ("Ready", answers()))
    return tuple(ExampleRun(name, what, propose(what, CLINIC, given, CONSULTED)) for name, given in made)


@pytest.fixture
def opened_places():
    return []


@pytest.fixture
def desk(tmp_path, opened_places):
    def show_folder(place):
        opened_places.append(place)
        return True

    return services(
        versions=FolderVersions(PROTOCOL_FOLDER.parent, tmp_path / "protocols", write_atomically, runs),
        in_use=ProtocolInUse(protocol(), take_copy(PROTOCOL_FOLDER)),
        show_folder=show_folder,
    )


@pytest.fixture
def opened(qtbot, desk):
    def show(provider=DANA, *, on=None, dark=False, size=(1208, 900), scale=1.0):
        theme = Theme(dark=dark)
        theme.apply(QApplication.instance())
        theme.set_text_scale(scale)
        made = SettingsScreen(on or desk, theme, provider=provider)
        qtbot.addWidget(made)
        made.resize(*size)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        desk.jobs.run()
        click(qtbot, made, f"settings_page_{SettingsPage.PROTOCOL.value}")
        return made

    return show


def find(screen, name):
    found = [each for each in screen.findChildren(QWidget, name) if each.isVisibleTo(screen)]
    assert len(found) == 1, (name, len(found))
    return found[0]


def hidden(screen, name):
    return not any(each.isVisibleTo(screen) for each in screen.findChildren(QWidget, name))


def click(qtbot, screen, name):
    qtbot.mouseClick(find(screen, name), Qt.MouseButton.LeftButton)


def said(screen):
    return [label.text() for label in screen.protocol.versions.findChildren(QLabel) if label.isVisibleTo(screen)]


def folder(desk):
    return desk.versions.own / OWN


def edit(desk, old, new, file="protocol.toml"):
    path = folder(desk) / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def longer_filler(desk):
    was = '["filler"], within_days = 14 }]\nuntil = { days = 14'
    edit(desk, was, was.replace("14", "28"))


def make_own(qtbot, desk, screen):
    click(qtbot, screen, "version_make_own")
    desk.jobs.run()


def check_again(qtbot, desk, screen):
    click(qtbot, screen, "version_check")
    desk.jobs.run()


def test_the_versions_are_listed_with_what_is_in_use(opened):
    screen = opened()
    assert [card.accessibleName() for card in screen.protocol.versions.cards.values()] == ["1.0.0, In use, Released"]
    assert find(screen, "protocol_line").text().startswith("Microneedling 1.0.0 · Fingerprint ")
    for name in ("version_use", "version_check", "version_changes", "version_waiting", "version_place"):
        assert hidden(screen, name)


def test_our_own_is_made_chosen_checked_and_its_folder_opened(qtbot, desk, opened, opened_places):
    screen = opened()
    make_own(qtbot, desk, screen)
    assert folder(desk).is_dir()
    assert find(screen, f"version_{OWN}").isChecked()
    assert opened_places == [str(folder(desk))]
    assert find(screen, "version_place").text() == str(folder(desk))
    assert "No value and no word differs." in said(screen)
    assert "Nothing changes for any of the 2 example consultations." in said(screen)
    click(qtbot, screen, "version_copy_path")
    assert QGuiApplication.clipboard().text() == str(folder(desk))


def test_while_it_is_checked_it_says_so_and_offers_nothing(qtbot, desk, opened):
    screen = opened()
    click(qtbot, screen, "version_1.0.0")
    assert find(screen, "version_busy").text() == "Checking 1.0.0..."
    assert not find(screen, "version_make_own").isEnabled()
    assert hidden(screen, "version_use")
    desk.jobs.run()
    assert hidden(screen, "version_busy")
    assert find(screen, "version_refusal").text() == "This is what is in use."


def test_the_last_version_chosen_is_the_one_that_is_shown(qtbot, desk, opened):
    screen = opened()
    make_own(qtbot, desk, screen)
    click(qtbot, screen, "version_1.0.0")
    click(qtbot, screen, f"version_{OWN}")
    desk.jobs.run()
    assert f"What {OWN} changes" in said(screen)


def test_what_changes_is_told_rule_by_rule_and_for_the_examples_with_detail_on_demand(qtbot, desk, opened):
    screen = opened()
    make_own(qtbot, desk, screen)
    longer_filler(desk)
    check_again(qtbot, desk, screen)
    wait = "Rule recent filler: wait 28 days after the last one instead of 14 days after the last one."
    assert wait in said(screen)
    assert "Nothing changes for the other example." in said(screen)
    verdict = "Verdict: Wait until Fri, May 22"
    assert not any(words.startswith(verdict) for words in said(screen))
    detail = find(screen, "version_detail")
    assert detail.accessibleName().endswith("changes: Filler")
    qtbot.mouseClick(detail, Qt.MouseButton.LeftButton)
    assert any(words.startswith(verdict) for words in said(screen))
    qtbot.waitUntil(lambda: detail.height() >= 44)
    qtbot.mouseClick(detail, Qt.MouseButton.LeftButton)
    assert not any(words.startswith(verdict) for words in said(screen))


def test_changed_words_show_before_and_now(qtbot, desk, opened):
    screen = opened()
    make_own(qtbot, desk, screen)
    edit(desk, "No treatment on a fresh tan.", "Not on a fresh tan.")
    check_again(qtbot, desk, screen)
    detail = screen.protocol.versions.changes.findChildren(QWidget, "version_detail")[0]
    qtbot.keyClick(detail, Qt.Key.Key_Space)
    assert any(words.startswith("Before: No treatment on a fresh tan.") for words in said(screen))
    assert any(words.startswith("Now: Not on a fresh tan.") for words in said(screen))


def test_a_prescriber_switches_it_on_and_the_screen_says_from_when_and_by_whom(qtbot, desk, opened):
    desk.consultations.save_draft(new_draft(filled()))
    screen = opened()
    make_own(qtbot, desk, screen)
    longer_filler(desk)
    check_again(qtbot, desk, screen)
    assert find(screen, "version_drafts").accessibleName() == "1 open draft is worked out again"
    click(qtbot, screen, "version_use")
    desk.jobs.run()
    (line,) = desk.clinics.switched_on()
    assert (line.version, line.by) == (OWN, DANA)
    assert desk.clinics.protocol_copy(line.sha256) == take_copy(folder(desk))
    waiting = find(screen, "version_waiting")
    assert waiting.accessibleName() == f"{OWN} counts from the next start."
    assert "Until then 1.0.0 stays in use." in waiting.accessibleDescription()
    card = find(screen, f"version_{OWN}").accessibleName()
    assert card == f"{OWN}, Next start, Your own. Switched on Tue, May 12, 2026 by Dana Keller, NP"
    assert hidden(screen, "version_use")
    assert QApplication.focusWidget() is find(screen, "version_check")


def test_who_goes_on_to_another_version_while_it_is_saved_stays_there(qtbot, desk, opened):
    screen = opened()
    make_own(qtbot, desk, screen)
    click(qtbot, screen, "version_use")
    click(qtbot, screen, "version_1.0.0")
    saving, checking = desk.jobs.waiting
    desk.jobs.waiting[:] = [saving]
    desk.jobs.run()
    assert find(screen, "version_busy").text() == "Checking 1.0.0..."
    assert QApplication.focusWidget() is find(screen, "version_1.0.0")
    desk.jobs.waiting.append(checking)
    desk.jobs.run()
    assert hidden(screen, "version_busy")
    assert find(screen, "version_use").isEnabled()


def test_switching_back_before_the_next_start_goes_the_same_way(qtbot, desk, opened):
    screen = opened()
    make_own(qtbot, desk, screen)
    click(qtbot, screen, "version_use")
    desk.jobs.run()
    click(qtbot, screen, "version_1.0.0")
    desk.jobs.run()
    click(qtbot, screen, "version_use")
    desk.jobs.run()
    assert [line.version for line in desk.clinics.switched_on()] == [OWN, "1.0.0"]
    assert hidden(screen, "version_waiting")
    assert find(screen, "version_1.0.0").accessibleName().startswith("1.0.0, In use")


def test_the_keyboard_goes_from_the_versions_to_the_switch(qtbot, desk, opened):
    screen = opened()
    make_own(qtbot, desk, screen)
    find(screen, f"version_{OWN}").setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    desk.jobs.run()
    assert find(screen, "version_1.0.0").isChecked()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    desk.jobs.run()
    seen = set()
    for _ in range(9):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.add(QApplication.focusWidget().objectName())
    assert {"version_open_folder", "version_copy_path", "version_against", "version_use", "version_check"} <= seen
    find(screen, "version_use").setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    desk.jobs.run()
    assert len(desk.clinics.switched_on()) == 1


def test_who_does_not_prescribe_sees_everything_and_is_told_why_they_cannot_switch(qtbot, desk, opened):
    screen = opened(ROSA)
    make_own(qtbot, desk, screen)
    assert f"What {OWN} changes" in said(screen)
    assert find(screen, "version_refusal").text() == "Switching a version on needs a prescriber: NP, PA, MD or DO."
    use = find(screen, "version_use")
    assert not use.isEnabled()
    assert use.accessibleDescription() == find(screen, "version_refusal").text()
    click(qtbot, screen, "version_use")
    assert desk.clinics.switched_on() == ()


def test_faults_are_listed_with_file_key_path_and_reason_and_it_cannot_be_used(qtbot, desk, opened):
    screen = opened()
    make_own(qtbot, desk, screen)
    edit(desk, "protected_hours = 48", "protected_hours = 0")
    check_again(qtbot, desk, screen)
    assert f"{OWN} has 1 fault" in said(screen)
    assert "protocol.toml: aftercare.protected_hours" in said(screen)
    assert "Input should be greater than or equal to 1" in said(screen)
    assert not find(screen, "version_use").isEnabled()
    assert hidden(screen, "version_against")
    edit(desk, "protected_hours = 0", "protected_hours = 48")
    check_again(qtbot, desk, screen)
    assert find(screen, "version_use").isEnabled()


def test_a_long_list_of_faults_is_shown_in_part_and_then_whole(qtbot, desk, opened):
    screen = opened()
    make_own(qtbot, desk, screen)
    edit(desk, 'basis = "practice"', 'basis = "rumor"')
    check_again(qtbot, desk, screen)
    places = [words for words in said(screen) if words.startswith("protocol.toml: ")]
    assert len(places) == MOST
    click(qtbot, screen, "version_more_faults")
    places = [words for words in said(screen) if words.startswith("protocol.toml: ")]
    assert f"{OWN} has {len(places)} faults" in said(screen)
    assert hidden(screen, "version_more_faults")


def test_a_folder_deleted_while_it_is_shown_is_told_and_nothing_is_lost(qtbot, desk, opened):
    screen = opened()
    make_own(qtbot, desk, screen)
    shutil.rmtree(folder(desk))
    check_again(qtbot, desk, screen)
    assert f"{OWN} has 1 fault" in said(screen)
    assert "This folder is missing" in said(screen)
    make_own(qtbot, desk, screen)
    assert folder(desk).is_dir()


def test_what_was_checked_is_what_is_switched_on_even_when_the_folder_was_edited_after(qtbot, desk, opened):
    screen = opened()
    make_own(qtbot, desk, screen)
    checked = take_copy(folder(desk))
    longer_filler(desk)
    click(qtbot, screen, "version_use")
    desk.jobs.run()
    (line,) = desk.clinics.switched_on()
    assert desk.clinics.protocol_copy(line.sha256) == checked


def test_two_versions_can_be_put_beside_each_other_and_only_the_one_in_use_counts_for_switching(qtbot, desk, opened):
    screen = opened()
    make_own(qtbot, desk, screen)
    longer_filler(desk)
    make_own(qtbot, desk, screen)
    against = find(screen, "version_against")
    assert [against.itemText(at) for at in range(against.count())] == ["1.0.0, in use", "1.0.0-clinic.2", OWN]
    against.set_value(OWN)
    against.chosen.emit(OWN)
    desk.jobs.run()
    assert f"What 1.0.0-clinic.2 changes against {OWN}" in said(screen)
    assert any("wait 14 days after the last one instead of 28 days" in words for words in said(screen))
    assert not find(screen, "version_use").isEnabled()
    edit(desk, "protected_hours = 48", "protected_hours = 0")
    against.chosen.emit(OWN)
    desk.jobs.run()
    assert find(screen, "version_refusal").text().startswith(f"{OWN} has faults")


def test_a_full_disk_while_copying_is_told_and_nothing_half_stays(qtbot, desk, opened):
    def full(path, data):
        raise EnvironmentFailed("The disk is full.", "Free some space, or choose another place, and try again.")

    broken = replace(desk, versions=replace(desk.versions, write=full))
    screen = opened(on=broken)
    make_own(qtbot, desk, screen)
    assert find(screen, "version_problem").accessibleName() == "The disk is full."
    assert list(desk.versions.own.iterdir()) == []
    assert list(screen.protocol.versions.cards) == ["1.0.0"]
    assert find(screen, "version_make_own").isEnabled()


def test_a_version_line_that_cannot_be_changed_is_told(qtbot, desk, opened):
    copy = take_copy(PROTOCOL_FOLDER)
    odd = tuple((name, data.replace(b"\nversion = ", b'\n"version" = ')) for name, data in copy.files)
    screen = opened(on=replace(desk, in_use=ProtocolInUse(protocol(), replace(copy, files=odd))))
    make_own(qtbot, desk, screen)
    assert find(screen, "version_problem").accessibleName() == "The copy could not be made."
    assert "on a line of its own" in find(screen, "version_problem").accessibleDescription()


def test_a_switch_that_cannot_be_kept_is_told_and_can_be_tried_again(qtbot, desk, opened, monkeypatch):
    screen = opened()
    make_own(qtbot, desk, screen)

    def full(line, copy):
        raise EnvironmentFailed("The disk is full.", "Free some space and try again.")

    with monkeypatch.context() as broken:
        broken.setattr(desk.clinics, "switch_on", full)
        click(qtbot, screen, "version_use")
        desk.jobs.run()
    assert find(screen, "version_problem").accessibleName() == "The disk is full."
    assert hidden(screen, "version_waiting")
    click(qtbot, screen, "version_use")
    desk.jobs.run()
    assert len(desk.clinics.switched_on()) == 1
    assert hidden(screen, "version_problem")


def test_a_folder_that_cannot_be_opened_here_is_told(qtbot, desk, opened):
    screen = opened(on=replace(desk, show_folder=lambda _place: False))
    make_own(qtbot, desk, screen)
    click(qtbot, screen, "version_open_folder")
    assert find(screen, "version_problem").accessibleName() == "The folder could not be opened here."


def test_where_versions_cannot_be_changed_only_what_is_in_use_is_shown(qtbot, desk, opened):
    screen = opened(on=replace(desk, versions=None, in_use=None))
    assert list(screen.protocol.versions.cards) == ["1.0.0"]
    assert hidden(screen, "version_make_own")
    click(qtbot, screen, "version_1.0.0")
    assert desk.jobs.waiting == []


def test_what_is_not_as_it_was_switched_on_is_told_in_settings_and_on_home(qtbot, desk, opened):
    notice = Fault(f"{OWN}/protocol.toml: version", "this key is missing")
    changed = replace(desk, in_use=replace(desk.in_use, notices=(notice,)))
    screen = opened(on=changed)
    told = find(screen, "protocol_notice")
    assert told.accessibleName() == "Working with protocol 1.0.0. A newer version cannot be used."
    assert told.accessibleDescription() == notice.line
    assert screen.list.entries[SettingsPage.PROTOCOL].accessibleName() == "Protocol, Changed"
    home = HomeScreen(changed, Theme())
    qtbot.addWidget(home)
    assert notice.line in find(home, "home_protocol_notice").accessibleDescription()
    plain = HomeScreen(desk, Theme())
    qtbot.addWidget(plain)
    assert hidden(plain, "home_protocol_notice")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("size", "scale"), [((1208, 900), 1.0), ((1080, 800), 1.3), ((896, 540), 1.0)])
def test_nothing_is_cut_at_any_size(qtbot, desk, opened, dark, size, scale):
    screen = opened(dark=dark, size=size, scale=scale)
    make_own(qtbot, desk, screen)
    longer_filler(desk)
    check_again(qtbot, desk, screen)
    panel = screen.protocol.versions
    controls = [panel.make, panel.use, panel.again, panel.open_folder, panel.copy_place, *panel.cards.values()]
    texts = [label for label in panel.findChildren(QLabel) if label.isVisibleTo(screen) and label.hasHeightForWidth()]

    def nothing_cut():
        assert not screen.grab().isNull()
        for control in controls:
            least = control.minimumSizeHint()
            assert control.width() >= least.width(), control.objectName()
            assert control.height() >= max(least.height(), 44), control.objectName()
            assert control.parentWidget().rect().contains(control.geometry()), control.objectName()
        for label in texts:
            assert label.height() >= label.heightForWidth(label.width()), label.text()

    qtbot.waitUntil(nothing_cut)
