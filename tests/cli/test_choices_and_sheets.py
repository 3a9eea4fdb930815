"""Choices that come with a file, and which sheet may be given for it."""

import json

import pytest

from consult_app import bootstrap, cli
from consult_app.application.ports import RenderedHandout
from tests.cli.running import EXAMPLES, SAMPLE_CLINIC

REASON = "Talked it through with the patient."


def example(name, **changes):
    return {**json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8")), **changes}


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """Runs a command on a consultation: exit code, what it printed and what it complained of."""
    monkeypatch.setattr(bootstrap, "render_sheet", lambda *_, **__: RenderedHandout(pdf=b"%PDF-", pages=1, text=""))

    def run_command(command, content, *options):
        file = tmp_path / "consultation.json"
        file.write_text(json.dumps(content), encoding="utf-8")
        code = cli.main([command, str(file), "--clinic", SAMPLE_CLINIC, *options])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_command


@pytest.fixture
def sheet(run, tmp_path):
    """The exit code and the complaints of asking for a sheet; a refused one must not be there."""

    def ask(content, *options):
        output = tmp_path / "sheet.pdf"
        output.unlink(missing_ok=True)
        code, _, complaints = run("handout", content, "-o", str(output), *options)
        assert output.exists() == (code == 0)
        return code, complaints

    return ask


def choices(**given):
    return {"choices": given}


@pytest.mark.parametrize(
    ("name", "given", "code", "words"),
    [
        ("ready", {"overrides": [{"rule": "sun.nothing", "reason": REASON}]}, 2, "choices.overrides[0].rule"),
        (
            "ready",
            {"decisions": [{"rule": "x", "choice": "proceed", "reason": REASON}]},
            2,
            "choices.decisions[0].rule",
        ),
        ("ready", {"option": "corrective_series.9x4w"}, 2, "choices.option"),
        ("stop", {"overrides": [{"rule": "label.isotretinoin_current", "reason": REASON}]}, 2, "allows no override"),
        ("ready", {"overrides": [{"rule": "sun.fresh_tan", "reason": REASON}]}, 0, ""),
        ("fresh_tan", {"overrides": [{"rule": "sun.fresh_tan", "reason": REASON}]}, 3, "needs a prescriber"),
    ],
)
def test_a_choice_is_taken_or_refused_by_its_rule(run, name, given, code, words):
    ran = run("propose", example(name, **choices(**given)), "--json")

    assert ran[0] == code
    assert words in ran[2]


def test_an_override_by_a_prescriber_lets_the_finding_not_count_and_keeps_it_visible(run):
    given = {"overrides": [{"rule": "sun.sunburn", "reason": REASON}]}

    code, out, _ = run("propose", example("sunburn", **choices(**given)), "--json")

    proposal = json.loads(out)
    (finding,) = [found for found in proposal["findings"] if found["rule"] == "sun.sunburn"]
    assert (code, proposal["verdict"]) == (0, "ready")
    assert finding["overridden"] == {"reason": REASON, "by": "Dana Whitlock, NP", "on": "2026-07-06"}


def test_a_postponed_decision_waits_without_a_date(run):
    given = {"decisions": [{"rule": "history.rosacea", "choice": "postpone", "reason": REASON}]}
    content = example("ready", **choices(**given))
    content["health"]["rosacea"] = "yes"

    code, out, _ = run("propose", content, "--json")

    proposal = json.loads(out)
    assert (code, proposal["verdict"], proposal["earliest"], proposal["options"]) == (0, "wait", None, [])


def test_the_sheet_after_needs_a_verdict_ready(sheet):
    assert sheet(example("ready"))[0] == 0
    assert sheet(example("review"), "--sheet", "after")[0] == 3
    assert sheet(example("sunburn"))[0] == 3
    assert sheet(example("stop"), "--sheet", "after")[0] == 3


def test_the_sheet_after_needs_the_time_of_treatment(sheet):
    content = example("ready")
    del content["treatment_at"]

    code, complaints = sheet(content, "--sheet", "after")

    assert code == 3
    assert "treatment_at" in complaints


def test_the_sheet_before_may_go_ahead_of_a_decision_or_of_a_wait_that_has_no_visit_yet(sheet):
    assert sheet(example("review"))[0] == 0
    assert sheet(example("undated"))[0] == 0


def test_the_sheet_before_asks_to_move_a_visit_that_lies_too_early(sheet):
    code, complaints = sheet(example("worked"))

    assert code == 3
    assert "move the visit" in complaints


def test_no_sheet_goes_out_while_an_answer_is_missing_and_the_product_is_named(sheet):
    code, complaints = sheet(example("unknown_product"))

    assert code == 3
    assert "Midnight Reset drops" in complaints
    assert "products[0].decision" in complaints


@pytest.mark.parametrize("which", ["before", "after"])
def test_no_sheet_goes_out_with_a_departure_from_the_plan_undecided(sheet, which):
    sessions = [{"on": "2026-05-15"}, {"on": "2026-05-29", "reason": "She asked for it."}]
    content = example("ready", **choices(option="corrective_series.2x4w", sessions=sessions))

    code, complaints = sheet(content, "--sheet", which)

    assert code == 3
    assert "plan.too_close" in complaints


def test_a_departure_that_was_decided_no_longer_keeps_the_sheet(sheet):
    sessions = [{"on": "2026-05-15"}, {"on": "2026-05-29", "reason": "She asked for it."}]
    decided = [{"rule": "plan.too_close", "choice": "proceed", "reason": REASON}]
    content = example("ready", **choices(option="corrective_series.2x4w", sessions=sessions, decisions=decided))

    assert sheet(content) == (0, "")


def test_nothing_is_refused_because_its_date_is_past(sheet):
    content = example("ready", consultation_date="1999-05-14", treatment_at="1999-05-14T10:30")
    content["patient"]["birth_date"] = "1960-11-22"
    content["products"][0]["last_used"] = "1999-05-01"

    assert sheet(content) == (0, "")


def test_a_draft_is_given_whatever_is_missing(sheet):
    assert sheet(example("unknown_product"), "--draft")[0] == 0
    assert sheet(example("stop"), "--draft")[0] == 0
