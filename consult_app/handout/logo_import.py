"""A logo as somebody chose it, made safe and small for print: an SVG stays vectors, a PNG loses pixels nobody sees.

What an SVG carries that no print shows (scripts, event handlers, links, comments) is taken out. What would be missing
on paper or lead out of the file (entities, pictures, styles and shapes kept elsewhere) is refused. Nothing is fetched
and no other file is opened.
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree
from xml.parsers import expat

from consult_app.application.errors import Refused
from consult_app.application.ports import LogoFile
from consult_app.domain.clinic import Brand
from consult_app.handout.logo import Logo, logo_of
from consult_app.handout.logo_pixels import picture_for_print
from consult_app.handout.logo_place import LEAST_SIDE, LOGO_HEIGHT, LOGO_WIDTH

LARGEST_FILE: Final = 10 * 1024 * 1024
LARGEST_SVG: Final = 1024 * 1024
MOST_PARTS: Final = 5_000
DEEPEST: Final = 60
_SVG: Final = "{http://www.w3.org/2000/svg}"
_HREFS: Final = ("href", "{http://www.w3.org/1999/xlink}href")
_UNSEEN: Final = frozenset(
    {"script", "foreignObject", "metadata", "animate", "animateMotion", "animateTransform", "set"}
)
_MOVING: Final = frozenset({"animate", "animateMotion", "animateTransform", "set"})
_STYLE_OUT: Final = re.compile(r"@import|@font-face|\\|url\(\s*['\"]?\s*(?!#)", re.IGNORECASE)
_OTHERS: Final = {
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF",
    b"RIFF": "a WebP picture",
    b"%!PS": "a PostScript drawing",
    b"\x1f\x8b": "a packed drawing",
    b"PK": "a packed file",
}
_PLAIN: Final = "Save the drawing as plain SVG and choose it again."


def read_logo(data: bytes) -> LogoFile:
    """The logo in a file's bytes, as it is to be kept. Raises ``Refused`` with why and what to do."""
    if not data:
        raise Refused("The file is empty.", ("Choose another file.",))
    if len(data) > LARGEST_FILE:
        raise Refused("The file is larger than 10 MB.", ("Save the logo smaller, or as SVG, and choose it again.",))
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        png, notes = picture_for_print(data)
        made = LogoFile(png=png, notes=notes)
    else:
        made = _drawing(data)
    _check_shape(_drawn(made))
    return made


def _drawing(data: bytes) -> LogoFile:
    for start, what in _OTHERS.items():
        if data.startswith(start):
            raise Refused(f"This is {what}.", ("Save the logo as SVG or PNG and choose that file.",))
    if b"<svg" not in data and b":svg" not in data and "<svg".encode("utf-16-le") not in data:
        raise Refused("This is neither an SVG nor a PNG picture.", ("Choose an SVG or PNG file.",))
    if len(data) > LARGEST_SVG:
        raise Refused("The SVG is larger than 1 MB.", ("Simplify the drawing, or save the logo as PNG.",))
    _vet(data)
    root = ElementTree.fromstring(data)
    if root.tag != f"{_SVG}svg":
        raise Refused("This is not an SVG drawing.", (_PLAIN,))
    notes = _notes(root)
    _strip(root)
    _refuse_what_lies_outside(root)
    _refuse_endless_copies(root)
    ElementTree.register_namespace("", _SVG[1:-1])
    ElementTree.register_namespace("xlink", _HREFS[1][1:].partition("}")[0])
    return LogoFile(svg=ElementTree.tostring(root, encoding="utf-8"), notes=notes)


