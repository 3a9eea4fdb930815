from datetime import date, datetime, timedelta
from typing import Any

import pytest

from consult_app.domain.answers import (
    Choices,
    Concern,
    ConcernAnswer,
    Decision,
    DecisionChoice,
    Fitzpatrick,
    ImportantDate,
    PlannedSession,
    Severity,
    SkinAnswers,
    Tan,
    Trip,
)
from consult_app.domain.departures import unexplained
from consult_app.domain.planning import Option, option_id, parse_option_id
from consult_app.domain.proposal import Proposal
from tests.builders import all_no, answers, clinic, concern, proposal, protocol, tretinoin, yes

D = date(2026, 5, 15)
TUE_TO_FRI = clinic(closed_weekdays=frozenset({5, 6, 0}))
BEACH = Trip("beach trip", date(2026, 6, 20), date(2026, 6, 28), sunny=True)
WEDDING = ImportantDate("wedding", date(2026, 8, 20))
ANTI_AGING = {"concerns": (concern(Concern.FINE_LINES, Severity.MODERATE),)}


def ids(made: Proposal) -> list[str]:
    return [option.id for option in made.options]


def days(option: Option) -> list[date]:
    return [session.on for session in option.sessions]


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        (Severity.MILD, ["corrective_series.2x4w", "corrective_series.2x6w"]),
        (Severity.MODERATE, ["corrective_series.3x4w", "corrective_series.2x4w", "corrective_series.3x6w"]),
        (Severity.MARKED, ["corrective_series.3x4w", "corrective_series.2x4w", "corrective_series.3x6w"]),
    ],
)
def test_the_worst_severity_sets_the_series(severity: Severity, expected: list[str]) -> None:
    made = proposal(concerns=(concern(Concern.TEXTURE, Severity.MILD), concern(Concern.SCARS, severity)))
    assert ids(made) == expected
    assert made.options[0].recommended
    assert sum(option.recommended for option in made.options) == 1


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        (Severity.MILD, ["general_anti_aging.2py", "general_anti_aging.3py"]),
        (Severity.MODERATE, ["general_anti_aging.3py", "general_anti_aging.2py", "general_anti_aging.4py"]),
        (Severity.MARKED, ["general_anti_aging.4py", "general_anti_aging.3py"]),
    ],
)
def test_anti_aging_is_spread_over_the_year(severity: Severity, expected: list[str]) -> None:
    made = proposal(concerns=(concern(Concern.WRINKLES, severity),))
    assert ids(made) == expected
    for option in made.options:
        gaps = {b - a for a, b in zip(days(option), days(option)[1:], strict=False)}
        assert gaps == {timedelta(weeks=52 // option.count)}
        assert option.maintenance == ()


def test_both_kinds_start_with_the_series_and_say_so() -> None:
    made = proposal(concerns=(concern(), concern(Concern.FINE_LINES, Severity.MILD)))
    assert {option.course for option in made.options} == {"corrective_series"}
    both = protocol().courses["corrective_series"].reasons["both_kinds"].text
    assert any(reason.text == both for reason in made.options[0].reasons)
    assert len(made.options[0].maintenance) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"concerns": (ConcernAnswer(Concern.OTHER, Severity.MILD, (), "a scar on the hand"),)},
        {"concerns": ()},
        {"concerns": (concern(severity=None),)},
        {"health": all_no(melasma=yes())},
        {"health": all_no(bleeding_disorder=yes())},
        {"health": all_no(active_infection=yes())},
    ],
    ids=["only other", "no concern", "no severity yet", "melasma", "a stop", "a defer without a date"],
)
def test_no_option_is_proposed_for(changes: dict[str, Any]) -> None:
    made = proposal(**changes)
    assert made.options == ()
    assert made.chosen is None


@pytest.mark.parametrize("kind", ["IV", "V", "VI"])
def test_darker_skin_types_take_six_weeks(kind: str) -> None:
    assert ids(proposal(skin=SkinAnswers(Fitzpatrick(kind), Tan.NONE)))[0] == "corrective_series.3x6w"


@pytest.mark.parametrize("choice", [None, DecisionChoice.PROCEED])
def test_a_review_finding_takes_six_weeks_decided_or_not(choice: DecisionChoice | None) -> None:
    decisions = () if choice is None else (Decision("history.rosacea", choice, "Calm for two years now."),)
    made = proposal(health=all_no(rosacea=yes()), choices=Choices(decisions=decisions))
    assert ids(made) == ["corrective_series.3x6w", "corrective_series.2x6w", "corrective_series.3x8w"]


def test_the_first_session_is_the_agreed_day_even_on_a_closed_one() -> None:
    made = proposal(clinic(closed_weekdays=frozenset({4})))
    assert days(made.options[0])[0] == D
    assert made.options[0].sessions[0].reasons == ()


