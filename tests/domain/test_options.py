"""What an option says of itself, and the days on which its sessions settle."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from consult_app.domain.answers import (
    Choices,
    Concern,
    Fitzpatrick,
    ImportantDate,
    Override,
    PlannedSession,
    Severity,
    SkinAnswers,
    Tan,
    Trip,
)
from consult_app.domain.planning import Option, parse_option_id
from consult_app.domain.proposal import Proposal, propose
from consult_app.domain.protocol import Course, Maintenance, Protocol
from tests.builders import CONSULTED, NURSE, REASON, all_no, answers, clinic, concern, proposal, protocol, yes

D = date(2026, 5, 15)
SECOND = date(2026, 6, 12)
DAY = timedelta(days=1)
SERIES = protocol().courses["corrective_series"]
YEARLY = protocol().courses["general_anti_aging"]
AGING = (concern(Concern.WRINKLES, Severity.MODERATE),)
BOTH = (concern(), concern(Concern.WRINKLES, Severity.MARKED))


def with_course(course: Course) -> Protocol:
    return replace(protocol(), courses={**protocol().courses, course.id: course})


def by(given: Protocol, **changes: Any) -> Proposal:
    return propose(given, clinic(), answers(**changes), CONSULTED)


def texts(option: Option) -> list[str]:
    return [reason.text for reason in option.reasons]


def days(option: Option) -> list[date]:
    return [session.on for session in option.sessions]


def test_each_option_of_a_series_gives_its_reasons() -> None:
    recommended, fewer, gentler = proposal().options
    assert texts(recommended) == [
        "High end of 2 to 3 sessions, moderate",
        "At least 4 weeks apart",
        "Then fewer visits keep the result",
    ]
    assert texts(fewer) == [
        "Fewer can work well for some",
        "Low end of 2 to 3 sessions",
        "At least 4 weeks apart",
        "Then fewer visits keep the result",
    ]
    assert texts(gentler) == [
        "6 weeks, more time to heal",
        "High end of 2 to 3 sessions, moderate",
        "Then fewer visits keep the result",
    ]


def test_each_option_over_the_year_gives_its_reasons() -> None:
    recommended, fewer, more = proposal(concerns=AGING).options
    assert texts(recommended) == ["3 of 2 to 4 a year", "17 weeks apart, over the year"]
    assert texts(fewer) == [
        "Fewer, further apart, can do for some",
        "Low end of 2 to 4 a year",
        "26 weeks apart, over the year",
    ]
    assert texts(more) == [
        "Some people need more sessions",
        "High end of 2 to 4 a year, moderate",
        "13 weeks apart, over the year",
    ]


def test_the_longer_interval_says_why() -> None:
    recommended = proposal(skin=SkinAnswers(Fitzpatrick.V, Tan.NONE)).options[0]
    assert "6 weeks, for dark-mark risk or a finding" in texts(recommended)
    assert recommended.interval_weeks == 6


def test_sessions_over_the_year_never_count_as_spaced_longer() -> None:
    reasons = {**YEARLY.reasons, "longer_interval": SERIES.reasons["longer_interval"]}
    apart = replace(YEARLY, interval_weeks=4, reasons=reasons)
    for option in by(with_course(apart), concerns=AGING).options:
        assert f"{option.interval_weeks} weeks apart, over the year" in texts(option)


def test_a_reason_the_protocol_does_not_give_is_left_out() -> None:
    silent = replace(SERIES, reasons={"low": SERIES.reasons["low"]})
    assert [texts(option) for option in by(with_course(silent)).options] == [[], ["Low end of 2 to 3 sessions"], []]


def test_options_are_named_by_their_kind() -> None:
    assert [option.kind for option in proposal().options] == ["recommended", "fewer", "gentler"]
    assert [option.kind for option in proposal(concerns=AGING).options] == ["recommended", "fewer", "more"]


def test_only_a_plan_for_both_kinds_says_so_a_chosen_one_as_well() -> None:
    both = SERIES.reasons["both_kinds"].text
    rare = Choices(option="corrective_series.3x5w")
    assert both not in texts(proposal().options[0])
    for concerns, said in (((concern(),), False), (BOTH, True)):
        chosen = proposal(concerns=concerns, choices=rare).chosen
        assert chosen is not None
        assert (both in texts(chosen)) is said


def test_of_both_kinds_only_the_series_can_be_chosen() -> None:
    assert proposal(concerns=BOTH, choices=Choices(option="general_anti_aging.3py")).chosen is None


def test_the_series_comes_first_in_whatever_order_the_protocol_names_the_courses() -> None:
    turned = replace(protocol(), courses=dict(reversed(protocol().courses.items())))
    assert by(turned, concerns=BOTH).options == proposal(concerns=BOTH).options


def test_the_severity_of_another_kind_of_concern_does_not_lengthen_the_series() -> None:
    concerns = (concern(Concern.SCARS, Severity.MILD), concern(Concern.WRINKLES, Severity.MARKED))
    assert proposal(concerns=concerns).options[0].count == 2


def test_after_two_sessions_a_mild_concern_may_have_a_third_but_no_fourth() -> None:
    mild = {"concerns": (concern(Concern.SCARS, Severity.MILD),)}
    two = proposal(series_done=(date(2026, 1, 5), date(2026, 3, 20)), **mild)
    assert [session.number for session in two.options[0].sessions] == [3]
    one = proposal(series_done=(date(2026, 1, 5),), **mild)
    assert [session.number for session in one.options[0].sessions] == [2]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("corrective_series.2x4w", (2, 4)),
        ("corrective_series.2x3w", None),
        ("corrective_series.ax4w", None),
        ("corrective_series.2xbw", None),
        ("corrective_series.1x4w", None),
        ("corrective_series.4x4w", None),
    ],
)
def test_an_option_of_the_series_is_read_strictly(text: str, read: tuple[int, int] | None) -> None:
    assert parse_option_id(SERIES, text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [("2py", (2, 26)), ("4py", (4, 13)), ("1py", None), ("5py", None), ("3", None), ("3p", None)],
)
def test_an_option_over_the_year_is_read_strictly(text: str, read: tuple[int, int] | None) -> None:
    assert parse_option_id(YEARLY, f"general_anti_aging.{text}") == read


@pytest.mark.parametrize(
    ("first", "moved"),
    [(SECOND + 7 * DAY, True), (SECOND + 8 * DAY, False), (SECOND - 13 * DAY, True), (SECOND - 14 * DAY, False)],
    ids=["7 days before a trip", "8 days before a trip", "13 days after a trip", "14 days after a trip"],
)
def test_a_session_moves_when_a_sunny_trip_is_too_near(first: date, moved: bool) -> None:
    made = proposal(trips=(Trip("lake", first, first, sunny=True),))
    assert (days(made.options[0])[1] == SECOND) is not moved
    if moved:
        assert days(made.options[0])[1] == first + 14 * DAY
        assert made.options[0].sessions[1].reasons == ("Was Fri, Jun 12: lake",)


@pytest.mark.parametrize(
    ("on", "moved"),
    [(SECOND - DAY, False), (SECOND, True), (SECOND + 7 * DAY, True), (SECOND + 8 * DAY, False)],
)
def test_a_session_moves_when_an_important_date_is_too_near(on: date, moved: bool) -> None:
    made = proposal(events=(ImportantDate("wedding", on),))
    assert days(made.options[0])[1] == (on + DAY if moved else SECOND)
    assert made.options[0].sessions[1].reasons == (("Was Fri, Jun 12: wedding",) if moved else ())


def test_a_session_on_a_closed_day_moves_to_the_next_open_one_and_says_why() -> None:
    made = proposal(clinic(closed_dates=frozenset({SECOND, SECOND + DAY})))
    assert days(made.options[0])[1] == SECOND + 2 * DAY
    assert made.options[0].sessions[1].reasons == ("Was Fri, Jun 12: closed",)


def test_everything_a_session_had_to_pass_is_said_once() -> None:
    at = clinic(closed_dates=frozenset({SECOND, SECOND + 20 * DAY}))
    made = proposal(at, trips=(Trip("lake", SECOND + 3 * DAY, SECOND + 6 * DAY, sunny=True),))
    second = made.options[0].sessions[1]
    assert second.on == SECOND + 21 * DAY
    assert second.reasons == ("Was Fri, Jun 12: lake", "Was Thu, Jul 2: closed")


def test_a_session_twelve_months_after_the_first_is_kept_and_a_day_later_left_out() -> None:
    def year(until: date) -> Option:
        away = Trip("sabbatical", date(2026, 8, 1), until, sunny=True)
        return proposal(concerns=AGING, trips=(away,)).options[2]

    kept, dropped = year(date(2027, 5, 1)), year(date(2027, 5, 2))
    assert days(kept) == [D, date(2027, 5, 15)]
    assert days(dropped) == [D]
    assert dropped.dropped == ("Session 2 left out: Sun, May 16 is more than 12 months after the first session",)


def test_a_maintenance_visit_twelve_months_after_the_first_session_is_kept_and_a_day_later_left_out() -> None:
    def after(until: date) -> Option:
        away = Trip("sabbatical", date(2027, 1, 20), until, sunny=True)
        return proposal(trips=(away,)).options[0]

    first = date(2026, 10, 30)
    assert [visit.on for visit in after(date(2027, 5, 1)).maintenance] == [first, date(2027, 5, 15)]
    assert [visit.on for visit in after(date(2027, 5, 2)).maintenance] == [first]
    assert after(date(2027, 5, 2)).dropped == (
        "Maintenance visit 2 left out: Sun, May 16 is more than 12 months after the first session",
    )


def test_maintenance_counts_first_from_the_last_session_then_from_the_visit_before() -> None:
    upkeep = replace(SERIES, maintenance=Maintenance(count=3, first_weeks=10, every_weeks=6))
    visits = by(with_course(upkeep)).options[1].maintenance
    weeks = [(visit.on - SECOND).days // 7 for visit in visits]
    assert weeks == [10, 16, 22]


def test_a_maintenance_visit_that_moved_says_why() -> None:
    at = clinic(closed_dates=frozenset({date(2026, 10, 30)}))
    visits = proposal(at).options[0].maintenance
    assert [visit.on for visit in visits] == [date(2026, 10, 31), date(2027, 2, 20)]
    assert visits[0].reasons == ("Was Fri, Oct 30: closed",)
    assert visits[1].reasons == ()


def test_the_next_session_of_a_series_waits_for_its_own_interval() -> None:
    made = proposal(series_done=(date(2026, 1, 10), date(2026, 5, 1)), treatment_at=None)
    usual = made.options[0]
    assert days(usual) == [date(2026, 5, 29)]
    assert usual.sessions[0].reasons == ("The wait ends Fri, May 29",)
    gentler = next(option for option in made.options if option.kind == "gentler")
    assert days(gentler) == [date(2026, 6, 12)]
    assert gentler.sessions[0].reasons == ()


def test_a_first_session_after_a_wait_keeps_clear_as_well() -> None:
    made = proposal(
        skin=SkinAnswers(Fitzpatrick.II, Tan.FRESH, date(2026, 5, 12)),
        events=(ImportantDate("party", date(2026, 5, 28)),),
    )
    first = made.options[0].sessions[0]
    assert first.on == date(2026, 5, 29)
    assert first.reasons == ("The wait ends Tue, May 26", "Was Tue, May 26: party")


def test_a_wait_that_ends_on_a_closed_day_starts_on_the_next_open_one() -> None:
    tan = SkinAnswers(Fitzpatrick.II, Tan.FRESH, date(2026, 5, 12))
    made = proposal(clinic(closed_weekdays=frozenset({1})), skin=tan)
    assert made.earliest == date(2026, 5, 26)
    assert days(made.options[0])[0] == date(2026, 5, 27)


def test_a_protocol_without_words_for_a_wait_gives_none() -> None:
    silent = replace(protocol(), planning=replace(protocol().planning, move_reasons={}))
    made = by(silent, skin=SkinAnswers(Fitzpatrick.II, Tan.FRESH, date(2026, 5, 12)))
    assert made.options[0].sessions[0].reasons == ()


def test_a_stop_lets_go_of_the_option_that_was_chosen() -> None:
    made = proposal(health=all_no(bleeding_disorder=yes()), choices=Choices(option="corrective_series.3x4w"))
    assert made.chosen is None
    assert made.sessions == ()
    assert made.maintenance == ()


def test_a_wait_without_a_date_proposes_again_once_it_is_overridden() -> None:
    override = Override("skin.infection", REASON, NURSE)
    made = proposal(health=all_no(active_infection=yes()), choices=Choices(overrides=(override,)))
    assert [option.id for option in made.options] == [option.id for option in proposal().options]


def test_own_dates_are_numbered_after_the_sessions_done() -> None:
    own = (PlannedSession(D), PlannedSession(SECOND, "Away the week before."))
    made = proposal(series_done=(date(2026, 3, 20),), choices=Choices(sessions=own))
    assert [(session.number, session.reasons) for session in made.sessions] == [
        (2, ()),
        (3, ("Away the week before.",)),
    ]


def test_maintenance_after_own_dates_stays_within_a_year_of_the_first_of_them() -> None:
    own = (PlannedSession(date(2026, 12, 1)), PlannedSession(D))
    made = proposal(choices=Choices(option="corrective_series.2x4w", sessions=own))
    assert [visit.on for visit in made.maintenance] == [date(2027, 3, 23)]


def test_without_a_visit_agreed_the_consultation_date_sets_the_day() -> None:
    assert proposal(treatment_at=None, consultation_date=date(2026, 6, 1)).treatment_day == date(2026, 6, 1)
    assert proposal(treatment_at=None, consultation_date=None).treatment_day == CONSULTED