def _vet(data: bytes) -> None:
    """Read through once, expanding nothing: well formed, no entities, neither too many parts nor too deep."""
    parser = expat.ParserCreate()
    parts = depth = 0

    def begin(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal parts, depth
        parts += 1
        depth += 1
        if parts > MOST_PARTS or depth > DEEPEST:
            raise Refused("The drawing has too many parts for a logo.", ("Simplify it, or save the logo as PNG.",))

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def entity(*_declared: object) -> None:
        raise Refused("The drawing uses text that is replaced while it is read (entities).", (_PLAIN,))

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        where = f"It breaks off or is wrong in line {error.lineno}."
        raise Refused("The SVG cannot be read.", (where, "Save it again or choose another file.")) from None
    except (ValueError, LookupError):
        raise Refused("The SVG cannot be read.", (_PLAIN,)) from None


def _notes(root: ElementTree.Element) -> tuple[str, ...]:
    names = {_local(part) for part in root.iter()}
    notes = []
    if names & {"text", "tspan"}:
        notes.append("Its text is printed in the sheet's typeface. Turn text into paths to keep its own letters.")
    if names & _MOVING:
        notes.append("It moves; the sheet shows it standing still.")
    if "foreignObject" in names:
        notes.append("A part that is not a drawing was left out.")
    return tuple(notes)


def _strip(root: ElementTree.Element) -> None:
    for part in tuple(root.iter()):
        for child in tuple(part):
            if _local(child) in _UNSEEN:
                part.remove(child)
        unseen = [name for name in part.attrib if _bare(name).lower().startswith("on")]
        if _local(part) == "a":
            unseen += [name for name in _HREFS if name in part.attrib]
        for name in unseen:
            del part.attrib[name]


def _refuse_what_lies_outside(root: ElementTree.Element) -> None:
    for part in root.iter():
        name = _local(part)
        if name in {"image", "feImage"}:
            raise Refused(
                "The drawing has a picture in it.",
                ("Choose the picture itself as PNG, or take it out of the drawing.",),
            )
        styles = [part.text or ""] if name == "style" else []
        styles += [value for key, value in part.attrib.items() if key not in _HREFS]
        outside = any(_STYLE_OUT.search(words) for words in styles)
        outside |= any(not part.attrib[key].strip().startswith("#") for key in _HREFS if key in part.attrib)
        if outside:
            raise Refused("The drawing needs other files or web pages.", (_PLAIN,))


def _refuse_endless_copies(root: ElementTree.Element) -> None:
    """``use`` copies a part; copies of copies grow without end in a few lines."""
    named = {part.attrib["id"]: part for part in root.iter() if "id" in part.attrib}
    known: dict[str, int] = {}

    def weight(part: ElementTree.Element, inside: frozenset[str]) -> int:
        total = 1 + sum(weight(child, inside) for child in part)
        for target in _targets(part):
            if target in inside:
                raise Refused("A part of the drawing holds itself.", (_PLAIN,))
            if target in named:
                if target not in known:
                    known[target] = weight(named[target], inside | {target})
                total += known[target]
            if total > MOST_PARTS:
                raise Refused("The drawing has too many parts for a logo.", ("Simplify it, or save the logo as PNG.",))
        return total

    weight(root, frozenset())


def _targets(part: ElementTree.Element) -> Iterator[str]:
    if _local(part) == "use":
        for name in _HREFS:
            if name in part.attrib:
                yield part.attrib[name].strip()[1:]


def _drawn(made: LogoFile) -> Logo:
    try:
        logo = logo_of(Brand(logo_svg=made.svg, logo_png=made.png))
    except (ValueError, TypeError, ArithmeticError, LookupError, AttributeError, RecursionError):
        logo = None
    if logo is None:
        raise Refused("The logo cannot be drawn.", ("Give the drawing a width and a height and save it as plain SVG.",))
    return logo


def _check_shape(logo: Logo) -> None:
    width, height = logo.fitted(width=LOGO_WIDTH, height=LOGO_HEIGHT)
    if not min(width, height) >= LEAST_SIDE:
        shape = "wide and low" if width > height else "narrow and high"
        raise Refused(f"The logo is too {shape} to be seen on the sheet.", ("Choose one of a more even shape.",))


def _bare(name: str) -> str:
    return name.rpartition("}")[2]


def _local(part: ElementTree.Element) -> str:
    return _bare(part.tag)
