"""From opening the Handout step to its pages as pictures: ``first_preview.py [--turns N]``.

Each turn is a new process with the desk's own services. "warmed up" is the case at the desk: what draws sheets was
loaded on the lane for pages when the consultation opened. "held up" is the longest that the GUI thread, which wakes
every millisecond meanwhile, waited for its turn. Offscreen unless QT_QPA_PLATFORM says otherwise.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from consult_app import bootstrap
from consult_app.application.handout_document import Sheet
from consult_app.application.services import Services
from consult_app.domain.proposal import propose
from consult_app.interchange.consultation_file import Reading, read_consultation
from consult_app.system.paths import Paths
from consult_app.ui.jobs import QtJobRunner
from consult_app.ui.presenters.handout import SheetWish
from consult_app.ui.presenters.handout_basis import SheetBasis
from consult_app.ui.screens.steps.handout_drawing import SheetDrawer, SheetOrder

LIMIT_MS = 150.0


def order(services: Services) -> SheetOrder:
    """The sheet after treatment of an example consultation: two pages, all parts."""
    reading = Reading(
        protocol=services.protocol,
        clinic=services.clinic,
        match=services.catalogue.match,
        today=services.clock.now().date(),
        on=None,
    )
    answers = read_consultation((bootstrap.resources() / "examples" / "review.json").read_bytes(), reading)
    proposal = propose(services.protocol, services.clinic, answers, reading.day_of(answers.consultation_date))
    return SheetOrder(SheetBasis(answers, proposal), SheetWish(Sheet.AFTER), number="A-20418-3", draft=True)


def one_turn(*, warmed_up: bool) -> None:
    """Print the milliseconds until the pages are there, and the longest the GUI thread was held up."""
    application = QApplication([])
    store, pages = QtJobRunner("store"), QtJobRunner("pages")
    with tempfile.TemporaryDirectory() as home:
        backstage = bootstrap.open_backstage(Paths(Path(home)), store, pages)
        services = backstage.build(bootstrap.load_clinic(bootstrap.clinic_profile(bootstrap.SAMPLE_CLINIC)))
        wanted = order(services)
        if warmed_up:
            services.get_ready_to_draw()
            while not pages.is_idle:
                application.processEvents()
        drawer, wakes = SheetDrawer(services), [time.perf_counter()]
        ticks = QTimer(interval=1)
        ticks.timeout.connect(lambda: wakes.append(time.perf_counter()))
        drawer.drawn.connect(application.quit)
        drawer.failed.connect(lambda _: application.exit(1))
        ticks.start()
        drawer.draw(wanted)
        if application.exec():
            raise RuntimeError("the sheet was not drawn")
        wakes.append(time.perf_counter())
        held_up = max(later - sooner for sooner, later in pairwise(wakes))
        print((wakes[-1] - wakes[0]) * 1000, held_up * 1000)
        store.stop()
        pages.stop()
        backstage.close()


def measured(case: str) -> tuple[float, float]:
    ran = subprocess.run([sys.executable, __file__, "--case", case], capture_output=True, text=True, check=True)
    taken, held_up = map(float, ran.stdout.split())
    return taken, held_up


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--case", choices=("warm", "cold"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.case:
        one_turn(warmed_up=options.case == "warm")
        return
    cases = {"warm": "warmed up", "cold": "nothing loaded yet"}
    turns: dict[str, list[tuple[float, float]]] = {case: [] for case in cases}
    for _ in range(options.turns):
        for case in cases:
            turns[case].append(measured(case))
    print(f"first preview, two letter pages, {options.turns} processes each; milliseconds, medians")
    for case, words in cases.items():
        taken, held_up = (statistics.median(each) for each in zip(*turns[case], strict=True))
        print(f"{words:20}{taken:8.0f}   held up {held_up:5.1f}")
    shown = statistics.median(taken for taken, _ in turns["warm"])
    print(f"at the desk: {shown:.0f} ms of at most {LIMIT_MS:.0f}: {'kept' if shown <= LIMIT_MS else 'TOO SLOW'}")


if __name__ == "__main__":
    main()
