"""One consultation open on the desk: its state, its autosave and what the screens may do with it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from consult_app.application.autosave import Autosave, SaveStatus
from consult_app.application.consultation import (
    Command,
    ConsultationState,
    Desk,
    GoTo,
    KeepDraft,
    Redo,
    Undo,
    begin,
    clinic_today,
    reduce,
)
from consult_app.application.services import Services
from consult_app.domain.answers import Provider
from consult_app.domain.plan import DraftPlan, Step

Listener = Callable[[ConsultationState], None]


class ConsultationSession:
    """Screens dispatch commands and are told the new state; nothing else changes it.

    ``provider`` is who works at the desk now; what is decided is recorded as theirs.
    """

    def __init__(
        self,
        *,
        services: Services,
        draft: DraftPlan,
        provider: Provider,
        saved: Callable[[SaveStatus], None],
    ) -> None:
        self.services = services
        self.provider = provider
        self._listeners: list[Listener] = []
        self._state = begin(self.desk, draft)
        self._autosave = Autosave(
            store=services.consultations,
            jobs=services.jobs,
            clock=services.clock,
            listener=saved,
        )

    @property
    def desk(self) -> Desk:
        return Desk(
            protocol=self.services.protocol,
            clinic=self.services.clinic,
            today=self.today,
        )

    @property
    def today(self) -> date:
        return clinic_today(self.services.clinic, self.services.clock.now())

    @property
    def state(self) -> ConsultationState:
        return self._state

    @property
    def save_status(self) -> SaveStatus:
        return self._autosave.status

    @property
    def is_saved(self) -> bool:
        return self._autosave.is_clean

    def listen(self, listener: Listener) -> None:
        """Be told each new state, on the caller's thread."""
        self._listeners.append(listener)

    def dispatch(self, command: Command) -> None:
        """Apply the command; listeners hear of it and the draft is saved only when something changed."""
        state = reduce(self.desk, self._state, command)
        if state is self._state:
            return
        self._state = state
        self._autosave.changed(state.draft)
        for listener in self._listeners:
            listener(state)

    def undo(self) -> None:
        self.dispatch(Undo())

    def redo(self) -> None:
        self.dispatch(Redo())

    def go_to(self, step: Step) -> None:
        if step is not self._state.step:
            self.dispatch(GoTo(step))

    def keep(self, **facts: object) -> None:
        """Record facts about the draft that are not answers, such as ``patient_id`` or ``different_person``."""

        def change(draft: DraftPlan) -> DraftPlan:
            return replace(draft, **facts)  # type: ignore[arg-type]

        self.dispatch(KeepDraft(change))

    def save_now(self, then: Callable[[], None] | None = None) -> None:
        self._autosave.save_now(then)
