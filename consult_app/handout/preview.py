"""Pages of a PDF as pictures, by PDFium."""

from threading import Lock
from typing import Final

import pypdfium2

from consult_app.application.ports import PageImage

_PDFIUM: Final = Lock()


class PdfiumPreview:
    """Shows the pages of a finished sheet. PDFium is not thread-safe; calls from several threads take turns."""

    def pages(self, pdf: bytes) -> int:
        """How many pages the file has."""
        with _PDFIUM, pypdfium2.PdfDocument(pdf) as document:
            return len(document)

    def page(self, pdf: bytes, index: int, *, width_px: int) -> PageImage:
        """Page ``index`` (from 0) on white, ``width_px`` pixels wide, height in proportion.

        Raises:
            IndexError: There is no such page.
        """
        with _PDFIUM, pypdfium2.PdfDocument(pdf) as document:
            if not 0 <= index < len(document):
                raise IndexError(index)
            page = document[index]
            width, _ = page.get_size()
            bitmap = page.render(scale=width_px / width, prefer_bgrx=True)
            return PageImage(width=bitmap.width, height=bitmap.height, stride=bitmap.stride, bgrx=bytes(bitmap.buffer))
