from dataclasses import replace
from datetime import date, datetime

import pytest

from consult_app.domain.answers import (
    AskDecision,
    CategoryDecision,
    HealthAnswer,
    ProductAnswer,
    ProductDecision,
    ProductMatch,
    Reply,
    ResumeDecision,
)
from consult_app.domain.findings import Finding
from consult_app.domain.products import ProductPlan
from tests.builders import TREATED, clinic, product, proposal, protocol, rules_of, tretinoin


def plan_of(given: ProductAnswer, **changes: object) -> ProductPlan:
    return proposal(products=(given,), **changes).products[0]


def finding_of(given: ProductAnswer, rule: str) -> Finding | None:
    found = [finding for finding in proposal(products=(given,)).findings if finding.rule == rule]
    return found[0] if found else None


def test_the_worked_retinoid_pauses_five_days_and_resumes_after_seven() -> None:
    plan = plan_of(tretinoin())
    assert plan.pause_from == date(2026, 5, 10)
    assert plan.resume_at == date(2026, 5, 22)
    assert plan.decided
    assert plan.sources


@pytest.mark.parametrize(
    ("last_used", "until"),
    [
        (date(2026, 5, 9), None),
        (date(2026, 5, 10), date(2026, 5, 16)),
        (date(2026, 5, 11), date(2026, 5, 17)),
    ],
)
def test_use_on_a_pause_day_waits_for_the_clear_days(last_used: date, until: date | None) -> None:
    found = finding_of(tretinoin(last_used), "product.used_too_recently")
    assert (found.until if found else None) == until


def test_the_finding_names_the_product_and_its_last_use() -> None:
    found = finding_of(tretinoin(date(2026, 5, 11)), "product.used_too_recently")
    assert found is not None
    assert found.because == {"products[0].name": "Tretinoin cream 0.05%", "products[0].last_used": "2026-05-11"}
    assert "Tretinoin cream 0.05%" in found.text


@pytest.mark.parametrize("category", sorted(protocol().categories))
def test_every_category_has_its_window_and_boundary(category: str) -> None:
    window = protocol().categories[category]
    plan = plan_of(product("Something", category, last_used=date(2026, 4, 1)))
    if window.pause_days:
        assert plan.pause_from is not None
        assert (TREATED.date() - plan.pause_from).days == window.pause_days
    else:
        assert plan.pause_from is None
    if window.resume_by_provider:
        assert plan.resume_at is None
        assert not plan.decided
    elif window.resume_hours is not None:
        assert isinstance(plan.resume_at, datetime)
        assert (plan.resume_at - TREATED).total_seconds() == window.resume_hours * 3600
    else:
        assert isinstance(plan.resume_at, date)
        assert (plan.resume_at - TREATED.date()).days == window.resume_days


def test_only_the_named_exceptions_come_back_before_48_hours() -> None:
    early = {c.id for c in protocol().categories.values() if c.resume_hours is not None and c.resume_hours < 48}
    assert early == {"cleanser_gentle", "moisturiser_bland", "hyaluronic_acid", "spf_mineral"}
    assert all((c.resume_days or 2) >= 2 for c in protocol().categories.values())


def test_a_gentle_cleanser_used_this_morning_raises_nothing() -> None:
    made = proposal(products=(product("Gentle cleanser", "cleanser_gentle", last_used=date(2026, 5, 12)),))
    assert made.findings == ()
    assert made.products[0].pause_from is None


def test_several_categories_take_the_longest_of_each_window() -> None:
    plan = plan_of(product("Night oil", "fragrance", "retinol_otc", last_used=date(2026, 5, 1)))
    assert plan.pause_from == date(2026, 5, 10)
    assert plan.resume_at == date(2026, 5, 22)


def test_the_longest_of_hours_and_days_is_the_later_end() -> None:
    plan = plan_of(product("Scented cream", "fragrance", "moisturiser_bland"))
    assert plan.resume_at == datetime(2026, 5, 18, 10, 30)


