import logging
import sys

import pytest

from consult_app.ui.shell.crash import NOT_SAVED, SAVED, CrashGuard


@pytest.fixture
def told():
    return []


def crash(guard, error):
    try:
        raise error
    except type(error):
        guard.handle(*sys.exc_info())


def test_a_bug_saves_the_draft_and_says_so(told):
    crash(CrashGuard(flush=lambda: True, tell=told.append), ValueError("Ortega"))
    assert told == [SAVED]


def test_when_the_draft_can_not_be_saved_the_words_say_that(told):
    crash(CrashGuard(flush=lambda: False, tell=told.append), ValueError("Ortega"))
    assert told == [NOT_SAVED]


def test_the_log_names_type_and_place_and_nothing_of_the_patient(told, caplog):
    with caplog.at_level(logging.ERROR):
        crash(CrashGuard(flush=lambda: True, tell=told.append), ValueError("Ortega-Whitfield 513-555-0187"))
    assert "ValueError at test_crash.py:" in caplog.text
    assert "Ortega" not in caplog.text
    assert "555" not in caplog.text


def test_a_bug_while_one_is_handled_is_only_logged(told):
    def flush():
        crash(guard, KeyError("x"))
        return True

    guard = CrashGuard(flush=flush, tell=told.append)
    crash(guard, ValueError("y"))
    assert told == [SAVED]


def test_ctrl_c_is_no_bug(told, monkeypatch):
    passed = []
    guard = CrashGuard(flush=lambda: True, tell=told.append)
    monkeypatch.setattr(sys, "excepthook", lambda *error: passed.append(error[0]))
    guard.install()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    guard.remove()
    assert passed == [KeyboardInterrupt]
    assert told == []


def test_the_hook_is_given_back():
    before = sys.excepthook
    guard = CrashGuard(flush=lambda: True, tell=lambda _words: None)
    guard.install()
    assert sys.excepthook != before
    guard.remove()
    assert sys.excepthook == before
