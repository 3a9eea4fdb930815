import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from consult_app.application.handout_document import Sheet
from consult_app.application.ports import SheetLook
from consult_app.domain.clinic import Brand
from consult_app.handout.renderer import ReportlabRenderer
from tests.handout.reading import all_text, open_pdf, page_texts, squeezed
from tests.handout.samples import AFTER, BEFORE, SHEETS, busy

GOLDEN = Path(__file__).parent / "golden"
PAPERS = ("letter", "a4")


def render(document, *, paper="letter", large=False, letterhead=True, brand=None):
    return ReportlabRenderer().render(document, brand=brand or Brand(), look=SheetLook(paper, large, letterhead))


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("sheet", SHEETS)
def test_pages_say_what_they_said_when_they_were_last_looked_at(sheet, paper):
    expected = (GOLDEN / f"{sheet}-{paper}.txt").read_text("utf-8")
    pages = page_texts(render(SHEETS[sheet], paper=paper).pdf)
    assert "\n---\n".join("\n".join(text.splitlines()) for text in pages) + "\n" == expected


@pytest.mark.parametrize("paper", PAPERS)
def test_the_sheet_after_treatment_is_two_pages_and_at_most_four_in_large_print(paper):
    assert render(AFTER, paper=paper).pages == 2
    assert render(AFTER, paper=paper, large=True).pages <= 4


@pytest.mark.parametrize("paper", PAPERS)
def test_the_sheet_before_a_visit_is_one_page_for_seven_products_and_more_for_more(paper):
    rows = BEFORE.products.rows
    seven = replace(BEFORE, products=replace(BEFORE.products, rows=(*rows, rows[0])))
    assert render(seven, paper=paper).pages == 1
    assert render(replace(BEFORE, products=replace(BEFORE.products, rows=rows * 3)), paper=paper).pages > 1


@pytest.mark.parametrize("paper", PAPERS)
def test_a_crowded_sheet_is_set_tighter_rather_than_on_a_third_page(paper):
    assert render(busy(AFTER), paper=paper).pages == 2


def digests_in_a_new_process(expression, seed):
    script = (
        "import sys; from concurrent.futures import ThreadPoolExecutor; from hashlib import sha256;"
        "from tests.handout.test_renderer import render; from tests.handout.samples import AFTER, busy;"
        "digest = lambda *_: sha256(render(busy(AFTER)).pdf).hexdigest();"
        f"sys.stdout.write(' '.join({expression}))"
    )
    root = Path(__file__).parents[2]
    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=root,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(ran.stdout.split())


def test_the_same_input_gives_the_same_bytes_in_every_process():
    here = {hashlib.sha256(render(busy(AFTER)).pdf).hexdigest()}
    assert digests_in_a_new_process("[digest()]", "1") == here
    assert digests_in_a_new_process("[digest()]", "2") == here


def test_threads_that_render_at_once_from_the_start_do_not_disturb_one_another():
    here = {hashlib.sha256(render(busy(AFTER)).pdf).hexdigest()}
    assert digests_in_a_new_process("ThreadPoolExecutor(4).map(digest, range(12))", "1") == here


def test_names_of_many_scripts_come_back_exactly():
    names = "Nguyễn, Łukasz, Zoë, Ольга, Ελένη, Ğülşen, Þórður, Ștefan, Đặng"
    result = render(replace(AFTER, band=replace(AFTER.band, patient_name=names)))
    assert squeezed(names) in squeezed(page_texts(result.pdf)[0])
    assert result.missing_glyphs == ()


def test_what_has_no_glyph_is_named_and_its_place_is_printed():
    result = render(replace(AFTER, title="Skin 😀 肌"))
    assert result.missing_glyphs == ("😀", "肌")
    assert "Skin □ □" in page_texts(result.pdf)[0]


def test_words_at_a_line_end_do_not_join():
    assert "two as the numbing" in " ".join(page_texts(render(AFTER).pdf)[0].split())


def test_the_text_kept_for_the_record_is_in_reading_order_and_complete():
    text = render(busy(AFTER)).text
    order = [
        "Marisol Ortega-Whitfield",
        "Your skin after microneedling",
        "3 things to remember",
        "First hours",
        "Avoid",
        "OK",
        "Call us if you notice",
        "513-555-0142",
        "Your products",
        "Tretinoin cream 0.05%",
        "Your next visits",
        "Session 2",
        "Changed for you",
        "atalo.example/ask",
        "Dana Keller, NP, your provider",
        "Scan to call us",
        "DRAFT",
        "Reprint Mon, May 18, 2026",
        "Plan A-20418-3",
    ]
    position = 0
    for words in order:
        assert words in text[position:], words
        position = text.index(words, position)


