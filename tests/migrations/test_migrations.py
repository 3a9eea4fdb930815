import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect

from consult_app.application.errors import EnvironmentFailed
from consult_app.application.ports import PlanFilter
from consult_app.storage.clinic_file import open_clinic_file
from consult_app.storage.database import open_engine
from consult_app.storage.migrate import SCHEMA, VERSIONS, backup_path, bring_up_to_date
from consult_app.storage.tables import INSERT_ONLY, SQLModel
from tests.fakes.bare_python import bare_environment
from tests.fakes.clock import FixedClock
from tests.migrations.make_sample import CLINIC, WRITTEN, sample_path
from tests.storage.samples import addendum, answers, confirmation, details, draft, handout, plan


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "clinic.db"


@pytest.fixture(params=range(1, SCHEMA + 1))
def sample(request, path: Path) -> Path:
    """A copy of the stored file of one released schema."""
    shutil.copyfile(sample_path(request.param), path)
    return path


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def user_version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


def objects(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))


def next_schema(folder: Path, upgrade: str) -> tuple[Path, ...]:
    """Folders of migrations with one more, whose body is ``upgrade``."""
    folder.mkdir()
    body = "\n".join(f"    {line}" for line in upgrade.splitlines())
    (folder / "v9999_next.py").write_text(
        "from alembic import op\nimport sqlalchemy as sa\n"
        f"revision = '9999'\ndown_revision = '{SCHEMA:04}'\n\ndef upgrade():\n{body}\n",
        encoding="utf-8",
    )
    return VERSIONS, folder


def test_an_empty_place_gets_the_present_schema(path):
    assert bring_up_to_date(path) is True
    assert user_version(path) == SCHEMA
    assert bring_up_to_date(path) is False
    assert [each.name for each in path.parent.iterdir()] == ["clinic.db"]


def test_a_file_of_no_bytes_is_a_new_one(path):
    path.touch()
    assert bring_up_to_date(path) is True
    assert user_version(path) == SCHEMA


def test_the_migrations_make_what_the_tables_say(path):
    bring_up_to_date(path)
    engine = open_engine(path)
    found = inspect(engine)
    assert set(found.get_table_names()) == {*SQLModel.metadata.tables, "alembic_version"}
    for name, table in SQLModel.metadata.tables.items():
        made = {column["name"]: (str(column["type"]), column["nullable"]) for column in found.get_columns(name)}
        said = {column.name: (column.type.compile(engine.dialect), bool(column.nullable)) for column in table.columns}
        assert made == said
        assert {(i["name"], *i["column_names"]) for i in found.get_indexes(name)} == {
            (index.name, *(column.name for column in index.columns)) for index in table.indexes
        }
        unique = {tuple(constraint["column_names"]) for constraint in found.get_unique_constraints(name)}
        assert unique == {
            tuple(column.name for column in constraint.columns)
            for constraint in table.constraints
            if type(constraint).__name__ == "UniqueConstraint"
        }
        assert {(*key["constrained_columns"], key["referred_table"]) for key in found.get_foreign_keys(name)} == {
            (key.parent.name, key.column.table.name) for key in table.foreign_keys
        }
    engine.dispose()


def test_every_insert_only_table_has_its_three_guards(sample):
    bring_up_to_date(sample)
    guards = {name for name in objects(sample) if name.endswith(("_no_update", "_no_delete", "_no_replace"))}
    assert guards == {f"{table}_no_{what}" for table in INSERT_ONLY for what in ("update", "delete", "replace")}


def test_a_stored_file_of_each_schema_ends_as_a_new_one_does(sample, tmp_path):
    bring_up_to_date(sample)
    fresh = tmp_path / "fresh.db"
    bring_up_to_date(fresh)
    assert objects(sample) == objects(fresh)
    assert user_version(sample) == SCHEMA


