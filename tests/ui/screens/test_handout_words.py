"""Words of the sheet changed for one patient in the Handout step."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from consult_app.application.errors import EnvironmentFailed
from consult_app.domain.answers import Provider
from consult_app.ui.screens.steps.contract import Undoes
from consult_app.ui.screens.steps.handout_desk import HandoutDesk
from consult_app.ui.theme.theme import Theme
from tests.fakes.services import DANA
from tests.ui.screens.test_handout_step import at_desk, button, click, documents, kept, open_step

__all__ = ["at_desk", "open_step"]

PICKING = "handout_line_avoid_picking"


def editor(step, line):
    (found,) = step.findChildren(QPlainTextEdit, f"handout_words_{line}")
    return found


def write(qtbot, step, line, words):
    """Open the line and put these words in place of what stands there."""
    click(qtbot, step, f"handout_line_{line}")
    field = editor(step, line)
    field.selectAll()
    field.insertPlainText(words)


def edited(desk):
    return {edit.line: edit.words for edit in desk.services.consultations.line_edits(desk.finished.id)}


@pytest.fixture
def open_words(qtbot, open_step):
    def opened(**changes):
        step, desk = open_step(**changes)
        click(qtbot, step, "handout_change_words")
        return step, desk

    return opened


def under(step, line):
    return editor(step, line).accessibleDescription()


def test_a_line_is_changed_seen_and_kept_as_it_is_typed(open_words, qtbot):
    step, desk = open_words()
    click(qtbot, step, PICKING)
    field = editor(step, "avoid_picking")
    assert field.hasFocus() or step.window().focusWidget() is field
    assert field.toPlainText() == "Picking or rubbing your skin"
    field.selectAll()
    qtbot.keyClicks(field, "Rubbing  your chin ")
    desk.services.jobs.run()
    assert field.toPlainText() == "Rubbing  your chin "
    assert edited(desk) == {"avoid.picking": "Rubbing your chin"}
    assert documents(desk)[-1].panels[0].items[-1] == "Rubbing your chin"
    assert step.findChild(QLabel, "handout_words_summary").text() == "1 line changed for this patient."
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    row = button(step, PICKING)
    assert (row.accessibleName(), row.accessibleDescription()) == (
        "Change: Rubbing your chin",
        "Changed by Dana Keller, NP",
    )
    click(qtbot, step, "handout_words_done")
    assert step.findChild(QLabel, "handout_words_state").text() == "1 line changed for this patient."
    assert step.window().focusWidget().objectName() == "handout_change_words"


def test_what_is_given_says_which_lines_were_changed_and_by_whom(open_words, qtbot):
    step, desk = open_words()
    write(qtbot, step, "avoid_picking", "Rubbing your chin")
    write(qtbot, step, "edited_note", "See you in June.")
    click(qtbot, step, "handout_words_done")
    click(qtbot, step, "handout_print")
    desk.services.jobs.run()
    assert [(edit.line, edit.words, edit.by) for edit in kept(desk)[0].edits] == [
        ("avoid.picking", "Rubbing your chin", DANA),
        ("edited.note", "See you in June.", DANA),
    ]
    assert documents(desk)[-1].edited.notes == ("See you in June.",)


def test_only_lines_of_the_sheet_given_are_told(open_words, qtbot):
    step, desk = open_words()
    write(qtbot, step, "avoid_picking", "Rubbing your chin")
    click(qtbot, step, "handout_words_done")
    click(qtbot, step, "handout_sheet_before")
    click(qtbot, step, "handout_print")
    desk.services.jobs.run()
    assert kept(desk)[0].edits == ()
    assert edited(desk) == {"avoid.picking": "Rubbing your chin"}


def test_the_words_are_there_after_a_restart(open_words, qtbot):
    step, desk = open_words()
    write(qtbot, step, "avoid_picking", "Rubbing your chin")
    desk.services.jobs.run()
    again = HandoutDesk(desk.services, Theme(), Provider("Priya Shah", "MD"))
    qtbot.addWidget(again)
    again.show()
    again.show_plan(desk.finished)
    before = len(documents(desk))
    desk.services.jobs.run()
    assert len(documents(desk)) == before + 1
    assert documents(desk)[-1].panels[0].items[-1] == "Rubbing your chin"
    click(qtbot, again, "handout_change_words")
    assert button(again, PICKING).accessibleDescription() == "Changed by Dana Keller, NP"


def test_ctrl_z_takes_back_line_by_line_and_the_clinics_words_are_a_press_away(open_words, qtbot):
    step, desk = open_words()
    assert isinstance(step, Undoes)
    write(qtbot, step, "avoid_picking", "Rubbing your chin")
    write(qtbot, step, "ok_hat", "A cap")
    desk.services.jobs.run()
    assert step.undo()
    desk.services.jobs.run()
    assert edited(desk) == {"avoid.picking": "Rubbing your chin"}
    assert editor(step, "ok_hat").toPlainText() == "A wide hat and shade outdoors"
    assert step.redo()
    assert not step.redo()
    click(qtbot, step, "handout_clinic_words_ok_hat")
    desk.services.jobs.run()
    assert edited(desk) == {"avoid.picking": "Rubbing your chin"}
    assert step.undo()
    assert step.undo()
    assert step.undo()
    assert not step.undo()
    desk.services.jobs.run()
    assert edited(desk) == {}


def test_a_line_that_lost_its_date_says_so_and_the_sheet_keeps_its_words(open_words, qtbot):
    step, desk = open_words()
    write(qtbot, step, "remember_1", "No gym")
    desk.services.jobs.run()
    assert under(step, "remember_1").startswith("Keep “Thursday, May 14, at 10:48 AM” in the line.")
    assert under(step, "remember_1").endswith("Until then the sheet keeps the words it had.")
    assert edited(desk) == {}
    assert editor(step, "remember_1").toPlainText() == "No gym"
    step.undo()
    assert under(step, "remember_1") == ""
    click(qtbot, step, PICKING)
    assert editor(step, "remember_1").toPlainText().startswith("Treat your skin like an open wound until Thursday")


def test_a_date_in_a_changed_line_follows_the_end_of_the_treatment(open_words, qtbot):
    step, desk = open_words()
    write(qtbot, step, "remember_1", "No gym until Thursday, May 14, at 10:48 AM")
    desk.services.clock.go_on(timedelta(minutes=30))
    click(qtbot, step, "handout_words_done")
    click(qtbot, step, "handout_print")
    desk.services.jobs.run()
    said = "".join(run.text for run in documents(desk)[-1].remember.items[0])
    assert said == "No gym until Thursday, May 14, at 11:18 AM"


def test_a_hard_line_is_told_and_never_refused(open_words, qtbot):
    step, desk = open_words()
    write(qtbot, step, "avoid_picking", "Do not, indubitably")
    desk.services.jobs.run()
    assert (
        under(step, "avoid_picking") == "Hard to read: grade 11. Aim for grade 6 or lower: short words and sentences."
    )
    assert edited(desk) == {"avoid.picking": "Do not, indubitably"}


def test_each_language_has_its_own_words(open_words, qtbot):
    step, desk = open_words()
    write(qtbot, step, "ok_hat", "A cap")
    click(qtbot, step, "handout_words_done")
    click(qtbot, step, "handout_language_es")
    desk.services.jobs.run()
    assert step.findChild(QLabel, "handout_words_state").text() == ""
    click(qtbot, step, "handout_change_words")
    write(qtbot, step, "ok_hat", "Una gorra")
    desk.services.jobs.run()
    edits = desk.services.consultations.line_edits(desk.finished.id)
    assert [(edit.language, edit.words) for edit in edits] == [("en", "A cap"), ("es", "Una gorra")]


def test_before_the_signature_nothing_can_be_changed(open_step):
    step, _ = open_step(signed=False)
    assert not button(step, "handout_change_words").isEnabled()
    words = "Sign the plan first, then change words for this patient."
    assert step.findChild(QLabel, "handout_words_state").text() == words


def test_escape_closes_the_line_then_the_list(open_words, qtbot):
    step, _ = open_words()
    click(qtbot, step, PICKING)
    qtbot.keyClick(step.window().focusWidget(), Qt.Key.Key_Escape)
    assert step.window().focusWidget().objectName() == PICKING
    qtbot.keyClick(step.window().focusWidget(), Qt.Key.Key_Escape)
    assert step.window().focusWidget().objectName() == "handout_change_words"


def test_words_that_cannot_be_written_are_told_stay_and_go_with_the_next_change(open_words, qtbot, monkeypatch):
    step, desk = open_words()
    store = desk.services.consultations

    def full(plan_id, edits):
        raise EnvironmentFailed("The disk is full.", "Make room.")

    with monkeypatch.context() as patch:
        patch.setattr(store, "keep_line_edits", full)
        write(qtbot, step, "avoid_picking", "Rubbing your chin")
        desk.services.jobs.run()
    assert step.desk.output.failure.title.text() == "The changed words are not saved. The disk is full."
    assert edited(desk) == {}
    assert documents(desk)[-1].panels[0].items[-1] == "Rubbing your chin"
    write(qtbot, step, "ok_hat", "A cap")
    desk.services.jobs.run()
    assert edited(desk) == {"avoid.picking": "Rubbing your chin", "ok.hat": "A cap"}


def test_words_that_cannot_be_read_keep_the_sheet_from_going_out_in_the_clinics(at_desk, qtbot, monkeypatch):
    desk = at_desk()

    def damaged(plan_id):
        raise EnvironmentFailed("The words changed for this patient cannot be read.", "Restore the last backup.")

    sheet = HandoutDesk(desk.services, Theme(), DANA)
    qtbot.addWidget(sheet)
    sheet.show()
    with monkeypatch.context() as patch:
        patch.setattr(desk.services.consultations, "line_edits", damaged)
        sheet.show_plan(desk.finished)
        desk.services.jobs.run()
        assert sheet.output.failure.title.text() == "The words changed for this patient cannot be read."
        assert not button(sheet, "handout_print").isEnabled()
        assert documents(desk) == []
        sheet.counter.print_sheet()
        desk.services.jobs.run()
        assert desk.services.printer.sent == []
    sheet.refresh()
    desk.services.jobs.run()
    assert button(sheet, "handout_print").isEnabled()


def test_words_still_unwritten_are_kept_when_another_plan_is_shown(open_words, qtbot):
    step, desk = open_words()
    write(qtbot, step, "avoid_picking", "Rubbing your chin")
    editor(step, "avoid_picking").insertPlainText(" and nose")
    step.desk.show_draft(desk.state.answers, desk.state.proposal)
    desk.services.jobs.run()
    assert edited(desk) == {"avoid.picking": "Rubbing your chin and nose"}


def test_a_letter_no_font_has_is_named_by_its_place(open_words, qtbot, monkeypatch):
    step, desk = open_words()
    render = type(desk.services.renderer).render

    def missing(self, document, *, brand, look):
        return replace(render(self, document, brand=brand, look=look), missing_glyphs=("🙂",))

    monkeypatch.setattr(type(desk.services.renderer), "render", missing)
    write(qtbot, step, "edited_note", "Well done 🙂")
    desk.services.jobs.run()
    assert "The sheet cannot show: 🙂 (in the note)" in [each.title for each in step.desk.side._warned]
    click(qtbot, step, "handout_words_done")
    assert button(step, "handout_print").isEnabled()


def test_in_a_low_window_nothing_is_out_of_reach(open_step):
    step, _ = open_step()
    step.resize(848, 300)
    side = step.desk.side
    assert side.output.isVisibleTo(step)
    assert side._scroll.isAncestorOf(side.output)
    step.resize(848, 800)
    assert not side._scroll.isAncestorOf(side.output)
    assert step.minimumSizeHint().width() <= 960 - 64 - 2 * 24


def test_a_failure_in_a_low_window_is_seen_and_has_the_focus(open_step, qtbot):
    step, desk = open_step()
    step.resize(848, 420)
    desk.services.printer.problem = EnvironmentFailed("Front desk is switched off.", "Switch it on.")
    click(qtbot, step, "handout_print")
    desk.services.jobs.run()
    side, failure = step.desk.side, step.desk.output.failure
    assert side._scroll.isAncestorOf(failure)
    assert step.window().focusWidget().objectName() == "handout_save_instead"

    def in_sight():
        top = failure.mapTo(side._scroll.viewport(), failure.rect().topLeft()).y()
        assert 0 <= top <= side._scroll.viewport().height() - 44

    qtbot.waitUntil(in_sight)
