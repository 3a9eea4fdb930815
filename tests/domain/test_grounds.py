"""What a finding rests on: the answers it names, the dates it tells, the days that are still inside."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from consult_app.domain.answers import (
    Area,
    AskDecision,
    Concern,
    ConcernAnswer,
    Fitzpatrick,
    HealthAnswer,
    Reply,
    Severity,
    SkinAnswers,
    Tan,
)
from consult_app.domain.findings import Finding
from consult_app.domain.patient import Allergies, AllergyState
from consult_app.domain.proposal import propose
from consult_app.domain.protocol import (
    AreaCondition,
    Basis,
    Case,
    Condition,
    Effect,
    FitzpatrickCondition,
    HealthCondition,
    Rule,
    TanCondition,
    Until,
)
from tests.builders import CONSULTED, all_no, answers, clinic, patient, product, proposal, protocol, yes

D = date(2026, 5, 15)


def raised(rule: str, **changes: Any) -> Finding:
    return next(finding for finding in proposal(**changes).findings if finding.rule == rule)


def rule_of(*cases: Case, unsure: str = "") -> Rule:
    return Rule(id="own.rule", subject="own", cases=cases, sources=("clinic:S1",), basis=Basis.CLINIC, unsure=unsure)


def case(*when: Condition, effect: Effect = Effect.DEFER, until: Until | None = None, text: str = "") -> Case:
    return Case(effect=effect, when=when, text=text or f"{effect.value} {{last}} {{until}}", until=until)


def judged(rule: Rule, **changes: Any) -> Finding | None:
    alone = replace(protocol(), rules={rule.id: rule})
    found = propose(alone, clinic(), answers(**changes), CONSULTED).findings
    return found[0] if found else None


def test_a_finding_carries_its_rule() -> None:
    rule = protocol().rules["label.bleeding_disorder"]
    finding = raised(rule.id, health=all_no(bleeding_disorder=yes()))
    assert (finding.subject, finding.text) == (rule.subject, rule.cases[0].text)
    assert (finding.sources, finding.basis, finding.prescriber_only) == (rule.sources, rule.basis, True)


def test_the_text_of_a_dated_wait_tells_both_days() -> None:
    finding = raised("recent.filler", health=all_no(filler=yes(last=date(2026, 5, 2))))
    assert finding.text == "Last filler Sat, May 2, 2026. OK from Sat, May 16, 2026."
    assert finding.until_basis is None
    assert finding.sources == protocol().rules["recent.filler"].sources


def test_a_text_without_days_to_tell_leaves_them_out() -> None:
    finding = judged(rule_of(case(HealthCondition(("rosacea",)))), health=all_no(rosacea=yes()))
    assert finding is not None
    assert finding.text == "defer  "


def test_a_tan_names_its_answers_and_the_sources_of_its_days() -> None:
    since = date(2026, 5, 10)
    rule = protocol().rules["sun.fresh_tan"]
    until = rule.cases[0].until
    assert until is not None
    for changes in ({}, {"consultation_date": D}):
        finding = raised(rule.id, skin=SkinAnswers(Fitzpatrick.II, Tan.FRESH, since), **changes)
        assert finding.because == {"skin.tan": "fresh", "skin.tan_since": "2026-05-10"}
        assert finding.sources == (*rule.sources, *until.sources)
        assert finding.until_basis is until.basis
    undated = raised(rule.id, skin=SkinAnswers(Fitzpatrick.II, Tan.FRESH))
    assert undated.because == {"skin.tan": "fresh"}
    assert undated.until == CONSULTED + timedelta(days=14)


def test_a_skin_type_names_its_answer() -> None:
    finding = raised("skin.pih_risk", skin=SkinAnswers(Fitzpatrick.VI, Tan.NONE))
    assert finding.because == {"skin.fitzpatrick": "VI"}


def test_a_birthday_names_its_answer() -> None:
    born = date(2009, 5, 16)
    assert raised("age.under_18", patient=patient(birth_date=born)).because == {"patient.birth_date": "2009-05-16"}


def test_all_answers_that_meet_a_rule_are_named() -> None:
    both = raised("skin.pih_risk", health=all_no(melasma=yes()), skin=SkinAnswers(Fitzpatrick.V, Tan.NONE))
    assert both.because == {"skin.fitzpatrick": "V", "health.melasma": "yes"}
    allergic = all_no(metal_allergy=yes(), anesthetic_allergy=yes())
    finding = raised("label.metal_or_anesthetic_allergy", health=allergic)
    assert finding.because == {"health.anesthetic_allergy": "yes", "health.metal_allergy": "yes"}


def test_a_detailed_answer_is_named_with_its_details() -> None:
    stopped = yes(current=False, last=date(2026, 2, 1))
    finding = raised("history.isotretinoin", health=all_no(isotretinoin=stopped))
    assert finding.because == {
        "health.isotretinoin": "yes",
        "health.isotretinoin.current": False,
        "health.isotretinoin.last": "2026-02-01",
    }


def test_only_the_allergies_a_rule_is_about_are_named() -> None:
    allergies = Allergies(AllergyState.KNOWN, ("Nickel", "pollen", "Lidocaïne"))
    finding = raised("label.metal_or_anesthetic_allergy", patient=patient(allergies=allergies))
    assert finding.effect is Effect.STOP
    assert finding.because == {"patient.allergies": "Nickel, Lidocaïne"}


def test_allergies_that_could_not_be_asked_are_named_by_their_state() -> None:
    unknown = patient(allergies=Allergies(AllergyState.UNAVAILABLE))
    assert raised("label.metal_or_anesthetic_allergy", patient=unknown).because == {"patient.allergies": "unavailable"}


def test_an_area_among_others_is_named_with_the_concern_it_stands_in() -> None:
    concerns = (
        ConcernAnswer(Concern.SCARS, Severity.MILD, (Area.NOSE,)),
        ConcernAnswer(Concern.WRINKLES, Severity.MILD, (Area.FOREHEAD, Area.AROUND_EYES)),
    )
    finding = raised("label.orbital_rim", concerns=concerns)
    assert finding.because == {"concerns[1].areas": "around_eyes"}


def test_several_areas_a_rule_is_about_are_named_together() -> None:
    areas = AreaCondition((Area.NOSE, Area.NECK))
    marked = ConcernAnswer(Concern.SCARS, Severity.MILD, (Area.NOSE, Area.FOREHEAD, Area.NECK))
    finding = judged(rule_of(case(areas, effect=Effect.NOTE)), concerns=(marked,))
    assert finding is not None
    assert finding.because == {"concerns[0].areas": "nose, neck"}


@pytest.mark.parametrize(
    ("days", "effect"),
    [(13, Effect.DEFER), (14, Effect.REVIEW), (89, Effect.REVIEW), (90, None)],
)
def test_a_laser_waits_14_days_and_is_looked_at_for_90(days: int, effect: Effect | None) -> None:
    made = proposal(health=all_no(laser=yes(last=D - timedelta(days=days))))
    assert [finding.effect for finding in made.findings] == ([] if effect is None else [effect])


@pytest.mark.parametrize(("days", "met"), [(9, False), (10, True), (11, True)])
def test_a_case_may_begin_some_days_after_an_answer(days: int, met: bool) -> None:
    rule = rule_of(case(HealthCondition(("filler",), at_least_days=10), effect=Effect.REVIEW))
    finding = judged(rule, health=all_no(filler=yes(last=D - timedelta(days=days))))
    assert (finding is not None) is met


def test_a_case_bound_to_days_is_not_met_by_an_answer_without_a_day() -> None:
    for bound in ({"within_days": 10}, {"within_months": 2}, {"at_least_days": 10}):
        rule = rule_of(case(HealthCondition(("filler",), **bound), effect=Effect.REVIEW))
        assert judged(rule, health=all_no(filler=yes())) is None


@pytest.mark.parametrize(
    ("wanted", "said", "met"),
    [
        (None, None, True),
        (None, False, True),
        (None, True, True),
        (True, True, True),
        (True, False, False),
        (True, None, False),
        (False, False, True),
        (False, True, False),
        (False, None, False),
    ],
)
def test_now_or_stopped_is_only_asked_where_the_case_asks_it(wanted: bool | None, said: bool | None, met: bool) -> None:
    rule = rule_of(case(HealthCondition(("isotretinoin",), current=wanted), effect=Effect.REVIEW))
    assert (judged(rule, health=all_no(isotretinoin=yes(current=said))) is not None) is met


def test_a_wait_over_several_questions_counts_from_the_latest_day() -> None:
    until = Until(days=20, after="last")
    rule = rule_of(case(HealthCondition(("filler", "toxin", "peel")), until=until))
    health = all_no(filler=yes(last=date(2026, 5, 1)), toxin=yes(last=date(2026, 5, 4)), peel=yes())
    finding = judged(rule, health=health)
    assert finding is not None
    assert finding.until == date(2026, 5, 24)
    assert finding.text == "defer Mon, May 4, 2026 Sun, May 24, 2026"


def test_a_wait_may_have_conditions_without_a_day_beside_the_one_with() -> None:
    until = Until(days=20, after="last")
    conditions = (FitzpatrickCondition((Fitzpatrick.II,)), HealthCondition(("filler",)))
    finding = judged(rule_of(case(*conditions, until=until)), health=all_no(filler=yes(last=date(2026, 5, 1))))
    assert finding is not None
    assert finding.until == date(2026, 5, 21)
    unasked = judged(rule_of(case(*conditions, until=until)), health={})
    assert unasked is None


def test_a_tan_beside_another_condition_is_still_looked_at_again_on_the_day() -> None:
    conditions = (FitzpatrickCondition((Fitzpatrick.II,)), TanCondition((Tan.FRESH,)))
    until = Until(days=14, after="tan_since")
    old = SkinAnswers(Fitzpatrick.II, Tan.FRESH, date(2026, 4, 1))
    finding = judged(rule_of(case(*conditions, until=until)), skin=old, consultation_date=D)
    assert finding is not None
    assert finding.effect is Effect.DEFER
    assert finding.until is None


def test_a_tan_long_ago_without_words_for_it_raises_nothing() -> None:
    until = Until(days=14, after="tan_since")
    old = SkinAnswers(Fitzpatrick.II, Tan.FRESH, date(2026, 4, 1))
    assert judged(rule_of(case(TanCondition((Tan.FRESH,)), until=until)), skin=old) is None


def test_the_first_case_that_holds_counts() -> None:
    rosacea = HealthCondition(("rosacea",))
    both = rule_of(case(rosacea, effect=Effect.REVIEW), case(rosacea, effect=Effect.STOP))
    finding = judged(both, health=all_no(rosacea=yes()))
    assert finding is not None
    assert finding.effect is Effect.REVIEW


def test_not_knowing_is_asked_about_in_the_rules_words_else_in_those_of_its_first_case() -> None:
    unknown = {"health": all_no(filler=HealthAnswer(Reply.UNSURE))}
    cases = (case(HealthCondition(("filler",)), text="first"), case(HealthCondition(("filler",)), text="second"))
    own = judged(rule_of(*cases, unsure="Not known."), **unknown)
    assert own is not None
    assert own.text == "Not known."
    without = judged(rule_of(*cases), **unknown)
    assert without is not None
    assert without.text == "first"


def test_not_knowing_counts_for_a_later_case_too_but_not_for_a_review() -> None:
    unknown = {"health": all_no(filler=HealthAnswer(Reply.UNSURE))}
    review = case(HealthCondition(("filler",)), effect=Effect.REVIEW)
    assert judged(rule_of(review), **unknown) is None
    finding = judged(rule_of(review, case(HealthCondition(("filler",)), effect=Effect.STOP)), **unknown)
    assert finding is not None
    assert finding.effect is Effect.REVIEW


USED = date(2026, 5, 8)
TANNER = product("Bronzing mist", "self_tanner", last_used=USED)
FROM_PRODUCT = {"products[0].name": "Bronzing mist", "products[0].last_used": "2026-05-08"}


@pytest.mark.parametrize(
    ("answer", "because"),
    [
        (None, FROM_PRODUCT),
        (HealthAnswer(Reply.NO, last=date(2026, 5, 10)), FROM_PRODUCT),
        (HealthAnswer(Reply.UNSURE), FROM_PRODUCT),
        (HealthAnswer(Reply.YES), FROM_PRODUCT),
        (HealthAnswer(Reply.YES, last=date(2026, 5, 7)), FROM_PRODUCT),
        (HealthAnswer(Reply.YES, last=USED), {"health.self_tanner": "yes", "health.self_tanner.last": "2026-05-08"}),
    ],
    ids=["not asked", "no", "unsure", "yes without a day", "yes a day before", "yes on the same day"],
)
def test_a_product_answers_a_question_unless_a_yes_as_late_stands(
    answer: HealthAnswer | None, because: dict[str, str]
) -> None:
    health = {question: said for question, said in all_no().items() if question != "self_tanner"}
    if answer is not None:
        health["self_tanner"] = answer
    assert raised("sun.self_tanner", health=health, products=(TANNER,)).because == because


def test_what_is_missing_is_named_exactly() -> None:
    note = ConcernAnswer(Concern.OTHER, Severity.MILD, (Area.NOSE,), "a mark")
    blank = replace(note, note="  ")
    stopped = all_no(isotretinoin=yes(current=False, last=date(2020, 1, 1)))
    assert proposal(concerns=(note,)).missing == ()
    assert proposal(concerns=(note, blank)).missing == ("concerns[1].note",)
    assert proposal(health=stopped).missing == ()
    assert proposal(health=all_no(isotretinoin=yes(current=False))).missing == ("health.isotretinoin.last",)
    assert proposal(health=all_no(isotretinoin=yes())).missing == ("health.isotretinoin.current",)


@pytest.mark.parametrize(
    ("used", "missing"),
    [
        (product("Tretinoin", "retinoid_rx", last_used=USED), ()),
        (product("Tretinoin", "retinoid_rx"), ("products[0].last_used",)),
        (product("Tretinoin", "retinoid_rx", decision=AskDecision()), ()),
        (product("Balm", "moisturiser_bland"), ()),
        (product("Drops", last_used=USED), ("products[0].decision",)),
    ],
    ids=["dated", "undated", "to be asked", "without a pause", "unknown"],
)
def test_what_is_missing_of_a_product_is_named_exactly(used: Any, missing: tuple[str, ...]) -> None:
    assert proposal(products=(used,)).missing == missing
