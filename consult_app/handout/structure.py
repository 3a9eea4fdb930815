"""The structure tree of a tagged PDF, and how it is written into the file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFDocument

_ROOT: Final = "StructTreeRoot"
_XMP: Final = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
    '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
    "<pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF></x:xmpmeta>"
    '<?xpacket end="r"?>'
)


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """A stretch of one page's content."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class LinkArea:
    """A link annotation on a page, by its object name."""

    page: int
    name: str


@dataclass(slots=True, eq=False)
class Node:
    """An element of the structure tree.

    ``words`` is the text the element holds itself; ``uri`` makes a ``Link`` open something. An element that nothing
    was drawn for, and that has no drawn child, is left out of the file.
    """

    tag: str
    parent: "Node | None" = None
    words: str = ""
    alt: str = ""
    scope: str = ""
    numbering: str = ""
    uri: str = ""
    box: tuple[float, float, float, float] | None = None
    children: list["Node | MarkedContent | LinkArea"] = field(default_factory=list)

    def child(
        self, tag: str, *, words: str = "", alt: str = "", scope: str = "", numbering: str = "", uri: str = ""
    ) -> "Node":
        """A new last child."""
        node = Node(tag, self, words, alt, scope, numbering, uri)
        self.children.append(node)
        return node

    def drawn(self) -> bool:
        return any(not isinstance(child, Node) or child.drawn() for child in self.children)

    def walk(self) -> Iterator["Node"]:
        """Itself and all below it that were drawn, in reading order."""
        yield self
        for child in self.children:
            if isinstance(child, Node) and child.drawn():
                yield from child.walk()


def words_of(root: Node) -> str:
    """The text of all drawn elements in reading order, one element a line."""
    return "\n".join(words for node in root.walk() if (words := node.words or node.alt))


def write_structure(
    document: PDFDocument,
    *,
    root: Node,
    pages: Sequence[Sequence[Node]],
    links: Sequence[tuple[Node, PDFDictionary]],
    title: str,
) -> None:
    """Add the tree to a reportlab document whose pages are all ended.

    ``pages`` holds, for each page, the node of each marked content by its id; ``links`` the ``Link`` nodes with their
    annotation dictionaries, in the order they were drawn.
    """
    for index, (_, annotation) in enumerate(links):
        annotation.dict["StructParent"] = len(pages) + index
    nodes = tuple(root.walk())
    numbers = {id(node): _reserve(document, f"Element{index}") for index, node in enumerate(nodes)}
    tree = _reserve(document, _ROOT)
    for index, node in enumerate(nodes):
        document.idToObject[f"Element{index}"] = _element(document, node, numbers=numbers, tree=tree)
    parents = [f"{page} [{' '.join(f'{numbers[id(node)]} 0 R' for node in marks)}]" for page, marks in enumerate(pages)]
    parents += [f"{len(pages) + index} {numbers[id(node)]} 0 R" for index, (node, _) in enumerate(links)]
    document.idToObject[_ROOT] = (
        f"<</Type /StructTreeRoot /K [{numbers[id(root)]} 0 R]"
        f" /ParentTree <</Nums [{' '.join(parents)}]>> /ParentTreeNextKey {len(parents)}>>"
    )
    catalog = document.Catalog
    catalog.StructTreeRoot = pdfdoc.PDFObjectReference(_ROOT)
    catalog.MarkInfo = PDFDictionary({"Marked": "true"})
    catalog.Metadata = pdfdoc.XMP(creator=lambda _: _XMP.format(title=escape(title)).encode())


def _reserve(document: PDFDocument, name: str) -> int:
    """Give a name its object number; the object itself follows."""
    document.Reference("null", name)
    return int(document.idToObjectNumberAndVersion[name][0])


def _element(document: PDFDocument, node: Node, *, numbers: dict[int, int], tree: int) -> str:
    parent = tree if node.parent is None else numbers[id(node.parent)]
    children = " ".join(
        _child(document, child, numbers) for child in node.children if not isinstance(child, Node) or child.drawn()
    )
    parts = [f"<</Type /StructElem /S /{node.tag} /P {parent} 0 R /K [{children}]"]
    if node.alt:
        parts.append(f"/Alt {_string(document, node.alt)}")
    if node.scope:
        parts.append(f"/A <</O /Table /Scope /{node.scope}>>")
    if node.numbering:
        parts.append(f"/A <</O /List /ListNumbering /{node.numbering}>>")
    if node.box:
        corners = " ".join(f"{corner:.2f}" for corner in node.box)
        parts.append(f"/A <</O /Layout /BBox [{corners}] /Placement /Block>>")
    return " ".join(parts) + ">>"


def _child(document: PDFDocument, child: "Node | MarkedContent | LinkArea", numbers: dict[int, int]) -> str:
    if isinstance(child, Node):
        return f"{numbers[id(child)]} 0 R"
    page = document.idToObjectNumberAndVersion[f"Page{child.page + 1}"][0]
    if isinstance(child, MarkedContent):
        return f"<</Type /MCR /Pg {page} 0 R /MCID {child.mcid}>>"
    annotation = document.idToObjectNumberAndVersion[document.annotationName(child.name)][0]
    return f"<</Type /OBJR /Pg {page} 0 R /Obj {annotation} 0 R>>"


def _string(document: PDFDocument, text: str) -> str:
    return str(pdfdoc.PDFString(text).format(document).decode("latin-1"))
