"""Settings: the pages at the left with what needs attention, and the page one is on."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from consult_app.application.governance import Confirmation, ValueToConfirm
from consult_app.application.services import Services
from consult_app.domain.answers import Provider
from consult_app.domain.clinic import Clinic
from consult_app.ui.jobs import WhileAlive
from consult_app.ui.presenters.settings import SettingsPage, brand_mark, clinic_mark, protocol_mark
from consult_app.ui.screens.settings_brand import BrandPage
from consult_app.ui.screens.settings_clinic import ClinicPage
from consult_app.ui.screens.settings_display import DisplayPage
from consult_app.ui.screens.settings_list import SettingsList
from consult_app.ui.screens.settings_products import OwnProductsPage
from consult_app.ui.screens.settings_protocol import ProtocolPage
from consult_app.ui.screens.settings_version_reading import ReadVersions, read_versions
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class _Read:
    clinic: Clinic | None
    values: tuple[ValueToConfirm, ...]
    lines: tuple[Confirmation, ...]
    versions: ReadVersions


class SettingsScreen(QWidget):
    """``dark_asked`` and ``scale_asked`` follow the display's choices. ``provider`` is who confirms values.

    ``clinic_saved`` gives a clinic that was saved, which is in use by then.
    """

    dark_asked = Signal(bool)
    scale_asked = Signal(float)
    clinic_saved = Signal(object)

    def __init__(
        self, services: Services, theme: Theme, *, provider: Provider | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.provider = provider or Provider("")
        self.list = SettingsList(theme)
        self.clinic = ClinicPage(services, theme)
        self.brand = BrandPage(services, theme)
        self.protocol = ProtocolPage(services, theme, self.provider)
        self.products = OwnProductsPage(services, theme, self.provider)
        self.display = DisplayPage(theme)
        self.display.dark_asked.connect(self.dark_asked)
        self.display.scale_asked.connect(self.scale_asked)
        self._pages: dict[SettingsPage, QWidget] = {
            SettingsPage.CLINIC: self.clinic,
            SettingsPage.BRAND: self.brand,
            SettingsPage.PROTOCOL: self.protocol,
            SettingsPage.PRODUCTS: self.products,
            SettingsPage.DISPLAY: self.display,
        }
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self._stack, 1)
        self.list.page_asked.connect(lambda page: self._stack.setCurrentWidget(self._pages[page]))
        for marked in (self.clinic.marked, self.brand.marked, self.protocol.marked, self.products.marked):
            marked.connect(self._mark)
        for saved in (self.clinic.saved, self.brand.saved):
            saved.connect(self._saved)
        self.list.choose(SettingsPage.CLINIC)
        theme.changed.connect(self._fit)
        self._mark()
        self._read(services)

    @property
    def unsaved(self) -> bool:
        """Whether something is typed and not saved."""
        return bool(self.clinic.unsaved or self.brand.unsaved)

    def carry_over(self, before: "SettingsScreen") -> None:
        """Go on where ``before`` was: on its page, with what was typed there and not saved."""
        self.clinic.show_form(before.clinic.form)
        self.brand.show_form(before.brand.form)
        self.list.choose(before.list.current)

    def focus_first(self) -> None:
        """Give the focus to the page one is on, in the list."""
        self.list.focus_current()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - self.list.width()
        self.brand.fit(room)
        self.protocol.fit(room)

    def _read(self, services: Services) -> None:
        clinics, values = services.clinics, services.values_to_confirm

        def read() -> _Read:
            return _Read(clinics.clinic(), values(), clinics.confirmations(), read_versions(services))

        def show(found: _Read) -> None:
            if found.clinic is not None:
                self.clinic.show_kept(found.clinic)
                self.brand.show_kept(found.clinic)
            self.protocol.show_read(found.values, found.lines, found.versions)

        WhileAlive(self, services.jobs).submit(read, done=show, failed=self.protocol.show_failure)

    def _saved(self, clinic: Clinic) -> None:
        self.clinic.show_kept(clinic)
        self.brand.show_kept(clinic)
        self.clinic_saved.emit(clinic)

    def _mark(self) -> None:
        self.list.entries[SettingsPage.CLINIC].set_mark(
            clinic_mark(missing=self.clinic.missing, unsaved=self.clinic.unsaved)
        )
        self.list.entries[SettingsPage.BRAND].set_mark(brand_mark(unsaved=self.brand.unsaved))
        self.list.entries[SettingsPage.PROTOCOL].set_mark(
            protocol_mark(still_open=self.protocol.still_open, notices=self.protocol.notices)
        )
        self.list.entries[SettingsPage.PRODUCTS].set_mark(self.products.mark)
