"""Giving a sheet out: its record is kept first, then exactly those bytes go to the printer or into a file."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from consult_app.application.handouts import SheetChoice
from consult_app.application.past_plans import addendum, issue
from consult_app.application.ports import RenderedHandout
from consult_app.application.services import Services
from consult_app.application.sheet_email import email_draft
from consult_app.domain.answers import Provider
from consult_app.domain.plan import IssuedHandout, LineEdit, PlanId
from consult_app.ui.presenters.footer import clock_words
from consult_app.ui.presenters.handout import failure_words


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes out: the bytes, whose plan they are of, and a note that is written to the plan with them.

    ``ended`` is the local end of treatment an after sheet counts from, ``edits`` the lines on it in other words.
    """

    plan_id: PlanId
    rendered: RenderedHandout
    choice: SheetChoice
    note: str = ""
    ended: datetime | None = None
    edits: tuple[LineEdit, ...] = ()


class SheetGiver(QObject):
    """``given`` says what became of it, ``failed`` what happened and what to do; one parcel at a time."""

    given = Signal(str)
    failed = Signal(str, str)
    busy_changed = Signal(bool)

    def __init__(self, services: Services, provider: Provider, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._provider = provider
        self._unsent: IssuedHandout | None = None
        self.busy = False

    def print_sheet(self, parcel: Parcel, *, printer: str, copies: int) -> None:
        """Keep the record, then hand the pages to the printer's queue."""
        services, pdf, paper = self._services, parcel.rendered.pdf, parcel.choice.look.paper
        self._give(
            parcel,
            how="printed",
            target=printer,
            send=lambda: services.printer.send(pdf, printer=printer, copies=copies, paper=paper),
            words=f"Sent to {printer}",
        )

    def save_sheet(self, parcel: Parcel, path: str) -> None:
        """Keep the record, then write the file."""
        services, pdf = self._services, parcel.rendered.pdf
        self._give(
            parcel,
            how="saved",
            target="",
            send=lambda: services.write_file(path, pdf),
            words=f"Saved as {PurePath(path).name}",
        )

    def email_sheet(self, parcel: Parcel, path: str) -> None:
        """Keep the record, then write the draft of an email with the sheet and have the mail program open it."""
        services, choice = self._services, parcel.choice
        wording = services.protocol.wording[choice.language]

        def write_and_open() -> None:
            draft = email_draft(parcel.rendered.pdf, sheet=choice.sheet, wording=wording, clinic=services.clinic)
            services.write_file(path, draft)
            services.open_file(path)

        self._give(
            parcel,
            how="email file",
            target="",
            send=write_and_open,
            words=f"{PurePath(path).name} opened in the mail program",
        )

    def _give(self, parcel: Parcel, *, how: str, target: str, send: Callable[[], None], words: str) -> None:
        if self.busy:
            return
        self._set_busy(busy=True)
        services, now = self._services, self._services.clock.now()
        record = issue(
            parcel.rendered,
            handout_id=services.new_id(),
            plan_id=parcel.plan_id,
            choice=parcel.choice,
            by=self._provider,
            at=now,
            how=how,
            target=target,
            ended=parcel.ended,
            edits=parcel.edits,
        )
        note = addendum(parcel.plan_id, by=self._provider, at=now, text=parcel.note) if parcel.note else None
        kept = self._unsent is not None and _same(self._unsent, record)

        def keep() -> None:
            if kept:
                return
            services.consultations.keep_handout(record)
            if note is not None:
                services.consultations.add_addendum(note)

        def kept_now(_none: None) -> None:
            self._unsent = record
            services.pages.submit(send, done=sent, failed=lambda error: self._fail(error, target))

        def sent(_none: None) -> None:
            self._unsent = None
            self._set_busy(busy=False)
            if isValid(self):
                self.given.emit(f"{words}, {clock_words(now, services.clinic.time_zone)}")

        services.jobs.submit(keep, done=kept_now, failed=lambda error: self._fail(error, ""))

    def _fail(self, error: Exception, printer: str) -> None:
        self._set_busy(busy=False)
        what, advice = failure_words(error, printer=printer)
        if isValid(self):
            self.failed.emit(what, advice)

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        if isValid(self):  # the page may be gone while the pages are on their way
            self.busy_changed.emit(busy)


def _same(one: IssuedHandout, other: IssuedHandout) -> bool:
    """Whether both records say the same but for when, so that a second try is not kept twice."""
    return replace(one, id=other.id, at=other.at) == other
