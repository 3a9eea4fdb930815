"""The room a logo has on the sheet, in points."""

from typing import Final

LOGO_WIDTH: Final = 220.0
LOGO_HEIGHT: Final = 36.0
LEAST_SIDE: Final = 8.0
"""A logo that would be smaller than this in one direction is not recognised on paper."""
