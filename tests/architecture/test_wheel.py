import subprocess
import sys
import tomllib
import zipfile

import pytest

from tests.architecture.source_rules import ROOT

RESOURCES = "consult_app/resources"


def test_the_wheel_is_told_to_carry_the_resources():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"] == {"resources": RESOURCES}


@pytest.mark.system
def test_the_wheel_carries_every_resource_and_finds_them(tmp_path):
    subprocess.run(["uv", "build", "--wheel", "--quiet", "--out-dir", str(tmp_path)], cwd=ROOT, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")

    packed = tmp_path / "installed" / RESOURCES
    ours = {file.relative_to(ROOT / "resources") for file in (ROOT / "resources").rglob("*") if file.is_file()}
    theirs = {file.relative_to(packed) for file in packed.rglob("*") if file.is_file()}
    assert ours
    assert theirs == ours

    found = subprocess.run(
        [sys.executable, "-c", "from consult_app.system.paths import resources; print(resources())"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "installed"), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == str(packed.resolve())
