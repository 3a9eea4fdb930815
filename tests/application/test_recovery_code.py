import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult_app.application.errors import InputFaulty
from consult_app.application.recovery_code import (
    GROUPS,
    RANDOM_BYTES,
    last_group,
    read_recovery_code,
    recovery_code,
)

CODE = recovery_code(bytes(range(RANDOM_BYTES)))
random_bytes = st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES)
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def said(text: str) -> str:
    with pytest.raises(InputFaulty) as faulty:
        read_recovery_code(text)
    (fault,) = faulty.value.faults
    assert fault.where == "Recovery code"
    assert "8 groups of 4" in fault.allowed
    return fault.what


def test_a_code_is_eight_groups_without_letters_that_look_alike():
    assert re.fullmatch(r"([2-9A-HJ-NP-Z]{4} ){7}[2-9A-HJ-NP-Z]{4}", CODE)
    assert last_group(CODE) == CODE.split()[-1]


@given(random_bytes)
def test_every_code_is_read_however_it_is_typed(random):
    code = recovery_code(random)
    for typed in (code, code.lower(), code.replace(" ", ""), f"\t{code.replace(' ', '-')}\n", code.replace(" ", " – ")):
        assert read_recovery_code(typed) == code


@given(random_bytes, st.integers(0, 31), st.sampled_from(LETTERS))
def test_any_one_wrong_character_is_found_and_its_group_named(random, place, letter):
    typed = list(recovery_code(random).replace(" ", ""))
    if typed[place] == letter:
        return
    typed[place] = letter
    assert said("".join(typed)) == f"Group {place // 4 + 1} is mistyped."


@given(random_bytes, st.integers(0, 7), st.integers(0, 7))
def test_exchanged_groups_are_found(random, one, other):
    groups = recovery_code(random).split()
    groups[one], groups[other] = groups[other], groups[one]
    typed = " ".join(groups)
    if typed == recovery_code(random):
        return
    assert "is mistyped" in said(typed)


@given(random_bytes, st.integers(1, 31))
def test_a_half_code_is_said_to_be_half(random, length):
    typed = recovery_code(random).replace(" ", "")[:length]
    assert said(typed) == f"It is not whole: {length} of 32 characters are here."


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "The recovery code is missing."),
        (" - ", "The recovery code is missing."),
        (CODE.replace(CODE[0], "0", 1), "It has a character that no recovery code has."),
        (CODE + " ABCD", "It is too long: 36 characters in place of 32."),
    ],
)
def test_what_is_no_code_is_said(typed, words):
    assert said(typed) == words


def test_different_random_bytes_make_different_codes():
    assert len({recovery_code(bytes([n] * RANDOM_BYTES)) for n in range(32)}) == 32
    assert GROUPS * 3 == RANDOM_BYTES
    with pytest.raises(ValueError, match="24 random bytes"):
        recovery_code(b"few")
