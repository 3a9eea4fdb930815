from dataclasses import replace
from datetime import date, datetime

import pytest

from consult_app.domain.answers import (
    Decision,
    DecisionChoice,
    HealthAnswer,
    ProductAnswer,
    ProductMatch,
    Provider,
    Reply,
    SkinAnswers,
    Tan,
    Use,
)
from consult_app.domain.patient import Allergies, AllergyState
from consult_app.ui.presenters.today_rows import DUPLICATE, HEALTH_CLEAR, SERIES, TAN_CLEAR
from consult_app.ui.presenters.why import CONFIRMED, UNCONFIRMED, present_why, reason_problem
from tests.fakes.services import DANA, MARISOL, filled, protocol, session

NURSE = Provider("Rosa Lindqvist", "RN")
YES = HealthAnswer(Reply.YES)


def why(answers, key, provider=DANA, checks=0):
    return present_why(protocol(), session(answers).state, key, provider=provider, checks=checks)


def health(**answers):
    return filled(health={**filled().health, **answers})


TRETINOIN = ProductAnswer(
    "Tretinoin cream 0.05%",
    Use.NIGHTLY,
    date(2026, 5, 11),
    match=ProductMatch("tretinoin", "ingredient", ("retinoid_rx",)),
)
RETINOID = filled(products=(TRETINOIN,), treatment_at=datetime(2026, 5, 15, 10, 30))


def test_a_product_used_too_recently_is_worked_out_in_dates():
    view = why(RETINOID, "product.used_too_recently")
    assert view.title == "Why: product used too recently"
    assert view.worked_out == (
        "Pause days are Sun, May 10 to Thu, May 14. Last use was Mon, May 11. OK to treat from Sun, May 17."
    )
    assert view.answer == "Products: Tretinoin cream 0.05%, last used Mon, May 11, 2026."
    assert view.path == "products[0].name"
    assert view.footing == "Rule product.used_too_recently · Protocol 1.0.0"


def test_a_default_nobody_confirmed_carries_the_mark():
    view = why(RETINOID, "product.used_too_recently")
    assert (view.basis, view.basis_open) == (UNCONFIRMED, True)
    stop = why(health(pregnant_or_nursing=YES), "label.pregnant_or_nursing")
    assert (stop.basis, stop.basis_open) == ("The device labeling", False)


def test_a_default_the_clinic_confirmed_says_so():
    state, key = session(RETINOID).state, "product.used_too_recently"
    view = present_why(protocol(), state, key, provider=DANA, confirmed=frozenset({"rule.product.used_too_recently"}))
    assert (view.basis, view.basis_open) == (CONFIRMED, False)
    other = present_why(protocol(), state, key, provider=DANA, confirmed=frozenset({"rule.age.under_18"}))
    assert (other.basis, other.basis_open) == (UNCONFIRMED, True)


def test_sources_are_told_the_clinics_own_first_and_the_rest_counted():
    view = why(RETINOID, "product.used_too_recently")
    assert view.sources[0].startswith("Microneedling: What to Expect")
    assert view.sources[-1].endswith("more sources in the protocol.")
    assert len(view.sources) == 4


def test_a_stop_can_not_be_overridden_by_anybody():
    view = why(health(pregnant_or_nursing=YES), "label.pregnant_or_nursing")
    assert (view.asks, view.refusal) == ("nothing", "")


def test_a_wait_is_overridden_by_a_prescriber_only():
    assert why(RETINOID, "product.used_too_recently").asks == "override"
    assert why(RETINOID, "product.used_too_recently").refusal == ""
    assert why(RETINOID, "product.used_too_recently", NURSE).refusal == (
        "Only a prescriber (NP, PA, MD or DO) can override this."
    )


