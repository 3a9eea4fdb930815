"""What the shell asks of a step screen, and what a step screen may ask of the shell.

The shell puts a step screen into the sheet: it gives the padding (24 top, 32 or 24 at the sides), the scroll area, the
error summary above it and the footer below. The screen starts with its own title. It sets no outer margins and does
not scroll by itself unless it ``fills_sheet``.

Signals a screen may have, by name; the shell connects those it finds:

- ``why_asked(str)``: open the Why popover of the finding with this rule id.
- ``decision_asked(str)``: open it with the reason editor in place.
- ``go_asked(str)``: show the control of this answer path, on whichever step it is.
- ``next_asked()``: as if Next had been pressed.
- ``home_asked()``: leave the consultation; the draft is saved first.
- ``past_plans_asked(str)``: show the past plans of the patient with this id.
- ``messages(str)``: words for the footer's hint, empty to take them away.
- ``gaps_changed()``: ``gaps`` says something else although the state is the same.

``render`` has the name of a ``QWidget`` method that Qt never calls through Python: ``# type: ignore[override]``.
"""

from typing import Protocol, runtime_checkable

from consult_app.application.consultation import ConsultationState
from consult_app.domain.plan import Step
from consult_app.ui.presenters.words import Gap


@runtime_checkable
class StepScreen(Protocol):
    """One of the seven steps, made as ``XStep(session, theme, parent=None)``; also a ``QWidget``."""

    step: Step

    def render(self, state: ConsultationState) -> None:
        """Show the state; idempotent, keeps focus and cursor, never dispatches."""
        ...

    def focus_first(self) -> None:
        """Give the focus to the first control."""
        ...

    def focus_path(self, path: str) -> bool:
        """Give the focus to the control of an answer path; ``False`` when this step has none for it."""
        ...

    def gaps(self, state: ConsultationState) -> tuple[Gap, ...]:
        """What this step still lacks, in the order of its controls."""
        ...


@runtime_checkable
class MarksGaps(Protocol):
    """A step that repeats the words of the error summary at its fields; empty takes them away."""

    def show_gaps(self, gaps: tuple[Gap, ...]) -> None: ...


@runtime_checkable
class FillsSheet(Protocol):
    """A step that uses the sheet's whole height and scrolls inside, such as the handout's pages."""

    fills_sheet: bool


@runtime_checkable
class HasUnanswered(Protocol):
    """A step with many questions: Ctrl+J goes to the next unanswered one."""

    def focus_next_unanswered(self) -> bool: ...


@runtime_checkable
class Finishes(Protocol):
    """The step whose Next is Finish: closes the consultation and emits ``home_asked`` when that is done.

    A plan that is not signed yet is signed by ``session.sign``.
    """

    def finish(self) -> None: ...


@runtime_checkable
class Undoes(Protocol):
    """A part with changes of its own to take back, which are no answers: Ctrl+Z asks it first.

    Each tells whether there was something to do.
    """

    def undo(self) -> bool: ...

    def redo(self) -> bool: ...
