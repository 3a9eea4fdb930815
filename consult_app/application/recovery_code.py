"""The recovery code on the printed sheet: eight groups of four, each with its own check character."""

from typing import Final

from consult_app.application.errors import Fault, InputFaulty

GROUPS: Final = 8
GROUP_LENGTH: Final = 4
RANDOM_BYTES: Final = 24
"""How many random bytes ``recovery_code`` wants; five bits of each are used, 120 in all."""

_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_WHERE: Final = "Recovery code"
_SEPARATORS: Final = frozenset(" -\t\n\r\u00a0\u2010\u2011\u2013\u2014.")
_ALLOWED: Final = f"It is {GROUPS} groups of {GROUP_LENGTH} letters and digits; 0, 1, I and O are not among them."


def recovery_code(random: bytes) -> str:
    """The code made of ``RANDOM_BYTES`` random bytes, its groups separated by a space."""
    if len(random) != RANDOM_BYTES:
        raise ValueError(f"{RANDOM_BYTES} random bytes wanted")
    values = [byte % len(_LETTERS) for byte in random]
    size = GROUP_LENGTH - 1
    groups = [values[start : start + size] for start in range(0, RANDOM_BYTES, size)]
    return " ".join(
        "".join(_LETTERS[value] for value in (*group, _check(number, group))) for number, group in enumerate(groups)
    )


def read_recovery_code(text: str) -> str:
    """The code as ``recovery_code`` wrote it, however it was typed: small letters, dashes or no spaces.

    Raises ``InputFaulty`` saying which group is wrong or how many are missing.
    """
    typed = [letter.upper() for letter in text if letter not in _SEPARATORS]
    if not typed:
        raise _faulty("The recovery code is missing.")
    strange = next((letter for letter in typed if letter not in _LETTERS), None)
    if strange is not None:
        raise _faulty("It has a character that no recovery code has.")
    groups = ["".join(typed[start : start + GROUP_LENGTH]) for start in range(0, len(typed), GROUP_LENGTH)]
    for number, group in enumerate(groups[:GROUPS]):
        if len(group) == GROUP_LENGTH and not _is_sound(number, group):
            raise _faulty(f"Group {number + 1} is mistyped.")
    wanted = GROUPS * GROUP_LENGTH
    if len(typed) < wanted:
        raise _faulty(f"It is not whole: {len(typed)} of {wanted} characters are here.")
    if len(typed) > wanted:
        raise _faulty(f"It is too long: {len(typed)} characters in place of {wanted}.")
    return " ".join(groups)


def last_group(code: str) -> str:
    """The group that is typed to show that the sheet was printed."""
    return code[-GROUP_LENGTH:]


def _is_sound(number: int, group: str) -> bool:
    *values, check = (_LETTERS.index(letter) for letter in group)
    return check == _check(number, values)


def _check(number: int, values: list[int]) -> int:
    # Odd weights: any one wrong character changes the sum. The number of the group tells exchanged groups.
    return sum(value * weight for value, weight in zip(values, (1, 7, 13), strict=True)) + 11 * number & 31


def _faulty(what: str) -> InputFaulty:
    return InputFaulty((Fault(_WHERE, what, _ALLOWED),))
