from itertools import product

import outloud
import pikepdf
import pytest

from consult_app.application.handout_document import Sheet
from consult_app.application.ports import SheetLook
from consult_app.domain.clinic import Brand
from consult_app.handout.renderer import ReportlabRenderer
from consult_app.handout.structure import Node
from consult_app.handout.tagging import TaggedCanvas
from tests.handout.consulted import consulted
from tests.handout.reading import marked_page, marked_references, open_pdf, parent_tree, structure_elements
from tests.handout.samples import SHEETS, busy

LOOKS = [SheetLook(paper, large) for paper in ("letter", "a4") for large in (False, True)]


@pytest.fixture(
    params=LOOKS, ids=lambda look: f"{look.paper}-{'large' if look.large_print else 'normal'}", scope="module"
)
def look(request):
    return request.param


@pytest.fixture(params=SHEETS, scope="module")
def pdf(request, look):
    document = busy(SHEETS[request.param])
    return ReportlabRenderer().render(document, brand=Brand(), look=look).pdf


def faults(pdf, folder):
    """The errors and warnings outloud finds."""
    file = folder / "sheet.pdf"
    file.write_bytes(pdf)
    found = outloud.check(str(file)).findings
    return [f"{each.rule}: {each.message}" for each in found if each.severity in ("error", "warning")]


def test_outloud_finds_no_error_and_nothing_to_warn_of(pdf, tmp_path):
    assert faults(pdf, tmp_path) == []


def test_outloud_finds_the_faults_of_a_file_that_has_some(pdf, tmp_path):
    assert faults(pdf.replace(b"/S /TH", b"/S /TD"), tmp_path) != []


PRODUCTS = (0, 1, 2, 3, 7, 60)
EVERY_LOOK = tuple(product(("en", "es"), ("letter", "a4"), (False, True)))
# Two looks a number of products, opposites of one another: each pair of settings meets at least once.
PAIRED_LOOKS = {0: (0, 7), 1: (1, 6), 2: (2, 5), 3: (3, 4), 7: (0, 7), 60: (1, 6)}


def faults_of_a_sheet(sheet, products, look, folder):
    language, paper, large = look
    document = consulted(sheet, language, products=products)
    pdf = ReportlabRenderer().render(document, brand=Brand(), look=SheetLook(paper, large)).pdf
    return faults(pdf, folder)


@pytest.mark.parametrize("sheet", Sheet)
@pytest.mark.parametrize("products", PRODUCTS)
def test_outloud_finds_nothing_however_many_products_there_are(products, sheet, tmp_path):
    for index in PAIRED_LOOKS[products]:
        assert faults_of_a_sheet(sheet, products, EVERY_LOOK[index], tmp_path) == []


@pytest.mark.system
@pytest.mark.parametrize("look", EVERY_LOOK, ids=lambda look: f"{look[0]}-{look[1]}-{'large' if look[2] else 'normal'}")
@pytest.mark.parametrize("sheet", Sheet)
@pytest.mark.parametrize("products", PRODUCTS)
def test_outloud_finds_nothing_on_any_sheet(products, sheet, look, tmp_path):
    assert faults_of_a_sheet(sheet, products, look, tmp_path) == []


@pytest.mark.parametrize("products", [1, 2, 3])
def test_product_names_head_their_rows_where_there_are_rows_enough(products):
    document = consulted(Sheet.BEFORE, "en", products=products)
    with open_pdf(ReportlabRenderer().render(document, brand=Brand(), look=SheetLook()).pdf) as opened:
        heads = [str(element.A.Scope) for element in structure_elements(opened) if element.S == "/TH"]
    assert heads == ["/Column"] * 3 + ["/Row"] * (3 if products == 3 else 0)


def test_everything_painted_is_marked_and_marks_are_balanced(pdf):
    with open_pdf(pdf) as opened:
        for page in opened.pages:
            marked = marked_page(page)
            assert marked.faults == ()
            assert marked.mcids == tuple(range(len(marked.mcids)))


def test_each_mark_belongs_to_one_element_and_the_parent_tree_agrees(pdf):
    with open_pdf(pdf) as opened:
        tree = parent_tree(opened)
        held = {}
        for page, mcid, element in marked_references(opened):
            assert (page, mcid) not in held
            held[page, mcid] = element.objgen
        for index, page in enumerate(opened.pages):
            assert int(page.StructParents) == index
            assert page.Tabs == "/S"
            owners = [element.objgen for element in tree[index]]
            assert owners == [held[index, mcid] for mcid in range(len(owners))]
            assert len(owners) == len(marked_page(page).mcids)


