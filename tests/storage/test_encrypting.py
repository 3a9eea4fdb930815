"""A clinic file of an earlier version, without encryption, becomes an encrypted one; the plain one stays beside."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from consult_app.application.audit import AuditFilter
from consult_app.application.errors import EnvironmentFailed
from consult_app.application.ports import PlanFilter
from consult_app.application.vault import KeyHolder, VaultState
from consult_app.storage.clinic_file import open_clinic_file
from consult_app.storage.database import connect
from consult_app.storage.encrypting import _with_plain, encrypt_plain
from consult_app.storage.migrate import SCHEMA
from consult_app.storage.verifying import verify_file
from tests.fakes.vault import CODE, KEY, PASSWORD, quick_vault
from tests.migrations.make_sample import sample_path


def take_over(vault, plain):
    """Make the vault from the plain file."""

    def fill(path, key):
        encrypt_plain(plain, path, key)
        return KeyHolder("id-1", "Dana Keller", "NP")

    return vault.make(clinic="Riverside", name="Dana Keller", password=PASSWORD, code=CODE, fill=fill)


@pytest.fixture
def plain(tmp_path):
    """A copy of a stored file of an earlier version."""
    place = tmp_path / "clinic.db"
    shutil.copyfile(sample_path(1), place)
    return place


@pytest.fixture
def new(tmp_path):
    return tmp_path / "clinic.db.new"


def test_everything_is_taken_over_row_by_row(plain, new, clock):
    before = plain.read_bytes()
    taken = encrypt_plain(plain, new, KEY)
    assert (taken.count("patient"), taken.count("plan"), taken.count("handout"), taken.count("audit")) == (2, 1, 1, 1)
    assert plain.read_bytes() == before
    for table, count in taken.rows:
        with closing(connect(str(new), KEY)) as ours, closing(sqlite3.connect(plain)) as theirs:
            query = f"SELECT count(*) FROM {table}"
            assert ours.execute(query).fetchone() == theirs.execute(query).fetchone() == (count,)
    file = open_clinic_file(new, clock=clock, key=KEY)
    assert [row.number for row in file.consultations.plans(PlanFilter())] == ["A-20418-1"]
    assert file.audit.count(AuditFilter()) == 1
    file.close()


def test_the_encrypted_file_is_whole_guarded_and_of_the_present_schema(plain, new):
    encrypt_plain(plain, new, KEY)
    assert verify_file(new, KEY).is_whole
    assert new.read_bytes()[:16] == KEY.mark
    with closing(connect(str(new), KEY)) as ours, closing(sqlite3.connect(plain)) as theirs:
        names = "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
        assert ours.execute(names).fetchall() == theirs.execute(names).fetchall()
        assert ours.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
        for statement in ("UPDATE audit SET by_id = 'x'", "DELETE FROM plan"):
            with pytest.raises(Exception, match="insert-only"):
                ours.execute(statement)


def test_a_file_without_an_audit_is_taken_over(tmp_path, new, clock):
    plain = tmp_path / "clinic.db"
    open_clinic_file(plain, clock=clock).close()
    assert encrypt_plain(plain, new, KEY).count("audit") == 0
    assert verify_file(new, KEY).is_whole


def test_the_vault_takes_the_plain_files_place_and_names_where_it_stays(plain, tmp_path, clock):
    vault = quick_vault(tmp_path, clock)
    assert vault.state() is VaultState.PLAIN
    before = plain.read_bytes()
    key = take_over(vault, plain)
    assert vault.state() is VaultState.LOCKED
    assert vault.unlock("id-1", PASSWORD) == key
    assert vault.places.plain_copy.read_bytes() == before
    assert verify_file(plain, key).plans == 1


@pytest.mark.parametrize("step", ["keys written", "plain moved"])
def test_killed_on_the_way_the_next_start_finishes(plain, tmp_path, clock, step):
    vault = quick_vault(tmp_path, clock)
    key = take_over(vault, plain)
    vault.places.database.rename(vault.places.new_database)
    if step == "keys written":
        vault.places.plain_copy.rename(plain)
    again = quick_vault(tmp_path, clock)
    assert again.state() is VaultState.LOCKED
    assert verify_file(again.places.database, key).plans == 1
    assert again.places.plain_copy.exists()


def test_a_file_that_stays_already_is_not_written_over(plain, tmp_path, clock):
    vault = quick_vault(tmp_path, clock)
    vault.places.plain_copy.write_text("mine")
    with pytest.raises(EnvironmentFailed, match="not-encrypted"):
        take_over(vault, plain)
    assert vault.places.plain_copy.read_text() == "mine"
    assert plain.exists()


def test_what_is_no_plain_clinic_file_is_refused(tmp_path, new):
    place = tmp_path / "notes"
    place.write_bytes(b"These are meeting notes.")
    with pytest.raises(EnvironmentFailed, match="no clinic file without encryption"):
        encrypt_plain(place, new, KEY)
    place.unlink()
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("CREATE TABLE recipe (title)")
    with pytest.raises(EnvironmentFailed, match="another program"):
        encrypt_plain(place, new, KEY)


def test_a_damaged_plain_file_is_not_taken_over(plain, new):
    with closing(sqlite3.connect(plain, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER plan_no_update")
        connection.execute("UPDATE plan SET body = x'00'")
    with pytest.raises(EnvironmentFailed, match="plan, row 1"):
        encrypt_plain(plain, new, KEY)


def test_a_plain_file_that_is_open_is_not_taken_over(plain, new, clock):
    file = open_clinic_file(plain, clock=clock)
    assert len(file.consultations.drafts()) == 1
    with pytest.raises(EnvironmentFailed, match="in use"):
        encrypt_plain(plain, new, KEY)
    file.close()


@pytest.mark.parametrize(
    ("broken", "words"),
    [("_digest", "addendum|patient|alembic"), ("verify_file", "its check")],
)
def test_a_copy_that_differs_is_not_taken(plain, new, monkeypatch, broken, words):
    from consult_app.application.verifying import Break, Verified
    from consult_app.storage import encrypting

    real, calls = getattr(encrypting, broken), []

    def differs(*arguments):
        calls.append(arguments)
        if broken == "_digest":
            return len(calls), "x"
        return real(*arguments) if len(calls) == 1 else Verified(breaks=(Break("plan", "", "x"),))

    monkeypatch.setattr(encrypting, broken, differs)
    with pytest.raises(EnvironmentFailed, match=words):
        encrypt_plain(plain, new, KEY)


def test_a_copy_without_a_guard_is_not_taken(plain, new, monkeypatch):
    from consult_app.storage import encrypting

    real = encrypting._compared

    def loses_a_guard(connection):
        connection.execute("DROP TRIGGER main.plan_no_update")
        return real(connection)

    monkeypatch.setattr(encrypting, "_compared", loses_a_guard)
    with pytest.raises(EnvironmentFailed, match="its tables"):
        encrypt_plain(plain, new, KEY)


def test_a_plain_file_that_cannot_be_joined_leaves_nothing_open(plain, tmp_path):
    encrypted = tmp_path / "other.db"
    encrypt_plain(plain, encrypted, KEY)
    with pytest.raises(Exception, match="not a database"):
        _with_plain(tmp_path / "clinic.db.new", KEY, encrypted).execute("SELECT * FROM plain.sqlite_master")
