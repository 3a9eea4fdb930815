"""Whatever was answered: what a proposal must and must never say."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from consult_app.domain.answers import Answers, PlannedSession
from consult_app.domain.findings import Verdict
from consult_app.domain.proposal import propose
from consult_app.domain.protocol import Effect
from consult_app.domain.schedule import add_months, start_of
from tests.builders import CONSULTED, clinic, protocol
from tests.fakes.answer_strategies import answers as any_answers

CLINICS = st.builds(
    clinic,
    closed_weekdays=st.frozensets(st.integers(0, 6), max_size=6),
    zone=st.sampled_from(("America/New_York", "Europe/Madrid", "Asia/Kolkata")),
)
EARLY_CATEGORIES = {"cleanser_gentle", "moisturiser_bland", "hyaluronic_acid", "spf_mineral"}


@given(given_answers=any_answers(), at=CLINICS)
def test_a_proposal_is_always_made_and_always_the_same(given_answers: Answers, at: object) -> None:
    first = propose(protocol(), at, given_answers, CONSULTED)  # type: ignore[arg-type]
    assert first == propose(protocol(), at, given_answers, CONSULTED)  # type: ignore[arg-type]


@given(given_answers=any_answers(), order=st.randoms(use_true_random=False))
def test_the_order_health_answers_came_in_changes_nothing(given_answers: Answers, order: object) -> None:
    shuffled = list(given_answers.health.items())
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    again = replace(given_answers, health=dict(shuffled))
    assert propose(protocol(), clinic(), given_answers, CONSULTED) == propose(protocol(), clinic(), again, CONSULTED)


@given(given_answers=any_answers())
def test_a_stop_is_never_hidden_and_nothing_is_ready_with_gaps(given_answers: Answers) -> None:
    made = propose(protocol(), clinic(), given_answers, CONSULTED)
    if any(finding.effect is Effect.STOP for finding in made.findings):
        assert made.verdict is Verdict.DO_NOT_TREAT
        assert made.options == ()
    if made.verdict is Verdict.READY:
        assert made.missing == ()
        assert not any(finding.counts for finding in made.findings)


@settings(max_examples=150)
@given(given_answers=any_answers(), at=CLINICS)
def test_proposed_sessions_are_never_closer_than_28_days_nor_beyond_a_year(given_answers: Answers, at: object) -> None:
    undecided = replace(given_answers, choices=replace(given_answers.choices, sessions=None))
    made = propose(protocol(), at, undecided, CONSULTED)  # type: ignore[arg-type]
    for option in made.options:
        days = [session.on for session in option.sessions]
        everything = [*days, *(visit.on for visit in option.maintenance)]
        assert all(later - earlier >= timedelta(days=28) for earlier, later in pairwise(days))
        assert everything == sorted(everything)
        if days:
            assert everything[-1] <= add_months(days[0], 12)


@given(given_answers=any_answers(), gap=st.integers(1, 60))
def test_own_sessions_too_close_always_ask_for_a_decision(given_answers: Answers, gap: int) -> None:
    first = date(2026, 9, 1)
    own = (PlannedSession(first), PlannedSession(first + timedelta(days=gap)))
    choices = replace(given_answers.choices, sessions=own, overrides=(), decisions=())
    bare = replace(given_answers, choices=choices, series_done=())
    made = propose(protocol(), clinic(), bare, CONSULTED)
    close = [finding for finding in made.undecided_plan if finding.rule == "plan.too_close"]
    assert bool(close) is (gap < 28)


@settings(max_examples=150)
@given(given_answers=any_answers(), at=CLINICS)
def test_no_product_comes_back_before_48_hours_but_for_the_named_exceptions(given_answers: Answers, at: object) -> None:
    made = propose(protocol(), at, given_answers, CONSULTED)  # type: ignore[arg-type]
    early_decisions = {
        path
        for finding in made.findings
        if finding.rule == "product.resumes_early"
        for path in finding.because
        if path.endswith(".name")
    }
    ended = given_answers.treated_at or given_answers.treatment_at
    for index, plan in enumerate(made.products):
        assert plan.decided or plan.resume_at is None
        if plan.resume_at is None or f"products[{index}].name" in early_decisions:
            continue
        if plan.categories and set(plan.categories) <= EARLY_CATEGORIES:
            continue
        earliest = ended if ended is not None else datetime.combine(made.treatment_day, datetime.min.time())
        assert start_of(plan.resume_at) >= earliest + timedelta(hours=47)


@given(given_answers=any_answers())
def test_an_undecided_product_always_keeps_the_plan_open(given_answers: Answers) -> None:
    made = propose(protocol(), clinic(), given_answers, CONSULTED)
    for index, plan in enumerate(made.products):
        assert plan.decided is (f"products[{index}].decision" not in made.missing)
