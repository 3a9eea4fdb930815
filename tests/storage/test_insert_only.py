import sqlite3
from contextlib import closing

import pytest
import sqlcipher3

from consult_app.application.audit import AuditEntry, Event, Subject
from consult_app.storage.database import connect
from consult_app.storage.tables import INSERT_ONLY as TABLES
from tests.storage.samples import (
    addendum,
    confirmation,
    details,
    handout,
    mark,
    own_product,
    plan,
    protocol_copy,
    switched_on,
)

BROKEN = (sqlite3.IntegrityError, sqlcipher3.IntegrityError)
KEYLESS = ("addendum", "session_mark", "protocol_confirmation", "protocol_in_use", "own_product", "audit")


@pytest.fixture
def raw(store, path, key):
    """A connection of another program, with nothing of ours set up."""
    patient = store.patients.add(details())
    store.consultations.finish(plan(patient.id), draft_id="none")
    store.consultations.keep_handout(handout())
    store.consultations.add_addendum(addendum())
    store.consultations.mark_sessions((mark(),))
    store.clinics.confirm_value(confirmation())
    store.clinics.switch_on(switched_on(), protocol_copy())
    store.clinics.keep_products(own_product())
    store.audit.record(AuditEntry(Event.BACKED_UP, Subject.BACKUP))
    with closing(connect(str(path), key)) as connection:
        yield connection


def rows(connection, table):
    return connection.execute(f"SELECT * FROM {table}").fetchall()


def columns(connection, table):
    return [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")]


@pytest.mark.parametrize("table", TABLES)
def test_no_column_of_a_kept_row_can_be_changed(raw, table):
    before = rows(raw, table)
    assert before
    for column in columns(raw, table):
        with pytest.raises(BROKEN, match="insert-only"):
            raw.execute(f"UPDATE {table} SET {column} = {column}")
    assert rows(raw, table) == before


@pytest.mark.parametrize("table", TABLES)
def test_no_kept_row_can_be_deleted(raw, table):
    before = rows(raw, table)
    with pytest.raises(BROKEN, match="insert-only"):
        raw.execute(f"DELETE FROM {table}")
    assert rows(raw, table) == before


@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE", "INSERT"])
@pytest.mark.parametrize("table", TABLES)
def test_no_kept_row_can_be_replaced_under_any_of_its_keys(raw, table, verb):
    before = rows(raw, table)
    for fresh in ("seq", "id"):
        values = ", ".join(
            {"seq": "seq + 1000", "id": "'other'"}.get(name, name) if name == fresh else name
            for name in columns(raw, table)
        )
        if fresh == "id" and "id" not in columns(raw, table):
            continue
        if table in KEYLESS and fresh == "seq":
            continue  # these have no key but their place
        with pytest.raises(BROKEN, match="insert-only"):
            raw.execute(f"{verb} INTO {table} SELECT {values} FROM {table}")
    assert rows(raw, table) == before


def test_an_upsert_cannot_change_a_kept_row(raw):
    before = rows(raw, "plan")
    with pytest.raises(BROKEN, match="insert-only"):
        raw.execute("INSERT INTO plan SELECT * FROM plan WHERE true ON CONFLICT (id) DO UPDATE SET body = x'00'")
    assert rows(raw, "plan") == before


def test_planned_sessions_are_kept_with_the_plan(raw):
    assert raw.execute("SELECT maintenance, number, day FROM session ORDER BY seq").fetchall() == [
        (0, 1, "2026-05-15"),
        (0, 2, "2026-06-12"),
        (1, 1, "2026-12-11"),
    ]


def test_a_draft_may_be_changed_and_dropped(raw):
    raw.execute("UPDATE patient SET phone = '555-0101'")
    assert raw.execute("SELECT phone FROM patient").fetchall() == [("555-0101",)]
