"""What the Plan step says, and what hands on it mean."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from consult_app.application.consultation import Desk, Undo, begin, reduce
from consult_app.application.edits import ChooseOption, Decide, SetSessions
from consult_app.domain.answers import (
    Concern,
    Decision,
    DecisionChoice,
    HealthAnswer,
    ImportantDate,
    PlannedSession,
    Reply,
    Tan,
    Trip,
)
from consult_app.domain.patient import PatientId
from consult_app.ui.presenters.plan import NO_DATES, present_plan_step
from consult_app.ui.presenters.plan_calendar import SessionDays
from consult_app.ui.presenters.plan_moves import (
    add_session,
    build_own,
    give_reason,
    give_removal_reason,
    move_session,
    put_back,
    remove_session,
    restore_session,
)
from consult_app.ui.presenters.plan_options import present_options
from consult_app.ui.presenters.plan_sign import lacking, plan_gaps
from tests.builders import REASON, concern
from tests.fakes.services import CLINIC, DANA, filled, new_draft, protocol

TODAY = date(2026, 5, 12)
BEACH = Trip("beach trip", date(2026, 6, 20), date(2026, 6, 28), sunny=True)
WEDDING = ImportantDate("wedding", date(2026, 8, 20))
DESK = Desk(protocol=protocol(), clinic=CLINIC, today=TODAY)


def opened(**changes):
    return begin(DESK, new_draft(filled(**changes), patient_id=PatientId("patient-1")))


def after(state, *edits):
    for edit in edits:
        state = reduce(DESK, state, edit)
    return state


def chosen(**changes):
    state = opened(**changes)
    return after(state, ChooseOption(state.proposal.options[0].id))


def shown(state, finished=None):
    return present_plan_step(protocol(), state, today=TODAY, provider=DANA, finished=finished, zone=CLINIC.time_zone)


def move(state, index, day):
    return after(state, move_session(protocol(), CLINIC, state, index, day))


def test_three_options_stand_side_by_side_and_none_is_chosen():
    view = shown(opened(trips=(BEACH,)))
    assert view.mode == "options"
    assert [card.tag_words for card in view.options.cards] == ["Recommended", "Fewer visits", "Gentler pace"]
    assert [card.button for card in view.options.cards] == [f"Choose option &{n}" for n in (1, 2, 3)]
    assert view.lead == "Acne scars. Compare, then choose with the patient. Nothing is chosen yet."
    assert [gap.path for gap in view.gaps] == ["choices.option"]


def test_a_card_numbers_its_dates_says_why_they_moved_and_marks_its_reasons():
    card = shown(opened(trips=(BEACH,))).options.cards[0]
    assert (card.title, card.subtitle) == ("3 sessions", "At least 4 weeks apart")
    assert [line.mark for line in card.dates] == ["1", "2", "3", "M", "M"]
    moved = [line for line in card.dates if "beach trip" in line.note]
    assert [line.mark for line in moved] == ["3"]
    assert card.dates[-1].day.endswith(", 2027")
    assert "Clinic article, S35" in [reason.basis for reason in card.reasons]
    assert [reason.basis for reason in card.reasons if reason.unconfirmed] == ["Default, not confirmed"]
    assert "Session 2, " in card.spoken


def test_a_reason_the_clinic_confirmed_loses_its_mark_and_the_last_one_the_legend():
    state = opened()
    before = present_options(protocol(), state)
    marked = {reason.text for card in before.cards for reason in card.reasons if reason.unconfirmed}
    assert marked
    keys = {reason.key for option in state.proposal.options for reason in option.reasons if reason.text in marked}
    assert all(key.startswith("course.corrective_series.reasons.") for key in keys)
    after_all = present_options(protocol(), state, confirmed=frozenset(keys))
    reasons = [reason for card in after_all.cards for reason in card.reasons]
    assert not any(reason.unconfirmed for reason in reasons)
    assert {reason.basis for reason in reasons if reason.text in marked} == {"Default, confirmed"}
    assert (before.legend != "", after_all.legend) == (True, "")


def test_anti_aging_options_count_by_the_year():
    view = shown(opened(concerns=(concern(Concern.FINE_LINES),)))
    assert [card.tag for card in view.options.cards] == ["recommended", "fewer", "more"]
    assert view.options.cards[0].title == "3 sessions a year"
    assert view.options.cards[0].subtitle == "Every 17 weeks"


def test_a_stop_leaves_no_dates_and_says_what_to_do():
    view = shown(opened(health={**filled().health, "pregnant_or_nursing": HealthAnswer(Reply.YES)}))
    assert view.mode == "none"
    assert view.nothing.title == NO_DATES
    assert "Save as not treated" in view.nothing.text
    assert [rule for rule, _ in view.nothing.rules] == ["label.pregnant_or_nursing"]
    assert not view.can_build


def test_a_wait_without_a_date_leaves_no_dates():
    view = shown(opened(health={**filled().health, "active_infection": HealthAnswer(Reply.YES)}))
    assert view.nothing.title == "No dates while a Wait finding has no end."
    assert not view.can_build


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        (
            {"health": {**filled().health, "melasma": HealthAnswer(Reply.YES)}},
            "No option is proposed with melasma.",
        ),
        ({"concerns": (concern(Concern.OTHER),)}, "No option is proposed for this concern."),
    ],
)
def test_where_no_option_is_proposed_the_provider_builds_one(changes, title):
    state = opened(**changes)
    view = shown(state)
    assert view.nothing.title == title
    assert view.can_build
    built = after(state, build_own(state))
    assert [line.title for line in shown(built).lines.lines] == ["Tue, May 12"]


def test_concerns_come_first():
    view = shown(opened(concerns=()))
    assert (view.nothing.path, view.nothing.go, view.can_build) == ("concerns", "Go to Concerns", False)


def test_options_show_while_answers_are_open_and_say_so():
    view = shown(opened(products=None))
    assert view.mode == "options"
    assert view.open_answers.endswith("still to answer: Products.")
    assert view.gaps == ()


def test_the_chosen_plan_stands_line_by_line():
    view = shown(chosen(treatment_at=datetime(2026, 5, 12, 14, 0)))
    assert view.lead == "Acne scars: a series of 3, then maintenance."
    lines = view.lines.lines
    assert [(line.mark, line.title, line.more) for line in lines] == [
        ("1", "Tue, May 12, 2:00 PM", "Today"),
        ("2", "Tue, Jun 9", "4 weeks after session 1"),
        ("3", "Tue, Jul 7", "4 weeks after session 2"),
        ("M", "Tue, Oct 27", "16 weeks after session 3"),
        ("M", "Tue, Feb 16, 2027", "16 weeks later"),
    ]
    assert lines[0].fixed_by == "treatment_at"
    assert [line.editable for line in lines] == [True, True, True, False, False]
    assert view.lines.timeline.summary == "3 sessions and 2 maintenance visits, May 2026 to February 2027"
    assert not view.lines.own


def test_a_moved_session_takes_the_next_along_and_asks_for_a_reason():
    state = move(chosen(), 1, date(2026, 6, 23))
    lines = shown(state).lines.lines
    assert [line.title for line in lines[:3]] == ["Tue, May 12", "Tue, Jun 23", "Tue, Jul 21"]
    assert (lines[1].was, lines[1].needs_reason) == ("Protocol suggested Tue, Jun 9 (4 weeks).", True)
    assert (lines[2].note, lines[2].needs_reason) == ("Moved with session 2.", False)
    assert [gap.path for gap in plan_gaps(state)] == ["choices.sessions[1].reason"]
    removed = [mark.day for mark in shown(state).lines.timeline.marks if mark.kind == "removed"]
    assert removed == [date(2026, 6, 9), date(2026, 7, 7)]
    explained = after(state, give_reason(state, 1, "Exams until then"))
    assert plan_gaps(explained) == ()
    assert shown(explained).lines.lines[1].reason == "Exams until then"


def test_putting_a_session_back_takes_those_back_that_followed_it():
    state = move(chosen(), 1, date(2026, 6, 23))
    back = after(state, put_back(protocol(), CLINIC, state, 1))
    assert back.answers.choices.sessions is None
    assert back.answers == chosen().answers


def test_a_reason_is_let_go_when_the_date_is_the_protocols_again():
    state = move(chosen(), 2, date(2026, 7, 14))
    state = after(state, give_reason(state, 2, "Away"))
    assert move(state, 2, date(2026, 7, 7)).answers.choices.sessions is None


def test_a_session_added_and_taken_out_again():
    state = chosen()
    more = after(state, add_session(protocol(), CLINIC, state, today=TODAY))
    line = shown(more).lines.lines[3]
    assert (line.mark, line.title, line.was) == ("4", "Tue, Aug 4", "Not in the protocol's option.")
    assert [finding.rule for finding in shown(more).lines.findings] == ["plan.outside_range"]
    fewer = after(more, remove_session(more, 3))
    assert fewer.answers.choices.sessions is None


def test_a_plan_of_ones_own_starts_with_the_earliest_day_of_a_wait():
    tan = replace(filled().skin, tan=Tan.FRESH, tan_since=date(2026, 5, 8))
    state = opened(skin=tan, consultation_date=date(2026, 5, 12), treatment_at=datetime(2026, 5, 15, 10))
    built = after(state, build_own(state))
    assert [session.on for session in built.answers.choices.sessions] == [date(2026, 5, 22)]


def test_a_plan_finding_is_decided_in_place_and_stays_visible():
    state = chosen(trips=(BEACH,))
    state = move(state, 1, date(2026, 6, 19))
    finding = shown(state).lines.findings[0]
    assert (finding.decided, finding.recorded) == (False, "")
    assert f"decision.{finding.rule}" in [gap.path for gap in plan_gaps(state)]
    decision = Decision(finding.rule, DecisionChoice.PROCEED, REASON, by=DANA, on=TODAY)
    decided = shown(after(state, Decide(decision))).lines.findings[0]
    assert decided.decided
    assert decided.recorded == f"Go ahead, Dana Keller, NP, Tue, May 12: {REASON}"


def test_the_calendar_knows_what_fits_what_to_avoid_and_what_is_not_offered():
    state = chosen(trips=(BEACH,), events=(WEDDING,))
    days = SessionDays(protocol(), CLINIC, state, 1, TODAY)
    view = days.present()
    assert (view.title, view.earliest, view.earliest_why) == ("Session 2", "Tue, Jun 9", "4 weeks after session 1")
    assert days.mark(date(2026, 6, 10)).state == "fits"
    assert days.mark(date(2026, 5, 12)).state == "off"
    assert days.mark(date(2026, 6, 13)).reason == "The clinic is closed."
    close = days.mark(date(2026, 6, 3))
    assert (close.state, close.reason) == ("avoid", "Less than 4 weeks after session 1.")
    assert close.confirm.startswith("Wed, Jun 3: less than 4 weeks")
    assert days.mark(date(2026, 6, 16)).reason == "Too close to a sunny trip: beach trip."
    assert days.mark(date(2026, 7, 10)).state == "avoid"
    assert days.mark(date(2026, 7, 14)).state == "fits"
    assert days.mark(date(2026, 8, 14)).reason == "Too close to an important date: wedding."
    assert days.mark(date(2027, 5, 13)).state == "off"


def test_a_first_session_before_the_wait_ends_must_be_confirmed():
    tan = replace(filled().skin, tan=Tan.FRESH, tan_since=date(2026, 5, 8))
    state = opened(skin=tan, treatment_at=datetime(2026, 5, 15, 10))
    state = after(state, ChooseOption(state.proposal.options[0].id))
    days = SessionDays(protocol(), CLINIC, state, 0, TODAY)
    assert days.present().earliest == "Fri, May 22"
    assert days.mark(date(2026, 5, 20)).reason == "A Wait finding still holds on this day."
    assert days.mark(date(2026, 5, 22)).state == "fits"


@pytest.mark.parametrize("days", range(0, 60))
def test_a_day_that_fits_never_raises_a_plan_finding(days):
    state = chosen(trips=(BEACH,), events=(WEDDING,))
    day = date(2026, 5, 20) + timedelta(days=days)
    if SessionDays(protocol(), CLINIC, state, 1, TODAY).mark(day).state == "fits":
        assert shown(move(state, 1, day)).lines.findings == ()


def test_signing_says_all_that_is_lacking_and_the_way_there():
    state = begin(DESK, new_draft(filled(products=None)))
    lines = {line.words: line.path for line in lacking(protocol(), state)}
    assert lines == {
        "The patient is not on file yet. Enter names and birth date.": "patient.family_name",
        "Answers are missing.": "products",
        "Not answered: products.": "products",
        "Choose an option or build the plan.": "choices.option",
    }


def test_a_review_finding_is_named_to_the_signature():
    state = chosen(health={**filled().health, "cold_sore_history": HealthAnswer(Reply.YES)})
    assert [(line.words, line.rule) for line in lacking(protocol(), state)] == [
        ("A finding needs your decision.", "skin.cold_sore_history")
    ]


def test_a_plan_with_everything_can_be_signed():
    view = shown(chosen())
    assert view.sign.lacking == ()
    assert view.sign.button == "&Sign plan as Dana Keller, NP"


def test_notes_and_sources_stand_where_dates_are_chosen():
    notes = shown(opened()).notes
    assert [note.text for note in notes] == [note.text for note in protocol().planning.notes]
    assert notes[0].basis == "Clinic article, S25"


def test_a_date_without_an_option_needs_no_reason():
    state = after(opened(), SetSessions((PlannedSession(date(2026, 6, 3)), PlannedSession(date(2026, 7, 8)))))
    view = shown(state)
    assert view.lead == "Acne scars: your own plan, 2 sessions."
    assert [line.changed for line in view.lines.lines] == [False, False]
    assert plan_gaps(state) == ()


def removed(state, index):
    return after(state, remove_session(state, index))


def test_a_session_of_the_option_that_is_removed_stays_as_a_struck_line_that_needs_its_reason():
    state = removed(chosen(), 2)
    struck = shown(state).lines.lines[2]
    assert (struck.title, struck.was, struck.removed) == ("Session 3 removed", "Protocol suggested Tue, Jul 7.", 3)
    assert (struck.needs_reason, struck.editable) == (True, True)
    assert struck.spoken == "Session 3 removed, Protocol suggested Tue, Jul 7."
    assert [(gap.path, gap.words) for gap in plan_gaps(state)] == [
        ("choices.removed.3.reason", "Write the reason for removing session 3.")
    ]
    assert [mark.day for mark in shown(state).lines.timeline.marks if mark.kind == "removed"] == [date(2026, 7, 7)]
    assert struck.reason_wanted in [lack.words for lack in lacking(protocol(), state)]
    explained = after(state, give_removal_reason(state, 3, "She moves away"))
    assert plan_gaps(explained) == ()
    assert shown(explained).lines.lines[2].reason == "She moves away"


def test_a_session_removed_between_two_leaves_the_others_their_days_without_a_reason():
    state = removed(chosen(), 1)
    assert [line.key for line in shown(state).lines.lines[:3]] == ["session.0", "removed.2", "session.1"]
    last = shown(state).lines.lines[2]
    assert (last.mark, last.title, last.changed) == ("2", "Tue, Jul 7", False)
    moved = move(state, 1, date(2026, 7, 14))
    assert shown(moved).lines.lines[2].was == "Protocol suggested Tue, Jul 7 (8 weeks)."
    assert [gap.path for gap in plan_gaps(moved)] == ["choices.sessions[1].reason", "choices.removed.2.reason"]


def test_a_reason_written_for_a_date_keeps_what_was_removed():
    state = move(removed(chosen(), 2), 1, date(2026, 6, 16))
    state = after(state, give_reason(state, 1, "Exams"))
    assert [each.number for each in state.answers.choices.removed] == [3]


def test_a_removed_session_is_put_back_where_it_was():
    state = removed(chosen(), 1)
    back = after(state, restore_session(protocol(), CLINIC, state, 2))
    assert back.answers == chosen().answers
    moved = move(removed(chosen(), 2), 1, date(2026, 6, 23))
    again = after(moved, restore_session(protocol(), CLINIC, moved, 3))
    assert [session.on for session in again.answers.choices.sessions][1:] == [date(2026, 6, 23), date(2026, 7, 21)]
    assert [gap.path for gap in plan_gaps(again)] == ["choices.sessions[1].reason"]


def test_adding_on_the_day_of_a_removed_session_puts_that_one_back():
    state = removed(chosen(), 2)
    assert after(state, add_session(protocol(), CLINIC, state, today=TODAY)).answers.choices.sessions is None


def test_undo_brings_a_removed_session_back_with_its_dates():
    state = reduce(DESK, removed(chosen(), 2), Undo())
    assert state.answers == chosen().answers


def test_choosing_an_option_lets_go_of_what_was_removed():
    state = removed(chosen(), 2)
    other = after(state, ChooseOption(state.proposal.options[1].id))
    assert other.answers.choices.removed == ()
