"""The parts a page is composed of: each knows its height, can be cut in two at any line, and draws itself.

Widths are settled when a block is made, so text is broken into lines exactly once. A cut hands the structure node on:
a paragraph over two pages stays one element.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from consult_app.handout.lines import Line, line_width
from consult_app.handout.structure import Node
from consult_app.handout.tagging import HEADINGS, TaggedCanvas
from consult_app.handout.theme import Color, Style

_TOLERANCE: Final = 0.01
_MOVABLE_HEAD: Final = 150.0


class Block(Protocol):
    """Something with a height, in points."""

    @property
    def height(self) -> float: ...

    def split(self, room: float) -> "Cut":
        """What fits in ``room`` and what is left; the first is ``None`` when not even a part fits."""
        ...

    def draw(self, canvas: TaggedCanvas, x: float, y: float) -> None:
        """Draw with the upper left corner at ``x``, ``y``."""
        ...


Cut = tuple[Block | None, Block | None]
Sign = Callable[[TaggedCanvas, float, float], None]


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines of one element, or of an artifact without ``node``. ``right_of`` is the width to align to the right in."""

    lines: tuple[Line, ...]
    style: Style
    color: Color
    node: Node | None
    right_of: float | None = None

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.leading

    def split(self, room: float) -> Cut:
        fitting = int((room + _TOLERANCE) / self.style.leading)
        if fitting >= len(self.lines):
            return self, None
        if fitting < 1:
            return None, self
        return replace(self, lines=self.lines[:fitting]), replace(self, lines=self.lines[fitting:])

    def draw(self, canvas: TaggedCanvas, x: float, y: float) -> None:
        if not self.lines:
            return
        with canvas.content(self.node):
            baseline = y + self.style.baseline
            for line in self.lines:
                at = x if self.right_of is None else x + self.right_of - line_width(line)
                for piece in line:
                    canvas.text(
                        piece.text, x=at, baseline=baseline, face=piece.face, size=self.style.size, color=self.color
                    )
                    at += piece.width
                baseline += self.style.leading
        if self.node is not None and self.node.tag in HEADINGS:
            canvas.bookmark(self.node, y)
        if self.node is not None and self.node.uri:
            width = max(map(line_width, self.lines))
            canvas.link(self.node, x, y, width, self.height)


@dataclass(frozen=True, slots=True)
class Marked:
    """A block with a sign drawn to its left, level with its first line; the sign is an artifact.

    ``sign`` is called with the centre of its place. A second part carries no sign.
    """

    block: Block
    sign: Sign | None
    sign_x: float
    sign_y: float
    indent: float

    @property
    def height(self) -> float:
        return self.block.height

    def split(self, room: float) -> Cut:
        first, rest = self.block.split(room)
        return (
            None if first is None else replace(self, block=first),
            None if rest is None else replace(self, block=rest, sign=self.sign if first is None else None),
        )

    def draw(self, canvas: TaggedCanvas, x: float, y: float) -> None:
        if self.sign is not None:
            with canvas.content(None):
                self.sign(canvas, x + self.sign_x, y + self.sign_y)
        self.block.draw(canvas, x + self.indent, y)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture of fixed size that cannot be cut; it marks its own content."""

    height: float
    paint: Callable[[TaggedCanvas, float, float], None]

    def split(self, room: float) -> Cut:
        return (self, None) if self.height <= room + _TOLERANCE else (None, self)

    def draw(self, canvas: TaggedCanvas, x: float, y: float) -> None:
        self.paint(canvas, x, y)


@dataclass(frozen=True, slots=True)
class Stack:
    """Blocks one under the other, each after its gap.

    The first ``head`` of them never stand alone, unless they are too high to be moved to another page.
    """

    parts: tuple[tuple[float, Block], ...]
    head: int = 0

    @property
    def height(self) -> float:
        return sum(gap + block.height for gap, block in self.parts)

    def split(self, room: float) -> Cut:
        used = 0.0
        for index, (gap, block) in enumerate(self.parts):
            if used + gap + block.height <= room + _TOLERANCE:
                used += gap + block.height
                continue
            first, rest = block.split(room - used - gap)
            placed = self.parts[:index] + (((gap, first),) if first is not None else ())
            if not placed or (len(placed) <= self.head and self._head_moves()):
                return None, self
            left = (((0.0, rest),) if rest is not None else ()) + self.parts[index + 1 :]
            return Stack(placed, self.head), Stack(left)
        return self, None

    def _head_moves(self) -> bool:
        return sum(gap + block.height for gap, block in self.parts[: self.head]) < _MOVABLE_HEAD

    def draw(self, canvas: TaggedCanvas, x: float, y: float) -> None:
        for gap, block in self.parts:
            block.draw(canvas, x, y + gap)
            y += gap + block.height


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks side by side, each at its own ``x``; ``middle`` centres the lower ones on the highest."""

    parts: tuple[tuple[float, Block], ...]
    middle: bool = False

    @property
    def height(self) -> float:
        return max((block.height for _, block in self.parts), default=0.0)

    def split(self, room: float) -> Cut:
        if self.height <= room + _TOLERANCE:
            return self, None
        cuts = [(x, block.split(room)) for x, block in self.parts]
        if any(first is None for _, (first, _) in cuts):
            return None, self
        return (
            Columns(tuple((x, first) for x, (first, _) in cuts if first is not None)),
            Columns(tuple((x, rest) for x, (_, rest) in cuts if rest is not None)),
        )

    def draw(self, canvas: TaggedCanvas, x: float, y: float) -> None:
        height = self.height
        for offset, block in self.parts:
            lower = (height - block.height) / 2 if self.middle else 0.0
            block.draw(canvas, x + offset, y + lower)


