from dataclasses import replace
from datetime import date, timedelta

from consult_app.application.example_changes import ExampleChange, ExampleRun, example_change
from consult_app.domain.answers import Fitzpatrick, HealthAnswer, Reply, SkinAnswers, Tan
from consult_app.domain.proposal import Proposal, propose
from tests.builders import CONSULTED, TREATED, all_no, answers, clinic, product, protocol, yes

NAME = "Worked"


def run(proposal: Proposal | None = None, problem: str = "") -> ExampleRun:
    return ExampleRun(NAME, protocol(), proposal, problem)


def proposed(**changes) -> Proposal:
    return propose(protocol(), clinic(), answers(**changes), CONSULTED)


def changes(before: Proposal, after: Proposal) -> tuple[str, ...]:
    return example_change(run(before), run(after)).sentences


def test_equal_proposals_change_nothing():
    assert example_change(run(proposed()), run(proposed())) == ExampleChange(NAME)


def test_a_new_finding_tells_effect_date_and_words_and_the_verdict_it_makes():
    filler = proposed(health=all_no(filler=yes(last=CONSULTED - timedelta(days=3))))
    said = changes(proposed(), filler)
    assert any(line.startswith("Verdict: Wait until ") and " instead of Ready" in line for line in said)
    new = next(line for line in said if line.startswith("New: finding recent filler"))
    assert "wait until Sat, May 23, 2026" in new
    assert '"Last filler' in new


def test_a_finding_that_is_gone_is_told():
    filler = proposed(health=all_no(filler=yes(last=CONSULTED - timedelta(days=3))))
    assert "No longer: finding recent filler." in changes(filler, proposed())


def test_a_missing_answer_is_told_by_its_question_and_others_by_their_path():
    asked = all_no()
    asked["filler"] = HealthAnswer(Reply.YES)
    said = changes(proposed(), proposed(health=asked))
    assert any(line.startswith("New: an answer, health.filler.last") for line in said)
    said = changes(proposed(), proposed(health={key: reply for key, reply in all_no().items() if key != "filler"}))
    assert 'New: an answer, "Filler".' in said


def test_options_that_move_tell_both_rows_of_dates():
    was = proposed()
    first, *rest = was.options
    moved = replace(first, interval_weeks=6, maintenance=())
    said = changes(was, replace(was, options=(moved, *rest)))
    assert len(said) == 1
    assert "sessions every 6 weeks" in said[0]
    assert "instead of 3 sessions every 4 weeks" in said[0]
    assert "maintenance" in said[0]


def test_the_plan_as_chosen_a_product_and_the_aftercare_are_compared():
    after = TREATED + timedelta(hours=1)
    retinoid = product("Retinol serum", "retinoid_otc")
    given = {"treatment_at": TREATED, "treated_at": TREATED, "products": (retinoid,)}
    was = proposed(**given)
    chosen = replace(was, sessions=was.options[0].sessions)
    now = proposed(**{**given, "treated_at": after})
    said = changes(was, replace(chosen, aftercare=now.aftercare, timeline=now.timeline))
    assert any(line.startswith("New: the plan, Fri, May 15") for line in said)
    assert any(line.startswith("Protected hours: until Sun, May 17, 11:30 AM instead of until") for line in said)
    assert any(line.startswith("Avoid ") for line in said)
    assert any(line.startswith("Timeline step ") for line in said)
    early = replace(was.products[0], pause_from=date(2026, 5, 1))
    told = changes(was, replace(was, products=(early,)))
    assert len(told) == 1
    assert told[0].startswith("Product Retinol serum: Stop from Fri, May 1")


def test_an_open_timeline_step_and_a_settled_finding_have_words():
    was = proposed(treated_at=TREATED, skin=SkinAnswers(fitzpatrick=Fitzpatrick.II, tan=Tan.SLIGHT))
    assert was.timeline is not None
    open_step = replace(was.timeline[0], ends=None)
    told = changes(was, replace(was, timeline=(open_step, *was.timeline[1:])))
    assert len(told) == 1
    assert told[0].startswith("Timeline step first hours: ")


def test_an_example_that_can_no_longer_be_read_says_why():
    change = example_change(run(proposed()), run(problem="health.tattoo: is missing"))
    assert change.sentences[0].startswith("This consultation: cannot be read: health.tattoo: is missing instead of ")


def test_an_example_neither_version_can_read_changes_nothing():
    assert example_change(run(problem="a"), run(problem="a")).sentences == ()
