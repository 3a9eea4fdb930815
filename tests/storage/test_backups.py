"""Backups of an encrypted clinic: made, checked, thinned, compared and restored; refused with the reason."""

import json
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from consult_app.application.audit import AuditFilter, Event
from consult_app.application.backups import Holdings
from consult_app.application.errors import EnvironmentFailed, InputFaulty, Refused
from consult_app.application.vault import FileKey, NotUnlocked, VaultState
from consult_app.storage.backup_file import read_backup
from consult_app.storage.backups import BackupKeys, FileBackups
from consult_app.storage.clinic_file import open_clinic_file
from consult_app.storage.database import connect
from consult_app.storage.migrate import SCHEMA
from consult_app.system.atomic_files import write_atomically
from tests.fakes.vault import CHEAP, CODE, PASSWORD, made_vault, quick_vault
from tests.storage.samples import NOW, answers, details, draft, handout, plan

PLANTED = "Zarathustrova"


class Clinic:
    """A vault with its backups, in a folder of its own."""

    def __init__(self, folder: Path, clock) -> None:
        folder.mkdir(exist_ok=True)
        self.clock = clock
        self.vault, self.key = made_vault(folder, clock)
        self.places = self.vault.places
        self.backups = self.backups_with(self.key)

    def backups_with(self, key: FileKey) -> FileBackups:
        return FileBackups(self.places, key, clock=self.clock, write=write_atomically, cost=CHEAP)

    def open(self):
        return open_clinic_file(self.places.database, clock=self.clock, key=self.key, who=lambda: "dana")

    def treat(self, n: int) -> None:
        file = self.open()
        patient = file.patients.add(details(PLANTED, f"Nicole{n}"))
        given = replace(plan(patient.id, answers=answers(words=PLANTED)), id=f"plan-{n}", number=f"N-{n}")
        file.consultations.finish(given, draft_id="none")
        file.consultations.keep_handout(handout(id=f"sheet-{n}", plan_id=given.id))
        file.close()

    def plans(self) -> int:
        with closing(connect(str(self.places.database), self.key)) as connection:
            return connection.execute("SELECT count(*) FROM plan").fetchone()[0]

    def names(self) -> list[str]:
        return sorted(each.name for each in self.places.database.parent.iterdir() if each.is_file())

    def bytes(self) -> tuple[bytes, bytes]:
        return self.places.database.read_bytes(), self.places.keys.read_bytes()


@pytest.fixture
def clinic(tmp_path, clock) -> Clinic:
    made = Clinic(tmp_path / "clinic", clock)
    made.treat(1)
    return made


@pytest.fixture
def other(tmp_path, clock) -> Clinic:
    return Clinic(tmp_path / "other", clock)


@pytest.fixture
def folder(tmp_path) -> Path:
    place = tmp_path / "backups"
    place.mkdir()
    return place


@pytest.fixture
def backup(clinic, folder) -> Path:
    return Path(clinic.backups.make(str(folder / "one.consultbackup")).place)


def test_a_backup_is_one_file_that_shows_nothing_of_a_patient(clinic, folder, backup):
    assert [each.name for each in folder.iterdir()] == ["one.consultbackup"]
    assert PLANTED.encode() not in backup.read_bytes()
    assert clinic.names() == ["clinic.db", "clinic.keys"]
    assert backup.stat().st_mode & 0o077 == 0


def test_a_backup_is_made_while_the_desk_goes_on_working(clinic, folder):
    file = clinic.open()
    file.consultations.save_draft(draft())
    made = clinic.backups.make(str(folder / "one"), by="dana")
    file.consultations.save_draft(draft(id="draft-2"))
    assert clinic.backups.compare(made.place).backup.drafts == 1
    (line,) = file.audit.lines(AuditFilter(events=(Event.BACKED_UP,)))
    assert (line.by, line.entry.subject_id) == ("dana", "20260512T150000Z")
    file.close()


