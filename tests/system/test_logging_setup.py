import logging
import stat
from dataclasses import dataclass
from enum import StrEnum

import pytest

from consult_app.system.logging_setup import (
    LOG_FILE,
    describe_exception,
    set_up_logging,
)

NAME = "Maribel Quintana"


@dataclass(frozen=True)
class Patient:
    name: str


class Step(StrEnum):
    SKIN = "skin"


@pytest.fixture
def handler(tmp_path):
    handler = set_up_logging(tmp_path / "log")
    yield handler
    logging.getLogger().removeHandler(handler)
    handler.close()


@pytest.fixture
def log(handler):
    return logging.getLogger("consult_app.storage.stores")


def record_of(message, *arguments):
    """A record for our handler alone: pytest's own handler fails on what cannot be formatted."""
    return logging.LogRecord("consult_app.ui", logging.INFO, __file__, 1, message, arguments, None)


@pytest.fixture
def written(log, tmp_path):
    return lambda: (tmp_path / "log" / LOG_FILE).read_text("utf-8")


def fail_with_name():
    raise ValueError(f"no such patient: {NAME}")


def test_a_message_shows_numbers_and_choices_and_hides_every_other_value(log, written):
    log.info("saved %r of %s on %s in %d ms", "draft", Patient(NAME), Step.SKIN, 12)

    assert "saved <str> of <Patient> on skin in 12 ms" in written()
    assert NAME not in written()


def test_named_values_are_hidden_too(log, written):
    log.info("opened %(who)s after %(days)d days", {"who": NAME, "days": 3})

    assert "opened <str> after 3 days" in written()


def test_a_template_that_does_not_fit_its_values_is_written_as_it_is(handler, written):
    handler.handle(record_of("took %d ms", NAME))

    assert "took %d ms" in written()
    assert NAME not in written()


def test_an_exception_leaves_its_type_and_place_and_not_its_words(log, written):
    try:
        fail_with_name()
    except ValueError:
        log.exception("could not open the record")

    assert "builtins.ValueError" in written()
    assert "tests/system/test_logging_setup.py:" in written()
    assert "in fail_with_name" in written()
    assert NAME not in written()
    assert "no such patient" not in written()


def test_another_librarys_record_is_cut_down_to_its_place(log, written):
    logging.getLogger("sqlalchemy.engine").warning("INSERT " + NAME)  # noqa: G003 - a library may

    assert "WARNING sqlalchemy.engine tests/system/test_logging_setup.py:" in written()
    assert "INSERT" not in written()


def test_a_logger_that_only_starts_like_ours_is_another_librarys(log, written):
    logging.getLogger("consult_appendix").warning("hello " + NAME)  # noqa: G003 - a library may

    assert NAME not in written()


def test_causes_are_described_outermost_first_and_a_suppressed_one_is_not():
    try:
        try:
            fail_with_name()
        except ValueError as error:
            raise KeyError(NAME) from error
    except KeyError as error:
        chained = error
    try:
        try:
            fail_with_name()
        except ValueError:
            raise KeyError(NAME) from None
    except KeyError as error:
        alone = error

    assert [line for line in describe_exception(chained).splitlines() if line[0] != " "] == [
        "builtins.KeyError",
        "builtins.ValueError",
    ]
    assert "ValueError" not in describe_exception(alone)


def test_an_exception_raised_while_handling_another_shows_both():
    try:
        try:
            fail_with_name()
        except ValueError:
            raise KeyError(NAME)  # noqa: B904 - the implicit context is what is tested
    except KeyError as error:
        described = describe_exception(error)

    assert "builtins.ValueError" in described


def test_a_group_shows_its_members():
    described = describe_exception(ExceptionGroup(NAME, [KeyError(NAME), ValueError(NAME)]))

    assert "  | builtins.KeyError" in described
    assert "  | builtins.ValueError" in described
    assert NAME not in described


def test_a_chain_that_bites_its_own_tail_ends():
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first

    assert describe_exception(first).splitlines() == [
        "builtins.ValueError",
        "builtins.KeyError",
    ]


def test_the_log_turns_over_before_it_grows_large_and_every_file_is_private(log, tmp_path):
    for _ in range(12_000):
        log.info("x" * 400)

    files = sorted((tmp_path / "log").iterdir())
    assert len(files) > 2
    assert all(file.stat().st_size <= 1_000_000 for file in files)
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)


def test_a_log_that_cannot_be_opened_does_not_keep_the_program_from_working(tmp_path):
    (tmp_path / "log").write_bytes(b"in the way")

    handler = set_up_logging(tmp_path / "log")
    logging.getLogger("consult_app").info("going on")
    logging.getLogger().removeHandler(handler)

    assert (tmp_path / "log").read_bytes() == b"in the way"


def test_a_record_that_cannot_be_written_is_dropped_without_a_word(handler, written, capfd):
    class Broken:
        def __str__(self):
            raise RuntimeError(NAME)

    handler.handle(record_of(Broken()))

    assert capfd.readouterr() == ("", "")
    assert written() == ""
