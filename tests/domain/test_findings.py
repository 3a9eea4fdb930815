"""Which findings count, and what a provider's choices change on them."""

from dataclasses import replace
from datetime import date

import pytest

from consult_app.domain.answers import Choices, Decision, DecisionChoice, Fitzpatrick, Override, SkinAnswers, Tan
from consult_app.domain.findings import Finding, Verdict, earliest_of, verdict_of
from consult_app.domain.protocol import Basis, Effect
from tests.builders import NURSE, REASON, all_no, proposal, yes

PROCEED = DecisionChoice.PROCEED
POSTPONE = DecisionChoice.POSTPONE
RAISED = Finding(
    rule="history.rosacea",
    effect=Effect.REVIEW,
    subject="rosacea",
    text="Rosacea.",
    because={"health.rosacea": "yes"},
    sources=(),
    basis=Basis.CLINIC,
    overridable=True,
)
OVERRIDE = Override("history.rosacea", REASON, NURSE)


def decided(choice: DecisionChoice, rule: str = "history.rosacea") -> Decision:
    return Decision(rule, choice, REASON, NURSE)


def of(rule: str, choices: Choices) -> Finding:
    health = all_no(rosacea=yes(), active_infection=yes(), bleeding_disorder=yes())
    made = proposal(health=health, choices=choices)
    return next(finding for finding in made.findings if finding.rule == rule)


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, True),
        ({"effect": Effect.STOP}, True),
        ({"effect": Effect.NOTE}, False),
        ({"rule": "plan.too_close"}, False),
        ({"overridden": OVERRIDE}, False),
        ({"decision": decided(PROCEED)}, False),
        ({"decision": decided(POSTPONE)}, True),
    ],
    ids=["a review", "a stop", "a note", "about the plan", "overridden", "decided to go ahead", "postponed"],
)
def test_what_counts_bears_on_the_verdict(changes: dict[str, object], counts: bool) -> None:
    finding = replace(RAISED, **changes)  # type: ignore[arg-type]
    assert finding.counts is counts
    assert (verdict_of((finding,), ()) is not Verdict.READY) is counts


@pytest.mark.parametrize(
    ("effects", "missing", "verdict"),
    [
        ((Effect.REVIEW, Effect.DEFER, Effect.STOP), ("skin.tan",), Verdict.DO_NOT_TREAT),
        ((Effect.REVIEW, Effect.DEFER), ("skin.tan",), Verdict.NOT_DECIDED),
        ((Effect.REVIEW, Effect.DEFER), (), Verdict.WAIT),
        ((Effect.NOTE, Effect.REVIEW), (), Verdict.REVIEW),
        ((Effect.NOTE,), (), Verdict.READY),
    ],
)
def test_the_worst_of_what_counts_wins(effects: tuple[Effect, ...], missing: tuple[str, ...], verdict: Verdict) -> None:
    assert verdict_of([replace(RAISED, effect=effect) for effect in effects], missing) is verdict


def test_the_earliest_day_is_the_latest_of_the_waits_that_hold() -> None:
    early = replace(RAISED, effect=Effect.DEFER, until=date(2026, 5, 20))
    late = replace(early, until=date(2026, 6, 1))
    assert earliest_of((early, late, early)) == date(2026, 6, 1)
    assert earliest_of((early, replace(late, overridden=OVERRIDE))) == date(2026, 5, 20)
    assert earliest_of((early, replace(RAISED, until=date(2026, 7, 1)))) == date(2026, 5, 20)


def test_a_wait_without_a_date_leaves_no_earliest_day_until_it_is_overridden() -> None:
    dated = replace(RAISED, effect=Effect.DEFER, until=date(2026, 5, 20))
    open_ended = replace(RAISED, effect=Effect.DEFER)
    assert earliest_of((dated, open_ended)) is None
    assert earliest_of((dated, replace(open_ended, overridden=OVERRIDE))) == date(2026, 5, 20)


def test_a_decision_does_not_settle_a_wait_and_is_not_put_beside_it() -> None:
    finding = of("skin.infection", Choices(decisions=(decided(PROCEED, "skin.infection"),)))
    assert finding.decision is None
    assert finding.effect is Effect.DEFER
    assert finding.counts


def test_neither_a_decision_nor_an_override_is_put_beside_a_stop() -> None:
    rule = "label.bleeding_disorder"
    finding = of(rule, Choices(overrides=(Override(rule, REASON, NURSE),), decisions=(decided(PROCEED, rule),)))
    assert finding.overridden is None
    assert finding.decision is None
    assert finding.counts


def test_a_review_decided_to_go_ahead_is_still_shown_as_a_review() -> None:
    finding = of("history.rosacea", Choices(decisions=(decided(PROCEED),)))
    assert (finding.effect, finding.settled) == (Effect.REVIEW, True)


def test_a_postponed_review_is_shown_as_a_wait_without_a_date() -> None:
    finding = of("history.rosacea", Choices(decisions=(decided(POSTPONE),)))
    assert (finding.effect, finding.until, finding.settled) == (Effect.DEFER, None, False)


def test_an_overridden_review_stays_a_review_although_it_was_postponed_before() -> None:
    finding = of("history.rosacea", Choices(overrides=(OVERRIDE,), decisions=(decided(POSTPONE),)))
    assert (finding.effect, finding.overridden, finding.settled) == (Effect.REVIEW, OVERRIDE, True)


def test_an_overridden_wait_keeps_its_date() -> None:
    override = Override("recent.filler", REASON, NURSE)
    made = proposal(health=all_no(filler=yes(last=date(2026, 5, 10))), choices=Choices(overrides=(override,)))
    assert made.findings[0].until == date(2026, 5, 24)
    assert made.earliest is None
    assert made.verdict is Verdict.READY


def test_findings_stand_by_how_serious_they_are_and_not_in_the_order_of_the_protocol() -> None:
    made = proposal(
        health=all_no(
            chemo_or_radiation=yes(current=False), active_infection=yes(), self_tanner=yes(last=date(2026, 5, 8))
        ),
        skin=SkinAnswers(Fitzpatrick.III, Tan.SLIGHT),
    )
    assert [finding.effect for finding in made.findings] == [
        Effect.DEFER,
        Effect.REVIEW,
        Effect.REVIEW,
        Effect.NOTE,
        Effect.NOTE,
    ]
