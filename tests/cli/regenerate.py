"""Writes the expected proposals of the examples and the example in docs/proposal.md anew.

Run ``uv run python -m tests.cli.regenerate`` after a change that is meant to change them, then read the difference:
each expected proposal is checked in only once it was read against the clinical rules.
"""

import contextlib
import io
import sys
from pathlib import Path

from consult_app.cli import main

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "resources" / "examples"
EXPECTED = EXAMPLES / "expected"
DOCUMENT = ROOT / "docs" / "proposal.md"
WORKED = EXAMPLES / "worked.json"
FENCES = ("```json\n", "```text\n")
"""How the two printed blocks of the document start: the JSON, then the text."""


def examples() -> tuple[Path, ...]:
    return tuple(sorted(EXAMPLES.glob("*.json")))


def printed(*arguments: str) -> str:
    """What the command line prints, without starting another process."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(out):
        code = main(arguments)
    if code != 0:
        raise RuntimeError(f"exit code {code}")
    out.seek(0)
    return out.read()


def block(document: str, fence: str) -> str:
    """The fenced block that starts with ``fence``, without its fences."""
    start = document.index(fence) + len(fence)
    return document[start : document.index("```", start)]


def run() -> None:
    EXPECTED.mkdir(exist_ok=True)
    for old in EXPECTED.glob("*.json"):
        old.unlink()
    for example in examples():
        (EXPECTED / example.name).write_text(printed("propose", str(example), "--json"), encoding="utf-8")
    document = DOCUMENT.read_text(encoding="utf-8")
    blocks = (printed("propose", str(WORKED), "--json"), printed("propose", str(WORKED)))
    for fence, content in zip(FENCES, blocks, strict=True):
        document = document.replace(fence + block(document, fence), fence + content)
    DOCUMENT.write_text(document, encoding="utf-8")
    sys.stdout.write(f"{len(examples())} proposals and docs/proposal.md written\n")


if __name__ == "__main__":
    run()
