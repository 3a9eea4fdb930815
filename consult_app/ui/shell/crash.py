"""A bug must not cost anybody their work: the draft is written, the place is logged, a plain dialog says so."""

import logging
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final

SAVED: Final = "Something went wrong in the program. Your draft is saved."
NOT_SAVED: Final = "Something went wrong in the program. Your last changes could not be saved; keep this window open."

_LOG: Final = logging.getLogger(__name__)


class CrashGuard:
    """Stands behind ``sys.excepthook`` while the desk is open.

    ``flush`` writes what is due and says whether everything is written; ``tell`` shows words to the user. A bug while
    one is being handled is only logged.
    """

    def __init__(self, *, flush: Callable[[], bool], tell: Callable[[str], None]) -> None:
        self._flush = flush
        self._tell = tell
        self._before = sys.excepthook
        self._handling = False

    def install(self) -> None:
        """Take over from the interpreter's own hook."""
        self._before = sys.excepthook
        sys.excepthook = self.handle

    def remove(self) -> None:
        """Give the hook back."""
        sys.excepthook = self._before

    def handle(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log where it happened, never what was in it; save; tell."""
        if not issubclass(kind, Exception):
            self._before(kind, error, trace)
            return
        _LOG.error("%s at %s", kind.__name__, places(trace))
        if self._handling:
            return
        self._handling = True
        try:
            self._tell(SAVED if self._flush() else NOT_SAVED)
        finally:
            self._handling = False


def places(trace: TracebackType | None) -> str:
    """File, line and function of each frame, without values: ``home.py:12 refresh > ...``."""
    frames = traceback.extract_tb(trace)
    return " > ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
