"""Both sheets on paper in Spanish: what they said when they were last looked at, whole and without other languages."""

from pathlib import Path

import pikepdf
import pytest

from consult_app.application.handout_document import Sheet
from consult_app.application.ports import SheetLook
from consult_app.bootstrap import DEFAULT_CLINIC, SAMPLE_CLINIC
from consult_app.domain.clinic import Brand
from consult_app.handout.renderer import ReportlabRenderer
from tests.content.sheet_texts import CASES, sheet_of, texts
from tests.handout.reading import all_text, letter_boxes, open_pdf, page_texts, squeezed

GOLDEN = Path(__file__).parent / "golden"
LOOKS = [(paper, large) for paper in ("letter", "a4") for large in (False, True)]
CLINICS = (DEFAULT_CLINIC, SAMPLE_CLINIC)
SHEETS = [(sheet, case) for sheet in Sheet for case in CASES if sheet is Sheet.BEFORE or "undated" not in case]
sheets = pytest.mark.parametrize(("sheet", "case"), SHEETS)
looks = pytest.mark.parametrize(("paper", "large"), LOOKS)


def render(document, paper="letter", large=False):
    return ReportlabRenderer().render(document, brand=Brand(), look=SheetLook(paper, large, letterhead=True))


def usual(sheet):
    return sheet_of(sheet, "es", at=DEFAULT_CLINIC, marked=False)


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("sheet", Sheet)
def test_pages_say_what_they_said_when_they_were_last_looked_at(sheet, paper):
    expected = (GOLDEN / f"es-{sheet}-{paper}.txt").read_text("utf-8")
    pages = page_texts(render(usual(sheet), paper).pdf)
    assert "\n---\n".join("\n".join(text.splitlines()) for text in pages) + "\n" == expected


@looks
@sheets
def test_nothing_is_lost_on_the_way_to_paper(sheet, case, paper, large):
    document = sheet_of(sheet, "es", case, marked=False)
    result = render(document, paper, large)
    on_paper = squeezed(all_text(result.pdf))
    unseen = {
        document.metadata_title,
        document.band.logo_alt,
        document.footer.page_words,
        document.call_box.phone_write_in,
        document.notes_heading,
    }
    unseen |= {document.band.running_head} if result.pages == 1 else set()
    unseen |= {document.qr.alt} if document.qr else set()
    unseen |= {visit.mark_alt for visit in document.visits.rows} if document.visits else set()
    lost = [
        text
        for text in texts(document)
        if text not in unseen and squeezed(text) not in on_paper and not text.startswith("Página")
    ]
    assert result.missing_glyphs == ()
    assert lost == []


@looks
@sheets
def test_no_letter_leaves_the_page(sheet, case, paper, large):
    for left, bottom, right, top, width, height in letter_boxes(render(sheet_of(sheet, "es", case), paper, large).pdf):
        assert left >= 0
        assert bottom >= 0
        assert right <= width
        assert top <= height


@pytest.mark.parametrize("clinic", CLINICS)
@looks
def test_the_sheet_after_treatment_keeps_to_two_pages_and_four_in_large_print(clinic, paper, large):
    pages = render(sheet_of(Sheet.AFTER, "es", at=clinic, marked=False), paper, large).pages
    assert pages == 2 if not large else pages <= 4


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_sheet_before_a_visit_is_one_page_for_a_few_products_and_two_for_more(paper):
    assert (
        render(sheet_of(Sheet.BEFORE, "es", products="a few products", at=DEFAULT_CLINIC, marked=False), paper).pages
        == 1
    )
    assert render(sheet_of(Sheet.BEFORE, "es", at=SAMPLE_CLINIC, marked=False), paper).pages <= 2


@looks
@sheets
def test_a_time_never_comes_apart_at_a_line_end(sheet, case, paper, large):
    pages = page_texts(render(sheet_of(sheet, "es", case, at=DEFAULT_CLINIC), paper, large).pdf)
    ends = [line.rstrip() for page in pages for line in page.splitlines()]
    assert not [line for line in ends if line.endswith((" a.", " p."))]
    assert not [line for line in ends if line.startswith(("a. m.", "p. m.", "m."))]


def test_the_file_says_that_it_is_spanish_and_what_it_is():
    for sheet, title in (
        (Sheet.AFTER, "Su piel después del microneedling"),
        (Sheet.BEFORE, "Antes de su cita de microneedling"),
    ):
        with open_pdf(render(sheet_of(sheet, "es", marked=False)).pdf) as pdf:
            assert str(pdf.Root.Lang).startswith("es")
            assert str(pdf.docinfo[pikepdf.Name.Title]) == title


def test_a_draft_and_a_reprint_are_marked_in_spanish():
    text = all_text(render(sheet_of(Sheet.AFTER, "es")).pdf)
    assert "BORRADOR" in text
    assert "Reimpresión: lun. 18 de mayo de 2026" in text
