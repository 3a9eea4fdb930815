"""``override`` for overridden Qt methods, without what ``typing_extensions`` costs before the first paint."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

__all__ = ["override"]

if TYPE_CHECKING:
    from typing_extensions import override
else:

    def override(method: Callable[..., Any]) -> Callable[..., Any]:
        """Mark a method that overrides one of Qt's; type checkers hold it to that."""
        return method
