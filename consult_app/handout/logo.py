"""The clinic's logo: an SVG kept as vectors, or a PNG."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Final

from reportlab.graphics.shapes import Drawing, Group, String
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
    drawing = svg2rlg(BytesIO(svg))
    if drawing is None or drawing.width <= 0 or drawing.height <= 0:
        return None
    for text in _strings(drawing):
        text.fontName = font_of(Face.SEMIBOLD).fontName
    return Logo(drawing.width, drawing.height, drawing)


def _strings(group: Group) -> Iterator[String]:
    """Texts of a drawing; svglib gives them a font that is not embedded."""
    for part in group.contents:
        if isinstance(part, String):
            yield part
        elif isinstance(part, Group):
            yield from _strings(part)


def _picture(png: bytes | None) -> Logo | None:
    if not png:
        return None
    try:
        image = ImageReader(BytesIO(png))
        width, height = image.getSize()
    except OSError:
        return None
    return Logo(float(width), float(height), image)
