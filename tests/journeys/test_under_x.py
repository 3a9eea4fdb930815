"""The program on a real X server with a window manager, worked by key events from outside, as a person's keyboard does.

Screenshots stay in the folder named by CONSULT_SHOTS, else in the test's own.
"""

import os
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from consult_app.domain.answers import Concern, Fitzpatrick, Reply
from consult_app.domain.plan import DraftPlan, Step
from consult_app.storage.clinic_file import open_clinic_file
from consult_app.system.paths import Paths
from tests.fakes.clock import FixedClock
from tests.fakes.services import CLINIC, DANA
from tests.journeys.provider import NOW

pytestmark = pytest.mark.system

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60
WIDTH, HEIGHT = 1440, 900


class Screen:
    """One display: its programs, its keyboard, its pictures."""

    def __init__(self, folder: Path, shots: Path) -> None:
        self._folder = folder
        self._shots = shots
        self._programs: list[subprocess.Popen[bytes]] = []
        self._log = (folder / "programs.log").open("wb")
        ready, tells = os.pipe()
        screen = ("-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(folder), "-nolisten", "tcp")
        self.start("Xvfb", "-displayfd", str(tells), *screen, keep=(tells,))
        os.close(tells)
        with os.fdopen(ready) as display:
            number = display.readline().strip()
        assert number, self.log
        self._environment = os.environ | {"DISPLAY": f":{number}"}
        self.start("openbox")

    def start(self, *command: str, keep: tuple[int, ...] = (), **environment: str) -> "subprocess.Popen[bytes]":
        """Start a program on this display."""
        surroundings = getattr(self, "_environment", dict(os.environ)) | environment
        program = subprocess.Popen(
            command, env=surroundings, cwd=self._folder, stdout=self._log, stderr=self._log, pass_fds=keep
        )
        self._programs.append(program)
        return program

    def close(self) -> None:
        for program in reversed(self._programs):
            program.terminate()
            program.wait(SECONDS)
        self._log.close()

    @property
    def log(self) -> str:
        return (self._folder / "programs.log").read_text("utf-8", "replace")

    def do(self, *words: str) -> str:
        """One xdotool command; what it answers."""
        run = subprocess.run(
            ("xdotool", *words), env=self._environment, capture_output=True, timeout=SECONDS, check=False, text=True
        )
        return run.stdout.strip()

    def keys(self, *names: str) -> None:
        self.do("key", "--delay", "30", *names)

    def type(self, words: str) -> None:
        self.do("type", "--delay", "30", words)

    def shot(self, name: str) -> None:
        """The whole display as a picture, read from the memory the X server draws in (an XWD file)."""
        drawn = (self._folder / "Xvfb_screen0").read_bytes()
        header = struct.unpack(">25I", drawn[:100])
        width, height, stride = header[4], header[5], header[12]
        assert (width, height) == (WIDTH, HEIGHT)
        start = header[0] + 12 * header[19]
        image = QImage(drawn[start : start + stride * height], width, height, stride, QImage.Format.Format_RGB32)
        colors = {image.pixel(x, y) for x in range(0, width, 7) for y in range(0, height, 7)}
        assert len(colors) > 20, "nothing is drawn"
        assert image.save(str(self._shots / f"{name}.png"))


def until(true: Callable[[], object], what: str, screen: Screen) -> None:
    """Ask again and again; waiting is left to the process that is asked."""
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end, f"waiting for {what}\n{screen.log}"


@pytest.fixture
def clinic_home(tmp_path) -> Path:
    """A clinic whose first run is over, in the folder the program looks in."""
    paths = Paths(tmp_path / "Consult")
    paths.create()
    file = open_clinic_file(paths.database, clock=FixedClock(NOW))
    file.clinics.save_clinic(CLINIC)
    file.clinics.add_provider(DANA.name, DANA.credentials)
    file.close()
    return tmp_path


@pytest.fixture
def screen(tmp_path) -> Iterator[Screen]:
    for program in ("Xvfb", "openbox", "xdotool"):
        assert shutil.which(program), f"{program} is not installed"
    shots = Path(os.environ.get("CONSULT_SHOTS", tmp_path / "shots"))
    shots.mkdir(parents=True, exist_ok=True)
    screen = Screen(tmp_path, shots)
    yield screen
    screen.close()


@pytest.fixture
def draft(clinic_home) -> Callable[[], DraftPlan | None]:
    """The draft as another program finds it in the clinic's file."""

    def read() -> DraftPlan | None:
        file = open_clinic_file(Paths(clinic_home / "Consult").database, clock=FixedClock(NOW))
        try:
            return next(iter(file.consultations.drafts()), None)
        finally:
            file.close()

    return read


def test_what_is_typed_on_a_real_keyboard_is_in_the_clinics_file(screen, clinic_home, draft):
    program = screen.start(
        sys.executable,
        str(ROOT / "main.py"),
        QT_QPA_PLATFORM="xcb",
        XDG_DATA_HOME=str(clinic_home),
        QT_FATAL_WARNINGS="1",
    )
    window = screen.do("search", "--sync", "--onlyvisible", "--name", "^Consultation assistant$").split()[0]
    screen.do("windowactivate", "--sync", window)

    def saved(check: Callable[[DraftPlan], object]) -> Callable[[], object]:
        def asked() -> object:
            assert program.poll() is None, screen.log
            now = draft()
            return now is not None and check(now)

        return asked

    def begun() -> object:
        screen.keys("ctrl+n")
        screen.type("o")
        return saved(lambda now: now.answers.patient.family_name)()

    until(begun, "the Patient step", screen)
    screen.shot("1-patient")
    screen.keys("ctrl+a")
    screen.type("Ortega")
    screen.keys("Tab")
    screen.type("Marisol")
    screen.keys("alt+a")
    screen.type("3/4/84")
    screen.keys("Tab")
    until(saved(lambda now: now.answers.patient.birth_date == date(1984, 3, 4)), "the birth date", screen)
    screen.shot("2-patient-filled")
    screen.keys("alt+2", "space")
    until(saved(lambda now: now.answers.concerns), "the concern", screen)
    screen.shot("3-concerns")
    screen.keys("alt+3", "Right", "Right")
    until(saved(lambda now: now.answers.skin.fitzpatrick is Fitzpatrick.III), "the skin type", screen)
    screen.shot("4-skin")
    screen.keys("alt+4", "y", "n", "n")
    until(saved(lambda now: len(now.answers.health) >= 3), "the health answers", screen)
    screen.shot("5-health")
    screen.keys("ctrl+z", "ctrl+z", "ctrl+y")
    until(saved(lambda now: len(now.answers.health) == 2), "the answer taken back", screen)

    kept = draft()
    assert (kept.answers.patient.family_name, kept.answers.patient.given_name) == ("Ortega", "Marisol")
    assert [given.concern for given in kept.answers.concerns] == [Concern.ACNE_SCARS]
    assert [given.answer for given in kept.answers.health.values()] == [Reply.YES, Reply.NO]
    assert kept.step is Step.HEALTH
    assert kept.answers.provider == DANA

    screen.keys("alt+F4")
    assert program.wait(SECONDS) == 0, screen.log
    assert draft() is not None
