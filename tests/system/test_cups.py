from pathlib import Path

import pytest

from consult_app.application.errors import EnvironmentFailed
from consult_app.application.ports import PrinterInfo
from consult_app.system.cups import CupsPrinter, cups_is_here

REPORT = """\
Front-Desk accepting requests since Tue 12 May 2026 09:00:00 AM
Office not accepting requests since Tue 12 May 2026 09:00:00 AM -
\tRejecting Jobs
Upstairs accepting requests since Tue 12 May 2026 09:00:00 AM
Busy accepting requests since Tue 12 May 2026 09:00:00 AM
printer Front-Desk is idle.  enabled since Tue 12 May 2026 09:00:00 AM
printer Office is idle.  enabled since Tue 12 May 2026 09:00:00 AM
printer Upstairs disabled since Tue 12 May 2026 09:00:00 AM -
\tPaused
printer Busy now printing Busy-12.  enabled since Tue 12 May 2026 09:00:00 AM
system default destination: Front-Desk
"""
PDF = b"%PDF-1.7\n\x00\xff of somebody"


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A folder of stand-ins for ``lp`` and ``lpstat``; the only one on PATH besides the shell's."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def put(folder: Path, name: str, script: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


@pytest.fixture
def clinic(programs, tmp_path):
    """Both programs, four queues; ``lp`` keeps what it is given in the test's folder."""
    (tmp_path / "report").write_text(REPORT)
    put(programs, "lpstat", f'[ "$LC_ALL" = C ] || exit 9\n/bin/cat {tmp_path}/report')
    put(
        programs,
        "lp",
        f'printf "%s\\n" "$@" > {tmp_path}/arguments\n/bin/cat > {tmp_path}/job.pdf',
    )
    return tmp_path


def test_cups_is_here_only_with_both_programs(programs):
    assert not cups_is_here()
    put(programs, "lp", "exit 0")
    assert not cups_is_here()
    put(programs, "lpstat", "exit 0")
    assert cups_is_here()


def test_the_queues_come_with_their_default_and_their_problems(clinic, monkeypatch):
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")

    assert CupsPrinter().printers() == (
        PrinterInfo("Front-Desk", is_default=True),
        PrinterInfo("Office", problem="takes no jobs at the moment"),
        PrinterInfo("Upstairs", problem="is paused"),
        PrinterInfo("Busy"),
    )


def test_a_computer_without_queues_has_none(programs):
    put(programs, "lpstat", "echo 'lpstat: No destinations added.' >&2; exit 1")

    assert CupsPrinter().printers() == ()


def test_a_printing_system_that_does_not_answer_is_told(programs):
    put(programs, "lpstat", "echo 'lpstat: Unable to connect to server' >&2; exit 1")

    with pytest.raises(EnvironmentFailed, match="does not answer"):
        CupsPrinter().printers()


def test_a_printing_system_that_hangs_is_given_up(programs, monkeypatch):
    put(programs, "lpstat", "exec /bin/sleep 60")
    monkeypatch.setattr("consult_app.system.cups._ASK_SECONDS", 0.05)

    with pytest.raises(EnvironmentFailed, match="does not answer"):
        CupsPrinter().printers()


def test_without_cups_the_advice_is_to_install_it_or_save(programs):
    with pytest.raises(EnvironmentFailed, match="not installed") as raised:
        CupsPrinter().printers()

    assert "PDF" in raised.value.advice


def test_the_queue_gets_the_very_bytes_and_nothing_about_the_patient(clinic):
    CupsPrinter().send(PDF, printer="Front-Desk", copies=2, paper="a4")

    assert (clinic / "job.pdf").read_bytes() == PDF
    assert (clinic / "arguments").read_text().splitlines() == [
        *("-s", "-d", "Front-Desk", "-n", "2", "-t", "Clinic sheet", "-o", "media=A4"),
    ]


def test_a_busy_printer_takes_the_job_into_its_queue(clinic):
    CupsPrinter().send(PDF, printer="Busy", copies=1, paper="letter")

    assert (clinic / "job.pdf").read_bytes() == PDF


@pytest.mark.parametrize(
    ("printer", "words"),
    [
        ("Nope", "no printer named Nope"),
        ("-d", "no printer named -d"),
        ("Front-Desk; rm -r x", "no printer named"),
        ("Upstairs", "Upstairs is paused"),
        ("Office", "Office takes no jobs"),
    ],
)
def test_a_printer_that_cannot_take_the_job_is_named_and_gets_nothing(clinic, printer, words):
    with pytest.raises(EnvironmentFailed, match=words) as raised:
        CupsPrinter().send(PDF, printer=printer, copies=1, paper="letter")

    assert "save" in raised.value.advice
    assert not (clinic / "job.pdf").exists()


def test_a_queue_that_refuses_is_named(clinic, programs):
    put(
        programs,
        "lp",
        "/bin/cat >/dev/null; echo 'lp: something about somebody' >&2; exit 1",
    )

    with pytest.raises(EnvironmentFailed, match="Front-Desk did not take") as raised:
        CupsPrinter().send(PDF, printer="Front-Desk", copies=1, paper="letter")

    assert "somebody" not in str(raised.value)


def test_a_program_that_cannot_be_started_is_told(programs):
    (programs / "lpstat").write_bytes(b"\x00 not a program")
    (programs / "lpstat").chmod(0o755)

    with pytest.raises(EnvironmentFailed, match="does not answer"):
        CupsPrinter().printers()


def test_no_file_is_left_and_none_is_made_for_the_job(clinic, monkeypatch):
    temporary = clinic / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))

    CupsPrinter().send(PDF, printer="Front-Desk", copies=1, paper="letter")

    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("copies", [0, -1, 100])
def test_a_number_of_copies_out_of_range_is_a_bug(clinic, copies):
    with pytest.raises(ValueError, match="copies"):
        CupsPrinter().send(PDF, printer="Front-Desk", copies=copies, paper="letter")
