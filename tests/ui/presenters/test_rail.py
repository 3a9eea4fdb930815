from dataclasses import replace

from consult_app.domain.answers import HealthAnswer, ProductAnswer, ProductMatch, Reply
from consult_app.domain.plan import Step
from consult_app.ui.presenters.rail import present_rail, steps_done
from tests.fakes.services import filled, session

YES = HealthAnswer(Reply.YES)
ALL = tuple(Step)


def rail(answers=None, *, step=Step.PATIENT, visited=(Step.PATIENT,), checks=0):
    state = session(answers, step=step, visited=visited).state
    return {shown.step: (shown.state, shown.line) for shown in present_rail(state, checks=checks)}


def test_a_signed_plan_is_done_and_the_sheet_comes_next():
    state = session(filled(), step=Step.HANDOUT, visited=ALL).state
    shown = {each.step: (each.state, each.line) for each in present_rail(state, signed=True)}
    assert shown[Step.PLAN] == ("done", "Signed")
    assert shown[Step.HANDOUT] == ("in_progress", "Check and print")


def health(**answers):
    return filled(health={**filled().health, **answers})


def test_a_fresh_consultation_is_in_progress_on_its_first_step_only():
    shown = rail()
    assert shown[Step.PATIENT] == ("in_progress", "In progress")
    assert {shown[step] for step in ALL[1:]} == {("not_started", "Not started")}


def test_a_step_that_lacks_nothing_is_done_once_it_was_left():
    shown = rail(filled(), step=Step.SKIN, visited=ALL[:3])
    assert shown[Step.PATIENT] == shown[Step.CONCERNS] == ("done", "Done")
    assert shown[Step.SKIN] == ("in_progress", "In progress")
    assert shown[Step.HEALTH] == ("not_started", "Not started")


def test_a_step_left_with_gaps_stays_in_progress():
    assert rail(filled(concerns=()), step=Step.SKIN, visited=ALL[:3])[Step.CONCERNS] == ("in_progress", "In progress")


def test_open_decisions_are_counted_where_their_answer_is():
    shown = rail(health(rosacea=YES), step=Step.PRODUCTS, visited=ALL[:5])
    assert shown[Step.HEALTH] == ("needs_action", "1 decision needed")
    two = rail(health(rosacea=YES, diabetes=YES), step=Step.PRODUCTS, visited=ALL[:5])
    assert two[Step.HEALTH] == ("needs_action", "2 decisions needed")


def test_an_open_decision_is_told_also_on_the_current_step():
    shown = rail(health(rosacea=YES), step=Step.HEALTH, visited=ALL[:4])
    assert shown[Step.HEALTH] == ("needs_action", "1 decision needed")


def test_a_product_without_a_category_needs_a_decision_also_on_the_current_step():
    one, two = ProductAnswer("Dew drops"), ProductAnswer("Night oil")
    for current in (Step.PRODUCTS, Step.SKIN):
        shown = rail(filled(products=(one,)), step=current, visited=ALL[:5])
        assert shown[Step.PRODUCTS] == ("needs_action", "1 decision needed")
    assert rail(filled(products=(one, two)), step=Step.PRODUCTS, visited=ALL[:5])[Step.PRODUCTS] == (
        "needs_action",
        "2 decisions needed",
    )


def test_another_answer_missing_on_a_step_is_no_decision():
    undated = ProductAnswer("Tretinoin cream", match=ProductMatch("tretinoin", "ingredient", ("retinoid_rx",)))
    for products in (None, (undated,)):
        shown = rail(filled(products=products), step=Step.PRODUCTS, visited=ALL[:5])
        assert shown[Step.PRODUCTS] == ("in_progress", "In progress")


def test_a_stop_outweighs_a_decision_also_on_the_current_step():
    shown = rail(health(rosacea=YES, pregnant_or_nursing=YES), step=Step.HEALTH, visited=ALL[:4])
    assert shown[Step.HEALTH] == ("stopped", "1 finding stops")


def test_the_patient_step_asks_for_its_checks():
    assert rail(filled(), step=Step.CONCERNS, visited=ALL[:2], checks=1)[Step.PATIENT] == (
        "needs_action",
        "1 check needed",
    )


def test_the_plan_asks_for_a_choice_once_it_was_seen():
    assert rail(filled(), step=Step.PRODUCTS, visited=ALL[:5])[Step.PLAN] == ("not_started", "Not started")
    assert rail(filled(), step=Step.PLAN, visited=ALL[:6])[Step.PLAN] == ("needs_action", "Choose an option")
    option = session(filled()).state.proposal.options[0].id
    chosen = filled(choices=replace(filled().choices, option=option))
    assert rail(chosen, step=Step.HANDOUT, visited=ALL)[Step.PLAN] == ("done", "Done")


def test_steps_are_numbered_and_one_is_current():
    shown = present_rail(session(filled(), step=Step.SKIN, visited=ALL[:3]).state)
    assert [each.number for each in shown] == [1, 2, 3, 4, 5, 6, 7]
    assert [each.step for each in shown if each.current] == [Step.SKIN]


def test_done_steps_are_counted_for_a_draft():
    assert steps_done(session(filled(), step=Step.PLAN, visited=ALL[:6]).state) == 5
    assert steps_done(session().state) == 0
