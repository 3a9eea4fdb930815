from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from consult_app.application.consultation import ConfirmCopied, ConsultationState, Desk, Redo, Undo, begin, reduce
from consult_app.application.copy_to_new import copy_of
from consult_app.application.copying import confirm, confirmed_answers, unconfirmed, unconfirmed_steps
from consult_app.application.edits import (
    AnswerHealth,
    ChooseOption,
    ClearArea,
    SetArea,
    SetDatesAhead,
    SetFitzpatrick,
    SetWords,
)
from consult_app.application.errors import Refused
from consult_app.application.finishing import finish
from consult_app.application.services import Services
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
    PlannedSession,
    Reply,
    Severity,
    SkinAnswers,
    Tan,
    Trip,
)
from consult_app.domain.findings import Verdict
from consult_app.domain.patient import Allergies, AllergyState
from consult_app.domain.plan import CopiedFrom, DraftId, DraftPlan, FinalPlan, Step
from tests.builders import NURSE, REASON, product
from tests.fakes.clock import FixedClock
from tests.fakes.services import CLINIC, MARISOL, filled, protocol, services

SIGNED = datetime(2026, 4, 14, 15, 0, tzinfo=UTC)
THEN = date(2026, 4, 14)
TODAY = date(2026, 5, 12)
OPTION = "corrective_series.3x4w"
LAKE = Trip("lake", date(2026, 5, 10), date(2026, 5, 14), sunny=True)
WEDDING = ImportantDate("wedding", date(2026, 9, 5))
CONCERNS = (
    ConcernAnswer(Concern.ACNE_SCARS, Severity.MODERATE, (Area.LEFT_CHEEK, Area.NOSE)),
    ConcernAnswer(Concern.OTHER, Severity.MILD, (Area.NECK,), note="lines"),
)


@pytest.fixture
def desk() -> Services:
    return services(clock=FixedClock(datetime(2026, 5, 12, 14, 48, tzinfo=UTC)))


def past_plan(on: Services, **changes: object) -> FinalPlan:
    given: dict[str, object] = {
        "consultation_date": THEN,
        "concerns": CONCERNS,
        "events": (WEDDING,),
        "trips": (LAKE,),
        "words": "smooth",
        "choices": Choices(option=OPTION),
        **changes,
    }
    patient = on.patients.add(MARISOL)
    plan = finish(
        protocol=protocol(),
        clinic=CLINIC,
        draft=DraftPlan(DraftId("old"), filled(**given), SIGNED, patient_id=patient.id),
        provider=NURSE,
        now=SIGNED,
        today=THEN,
        plan_id="plan-1",
    )
    return on.consultations.finish(plan, draft_id=DraftId("old"))


def copied_draft(on: Services, plan: FinalPlan | None = None) -> DraftPlan:
    plan = plan or past_plan(on)
    return copy_of(on, NURSE, plan, on.patients.get(plan.patient_id))


def at_desk(draft: DraftPlan) -> ConsultationState:
    return begin(Desk(protocol=protocol(), clinic=CLINIC, today=TODAY), draft)


def after(state: ConsultationState, *commands: object) -> ConsultationState:
    for command in commands:
        state = reduce(Desk(protocol=protocol(), clinic=CLINIC, today=TODAY), state, command)  # type: ignore[arg-type]
    return state


def answered(draft: DraftPlan) -> DraftPlan:
    """What is always asked again, answered."""
    given = filled()
    skin = replace(draft.answers.skin, tan=Tan.NONE)
    asked = replace(draft.answers, skin=skin, health=given.health, products=())
    return replace(draft, answers=asked)


def signed(draft: DraftPlan) -> FinalPlan:
    return finish(
        protocol=protocol(),
        clinic=CLINIC,
        draft=draft,
        provider=NURSE,
        now=datetime(2026, 5, 12, 15, 0, tzinfo=UTC),
        today=TODAY,
        plan_id="plan-2",
    )


ALL_STEPS = (ConfirmCopied(Step.CONCERNS), ConfirmCopied(Step.SKIN), ConfirmCopied(Step.PLAN))


def test_a_copy_carries_what_may_still_hold_and_asks_the_rest_again(desk: Services) -> None:
    plan = past_plan(desk)
    draft = copied_draft(desk, plan)
    assert draft.answers == Answers(
        consultation_date=TODAY,
        patient=MARISOL,
        provider=NURSE,
        concerns=CONCERNS,
        skin=SkinAnswers(fitzpatrick=plan.answers.skin.fitzpatrick),
        events=(WEDDING,),
        trips=(LAKE,),
        choices=Choices(option=OPTION),
    )
    assert draft.follows is None
    assert draft.copied is not None
    assert draft.copied.source == CopiedFrom(plan.id, plan.number, THEN)
    assert unconfirmed_steps(draft) == (Step.CONCERNS, Step.SKIN, Step.PLAN)


