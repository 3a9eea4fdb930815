"""The sheet before a visit is one page where it can be, and its words are never made smaller for it."""

import pikepdf
import pytest

from consult_app.application.handout_document import Sheet
from consult_app.application.ports import SheetLook
from consult_app.bootstrap import SAMPLE_CLINIC
from consult_app.domain.clinic import Brand
from consult_app.handout.renderer import ReportlabRenderer
from consult_app.handout.theme import COMPACT_PRINT, NORMAL_PRINT, SNUG_PRINT
from tests.handout.consulted import CLINICS, consulted
from tests.handout.reading import open_pdf

MOST_ON_LETTER = {"en": 7, "es": 5}


def rendered(language, products, *, at=SAMPLE_CLINIC, paper="letter"):
    document = consulted(Sheet.BEFORE, language, products=products, at=at)
    return ReportlabRenderer().render(document, brand=Brand(), look=SheetLook(paper))


@pytest.mark.parametrize("at", CLINICS)
@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("language", MOST_ON_LETTER)
def test_it_is_one_page_for_the_usual_number_of_products(language, paper, at):
    for products in range(MOST_ON_LETTER[language] + 1):
        assert rendered(language, products, at=at, paper=paper).pages == 1


def test_it_is_more_than_one_page_for_many_products():
    assert rendered("en", 20).pages > 1


@pytest.mark.parametrize("language", MOST_ON_LETTER)
def test_a_full_page_is_set_in_the_sizes_of_an_empty_one(language):
    def sizes(pdf):
        with open_pdf(pdf) as opened:
            operators = pikepdf.parse_content_stream(opened.pages[0])
            return {float(operands[1]) for operands, operator in operators if str(operator) == "Tf"}

    full = sizes(rendered(language, MOST_ON_LETTER[language]).pdf)
    assert 12.0 in full
    assert min(full) == min(sizes(rendered(language, 1).pdf)) == NORMAL_PRINT.footer.size


@pytest.mark.parametrize("scale", [SNUG_PRINT, COMPACT_PRINT])
def test_tighter_settings_keep_the_size_of_what_is_read(scale):
    for kind in ("body", "small", "footer"):
        assert getattr(scale, kind).size == getattr(NORMAL_PRINT, kind).size
