"""The one typeface of the desk, loaded from its package so that no system font is needed."""

from importlib.util import find_spec
from pathlib import Path
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

FAMILY: Final = "Source Sans Pro"
# The type scale uses two weights; a third face would only cost start-up time.
_FACES: Final = ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf")


class FontMissingError(RuntimeError):
    """A face of the typeface could not be found or loaded; the message names the file."""


def font_directory() -> Path:
    """Where the typeface's TTF files lie.

    Raises:
        FontMissingError: The package is not installed.
    """
    spec = find_spec("font_source_sans_pro")
    if spec is None or not spec.submodule_search_locations:
        raise FontMissingError("font-source-sans-pro")
    return Path(next(iter(spec.submodule_search_locations))) / "files"


def load_fonts() -> None:
    """Register Regular and Semibold with Qt, once per application; needs a QGuiApplication.

    Raises:
        FontMissingError: A face cannot be loaded.
    """
    directory = font_directory()
    for face in _FACES:
        if QFontDatabase.addApplicationFont(str(directory / face)) < 0:
            raise FontMissingError(face)


def make_font(size: float, weight: int, *, tabular: bool = False) -> QFont:
    """A font of `size` px and `weight` 400 or 600; `tabular` aligns figures in columns."""
    font = QFont(FAMILY)
    font.setPixelSize(round(size))
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font
