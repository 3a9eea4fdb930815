from dataclasses import replace

import pytest

from consult_app.application.access import Act, is_prescriber, may
from consult_app.application.deciding import choice_faults, prescriber_refusals, reason_is_enough
from consult_app.domain.answers import (
    Answers,
    Choices,
    Decision,
    DecisionChoice,
    HealthAnswer,
    Override,
    Provider,
    Reply,
)
from consult_app.domain.proposal import propose
from tests.builders import AESTHETICIAN, NURSE, REASON, all_no, answers, clinic, proposal, protocol, yes


def faults(given: Answers) -> tuple[str, ...]:
    made = propose(protocol(), clinic(), given, given.consultation_date)  # type: ignore[arg-type]
    return tuple(fault.line for fault in choice_faults(protocol(), given, made))


def overriding(rule: str, **health: HealthAnswer) -> Answers:
    return answers(health=all_no(**health), choices=Choices(overrides=(Override(rule, REASON, NURSE),)))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (overriding("no.such_rule"), "'no.such_rule' is not a rule"),
        (overriding("age.under_18"), "age.under_18 allows no override"),
        (overriding("label.bleeding_disorder", bleeding_disorder=yes()), "label.bleeding_disorder allows no override"),
        (answers(choices=Choices(option="corrective_series.9x9w")), "is not an option here"),
        (
            answers(choices=Choices(decisions=(Decision("nope", DecisionChoice.PROCEED, REASON, NURSE),))),
            "'nope' is not a rule",
        ),
    ],
)
def test_choices_that_cannot_be_meant_are_faults(given: Answers, said: str) -> None:
    assert len(faults(given)) == 1
    assert said in faults(given)[0]
    assert faults(given)[0].startswith("choices.")


@pytest.mark.parametrize(
    "given",
    [
        overriding("sun.fresh_tan"),
        overriding("label.bleeding_disorder", bleeding_disorder=HealthAnswer(Reply.UNSURE)),
        answers(choices=Choices(option="corrective_series.3x6w")),
        answers(),
    ],
    ids=["not raised", "unsure can be decided", "an option in range", "no choices"],
)
def test_choices_that_can_be_meant_are_not(given: Answers) -> None:
    assert faults(given) == ()


UNSURE = all_no(bleeding_disorder=HealthAnswer(Reply.UNSURE), rosacea=yes(), active_infection=yes())
LABEL = Decision("label.bleeding_disorder", DecisionChoice.PROCEED, REASON)
ROSACEA = Decision("history.rosacea", DecisionChoice.PROCEED, REASON)
INFECTION = Override("skin.infection", REASON)


@pytest.mark.parametrize("provider", [AESTHETICIAN, None])
def test_overrides_and_label_reviews_are_a_prescribers(provider: Provider | None) -> None:
    choices = Choices(overrides=(INFECTION,), decisions=(LABEL, ROSACEA))
    given = answers(health=UNSURE, provider=provider, choices=choices)
    refusals = prescriber_refusals(protocol(), given, proposal(health=UNSURE, choices=choices))
    assert [line.split(" of ")[0].split(" on ")[0] for line in refusals] == ["The override", "The decision"]


def test_a_prescriber_may_and_what_is_not_raised_needs_none() -> None:
    choices = Choices(overrides=(INFECTION,), decisions=(LABEL, Decision("nope", DecisionChoice.PROCEED, REASON)))
    made = proposal(health=UNSURE, choices=choices)
    assert prescriber_refusals(protocol(), answers(health=UNSURE, choices=choices), made) == ()
    calm = answers(provider=AESTHETICIAN, choices=choices)
    assert prescriber_refusals(protocol(), calm, proposal(choices=choices)) == ()


@pytest.mark.parametrize(
    ("credentials", "prescribes"),
    [
        ("NP", True),
        ("pa", True),
        ("M.D.", True),
        ("MSN, NP", True),
        ("DO", True),
        ("RN", False),
        ("aesthetician", False),
        ("", False),
    ],
)
def test_who_prescribes(credentials: str, prescribes: bool) -> None:
    provider = Provider("A. Person", credentials)
    assert is_prescriber(provider) is prescribes
    assert may(provider, Act.OVERRIDE) is prescribes
    assert may(provider, Act.DECIDE_LABEL) is prescribes
    assert may(provider, Act.DECIDE)


def test_a_reason_has_twenty_characters_without_its_margins() -> None:
    assert reason_is_enough("a" * 20)
    assert not reason_is_enough(" " * 10 + "a" * 19)


def test_who_made_the_choice_counts_not_who_is_named_in_the_record() -> None:
    by_nurse = Choices(
        overrides=(Override("skin.infection", REASON, NURSE),), decisions=(replace(LABEL, by=AESTHETICIAN),)
    )
    given = answers(health=UNSURE, provider=AESTHETICIAN, choices=by_nurse)
    refusals = prescriber_refusals(protocol(), given, proposal(health=UNSURE, choices=by_nurse))
    assert len(refusals) == 1
    assert refusals[0].startswith("The decision on label.bleeding_disorder")
