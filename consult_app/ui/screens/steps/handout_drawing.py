"""Drawing a sheet off the GUI thread: only the latest wish counts, results that came too late are dropped."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from shiboken6 import isValid

from consult_app.application.handouts import write_sheet
from consult_app.application.ports import PageImage, RenderedHandout
from consult_app.application.services import Services
from consult_app.application.sheet_edits import SheetLine
from consult_app.domain.plan import LineEdit
from consult_app.ui.presenters.handout import SheetWish
from consult_app.ui.presenters.handout_basis import SheetBasis

PAGE_WIDTH = 1224
"""Pixels across a drawn page: a letter page at 144 dots an inch, sharp at fit width on any screen."""


@dataclass(frozen=True, slots=True)
class SheetOrder:
    """Everything that decides what the pages say and how they look."""

    basis: SheetBasis
    wish: SheetWish
    number: str = ""
    draft: bool = False
    edits: tuple[LineEdit, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnSheet:
    """A sheet as bytes and as pictures, with its lines that can be put in other words."""

    order: SheetOrder
    rendered: RenderedHandout
    lines: tuple[SheetLine, ...]
    pages: tuple[QImage, ...]


class SheetDrawer(QObject):
    """Draws one sheet at a time on the lane for pages. ``drawn`` gives a ``DrawnSheet``, ``failed`` what was raised."""

    drawn = Signal(object)
    failed = Signal(object)

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._wanted: SheetOrder | None = None
        self._busy = False
        self.current: DrawnSheet | None = None

    def draw(self, order: SheetOrder) -> None:
        """Draw this; an order that is drawn already is not drawn again, and an earlier one is forgotten."""
        if order == self._wanted and (self._busy or self.is_drawn(order)):
            return
        self._wanted = order
        if self.is_drawn(order):
            self.drawn.emit(self.current)
        elif not self._busy:
            self._start(order)

    def is_drawn(self, order: SheetOrder) -> bool:
        """Whether this is what was drawn last."""
        return self.current is not None and self.current.order == order

    def _start(self, order: SheetOrder) -> None:
        self._busy = True
        services = self._services
        services.pages.submit(lambda: _draw(services, order), done=self._done, failed=lambda e: self._fail(order, e))

    def _done(self, sheet: DrawnSheet) -> None:
        self._busy = False
        if not isValid(self):
            return
        if self._wanted is not None and self._wanted != sheet.order:
            self._start(self._wanted)
            return
        self.current = sheet
        self.drawn.emit(sheet)

    def _fail(self, order: SheetOrder, error: Exception) -> None:
        self._busy = False
        if not isValid(self):
            return
        if self._wanted is not None and self._wanted != order:
            self._start(self._wanted)
            return
        self._wanted = None
        self.current = None
        self.failed.emit(error)


def _draw(services: Services, order: SheetOrder) -> DrawnSheet:
    wish = order.wish
    written = write_sheet(
        services.protocol,
        services.clinic,
        order.basis.answers,
        order.basis.proposal,
        choice=wish.choice,
        dates=services.dates(wish.language),
        plan_number=order.number,
        draft=order.draft,
        edits=order.edits,
    )
    rendered = services.renderer.render(written.document, brand=services.clinic.brand, look=wish.look)
    return DrawnSheet(order, rendered, written.lines, draw_pages(services, rendered.pdf, rendered.pages))


def draw_pages(services: Services, pdf: bytes, count: int) -> tuple[QImage, ...]:
    """The pages of a PDF as pictures; slow, so only on a worker."""
    return tuple(as_image(services.preview.page(pdf, index, width_px=PAGE_WIDTH)) for index in range(count))


def as_image(page: PageImage) -> QImage:
    """A page's pixels as Qt's own picture."""
    shared = QImage(page.bgrx, page.width, page.height, page.stride, QImage.Format.Format_RGB32)
    return shared.copy()
