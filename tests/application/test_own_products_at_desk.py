"""Own products from the clinic file to the desk: matched at once, and kept in drafts when they are gone."""

from datetime import timedelta
from pathlib import Path

import pytest

from consult_app.application.own_products import OwnProduct, withdrawal
from consult_app.application.services import Services
from consult_app.bootstrap import open_backstage
from consult_app.domain.answers import ProductAnswer
from consult_app.domain.plan import DraftId, DraftPlan, Step
from consult_app.system.paths import Paths
from tests.fakes.clock import FixedClock
from tests.fakes.jobs import InstantJobs
from tests.fakes.services import CLINIC, DANA, NOW, filled

DEW = OwnProduct("Dew Ritual essence", ("aha",), DANA, NOW)
GONE = withdrawal(DEW, by=DANA, at=NOW + timedelta(days=1))


@pytest.fixture
def opened(tmp_path: Path):
    backstages = []

    def open_again() -> Services:
        while backstages:
            backstages.pop().close()
        backstage = open_backstage(Paths(tmp_path), InstantJobs(), InstantJobs(), clock=FixedClock(NOW))
        backstages.append(backstage)
        return backstage.build(CLINIC)

    yield open_again
    backstages.pop().close()


def test_what_was_kept_is_matched_when_the_program_is_opened_again(opened):
    services = opened()
    assert services.catalogue.match("dew ritual essence").how == "none"
    services.clinics.keep_products(DEW)
    again = opened()
    assert again.own_products.held == (DEW,)
    assert again.catalogue.match("dew ritual essence").how == "clinic"
    again.clinics.keep_products(GONE)
    assert opened().catalogue.match("dew ritual essence").how == "none"


def test_a_draft_keeps_what_its_product_was_matched_with_after_that_was_removed(opened):
    services = opened()
    services.clinics.keep_products(DEW)
    services = opened()
    product = ProductAnswer("Dew Ritual essence", match=services.catalogue.match("Dew Ritual essence"))
    draft = DraftPlan(id=DraftId("d"), answers=filled(products=(product,)), started_at=NOW, step=Step.PRODUCTS)
    services.consultations.save_draft(draft)
    services.clinics.keep_products(GONE)
    assert opened().consultations.draft(DraftId("d")).answers.products == (product,)
    assert product.match.categories == ("aha",)
