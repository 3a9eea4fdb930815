import json
from dataclasses import replace
from datetime import date, datetime

from consult_app.domain.answers import (
    AskDecision,
    Choices,
    Decision,
    DecisionChoice,
    Override,
    ProductMatch,
    ResumeDecision,
    SkinAnswers,
)
from consult_app.domain.proposal import propose
from consult_app.interchange.consultation_file import read_consultation
from consult_app.interchange.proposal_json import write_proposal
from tests.builders import clinic, protocol
from tests.interchange.consultations import FULL, GONE, as_bytes, changed, reading


def answers(**changes):
    return read_consultation(as_bytes(changed(choices={}, **changes)), reading())


def written(given):
    return json.loads(write_proposal(propose(protocol(), clinic(), given, date(2026, 5, 12))))


def finding(proposal, rule):
    (found,) = [found for found in proposal["findings"] if found["rule"] == rule]
    return found


def test_keys_stand_in_the_order_of_the_format():
    proposal = written(answers())

    assert list(proposal) == [
        "format",
        "protocol",
        "verdict",
        "earliest",
        "missing",
        "findings",
        "options",
        "products",
        "aftercare",
        "timeline",
    ]
    assert list(proposal["findings"][0]) == [
        "rule",
        "effect",
        "text",
        "because",
        "until",
        "until_basis",
        "sources",
        "basis",
        "overridable",
        "overridden",
        "decision",
    ]
    assert list(proposal["products"][0]) == [
        "name",
        "matched",
        "how",
        "categories",
        "decided",
        "pause_from",
        "resume_at",
        "reason",
        "sources",
    ]
    assert list(proposal["options"][0])[:6] == [
        "id",
        "recommended",
        "course",
        "interval_weeks",
        "sessions",
        "maintenance",
    ]
    assert list(proposal["protocol"]) == ["id", "version", "sha256"]


def test_the_bytes_are_utf_8_with_a_closing_line_break():
    given = answers(products=[{"name": "Crème d'été"}])
    data = write_proposal(propose(protocol(), clinic(), given, date(2026, 5, 12)))

    assert "Crème d'été".encode() in data
    assert data.endswith(b"}\n")


def test_an_override_says_why_by_whom_and_when():
    given = answers(skin={"fitzpatrick": "II", "tan": "fresh", "tan_since": "2026-05-11"})
    override = Override("sun.fresh_tan", "Seen in daylight, not a tan at all.", given.provider, date(2026, 5, 12))

    proposal = written(replace(given, choices=Choices(overrides=(override,))))

    assert finding(proposal, "sun.fresh_tan")["overridden"] == {
        "reason": "Seen in daylight, not a tan at all.",
        "by": "Dana Keller, NP",
        "on": "2026-05-12",
    }
    assert finding(proposal, "sun.fresh_tan")["effect"] == "defer"


def test_a_decision_says_which_way_why_by_whom_and_when():
    given = answers(health__rosacea="yes")
    decision = Decision("history.rosacea", DecisionChoice.POSTPONE, "Wait for the flare to calm down.", given.provider)

    proposal = written(replace(given, choices=Choices(decisions=(decision,))))

    assert finding(proposal, "history.rosacea")["decision"] == {
        "choice": "postpone",
        "reason": "Wait for the flare to calm down.",
        "by": "Dana Keller, NP",
        "on": None,
    }


def test_a_choice_nobody_signed_names_nobody():
    override = Override("sun.fresh_tan", "Seen in daylight, not a tan at all.")
    given = replace(answers(), skin=SkinAnswers(tan=answers().skin.tan.FRESH), choices=Choices(overrides=(override,)))

    assert finding(written(given), "sun.fresh_tan")["overridden"]["by"] is None


def test_resume_is_a_date_a_time_or_null_as_the_provider_decided():
    def resume(decision):
        given = answers()
        first, second = given.products
        return written(replace(given, products=(first, replace(second, decision=decision))))["products"][1]["resume_at"]

    assert resume(ResumeDecision(date(2026, 5, 22))) == "2026-05-22"
    assert resume(ResumeDecision(datetime(2026, 5, 22, 9, 5))) == "2026-05-22T09:05"
    assert resume(AskDecision()) is None
    assert resume(None) is None


def test_what_follows_the_treatment_is_null_without_its_time():
    dated, undated = written(answers()), written(answers(treatment_at=GONE))

    assert dated["aftercare"]["protected_until"] == "2026-05-17T10:30"
    assert dated["timeline"][0] == {"id": "first_hours", "from": "2026-05-15T10:30", "to": "2026-05-15T12:30"}
    assert undated["aftercare"] is None
    assert undated["timeline"] is None


def test_missing_answers_are_paths_as_in_the_file():
    content = as_bytes(changed(choices={}, products=[{"name": "Midnight Reset drops"}], patient={}))

    missing = written(read_consultation(content, reading()))["missing"]

    assert missing[0] == "patient.family_name"
    assert missing[-1] == "products[0].decision"
    assert "health.filler" in missing


def test_the_full_file_gives_the_same_bytes_twice():
    given = read_consultation(as_bytes(FULL), reading())
    twice = [write_proposal(propose(protocol(), clinic(), given, date(2026, 5, 12))) for _ in range(2)]

    assert twice[0] == twice[1]


def test_a_clinic_s_own_product_is_written_as_what_it_was_matched_with():
    own = ProductMatch("Dew Ritual essence", "clinic", ("aha", "fragrance"))
    given = answers()
    product = replace(given.products[0], name="dew ritual 50 ml", match=own)
    line = written(replace(given, products=(product,)))["products"][0]
    assert (line["name"], line["matched"], line["how"]) == ("dew ritual 50 ml", "Dew Ritual essence", "clinic")
    assert (line["categories"], line["decided"]) == (["aha", "fragrance"], True)
