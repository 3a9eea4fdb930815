"""A QR code as vectors. It holds a phone number or the clinic's page, so keeping it in memory tells nothing."""

from functools import lru_cache
from typing import Final

import segno

QUIET_MODULES: Final = 4
_KEPT: Final = 16


@lru_cache(maxsize=_KEPT)
def qr_modules(payload: str) -> tuple[int, str] | None:
    """Modules on a side, and the dark runs of each row as PDF rectangles, one unit a module, y up from the foot.

    Error level M. ``None`` for a payload that is empty or longer than a code can hold.
    """
    if not payload:
        return None
    try:
        code = segno.make(payload, error="m", micro=False, boost_error=False)
    except ValueError:
        return None
    rows = [[bool(module) for module in row] for row in code.matrix]
    runs: list[str] = []
    for y, row in enumerate(rows):
        start: int | None = None
        for x, dark in enumerate([*row, False]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                runs.append(f"{start} {len(rows) - 1 - y} {x - start} 1 re")
                start = None
    return len(rows), " ".join(runs)
