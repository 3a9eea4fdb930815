"""Whether a folder lies on another computer. SQLite's locks cannot be trusted there, so a clinic file must not."""

import ctypes
import os
import subprocess
import sys
from pathlib import Path, PureWindowsPath
from typing import Final

from consult_app.application.errors import EnvironmentFailed

_NETWORK_TYPES: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb3", "smbfs", "afpfs", "afs", "ncpfs", "webdav", "ceph", "glusterfs", "lustre"}
    | {"fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.smbnetfs", "fuse.gvfsd-fuse", "macfuse_sshfs"}
)
_MOUNTS: Final = Path("/proc/self/mountinfo")
_REMOTE_DRIVE: Final = 4
_ASK_SECONDS: Final = 10.0


def refuse_network_share(folder: Path) -> None:
    """Raises ``EnvironmentFailed`` when the clinic's folder lies on a network share."""
    if on_network_share(folder):
        raise EnvironmentFailed(
            "The clinic's folder lies on a network share, where records can be lost.",
            "Keep it on this computer's own disk. For several rooms, use a PostgreSQL server.",
        )


def on_network_share(folder: Path) -> bool:
    """False also where the system does not say."""
    if sys.platform == "win32":
        return _is_remote_drive(PureWindowsPath(folder.absolute()))
    place = Path(os.path.realpath(folder))
    if sys.platform == "darwin":
        return mount_type(place, mac_mounts(_mount_output())) in _NETWORK_TYPES
    try:
        mounts = linux_mounts(_MOUNTS.read_text("utf-8", "surrogateescape"))
    except OSError:
        return False
    return mount_type(place, mounts) in _NETWORK_TYPES


def mount_type(place: Path, mounts: dict[Path, str]) -> str:
    """The type of the file system that ``place`` is on: that of the longest mount point above it."""
    for folder in (place, *place.parents):
        if folder in mounts:
            return mounts[folder]
    return ""


def linux_mounts(text: str) -> dict[Path, str]:
    """Mount points and types from ``/proc/self/mountinfo`` (proc(5)); the later of two on one point hides the other."""
    found: dict[Path, str] = {}
    for line in text.splitlines():
        before, _, after = line.partition(" - ")
        words, kind = before.split(), after.split()
        if len(words) > 4 and kind:
            point = words[4].encode("utf-8", "surrogateescape").decode("unicode_escape")
            found[Path(point.encode("latin-1", "replace").decode("utf-8", "surrogateescape"))] = kind[0]
    return found


def mac_mounts(text: str) -> dict[Path, str]:
    """Mount points and types from the output of ``mount``: ``//host/share on /Volumes/share (smbfs, nodev)``."""
    found: dict[Path, str] = {}
    for line in text.splitlines():
        _, _, rest = line.partition(" on ")
        point, _, kind = rest.rpartition(" (")
        if point:
            found[Path(point)] = kind.rstrip(")").split(",")[0].strip()
    return found


def is_unc(path: PureWindowsPath) -> bool:
    """Whether a path names another computer by itself."""
    return path.drive.startswith("\\\\") and not path.drive.startswith("\\\\?\\")


def _is_remote_drive(path: PureWindowsPath) -> bool:
    if is_unc(path):
        return True
    if sys.platform != "win32":
        return False
    return int(ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\")) == _REMOTE_DRIVE


def _mount_output() -> str:
    try:
        asked = subprocess.run(["/sbin/mount"], capture_output=True, timeout=_ASK_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout.decode(errors="replace")
