from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from consult_app.application import edits
from consult_app.application.consultation import (
    HISTORY,
    ConsultationState,
    Desk,
    GoTo,
    KeepDraft,
    Redo,
    Undo,
    begin,
    clinic_today,
    reduce,
)
from consult_app.application.edits import Edit
from consult_app.domain.answers import (
    Answers,
    Area,
    Choices,
    Concern,
    Decision,
    DecisionChoice,
    Fitzpatrick,
    Override,
    PlannedSession,
    Severity,
    Tan,
)
from consult_app.domain.plan import DraftId, DraftPlan, Step
from consult_app.domain.proposal import propose
from tests.builders import CONSULTED, NURSE, REASON, all_no, answers, clinic, patient, protocol, tretinoin, yes

DESK = Desk(protocol=protocol(), clinic=clinic(), today=CONSULTED)
STARTED = datetime(2026, 5, 12, 14, 0, tzinfo=UTC)


def started(given: Answers | None = None) -> ConsultationState:
    return begin(DESK, DraftPlan(DraftId("d1"), given or answers(), STARTED))


def after(state: ConsultationState, *commands: object) -> ConsultationState:
    for command in commands:
        state = reduce(DESK, state, command)  # type: ignore[arg-type]
    return state


def test_an_edit_gives_a_new_proposal() -> None:
    state = after(started(), edits.AnswerHealth("bleeding_disorder", yes()))
    assert state.proposal == propose(protocol(), clinic(), state.answers, CONSULTED)
    assert state.proposal.verdict.value == "do_not_treat"


def test_an_edit_that_changes_nothing_is_no_edit() -> None:
    state = started()
    assert after(state, edits.SetTan(Tan.NONE)) is state
    assert after(state, Undo()) is state
    assert after(state, Redo()) is state


def test_typing_undoes_as_one_and_redo_brings_it_back() -> None:
    typed = after(
        started(),
        edits.SetPatient(patient(phone="5"), "phone"),
        edits.SetPatient(patient(phone="51"), "phone"),
        edits.SetPatient(patient(phone="513"), "phone"),
    )
    assert len(typed.past) == 1
    undone = after(typed, Undo())
    assert undone.answers == started().answers
    assert after(undone, Redo()).answers == typed.answers


def test_typing_in_another_field_or_after_leaving_the_step_is_a_new_edit() -> None:
    typed = after(
        started(),
        edits.SetPatient(patient(phone="5"), "phone"),
        edits.SetPatient(patient(phone="5", chart="A"), "chart"),
        GoTo(Step.SKIN),
        edits.SetPatient(patient(phone="5", chart="A-1"), "chart"),
    )
    assert len(typed.past) == 3


def test_an_edit_after_undo_forgets_what_was_undone() -> None:
    state = after(started(), edits.SetWords("a"), Undo(), edits.SetTan(Tan.SLIGHT))
    assert after(state, Redo()) is state


def test_undo_goes_back_to_the_step_of_the_edit() -> None:
    state = after(started(), GoTo(Step.SKIN), edits.SetTan(Tan.SLIGHT), GoTo(Step.PLAN), Undo())
    assert state.step is Step.SKIN


def test_old_edits_are_let_go() -> None:
    state = started()
    for number in range(HISTORY + 5):
        state = after(state, edits.SetTan(Tan.SLIGHT if number % 2 == 0 else Tan.NONE))
    assert len(state.past) == HISTORY


def test_going_to_a_step_remembers_that_it_was_seen() -> None:
    state = after(started(), GoTo(Step.SKIN), GoTo(Step.PATIENT), GoTo(Step.SKIN))
    assert state.draft.visited == (Step.PATIENT, Step.SKIN)
    assert state.step is Step.SKIN


def test_facts_about_the_draft_are_kept_without_undo() -> None:
    state = after(started(), KeepDraft(lambda draft: replace(draft, different_person="Dana Keller, NP")))
    assert state.draft.different_person == "Dana Keller, NP"
    assert state.past == ()


OVERRIDE = Override("product.used_too_recently", REASON, NURSE)


def test_an_override_is_let_go_when_the_answer_behind_it_changes() -> None:
    used = tretinoin(date(2026, 5, 11))
    state = started(answers(products=(used,), choices=Choices(overrides=(OVERRIDE,))))
    moved = after(state, edits.ChangeProduct(0, tretinoin(date(2026, 5, 12))))
    assert moved.answers.choices.overrides == ()
    assert moved.proposal.verdict.value == "wait"


def test_a_decision_stays_when_another_answer_changes() -> None:
    decision = Decision("history.rosacea", DecisionChoice.PROCEED, REASON, NURSE)
    state = started(answers(health=all_no(rosacea=yes()), choices=Choices(decisions=(decision,))))
    assert after(state, edits.SetTan(Tan.SLIGHT)).answers.choices.decisions == (decision,)
    again = replace(decision, reason=REASON + " Again.")
    assert after(state, edits.Decide(again)).answers.choices.decisions == (again,)


def test_a_decided_departure_is_asked_again_when_sessions_move() -> None:
    close = (PlannedSession(date(2026, 5, 15)), PlannedSession(date(2026, 6, 1)))
    decision = Decision("plan.too_close", DecisionChoice.PROCEED, REASON, NURSE)
    state = started(answers(choices=Choices(sessions=close, decisions=(decision,))))
    assert state.proposal.undecided_plan == ()
    closer = (close[0], PlannedSession(date(2026, 5, 25)))
    assert after(state, edits.SetSessions(closer)).proposal.undecided_plan


def test_the_clinics_day_follows_its_own_zone() -> None:
    assert clinic_today(clinic(), datetime(2026, 5, 13, 3, 0, tzinfo=UTC)) == date(2026, 5, 12)


EDITS: st.SearchStrategy[Edit] = st.one_of(
    st.builds(edits.ToggleConcern, st.sampled_from(Concern)),
    st.builds(edits.SetArea, st.sampled_from(Concern), st.sampled_from(Area), st.sampled_from(Severity) | st.none()),
    st.builds(edits.ClearArea, st.sampled_from(Concern), st.sampled_from(Area)),
    st.builds(edits.SetFitzpatrick, st.sampled_from(Fitzpatrick) | st.none()),
    st.builds(edits.SetTan, st.sampled_from(Tan) | st.none()),
    st.builds(edits.SetWords, st.text(max_size=5)),
    st.builds(edits.AnswerHealth, st.sampled_from(sorted(protocol().questions)), st.just(yes()) | st.none()),
    st.just(edits.AddProduct(tretinoin())),
    st.just(edits.UsesNoProducts()),
)


@given(commands=st.lists(EDITS, max_size=12))
def test_undo_of_every_edit_is_the_start_again(commands: list[Edit]) -> None:
    state = begin(DESK, DraftPlan(DraftId("d1"), Answers(), STARTED))
    end = after(state, *commands)
    undone = end
    while undone.past:
        undone = after(undone, Undo())
    assert undone.answers == state.answers
    assert undone.proposal == state.proposal
    redone = undone
    while redone.future:
        redone = after(redone, Redo())
    assert redone.answers == end.answers
    assert redone.proposal == end.proposal
