"""A canvas that writes tagged PDF (PDF/UA-1) in one pass.

The structure tree is declared while the sheet is composed, so reading order does not depend on drawing order. Every
painting call happens inside ``content``: marked as belonging to a node of the tree, or as an artifact. reportlab has
no tagging of its own; the tree, the parent tree and the metadata are written with its objects when the file is closed.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Final
from urllib.parse import quote

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from consult_app.handout.fonts import Face, font_of
from consult_app.handout.structure import LinkArea, MarkedContent, Node, write_structure
from consult_app.handout.theme import Color

_PDF_1_7: Final = (1, 7)
HEADINGS: Final = {"H1": 0, "H2": 1}


class TaggedCanvas:
    """Pages of one tagged file. Lengths are points; x goes right and y **down** from the page's upper left corner."""

    def __init__(self, *, width: float, height: float, language: str, title: str) -> None:
        self._height = height
        self._title = title
        self._out = BytesIO()
        self._canvas = Canvas(
            self._out,
            pagesize=(width, height),
            invariant=1,
            pdfVersion=_PDF_1_7,
            pageCompression=1,
            lang=language,
            initialFontName=font_of(Face.REGULAR).fontName,
        )
        self._document = self._canvas._doc  # noqa: SLF001 (the tree needs the file's object table)
        self._canvas.setTitle(title)
        self._canvas.setAuthor("")
        self._canvas.setSubject("")
        self._canvas.setCreator("")
        self._pages: list[list[Node]] = [[]]
        self._links: list[tuple[Node, pdfdoc.PDFDictionary]] = []
        self._bookmarks: list[Node] = []
        self._open = False
        self.root = Node("Document")

    @property
    def page(self) -> int:
        """Index of the page being drawn."""
        return len(self._pages) - 1

    @contextmanager
    def content(self, node: Node | None) -> Iterator[None]:
        """What is painted inside belongs to ``node``, or is an artifact. Not to be nested."""
        if self._open:
            raise ValueError("marked content cannot be nested")
        self._open = True
        if node is None:
            self._canvas.addLiteral("/Artifact BMC")
        else:
            marks = self._pages[-1]
            node.children.append(MarkedContent(self.page, len(marks)))
            self._canvas.addLiteral(f"/{node.tag} <</MCID {len(marks)}>> BDC")
            marks.append(node)
        yield
        self._canvas.addLiteral("EMC")
        self._open = False

    def text(self, text: str, *, x: float, baseline: float, face: Face, size: float, color: Color) -> None:
        self._must_be_open()
        font, document = font_of(face), self._document
        shown = " ".join(
            f"{font.getSubsetInternalName(subset, document)} {size:.2f} Tf <{chunk.hex()}> Tj"
            for subset, chunk in font.splitString(text, document)
        )
        self._canvas.addLiteral(f"BT {_rgb(color)} rg 1 0 0 1 {x:.2f} {self._height - baseline:.2f} Tm {shown} ET")

    def slanted_text(
        self, text: str, *, x: float, y: float, degrees: float, face: Face, size: float, color: Color
    ) -> None:
        """Text centred on a point and turned anticlockwise."""
        self._must_be_open()
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(x, self._height - y)
        canvas.rotate(degrees)
        canvas.setFillColorRGB(*color)
        canvas.setFont(face.value, size)
        canvas.drawCentredString(0, -size * 0.33, text)
        canvas.restoreState()

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        radius: float = 0.0,
        fill: Color | None = None,
        stroke: Color | None = None,
        weight: float = 1.0,
    ) -> None:
        """A rectangle whose upper left corner is ``x``, ``y``; a stroke lies half inside and half outside."""
        self._must_be_open()
        self._pen(fill, stroke, weight)
        self._canvas.roundRect(
            x,
            self._height - y - height,
            width,
            height,
            min(radius, height / 2),
            stroke=stroke is not None,
            fill=fill is not None,
        )

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: Color | None = None,
        stroke: Color | None = None,
        weight: float = 1.0,
    ) -> None:
        self._must_be_open()
        self._pen(fill, stroke, weight)
        self._canvas.circle(x, self._height - y, radius, stroke=stroke is not None, fill=fill is not None)

    def line(self, x: float, y: float, to_x: float, to_y: float, *, color: Color, weight: float) -> None:
        self._must_be_open()
        self._canvas.addLiteral(f"q {_rgb(color)} RG {weight:.2f} w {self._path(((x, y), (to_x, to_y)))} S Q")

    def stroke_paths(self, paths: Sequence[Sequence[tuple[float, float]]], *, color: Color, weight: float) -> None:
        """Points joined by straight lines, round at corners and ends; a path that ends where it began is closed."""
        self._must_be_open()
        drawn = " ".join(self._path(points) + (" h" if points[0] == points[-1] else "") for points in paths)
        self._canvas.addLiteral(f"q {_rgb(color)} RG {weight:.2f} w 1 J 1 j {drawn} S Q")

    def fill_modules(self, modules: str, *, x: float, y: float, size: float, color: Color) -> None:
        """Rectangles written as PDF operators in units of ``size``, y up from ``x``, ``y``; filled as one shape."""
        self._must_be_open()
        self._canvas.addLiteral(
            f"q {_rgb(color)} rg {size:.4f} 0 0 {size:.4f} {x:.2f} {self._height - y:.2f} cm {modules} f Q"
        )

    def drawing(self, drawing: Drawing, *, x: float, y: float, height: float) -> None:
        """A reportlab drawing, its upper left corner at ``x``, ``y``, scaled to ``height``."""
        self._must_be_open()
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(x, self._height - y - height)
        canvas.scale(height / drawing.height, height / drawing.height)
        renderPDF.draw(drawing, canvas, 0, 0)
        canvas.restoreState()

    def image(self, image: ImageReader, *, x: float, y: float, width: float, height: float) -> None:
        """A reportlab ``ImageReader``, transparency kept."""
        self._must_be_open()
        self._canvas.drawImage(image, x, self._height - y - height, width, height, mask="auto")

    def place(self, node: Node, x: float, y: float, width: float, height: float) -> None:
        """Say where a ``Figure`` stands on its page, as readers of it need to know."""
        node.box = (x, self._height - y - height, x + width, self._height - y)

    def bookmark(self, node: Node, y: float) -> None:
        """Let a reader jump to a heading, ``H1`` or ``H2``; only its first part, where it was cut, is a goal."""
        if any(each is node for each in self._bookmarks):
            return
        self._bookmarks.append(node)
        key = f"heading{len(self._bookmarks)}"
        under_title = self._bookmarks[0].tag == "H1"
        self._canvas.bookmarkPage(key, fit="XYZ", left=0, top=self._height - y, zoom=0)
        self._canvas.addOutlineEntry(node.words, key, level=HEADINGS[node.tag] if under_title else 0)

    def link(self, node: Node, x: float, y: float, width: float, height: float) -> None:
        """Make an area open ``node.uri``; the area is a child of the ``Link`` node."""
        area = LinkArea(self.page, f"Link{len(self._links)}")
        node.children.append(area)
        annotation = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Annot"),
                "Subtype": pdfdoc.PDFName("Link"),
                "Rect": pdfdoc.PDFArray([x, self._height - y - height, x + width, self._height - y]),
                "Border": pdfdoc.PDFArray([0, 0, 0]),
                "F": 4,
                "Contents": pdfdoc.PDFString(node.words),
                "A": pdfdoc.PDFDictionary({"S": pdfdoc.PDFName("URI"), "URI": pdfdoc.PDFString(_ascii_uri(node.uri))}),
            }
        )
        self._canvas._addAnnotation(annotation, area.name)  # noqa: SLF001 (linkURL takes no Contents)
        self._links.append((node, annotation))

    def _pen(self, fill: Color | None, stroke: Color | None, weight: float) -> None:
        if fill is not None:
            self._canvas.setFillColorRGB(*fill)
        if stroke is not None:
            self._canvas.setStrokeColorRGB(*stroke)
            self._canvas.setLineWidth(weight)

    def _path(self, points: Sequence[tuple[float, float]]) -> str:
        first, *others = (f"{x:.2f} {self._height - y:.2f}" for x, y in points)
        return " ".join((f"{first} m", *(f"{point} l" for point in others)))

    def _must_be_open(self) -> None:
        if not self._open:
            raise ValueError("nothing is painted outside marked content")

    def end_page(self) -> None:
        self._canvas.showPage()
        page = self._document.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = self.page
        page.Tabs = pdfdoc.PDFName("S")
        self._pages.append([])

    def finish(self) -> bytes:
        """Close the file after the last page was ended; nothing may be drawn afterwards."""
        write_structure(self._document, root=self.root, pages=self._pages[:-1], links=self._links, title=self._title)
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        self._document.SaveToFile(self._out, self._canvas)
        return self._out.getvalue()


def _ascii_uri(uri: str) -> str:
    """The address with all but ASCII percent-encoded, as a URI action wants it."""
    return quote(uri, safe="%/:=&?~#+!$,;'@()*[]-._")


def _rgb(color: Color) -> str:
    return "{:.3f} {:.3f} {:.3f}".format(*color)
