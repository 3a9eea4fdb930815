import re
import subprocess

import pytest

from tests.architecture.source_rules import ROOT

# Built from words, so that this file names none of them.
REGISTRIES = ("py" + "pi", "python" + "hosted", "npm" + "js", "deb" + "ian")
REGISTRY = re.compile(rf"[\w.-]*\b(?:{'|'.join(REGISTRIES)})\.(?:org|io|com)\b", re.IGNORECASE)
MACHINE_PATH = re.compile(r"(?<![\w./~-])(?:/(?:root|home|Users|work|opt|mnt)/\w|[A-Z]:\\+Users)")


def git(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", "-c", "safe.directory=*", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def tracked() -> list[str]:
    listing = git("ls-files", "-z")
    assert listing.returncode == 0, listing.stderr
    return [name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


def faults(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}"
        for name in tracked()
        for number, line in enumerate((ROOT / name).read_bytes().decode("utf-8", "replace").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_the_lock_file_with_its_addresses_stays_out_of_git():
    assert git("check-ignore", "uv.lock").returncode == 0
    assert "uv.lock" not in tracked()


def test_no_tracked_file_names_a_registry_host():
    assert faults(REGISTRY) == []


def test_no_tracked_file_names_a_place_on_somebodys_machine():
    assert faults(MACHINE_PATH) == []


@pytest.mark.parametrize("text", [f"https://files.{REGISTRIES[1]}.org/x", f"{REGISTRIES[0]}.org"])
def test_a_registry_host_is_found(text):
    assert REGISTRY.search(text)


@pytest.mark.parametrize("text", ["see /" + "home/ana/x", '"/' + 'work/x"', "C:" + "\\Users\\ana"])
def test_a_machine_path_is_found(text):
    assert MACHINE_PATH.search(text)


@pytest.mark.parametrize("text", ["https://example.org/home/x", "src/home/x", "~/home/x", "at home/away"])
def test_an_ordinary_path_is_no_machine_path(text):
    assert not MACHINE_PATH.search(text)


def test_each_decision_has_a_number_of_its_own_that_its_title_says():
    found = [(page.name, page.read_text("utf-8").splitlines()[0]) for page in sorted((ROOT / "docs/adr").glob("*.md"))]
    numbers = [int(name[:4]) for name, _ in found]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [title for number, (_, title) in zip(numbers, found, strict=True) if f"{number}." not in title] == []
