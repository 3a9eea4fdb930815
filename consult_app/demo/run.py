"""The demo: the desk on a throw-away sample clinic, or pictures of every screen of it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from consult_app import bootstrap
from consult_app.system.paths import Paths

if TYPE_CHECKING:
    from consult_app.application.ports import JobRunner
    from consult_app.application.services import Backstage


def run_demo(screenshots: Path | None) -> int:
    """Open the desk on the sample clinic, which is gone afterwards; with ``screenshots`` save pictures there instead.

    The result is the exit code. Raises ``EnvironmentFailed`` when a folder or picture cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="consult-demo-") as folder:
        paths = Paths(Path(folder))
        if screenshots is not None:
            from consult_app.demo.pictures import take_pictures

            return take_pictures(paths, screenshots)
        bootstrap.pause_collecting()
        from consult_app.ui.shell.start import run

        def opened(store: JobRunner, pages: JobRunner) -> Backstage:
            from consult_app.demo.clinic_data import open_sample

            return open_sample(paths, store, pages)

        return run(opened, bootstrap.desk_type, sample=True)
