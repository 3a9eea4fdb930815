from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

import pytest

from consult_app.domain.answers import (
    Answers,
    Area,
    Choices,
    Concern,
    ConcernAnswer,
    Fitzpatrick,
    HealthAnswer,
    ImportantDate,
    PlannedSession,
    Reply,
    ResumeDecision,
    Severity,
    SkinAnswers,
    Tan,
    Trip,
)
from consult_app.domain.findings import Finding
from consult_app.domain.patient import Allergies, AllergyState
from consult_app.domain.proposal import propose
from consult_app.domain.protocol import Basis, Effect, HealthCondition
from tests.builders import (
    CONSULTED,
    all_no,
    answers,
    clinic,
    concern,
    patient,
    product,
    proposal,
    protocol,
    rules_of,
    yes,
)

D = date(2026, 5, 15)


class Row(NamedTuple):
    """``hit`` raises the rule with the effect (and until); ``miss`` does not raise it."""

    rule: str
    effect: str
    hit: dict[str, Any]
    miss: dict[str, Any]
    until: date | None = None


def health(**given: HealthAnswer) -> dict[str, Any]:
    return {"health": all_no(**given)}


def skin(kind: str = "II", tan: str = "none", since: date | None = None) -> dict[str, Any]:
    return {"skin": SkinAnswers(Fitzpatrick(kind), Tan(tan), since)}


def born(day: date) -> dict[str, Any]:
    return {"patient": patient(birth_date=day)}


def allergies(*items: str, state: AllergyState = AllergyState.KNOWN) -> dict[str, Any]:
    return {"patient": patient(allergies=Allergies(state, items))}


def on(*areas: Area, kind: str = "II") -> dict[str, Any]:
    return {"concerns": (ConcernAnswer(Concern.WRINKLES, Severity.MILD, areas),), **skin(kind)}


def own(*days: date) -> dict[str, Any]:
    return {"choices": Choices(sessions=tuple(PlannedSession(day) for day in days))}


NONE: dict[str, Any] = {}
LABELS = {
    "label.skin_cancer": "skin_cancer_in_area",
    "label.open_or_irritated_skin": "open_or_irritated_skin",
    "label.bleeding_disorder": "bleeding_disorder",
    "label.pregnant_or_nursing": "pregnant_or_nursing",
}
CLEARED = {
    "skin.infection": "active_infection",
    "skin.cold_sore_active": "cold_sore_active",
    "skin.acne_active": "active_acne",
}
HISTORY = (
    "keloid_history",
    "rosacea",
    "eczema_or_psoriasis",
    "actinic_keratosis",
    "suspicious_lesion",
    "raised_moles",
    "blood_thinner",
    "immunosuppressed",
    "diabetes",
    "connective_tissue_disease",
    "cardiac_condition",
    "photosensitizing_medicine",
    "previous_reaction",
    "melasma",
    "pih_history",
    "new_scar",
)
RECENT = {"filler": 14, "toxin": 14, "peel": 30, "laser": 14, "facial_surgery": 90, "waxing": 7, "microneedling": 28}
WEDDING = (ImportantDate("wedding", date(2026, 7, 10)),)
BEACH = (Trip("beach", date(2026, 7, 1), date(2026, 7, 8), sunny=True),)


def _days_before(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() - days)


