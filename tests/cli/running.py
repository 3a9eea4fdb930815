"""Runs the command line as a person does: another process, its own folders, no display."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "resources" / "examples"
READY = str(EXAMPLES / "ready.json")
WORKED = str(EXAMPLES / "worked.json")
SAMPLE_CLINIC = str(ROOT / "resources" / "clinics" / "sample" / "clinic.toml")


def consult(
    *arguments: str, home: Path, stdin: bytes = b"", display: bool = False, cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """The finished process; ``home`` is where it keeps its data and ``display`` names a platform that always works."""
    environment = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    environment |= {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "PYTHONDONTWRITEBYTECODE": "1"}
    if display:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
        cwd=cwd or home,
        env=environment,
    )
