"""The parts that end a sheet: what to expect, the sun line, notes, links, signature and QR code."""

from collections.abc import Sequence
from typing import Final

from consult_app.application.handout_document import (
    EditedNotes,
    LabelledLink,
    QrCode,
    RichText,
    Section,
    Sheet,
    Signature,
)
from consult_app.handout.blocks import Block, Columns, Drawn, Framed, Marked, Stack, stacked
from consult_app.handout.lines import line_width
from consult_app.handout.pages import AT_BOTTOM, FlowItem
from consult_app.handout.qr import QUIET_MODULES, qr_modules
from consult_app.handout.structure import Node
from consult_app.handout.tables import HEAD_RULE, ROW_RULE, heading_item, section_style
from consult_app.handout.tagging import TaggedCanvas
from consult_app.handout.theme import BLACK, INCH, WHITE
from consult_app.handout.typesetter import Typesetter

QR_SIZE: Final = INCH
_CAPTION_WIDTH: Final = 1.35 * INCH
_LEAST_NOTE_LINES: Final = 3
_MOST_NOTE_LINES: Final = 8


def expect_items(section: Section, sheet: Sheet, setter: Typesetter, parent: Node) -> list[FlowItem]:
    items = [heading_item(section.heading, sheet, setter, parent, least=9, most=18)]
    items += [paragraph_item(words, setter, parent, least=0, most=4) for words in section.paragraphs]
    return items


def paragraph_item(words: RichText | str, setter: Typesetter, parent: Node, *, least: float, most: float) -> FlowItem:
    text = setter.body(words, width=setter.theme.paper.column, node=parent.child("P"))
    return FlowItem(text, least=least, most=most)


def edited_items(edited: EditedNotes, setter: Typesetter, parent: Node) -> list[FlowItem]:
    """What was changed for this patient, as a plain list; nothing without notes."""
    if not edited.notes:
        return []
    items = [heading_item(edited.heading, Sheet.BEFORE, setter, parent, least=8, most=16)]
    listing = parent.child("L", numbering="None")
    for words in edited.notes:
        text = setter.body(words, width=setter.theme.paper.column, node=listing.child("LI").child("LBody"))
        items.append(FlowItem(text, least=2, most=4))
    return items


def link_items(links: Sequence[LabelledLink], setter: Typesetter, parent: Node) -> list[FlowItem]:
    """The clinic's links, two abreast where each pair fits the column, else one a line."""
    column, style = setter.theme.paper.column, setter.type.body
    lengths = [setter.width_of(f"{each.label} {each.link.text}", style) + style.size * 0.35 for each in links]
    gap = 1.2 * style.size
    pairs = list(zip(lengths[0::2], lengths[1::2], strict=False))
    if not pairs or any(first + gap + second > column for first, second in pairs):
        blocks = [_link(each, column, setter, parent) for each in links]
        return [FlowItem(block, least=4 if index else 9, most=8 if index else 14) for index, block in enumerate(blocks)]
    second_x = min(max(column / 2, max(lengths[0::2]) + gap), *(column - second for _, second in pairs))
    starts = (0.0, second_x)
    widths = (second_x, column - second_x)
    parts = [(starts[i % 2], _link(each, widths[i % 2] + 1, setter, parent)) for i, each in enumerate(links)]
    return [
        FlowItem(Columns(tuple(parts[i : i + 2])), least=4 if i else 9, most=8 if i else 14)
        for i in range(0, len(parts), 2)
    ]


def _link(each: LabelledLink, width: float, setter: Typesetter, parent: Node) -> Block:
    """The address after its label where both fit on one line, else below it."""
    style = setter.type.body
    paragraph = parent.child("P")
    beside = setter.width_of(each.label, style) + style.size * 0.35
    fits = beside + setter.width_of(each.link.text, style) <= width
    label = setter.body(each.label + " ", width=width, node=paragraph.child("Span"))
    link = setter.text(
        each.link.text,
        style=style,
        width=width - beside if fits else width,
        node=paragraph.child("Link", uri=each.link.uri),
        color=setter.theme.accent,
    )
    return Columns(((0.0, label), (beside, link))) if fits else stacked((label, link))