ROWS = [
    *(Row(rule, "stop", health(**{question: yes()}), NONE) for rule, question in LABELS.items()),
    *(Row(rule, "defer", health(**{question: yes()}), NONE) for rule, question in CLEARED.items()),
    *(Row(f"history.{question}", "review", health(**{question: yes()}), NONE) for question in HISTORY),
    *(
        Row(
            f"recent.{question}",
            "defer",
            health(**{question: yes(last=_days_before(D, days - 1))}),
            health(**{question: yes(last=_days_before(D, days))}) if question != "laser" else NONE,
            until=date(2026, 5, 16),
        )
        for question, days in RECENT.items()
    ),
    Row(
        "recent.laser",
        "review",
        health(laser=yes(last=_days_before(D, 14))),
        health(laser=yes(last=_days_before(D, 90))),
    ),
    Row("recent.laser", "review", health(laser=yes(last=_days_before(D, 89))), NONE),
    Row("label.metal_or_anesthetic_allergy", "stop", health(metal_allergy=yes()), NONE),
    Row("label.metal_or_anesthetic_allergy", "stop", health(anesthetic_allergy=yes()), NONE),
    *(
        Row("label.metal_or_anesthetic_allergy", "stop", allergies(item), allergies("Latex (rash)", "Neomycin"))
        for item in (
            "Lidocaine",
            "lidocaína",
            "EMLA cream",
            "Nickel",
            "Níquel",
            "stainless STEEL",
            "acero",
            "Benzocaine gel",
        )
    ),
    Row("label.metal_or_anesthetic_allergy", "review", allergies(state=AllergyState.UNAVAILABLE), NONE),
    Row(
        "label.isotretinoin_current",
        "stop",
        health(isotretinoin=yes(current=True)),
        health(isotretinoin=yes(current=False, last=date(2026, 1, 1))),
    ),
    Row(
        "history.isotretinoin",
        "review",
        health(isotretinoin=yes(current=False, last=date(2025, 11, 16))),
        health(isotretinoin=yes(current=False, last=date(2025, 11, 15))),
    ),
    Row("history.chemo_or_radiation", "stop", health(chemo_or_radiation=yes(current=True)), NONE),
    Row("history.chemo_or_radiation", "review", health(chemo_or_radiation=yes(current=False)), NONE),
    Row("skin.cold_sore_history", "review", health(cold_sore_history=yes()), NONE),
    Row("sun.fresh_tan", "defer", skin(tan="fresh", since=date(2026, 5, 12)), skin(tan="slight"), date(2026, 5, 26)),
    Row("sun.sunburn", "defer", skin(tan="sunburn"), skin(tan="none"), date(2026, 5, 26)),
    Row("sun.fresh_tan", "defer", skin(tan="fresh", since=date(2026, 5, 2)), skin(tan="none"), date(2026, 5, 16)),
    Row("sun.sunburn", "defer", skin(tan="sunburn", since=date(2026, 5, 2)), skin(tan="none"), date(2026, 5, 16)),
    Row("sun.fresh_tan", "note", skin(tan="fresh", since=date(2026, 5, 1)), skin(tan="none")),
    Row("sun.sunburn", "note", skin(tan="sunburn", since=date(2026, 5, 1)), skin(tan="none")),
    Row("sun.slight_tan", "note", skin(tan="slight"), skin(tan="none")),
    Row(
        "sun.self_tanner",
        "review",
        health(self_tanner=yes(last=date(2026, 5, 2))),
        health(self_tanner=yes(last=date(2026, 5, 1))),
    ),
    Row("age.under_18", "stop", born(date(2008, 5, 16)), born(date(2008, 5, 15))),
    Row("age.under_22", "review", born(date(2004, 5, 16)), born(date(2004, 5, 15))),
    Row("skin.pih_risk", "note", skin("III"), skin("II")),
    Row("skin.pih_risk", "note", skin("IV"), skin("I")),
    Row("skin.pih_risk", "review", skin("V", tan="slight"), skin("II", tan="slight")),
    Row("skin.pih_risk", "review", {**skin("IV"), **health(melasma=yes())}, health(melasma=yes())),
    Row("skin.pih_risk", "review", {**skin("VI"), **health(pih_history=yes())}, health(pih_history=yes())),
    Row("label.orbital_rim", "note", on(Area.AROUND_EYES), on(Area.FOREHEAD)),
    Row("label.neck", "note", on(Area.NECK, kind="I"), on(Area.NECK, kind="II")),
    Row("label.neck", "note", on(Area.NECK, kind="VI"), on(Area.FOREHEAD, kind="VI")),
    Row(
        "product.used_too_recently",
        "defer",
        {"products": (product("Tretinoin", "retinoid_rx", last_used=date(2026, 5, 10)),)},
        {"products": (product("Tretinoin", "retinoid_rx", last_used=date(2026, 5, 9)),)},
        date(2026, 5, 16),
    ),
    Row(
        "product.resumes_early",
        "review",
        {"products": (product("Drops", decision=ResumeDecision(date(2026, 5, 17))),)},
        {"products": (product("Drops", decision=ResumeDecision(date(2026, 5, 18))),)},
    ),
    Row("plan.too_close", "review", own(D, date(2026, 6, 11)), own(D, date(2026, 6, 12))),
    Row("plan.outside_range", "review", own(D), own(D, date(2026, 6, 12))),
    Row(
        "plan.event_in_recovery",
        "review",
        {"events": WEDDING, **own(D, date(2026, 7, 3))},
        {"events": WEDDING, **own(D, date(2026, 7, 2))},
    ),
    Row(
        "plan.event_in_recovery",
        "review",
        {"events": WEDDING, **own(D, date(2026, 7, 10))},
        {"events": WEDDING, **own(D, date(2026, 7, 11))},
    ),
    Row(
        "plan.trip_in_recovery",
        "review",
        {"trips": BEACH, **own(D, date(2026, 6, 24))},
        {"trips": BEACH, **own(D, date(2026, 6, 23))},
    ),
    Row(
        "plan.trip_before_session",
        "review",
        {"trips": BEACH, **own(D, date(2026, 7, 21))},
        {"trips": BEACH, **own(D, date(2026, 7, 22))},
    ),
    Row(
        "plan.trip_before_session",
        "review",
        {"trips": BEACH, **own(D, date(2026, 7, 1))},
        {"trips": (Trip("city", date(2026, 7, 1), date(2026, 7, 8)),), **own(D, date(2026, 7, 1))},
    ),
]


