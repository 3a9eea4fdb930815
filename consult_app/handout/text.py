"""The one door for text on its way to paper.

A document is cleaned as a whole before anything is laid out, so no text can slip past. The layout knows no markup and
reads none: ``<b`` or ``</para>`` are letters like any other and need no escaping here; the PDF's own string escapes
are reportlab's.
"""

import re
import unicodedata
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Final, TypeVar, cast

MISSING_GLYPH: Final = "\u25a1"

_MACHINE_FIELDS: Final = frozenset({"uri", "payload", "language"})
_LINE_ENDS: Final = re.compile("\r\n?|[\u0085\u2028\u2029]")
_SPACES: Final = re.compile("[\t\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]")
_CONTROLS: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_BIDI: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200d\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]")
_HYPHENS: Final = re.compile("[\u2010\u2011]")

T = TypeVar("T")


class TextCleaner:
    """Cleans text and remembers, in order of appearance, which characters the fonts cannot show."""

    def __init__(self, glyphs: AbstractSet[int]) -> None:
        self._glyphs = glyphs
        self._missing: dict[str, None] = {}

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(self._missing)

    def clean(self, text: str) -> str:
        """Text fit to print: composed (NFC), one kind of line end, nothing invisible, □ for what has no glyph.

        Tabs and unusual spaces become a space; spaces that do not break are kept. Hyphen characters of their own
        become the plain hyphen.
        """
        if text.isascii() and text.isprintable():
            return text
        text = _LINE_ENDS.sub("\n", text)
        text = _SPACES.sub(" ", text)
        for unwanted in (_CONTROLS, _BIDI, _SURROGATES, _INVISIBLE):
            text = unwanted.sub("", text)
        text = _HYPHENS.sub("-", unicodedata.normalize("NFC", text))
        return "".join(map(self._printable, text))

    def _printable(self, character: str) -> str:
        if ord(character) in self._glyphs or character == "\n":
            return character
        self._missing[character] = None
        return MISSING_GLYPH

    def clean_all(self, content: T) -> T:
        """A copy of a content dataclass with every text in it cleaned; addresses and payloads stay as they are."""
        return cast("T", self._cleaned(content))

    def _cleaned(self, value: object) -> object:
        if isinstance(value, Enum):
            return value
        if isinstance(value, str):
            return self.clean(value)
        if isinstance(value, tuple):
            return tuple(map(self._cleaned, value))
        if is_dataclass(value) and not isinstance(value, type):
            return type(value)(
                **{field.name: self._field(field.name, getattr(value, field.name)) for field in fields(value)}
            )
        return value

    def _field(self, name: str, value: object) -> object:
        return value if name in _MACHINE_FIELDS else self._cleaned(value)
