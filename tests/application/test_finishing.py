from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from consult_app.application.errors import Refused
from consult_app.application.finishing import finish, refusals, words_for_path
from consult_app.domain.answers import (
    Answers,
    Choices,
    Concern,
    ConcernAnswer,
    Decision,
    DecisionChoice,
    ImportantDate,
    Override,
    PlannedSession,
    RemovedSession,
    Severity,
)
from consult_app.domain.patient import PatientId
from consult_app.domain.plan import DraftId, DraftPlan, FinalPlan
from consult_app.domain.proposal import propose
from tests.builders import (
    CONSULTED,
    NURSE,
    REASON,
    all_no,
    answers,
    clinic,
    concern,
    product,
    proposal,
    protocol,
    tretinoin,
    yes,
)

NOW = datetime(2026, 5, 12, 15, 0, tzinfo=UTC)
OWN = (
    PlannedSession(date(2026, 5, 15)),
    PlannedSession(date(2026, 6, 15), " "),
    PlannedSession(date(2026, 7, 20), "Back from a trip."),
)
CHOSEN = Choices(option="corrective_series.3x4w")


def draft(given: Answers, *, on_file: bool = True) -> DraftPlan:
    return DraftPlan(DraftId("d1"), given, NOW, patient_id=PatientId("p1") if on_file else None)


def finished(given: Answers, *, on_file: bool = True) -> FinalPlan:
    return finish(
        protocol=protocol(),
        clinic=clinic(),
        draft=draft(given, on_file=on_file),
        provider=NURSE,
        now=NOW,
        today=CONSULTED,
        plan_id="plan-1",
    )


def said(given: Answers, *, on_file: bool = True) -> str:
    with pytest.raises(Refused) as refused:
        finished(given, on_file=on_file)
    return "\n".join(refused.value.missing)


def test_a_ready_plan_is_a_snapshot_of_answers_and_proposal() -> None:
    plan = finished(answers(choices=CHOSEN))
    assert plan.answers == answers(choices=CHOSEN)
    assert plan.proposal == propose(protocol(), clinic(), plan.answers, CONSULTED)
    assert (plan.signed_by, plan.entered_at, plan.consultation_date) == (NURSE, NOW, CONSULTED)
    assert plan.treated
    assert plan.number == ""


def test_a_wait_can_be_finished() -> None:
    given = answers(products=(tretinoin(date(2026, 5, 11)),), choices=CHOSEN)
    assert finished(given).proposal.verdict.value == "wait"


def test_a_stop_is_closed_as_not_treated_even_with_answers_missing() -> None:
    plan = finished(answers(health={"bleeding_disorder": yes()}, products=None))
    assert not plan.treated
    assert "patient is not on file" in said(answers(health={"bleeding_disorder": yes()}), on_file=False)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (answers(products=None, choices=CHOSEN), "Answers are missing."),
        (answers(products=(product("Midnight drops"),), choices=CHOSEN), "Midnight drops: decision"),
        (answers(health=all_no(rosacea=yes()), choices=CHOSEN), "needs your decision"),
        (
            answers(health=all_no(rosacea=yes(), filler=yes(last=date(2026, 5, 10))), choices=CHOSEN),
            "needs your decision",
        ),
        (answers(events=(ImportantDate("party", date(2026, 5, 18)),), choices=CHOSEN), "Decide or undo"),
        (answers(), "Choose an option"),
        (
            answers(choices=replace(CHOSEN, sessions=OWN)),
            "Write the reason for the date of session 2.",
        ),
        (answers(choices=replace(CHOSEN, overrides=(Override("age.under_18", REASON, NURSE),))), "allows no override"),
        (
            answers(
                health=all_no(rosacea=yes()),
                choices=replace(CHOSEN, decisions=(Decision("history.rosacea", DecisionChoice.PROCEED, "ok", NURSE),)),
            ),
            "too short",
        ),
        (answers(choices=replace(CHOSEN, overrides=(Override("sun.fresh_tan", "no", NURSE),))), "too short"),
    ],
)
def test_what_is_missing_is_said_line_by_line(given: Answers, words: str) -> None:
    assert words in said(given)


def test_the_patient_must_be_on_file() -> None:
    assert "not on file" in said(answers(choices=CHOSEN), on_file=False)


def test_a_plan_without_options_is_finished_without_a_choice() -> None:
    other = answers(concerns=(ConcernAnswer(Concern.OTHER, Severity.MILD, concern().areas, "a mark on the neck"),))
    assert finished(other).proposal.options == ()


def test_a_finding_about_the_plan_does_not_hold_up_a_stop() -> None:
    given = answers(health=all_no(bleeding_disorder=yes()), events=(ImportantDate("party", date(2026, 5, 18)),))
    made = propose(protocol(), clinic(), given, CONSULTED)
    assert refusals(protocol(), draft(given), made) == ()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("patient.birth_date", "birth date"),
        ("skin.tan", "tan"),
        ("concerns", "concerns"),
        ("concerns[0].severity", "acne scars: severity"),
        ("health.filler.last", "filler, date of the last one"),
        ("health.isotretinoin.current", "isotretinoin, now or stopped"),
        ("products", "products"),
        ("products[0].last_used", "Tretinoin cream 0.05%: last use"),
        ("products[0].other_thing", "Tretinoin cream 0.05%: other thing"),
    ],
)
def test_paths_are_said_in_words(path: str, words: str) -> None:
    assert words_for_path(path, answers(products=(tretinoin(),))) == words


def test_a_session_taken_out_of_the_option_needs_its_reason() -> None:
    chosen = proposal(choices=CHOSEN).chosen
    assert chosen is not None
    kept = replace(CHOSEN, sessions=tuple(PlannedSession(session.on) for session in chosen.sessions[:2]))
    assert "Write the reason for removing session 3." in said(answers(choices=kept))
    explained = replace(kept, removed=(RemovedSession(3, "She moves away in the fall."),))
    plan = finished(answers(choices=explained))
    assert [session.number for session in plan.proposal.sessions] == [1, 2]
