"""``backup``, ``restore`` and ``verify`` as a person types them, on a clinic of the standard cost."""

import subprocess
import sys
from contextlib import closing
from dataclasses import replace

import pytest

from consult_app import bootstrap_vault, clinic_keeping
from consult_app.application.access import Role
from consult_app.application.audit import AuditFilter, Event
from consult_app.application.vault import KeyHolder
from consult_app.cli import main
from consult_app.domain.answers import Provider
from consult_app.storage.clinic_file import open_clinic_file
from consult_app.storage.database import connect
from consult_app.storage.key_slots import RECOMMENDED
from consult_app.system.clock import SystemClock
from consult_app.system.paths import Paths
from tests.cli.running import consult
from tests.fakes.bare_python import bare_environment
from tests.fakes.services import CLINIC
from tests.fakes.vault import CODE, PASSWORD
from tests.storage.samples import details, plan

OTHER = "a green lamp in rain"


class Clinic:
    """An encrypted clinic in the folder the program looks in, with two providers and one plan."""

    def __init__(self, home) -> None:
        self.paths = Paths(home / "data" / "Consult")
        self.paths.create()
        self.vault = bootstrap_vault.open_vault(self.paths)
        self.key = bootstrap_vault.make_clinic(
            self.paths, CLINIC, Provider("Dana Keller", "NP"), password=PASSWORD, code=CODE
        )
        file = bootstrap_vault.open_clinic(self.paths, self.key)
        mai = file.clinics.add_provider("Mai Tran", "RN")
        patient = file.patients.add(details())
        file.consultations.finish(plan(patient.id), draft_id="none")
        file.close()
        self.vault.add(self.key, KeyHolder(mai.id, mai.name, mai.credentials), OTHER)

    def events(self) -> list[str]:
        file = open_clinic_file(self.paths.database, clock=SystemClock(), key=self.key)
        found = [line.entry.event.value for line in reversed(file.audit.lines(AuditFilter()))]
        file.close()
        return found


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Made once: four derivations of the standard cost take a moment."""
    home = tmp_path_factory.mktemp("made")
    return home, Clinic(home)


@pytest.fixture
def home(made, tmp_path, monkeypatch):
    """A copy of the clinic, as the data folder of this process too."""
    import shutil

    shutil.copytree(made[0] / "data", tmp_path / "data")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def clinic(made, home):
    found = object.__new__(Clinic)
    found.paths, found.key = Paths(home / "data" / "Consult"), made[1].key
    return found


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs one command in this process; the exit code and what it said."""

    def command(*arguments: str, typed: str = PASSWORD, name: str | None = "Dana Keller"):
        said = ["--provider", name] if name else []
        monkeypatch.setattr(sys.stdin, "readline", lambda: typed + "\n", raising=False)
        code = main([*arguments, *said, "--password-stdin"])
        out = capsys.readouterr()
        return code, out.out, out.err

    return command


def test_a_backup_restored_is_the_clinic_again(run, clinic, home):
    place = home / "one.consultbackup"
    code, out, err = run("backup", str(place))
    assert (code, err) == (0, "")
    assert out == f"The backup is written and checked: {place}\n"
    code, out, _ = run("restore", str(place), "--yes")
    assert code == 0
    assert f"Backup of {CLINIC.name}, made " in out
    assert "1 patients, 1 plans, 0 drafts" in out
    assert "before-restore-" in out
    assert clinic.events() == ["signed_in", "restored"]
    code, out, _ = run("verify")
    assert (code, out) == (
        0,
        "The clinic file is whole. 1 patients, 1 plans, 0 sheets and 2 audit lines were read.\n",
    )


def test_without_a_name_a_backup_goes_to_the_clinics_folder(run, clinic, home):
    code, out, _ = run("backup")
    assert code == 0
    (made,) = clinic.paths.backups_dir.iterdir()
    assert str(made) in out
    chosen = home / "chosen"
    file = open_clinic_file(clinic.paths.database, clock=SystemClock(), key=clinic.key)
    file.clinics.save_setting("backups.folder", str(chosen))
    file.close()
    assert run("backup")[0] == 0
    assert len(list(chosen.iterdir())) == 1


