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

    It may have the signal ``draft_made(object)``: a ``DraftPlan`` copied from a plan, to be opened.
    """

    steps: Mapping[Step, StepFactory]
    past_plans: Callable[[Services, Theme, Provider], QWidget] | None = None
