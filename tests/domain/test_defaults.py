"""What holds when nothing is said, and what never shows up in a printed record."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from consult_app.domain.answers import Answers, Choices, ProductAnswer, ProductMatch, SkinAnswers, Trip
from consult_app.domain.clinic import Brand, SheetWords
from consult_app.domain.findings import Finding
from consult_app.domain.patient import Allergies, AllergyState, PatientDetails, PatientId, age_on
from consult_app.domain.plan import DraftId, DraftPlan, FinalPlan, IssuedHandout, PlanId, Step
from consult_app.domain.protocol import Basis, Effect, HealthCondition, PlanCondition, PlanEvent, Rule
from consult_app.domain.schedule import after_elapsed, day_words, is_repeated, is_skipped, short_day_words
from tests.builders import CONSULTED, NURSE, answers, clinic, proposal, protocol

STARTED = datetime(2026, 5, 12, 14, 0, tzinfo=UTC)


def test_nothing_said_is_nothing_answered() -> None:
    empty = Answers()
    assert empty.products is None
    assert (empty.health, empty.concerns, empty.series_done) == ({}, (), ())
    assert (empty.skin, empty.choices, empty.patient) == (SkinAnswers(), Choices(), PatientDetails())
    assert not empty.no_more_dates
    assert empty.patient.allergies == Allergies(AllergyState.NOT_RECORDED)
    assert Choices().sessions is None


def test_two_consultations_never_share_their_answers() -> None:
    assert Answers().health is not Answers().health


def test_a_product_is_not_recognised_and_a_trip_not_sunny_until_said() -> None:
    assert ProductAnswer("Drops").match == ProductMatch(matched=None, how="none", categories=())
    assert not Trip("lake", CONSULTED, CONSULTED).sunny


def test_a_draft_begins_on_the_first_step_unsaved() -> None:
    draft = DraftPlan(DraftId("d1"), Answers(), STARTED)
    assert (draft.step, draft.visited) == (Step.PATIENT, (Step.PATIENT,))
    assert (draft.version, draft.saved_at, draft.patient_id, draft.follows) == (0, None, None, None)
    assert draft.different_person == ""


def test_a_plan_is_of_a_treated_visit_and_follows_none_unless_said() -> None:
    plan = FinalPlan(PlanId("p"), "", PatientId("x"), answers(), proposal(), NURSE, STARTED, CONSULTED)
    assert plan.treated
    assert plan.follows is None


def test_a_record_of_a_sheet_never_prints_what_the_sheet_says() -> None:
    sheet = IssuedHandout("h", PlanId("p"), "before", "en", "letter", False, True, 2, b"%PDF private", text="private")
    assert "private" not in repr(sheet)
    assert (sheet.text, sheet.how, sheet.sha256) == ("private", "printed", "")
    assert (sheet.at, sheet.by, sheet.ended) == (None, None, None)


def test_a_rule_is_for_everyone_and_a_condition_has_no_bounds_until_the_protocol_says_so() -> None:
    rule = Rule("own.rule", "own", (), (), Basis.CLINIC)
    assert not rule.prescriber_only
    assert PlanCondition(PlanEvent.TOO_CLOSE).days == 0
    condition = HealthCondition(("filler",))
    assert (condition.current, condition.within_days, condition.within_months, condition.at_least_days) == (None,) * 4
    finding = Finding("own.rule", Effect.REVIEW, "own", "", {}, (), Basis.CLINIC, overridable=True)
    assert not finding.prescriber_only
    assert (finding.until, finding.overridden, finding.decision) == (None, None, None)


def test_a_clinic_prints_its_letterhead_and_no_words_of_its_own_until_it_says_so() -> None:
    assert clinic().brand == Brand()
    assert clinic().brand.letterhead
    assert clinic(words=(("es", SheetWords(tagline="Piel sana")),)).words_in("es").tagline == "Piel sana"
    assert clinic(words=(("es", SheetWords(tagline="Piel sana")),)).words_in("en") == SheetWords()


def test_effects_stand_from_the_most_serious_on() -> None:
    assert sorted(Effect, key=lambda effect: effect.rank) == [Effect.STOP, Effect.DEFER, Effect.REVIEW, Effect.NOTE]
    assert Effect.STOP.rank == 0


def test_every_weekday_and_month_is_written_as_in_english() -> None:
    days = [date(2026, 1, 1) + timedelta(days=offset) for offset in range(365)]
    assert [day_words(day) for day in days] == [f"{day:%a, %b} {day.day}, 2026" for day in days]
    assert [short_day_words(day) for day in days] == [f"{day:%a, %b} {day.day}" for day in days]


def test_an_end_inside_a_repeated_hour_is_the_first_minute_after_it_whichever_minute_it_was() -> None:
    zone = ZoneInfo("America/New_York")
    ends = {after_elapsed(datetime(2026, 10, 30, 1, minute), 48, zone) for minute in range(60)}
    assert ends == {datetime(2026, 11, 1, 2, 0)}


def test_whole_years_are_counted_to_the_birthday() -> None:
    born = date(2008, 5, 15)
    assert [age_on(born, day) for day in (date(2026, 5, 14), date(2026, 5, 15), date(2027, 5, 14))] == [17, 18, 18]
    assert [age_on(date(2008, 2, 29), day) for day in (date(2026, 2, 28), date(2026, 3, 1))] == [17, 18]


def test_without_any_pause_the_longest_is_none_at_all() -> None:
    pauseless = {name: replace(category, pause_days=None) for name, category in protocol().categories.items()}
    assert replace(protocol(), categories=pauseless).longest_pause == 0


def test_a_repeated_wall_time_is_known_whichever_of_the_two_is_meant() -> None:
    zone = ZoneInfo("America/New_York")
    assert is_repeated(datetime(2026, 11, 1, 1, 30), zone)
    assert is_repeated(datetime(2026, 11, 1, 1, 30, fold=1), zone)
    assert is_skipped(datetime(2027, 3, 14, 2, 30, fold=1), zone)