def test_without_a_treatment_time_hours_give_no_end_but_days_do() -> None:
    undated = {"treatment_at": None}
    assert plan_of(product("Niacinamide", "niacinamide"), **undated).resume_at is None
    assert plan_of(tretinoin(date(2026, 5, 1)), **undated).resume_at == date(2026, 5, 19)
    assert plan_of(product("Oil", "fragrance", "retinol_otc"), **undated).resume_at == date(2026, 5, 19)


def test_an_unknown_product_counts_as_stopped_for_the_longest_pause_but_never_too_recent() -> None:
    unknown = product("Midnight Reset drops", last_used=date(2026, 5, 12))
    made = proposal(products=(unknown,))
    assert made.products[0].pause_from == date(2026, 5, 8)
    assert made.products[0].resume_at is None
    assert "products[0].decision" in made.missing
    assert "product.used_too_recently" not in rules_of(made)


@pytest.mark.parametrize(
    ("decision", "resume_at", "missing"),
    [
        (AskDecision(), None, ()),
        (ResumeDecision(date(2026, 6, 1)), date(2026, 6, 1), ()),
        (ResumeDecision(datetime(2026, 6, 1, 8)), datetime(2026, 6, 1, 8), ()),
        (CategoryDecision("niacinamide"), datetime(2026, 5, 17, 10, 30), ()),
        (CategoryDecision("retinoid_rx"), date(2026, 5, 22), ("products[0].last_used",)),
        (CategoryDecision("growth_factors"), None, ("products[0].decision",)),
        (None, None, ("products[0].decision",)),
    ],
)
def test_a_decision_settles_an_unknown_product(
    decision: ProductDecision | None, resume_at: date | datetime | None, missing: tuple[str, ...]
) -> None:
    made = proposal(products=(product("Midnight Reset drops", decision=decision),))
    assert made.products[0].resume_at == resume_at
    assert made.missing == missing
    assert made.products[0].ask is isinstance(decision, AskDecision)


def test_a_provider_dated_category_keeps_a_product_undecided_whatever_its_others() -> None:
    made = proposal(products=(product("Serum", "growth_factors", "niacinamide"),))
    assert made.missing == ("products[0].decision",)


@pytest.mark.parametrize(
    ("resume_at", "early"),
    [
        (date(2026, 5, 17), True),
        (datetime(2026, 5, 17, 10, 29), True),
        (datetime(2026, 5, 17, 10, 30), False),
        (date(2026, 5, 18), False),
    ],
)
def test_a_decision_before_48_hours_needs_a_decision_of_its_own(resume_at: date | datetime, early: bool) -> None:
    found = finding_of(product("Drops", decision=ResumeDecision(resume_at)), "product.resumes_early")
    assert (found is not None) is early


@pytest.mark.parametrize(("resume_at", "early"), [(date(2026, 5, 21), True), (date(2026, 5, 22), False)])
def test_a_decision_before_the_categorys_window_is_early(resume_at: date, early: bool) -> None:
    given = product("Tretinoin", "retinoid_rx", decision=ResumeDecision(resume_at))
    assert (finding_of(given, "product.resumes_early") is not None) is early


def test_without_a_time_a_decision_is_early_up_to_the_end_of_the_second_day() -> None:
    def early(day: date) -> bool:
        given = product("Drops", decision=ResumeDecision(day))
        return "product.resumes_early" in rules_of(proposal(treatment_at=None, products=(given,)))

    assert early(date(2026, 5, 14))
    assert not early(date(2026, 5, 15))


def test_hours_are_counted_from_the_end_of_treatment_when_it_is_known() -> None:
    plan = plan_of(product("Niacinamide", "niacinamide"), treated_at=datetime(2026, 5, 15, 11, 15))
    assert plan.resume_at == datetime(2026, 5, 17, 11, 15)


def test_days_are_counted_from_the_day_treatment_really_ended() -> None:
    moved = plan_of(tretinoin(), treated_at=datetime(2026, 5, 19, 11, 15))
    assert moved.resume_at == date(2026, 5, 26)
    assert moved.pause_from == date(2026, 5, 10)


