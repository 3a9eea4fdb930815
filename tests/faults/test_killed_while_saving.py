"""kill -9 tests the death of a process, not of the power: what reached the disk is what the system was given."""

import multiprocessing
import random
import runpy
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from consult_app.application.vault import FileKey
from consult_app.storage.clinic_file import open_clinic_file
from consult_app.storage.verifying import verify_file
from consult_app.system.clock import SystemClock
from tests.fakes.vault import KEY
from tests.faults import draft_writer

SECONDS = 60


@pytest.fixture(scope="module")
def processes():
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(["consult_app.storage.clinic_file"])
    return context


def kill_while_saving(processes, path: Path, key: FileKey | None, *, first: int, chance: random.Random) -> int:
    """Start a writer, kill it somewhere in its saves; the last number it was told was saved."""
    hears, tells = processes.Pipe(duplex=False)
    writer = processes.Process(
        target=runpy.run_path, args=(draft_writer.__file__, {"job": (path, key, first, tells)}, "__main__"), daemon=True
    )
    writer.start()
    tells.close()
    acknowledged = heard(hears)
    for _ in range(chance.randrange(1, 30)):
        acknowledged = heard(hears)
    for _ in range(chance.randrange(40_000)):  # some part of the next save, up to a millisecond or two
        pass
    writer.kill()
    writer.join(SECONDS)
    assert writer.exitcode not in (None, 0)
    while (more := said_before_death(hears)) is not None:
        acknowledged = more
    hears.close()
    writer.close()
    return acknowledged


def heard(hears: Connection) -> int:
    assert hears.poll(SECONDS), "the writer says nothing"
    return hears.recv()


def said_before_death(hears: Connection) -> int | None:
    try:
        return hears.recv() if hears.poll(0) else None
    except EOFError:
        return None


def check(path: Path, key: FileKey | None, acknowledged: int) -> None:
    file = open_clinic_file(path, clock=SystemClock(), key=key)
    numbers = sorted(draft_writer.number_of(kept) for kept in file.consultations.drafts())
    assert file.consultations.set_aside() == 0
    file.close()
    # The save under way when the process died may have been kept, but none that was acknowledged may be missing.
    assert numbers in ([acknowledged - 1, acknowledged], [acknowledged, acknowledged + 1])
    verified = verify_file(path, key)
    assert verified.is_whole, verified.breaks


def kill_again_and_again(processes, path: Path, key: FileKey | None, times: int) -> None:
    chance = random.Random(20260512)
    first = 1
    for _ in range(times):
        acknowledged = kill_while_saving(processes, path, key, first=first, chance=chance)
        assert acknowledged >= first
        check(path, key, acknowledged)
        first = acknowledged + 2  # past the one that may have been kept


def test_every_acknowledged_save_survives_twenty_kills(processes, tmp_path):
    kill_again_and_again(processes, tmp_path / "clinic.db", KEY, 20)


@pytest.mark.system
@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_every_acknowledged_save_survives_two_hundred_kills(processes, tmp_path, key):
    kill_again_and_again(processes, tmp_path / "clinic.db", key, 200)
