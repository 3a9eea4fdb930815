"""The only place that reads the computer's clock."""

from datetime import UTC, datetime


class SystemClock:
    """The computer's clock as the ``Clock`` port."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        return datetime.now(UTC)
