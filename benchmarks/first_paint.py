"""Start to first paint of the desk against a bare PySide6 window: ``first_paint.py [--runs N]``.

Both are whole processes, started in turn so that a busy machine slows both: wall time from start to exit right after
the first paint. Each side runs once before, unmeasured, to have its files in memory. The ratio compares medians.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXIT_AFTER_PAINT = "CONSULT_EXIT_AFTER_PAINT"
GOAL, LIMIT = 1.3, 1.6

BARE_WINDOW = """
import os, sys
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        os._exit(0)

app = QApplication(sys.argv)
window = Window()
window.resize(1280, 800)
window.show()
sys.exit(app.exec() or 1)
"""


@dataclass
class Side:
    name: str
    command: Sequence[str]
    seconds: list[float] = field(default_factory=list)

    def run(self, environment: dict[str, str]) -> float:
        """Seconds from start to exit. A run that does not end by itself or fails stops the benchmark."""
        start = time.perf_counter()
        run = subprocess.run(self.command, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False)
        seconds = time.perf_counter() - start
        if run.returncode != 0:
            raise SystemExit(f"{self.name} ended with {run.returncode}:\n{run.stderr.decode(errors='replace')}")
        return seconds

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def measure(sides: Sequence[Side], *, runs: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "HOME": home, "XDG_DATA_HOME": home}
        environment[EXIT_AFTER_PAINT] = "1"
        for side in sides:
            side.run(environment)
        for turn in range(runs):
            for side in sides if turn % 2 else reversed(sides):
                side.seconds.append(side.run(environment))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15, help="measured runs of each side (default 15)")
    runs = parser.parse_args().runs

    floor = Side("bare window", [sys.executable, "-c", BARE_WINDOW])
    desk = Side("desk, first run", [sys.executable, "main.py"])
    demo = Side("desk, sample clinic", [sys.executable, "main.py", "demo"])
    measure([floor, desk, demo], runs=runs)

    print(f"{'start to first paint':22}{'median ms':>10}{'min ms':>8}{'ratio':>7}")
    for side in (floor, desk, demo):
        ratio = side.median / floor.median
        print(f"{side.name:22}{side.median * 1000:10.0f}{min(side.seconds) * 1000:8.0f}{ratio:7.2f}")
    print(f"goal {GOAL} x, at most {LIMIT} x; {runs} runs each, in turn")
    return 0 if max(desk.median, demo.median) <= LIMIT * floor.median else 1


if __name__ == "__main__":
    raise SystemExit(main())
