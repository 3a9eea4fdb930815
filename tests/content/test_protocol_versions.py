"""A clinic's own versions: copied whole, checked where they lie, compared in words."""

import os
import shutil
from pathlib import Path

import pytest

from consult_app.application.errors import EnvironmentFailed, Fault, InputFaulty
from consult_app.application.example_changes import ExampleRun
from consult_app.application.versions import ProtocolCopy
from consult_app.content.checks import check_protocol
from consult_app.content.protocol_files import take_copy
from consult_app.content.protocol_versions import FolderVersions, renumbered
from consult_app.content.toml_file import MAX_BYTES
from consult_app.domain.proposal import propose
from consult_app.domain.protocol import Protocol
from consult_app.system.atomic_files import write_atomically
from tests.builders import CONSULTED, PROTOCOL_FOLDER, all_no, answers, clinic, protocol, yes

OWN = "1.0.0-clinic.1"


def runs(what: Protocol) -> tuple[ExampleRun, ...]:
    filler = answers(health=all_no(filler=yes(last=CONSULTED.replace(month=4, day=24))))
    return tuple(
        ExampleRun(name, what, propose(what, clinic(), given, CONSULTED))
        for name, given in (("Filler", filler), ("Ready", answers()))
    )


@pytest.fixture
def versions(tmp_path: Path) -> FolderVersions:
    return FolderVersions(PROTOCOL_FOLDER.parent, tmp_path / "protocols", write_atomically, runs)


@pytest.fixture
def own(versions: FolderVersions) -> Path:
    return Path(versions.make_own(take_copy(PROTOCOL_FOLDER)).place)


def edit(folder: Path, old: str, new: str, file: str = "protocol.toml") -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def longer_filler(folder: Path) -> None:
    edit(
        folder,
        '["filler"], within_days = 14 }]\nuntil = { days = 14',
        '["filler"], within_days = 28 }]\nuntil = { days = 28',
    )


def said(versions: FolderVersions, version: str = OWN) -> tuple[str, ...]:
    checked = versions.check(version)
    assert (checked.protocol is None) == bool(checked.faults)
    return tuple(fault.line for fault in checked.faults)


# --- making one


def test_only_the_version_and_where_it_comes_from_differ_from_the_copied_files(versions: FolderVersions, own: Path):
    assert sorted(path.name for path in own.iterdir()) == sorted(path.name for path in PROTOCOL_FOLDER.iterdir())
    for path in PROTOCOL_FOLDER.iterdir():
        if path.name != "protocol.toml":
            assert (own / path.name).read_bytes() == path.read_bytes()
    was = (PROTOCOL_FOLDER / "protocol.toml").read_text(encoding="utf-8").splitlines()
    now = (own / "protocol.toml").read_text(encoding="utf-8").splitlines()
    assert [line for line in now if line not in was] == [f'version = "{OWN}"', 'derived_from = "1.0.0"']
    assert [line for line in was if line not in now] == ['version = "1.0.0"']
    assert len(now) == len(was) + 1


def test_a_fresh_copy_has_no_faults_and_changes_nothing(versions: FolderVersions, own: Path):
    checked = versions.check(OWN)
    assert checked.protocol is not None
    assert checked.protocol.version == OWN
    assert checked.copy == take_copy(own)
    assert check_protocol(own)[0] == ()
    changes = versions.compare(protocol(), checked.protocol)
    assert changes.rules == ()
    assert [change.sentences for change in changes.examples] == [(), ()]


def test_copies_are_numbered_on_also_from_a_copy(versions: FolderVersions, own: Path):
    again = versions.make_own(take_copy(own))
    assert (again.version, again.own) == ("1.0.0-clinic.2", True)
    text = (Path(again.place) / "protocol.toml").read_text(encoding="utf-8")
    assert f'version = "1.0.0-clinic.2"\nderived_from = "{OWN}"' in text
    assert text.count("derived_from") == 1
    assert said(versions, "1.0.0-clinic.2") == ()


def test_versions_are_listed_newest_first_and_what_is_no_version_folder_is_left_out(
    versions: FolderVersions, own: Path
):
    versions.make_own(take_copy(own))
    (versions.own / ".half").mkdir()
    (versions.own / "notes.txt").write_text("ours", encoding="utf-8")
    assert [(each.version, each.own) for each in versions.listed()] == [
        ("1.0.0-clinic.2", True),
        (OWN, True),
        ("1.0.0", False),
    ]


def test_without_a_folder_of_the_clinics_only_the_released_versions_are_there(versions: FolderVersions):
    assert [each.version for each in versions.listed()] == ["1.0.0"]