def test_the_whole_program_takes_the_password_from_standard_input(clinic, home):
    place = home / "one.consultbackup"
    done = consult("backup", str(place), "--provider", "Mai Tran", "--password-stdin", home=home, stdin=OTHER.encode())
    assert done.returncode == 0, done.stderr
    assert place.exists()
    wrong = consult("verify", "--provider", "Mai Tran", "--password-stdin", home=home, stdin=b"wrong\n")
    assert wrong.returncode == 3
    assert wrong.stderr == b"Wrong password. Try again in 1 second.\n"


def test_without_a_terminal_the_way_out_is_named(clinic, home):
    done = consult("verify", "--provider", "Dana Keller", home=home)
    assert done.returncode == 4
    assert b"--password-stdin" in done.stderr


@pytest.mark.parametrize("command", [("backup",), ("verify",), ("restore", "x")])
def test_no_command_takes_a_password_as_an_argument(command, capsys):
    assert main([*command, "--password", PASSWORD]) == 2
    assert "unrecognized arguments" in capsys.readouterr().err


def test_a_terminal_is_asked_for_the_password_and_for_the_word(clinic, home, monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(clinic_keeping, "_has_terminal", lambda: True)
    monkeypatch.setattr(clinic_keeping.getpass, "getpass", lambda prompt: asked.append(prompt) or PASSWORD)
    place = str(home / "one.consultbackup")
    assert main(["backup", place, "--provider", "dana keller"]) == 0
    monkeypatch.setattr("builtins.input", lambda prompt: "no")
    before = clinic.paths.database.read_bytes()
    assert main(["restore", place, "--provider", "Dana Keller"]) == 3
    assert "Nothing was replaced" in capsys.readouterr().err
    monkeypatch.setattr("builtins.input", lambda prompt: " Restore ")
    assert main(["restore", place, "--provider", "Dana Keller"]) == 0
    assert asked == ["Password of Dana Keller: "] * 3
    assert clinic.paths.database.read_bytes() != before


def test_without_yes_nothing_is_replaced_when_nobody_can_be_asked(run, clinic, home):
    place = home / "one.consultbackup"
    run("backup", str(place))
    code, _, err = run("restore", str(place))
    assert (code, "Nothing was replaced" in err) == (3, True)


def test_several_providers_must_be_told_apart(run, clinic):
    for name in (None, "Nobody Here"):
        code, _, err = run("verify", name=name)
        assert code == 3
        assert "Dana Keller, Mai Tran" in err


def test_only_an_admin_restores(run, clinic, home):
    place = home / "one.consultbackup"
    assert run("backup", str(place), typed=OTHER, name="Mai Tran")[0] == 0
    code, _, err = run("restore", str(place), "--yes", typed=OTHER, name="Mai Tran")
    assert code == 3
    assert "role does not allow" in err


def test_the_recovery_code_lets_in_and_is_told(run, clinic):
    code, _, _ = run("verify", "--recovery-code", typed=CODE.lower(), name=None)
    assert code == 0
    assert clinic.events() == ["recovered"]


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [(CODE[:12], 2, "It is not whole"), ("", 2, "is missing"), (CODE[:-1] + "2", 2, "Group 8 is mistyped")],
)
def test_half_a_recovery_code_is_a_fault_of_the_input(run, clinic, typed, code, words):
    found, _, err = run("verify", "--recovery-code", typed=typed, name=None)
    assert found == code
    assert words in err


def test_a_damaged_clinic_file_is_named_and_a_restore_mends_it(run, clinic, home):
    place = home / "one.consultbackup"
    run("backup", str(place))
    with closing(connect(str(clinic.paths.database), clinic.key)) as connection:
        connection.execute("DROP TRIGGER plan_no_update")
        connection.execute("UPDATE plan SET body = x'00'")
    code, _, err = run("verify")
    assert code == 4
    assert "plan, row 1: the plan is not the one that was signed" in err
    assert run("backup", str(home / "two"))[0] == 4
    assert run("restore", str(place), "--yes")[0] == 0
    assert run("verify")[0] == 0


