"""The parts of a sheet's first page: title, things to remember, timeline, boxed lists."""

from collections.abc import Sequence
from typing import Final

from consult_app.application.handout_document import (
    HandoutDocument,
    Panel,
    PanelKind,
    Remember,
    TimelineStep,
)
from consult_app.handout.blocks import Block, Columns, Drawn, Framed, Marked, Sign, Stack, stacked
from consult_app.handout.pages import FlowItem
from consult_app.handout.signs import (
    CIRCLE_CHECK,
    CROSS,
    EMPTY_BOX,
    OCTAGON_BAR,
    TICK,
    Shape,
    sign,
)
from consult_app.handout.structure import Node
from consult_app.handout.tagging import TaggedCanvas
from consult_app.handout.theme import WHITE, Style
from consult_app.handout.typesetter import Typesetter

BOX_RADIUS: Final = 5.0
BOX_WEIGHT: Final = 1.4
_PANEL_GAP: Final = 15.5
_PANEL_STEPS: Final = (0.03, 0.06, 0.09, 0.12)
_HEAD_SIGNS: Final = {
    PanelKind.AVOID: OCTAGON_BAR,
    PanelKind.OK: CIRCLE_CHECK,
    PanelKind.CHECKLIST: TICK,
}
_ITEM_SIGNS: Final[dict[PanelKind, tuple[Shape, float, float]]] = {
    PanelKind.AVOID: (CROSS, 13.0, 2.9),
    PanelKind.OK: (TICK, 13.0, 2.9),
    PanelKind.CHECKLIST: (EMPTY_BOX, 15.0, 2.1),
}


def title_items(document: HandoutDocument, setter: Typesetter, parent: Node) -> list[FlowItem]:
    width = setter.theme.paper.column
    items = [
        FlowItem(
            setter.text(document.title, style=setter.type.title, width=width, node=parent.child("H1")),
            with_next=True,
        )
    ]
    if document.lead:
        lead = setter.text(document.lead, style=setter.type.lead, width=width, node=parent.child("P"))
        items.append(FlowItem(lead, least=2, most=6))
    return items


def remember_items(remember: Remember, setter: Typesetter, parent: Node) -> list[FlowItem]:
    """A washed box with numbered lines."""
    unit, theme = setter.type.unit, setter.theme
    left, indent = 16.0, 25 * unit
    width = theme.paper.column - left - 14
    heading = setter.text(
        remember.heading, style=setter.type.heading, width=width, node=parent.child("H2"), color=theme.accent
    )
    listing = parent.child("L", numbering="Decimal")
    lines: list[Block] = []
    for number, words in enumerate(remember.items, start=1):
        entry = listing.child("LI")
        label = entry.child("Lbl", words=str(number))
        text = setter.body(words, width=width - indent, node=entry.child("LBody"))
        lines.append(Columns(((0.0, _number_badge(label, setter)), (indent, text))))

    def paint(canvas: TaggedCanvas, x: float, y: float, height: float) -> None:
        canvas.box(x, y, theme.paper.column, height, radius=BOX_RADIUS, fill=theme.wash)

    box = Framed(
        Stack(((0.0, heading), (3.0, stacked(lines, gap=2.5 * unit))), head=1),
        paint,
        top=8 * unit,
        left=left,
        bottom=9 * unit,
    )
    return [FlowItem(box, least=6, most=14, together=True)]


def _number_badge(label: Node, setter: Typesetter) -> Drawn:
    unit, theme, style = setter.type.unit, setter.theme, setter.type.small.strong()
    size, line = 16 * unit, setter.type.body.leading

    def paint(canvas: TaggedCanvas, x: float, y: float) -> None:
        with canvas.content(None):
            canvas.circle(x + size / 2, y + line / 2, size / 2, fill=theme.accent)
        with canvas.content(label):
            canvas.text(
                label.words,
                x=x + (size - setter.width_of(label.words, style)) / 2,
                baseline=y + line / 2 + style.size * 0.33,
                face=style.face,
                size=style.size,
                color=WHITE,
            )

    return Drawn(line, paint)


class _Rail:
    """The line that joins the timeline's dots on one page."""

    def __init__(self, setter: Typesetter) -> None:
        self._accent = setter.theme.accent
        self._radius = 7.6 * setter.type.unit
        self._last: tuple[int, float] | None = None

    def dot(self, *, filled: bool) -> Sign:
        radius, weight = self._radius, self._radius * 0.4

        def draw(canvas: TaggedCanvas, x: float, y: float) -> None:
            if self._last is not None and self._last[0] == canvas.page:
                canvas.line(x, self._last[1] + radius, x, y - radius, color=self._accent, weight=2)
            if filled:
                canvas.circle(x, y, radius, fill=self._accent)
            else:
                canvas.circle(x, y, radius - weight / 2, fill=WHITE, stroke=self._accent, weight=weight)
            self._last = (canvas.page, y)

        return draw