Paint = Callable[[TaggedCanvas, float, float, float], None]


@dataclass(frozen=True, slots=True)
class Framed:
    """A block with space around it and something painted behind: a box, or a rule under a row.

    ``paint`` gets the upper left corner and the height of each part of a cut frame, so each page has a whole frame.
    Height beyond the block's own, up to ``least``, is left at the foot, or on both sides when ``centred``.
    """

    block: Block
    paint: Paint
    top: float = 0.0
    left: float = 0.0
    bottom: float = 0.0
    least: float = 0.0
    centred: bool = False

    @property
    def height(self) -> float:
        return max(self.top + self.block.height + self.bottom, self.least)

    def split(self, room: float) -> Cut:
        if self.height <= room + _TOLERANCE:
            return self, None
        if self.top + self.block.height <= room:
            foot = room - self.top - self.block.height
            return replace(self, bottom=min(self.bottom, foot), least=room), None
        first, rest = self.block.split(room - self.top - self.bottom)
        if first is None or rest is None:
            return None, self
        return replace(self, block=first, least=0.0), replace(self, block=rest, least=0.0)

    def draw(self, canvas: TaggedCanvas, x: float, y: float) -> None:
        height = self.height
        with canvas.content(None):
            self.paint(canvas, x, y, height)
        spare = height - self.top - self.block.height - self.bottom if self.centred else 0.0
        self.block.draw(canvas, x + self.left, y + self.top + spare / 2)


@dataclass(frozen=True, slots=True)
class RowTable:
    """Rows under a head that is repeated as an artifact on each further page.

    Rows stay whole as long as they are no higher than ``breakable``; a cut inside a row loses nothing.
    """

    head: Block | None
    repeated_head: Block | None
    rows: tuple[Block, ...]
    breakable: float

    @property
    def height(self) -> float:
        return (self.head.height if self.head else 0.0) + sum(row.height for row in self.rows)

    def split(self, room: float) -> Cut:
        used = self.head.height if self.head else 0.0
        for index, row in enumerate(self.rows):
            if used + row.height <= room + _TOLERANCE:
                used += row.height
                continue
            first, rest = row.split(room - used) if row.height > self.breakable else (None, row)
            placed = self.rows[:index] + ((first,) if first is not None else ())
            if not placed:
                return None, self
            left = ((rest,) if rest is not None else ()) + self.rows[index + 1 :]
            return replace(self, rows=placed), replace(self, head=self.repeated_head, rows=left)
        return self, None

    def draw(self, canvas: TaggedCanvas, x: float, y: float) -> None:
        for part in ((self.head,) if self.head else ()) + self.rows:
            part.draw(canvas, x, y)
            y += part.height


def stacked(parts: Sequence[Block], *, gap: float = 0.0, head: int = 0) -> Stack:
    """A stack with one gap between all parts."""
    return Stack(tuple((gap if index else 0.0, part) for index, part in enumerate(parts)), head)