def test_the_folder_is_listed_newest_first_and_other_files_do_not_count(clinic, folder):
    made = []
    for _ in range(3):
        made.append(clinic.backups.make_in(str(folder), by="dana"))
        clinic.clock.go_on(timedelta(days=1))
    (folder / "notes.txt").write_text("mine")
    (folder / "clinic-20200101T000000Z.consultbackup").mkdir()
    assert clinic.backups.listed(str(folder)) == tuple(reversed(made))
    assert all(backup.size == Path(backup.place).stat().st_size for backup in made)


def test_thinning_deletes_only_this_clinics_old_backups(clinic, other, folder):
    theirs = other.backups.make_in(str(folder))
    foreign = folder / "clinic-20200101T000000Z.consultbackup"
    foreign.write_bytes(b"not a backup")
    first = clinic.backups.make(str(folder / "clinic-20260512T100000Z.consultbackup"))
    clinic.clock.go_on(timedelta(hours=1))
    second = clinic.backups.make_in(str(folder))
    assert not Path(first.place).exists()
    assert {each.name for each in folder.iterdir()} == {Path(theirs.place).name, foreign.name, Path(second.place).name}


def test_what_a_restore_would_replace_is_counted_before(clinic, backup):
    clinic.treat(2)
    clinic.treat(3)
    before = clinic.bytes()
    found = clinic.backups.compare(str(backup))
    assert found.backup == Holdings(patients=1, plans=1, drafts=0, last_change=plan("x").entered_at)
    assert found.present is not None
    assert (found.present.patients, found.present.plans, found.plans_lost) == (3, 3, 2)
    assert (found.clinic, found.made_at) == ("Riverside Skin Studio", NOW)
    assert clinic.bytes() == before
    assert clinic.names() == ["clinic.db", "clinic.keys"]


def test_a_restore_puts_the_backup_in_place_and_keeps_the_present_file(clinic, backup):
    clinic.treat(2)
    done = clinic.backups.restore(str(backup), by="dana")
    assert done.verified.is_whole
    assert clinic.plans() == 1
    kept = Path(done.kept)
    assert clinic.names() == [kept.name, kept.with_suffix(".keys").name, "clinic.db", "clinic.keys"]
    with closing(connect(str(kept), clinic.key)) as connection:
        assert connection.execute("SELECT count(*) FROM plan").fetchone() == (2,)
    file = clinic.open()
    (line,) = file.audit.lines(AuditFilter(events=(Event.RESTORED,)))
    assert line.by == "dana"
    file.close()


def test_a_restore_keeps_the_passwords_of_today(clinic, backup):
    clinic.vault.change_password("dana", PASSWORD, "a green lamp in rain")
    clinic.backups.restore(str(backup), by="dana")
    assert clinic.vault.unlock("dana", "a green lamp in rain") == clinic.key
    with pytest.raises(NotUnlocked):
        clinic.vault.unlock("dana", PASSWORD)


def test_a_damaged_clinic_file_is_replaced_and_kept_with_its_log(clinic, backup):
    content = clinic.places.database.read_bytes()
    clinic.places.database.write_bytes(content[:16] + bytes(len(content) - 16))
    clinic.places.database.with_name("clinic.db-wal").write_bytes(b"what was left of it")
    assert clinic.backups.compare(str(backup)).present is None
    done = clinic.backups.restore(str(backup), by="dana")
    assert done.verified.is_whole
    assert clinic.plans() == 1
    assert Path(done.kept + "-wal").read_bytes() == b"what was left of it"


def test_a_new_computer_takes_backup_and_keys(clinic, backup, tmp_path, clock):
    clinic.vault.change_password("dana", PASSWORD, "a green lamp in rain")
    place = tmp_path / "new"
    place.mkdir()
    keys = BackupKeys.of(str(backup), cost=CHEAP)
    assert [who.name for who in keys.holders] == ["Dana Keller"]
    assert keys.unlock("dana", PASSWORD) == keys.unlock_with_code(CODE) == clinic.key
    vault = quick_vault(place, clock)
    done = FileBackups(vault.places, clinic.key, clock=clock, write=write_atomically, cost=CHEAP).restore(
        str(backup), by="recovery"
    )
    assert done.kept == ""
    assert vault.state() is VaultState.LOCKED
    assert vault.unlock("dana", PASSWORD) == clinic.key


