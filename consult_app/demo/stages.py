"""What each picture shows, and how a provider would get there."""

from collections.abc import Callable

from consult_app.demo.studio import Stage, Studio
from consult_app.domain.plan import Step

ORTEGA = "Ortega-Whitfield"
PARK = "Park"


def _home(studio: Studio) -> None:
    studio.navigator.go_home()
    studio.settle()


def _step(family_name: str, step: Step) -> Callable[[Studio], None]:
    return lambda studio: studio.resume(family_name, step)


STAGES = (
    Stage("home", _home, also_usual=True),
    Stage("patient", _step(ORTEGA, Step.PATIENT)),
    Stage("concerns", _step(ORTEGA, Step.CONCERNS), also_usual=True),
    Stage("skin", _step(ORTEGA, Step.SKIN)),
    Stage("health", _step(ORTEGA, Step.HEALTH)),
    Stage("products", _step(ORTEGA, Step.PRODUCTS)),
    Stage("plan-options", _step(ORTEGA, Step.PLAN)),
)
