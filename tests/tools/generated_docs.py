"""Writes the documents made from the protocol, its models and the tests anew.

Run ``uv run python -m tests.tools.generated_docs`` after a change to the protocol, its format or the clinical tests,
and read the difference before it is checked in.
"""

import sys

from tests.tools import protocol_schema, traceability


def run() -> None:
    for made in (protocol_schema, traceability):
        made.DOCUMENT.write_text(made.text(), encoding="utf-8")
        sys.stdout.write(f"docs/{made.DOCUMENT.name} written\n")


if __name__ == "__main__":
    run()