@pytest.mark.parametrize("lost", ["clinic.db", "clinic.keys", "both"])
def test_a_lost_file_or_its_keys_come_back(run, clinic, home, lost):
    place = home / "one.consultbackup"
    run("backup", str(place))
    for name in ("clinic.db", "clinic.keys") if lost == "both" else (lost,):
        (clinic.paths.data_dir / name).unlink()
    if lost != "both":
        assert run("verify")[0] == 4
    code, _, err = run("restore", str(place), "--yes")
    assert (code, err) == (0, "")
    assert run("verify")[0] == 0


@pytest.mark.parametrize("command", [("backup",), ("verify",)])
def test_before_the_first_run_there_is_nothing_to_look_after(tmp_path, monkeypatch, capsys, command):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert main([*command, "--password-stdin"]) == 3
    assert "no clinic on this computer yet" in capsys.readouterr().err


def test_a_clinic_without_a_password_is_checked_but_neither_backed_up_nor_replaced(
    made, run, tmp_path, monkeypatch, home
):
    place = home / "one.consultbackup"
    run("backup", str(place))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "plain"))
    paths = Paths.of_user()
    paths.create()
    open_clinic_file(paths.database, clock=SystemClock()).close()
    code, out, _ = run("verify")
    assert (code, "is whole" in out) == (0, True)
    assert run("backup")[0] == 3
    assert run("restore", str(place), "--yes")[0] == 3
    assert sorted(each.name for each in paths.data_dir.iterdir() if each.is_file()) == ["clinic.db"]


def test_a_folder_for_backups_that_cannot_be_made_is_said(run, clinic):
    clinic.paths.backups_dir.write_text("a file")
    code, _, err = run("backup")
    assert code == 4
    assert "folder for backups cannot be made" in err


def test_a_file_that_is_no_backup_is_refused_before_anything_is_asked(run, clinic, home):
    (home / "notes").write_text("These are meeting notes.")
    code, _, err = run("restore", str(home / "notes"), "--yes")
    assert code == 4
    assert "not a backup of this program" in err


def test_the_standard_cost_is_used(made):
    assert bootstrap_vault.backup_keys  # built with the standard cost, as is
    assert made[1].vault._cost == RECOMMENDED
    assert len(bootstrap_vault.new_recovery_code()) == len(CODE)


def test_a_clinic_of_an_earlier_version_is_taken_over_by_what_bootstrap_builds(tmp_path):
    paths = Paths(tmp_path / "Consult")
    paths.create()
    file = open_clinic_file(paths.database, clock=SystemClock())
    dana = file.clinics.add_provider("Dana Keller", "NP")
    file.close()
    code = bootstrap_vault.new_recovery_code()
    key = bootstrap_vault.take_over_plain(paths, dana, password=PASSWORD, code=code)
    encrypted = bootstrap_vault.open_clinic(paths, key)
    assert encrypted.clinics.providers() == (replace(dana, role=Role.ADMIN),)
    (line,) = encrypted.audit.lines(AuditFilter())
    assert (line.entry.event, line.by) == (Event.IMPORTED, dana.id)
    encrypted.close()
    assert bootstrap_vault.open_vault(paths).unlock(dana.id, PASSWORD) == key
    assert (paths.data_dir / "clinic.not-encrypted.db").exists()


def test_the_first_run_makes_a_clinic_with_one_admin(clinic, made):
    file = bootstrap_vault.open_clinic(clinic.paths, clinic.key)
    first, second = file.clinics.providers()
    assert (first.name, first.role, second.role) == ("Dana Keller", Role.ADMIN, Role.PROVIDER)
    assert file.clinics.clinic() == CLINIC
    file.close()


def test_the_commands_cost_a_start_of_the_desk_nothing():
    script = (
        "import sys, consult_app.cli\n"
        "heavy = {'consult_app.clinic_keeping', 'consult_app.application.ports', 'sqlcipher3', 'argon2'}\n"
        "sys.exit(bool(heavy & set(sys.modules)))\n"
    )
    assert subprocess.run([sys.executable, "-c", script], env=bare_environment(), check=False).returncode == 0
