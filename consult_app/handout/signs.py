"""Signs drawn as lines on a grid of 24, so that no font needs to have them and greyscale keeps them apart."""

from dataclasses import dataclass
from typing import Final

from consult_app.handout.blocks import Sign
from consult_app.handout.tagging import TaggedCanvas
from consult_app.handout.theme import Color

_GRID: Final = 24.0
_WEIGHT: Final = 2.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """``paths`` are runs of points; ``rings`` and ``dots`` are circles (x, y, radius), outlined and filled."""

    paths: tuple[tuple[Point, ...], ...] = ()
    rings: tuple[tuple[float, float, float], ...] = ()
    dots: tuple[tuple[float, float, float], ...] = ()


OCTAGON_BAR: Final = Shape(
    paths=(
        ((8.3, 3), (15.7, 3), (21, 8.3), (21, 15.7), (15.7, 21), (8.3, 21), (3, 15.7), (3, 8.3), (8.3, 3)),
        ((8, 12), (16, 12)),
    )
)
CIRCLE_CHECK: Final = Shape(paths=(((8, 12.3), (11, 15.3), (16.2, 9.3)),), rings=((12, 12, 9.3),))
TRIANGLE: Final = Shape(
    paths=(((12, 3.6), (21.6, 20), (2.4, 20), (12, 3.6)), ((12, 10), (12, 13.8))), dots=((12, 16.9, 1.25),)
)
CROSS: Final = Shape(paths=(((5.5, 5.5), (18.5, 18.5)), ((18.5, 5.5), (5.5, 18.5))))
TICK: Final = Shape(paths=(((4.5, 12.8), (9.5, 17.8), (19.5, 7)),))
EMPTY_BOX: Final = Shape(paths=(((3, 3), (21, 3), (21, 21), (3, 21), (3, 3)),))
PHONE: Final = Shape(
    paths=(
        (
            (6, 3.5), (9, 3.5), (10.8, 8.3), (8.5, 10), (9.8, 12.3), (11.7, 14.2), (14, 15.5), (15.7, 13.2),
            (20.5, 15), (20.5, 18), (20.2, 19.3), (19.3, 20.2), (18, 20.5), (11, 18.2), (5.8, 13), (3.5, 6),
            (3.8, 4.7), (4.7, 3.8), (6, 3.5),
        ),
    )
)  # fmt: skip


def sign(shape: Shape, *, size: float, color: Color, weight: float = _WEIGHT) -> Sign:
    """A sign as wide and high as ``size`` points, drawn around its centre; ``weight`` is on the grid of 24."""
    scale = size / _GRID

    def draw(canvas: TaggedCanvas, x: float, y: float) -> None:
        left, top = x - size / 2, y - size / 2
        canvas.stroke_paths(
            [[(left + px * scale, top + py * scale) for px, py in path] for path in shape.paths],
            color=color,
            weight=weight * scale,
        )
        for px, py, radius in shape.rings:
            canvas.circle(left + px * scale, top + py * scale, radius * scale, stroke=color, weight=weight * scale)
        for px, py, radius in shape.dots:
            canvas.circle(left + px * scale, top + py * scale, radius * scale, fill=color)

    return draw
