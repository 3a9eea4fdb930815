import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult_app.domain.answers import (
    AskDecision,
    CategoryDecision,
    HealthAnswer,
    ProductAnswer,
    Reply,
    ResumeDecision,
)
from consult_app.domain.clinic import Clinic
from consult_app.domain.findings import Finding
from consult_app.domain.plan import FinalPlan
from consult_app.domain.proposal import Proposal
from consult_app.storage.snapshots import (
    ANSWERS,
    CLINIC,
    DRAFT,
    PLAN,
    PROPOSAL,
    SNAPSHOT_FORMAT,
    SnapshotUnreadable,
)
from tests.fakes.answer_strategies import answers as any_answers
from tests.storage.samples import answers, draft, plan, proposal

wide = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
findings = st.builds(Finding, because=st.dictionaries(st.text(), st.none() | st.booleans() | st.text(), max_size=3))
proposals = st.builds(Proposal, findings=st.lists(findings, max_size=2).map(tuple))
plans = st.builds(FinalPlan, answers=any_answers(), proposal=proposals, entered_at=st.datetimes(timezones=st.just(UTC)))


def read(snapshot, body: bytes):
    return snapshot.read(SNAPSHOT_FORMAT, body)


@settings(max_examples=200, deadline=None)
@given(given_answers=any_answers())
def test_any_answers_read_back_equal(given_answers):
    assert read(ANSWERS, ANSWERS.write(given_answers)) == given_answers


@wide
@given(made=proposals)
def test_any_proposal_reads_back_equal(made):
    assert read(PROPOSAL, PROPOSAL.write(made)) == made


@wide
@given(clinic=st.from_type(Clinic))
def test_any_clinic_reads_back_equal(clinic):
    assert read(CLINIC, CLINIC.write(clinic)) == clinic


@wide
@given(finished=plans)
def test_any_finished_plan_reads_back_equal(finished):
    assert read(PLAN, PLAN.write(finished)) == finished


@pytest.mark.parametrize(
    ("decision", "stored"),
    [
        (AskDecision(), {"kind": "ask"}),
        (CategoryDecision("aha"), {"kind": "category", "category": "aha"}),
        (ResumeDecision(date(2026, 5, 22)), {"kind": "resume", "resume_at": "2026-05-22"}),
        (ResumeDecision(datetime(2026, 5, 22)), {"kind": "resume", "resume_at": "2026-05-22T00:00:00"}),
        (ResumeDecision(datetime(2026, 5, 22, 10, 30)), {"kind": "resume", "resume_at": "2026-05-22T10:30:00"}),
    ],
)
def test_a_decision_carries_its_kind_and_a_day_is_no_midnight(decision, stored):
    body = ANSWERS.write(answers(products=(ProductAnswer("Serum", decision=decision),)))
    assert json.loads(body)["products"][0]["decision"] == stored
    (back,) = read(ANSWERS, body).products
    assert back.decision == decision
    assert type(back.decision) is type(decision)
    if isinstance(decision, ResumeDecision):
        assert type(back.decision.resume_at) is type(decision.resume_at)


@pytest.mark.parametrize("snapshot", ["draft", "plan"])
def test_decisions_of_drafts_and_plans_carry_their_kind_too(snapshot):
    value, codec = (draft(), DRAFT) if snapshot == "draft" else (plan("p", entered_at=datetime.now(UTC)), PLAN)
    products = json.loads(codec.write(value))["answers"]["products"]
    assert [product["decision"]["kind"] for product in products] == ["ask", "category", "resume", "resume"]
    assert read(codec, codec.write(value)) == value


def test_not_asked_stays_apart_from_none_used():
    for products in (None, ()):
        assert read(ANSWERS, ANSWERS.write(answers(products=products))).products == products


def test_health_questions_keep_their_names_and_order():
    health = {name: HealthAnswer(Reply.NO) for name in ("z", "a", "m.x", "")}
    assert list(read(ANSWERS, ANSWERS.write(answers(health=health))).health) == ["z", "a", "m.x", ""]


def test_a_reason_keeps_text_truth_and_nothing_apart():
    back = read(PROPOSAL, PROPOSAL.write(proposal()))
    assert back.findings[0].because == {"choices.sessions[1].on": "2026-06-05", "tan": None, "sunny": True}
    assert type(back.products[0].resume_at) is datetime
    assert type(back.products[0].window_ends) is date


def changed(**changes) -> bytes:
    return json.dumps({**json.loads(ANSWERS.write(answers())), **changes}).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"7",
        b"\xff\xfe",
        b"[" * 100_000,
        changed(surprise=1),
        changed(words=7),
        changed(no_more_dates="yes"),
        changed(no_more_dates=1),
        changed(consultation_date="2026-05-12T00:00:00"),
        changed(treatment_at="2026-05-12"),
        changed(consultation_date=1_700_000_000),
        changed(health={"rosacea": {"answer": "perhaps"}}),
        changed(products=[7]),
        changed(products={}),
        changed(products=[{"name": "x", "decision": {"kind": "ask", "category": "aha"}}]),
        changed(products=[{"name": "x", "decision": {"category": "aha"}}]),
        changed(products=[{"name": "x", "decision": {"kind": "resume", "resume_at": "soon"}}]),
        changed(products=[{"name": "x", "decision": "ask"}]),
    ],
)
def test_what_the_program_did_not_write_is_unreadable_and_not_quoted(body):
    with pytest.raises(SnapshotUnreadable) as unreadable:
        read(ANSWERS, body)
    assert unreadable.value.__context__ is None
    assert "surprise" not in str(unreadable.value)


def test_a_format_of_the_future_is_unreadable():
    with pytest.raises(SnapshotUnreadable, match="format 2"):
        ANSWERS.read(2, ANSWERS.write(answers()))


def test_answers_from_before_an_added_field_take_its_default():
    body = json.loads(ANSWERS.write(answers()))
    del body["no_more_dates"]
    assert read(ANSWERS, json.dumps(body).encode()) == answers()
