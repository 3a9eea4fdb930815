from datetime import date, datetime

import pytest

from consult_app.application import edits
from consult_app.application.edits import Edit, apply, areas_of, merge_key
from consult_app.domain.answers import (
    Answers,
    Area,
    Choices,
    Concern,
    ConcernAnswer,
    Decision,
    DecisionChoice,
    Fitzpatrick,
    HealthAnswer,
    ImportantDate,
    Override,
    PlannedSession,
    Provider,
    Reply,
    Severity,
    SkinAnswers,
    Tan,
    Trip,
)
from tests.builders import NURSE, REASON, answers, patient, product, tretinoin, yes

EMPTY = Answers()
OVERRIDE = Override("skin.infection", REASON, NURSE)
DECISION = Decision("history.rosacea", DecisionChoice.PROCEED, REASON, NURSE)


def done(*steps: Edit, start: Answers = EMPTY) -> Answers:
    for step in steps:
        start = apply(start, step)
    return start


def test_simple_answers_are_set() -> None:
    at = datetime(2026, 5, 15, 10, 30)
    made = done(
        edits.SetPatient(patient()),
        edits.SetProvider(NURSE),
        edits.SetWords("Smoother cheeks."),
        edits.SetFitzpatrick(Fitzpatrick.III),
        edits.SetTan(Tan.FRESH),
        edits.SetTanSince(date(2026, 5, 1)),
        edits.SetTreatmentAt(at),
        edits.SetTreatedAt(at),
    )
    assert made.patient == patient()
    assert made.provider == NURSE
    assert made.words == "Smoother cheeks."
    assert made.skin == SkinAnswers(Fitzpatrick.III, Tan.FRESH, date(2026, 5, 1))
    assert (made.treatment_at, made.treated_at) == (at, at)


def test_no_tan_has_no_date() -> None:
    made = done(edits.SetTan(Tan.SLIGHT), edits.SetTanSince(date(2026, 5, 1)), edits.SetTan(Tan.NONE))
    assert made.skin.tan_since is None


def test_a_concern_is_chosen_and_let_go_with_its_areas() -> None:
    chosen = done(edits.ToggleConcern(Concern.SCARS), edits.SetArea(Concern.SCARS, Area.NOSE, Severity.MILD))
    assert chosen.concerns == (ConcernAnswer(Concern.SCARS, Severity.MILD, (Area.NOSE,)),)
    assert done(edits.ToggleConcern(Concern.SCARS), start=chosen).concerns == ()


def test_areas_of_one_severity_stand_together_the_worst_first() -> None:
    made = done(
        edits.SetArea(Concern.SCARS, Area.NOSE, Severity.MILD),
        edits.SetArea(Concern.SCARS, Area.CHIN_JAW),
        edits.SetArea(Concern.SCARS, Area.LEFT_CHEEK, Severity.MARKED),
        edits.SetArea(Concern.SCARS, Area.FOREHEAD, Severity.MILD),
        edits.SetConcernNote(Concern.SCARS, "old acne"),
    )
    assert made.concerns == (
        ConcernAnswer(Concern.SCARS, Severity.MARKED, (Area.LEFT_CHEEK,), "old acne"),
        ConcernAnswer(Concern.SCARS, Severity.MILD, (Area.FOREHEAD, Area.NOSE), "old acne"),
        ConcernAnswer(Concern.SCARS, None, (Area.CHIN_JAW,), "old acne"),
    )
    assert areas_of(made.concerns, Concern.SCARS) == {
        Area.FOREHEAD: Severity.MILD,
        Area.NOSE: Severity.MILD,
        Area.LEFT_CHEEK: Severity.MARKED,
        Area.CHIN_JAW: None,
    }


def test_clearing_the_last_area_keeps_the_concern() -> None:
    made = done(
        edits.SetArea(Concern.SCARS, Area.NOSE, Severity.MILD),
        edits.ClearArea(Concern.SCARS, Area.NOSE),
        edits.ClearArea(Concern.SCARS, Area.NECK),
    )
    assert made.concerns == (ConcernAnswer(Concern.SCARS),)


