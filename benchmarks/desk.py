"""What a provider waits for at the desk: ``desk.py [--runs N] [--starts N]``.

In one process, on the sample clinic: from a key press to the repaint that shows the new verdict, and from one step to
another, beside one frame at 60 Hz; "CPU" is the GUI thread's own time, which other programs do not lengthen. As whole
processes, started in turn: start to Home usable (search focused, drafts read) and the resident memory there, beside a
bare PySide6 window (Linux). Offscreen unless QT_QPA_PLATFORM says otherwise.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from first_paint import ROOT
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from consult_app import bootstrap
from consult_app.demo.clinic_data import fill, open_sample
from consult_app.domain.plan import Step
from consult_app.system.paths import Paths
from consult_app.ui.jobs import QtJobRunner
from consult_app.ui.shell.start import STYLE, Opening
from consult_app.ui.shell.window import MainWindow
from consult_app.ui.theme.theme import Theme

FRAME_MS = 1000 / 60
VERDICT_LIMIT_MS = 16.0
USABLE_LIMIT, MEMORY_LIMIT = 4.0, 2.5
PAGE = os.sysconf("SC_PAGE_SIZE")
_PAINTS = (QEvent.Type.Paint, QEvent.Type.UpdateRequest)
"""A widget is painted, or the whole window paints what has changed in it."""

ALT = Qt.KeyboardModifier.AltModifier

BARE_WINDOW = """
import os, sys
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(open("/proc/self/statm").read().split()[1], flush=True)
        os._exit(0)

app = QApplication(sys.argv)
window = Window()
window.resize(1440, 900)
window.show()
sys.exit(app.exec() or 1)
"""

DESK_UNTIL_USABLE = """
import os
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from consult_app import bootstrap
from consult_app.ui.shell.start import Opening

def begin_and_watch(opening, begin=Opening.begin):
    begin(opening)

    def look():
        focused = QApplication.focusWidget()
        if focused is not None and focused.objectName() == "home_search":
            if opening.desk.navigator.home.latest_draft is not None:
                print(open("/proc/self/statm").read().split()[1], flush=True)
                os._exit(0)

    timer = QTimer(opening)
    timer.timeout.connect(look)
    timer.start(1)

Opening.begin = begin_and_watch
bootstrap.run_desk()
"""


class Painted(QObject):
    """Waits for the paint of a widget that shows something new; ``shows`` says when it has it to show."""

    def __init__(self, widget: QWidget, shows: Callable[[], bool]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._shows = shows
        self._seen = False
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._widget and event.type() in _PAINTS and self._shows():
            self._seen = True
        return False

    def wait(self, act: Callable[[], None]) -> "Taken":
        """From the act to the end of the paint round in which the widget was painted."""
        self._seen = False
        began, worked = time.perf_counter(), time.thread_time()
        act()
        while not self._seen:
            QApplication.processEvents()
        taken = Taken((time.perf_counter() - began) * 1000, (time.thread_time() - worked) * 1000)
        self._widget.removeEventFilter(self)
        return taken


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds on the wall and on the GUI thread's processor."""

    wall: float
    cpu: float


