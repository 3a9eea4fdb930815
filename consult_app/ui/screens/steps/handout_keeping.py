"""The lines worded for one plan's patient: read when the plan is shown, kept after each change, off the GUI thread."""

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from consult_app.application.services import Services
from consult_app.application.sheet_edits import PatientLines, SheetLine
from consult_app.domain.answers import Provider
from consult_app.domain.plan import LineEdit, PlanId
from consult_app.ui.jobs import WhileAlive
from consult_app.ui.presenters.handout import failure_words


class LineKeeper(QObject):
    """``changed`` follows each change and each reading; ``failed`` says what happened and what to do.

    At most one write is under way; what changed meanwhile is written right after it. Words that could not be written
    stay on the sheet and are written with the next change or by ``keep``.
    """

    changed = Signal()
    failed = Signal(str, str)

    def __init__(self, services: Services, provider: Provider, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._provider = provider
        self._plan: PlanId | None = None
        self._reading = False
        self._kept: tuple[LineEdit, ...] | None = ()
        self._writing = False
        self.lines = PatientLines()

    @property
    def known(self) -> bool:
        """Whether the plan's own lines have been read; before that no sheet of it may be drawn as its own."""
        return self._kept is not None

    def show_plan(self, plan: PlanId | None) -> None:
        """Take up a plan's lines; before the signature (``None``) all are the clinic's."""
        if plan == self._plan and (self.known or self._reading):
            return
        self._leave()
        self._plan = plan
        self.lines = PatientLines()
        self._kept = () if plan is None else None
        if plan is None:
            return
        self._reading = True
        store = self._services.consultations
        WhileAlive(self, self._services.jobs).submit(
            lambda: store.line_edits(plan),
            done=lambda edits: self._read(plan, edits),
            failed=lambda error: self._not_read(plan, error),
        )

    def put(self, line: SheetLine, typed: str) -> None:
        """Word a line for the patient. Raises ``Refused`` when it cannot stand like that."""
        self._take(self.lines.put(line, typed, by=self._provider, at=self._services.clock.now()))

    def take_back(self, line: SheetLine) -> None:
        """The clinic's words again."""
        self._take(self.lines.take_back(line))

    def undo(self) -> bool:
        """Take back the last change; ``False`` when there is none."""
        return self._take(self.lines.undo())

    def redo(self) -> bool:
        """Make it once more; ``False`` when none was taken back."""
        return self._take(self.lines.redo())

    def keep(self) -> None:
        """Write what is not written yet."""
        plan, edits = self._plan, self.lines.edits
        if plan is None or self._writing or self._kept is None or edits == self._kept:
            return
        self._writing = True
        store = self._services.consultations
        self._services.jobs.submit(
            lambda: store.keep_line_edits(plan, edits),
            done=lambda _none: self._written(plan, edits),
            failed=self._not_written,
        )

    def _leave(self) -> None:
        """Write what waits for a write under way before another plan is taken up."""
        plan, edits = self._plan, self.lines.edits
        if plan is not None and self._kept is not None and edits != self._kept:
            store = self._services.consultations
            self._services.jobs.submit(
                lambda: store.keep_line_edits(plan, edits), done=lambda _none: None, failed=self._not_written
            )

    def _take(self, lines: PatientLines) -> bool:
        if lines == self.lines:
            return False
        self.lines = lines
        self.keep()
        self.changed.emit()
        return True

    def _read(self, plan: PlanId, edits: tuple[LineEdit, ...]) -> None:
        if plan == self._plan:
            self._reading, self._kept, self.lines = False, edits, PatientLines(edits)
            self.changed.emit()

    def _not_read(self, plan: PlanId, error: Exception) -> None:
        if plan == self._plan:
            self._reading = False
            self.failed.emit(*failure_words(error))

    def _written(self, plan: PlanId, edits: tuple[LineEdit, ...]) -> None:
        self._writing = False
        if plan == self._plan:
            self._kept = edits
        self.keep()

    def _not_written(self, error: Exception) -> None:
        self._writing = False
        what, advice = failure_words(error)
        if isValid(self):
            self.failed.emit(f"The changed words are not saved. {what}", advice)
