"""Work off the GUI thread: one serial lane for the store, another for drawing pages."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from time import monotonic
from typing import Any, Final, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from consult_app.application.ports import JobRunner

T = TypeVar("T")

STOP_SECONDS: Final = 5.0
"""How long a closing program waits for work under way."""


class QtJobRunner(QObject):
    """The ``JobRunner`` port on one worker thread; results come back on the thread that made the runner.

    Work runs in the order submitted. Make a second runner where slow work must not hold up saves. Once stopped,
    nothing runs and nothing is called any more.
    """

    _ended = Signal(object)

    def __init__(self, name: str = "store", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"consult-{name}")
        self._pending: dict[Future[Any], tuple[Callable[[Any], None], Callable[[Exception], None]]] = {}
        self._timers: set[QTimer] = set()
        self._stopped = False
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way and nothing waits to be delivered."""
        return not self._pending

    def submit(self, work: Callable[[], T], *, done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """Run ``work`` on the worker, then ``done`` or ``failed`` on the GUI thread."""
        if self._stopped:
            return
        future = self._pool.submit(work)
        self._pending[future] = (done, failed)
        future.add_done_callback(self._ended.emit)

    def later(self, milliseconds: int, call: Callable[[], None]) -> Callable[[], None]:
        """Call after a pause on the GUI thread; the result cancels it."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        self._timers.add(timer)

        def drop() -> None:
            if timer in self._timers:
                self._timers.discard(timer)
                timer.stop()
                timer.deleteLater()

        def fire() -> None:
            drop()
            if not self._stopped:
                call()

        timer.timeout.connect(fire)
        timer.start(milliseconds)
        return drop

    def drain(self, seconds: float = STOP_SECONDS) -> bool:
        """Wait for the work under way and call its ``done`` or ``failed`` here; ``False`` when time ran out."""
        until = monotonic() + seconds
        while self._pending and (left := until - monotonic()) > 0:
            wait(set(self._pending), timeout=left)
            for future in [future for future in self._pending if future.done()]:
                self._deliver(future)
        return not self._pending

    def stop(self) -> None:
        """Wait for what is under way, then let the thread go."""
        if self._stopped:
            return
        self._stopped = True
        for timer in tuple(self._timers):
            timer.stop()
            timer.deleteLater()
        self._timers.clear()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pending.clear()

    @Slot(object)
    def _deliver(self, future: Future[Any]) -> None:
        called = self._pending.pop(future, None)
        if called is None or self._stopped:
            return
        done, failed = called
        error = future.exception()
        if error is None:
            done(future.result())
        elif isinstance(error, Exception):
            failed(error)
        else:
            raise error


class WhileAlive:
    """The ``JobRunner`` of one part of the window: work runs to its end, but nothing is told to a part that is gone."""

    def __init__(self, part: QObject, jobs: JobRunner) -> None:
        self._part: Final = part
        self._jobs: Final = jobs

    def submit(self, work: Callable[[], T], *, done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """Run ``work``; ``done`` or ``failed`` follows if the part is still there then."""

        def tell(found: T) -> None:
            if isValid(self._part):
                done(found)

        def fail(error: Exception) -> None:
            if isValid(self._part):
                failed(error)

        self._jobs.submit(work, done=tell, failed=fail)

    def later(self, milliseconds: int, call: Callable[[], None]) -> Callable[[], None]:
        """Call after a pause if the part is still there then; the result cancels it."""
        return self._jobs.later(milliseconds, lambda: call() if isValid(self._part) else None)
