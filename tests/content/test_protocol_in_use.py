"""Which version counts at the start, and what is said when the folder is not what was switched on."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from consult_app.application.errors import InputFaulty
from consult_app.application.versions import ProtocolCopy, SwitchedOn
from consult_app.content.protocol_files import fingerprint, take_copy
from consult_app.content.protocol_in_use import newest_released, protocol_in_use
from consult_app.content.protocol_versions import FolderVersions
from consult_app.system.atomic_files import write_atomically
from tests.builders import NURSE, PROTOCOL_FOLDER, protocol

OWN = "1.0.0-clinic.1"


@pytest.fixture
def folders(tmp_path: Path) -> FolderVersions:
    return FolderVersions(PROTOCOL_FOLDER.parent, tmp_path / "protocols", write_atomically, lambda _protocol: ())


@pytest.fixture
def own(folders: FolderVersions) -> Path:
    return Path(folders.make_own(take_copy(PROTOCOL_FOLDER)).place)


class Record:
    """What was switched on, in order."""

    def __init__(self) -> None:
        self.lines: list[SwitchedOn] = []
        self.copies: dict[str, ProtocolCopy] = {}

    def switch_on(self, folder: Path) -> str:
        copy = take_copy(folder)
        sha256 = fingerprint(copy)
        self.lines.append(SwitchedOn("microneedling", folder.name, sha256, NURSE, datetime(2026, 5, 12, tzinfo=UTC)))
        self.copies[sha256] = copy
        return sha256


@pytest.fixture
def record() -> Record:
    return Record()


def found(record: Record, folders: FolderVersions) -> tuple[str, tuple[str, ...]]:
    in_use = protocol_in_use(record.lines, record.copies.get, folders)
    assert fingerprint(in_use.copy) == in_use.protocol.sha256
    return in_use.protocol.version, tuple(notice.line for notice in in_use.notices)


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "protocol.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_without_a_line_the_newest_released_version_counts_and_nothing_is_said(record, folders, own):
    assert found(record, folders) == ("1.0.0", ())


def test_the_version_switched_on_last_counts(record, folders, own):
    record.switch_on(own)
    assert found(record, folders) == (OWN, ())
    record.switch_on(PROTOCOL_FOLDER)
    assert found(record, folders) == ("1.0.0", ())


def test_a_folder_changed_later_counts_for_nothing_and_is_told(record, folders, own):
    sha256 = record.switch_on(own)
    edit(own, "# Microneedling", "# Our microneedling")
    version, notices = found(record, folders)
    assert version == OWN
    assert notices == (f"{OWN}: The folder was changed after this version was switched on. See {own}.",)
    assert protocol_in_use(record.lines, record.copies.get, folders).protocol.sha256 == sha256


def test_a_folder_broken_later_is_told_with_file_key_path_and_reason(record, folders, own):
    record.switch_on(own)
    edit(own, "protected_hours = 48", "protected_hours = 0")
    version, notices = found(record, folders)
    assert version == OWN
    assert notices[0].startswith(f"{OWN}/protocol.toml: aftercare.protected_hours: ")


def test_a_folder_that_is_gone_is_told_and_its_copy_counts(record, folders, own):
    record.switch_on(own)
    shutil.rmtree(own)
    assert found(record, folders) == (OWN, (f"{OWN}: this folder is missing",))


@pytest.mark.parametrize("damage", ["gone", "other bytes"])
def test_a_damaged_copy_lets_the_version_before_it_count_and_is_told(record, folders, own, damage):
    first = record.switch_on(own)
    second = folders.make_own(take_copy(own))
    last = record.switch_on(Path(second.place))
    if damage == "gone":
        del record.copies[last]
    else:
        record.copies[last] = record.copies[first]
    version, notices = found(record, folders)
    assert version == OWN
    assert notices == ("1.0.0-clinic.2/copy in the clinic file: the copy that was kept is damaged",)


def test_without_any_whole_copy_the_released_version_counts_and_each_is_told(record, folders, own):
    record.switch_on(own)
    record.copies.clear()
    version, notices = found(record, folders)
    assert version == "1.0.0"
    assert len(notices) == 1


def test_a_copy_this_program_finds_faulty_is_told_with_its_faults(record, folders, own):
    edit(own, "protected_hours = 48", "protected_hours = 0")
    record.switch_on(own)
    version, notices = found(record, folders)
    assert version == "1.0.0"
    assert notices[0].startswith(f"{OWN}/protocol.toml: aftercare.protected_hours: ")


def test_a_faulty_newer_release_lets_the_one_before_count_and_is_told(tmp_path):
    shutil.copytree(PROTOCOL_FOLDER, tmp_path / "1.0.0")
    shutil.copytree(PROTOCOL_FOLDER, tmp_path / "1.1.0")
    (tmp_path / "1.1.0" / "products.toml").unlink()
    in_use = newest_released(tmp_path)
    assert in_use.protocol == protocol()
    assert [notice.line for notice in in_use.notices] == ["1.1.0/products.toml: this file is missing"]


def test_nothing_sound_at_all_is_refused_with_every_fault(tmp_path):
    (tmp_path / "1.0.0").mkdir()
    with pytest.raises(InputFaulty) as refused:
        newest_released(tmp_path)
    assert {fault.where for fault in refused.value.faults} == {"1.0.0/protocol.toml", "1.0.0/products.toml"}
