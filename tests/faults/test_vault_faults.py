"""What an encrypted clinic survives: bad bytes, full and read-only disks, a wrong clock, and somebody who looks."""

import logging
import os
import random
import subprocess
import sys
import traceback
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from consult_app.application.audit import AuditFilter
from consult_app.application.errors import EnvironmentFailed, Refused
from consult_app.storage.backups import FileBackups
from consult_app.storage.clinic_file import open_clinic_file
from consult_app.storage.verifying import verify_file
from consult_app.system.atomic_files import write_atomically
from consult_app.system.logging_setup import set_up_logging
from tests.fakes.clock import FixedClock
from tests.fakes.vault import CHEAP, CODE, KEY, PASSWORD, made_vault
from tests.storage.samples import NOW, answers, details, draft, handout, plan

PAGE = 4096
PLANTED = "Zarathustrova"
SPELLINGS = [PLANTED.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]


@pytest.fixture
def clock():
    return FixedClock(NOW)


def fill(path: Path, clock: FixedClock, key, times: int = 3) -> None:
    file = open_clinic_file(path, clock=clock, key=key, who=lambda: "dana")
    for n in range(times):
        patient = file.patients.add(details(PLANTED, f"Nicole{n}"))
        given = answers(words=PLANTED * 20, patient=details(PLANTED))
        file.consultations.finish(
            replace(plan(patient.id, answers=given), id=f"p{n}", number=f"N-{n}"), draft_id="none"
        )
        file.consultations.keep_handout(handout(id=f"s{n}", plan_id=f"p{n}", text=PLANTED))
        file.consultations.save_draft(draft(id=f"d{n}", answers=given))
    file.close()


@pytest.fixture
def path(tmp_path, clock):
    place = tmp_path / "clinic.db"
    fill(place, clock, KEY)
    return place


def opened(path: Path, clock: FixedClock):
    """Open and read everything a desk reads at its start."""
    file = open_clinic_file(path, clock=clock, key=KEY)
    try:
        return file.consultations.drafts()
    finally:
        file.close()


@pytest.mark.parametrize("seed", range(12))
def test_a_flipped_byte_is_found_and_its_page_named(path, seed):
    content = bytearray(path.read_bytes())
    place = random.Random(seed).randrange(PAGE, len(content))
    content[place] ^= 1 << seed % 8
    path.write_bytes(content)
    found = verify_file(path, KEY)
    assert f"clinic file, page {place // PAGE + 1}: its bytes are not the ones that were written" in [
        each.line for each in found.breaks
    ]


def test_a_flipped_byte_on_the_first_page_is_damage_and_not_a_wrong_file(path, clock):
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    with pytest.raises(EnvironmentFailed, match="damaged") as failed:
        opened(path, clock)
    assert "Restore the last backup" in failed.value.advice


@pytest.mark.parametrize("left", [PAGE // 2, 100, 1])
def test_a_torn_last_page_is_found(path, left):
    content = path.read_bytes()
    path.write_bytes(content[: len(content) - PAGE + left])
    found = verify_file(path, KEY)
    assert not found.is_whole


def test_a_log_that_was_cut_off_keeps_what_was_whole(path, clock):
    """The power went while a save was being written: the saves before it are there, the torn one is not."""
    file = open_clinic_file(path, clock=clock, key=KEY)
    file.consultations.save_draft(draft(id="d0", answers=answers(words="first")))
    log = path.with_name("clinic.db-wal")
    whole = log.stat().st_size
    file.consultations.save_draft(draft(id="d0", answers=answers(words="second" * 3000)))
    copy = path.with_name("copy.db")
    copy.write_bytes(path.read_bytes())
    copy.with_name("copy.db-wal").write_bytes(log.read_bytes()[: whole + PAGE + 100])
    file.close()
    (kept,) = [each for each in opened(copy, clock) if each.id == "d0"]
    assert kept.answers.words == "first"
    assert verify_file(copy, KEY).is_whole


def test_another_key_never_opens_and_never_changes(path, clock):
    before = path.read_bytes()
    with pytest.raises(EnvironmentFailed):
        open_clinic_file(path, clock=clock, key=replace(KEY, secret=bytes(32)))
    assert path.read_bytes() == before


def test_a_clock_moved_back_breaks_no_chain_and_deletes_no_new_backup(tmp_path, clock):
    vault, key = made_vault(tmp_path, clock)
    backups = FileBackups(vault.places, key, clock=clock, write=write_atomically, cost=CHEAP)
    folder = tmp_path / "backups"
    folder.mkdir()
    for _ in range(30):
        backups.make_in(str(folder))
        clock.go_on(timedelta(days=20))
    clock.go_on(timedelta(days=-5 * 365))
    file = open_clinic_file(vault.places.database, clock=clock, key=key, who=lambda: "dana")
    file.patients.add(details())
    file.close()
    made = backups.make_in(str(folder))
    assert Path(made.place).exists()
    assert backups.compare(made.place).backup.patients == 1
    assert verify_file(vault.places.database, key).is_whole


def test_a_read_only_disk_is_said_and_changes_nothing(path, clock):
    """As the database sees it: opening for writing is refused."""
    file = open_clinic_file(path, clock=clock, key=KEY)
    with file.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(EnvironmentFailed, match="cannot be written to"):
        file.consultations.save_draft(draft(id="new"))
    assert len(file.consultations.drafts()) == 3
    file.close()


SMALL_FILES = """
import resource, signal, sys
from pathlib import Path
from consult_app.application.errors import EnvironmentFailed
from consult_app.storage.clinic_file import open_clinic_file
from consult_app.system.clock import SystemClock
from tests.fakes.vault import KEY
from tests.storage.samples import answers, draft
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1])
file = open_clinic_file(path, clock=SystemClock(), key=KEY, who=lambda: "dana")
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    for n in range(100):
        file.consultations.save_draft(draft(id="big", answers=answers(words=str(n) + "x" * 9000)))
except EnvironmentFailed as failed:
    print(n - 1, failed.what)
"""


def test_a_file_that_may_not_grow_loses_no_acknowledged_save(path, clock):
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", SMALL_FILES, str(path)],
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    last, _, words = done.stdout.strip().partition(" ")
    assert words.startswith("The disk")
    (kept,) = [each for each in opened(path, clock) if each.id == "big"]
    assert kept.answers.words == f"{last}{'x' * 9000}"
    assert verify_file(path, KEY).is_whole


@pytest.fixture
def small_disk(tmp_path):
    """A disk of two megabytes."""
    place = tmp_path / "small"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], check=True)
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill_up(filler: Path) -> None:
    with filler.open("wb", buffering=0) as out, suppress(OSError):
        while out.write(bytes(PAGE)):
            pass