def test_a_backups_keys_open_only_for_those_who_had_one(backup):
    keys = BackupKeys.of(str(backup), cost=CHEAP)
    with pytest.raises(NotUnlocked, match=r"^Wrong password\.$"):
        keys.unlock("dana", "not this one")
    with pytest.raises(Refused, match="no password when"):
        keys.unlock("nobody", PASSWORD)
    with pytest.raises(InputFaulty):
        keys.unlock_with_code(CODE[:8])


def refused(clinic, place, words):
    """Every way to use a backup says ``words`` and changes nothing."""
    before, names = clinic.bytes(), clinic.names()
    for use in (clinic.backups.compare, lambda at: clinic.backups.restore(at, by="dana")):
        with pytest.raises((EnvironmentFailed, Refused), match=words):
            use(str(place))
    assert (clinic.bytes(), clinic.names()) == (before, names)


def test_a_backup_of_another_clinic_is_refused_by_its_name(clinic, other, folder):
    refused(clinic, other.backups.make(str(folder / "theirs")).place, "another clinic: Riverside")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"These are meeting notes.", "not a backup of this program"),
        (b"SQLite format 3\0" * 99, "not a backup of this program"),
        (b"PK\x03\x04 and no more", "damaged or was cut short"),
    ],
)
def test_what_is_no_backup_is_refused(clinic, folder, content, words):
    (folder / "x").write_bytes(content)
    refused(clinic, folder / "x", words)


def test_a_missing_backup_and_a_folder_are_refused(clinic, folder):
    refused(clinic, folder / "nothing", "not there")
    refused(clinic, folder, "a folder, not a backup")


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_backup_that_was_cut_short_is_refused(clinic, backup, part):
    content = backup.read_bytes()
    backup.write_bytes(content[: int(len(content) * part)])
    refused(clinic, backup, "damaged or was cut short")


@pytest.mark.parametrize("place", [0.3, 0.6, 0.95])
def test_one_flipped_byte_anywhere_is_found(clinic, backup, place):
    content = bytearray(backup.read_bytes())
    content[int(len(content) * place)] ^= 1
    backup.write_bytes(content)
    refused(clinic, backup, "damaged or was cut short")


def rebuilt(backup: Path, change) -> None:
    """Write the archive anew with ``change`` applied to its members."""
    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(backup, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def manifest(**changes):
    def change(members):
        members["backup.json"] = json.dumps(json.loads(members["backup.json"]) | changes).encode()

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda members: members.pop("clinic.keys"), "not a backup"),
        (lambda members: members.update({"backup.json": b"{"}), "damaged"),
        (lambda members: members.update({"clinic.keys": b"{"}), "keys is damaged"),
        (lambda members: members.update({"clinic.keys": bytes(5 << 20)}), "not a backup"),
        (lambda members: members.update({"clinic.db": b"SQLite format 3\0" * 300}), "damaged"),
        (manifest(format="consult-backup/2"), "newer version"),
        (manifest(schema=SCHEMA + 1), "newer version"),
        (manifest(mark="00" * 16), "another clinic"),
        (manifest(more="x"), "damaged"),
    ],
)
def test_an_archive_that_was_changed_is_refused(clinic, backup, change, words):
    rebuilt(backup, change)
    if words == "keys is damaged":
        with pytest.raises(EnvironmentFailed, match=words):
            clinic.backups.compare(str(backup))
        return
    refused(clinic, backup, words)


def test_a_backup_with_a_changed_plan_is_refused(clinic, folder, tmp_path, clock):
    """Somebody with the key changes a row, and puts it in a backup with the right sums."""
    with closing(connect(str(clinic.places.database), clinic.key)) as connection:
        connection.execute("DROP TRIGGER plan_no_update")
        connection.execute("UPDATE plan SET signed_by = 'x', body = x'00'")
    with pytest.raises(EnvironmentFailed, match="plan, row 1") as failed:
        clinic.backups.make(str(folder / "one"))
    assert "no backup was made" in failed.value.what
    assert list(folder.iterdir()) == []


