"""Recognises products by name: catalogue rows and the words that name ingredients or categories."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from consult_app.application.own_products import OwnProduct, OwnProducts, replaced_rows
from consult_app.content.product_names import misspells
from consult_app.domain.answers import ProductMatch
from consult_app.domain.product_names import COMMON_WORDS, names_itself, shown_name, typed_names, words_of
from consult_app.domain.protocol import CatalogueProduct, Protocol

_TAKES_BACK_BEFORE = frozenset({"no", "non", "without", "sin", "not"})
_TAKES_BACK_AFTER = frozenset({"free", "alternative", "alternatives"})


CLINIC = "clinic"
_MOST_WORDS = 40
"""Words of a name that are looked at; no label is longer."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words that must stand together in a name, with what they mean; ``alone`` when nothing may stand beside them."""

    words: tuple[str, ...]
    shown: str
    categories: tuple[str, ...]
    how: str
    joined: str
    alone: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    phrase: _Phrase
    first: int
    after: int
    exact: bool

    @property
    def rank(self) -> tuple[int, int, bool, int]:
        """Longer phrases first, then exact ones, then the clinic's own, then those that stand first."""
        return -(self.after - self.first), -self.exact, self.phrase.how != CLINIC, self.first

    def holds(self, other: "_Found") -> bool:
        """Whether all the words of ``other`` stand among these."""
        return self.first <= other.first and other.after <= self.after


class ClinicCatalogue:
    """Implements ``ProductCatalogue``: a protocol's catalogue with what the clinic keeps beside it at the moment."""

    def __init__(self, protocol: Protocol, own: OwnProducts) -> None:
        self._protocol = protocol
        self._own = own
        self._held = own.held
        self._matcher = CatalogueMatcher(protocol, self._held)

    def match(self, name: str) -> ProductMatch:
        return self._present().match(name)

    def suggest(self, text: str, *, limit: int = 8) -> tuple[str, ...]:
        return self._present().suggest(text, limit=limit)

    def _present(self) -> "CatalogueMatcher":
        if self._own.held != self._held:
            self._held = self._own.held
            self._matcher = CatalogueMatcher(self._protocol, self._held)
        return self._matcher


class CatalogueMatcher:
    """Implements ``ProductCatalogue`` for one protocol and the clinic's own products. Matching is pure; build it once.

    A row that an own product replaces is found as that product, by all of its names.
    """

    def __init__(self, protocol: Protocol, own: Iterable[OwnProduct] = ()) -> None:
        mine = {product: replaced_rows(protocol, product) for product in own}
        replaced = {row for rows in mine.values() for row in rows}
        rows = tuple(row for row in protocol.catalogue if row not in replaced)
        self._terms = tuple(
            _phrase(words_of(word), shown=entry.words[0], categories=entry.categories, how=entry.how)
            for entry in protocol.ingredient_words
            for word in entry.words
        )
        said_by_others = COMMON_WORDS.union(*(phrase.words for phrase in self._terms))
        self._rows = (
            *(phrase for product, gone in mine.items() for phrase in _own_phrases(product, gone, said_by_others)),
            *(phrase for row in rows for phrase in _row_phrases(row)),
        )
        # A word that is right as it stands is never a misspelling of another.
        self._known = COMMON_WORDS.union(*((*phrase.words, phrase.joined) for phrase in (*self._rows, *self._terms)))
        names = (*(product.name for product in mine), *(shown_name(row) for row in rows))
        self._shown = tuple((name, words_of(name)) for name in names)

    def match(self, name: str) -> ProductMatch:
        """What the name says: a catalogue row, ingredient or category words, or several of them together.

        Of an own product the clinic's categories count, not the ingredients its name tells of.
        """
        words = words_of(name)[:_MOST_WORDS]
        rows = _without_overlap(self._find(words, self._rows))
        own = [found for found in rows if found.phrase.how == CLINIC]
        terms = [
            found
            for found in _without_overlap(self._find(words, self._terms))
            if not _taken_back(words, found) and not any(mine.holds(found) for mine in own)
        ]
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
            if phrase.alone and words != phrase.words:
                continue
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


def _own_phrases(product: OwnProduct, replaced: Iterable[CatalogueProduct], besides: Set[str]) -> Iterator[_Phrase]:
    """Every name of an own product and of the rows it replaces.

    A name of common and ingredient words only, "Vitamin C serum", must stand alone: it is no part of other names.
    """
    typed = [words_of(name) for name in (product.name, *product.aliases)]
    for words in dict.fromkeys((*typed, *(words for row in replaced for words in typed_names(row)))):
        alone = not names_itself(words, besides=besides)
        yield _phrase(words, shown=product.name, categories=product.categories, how=CLINIC, alone=alone)


def _row_phrases(row: CatalogueProduct) -> Iterator[_Phrase]:
    for words in typed_names(row):
        yield _phrase(words, shown=shown_name(row), categories=row.categories, how="catalogue")


def _phrase(
    words: tuple[str, ...], *, shown: str, categories: tuple[str, ...], how: str, alone: bool = False
) -> _Phrase:
    return _Phrase(words=words, shown=shown, categories=categories, how=how, joined="".join(words), alone=alone)


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
