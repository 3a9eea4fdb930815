import importlib.util
import re
from pathlib import Path

import yaml

from tests.architecture.source_rules import ROOT


def gate():
    spec = importlib.util.spec_from_file_location("coverage_gate", ROOT / ".ci" / "coverage_gate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def file(lines: tuple[int, int], branches: tuple[int, int]) -> dict:
    return {
        "summary": {
            "covered_lines": lines[0],
            "num_statements": lines[1],
            "covered_branches": branches[0],
            "num_branches": branches[1],
        }
    }


def full_report() -> dict:
    parts = ("domain", "application", "content", "storage", "handout", "ui")
    return {f"consult_app/{part}/x.py": file((80, 80), (20, 20)) for part in parts}


def failing(report: dict) -> list[str]:
    return [line.split(":")[0] for line, holds in gate().verdicts(report) if not holds]


def test_full_coverage_passes_the_gate():
    assert failing(full_report()) == []


def test_one_missed_branch_in_the_core_fails_it():
    assert failing(full_report() | {"consult_app/domain/x.py": file((80, 80), (19, 20))}) == ["consult_app/domain"]


def test_an_adapter_has_its_own_mark():
    assert failing(full_report() | {"consult_app/storage/x.py": file((76, 80), (19, 20))}) == []
    assert failing(full_report() | {"consult_app/storage/x.py": file((75, 80), (19, 20))}) == ["consult_app/storage"]


def test_a_screen_counts_in_the_whole():
    assert failing(full_report() | {"consult_app/ui/x.py": file((0, 80), (0, 20))}) == ["all of it"]


def test_a_package_nobody_measured_fails_it():
    report = full_report()
    del report["consult_app/handout/x.py"]

    assert failing(report) == ["consult_app/handout"]


def test_the_report_decides_the_exit_code(tmp_path, capsys):
    (tmp_path / "coverage.json").write_text('{"files": {}}')

    assert gate().main(tmp_path / "coverage.json") == 1
    assert "nothing measured" in capsys.readouterr().out


def test_each_commit_hook_runs_a_check_of_the_one_command():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
    steps = re.findall(r"^step (uv run .+)$", (ROOT / ".ci" / "run").read_text("utf-8"), re.MULTILINE)
    checks = [hook["entry"] for hook in hooks if "pytest" not in hook["entry"]]

    assert checks
    assert [entry for entry in checks if entry not in steps] == []


def test_the_one_command_may_be_run():
    assert Path(ROOT / ".ci" / "run").stat().st_mode & 0o111
