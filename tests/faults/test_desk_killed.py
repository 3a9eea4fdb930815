"""The real desk, killed while somebody types: the next start offers the draft with everything that was acknowledged."""

import json
import os
import random
import selectors
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from consult_app.storage.clinic_file import open_clinic_file
from consult_app.system.paths import Paths
from tests.fakes.clock import FixedClock
from tests.fakes.services import CLINIC, DANA
from tests.faults import desk_typist

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60
NOW = datetime(2026, 5, 12, 14, 48, tzinfo=UTC)


class TypingDesk:
    """The program as a process of its own, and what it said."""

    def __init__(self, home: Path, how: str, seed: int) -> None:
        environment = os.environ | {
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_DATA_HOME": str(home),
            "PYTHONPATH": str(ROOT),
        }
        self._process = subprocess.Popen(
            [sys.executable, desk_typist.__file__, how, str(seed)],
            cwd=home,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._waits = selectors.DefaultSelector()
        self._waits.register(self._process.stdout, selectors.EVENT_READ)
        os.set_blocking(self._process.stdout.fileno(), False)
        self._rest = b""
        self.said: list[dict[str, list[str]]] = []

    def hear(self, seconds: float, *, until: str = "") -> bool:
        """Listen so long, or until something of that kind is said; false when the time is up."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not self._waits.select(left):
                return False
            heard = self._process.stdout.read()
            assert heard, f"the desk ended by itself: {self._process.stderr.read().decode()}"
            *lines, self._rest = (self._rest + heard).split(b"\n")
            new = [json.loads(line) for line in lines]
            self.said += new
            if any(until in each for each in new):
                return True
        return False

    def wait_for(self, kind: str) -> list[str]:
        """The next thing of that kind the desk says."""
        known = [each[kind] for each in self.said if kind in each]
        if not known:
            assert self.hear(SECONDS, until=kind), f"the desk never said {kind}: {self.said}"
        return next(each[kind] for each in self.said if kind in each)

    def kill(self) -> list[str]:
        """SIGKILL; what the last acknowledged save held."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(SECONDS)
        assert self._process.returncode == -signal.SIGKILL
        heard = self._process.stdout.read() or b""
        self.said += [json.loads(line) for line in (self._rest + heard).split(b"\n")[:-1]]
        self.close()
        return [each["saved"] for each in self.said if "saved" in each][-1]

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait(SECONDS)
        self._waits.close()
        self._process.stdout.close()
        self._process.stderr.close()


@pytest.fixture
def home(tmp_path):
    """A clinic whose first run is over, in the folder the program looks in."""
    paths = Paths(tmp_path / "Consult")
    paths.create()
    file = open_clinic_file(paths.database, clock=FixedClock(NOW))
    file.clinics.save_clinic(CLINIC)
    file.clinics.add_provider(DANA.name, DANA.credentials)
    file.close()
    return tmp_path


@pytest.fixture
def desks():
    started: list[TypingDesk] = []
    yield started
    for desk in started:
        desk.close()


def kill_again_and_again(home: Path, desks: list[TypingDesk], times: int) -> None:
    chance = random.Random(20260512)
    kept: list[str] | None = None
    for seed in range(times + 1):
        desk = TypingDesk(home, "new" if kept is None else "resume", seed)
        desks.append(desk)
        if kept is not None:
            offered = desk.wait_for("home")
            assert any(words.startswith("Recovered, saved") for words in offered), "\n".join(offered)
            holds = desk.wait_for("holds")
            # Letters typed after the last acknowledged save may have been written, none before it may be missing.
            assert all(now.startswith(before) for now, before in zip(holds, kept, strict=True)), (kept, holds)
        desk.wait_for("saved")
        desk.hear(chance.uniform(0, 0.8), until="nothing")
        kept = desk.kill()
        assert any(kept)


def test_after_five_kills_the_draft_is_offered_each_time_with_everything_acknowledged(home, desks):
    kill_again_and_again(home, desks, 5)


@pytest.mark.system
def test_after_forty_kills_the_draft_is_offered_each_time_with_everything_acknowledged(home, desks):
    kill_again_and_again(home, desks, 15)
