"""How the parts of a consultation page share its room; in a narrow window Today folds into a strip."""

from typing import Final

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.ui.shell.banner import PatientBanner
from consult_app.ui.shell.footer import Footer
from consult_app.ui.shell.sheet import CONTENT_LIMIT, StepSheet
from consult_app.ui.shell.today_panel import TodayPanel
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size, Space
from consult_app.ui.widgets.buttons import SecondaryButton
from consult_app.ui.widgets.verdict import VerdictStrip

NARROW: Final = 1200
SMALL: Final = 1400
LARGE: Final = 1680
LOW: Final = 640
TODAY_LARGE: Final = 400


class PageRoom:
    """Lays out a page: banner, strip, sheet with Today beside it, footer."""

    def __init__(
        self,
        page: QWidget,
        theme: Theme,
        *,
        banner: PatientBanner,
        sheet: StepSheet,
        today: TodayPanel,
        footer: Footer,
    ) -> None:
        self._page = page
        self._banner = banner
        self._sheet = sheet
        self._today = today
        self._footer = footer
        self._folded = False
        self.strip = VerdictStrip(theme)
        self.strip.setObjectName("today_strip")
        self.opener = SecondaryButton(theme, "Today", icon_after="chevron-down", compact=True)
        self.opener.setObjectName("today_open")
        self.opener.clicked.connect(self._toggle_today)
        self.strip.add(self.opener)
        self.strip.hide()
        self._middle = QHBoxLayout()
        self._middle.setSpacing(0)
        self._middle.addWidget(sheet, 1)
        self._middle.addWidget(today)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(banner)
        column.addWidget(self.strip)
        column.addLayout(self._middle, 1)
        column.addWidget(footer)

    def fit(self, width: int, height: int) -> None:
        """Lay out for a window of this size in logical px."""
        low = height < LOW
        side = Space.SHEET_SIDE if width >= SMALL else Space.SHEET_SIDE_NARROW
        self._banner.set_low(low)
        self._footer.set_layout(side=side if width >= NARROW else Space.NORMAL, low=low)
        self._sheet.set_layout(side=side, limit=CONTENT_LIMIT if width > LARGE else 0)
        self._today.set_layout(
            width=TODAY_LARGE if width > LARGE else Size.TODAY if width >= SMALL else Size.TODAY_NARROW
        )
        self._fold(width < NARROW)

    def open_today(self) -> None:
        """Show Today where it is folded away, and give it the focus."""
        if self._folded and self._today.isHidden():
            self._today.show()
            self._today.raise_()
            self._place_today()
        self._today.focus_first()

    def fold_today(self) -> bool:
        """Fold Today away in a narrow window; ``False`` when it is no overlay."""
        if self._folded and not self._today.isHidden():
            self._today.hide()
            self.opener.setFocus()
            return True
        return False

    def _toggle_today(self) -> None:
        if not self.fold_today():
            self.open_today()

    def _fold(self, folded: bool) -> None:
        """In a narrow window Today becomes a strip that opens it over the sheet."""
        if folded == self._folded:
            self._place_today()
            return
        self._folded = folded
        self.strip.setVisible(folded)
        if folded:
            self._middle.removeWidget(self._today)
            self._today.hide()
        else:
            self._middle.addWidget(self._today)
            self._today.show()
        self._place_today()

    def _place_today(self) -> None:
        if self._folded and not self._today.isHidden():
            top = self.strip.mapTo(self._page, QPoint(0, self.strip.height())).y()
            height = self._page.height() - top - self._footer.height()
            self._today.setGeometry(self._page.width() - self._today.width(), top, self._today.width(), height)
