"""How the windows of several categories make one, and what the product findings say."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from consult_app.domain.answers import AskDecision, CategoryDecision, ProductAnswer, ProductMatch, ResumeDecision
from consult_app.domain.findings import Finding
from consult_app.domain.products import ProductPlan
from consult_app.domain.proposal import propose
from consult_app.domain.protocol import Case, Category, Effect, HealthCondition, Protocol
from tests.builders import CONSULTED, TREATED, answers, clinic, product, proposal, protocol, tretinoin

D = TREATED.date()
USED = date(2026, 5, 1)


def category(name: str, **window: Any) -> Category:
    given = {"pause_days": 0, "resume_hours": None, "resume_days": None, "resume_by_provider": False}
    return replace(protocol().categories["niacinamide"], id=name, name=name, **{**given, **window})


def with_categories(*added: Category) -> Protocol:
    return replace(protocol(), categories={**protocol().categories, **{each.id: each for each in added}})


def planned(used: ProductAnswer, *added: Category, **changes: Any) -> ProductPlan:
    return propose(with_categories(*added), clinic(), answers(products=(used,), **changes), CONSULTED).products[0]


def findings(*used: ProductAnswer, **changes: Any) -> dict[str, Finding]:
    return {finding.rule: finding for finding in proposal(products=used, **changes).findings}


def test_of_several_windows_in_days_the_longest_counts() -> None:
    plan = planned(product("Serum", "vitamin_c_derivative", "retinoid_rx", last_used=USED))
    assert (plan.pause_days, plan.pause_from, plan.resume_at) == (5, date(2026, 5, 10), date(2026, 5, 22))


def test_a_category_without_a_pause_of_its_own_leaves_the_others() -> None:
    plan = planned(product("Bronzing serum", "self_tanner", "retinoid_rx", last_used=USED))
    assert plan.pause_days == 5


def test_hours_that_end_after_the_days_count() -> None:
    short = category("short", resume_days=2)
    plan = planned(product("Serum", "short", "fragrance", "moisturiser_bland"), short)
    assert plan.resume_at == datetime(2026, 5, 18, 10, 30)
    assert planned(product("Serum", "short", "moisturiser_bland"), short).resume_at == date(2026, 5, 17)


def test_days_that_end_with_the_hours_count() -> None:
    short = category("short", resume_days=2)
    midnight = {"treatment_at": datetime(2026, 5, 15)}
    resume_at = planned(product("Serum", "short", "niacinamide"), short, **midnight).resume_at
    assert resume_at == date(2026, 5, 17)
    assert not isinstance(resume_at, datetime)


@pytest.mark.parametrize(("days", "resume_at"), [(5, date(2026, 5, 17)), (3, None), (2, None)])
def test_without_a_time_days_count_only_when_no_hours_can_end_later(days: int, resume_at: date | None) -> None:
    long = category("long", resume_days=days)
    plan = planned(product("Serum", "long", "fragrance"), long, treatment_at=None)
    assert plan.resume_at == resume_at


def test_a_product_to_ask_about_has_no_day_although_its_window_is_known() -> None:
    plan = planned(replace(tretinoin(USED), decision=AskDecision()))
    assert (plan.decided, plan.ask, plan.resume_at, plan.window_ends) == (True, True, None, date(2026, 5, 22))


def test_an_undecided_product_has_no_day_although_part_of_its_window_is_known() -> None:
    plan = planned(product("Serum", "growth_factors", "niacinamide"))
    assert (plan.decided, plan.ask, plan.resume_at) == (False, False, None)
    assert plan.window_ends == datetime(2026, 5, 17, 10, 30)


def test_a_day_the_provider_names_decides_and_keeps_the_window_beside_it() -> None:
    plan = planned(replace(tretinoin(USED), decision=ResumeDecision(date(2026, 6, 1))))
    assert (plan.decided, plan.ask, plan.resume_at) == (True, False, date(2026, 6, 1))
    assert plan.window_ends == date(2026, 5, 22)


def test_a_plan_keeps_what_was_recognised_and_every_source_once() -> None:
    match = ProductMatch("tretinoin", "ingredient", ("retinoid_rx", "aha"))
    plan = planned(ProductAnswer("Night cream", last_used=USED, match=match))
    assert (plan.name, plan.matched, plan.how) == ("Night cream", "tretinoin", "ingredient")
    assert plan.categories == ("retinoid_rx", "aha")
    assert len(set(plan.sources)) == len(plan.sources)
    named = protocol().categories
    assert set(plan.sources) == {*named["retinoid_rx"].sources, *named["aha"].sources}


@pytest.mark.parametrize(
    ("used", "reason"),
    [
        (tretinoin(), "Prescription retinoid: 5 days before, 7 days after."),
        (product("Scent", "fragrance"), "Fragrance or essential oils: 72 hours after."),
        (product("Tan", "self_tanner"), "Self-tanner: 7 days after."),
        (product("Peptides", "growth_factors"), "Growth factors or peptides: the provider sets the date after."),
        (
            product("Oil", "retinoid_rx", "fragrance"),
            "Prescription retinoid: 5 days before, 7 days after; Fragrance or essential oils: 72 hours after.",
        ),
        (product("Drops", decision=AskDecision()), "The patient asks before using it again."),
        (
            product("Drops"),
            "Not in the product list. Counts as stopped for the longest pause, 7 days, until decided.",
        ),
    ],
)
def test_a_window_is_told_in_words(used: ProductAnswer, reason: str) -> None:
    assert planned(used).reason == reason


def test_use_too_close_to_the_visit_tells_the_days() -> None:
    rule = protocol().rules["product.used_too_recently"]
    finding = findings(tretinoin(date(2026, 5, 11)))[rule.id]
    assert finding.text == (
        "Tretinoin cream 0.05% was last used Mon, May 11, 2026. It needs 5 clear days before treatment, "
        "so from Sun, May 17, 2026."
    )
    assert (finding.subject, finding.basis, finding.overridable) == (rule.subject, rule.basis, True)
    assert set(finding.sources) == {*rule.sources, *protocol().categories["retinoid_rx"].sources}


def test_a_day_named_too_early_tells_the_product_and_where_it_stands() -> None:
    rule = protocol().rules["product.resumes_early"]
    early = product("Night drops", decision=ResumeDecision(date(2026, 5, 16)))
    finding = findings(tretinoin(USED), early)[rule.id]
    assert finding.text == ("Night drops starts before its window or the first 48 hours have passed. Record why.")
    assert finding.because == {"products[1].name": "Night drops", "products[1].decision.resume_at": "2026-05-16"}
    assert (finding.subject, finding.basis, finding.overridable) == (rule.subject, rule.basis, True)
    assert finding.sources == rule.sources


def test_each_product_is_judged_by_its_own_window() -> None:
    used = (product("Cleanser", "cleanser_gentle", last_used=CONSULTED), tretinoin(date(2026, 5, 12)))
    made = proposal(products=used)
    assert [finding.because["products[1].last_used"] for finding in made.findings] == ["2026-05-12"]


def test_a_protocol_without_rules_about_products_raises_nothing_about_them() -> None:
    rules = {name: rule for name, rule in protocol().rules.items() if not name.startswith("product.")}
    used = (tretinoin(date(2026, 5, 12)), product("Drops", decision=ResumeDecision(D)))
    made = propose(replace(protocol(), rules=rules), clinic(), answers(products=used), CONSULTED)
    assert made.findings == ()


def test_a_rule_about_products_may_have_other_cases_beside() -> None:
    rule = protocol().rules["product.used_too_recently"]
    other = Case(Effect.REVIEW, (HealthCondition(("rosacea",)),), "Rosacea.")
    wider = replace(protocol(), rules={rule.id: replace(rule, cases=(*rule.cases, other))})
    made = propose(wider, clinic(), answers(products=(tretinoin(date(2026, 5, 12)),)), CONSULTED)
    assert [(finding.rule, finding.effect) for finding in made.findings] == [(rule.id, Effect.DEFER)]


def test_the_category_a_provider_names_stands_over_what_was_recognised() -> None:
    plan = planned(replace(tretinoin(USED), decision=CategoryDecision("moisturiser_bland")))
    assert (plan.categories, plan.pause_from) == (("moisturiser_bland",), None)
    assert plan.resume_at == datetime(2026, 5, 16, 10, 30)


def test_an_end_in_a_repeated_hour_is_given_to_the_whole_minute() -> None:
    plan = planned(product("Niacinamide", "niacinamide"), treated_at=datetime(2026, 10, 30, 1, 30, 45, 9))
    assert plan.resume_at == datetime(2026, 11, 1, 2, 0)


def test_everything_to_keep_away_from_is_named_until_the_protected_time_ends() -> None:
    made = proposal()
    assert made.aftercare is not None
    assert [item.what for item in made.aftercare.avoid] == [item.what for item in protocol().aftercare.avoid]
    assert all(item.until == datetime(2026, 5, 17, 10, 30) for item in made.aftercare.avoid)