@pytest.mark.parametrize(
    "head",
    [
        'version = "1.0.0"\n# ours: version = "9.9.9"\n',
        "version='1.0.0' # kept\n",
        '\tversion =  "1.0.0"\r\nderived_from = "0.9.0"\r\n',
    ],
)
def test_the_version_is_changed_in_place_however_its_line_is_written(head: str):
    made = renumbered(f'id = "a"\n{head}[[rules]]\nversion = "1.0.0"\n'.encode(), "1.0.0", OWN).decode()
    assert f'"{OWN}"' in made
    assert 'derived_from = "1.0.0"' in made
    assert made.endswith('[[rules]]\nversion = "1.0.0"\n')
    for comment in ('# ours: version = "9.9.9"', "# kept"):
        assert (comment in made) == (comment in head)
    assert made.count("\r\n") == head.count("\r\n")


@pytest.mark.parametrize(
    "head", ['"version" = "1.0.0"\n', '[meta]\nversion = "1.0.0"\n', 'note = """\nversion = "1"\n"""']
)
def test_a_version_that_does_not_stand_on_a_line_of_its_own_is_refused(head: str):
    with pytest.raises(InputFaulty) as refused:
        renumbered(head.encode(), "1.0.0", OWN)
    assert refused.value.faults[0].where == "protocol.toml: version"


def test_a_copy_that_fails_half_way_leaves_nothing(versions: FolderVersions, tmp_path: Path):
    written: list[str] = []

    def full(path: Path, data: bytes) -> None:
        written.append(path.name)
        if len(written) == 3:
            raise EnvironmentFailed("The disk is full.", "Free some space, or choose another place, and try again.")
        write_atomically(path, data)

    failing = FolderVersions(versions.released, versions.own, full, runs)
    with pytest.raises(EnvironmentFailed, match="disk is full"):
        failing.make_own(take_copy(PROTOCOL_FOLDER))
    assert len(written) == 3
    assert list(versions.own.iterdir()) == []
    assert Path(versions.make_own(take_copy(PROTOCOL_FOLDER)).place).name == OWN


def test_a_copy_is_not_seen_before_it_is_whole(versions: FolderVersions):
    seen: list[tuple[str, ...]] = []

    def watched(path: Path, data: bytes) -> None:
        seen.append(tuple(each.version for each in versions.listed()))
        write_atomically(path, data)

    FolderVersions(versions.released, versions.own, watched, runs).make_own(take_copy(PROTOCOL_FOLDER))
    assert set(seen) == {("1.0.0",)}


def test_a_place_that_cannot_hold_folders_is_told(versions: FolderVersions):
    versions.own.write_text("a file", encoding="utf-8")
    with pytest.raises(EnvironmentFailed, match="could not be made") as failed:
        versions.make_own(take_copy(PROTOCOL_FOLDER))
    assert str(versions.own) in failed.value.advice


def test_a_folder_made_by_somebody_else_meanwhile_is_not_written_over(versions: FolderVersions):
    def racing(path: Path, data: bytes) -> None:
        (versions.own / OWN).mkdir(exist_ok=True)
        (versions.own / OWN / "theirs.toml").write_text("x = 1", encoding="utf-8")
        write_atomically(path, data)

    with pytest.raises(EnvironmentFailed, match="could not be made"):
        FolderVersions(versions.released, versions.own, racing, runs).make_own(take_copy(PROTOCOL_FOLDER))
    assert [path.name for path in versions.own.iterdir()] == [OWN]
    assert [path.name for path in (versions.own / OWN).iterdir()] == ["theirs.toml"]


# --- checking one


def test_a_released_version_is_checked_where_it_lies(versions: FolderVersions):
    checked = versions.check("1.0.0")
    assert (checked.faults, checked.folder.own) == ((), False)
    assert checked.protocol == protocol()


def test_a_fault_is_named_with_file_key_path_and_reason(versions: FolderVersions, own: Path):
    edit(own, "protected_hours = 48", "protected_hours = 0")
    edit(own, '"clinic:S26"', '"clinic:S99"')
    line = "protocol.toml: aftercare.protected_hours: input should be greater than or equal to 1"
    assert line in said(versions)
    assert line in (PROTOCOL_FOLDER.parents[3] / "docs" / "protocol-format.md").read_text(encoding="utf-8")


def test_a_syntax_error_tells_line_and_column(versions: FolderVersions, own: Path):
    edit(own, 'title = "Microneedling"', "title = Microneedling")
    assert "protocol.toml: this file is not valid TOML: Invalid value (at line " in said(versions)[0]


def test_a_file_in_another_encoding_is_told(versions: FolderVersions, own: Path):
    (own / "wording.es.toml").write_bytes('language = "es" # más'.encode("utf-16"))
    assert said(versions) == ("wording.es.toml: this file is not UTF-8 text",)


def test_a_huge_file_is_told_and_not_read_whole(versions: FolderVersions, own: Path):
    with (own / "products.toml").open("r+b") as huge:
        huge.truncate(100 * 2**20)
    assert said(versions) == ("products.toml: this file is larger than 4 MB",)


def test_a_file_of_just_the_largest_size_is_read(versions: FolderVersions, own: Path):
    path = own / "products.toml"
    path.write_bytes(path.read_bytes().ljust(MAX_BYTES, b"\n"))
    assert said(versions) == ()