def test_a_self_tanner_answers_its_health_question_over_an_answered_no() -> None:
    tanner = product("Bronzing mist", "self_tanner", last_used=date(2026, 5, 8))
    made = proposal(products=(tanner,))
    found = next(finding for finding in made.findings if finding.rule == "sun.self_tanner")
    assert found.because == {"products[0].name": "Bronzing mist", "products[0].last_used": "2026-05-08"}
    assert made.products[0].pause_from is None
    assert made.products[0].resume_at == date(2026, 5, 22)


def test_a_later_answer_to_the_same_question_is_kept() -> None:
    tanner = product("Bronzing mist", "self_tanner", last_used=date(2026, 4, 1))
    health = {"self_tanner": HealthAnswer(Reply.YES, last=date(2026, 5, 8))}
    made = proposal(products=(tanner,), health=health)
    found = next(finding for finding in made.findings if finding.rule == "sun.self_tanner")
    assert "health.self_tanner.last" in found.because


def test_a_depilatory_needs_its_last_use() -> None:
    made = proposal(products=(product("Hair removal cream", "depilatory", decision=AskDecision()),))
    assert made.missing == ("products[0].last_used",)


def test_a_clock_change_never_shortens_a_products_hours() -> None:
    spring = plan_of(product("Niacinamide", "niacinamide"), treatment_at=datetime(2027, 3, 13, 15))
    autumn = plan_of(product("Niacinamide", "niacinamide"), treatment_at=datetime(2026, 10, 31, 15))
    assert spring.resume_at == datetime(2027, 3, 15, 16)
    assert autumn.resume_at == datetime(2026, 11, 2, 14)


def test_reasons_say_the_window_in_words() -> None:
    assert "5 days before, 7 days after" in plan_of(tretinoin()).reason
    assert "48 hours after" in plan_of(product("Niacinamide", "niacinamide")).reason
    assert "provider sets the date" in plan_of(product("Growth serum", "growth_factors")).reason
    assert "longest pause, 7 days" in plan_of(product("Midnight Reset drops")).reason
    assert "asks before" in plan_of(product("Drops", decision=AskDecision())).reason


def test_who_named_the_category_is_kept() -> None:
    assert plan_of(product("Drops", decision=CategoryDecision("aha"))).how == "provider"
    assert plan_of(tretinoin()).how == "ingredient"
    assert plan_of(product("Drops", "not_a_category_any_more")).categories == ()


def test_a_closed_clinic_does_not_move_product_dates() -> None:
    closed = clinic(closed_weekdays=frozenset({4}))
    assert proposal(closed, products=(tretinoin(),)).products[0].pause_from == date(2026, 5, 10)


def test_a_category_the_protocol_lacks_leaves_the_product_undecided_and_is_named() -> None:
    match = ProductMatch("Dew Ritual essence", "clinic", ("makeup", "snail"))
    plan = plan_of(ProductAnswer("Dew Ritual essence", last_used=date(2026, 5, 1), match=match))
    assert (plan.decided, plan.resume_at, plan.pause_days) == (False, None, protocol().longest_pause)
    assert plan.reason == (
        "Protocol 1.0.0 has no category snail. Counts as stopped for the longest pause, 7 days, until decided."
    )


def test_a_provider_s_category_the_protocol_lacks_is_named_too() -> None:
    plan = plan_of(replace(tretinoin(), decision=CategoryDecision("snail")))
    assert not plan.decided
    assert "no category snail" in plan.reason


def test_a_category_the_protocol_lacks_does_not_hide_what_a_known_one_says() -> None:
    match = ProductMatch("Tan mousse", "clinic", ("self_tanner", "snail"))
    given = ProductAnswer("Tan mousse", last_used=date(2026, 5, 11), match=match)
    plain = replace(given, match=replace(match, categories=("self_tanner",)))
    found, known = (
        {finding.rule for finding in proposal(products=(each,)).findings if finding.rule != "product.undecided"}
        for each in (given, plain)
    )
    assert known <= found
