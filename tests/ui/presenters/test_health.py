"""The words of the health screen."""

from dataclasses import replace
from datetime import date, datetime

from consult_app.application.edits import AnswerNoToBlanks, Decide
from consult_app.domain.answers import Answers, Choices, Decision, DecisionChoice, HealthAnswer, Provider, Reply
from consult_app.ui.presenters.health import (
    HealthView,
    QuestionView,
    health_gaps,
    next_blank,
    present_health,
    with_current,
    with_last,
    with_reply,
)
from tests.fakes.services import DANA, filled, protocol, session

TODAY = date(2026, 5, 12)
AESTHETICIAN = Provider("Mai Tran", "aesthetician")
REASON = "Spoke with the prescriber about it today."


def shown(answers: Answers, provider: Provider = DANA) -> HealthView:
    return present_health(session(answers).state, protocol=protocol(), provider=provider, today=TODAY)


def asked(**health: HealthAnswer) -> Answers:
    return filled(health={**filled().health, **health})


def row(view: HealthView, question: str) -> QuestionView:
    return next(each for group in view.groups for each in group.questions if each.id == question)


def test_every_question_of_the_protocol_is_asked_once() -> None:
    view = shown(Answers())
    ids = [question.id for group in view.groups for question in group.questions]
    assert sorted(ids) == sorted(protocol().questions)
    assert view.answered == "0 of 36 answered"
    assert [gap.path for gap in view.gaps] == [f"health.{group.blanks[0]}" for group in view.groups]
    assert view.gaps[0].words == "Before anything else: ask the 10 questions still blank."


def test_a_few_blanks_are_named_one_by_one_beside_what_a_yes_still_needs() -> None:
    health = {known: given for known, given in filled().health.items() if known not in ("rosacea", "melasma")}
    gaps = health_gaps(filled(health={**health, "filler": HealthAnswer(Reply.YES)}), protocol())
    assert [gap.path for gap in gaps] == ["health.rosacea", "health.melasma", "health.filler.last"]
    recent = [question.id for question in protocol().questions.values() if question.group == "recent"]
    health = {known: given for known, given in filled().health.items() if known not in recent}
    gaps = health_gaps(filled(health={**health, "filler": HealthAnswer(Reply.YES)}), protocol())
    assert [gap.path for gap in gaps] == ["health.microneedling", "health.filler.last"]


def test_a_blank_never_counts_as_no() -> None:
    view = shown(Answers(health={"rosacea": HealthAnswer(Reply.NO)}))
    assert view.answered == "1 of 36 answered"
    assert row(view, "rosacea").reply is Reply.NO
    assert row(view, "diabetes").reply is None
    assert row(view, "diabetes").error.startswith("Ask: ")


def test_a_finished_group_says_that_all_were_no() -> None:
    group = shown(filled()).groups[0]
    assert group.done
    assert not group.holds_finding
    assert group.folded == f"{len(group.questions)} of {len(group.questions)} answered, all no"
    assert not group.offers_all_no


def test_all_no_is_offered_while_more_than_one_is_blank_and_names_the_number() -> None:
    group = shown(Answers()).groups[0]
    first, second = group.blanks[0], group.blanks[1]
    opened = session(Answers())
    opened.dispatch(AnswerNoToBlanks(tuple(blank for blank in group.blanks if blank not in (first, second))))
    left = present_health(opened.state, protocol=protocol(), provider=DANA, today=TODAY).groups[0]
    assert left.blanks == (first, second)
    assert left.confirm == "Answer No to the 2 unanswered questions here?"
    assert left.confirm_button == "Answer No to 2"
    assert left.offers_all_no


def test_a_yes_opens_what_the_question_needs() -> None:
    view = shown(asked(filler=HealthAnswer(Reply.YES)))
    filler = row(view, "filler")
    assert (filler.detail, filler.asks_last, filler.asks_current) == (True, True, False)
    assert filler.error == f"Enter the date of the last one: {filler.text}."
    assert not row(view, "rosacea").detail


def test_a_medicine_asks_first_whether_it_is_taken_now_then_for_the_last_dose() -> None:
    yes = HealthAnswer(Reply.YES)
    isotretinoin = row(shown(asked(isotretinoin=yes)), "isotretinoin")
    assert (isotretinoin.asks_current, isotretinoin.asks_last) == (True, False)
    assert isotretinoin.error.startswith("Say whether it is taken now")
    stopped = row(shown(asked(isotretinoin=with_current(yes, False))), "isotretinoin")
    assert (stopped.asks_last, stopped.last_label) == (True, "Date of the last dose")
    now = row(shown(asked(isotretinoin=with_current(with_last(yes, TODAY), True))), "isotretinoin")
    assert (now.asks_last, now.last, now.error) == (False, None, "")


