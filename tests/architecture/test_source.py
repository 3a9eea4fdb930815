import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.architecture.source_rules import (
    LATE_IMPORTERS,
    MOST_LINES,
    PACKAGE,
    built_log_messages,
    clock_readings,
    global_applications,
    late_imports,
    modules,
    nested_event_loops,
    outside_touches,
    parsed,
    relative_imports,
    unfinished_work,
    vague_name,
)


def faults(rule: Callable[[ast.AST], Iterator[str]], files: list[Path]) -> list[str]:
    return [f"{file.relative_to(PACKAGE)}:{fault}" for file in files for fault in rule(parsed(file.read_text("utf-8")))]


def but(*names: str) -> list[Path]:
    return [file for file in modules() if file not in [PACKAGE / name for name in names]]


def test_only_the_system_clock_reads_the_clock():
    assert faults(clock_readings, but("system/clock.py")) == []
    assert faults(clock_readings, [PACKAGE / "system/clock.py"]) != []


def test_nobody_fetches_the_application_from_a_global():
    assert faults(global_applications, modules()) == []


def test_nobody_runs_the_event_loop_inside_itself():
    assert faults(nested_event_loops, modules()) == []


def test_the_core_touches_no_file_and_no_terminal():
    core = modules("domain", "application")

    assert core
    assert faults(outside_touches, core) == []


def test_log_messages_have_nothing_built_in():
    assert faults(built_log_messages, modules()) == []


def test_imports_stand_at_the_top_but_where_start_up_time_asks_otherwise():
    assert faults(late_imports, but(*LATE_IMPORTERS)) == []


def test_imports_are_absolute():
    assert faults(relative_imports, modules()) == []


def test_nothing_is_left_to_do():
    assert [
        f"{file.relative_to(PACKAGE)}:{fault}"
        for file in modules()
        for fault in unfinished_work(file.read_text("utf-8"))
    ] == []


def test_modules_are_short():
    lengths = {file: len(file.read_text("utf-8").splitlines()) for file in modules()}

    assert {str(file.relative_to(PACKAGE)): n for file, n in lengths.items() if n > MOST_LINES} == {}


def test_module_names_say_what_is_inside():
    assert [file for file in modules() if vague_name(file)] == []


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (clock_readings, "datetime.now(UTC)"),
        (clock_readings, "datetime.datetime.utcnow()"),
        (clock_readings, "date.today()"),
        (clock_readings, "time.time()"),
        (global_applications, "QApplication.instance()"),
        (global_applications, "QtCore.QCoreApplication.instance().quit()"),
        (global_applications, "qApp.quit()"),
        (nested_event_loops, "self.app.processEvents()"),
        (outside_touches, "print('x')"),
        (outside_touches, "open('x')"),
        (outside_touches, "Path('x').read_text()"),
        (outside_touches, "os.environ['X']"),
        (built_log_messages, "log.info(f'saved {name}')"),
        (built_log_messages, "self._log.warning('saved ' + name)"),
        (built_log_messages, "logging.log(10, message)"),
        (late_imports, "def f():\n    def g():\n        import os"),
        (relative_imports, "from . import plan"),
    ],
)
def test_each_rule_finds_what_it_is_for(rule, source):
    assert list(rule(parsed(source)))


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (clock_readings, "self.clock.now()"),
        (clock_readings, "datetime.combine(day, time)"),
        (global_applications, "store.instance"),
        (outside_touches, "store.open_drafts()"),
        (built_log_messages, "log.info('saved %s', name)"),
        (built_log_messages, "logging.log(10, 'saved')"),
        (built_log_messages, "words.error(text)"),
        (late_imports, "import os\ndef f(): ..."),
        (relative_imports, "from consult_app import domain"),
    ],
)
def test_each_rule_lets_the_rest_be(rule, source):
    assert list(rule(parsed(source))) == []


def test_unfinished_work_and_vague_names_are_found():
    assert list(unfinished_work("x = 1  # TO" + "DO later"))
    assert vague_name(Path("storage/base_store.py"))
    assert vague_name(Path("utils.py"))
    assert not vague_name(Path("storage/database.py"))
