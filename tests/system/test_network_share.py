from pathlib import Path, PureWindowsPath

import pytest

from consult_app.application.errors import EnvironmentFailed
from consult_app.system import network_share
from consult_app.system.network_share import (
    is_unc,
    linux_mounts,
    mac_mounts,
    mount_type,
    on_network_share,
    refuse_network_share,
)

LINUX = """\
22 1 254:1 / / rw,relatime - ext4 /dev/vda1 rw
40 22 0:35 / /media/clinic rw,relatime shared:1 - cifs //server/clinic rw,vers=3.1.1
41 22 0:36 / /media/two\\040words rw - nfs4 server:/x rw
42 40 0:37 / /media/clinic/local rw - ext4 /dev/vdb rw
a line that says nothing
"""
MAC = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//dana@server/clinic on /Volumes/clinic (x) (smbfs, nodev, nosuid, mounted by dana)
nonsense
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/srv/dana", "ext4"),
        ("/media/clinic/data", "cifs"),
        ("/media/clinic", "cifs"),
        ("/media/clinics", "ext4"),
        ("/media/clinic/local/data", "ext4"),
        ("/media/two words/x", "nfs4"),
    ],
)
def test_the_nearest_mount_above_a_folder_counts(place, kind):
    assert mount_type(Path(place), linux_mounts(LINUX)) == kind


def test_a_mac_says_its_mounts_another_way():
    mounts = mac_mounts(MAC)
    assert mounts == {Path("/"): "apfs", Path("/Volumes/clinic (x)"): "smbfs"}
    assert mount_type(Path("/Volumes/clinic (x)/data"), mounts) == "smbfs"


def test_without_any_mount_nothing_is_known():
    assert mount_type(Path("/x"), {}) == ""


def test_a_windows_path_to_another_computer_is_known_by_itself():
    assert is_unc(PureWindowsPath("\\\\server\\clinic\\data"))
    assert not is_unc(PureWindowsPath("C:\\clinic"))
    assert not is_unc(PureWindowsPath("\\\\?\\C:\\clinic"))


def test_a_share_is_refused_with_what_to_do_and_this_disk_is_not(tmp_path, monkeypatch):
    monkeypatch.setattr(network_share.sys, "platform", "linux")
    refuse_network_share(tmp_path)
    listed = tmp_path / "mountinfo"
    listed.write_text(f"22 1 0:1 / / rw - ext4 x rw\n23 22 0:2 / {tmp_path.resolve()} rw - nfs4 server:/x rw\n")
    monkeypatch.setattr(network_share, "_MOUNTS", listed)
    with pytest.raises(EnvironmentFailed, match="network share") as failed:
        refuse_network_share(tmp_path / "Consult")
    assert "PostgreSQL" in failed.value.advice
    listed.unlink()
    assert on_network_share(tmp_path) is False


def test_other_systems_are_asked_their_own_way(tmp_path, monkeypatch):
    monkeypatch.setattr(network_share.sys, "platform", "darwin")
    monkeypatch.setattr(network_share, "_mount_output", lambda: f"//s/x on {tmp_path.resolve()} (smbfs, nodev)\n")
    assert on_network_share(tmp_path / "data") is True
    monkeypatch.setattr(network_share, "_mount_output", lambda: "")
    assert on_network_share(tmp_path) is False


def test_a_mac_that_does_not_answer_is_no_share(monkeypatch):
    monkeypatch.setattr(network_share.subprocess, "run", lambda *_, **__: (_ for _ in ()).throw(OSError))
    assert network_share._mount_output() == ""
