"""The words of the skin and sun step."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from consult_app.application.edits import SetDatesAhead, SetTreatmentAt
from consult_app.domain.answers import Answers, HealthAnswer, ImportantDate, Reply, SkinAnswers, Tan, Trip
from consult_app.ui.presenters.skin import (
    DateDraft,
    SkinView,
    date_rows,
    draft_of,
    draft_problems,
    past_day_problem,
    plan_treatment,
    present_skin,
    with_date,
    without_date,
)
from tests.fakes.services import CLINIC, filled, protocol, session

TODAY = date(2026, 5, 12)
BEACH = Trip("Beach trip", date(2026, 6, 20), date(2026, 6, 28), sunny=True)
WEDDING = ImportantDate("Sister’s wedding", date(2026, 8, 20))


def shown(answers: Answers) -> SkinView:
    return present_skin(session(answers).state, protocol=protocol(), clinic=CLINIC, today=TODAY)


def tanned(tan: Tan, since: date | None = None) -> Answers:
    return filled(skin=replace(filled().skin, tan=tan, tan_since=since))


def test_type_tan_and_self_tanner_are_asked() -> None:
    answers = Answers(skin=SkinAnswers())
    assert [gap.words for gap in shown(answers).gaps] == [
        "Choose how the skin reacts to sun.",
        "Choose the tan on the face today.",
        "Answer the question about self-tanner.",
    ]


def test_no_tan_asks_no_date_and_is_ok() -> None:
    view = shown(tanned(Tan.NONE))
    assert not view.asks_since
    assert view.tan_line is not None
    assert (view.tan_line.kind, view.tan_line.strong) == ("ok", "OK.")


def test_a_fresh_tan_waits_two_weeks_from_its_date() -> None:
    view = shown(tanned(Tan.FRESH, date(2026, 5, 10)))
    assert view.asks_since
    assert view.tan_line is not None
    assert (view.tan_line.kind, view.tan_line.strong) == ("wait", "Wait until Sun, May 24.")


def test_a_sunburn_asks_for_its_own_date_and_needs_none() -> None:
    view = shown(tanned(Tan.SUNBURN))
    assert view.since_label == "Date of the &sunburn"
    assert view.since_hint == "Without a date the days count from today."
    assert view.gaps == ()


def test_self_tanner_with_a_yes_needs_its_date() -> None:
    health = {**filled().health, "self_tanner": HealthAnswer(Reply.YES)}
    view = shown(filled(health=health))
    assert view.asks_tanner_date
    assert [gap.words for gap in view.gaps] == ["Enter the date of the last self-tanner."]
    dated = {**health, "self_tanner": HealthAnswer(Reply.YES, last=date(2026, 5, 10))}
    line = shown(filled(health=dated)).tanner_line
    assert line is not None
    assert line.kind == "wait"


def test_a_sunny_trip_and_an_important_date_say_the_days_they_block() -> None:
    rows = date_rows(filled(trips=(BEACH,), events=(WEDDING,)), protocol().planning, TODAY)
    assert [(row.what, row.when) for row in rows] == [
        ("Beach trip", "Sat, Jun 20 to Sun, Jun 28"),
        ("Sister’s wedding", "Thu, Aug 20"),
    ]
    assert rows[0].blocks == "No session from Sat, Jun 13 to Sat, Jul 11, so a tan has 14 days to fade"
    assert rows[1].blocks == "No session from Thu, Aug 13 to Thu, Aug 20, so skin has 7 days to settle"


def test_dates_stand_in_the_order_of_the_year_whatever_their_kind() -> None:
    later = replace(BEACH, first=date(2026, 9, 1), last=date(2027, 1, 4), sunny=False)
    rows = date_rows(filled(trips=(later,), events=(WEDDING,)), protocol().planning, TODAY)
    assert [row.key for row in rows] == ["event:0", "trip:0"]
    assert rows[1].when == "Tue, Sep 1 to Mon, Jan 4, 2027"
    assert rows[1].blocks == "Not sunny, so it blocks no days"


def test_an_entry_says_what_it_lacks() -> None:
    assert draft_problems(DateDraft()) == {
        "what": "Enter what it is, such as beach trip or wedding.",
        "first": "Enter the first day.",
        "last": "Enter the last day.",
    }
    backward = DateDraft("Beach", "trip", date(2026, 6, 20), date(2026, 6, 19))
    assert draft_problems(backward) == {"last": "The last day lies before the first. Enter a later day."}
    assert draft_problems(DateDraft("Wedding", "event", date(2026, 8, 20))) == {}
    with pytest.raises(ValueError, match="problems"):
        with_date(Answers(), None, DateDraft())


def test_a_new_date_takes_back_that_there_are_no_others() -> None:
    edit = with_date(Answers(no_more_dates=True), None, DateDraft("Wedding", "event", date(2026, 8, 20)))
    assert edit == SetDatesAhead((ImportantDate("Wedding", date(2026, 8, 20)),), (), no_more=False)


def test_a_row_can_be_changed_into_the_other_kind_and_removed() -> None:
    answers = Answers(trips=(BEACH,), events=(WEDDING,), no_more_dates=True)
    assert draft_of(answers, "trip", 0) == DateDraft("Beach trip", "trip", BEACH.first, BEACH.last, True)
    edit = with_date(answers, ("trip", 0), DateDraft("Concert", "event", date(2026, 6, 20)))
    assert edit == SetDatesAhead((WEDDING, ImportantDate("Concert", date(2026, 6, 20))), (), no_more=True)
    assert without_date(answers, ("event", 0)) == SetDatesAhead((), (BEACH,), no_more=True)
    changed = with_date(answers, ("trip", 0), replace(draft_of(answers, "trip", 0), sunny=False))
    assert changed.trips == (replace(BEACH, sunny=False),)


def plan(day: date | None, at: time | None) -> SetTreatmentAt | dict[str, str]:
    return plan_treatment(filled(), CLINIC, today=TODAY, day=day, at=at)


def test_a_planned_treatment_needs_day_and_time() -> None:
    assert plan(None, None) == SetTreatmentAt(None)
    assert plan(date(2026, 5, 15), None) == {"at": "Enter the time of the treatment."}
    assert plan(None, time(10, 30)) == {"day": "Enter the day of the treatment."}
    assert plan(date(2026, 5, 15), time(10, 30)) == SetTreatmentAt(datetime(2026, 5, 15, 10, 30))


def test_a_time_that_the_clocks_skip_is_refused() -> None:
    assert plan(date(2027, 3, 14), time(2, 30)) == {
        "at": "The clocks change that night and skip this time. Enter another time."
    }


def test_a_treatment_before_the_visit_is_refused() -> None:
    assert plan(date(2026, 5, 11), time(10, 30)) == {
        "day": "The treatment cannot lie before this visit, Tue, May 12. Enter a later day."
    }


def test_a_closed_day_is_warned_of_and_kept() -> None:
    view = shown(filled(treatment_at=datetime(2026, 5, 17, 10, 30)))
    assert view.treatment.day == date(2026, 5, 17)
    assert view.treatment.warning == "The clinic is closed on Sun, May 17. The next open day is Tue, May 19."
    assert shown(filled(treatment_at=datetime(2026, 5, 15, 10, 30))).treatment.warning == ""


def test_something_past_cannot_lie_ahead() -> None:
    assert past_day_problem(TODAY, TODAY) is None
    assert past_day_problem(date(2026, 5, 13), TODAY) == (
        "The date lies after today, Tue, May 12. Enter today or an earlier day."
    )
