import sqlite3
import stat
import sys
import traceback
from contextlib import closing

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, OperationalError

from consult_app.application.errors import EnvironmentFailed
from consult_app.storage.clinic_file import open_clinic_file
from consult_app.storage.database import connect, explained, open_engine, reading, writing
from tests.storage.samples import NOW, answers, details, draft, handout, plan

PLANTED = "Zarathustrova"


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 5000),
        ("temp_store", 2),
    ],
)
def test_every_connection_is_set_up(store, pragma, value):
    for session in (reading, writing):
        with session(store.engine) as opened:
            assert opened.connection().exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


def statements(engine) -> list[str]:
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _cur, statement, *_: seen.append(statement))
    return seen


def test_a_write_takes_the_lock_when_it_begins_and_a_read_takes_none(store):
    seen = statements(store.engine)
    with writing(store.engine):
        pass
    with reading(store.engine) as session:
        session.connection()
    assert seen == ["BEGIN IMMEDIATE", "BEGIN"]


def test_saving_a_draft_is_one_transaction_with_one_statement(store):
    seen = statements(store.engine)
    store.consultations.save_draft(draft())
    assert seen[0] == "BEGIN IMMEDIATE"
    assert len(seen) == 2


def test_a_reader_keeps_its_view_while_another_writes(store):
    with reading(store.engine) as session:
        count = text("SELECT count(*) FROM patient")
        assert session.connection().execute(count).scalar_one() == 0
        store.patients.add(details())
        assert session.connection().execute(count).scalar_one() == 0


def test_anything_raised_inside_a_write_takes_it_all_back(store):
    def give_up() -> None:
        with writing(store.engine) as session:
            session.connection().exec_driver_sql("INSERT INTO setting VALUES ('paper', 'a4')")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        give_up()
    assert store.clinics.setting("paper") is None


def test_closing_leaves_one_file_that_only_the_user_can_read(path, clock):
    file = open_clinic_file(path, clock=clock)
    file.patients.add(details())
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    assert set(modes) == {"clinic.db", "clinic.db-wal", "clinic.db-shm"}
    if sys.platform != "win32":
        assert set(modes.values()) == {0o600}
    file.close()
    assert [each.name for each in path.parent.iterdir()] == ["clinic.db"]


def test_a_path_with_marks_that_addresses_give_a_meaning_is_only_a_path(tmp_path, clock):
    path = tmp_path / "Dr. Ö's 50% file?#&mode=ro.db"
    file = open_clinic_file(path, clock=clock)
    file.patients.add(details())
    file.close()
    assert path.exists()
    again = open_clinic_file(path, clock=clock)
    assert len(again.patients.search("lind")) == 1
    again.close()


def test_a_full_disk_is_said_and_loses_nothing(store):
    saved = store.consultations.save_draft(draft())
    with store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(EnvironmentFailed, match=r"The disk is full\.") as failed:
        store.consultations.save_draft(draft(answers=answers(words=PLANTED * 1000)))
    assert "Free some space" in failed.value.advice
    assert store.consultations.drafts() == (saved,)