def test_links_are_described_and_found_through_the_parent_tree(pdf):
    with open_pdf(pdf) as opened:
        tree = parent_tree(opened)
        links = [note for page in opened.pages for note in page.get("/Annots", [])]
        assert {str(link.A.URI) for link in links} == {
            "tel:+15135550142",
            "https://atalo.example/ask",
            "https://atalo.example/book",
        }
        for link in links:
            assert str(link.Contents)
            assert tree[int(link.StructParent)].S == "/Link"


def test_the_tree_has_the_elements_a_reader_needs(pdf):
    with open_pdf(pdf) as opened:
        elements = list(structure_elements(opened))
        tags = [str(element.S) for element in elements]
        assert tags[0] == "/Document"
        assert tags.count("/H1") == 1
        assert set(tags) >= {"/H2", "/P", "/L", "/LI", "/LBody", "/Table", "/TR", "/TH", "/TD", "/Link"}
        assert tags.index("/H1") < tags.index("/H2")
        for element in elements:
            if element.S == "/Figure":
                assert str(element.Alt)
            if element.S == "/TH":
                assert element.A.Scope in ("/Column", "/Row")
            if element.S in ("/L", "/Table", "/TR", "/LI"):
                assert len(element.K) > 0


def test_the_file_says_what_it_is(pdf):
    with open_pdf(pdf) as opened:
        root = opened.Root
        assert opened.pdf_version == "1.7"
        assert str(root.Lang) == "en-US"
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert b"<pdfuaid:part>1</pdfuaid:part>" in root.Metadata.read_bytes()


def test_only_our_fonts_are_in_the_file_embedded_and_with_their_letters(pdf):
    with open_pdf(pdf) as opened:
        fonts = {str(font.BaseFont): font for page in opened.pages for font in page.Resources.Font.values()}
        assert fonts
        for name, font in fonts.items():
            assert "+SourceSansPro" in name
            assert "/FontFile2" in font.FontDescriptor
            assert "/ToUnicode" in font


def test_headings_are_bookmarks_in_the_order_of_the_tree(pdf):
    with open_pdf(pdf) as opened, opened.open_outline() as outline:
        (title,) = outline.root
        headings = [element for element in structure_elements(opened) if element.S == "/H2"]
        assert len(title.children) == len(headings)
        assert [each.title for each in title.children][-1] == "Changed for you"
        assert all(each.destination is not None for each in (title, *title.children))


def test_objects_stay_readable(pdf):
    assert b"/ObjStm" not in pdf
    with open_pdf(pdf) as opened:
        assert opened.check_pdf_syntax() == []


def canvas():
    return TaggedCanvas(width=100, height=100, language="en", title="T")


def test_painting_outside_marked_content_is_refused():
    with pytest.raises(ValueError, match="outside"):
        canvas().line(0, 0, 1, 1, color=(0, 0, 0), weight=1)


def test_marked_content_does_not_nest():
    page = canvas()
    with pytest.raises(ValueError, match="nested"), page.content(None), page.content(page.root):
        pass


def test_an_element_nothing_was_drawn_for_is_left_out():
    page = canvas()
    page.root.child("L").child("LI")
    with page.content(page.root.child("P", words="said")):
        page.box(1, 1, 2, 2, fill=(0, 0, 0))
    page.end_page()
    with open_pdf(page.finish()) as opened:
        assert [str(element.S) for element in structure_elements(opened)] == ["/Document", "/P"]


def test_a_title_with_marks_of_xml_keeps_the_metadata_whole():
    page = TaggedCanvas(width=100, height=100, language="en", title="A < B & C")
    page.end_page()
    with open_pdf(page.finish()) as opened, opened.open_metadata() as metadata:
        assert metadata["dc:title"] == "A < B & C"


def test_a_paragraph_over_two_pages_stays_one_element():
    page = canvas()
    paragraph: Node = page.root.child("P", words="two")
    for _ in range(2):
        with page.content(paragraph):
            page.box(1, 1, 2, 2, fill=(0, 0, 0))
        page.end_page()
    with open_pdf(page.finish()) as opened:
        (element,) = [each for each in structure_elements(opened) if each.S == "/P"]
        assert [int(kid.MCID) for kid in element.K] == [0, 0]
        assert isinstance(element.K, pikepdf.Array)
