"""Colors, type and sizes of the desk, and the arithmetic that keeps them readable."""

from dataclasses import dataclass, replace
from typing import Final, Literal

TokenName = Literal[
    "window",
    "surface",
    "surface2",
    "line",
    "line_strong",
    "text",
    "text2",
    "accent",
    "accent_hover",
    "accent_tint",
    "on_accent",
    "ink",
    "on_ink",
    "on_ink2",
    "ready",
    "ready_bg",
    "ready_ln",
    "wait",
    "wait_bg",
    "wait_ln",
    "stop",
    "stop_bg",
    "stop_ln",
    "none",
    "none_ln",
    "allergy_bg",
    "allergy_label",
    "allergy_value",
]

TypeRole = Literal[
    "title",
    "verdict",
    "search",
    "name",
    "section",
    "body",
    "label",
    "strong",
    "dense",
    "dense_strong",
    "meta",
    "meta_strong",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One theme's colors as `#RRGGBB`. Only `ink` and `accent` may be branded."""

    dark: bool
    window: str
    surface: str
    surface2: str
    line: str
    line_strong: str
    text: str
    text2: str
    accent: str
    accent_hover: str
    accent_tint: str
    on_accent: str
    ink: str
    on_ink: str
    on_ink2: str
    ready: str
    ready_bg: str
    ready_ln: str
    wait: str
    wait_bg: str
    wait_ln: str
    stop: str
    stop_bg: str
    stop_ln: str
    none: str
    none_ln: str
    allergy_bg: str = "#FFFFFF"
    allergy_label: str = "#99201C"
    allergy_value: str = "#13242B"

    def value(self, name: TokenName) -> str:
        """The color called `name`."""
        color: str = getattr(self, name)
        return color


LIGHT: Final = Tokens(
    dark=False,
    window="#EDF1F2",
    surface="#FFFFFF",
    surface2="#F5F8F8",
    line="#D3DCDF",
    line_strong="#6F828A",
    text="#13242B",
    text2="#46585F",
    accent="#0E6073",
    accent_hover="#0A4E5E",
    accent_tint="#DDEDF1",
    on_accent="#FFFFFF",
    ink="#12313B",
    on_ink="#FFFFFF",
    on_ink2="#BBD0D7",
    ready="#14603A",
    ready_bg="#E3F2E9",
    ready_ln="#43895F",
    wait="#734600",
    wait_bg="#FFF1D2",
    wait_ln="#B07D1E",
    stop="#99201C",
    stop_bg="#FCE8E6",
    stop_ln="#C4625B",
    none="#46585F",
    none_ln="#6F828A",
)

DARK: Final = Tokens(
    dark=True,
    window="#0E181C",
    surface="#162329",
    surface2="#1D2D34",
    line="#33474F",
    line_strong="#7F98A2",
    text="#E9F0F2",
    text2="#AFC1C8",
    accent="#7ACBE1",
    accent_hover="#9DDAEB",
    accent_tint="#17414E",
    on_accent="#06232C",
    ink="#1A3A45",
    on_ink="#FFFFFF",
    on_ink2="#BBD0D7",
    ready="#8FDDB1",
    ready_bg="#133326",
    ready_ln="#4FA277",
    wait="#F5CB74",
    wait_bg="#382B10",
    wait_ln="#B58A35",
    stop="#FFB1AA",
    stop_bg="#411D1B",
    stop_ln="#CF6F68",
    none="#AFC1C8",
    none_ln="#7F98A2",
)


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """Size and line height in logical px at text scale 1.0; weight 400 or 600."""

    size: int
    line: int
    weight: int


TYPE: Final[dict[TypeRole, TypeStyle]] = {
    "title": TypeStyle(22, 32, 600),
    "verdict": TypeStyle(18, 24, 600),
    "search": TypeStyle(18, 24, 400),
    "name": TypeStyle(20, 24, 600),
    "section": TypeStyle(16, 24, 600),
    "body": TypeStyle(15, 24, 400),
    "label": TypeStyle(15, 24, 600),
    "strong": TypeStyle(15, 24, 600),
    "dense": TypeStyle(14, 20, 400),
    "dense_strong": TypeStyle(14, 20, 600),
    "meta": TypeStyle(13, 18, 400),
    "meta_strong": TypeStyle(13, 18, 600),
}


class Space:
    """Gaps in logical px. They do not grow with the text size."""

    TINY: Final = 4
    SMALL: Final = 8
    MEDIUM: Final = 12
    NORMAL: Final = 16
    LARGE: Final = 24
    WIDE: Final = 32
    HUGE: Final = 40
    SHEET_TOP: Final = 24
    SHEET_SIDE: Final = 32
    SHEET_SIDE_NARROW: Final = 24


class Size:
    """Heights and shapes in logical px at text scale 1.0."""

    RADIUS: Final = 8
    RADIUS_SMALL: Final = 6
    BUTTON: Final = 48
    BUTTON_COMPACT: Final = 44
    FIELD: Final = 48
    CHIP: Final = 48
    ROW: Final = 56
    STEP: Final = 56
    BANNER: Final = 72
    FOOTER: Final = 72
    SEARCH: Final = 56
    CHECK: Final = 24
    CHECK_ROW: Final = 46
    SEGMENT: Final = 40
    SEGMENT_HIT: Final = 46
    CALENDAR_CELL: Final = 44
    CALENDAR_DRAWN: Final = 38
    TAG: Final = 28
    POPOVER: Final = 416
    RAIL: Final = 232
    RAIL_NARROW: Final = 200
    TODAY: Final = 352
    TODAY_NARROW: Final = 320
    RING_WIDTH: Final = 3
    RING_GAP: Final = 2
    ICON: Final = 20
    ICON_SMALL: Final = 16
    ICON_LARGE: Final = 32
    TARGET: Final = 44


def luminance(color: str) -> float:
    """Relative luminance of `#RRGGBB` by the WCAG 2 formula, 0 to 1."""
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two `#RRGGBB` colors by the WCAG 2 formula, 1 to 21."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def mix(color: str, other: str, share: float) -> str:
    """`color` with `share` (0 to 1) of `other` in it, as `#RRGGBB`."""
    parts = []
    for at in (1, 3, 5):
        one, two = int(color[at : at + 2], 16), int(other[at : at + 2], 16)
        parts.append(round(one + (two - one) * share))
    return "#" + "".join(f"{part:02X}" for part in parts)


def branded(tokens: Tokens, *, ink: str | None = None, accent: str | None = None) -> Tokens:
    """`tokens` with the clinic's own ink and accent.

    A color too weak to read is darkened (light theme) or lightened (dark theme) in steps of
    2% until it reaches 4.5:1 on the surface and under its text, and 3:1 on the window.
    The accent's hover and tint follow it. Status colors never change.
    """
    result = tokens
    if accent is not None:
        toward = "#FFFFFF" if tokens.dark else "#000000"
        fitted = _fitted(accent, toward=toward, tokens=tokens)
        result = replace(
            result,
            accent=fitted,
            accent_hover=mix(fitted, toward, 0.2),
            accent_tint=_tint(fitted, tokens),
        )
    if ink is not None:
        result = replace(result, ink=_ink(ink, tokens))
    return result


def _fitted(accent: str, *, toward: str, tokens: Tokens) -> str:
    for step in range(51):
        color = mix(accent, toward, step * 0.02)
        readable = contrast(color, tokens.surface) >= 4.5 and contrast(tokens.on_accent, color) >= 4.5
        if readable and contrast(color, tokens.window) >= 3:
            return color
    return toward


def _tint(accent: str, tokens: Tokens) -> str:
    share = 0.24 if tokens.dark else 0.14
    while share > 0:
        tint = mix(tokens.surface, accent, share)
        if contrast(accent, tint) >= 4.5 and contrast(tokens.text2, tint) >= 4.5:
            return tint
        share -= 0.02
    return tokens.surface


def _ink(ink: str, tokens: Tokens) -> str:
    for step in range(51):
        color = mix(ink, "#000000", step * 0.02)
        if contrast(tokens.on_ink, color) >= 4.5 and contrast(tokens.on_ink2, color) >= 4.5:
            return color
    return "#000000"
