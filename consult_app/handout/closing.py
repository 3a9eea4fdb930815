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
from consult_app.handout.blocks import Block, Columns, Drawn, Framed, Stack, stacked
from consult_app.handout.pages import AT_BOTTOM, FlowItem
from consult_app.handout.qr import QUIET_MODULES, qr_rectangles
from consult_app.handout.structure import Node
from consult_app.handout.tables import HEAD_RULE, heading_item
from consult_app.handout.tagging import TaggedCanvas
from consult_app.handout.theme import BLACK, INCH, WHITE
from consult_app.handout.typesetter import Typesetter

QR_SIZE: Final = INCH


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
    """One line a link, the address after its label where both fit, else below it."""
    column, style = setter.theme.paper.column, setter.type.body
    items: list[FlowItem] = []
    for each in links:
        paragraph = parent.child("P")
        beside = setter.width_of(each.label + " ", style) + style.size * 0.3
        fits = beside + setter.width_of(each.link.text, style) <= column
        label = setter.body(each.label, width=column, node=paragraph.child("Span"))
        link = setter.text(
            each.link.text,
            style=style,
            width=column - beside if fits else column,
            node=paragraph.child("Link", uri=each.link.uri),
            color=setter.theme.accent,
        )
        block: Block = Columns(((0.0, label), (beside, link))) if fits else stacked((label, link))
        items.append(FlowItem(block, least=3, most=6))
    return items


def disclaimer_item(words: str, setter: Typesetter, parent: Node) -> FlowItem:
    text = setter.small(words, width=setter.theme.paper.column, node=parent.child("P"))
    return FlowItem(text, least=8, most=12)


def sign_off_items(signature: Signature | None, qr: QrCode | None, setter: Typesetter, parent: Node) -> list[FlowItem]:
    """Lines to sign and date at the left, the code at the right, held at the foot of the page."""
    column = setter.theme.paper.column
    parts: list[tuple[float, Block]] = []
    code = _qr_block(qr, setter, parent) if qr else None
    room = column - (QR_SIZE + 33 if code else 0.0)
    if signature:
        above = QR_SIZE if code else 40 * setter.type.unit
        date_width = 0.265 * room
        parts.append((0.0, _line_to_sign(signature.signer, room - date_width - 15, above, setter, parent)))
        parts.append((room - date_width, _line_to_sign(signature.date_label, date_width, above, setter, parent)))
    if code:
        parts.append((column - QR_SIZE, code))
    return [FlowItem(Columns(tuple(parts)), least=14, most=AT_BOTTOM, together=True)] if parts else []


def _line_to_sign(words: RichText | str, width: float, above: float, setter: Typesetter, parent: Node) -> Block:
    color = setter.theme.text

    def paint(canvas: TaggedCanvas, x: float, y: float, _height: float) -> None:
        canvas.line(x, y, x + width, y, color=color, weight=HEAD_RULE)

    label = setter.body(words, width=width, node=parent.child("P"))
    return Stack(((above, Framed(label, paint, top=5)),))


def _qr_block(qr: QrCode, setter: Typesetter, parent: Node) -> Block | None:
    coded = qr_rectangles(qr.payload)
    if coded is None:
        return None
    modules, rectangles = coded
    figure = parent.child("Figure", alt=qr.alt)
    module = QR_SIZE / modules
    quiet = QUIET_MODULES * module

    def paint(canvas: TaggedCanvas, x: float, y: float) -> None:
        canvas.place(figure, x, y, QR_SIZE, QR_SIZE)
        with canvas.content(figure):
            canvas.box(x - quiet, y - quiet, QR_SIZE + 2 * quiet, QR_SIZE + 2 * quiet, fill=WHITE)
            canvas.fill_boxes(
                [
                    (x + left * module, y + top * module, width * module, height * module)
                    for left, top, width, height in rectangles
                ],
                color=BLACK,
            )

    caption = setter.text(qr.caption, style=setter.type.small, width=QR_SIZE, node=parent.child("P"))
    return Stack(((0.0, Drawn(QR_SIZE, paint)), (quiet, caption)))
