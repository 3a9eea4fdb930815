"""Paper, type sizes and colours of a sheet. All lengths are points, measured down and right from the page's corner."""

from dataclasses import dataclass
from typing import Final

from consult_app.domain.clinic import Brand
from consult_app.handout.fonts import Face

Color = tuple[float, float, float]

INCH: Final = 72.0
WHITE: Final[Color] = (1.0, 1.0, 1.0)
BLACK: Final[Color] = (0.0, 0.0, 0.0)
LEAST_CONTRAST: Final = 4.5
_DARKEN_STEP: Final = 0.02


def color_from_hex(text: str) -> Color:
    """``#RRGGBB`` as red, green and blue from 0 to 1. Raises ``ValueError`` for anything else."""
    if len(text) != 7 or text[0] != "#":
        raise ValueError(f"not a colour: {text}")
    value = int(text[1:], 16)
    return (value >> 16) / 255, (value >> 8 & 255) / 255, (value & 255) / 255


def luminance(color: Color) -> float:
    """Relative luminance as WCAG 2 defines it."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast_with_white(color: Color) -> float:
    return 1.05 / (luminance(color) + 0.05)


def dark_enough(color: Color) -> Color:
    """The colour, darkened in steps of 2 % until it and white can be read on one another (4.5:1)."""
    red, green, blue = color
    share = 1.0
    while contrast_with_white(color) < LEAST_CONTRAST:
        share -= _DARKEN_STEP
        color = (red * share, green * share, blue * share)
    return color


def tint(color: Color, share: float) -> Color:
    """``share`` of the colour on white."""
    red, green, blue = (1 - (1 - part) * share for part in color)
    return red, green, blue


@dataclass(frozen=True, slots=True)
class Paper:
    """``width`` and ``height`` of the page; ``margin`` is that of the text, ``inset`` that of the band."""

    width: float
    height: float
    margin: float = 0.5 * INCH
    inset: float = 0.25 * INCH
    band_radius: float = 0.08 * INCH

    @property
    def column(self) -> float:
        return self.width - 2 * self.margin


PAPERS: Final = {"letter": Paper(612.0, 792.0), "a4": Paper(595.276, 841.89)}


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set; ``bold`` is the face of its emphasised runs."""

    size: float
    leading: float
    face: Face = Face.REGULAR
    bold: Face = Face.SEMIBOLD

    @property
    def baseline(self) -> float:
        """From the top of a line to its baseline."""
        return (self.leading - self.size * (_ASCENT + _DESCENT)) / 2 + self.size * _ASCENT

    def scaled(self, share: float) -> "Style":
        return Style(self.size * share, self.leading * share, self.face, self.bold)

    def strong(self) -> "Style":
        return Style(self.size, self.leading, self.bold, self.bold)


_ASCENT: Final = 0.984
_DESCENT: Final = 0.273


@dataclass(frozen=True, slots=True)
class TypeScale:
    """``unit`` multiplies signs, indents and paddings; ``gap`` the least distance between parts and between rows."""

    unit: float
    gap: float
    title: Style
    lead: Style
    section: Style
    heading: Style
    body: Style
    small: Style
    phone: Style
    footer: Style
    wordmark: Style
    running_name: Style


NORMAL_PRINT: Final = TypeScale(
    unit=1.0,
    gap=1.0,
    title=Style(28, 34, Face.BOLD),
    lead=Style(13.5, 19),
    section=Style(19, 25, Face.SEMIBOLD),
    heading=Style(15.5, 20, Face.SEMIBOLD),
    body=Style(12, 17),
    small=Style(10.5, 14),
    phone=Style(21, 26, Face.BOLD),
    footer=Style(9.6, 12.5),
    wordmark=Style(20, 24, Face.SEMIBOLD),
    running_name=Style(14, 18, Face.SEMIBOLD),
)
COMPACT_PRINT: Final = TypeScale(
    unit=0.8,
    gap=0.7,
    title=Style(26, 30, Face.BOLD),
    lead=Style(13, 17),
    section=Style(18, 22, Face.SEMIBOLD),
    heading=Style(15, 18, Face.SEMIBOLD),
    body=Style(12, 14.8),
    small=Style(10.5, 12.4),
    phone=Style(20, 24, Face.BOLD),
    footer=Style(9.6, 12.5),
    wordmark=Style(19, 22, Face.SEMIBOLD),
    running_name=Style(13.5, 17, Face.SEMIBOLD),
)
SNUG_PRINT: Final = TypeScale(
    unit=0.87,
    gap=0.85,
    title=Style(26.5, 31, Face.BOLD),
    lead=Style(13, 17.5),
    section=Style(18.5, 23, Face.SEMIBOLD),
    heading=Style(15, 18.5, Face.SEMIBOLD),
    body=Style(12, 15.5),
    small=Style(10.5, 12.9),
    phone=Style(20.5, 25, Face.BOLD),
    footer=Style(9.6, 12.5),
    wordmark=Style(19, 22.5, Face.SEMIBOLD),
    running_name=Style(13.5, 17.5, Face.SEMIBOLD),
)
LARGE_PRINT: Final = TypeScale(
    unit=4 / 3,
    gap=1.0,
    title=Style(34, 41, Face.BOLD),
    lead=Style(18, 25),
    section=Style(24, 31, Face.SEMIBOLD),
    heading=Style(20, 26, Face.SEMIBOLD),
    body=Style(16, 23),
    small=Style(14, 19),
    phone=Style(26, 32, Face.BOLD),
    footer=Style(12, 15.5),
    wordmark=Style(24, 29, Face.SEMIBOLD),
    running_name=Style(17, 22, Face.SEMIBOLD),
)
SNUG_LARGE_PRINT: Final = TypeScale(
    unit=1.15,
    gap=0.8,
    title=Style(34, 39, Face.BOLD),
    lead=Style(18, 23),
    section=Style(24, 29, Face.SEMIBOLD),
    heading=Style(20, 24, Face.SEMIBOLD),
    body=Style(16, 20.5),
    small=Style(14, 17.2),
    phone=Style(26, 31, Face.BOLD),
    footer=Style(12, 15.5),
    wordmark=Style(24, 28, Face.SEMIBOLD),
    running_name=Style(17, 21, Face.SEMIBOLD),
)


_TEXT: Final = color_from_hex("#13242B")
_QUIET: Final = color_from_hex("#46585F")
_LINE: Final = color_from_hex("#B4C6CC")
_DRAFT: Final = color_from_hex("#DDE3E5")


@dataclass(frozen=True, slots=True)
class Theme:
    """A sheet's whole look."""

    paper: Paper
    type: TypeScale
    ink: Color
    accent: Color
    text: Color = _TEXT
    quiet: Color = _QUIET
    line: Color = _LINE
    draft: Color = _DRAFT

    @property
    def wash(self) -> Color:
        """The ground of tinted boxes."""
        return tint(self.accent, 0.09)


def theme_for(brand: Brand, *, paper: str, scale: TypeScale) -> Theme:
    """Raises ``ValueError`` for a paper that is not ``letter`` or ``a4``, or a colour that is not ``#RRGGBB``."""
    if paper not in PAPERS:
        raise ValueError(f"not a paper: {paper}")
    return Theme(
        paper=PAPERS[paper],
        type=scale,
        ink=dark_enough(color_from_hex(brand.ink)),
        accent=dark_enough(color_from_hex(brand.accent)),
    )
