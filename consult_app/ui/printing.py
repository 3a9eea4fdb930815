"""Printing through Qt where there is no CUPS: the pages go to the queue as images.

Imported late: Qt's print support is heavy and most computers print without it.
"""

from typing import Final

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from consult_app.application.errors import EnvironmentFailed
from consult_app.application.ports import PageImage, PagePreview, PrinterInfo

DPI: Final = 300
"""Higher makes the job many times larger without a visible gain; a queue's own default may be 1200."""

_PAPERS: Final = {"letter": QPageSize.PageSizeId.Letter, "a4": QPageSize.PageSizeId.A4}
_BROKEN: Final = (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted)


class QtPrinter:
    """The ``Printer`` port on Qt's print support.

    An unknown name would silently become the default printer, and none at all a PDF file; both are refused here.
    """

    def __init__(self, preview: PagePreview) -> None:
        self._preview = preview

    def printers(self) -> tuple[PrinterInfo, ...]:
        """What the system offers; ``problem`` is set for a queue that cannot take a job now."""
        return tuple(
            PrinterInfo(
                name=info.printerName(),
                is_default=info.isDefault(),
                problem="The printer reports an error." if info.state() in _BROKEN else "",
            )
            for info in QPrinterInfo.availablePrinters()
        )

    def send(self, pdf: bytes, *, printer: str, copies: int, paper: str) -> None:
        """Draw the pages onto the queue. Raises ``EnvironmentFailed`` naming the printer when it cannot."""
        info = QPrinterInfo.printerInfo(printer)
        if info.isNull() or printer not in QPrinterInfo.availablePrinterNames():
            raise EnvironmentFailed(f"There is no printer called {printer}.", "Choose another printer or save the PDF.")
        if info.state() in _BROKEN:
            raise EnvironmentFailed(f"{printer} reports an error.", "Look at the printer, or save the PDF.")
        device = QPrinter(info, QPrinter.PrinterMode.HighResolution)
        device.setResolution(DPI)
        device.setCopyCount(copies)
        device.setFullPage(True)
        size = QPageSize(_PAPERS.get(paper, QPageSize.PageSizeId.Letter))
        device.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
        draw_pages(device, pdf, self._preview, name=printer)


def draw_pages(device: QPrinter, pdf: bytes, preview: PagePreview, *, name: str) -> None:
    """Every page of ``pdf`` on a page of ``device``. Raises ``EnvironmentFailed`` naming the printer."""
    failed = EnvironmentFailed(f"{name} did not take the pages.", "Look at the printer, or save the PDF.")
    painter = QPainter()
    if not painter.begin(device):
        raise failed
    try:
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        room = QRectF(painter.viewport())
        for index in range(preview.pages(pdf)):
            if index and not device.newPage():
                raise failed
            image = as_image(preview.page(pdf, index, width_px=round(room.width())))
            painter.drawImage(QRectF(0, 0, room.width(), room.width() * image.height() / image.width()), image)
    finally:
        ended = painter.end()
    if not ended:
        raise failed


def as_image(page: PageImage) -> QImage:
    """The page as Qt draws it; the pixels are copied."""
    return QImage(page.bgrx, page.width, page.height, page.stride, QImage.Format.Format_RGB32).copy()
