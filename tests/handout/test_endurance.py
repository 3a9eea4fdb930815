"""Whatever is typed, the sheet prints: nothing crashes, nothing is lost, nothing stands outside the margins.

Each case is tried on all 16 combinations of sheet, language, paper and print size.
"""

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult_app.application.handout_document import HandoutDocument, Run, Sheet, plain
from consult_app.application.ports import SheetLook
from consult_app.domain.clinic import Brand
from consult_app.handout.fonts import Face, printable_code_points
from consult_app.handout.renderer import ReportlabRenderer
from consult_app.handout.tagging import TaggedCanvas
from consult_app.handout.text import TextCleaner
from tests.handout.consulted import consulted
from tests.handout.reading import (
    all_text,
    body_text,
    clips_anything,
    letter_boxes,
    letters_on_one_another,
    marked_page,
    open_pdf,
    squeezed,
)
from tests.handout.samples import SHEETS, busy, write_in

LOOKS = [SheetLook(paper, large) for paper in ("letter", "a4") for large in (False, True)]
INSET, MARGIN, SLACK = 18.0, 36.0, 1.5


def with_note(document: HandoutDocument, note: str) -> HandoutDocument:
    return replace(document, edited=replace(document.edited, notes=(note, "after it")))


def with_name(document: HandoutDocument, name: str) -> HandoutDocument:
    band = replace(document.band, patient_name=name, running_head=f"{name} · Fri, May 15")
    return replace(document, band=band, footer=replace(document.footer, left=f"{name} · Plan A-1"))


def everywhere(document: HandoutDocument, text: str) -> HandoutDocument:
    """The text in every kind of place a person's typing can reach, and in the fixed ones too."""
    rows = tuple(
        replace(row, name=text, detail=text, first=replace(row.first, lines=(text, text)), second=write_in(text))
        for row in document.products.rows[:2]
    )
    changed = replace(
        document,
        title=text,
        lead=(Run(text), Run(text, bold=True)),
        panels=tuple(replace(panel, heading=text, subheading=text, items=(text, text)) for panel in document.panels),
        call_box=replace(
            document.call_box, heading=text, signs=(text,) * 4, emergency=text, clinic_name=text, hours=text
        ),
        products=replace(document.products, heading=text, columns=(text, text, text), rows=rows, closing=plain(text)),
        sun_line=plain(text),
        edited=replace(document.edited, heading=text, notes=(text,)),
        disclaimer=text,
    )
    if changed.visits:
        changed = replace(
            changed,
            visits=replace(
                changed.visits, rows=tuple(replace(row, text=text, date=text) for row in changed.visits.rows[:2])
            ),
            timeline=tuple(replace(step, title=text, when=text, text=plain(text)) for step in changed.timeline[:2]),
            remember=replace(changed.remember, items=(plain(text),)),
            signature=replace(changed.signature, signer=plain(text), date_label=text),
        )
    return with_name(changed, text)


def with_products(document: HandoutDocument, count: int) -> HandoutDocument:
    row = document.products.rows[0]
    rows = tuple(replace(row, name=f"Product number {index} of many") for index in range(count))
    return replace(document, products=replace(document.products, rows=rows))


def without_lists(document: HandoutDocument) -> HandoutDocument:
    """Every list there is, with nothing in it."""
    return replace(
        document,
        remember=document.remember and replace(document.remember, items=()),
        timeline=(),
        panels=tuple(replace(panel, items=()) for panel in document.panels),
        call_box=replace(document.call_box, signs=()),
        products=replace(document.products, rows=()),
        visits=document.visits and replace(document.visits, rows=()),
        expect=document.expect and replace(document.expect, paragraphs=()),
        edited=replace(document.edited, notes=()),
        links=(),
    )


