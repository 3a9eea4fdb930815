"""Near spellings of the words in product names."""

from rapidfuzz.distance import OSA


def misspells(typed: str, word: str) -> bool:
    """Whether ``typed`` is a likely misspelling of ``word``: one slip from 5 letters on, two from 9 on.

    The first letter must be right, as it nearly always is.
    """
    slips = 2 if len(word) >= 9 else 1 if len(word) >= 5 else 0
    if not slips or typed[:1] != word[:1] or len(typed) < 4:
        return False
    return OSA.distance(typed, word, score_cutoff=slips) <= slips
