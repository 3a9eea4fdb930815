"""Colors a clinic chooses: read as typed, made dark enough to read, and kept apart from the colors of a verdict."""

import colorsys
import re
from typing import Final

from consult_app.ui.theme.tokens import LIGHT, contrast, mix

LEAST_CONTRAST: Final = 4.5
_STEP: Final = 0.02
_NEAR: Final = 25
_GREY: Final = 0.12
"""Colors less saturated than this have no hue the eye would name."""
_TYPED: Final = re.compile(r"#?([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
_STATUSES: Final = {"green": LIGHT.ready, "amber": LIGHT.wait, "red": LIGHT.stop}


def read_color(typed: str) -> str | None:
    """``#2E8FA8`` of ``2e8fa8``, ``#2288AA`` of ``#28a``; ``None`` for what is no color."""
    found = _TYPED.fullmatch(typed.strip())
    if found is None:
        return None
    digits = found.group(1).upper()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def on_white(color: str) -> float:
    """Contrast with white, 1 to 21."""
    return contrast(color, "#FFFFFF")


def dark_enough(color: str) -> str:
    """The color, darkened in steps of 2% until it and white can be read on one another (4.5:1)."""
    share = 0.0
    result = color
    while on_white(result) < LEAST_CONTRAST:
        share += _STEP
        result = mix(color, "#000000", share)
    return result


def near_status(color: str) -> str:
    """``green``, ``amber`` or ``red`` when the hue lies within 25 degrees of that of a verdict, else empty."""
    hue, saturation = _hue(color)
    if saturation < _GREY:
        return ""
    apart = {name: abs((hue - _hue(status)[0] + 180) % 360 - 180) for name, status in _STATUSES.items()}
    nearest = min(apart, key=lambda name: apart[name])
    return nearest if apart[nearest] <= _NEAR else ""


def _hue(color: str) -> tuple[float, float]:
    """Degrees, and saturation from 0 to 1."""
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, saturation, _ = colorsys.rgb_to_hsv(red, green, blue)
    return hue * 360, saturation
