import pytest
from PySide6.QtGui import QColor
from PySide6.QtPrintSupport import QPrinter

from consult_app.application.errors import EnvironmentFailed
from consult_app.application.ports import PageImage
from consult_app.ui.printing import QtPrinter, as_image, draw_pages
from tests.fakes.services import FakePreview


class RedPages(FakePreview):
    def page(self, pdf, index, *, width_px):
        height = width_px * 11 // 8
        return PageImage(width_px, height, width_px * 4, b"\x00\x00\xff\xff" * (width_px * height))


def pdf_device(path):
    device = QPrinter()
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(path))
    device.setResolution(72)
    device.setFullPage(True)
    return device


def test_a_page_image_keeps_its_colors(qapp):
    image = as_image(RedPages().page(b"", 0, width_px=8))
    assert QColor(image.pixel(3, 3)).name() == "#ff0000"


def test_every_page_is_drawn(qapp, tmp_path):
    made = tmp_path / "out.pdf"
    draw_pages(pdf_device(made), b"", RedPages(), name="Front desk")
    assert made.read_bytes().count(b"/Type /Page\n") == 2


@pytest.mark.qt_log_ignore("Returned false", extend=True)
def test_a_device_that_cannot_begin_is_named(qapp, tmp_path):
    with pytest.raises(EnvironmentFailed, match="Front desk did not take the pages") as failed:
        draw_pages(pdf_device(tmp_path / "missing" / "out.pdf"), b"", FakePreview(), name="Front desk")
    assert "save the PDF" in failed.value.advice


def test_an_unknown_printer_is_refused_by_name(qapp):
    with pytest.raises(EnvironmentFailed, match="There is no printer called Nope"):
        QtPrinter(FakePreview()).send(b"", printer="Nope", copies=1, paper="letter")


def test_listing_printers_asks_the_system(qapp):
    assert all(info.name for info in QtPrinter(FakePreview()).printers())
