"""Rules about our own source that neither ruff nor the import contracts state. Each yields ``line: what is wrong``."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "consult_app"

MOST_LINES = 400
VAGUE_WORDS = frozenset({"util", "utils", "helper", "helpers", "base", "common", "manager", "managers", "misc"})
LOG_CALLS = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log"})
LATE_IMPORTERS = (
    "cli.py",
    "bootstrap.py",
    "bootstrap_vault.py",
    "clinic_commands.py",
    "demo/run.py",
    "storage/migrate.py",
)


def modules(*parts: str) -> list[Path]:
    """Every Python file of the package, or of some of its parts."""
    folders = [PACKAGE / part for part in parts] or [PACKAGE]
    return sorted(file for folder in folders for file in folder.rglob("*.py"))


def parsed(source: str) -> ast.Module:
    return ast.parse(source)


def dotted(node: ast.expr) -> str:
    """``a.b.c`` of a chain of names, with ``?`` where it starts from something else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{dotted(value)}.{name}"
        case _:
            return "?"


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, dotted(node.func)


def clock_readings(tree: ast.AST) -> Iterator[str]:
    names = {"now", "today", "utcnow"}
    for call, name in calls(tree):
        *owner, last = name.split(".")
        if (last in names and owner[-1:] in (["datetime"], ["date"])) or name in ("time.time", "time.localtime"):
            yield f"{call.lineno}: {name} reads the clock"


def global_applications(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and dotted(node).endswith("Application.instance"):
            yield f"{node.lineno}: {dotted(node)} finds the application behind the caller's back"
        if isinstance(node, ast.Name) and node.id == "qApp":
            yield f"{node.lineno}: qApp finds the application behind the caller's back"


def nested_event_loops(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "processEvents":
            yield f"{node.lineno}: processEvents runs the event loop inside itself"


def outside_touches(tree: ast.AST) -> Iterator[str]:
    """Files, terminal and environment, which the core has no business with."""
    for call, name in calls(tree):
        if name in ("print", "open", "input") or name.split(".")[-1] in ("read_text", "read_bytes", "write_text"):
            yield f"{call.lineno}: {name} touches the outside"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and dotted(node).startswith("os."):
            yield f"{node.lineno}: {dotted(node)} touches the outside"


def built_log_messages(tree: ast.AST) -> Iterator[str]:
    """The formatter hides the arguments of a record, so nothing may be built into its message."""
    for call, name in calls(tree):
        *owner, last = name.split(".")
        if last not in LOG_CALLS or not owner or owner[-1].lower().strip("_") not in ("log", "logger", "logging"):
            continue
        message = call.args[1 if last == "log" else 0]
        if not (isinstance(message, ast.Constant) and isinstance(message.value, str)):
            yield f"{call.lineno}: a log message is a plain string; values go in the arguments"


def late_imports(tree: ast.AST) -> Iterator[str]:
    for outer in ast.walk(tree):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(outer):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield f"{node.lineno}: an import inside a function"


def relative_imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield f"{node.lineno}: a relative import"


def unfinished_work(source: str) -> Iterator[str]:
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error")
    for number, line in enumerate(source.splitlines(), start=1):
        yield from (f"{number}: {mark}" for mark in marks if mark in line)


def vague_name(module: Path) -> bool:
    """Whether a module's name says nothing about what it holds."""
    return not VAGUE_WORDS.isdisjoint(module.stem.lower().split("_"))
