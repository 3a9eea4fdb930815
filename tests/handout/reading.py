"""Reading a finished PDF back: its text, where its letters stand, and its marked content."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf
import pypdfium2

PAINTING = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Tj", "TJ", "'", '"', "Do", "sh", "INLINE IMAGE"})


def page_texts(pdf: bytes) -> tuple[str, ...]:
    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(page.get_textpage().get_text_bounded() for page in document)


def all_text(pdf: bytes) -> str:
    return "\n".join(page_texts(pdf))


def body_text(pdf: bytes) -> str:
    """What the pages say apart from their artifacts, page furniture and draft mark among them."""
    with open_pdf(pdf) as opened:
        for page in opened.pages:
            kept = []
            artifact = False
            for operands, operator in pikepdf.parse_content_stream(page):
                artifact = artifact or str(operator) == "BMC"
                if not artifact:
                    kept.append((operands, operator))
                artifact = artifact and str(operator) != "EMC"
            page.Contents = opened.make_stream(pikepdf.unparse_content_stream(kept))
        out = BytesIO()
        opened.save(out)
    return all_text(out.getvalue())


def clips_anything(pdf: bytes) -> bool:
    """Whether a page hides what lies outside some path; a logo's own drawing is the only thing that may."""
    with open_pdf(pdf) as opened:
        operators = (str(each) for page in opened.pages for _, each in pikepdf.parse_content_stream(page))
        return any(operator in {"W", "W*"} for operator in operators)


def squeezed(text: str) -> str:
    """The text without any white space, for comparing what was wrapped."""
    return "".join(text.split())


def letter_boxes(pdf: bytes) -> Iterator[tuple[float, float, float, float, float, float]]:
    """Left, bottom, right, top of each letter that shows, and its page's width and height."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            width, height = page.get_size()
            text_page = page.get_textpage()
            text = text_page.get_text_range()
            for index in range(text_page.count_chars()):
                letter = text[index] if index < len(text) else " "
                if not letter.isspace():
                    yield (*text_page.get_charbox(index), width, height)


def letters_on_one_another(pdf: bytes) -> tuple[str, ...]:
    """Pairs of letters of which one covers much of the other, with their page."""
    found: list[str] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, start=1):
            text_page = page.get_textpage()
            text = text_page.get_text_range()
            rows: dict[int, list[tuple[str, tuple[float, float, float, float]]]] = {}
            for index in range(text_page.count_chars()):
                letter = text[index] if index < len(text) else " "
                if letter.isspace():
                    continue
                box = text_page.get_charbox(index)
                near = range(int(box[1] // _BAND), int(box[3] // _BAND) + 1)
                seen = {id(other): other for band in near for other in rows.get(band, ())}
                found += [
                    f"page {number}: {other[0]}{letter}" for other in seen.values() if _covered(box, other[1]) > _MUCH
                ]
                entry = (letter, box)
                for band in near:
                    rows.setdefault(band, []).append(entry)
    return tuple(found)


_BAND = 8.0
_MUCH = 0.35


def _covered(first: tuple[float, float, float, float], second: tuple[float, float, float, float]) -> float:
    """The share of the smaller box that lies in the other."""
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    if width <= 0 or height <= 0:
        return 0.0
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (first, second)]
    return width * height / max(min(areas), 0.01)


@dataclass(frozen=True)
class MarkedPage:
    """Ids of the marked content of a page in drawing order, and faults found in its operators."""

    mcids: tuple[int, ...]
    faults: tuple[str, ...]


def marked_page(page: pikepdf.Page) -> MarkedPage:
    mcids: list[int] = []
    faults: list[str] = []
    depth = 0
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in {"BDC", "BMC"}:
            depth += 1
            if depth > 1:
                faults.append("marked content inside marked content")
            if name == "BDC":
                mcids.append(int(operands[1]["/MCID"]))
        elif name == "EMC":
            depth -= 1
            if depth < 0:
                faults.append("EMC without BDC")
        elif name in PAINTING and depth == 0:
            faults.append(f"{name} outside marked content")
    if depth:
        faults.append("marked content left open")
    return MarkedPage(tuple(mcids), tuple(faults))


def open_pdf(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def structure_elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    def walk(element: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
        yield element
        for kid in element.K:
            if kid.get("/Type") == "/StructElem":
                yield from walk(kid)

    for top in pdf.Root.StructTreeRoot.K:
        yield from walk(top)


def marked_references(pdf: pikepdf.Pdf) -> Iterator[tuple[int, int, pikepdf.Dictionary]]:
    """Page index, marked content id and the element that holds it, from the tree's side."""
    pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    for element in structure_elements(pdf):
        for kid in element.K:
            if kid.get("/Type") == "/MCR":
                yield pages[kid.Pg.objgen], int(kid.MCID), element


def parent_tree(pdf: pikepdf.Pdf) -> dict[int, object]:
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    return {int(numbers[index]): numbers[index + 1] for index in range(0, len(numbers), 2)}
