from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult_app.domain.aftercare import TimelineEntry, timeline_from
from consult_app.domain.answers import (
    Choices,
    Decision,
    DecisionChoice,
    Fitzpatrick,
    HealthAnswer,
    ImportantDate,
    Override,
    PlannedSession,
    Provider,
    Reply,
    SkinAnswers,
    Tan,
)
from consult_app.domain.findings import Verdict, earliest_of
from consult_app.domain.proposal import propose
from consult_app.domain.wording import fill
from tests.builders import AESTHETICIAN, NURSE, REASON, all_no, answers, clinic, proposal, protocol, tretinoin, yes

STOP = {"bleeding_disorder": yes()}
DEFER = {"active_infection": yes()}
REVIEW = {"rosacea": yes()}


@pytest.mark.parametrize(
    ("health", "products", "verdict"),
    [
        ({**STOP, **DEFER, **REVIEW}, None, "do_not_treat"),
        ({**DEFER, **REVIEW}, None, "not_decided"),
        ({**DEFER, **REVIEW}, (), "wait"),
        (REVIEW, (), "review"),
        ({}, (), "ready"),
    ],
)
def test_the_worst_verdict_wins(health: dict[str, HealthAnswer], products: tuple[()] | None, verdict: str) -> None:
    assert proposal(health=all_no(**health), products=products).verdict is Verdict(verdict)


def test_a_stop_shows_while_answers_are_missing() -> None:
    assert proposal(health=STOP, products=None).verdict is Verdict.DO_NOT_TREAT


def test_a_note_never_decides_anything() -> None:
    assert proposal(skin=SkinAnswers(Fitzpatrick.IV, Tan.NONE)).verdict is Verdict.READY


def test_the_latest_until_is_the_earliest_day() -> None:
    made = proposal(health=all_no(filler=yes(last=date(2026, 5, 10))), products=(tretinoin(date(2026, 5, 11)),))
    assert made.earliest == date(2026, 5, 24)
    both = proposal(health=all_no(filler=yes(last=date(2026, 5, 10)), **DEFER))
    assert both.earliest is None
    assert earliest_of(()) is None


def test_an_overridden_defer_stays_visible_and_stops_counting() -> None:
    override = Override("skin.infection", REASON, NURSE, date(2026, 5, 12))
    made = proposal(health=all_no(**DEFER), choices=Choices(overrides=(override,)))
    assert made.verdict is Verdict.READY
    assert made.findings[0].overridden == override


def test_a_stop_is_never_overridden() -> None:
    override = Override("label.bleeding_disorder", REASON, NURSE)
    made = proposal(health=all_no(**STOP), choices=Choices(overrides=(override,)))
    assert made.verdict is Verdict.DO_NOT_TREAT
    assert made.findings[0].overridden is None


def test_a_review_is_settled_by_a_decision_to_proceed() -> None:
    decision = Decision("history.rosacea", DecisionChoice.PROCEED, REASON, NURSE)
    made = proposal(health=all_no(**REVIEW), choices=Choices(decisions=(decision,)))
    assert made.verdict is Verdict.READY
    assert made.findings[0].decision == decision


def test_a_postponed_review_becomes_a_defer_without_a_date() -> None:
    decision = Decision("history.rosacea", DecisionChoice.POSTPONE, REASON, NURSE)
    made = proposal(health=all_no(**REVIEW), choices=Choices(decisions=(decision,)))
    assert made.verdict is Verdict.WAIT
    assert made.earliest is None
    assert made.options == ()


def test_an_override_outweighs_an_earlier_postponement() -> None:
    made = proposal(
        health=all_no(**REVIEW),
        choices=Choices(
            overrides=(Override("history.rosacea", REASON, NURSE),),
            decisions=(Decision("history.rosacea", DecisionChoice.POSTPONE, REASON, NURSE),),
        ),
    )
    assert made.verdict is Verdict.READY


def test_choices_on_rules_not_raised_have_no_effect() -> None:
    made = proposal(choices=Choices(overrides=(Override("sun.fresh_tan", REASON, NURSE),)))
    assert made == replace(proposal(), findings=made.findings)
    assert made.findings == ()


