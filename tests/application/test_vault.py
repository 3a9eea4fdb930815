from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult_app.application.errors import InputFaulty
from consult_app.application.passwords import as_typed, checked_password
from consult_app.application.vault import FileKey, NotUnlocked, seconds_left, wait_after

NOW = datetime(2026, 5, 12, 15, 0, tzinfo=UTC)


def test_the_wait_doubles_and_ends_at_five_minutes():
    assert [wait_after(failures) for failures in range(11)] == [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300]
    assert wait_after(10_000) == 300


@given(st.integers(1, 50), st.timedeltas(timedelta(days=-9), timedelta(days=9)))
def test_what_is_left_is_never_more_than_the_wait_and_ends(failures, passed):
    left = seconds_left(failures, NOW, NOW + passed)
    assert 0 <= left <= wait_after(failures)
    assert (left == 0) == (passed >= timedelta(seconds=wait_after(failures)))


def test_what_is_left_is_rounded_up():
    assert seconds_left(3, NOW, NOW) == 4
    assert seconds_left(3, NOW, NOW + timedelta(seconds=3.2)) == 1
    assert seconds_left(3, NOW, NOW + timedelta(seconds=4)) == 0


def test_the_wait_is_in_the_message():
    assert NotUnlocked("Wrong password.", 4).summary == "Wrong password. Try again in 4 seconds."
    assert NotUnlocked("", 1).summary == "Try again in 1 second."
    assert NotUnlocked("Wrong password.", 0).summary == "Wrong password."


def test_a_key_shows_nothing_of_itself():
    key = FileKey(b"s" * 32, b"m" * 16)
    assert "ssss" not in repr(key)
    for secret, mark in ((b"s" * 31, b"m" * 16), (b"s" * 32, b"")):
        with pytest.raises(ValueError, match="32 bytes"):
            FileKey(secret, mark)


@pytest.mark.parametrize(
    "password", ["four wild horses", "Üben macht's 7", "correct horse battery staple", "x1y2z3w4v5"]
)
def test_a_long_password_is_taken_as_it_is(password):
    assert checked_password(password, names=("Dana Keller", "Riverside Skin Studio")) == password


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "at least 10"),
        ("ninechars", "at least 10"),
        ("x" * 201, "200 characters at most"),
        ("aaaaaaaaaaaa", "easily guessed"),
        ("Password12345", "easily guessed"),
        ("dana.keller1", "easily guessed"),
        ("Riverside-Skin1", "easily guessed"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password, words):
    with pytest.raises(InputFaulty) as faulty:
        checked_password(password, names=("Dana Keller", "Riverside Skin Studio"))
    assert words in faulty.value.faults[0].line


def test_the_same_letters_are_the_same_password_on_every_keyboard():
    assert as_typed("u\u0308ben") == as_typed("\u00fcben")
    assert as_typed("\ud800x") == b"\xed\xa0\x80x"
