from dataclasses import replace
from datetime import date, datetime

import pytest

from consult_app.application.proposal_words import moment_words
from consult_app.domain.answers import (
    Answers,
    AskDecision,
    Choices,
    Decision,
    DecisionChoice,
    HealthAnswer,
    Override,
    PlannedSession,
    ProductAnswer,
    ProductMatch,
    Provider,
    Reply,
    ResumeDecision,
    SkinAnswers,
    Tan,
)
from consult_app.domain.proposal import propose
from consult_app.interchange.proposal_text import WIDTH, write_proposal_text
from consult_app.interchange.protocol_text import write_rule_text
from tests.builders import CONSULTED, NURSE, answers, clinic, protocol


def text_of(given):
    return write_proposal_text(propose(protocol(), clinic(), given, CONSULTED), protocol(), given)


def first_line(given):
    return text_of(given).splitlines()[0]


def with_health(given, **replies):
    return replace(given, health={**given.health, **replies})


def with_choices(given, **choices):
    return replace(given, choices=Choices(**choices))


def flowing(given):
    """The text with its line breaks taken out, to look for whole sentences."""
    return " ".join(text_of(given).split())


YES = HealthAnswer(Reply.YES)


def test_the_first_line_is_the_verdict_in_its_fixed_words():
    sound = answers()

    assert first_line(sound) == "Ready for Fri, May 15. Check again that day"
    assert first_line(replace(sound, treatment_at=datetime(2026, 5, 12, 10, 30))) == "Ready to treat today"
    assert first_line(replace(sound, products=None)) == "Not decided yet"
    assert first_line(with_health(sound, bleeding_disorder=YES)) == "Do not treat"
    assert first_line(with_health(sound, rosacea=YES)) == "Needs your decision"
    assert first_line(with_health(sound, active_acne=YES)) == "Wait"
    fresh = replace(sound.skin, tan=Tan.FRESH, tan_since=date(2026, 5, 10))
    assert first_line(replace(sound, skin=fresh)) == "Wait until Sun, May 24"


def test_nothing_asked_yet_names_what_is_missing_and_nobody():
    text = text_of(Answers())

    assert "not named" in text
    assert "patient.family_name" in text
    assert "None proposed." in text
    assert "no time given; the first open day" in text


def test_a_missing_decision_names_its_product():
    given = replace(answers(), products=(ProductAnswer("Midnight Reset drops"),))

    assert "products[0].decision (Midnight Reset drops)" in text_of(given)
    assert "Not decided yet." in text_of(given)


def test_a_finding_has_its_word_its_rule_its_reason_and_its_sources():
    text = flowing(with_health(answers(), isotretinoin=HealthAnswer(Reply.YES, current=True)))

    assert "Stop isotretinoin now [label.isotretinoin_current]" in text
    asked = protocol().questions["isotretinoin"].text
    assert f"Because {asked}, yes, now (health.isotretinoin, health.isotretinoin.current)" in text
    assert f'Rule: Stop when "{asked}" is yes, now.' in text
    assert protocol().rules["label.pregnant_or_nursing"].range_seen not in text
    assert "Sources [label: " in text


def test_a_finding_says_what_others_do_and_what_is_not_known():
    text = flowing(with_health(answers(), filler=HealthAnswer(Reply.UNSURE)))

    assert f"Range seen, default chosen: {protocol().rules['recent.filler'].range_seen}" in text
    assert f"Not known: {protocol().questions['filler'].text}: unsure" in text
    assert "Rule: Unsure or declined to a question" in text


def test_every_source_is_told_in_full_once_with_its_date():
    text = flowing(with_health(answers(), filler=HealthAnswer(Reply.UNSURE)))

    assert text.count("practice:C18: Sheet or page of shop.browsofjoy.com, no date given.") == 1
    assert "clinic:S36: Microneedling: What to Expect & Aftercare, Atalo Aesthetics, line 26, June 19, 2023." in text


def test_a_product_names_the_basis_and_the_range_of_each_category():
    both = ProductMatch("x", "several", ("retinoid_rx", "niacinamide"))
    text = flowing(with_product(match=both, last_used=date(2026, 5, 1)))

    assert "Prescription retinoid [practice*: clinic:S19" in text
    assert "Range seen, default chosen: Before: 12 hours to 10 days." in text
    assert "Niacinamide [judgement*: clinic:S22]" in text


def test_a_wait_without_a_date_says_so():
    assert "Until it is cleared; no date" in text_of(with_health(answers(), active_acne=YES))


