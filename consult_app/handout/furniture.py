"""What stands on every page: the band at its head, the footer, the draft mark."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import atan2, degrees, hypot
from typing import Final

from consult_app.application.handout_document import Band, Footer
from consult_app.handout.blocks import Block, Drawn, TextBlock, stacked
from consult_app.handout.fonts import Face
from consult_app.handout.lines import Line, Piece, line_width
from consult_app.handout.logo import Logo
from consult_app.handout.logo_place import LOGO_HEIGHT, LOGO_WIDTH
from consult_app.handout.structure import Node
from consult_app.handout.tagging import TaggedCanvas
from consult_app.handout.theme import WHITE, Color, Style
from consult_app.handout.typesetter import Typesetter

_MOST_LINES: Final = 4
_ELLIPSIS: Final = "\u2026"


@dataclass(frozen=True, slots=True)
class Head:
    """A page's band, laid out: its ``height`` and how it is drawn. ``overflow`` are texts too long for it."""

    height: float
    draw: Callable[[TaggedCanvas], None]
    overflow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """A text of the band: made smaller, then wrapped, then cut after four lines."""

    block: TextBlock
    complete: bool


def first_head(band: Band, logo: Logo | None, setter: Typesetter, parent: Node, *, letterhead: bool) -> Head:
    """The tall band of page 1. Without ``letterhead`` its place stays blank but for the patient's name."""
    paper, kind = setter.theme.paper, setter.type
    color = WHITE if letterhead else setter.theme.text
    left_width, right_width = 0.47 * paper.column, 0.5 * paper.column
    left: list[_Line] = []
    picture: Block | None = None
    if letterhead and logo:
        picture = _logo_block(logo, parent.child("Figure", alt=band.logo_alt or band.clinic_name))
    elif letterhead:
        left.append(_line(band.clinic_name, kind.wordmark, left_width, color, setter, parent.child("P")))
    if letterhead and band.place:
        left.append(_line(band.place, kind.small, left_width, color, setter, parent.child("P")))
    right = [
        _line(band.patient_name, kind.body.strong(), right_width, color, setter, parent.child("P"), right=True),
        _line(band.when, kind.small, right_width, color, setter, parent.child("P"), right=True),
    ]
    at_left = stacked([*([picture] if picture else []), *(line.block for line in left)], gap=1 if picture else 0)
    at_right = stacked([line.block for line in right])
    height = max(at_left.height, at_right.height, 38 * kind.unit) + 24
    return Head(
        height,
        _drawing(at_left, at_right, height, setter, letterhead=letterhead),
        tuple(line.block.node.words for line in (*left, *right) if line.block.node and not line.complete),
    )


def later_head(band: Band, setter: Typesetter, *, letterhead: bool) -> Head:
    """The low band of further pages, an artifact: it repeats what page 1 says."""
    column, kind = setter.theme.paper.column, setter.type
    color = WHITE if letterhead else setter.theme.text
    name = _line(band.clinic_name if letterhead else "", kind.running_name, 0.38 * column, color, setter, None)
    day = _line(band.running_head, kind.body, 0.6 * column, color, setter, None, right=True)
    at_left, at_right = stacked([name.block]), stacked([day.block])
    height = max(at_left.height, at_right.height, 18 * kind.unit) + 22
    return Head(height, _drawing(at_left, at_right, height, setter, letterhead=letterhead))


def _drawing(
    left: Block, right: Block, height: float, setter: Typesetter, *, letterhead: bool
) -> Callable[[TaggedCanvas], None]:
    paper, ink = setter.theme.paper, setter.theme.ink

    def draw(canvas: TaggedCanvas) -> None:
        if letterhead:
            with canvas.content(None):
                canvas.box(
                    paper.inset,
                    paper.inset,
                    paper.width - 2 * paper.inset,
                    height,
                    radius=paper.band_radius,
                    fill=ink,
                )
        left.draw(canvas, paper.margin, paper.inset + (height - left.height) / 2)
        right.draw(canvas, paper.margin, paper.inset + (height - right.height) / 2)

    return draw


