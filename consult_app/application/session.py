"""One consultation open on the desk: its state, its autosave and what the screens may do with it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from consult_app.application.autosave import Autosave, SaveKind, SaveStatus
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
from consult_app.application.errors import EnvironmentFailed
from consult_app.application.finishing import finish
from consult_app.application.services import Services
from consult_app.domain.answers import Provider
from consult_app.domain.plan import DraftPlan, FinalPlan, Step

Listener = Callable[[ConsultationState], None]


class ConsultationSession:
    """Screens dispatch commands and are told the new state; nothing else changes it.

    ``provider`` is who works at the desk now; what is decided is recorded as theirs. ``finished`` is the signed plan
    once there is one: from then on nothing changes any more, only steps can be shown.
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
        self._told = saved
        self._told_if_not_signed: tuple[Callable[[Exception], None], ...] = ()
        self._after_signing: list[Callable[[], None]] = []
        self.finished: FinalPlan | None = None
        self._autosave = Autosave(
            store=services.consultations,
            jobs=services.jobs,
            clock=services.clock,
            listener=self._save_told,
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
        """Apply the command; listeners hear of it and the draft is saved only when something changed.

        While the plan is being signed and afterwards only ``GoTo`` is heard, and it is not saved.
        """
        closed = self.is_signing or self.finished is not None
        if closed and not isinstance(command, GoTo):
            return
        state = reduce(self.desk, self._state, command)
        if state is self._state:
            return
        self._state = state
        if not closed:
            self._autosave.changed(state.draft)
        self._tell()

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

    @property
    def is_signing(self) -> bool:
        """Whether a signed plan is on its way to the store."""
        return bool(self._told_if_not_signed)

    def sign(self, *, done: Callable[[FinalPlan], None], failed: Callable[[Exception], None]) -> None:
        """Finish the plan as ``provider`` and keep it; its draft is gone then. Off the GUI thread, the draft first.

        Raises ``Refused`` with what is missing. A second call while one is under way, or after it, does nothing.
        """
        if self.is_signing or self.finished is not None:
            return
        services, draft = self.services, self._state.draft
        plan = finish(
            protocol=services.protocol,
            clinic=services.clinic,
            draft=draft,
            provider=self.provider,
            now=services.clock.now(),
            today=self.today,
            plan_id=services.new_id(),
        )

        def kept(final: FinalPlan) -> None:
            self._told_if_not_signed = ()
            self.finished = final
            self._tell()
            done(final)
            self._go_on()

        def keep() -> None:
            services.jobs.submit(
                lambda: services.consultations.finish(plan, draft_id=draft.id), done=kept, failed=self._not_signed
            )

        self._told_if_not_signed = (failed,)
        self._autosave.save_now(keep)

    def save_now(self, then: Callable[[], None] | None = None) -> None:
        """Write what is due at once; ``then`` follows when all is written, a signature under way included."""
        if self.is_signing and then is not None:
            self._after_signing.append(then)
        else:
            self._autosave.save_now(then)

    def _save_told(self, status: SaveStatus) -> None:
        self._told(status)
        if status.kind is SaveKind.FAILED and self.is_signing:
            self._not_signed(
                EnvironmentFailed("The draft could not be saved, so the plan is not signed.", status.problem)
            )

    def _not_signed(self, error: Exception) -> None:
        told, self._told_if_not_signed = self._told_if_not_signed, ()
        for failed in told:
            failed(error)
        self._go_on()

    def _go_on(self) -> None:
        """Do what waited for the signature."""
        waiting, self._after_signing = self._after_signing, []
        for then in waiting:
            self._autosave.save_now(then)

    def _tell(self) -> None:
        for listener in self._listeners:
            listener(self._state)
