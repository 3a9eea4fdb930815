"""The command line: the same program as the desk, for files.

Exit codes: 0 done, 2 the input is wrong, 3 refused by a rule of the product, 4 the environment failed, 1 a bug.
Starts light: what a command needs is imported when it runs.
"""

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from consult_app.application.errors import EnvironmentFailed, Fault, InputFaulty, Refused
from consult_app.clinic_commands import add_clinic_commands

if TYPE_CHECKING:
    from consult_app.application.handouts import SheetChoice
    from consult_app.application.ports import RenderedHandout
    from consult_app.domain.answers import Answers
    from consult_app.domain.clinic import Clinic
    from consult_app.domain.proposal import Proposal
    from consult_app.domain.protocol import Protocol

DONE, BUG, FAULTY, REFUSED, ENVIRONMENT, INTERRUPTED = 0, 1, 2, 3, 4, 130
DEMO_FOLDER = Path("consult-demo")
SAMPLE_CONSULTATION = "ready.json"

_PLATFORM = "QT_QPA_PLATFORM"


class _ReaderLeft(Exception):
    """Whoever read our output closed it early: nothing is wrong, and nobody is there to tell."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the result is the exit code."""
    try:
        arguments = _parser().parse_args(argv)
        code: int = arguments.run(arguments)
    except SystemExit as left:  # argparse has already said what was wrong
        return left.code if isinstance(left.code, int) else DONE
    except InputFaulty as faulty:
        _complain(fault.line for fault in faulty.faults)
        return FAULTY
    except Refused as refused:
        _complain([refused.summary, *(f"  {line}" for line in refused.missing)])
        return REFUSED
    except EnvironmentFailed as failed:
        _complain([f"{failed.what} {failed.advice}".rstrip()])
        return ENVIRONMENT
    except _ReaderLeft:
        _silence_stdout()
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as bug:  # noqa: BLE001 - the last door: a bug is logged and said in one line
        _report(bug)
        return BUG
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="consult",
        description="Consultation assistant for aesthetic clinics. Without a command it opens the desk.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="show the version and the protocol, then exit")
    parser.set_defaults(run=_version_or_desk)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    demo = commands.add_parser("demo", help="open the desk on a fictional clinic", allow_abbrev=False)
    demo.add_argument("--screenshots", metavar="DIR", type=Path, help="save a picture of every screen in DIR and exit")
    demo.set_defaults(run=_demo)

    propose = commands.add_parser("propose", help="print what the protocol proposes", allow_abbrev=False)
    _add_consultation(propose)
    propose.add_argument(
        "--on", metavar="DATE", type=_day, help="the day worked on; default: the file's consultation date, else today"
    )
    propose.add_argument("--json", action="store_true", help="print proposal/1 JSON in place of text")
    propose.set_defaults(run=_propose)

    handout = commands.add_parser("handout", help="write a patient's sheet as PDF", allow_abbrev=False)
    _add_consultation(handout)
    handout.add_argument("-o", "--output", metavar="OUT.pdf", required=True, type=_output_file, help="the PDF to write")
    handout.add_argument(
        "--sheet", choices=("before", "after"), help="default: before while the treatment lies ahead, else after"
    )
    handout.add_argument("--language", choices=("en", "es"), help="default: the patient's language")
    handout.add_argument("--paper", choices=("letter", "a4"), default="letter", help="default: letter")
    handout.add_argument("--large-print", action="store_true", help="print larger")
    handout.add_argument("--no-letterhead", action="store_true", help="leave the brand out and save ink")
    handout.add_argument("--draft", action="store_true", help="print an unfinished sheet, marked DRAFT")
    handout.set_defaults(run=_handout)

    add_clinic_commands(commands, _print)
    protocol = commands.add_parser("protocol", help="check a protocol or show a rule", allow_abbrev=False)
    actions = protocol.add_subparsers(title="actions", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="name every fault of a protocol folder", allow_abbrev=False)
    check.add_argument("path", metavar="PATH", nargs="?", type=Path, help="default: the protocol that is shipped")
    check.set_defaults(run=_protocol_check)
    show = actions.add_parser("show", help="print one rule with its sources", allow_abbrev=False)
    show.add_argument("rule", metavar="RULE", help="a rule id, such as sun.fresh_tan")
    show.set_defaults(run=_protocol_show)
    return parser


