"""Whatever a file holds, reading it gives answers or names its faults; what is written reads back the same."""

import json
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from consult_app.application.deciding import reason_is_enough
from consult_app.application.errors import InputFaulty
from consult_app.domain.answers import Answers, Choices, ConcernAnswer, ProductAnswer
from consult_app.domain.patient import PatientDetails
from consult_app.domain.proposal import propose
from consult_app.interchange.consultation_file import read_consultation
from consult_app.interchange.consultation_writing import write_consultation
from consult_app.interchange.fields import without_controls
from consult_app.interchange.proposal_json import write_proposal
from consult_app.interchange.proposal_text import WIDTH, write_proposal_text
from tests.builders import clinic, protocol
from tests.fakes import answer_strategies
from tests.interchange.consultations import FULL, as_bytes, match, reading

unhurried = settings(deadline=None)
"""The first example loads the protocol, and other work may share the machine."""

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def read_or_fault(data: bytes) -> Answers | None:
    """The answers, or ``None`` when the file was refused with at least one well-formed fault."""
    try:
        return read_consultation(data, reading())
    except InputFaulty as faulty:
        faults = faulty.faults
    assert faults
    assert all(fault.where and fault.what and "\n" not in fault.line for fault in faults)
    return None


@unhurried
@given(st.binary(max_size=400))
def test_any_bytes_are_refused_without_a_crash(data):
    assert read_or_fault(data) is None


@unhurried
@given(json_values)
def test_any_json_is_refused_without_a_crash(value):
    assert read_or_fault(json.dumps(value).encode()) is None


@unhurried
@given(st.text(st.sampled_from('{}[]",:\\ \n0"tan\u0000é'), max_size=80))
def test_any_text_close_to_json_is_refused_without_a_crash(text):
    assert read_or_fault(text.encode()) is None


@cache
def paths_of_full() -> tuple[tuple[str | int, ...], ...]:
    def walk(at: Any, path: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
        entries = at.items() if isinstance(at, dict) else enumerate(at) if isinstance(at, list) else ()
        return [path, *(deeper for key, value in entries for deeper in walk(value, (*path, key)))]

    return tuple(walk(FULL, ()))[1:]


@st.composite
def mutated_files(draw: st.DrawFn) -> bytes:
    """The full file with up to three of its values replaced or taken out."""
    content = json.loads(as_bytes(FULL))
    for path in draw(st.lists(st.sampled_from(paths_of_full()), min_size=1, max_size=3)):
        at: Any = content
        try:
            for step in path[:-1]:
                at = at[step]
            if draw(st.booleans()):
                at[path[-1]] = draw(json_values)
            else:
                del at[path[-1]]
        except (KeyError, IndexError, TypeError, AttributeError):
            continue
    return json.dumps(content).encode()


@settings(deadline=None, max_examples=300)
@given(mutated_files())
def test_a_damaged_file_gives_answers_or_faults_and_answers_give_a_proposal(data):
    answers = read_or_fault(data)
    if answers is not None:
        proposal = propose(protocol(), clinic(), answers, date(2026, 5, 12))
        assert write_proposal(proposal).endswith(b"}\n")


@unhurried
@given(st.integers(0, len(as_bytes(FULL)) - 1), st.binary(max_size=3))
def test_a_file_with_bytes_exchanged_gives_answers_or_faults(at, put):
    data = as_bytes(FULL)

    read_or_fault(data[:at] + put + data[at + 1 :])


def as_a_file_may_hold(answers: Answers) -> Answers:
    """The same answers with what a file refuses put right, and without what it does not carry."""
    consulted = answers.consultation_date or date(2026, 5, 12)

    def past(day: date | None) -> date | None:
        return None if day is None else min(day, consulted)

    start, end = answers.treatment_at, answers.treated_at
    if start is not None and start.date() < consulted:
        start = None
    if start is None or (end is not None and end < start):
        end = None
    health = {
        question: replace(answer, last=past(answer.last), note=without_controls(answer.note))
        for question, answer in answers.health.items()
    }
    return replace(
        answers,
        consultation_date=consulted,
        treatment_at=start,
        treated_at=end,
        patient=_patient(answers.patient, past(answers.patient.birth_date)),
        provider=answers.provider and replace(answers.provider, name=_filled(answers.provider.name)),
        concerns=_concerns(answers.concerns),
        words="",
        skin=replace(answers.skin, tan_since=past(answers.skin.tan_since)),
        health=health,
        products=None
        if answers.products is None
        else tuple(_product(product, past(product.last_used)) for product in answers.products),
        events=tuple(replace(event, what=_filled(event.what)) for event in answers.events),
        trips=tuple(replace(trip, what=_filled(trip.what)) for trip in answers.trips),
        no_more_dates=False,
        series_done=tuple(dict.fromkeys(min(day, consulted) for day in answers.series_done)),
        choices=_choices(answers, consulted),
    )


def _filled(name: str) -> str:
    return name if name.strip() else "A"


def _patient(patient: PatientDetails, birth_date: date | None) -> PatientDetails:
    items = tuple(_filled(item) for item in patient.allergies.items)
    return replace(patient, birth_date=birth_date, allergies=replace(patient.allergies, items=items))


def _concerns(concerns: tuple[ConcernAnswer, ...]) -> tuple[ConcernAnswer, ...]:
    once = {answer.concern: replace(answer, note=without_controls(answer.note)) for answer in concerns}
    return tuple(once.values())


def _product(product: ProductAnswer, last_used: date | None) -> ProductAnswer:
    name = _filled(product.name)
    return replace(product, name=name, last_used=last_used, match=match(name))


def _choices(answers: Answers, on: date) -> Choices:
    given = answers.choices
    if answers.provider is None:
        return replace(given, overrides=(), decisions=())
    provider = replace(answers.provider, name=_filled(answers.provider.name))

    def reason(text: str) -> str:
        return text if reason_is_enough(text) else "Talked it through with the patient."

    overrides = {one.rule: replace(one, reason=reason(one.reason), by=provider, on=on) for one in given.overrides}
    decisions = {one.rule: replace(one, reason=reason(one.reason), by=provider, on=on) for one in given.decisions}
    return replace(given, overrides=tuple(overrides.values()), decisions=tuple(decisions.values()))


@unhurried
@given(answer_strategies.answers())
def test_what_is_written_reads_back_as_the_same_answers(given_answers):
    answers = as_a_file_may_hold(given_answers)

    assert read_consultation(write_consultation(answers), reading(clinic=clinic(zone="UTC"))) == answers


@unhurried
@given(answer_strategies.answers())
def test_the_proposal_of_any_answers_prints_the_same_twice_and_keeps_to_its_width(given_answers):
    answers = as_a_file_may_hold(given_answers)
    first, second = (propose(protocol(), clinic(), answers, date(2026, 5, 12)) for _ in range(2))

    assert write_proposal(first) == write_proposal(second)
    text = write_proposal_text(first, protocol(), answers)
    assert max(len(line) for line in text.split("\n")) <= WIDTH