def found(rule: str, changes: Mapping[str, Any]) -> Finding | None:
    return next((finding for finding in proposal(**changes).findings if finding.rule == rule), None)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.rule}:{row.effect}")
def test_each_rule_is_met_and_missed(row: Row) -> None:
    raised = found(row.rule, row.hit)
    assert raised is not None
    assert raised.effect is Effect(row.effect)
    assert raised.until == row.until
    assert raised.because
    assert raised.text
    assert raised.sources
    missed = found(row.rule, row.miss)
    assert missed is None or missed.effect is not Effect(row.effect)


def test_every_rule_of_the_protocol_stands_in_the_table() -> None:
    assert {row.rule for row in ROWS} == set(protocol().rules)


def test_nothing_is_raised_by_a_consultation_without_anything() -> None:
    assert proposal().findings == ()


@pytest.mark.parametrize("reply", [Reply.UNSURE, Reply.DECLINED])
@pytest.mark.parametrize(
    ("rule", "question"),
    [
        *LABELS.items(),
        *CLEARED.items(),
        *((f"recent.{question}", question) for question in RECENT),
        ("label.isotretinoin_current", "isotretinoin"),
        ("label.metal_or_anesthetic_allergy", "metal_allergy"),
        ("history.chemo_or_radiation", "chemo_or_radiation"),
    ],
)
def test_not_knowing_a_stop_or_defer_answer_is_a_review(rule: str, question: str, reply: Reply) -> None:
    raised = found(rule, health(**{question: HealthAnswer(reply)}))
    assert raised is not None
    assert raised.effect is Effect.REVIEW
    assert raised.overridable
    assert raised.because == {f"health.{question}": reply.value}
    assert raised.prescriber_only is rule.startswith("label.")


@pytest.mark.parametrize("question", [*HISTORY, "cold_sore_history", "self_tanner"])
def test_not_knowing_a_review_answer_is_still_a_review(question: str) -> None:
    rules = {rule.id for rule in protocol().rules.values()}
    raised = [f for f in proposal(**health(**{question: HealthAnswer(Reply.UNSURE)})).findings if f.rule in rules]
    assert any(finding.effect is Effect.REVIEW for finding in raised)


def test_a_stop_cannot_be_overridden_but_defer_and_review_can() -> None:
    assert not found("label.bleeding_disorder", health(bleeding_disorder=yes())).overridable  # type: ignore[union-attr]
    assert found("skin.infection", health(active_infection=yes())).overridable  # type: ignore[union-attr]
    assert found("history.rosacea", health(rosacea=yes())).overridable  # type: ignore[union-attr]


def test_the_filler_of_the_worked_example() -> None:
    assert found("recent.filler", health(filler=yes(last=date(2026, 5, 2)))).until == date(2026, 5, 16)  # type: ignore[union-attr]
    assert found("recent.filler", health(filler=yes(last=date(2026, 5, 1)))) is None


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2026, 5, 15), date(2026, 5, 29)),
        (date(2026, 5, 2), date(2026, 5, 16)),
        (date(2026, 5, 1), None),
        (None, date(2026, 5, 29)),
    ],
)
def test_a_tan_answered_on_the_treatment_day_holds_whatever_its_date(since: date | None, until: date | None) -> None:
    raised = found("sun.fresh_tan", {"consultation_date": D, **skin(tan="fresh", since=since)})
    assert raised is not None
    assert raised.effect is Effect.DEFER
    assert raised.until == until


def test_a_tan_long_enough_ago_is_a_note_to_check_again() -> None:
    raised = found("sun.sunburn", skin(tan="sunburn", since=date(2026, 5, 1)))
    assert raised is not None
    assert raised.effect is Effect.NOTE
    assert "again" in raised.text


def test_the_latest_done_session_counts_for_recent_microneedling() -> None:
    made = proposal(series_done=(date(2026, 3, 1), date(2026, 4, 20)))
    raised = next(finding for finding in made.findings if finding.rule == "recent.microneedling")
    assert raised.until == date(2026, 5, 18)
    assert raised.because == {"series.done[1]": "2026-04-20"}


