"""What a provider's password must be, after NIST SP 800-63B: long enough, nothing obvious, no rules of composition."""

import unicodedata
from typing import Final

from consult_app.application.errors import Fault, InputFaulty

SHORTEST: Final = 10
LONGEST: Final = 200

_OBVIOUS: Final = ("password", "passwort", "contraseña", "qwerty", "letmein", "consult", "clinic", "12345", "abcde")


def as_typed(password: str) -> bytes:
    """The bytes keys are derived from: the same for the same letters, whatever keyboard made them (NFKC)."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def checked_password(password: str, *, names: tuple[str, ...] = ()) -> str:
    """``password`` itself. Raises ``InputFaulty`` when it is too short, too long or easily guessed.

    ``names`` are the provider's and the clinic's: a password that is little more than one of them is refused.
    """
    if len(password) < SHORTEST:
        raise _faulty(f"It needs at least {SHORTEST} characters.", "A few words in a row are easy to remember.")
    if len(password) > LONGEST:
        raise _faulty(f"It may have {LONGEST} characters at most.")
    plain = password.casefold()
    rest = plain
    for word in (*_OBVIOUS, *(part.casefold() for name in names for part in name.split() if len(part) > 2)):
        rest = rest.replace(word, "")
    if len(set(plain)) < 5 or len(rest) < SHORTEST // 2:
        raise _faulty("It is easily guessed.", "Take a few words that have nothing to do with you or the clinic.")
    return password


def _faulty(what: str, allowed: str = "") -> InputFaulty:
    return InputFaulty((Fault("Password", what, allowed),))