def timeline_items(steps: Sequence[TimelineStep], setter: Typesetter, parent: Node) -> list[FlowItem]:
    """One item a step: when at the left, a dot, what happens at the right."""
    unit, column = setter.type.unit, setter.theme.paper.column
    widest = max((setter.width_of(step.when, setter.type.small) for step in steps), default=0.0)
    dot_x = min(max(0.306 * column, widest + 14 * unit), 0.37 * column)
    text_x = dot_x + 21 * unit
    listing = parent.child("L", numbering="None")
    rail = _Rail(setter)
    items: list[FlowItem] = []
    for step in steps:
        body = listing.child("LI").child("LBody")
        name_width = dot_x - 14 * unit
        name = Style(setter.type.body.size + 1.5 * unit, setter.type.body.leading, setter.type.body.bold)
        title = setter.text(step.title, style=name, width=name_width, node=body.child("P"))
        when = setter.small(step.when, width=name_width, node=body.child("P"))
        text = setter.body(step.text, width=column - text_x, node=body.child("P"))
        row = Marked(
            Columns(((0.0, stacked((title, when))), (text_x, text))),
            rail.dot(filled=step.inside_48h),
            sign_x=dot_x,
            sign_y=setter.type.body.leading / 2,
            indent=0.0,
        )
        first = not items
        items.append(FlowItem(row, least=10 if first else 7 * unit, most=18 if first else 15 * unit, together=True))
    return items


def panel_items(panels: Sequence[Panel], setter: Typesetter, parent: Node) -> list[FlowItem]:
    """Boxes two abreast and equally high, a much longer list in the wider one; one alone stands at the left."""
    column = setter.theme.paper.column
    items: list[FlowItem] = []
    for start in range(0, len(panels), 2):
        pair = panels[start : start + 2]
        first = _width_of_first(pair, setter)
        widths = (first, column - _PANEL_GAP - first)
        bodies = [_panel(panel, width, setter, parent) for panel, width in zip(pair, widths, strict=False)]
        highest = max(body.height for body in bodies)
        boxes = [
            (x, _outlined(body, width, highest, setter))
            for x, width, body in zip((0.0, first + _PANEL_GAP), widths, bodies, strict=False)
        ]
        items.append(FlowItem(Columns(tuple(boxes)), least=12, most=22, together=True))
    return items


def _width_of_first(pair: Sequence[Panel], setter: Typesetter) -> float:
    """Half the column, or as much more or less as makes the pair lower."""
    room = setter.theme.paper.column - _PANEL_GAP
    if len(pair) < 2:
        return room / 2

    def heights(share: float) -> tuple[float, float]:
        first, second = (
            _panel(panel, width, setter, Node("Div")).height
            for panel, width in zip(pair, (share * room, (1 - share) * room), strict=True)
        )
        return first, second

    first, second = heights(0.5)
    line = setter.type.body.leading
    if abs(first - second) < line:
        return room / 2
    shares = [0.5] + [0.5 + step if first > second else 0.5 - step for step in _PANEL_STEPS]
    return room * min(shares, key=lambda share: (round(max(heights(share)) / line, 1), abs(share - 0.5)))


def _outlined(body: Block, width: float, least: float, setter: Typesetter) -> Block:
    """The body in a box; a shorter body leaves its spare height at the foot."""
    text = setter.theme.text

    def paint(canvas: TaggedCanvas, x: float, y: float, height: float) -> None:
        canvas.box(x, y, width, max(height, 1), radius=BOX_RADIUS, stroke=text, weight=BOX_WEIGHT)

    return Framed(body, paint, least=least)


def _panel(panel: Panel, width: float, setter: Typesetter, parent: Node) -> Block:
    unit, theme = setter.type.unit, setter.theme
    dark = panel.kind is PanelKind.AVOID
    color = WHITE if dark else theme.text
    heading = setter.text(
        panel.heading,
        style=setter.type.heading,
        width=width - 14 - 23 * unit - 12,
        node=parent.child("H2"),
        color=color,
    )
    head_sign = sign(_HEAD_SIGNS[panel.kind], size=16.5 * unit, color=color)
    marked = Marked(heading, head_sign, sign_x=8 * unit, sign_y=setter.type.heading.leading / 2, indent=23 * unit)

    def paint(canvas: TaggedCanvas, x: float, y: float, height: float) -> None:
        if dark:
            canvas.box(x, y, width, height, radius=BOX_RADIUS, fill=theme.text)
            canvas.box(x, y + height / 2, width, height / 2, fill=theme.text)
        else:
            canvas.line(x, y + height, x + width, y + height, color=theme.text, weight=BOX_WEIGHT)

    parts: list[tuple[float, Block]] = [(0.0, Framed(marked, paint, top=5.5 * unit, left=14, bottom=5.5 * unit))]
    if panel.subheading:
        line = setter.strong(panel.subheading, width=width - 28, node=parent.child("P"))
        parts.append((6 * unit, _indented(line, 14)))
    rows = _panel_rows(panel, width, setter, parent)
    parts += [((5 if index == 0 else 2.5) * unit, row) for index, row in enumerate(rows)]
    return Framed(Stack(tuple(parts), head=min(2, len(parts) - 1)), _nothing, bottom=8 * unit)


def _panel_rows(panel: Panel, width: float, setter: Typesetter, parent: Node) -> list[Block]:
    unit = setter.type.unit
    shape, size, weight = _ITEM_SIGNS[panel.kind]
    mark = sign(shape, size=size * unit, color=setter.theme.text, weight=weight)
    listing = parent.child("L", numbering="None")
    return [
        Marked(
            setter.body(words, width=width - 14 - 19 * unit - 12, node=listing.child("LI").child("LBody")),
            mark,
            sign_x=14 + 6.5 * unit,
            sign_y=setter.type.body.leading / 2 + 0.5,
            indent=14 + 19 * unit,
        )
        for words in panel.items
    ]


def _indented(block: Block, indent: float) -> Block:
    return Marked(block, None, sign_x=0.0, sign_y=0.0, indent=indent)


def _nothing(canvas: TaggedCanvas, x: float, y: float, height: float) -> None:
    """No paint: the frame only keeps a distance."""
