"""Why an option looks as it does and why each visit is on its day."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from consult_app.application.edits import ChooseOption
from consult_app.application.governance import Confirmation
from consult_app.application.source_words import UNCONFIRMED
from consult_app.domain.answers import (
    Area,
    Concern,
    ConcernAnswer,
    Fitzpatrick,
    HealthAnswer,
    ImportantDate,
    PlannedSession,
    Reply,
    Severity,
    SkinAnswers,
    Tan,
    Trip,
)
from consult_app.domain.schedule import short_day_words
from consult_app.ui.presenters.plan_moves import remove_session
from consult_app.ui.presenters.why import present_why
from consult_app.ui.presenters.why_parts import option_key
from tests.fakes.services import CLINIC, DANA, filled, protocol, session

VISIT = datetime(2026, 5, 14, 10, 30)
BEACH = Trip("beach trip", date(2026, 6, 8), date(2026, 6, 28), sunny=True)
WEDDING = ImportantDate("sister’s wedding", date(2026, 8, 14))
BUSY = filled(treatment_at=VISIT, trips=(BEACH,), events=(WEDDING,))


def opened(answers, *, choose=True):
    desk = session(answers)
    if choose:
        desk.dispatch(ChooseOption(desk.state.proposal.options[0].id))
    return desk.state


def why(state, key, confirmed=None):
    return present_why(protocol(), state, key, provider=DANA, zone=CLINIC.time_zone, confirmed=confirmed or {})


def with_sessions(answers, *sessions):
    return replace(answers, choices=replace(answers.choices, option="corrective_series.3x4w", sessions=sessions))


def test_an_option_tells_its_rule_its_answers_and_its_dates():
    state = opened(BUSY, choose=False)
    option = state.proposal.options[0]
    view = why(state, option_key(option.id))
    assert view.title == "Why: 3 sessions, at least 4 weeks apart"
    assert view.says("Rule").splitlines() == [
        "Corrective series, for acne scars, scars and texture: 2 to 3 sessions, at least 4 weeks apart.",
        "Nothing is chosen until you choose. You can build a plan of your own.",
    ]
    assert view.says("Answer behind it").startswith("Acne scars, ")
    dates = view.says("Worked out").splitlines()
    assert dates[0] == "Session 1: Thu, May 14."
    assert any("Was " in line and "beach trip" in line for line in dates)
    assert any(line.startswith("Maintenance: ") for line in dates)
    assert view.path == "concerns"
    assert view.footing == f"Option {option.id} · Microneedling protocol 1.0.0"


def test_each_reason_of_an_option_names_whose_it_is_and_its_sources():
    state = opened(BUSY, choose=False)
    option = state.proposal.options[0]
    view = why(state, option_key(option.id))
    said = {part.label: part for part in view.parts}
    for reason in option.reasons:
        numbers = ", ".join(source.split(":")[1] for source in reason.sources)
        assert said[reason.text].lines[0].endswith(numbers)
        assert (said[reason.text].mark == UNCONFIRMED) == reason.basis.needs_confirmation
    assert {source.split(":")[1] for reason in option.reasons for source in reason.sources} <= {
        line.split(":")[0] for line in said["Sources"].lines
    }
    assert view.says("What to weigh").splitlines() == [note.text for note in protocol().planning.notes]


def test_a_reason_the_clinic_confirmed_says_so():
    key = "course.corrective_series.reasons.maintenance"
    at = datetime(2026, 5, 5, 15, tzinfo=UTC)
    confirmed = {key: Confirmation(key, "words", "microneedling", "1.0.0", DANA, at)}
    state = opened(BUSY, choose=False)
    view = why(state, option_key(state.proposal.options[0].id), confirmed)
    assert view.says("Then fewer visits keep the result") == (
        "Default, confirmed by Dana Keller, NP, Tue, May 5, 2026, S38"
    )


def test_what_makes_the_longer_interval_is_told():
    darker = filled(skin=SkinAnswers(Fitzpatrick.IV, Tan.NONE))
    state = opened(darker, choose=False)
    assert "Skin type IV: the longer interval." in why(state, option_key(state.proposal.options[0].id)).text
    asked = filled(health={**filled().health, "rosacea": HealthAnswer(Reply.YES)})
    state = opened(asked, choose=False)
    said = why(state, option_key(state.proposal.options[0].id)).says("Answer behind it")
    assert "Needs or had your decision, so the longer interval: rosacea." in said


def test_a_yearly_option_is_spread_over_the_year():
    lines = ConcernAnswer(Concern.FINE_LINES, Severity.MILD, (Area.FOREHEAD,))
    state = opened(filled(concerns=(lines,)), choose=False)
    view = why(state, option_key(state.proposal.options[0].id))
    assert view.title == "Why: 2 sessions a year, spread over the year"
    assert view.says("Rule").startswith("General anti-aging, for fine lines, wrinkles, ")
    assert view.says("Answer behind it") == "Fine lines, mild: forehead."


def test_what_is_still_missing_is_told_with_an_option():
    state = opened(filled(products=None), choose=False)
    view = why(state, option_key(state.proposal.options[0].id))
    assert view.says("Not known yet") == "Products: 1 answer missing."


def test_an_option_or_a_visit_that_is_gone_has_no_popover():
    state = opened(BUSY)
    assert why(state, option_key("corrective_series.9x9w")) is None
    assert why(state, "session.9") is None
    assert why(state, "visit.9") is None
    assert why(state, "session.x") is None


def test_the_agreed_day_is_its_own_reason():
    view = why(opened(BUSY), "session.0")
    assert view.title == "Why: session 1 on Thu, May 14"
    assert view.says("Answer behind it") == "Skin & sun: treatment on Thu, May 14."
    assert view.says("Worked out").startswith("The visit is agreed for this day.")
    assert view.path == "treatment_at"


def test_without_an_agreed_day_the_first_that_fits_is_said():
    view = why(opened(filled()), "session.0")
    assert view.says("Worked out").startswith("The first day that fits.")
    assert view.path == ""


def test_a_moved_session_tells_what_it_had_to_pass_and_leads_there():
    view = why(opened(BUSY), "session.1")
    worked = view.says("Worked out").splitlines()
    assert worked[0].endswith("after session 1 on Thu, May 14.")
    assert any("beach trip" in line for line in worked)
    assert view.says("Answer behind it") == "Beach trip, Mon, Jun 8 to Sun, Jun 28."
    assert view.path == "trips[0].what"
    assert view.says("At least 28 days between sessions") == "The clinic's own article, S36"
    assert view.says("4 weeks apart, or 6 where it takes longer") == "The clinic's own article, S36"
    assert view.says("14 days after a sunny trip") == f"Starts from S27, S28\n{UNCONFIRMED}"
    assert view.says("Sources").startswith("S36: ")


def test_an_important_date_names_the_days_of_recovery():
    busy = filled(treatment_at=VISIT, events=(ImportantDate("sister’s wedding", date(2026, 6, 14)),))
    view = why(opened(busy), "session.1")
    assert view.path == "events[0].what"
    assert view.says("7 days of recovery before an important date") == "The clinic's own article, S14, S24"


def test_an_own_day_tells_the_reason_given_and_the_protocols_day():
    state = opened(BUSY)
    days = [each.on for each in state.proposal.sessions]
    own = with_sessions(BUSY, PlannedSession(days[0]), PlannedSession(date(2026, 7, 30), "Back from a work trip."))
    view = why(session(own).state, "session.1")
    assert view.says("Your reason") == "Back from a work trip."
    assert "The protocol suggested " in view.says("Worked out")


def test_a_session_built_without_an_option_is_counted_all_the_same():
    own = replace(
        filled(), choices=replace(filled().choices, sessions=(PlannedSession(date(2026, 5, 20), "Her day off."),))
    )
    view = why(session(own).state, "session.0")
    assert view.says("Your reason") == "Her day off."
    assert "The protocol suggested" not in view.text


def test_a_later_session_of_a_series_is_counted_from_what_was_done():
    done = replace(BUSY, series_done=(date(2026, 4, 10),))
    view = why(opened(done), "session.0")
    assert view.title.startswith("Why: session 2 on ")
    assert "after session 1 on Fri, Apr 10." in view.says("Worked out")


def test_maintenance_is_counted_from_the_series_and_then_from_the_visit_before():
    state = opened(BUSY)
    first, second = why(state, "visit.0"), why(state, "visit.1")
    assert "after session 3 on" in first.says("Worked out")
    assert "after the visit before on" in second.says("Worked out")
    label = "Maintenance 16 weeks after the series, then every 16 weeks"
    assert first.says(label) == f"Starts from S38\n{UNCONFIRMED}"


@pytest.mark.parametrize("number", range(3))
def test_every_visit_of_a_yearly_plan_can_be_asked(number):
    lines = ConcernAnswer(Concern.FINE_LINES, Severity.MODERATE, (Area.FOREHEAD,))
    view = why(opened(filled(concerns=(lines,))), f"session.{number}")
    assert view.title.startswith(f"Why: session {number + 1} on ")
    assert number == 0 or view.says("Spread over the year")


def test_a_session_after_one_that_was_taken_out_tells_its_own_reasons():
    state = opened(BUSY)
    last = state.proposal.chosen.sessions[-1]
    desk = session(BUSY)
    desk.dispatch(ChooseOption(state.proposal.chosen.id))
    desk.dispatch(remove_session(desk.state, 1))
    view = why(desk.state, "session.1")
    assert view.title == f"Why: session 2 on {short_day_words(last.on)}"
    assert last.reasons
    assert all(reason.rstrip(".") in view.says("Worked out") for reason in last.reasons)
