"""The command line called in this process, where the world around it can be changed."""

import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from consult_app import bootstrap, cli
from consult_app.application.ports import RenderedHandout
from consult_app.demo import run
from consult_app.system import atomic_files
from tests.cli.running import EXAMPLES, READY, ROOT, SAMPLE_CLINIC


class FullOutput:
    """Standard output on a full disk."""

    encoding = "utf-8"

    @property
    def buffer(self):
        return self

    def write(self, _data):
        raise OSError(errno.ENOSPC, "full")

    def fileno(self):
        raise io.UnsupportedOperation


@pytest.fixture
def no_display(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")


@pytest.fixture
def demo(monkeypatch):
    asked = []

    def run_demo(screenshots):
        asked.append((screenshots, os.environ.get("QT_QPA_PLATFORM")))
        return 0

    monkeypatch.setattr(run, "run_demo", run_demo)
    return asked


def test_the_module_loads_without_the_heavy_parts():
    heavy = ("PySide6", "pydantic", "sqlmodel", "sqlalchemy", "reportlab", "rapidfuzz", "babel")
    script = f"import sys, consult_app.cli; print([name for name in {heavy} if name in sys.modules])"

    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=ROOT)

    assert ran.stdout.strip() == b"[]"


def test_a_bug_is_1_with_one_line_that_names_the_log(monkeypatch, capsys, tmp_path):
    def broken():
        raise KeyError("Ortega-Whitfield")

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(bootstrap, "load_protocol", broken)

    assert cli.main(["propose", READY]) == 1

    said = capsys.readouterr()
    (line,) = said.err.splitlines()
    log = Path(line.rpartition(" are in ")[2])
    assert said.out == ""
    assert "Traceback" not in line
    assert "builtins.KeyError" in log.read_text(encoding="utf-8")
    assert "Ortega" not in log.read_text(encoding="utf-8")


def test_an_interrupted_command_says_nothing_more(monkeypatch, capsys):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(bootstrap, "load_protocol", interrupted)

    assert cli.main(["propose", READY]) == 130
    assert capsys.readouterr() == ("", "")


def test_output_that_cannot_be_written_is_4(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdout", FullOutput())

    assert cli.main(["protocol", "show", "sun.fresh_tan"]) == 4
    assert capsys.readouterr().err == (
        "The output could not be written. Check that the disk has space, or send it elsewhere.\n"
    )


def test_no_standard_output_at_all_is_4(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdout", None)

    assert cli.main(["protocol", "show", "sun.fresh_tan"]) == 4
    assert "no standard output" in capsys.readouterr().err


def test_no_standard_input_is_4(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", None)

    assert cli.main(["propose", "-"]) == 4
    assert "no standard input" in capsys.readouterr().err


def test_a_consultation_that_may_not_be_opened_is_4(monkeypatch, capsys):
    def forbidden(*_args, **_kwargs):
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(Path, "open", forbidden)

    assert cli.main(["propose", READY]) == 4
    assert "could not be read" in capsys.readouterr().err


def test_a_file_name_no_file_can_have_is_2(capsys):
    assert cli.main(["propose", "a\0b"]) == 2
    assert "no such file" in capsys.readouterr().err


def test_a_name_that_the_terminal_cannot_show_does_not_stop_the_proposal(monkeypatch):
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="ascii"))

    assert cli.main(["propose", str(EXAMPLES / "spanish.json")]) == 0
    assert b"Mar?a Jos? N??ez Ibarra" in out.getvalue()


def test_json_is_utf_8_whatever_the_terminal_speaks(monkeypatch):
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="ascii"))

    assert cli.main(["propose", str(EXAMPLES / "spanish.json"), "--json"]) == 0
    assert b'"Protector solar mineral FPS 50"' in out.getvalue()
    out.getvalue().decode("utf-8")


def test_a_full_disk_leaves_the_old_sheet(monkeypatch, capsys, tmp_path):
    def full(*_args):
        raise OSError(errno.ENOSPC, "full")

    sheet = tmp_path / "sheet.pdf"
    sheet.write_bytes(b"old")
    monkeypatch.setattr(atomic_files.os, "replace", full)

    assert cli.main(["handout", READY, "-o", str(sheet)]) == 4
    assert capsys.readouterr().err.startswith("The disk is full.")
    assert sheet.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.pdf"]


