import pytest

from consult_app.application.ports import SheetLook
from consult_app.domain.clinic import Brand
from consult_app.handout.preview import PdfiumPreview
from consult_app.handout.renderer import ReportlabRenderer
from tests.handout.samples import AFTER


@pytest.fixture(scope="module")
def pdf():
    return ReportlabRenderer().render(AFTER, brand=Brand(), look=SheetLook()).pdf


def test_pages_are_counted(pdf):
    assert PdfiumPreview().pages(pdf) == 2


def test_a_page_is_shown_as_wide_as_asked_on_white_with_its_band(pdf):
    image = PdfiumPreview().page(pdf, 0, width_px=612)
    assert (image.width, image.height) == (612, 792)
    assert image.stride >= 4 * image.width
    assert len(image.bgrx) == image.stride * image.height

    def pixel(x, y):
        start = y * image.stride + 4 * x
        return tuple(image.bgrx[start : start + 3])

    assert pixel(2, 2) == (255, 255, 255)
    assert pixel(300, 24) == (0x3B, 0x31, 0x12)


@pytest.mark.parametrize("index", [-1, 2])
def test_a_page_that_is_not_there_is_refused(pdf, index):
    with pytest.raises(IndexError):
        PdfiumPreview().page(pdf, index, width_px=100)
