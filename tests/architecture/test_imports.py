import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source_rules import PACKAGE, ROOT

CONTRACTS = 6


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=folder,
        env={
            "PATH": "",
            "PYTHONPATH": str(folder),
            "PYTHONDONTWRITEBYTECODE": "1",
            "COLUMNS": "200",
            "LC_ALL": "C.UTF-8",
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path):
    """The package's source alone, to be broken."""
    shutil.copytree(PACKAGE, tmp_path / "consult_app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_import_contract_is_kept():
    run = lint_imports(ROOT)

    assert run.returncode == 0, run.stdout + run.stderr
    assert f"{CONTRACTS} kept, 0 broken" in run.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("domain/clinic.py", "import consult_app.application.ports"),
        ("domain/clinic.py", "import pydantic"),
        ("application/errors.py", "import sqlite3"),
        ("system/clock.py", "import consult_app.content"),
        ("system/clock.py", "import PySide6"),
        ("ui/theme/__init__.py", "import consult_app.ui.widgets"),
        ("ui/widgets/__init__.py", "import reportlab"),
        ("cupboard.py", ""),
    ],
)
def test_a_wrong_import_or_an_unplaced_module_breaks_them(copy, module, line):
    with (copy / "consult_app" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")

    run = lint_imports(copy)

    assert run.returncode != 0
    assert "BROKEN" in run.stdout or "unplaced" in run.stdout.lower() + run.stderr.lower(), run.stdout + run.stderr
