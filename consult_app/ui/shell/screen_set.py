"""The screens the navigator may show, as factories, so that each is built when it is first wanted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from consult_app.application.services import Services
from consult_app.domain.answers import Provider
from consult_app.domain.plan import Step
from consult_app.ui.shell.consultation_page import StepFactory
from consult_app.ui.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class ScreenSet:
    """``past_plans`` makes a screen with ``refresh()``, ``focus_first()`` and ``show_patient(patient_id)``.

    It may have the signal ``copy_to_new_asked(str)``: begin a consultation with the answers of the plan with this id;
    and ``say_problem(words)`` for when that cannot be done.
    """

    steps: Mapping[Step, StepFactory]
    past_plans: Callable[[Services, Theme, Provider], QWidget] | None = None