def test_without_a_time_the_first_session_is_the_first_open_day() -> None:
    made = proposal(TUE_TO_FRI, treatment_at=None, consultation_date=date(2026, 5, 10))
    assert made.treatment_day == date(2026, 5, 12)
    assert days(made.options[0])[0] == date(2026, 5, 12)


def test_the_sample_story_waits_for_tretinoin_and_moves_around_trip_and_wedding() -> None:
    made = proposal(
        TUE_TO_FRI,
        health=all_no(cold_sore_history=yes()),
        products=(tretinoin(date(2026, 5, 11)),),
        trips=(BEACH,),
        events=(WEDDING,),
    )
    assert made.earliest == date(2026, 5, 17)
    recommended, fewer, gentler = made.options
    assert days(recommended) == [date(2026, 5, 19), date(2026, 7, 14), date(2026, 8, 25)]
    assert [visit.on for visit in recommended.maintenance] == [date(2026, 12, 15), date(2027, 4, 6)]
    assert days(fewer) == [date(2026, 5, 19), date(2026, 7, 14)]
    assert [visit.on for visit in fewer.maintenance] == [date(2026, 11, 3), date(2027, 2, 23)]
    assert days(gentler) == [date(2026, 5, 19), date(2026, 7, 14), date(2026, 9, 8)]
    assert "beach trip" in " ".join(recommended.sessions[1].reasons)
    assert recommended.sessions[0].reasons


def test_a_session_never_falls_in_the_days_around_a_date_or_trip() -> None:
    made = proposal(trips=(BEACH,), events=(ImportantDate("party", date(2026, 7, 17)),))
    second = days(made.options[0])[1]
    assert second == date(2026, 6, 12)
    moved = proposal(trips=(Trip("lake", date(2026, 6, 15), date(2026, 6, 16), sunny=True),))
    assert days(moved.options[0])[1] == date(2026, 6, 30)
    assert [session.moved_by for session in moved.options[0].sessions[:2]] == [(), ("trip",)]
    event = proposal(events=(ImportantDate("party", date(2026, 6, 19)),))
    assert days(event.options[0])[1] == date(2026, 6, 20)
    assert event.options[0].sessions[1].moved_by == ("event",)


def test_a_trip_that_is_not_sunny_moves_nothing() -> None:
    made = proposal(trips=(Trip("city", date(2026, 6, 10), date(2026, 6, 20)),))
    assert days(made.options[0])[1] == date(2026, 6, 12)


def test_a_visit_pushed_past_twelve_months_is_dropped_with_the_reason() -> None:
    away = Trip("sabbatical", date(2026, 12, 1), date(2027, 6, 1), sunny=True)
    made = proposal(trips=(away,), **ANTI_AGING)
    option = made.options[0]
    assert len(option.sessions) == 2
    assert len(option.dropped) == 1
    assert "Session 3" in option.dropped[0]
    maintained = proposal(trips=(Trip("sabbatical", date(2026, 10, 20), date(2027, 6, 1), sunny=True),))
    assert maintained.options[0].maintenance == ()
    assert "Maintenance" in maintained.options[0].dropped[0]


def test_sessions_done_count_and_the_rest_is_numbered_and_spaced_from_the_last() -> None:
    made = proposal(series_done=(date(2026, 4, 10),))
    assert [session.number for session in made.options[0].sessions] == [2, 3]
    assert days(made.options[0]) == [D, date(2026, 6, 12)]
    undated = proposal(series_done=(date(2026, 5, 1),), treatment_at=None)
    assert days(undated.options[0])[0] == date(2026, 5, 29)


def test_an_undated_next_session_is_not_moved_back_to_its_due_day() -> None:
    made = proposal(series_done=(date(2026, 1, 10),), treatment_at=None)
    assert days(made.options[0])[0] == date(2026, 5, 12)


def test_a_finished_series_goes_on_with_maintenance() -> None:
    done = (date(2026, 1, 5), date(2026, 2, 10), date(2026, 3, 20))
    made = proposal(series_done=done)
    assert len(made.options) == 1
    assert made.options[0].sessions == ()
    assert made.options[0].maintenance[0].on == date(2026, 3, 20) + timedelta(weeks=16)


def test_choosing_an_option_makes_it_the_plan() -> None:
    made = proposal(choices=Choices(option="corrective_series.2x4w"))
    assert made.chosen is not None
    assert made.sessions == made.chosen.sessions
    assert made.maintenance == made.chosen.maintenance


def test_an_option_in_range_that_is_no_longer_shown_can_stay_chosen() -> None:
    made = proposal(choices=Choices(option="corrective_series.3x5w"))
    assert made.chosen is not None
    assert made.chosen.kind == "chosen"
    assert days(made.chosen)[1] == date(2026, 6, 19)


