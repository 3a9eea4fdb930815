from dataclasses import replace
from datetime import date, datetime

import pytest

from consult_app.domain.answers import (
    AskDecision,
    Concern,
    ConcernAnswer,
    Decision,
    DecisionChoice,
    Fitzpatrick,
    HealthAnswer,
    ImportantDate,
    Override,
    ProductAnswer,
    ProductMatch,
    Reply,
    Severity,
    SkinAnswers,
    Tan,
    Trip,
    Use,
)
from consult_app.domain.plan import Step
from consult_app.ui.presenters.today import (
    first_sentence,
    keyed_findings,
    present_today,
)
from consult_app.ui.presenters.today_rows import DUPLICATE, HEALTH_CLEAR, SERIES, TAN_CLEAR
from tests.fakes.services import CLINIC, DANA, filled, protocol, session

TODAY = date(2026, 5, 12)
YES = HealthAnswer(Reply.YES)


def shown(answers, *, today=TODAY, signed="", clinic=CLINIC, checks=0, **draft):
    state = session(answers, **draft).state
    return present_today(protocol(), clinic, state, today=today, signed=signed, checks=checks)


def rows(view):
    return [(row.title, row.reason) for row in view.findings]


def health(**answers):
    return {**filled().health, **answers}


def tretinoin(last=date(2026, 5, 11)):
    return ProductAnswer(
        "Tretinoin cream 0.05%", Use.NIGHTLY, last, match=ProductMatch("tretinoin", "ingredient", ("retinoid_rx",))
    )


VERDICTS = {
    "nothing answered": (None, "none", "Not decided yet"),
    "ready on the day": (filled(), "ready", "Ready to treat today"),
    "ready ahead": (
        filled(treatment_at=datetime(2026, 5, 29, 10, 0)),
        "ready",
        "Ready for Fri, May 29. Check again that day",
    ),
    "ready next year": (
        filled(treatment_at=datetime(2027, 1, 5, 10, 0)),
        "ready",
        "Ready for Tue, Jan 5, 2027. Check again that day",
    ),
    "a decision is open": (filled(health=health(rosacea=YES)), "review", "Needs your decision"),
    "a wait with a date": (
        filled(products=(tretinoin(),), treatment_at=datetime(2026, 5, 15, 10, 30)),
        "wait",
        "Wait until Sun, May 17",
    ),
    "a wait without a date": (filled(health=health(active_infection=YES)), "wait", "Wait"),
    "a stop": (filled(health=health(pregnant_or_nursing=YES)), "stop", "Do not treat"),
    "a stop while answers are missing": (
        filled(health={"pregnant_or_nursing": YES}),
        "stop",
        "Do not treat",
    ),
}


@pytest.mark.parametrize(("answers", "kind", "title"), VERDICTS.values(), ids=VERDICTS.keys())
def test_each_verdict_has_its_fixed_words(answers, kind, title):
    verdict = shown(answers).verdict
    assert (verdict.kind, verdict.title) == (kind, title)


def test_on_the_treatment_day_a_visit_planned_ahead_reads_ready_today():
    answers = filled(treatment_at=datetime(2026, 5, 29, 10, 0))
    assert shown(answers, today=date(2026, 5, 29)).verdict.title == "Ready to treat today"


def test_a_wait_names_the_answer_and_the_first_open_day():
    answers = filled(products=(tretinoin(),), treatment_at=datetime(2026, 5, 15, 10, 30))
    reason = shown(answers).verdict.reason
    assert reason == "Tretinoin cream 0.05% was last used Mon, May 11, 2026. First open day is Tue, May 19."


def test_a_wait_that_ends_on_an_open_day_names_no_other():
    answers = filled(products=(tretinoin(),), treatment_at=datetime(2026, 5, 15, 10, 30))
    assert "First open day" not in shown(answers, clinic=replace(CLINIC, closed_weekdays=frozenset())).verdict.reason


STILL = {
    "nothing yet": (
        None,
        "5 steps still to answer: Patient, Concerns, Skin & sun, Health screen, Products.",
    ),
    "three steps": (
        filled(skin=SkinAnswers(), health={}, products=None),
        "3 steps still to answer: Skin & sun, Health screen, Products.",
    ),
    "one step": (filled(products=None), "1 step still to answer: Products."),
}


@pytest.mark.parametrize(("answers", "words"), STILL.values(), ids=STILL.keys())
def test_not_decided_says_what_is_still_to_answer(answers, words):
    assert shown(answers).verdict.reason == words


