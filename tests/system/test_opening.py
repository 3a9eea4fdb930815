import pytest

from consult_app.application.errors import EnvironmentFailed
from consult_app.system.opening import open_file


@pytest.fixture
def opener(tmp_path, monkeypatch):
    """Writes the stand-in for the desktop's opener, the only program on PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr("sys.platform", "linux")

    def put(script):
        program = folder / "xdg-open"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        return program

    return put


def test_the_file_is_handed_to_the_desktops_opener(opener, tmp_path):
    opener(f'printf "%s" "$1" > {tmp_path}/opened')

    open_file(str(tmp_path / "After care; rm x.eml"))

    assert (tmp_path / "opened").read_text() == str(tmp_path / "After care; rm x.eml")


def test_a_program_that_stays_open_is_left_running(opener, monkeypatch, tmp_path):
    monkeypatch.setattr("consult_app.system.opening._FAILS_WITHIN_SECONDS", 0.05)
    (tmp_path / "goes on").touch()
    opener(f'while [ -e "{tmp_path}/goes on" ]; do :; done; : > "{tmp_path}/ended"')

    open_file("sheet.eml")

    assert not (tmp_path / "ended").exists()
    (tmp_path / "goes on").unlink()


def test_without_an_opener_it_is_told_what_to_do(opener):
    with pytest.raises(EnvironmentFailed, match="no program opened it") as raised:
        open_file("Marisol.eml")

    assert "attach the saved PDF" in raised.value.advice
    assert "Marisol" not in str(raised.value) + raised.value.advice


@pytest.mark.parametrize("script", ["exit 3", "exit 4"])
def test_an_opener_that_finds_no_program_is_told(opener, script):
    opener(script)

    with pytest.raises(EnvironmentFailed, match="no program opened it"):
        open_file("sheet.eml")


def test_an_opener_that_cannot_be_started_is_told(opener):
    opener("").write_bytes(b"\x00 not a program")

    with pytest.raises(EnvironmentFailed, match="no program opened it"):
        open_file("sheet.eml")