def test_an_override_and_a_decision_are_shown_as_changed_with_who_when_and_why():
    reason = "Talked it through with the patient."
    tanned = replace(answers(), skin=replace(answers().skin, tan=Tan.FRESH, tan_since=date(2026, 5, 10)))
    overridden = with_choices(tanned, overrides=(Override("sun.fresh_tan", reason, NURSE, CONSULTED),))
    decided = with_choices(
        with_health(answers(), rosacea=YES),
        decisions=(Decision("history.rosacea", DecisionChoice.PROCEED, reason, Provider("Ann"), None),),
    )

    assert "Changed fresh tan [sun.fresh_tan]" in flowing(overridden)
    assert f"Overridden by Dana Keller, NP on Tue, May 12, 2026: {reason}" in flowing(overridden)
    assert f"Decided to proceed by Ann: {reason}" in flowing(decided)


def test_a_chosen_option_and_own_dates_are_listed_as_the_plan():
    chosen = with_choices(answers(), option="corrective_series.2x4w")
    own = with_choices(answers(), sessions=(PlannedSession(date(2026, 5, 20), "Her day off."),))

    assert "Plan as chosen (corrective_series.2x4w)" in text_of(chosen)
    assert "Plan as chosen Session 1: Wed, May 20, 2026 (Her day off.)" in flowing(own)


def with_product(**given):
    return replace(answers(), products=(ProductAnswer("Drops", **given),))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"match": ProductMatch("x", "category", ("retinoid_rx",)), "last_used": date(2026, 5, 1)},
            "Stop from Sun, May 10, last use by Sat, May 9. "
            "After it, stop until end of Thu, May 21. OK from Fri, May 22.",
        ),
        (
            {"match": ProductMatch("x", "category", ("niacinamide",))},
            "No pause before treatment. After it, stop until Sun, May 17, 10:30 AM. OK from then.",
        ),
        ({"decision": AskDecision()}, "Do not use yet. Ask us first."),
        ({"decision": ResumeDecision(date(2026, 6, 1))}, "stop until end of Sun, May 31. OK from Mon, Jun 1."),
    ],
)
def test_a_product_has_both_ends(given, words):
    assert words in flowing(with_product(**given))


def test_a_window_in_hours_without_a_treatment_time_says_what_it_hangs_on():
    given = replace(with_product(match=ProductMatch("x", "category", ("niacinamide",))), treatment_at=None)

    assert "hangs on the time of treatment" in text_of(given)
    assert "Timeline" not in text_of(given)


def test_the_legend_stands_only_where_a_default_is_shown():
    legend = "* Default, not confirmed by your clinic."
    tanned = replace(answers(), skin=SkinAnswers(answers().skin.fitzpatrick, Tan.FRESH))

    assert text_of(tanned).rstrip().endswith(legend)
    assert legend not in text_of(with_health(replace(answers(), concerns=()), bleeding_disorder=YES))


def test_a_long_name_is_broken_to_the_width():
    given = replace(
        answers(), patient=replace(answers().patient, family_name="x" * 500), products=(ProductAnswer("y" * 500),)
    )

    assert max(len(line) for line in text_of(given).splitlines()) <= WIDTH


def test_times_are_read_on_a_twelve_hour_clock():
    assert moment_words(datetime(2026, 5, 17, 0, 5)) == "Sun, May 17, 12:05 AM"
    assert moment_words(datetime(2026, 5, 17, 12, 0)) == "Sun, May 17, 12:00 PM"
    assert moment_words(datetime(2026, 5, 17, 16, 30)) == "Sun, May 17, 4:30 PM"
    assert moment_words(date(2026, 5, 17)) == "Sun, May 17"


@pytest.mark.parametrize("rule", protocol().rules.values(), ids=lambda rule: rule.id)
def test_every_rule_can_be_shown_with_its_sources(rule):
    text = write_rule_text(protocol(), rule)

    assert text.startswith(f"{rule.id}: ")
    assert all(source in text for source in rule.sources)
    assert max(len(line) for line in text.splitlines()) <= WIDTH or "http" in text


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("sun.fresh_tan", "Wait when the tan is fresh, until 14 days after the tan began"),
        ("age.under_18", "the patient is under 18 on the day"),
        ("label.neck", "an area is neck"),
        ("label.metal_or_anesthetic_allergy", "an allergy names"),
        ("history.isotretinoin", "less than 6 months before"),
        ("history.chemo_or_radiation", "yes, but for the stop"),
        ("plan.too_close", "a session is less than 28 days after the one before"),
        ("product.used_too_recently", "a product was used inside its pause"),
        ("label.bleeding_disorder", "no; an unsure reply asks for a decision instead"),
        ("sun.fresh_tan", "the 14 days rest on: our judgment, default, not confirmed by your clinic"),
        ("sun.fresh_tan", "Atalo Aesthetics, line 20, June 19, 2023. No fresh tan on the day"),
        ("recent.filler", "basis seen at several clinics, default, not confirmed by your clinic"),
        ("label.bleeding_disorder", "a prescriber (NP, PA, MD or DO)"),
    ],
)
def test_a_rule_is_told_in_words_close_to_the_answers(rule, words):
    assert words in " ".join(write_rule_text(protocol(), protocol().rules[rule]).split())