def test_a_health_screen_under_way_is_counted_in_questions():
    some = dict(list(filled().health.items())[13:])
    assert shown(filled(health=some, products=None)).verdict.reason == (
        "13 health questions and 1 step still to answer: Products."
    )
    one = dict(list(filled().health.items())[1:])
    assert shown(filled(health=one)).verdict.reason == "1 health question still to answer."


def test_findings_come_stop_wait_decide_changed_ok_each_with_its_word():
    view = shown(
        filled(
            health=health(
                pregnant_or_nursing=YES,
                active_infection=YES,
                rosacea=YES,
                diabetes=YES,
            ),
            skin=SkinAnswers(Fitzpatrick.II, Tan.SLIGHT),
            choices=replace(
                filled().choices,
                decisions=(
                    Decision("history.diabetes", DecisionChoice.PROCEED, "Well controlled, seen today.", DANA, TODAY),
                ),
            ),
        )
    )
    assert [row.kind for row in view.findings] == ["stop", "wait", "decide", "changed", "ok"]
    assert [row.title.split(":")[0] for row in view.findings] == ["Stop", "Wait", "Decide", "Changed", "OK"]
    assert view.findings[-1].reason.startswith("Note: ")
    assert view.findings[3].reason == "Go ahead, Dana Keller, NP: Well controlled, seen today."


def test_an_override_stays_visible_with_who_and_why():
    override = Override("sun.fresh_tan", "Tan is from a spray, checked.", DANA, TODAY)
    answers = filled(
        skin=SkinAnswers(Fitzpatrick.II, Tan.FRESH), choices=replace(filled().choices, overrides=(override,))
    )
    view = shown(answers)
    row = next(row for row in view.findings if row.key == "sun.fresh_tan")
    assert (row.kind, row.title) == ("changed", "Changed: fresh tan")
    assert row.reason == "Overridden by Dana Keller, NP: Tan is from a spray, checked."
    assert view.verdict.kind == "ready"


def test_what_was_asked_and_is_clear_is_said():
    keys = {row.key for row in shown(filled()).findings}
    assert {TAN_CLEAR, HEALTH_CLEAR} <= keys
    assert HEALTH_CLEAR not in {row.key for row in shown(filled(health=health(rosacea=YES))).findings}
    assert TAN_CLEAR not in {row.key for row in shown(None).findings}


def test_each_product_without_a_category_is_a_decision_before_what_is_clear():
    products = (ProductAnswer("Dew drops"), ProductAnswer("Night oil"))
    view = shown(filled(products=products))
    assert rows(view)[:2] == [
        ("Decide: unknown product", "“Dew drops” has no category."),
        ("Decide: unknown product", "“Night oil” has no category."),
    ]
    assert [row.kind for row in view.findings] == ["decide", "decide", "ok", "ok"]
    assert view.findings_note == "4 so far"


def test_a_product_the_protocol_does_not_date_needs_a_date_from_the_provider():
    undated = next(category for category in protocol().categories.values() if category.resume_by_provider)
    product = ProductAnswer(
        "Clinic peel", None, date(2026, 3, 1), match=ProductMatch("peel", "category", (undated.id,))
    )
    assert rows(shown(filled(products=(product,))))[0] == (
        "Decide: product without a date",
        "“Clinic peel” needs a date from you.",
    )


def test_a_decided_product_is_no_row():
    product = ProductAnswer("Dew drops", decision=AskDecision())
    assert "Decide: unknown product" not in dict(rows(shown(filled(products=(product,)))))


def test_a_possible_duplicate_is_a_decision_while_the_patient_step_asks():
    view = shown(filled(concerns=(), skin=SkinAnswers(), health={}, products=None), checks=1)
    assert [row.key for row in view.findings] == [DUPLICATE]
    assert rows(view) == [("Decide: possible duplicate", "A record with this name and birth date is on file.")]
    assert view.findings_note == "1 so far"
    assert view.verdict.reason == (
        "4 steps still to answer: Concerns, Skin & sun, Health screen, Products. Patient has 1 check left."
    )


SUITS = {
    "two": ((Concern.ACNE_SCARS, Concern.TEXTURE), "Acne scars and texture respond to 2 or 3 sessions close together."),
    "one": ((Concern.TEXTURE,), "Texture responds to 2 or 3 sessions close together."),
    "also aging": ((Concern.SCARS, Concern.WRINKLES), "Scars respond to 2 or 3 sessions close together."),
}


