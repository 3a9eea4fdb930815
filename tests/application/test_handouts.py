from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from consult_app.application.errors import Refused
from consult_app.application.handout_document import CellState, HandoutDocument, PanelKind, ProductRow, Sheet, VisitKind
from consult_app.application.handouts import (
    SheetChoice,
    build_sheet,
    missing_from_clinic,
    sheet_refusals,
    usual_sheet,
)
from consult_app.application.sheet_words import last_day_before, tel_uri, web_uri
from consult_app.domain.answers import (
    Answers,
    AskDecision,
    Choices,
    ImportantDate,
    PlannedSession,
    ResumeDecision,
    SkinAnswers,
    Tan,
    Trip,
    Use,
)
from consult_app.domain.clinic import Clinic, SheetWords
from consult_app.domain.proposal import propose
from tests.builders import TREATED, all_no, answers, clinic, product, proposal, protocol, tretinoin, yes
from tests.fakes.services import EnglishDates

CHOSEN = Choices(option="corrective_series.3x4w")


def sheet(
    kind: Sheet = Sheet.AFTER, *, at: Clinic | None = None, language: str = "en", **changes: Any
) -> HandoutDocument:
    given = answers(**{"choices": CHOSEN, **changes})
    where = at or clinic()
    made = propose(protocol(), where, given, given.consultation_date or TREATED.date())
    return build_sheet(
        protocol(), where, given, made, choice=SheetChoice(kind, language), dates=EnglishDates(), plan_number="A-1-3"
    )


def row(kind: Sheet = Sheet.AFTER, *products: Any, **changes: Any) -> ProductRow:
    table = sheet(kind, products=products, **changes).products
    assert table is not None
    return table.rows[0]


def text(runs: Any) -> str:
    return "".join(run.text for run in runs)


def test_the_after_sheet_counts_from_the_end_of_treatment() -> None:
    made = sheet(treated_at=datetime(2026, 5, 15, 11, 0))
    assert made.band.when == "Treated Fri, May 15, 2026, 11:00 AM"
    assert made.remember is not None
    assert text(made.remember.items[0]) == "Treat your skin like an open wound until Sunday, May 17, at 11:00 AM."
    assert made.panels[0].subheading == "Until Sun, May 17, 11:00 AM"


def test_the_timeline_is_dated_and_open_after_48_hours() -> None:
    steps = sheet().timeline
    assert [step.when for step in steps] == [
        "Today, until about 12:30 PM",
        "Fri, May 15",
        "Sat, May 16",
        "Sun, May 17, 10:30 AM",
        "Wed, May 20 to Fri, May 22",
    ]
    assert [step.inside_48h for step in steps] == [True, True, True, False, False]


def test_first_hours_that_end_after_midnight_name_the_day() -> None:
    steps = sheet(treatment_at=datetime(2026, 5, 15, 23, 0)).timeline
    assert steps[0].when == "Today, until about Sat, May 16, 1:00 AM"


def test_no_list_on_a_sheet_is_longer_than_seven() -> None:
    many = tuple(product(f"Cleanser {n}", "cleanser_gentle") for n in range(12))
    for kind in Sheet:
        made = sheet(kind, products=many)
        assert made.call_box is not None
        assert all(0 < len(panel.items) <= 7 for panel in made.panels)
        assert 0 < len(made.call_box.signs) <= 7


@pytest.mark.parametrize(
    ("given", "first", "second"),
    [
        (tretinoin(), ("Thu, May 21", "End of the day"), ("Fri, May 22", "Night")),
        (product("Cleanser", "cleanser_gentle"), ("No need to stop",), ("Fri, May 15", "After 6:30 PM")),
        (product("Nia", "niacinamide", use=Use.DAILY), ("Sun, May 17", "10:30 AM"), ("Sun, May 17", "After 10:30 AM")),
        (product("Nia", "niacinamide", use=Use.MORNINGS), ("Sun, May 17", "10:30 AM"), ("Mon, May 18", "Morning")),
        (product("Nia", "niacinamide", use=Use.NIGHTLY), ("Sun, May 17", "10:30 AM"), ("Sun, May 17", "Night")),
        (product("Drops", decision=AskDecision()), ("Do not use yet", "Ask us first"), ("Write in",)),
        (
            product("Drops", decision=ResumeDecision(date(2026, 6, 1)), use=Use.MORNINGS),
            ("Sun, May 31", "End of the day"),
            ("Mon, Jun 1", "Morning"),
        ),
    ],
)
def test_each_product_has_both_ends(given: Any, first: tuple[str, ...], second: tuple[str, ...]) -> None:
    made = row(Sheet.AFTER, given)
    assert made.first.lines == first
    assert made.second.lines[: len(second)] == second


