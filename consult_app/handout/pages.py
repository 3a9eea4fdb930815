"""Dealing blocks onto pages: what stays together, where a page ends, and where its spare height goes."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import inf, isinf
from typing import Final

from consult_app.handout.blocks import Block

AT_BOTTOM: Final = inf
_TOLERANCE: Final = 0.01
_LEAST_START: Final = 90.0


@dataclass(frozen=True, slots=True)
class FlowItem:
    """A block in the flow of pages.

    The gap before it is at least ``least`` and grows to ``most`` where a page has height to spare; ``AT_BOTTOM``
    moves the block to the page's foot. ``with_next`` keeps a heading with what it heads; ``together`` moves a box to
    the next page rather than cutting it; ``new_page`` begins one. ``fill`` makes what may stand in the page's spare
    height in place of an empty ``block``; it is told that height and gives ``None`` where it is too little.
    """

    block: Block
    least: float = 0.0
    most: float = 0.0
    with_next: bool = False
    together: bool = False
    new_page: bool = False
    fill: Callable[[float], Block | None] | None = None


Placed = tuple[float, Block]


def paginate(items: Sequence[FlowItem], *, first_room: float, later_room: float) -> tuple[tuple[Placed, ...], ...]:
    """Pages of blocks with their distance from the top of the page's body; never empty, nothing left out."""
    pages: list[tuple[Placed, ...]] = []
    page: list[FlowItem] = []
    queue = deque(items)

    def room() -> float:
        return later_room if pages else first_room

    def end_page() -> None:
        pages.append(_spread(page, room()))
        page.clear()

    while queue:
        item = queue[0]
        if item.new_page and page:
            end_page()
        left = room() - _height(page) - (item.least if page else 0.0)
        if item.block.height + _need_of_next(queue) <= left + _TOLERANCE:
            page.append(queue.popleft())
            continue
        moves = item.with_next or (item.together and item.block.height <= later_room)
        if page and moves:
            end_page()
            continue
        first, rest = item.block.split(left)
        if first is None and page:
            end_page()
            continue
        page.append(replace(item, block=first or item.block))
        queue.popleft()
        if first is not None and rest is not None:
            queue.appendleft(replace(item, block=rest, new_page=True))
    if page or not pages:
        end_page()
    return tuple(pages)


def _height(page: Sequence[FlowItem]) -> float:
    return sum((item.least if index else 0.0) + item.block.height for index, item in enumerate(page))


def _need_of_next(queue: deque[FlowItem]) -> float:
    """Height that must be left under the first item for what it may not be parted from."""
    need = 0.0
    for item, following in zip(queue, list(queue)[1:], strict=False):
        if not item.with_next:
            break
        height = following.block.height
        need += following.least + (height if following.together else min(height, _LEAST_START))
    return need


def _spread(page: Sequence[FlowItem], room: float) -> tuple[Placed, ...]:
    """Spare height goes to the gaps, each up to its most; what is then left goes above a block held at the foot."""
    if not page:
        return ()
    gaps = [0.0, *(item.least for item in page[1:])]
    stretch = [0.0, *(0.0 if isinf(item.most) else item.most - item.least for item in page[1:])]
    spare = max(0.0, room - _height(page))
    share = min(1.0, spare / sum(stretch)) if sum(stretch) else 0.0
    spare -= share * sum(stretch)
    placed: list[Placed] = []
    y = 0.0
    for item, gap, more in zip(page, gaps, stretch, strict=True):
        y += gap + share * more
        if isinf(item.most):
            y += spare
            spare = 0.0
        block = (item.fill(spare) if item.fill else None) or item.block
        spare -= block.height - item.block.height
        placed.append((y, block))
        y += block.height
    return tuple(placed)


def new_page(items: Sequence[FlowItem]) -> list[FlowItem]:
    """The items, the first of them on a new page."""
    return [replace(item, new_page=True) if index == 0 else item for index, item in enumerate(items)]