class BusyDesk:
    """The real desk on the sample clinic, with one draft open."""

    def __init__(self, folder: Path) -> None:
        self._app = QApplication([sys.argv[0], "-style", STYLE])
        theme = Theme()
        theme.apply(self._app)
        self.window = MainWindow(theme, sample=True)
        self.window.resize(1440, 900)
        self._opening = Opening(
            self.window, theme, lambda store, pages: open_sample(Paths(folder), store, pages), bootstrap.desk_type
        )
        self.window.show()
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)
        hook = sys.excepthook
        self._opening.begin()
        sys.excepthook = hook  # what goes wrong here must be seen
        self.until(lambda: self.navigator is not None and self.navigator.home.latest_draft)
        self.navigator.resume_latest()
        self.until(lambda: self.navigator.page is not None)
        self.settle()

    @property
    def navigator(self):
        return self._opening.desk.navigator

    @property
    def page(self):
        return self.navigator.page

    def until(self, true: Callable[[], object]) -> None:
        while not true():
            QApplication.processEvents()

    def settle(self) -> None:
        """Let saves, drawing and timers come to rest, outside of what is measured."""
        lanes: Sequence[QtJobRunner] = self.window.findChildren(QtJobRunner)
        QTest.qWait(1)
        self.until(lambda: all(lane.is_idle for lane in lanes))
        QApplication.processEvents()

    def press(self, key: Qt.Key | int, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyPress(self.window.windowHandle(), key, held)

    def release(self, key: Qt.Key | int, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyRelease(self.window.windowHandle(), key, held)

    def close(self) -> None:
        self.window.close()
        self._opening.end()


def verdict_times(desk: BusyDesk, *, runs: int) -> list[Taken]:
    """Y, then N, on the first health question: the verdict changes with each."""
    desk.page.go_to(Step.HEALTH)
    desk.page.current.focus_path("health.pregnant_or_nursing")
    desk.settle()
    verdict = desk.page.today.verdict
    taken = []
    for run in range(runs + 4):
        key = ord("y" if run % 2 == 0 else "n")
        desk.page.current.focus_path("health.pregnant_or_nursing")
        desk.settle()
        before = verdict.accessibleName()
        painted = Painted(verdict, lambda before=before: verdict.accessibleName() != before)
        taken.append(painted.wait(lambda key=key: desk.press(key)))
        desk.release(key)
    return taken[4:]


def step_times(desk: BusyDesk, *, rounds: int) -> tuple[list[Taken], list[Taken]]:
    """To each step by Alt and its number: the first time, when its screen is built, and again."""
    first: list[Taken] = []
    again: list[Taken] = []
    desk.page.go_to(Step.PATIENT)
    for turn in range(rounds + 1):
        for step in (*list(Step)[1:], Step.PATIENT):
            key = Qt.Key(Qt.Key.Key_0 + step.number)
            desk.settle()
            painted = Painted(desk.window, lambda step=step: desk.page.session.state.step is step)
            taken = painted.wait(lambda key=key: desk.press(key, ALT))
            desk.release(key, ALT)
            (again if turn else first).append(taken)
    return first, again


@dataclass
class Start:
    """One side of the race to a usable window: whole processes, each telling its resident memory in pages."""

    name: str
    command: Sequence[str]
    seconds: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)

    def run(self, environment: dict[str, str], *, keep: bool) -> None:
        start = time.perf_counter()
        run = subprocess.run(self.command, cwd=ROOT, env=environment, capture_output=True, timeout=120, check=False)
        seconds = time.perf_counter() - start
        if run.returncode != 0:
            raise SystemExit(f"{self.name} ended with {run.returncode}:\n{run.stderr.decode(errors='replace')}")
        if keep:
            self.seconds.append(seconds)
            self.memory.append(int(run.stdout))


def race(home: Path, *, starts: int) -> tuple[Start, Start]:
    """The bare window and the desk, in turn; each once before, unmeasured."""
    floor = Start("bare window", [sys.executable, "-c", BARE_WINDOW])
    desk = Start("desk, Home usable", [sys.executable, "-c", DESK_UNTIL_USABLE])
    environment = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home), "PYTHONPATH": str(ROOT)}
    # As installed: compiled once, in the unmeasured runs, whatever this shell says about it.
    environment |= {"PYTHONPYCACHEPREFIX": str(home / "pycache"), "PYTHONDONTWRITEBYTECODE": ""}
    for turn in range(starts + 1):
        for side in (floor, desk) if turn % 2 else (desk, floor):
            side.run(environment, keep=turn > 0)
    return floor, desk


def make_clinic(home: Path) -> None:
    """The sample clinic where the program looks for its own."""
    lane = QtJobRunner("sample")
    backstage = bootstrap.open_backstage(Paths(home / "Consult"), lane, lane)
    fill(backstage.build(bootstrap.load_clinic(bootstrap.clinic_profile(bootstrap.SAMPLE_CLINIC))))
    backstage.close()
    lane.stop()


def p95(taken: Sequence[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=200, help="answers measured (default 200)")
    parser.add_argument("--starts", type=int, default=7, help="starts of each side (default 7)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        desk = BusyDesk(Path(folder))
        first, again = step_times(desk, rounds=max(given.runs // 20, 3))
        verdict = verdict_times(desk, runs=given.runs)
        desk.close()
    print(f"{'from a key to its paint':38}{'median ms':>10}{'p95 ms':>9}{'p95 / frame':>13}{'CPU ms':>8}")
    for name, taken in (
        ("health answer to new verdict", verdict),
        ("step change", again),
        ("step change, first time", first),
    ):
        wall, cpu = (statistics.median(getattr(each, kind) for each in taken) for kind in ("wall", "cpu"))
        worst = p95([each.wall for each in taken])
        print(f"{name:38}{wall:10.2f}{worst:9.2f}{worst / FRAME_MS:13.2f}{cpu:8.2f}")
    print(f"one frame is {FRAME_MS:.1f} ms; the verdict at most {VERDICT_LIMIT_MS:g} ms, p95\n")

    with tempfile.TemporaryDirectory() as home:
        make_clinic(Path(home))
        sides = race(Path(home), starts=given.starts)
    floor, whole = (statistics.median(side.seconds) for side in sides)
    bare, held = (statistics.median(side.memory) for side in sides)
    print(f"{'start to usable':38}{'median ms':>10}{'ratio':>9}{'held MB':>10}{'ratio':>7}")
    for side in sides:
        seconds, memory = statistics.median(side.seconds), statistics.median(side.memory)
        held_mb = memory * PAGE / 2**20
        print(f"{side.name:38}{seconds * 1000:10.0f}{seconds / floor:9.2f}{held_mb:10.0f}{memory / bare:7.2f}")
    print(f"at most {USABLE_LIMIT:g} x and {MEMORY_LIMIT:g} x; {given.starts} starts each, in turn")
    good = (
        p95([each.wall for each in verdict]) <= VERDICT_LIMIT_MS
        and whole <= USABLE_LIMIT * floor
        and held <= MEMORY_LIMIT * bare
    )
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