@pytest.mark.parametrize(
    "option",
    [
        "corrective_series.9x4w",
        "corrective_series.3x3w",
        "corrective_series.3x4",
        "corrective_series.axbw",
        "corrective_series.3py",
        "general_anti_aging.3py",
        "nonsense",
    ],
)
def test_an_option_outside_the_range_chooses_nothing(option: str) -> None:
    assert proposal(choices=Choices(option=option)).chosen is None


@pytest.mark.parametrize("text", ["general_anti_aging.9py", "general_anti_aging.3x4w", "general_anti_aging.xpy"])
def test_a_per_year_id_is_read_strictly(text: str) -> None:
    assert parse_option_id(protocol().courses["general_anti_aging"], text) is None


def test_option_ids_read_back() -> None:
    for course in protocol().courses.values():
        for count in range(course.minimum, course.maximum + 1):
            weeks = 52 // count if course.per_year else 5
            assert parse_option_id(course, option_id(course, count, weeks)) == (count, weeks)


def test_the_providers_own_dates_are_the_plan_with_maintenance_after_them() -> None:
    own = (PlannedSession(D), PlannedSession(date(2026, 6, 20), "Away the week before."))
    made = proposal(choices=Choices(option="corrective_series.2x4w", sessions=own))
    assert [session.on for session in made.sessions] == [D, date(2026, 6, 20)]
    assert made.sessions[1].reasons == ("Away the week before.",)
    assert made.maintenance[0].on == date(2026, 6, 20) + timedelta(weeks=16)


def test_own_dates_without_an_option_have_no_maintenance() -> None:
    assert proposal(choices=Choices(sessions=(PlannedSession(D),))).maintenance == ()
    emptied = proposal(choices=Choices(option="corrective_series.2x4w", sessions=()))
    assert emptied.sessions == ()
    assert emptied.maintenance == ()


def test_the_reasons_name_sources_and_basis() -> None:
    for option in proposal().options:
        assert option.reasons
        assert all(reason.sources or reason.basis.needs_confirmation for reason in option.reasons)
        assert "{" not in "".join(reason.text for reason in option.reasons)


def test_a_visit_on_d_that_breaks_a_date_rule_is_said_before_anything_is_edited() -> None:
    made = proposal(events=(ImportantDate("party", date(2026, 5, 20)),))
    assert [finding.rule for finding in made.undecided_plan] == ["plan.event_in_recovery"]
    assert made.verdict.value == "ready"
    moved = proposal(events=(ImportantDate("party", date(2026, 5, 20)),), treatment_at=None)
    assert moved.undecided_plan == ()


def test_proposed_sessions_break_no_plan_rule_of_their_own() -> None:
    made = proposal(treatment_at=None, trips=(BEACH,), events=(WEDDING,))
    for option in made.options:
        own = tuple(PlannedSession(session.on) for session in option.sessions)
        again = proposal(
            treatment_at=None, trips=(BEACH,), events=(WEDDING,), choices=Choices(option=option.id, sessions=own)
        )
        assert again.undecided_plan == ()


def test_a_clinic_that_never_opens_keeps_the_dates_as_they_are() -> None:
    never = clinic(closed_weekdays=frozenset(range(7)))
    assert days(proposal(never).options[0])[1] == date(2026, 6, 12)


def test_outside_range_says_how_many() -> None:
    made = proposal(choices=Choices(sessions=(PlannedSession(D),)))
    assert made.undecided_plan[0].because == {"choices.sessions": "1 sessions"}
    none = proposal(
        concerns=(ConcernAnswer(Concern.OTHER, Severity.MILD, concern().areas, "note"),),
        choices=Choices(sessions=(PlannedSession(D),)),
    )
    assert none.undecided_plan == ()


def test_first_session_moves_with_a_dated_defer() -> None:
    made = proposal(skin=SkinAnswers(Fitzpatrick.II, Tan.FRESH, date(2026, 5, 12)))
    assert days(made.options[0])[0] == date(2026, 5, 26)
    assert made.treatment_day == D
    assert datetime(2026, 5, 15, 10, 30).date() == D


def test_own_dates_that_differ_from_the_option_want_a_reason() -> None:
    chosen = proposal(choices=Choices(option="corrective_series.2x4w")).chosen
    same, other = PlannedSession(D), PlannedSession(date(2026, 6, 20))
    assert unexplained(answers(choices=Choices(sessions=(same, other, other))), chosen) == (1, 2)
    assert unexplained(answers(choices=Choices(sessions=(same, other))), None) == ()
    assert unexplained(answers(), chosen) == ()
