"""Where the last page has room to spare, it has lines for the patient's questions."""

from dataclasses import replace

import pytest

from consult_app.application.handout_document import Sheet
from consult_app.application.ports import SheetLook
from consult_app.domain.clinic import Brand
from consult_app.handout.renderer import ReportlabRenderer
from tests.handout.reading import page_texts
from tests.handout.samples import AFTER, BEFORE, SHEETS

HEADING = "Your questions for us"


def rendered(document, *, paper="letter", large=False):
    asked = replace(document, notes_heading=HEADING)
    return ReportlabRenderer().render(asked, brand=Brand(), look=SheetLook(paper, large))


def with_few_parts(document):
    rows = document.products.rows[:1]
    return replace(document, products=replace(document.products, rows=rows), visits=None)


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_a_page_with_room_has_lines_to_write_on_above_the_signature(paper):
    last = page_texts(rendered(with_few_parts(AFTER), paper=paper).pdf)[-1]
    assert last.index("A slight tan") < last.index(HEADING) < last.index("Dana Keller")


def test_a_full_page_has_none_and_names_none():
    full = rendered(AFTER)
    assert full.pages == 2
    assert HEADING not in full.text
    assert HEADING not in "".join(page_texts(full.pdf))


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("rows", [0, 1, 3, 6])
def test_the_lines_never_take_another_page(sheet, large, paper, rows):
    document = SHEETS[sheet]
    shorter = replace(document, products=replace(document.products, rows=document.products.rows[:rows]))
    look = SheetLook(paper, large)
    without = ReportlabRenderer().render(shorter, brand=Brand(), look=look)
    assert rendered(shorter, paper=paper, large=large).pages == without.pages


def test_a_sheet_without_the_heading_has_no_lines():
    bare = ReportlabRenderer().render(with_few_parts(BEFORE), brand=Brand(), look=SheetLook())
    assert HEADING not in bare.text
    assert BEFORE.sheet is Sheet.BEFORE
