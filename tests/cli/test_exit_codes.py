"""Each exit code from a real process, and what stays untouched when a command fails."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import EXAMPLES, READY, ROOT, SAMPLE_CLINIC, WORKED, consult

OLD = b"the sheet that was there"


def lines(output: bytes) -> list[str]:
    return output.decode().splitlines()


def test_a_proposal_in_words_comes_out_with_0(tmp_path):
    ran = consult("propose", WORKED, home=tmp_path)

    assert (ran.returncode, ran.stderr) == (0, b"")
    assert lines(ran.stdout)[0] == "Wait until Sun, May 17"
    assert max(len(line) for line in lines(ran.stdout)) <= 100


def test_a_proposal_from_standard_input_is_that_of_the_file_and_twice_the_same_bytes(tmp_path):
    from_file = consult("propose", WORKED, "--json", home=tmp_path)
    from_input = consult("propose", "-", "--json", home=tmp_path, stdin=Path(WORKED).read_bytes())

    assert from_file.returncode == from_input.returncode == 0
    assert from_input.stdout == from_file.stdout
    assert from_file.stdout.endswith(b"}\n")


def test_faulty_input_is_2_with_one_line_a_fault_and_no_traceback(tmp_path):
    data = b'{"format": "consultation/1", "treatment": "peel", "skin": {"tan": "tanned"}}'

    ran = consult("propose", "-", home=tmp_path, stdin=data)

    assert (ran.returncode, ran.stdout) == (2, b"")
    assert lines(ran.stderr) == [
        'treatment: "peel" is not a choice here. Allowed: microneedling.',
        'skin.tan: "tanned" is not a choice here. Allowed: none, slight, fresh, sunburn.',
    ]


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    "arguments",
    [
        ("propose",),
        ("propose", READY, "--on", "May 5"),
        ("propose", READY, "--jso"),
        ("handout", READY),
        ("handout", READY, "-o", "-"),
        ("handout", READY, "-o", "a.pdf", "--paper", "a5"),
        ("import", READY),
        ("protocol",),
        ("protocol", "show", "sun.nothing"),
        ("propose", "missing.json"),
        ("propose", "."),
        ("propose", READY, "--clinic", "missing.toml"),
        ("protocol", "check", "missing"),
    ],
    ids=" ".join,
)
def test_a_command_that_cannot_be_meant_is_2(tmp_path, arguments):
    ran = consult(*arguments, home=tmp_path)

    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr
    assert b"Traceback" not in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_is_written_with_0_and_warns_of_what_the_clinic_lacks(tmp_path):
    ran = consult("handout", READY, "-o", "after.pdf", home=tmp_path)

    assert (ran.returncode, ran.stdout) == (0, b"")
    assert lines(ran.stderr) == ["Warning: the clinic's phone number is missing. The sheet has a line to write it on."]
    assert (tmp_path / "after.pdf").read_bytes().startswith(b"%PDF-")


def test_a_sheet_of_a_complete_clinic_has_nothing_to_say_and_twice_the_same_bytes(tmp_path):
    for name in ("one.pdf", "two.pdf"):
        ran = consult("handout", READY, "--clinic", SAMPLE_CLINIC, "-o", name, home=tmp_path)
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")

    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_a_sheet_that_may_not_be_given_is_3_says_why_and_leaves_the_old_one(tmp_path):
    (tmp_path / "sheet.pdf").write_bytes(OLD)

    ran = consult("handout", WORKED, "-o", "sheet.pdf", home=tmp_path)

    assert (ran.returncode, ran.stdout) == (3, b"")
    assert "2026-05-17" in ran.stderr.decode()
    assert names_in(tmp_path) == ["sheet.pdf"]
    assert (tmp_path / "sheet.pdf").read_bytes() == OLD


def test_a_draft_of_it_is_printed_all_the_same(tmp_path):
    ran = consult("handout", WORKED, "-o", "sheet.pdf", "--draft", home=tmp_path)

    assert ran.returncode == 0
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF-")


def test_faulty_input_leaves_an_old_sheet_alone(tmp_path):
    (tmp_path / "sheet.pdf").write_bytes(OLD)

    ran = consult("handout", "-", "-o", "sheet.pdf", home=tmp_path, stdin=b"{")

    assert ran.returncode == 2
    assert names_in(tmp_path) == ["sheet.pdf"]
    assert (tmp_path / "sheet.pdf").read_bytes() == OLD


def test_the_consultation_itself_is_never_written_over(tmp_path):
    file = tmp_path / "ready.json"
    file.write_bytes(Path(READY).read_bytes())

    ran = consult("handout", "ready.json", "-o", str(file), home=tmp_path)

    assert ran.returncode == 2
    assert file.read_bytes() == Path(READY).read_bytes()


@pytest.mark.parametrize("output", ["a-folder", "no-folder/sheet.pdf", "ready.json/sheet.pdf", "/dev/null"])
def test_a_place_that_takes_no_file_is_4_with_what_to_do(tmp_path, output):
    (tmp_path / "a-folder").mkdir()
    (tmp_path / "ready.json").write_bytes(Path(READY).read_bytes())

    ran = consult("handout", READY, "-o", output, home=tmp_path)

    assert (ran.returncode, ran.stdout) == (4, b"")
    assert len(lines(ran.stderr)) == 1
    assert names_in(tmp_path) == ["a-folder", "ready.json"]
    assert list((tmp_path / "a-folder").iterdir()) == []


def test_the_desk_without_a_display_is_4_and_names_what_works(tmp_path):
    ran = consult(home=tmp_path)

    assert ran.returncode == 4
    assert b"consult demo" in ran.stderr
    assert b"consult propose FILE" in ran.stderr


def test_version_names_program_and_protocol(tmp_path):
    ran = consult("--version", home=tmp_path)

    assert ran.returncode == 0
    assert ran.stdout.decode().startswith("consult 0.1.0, protocol microneedling 1.0.0")


def test_help_names_every_command_and_none_that_is_not_there(tmp_path):
    help_text = consult("--help", home=tmp_path).stdout.decode()

    assert all(command in help_text for command in ("demo", "propose", "handout", "protocol"))
    assert all(command in help_text for command in ("backup", "restore", "verify"))
    assert not any(command in help_text for command in ("import", "export", "move-to-server"))


def test_the_shipped_protocol_is_sound(tmp_path):
    ran = consult("protocol", "check", home=tmp_path)

    assert (ran.returncode, ran.stderr) == (0, b"")
    assert lines(ran.stdout)[-1].startswith("No faults, ")


def test_a_faulty_protocol_is_2_with_file_key_and_reason(tmp_path):
    source = ROOT / "resources" / "protocols" / "microneedling" / "1.0.0"
    for file in source.iterdir():
        text = file.read_text(encoding="utf-8")
        if file.name == "protocol.toml":
            text = text.replace('id = "microneedling"', 'id = "microneedling"\nnickname = "needling"', 1)
        (tmp_path / file.name).write_text(text, encoding="utf-8")

    ran = consult("protocol", "check", ".", home=tmp_path)

    assert (ran.returncode, ran.stdout) == (2, b"")
    assert lines(ran.stderr) == ["protocol.toml: nickname: this key is not known here"]


def own_version(folder):
    """A clinic's own version in ``folder``, as the desk would copy it."""
    folder.mkdir()
    for file in (ROOT / "resources" / "protocols" / "microneedling" / "1.0.0").iterdir():
        text = file.read_text(encoding="utf-8")
        own = text.replace('\nversion = "1.0.0"', '\nversion = "1.0.0-clinic.1"\nderived_from = "1.0.0"', 1)
        (folder / file.name).write_text(own, encoding="utf-8")
    return folder


