"""A log that says what went wrong and where, and never anything about a patient."""

import logging
import os
import traceback
from collections.abc import Iterator
from enum import Enum
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from typing_extensions import override

LOG_FILE = "consult.log"
OUR_LOGGERS = "consult_app"

_MAX_BYTES = 1_000_000
_KEPT_FILES = 5
_PRIVATE_FILE = 0o600


class _Hidden:
    """Stands in for a logged value: shows its type, never the value."""

    def __init__(self, value: object) -> None:
        self._name = type(value).__name__

    @override
    def __str__(self) -> str:
        return f"<{self._name}>"

    @override
    def __repr__(self) -> str:
        return str(self)


class PrivateFormatter(logging.Formatter):
    """Writes the message template, numbers and enum members; every other value shows as its type.

    Of an exception it writes type and place (:func:`describe_exception`). A record of another library is cut down to
    its logger and place, because its text may have values built in.
    """

    @override
    def format(self, record: logging.LogRecord) -> str:
        head = f"{self.formatTime(record)} {record.levelname} {record.name} {_short(record.pathname)}:{record.lineno}"
        ours = record.name == OUR_LOGGERS or record.name.startswith(OUR_LOGGERS + ".")
        line = f"{head} {_message(record)}" if ours else head
        error = record.exc_info[1] if record.exc_info else None
        return line if error is None else f"{line}\n{describe_exception(error)}"


def set_up_logging(log_dir: Path) -> logging.Handler:
    """Send warnings of every library and all our own records from INFO up to a rotating file in ``log_dir``.

    Where the file cannot be opened nothing is logged: a log is no reason to keep a clinic from working. Returns the
    handler; the caller removes and closes it at the end.
    """
    handler = _file_handler(log_dir)
    handler.setFormatter(PrivateFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    logging.getLogger(OUR_LOGGERS).setLevel(logging.INFO)
    return handler


def describe_exception(error: BaseException) -> str:
    """Types and places of an exception and of what caused it, innermost last; no text and no values.

    One line names the type, the lines below it the frames as ``file:line in function``, outermost first.
    """
    return "\n".join(line for link in _chain(error) for line in _lines(link))


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _lines(error: BaseException) -> Iterator[str]:
    kind = type(error)
    yield f"{kind.__module__}.{kind.__qualname__}"
    yield from _frames(error.__traceback__)
    if isinstance(error, BaseExceptionGroup):
        for member in error.exceptions:
            yield from (f"  | {line}" for line in describe_exception(member).splitlines())


def _frames(trace: TracebackType | None) -> Iterator[str]:
    for frame, line in traceback.walk_tb(trace):
        yield f"  {_short(frame.f_code.co_filename)}:{line} in {frame.f_code.co_name}"


def _short(file: str) -> str:
    """The last three parts of a path: enough to find the file, without the user's home folder."""
    return "/".join(Path(file).parts[-3:])


def _message(record: logging.LogRecord) -> str:
    template = str(record.msg)
    arguments = record.args
    if not arguments:
        return template
    shown = (
        {key: _shown(value) for key, value in arguments.items()}
        if isinstance(arguments, dict)
        else tuple(_shown(value) for value in arguments)
    )
    try:
        return template % shown
    except (TypeError, ValueError, KeyError):
        return template


def _shown(value: object) -> object:
    return value if isinstance(value, int | float | Enum) else _Hidden(value)


class _PrivateFileHandler(RotatingFileHandler):
    """A rotating file only this user may read; a record that cannot be written is dropped without a word."""

    @override
    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _PRIVATE_FILE)
        return open(descriptor, "a", encoding=self.encoding)

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        """Do nothing: the default prints the record's arguments on stderr."""


def _file_handler(log_dir: Path) -> logging.Handler:
    try:
        log_dir.mkdir(parents=True, exist_ok=True)
        return _PrivateFileHandler(
            log_dir / LOG_FILE,
            maxBytes=_MAX_BYTES,
            backupCount=_KEPT_FILES,
            encoding="utf-8",
        )
    except OSError:
        return logging.NullHandler()