def test_a_night_product_that_ends_late_starts_the_next_night() -> None:
    late = row(Sheet.AFTER, product("Nia", "niacinamide", use=Use.NIGHTLY), treatment_at=datetime(2026, 5, 15, 20, 0))
    assert late.second.lines == ("Mon, May 18", "Night")


def test_a_morning_product_that_ends_before_dawn_starts_that_morning() -> None:
    early = row(Sheet.AFTER, product("Nia", "niacinamide", use=Use.MORNINGS), treatment_at=datetime(2026, 5, 15, 4, 0))
    assert early.second.lines == ("Sun, May 17", "Morning")


def test_a_prescription_says_to_check_with_the_prescriber_and_an_active_waits_for_flaking() -> None:
    made = row(Sheet.AFTER, tretinoin())
    assert made.second.lines[2:] == ("If you are not flaking", "Check with your prescriber first")
    assert made.detail == "Retinoid · Every night"
    far = row(Sheet.AFTER, replace(tretinoin(), decision=ResumeDecision(date(2026, 6, 1))))
    assert "If you are not flaking" not in far.second.lines


def test_a_product_that_is_ok_the_same_day_stands_under_ok() -> None:
    panel = sheet(products=(product("Cream cleanser", "cleanser_gentle"),)).panels[1]
    assert panel.kind is PanelKind.OK
    assert panel.items[0] == "Cream cleanser, after 6:30 PM"


def test_no_products_is_said() -> None:
    for kind in Sheet:
        table = sheet(kind, products=()).products
        assert table is not None
        assert table.rows == ()
        assert "no products" in text(table.closing)


def test_the_next_visits_are_numbered_and_dated() -> None:
    visits = sheet().visits
    assert visits is not None
    assert [(visit.mark, visit.date) for visit in visits.rows] == [
        ("2", "Fri, Jun 12, 2026"),
        ("3", "Fri, Jul 10, 2026"),
        ("M", "Fri, Oct 30, 2026"),
        ("M", "Fri, Feb 19, 2027"),
    ]
    assert visits.rows[0].text == "Session 2 of 3, 4 weeks later"
    assert visits.rows[2].kind is VisitKind.MAINTENANCE


def test_a_visit_that_is_not_whole_weeks_later_says_no_weeks() -> None:
    by_hand = (PlannedSession(TREATED.date()), PlannedSession(date(2026, 6, 20), "Away the week before."))
    visits = sheet(choices=Choices(option="corrective_series.2x4w", sessions=by_hand)).visits
    assert visits is not None
    assert visits.rows[0].text == "Session 2 of 2"


def test_a_visit_put_off_for_the_patients_own_trip_or_date_says_so() -> None:
    party = sheet(events=(ImportantDate("party", date(2026, 6, 13)),)).visits
    assert party is not None
    assert party.rows[0].text == "Session 2 of 3. Planned around your important date"
    beach = sheet(trips=(Trip("beach", date(2026, 6, 10), date(2026, 6, 20), sunny=True),)).visits
    assert beach is not None
    assert beach.rows[0].text == "Session 2 of 3. Planned after your trip, so any fresh tan can fade"
    autumn = sheet(trips=(Trip("sea", date(2026, 10, 25), date(2026, 11, 2), sunny=True),)).visits
    assert autumn is not None
    assert autumn.rows[2].text.endswith("keep your result. Planned after your trip, so any fresh tan can fade")


def test_a_visit_on_the_next_open_day_says_nothing_of_the_closed_one() -> None:
    visits = sheet(at=replace(clinic(), closed_dates=frozenset({date(2026, 6, 12)}))).visits
    assert visits is not None
    assert visits.rows[0].text == "Session 2 of 3"


def test_without_a_chosen_plan_there_are_no_next_visits() -> None:
    visits = sheet(choices=Choices(), treatment_at=TREATED).visits
    assert visits is not None
    assert visits.rows == ()
    assert text(visits.closing) == "We will plan your next visit with you."


def test_maintenance_before_the_treatment_is_not_ahead() -> None:
    done = (date(2026, 1, 5), date(2026, 2, 10), date(2026, 3, 20))
    visits = sheet(series_done=done, treatment_at=datetime(2026, 8, 3, 10), consultation_date=date(2026, 8, 3)).visits
    assert visits is not None
    assert [visit.date for visit in visits.rows] == ["Fri, Oct 30, 2026"]