def test_a_session_done_does_not_hide_a_later_answer() -> None:
    made = proposal(series_done=(date(2026, 3, 1),), **health(microneedling=yes(last=date(2026, 5, 1))))
    raised = next(finding for finding in made.findings if finding.rule == "recent.microneedling")
    assert raised.until == date(2026, 5, 29)


def test_a_birthday_on_a_leap_day_comes_on_march_1_in_other_years() -> None:
    young = born(date(2008, 2, 29))
    assert "age.under_18" in rules_of(
        proposal(treatment_at=datetime(2026, 2, 28, 10), consultation_date=date(2026, 2, 1), **young)
    )
    assert "age.under_18" not in rules_of(
        proposal(treatment_at=datetime(2026, 3, 1, 10), consultation_date=date(2026, 2, 1), **young)
    )


EMPTY = Answers()


def test_an_empty_consultation_misses_everything_and_decides_nothing() -> None:
    made = propose(protocol(), clinic(), EMPTY, CONSULTED)
    assert made.missing[:5] == (
        "patient.family_name",
        "patient.given_name",
        "patient.birth_date",
        "patient.allergies",
        "concerns",
    )
    assert made.missing[5:7] == ("skin.fitzpatrick", "skin.tan")
    assert made.missing[-1] == "products"
    assert len(made.missing) == 8 + len(protocol().questions)
    assert made.consultation_date == CONSULTED


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"patient": patient(family_name=" ")}, "patient.family_name"),
        ({"patient": patient(birth_date=None)}, "patient.birth_date"),
        ({"patient": patient(allergies=Allergies())}, "patient.allergies"),
        ({"patient": patient(allergies=Allergies(AllergyState.KNOWN))}, "patient.allergies"),
        ({"concerns": ()}, "concerns"),
        ({"concerns": (concern(severity=None),)}, "concerns[0].severity"),
        ({"concerns": (ConcernAnswer(Concern.SCARS, Severity.MILD),)}, "concerns[0].areas"),
        ({"concerns": (concern(Concern.OTHER),)}, "concerns[0].note"),
        ({"skin": SkinAnswers(tan=Tan.NONE)}, "skin.fitzpatrick"),
        ({"skin": SkinAnswers(Fitzpatrick.I)}, "skin.tan"),
        (health(isotretinoin=yes()), "health.isotretinoin.current"),
        (health(isotretinoin=yes(current=False)), "health.isotretinoin.last"),
        (health(chemo_or_radiation=yes()), "health.chemo_or_radiation.current"),
        (health(filler=yes()), "health.filler.last"),
        (health(self_tanner=yes()), "health.self_tanner.last"),
        ({"health": {k: v for k, v in all_no().items() if k != "rosacea"}}, "health.rosacea"),
        ({"products": None}, "products"),
        ({"products": (product("Mystery"),)}, "products[0].decision"),
        ({"products": (product("Tretinoin", "retinoid_rx"),)}, "products[0].last_used"),
    ],
)
def test_each_missing_answer_is_named_by_its_path(changes: dict[str, Any], missing: str) -> None:
    assert proposal(**changes).missing == (missing,)


def test_current_isotretinoin_needs_no_date() -> None:
    assert proposal(**health(isotretinoin=yes(current=True))).missing == ()


def test_what_is_not_required_is_not_missed() -> None:
    assert proposal(provider=None, events=(), trips=(), treatment_at=None).missing == ()
    assert answers().skin.tan_since is None


def test_answers_to_questions_the_protocol_lacks_are_left_alone() -> None:
    assert proposal(health={**all_no(), "from_another_version": yes()}).findings == ()


def test_a_defer_counts_its_own_days_where_its_condition_has_no_bound() -> None:
    rule = protocol().rules["recent.filler"]
    condition = HealthCondition(questions=("filler",))
    open_rule = replace(rule, cases=(replace(rule.cases[0], when=(condition,)),))
    rules = {**protocol().rules, rule.id: open_rule}
    unbounded = replace(protocol(), rules=rules)

    def until(last: date | None) -> object:
        given = answers(**health(filler=HealthAnswer(Reply.YES, last=last)))
        found = propose(unbounded, clinic(), given, CONSULTED).findings
        return [finding.until for finding in found]

    assert until(date(2026, 5, 2)) == [date(2026, 5, 16)]
    assert until(date(2026, 5, 1)) == []
    assert until(None) == []


def test_the_days_a_tan_needs_are_a_default_of_their_own() -> None:
    raised = found("sun.fresh_tan", skin(tan="fresh"))
    assert raised is not None
    assert raised.basis is Basis.CLINIC
    assert raised.until_basis is Basis.JUDGEMENT