def test_deeply_nested_toml_is_told(versions: FolderVersions, own: Path):
    (own / "products.toml").write_text("x = " + "[" * 20_000, encoding="utf-8")
    assert said(versions)[0].startswith("products.toml: this file is not valid TOML")


def test_a_link_to_itself_and_a_link_that_leads_nowhere_are_told(versions: FolderVersions, own: Path):
    for name, target in (("products.toml", "products.toml"), ("wording.en.toml", "gone.toml")):
        (own / name).unlink()
        (own / name).symlink_to(target)
    assert [line.split(":")[0] for line in said(versions)] == ["products.toml", "wording.en.toml"]


def test_a_folder_that_is_a_link_to_itself_is_missing(versions: FolderVersions):
    versions.own.mkdir()
    (versions.own / OWN).symlink_to(OWN)
    assert said(versions) == (f"{OWN}: this folder is missing",)
    assert [each.version for each in versions.listed()] == ["1.0.0"]


def test_a_pipe_in_place_of_a_file_is_told_and_not_waited_for(versions: FolderVersions, own: Path):
    (own / "products.toml").unlink()
    os.mkfifo(own / "products.toml")
    assert said(versions) == ("products.toml: this file cannot be read: it is not an ordinary file",)


def test_a_folder_or_file_that_may_not_be_read_is_told(
    versions: FolderVersions, own: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse)
        assert "protocol.toml: this file cannot be read: Permission denied" in said(versions)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "glob", refuse)
        assert said(versions) == (f"{OWN}: this folder cannot be read: Permission denied",)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "iterdir", refuse)
        assert versions.listed() == ()


def test_a_folder_that_is_gone_is_told(versions: FolderVersions, own: Path):
    shutil.rmtree(own)
    assert said(versions) == (f"{OWN}: this folder is missing",)


def test_a_folder_called_other_than_its_version_is_a_fault(versions: FolderVersions, own: Path):
    own.rename(own.parent / "1.0.0-clinic.7")
    reason = "is 1.0.0-clinic.1, but the folder is called 1.0.0-clinic.7: both must be the same"
    assert said(versions, "1.0.0-clinic.7") == (f"protocol.toml: version: {reason}",)
    faults, notices = check_protocol(own.parent / "1.0.0-clinic.7")
    assert [str(fault) for fault in faults] == [f"protocol.toml: version: {reason}"]
    assert "version" not in [notice.key_path for notice in notices]


def test_a_folder_copied_by_hand_under_a_released_number_is_a_fault(versions: FolderVersions):
    shutil.copytree(PROTOCOL_FOLDER, versions.own / "our copy")
    reason = "a version of your own is numbered like 1.0.0-clinic.1, and so is its folder"
    assert said(versions, "our copy") == (f"protocol.toml: version: {reason}",)


def test_a_version_made_from_a_later_one_is_a_fault(versions: FolderVersions, own: Path):
    edit(own, 'derived_from = "1.0.0"', 'derived_from = "1.1.0"')
    assert said(versions) == (f"protocol.toml: derived_from: is 1.1.0: must be a version before {OWN}",)


# --- what it changes


def test_a_changed_wait_is_told_rule_by_rule_and_example_by_example(versions: FolderVersions, own: Path):
    longer_filler(own)
    after = versions.check(OWN).protocol
    assert after is not None
    changes = versions.compare(protocol(), after)
    assert (changes.before, changes.after) == (protocol().sha256, after.sha256)
    assert [each.sentence for each in changes.rules] == [
        'Rule recent filler: holds when "Filler" is yes, less than 28 days before, '
        'no longer when "Filler" is yes, less than 14 days before.',
        "Rule recent filler: wait 28 days after the last one instead of 14 days after the last one.",
    ]
    filler, ready = changes.examples
    assert (filler.name, ready.name, ready.sentences) == ("Filler", "Ready", ())
    assert filler.sentences[0].startswith("Verdict: Wait until Fri, May 22 instead of Ready")


def test_a_changed_text_shows_both_texts(versions: FolderVersions, own: Path):
    edit(own, "No treatment on a fresh tan.", "Not on a fresh tan.")
    after = versions.check(OWN).protocol
    assert after is not None
    (change,) = versions.compare(protocol(), after).rules
    assert change.sentence.endswith("text changed.")
    assert change.now.startswith("Not on a fresh tan.")
    assert change.before.startswith("No treatment on a fresh tan.")


def test_copies_keep_what_was_read_whatever_happens_to_the_folder(versions: FolderVersions, own: Path):
    checked = versions.check(OWN)
    shutil.rmtree(own)
    assert isinstance(checked.copy, ProtocolCopy)
    assert {name for name, _ in checked.copy.files} == {path.name for path in PROTOCOL_FOLDER.iterdir()}
    assert all(isinstance(fault, Fault) for fault in versions.check(OWN).faults)
