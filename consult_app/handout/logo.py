"""The clinic's logo: an SVG kept as vectors, or a PNG."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Final

from reportlab.graphics.shapes import Drawing
from reportlab.lib.utils import ImageReader
from svglib.svglib import svg2rlg

from consult_app.domain.clinic import Brand
from consult_app.handout.fonts import Face, font_of
from consult_app.handout.tagging import TaggedCanvas

_KEPT: Final = 4


@dataclass(frozen=True, slots=True)
class Logo:
    """Natural ``width`` and ``height`` in any one unit; ``picture`` is a drawing or an image of reportlab."""

    width: float
    height: float
    picture: Drawing | ImageReader

    def fitted(self, *, width: float, height: float) -> tuple[float, float]:
        """Its size in points inside the given one, proportions kept."""
        share = min(width / self.width, height / self.height)
        return self.width * share, self.height * share

    def draw(self, canvas: TaggedCanvas, x: float, y: float, *, width: float, height: float) -> None:
        if isinstance(self.picture, Drawing):
            canvas.drawing(self.picture, x=x, y=y, height=height)
        else:
            canvas.image(self.picture, x=x, y=y, width=width, height=height)


@lru_cache(maxsize=_KEPT)
def logo_of(brand: Brand) -> Logo | None:
    """The brand's logo, the SVG first; ``None`` when it has none or it cannot be read."""
    return _vector(brand.logo_svg) or _picture(brand.logo_png)


def _vector(svg: bytes | None) -> Logo | None:
    if not svg:
        return None
    drawing = svg2rlg(BytesIO(svg), font_map=_SheetFace())
    if drawing is None or not (drawing.width > 0 and drawing.height > 0):
        return None
    drawing.initialFontName = font_of(Face.SEMIBOLD).fontName  # else reportlab names Helvetica, which is not embedded
    return Logo(drawing.width, drawing.height, drawing)


class _SheetFace:
    """The fonts of a drawing: always the sheet's own, which is embedded. The computer's fonts are not looked up."""

    def find_font(self, *_wanted: object, **_style: object) -> tuple[str, bool]:
        """As svglib asks: the font's name, and whether it is the one wanted."""
        return font_of(Face.SEMIBOLD).fontName, True


def _picture(png: bytes | None) -> Logo | None:
    if not png:
        return None
    try:
        image = ImageReader(BytesIO(png))
        width, height = image.getSize()
    except OSError:
        return None
    return Logo(float(width), float(height), image)