def test_the_head_and_foot_name_clinic_patient_and_plan() -> None:
    made = sheet()
    assert made.band.clinic_name == "Riverside Skin Studio"
    assert made.band.running_head == "Marisol Ortega-Whitfield · Treated Fri, May 15"
    assert made.footer.left == "Marisol Ortega-Whitfield · Plan A-1-3"
    assert "Ortega" not in made.metadata_title
    assert made.signature is not None
    assert text(made.signature.signer) == "Dana Keller, NP, your provider"
    assert sheet(provider=None).signature is None


def test_without_a_phone_the_sheet_has_a_line_to_write_on() -> None:
    bare = sheet(at=clinic(phone="", website="sample-clinic.example"))
    assert bare.call_box is not None
    assert bare.call_box.phone is None
    assert bare.call_box.phone_write_in
    assert bare.qr is not None
    assert bare.qr.payload == "https://sample-clinic.example"
    assert sheet(at=clinic(phone="")).qr is None
    assert missing_from_clinic(clinic(phone="")) == ("phone number",)
    assert missing_from_clinic(clinic(name=" ")) == ("name",)


def test_the_clinics_own_words_and_links_are_used() -> None:
    words = (("en", SheetWords(hours="Tue to Fri", after_hours="Text us any time", disclaimer="Not medical advice.")),)
    made = sheet(at=clinic(words=words, questions_link="https://a.example/faq", booking_link="b.example"))
    assert made.call_box is not None
    assert made.call_box.after_hours == "Text us any time"
    assert made.call_box.hours == "Tue to Fri"
    assert made.disclaimer == "Not medical advice."
    assert [link.link.uri for link in made.links] == ["https://a.example/faq", "https://b.example"]
    line = sheet(at=clinic(after_hours_phone="513-555-0143")).call_box
    assert line is not None
    assert line.after_hours == "After hours 513-555-0143"
    both = sheet(at=clinic(after_hours_phone="513-555-0143", words=words)).call_box
    assert both is not None
    assert both.after_hours == "After hours 513-555-0143. Text us any time"


def test_the_before_sheet_names_the_last_day_of_use() -> None:
    made = row(Sheet.BEFORE, tretinoin())
    assert made.first.state is CellState.STOP
    assert made.first.lines == ("Sat, May 9",)
    assert made.second.lines == ("Check with your prescriber first",)
    assert row(Sheet.BEFORE, product("Cleanser", "cleanser_gentle")).first.state is CellState.OK
    assert row(Sheet.BEFORE, product("Drops", decision=AskDecision())).first.state is CellState.ASK


def test_a_self_tanner_is_last_used_by_the_rules_own_day() -> None:
    made = row(Sheet.BEFORE, product("Mist", "self_tanner", last_used=date(2026, 4, 1)))
    assert made.first.lines == ("Fri, May 1",)


def test_the_before_sheet_dates_the_visit_and_what_to_expect() -> None:
    made = sheet(Sheet.BEFORE)
    assert text(made.lead).startswith("Your microneedling visit is on Friday, May 15, 2026, at 10:30 AM.")
    assert made.band.when == "Visit Fri, May 15, 2026, 10:30 AM"
    assert made.expect is not None
    assert "until Sun, May 17, 10:30 AM" in text(made.expect.paragraphs[0])
    assert "until Fri, May 22" in text(made.expect.paragraphs[0])
    assert made.panels[0].items[1] == "Self-tanner after Fri, May 1"
    assert made.panels[1].kind is PanelKind.CHECKLIST


def test_without_a_time_the_before_sheet_uses_the_first_planned_day() -> None:
    made = sheet(Sheet.BEFORE, treatment_at=None, products=(tretinoin(date(2026, 5, 1)),))
    assert made.band.when == "Visit Tue, May 12, 2026"
    assert made.panels[0].subheading == "From now until Tue, May 12"
    assert made.products is not None
    assert made.products.rows[0].first.lines == ("Wed, May 6",)


def test_without_any_day_the_before_sheet_leaves_the_dates_to_be_written() -> None:
    made = sheet(
        Sheet.BEFORE,
        treatment_at=None,
        choices=Choices(),
        products=(tretinoin(date(2026, 5, 1)), product("C", "makeup")),
    )
    assert made.band.when == ""
    assert made.band.running_head == "Marisol Ortega-Whitfield"
    assert "We will set the date" in text(made.lead)
    assert made.products is not None
    assert [each.first.state for each in made.products.rows] == [CellState.WRITE_IN, CellState.OK]
    assert made.panels[0].subheading == "From now until your visit"
    assert made.panels[0].items[1].startswith("Self-tanner in the 2 weeks")
    assert made.panels[1].subheading == ""