def test_a_program_that_has_the_file_open_is_noticed_before_a_restore(clinic, backup):
    file = clinic.open()
    assert file.consultations.drafts() == ()
    with pytest.raises(EnvironmentFailed, match="in use by another program"):
        clinic.backups.restore(str(backup), by="dana")
    file.close()
    assert clinic.backups.restore(str(backup), by="dana").verified.is_whole


def test_a_second_restore_in_one_second_does_not_write_over_what_was_kept(clinic, backup):
    clinic.backups.restore(str(backup), by="dana")
    before = clinic.bytes()
    with pytest.raises(EnvironmentFailed, match="of that name already"):
        clinic.backups.restore(str(backup), by="dana")
    assert clinic.bytes() == before


@pytest.mark.parametrize("name", ["missing/one", "file"])
def test_a_place_where_no_backup_can_be_written_is_said(clinic, folder, name):
    (folder / "file").write_text("mine")
    with pytest.raises(EnvironmentFailed, match=r"not there|name already"):
        clinic.backups.make(str(folder / name))
    assert (folder / "file").read_text() == "mine"
    assert [each.name for each in folder.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("number", "words"), [(28, "disk is full"), (30, "may not write"), (13, "may not write"), (5, "reported an error")]
)
def test_the_disks_errors_while_a_backup_is_written_are_said_and_leave_nothing(
    clinic, folder, monkeypatch, number, words
):
    def fails(*_, **__):
        raise OSError(number, "words of the system")

    monkeypatch.setattr("consult_app.storage.backup_file.os.fsync", fails)
    with pytest.raises(EnvironmentFailed, match=words):
        clinic.backups.make(str(folder / "one"))
    assert list(folder.iterdir()) == []
    assert clinic.names() == ["clinic.db", "clinic.keys"]


def test_a_disk_that_does_not_give_back_what_was_written_is_found(clinic, folder, monkeypatch):
    def torn(path, **what):
        real(path, **what)
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 255
        path.write_bytes(content)

    from consult_app.storage import backups

    real = backups.write_backup
    monkeypatch.setattr(backups, "write_backup", torn)
    with pytest.raises(EnvironmentFailed, match="damaged"):
        clinic.backups.make(str(folder / "one"))
    assert list(folder.iterdir()) == []


def test_missing_or_exchanged_keys_make_no_backup(clinic, other, folder):
    ours = clinic.places.keys.read_bytes()
    clinic.places.keys.write_bytes(other.places.keys.read_bytes())
    with pytest.raises(EnvironmentFailed, match="of another clinic"):
        clinic.backups.make(str(folder / "one"))
    clinic.places.keys.unlink()
    with pytest.raises(EnvironmentFailed, match="cannot be read"):
        clinic.backups.make(str(folder / "one"))
    clinic.places.keys.write_bytes(ours)
    assert list(folder.iterdir()) == []


def test_a_backup_whose_sums_are_right_but_whose_file_is_not_is_refused(clinic, backup):
    held = read_backup(backup)
    changed = replace(held, manifest=replace(held.manifest, sha256="0" * 64))
    with pytest.raises(EnvironmentFailed, match="damaged"):
        changed.check()
    with pytest.raises(EnvironmentFailed, match="damaged"):
        changed.extract(backup.with_name("out"))


def test_thinning_by_itself_tells_what_it_deleted(clinic, folder):
    first = clinic.backups.make(str(folder / "clinic-20260512T100000Z.consultbackup"))
    second = clinic.backups.make(str(folder / "clinic-20260512T110000Z.consultbackup"))
    assert [backup.place for backup in clinic.backups.thin(str(folder))] == [first.place]
    assert Path(second.place).exists()


def test_an_archive_that_would_grow_when_it_is_taken_out_is_refused(clinic, backup):
    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(backup, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    refused(clinic, backup, "not a backup of this program")