def test_last_times_health_and_products_are_kept_to_be_shown_and_answer_nothing(desk: Services) -> None:
    asked = {**filled().health, "rosacea": HealthAnswer(Reply.NO), "asked_in_another_version": HealthAnswer(Reply.NO)}
    draft = copied_draft(desk, past_plan(desk, health=asked, products=(product("Gentle cleanser", "cleanser_gentle"),)))
    assert draft.copied is not None
    assert draft.copied.products == ("Gentle cleanser",)
    assert draft.copied.health["rosacea"] is Reply.NO
    assert "asked_in_another_version" not in draft.copied.health
    assert "No longer asked: 1 of its health questions." in draft.copied.notes
    assert draft.answers.health == {}
    assert draft.answers.products is None


def test_what_is_left_out_or_has_changed_since_is_said(desk: Services) -> None:
    plan = past_plan(
        desk,
        events=(ImportantDate("gala", date(2026, 5, 2)), WEDDING),
        trips=(Trip("sea", date(2026, 4, 20), date(2026, 4, 27)),),
    )
    other = replace(
        plan,
        treated=False,
        proposal=replace(plan.proposal, protocol=replace(plan.proposal.protocol, version="0.9.0")),
        answers=replace(
            plan.answers,
            choices=Choices(
                option="gone_series.3x4w",
                sessions=(PlannedSession(date(2026, 4, 20)),),
                decisions=(Decision("history.rosacea", DecisionChoice.PROCEED, REASON),),
            ),
        ),
    )
    changed = replace(MARISOL, phone="513-555-0199", allergies=Allergies(AllergyState.NONE_KNOWN))
    patient = desk.patients.update(plan.patient_id, changed)
    draft = copy_of(desk, NURSE, other, patient)
    assert draft.copied is not None
    assert draft.copied.notes == (
        "Allergies have changed since that plan.",
        "Changed in the record since: phone.",
        "That visit was closed as not treated.",
        f"That plan used protocol 0.9.0, this one uses {protocol().version}.",
        "Its option is not in this protocol and was left out.",
        "Session dates set by hand were left out.",
        "Trips and dates gone by were left out: 2.",
        "What was decided or overridden then is asked again.",
    )
    assert draft.answers.events == (WEDDING,)
    assert draft.answers.choices == Choices()
    assert draft.answers.patient == changed


def test_a_plan_that_has_nothing_to_say_has_no_notes(desk: Services) -> None:
    draft = copied_draft(
        desk, past_plan(desk, trips=(), concerns=(ConcernAnswer(Concern.ACNE_SCARS, Severity.MILD, (Area.NOSE,)),))
    )
    assert draft.copied is not None
    assert draft.copied.notes == ()


def test_unconfirmed_answers_decide_nothing(desk: Services) -> None:
    state = at_desk(answered(copied_draft(desk)))
    assert state.proposal.verdict is Verdict.NOT_DECIDED
    assert state.proposal.missing == ("copied.concerns", "copied.skin", "copied.plan")
    state = after(state, *ALL_STEPS)
    assert state.proposal.missing == ()
    assert state.proposal.verdict is not Verdict.NOT_DECIDED
    assert state.proposal.chosen is not None


def test_a_stop_stands_on_unconfirmed_answers_too(desk: Services) -> None:
    state = after(at_desk(copied_draft(desk)), AnswerHealth("bleeding_disorder", HealthAnswer(Reply.YES)))
    assert state.proposal.verdict is Verdict.DO_NOT_TREAT


def test_confirming_is_an_edit_that_can_be_undone(desk: Services) -> None:
    state = at_desk(copied_draft(desk))
    confirmed = after(state, ConfirmCopied(Step.SKIN))
    assert unconfirmed_steps(confirmed.draft) == (Step.CONCERNS, Step.PLAN)
    assert after(confirmed, ConfirmCopied(Step.SKIN)) is confirmed
    assert unconfirmed_steps(after(confirmed, Undo()).draft) == unconfirmed_steps(state.draft)
    assert after(confirmed, Undo(), Redo()).draft == confirmed.draft
    assert confirm(None, Step.SKIN) is None