def test_a_plan_finding_never_changes_the_verdict_and_is_decided_apart() -> None:
    events = (ImportantDate("party", date(2026, 5, 20)),)
    made = proposal(events=events)
    assert made.verdict is Verdict.READY
    assert made.undecided_plan
    decided = Choices(decisions=(Decision("plan.event_in_recovery", DecisionChoice.PROCEED, REASON, NURSE),))
    assert proposal(events=events, choices=decided).undecided_plan == ()
    postponed = Choices(decisions=(Decision("plan.event_in_recovery", DecisionChoice.POSTPONE, REASON, NURSE),))
    assert proposal(events=events, choices=postponed).undecided_plan


def test_aftercare_and_timeline_are_counted_from_the_end_of_treatment() -> None:
    made = proposal(treated_at=datetime(2026, 5, 15, 11, 0))
    assert made.aftercare is not None
    assert made.aftercare.protected_until == datetime(2026, 5, 17, 11, 0)
    assert {item.until for item in made.aftercare.avoid} == {datetime(2026, 5, 17, 11, 0)}
    assert made.timeline == (
        TimelineEntry("first_hours", datetime(2026, 5, 15, 11, 0), datetime(2026, 5, 15, 13, 0)),
        TimelineEntry("tonight", date(2026, 5, 15), date(2026, 5, 15)),
        TimelineEntry("tomorrow", date(2026, 5, 16), date(2026, 5, 16)),
        TimelineEntry("hours_48", datetime(2026, 5, 17, 11, 0), None),
        TimelineEntry("days_5_7", date(2026, 5, 20), date(2026, 5, 22)),
    )


def test_without_a_treatment_time_there_is_no_aftercare() -> None:
    made = proposal(treatment_at=None)
    assert made.aftercare is None
    assert made.timeline is None


def test_a_timeline_step_without_a_start_is_a_bug() -> None:
    broken = replace(protocol(), timeline=(replace(protocol().timeline[0], from_hours=None),))
    with pytest.raises(ValueError, match="has no start"):
        timeline_from(broken, datetime(2026, 5, 15, 11), clinic().time_zone)


def test_the_consultation_date_stands_in_for_on() -> None:
    made = propose(protocol(), clinic(), answers(consultation_date=None), date(2026, 5, 13))
    assert made.consultation_date == date(2026, 5, 13)


def test_the_proposal_names_its_protocol() -> None:
    made = proposal()
    assert (made.protocol.id, made.protocol.version) == ("microneedling", "1.0.0")
    assert len(made.protocol.sha256) == 64


@given(order=st.permutations(list(all_no(**REVIEW, **DEFER))))
def test_the_order_of_answers_changes_nothing(order: list[str]) -> None:
    health = all_no(**REVIEW, **DEFER)
    shuffled = {question: health[question] for question in order}
    assert proposal(health=shuffled) == proposal(health=health)


def test_findings_are_sorted_by_how_serious_they_are() -> None:
    made = proposal(health=all_no(**REVIEW, **DEFER, **STOP), skin=SkinAnswers(Fitzpatrick.III, Tan.SLIGHT))
    assert [finding.effect.value for finding in made.findings] == sorted(
        (finding.effect.value for finding in made.findings), key=["stop", "defer", "review", "note"].index
    )


def test_text_with_a_field_nobody_fills_stays_readable() -> None:
    assert fill("From {until}{nothing}.", until="Fri, May 15") == "From Fri, May 15."


def test_every_finding_text_is_filled_in() -> None:
    made = proposal(
        health=all_no(filler=yes(last=date(2026, 5, 10)), laser=HealthAnswer(Reply.UNSURE), **REVIEW),
        products=(tretinoin(date(2026, 5, 11)),),
        provider=AESTHETICIAN,
    )
    assert all("{" not in finding.text and "  " not in finding.text for finding in made.findings)
    assert Provider("A").credentials == ""


def test_a_stop_leaves_no_session_standing_not_even_the_providers_own() -> None:
    own = Choices(option="corrective_series.2x4w", sessions=(PlannedSession(date(2026, 6, 3), "Agreed."),))
    made = proposal(health=all_no(**STOP), choices=own)
    assert made.sessions == ()
    assert made.maintenance == ()


def test_a_visit_kept_too_soon_after_the_last_session_is_a_departure_too() -> None:
    override = Override("recent.microneedling", REASON, NURSE)
    made = proposal(series_done=(date(2026, 5, 1),), choices=Choices(overrides=(override,)))
    assert [finding.rule for finding in made.undecided_plan] == ["plan.too_close"]
    far = proposal(series_done=(date(2026, 4, 1),))
    assert far.undecided_plan == ()
