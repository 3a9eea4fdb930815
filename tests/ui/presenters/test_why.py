import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from consult_app.application.governance import Confirmation
from consult_app.application.source_words import UNCONFIRMED
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
from consult_app.ui.presenters.why import VERDICT, present_why, reason_problem
from tests.fakes.services import CLINIC, DANA, MARISOL, filled, protocol, session

NURSE = Provider("Rosa Lindqvist", "RN")
YES = HealthAnswer(Reply.YES)


def why(answers, key, provider=DANA, checks=0, confirmed=None):
    state = session(answers).state
    return present_why(
        protocol(), state, key, provider=provider, zone=CLINIC.time_zone, checks=checks, confirmed=confirmed or {}
    )


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
    assert view.says("Worked out") == (
        "Pause days are Sun, May 10 to Thu, May 14. Last use was Mon, May 11. OK to treat from Sun, May 17."
    )
    assert view.says("Answer behind it") == "Products: Tretinoin cream 0.05%, last used Mon, May 11, 2026."
    assert view.path == "products[0].name"
    assert view.footing == "Rule product.used_too_recently · Microneedling protocol 1.0.0"


def marks(view):
    """The labels under which the mark of an unconfirmed default stands."""
    return [part.label for part in view.parts if part.mark == UNCONFIRMED]


def confirmation(key, by=DANA):
    """What the clinic's record says of one value."""
    at = datetime(2026, 5, 5, 1, 30, tzinfo=UTC)
    return {key: Confirmation(key, "5 days", "microneedling", "1.0.0", by, at)}


def test_a_default_nobody_confirmed_carries_the_mark():
    view = why(RETINOID, "product.used_too_recently")
    assert marks(view) == ["Basis", "Basis of the pause for prescription retinoid"]
    stop = why(health(pregnant_or_nursing=YES), "label.pregnant_or_nursing")
    assert (stop.says("Basis"), marks(stop)) == ("The device labeling", [])


def test_a_default_the_clinic_confirmed_says_by_whom_and_on_which_day_there():
    key = "product.used_too_recently"
    view = why(RETINOID, key, confirmed=confirmation(f"rule.{key}"))
    assert view.says("Basis") == "Default, confirmed by Dana Keller, NP, Mon, May 4, 2026"
    assert marks(view) == ["Basis of the pause for prescription retinoid"]
    assert "Basis" in marks(why(RETINOID, key, confirmed=confirmation("rule.age.under_18")))
    pause = why(RETINOID, key, confirmed=confirmation("category.retinoid_rx", Provider("Ann")))
    assert pause.says("Basis of the pause for prescription retinoid") == "Default, confirmed by Ann, Mon, May 4, 2026"


def test_a_wait_whose_days_rest_on_something_else_says_both():
    tanned = filled(skin=SkinAnswers(filled().skin.fitzpatrick, Tan.FRESH))
    view = why(tanned, "sun.fresh_tan")
    assert view.says("Basis") == "The clinic's own article"
    assert view.says("Basis of the 14 days") == UNCONFIRMED
    held = why(tanned, "sun.fresh_tan", confirmed=confirmation("rule.sun.fresh_tan.cases[0].until"))
    assert held.says("Basis of the 14 days").startswith("Default, confirmed by Dana Keller, NP")


def test_every_source_is_told_with_its_date_the_clinics_own_first():
    part = next(part for part in why(RETINOID, "product.used_too_recently").parts if part.label == "Sources")
    assert part.lines[0] == (
        "S19: Microneedling: What to Expect & Aftercare, Atalo Aesthetics, line 18, June 19, 2023. "
        + protocol().sources["clinic:S19"].says
    )
    assert part.shown == 3 < len(part.lines)
    assert all(re.search(r"(19|20)\d\d|no date given", line) for line in part.lines)


def test_the_rule_is_told_in_words_with_what_others_do():
    view = why(health(filler=HealthAnswer(Reply.YES, last=date(2026, 5, 4))), "recent.filler")
    assert view.says("When it holds") == (
        'Wait when "Filler" is yes, less than 14 days before, until 14 days after the last one.'
    )
    assert view.says("Range seen, default chosen") == protocol().rules["recent.filler"].range_seen
    assert "Prescription retinoid: Before: 12 hours to 10 days." in why(RETINOID, "product.used_too_recently").says(
        "Range seen, default chosen"
    )


def test_of_several_cases_the_one_that_holds_is_told():
    view = why(health(laser=HealthAnswer(Reply.YES, last=date(2026, 4, 1))), "recent.laser")
    assert view.says("When it holds").startswith('Needs your decision when "Laser or IPL" is yes, 14 days or more')
    unsure = why(health(filler=HealthAnswer(Reply.UNSURE)), "recent.filler")
    assert unsure.says("When it holds").startswith("Unsure or declined")
    assert unsure.says("Not known yet") == "Filler: unsure."


def test_the_verdict_says_what_counts_and_what_is_missing():
    ready = why(filled(), VERDICT)
    assert (ready.title, ready.path) == ("Why: Ready to treat today", "")
    assert ready.says("What counts") == "All answers are in, and no finding stops treatment."
    stopped = why(health(pregnant_or_nursing=YES), VERDICT)
    assert stopped.says("What counts") == "Stop: pregnant or nursing."
    empty = why(filled(products=None, health={}), VERDICT)
    assert empty.title == "Why: Not decided yet"
    assert empty.path.startswith("health.")
    assert empty.says("Not known yet").splitlines()[-1] == "Products: 1 answer missing."
    assert "A blank never counts as no." in empty.says("Rule")


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
    assert view.says("Recorded") == "Postponed by Dana Keller, NP, Tue, May 12: Flare today, settle it first."
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
    assert view.says("Answer behind it") == words.format(filler=protocol().questions["filler"].text)


def test_rows_that_say_nothing_was_found_can_be_asked_too():
    assert why(filled(), TAN_CLEAR).path == "skin.tan"
    assert why(filled(), HEALTH_CLEAR).path.startswith("health.")
    assert why(filled(), "no.such.rule") is None


def test_a_product_without_a_category_leads_to_its_decision():
    view = why(filled(products=(TRETINOIN, ProductAnswer("Dew drops"))), "undecided.products[1].decision")
    assert (view.title, view.path) == ("Why: unknown product", "products[1].decision")
    assert view.says("Rule").startswith("“Dew drops” is not in the product list.")
    assert view.says("Answer behind it") == "Products: Dew drops."
    assert (view.asks, view.rule) == ("nothing", "")


def test_a_possible_duplicate_leads_to_the_question_and_goes_with_it():
    assert why(filled(), DUPLICATE, checks=1).path == "patient.duplicate"
    assert why(filled(), DUPLICATE) is None


def test_a_series_names_the_protocols_spacing_and_source():
    view = why(filled(skin=SkinAnswers(), health={}, products=None), SERIES)
    assert view.says("Rule") == "Acne scars respond to 2 or 3 sessions, at least 4 weeks apart."
    assert view.says("Answer behind it") == "Concerns: acne scars."
    assert (view.says("Basis"), view.path) == ("The clinic's own article", "concerns")
    assert view.says("Sources").startswith("S35: ")


def test_a_wait_without_a_date_says_so():
    view = why(health(active_infection=YES), "skin.infection")
    assert view.says("Worked out") == "No date can be worked out. Check again on the day."


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
