"""From a handout's content to the bytes of its PDF."""

from dataclasses import dataclass, replace
from threading import Lock
from typing import Final

from consult_app.application.handout_document import HandoutDocument, Sheet
from consult_app.application.ports import RenderedHandout, SheetLook
from consult_app.domain.clinic import Brand
from consult_app.handout.call_box import call_items
from consult_app.handout.closing import (
    disclaimer_item,
    edited_items,
    expect_items,
    link_items,
    notes_item,
    paragraph_item,
    sign_off_items,
)
from consult_app.handout.flowables import panel_items, remember_items, timeline_items, title_items
from consult_app.handout.fonts import printable_code_points
from consult_app.handout.furniture import Foot, Head, draw_mark, first_head, later_head
from consult_app.handout.logo import logo_of
from consult_app.handout.pages import FlowItem, Placed, new_page, paginate
from consult_app.handout.structure import Node, words_of
from consult_app.handout.tables import product_items, visit_items
from consult_app.handout.tagging import TaggedCanvas
from consult_app.handout.text import TextCleaner
from consult_app.handout.theme import (
    COMPACT_PRINT,
    LARGE_PRINT,
    NORMAL_PRINT,
    SNUG_LARGE_PRINT,
    SNUG_PRINT,
    TypeScale,
    theme_for,
)
from consult_app.handout.typesetter import Typesetter

_UNDER_BAND: Final = 15.0
_ABOVE_FOOT: Final = 14.0
_ONE_AT_A_TIME: Final = Lock()
_PAGES_WANTED: Final = {Sheet.AFTER: 2, Sheet.BEFORE: 1}
_LARGE_PAGES_WANTED: Final = {Sheet.AFTER: 3, Sheet.BEFORE: 2}


class ReportlabRenderer:
    """Renders sheets; holds nothing between them but fonts, QR codes and logos.

    reportlab's fonts keep a reading position each, so renders from several threads take turns.
    """

    def render(self, document: HandoutDocument, *, brand: Brand, look: SheetLook) -> RenderedHandout:
        """The sheet as a tagged PDF; the same input gives the same bytes.

        Any text prints; characters the fonts cannot show print as □ and are named in the result. The band is drawn
        when both the brand and the look ask for a letterhead. A sheet that needs more pages than its kind should have
        (two after treatment, one before a visit, one more in large print) is set tighter if that saves a page; letters
        stay as large.

        Raises:
            ValueError: ``look.paper`` is not known or a brand colour is not ``#RRGGBB``.
        """
        with _ONE_AT_A_TIME:
            return self._rendered(document, brand, look)

    def _rendered(self, document: HandoutDocument, brand: Brand, look: SheetLook) -> RenderedHandout:
        cleaner = TextCleaner(printable_code_points())
        document = cleaner.clean_all(document)
        composed = _compose_within(document, brand, look)
        marks = (document.draft_mark, document.reprint_mark, document.footer.left)
        pdf = composed.draw(document)
        text = "\n".join(words for words in (words_of(composed.canvas.root), *marks) if words)
        return RenderedHandout(pdf=pdf, pages=len(composed.pages), text=text, missing_glyphs=cleaner.missing)


def _compose_within(document: HandoutDocument, brand: Brand, look: SheetLook) -> "_Composed":
    """The loosest setting that keeps to the pages wanted, else the one of fewest pages."""
    large = look.large_print
    scales = (LARGE_PRINT, SNUG_LARGE_PRINT) if large else (NORMAL_PRINT, SNUG_PRINT, COMPACT_PRINT)
    wanted = (_LARGE_PAGES_WANTED if large else _PAGES_WANTED)[document.sheet]
    tried: list[_Composed] = []
    for scale in scales:
        tried.append(_compose(document, brand, look, scale))
        if len(tried[-1].pages) <= wanted:
            return tried[-1]
    return min(tried, key=lambda each: len(each.pages))