def test_a_stored_file_of_each_schema_keeps_everything(sample):
    file = open_clinic_file(sample, clock=FixedClock(WRITTEN))
    (kept_draft,) = file.consultations.drafts()
    (row,) = file.consultations.plans(PlanFilter())
    (sheet,) = file.consultations.handouts(row.id)
    assert file.clinics.clinic() == CLINIC
    assert [(who.name, who.credentials) for who in file.clinics.providers()] == [("Dana Keller", "NP")]
    assert file.clinics.setting("paper") == "a4"
    assert file.patients.get(row.patient_id).details == details(chart="A-20418")
    assert [match.patient.details.given_name for match in file.patients.search("lucja briain")] == ["Łucja"]
    assert kept_draft.answers == draft().answers
    assert file.consultations.plan(row.id) == plan(row.patient_id, number="A-20418-1", answers=answers())
    assert sheet.pdf == handout().pdf
    assert file.consultations.addenda(row.id) == (addendum(),)
    assert file.clinics.confirmations() == (confirmation(),)
    file.close()


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_a_file_of_a_newer_program_is_refused_and_untouched_byte_for_byte(sample, mode):
    with closing(sqlite3.connect(sample)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
        connection.execute(f"PRAGMA journal_mode = {mode}")
    before = sample.read_bytes()
    with pytest.raises(EnvironmentFailed, match="newer version") as failed:
        open_clinic_file(sample, clock=FixedClock(WRITTEN))
    assert "Install the newer version" in failed.value.advice
    assert sample.read_bytes() == before
    assert [each.name for each in sample.parent.iterdir()] == [sample.name]


@pytest.mark.parametrize("version", [0, 1, 7])
def test_a_database_of_another_program_is_refused_and_untouched(path, version):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipe (title)")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(EnvironmentFailed, match="another program"):
        bring_up_to_date(path)
    assert path.read_bytes() == before


def test_an_upgrade_backs_the_file_up_first(sample, tmp_path):
    bring_up_to_date(sample)
    before = dump(sample)
    versions = next_schema(tmp_path / "next", "op.add_column('patient', sa.Column('email', sa.String))")
    assert bring_up_to_date(sample, schema=SCHEMA + 1, versions=versions) is True
    assert user_version(sample) == SCHEMA + 1
    assert "email" in objects(sample)["patient"]
    backup = backup_path(sample, SCHEMA)
    assert dump(backup) == before
    assert user_version(backup) == SCHEMA
    assert sorted(each.name for each in tmp_path.glob("*.db*")) == ["clinic.before-upgrade-from-1.db", "clinic.db"]


def test_an_upgrade_that_rebuilds_a_table_loses_nothing_that_refers_to_it(sample, tmp_path):
    versions = next_schema(
        tmp_path / "next",
        "with op.batch_alter_table('patient') as batch:\n    batch.alter_column('phone', nullable=True)",
    )
    bring_up_to_date(sample, schema=SCHEMA + 1, versions=versions)
    with closing(sqlite3.connect(sample)) as connection:
        counts = [connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("patient", "draft", "plan")]
    assert counts == [2, 1, 1]


@pytest.mark.parametrize(
    "failing",
    [
        "op.create_table('half', sa.Column('id', sa.Integer))\nop.drop_table('addendum')\nraise RuntimeError",
        "op.execute('UPDATE patient SET phone = 1')\nop.execute('SELECT * FROM nowhere')",
        "op.execute('PRAGMA user_version = 7')\nop.execute(\"UPDATE draft SET patient_id = 'nobody'\")",
    ],
)
def test_an_upgrade_that_fails_half_way_leaves_the_file_as_it_was(sample, tmp_path, failing):
    bring_up_to_date(sample)
    before = dump(sample)
    versions = next_schema(tmp_path / "next", failing)
    for _ in range(2):
        with pytest.raises(EnvironmentFailed, match="could not be upgraded"):
            bring_up_to_date(sample, schema=SCHEMA + 1, versions=versions)
        assert dump(sample) == before
        assert user_version(sample) == SCHEMA
        assert dump(backup_path(sample, SCHEMA)) == before
    file = open_clinic_file(sample, clock=FixedClock(WRITTEN))
    assert len(file.consultations.drafts()) == 1
    file.close()


def test_a_full_disk_during_an_upgrade_is_said_as_such(sample, tmp_path):
    with closing(sqlite3.connect(sample)) as connection:
        connection.execute("CREATE INDEX filler ON patient (phone)")
    versions = next_schema(
        tmp_path / "next",
        "op.execute('PRAGMA max_page_count = 1')\nop.execute('CREATE TABLE big AS SELECT zeroblob(900000) AS x')",
    )
    with pytest.raises(EnvironmentFailed, match="disk is full"):
        bring_up_to_date(sample, schema=SCHEMA + 1, versions=versions)
    assert user_version(sample) == SCHEMA


def test_a_damaged_file_is_not_upgraded(sample, tmp_path):
    bring_up_to_date(sample)
    with closing(sqlite3.connect(sample, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET rootpage = 2 WHERE name = 'ix_patient_phone_back'")
    versions = next_schema(tmp_path / "next", "op.add_column('patient', sa.Column('email', sa.String))")
    with pytest.raises(EnvironmentFailed, match="damaged"):
        bring_up_to_date(sample, schema=SCHEMA + 1, versions=versions)
    assert user_version(sample) == SCHEMA
    assert not list(tmp_path.glob("*.part"))


def test_a_second_program_that_upgraded_meanwhile_is_noticed(path, monkeypatch):
    bring_up_to_date(path)
    before = dump(path)
    monkeypatch.setattr("consult_app.storage.migrate.schema_number", lambda *_: 0)
    assert bring_up_to_date(path) is True
    assert dump(path) == before


def test_a_start_on_a_file_that_fits_does_not_import_alembic(path):
    bring_up_to_date(path)
    script = (
        "import sys, pathlib\n"
        "from consult_app.storage.clinic_file import open_clinic_file\n"
        "from consult_app.system.clock import SystemClock\n"
        "file = open_clinic_file(pathlib.Path(sys.argv[1]), clock=SystemClock())\n"
        "assert file.consultations.drafts() == ()\n"
        "sys.exit('alembic' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", script, str(path)], check=False).returncode == 0


def test_importing_the_package_itself_costs_no_database_library():
    script = "import sys, consult_app.storage\nsys.exit(bool({'sqlmodel', 'pydantic', 'sqlite3'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], env=bare_environment(), check=False).returncode == 0
