"""The shipped protocol says what the clinic's facts and the public ids say."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from consult_app.content.checks import check_protocol
from consult_app.content.protocol_files import fingerprint, take_copy
from consult_app.content.protocol_source import FolderProtocolSource
from consult_app.content.public_ids import PUBLIC_CATEGORIES, PUBLIC_QUESTIONS
from consult_app.domain.answers import Concern, Fitzpatrick, Reply, Severity
from consult_app.domain.protocol import Basis, Effect, HealthCondition, Protocol

FOLDER = Path(__file__).parents[2] / "resources" / "protocols" / "microneedling" / "1.0.0"

RULES = """
sun.fresh_tan sun.sunburn sun.slight_tan sun.self_tanner label.skin_cancer label.open_or_irritated_skin
label.metal_or_anesthetic_allergy label.bleeding_disorder label.pregnant_or_nursing label.isotretinoin_current
skin.infection skin.cold_sore_active skin.acne_active skin.cold_sore_history history.isotretinoin
history.keloid_history history.rosacea history.eczema_or_psoriasis history.actinic_keratosis history.suspicious_lesion
history.raised_moles history.blood_thinner history.immunosuppressed history.diabetes history.connective_tissue_disease
history.cardiac_condition history.photosensitizing_medicine history.previous_reaction history.melasma
history.pih_history history.new_scar history.chemo_or_radiation recent.filler recent.toxin recent.peel recent.laser
recent.facial_surgery recent.waxing recent.microneedling age.under_18 age.under_22 skin.pih_risk label.orbital_rim
label.neck product.used_too_recently product.resumes_early plan.too_close plan.outside_range plan.event_in_recovery
plan.trip_in_recovery plan.trip_before_session
"""

# Category: pause days before, then what comes back after, "provider" where the provider dates it.
WINDOWS = {
    "retinoid_rx": (5, "7d"),
    "retinol_otc": (5, "7d"),
    "aha": (5, "7d"),
    "bha": (5, "7d"),
    "benzoyl_peroxide": (5, "7d"),
    "vitamin_c_laa": (3, "7d"),
    "vitamin_c_derivative": (3, "5d"),
    "hydroquinone": (5, "7d"),
    "azelaic_acid": (5, "7d"),
    "exfoliating_scrub": (5, "7d"),
    "topical_antibiotic": (7, "provider"),
    "fragrance": (0, "72h"),
    "makeup": (0, "48h"),
    "spf_mineral": (0, "24h"),
    "spf_chemical": (0, "72h"),
    "moisturiser_bland": (0, "24h"),
    "occlusive_balm": (0, "provider"),
    "cleanser_gentle": (0, "8h"),
    "hyaluronic_acid": (0, "24h"),
    "niacinamide": (0, "48h"),
    "growth_factors": (0, "provider"),
    "self_tanner": (None, "7d"),
    "depilatory": (None, "7d"),
}


@cache
def shipped() -> Protocol:
    return FolderProtocolSource(FOLDER).load()


def test_the_shipped_folder_has_no_faults():
    faults, notices = check_protocol(FOLDER)
    assert faults == ()
    assert {str(notice) for notice in notices} <= {"wording.es.toml: this language is not there yet"}


def test_it_names_itself_and_carries_the_fingerprint_of_its_folder():
    protocol = shipped()
    assert (protocol.id, protocol.version, protocol.title) == ("microneedling", "1.0.0", "Microneedling")
    assert protocol.sha256 == fingerprint(take_copy(FOLDER))
    assert re.fullmatch(r"[0-9a-f]{64}", protocol.sha256)


def test_it_asks_the_36_public_questions_in_its_four_groups():
    protocol = shipped()
    assert set(protocol.questions) == PUBLIC_QUESTIONS
    assert len(PUBLIC_QUESTIONS) == 36
    assert [group.title for group in protocol.groups] == [
        "Before anything else",
        "Skin history",
        "Recent treatments",
        "Your health",
    ]
    assert {question.group for question in protocol.questions.values()} == {group.id for group in protocol.groups}


def test_questions_ask_for_the_dates_that_rules_need():
    needs = {question.id: question.needs for question in shipped().questions.values() if question.needs}
    dated = ("microneedling", "filler", "toxin", "peel", "laser", "facial_surgery", "waxing", "self_tanner")
    assert needs == {
        "isotretinoin": ("current", "last"),
        "chemo_or_radiation": ("current",),
        **dict.fromkeys(dated, ("last",)),
    }


def test_it_has_every_public_rule_and_no_other():
    assert set(shipped().rules) == set(RULES.split())


def test_label_rules_that_stop_can_be_decided_by_a_prescriber_only():
    for rule in shipped().rules.values():
        stops = rule.cases[0].effect is Effect.STOP
        assert rule.prescriber_only == (rule.id.startswith("label.") and stops), rule.id


@pytest.mark.parametrize(
    ("rule", "effects"),
    [
        ("label.metal_or_anesthetic_allergy", ["stop", "stop", "review"]),
        ("history.chemo_or_radiation", ["stop", "review"]),
        ("recent.laser", ["defer", "review"]),
        ("skin.pih_risk", ["review", "review", "note", "note"]),
        ("sun.slight_tan", ["note"]),
        ("age.under_18", ["stop"]),
        ("age.under_22", ["review"]),
        ("product.used_too_recently", ["defer"]),
    ],
)
def test_rules_have_their_effects_in_order(rule: str, effects: list[str]):
    assert [case.effect.value for case in shipped().rules[rule].cases] == effects


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("recent.filler", 14),
        ("recent.toxin", 14),
        ("recent.peel", 30),
        ("recent.laser", 14),
        ("recent.facial_surgery", 90),
        ("recent.waxing", 7),
        ("recent.microneedling", 28),
        ("sun.fresh_tan", 14),
        ("sun.sunburn", 14),
    ],
)
def test_a_defer_holds_for_its_days(rule: str, days: int):
    until = shipped().rules[rule].cases[0].until
    assert until is not None
    assert until.days == days


def test_isotretinoin_in_the_past_needs_a_decision_for_six_months():
    (case,) = shipped().rules["history.isotretinoin"].cases
    assert case.when == (HealthCondition(("isotretinoin",), (Reply.YES,), current=False, within_months=6),)
    assert "6 months" in case.text
    assert "panels" in case.text


def test_an_unknown_answer_to_a_history_question_needs_a_decision_too():
    for rule in shipped().rules.values():
        if rule.id.startswith("history.") and rule.id not in ("history.isotretinoin", "history.chemo_or_radiation"):
            (condition,) = rule.cases[0].when
            assert isinstance(condition, HealthCondition)
            assert condition.answers == (Reply.YES, Reply.UNSURE, Reply.DECLINED), rule.id


def test_the_three_lines_of_shots_before_a_visit_share_one_last_day():
    rules = shipped().rules
    untils = {rules[f"recent.{what}"].cases[0].until for what in ("filler", "toxin", "laser")}
    assert len(untils) == 1, "the line before.avoid.filler speaks of all three"


def test_no_provider_text_names_a_drug_dose():
    for rule in shipped().rules.values():
        for case in rule.cases:
            assert not re.search(r"\d\s?mg\b|valacyclovir|acyclovir", case.text, re.IGNORECASE), rule.id


@pytest.mark.parametrize("category", sorted(WINDOWS))
def test_a_category_has_its_window(category: str):
    found = shipped().categories[category]
    ends = {f"{found.resume_days}d", f"{found.resume_hours}h", "provider" if found.resume_by_provider else ""}
    pause, resumes = WINDOWS[category]
    assert found.pause_days == pause
    assert resumes in ends
    assert (found.resume_days, found.resume_hours, found.resume_by_provider).count(None) == (
        2 if found.resume_by_provider else 1
    )


def test_every_public_category_is_there_and_has_the_range_that_was_seen():
    categories = shipped().categories
    assert set(categories) == PUBLIC_CATEGORIES == set(WINDOWS)
    assert all(category.range_seen for category in categories.values())


def test_only_gentle_things_come_back_before_48_hours_and_say_why():
    early = {category.id for category in shipped().categories.values() if category.early_ok}
    assert early == {"spf_mineral", "moisturiser_bland", "cleanser_gentle", "hyaluronic_acid"}


def test_self_tanner_and_hair_removal_answer_their_health_questions():
    answers = {c.id: c.answers_question for c in shipped().categories.values() if c.answers_question}
    assert answers == {"self_tanner": "self_tanner", "depilatory": "waxing"}


def test_prescriptions_are_marked():
    marked = {category.id for category in shipped().categories.values() if category.prescription}
    assert marked == {"retinoid_rx", "topical_antibiotic", "hydroquinone", "azelaic_acid"}


def test_an_unknown_product_counts_as_stopped_for_a_week():
    assert shipped().longest_pause == 7


def test_courses_follow_the_clinics_numbers():
    series = shipped().courses["corrective_series"]
    yearly = shipped().courses["general_anti_aging"]
    assert (series.minimum, series.maximum, series.interval_weeks, series.longer_interval_weeks) == (2, 3, 4, 6)
    assert (yearly.minimum, yearly.maximum, yearly.per_year) == (2, 4, True)
    assert dict(series.recommended) == {Severity.MILD: 2, Severity.MODERATE: 3, Severity.MARKED: 3}
    assert dict(yearly.recommended) == {Severity.MILD: 2, Severity.MODERATE: 3, Severity.MARKED: 4}
    assert series.maintenance is not None
    assert (series.maintenance.count, series.maintenance.first_weeks, series.maintenance.every_weeks) == (2, 16, 16)
    assert yearly.maintenance is None
    served = {concern for course in (series, yearly) for concern in course.concerns}
    assert served == set(Concern) - {Concern.OTHER}


def test_planning_numbers():
    planning = shipped().planning
    assert planning.spacing_days == 28
    assert planning.recovery_days == 7
    assert planning.after_trip_days == 14
    assert planning.horizon_months == 12
    assert planning.longer_interval_types == (Fitzpatrick.IV, Fitzpatrick.V, Fitzpatrick.VI)
    assert planning.no_option_questions == ("melasma",)


def test_aftercare_and_timeline():
    protocol = shipped()
    assert protocol.aftercare.protected_hours == 48
    assert [item.what for item in protocol.aftercare.avoid] == ["sweating", "direct_sun", "products_not_ok", "picking"]
    steps = {s.id: (s.from_hours, s.to_hours, s.from_day, s.to_day) for s in protocol.timeline}
    assert steps == {
        "first_hours": (0, 2, None, None),
        "tonight": (None, None, 0, 0),
        "tomorrow": (None, None, 1, 1),
        "hours_48": (48, None, None, None),
        "days_5_7": (None, None, 5, 7),
    }


def test_all_forty_facts_of_the_clinic_are_there_in_words_and_place():
    facts = {s.id: s for s in shipped().sources.values() if s.kind == "clinic"}
    assert set(facts) == {f"clinic:S{number}" for number in range(1, 41)}
    assert all(fact.says and "line" in fact.place for fact in facts.values())


def cited(protocol: Protocol) -> set[str]:
    """Sources of everything the program can show, taken from the loaded protocol itself."""
    bearers = [
        *protocol.questions.values(),
        *protocol.rules.values(),
        *protocol.categories.values(),
        *protocol.timeline,
        *protocol.aftercare.avoid,
        protocol.aftercare,
        *protocol.planning.notes,
        *protocol.attributions.values(),
        *(reason for course in protocol.courses.values() for reason in course.reasons.values()),
    ]
    assert all(bearer.sources for bearer in bearers)
    assert all(isinstance(bearer.basis, Basis) for bearer in bearers)
    return {source for bearer in bearers for source in bearer.sources}


def test_every_fact_is_used_or_is_provenance_with_a_reason():
    protocol = shipped()
    unused = {s.id for s in protocol.sources.values() if s.kind == "clinic"} - cited(protocol)
    assert unused == {"clinic:S4", "clinic:S5", "clinic:S6"}
    assert all(protocol.sources[fact].provenance_only for fact in unused)
    assert not any(protocol.sources[fact].provenance_only for fact in cited(protocol))


def test_every_cited_source_exists_and_none_is_weak():
    protocol = shipped()
    assert cited(protocol) <= set(protocol.sources)
    assert not [source for source in protocol.sources if ":W" in source or ":D" in source]


def test_the_clinic_is_never_given_as_basis_without_its_own_words():
    protocol = shipped()
    bearers = [
        *protocol.questions.values(),
        *protocol.rules.values(),
        *protocol.categories.values(),
        *protocol.attributions.values(),
    ]
    for bearer in bearers:
        if bearer.basis is Basis.CLINIC:
            assert any(source.startswith("clinic:") for source in bearer.sources)


def test_pauses_before_treatment_are_never_given_as_the_clinics_own():
    for category in shipped().categories.values():
        assert category.basis in (Basis.PRACTICE, Basis.JUDGEMENT), category.id


def test_numbers_without_fields_of_their_own_have_attributions():
    attributions = shipped().attributions
    assert attributions["planning.spacing_days"].sources == ("clinic:S36",)
    assert attributions["planning.after_trip_days"].basis is Basis.JUDGEMENT
    assert attributions["course.corrective_series.maintenance"].basis is Basis.JUDGEMENT
    assert attributions["line.sun.line"].basis is Basis.CLINIC


def test_a_release_date_is_read(tmp_path: Path):
    for path in FOLDER.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    text = (tmp_path / "protocol.toml").read_text(encoding="utf-8")
    text = text.replace('version = "1.0.0"\n', 'version = "1.0.0"\nreleased = 2026-11-30\n')
    (tmp_path / "protocol.toml").write_text(text, encoding="utf-8")
    assert FolderProtocolSource(tmp_path).load().released == date(2026, 11, 30)


def test_every_question_has_help_on_how_to_ask_it():
    bare = [question.id for question in shipped().questions.values() if not question.help.endswith((".", "”."))]
    assert bare == []
    texts = [question.help for question in shipped().questions.values()]
    assert max(len(text) for text in texts) <= 110
    assert not [text for text in texts if re.search(r"\b(should have|failed|fault|refused|admit)\b", text)]


DISAGREEMENTS = {
    "retinoids before": ("category.retinoid_rx", "12 hours to 10 days"),
    "acids before": ("category.aha", "24 hours to 1 week"),
    "actives after": ("category.benzoyl_peroxide", "After: 5 to 10 days"),
    "vitamin C after": ("category.vitamin_c_laa", "recommends antioxidant serums after"),
    "sunscreen": ("category.spf_mineral", "at once in one review"),
    "exercise": ("note", "from 24 hours to 6 days"),
    "slight tan": ("rule.sun.slight_tan", "even a slight tan"),
    "sun before": ("rule.sun.fresh_tan", "24 hours to 4 weeks"),
    "isotretinoin": ("rule.history.isotretinoin", "3 to 12 months"),
    "filler": ("rule.recent.filler", "2 weeks to 12 months"),
    "toxin": ("rule.recent.toxin", "2 weeks to 6 months"),
    "sessions": ("note", "Studies mostly used 3 or 4"),
    "cold sore prevention": ("rule.skin.cold_sore_history", "the same day to 2 weeks before"),
    "keloids": ("rule.history.keloid_history", "do not treat"),
    "rosacea": ("rule.history.rosacea", "Not evaluated"),
    "blood thinners": ("rule.history.blood_thinner", "Some clinics refuse"),
    "diabetes": ("rule.history.diabetes", "Not evaluated"),
    "dark marks": ("rule.skin.pih_risk", "one at type III"),
    "pregnancy": ("rule.label.pregnant_or_nursing", "Another maker"),
    "infection": ("rule.skin.infection", "Another consent does not list it"),
}


@pytest.mark.parametrize(("key", "words"), DISAGREEMENTS.values(), ids=DISAGREEMENTS.keys())
def test_each_disagreement_of_the_sources_is_told_as_one(key: str, words: str):
    kind, _, name = key.partition(".")
    if kind == "note":
        assert any(words in note.text for note in shipped().planning.notes)
    else:
        told = shipped().rules[name].range_seen if kind == "rule" else shipped().categories[name].range_seen
        assert words in told