@dataclass(frozen=True, slots=True)
class _Composed:
    """A sheet dealt onto pages in one type scale, not yet drawn."""

    canvas: TaggedCanvas
    setter: Typesetter
    heads: tuple[Head, Head]
    foot: Foot
    pages: tuple[tuple[Placed, ...], ...]

    def draw(self, document: HandoutDocument) -> bytes:
        canvas, setter = self.canvas, self.setter
        for index, page in enumerate(self.pages):
            if document.draft_mark:
                draw_mark(document.draft_mark, canvas, setter)
            head = self.heads[min(index, 1)]
            head.draw(canvas)
            top = setter.theme.paper.inset + head.height + _UNDER_BAND * setter.type.gap
            for y, block in page:
                block.draw(canvas, setter.theme.paper.margin, top + y)
            self.foot.draw(canvas, page=index + 1, pages=len(self.pages))
            canvas.end_page()
        return canvas.finish()


def _compose(document: HandoutDocument, brand: Brand, look: SheetLook, scale: TypeScale) -> _Composed:
    setter = Typesetter(theme_for(brand, paper=look.paper, scale=scale))
    paper = setter.theme.paper
    canvas = TaggedCanvas(
        width=paper.width, height=paper.height, language=document.language, title=document.metadata_title
    )
    letterhead = brand.letterhead and look.letterhead
    first = first_head(document.band, logo_of(brand), setter, canvas.root, letterhead=letterhead)
    later = later_head(document.band, setter, letterhead=letterhead)
    foot = Foot(document.footer, document.reprint_mark, setter)
    distance = scale.gap * (_UNDER_BAND + _ABOVE_FOOT)
    rooms = [paper.height - foot.height - paper.inset - head.height - distance for head in (first, later)]
    overflow = [paragraph_item(words, setter, canvas.root, least=0, most=4) for words in first.overflow]
    body = [replace(item, least=scale.gap * item.least) for item in overflow + _body(document, setter, canvas.root)]
    pages = paginate(body, first_room=rooms[0], later_room=rooms[1])
    return _Composed(canvas, setter, (first, later), foot, pages)


def _body(document: HandoutDocument, setter: Typesetter, root: Node) -> list[FlowItem]:
    """All parts in reading order; a sheet after treatment begins its second page with the products."""
    sheet = document.sheet
    opening = title_items(document, setter, root)
    if document.remember and document.remember.items:
        opening += remember_items(document.remember, setter, root)
    opening += timeline_items(document.timeline, setter, root)

    if sheet is Sheet.BEFORE:
        products = product_items(document.products, sheet, setter, root) if document.products else []
        panels = panel_items(document.panels, setter, root)
        expect = expect_items(document.expect, sheet, setter, root) if document.expect else []
        calling = call_items(document.call_box, setter, root) if document.call_box else []
        return opening + products + panels + expect + calling + _closing(document, setter, root)
    panels = panel_items(document.panels, setter, root)
    calling = call_items(document.call_box, setter, root) if document.call_box else []
    expect = expect_items(document.expect, sheet, setter, root) if document.expect else []
    products = product_items(document.products, sheet, setter, root) if document.products else []
    return opening + panels + calling + expect + new_page(products + _closing(document, setter, root))


def _closing(document: HandoutDocument, setter: Typesetter, root: Node) -> list[FlowItem]:
    items = visit_items(document.visits, document.sheet, setter, root) if document.visits else []
    if document.sun_line:
        items.append(paragraph_item(document.sun_line, setter, root, least=7, most=14))
    if document.edited:
        items += edited_items(document.edited, setter, root)
    items += link_items(document.links, setter, root)
    if document.disclaimer:
        items.append(disclaimer_item(document.disclaimer, setter, root))
    if document.notes_heading:
        items.append(notes_item(document.notes_heading, document.sheet, setter, root))
    return items + sign_off_items(document.signature, document.qr, setter, root)
