"""Refuse a test run that covers too little: ``coverage_gate.py COVERAGE_JSON``.

Covered means lines and branches together, as coverage.py counts them. Exit code 1 names each package below its mark.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

PACKAGE = "consult_app"
EVERYTHING = ""
MARKS = {
    "domain": 100.0,
    "application": 100.0,
    "content": 95.0,
    "storage": 95.0,
    "handout": 95.0,
    EVERYTHING: 90.0,
}


def covered(files: Mapping[str, Any], part: str) -> float | None:
    """Percent of lines and branches covered in ``consult_app/PART``; ``None`` when nothing of it was measured."""
    top = (PACKAGE, part) if part else (PACKAGE,)
    summaries = [
        file["summary"] for name, file in files.items() if PurePath(name.replace("\\", "/")).parts[: len(top)] == top
    ]
    there = sum(each["num_statements"] + each["num_branches"] for each in summaries)
    hit = sum(each["covered_lines"] + each["covered_branches"] for each in summaries)
    return 100 * hit / there if there else None


def verdicts(files: Mapping[str, Any]) -> list[tuple[str, bool]]:
    """One line for each package with its mark, and whether it holds."""
    lines = []
    for part, mark in MARKS.items():
        name = f"{PACKAGE}/{part}" if part else "all of it"
        percent = covered(files, part)
        said = "nothing measured" if percent is None else f"{percent:.2f} %"
        lines.append(
            (
                f"{name}: {said}, at least {mark:g} %",
                percent is not None and percent >= mark,
            )
        )
    return lines


def main(report: Path) -> int:
    lines = verdicts(json.loads(report.read_text("utf-8"))["files"])
    for line, holds in lines:
        sys.stdout.write(f"{line}\n" if holds else f"{line}  <-- too little\n")
    return 0 if all(holds for _, holds in lines) else 1


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
