"""The box about calling: when at the left, whom at the right."""

from collections.abc import Sequence

from consult_app.application.handout_document import CallBox, RichText
from consult_app.handout.blocks import Block, Columns, Framed, Marked, Stack, stacked
from consult_app.handout.flowables import BOX_RADIUS, BOX_WEIGHT
from consult_app.handout.lines import line_width
from consult_app.handout.pages import FlowItem
from consult_app.handout.signs import PHONE, TRIANGLE, sign
from consult_app.handout.structure import Node
from consult_app.handout.tagging import TaggedCanvas
from consult_app.handout.typesetter import Typesetter


def call_items(box: CallBox, setter: Typesetter, parent: Node) -> list[FlowItem]:
    """When to call at the left, whom at the right, on a washed ground."""
    unit, theme = setter.type.unit, setter.theme
    column = theme.paper.column
    right_width = _width_for_whom(box, setter)
    right_x = column - right_width - 16
    left_width = _width_for_signs(right_width, setter)
    signs = _call_signs(box, left_width, setter, parent)
    whom = _whom_to_call(box, right_width, setter, parent)

    def paint(canvas: TaggedCanvas, x: float, y: float, height: float) -> None:
        canvas.box(x, y, column, height, radius=BOX_RADIUS, fill=theme.wash, stroke=theme.accent, weight=BOX_WEIGHT)
        rule = x + right_x - 16
        canvas.line(rule, y + 18 * unit, rule, y + height - 18 * unit, color=theme.accent, weight=BOX_WEIGHT)

    block = Framed(Columns(((14.0, signs), (right_x, whom)), middle=True), paint, top=9 * unit, bottom=10 * unit)
    return [FlowItem(block, least=12, most=22, together=True)]


def _width_for_whom(box: CallBox, setter: Typesetter) -> float:
    """Wide enough for the phone on one line, and for the lines under it if the signs leave that room."""
    unit, column = setter.type.unit, setter.theme.paper.column
    phone = setter.width_of(box.phone.text, setter.type.phone) if box.phone else 0.0
    least = min(max(phone + 2, 150 * unit), 0.42 * column)
    notes = [setter.width_of(words, setter.type.body) for words in (box.after_hours, box.hours) if words]
    signs = [setter.width_of(words, setter.type.body) for words in box.signs]
    wanted = min(max(notes, default=0.0) + 2, 0.36 * column)
    spare = column - 64 - 19 * unit - max(signs, default=0.0)
    usual = max(least, min(wanted, spare))
    if wanted <= usual:
        return usual

    def height(width: float) -> float:
        whom = _whom_to_call(box, width, setter, Node("Div"))
        return max(whom.height, _call_signs(box, _width_for_signs(width, setter), setter, Node("Div")).height)

    return min((usual, (usual + wanted) / 2, wanted, 0.42 * column), key=height)


def _width_for_signs(width_for_whom: float, setter: Typesetter) -> float:
    return setter.theme.paper.column - width_for_whom - 64


def _call_signs(box: CallBox, width: float, setter: Typesetter, parent: Node) -> Block:
    unit, theme = setter.type.unit, setter.theme
    heading = setter.text(box.heading, style=setter.type.heading, width=width, node=parent.child("H2"))
    indent, line = 19 * unit, setter.type.body.leading
    triangle = sign(TRIANGLE, size=14 * unit, color=theme.text)
    listing = parent.child("L", numbering="None")
    starts = _columns_for([indent + setter.width_of(words, setter.type.body) for words in box.signs], width)
    entries: list[tuple[float, Block]] = []
    for index, words in enumerate(box.signs):
        start = starts[index % len(starts)]
        text_width = width - indent - (start if len(starts) == 1 else 0.0)
        warning = setter.body(words, width=text_width, node=listing.child("LI").child("LBody"))
        entries.append((start, Marked(warning, triangle, sign_x=6.5 * unit, sign_y=line / 2, indent=indent)))
    rows = [Columns(tuple(entries[start : start + len(starts)])) for start in range(0, len(entries), len(starts))]
    parts: list[tuple[float, Block]] = [(0.0, heading), (1.5 * unit, stacked(rows))]
    if box.emergency:
        urgent = setter.strong(box.emergency, width=width - indent, node=parent.child("P"))
        phone = sign(PHONE, size=15 * unit, color=theme.text)
        parts.append((3.5 * unit, Marked(urgent, phone, sign_x=6.5 * unit, sign_y=line / 2, indent=indent)))
    return Stack(tuple(parts), head=1)


def _columns_for(widths: Sequence[float], room: float) -> tuple[float, ...]:
    """Where entries of these widths begin: in two columns when each pair fits on one line, else in one."""
    if len(widths) < 4:
        return (0.0,)
    second = max(widths[0::2]) + 14
    return (0.0, second) if second + max(widths[1::2]) <= room else (0.0,)


def _whom_to_call(box: CallBox, width: float, setter: Typesetter, parent: Node) -> Block:
    parts: list[Block] = []
    if box.clinic_name:
        parts.append(setter.body(box.clinic_name, width=width, node=parent.child("P")))
    else:
        parts.append(write_in_line("", width, setter, None))
    if box.phone:
        style = setter.fitted(box.phone.text, setter.type.phone, width)
        link = parent.child("P").child("Link", uri=box.phone.uri)
        parts.append(setter.text(box.phone.text, style=style, width=width, node=link))
    else:
        parts.append(write_in_line(box.phone_write_in, width, setter, parent.child("P")))
    parts += [
        setter.body(words, width=width, node=parent.child("P")) for words in (box.after_hours, box.hours) if words
    ]
    written_by_hand = not (box.clinic_name and box.phone)
    return stacked(parts, gap=9 * setter.type.unit if written_by_hand else 0.0)


def write_in_line(label: RichText | str, width: float, setter: Typesetter, node: Node | None) -> Block:
    """A label and a line to write on: beside it where there is room, else below it."""
    style, color = setter.type.body, setter.theme.text
    text = setter.text(label, style=style, width=width, node=node)
    beside = line_width(text.lines[-1]) + 4 * setter.type.unit if text.lines else 0.0
    below = text.lines and width - beside < 70 * setter.type.unit
    start = 0.0 if below else beside

    def paint(canvas: TaggedCanvas, x: float, y: float, height: float) -> None:
        rule = y + height - (style.leading - style.baseline) + 2
        canvas.line(x + start, rule, x + width, rule, color=color, weight=1)

    extra = style.leading * 1.2 if below or not text.lines else 0.0
    return Framed(text, paint, bottom=extra)
