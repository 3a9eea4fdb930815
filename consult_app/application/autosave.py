"""Saving the draft by itself: soon after each edit, off the GUI thread, and never in silence when it fails."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from consult_app.application.errors import EnvironmentFailed
from consult_app.application.ports import Clock, ConsultationStore, JobRunner
from consult_app.domain.plan import DraftPlan

PAUSE_MS = 400
"""Quiet time after an edit before it is written, so that typing is one save."""
LONGEST_MS = 800
"""How long steady typing can put a save off; with the write it stays within the promised second."""


class SaveKind(StrEnum):
    NOTHING = "nothing"
    SAVING = "saving"
    SAVED = "saved"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SaveStatus:
    """``at`` is the aware UTC instant of the last save; ``problem`` says what to do when it failed."""

    kind: SaveKind = SaveKind.NOTHING
    at: datetime | None = None
    problem: str = ""


class Autosave:
    """Keeps one draft written.

    At most one save is under way; an edit meanwhile is written right after it. A failed save stays due: the next
    edit or ``save_now`` tries again, and the draft stays in memory.
    """

    def __init__(
        self,
        *,
        store: ConsultationStore,
        jobs: JobRunner,
        clock: Clock,
        listener: Callable[[SaveStatus], None],
    ) -> None:
        self._store = store
        self._jobs = jobs
        self._clock = clock
        self._listener = listener
        self._due: DraftPlan | None = None
        self._cancel: Callable[[], None] | None = None
        self._cancel_limit: Callable[[], None] | None = None
        self._writing = False
        self._waiting: list[Callable[[], None]] = []
        self.status = SaveStatus()

    @property
    def is_clean(self) -> bool:
        """Whether everything that was changed has been written."""
        return self._due is None and not self._writing

    def changed(self, draft: DraftPlan) -> None:
        """The draft as it now stands; written after a short pause, and within a second of its first edit."""
        self._due = draft
        if self._cancel is not None:
            self._cancel()
        self._cancel = self._jobs.later(PAUSE_MS, self.save_now)
        if self._cancel_limit is None:
            self._cancel_limit = self._jobs.later(LONGEST_MS, self.save_now)

    def save_now(self, then: Callable[[], None] | None = None) -> None:
        """Write what is due at once; ``then`` is called when all is written (never if it fails)."""
        self._stop_timers()
        if then is not None:
            self._waiting.append(then)
        if self._writing:
            return
        draft = self._due
        if draft is None:
            self._all_written()
            return
        self._due = None
        self._writing = True
        self._tell(SaveStatus(SaveKind.SAVING, self.status.at))
        self._jobs.submit(
            lambda: self._store.save_draft(draft),
            done=self._saved,
            failed=lambda error: self._failed(draft, error),
        )

    def _saved(self, saved: DraftPlan) -> None:
        self._writing = False
        self._tell(SaveStatus(SaveKind.SAVED, saved.saved_at or self._clock.now()))
        if self._due is not None:
            self.save_now()
        else:
            self._all_written()

    def _failed(self, draft: DraftPlan, error: Exception) -> None:
        self._writing = False
        if self._due is None:
            self._due = draft
        self._waiting.clear()
        advice = error.advice if isinstance(error, EnvironmentFailed) else ""
        what = error.what if isinstance(error, EnvironmentFailed) else "The draft could not be written."
        self._tell(SaveStatus(SaveKind.FAILED, self.status.at, f"{what} {advice}".strip()))

    def _all_written(self) -> None:
        waiting, self._waiting = self._waiting, []
        for call in waiting:
            call()

    def _tell(self, status: SaveStatus) -> None:
        self.status = status
        self._listener(status)

    def _stop_timers(self) -> None:
        for cancel in (self._cancel, self._cancel_limit):
            if cancel is not None:
                cancel()
        self._cancel = self._cancel_limit = None