def test_the_draft_mark_is_on_every_page_and_only_when_set():
    assert all("DRAFT" in text for text in page_texts(render(replace(AFTER, draft_mark="DRAFT")).pdf))
    assert "DRAFT" not in all_text(render(AFTER).pdf)


def test_a_reprint_says_so_in_each_footer():
    pages = page_texts(render(replace(AFTER, reprint_mark="Reprint Mon, May 18, 2026")).pdf)
    assert all("Reprint Mon, May 18, 2026" in text for text in pages)


def test_pages_are_numbered_in_the_words_of_the_document():
    document = replace(AFTER, footer=replace(AFTER.footer, page_words="Página {page} de {pages}"))
    first, second = page_texts(render(document).pdf)
    assert "Página 1 de 2" in first
    assert "Página 2 de 2" in second


def test_without_letterhead_no_ink_fills_the_band_and_the_patient_is_still_named():
    bare = render(AFTER, letterhead=False)
    ink = [0.071, 0.192, 0.231]

    def fills(pdf):
        with open_pdf(pdf) as opened:
            return [
                [round(float(number), 3) for number in operands]
                for operands, operator in pikepdf.parse_content_stream(opened.pages[0])
                if str(operator) == "rg"
            ]

    assert ink in fills(render(AFTER).pdf)
    assert ink not in fills(bare.pdf)
    assert "Marisol Ortega-Whitfield" in page_texts(bare.pdf)[0]
    assert "Marisol Ortega-Whitfield" in page_texts(bare.pdf)[1]
    assert render(AFTER, brand=Brand(letterhead=False)).pdf == bare.pdf


def test_a_missing_phone_leaves_a_line_to_write_on_and_invents_nothing():
    box = replace(AFTER.call_box, phone=None)
    document = replace(AFTER, call_box=box, footer=replace(AFTER.footer, middle=""), qr=None, remember=None)
    text = all_text(render(document).pdf)
    assert "Our phone:" in text
    assert "555" not in text


def test_the_file_names_no_patient_in_its_metadata():
    with open_pdf(render(busy(AFTER)).pdf) as pdf:
        assert "Ortega" not in str(dict(pdf.docinfo))
        assert "Ortega" not in pdf.Root.Metadata.read_bytes().decode()
        assert str(pdf.docinfo.Title) == "Your skin after microneedling"


def test_a_vector_logo_stands_in_place_of_the_name_and_stays_text():
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><circle cx="20" cy="20" r="16"/>'
        b'<text x="46" y="28" font-size="24" font-family="Georgia">Wordmark</text></svg>'
    )
    text = page_texts(render(AFTER, brand=Brand(logo_svg=svg)).pdf)[0]
    assert text.strip().startswith("Wordmark")


@pytest.mark.parametrize("brand", [Brand(logo_svg=b"<svg"), Brand(logo_svg=b"no svg"), Brand(logo_png=b"no png")])
def test_a_logo_that_cannot_be_read_leaves_the_name(brand):
    assert page_texts(render(AFTER, brand=brand).pdf)[0].strip().startswith("Atalo Aesthetics")


def test_a_picture_logo_is_drawn_once_with_its_transparency(png_logo):
    with open_pdf(render(AFTER, brand=Brand(logo_png=png_logo)).pdf) as pdf:
        images = [image for page in pdf.pages for image in page.get_images().values()]
        assert len(images) == 1
        assert "/SMask" in images[0] or "/Mask" in images[0]


def test_empty_lists_of_every_kind_are_left_out():
    document = replace(
        AFTER,
        remember=replace(AFTER.remember, items=()),
        timeline=(),
        panels=tuple(replace(panel, items=()) for panel in AFTER.panels),
        call_box=replace(AFTER.call_box, signs=()),
        products=replace(AFTER.products, rows=()),
        visits=replace(AFTER.visits, rows=()),
    )
    text = all_text(render(document).pdf)
    assert "3 things to remember" not in text
    assert "Your next visits" not in text
    assert "Stop until" not in text


def test_a_document_of_a_title_alone_prints():
    bare = type(AFTER)(Sheet.AFTER, "en-US", "T", "T", (), AFTER.band, AFTER.footer)
    assert render(bare).pages == 1
