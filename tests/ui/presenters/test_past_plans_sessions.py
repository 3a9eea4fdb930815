"""What Past plans says about the sessions of a plan."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from consult_app.application.marking import Marker, Series
from consult_app.domain.findings import Verdict
from consult_app.domain.marks import MarkedPlan, MarkState, standings
from consult_app.domain.patient import Patient, PatientId
from consult_app.domain.planning import MaintenanceVisit, ProposedSession
from consult_app.ui.presenters.past_plans import present_patient
from consult_app.ui.presenters.past_plans_sessions import (
    present_move,
    present_sessions,
    series_words,
    usual_day_done,
)
from tests.builders import clinic, protocol
from tests.fakes.services import MARISOL
from tests.storage.samples import NURSE, mark, plan
from tests.ui.presenters.test_past_plans import row

ZONE = clinic().time_zone
FIRST, SECOND, THIRD, UPKEEP = date(2026, 5, 15), date(2026, 6, 12), date(2026, 7, 10), date(2026, 10, 30)
AT = datetime(2026, 6, 1, 15, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def series(*marks, later=(), sessions=(FIRST, SECOND, THIRD), upkeep=(UPKEEP,), done=(), **changes):
    made = plan(PatientId("patient-1"), number="A-20418-1")
    planned = tuple(
        ProposedSession(number, day, ("Moved off a trip.",) if number == 3 else ())
        for number, day in enumerate(sessions, start=len(done) + 1)
    )
    proposal = replace(
        made.proposal, sessions=planned, maintenance=tuple(MaintenanceVisit(day, ("Keeps it.",)) for day in upkeep)
    )
    answers = replace(made.answers, series_done=done, treatment_at=datetime(2026, 5, 15, 10, 30))
    marked = MarkedPlan(replace(made, proposal=proposal, answers=answers, **changes), marks)
    return Series(marked, later, standings(marked, later))


def done(number, day, **changes):
    return mark(number=number, day=day, state=MarkState.DONE, reason="", departures=(), at=AT, **changes)


def moved(number, day, **changes):
    return mark(number=number, day=day, at=AT, **changes)


@pytest.mark.parametrize(
    ("marks", "today", "words"),
    [
        ((), date(2026, 5, 13), "0 of 3 done, next due Fri, May 15"),
        ((), FIRST, "0 of 3 done, next due today"),
        ((), FIRST + timedelta(1), "0 of 3 done, overdue since Fri, May 15"),
        ((done(1, FIRST), done(2, SECOND)), SECOND, "2 of 3 done, next due Fri, Jul 10"),
        ((done(1, FIRST), moved(2, SECOND + WEEK)), SECOND, "1 of 3 done, next due Fri, Jun 19"),
        (
            (done(1, FIRST), done(2, SECOND), done(3, THIRD)),
            THIRD,
            "3 of 3 done, maintenance due Fri, Oct 30",
        ),
        (
            (done(1, FIRST), done(2, SECOND), done(3, THIRD), done(1, UPKEEP, maintenance=True)),
            UPKEEP,
            "3 of 3 done",
        ),
        ((), date(2025, 12, 1), "0 of 3 done, next due Fri, May 15, 2026"),
    ],
)
def test_the_headline_says_how_far_the_series_has_come(marks, today, words):
    assert series_words(series(*marks), today=today) == words


def test_a_series_that_goes_on_in_a_later_plan_says_so():
    later = series(sessions=(SECOND, THIRD), done=(FIRST,), upkeep=()).marked
    later = replace(later, plan=replace(later.plan, number="A-20418-2"))
    on = series(done(1, FIRST), later=(later,), upkeep=())
    assert series_words(on, today=SECOND) == "1 of 3 done, goes on in plan A-20418-2"
    second = present_sessions(on, today=SECOND, zone=ZONE).rows[1]
    assert (second.tag, second.tag_words) == ("plain", "In plan A-20418-2")
    assert (second.can_mark, second.can_take_back) == (False, False)


def test_a_visit_that_was_not_treated_has_no_series():
    view = present_sessions(series(treated=False), today=FIRST, zone=ZONE)
    assert (view.headline, view.rows) == ("", ())


def test_each_session_has_a_clear_word_and_what_can_be_done():
    view = present_sessions(series(done(1, FIRST), moved(2, SECOND + WEEK)), today=SECOND + WEEK, zone=ZONE)
    assert [(row.mark, row.tag, row.tag_words) for row in view.rows] == [
        ("1", "ready", "Done"),
        ("2", "none", "Due today"),
        ("3", "none", "Due"),
        ("M", "none", "Due"),
    ]
    assert [(row.can_mark, row.can_take_back) for row in view.rows] == [
        (False, True),
        (True, True),
        (True, False),
        (True, False),
    ]
    late = present_sessions(series(), today=SECOND, zone=ZONE)
    assert [row.tag_words for row in late.rows] == ["Overdue", "Due today", "Due", "Due"]
    assert late.rows[0].tag == "wait"


def test_what_became_of_a_session_is_said_with_its_reason_and_who_marked_it_when():
    view = present_sessions(
        series(done(1, FIRST + timedelta(1)), moved(2, SECOND + 2 * WEEK)), today=date(2026, 6, 2), zone=ZONE
    )
    assert view.rows[0].more == ("Done on Sat, May 16, planned for Fri, May 15. Dana Keller, NP, Mon, Jun 1, 11:00 AM.")
    assert view.rows[1].more == (
        "Moved from Fri, Jun 12 to Fri, Jun 26. The patient travels that week, for work. "
        "Dana Keller, NP, Mon, Jun 1, 11:00 AM."
    )
    assert view.rows[2].more == "Moved off a trip."
    assert view.rows[3].more == "Keeps it."
    assert view.rows[1].spoken.startswith("Session 2. Fri, Jun 26. Due. Moved from Fri, Jun 12")


def test_a_mark_taken_back_is_said():
    back = mark(number=2, day=SECOND, state=MarkState.TAKEN_BACK, reason="", at=AT)
    second = present_sessions(series(moved(2, THIRD), back), today=date(2026, 6, 1), zone=ZONE).rows[1]
    assert second.more == "Mark taken back. Dana Keller, NP, today, 11:00 AM."
    assert (second.day, second.can_take_back) == ("Fri, Jun 12", False)


def test_a_session_done_by_the_plans_own_visit_needs_no_mark():
    made = series(consultation_date=FIRST).marked.plan
    marked = MarkedPlan(replace(made, proposal=replace(made.proposal, verdict=Verdict.READY)))
    view = present_sessions(Series(marked, (), standings(marked)), today=FIRST, zone=ZONE)
    assert view.rows[0].more == "Done on Fri, May 15."


def test_a_session_a_later_plan_did_names_that_plan():
    later = series(sessions=(SECOND, THIRD), done=(FIRST,), upkeep=()).marked
    later = replace(later, plan=replace(later.plan, number="A-20418-2"), marks=(done(2, SECOND),))
    second = present_sessions(series(done(1, FIRST), later=(later,)), today=SECOND, zone=ZONE).rows[1]
    assert (second.tag_words, second.more) == ("Done", "Done on Fri, Jun 12. Plan A-20418-2.")


def test_a_move_is_told_session_by_session_with_what_it_departs_from():
    today = date(2026, 6, 1)
    marker = Marker(protocol(), clinic(), series(done(1, FIRST)), today, NURSE, AT)
    along = present_move(marker.check_move((False, 2), SECOND + WEEK, along=True), today=today)
    assert along.days == (
        "Session 2: Fri, Jun 12 to Fri, Jun 19",
        "Session 3: Fri, Jul 10 to Fri, Jul 17",
        "Maintenance visit 1: Fri, Oct 30 to Fri, Nov 6",
    )
    assert along.departures == ()
    alone = present_move(marker.check_move((False, 2), SECOND + WEEK, along=False), today=today)
    assert len(alone.departures) == 1
    past = present_move(marker.check_move((False, 2), FIRST, along=False), today=today)
    assert (past.days, past.problem) == ((), "This day is past. Mark the session done if it took place then.")


def test_the_day_offered_for_a_done_session_is_its_own_or_today():
    marker = Marker(protocol(), clinic(), series(), date(2026, 6, 1), NURSE, AT)
    assert usual_day_done(marker, (False, 1)) == FIRST
    assert usual_day_done(marker, (False, 2)) == date(2026, 6, 1)


def test_the_line_of_visits_begins_with_what_is_still_to_come():
    patient = Patient(PatientId("patient-1"), MARISOL, datetime(2026, 1, 26, 15, tzinfo=UTC))
    latest = series(done(1, FIRST), moved(2, SECOND + WEEK))
    rows = (
        row(id=latest.marked.plan.id, consultation_date=FIRST),
        row(id="plan-0", consultation_date=date(2026, 2, 3)),
    )
    view = present_patient(patient, rows, latest, today=date(2026, 6, 20))
    assert view.series == "1 of 3 done, overdue since Fri, Jun 19"
    assert [(each.mark, each.day, each.is_ahead) for each in view.visits] == [
        ("M", "Fri, Oct 30, 2026", True),
        ("3", "Fri, Jul 10, 2026", True),
        ("2", "Fri, Jun 19, 2026", True),
        ("1", "Fri, May 15, 2026", False),
        ("", "Tue, Feb 3, 2026", False),
    ]
    assert view.visits[0].words == "Maintenance visit 1, planned."
    assert view.visits[2].words == "Session 2, overdue. Was Fri, Jun 12."
    assert view.visits[3].words == "Ready: acne scars and texture. Session 1 done. Sheets: after."
