"""The environment of a child process that must import nothing but what it asks for: without coverage's own start."""

import os


def bare_environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    return {**kept, **more}
