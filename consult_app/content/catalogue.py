"""Recognises products by name: catalogue rows and the words that name ingredients or categories."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from consult_app.content.product_names import COMMON_WORDS, misspells, words_of
from consult_app.domain.answers import ProductMatch
from consult_app.domain.protocol import CatalogueProduct, Protocol

_TAKES_BACK_BEFORE = frozenset({"no", "non", "without", "sin", "not"})
_TAKES_BACK_AFTER = frozenset({"free", "alternative", "alternatives"})


_MOST_WORDS = 40
"""Words of a name that are looked at; no label is longer."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words that must stand together in a name, with what they mean."""

    words: tuple[str, ...]
    shown: str
    categories: tuple[str, ...]
    how: str
    joined: str


@dataclass(frozen=True, slots=True)
class _Found:
    phrase: _Phrase
    first: int
    after: int
    exact: bool

    @property
    def rank(self) -> tuple[int, int, int]:
        """Longer phrases first, then exact ones, then those that stand first."""
        return -(self.after - self.first), -self.exact, self.first


class CatalogueMatcher:
    """Implements ``ProductCatalogue`` for one protocol. Matching is pure; build it once."""

    def __init__(self, protocol: Protocol) -> None:
        self._rows = tuple(phrase for row in protocol.catalogue for phrase in _row_phrases(row))
        self._terms = tuple(
            _phrase(words_of(word), shown=entry.words[0], categories=entry.categories, how=entry.how)
            for entry in protocol.ingredient_words
            for word in entry.words
        )
        # A word that is right as it stands is never a misspelling of another.
        self._known = COMMON_WORDS.union(*((*phrase.words, phrase.joined) for phrase in (*self._rows, *self._terms)))
        self._shown = tuple((shown_name(row), words_of(shown_name(row))) for row in protocol.catalogue)

    def match(self, name: str) -> ProductMatch:
        """What the name says: a catalogue row, ingredient or category words, or several of them together."""
        words = words_of(name)[:_MOST_WORDS]
        rows = _without_overlap(self._find(words, self._rows))
        terms = [found for found in _without_overlap(self._find(words, self._terms)) if not _taken_back(words, found)]
        known = {category for found in rows for category in found.phrase.categories}
        added = [found for found in terms if not known.issuperset(found.phrase.categories)] if rows else terms
        return _union([*rows, *added])

    def suggest(self, text: str, *, limit: int = 8) -> tuple[str, ...]:
        """Catalogue names in which every typed word begins a word, those that begin like ``text`` first."""
        typed = words_of(text)
        if not typed:
            return ()
        hits = [
            (position, index, name)
            for index, (name, words) in enumerate(self._shown)
            if (position := _prefix_position(typed, words)) is not None
        ]
        return tuple(name for _, _, name in sorted(hits)[:limit])

    def _find(self, words: tuple[str, ...], phrases: Iterable[_Phrase]) -> Iterator[_Found]:
        for phrase in phrases:
            size = len(phrase.words)
            for first in range(len(words)):
                window = words[first : first + size]
                if window == phrase.words:
                    yield _Found(phrase, first, first + size, exact=True)
                elif (after := _spelled_together(words, first, phrase)) is not None:
                    yield _Found(phrase, first, after, exact=True)
                elif len(window) == size and all(map(self._close, window, phrase.words)):
                    yield _Found(phrase, first, first + size, exact=False)

    def _close(self, typed: str, word: str) -> bool:
        return typed == word or (typed not in self._known and misspells(typed, word))


def shown_name(row: CatalogueProduct) -> str:
    """Brand and name, the brand once."""
    return row.name if row.name.startswith(row.brand) else f"{row.brand} {row.name}"


def _row_phrases(row: CatalogueProduct) -> Iterator[_Phrase]:
    """The ways to type a row: brand with name, the name where it has a word of its own, each alias."""
    names = [words_of(shown_name(row)), *(words_of(alias) for alias in row.aliases)]
    own = words_of(row.name)
    if any(len(word) >= 4 and word not in COMMON_WORDS for word in own):
        names.append(own)
    for words in dict.fromkeys(names):
        yield _phrase(words, shown=shown_name(row), categories=row.categories, how="catalogue")


def _phrase(words: tuple[str, ...], *, shown: str, categories: tuple[str, ...], how: str) -> _Phrase:
    return _Phrase(words=words, shown=shown, categories=categories, how=how, joined="".join(words))


def _spelled_together(words: tuple[str, ...], first: int, phrase: _Phrase) -> int | None:
    """Where the phrase ends when it is typed with one space more or less ("Elta MD", "Hydroboost")."""
    if not phrase.joined.startswith(words[first]):
        return None
    for after in (first + len(phrase.words) - 1, first + len(phrase.words) + 1):
        if first < after <= len(words) and "".join(words[first:after]) == phrase.joined:
            return after
    return None


def _without_overlap(found: Iterable[_Found]) -> list[_Found]:
    """The best finds that share no word, in the order of the name."""
    kept: list[_Found] = []
    for find in sorted(found, key=lambda find: find.rank):
        if all(find.after <= other.first or other.after <= find.first for other in kept):
            kept.append(find)
    return sorted(kept, key=lambda find: find.first)


def _taken_back(words: tuple[str, ...], found: _Found) -> bool:
    before = words[found.first - 1] if found.first else ""
    after = words[found.after] if found.after < len(words) else ""
    return before in _TAKES_BACK_BEFORE or after in _TAKES_BACK_AFTER


def _union(found: list[_Found]) -> ProductMatch:
    if not found:
        return ProductMatch()
    hows = dict.fromkeys(find.phrase.how for find in found)
    return ProductMatch(
        matched=", ".join(dict.fromkeys(find.phrase.shown for find in found)),
        how=next(iter(hows)) if len(hows) == 1 else "several",
        categories=tuple(dict.fromkeys(category for find in found for category in find.phrase.categories)),
    )


def _prefix_position(typed: tuple[str, ...], words: tuple[str, ...]) -> int | None:
    """Where the first typed word begins a word, ``None`` unless all typed words do in their order."""
    at = 0
    first: int | None = None
    for prefix in typed:
        while at < len(words) and not words[at].startswith(prefix):
            at += 1
        if at == len(words):
            return None
        first = at if first is None else first
        at += 1
    return first
