"""Printing a kept sheet again: the same bytes, or a copy marked as a reprint, each kept as its own record."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from consult_app.application.consultation import clinic_today
from consult_app.application.errors import Refused
from consult_app.application.handout_document import Sheet
from consult_app.application.handouts import SheetChoice, write_sheet
from consult_app.application.ports import PrinterInfo, RenderedHandout, SheetLook
from consult_app.application.services import Services
from consult_app.domain.answers import Provider
from consult_app.domain.plan import FinalPlan, IssuedHandout
from consult_app.ui.jobs import WhileAlive
from consult_app.ui.presenters.handout import failure_words
from consult_app.ui.presenters.handout_basis import sheet_basis
from consult_app.ui.screens.steps.handout_giving import Parcel, SheetGiver
from consult_app.ui.screens.steps.handout_printers import PrinterMemory, PrintingHabit


class Reprinter(QObject):
    """``given`` says what became of a sheet, ``failed`` what happened and what to do."""

    given = Signal(str)
    failed = Signal(str, str)
    busy_changed = Signal(bool)

    def __init__(self, services: Services, provider: Provider, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._habit: PrintingHabit | None = None
        self._giver = SheetGiver(services, provider, self)
        self._giver.given.connect(self.given)
        self._giver.failed.connect(self.failed)
        self._giver.busy_changed.connect(self.busy_changed)
        self._memory = PrinterMemory(services, self)
        self._memory.known.connect(self._know)

    def ask_printers(self) -> None:
        """Look for printers anew."""
        self._memory.ask()

    @property
    def printers(self) -> tuple[PrinterInfo, ...]:
        """The printers known."""
        return self._habit.printers if self._habit is not None else ()

    def print_again(self, kept: IssuedHandout) -> None:
        """Send the very bytes that were kept."""
        self._print(_parcel(kept, _rendered(kept)))

    def save_again(self, kept: IssuedHandout, path: str) -> None:
        """Write the very bytes that were kept."""
        self._giver.save_sheet(_parcel(kept, _rendered(kept)), path)

    def print_copy(self, plan: FinalPlan, kept: IssuedHandout) -> None:
        """Make the sheet again with the reprint mark and send it."""
        self._made(plan, kept, self._print)

    def _made(self, plan: FinalPlan, kept: IssuedHandout, then: Callable[[Parcel], None]) -> None:
        services = self._services
        WhileAlive(self, services.pages).submit(
            lambda: marked_copy(services, plan, kept),
            done=lambda rendered: then(_parcel(kept, rendered)),
            failed=lambda error: self.failed.emit(*failure_words(error)),
        )

    def _print(self, parcel: Parcel) -> None:
        habit = self._habit
        if habit is None or not habit.usual:
            self.failed.emit("No printer found.", "Save the PDF instead.")
            return
        self._giver.print_sheet(parcel, printer=habit.usual, copies=1)

    def _know(self, habit: PrintingHabit) -> None:
        self._habit = habit


def marked_copy(services: Services, plan: FinalPlan, kept: IssuedHandout) -> RenderedHandout:
    """The sheet once more in its own protocol's words, with the reprint mark; slow.

    Raises ``Refused`` when it cannot be made as it was.

    Hours count from the end of treatment that the kept sheet names, never from another one.
    """
    sheet = Sheet(kept.sheet)
    if sheet is Sheet.AFTER and kept.ended is None:
        raise Refused("This sheet cannot be marked as a copy.", ("Print the same pages instead.",))
    made_with = plan.proposal.protocol
    protocol = services.protocol_of(made_with)
    if protocol is None:
        what = f"Protocol {made_with.version}, which this sheet was made with, is not here."
        raise Refused(what, ("Print the same pages instead.",))
    basis = sheet_basis(
        protocol,
        services.clinic,
        answers=plan.answers,
        proposal=plan.proposal,
        sheet=sheet,
        ended=kept.ended,
    )
    written = write_sheet(
        protocol,
        services.clinic,
        basis.answers,
        basis.proposal,
        choice=_choice(kept),
        dates=services.dates(kept.language),
        plan_number=plan.number,
        reprinted_on=clinic_today(services.clinic, services.clock.now()),
        edits=kept.edits,
    )
    return services.renderer.render(written.document, brand=services.clinic.brand, look=_choice(kept).look)


def _parcel(kept: IssuedHandout, rendered: RenderedHandout) -> Parcel:
    return Parcel(kept.plan_id, rendered, _choice(kept), ended=kept.ended, edits=kept.edits)


def _choice(kept: IssuedHandout) -> SheetChoice:
    return SheetChoice(Sheet(kept.sheet), kept.language, SheetLook(kept.paper, kept.large_print, kept.letterhead))


def _rendered(kept: IssuedHandout) -> RenderedHandout:
    return RenderedHandout(pdf=kept.pdf, pages=kept.pages, text=kept.text)
