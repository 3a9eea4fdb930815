"""Printing through a real CUPS of this test's own, into a queue that writes PDF files.

Needs root and Debian's cups, cups-client, cups-filters, printer-driver-cups-pdf and ghostscript. The computer's own
CUPS is neither asked nor changed. The queue knows PostScript alone, so CUPS makes PostScript of the sheet and the queue
makes PDF of that again: by pdftocairo, which keeps what letters the glyphs are; Ghostscript and pdftops drop it.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from time import monotonic

import pypdfium2
import pytest

from consult_app.application.errors import EnvironmentFailed
from consult_app.application.handout_document import Sheet
from consult_app.application.ports import PrinterInfo, SheetLook
from consult_app.domain.clinic import Brand
from consult_app.handout.renderer import ReportlabRenderer
from consult_app.system.cups import CupsPrinter
from tests.handout.consulted import consulted
from tests.handout.pictures import worst_tile

pytestmark = pytest.mark.system

QUEUE = "ClinicPDF"
PPD = "/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd"
SECONDS = 60.0
# Edges of boxes move by less than a pixel on the way: measured 0.16 to 0.24, and 0.91 to 1.0 for the sheet in Spanish.
MOST_OF_A_PRINTED_TILE = 0.4


def wait_until(condition, what):
    until = monotonic() + SECONDS
    while monotonic() < until:
        if condition():
            return
    raise AssertionError(f"no {what} after {SECONDS:.0f} s")


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def scheduler_runs():
    asked = subprocess.run(["lpstat", "-r"], capture_output=True, text=True, check=False)
    return asked.stdout.startswith("scheduler is running")


def add_queue(name, device):
    run("lpadmin", "-p", name, "-E", "-v", device, "-P", PPD, "-o", "pdftops-renderer-default=pdftocairo")


@pytest.fixture(scope="module")
def printed():
    """The folder the queue writes to. Settings, spool, log and socket of the server lie beside it and go with it."""
    folder = Path(tempfile.mkdtemp(prefix="consult-cups-"))
    folder.chmod(0o755)
    for name in ("spool", "spool/tmp", "cache", "state", "root", "printed", "queue"):
        (folder / name).mkdir()
    socket = folder / "socket"
    (folder / "cupsd.conf").write_text(
        f"Listen {socket}\nLogLevel warn\nBrowsing No\nWebInterface No\nDefaultAuthType None\n"
        "<Location />\nOrder allow,deny\nAllow all\n</Location>\n"
        "<Policy default>\n<Limit All>\nOrder allow,deny\nAllow all\n</Limit>\n</Policy>\n"
    )
    (folder / "cups-files.conf").write_text(
        f"ServerRoot {folder}/root\nRequestRoot {folder}/spool\nTempDir {folder}/spool/tmp\nCacheDir {folder}/cache\n"
        f"StateDir {folder}/state\nErrorLog {folder}/error_log\nAccessLog {folder}/access_log\n"
        f"PageLog {folder}/page_log\nSystemGroup root\n"
    )
    # The queue's own program looks for its settings here and nowhere else, by the name in the device's address.
    queue_settings = Path(f"/etc/cups/cups-pdf-{folder.name}.conf")
    queue_settings.write_text(
        f"Out {folder}/printed\nAnonDirName {folder}/printed\nSpool {folder}/queue\nLog {folder}\nGrp root\n"
    )
    program = shutil.which("cupsd", path="/usr/sbin")
    settings = ["-c", str(folder / "cupsd.conf"), "-s", str(folder / "cups-files.conf")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CUPS_SERVER", str(socket))
        server = subprocess.Popen([program, "-f", *settings])
        try:
            wait_until(scheduler_runs, "answer of CUPS")
            add_queue(QUEUE, f"cups-pdf:/{folder.name}")
            yield folder / "printed"
        finally:
            server.terminate()
            server.wait(SECONDS)
            queue_settings.unlink()
            shutil.rmtree(folder)


def print_sheet(pdf, folder):
    """What comes out of the queue."""
    CupsPrinter().send(pdf, printer=QUEUE, copies=1, paper="letter")
    wait_until(lambda: not run("lpstat", "-o"), "end of the job")
    (file,) = folder.glob("*.pdf")
    made = file.read_bytes()
    file.unlink()
    return made


def pages(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=0.5, grayscale=True).to_pil().convert("L") for page in document]


def words(pdf):
    """Every word of every page with how often it stands there, in whatever order."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return Counter(re.findall(r"\w+", text))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("sheet", Sheet)
def test_what_comes_out_of_the_queue_is_the_sheet_page_for_page(printed, sheet, language):
    given = ReportlabRenderer().render(consulted(sheet, language), brand=Brand(), look=SheetLook("letter")).pdf

    made = print_sheet(given, printed)

    assert len(pages(made)) == len(pages(given))
    assert max(map(worst_tile, pages(given), pages(made))) <= MOST_OF_A_PRINTED_TILE
    assert words(made) == words(given)


@pytest.mark.parametrize("sheet", Sheet)
def test_the_comparison_tells_one_sheet_from_another(sheet):
    english, spanish = (
        ReportlabRenderer().render(consulted(sheet, language), brand=Brand(), look=SheetLook("letter")).pdf
        for language in ("en", "es")
    )
    assert min(map(worst_tile, pages(english), pages(spanish))) > MOST_OF_A_PRINTED_TILE
    assert words(english) != words(spanish)


def test_an_unknown_name_and_a_queue_that_is_gone_are_told(printed):
    add_queue("Gone", "cups-pdf:/")
    assert PrinterInfo("Gone") in CupsPrinter().printers()
    run("lpadmin", "-x", "Gone")

    for name in ("Gone", "Nope"):
        with pytest.raises(EnvironmentFailed, match=f"no printer named {name}"):
            CupsPrinter().send(b"%PDF-1.7", printer=name, copies=1, paper="letter")
    assert list(printed.iterdir()) == []


def test_a_queue_that_was_disabled_is_told(printed):
    run("cupsdisable", QUEUE)
    try:
        with pytest.raises(EnvironmentFailed, match=f"{QUEUE} is paused"):
            CupsPrinter().send(b"%PDF-1.7", printer=QUEUE, copies=1, paper="letter")
    finally:
        run("cupsenable", QUEUE)


def test_a_queue_that_takes_no_jobs_is_told(printed):
    run("cupsreject", QUEUE)
    try:
        with pytest.raises(EnvironmentFailed, match=f"{QUEUE} takes no jobs"):
            CupsPrinter().send(b"%PDF-1.7", printer=QUEUE, copies=1, paper="letter")
    finally:
        run("cupsaccept", QUEUE)


def test_a_server_that_is_gone_is_told(printed, monkeypatch):
    monkeypatch.setenv("CUPS_SERVER", os.fspath(printed / "nowhere"))

    with pytest.raises(EnvironmentFailed, match="does not answer"):
        CupsPrinter().send(b"%PDF-1.7", printer=QUEUE, copies=1, paper="letter")