def test_a_file_locked_by_another_program_is_said(path, store, key):
    engine = open_engine(path, key=key, busy_milliseconds=1)
    with closing(connect(str(path), key)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(EnvironmentFailed, match="in use by another program"), writing(engine):
            pytest.fail("the lock is held elsewhere")
        with reading(engine) as session:
            assert session.connection().exec_driver_sql("SELECT count(*) FROM patient").scalar_one() == 0
    engine.dispose()


def test_a_read_only_file_is_said(store):
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(EnvironmentFailed, match="cannot be written to"):
        store.patients.add(details())


def test_what_is_no_database_is_said_and_left_alone(path, clock):
    path.write_bytes(b"These are meeting notes, not a database. " * 40)
    before = path.read_bytes()
    with pytest.raises(EnvironmentFailed, match="not a clinic file"):
        open_clinic_file(path, clock=clock)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == ["clinic.db"]


def test_a_damaged_file_is_said(path, clock):
    file = open_clinic_file(path, clock=clock)
    for n in range(200):
        file.patients.add(details(PLANTED, f"Given{n}"))
    file.close()
    content = bytearray(path.read_bytes())
    for start in range(4096, len(content), 4096):
        content[start : start + 64] = b"\xa5" * 64
    path.write_bytes(content)

    def search() -> None:
        damaged = open_clinic_file(path, clock=clock)
        try:
            damaged.patients.search(PLANTED)
        finally:
            damaged.close()

    with pytest.raises(EnvironmentFailed, match="damaged") as failed:
        search()
    assert "Restore the last backup" in failed.value.advice


def test_text_that_is_no_text_is_damage_and_is_not_quoted(store):
    store.patients.add(details(PLANTED))
    with writing(store.engine) as session:
        session.connection().exec_driver_sql("UPDATE patient SET given_name = CAST(x'5a617261ff' AS TEXT)")
    with pytest.raises(EnvironmentFailed, match="damaged") as failed:
        store.patients.search(PLANTED)
    assert "Zara" not in "".join(traceback.format_exception(failed.value))
    assert failed.value.__suppress_context__


@pytest.mark.parametrize("folder", ["missing", "clinic.db"])
def test_a_place_that_cannot_be_opened_is_said(tmp_path, clock, folder):
    (tmp_path / "clinic.db").mkdir()
    target = tmp_path / "missing" / "clinic.db" if folder == "missing" else tmp_path / "clinic.db"
    with pytest.raises(EnvironmentFailed, match=r"cannot be (made|opened)"):
        open_clinic_file(target, clock=clock)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_IOERR_FSYNC, "reported an error"),
        (sqlite3.SQLITE_LOCKED_SHAREDCACHE, "in use"),
        (sqlite3.SQLITE_PERM, "cannot be written"),
        (sqlite3.SQLITE_CANTOPEN, "cannot be opened"),
        (sqlite3.SQLITE_CORRUPT_INDEX, "damaged"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "in use"),
    ],
)
def test_the_disks_errors_have_plain_words_and_advice(code, words):
    error = sqlite3.OperationalError("disk words")
    error.sqlite_errorcode = code
    with pytest.raises(EnvironmentFailed, match=words) as failed, explained():
        raise OperationalError("SELECT 1", {}, error)
    assert failed.value.advice
    assert failed.value.__cause__ is not None


def test_a_mistake_of_ours_stays_a_bug(store):
    with pytest.raises(OperationalError, match="no such table"), reading(store.engine) as session:
        session.connection().exec_driver_sql("SELECT * FROM nowhere")


def refusals(store):
    """Every way a store says no while it holds the planted name."""
    who = details(PLANTED, PLANTED, phone=PLANTED)
    patient = store.patients.add(who)
    holding = answers(patient=who, words=PLANTED)
    store.consultations.finish(plan(patient.id, answers=holding), draft_id="none")
    store.consultations.keep_handout(handout(text=PLANTED))
    yield lambda: store.consultations.finish(plan(patient.id, answers=holding), draft_id="none")
    yield lambda: store.consultations.save_draft(draft(answers=holding, patient_id="nobody"))
    yield lambda: store.consultations.save_draft(draft(answers=holding, started_at=NOW.replace(tzinfo=None)))
    yield lambda: store.consultations.keep_handout(handout(text=PLANTED, sha256="0"))
    with writing(store.engine) as session:
        session.connection().exec_driver_sql("DROP TRIGGER plan_no_update")
        session.connection().exec_driver_sql("UPDATE plan SET body = replace(body, 'answers', 'wrong')")
        session.connection().exec_driver_sql("UPDATE patient SET allergies = CAST('\"Zarathustrova\"' AS BLOB)")
    yield lambda: store.consultations.plan("plan-1")
    yield lambda: store.patients.get(patient.id)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    yield lambda: store.patients.add(who)
    yield lambda: store.consultations.save_draft(draft(answers=holding))


def test_no_error_and_no_log_names_a_patient(store, caplog, capfd):
    caplog.set_level("DEBUG")
    said = []
    for refused in refusals(store):
        with pytest.raises(Exception) as failed:  # noqa: PT011 - whatever it is, its text is what counts
            refused()
        said.append("".join(traceback.format_exception(failed.value)) + getattr(failed.value, "advice", ""))
    assert len(said) == 8
    assert not [text for text in said if PLANTED in text]
    assert PLANTED not in caplog.text
    assert PLANTED not in "".join(capfd.readouterr())


def test_a_broken_constraint_is_told_without_the_row(store):
    patient = store.patients.add(details(PLANTED))
    with pytest.raises(IntegrityError) as failed, writing(store.engine) as session:
        session.connection().execute(
            text(
                "INSERT INTO patient SELECT :name, running, family_name, given_name, preferred_name, birth_date, "
                "phone, chart, language, allergies, snapshot_format, added_at, norm, norm_given, words, phone_back, "
                "chart_norm FROM patient WHERE id = :id"
            ),
            {"name": PLANTED, "id": patient.id},
        )
    assert PLANTED not in "".join(traceback.format_exception(failed.value))