def _add_consultation(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", help="a consultation/1 file; - reads standard input")
    command.add_argument("--clinic", metavar="FILE", type=Path, help="a clinic.toml; default: the shipped profile")


def _day(text: str) -> date:
    with suppress(ValueError):
        day = date.fromisoformat(text)
        if day.isoformat() == text and 1900 <= day.year <= 2200:
            return day
    raise argparse.ArgumentTypeError("a date is written YYYY-MM-DD, from 1900 to 2200")


def _output_file(text: str) -> Path:
    if text in ("", "-"):
        raise argparse.ArgumentTypeError("the sheet needs a file name")
    return Path(text)


def _version_or_desk(arguments: argparse.Namespace) -> int:
    if arguments.version:
        return _version()
    if not _has_display():
        raise EnvironmentFailed(
            "There is no display to open the desk on.",
            "Without one, use: consult demo, or consult propose FILE.",
        )
    from consult_app import bootstrap

    return bootstrap.run_desk()


def _version() -> int:
    from importlib.metadata import PackageNotFoundError, version

    from consult_app import bootstrap

    protocol = bootstrap.load_protocol()
    number = "(not installed)"
    with suppress(PackageNotFoundError):
        number = version("consult-app")
    _print(f"consult {number}, protocol {protocol.id} {protocol.version}\n")
    return DONE


def _demo(arguments: argparse.Namespace) -> int:
    from consult_app.demo.run import run_demo

    if not _has_display():
        os.environ[_PLATFORM] = "offscreen"
        if arguments.screenshots is None:
            return _demo_without_window()
    return run_demo(arguments.screenshots)


def _demo_without_window() -> int:
    from consult_app.demo.run import run_demo

    _make_folder(DEMO_FOLDER)
    sheets = "".join(f"{sheet}\n" for sheet in _sample_sheets(DEMO_FOLDER))
    code = run_demo(DEMO_FOLDER)
    _print(f"There is no display: the sample consultation was done without a window.\n{sheets}")
    _print(f"Pictures of the screens are in {DEMO_FOLDER}.\n")
    return code


def _sample_sheets(folder: Path) -> tuple[Path, ...]:
    from consult_app import bootstrap
    from consult_app.application.handout_document import Sheet
    from consult_app.application.handouts import SheetChoice
    from consult_app.system.atomic_files import write_atomically
    from consult_app.system.paths import resources

    data = (resources() / "examples" / SAMPLE_CONSULTATION).read_bytes()
    work = _work(data, on=None, clinic_file=bootstrap.clinic_profile(bootstrap.SAMPLE_CLINIC))
    written = tuple(folder / f"{sheet.value}.pdf" for sheet in Sheet)
    for sheet, path in zip(Sheet, written, strict=True):
        write_atomically(path, _render(work, SheetChoice(sheet)).pdf)
    return written


def _propose(arguments: argparse.Namespace) -> int:
    work = _work(_read(arguments.file), on=arguments.on, clinic_file=arguments.clinic)
    if arguments.json:
        from consult_app.interchange.proposal_json import write_proposal

        _print_bytes(write_proposal(work.proposal))
    else:
        from consult_app.interchange.proposal_text import write_proposal_text

        _print(write_proposal_text(work.proposal, work.protocol, work.answers))
    return DONE


def _handout(arguments: argparse.Namespace) -> int:
    from consult_app.application.handout_document import Sheet
    from consult_app.application.handouts import SheetChoice, missing_from_clinic, sheet_refusals, usual_sheet
    from consult_app.application.ports import SheetLook
    from consult_app.system.atomic_files import write_atomically

    _refuse_writing_over(arguments.file, arguments.output)
    work = _work(_read(arguments.file), on=None, clinic_file=arguments.clinic)
    if arguments.sheet is not None:
        sheet = Sheet(arguments.sheet)
    else:
        sheet = usual_sheet(work.answers, work.proposal.consultation_date)
    refusals = sheet_refusals(sheet, work.answers, work.proposal)
    if refusals and not arguments.draft:
        raise Refused(f'The sheet "{sheet.value}" cannot be given yet. --draft prints it unfinished.', refusals)
    look = SheetLook(
        paper=arguments.paper,
        large_print=arguments.large_print,
        letterhead=work.clinic.brand.letterhead and not arguments.no_letterhead,
    )
    choice = SheetChoice(sheet, arguments.language or work.answers.patient.language, look)
    rendered = _render(work, choice, draft=arguments.draft)
    write_atomically(arguments.output, rendered.pdf)
    _complain(
        f"Warning: the clinic's {what} is missing. The sheet has a line to write it on."
        for what in missing_from_clinic(work.clinic)
    )
    _complain(
        f"Warning: no font here shows the character U+{ord(char[0]):04X}. The sheet prints □ for it."
        for char in rendered.missing_glyphs
    )
    return DONE


def _protocol_check(arguments: argparse.Namespace) -> int:
    from consult_app import bootstrap
    from consult_app.content.checks import check_protocol

    faults, notices = check_protocol(arguments.path or bootstrap.protocol_folders()[0])
    if faults:
        raise InputFaulty(bootstrap.content_faults(faults))
    _print("".join(f"Notice: {notice}\n" for notice in notices))
    _print(f"No faults, {len(notices)} {'notice' if len(notices) == 1 else 'notices'}.\n")
    return DONE


def _protocol_show(arguments: argparse.Namespace) -> int:
    from consult_app import bootstrap
    from consult_app.interchange.fields import listed, quoted
    from consult_app.interchange.protocol_text import write_rule_text

    protocol = bootstrap.load_protocol()
    rule = protocol.rules.get(arguments.rule)
    if rule is None:
        fault = Fault("RULE", f"{quoted(arguments.rule)} is not a rule of this protocol.", listed(protocol.rules))
        raise InputFaulty((fault,))
    _print(write_rule_text(protocol, rule))
    return DONE


@dataclass(frozen=True, slots=True)
class _Work:
    protocol: "Protocol"
    clinic: "Clinic"
    answers: "Answers"
    proposal: "Proposal"


def _work(data: bytes, *, on: date | None, clinic_file: Path | None) -> _Work:
    """Read a consultation and propose. Raises for faulty input and for choices the provider may not record."""
    from consult_app import bootstrap
    from consult_app.application.deciding import choice_faults, prescriber_refusals
    from consult_app.domain.proposal import propose
    from consult_app.interchange.consultation_file import Reading, read_consultation
    from consult_app.system.clock import SystemClock

    protocol = bootstrap.load_protocol()
    clinic = bootstrap.load_clinic(clinic_file)
    reading = Reading(
        protocol=protocol,
        clinic=clinic,
        match=bootstrap.matcher(protocol).match,
        today=SystemClock().now().astimezone(clinic.time_zone).date(),
        on=on,
    )
    answers = read_consultation(data, reading)
    proposal = propose(protocol, clinic, answers, reading.day_of(answers.consultation_date))
    faults = choice_faults(protocol, answers, proposal)
    if faults:
        raise InputFaulty(faults)
    refusals = prescriber_refusals(protocol, answers, proposal)
    if refusals:
        raise Refused("A choice in the file is not this provider's to make.", refusals)
    return _Work(protocol, clinic, answers, proposal)


def _render(work: _Work, choice: "SheetChoice", *, draft: bool = False) -> "RenderedHandout":
    from consult_app import bootstrap

    return bootstrap.render_sheet(work.protocol, work.clinic, work.answers, work.proposal, choice=choice, draft=draft)


def _read(file: str) -> bytes:
    """At most one byte more than a consultation file may have."""
    from consult_app.interchange.json_text import MAX_BYTES

    try:
        if file != "-":
            with Path(file).open("rb") as opened:
                return opened.read(MAX_BYTES + 1)
        if sys.stdin is None:
            raise EnvironmentFailed("There is no standard input to read.", "Name a file in place of -.")
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise InputFaulty(
            (Fault("FILE", "There is no such file.", "Name a consultation file, or - to read it."),)
        ) from error
    except IsADirectoryError as error:
        raise InputFaulty((Fault("FILE", "This is a folder.", "Name a consultation file."),)) from error
    except OSError as error:
        raise EnvironmentFailed("The consultation file could not be read.", "Check that you may open it.") from error


def _refuse_writing_over(file: str, output: Path) -> None:
    """The sheet must not take the place of the consultation it is made from."""
    with suppress(OSError, ValueError):
        if file != "-" and Path(file).samefile(output):
            raise InputFaulty((Fault("OUT.pdf", "This is the consultation file itself.", "Choose another name."),))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentFailed(
            f"The folder {folder} cannot be made here.", "Change to a folder where you may write."
        ) from error


def _has_display() -> bool:
    """Whether a window can open: an explicit platform counts, Windows and macOS always have one."""
    if os.environ.get(_PLATFORM) or sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _print(text: str) -> None:
    _print_bytes(text.encode(getattr(sys.stdout, "encoding", None) or "utf-8", "replace"))


def _print_bytes(data: bytes) -> None:
    if sys.stdout is None:
        raise EnvironmentFailed("There is no standard output to print to.", "Send it to a terminal or a file.")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:
        raise _ReaderLeft from error
    except OSError as error:
        _silence_stdout()
        raise EnvironmentFailed(
            "The output could not be written.", "Check that the disk has space, or send it elsewhere."
        ) from error


def _silence_stdout() -> None:
    """Keep the interpreter from failing once more when it flushes what nobody takes."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(lines: Iterable[str]) -> None:
    for line in lines:
        with suppress(OSError, ValueError):
            print(line, file=sys.stderr)


def _report(bug: Exception) -> None:
    import logging

    from consult_app.system.logging_setup import LOG_FILE, set_up_logging
    from consult_app.system.paths import Paths

    log = Paths.of_user().log_dir / LOG_FILE
    handler = set_up_logging(log.parent)
    try:
        logging.getLogger(__name__).error("a command ended in a bug", exc_info=bug)
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
    _complain([f"Something went wrong inside the program. Details, without patient data, are in {log}"])
