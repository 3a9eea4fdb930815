"""A clock that stands still until told to go on."""

from datetime import datetime, timedelta


class FixedClock:
    """The ``Clock`` port at one aware instant."""

    def __init__(self, at: datetime) -> None:
        assert at.tzinfo is not None, "a clock tells aware instants"
        self.at = at

    def now(self) -> datetime:
        return self.at

    def go_on(self, by: timedelta) -> None:
        self.at += by