@pytest.mark.system
def test_a_full_disk_loses_nothing_and_work_goes_on_when_there_is_space(small_disk, clock):
    path, filler = small_disk / "clinic.db", small_disk / "filler"
    fill(path, clock, KEY)
    file = open_clinic_file(path, clock=clock, key=KEY, who=lambda: "dana")
    saved = file.consultations.save_draft(draft(id="mine", answers=answers(words="before")))

    def save_until_full() -> None:
        nonlocal saved
        for n in range(1000):
            saved = file.consultations.save_draft(replace(saved, answers=answers(words=f"{n}" * 9000)))

    fill_up(filler)
    with pytest.raises(EnvironmentFailed, match="disk is full"):
        save_until_full()
    assert file.consultations.draft("mine") == saved
    filler.unlink()
    last = file.consultations.save_draft(replace(saved, answers=answers(words="after")))
    assert file.consultations.draft("mine") == last
    file.close()
    assert verify_file(path, KEY).is_whole


@pytest.mark.system
def test_a_backup_to_a_full_disk_leaves_the_earlier_ones_and_no_part(small_disk, tmp_path, clock):
    vault, key = made_vault(tmp_path, clock)
    backups = FileBackups(vault.places, key, clock=clock, write=write_atomically, cost=CHEAP)
    first = backups.make_in(str(small_disk))
    clock.go_on(timedelta(days=1))
    fill_up(small_disk / "filler")
    with pytest.raises(EnvironmentFailed, match="disk is full"):
        backups.make_in(str(small_disk))
    assert {each.name for each in small_disk.iterdir()} == {Path(first.place).name, "filler"}
    assert backups.compare(first.place).backup.patients == 0


@pytest.mark.system
def test_a_read_only_disk_takes_no_backup_and_says_so(small_disk, tmp_path, clock):
    vault, key = made_vault(tmp_path, clock)
    backups = FileBackups(vault.places, key, clock=clock, write=write_atomically, cost=CHEAP)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(EnvironmentFailed, match="read-only"):
        backups.make_in(str(small_disk))
    assert list(small_disk.iterdir()) == []


def test_a_planted_name_is_found_nowhere(tmp_path, clock, caplog, capfd):
    """In no file of the clinic, its log beside the database, its backups, the program's log, any error or output."""
    caplog.set_level(logging.DEBUG)
    handler = set_up_logging(tmp_path / "log")
    vault, key = made_vault(tmp_path, clock)
    fill(vault.places.database, clock, key)
    file = open_clinic_file(vault.places.database, clock=clock, key=key, who=lambda: "dana")
    file.patients.add(details(PLANTED, PLANTED, phone=PLANTED))
    said = []
    backups = FileBackups(vault.places, key, clock=clock, write=write_atomically, cost=CHEAP)
    folder = tmp_path / "backups"
    folder.mkdir()
    made = backups.make_in(str(folder))
    refusals = (
        lambda: backups.restore(made.place, by="dana"),
        lambda: backups.make(made.place),
        lambda: vault.unlock("dana", PLANTED),
        lambda: file.consultations.finish(plan("nobody", answers=answers(words=PLANTED)), draft_id="none"),
        lambda: file.consultations.save_draft(draft(patient_id="nobody", answers=answers(words=PLANTED))),
    )
    for refusal in refusals:
        with pytest.raises((EnvironmentFailed, Refused, KeyError)) as failed:
            refusal()
        logging.getLogger("consult_app").error("refused", exc_info=failed.value)
        said.append("".join(traceback.format_exception(failed.value)) + getattr(failed.value, "advice", ""))
    looked_at = []
    for each in tmp_path.rglob("*"):
        if each.is_file():
            looked_at.append(each.name)
            content = each.read_bytes()
            for secret in (*SPELLINGS, key.secret, key.secret.hex().encode(), PASSWORD.encode(), CODE.encode()):
                assert secret not in content, each.name
    file.close()
    logging.getLogger().removeHandler(handler)
    handler.close()
    assert {"clinic.db", "clinic.db-wal", "clinic.keys", "clinic.tries", "consult.log", Path(made.place).name} <= set(
        looked_at
    )
    everything = "".join(said) + caplog.text + "".join(capfd.readouterr()) + " ".join(looked_at)
    assert PLANTED not in everything
    assert PASSWORD not in everything
    assert file.audit.count(AuditFilter()) > 0