@pytest.mark.parametrize(
    ("edit", "key"),
    [
        (SetArea(Concern.ACNE_SCARS, Area.NOSE, Severity.MARKED), "concerns.acne_scars.nose"),
        (ClearArea(Concern.ACNE_SCARS, Area.NOSE), "concerns.acne_scars.nose"),
        (SetFitzpatrick(Fitzpatrick.V), "skin.fitzpatrick"),
        (ChooseOption(None), "choices.option"),
        (SetDatesAhead((WEDDING,), (replace(LAKE, last=date(2026, 5, 20)),)), "trips.2026-05-10.lake"),
        (SetDatesAhead((), (LAKE,)), "events.2026-09-05.wedding"),
    ],
)
def test_changing_a_copied_answer_clears_its_mark_alone(desk: Services, edit: object, key: str) -> None:
    before = at_desk(copied_draft(desk))
    changed = after(before, edit)
    assert set(unconfirmed(before.draft)) - set(unconfirmed(changed.draft)) == {key}
    assert after(changed, Undo()).draft == before.draft


def test_giving_a_copied_answer_once_more_confirms_it(desk: Services) -> None:
    state = at_desk(copied_draft(desk))
    assert state.answers.skin.fitzpatrick is not None
    again = after(state, SetFitzpatrick(state.answers.skin.fitzpatrick), ChooseOption(OPTION))
    assert again.answers == state.answers
    assert unconfirmed_steps(again.draft) == (Step.CONCERNS, Step.SKIN)
    assert "skin.fitzpatrick" not in unconfirmed(again.draft)


def test_an_edit_of_something_else_leaves_the_marks(desk: Services) -> None:
    state = at_desk(copied_draft(desk))
    assert after(state, SetWords("smoother")).draft.copied == state.draft.copied


def test_a_step_whose_copied_answers_were_all_changed_is_reviewed(desk: Services) -> None:
    state = after(at_desk(copied_draft(desk)), SetFitzpatrick(Fitzpatrick.V), SetDatesAhead((), ()))
    assert unconfirmed_steps(state.draft) == (Step.CONCERNS, Step.PLAN)


def test_a_plan_with_an_unconfirmed_step_is_not_finished(desk: Services) -> None:
    state = after(at_desk(answered(copied_draft(desk))), ConfirmCopied(Step.CONCERNS))
    with pytest.raises(Refused) as refused:
        signed(state.draft)
    assert "Copied, not confirmed: skin and sun." in refused.value.missing
    assert "Copied, not confirmed: plan." in refused.value.missing


def test_a_finished_copy_names_the_plan_it_was_copied_from(desk: Services) -> None:
    plan = past_plan(desk, trips=())
    draft = answered(copied_draft(desk, plan))
    made = signed(after(at_desk(draft), *ALL_STEPS).draft)
    assert made.copied_from == CopiedFrom(plan.id, plan.number, THEN)
    assert made.answers == draft.answers
    assert plan.copied_from is None


def test_a_visit_closed_as_not_treated_keeps_no_answer_nobody_confirmed(desk: Services) -> None:
    state = after(
        at_desk(copied_draft(desk)),
        AnswerHealth("bleeding_disorder", HealthAnswer(Reply.YES)),
        SetArea(Concern.ACNE_SCARS, Area.NOSE, Severity.MARKED),
    )
    plan = signed(state.draft)
    assert not plan.treated
    assert plan.answers.concerns == (ConcernAnswer(Concern.ACNE_SCARS, Severity.MARKED, (Area.NOSE,)),)
    assert plan.answers.skin.fitzpatrick is None
    assert plan.answers.events == ()
    assert plan.answers.trips == ()
    assert plan.answers.choices == Choices()


def test_a_concern_without_areas_keeps_what_was_confirmed_of_it(desk: Services) -> None:
    draft = copied_draft(desk)
    bare = replace(draft, answers=replace(draft.answers, concerns=(ConcernAnswer(Concern.OTHER, note="lines"),)))
    assert bare.copied is not None
    for left, kept in (
        (("concerns.other", "concerns.other.note"), ()),
        (("concerns.other.note",), (ConcernAnswer(Concern.OTHER),)),
    ):
        waiting = replace(bare, copied=replace(bare.copied, unconfirmed=left))
        assert confirmed_answers(waiting).concerns == kept


def test_a_plan_without_areas_is_carried_by_its_concern(desk: Services) -> None:
    plan = past_plan(desk)
    bare = replace(
        plan,
        answers=replace(plan.answers, concerns=(ConcernAnswer(Concern.SCARS),), skin=SkinAnswers(), choices=Choices()),
    )
    draft = copied_draft(desk, bare)
    assert "concerns.scars" in unconfirmed(draft)
    assert "skin.fitzpatrick" not in unconfirmed(draft)
    assert unconfirmed_steps(after(at_desk(draft), SetArea(Concern.SCARS, Area.NOSE)).draft) == (Step.SKIN,)