@pytest.mark.parametrize("path", ["1.0.0-clinic.1", ".", "../1.0.0-clinic.1"])
def test_a_clinics_own_version_is_checked_from_wherever_it_is_named(tmp_path, path):
    folder = own_version(tmp_path / "1.0.0-clinic.1")
    ran = consult("protocol", "check", path, home=tmp_path if path == folder.name else folder)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_an_own_version_in_a_folder_of_another_name_is_2(tmp_path):
    own_version(tmp_path / "ours")
    ran = consult("protocol", "check", "ours", home=tmp_path)
    assert ran.returncode == 2
    said = "protocol.toml: version: is 1.0.0-clinic.1, but the folder is called ours: both must be the same"
    assert lines(ran.stderr) == [said]


def test_a_rule_is_shown_with_its_sources(tmp_path):
    ran = consult("protocol", "show", "sun.fresh_tan", home=tmp_path)

    assert ran.returncode == 0
    assert "clinic:S27" in ran.stdout.decode()
    assert "until 14 days after the tan began" in ran.stdout.decode()


def test_an_override_by_someone_who_may_not_is_3(tmp_path):
    content = json.loads((EXAMPLES / "fresh_tan.json").read_text(encoding="utf-8"))
    content["choices"] = {"overrides": [{"rule": "sun.fresh_tan", "reason": "Looked at it in daylight, it is gone."}]}

    ran = consult("propose", "-", home=tmp_path, stdin=json.dumps(content).encode())

    assert (ran.returncode, ran.stdout) == (3, b"")
    assert "prescriber" in ran.stderr.decode()


def test_a_reader_that_leaves_early_is_no_error(tmp_path):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ran = subprocess.run(
            [sys.executable, str(ROOT / "main.py"), "propose", READY],
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
            cwd=tmp_path,
        )
    finally:
        os.close(writing)

    assert (ran.returncode, ran.stderr) == (0, b"")
