"""What no line end may part: the words of a date, and those of a clock time, in English and Spanish."""

import re
from typing import Final

NO_BREAK_SPACE: Final = "\u00a0"

_ENGLISH_DAY: Final = (
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )?"
    r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?:uary|ruary|ch|il|ust|tember|ober|ember)?\.?"
    r" [0-3]?\d\b(?:, \d{4}\b)?"
)
_SPANISH_DAY: Final = (
    r"(?:\b(?:lun|mar|mié|jue|vie|sáb|dom)(?:\.|es|rcoles|ves|rnes|ado|ingo|),? )?"
    r"\b[0-3]?\d de (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)\b"
    r"(?: de \d{4}\b)?"
)
_CLOCK: Final = r"\b[0-2]?\d(?::\d\d)?[ \u00a0](?:[AaPp][Mm]\b|[ap]\.[ \u00a0]?m\.)"
_HELD: Final = re.compile(f"{_ENGLISH_DAY}|{_SPANISH_DAY}|{_CLOCK}")


def held_together(text: str) -> str:
    """The text with no-break spaces inside its dates and clock times; other spaces stay as they are.

    A date and its clock time may be parted from one another, at the comma between them.
    """
    return _HELD.sub(lambda found: found.group().replace(" ", NO_BREAK_SPACE), text)
