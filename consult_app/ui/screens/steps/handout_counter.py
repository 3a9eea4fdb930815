"""Over the counter: what is open is asked, the pages are drawn as they now stand, then the sheet goes out."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from consult_app.application.services import Services
from consult_app.domain.answers import Provider
from consult_app.domain.plan import FinalPlan
from consult_app.ui.presenters.handout import HandoutView, checks_record
from consult_app.ui.presenters.handout_basis import local_now
from consult_app.ui.screens.steps.handout_drawing import DrawnSheet, SheetDrawer, SheetOrder
from consult_app.ui.screens.steps.handout_giving import Parcel, SheetGiver
from consult_app.ui.screens.steps.handout_output import AskPlace, ask_place, file_name
from consult_app.ui.screens.steps.handout_printers import COPIES, PRINTER, PrinterMemory
from consult_app.ui.screens.steps.handout_side import HandoutSide

ASK_FIRST = "Ask again first, then tick each line."


@dataclass(frozen=True, slots=True)
class Wanted:
    """The sheet as it is wanted now."""

    plan: FinalPlan
    view: HandoutView
    order: SheetOrder


class HandoutCounter(QObject):
    """``given`` says what became of a sheet, ``asking`` what the provider has to do first.

    ``wanted`` gives the sheet as it stands when a button is pressed, ``None`` before the signature.
    """

    given = Signal(str)
    asking = Signal(str)

    def __init__(
        self,
        services: Services,
        provider: Provider,
        *,
        drawer: SheetDrawer,
        side: HandoutSide,
        memory: PrinterMemory,
        wanted: Callable[[], Wanted | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._drawer = drawer
        self._side = side
        self._memory = memory
        self._wanted = wanted
        self._noted = False
        self._details_asked = False
        self._after_details: Callable[[], None] = lambda: None
        self._send: Callable[[DrawnSheet], None] | None = None
        self.ask_place: AskPlace = ask_place
        drawer.drawn.connect(self._drawn)
        drawer.failed.connect(self._forget)
        self._giver = SheetGiver(services, provider, self)
        self._giver.given.connect(self._given)
        self._giver.failed.connect(side.output.show_failure)
        self._giver.busy_changed.connect(lambda busy: side.output.set_busy(busy=busy))
        side.output.print_asked.connect(self.print_sheet)
        side.output.save_asked.connect(self.save_sheet)
        side.output.email_asked.connect(self.email_sheet)
        side.output.details_confirmed.connect(self._details_confirmed)

    def start_anew(self) -> None:
        """Another plan lies on the counter."""
        self._noted = False

    def print_sheet(self) -> None:
        """Send the sheet to the chosen printer."""
        output = self._side.output
        printer = output.printer.value
        if printer is None:
            return
        copies = int(output.copies.value or "1")

        def send(parcel: Parcel) -> None:
            self._memory.remember(PRINTER, printer)
            self._memory.remember(COPIES, str(copies))
            self._giver.print_sheet(parcel, printer=printer, copies=copies)

        self._give(send)

    def save_sheet(self) -> None:
        """Ask for a place and write the sheet there."""
        self._to_file("pdf", self._giver.save_sheet)

    def email_sheet(self) -> None:
        """Ask for a place, write the draft of an email there and have the mail program open it."""
        self._to_file("eml", self._giver.email_sheet)

    def _to_file(self, kind: str, write: Callable[[Parcel, str], None]) -> None:
        def send(parcel: Parcel) -> None:
            name = file_name(parcel.choice.sheet, kind)
            self.ask_place(self._side, name, lambda path: write(parcel, path))

        self._give(send)

    def _give(self, send: Callable[[Parcel], None]) -> None:
        wanted = self._wanted()
        if wanted is None or self._giver.busy or not wanted.view.may_give:
            return
        checks, side, view = self._side.checks, self._side, wanted.view
        if not checks.confirmed:
            self.asking.emit(ASK_FIRST)
            side.reveal(checks)
            checks.focus_open()
            return
        if view.asks_details and not self._details_asked:
            self._after_details = lambda: self._give(send)
            side.output.ask_details(view.asks_details)
            return
        side.output.failure.hide()
        today = local_now(self._services.clinic, self._services.clock.now()).date()
        note = checks_record(view.checks, today) if view.checks and not self._noted else ""
        plan = wanted.plan

        def go(drawn: DrawnSheet) -> None:
            if not drawn.order.draft:
                wish = drawn.order.wish
                edits = tuple(line.edit for line in drawn.lines if line.edit is not None)
                send(Parcel(plan.id, drawn.rendered, wish.choice, note, wish.ended, edits))

        if self._drawer.current is not None and self._drawer.current.order == wanted.order:
            go(self._drawer.current)
        else:
            self._send = go
            self._drawer.draw(wanted.order)

    def _drawn(self, drawn: DrawnSheet) -> None:
        send, self._send = self._send, None
        if send is not None:
            send(drawn)

    def _forget(self, _error: Exception) -> None:
        self._send = None

    def _details_confirmed(self) -> None:
        self._details_asked = True
        self._after_details()

    def _given(self, words: str) -> None:
        self._noted = self._noted or bool(self._side.checks.rows)
        self._side.output.failure.hide()
        self.given.emit(words)
