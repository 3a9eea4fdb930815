"""Jobs that run when the test says so."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class _Later:
    milliseconds: int
    call: Callable[[], None]


@dataclass(slots=True)
class ManualJobs:
    """The ``JobRunner`` port: work and timers wait until the test runs them, in order."""

    waiting: list[tuple[Callable[[], Any], Callable[[Any], None], Callable[[Exception], None]]] = field(
        default_factory=list
    )
    timers: list[_Later] = field(default_factory=list)

    def submit(self, work: Any, *, done: Any, failed: Any) -> None:
        self.waiting.append((work, done, failed))

    def later(self, milliseconds: int, call: Callable[[], None]) -> Callable[[], None]:
        timer = _Later(milliseconds, call)
        self.timers.append(timer)

        def cancel() -> None:
            if timer in self.timers:
                self.timers.remove(timer)

        return cancel

    def run(self) -> None:
        """Do everything submitted so far and what that submits."""
        while self.waiting:
            work, done, failed = self.waiting.pop(0)
            try:
                result = work()
            except Exception as error:  # noqa: BLE001 - the port hands every failure to its caller
                failed(error)
            else:
                done(result)

    def pass_time(self) -> None:
        """Let every pause end, then do what is due."""
        while self.timers:
            timer = self.timers.pop(0)
            timer.call()
        self.run()


class InstantJobs:
    """The ``JobRunner`` port without waiting: work is done and answered at once, pauses do not exist."""

    def submit(self, work: Any, *, done: Any, failed: Any) -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - the port hands every failure to its caller
            failed(error)
        else:
            done(result)

    def later(self, milliseconds: int, call: Callable[[], None]) -> Callable[[], None]:
        call()
        return lambda: None
