"""Every screen there is."""

from typing import Final

from consult_app.domain.plan import Step
from consult_app.ui.screens.past_plans import PastPlansScreen
from consult_app.ui.screens.steps.concerns import ConcernsStep
from consult_app.ui.screens.steps.handout import HandoutStep
from consult_app.ui.screens.steps.health import HealthStep
from consult_app.ui.screens.steps.patient import PatientStep
from consult_app.ui.screens.steps.plan import PlanStep
from consult_app.ui.screens.steps.products import ProductsStep
from consult_app.ui.screens.steps.skin import SkinStep
from consult_app.ui.shell.screen_set import ScreenSet

SCREENS: Final = ScreenSet(
    steps={
        Step.PATIENT: PatientStep,
        Step.CONCERNS: ConcernsStep,
        Step.SKIN: SkinStep,
        Step.HEALTH: HealthStep,
        Step.PRODUCTS: ProductsStep,
        Step.PLAN: PlanStep,
        Step.HANDOUT: HandoutStep,
    },
    past_plans=PastPlansScreen,
)