def _line(
    words: str,
    style: Style,
    width: float,
    color: Color,
    setter: Typesetter,
    node: Node | None,
    *,
    right: bool = False,
    most: int = _MOST_LINES,
) -> _Line:
    one_line = " ".join(words.split())
    text = setter.text(one_line, style=setter.fitted(one_line, style, width), width=width, node=node, color=color)
    complete = len(text.lines) <= most
    if not complete:
        text = replace(text, lines=(*text.lines[: most - 1], _with_ellipsis(text.lines[most - 1])))
    if right:
        text = replace(text, right_of=setter.theme.paper.column)
    return _Line(text, complete)


def _with_ellipsis(line: Line) -> Line:
    """The line, its last two letters given up for the dots."""
    *others, last = line
    return (*others, Piece(last.text.rstrip()[:-2] + _ELLIPSIS, last.face, last.width))


def _logo_block(logo: Logo, figure: Node) -> Block:
    width, height = logo.fitted(width=LOGO_WIDTH, height=LOGO_HEIGHT)

    def paint(canvas: TaggedCanvas, x: float, y: float) -> None:
        canvas.place(figure, x, y, width, height)
        with canvas.content(figure):
            logo.draw(canvas, x, y, width=width, height=height)

    return Drawn(height, paint)


@dataclass(frozen=True, slots=True)
class Foot:
    """The footer of each page, an artifact: what the sheet is, the clinic's phone, the page's number."""

    footer: Footer
    reprint_mark: str | None
    setter: Typesetter

    @property
    def height(self) -> float:
        """From the rule to the page's lower edge."""
        lines = max(len(block.lines) for block in self._blocks(page=99, pages=99, with_phone=True))
        return _FOOT_BELOW + _FOOT_ABOVE_TEXT + lines * self.setter.type.footer.leading

    def draw(self, canvas: TaggedCanvas, *, page: int, pages: int) -> None:
        """``page`` counts from 1. Page 1 of several has the phone in its box and leaves it out here."""
        paper, theme = self.setter.theme.paper, self.setter.theme
        rule = paper.height - self.height
        with canvas.content(None):
            canvas.line(paper.margin, rule, paper.width - paper.margin, rule, color=theme.line, weight=0.8)
        for block in self._blocks(page=page, pages=pages, with_phone=page > 1 or pages == 1):
            block.draw(canvas, paper.margin, rule + _FOOT_ABOVE_TEXT)

    def _blocks(self, *, page: int, pages: int, with_phone: bool) -> tuple[TextBlock, ...]:
        setter, column = self.setter, self.setter.theme.paper.column
        style, color = setter.type.footer, setter.theme.quiet
        left_words = " \u00b7 ".join(words for words in (self.footer.left, self.reprint_mark) if words)
        number = self.footer.page_words.replace("{page}", str(page)).replace("{pages}", str(pages))
        left = _line(left_words, style, 0.5 * column, color, setter, None, most=3).block
        right = _line(number, style, 0.2 * column, color, setter, None, right=True, most=3).block
        if not (with_phone and self.footer.middle):
            return left, right
        middle = _line(self.footer.middle, style, 0.24 * column, color, setter, None, right=True, most=3).block
        left_end = max(map(line_width, left.lines), default=0.0)
        right_start = column - max(map(line_width, right.lines), default=0.0)
        half = max(map(line_width, middle.lines), default=0.0) / 2
        return left, replace(middle, right_of=(left_end + right_start) / 2 + half), right


_FOOT_ABOVE_TEXT: Final = 8.0
_FOOT_BELOW: Final = 21.5
_DRAFT_SIZE: Final = 150.0
_DRAFT_SHARE: Final = 0.78


def draw_mark(mark: str, canvas: TaggedCanvas, setter: Typesetter) -> None:
    """The mark from corner to corner, pale, under all that follows; an artifact."""
    paper = setter.theme.paper
    style = Style(_DRAFT_SIZE, _DRAFT_SIZE, Face.BOLD)
    one_line = " ".join(mark.split())
    width = setter.width_of(one_line, style)
    if not width:
        return
    size = min(1.0, _DRAFT_SHARE * hypot(paper.width, paper.height) / width) * _DRAFT_SIZE
    with canvas.content(None):
        canvas.slanted_text(
            one_line,
            x=paper.width / 2,
            y=paper.height / 2,
            degrees=degrees(atan2(paper.height, paper.width)),
            face=Face.BOLD,
            size=size,
            color=setter.theme.draft,
        )
