import stat
from pathlib import Path

import pytest

import consult_app
from consult_app.application.errors import EnvironmentFailed
from consult_app.system.paths import Paths, resources


def test_everything_of_a_clinic_lies_below_its_data_folder(tmp_path):
    paths = Paths(tmp_path / "clinic")

    assert paths.database.parent == paths.data_dir
    assert paths.log_dir.parent == paths.data_dir
    assert paths.protocols_dir.parent == paths.data_dir


def test_the_users_folder_follows_the_operating_system(monkeypatch, tmp_path):
    monkeypatch.setattr("consult_app.system.paths.user_data_path", lambda name, **_: tmp_path / name)

    assert Paths.of_user().data_dir == tmp_path / "Consult"


def test_the_folders_are_made_for_this_user_alone_and_twice_is_no_fault(tmp_path):
    paths = Paths(tmp_path / "clinic")

    paths.create()
    paths.create()

    assert paths.log_dir.is_dir()
    assert paths.protocols_dir.is_dir()
    assert stat.S_IMODE(paths.data_dir.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_made_is_told_with_what_to_do(tmp_path):
    in_the_way = tmp_path / "clinic"
    in_the_way.write_bytes(b"")

    with pytest.raises(EnvironmentFailed) as raised:
        Paths(in_the_way / "data").create()

    assert "cannot be made" in raised.value.what
    assert raised.value.advice


def test_resources_are_found_beside_the_source_checkout():
    assert resources() == Path(consult_app.__file__).resolve().parent.parent / "resources"


def test_resources_inside_the_installed_package_come_first(monkeypatch, tmp_path):
    package = tmp_path / "site-packages" / "consult_app"
    (package / "resources").mkdir(parents=True)
    monkeypatch.setattr(consult_app, "__file__", str(package / "__init__.py"))

    assert resources() == package / "resources"


def test_missing_resources_say_to_install_again(monkeypatch, tmp_path):
    monkeypatch.setattr(consult_app, "__file__", str(tmp_path / "consult_app" / "__init__.py"))

    with pytest.raises(EnvironmentFailed, match="incomplete") as raised:
        resources()

    assert "Install" in raised.value.advice
