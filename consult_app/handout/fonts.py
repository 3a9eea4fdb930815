"""The three faces of Source Sans Pro, registered with reportlab once, and how wide their letters are."""

from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from consult_app.handout.text import MISSING_GLYPH

_BALLOT_BOX: Final = 0x2610

rl_config.useA85 = 0  # streams as bytes, not as letters: a tenth of the time, a fifth of the size


class Face(StrEnum):
    REGULAR = "SourceSansPro-Regular"
    SEMIBOLD = "SourceSansPro-Semibold"
    BOLD = "SourceSansPro-Bold"


@cache
def font_of(face: Face) -> TTFont:
    """The registered font; its file is read on first use.

    Source Sans Pro has no white square, so □ borrows its ballot box: it prints, and is read back as □.
    """
    path = files("font_source_sans_pro").joinpath("files", f"{face}.ttf")
    font = TTFont(face.value, str(path), asciiReadable=False)
    square = ord(MISSING_GLYPH)
    font.face.charToGlyph[square] = font.face.charToGlyph[_BALLOT_BOX]
    font.face.charWidths[square] = font.face.charWidths[_BALLOT_BOX]
    pdfmetrics.registerFont(font)
    return font


@cache
def printable_code_points() -> frozenset[int]:
    """What all three faces can show."""
    return frozenset.intersection(*(frozenset(font_of(face).face.charToGlyph) for face in Face))


def text_width(text: str, *, face: Face, size: float) -> float:
    """Width in points; characters without a glyph must be gone."""
    widths = _widths(face)
    return sum([widths[character] for character in text]) * size / 1000


@cache
def _widths(face: Face) -> dict[str, float]:
    """Width of each character in thousandths of the size; the no-break space is drawn as a space."""
    charted = font_of(face).face.charWidths
    widths = {chr(code): float(width) for code, width in charted.items()}
    widths["\u00a0"] = widths[" "]
    return widths
