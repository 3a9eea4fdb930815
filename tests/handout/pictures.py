"""Pages of a finished sheet as small grey pictures, and how far two of them are from one another.

They show where things stand and how dark they are. A digit of a small line is below what they show: the text kept
beside them says it.
"""

from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

DPI = 38
LARGE_PRINT_DPI = 28
LEVELS = 8
TILE = 12
BLUR = 0.7
# Greys closer than this are the same: more than half of what rounding to eight greys does.
LEAST_DIFFERENCE = 24
MOST_OF_A_TILE = 0.03


def pictures(pdf: bytes, *, dpi: int = DPI) -> tuple[Image.Image, ...]:
    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document)


def side_by_side(pages: tuple[Image.Image, ...]) -> Image.Image:
    """All pages of a sheet in one picture."""
    sheet = Image.new("L", (sum(page.width for page in pages), max(page.height for page in pages)), 255)
    x = 0
    for page in pages:
        sheet.paste(page, (x, 0))
        x += page.width
    return sheet


def save_small(picture: Image.Image, path: Path) -> None:
    """Eight greys are enough to compare by and make the file half as large."""
    step = 255 / (LEVELS - 1)
    picture.point(lambda grey: round(round(grey / step) * step)).save(
        path, "WEBP", lossless=True, quality=100, method=6
    )


def worst_tile(first: Image.Image, second: Image.Image) -> float:
    """The share of differing pixels in the tile that differs most, after a light blur; 1 for unequal sizes."""
    if first.size != second.size:
        return 1.0
    blurred = [image.filter(ImageFilter.GaussianBlur(BLUR)) for image in (first, second)]
    differing = ImageChops.difference(*blurred).point(lambda value: 255 if value > LEAST_DIFFERENCE else 0)
    width, height = (-(-side // TILE) for side in differing.size)
    padded = Image.new("L", (width * TILE, height * TILE), 0)
    padded.paste(differing)
    return padded.reduce(TILE).getextrema()[1] / 255