NOTE = " ".join(f"word{index}" for index in range(1150))
CASES = {
    "60 products": (lambda document: with_products(document, 60), [f"Product number {i} of many" for i in range(60)]),
    "a 10,000-character note": (lambda document: with_note(document, NOTE), [NOTE, "after it"]),
    "an unbroken 5,000-letter word": (lambda document: with_note(document, "w" * 5000), ["w" * 5000, "after it"]),
    "a 100-letter surname": (lambda document: with_name(document, "Ana " + "B" * 100), ["Ana " + "B" * 100]),
    "a 5,000-letter name": (lambda document: with_name(document, "B" * 5000), ["B" * 5000]),
    "an unclosed tag": (lambda document: everywhere(document, "dose <b 5 mg"), ["dose <b 5 mg"]),
    "a closing tag": (lambda document: everywhere(document, "</para>"), ["</para>"]),
    "an image tag": (
        lambda document: everywhere(document, '<img src="/etc/passwd"/> &amp; &lt;'),
        ['<img src="/etc/passwd"/> &amp; &lt;'],
    ),
    "NUL and controls": (lambda document: everywhere(document, "a\x00b\x1b[0mc\ud800"), ["ab[0mc"]),
    "emoji": (lambda document: everywhere(document, "smile 😀 end"), ["smile □ end"]),
    "a 300-letter word everywhere": (lambda document: everywhere(document, "W" * 300), ["W" * 300]),
    "PDF's own marks": (lambda document: everywhere(document, "(a) \\ ) ( <> %"), ["(a) \\ ) ( <> %"]),
    "an empty list of each kind": (without_lists, []),
    "nothing at all": (lambda document: everywhere(document, ""), []),
    "only spaces": (lambda document: everywhere(document, "   "), []),
}


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look.paper}-{'large' if look.large_print else 'normal'}")
def look(request):
    return request.param


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("case", CASES)
def test_it_prints_whole_inside_the_margins_and_nothing_on_anything_else(case, sheet, language, look):
    change, kept = CASES[case]
    whole = replace(busy(SHEETS[sheet] if language == "en" else consulted(sheet, "es")), draft_mark=None)
    result = ReportlabRenderer().render(change(whole), brand=Brand(), look=look)
    text = squeezed(body_text(result.pdf))
    assert letters_on_one_another(result.pdf) == ()
    assert not clips_anything(result.pdf)
    for words in kept:
        assert squeezed(words) in text, f"lost: {words[:40]}"
    for left, bottom, right, top, width, height in letter_boxes(result.pdf):
        assert left >= MARGIN - SLACK
        assert right <= width - MARGIN + SLACK
        assert bottom >= INSET - SLACK
        assert top <= height - INSET + SLACK
    with open_pdf(result.pdf) as opened:
        assert all(marked_page(page).faults == () for page in opened.pages)


def test_letters_on_one_another_and_a_cut_are_found_where_there_are_some():
    page = TaggedCanvas(width=200, height=100, language="en", title="T")
    with page.content(None):
        for baseline, words in ((50, "Mmmm"), (54, "Wwww")):
            page.text(words, x=10, baseline=baseline, face=Face.REGULAR, size=12, color=(0, 0, 0))
    page.end_page()
    pdf = page.finish()
    assert "page 1: MW" in letters_on_one_another(pdf)
    assert not clips_anything(pdf)
    with open_pdf(pdf) as opened:
        opened.pages[0].contents_add(b"0 0 5 5 re W n", prepend=True)
        cut = BytesIO()
        opened.save(cut)
    assert clips_anything(cut.getvalue())


@pytest.mark.parametrize("sheet", SHEETS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=400))
def test_any_text_at_all_prints(sheet, text):
    result = ReportlabRenderer().render(everywhere(busy(SHEETS[sheet]), text), brand=Brand(), look=SheetLook())
    cleaned = TextCleaner(printable_code_points()).clean(text)
    assert squeezed(cleaned) in squeezed(result.text)


def test_a_table_over_pages_repeats_its_head_without_tagging_it_again():
    result = ReportlabRenderer().render(with_products(SHEETS[Sheet.AFTER], 60), brand=Brand(), look=SheetLook())
    assert all_text(result.pdf).count("Stop until") == result.pages - 1
    assert result.text.count("Stop until") == 1