def test_concerns_keep_the_order_of_the_chips() -> None:
    made = done(edits.ToggleConcern(Concern.OTHER), edits.ToggleConcern(Concern.ACNE_SCARS))
    assert [answer.concern for answer in made.concerns] == [Concern.ACNE_SCARS, Concern.OTHER]


def test_health_answers_are_given_and_taken_back() -> None:
    made = done(edits.AnswerHealth("rosacea", yes()))
    assert made.health == {"rosacea": yes()}
    assert done(edits.AnswerHealth("rosacea", None), start=made).health == {}


def test_no_to_blanks_never_touches_an_answer() -> None:
    made = done(edits.AnswerHealth("rosacea", yes()), edits.AnswerNoToBlanks(("rosacea", "diabetes")))
    assert made.health == {"rosacea": yes(), "diabetes": HealthAnswer(Reply.NO)}


def test_products_are_added_changed_and_taken_off() -> None:
    made = done(edits.AddProduct(tretinoin()), edits.AddProduct(product("Drops")))
    changed = done(edits.ChangeProduct(1, product("Other drops")), start=made)
    assert changed.products == (tretinoin(), product("Other drops"))
    assert done(edits.RemoveProduct(0), start=changed).products == (product("Other drops"),)
    assert done(edits.RemoveProduct(0), edits.RemoveProduct(0), start=changed).products is None
    assert done(edits.UsesNoProducts(), start=changed).products == ()


@pytest.mark.parametrize("edit", [edits.ChangeProduct(3, tretinoin()), edits.RemoveProduct(-1)])
def test_a_product_that_is_not_listed_is_a_bug(edit: Edit) -> None:
    with pytest.raises(IndexError):
        done(edit, start=answers(products=(tretinoin(),)))


def test_dates_ahead_are_set_together() -> None:
    trips = (Trip("beach", date(2026, 6, 1), date(2026, 6, 8), sunny=True),)
    events = (ImportantDate("wedding", date(2026, 8, 20)),)
    made = done(edits.SetDatesAhead(events, trips, no_more=True))
    assert (made.events, made.trips, made.no_more_dates) == (events, trips, True)


def test_choosing_an_option_lets_go_of_own_sessions() -> None:
    own = (PlannedSession(date(2026, 5, 15)),)
    made = done(edits.ChooseOption("a"), edits.SetSessions(own))
    assert made.choices == Choices(option="a", sessions=own)
    assert done(edits.ChooseOption("b"), start=made).choices == Choices(option="b")


def test_a_rule_has_one_override_and_one_decision_at_a_time() -> None:
    again = Override("skin.infection", REASON + " Again.", Provider("Rosa Lindqvist", "PA"))
    other = Override("sun.fresh_tan", REASON, NURSE)
    made = done(
        edits.OverrideRule(OVERRIDE),
        edits.OverrideRule(other),
        edits.OverrideRule(again),
        edits.Decide(DECISION),
        edits.Decide(DECISION),
    )
    assert made.choices.overrides == (other, again)
    assert made.choices.decisions == (DECISION,)
    back = done(edits.TakeBackChoice("skin.infection"), edits.TakeBackChoice("history.rosacea"), start=made)
    assert back.choices == Choices(overrides=(other,))


@pytest.mark.parametrize(
    ("edit", "key"),
    [
        (edits.SetPatient(patient(), "phone"), "SetPatient.phone"),
        (edits.SetPatient(patient()), ""),
        (edits.SetSessions((), "1.reason"), "SetSessions.1.reason"),
        (edits.ChangeProduct(2, tretinoin(), "use"), "ChangeProduct.2.use"),
        (edits.ChangeProduct(2, tretinoin()), ""),
        (edits.SetWords("a"), "SetWords"),
        (edits.AnswerHealth("filler", yes(note="a"), "note"), "AnswerHealth.filler.note"),
        (edits.AnswerHealth("filler", yes()), ""),
        (edits.SetConcernNote(Concern.OTHER, "a"), "SetConcernNote.other"),
        (edits.SetTan(Tan.NONE), ""),
    ],
)
def test_typing_in_one_field_merges(edit: Edit, key: str) -> None:
    assert merge_key(edit) == key