def disclaimer_item(words: str, setter: Typesetter, parent: Node) -> FlowItem:
    text = setter.small(words, width=setter.theme.paper.column, node=parent.child("P"))
    return FlowItem(text, least=8, most=12)


def notes_item(heading: str, sheet: Sheet, setter: Typesetter, parent: Node) -> FlowItem:
    """A heading and lines to write on, as many as the page's spare height holds; nothing where it holds few."""
    theme, step = setter.theme, setter.type.body.leading * 1.6
    node = parent.child("H2")
    head = setter.text(heading, style=section_style(sheet, setter), width=theme.paper.column, node=node)
    above = 20 * setter.type.unit

    def lines(spare: float) -> Block | None:
        count = min(_MOST_NOTE_LINES, int((spare - above - head.height) / step))
        if count < _LEAST_NOTE_LINES:
            return None

        def paint(canvas: TaggedCanvas, x: float, y: float) -> None:
            with canvas.content(None):
                for number in range(1, count + 1):
                    rule = y + number * step
                    canvas.line(x, rule, x + theme.paper.column, rule, color=theme.line, weight=ROW_RULE)

        return Stack(((above, head), (0.0, Drawn(count * step, paint))))

    return FlowItem(stacked(()), with_next=True, fill=lines)


def sign_off_items(signature: Signature | None, qr: QrCode | None, setter: Typesetter, parent: Node) -> list[FlowItem]:
    """Lines to sign and date at the left, the code at the right, held at the foot of the page."""
    column = setter.theme.paper.column
    parts: list[tuple[float, Block]] = []
    coded = qr_modules(qr.payload) if qr else None
    room = column - (QR_SIZE + 33 if coded else 0.0)
    if signature:
        above = QR_SIZE if coded else 40 * setter.type.unit
        date_width = 0.265 * room
        parts.append((0.0, _line_to_sign(signature.signer, room - date_width - 15, above, setter, parent)))
        parts.append((room - date_width, _line_to_sign(signature.date_label, date_width, above, setter, parent)))
    if qr and coded:
        parts.append((column - QR_SIZE, _qr_block(qr, coded, setter, parent)))
    return [FlowItem(Columns(tuple(parts)), least=14, most=AT_BOTTOM, together=True)] if parts else []


def _line_to_sign(words: RichText | str, width: float, above: float, setter: Typesetter, parent: Node) -> Block:
    color = setter.theme.text

    def paint(canvas: TaggedCanvas, x: float, y: float, _height: float) -> None:
        canvas.line(x, y, x + width, y, color=color, weight=HEAD_RULE)

    label = setter.body(words, width=width, node=parent.child("P"))
    return Stack(((above, Framed(label, paint, top=5)),))


def _qr_block(qr: QrCode, coded: tuple[int, str], setter: Typesetter, parent: Node) -> Block:
    side, modules = coded
    figure = parent.child("Figure", alt=qr.alt)
    module = QR_SIZE / side
    quiet = QUIET_MODULES * module

    def paint(canvas: TaggedCanvas, x: float, y: float) -> None:
        canvas.place(figure, x, y, QR_SIZE, QR_SIZE)
        with canvas.content(figure):
            canvas.box(x - quiet, y - quiet, QR_SIZE + 2 * quiet, QR_SIZE + 2 * quiet, fill=WHITE)
            canvas.fill_modules(modules, x=x, y=y + QR_SIZE, size=module, color=BLACK)

    caption = setter.text(qr.caption, style=setter.type.small, width=_CAPTION_WIDTH, node=parent.child("P"))
    overhang = max(0.0, max(map(line_width, caption.lines), default=0.0) - QR_SIZE)
    beneath = Marked(caption, None, sign_x=0.0, sign_y=0.0, indent=-overhang)
    return Stack(((0.0, Drawn(QR_SIZE, paint)), (quiet, beneath)))
