"""Writes the documents made from the protocol, its models and the tests anew.

Run ``uv run python -m tests.tools.generated_docs`` after a change to the protocol, its format or the clinical tests,
and read the difference before it is checked in.
"""

import sys

from tests.tools import protocol_schema


def run() -> None:
    protocol_schema.DOCUMENT.write_text(protocol_schema.text(), encoding="utf-8")
    sys.stdout.write(f"docs/{protocol_schema.DOCUMENT.name} written\n")


if __name__ == "__main__":
    run()
