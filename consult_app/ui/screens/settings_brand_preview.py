"""The brand on the real sheet: the same code that prints draws it, off the GUI thread, a moment after typing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.application.consultation import clinic_today
from consult_app.application.handout_document import Sheet
from consult_app.application.handouts import SheetChoice
from consult_app.application.sample_sheet import sample_sheet
from consult_app.application.services import Services
from consult_app.domain.clinic import Clinic
from consult_app.ui.jobs import WhileAlive
from consult_app.ui.presenters.settings_brand import LANGUAGES
from consult_app.ui.screens.steps.handout_drawing import draw_pages
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.page_view import PageView
from consult_app.ui.widgets.segmented import Segment, Segmented
from consult_app.ui.widgets.text import Text

PAUSE: Final = 250
"""Milliseconds of quiet before a change is drawn."""


@dataclass(frozen=True, slots=True)
class _Order:
    clinic: Clinic
    sheet: Sheet
    language: str


class BrandPreview(QFrame):
    """Draws only what was wished for last. Nothing is drawn while it is not seen."""

    def __init__(self, services: Services, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._theme = theme
        self._work = WhileAlive(self, services.pages)
        self._clinic = services.clinic
        self._language = "en"
        self._busy: _Order | None = None
        self._drawn: _Order | None = None
        self._cancel: Callable[[], None] = lambda: None
        self.sheet = Segmented(theme, "Sheet", (Segment(Sheet.BEFORE, "Before"), Segment(Sheet.AFTER, "After")))
        self.sheet.setObjectName("brand_preview_sheet")
        self.sheet.set_value(Sheet.AFTER)
        self.sheet.chosen.connect(lambda _key: self._draw())
        self.pages = PageView(theme, "Sheet with this brand")
        self.pages.setObjectName("brand_preview_pages")
        self.said = Text(theme, "", role="meta", color="text2")
        self.said.setObjectName("brand_preview_said")
        head = QHBoxLayout()
        head.addWidget(Text(theme, "Live preview", role="verdict", wrap=False))
        head.addStretch(1)
        head.addWidget(Text(theme, "Sample patient", role="dense", color="text2", wrap=False))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self.sheet)
        column.addWidget(self.pages, 1)
        column.addWidget(self.said)
        theme.changed.connect(self.update)
        self._say("")

    def show_brand(self, clinic: Clinic, language: str, *, at_once: bool = False) -> None:
        """Draw the sheet of ``clinic`` in ``language`` after a moment of quiet."""
        self._clinic, self._language = clinic, language
        self._cancel()
        if at_once:
            self._draw()
        else:
            self._cancel = self._work.later(PAUSE, self._draw)

    @override
    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._draw()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("window"))

    @property
    def _wanted(self) -> _Order:
        return _Order(self._clinic, Sheet(self.sheet.value or Sheet.AFTER), self._language)

    def _draw(self) -> None:
        order = self._wanted
        if not self.isVisible() or self._busy is not None or order == self._drawn:
            return
        self._busy = order
        services = self._services
        self._work.submit(
            lambda: _drawn(services, order), done=lambda pages: self._show(order, pages), failed=self._failed
        )

    def _show(self, order: _Order, pages: tuple[QImage, ...]) -> None:
        self._busy = None
        if order == self._wanted:
            self._drawn = order
            self.pages.set_pages(pages)
            self._say("")
        self._draw()

    def _failed(self, _error: Exception) -> None:
        self._drawn, self._busy = self._busy, None
        self._say("The sheet cannot be drawn. ")
        self._draw()

    def _say(self, problem: str) -> None:
        language = LANGUAGES[self._language]
        self.said.setText(
            f"{problem}In {language}, drawn by the same code that prints. "
            "Green, amber and red in the program do not change with the brand."
        )


def _drawn(services: Services, order: _Order) -> tuple[QImage, ...]:
    document = sample_sheet(
        services.protocol,
        order.clinic,
        SheetChoice(order.sheet, order.language),
        today=clinic_today(order.clinic, services.clock.now()),
        dates=services.dates(order.language),
        catalogue=services.catalogue,
    )
    rendered = services.renderer.render(document, brand=order.clinic.brand, look=SheetChoice(order.sheet).look)
    return draw_pages(services, rendered.pdf, rendered.pages)
