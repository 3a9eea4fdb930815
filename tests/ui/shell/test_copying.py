"""Where the clinic file cannot be written, the answers can be saved in a file of their own."""

import json
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from consult_app.application.edits import SetPatient, SetWords
from consult_app.application.errors import EnvironmentFailed
from consult_app.interchange.consultation_writing import write_consultation
from consult_app.ui.shell.dialogs import ask_place
from tests.fakes.services import MARISOL


@pytest.fixture
def failing(desk_of, monkeypatch):
    """A desk whose clinic file cannot be written; gives it and the files written instead."""

    def opened(**changes):
        files = {}
        changes.setdefault("write_file", files.__setitem__)
        desk = desk_of(**{"copy_of": write_consultation, **changes})

        def full(_draft):
            raise EnvironmentFailed("The disk is full.", "Free some space.")

        monkeypatch.setattr(desk.services.consultations, "save_draft", full)
        desk.navigator.ask_to_lose = lambda _parent: True
        desk.navigator.ask_place = lambda _parent, name, chosen: chosen(f"/media/stick/{name}")
        desk.navigator.start_new()
        desk.page.session.dispatch(SetPatient(MARISOL))
        return desk, files

    return opened


def copy_button(desk):
    return desk.page.footer.findChild(QWidget, "footer_copy")


def press(qtbot, desk):
    qtbot.mouseClick(copy_button(desk), Qt.MouseButton.LeftButton)
    desk.jobs.run()


def test_a_copy_is_offered_only_when_saving_fails(failing):
    desk, _ = failing()
    assert not copy_button(desk).isVisible()
    desk.settle()
    assert copy_button(desk).isVisible()
    assert copy_button(desk).text() == "Save a copy"


def test_without_a_way_to_make_copies_none_is_offered(failing):
    desk, _ = failing(copy_of=None)
    desk.settle()
    assert desk.page.footer.save.kind == "failed"
    assert not copy_button(desk).isVisible()


def test_the_copy_holds_the_answers_and_its_name_nothing_of_the_patient(failing, qtbot):
    desk, files = failing()
    desk.settle()
    press(qtbot, desk)
    assert list(files) == ["/media/stick/consultation-copy.json"]
    kept = json.loads(files["/media/stick/consultation-copy.json"])
    assert kept["patient"]["family_name"] == "Ortega-Whitfield"
    assert copy_button(desk).text() == "Copy saved"
    assert desk.page.footer.save.kind == "failed", "the draft itself is still not saved"


def test_a_later_change_that_fails_too_offers_a_copy_again(failing, qtbot):
    desk, _ = failing()
    desk.settle()
    press(qtbot, desk)
    desk.page.session.dispatch(SetWords("itchy"))
    desk.settle()
    assert copy_button(desk).text() == "Save a copy"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (EnvironmentFailed("The stick is full.", "Choose another place."), "The stick is full. Choose another place."),
        (OSError("no space"), "The copy could not be written there. Choose another place."),
    ],
)
def test_a_copy_that_can_not_be_written_says_why(failing, qtbot, error, words):
    def refuse(_path, _data):
        raise error

    desk, _ = failing(write_file=refuse)
    desk.settle()
    press(qtbot, desk)
    assert copy_button(desk).text() == "Copy not saved"
    assert copy_button(desk).accessibleDescription() == words


@pytest.mark.parametrize("size", [(1440, 900), (1280, 800), (960, 540)])
def test_both_ways_out_are_whole_in_the_footer(failing, size):
    desk, _ = failing()
    desk.window.resize(*size)
    desk.settle()
    footer = desk.page.footer
    parts = (footer.back, footer.save.text, footer.save.retry, footer.copy, footer.next)
    lefts = [part.mapTo(footer, QPoint(0, 0)).x() for part in parts]
    edges = [(left, left + part.width()) for left, part in zip(lefts, parts, strict=True)]
    assert all(left >= 0 and right <= footer.width() for left, right in edges)
    assert all(before[1] <= after[0] for before, after in pairwise(edges))
    for button in (footer.save.retry, footer.copy, footer.next):
        assert button.width() >= button.sizeHint().width()


def test_the_place_is_asked_for_in_a_dialog(qtbot, desk):
    chosen = []
    ask_place(desk.window, "consultation-copy.json", chosen.append)
    dialog = desk.window.findChild(QFileDialog, "copy_place")
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    dialog.fileSelected.emit("/media/stick/x.json")
    dialog.reject()
    assert chosen == ["/media/stick/x.json"]
