"""What only an encrypted file does: it shows nothing, and a wrong file or key is told from damage."""

import gc
import sys
from contextlib import closing
from dataclasses import replace

import pytest
import sqlcipher3

from consult_app.application.audit import AuditEntry, Event, Subject
from consult_app.application.errors import EnvironmentFailed
from consult_app.application.vault import FileKey
from consult_app.storage.clinic_file import open_clinic_file
from consult_app.storage.database import connect, explained, open_engine, refuse_company
from consult_app.storage.file_kind import kind_of
from consult_app.storage.migrate import SCHEMA, VERSIONS, backup_path, bring_up_to_date
from tests.fakes.vault import KEY
from tests.storage.samples import answers, details, draft

PLANTED = "Zarathustrova"


@pytest.fixture
def filled(path, clock):
    """A closed encrypted file with one patient and one draft."""
    file = open_clinic_file(path, clock=clock, key=KEY)
    file.patients.add(details(PLANTED))
    file.consultations.save_draft(draft(answers=answers(words=PLANTED * 50)))
    file.close()
    return path


def test_nothing_of_a_patient_stands_in_the_file_or_its_log(path, clock):
    file = open_clinic_file(path, clock=clock, key=KEY)
    file.patients.add(details(PLANTED))
    beside = {each.name: each.read_bytes() for each in path.parent.iterdir()}
    assert len(beside["clinic.db-wal"]) > 0
    for content in beside.values():
        assert PLANTED.encode() not in content
        assert b"CREATE TABLE" not in content
    file.close()


def test_the_key_stands_in_no_address_and_no_description(path, clock):
    file = open_clinic_file(path, clock=clock, key=KEY)
    assert KEY.secret.hex() not in repr(file) + repr(file.engine) + str(file.engine.url)
    file.close()


def test_what_was_kept_comes_back_with_the_key(filled, clock):
    file = open_clinic_file(filled, clock=clock, key=KEY)
    assert len(file.patients.search(PLANTED)) == 1
    file.close()


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (replace(KEY, mark=bytes(16)), "another clinic"),
        (replace(KEY, secret=bytes(32)), "not a clinic file, or it is damaged"),
        (None, "not a clinic file, or it is damaged"),
    ],
)
def test_another_key_opens_nothing_and_changes_nothing(filled, clock, key, words, capfd):
    before = filled.read_bytes()
    with pytest.raises(EnvironmentFailed, match=words):
        open_clinic_file(filled, clock=clock, key=key)
    assert filled.read_bytes() == before
    assert "".join(capfd.readouterr()) == ""


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"SQLite format 3\0" * 300, "is not encrypted"), (b"These are meeting notes. " * 40, "no clinic file")],
)
def test_a_foreign_file_is_said_and_left_alone(path, clock, content, words):
    path.write_bytes(content)
    with pytest.raises(EnvironmentFailed, match=words) as failed:
        open_clinic_file(path, clock=clock, key=KEY)
    assert "Nothing was changed" in failed.value.advice
    assert path.read_bytes() == content


def test_a_newer_file_is_refused_untouched(filled, clock):
    with closing(connect(str(filled), KEY)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    before = filled.read_bytes()
    with pytest.raises(EnvironmentFailed, match="newer version"):
        open_clinic_file(filled, clock=clock, key=KEY)
    assert filled.read_bytes() == before
    assert [each.name for each in filled.parent.iterdir()] == [filled.name]


def test_the_backup_before_an_upgrade_is_encrypted_with_the_same_key(filled, tmp_path, clock):
    folder = tmp_path / "next"
    folder.mkdir()
    (folder / "v9999_next.py").write_text(
        f"from alembic import op\nrevision = '9999'\ndown_revision = '{SCHEMA:04}'\n\n"
        "def upgrade():\n    op.execute('CREATE INDEX more ON patient (phone)')\n",
        encoding="utf-8",
    )
    assert bring_up_to_date(filled, key=KEY, schema=SCHEMA + 1, versions=(VERSIONS, folder)) is True
    backup = backup_path(filled, SCHEMA)
    assert backup.read_bytes()[:16] == KEY.mark
    assert PLANTED.encode() not in backup.read_bytes()
    file = open_clinic_file(backup, clock=clock, key=KEY)
    assert len(file.patients.search(PLANTED)) == 1
    file.close()


def test_a_second_program_on_the_file_is_noticed(filled, clock):
    file = open_clinic_file(filled, clock=clock, key=KEY)
    assert file.consultations.drafts()
    with pytest.raises(EnvironmentFailed, match="in use by another program"):
        refuse_company(filled, KEY)
    file.close()
    refuse_company(filled, KEY)


def test_the_ciphers_own_errors_have_plain_words_too():
    error = sqlcipher3.OperationalError("disk words")
    error.sqlite_errorcode = sqlcipher3.SQLITE_FULL
    with pytest.raises(EnvironmentFailed, match="disk is full"), explained():
        raise error


def test_a_connection_that_cannot_take_its_key_is_closed(path, monkeypatch):
    engine = open_engine(path, key=KEY)
    monkeypatch.setattr("consult_app.storage.database._hand_over", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        connect(str(path), KEY)
    engine.dispose()


def test_a_place_that_cannot_be_read_is_said(tmp_path):
    with pytest.raises(EnvironmentFailed, match="cannot be opened"):
        kind_of(tmp_path, KEY.mark)


def test_a_locked_file_lets_go_of_the_key_and_goes_on_when_it_is_unlocked(filled, clock):
    key = FileKey(KEY.secret, KEY.mark)
    held_before = sys.getrefcount(key)
    file = open_clinic_file(filled, clock=clock, key=key, who=lambda: "dana")
    (kept,) = file.consultations.drafts()
    assert sys.getrefcount(key) > held_before
    file.lock()
    gc.collect()
    assert sys.getrefcount(key) == held_before
    calls = (
        lambda: file.consultations.save_draft(kept),
        lambda: file.patients.search(PLANTED),
        lambda: file.audit.record(AuditEntry(Event.LOCKED, Subject.PROVIDER, "dana")),
        file.verifier.verify,
    )
    for call in calls:
        with pytest.raises(EnvironmentFailed, match="is locked"):
            call()
    refuse_company(filled, KEY)
    file.unlock(KEY)
    assert file.consultations.save_draft(kept).version == kept.version + 1
    assert file.verifier.verify().is_whole
    file.close()


def test_a_plain_file_has_no_lock(path, clock):
    file = open_clinic_file(path, clock=clock)
    file.lock()
    file.unlock(KEY)
    assert file.consultations.drafts() == ()
    file.close()
