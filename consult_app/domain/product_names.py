"""Product names as lists of words, and the words that name no product by themselves."""

import re
import unicodedata
from collections.abc import Set
from functools import lru_cache

from consult_app.domain.protocol import CatalogueProduct

_APART = re.compile(r"[^a-z0-9]+")
_ABBREVIATION = re.compile(r"(?<=[a-z])\.(?=[a-z])")
_WORD_THEN_NUMBER = re.compile(r"^([a-z]{5,})(\d+)$")

# Words that describe a kind or promise; alone they name no product. Many are one letter from a product's own word.
_COMMON = """
a acid acne active advanced age aging and anti apricot balm bar base beauty blend body boost booster
bottle bright brightening broad brush calm calming care choice clarifying clean cleanse cleanser
cleansing clear clearing complex concentrate correcting cream creme daily dark day deep defense derm
dermatologist different drops drugstore dry essence essential even everyday exfoliant exfoliating
express extra extract eye face facial fade fast fine firming fluid foam foaming for forte free fresh
fusion gel gentle glow good green healing healthy herbal hydra hydrate hydrating hydration hydrator
hydro in intensive jelly la light line lip liquid lotion luster lustre mask men micro mild milk
mineral mist moisture moisturiser moisturising moisturizer moisturizing my natural new night normal
of oil oily ointment on one organic original overnight pad pads paste peel peeling perfect
perfecting physical plain plus pm pore post powder power prescription pro product pure radiance
rapid recovery regular rejuvenating relief relieve renew renewal renewing repair rescue restore rice
rich scar sensitive serum set shave sheer shield simple skin sleeping smooth smoothing soap soft
solution soothing spa spectrum spf spot spray stick strength strip strips sugar sun sunblock
sunscreen super system tan the therapy tint tinted to toner tonic toning treatment truth ultra
unscented uv vita vital wash water wax whip wipe wipes with women wrinkle your youth zinc
"""
COMMON_WORDS = frozenset(re.findall(r"[a-z]+", _COMMON))


def words_of(name: str) -> tuple[str, ...]:
    """The name's words without case, accents and punctuation; ``C.E.O.`` is one word, ``Retinol24`` two."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    plain = plain.casefold().replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    plain = _ABBREVIATION.sub("", plain)
    words: list[str] = []
    for word in _APART.split(plain):
        parted = _WORD_THEN_NUMBER.match(word)
        words.extend(parted.groups() if parted else (word,) if word else ())
    return tuple(words)


def names_itself(words: tuple[str, ...], *, besides: Set[str] = COMMON_WORDS) -> bool:
    """Whether one of the words is the product's own: of 4 letters at least and not among ``besides``."""
    return any(len(word) >= 4 and word not in besides for word in words)


def shown_name(row: CatalogueProduct) -> str:
    """Brand and name, the brand once."""
    return row.name if row.name.startswith(row.brand) else f"{row.brand} {row.name}"


@lru_cache(maxsize=1024)
def typed_names(row: CatalogueProduct) -> tuple[tuple[str, ...], ...]:
    """The ways to type a row: brand with name, each alias, the name alone where it names itself."""
    names = [words_of(shown_name(row)), *(words_of(alias) for alias in row.aliases)]
    own = words_of(row.name)
    if names_itself(own):
        names.append(own)
    return tuple(dict.fromkeys(names))