def test_a_stop_stands_at_its_answer_and_offers_nothing_to_decide() -> None:
    cards = row(shown(asked(isotretinoin=HealthAnswer(Reply.YES, current=True))), "isotretinoin").findings
    assert [(card.kind, card.action) for card in cards] == [("stop", "")]
    assert cards[0].title.startswith("Stop: ")


def test_a_review_asks_for_a_decision_and_shows_who_decided() -> None:
    answers = asked(cold_sore_history=HealthAnswer(Reply.YES))
    card = row(shown(answers), "cold_sore_history").findings[0]
    assert (card.kind, card.title, card.action) == ("decide", "Decide: cold sore history", "Record decision")
    opened = session(answers)
    opened.dispatch(Decide(Decision(card.rule, DecisionChoice.PROCEED, REASON, DANA, TODAY)))
    decided = row(
        present_health(opened.state, protocol=protocol(), provider=DANA, today=TODAY), "cold_sore_history"
    ).findings[0]
    assert (decided.kind, decided.title, decided.action) == (
        "changed",
        "Changed: cold sore history",
        "Change decision",
    )
    assert f"Proceed: “{REASON}” Dana Keller, NP, Tue, May 12" in decided.text


def test_a_postponed_review_waits() -> None:
    decision = Decision("skin.cold_sore_history", DecisionChoice.POSTPONE, REASON, DANA, TODAY)
    answers = replace(asked(cold_sore_history=HealthAnswer(Reply.YES)), choices=Choices(decisions=(decision,)))
    card = row(shown(answers), "cold_sore_history").findings[0]
    assert (card.kind, card.action) == ("wait", "Change decision")
    assert "Postponed" in card.text


def test_only_a_prescriber_decides_what_the_label_rules_out() -> None:
    unsure = asked(bleeding_disorder=HealthAnswer(Reply.UNSURE))
    assert row(shown(unsure), "bleeding_disorder").findings[0].action == "Record decision"
    assert row(shown(unsure, AESTHETICIAN), "bleeding_disorder").findings[0].action == ""


def test_a_wait_has_nothing_to_decide_at_its_answer() -> None:
    recent = asked(filler=HealthAnswer(Reply.YES, last=date(2026, 5, 5)))
    card = row(shown(recent), "filler").findings[0]
    assert (card.kind, card.action) == ("wait", "")


def test_a_treatment_long_enough_ago_says_from_when_it_is_ok() -> None:
    status = row(shown(asked(filler=HealthAnswer(Reply.YES, last=date(2026, 4, 20)))), "filler").status
    assert status is not None
    assert (status.kind, status.strong, status.text) == ("ok", "OK from Mon, May 4.", "14 days have passed.")


def test_the_days_count_to_the_day_of_treatment() -> None:
    recent = {"filler": HealthAnswer(Reply.YES, last=date(2026, 5, 5))}
    assert row(shown(asked(**recent)), "filler").status is None
    later = filled(health={**filled().health, **recent}, treatment_at=datetime(2026, 5, 19, 9, 0))
    assert row(shown(later), "filler").status is not None


def test_an_unsure_reply_takes_a_note_and_declined_is_a_reply() -> None:
    view = shown(asked(diabetes=HealthAnswer(Reply.UNSURE), rosacea=HealthAnswer(Reply.DECLINED)))
    assert row(view, "diabetes").asks_note
    assert row(view, "rosacea").declined
    assert health_gaps(asked(rosacea=HealthAnswer(Reply.DECLINED)), protocol()) == ()


def test_another_reply_keeps_the_note_and_drops_the_date() -> None:
    yes = HealthAnswer(Reply.YES, last=TODAY, note="left cheek")
    assert with_reply(yes, Reply.NO) == HealthAnswer(Reply.NO, note="left cheek")
    assert with_reply(yes, Reply.YES) is yes
    assert with_reply(None, Reply.UNSURE) == HealthAnswer(Reply.UNSURE)


def test_the_next_blank_follows_the_row_and_goes_round() -> None:
    order = ("a", "b", "c", "d")
    assert next_blank(("a", "c"), order, "a") == "c"
    assert next_blank(("a", "c"), order, "c") == "a"
    assert next_blank(("a", "c"), order, None) == "a"
    assert next_blank((), order, "a") is None