def drawn(monkeypatch, **given):
    """Take the sheets that are asked for in place of drawing them."""
    asked = []

    def render(_protocol, _clinic, _answers, _proposal, *, choice, draft=False):
        asked.append((choice.sheet.value, choice.language, choice.look, draft))
        return RenderedHandout(pdf=b"%PDF-", pages=1, text="", **given)

    monkeypatch.setattr(bootstrap, "render_sheet", render)
    return asked


def handout(tmp_path, example, *options):
    file = str(EXAMPLES / example)
    return cli.main(["handout", file, "--clinic", SAMPLE_CLINIC, "-o", str(tmp_path / "sheet.pdf"), *options])


def test_a_treatment_ahead_gets_the_sheet_before_and_one_today_the_sheet_after(monkeypatch, tmp_path):
    asked = drawn(monkeypatch)

    assert handout(tmp_path, "second_session.json") == 0
    assert handout(tmp_path, "ready.json") == 0
    assert handout(tmp_path, "ready.json", "--sheet", "before") == 0
    assert [sheet for sheet, *_ in asked] == ["before", "after", "before"]


def test_the_language_is_the_patients_unless_another_is_named(monkeypatch, tmp_path):
    asked = drawn(monkeypatch)

    handout(tmp_path, "spanish.json")
    handout(tmp_path, "spanish.json", "--language", "en")

    assert [language for _, language, *_ in asked] == ["es", "en"]


def test_the_look_follows_the_options(monkeypatch, tmp_path):
    asked = drawn(monkeypatch)

    handout(tmp_path, "ready.json")
    handout(tmp_path, "ready.json", "--paper", "a4", "--large-print", "--no-letterhead", "--draft")

    (plain, plain_draft), (other, other_draft) = [(look, draft) for *_, look, draft in asked]
    assert (plain.paper, plain.large_print, plain.letterhead, plain_draft) == ("letter", False, True, False)
    assert (other.paper, other.large_print, other.letterhead, other_draft) == ("a4", True, False, True)


def test_a_character_without_a_glyph_is_named(monkeypatch, capsys, tmp_path):
    drawn(monkeypatch, missing_glyphs=("☃",))

    assert handout(tmp_path, "ready.json") == 0
    assert capsys.readouterr().err == ("Warning: no font here shows the character U+2603. The sheet prints □ for it.\n")


def test_the_day_worked_on_is_recorded_with_a_choice(capsysbinary):
    assert cli.main(["propose", str(EXAMPLES / "review.json"), "--json", "--on", "2026-05-18"]) == 0
    assert b'"on": "2026-05-18"' in capsysbinary.readouterr().out


def test_the_desk_opens_on_a_display(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(bootstrap, "run_desk", lambda: 0)

    assert cli.main([]) == 0


@pytest.mark.usefixtures("no_display")
@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_a_display_server_counts_as_a_display(monkeypatch, name):
    monkeypatch.setenv(name, ":7")
    monkeypatch.setattr(bootstrap, "run_desk", lambda: 0)

    assert cli.main([]) == 0


def test_the_demo_on_a_display_opens_a_window(monkeypatch, demo):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")

    assert cli.main(["demo"]) == 0
    assert demo == [(None, "offscreen")]


@pytest.mark.usefixtures("no_display")
def test_the_demo_without_a_display_writes_sheets_and_pictures(demo, monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)

    assert cli.main(["demo"]) == 0

    assert demo == [(Path("consult-demo"), "offscreen")]
    assert sorted(path.name for path in (tmp_path / "consult-demo").iterdir()) == ["after.pdf", "before.pdf"]
    assert "consult-demo" in capsys.readouterr().out


@pytest.mark.usefixtures("no_display")
def test_screenshots_need_no_display(demo, tmp_path):
    assert cli.main(["demo", "--screenshots", str(tmp_path)]) == 0
    assert demo == [(tmp_path, "offscreen")]


@pytest.mark.usefixtures("no_display")
def test_a_demo_that_cannot_make_its_folder_is_4(demo, monkeypatch, tmp_path, capsys):
    (tmp_path / "consult-demo").write_bytes(b"in the way")
    monkeypatch.chdir(tmp_path)

    assert cli.main(["demo"]) == 4
    assert demo == []
    assert "cannot be made" in capsys.readouterr().err
