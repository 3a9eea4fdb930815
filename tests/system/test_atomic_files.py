import errno
import os
import resource
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from consult_app.application.errors import EnvironmentFailed
from consult_app.system.atomic_files import write_atomically

OLD = b"the sheet that was there"
NEW = b"the new sheet"


@pytest.fixture
def target(tmp_path):
    path = tmp_path / "Rivera.pdf"
    path.write_bytes(OLD)
    return path


def names(folder):
    return [each.name for each in folder.iterdir()]


def failing(code):
    def fail(*_args, **_kwargs):
        raise OSError(code, os.strerror(code))

    return fail


def test_a_new_file_holds_the_bytes_and_is_private(tmp_path):
    path = tmp_path / "after.pdf"

    write_atomically(path, NEW)

    assert path.read_bytes() == NEW
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names(tmp_path) == ["after.pdf"]


def test_an_existing_file_is_replaced_and_keeps_its_permissions(target):
    target.chmod(0o640)

    write_atomically(target, NEW)

    assert target.read_bytes() == NEW
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_link_is_followed_and_stays_a_link(tmp_path, target):
    link = tmp_path / "latest.pdf"
    link.symlink_to(target)

    write_atomically(link, NEW)

    assert link.is_symlink()
    assert target.read_bytes() == NEW


def test_the_bytes_are_on_the_disk_before_the_name_and_the_folder_after(monkeypatch, target):
    happened = []
    replace, fsync = os.replace, os.fsync
    monkeypatch.setattr(os, "replace", lambda a, b: (happened.append("name"), replace(a, b)))
    monkeypatch.setattr(
        os,
        "fsync",
        lambda fd: (
            happened.append("folder" if stat.S_ISDIR(os.fstat(fd).st_mode) else "file"),
            fsync(fd),
        ),
    )

    write_atomically(target, NEW)

    assert happened == ["file", "name", "folder"]


def test_a_folder_that_cannot_be_flushed_does_not_undo_the_file(monkeypatch, target):
    fsync = os.fsync

    def files_only(descriptor):
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not here")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", files_only)

    write_atomically(target, NEW)

    assert target.read_bytes() == NEW


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EDQUOT, "disk is full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "not allowed"),
        (errno.EPERM, "not allowed"),
        (errno.EBUSY, "in use"),
        (errno.EIO, "could not be written"),
    ],
)
def test_a_failing_disk_leaves_the_old_file_and_nothing_else(monkeypatch, target, step, code, words):
    monkeypatch.setattr(os, step, failing(code))

    with pytest.raises(EnvironmentFailed, match=words) as raised:
        write_atomically(target, NEW)

    assert target.read_bytes() == OLD
    assert names(target.parent) == [target.name]
    assert raised.value.advice
    assert "Rivera" not in str(raised.value) + raised.value.advice


def test_a_file_locked_by_another_program_on_windows_is_told_as_in_use(monkeypatch, target):
    def sharing_violation(*_):
        error = PermissionError(errno.EACCES, "in use")
        error.winerror = 32
        raise error

    monkeypatch.setattr(os, "replace", sharing_violation)

    with pytest.raises(EnvironmentFailed, match="in use"):
        write_atomically(target, NEW)


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_break_in_the_middle_leaves_the_old_file_and_nothing_else(monkeypatch, target, step):
    def break_off(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, step, break_off)

    with pytest.raises(KeyboardInterrupt):
        write_atomically(target, NEW)

    assert target.read_bytes() == OLD
    assert names(target.parent) == [target.name]


def test_a_disk_that_really_takes_no_more_leaves_the_old_file(target):
    def small_files_only():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    program = (
        "import sys; from pathlib import Path\n"
        "from consult_app.application.errors import EnvironmentFailed\n"
        "from consult_app.system.atomic_files import write_atomically\n"
        "try: write_atomically(Path(sys.argv[1]), b'x' * 5000)\n"
        "except EnvironmentFailed as error: print(error.what)\n"
    )
    run = subprocess.run(
        [sys.executable, "-B", "-c", program, str(target)],
        preexec_fn=small_files_only,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout == "The disk is full.\n"
    assert target.read_bytes() == OLD
    assert names(target.parent) == [target.name]


def test_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(EnvironmentFailed, match="folder for the file does not exist"):
        write_atomically(tmp_path / "nowhere" / "after.pdf", NEW)

    assert names(tmp_path) == []


def make_folder(path):
    path.mkdir()


def make_pipe(path):
    os.mkfifo(path)


def make_socket(path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


def make_link_to_device(path):
    path.symlink_to("/dev/null")


@pytest.mark.parametrize("make", [make_folder, make_pipe, make_socket, make_link_to_device])
def test_what_is_not_an_ordinary_file_is_refused_and_stays(tmp_path, monkeypatch, make):
    monkeypatch.chdir(tmp_path)
    odd = Path("odd")
    make(odd)
    kind = stat.S_IFMT(odd.lstat().st_mode)

    with pytest.raises(EnvironmentFailed, match="not an ordinary file"):
        write_atomically(odd, NEW)

    assert stat.S_IFMT(odd.lstat().st_mode) == kind
    assert names(tmp_path) == ["odd"]


def test_a_file_that_may_not_be_written_is_refused(monkeypatch, target):
    monkeypatch.setattr(os, "access", lambda *_: False)

    with pytest.raises(EnvironmentFailed, match="not allowed"):
        write_atomically(target, NEW)

    assert target.read_bytes() == OLD


@pytest.mark.parametrize(("name", "words"), [("x" * 300, "too long"), ("a\0b", "no file may have")])
def test_an_impossible_name_is_refused(tmp_path, name, words):
    with pytest.raises(EnvironmentFailed, match=words):
        write_atomically(tmp_path / name, NEW)

    assert names(tmp_path) == []


def test_links_that_go_in_a_circle_are_refused(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")

    with pytest.raises(EnvironmentFailed):
        write_atomically(tmp_path / "a", NEW)

    assert (tmp_path / "a").is_symlink()