def test_a_review_is_decided_by_whoever_treats_unless_the_label_asks_for_a_prescriber():
    view = why(health(rosacea=YES), "history.rosacea", NURSE)
    assert (view.asks, view.refusal) == ("decision", "")
    label = why(health(pregnant_or_nursing=HealthAnswer(Reply.UNSURE)), "label.pregnant_or_nursing", NURSE)
    assert label.refusal == "Only a prescriber (NP, PA, MD or DO) can decide this."


def test_what_was_recorded_is_told_with_who_and_when():
    made = Decision(
        "history.rosacea", DecisionChoice.POSTPONE, "Flare today, settle it first.", DANA, date(2026, 5, 12)
    )
    answers = health(rosacea=YES)
    answers = replace(answers, choices=replace(answers.choices, decisions=(made,)))
    view = why(answers, "history.rosacea")
    assert view.recorded == "Postponed by Dana Keller, NP, Tue, May 12: Flare today, settle it first."
    assert view.asks == "decision"


ANSWERS = {
    "health with a date": (
        health(filler=HealthAnswer(Reply.YES, last=date(2026, 5, 4))),
        "recent.filler",
        "Health screen: {filler}, yes, last Mon, May 4, 2026.",
    ),
    "tan": (
        filled(skin=SkinAnswers(filled().skin.fitzpatrick, Tan.FRESH)),
        "sun.fresh_tan",
        "Skin & sun: tan today fresh.",
    ),
    "birth date": (
        filled(patient=replace(MARISOL, birth_date=date(2010, 1, 5))),
        "age.under_18",
        "Patient: born Tue, Jan 5, 2010.",
    ),
    "allergies": (
        filled(patient=replace(MARISOL, allergies=Allergies(AllergyState.KNOWN, ("Nickel",)))),
        "label.metal_or_anesthetic_allergy",
        "Patient: allergies Nickel.",
    ),
}


@pytest.mark.parametrize(("answers", "rule", "words"), ANSWERS.values(), ids=ANSWERS.keys())
def test_the_answer_behind_it_is_told_in_words(answers, rule, words):
    view = why(answers, rule)
    assert view.answer == words.format(filler=protocol().questions["filler"].text)


def test_rows_that_say_nothing_was_found_can_be_asked_too():
    assert why(filled(), TAN_CLEAR).path == "skin.tan"
    assert why(filled(), HEALTH_CLEAR).path.startswith("health.")
    assert why(filled(), "no.such.rule") is None


def test_a_product_without_a_category_leads_to_its_decision():
    view = why(filled(products=(TRETINOIN, ProductAnswer("Dew drops"))), "undecided.products[1].decision")
    assert (view.title, view.path) == ("Why: unknown product", "products[1].decision")
    assert view.text.startswith("“Dew drops” is not in the product list.")
    assert view.answer == "Products: Dew drops."
    assert (view.asks, view.rule) == ("nothing", "")


def test_a_possible_duplicate_leads_to_the_question_and_goes_with_it():
    assert why(filled(), DUPLICATE, checks=1).path == "patient.duplicate"
    assert why(filled(), DUPLICATE) is None


def test_a_series_names_the_protocols_spacing_and_source():
    view = why(filled(skin=SkinAnswers(), health={}, products=None), SERIES)
    assert view.text == "Acne scars respond to 2 or 3 sessions, at least 4 weeks apart."
    assert view.answer == "Concerns: acne scars."
    assert (view.basis, view.path) == ("The clinic's own article", "concerns")
    assert view.sources


def test_a_wait_without_a_date_says_so():
    view = why(health(active_infection=YES), "skin.infection")
    assert view.worked_out == "No date can be worked out. Check again on the day."


@pytest.mark.parametrize(
    ("reason", "problem"),
    [
        ("", "Write at least 20 characters. 0 so far."),
        ("   too short   ", "Write at least 20 characters. 9 so far."),
        ("x" * 19, "Write at least 20 characters. 19 so far."),
        ("x" * 20, ""),
    ],
)
def test_a_reason_has_at_least_twenty_characters(reason, problem):
    assert reason_problem(reason) == problem
