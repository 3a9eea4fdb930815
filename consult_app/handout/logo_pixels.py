"""A PNG logo with no more pixels than print shows, in colors the PDF can take."""

import struct
from io import BytesIO
from typing import Final

from PIL import Image, UnidentifiedImageError

from consult_app.application.errors import Refused
from consult_app.handout.logo_place import LOGO_HEIGHT, LOGO_WIDTH

PRINT_DPI: Final = 600
MOST_PIXELS: Final = 40_000_000
_POINTS_PER_INCH: Final = 72
_IHDR: Final = slice(16, 24)
_AGAIN: Final = ("Save it again or choose another file.",)


def picture_for_print(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The PNG at most as fine as 600 dots an inch in its place, and what to tell whoever chose it.

    Transparency stays. Of an animation the first picture is taken. Raises ``Refused`` with why and what to do.
    """
    header = data[_IHDR]
    if len(header) < 8:
        raise Refused("The PNG cannot be read: it breaks off.", _AGAIN)
    width, height = struct.unpack(">II", header)
    if width * height > MOST_PIXELS:
        raise Refused(
            f"The picture is {width} by {height} pixels, which is too large.", ("Save it at most 4000 pixels wide.",)
        )
    picture, moves = _read(data)
    notes = ["It moves; the sheet shows its first picture."] if moves else []
    if picture.mode == "RGBA" and not picture.getchannel("A").getbbox():
        raise Refused("There is nothing to see: the picture is transparent everywhere.", ("Choose another file.",))
    share = min(1.0, _dots(LOGO_WIDTH) / width, _dots(LOGO_HEIGHT) / height)
    if share < 1:
        size = max(1, round(width * share)), max(1, round(height * share))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
        notes.append(f"It was made smaller for print: {size[0]} by {size[1]} pixels.")
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue(), tuple(notes)


def _read(data: bytes) -> tuple[Image.Image, bool]:
    try:
        with Image.open(BytesIO(data), formats=("PNG",)) as opened:
            moves = bool(getattr(opened, "is_animated", False))
            opened.load()
            return _plain(opened), moves
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, UnidentifiedImageError):
        pass
    raise Refused("The PNG cannot be read: it is damaged or breaks off.", _AGAIN)


def _plain(picture: Image.Image) -> Image.Image:
    """Red, green and blue, with transparency only where there is some."""
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda level: level / 256).convert("L")
    clear = picture.mode in {"LA", "PA", "RGBA", "La", "RGBa"} or "transparency" in picture.info
    return picture.convert("RGBA" if clear else "RGB")


def _dots(points: float) -> int:
    return round(points / _POINTS_PER_INCH * PRINT_DPI)
