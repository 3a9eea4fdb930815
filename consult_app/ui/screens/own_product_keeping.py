"""Writing lines about the clinic's own products off the GUI thread, then holding them for the next name typed."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from shiboken6 import isValid

from consult_app.application.own_products import OwnProduct
from consult_app.application.services import Services


class OwnProductKeeping:
    """One at a time: ``busy`` while lines are written. They hold in any case; a ``part`` that is gone is not told."""

    def __init__(self, part: QObject, services: Services) -> None:
        self._part = part
        self._services = services
        self.busy = False

    def keep(
        self, lines: tuple[OwnProduct, ...], *, done: Callable[[], None], failed: Callable[[Exception], None]
    ) -> None:
        """Write the lines; they hold from ``done`` on."""
        clinics, own = self._services.clinics, self._services.own_products
        self.busy = True

        def kept(_nothing: None) -> None:
            self.busy = False
            own.keep(*lines)
            if isValid(self._part):
                done()

        def fail(error: Exception) -> None:
            self.busy = False
            if isValid(self._part):
                failed(error)

        self._services.jobs.submit(lambda: clinics.keep_products(*lines), done=kept, failed=fail)