@pytest.mark.parametrize(
    ("kind", "changes", "said"),
    [
        (Sheet.AFTER, {"treatment_at": None}, "time of the treatment is missing"),
        (Sheet.AFTER, {"health": all_no(rosacea=yes())}, "needs your decision"),
        (Sheet.AFTER, {"health": all_no(bleeding_disorder=yes())}, "do not treat"),
        (Sheet.AFTER, {"products": None}, "not decided yet"),
        (Sheet.AFTER, {"products": None}, "Not answered: products (products)"),
        (Sheet.AFTER, {"health": all_no(active_infection=yes())}, "wait, without a date"),
        (Sheet.AFTER, {"products": (tretinoin(date(2026, 5, 11)),)}, "move the visit"),
        (Sheet.BEFORE, {"products": (tretinoin(date(2026, 5, 11)),)}, "2026-05-17"),
        (Sheet.BEFORE, {"health": all_no(bleeding_disorder=yes())}, "do not treat"),
        (Sheet.BEFORE, {"events": (ImportantDate("party", date(2026, 5, 18)),)}, "plan.event_in_recovery"),
    ],
)
def test_a_sheet_that_may_not_be_given_says_why(kind: Sheet, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused) as refused:
        sheet(kind, **changes)
    assert any(said in line for line in refused.value.missing)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"health": all_no(rosacea=yes())},
        {"health": all_no(active_infection=yes())},
        {"treatment_at": None, "skin": SkinAnswers(answers().skin.fitzpatrick, Tan.FRESH)},
    ],
    ids=["ready", "review", "an undated wait", "a wait with no visit fixed"],
)
def test_the_before_sheet_may_be_given_for(changes: dict[str, Any]) -> None:
    assert sheet(Sheet.BEFORE, **changes).sheet is Sheet.BEFORE


def test_a_draft_prints_what_is_unfinished_but_never_without_a_time() -> None:
    given = answers(products=None)
    made = proposal(products=None)
    document = build_sheet(
        protocol(), clinic(), given, made, choice=SheetChoice(Sheet.AFTER), dates=EnglishDates(), draft=True
    )
    assert document.draft_mark == "DRAFT"
    assert document.footer.left == "Marisol Ortega-Whitfield"
    undated = proposal(treatment_at=None)
    with pytest.raises(Refused):
        build_sheet(
            protocol(),
            clinic(),
            answers(treatment_at=None),
            undated,
            choice=SheetChoice(Sheet.AFTER),
            dates=EnglishDates(),
            draft=True,
        )


def test_a_reprint_is_marked_with_its_day() -> None:
    given = answers(choices=CHOSEN)
    document = build_sheet(
        protocol(),
        clinic(),
        given,
        proposal(choices=CHOSEN),
        choice=SheetChoice(Sheet.AFTER),
        dates=EnglishDates(),
        reprinted_on=date(2026, 6, 1),
    )
    assert document.reprint_mark == "Reprint Mon, Jun 1, 2026"


def test_a_language_without_wording_is_refused() -> None:
    with pytest.raises(Refused, match="language"):
        sheet(language="xx")


@pytest.mark.parametrize(
    ("given", "usual"),
    [
        ({}, Sheet.BEFORE),
        ({"consultation_date": TREATED.date()}, Sheet.AFTER),
        ({"treatment_at": None}, Sheet.BEFORE),
        ({"treated_at": TREATED}, Sheet.AFTER),
    ],
)
def test_the_usual_sheet(given: dict[str, Any], usual: Sheet) -> None:
    made: Answers = answers(**given)
    assert usual_sheet(made, made.consultation_date or TREATED.date()) is usual


def test_sheet_refusals_are_empty_for_a_ready_plan() -> None:
    assert sheet_refusals(Sheet.AFTER, answers(choices=CHOSEN), proposal(choices=CHOSEN)) == ()


def test_links_are_what_a_phone_and_a_browser_open() -> None:
    assert tel_uri("(513) 555-0142") == "tel:5135550142"
    assert tel_uri("+1 513 555 0142") == "tel:+15135550142"
    assert web_uri("http://a.example") == "http://a.example"


def test_the_last_day_of_a_thing_comes_from_its_rule() -> None:
    assert last_day_before(protocol(), "waxing", TREATED.date()) == date(2026, 5, 8)
    assert last_day_before(protocol(), "rosacea", TREATED.date()) is None