@pytest.mark.parametrize(("concerns", "words"), SUITS.values(), ids=SUITS.keys())
def test_concerns_that_respond_to_a_series_are_said_while_nothing_else_is_known(concerns, words):
    answers = tuple(ConcernAnswer(concern, Severity.MILD) for concern in concerns)
    view = shown(filled(concerns=answers, skin=SkinAnswers(), health={}, products=None))
    assert rows(view) == [("OK: suits a series", words)]
    assert (view.findings[0].kind, view.findings_note) == ("ok", "1 so far")


def test_the_series_is_the_protocols_range():
    known = protocol()
    wider = {key: replace(course, maximum=5) for key, course in known.courses.items()}
    state = session(filled(skin=SkinAnswers(), health={}, products=None)).state
    view = present_today(replace(known, courses=wider), CLINIC, state, today=TODAY)
    assert rows(view)[0][1] == "Acne scars respond to 2 to 5 sessions close together."


def test_no_series_is_said_for_aging_or_once_something_else_is_known():
    aging = (ConcernAnswer(Concern.WRINKLES, Severity.MILD),)
    assert shown(filled(concerns=aging, skin=SkinAnswers(), health={}, products=None)).findings == ()
    assert SERIES not in {row.key for row in shown(filled()).findings}


def test_a_rule_met_twice_has_two_keys():
    two = (tretinoin(), tretinoin(date(2026, 5, 12)))
    state = session(filled(products=two, treatment_at=datetime(2026, 5, 15, 10, 30))).state
    keys = [key for key, finding in keyed_findings(state.proposal) if finding.rule == "product.used_too_recently"]
    assert keys == ["product.used_too_recently", "product.used_too_recently#2"]


def test_the_count_says_so_far_while_answers_are_missing():
    assert shown(None).findings_note == "None so far"
    assert shown(filled(products=None)).findings_note == "2 so far"
    assert shown(filled()).findings_note == "2"


def test_a_stop_offers_to_save_the_visit_as_not_treated_and_proposes_no_dates():
    view = shown(filled(health={"pregnant_or_nursing": YES}))
    left = len(protocol().questions) - 1
    assert view.not_treated == f"{left} questions are not asked yet. You can save this visit now."
    assert (view.plan_note, view.plan_rows) == ("None", ())
    assert view.plan_text == "No dates while a Stop finding stands."
    assert shown(filled()).not_treated == ""


def test_before_the_plan_step_the_recommended_series_is_outlined():
    events = (ImportantDate("wedding", date(2026, 8, 20)),)
    trips = (Trip("beach", date(2026, 6, 20), date(2026, 6, 28), sunny=True),)
    rows = dict(shown(filled(events=events, trips=trips, products=None), step=Step.SKIN).plan_rows)
    assert rows["Series"] == "3 sessions"
    assert rows["Keep clear"] == "Jun 13 to Jul 11\nAug 13 to Aug 20"
    assert rows["First date"] == "After products"


def test_on_the_plan_step_nothing_is_shown_as_chosen():
    view = shown(filled(), step=Step.PLAN)
    assert view.plan_rows == ()
    assert view.plan_text == "No option chosen yet. The dates appear here once you choose."


def test_a_chosen_option_shows_its_dates():
    at = datetime(2026, 5, 12, 10, 30)
    opened = session(filled(treatment_at=at))
    option = opened.state.proposal.options[0].id
    chosen = replace(filled().choices, option=option)
    view = shown(filled(treatment_at=at, choices=chosen), step=Step.PLAN)
    assert view.plan_rows[0] == ("Tue, May 12", "Session 1, 10:30 AM")
    assert view.plan_rows[-1][0] == "2 visits"
    assert view.plan_rows[-1][1].startswith("Maintenance, ")
    assert view.plan_title == "Proposed plan"
    words = "Plan signed by Dana Keller, NP, 10:58 AM."
    signed = shown(filled(treatment_at=at, choices=chosen), signed=words)
    assert signed.plan_title == "Plan"
    assert signed.verdict.reason == words


def test_the_source_names_protocol_and_version():
    assert shown(None).source == "Source: Microneedling protocol 1.0.0"


@pytest.mark.parametrize(
    ("text", "first"),
    [("One. Two.", "One."), ("Only one.", "Only one."), ("0.5 mm deep. Two.", "0.5 mm deep."), ("", "")],
)
def test_the_first_sentence_ends_at_its_full_stop(text, first):
    assert first_sentence(text) == first
