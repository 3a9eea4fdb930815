"""Makes text blocks in a theme's type, and measures what fits."""

from dataclasses import dataclass
from typing import Final

from consult_app.application.handout_document import RichText, plain
from consult_app.handout.blocks import TextBlock
from consult_app.handout.fonts import text_width
from consult_app.handout.lines import Line, break_lines, line_width
from consult_app.handout.structure import Node
from consult_app.handout.theme import Color, Style, Theme, TypeScale

SMALLEST_SHARE: Final = 0.8
_SHRINK_STEP: Final = 0.04
_LONE_SHARE: Final = 0.35
_NARROWER: Final = (0.92, 0.84, 0.76, 0.68)


@dataclass(frozen=True, slots=True)
class Typesetter:
    theme: Theme

    @property
    def type(self) -> TypeScale:
        return self.theme.type

    def text(
        self,
        words: str | RichText,
        *,
        style: Style,
        width: float,
        node: Node | None,
        color: Color | None = None,
        right: bool = False,
    ) -> TextBlock:
        """``words`` broken to ``width``; ``node`` is told what it says."""
        runs = plain(words) if isinstance(words, str) else words
        if node is not None and not node.words:
            node.words = "".join(run.text for run in runs)
        return TextBlock(
            lines=_without_lone_word(runs, style, width),
            style=style,
            color=color or self.theme.text,
            node=node,
            right_of=width if right else None,
        )

    def body(self, words: str | RichText, *, width: float, node: Node | None) -> TextBlock:
        return self.text(words, style=self.type.body, width=width, node=node)

    def strong(self, words: str, *, width: float, node: Node | None) -> TextBlock:
        return self.text(words, style=self.type.body.strong(), width=width, node=node)

    def small(self, words: str, *, width: float, node: Node | None) -> TextBlock:
        return self.text(words, style=self.type.small, width=width, node=node, color=self.theme.quiet)

    def width_of(self, words: str, style: Style) -> float:
        """How wide ``words`` stand on one line."""
        return text_width(" ".join(words.split("\n")), face=style.face, size=style.size)

    def fitted(self, words: str, style: Style, width: float) -> Style:
        """The style, made smaller until ``words`` fit on one line, but never under 80 %."""
        needed = self.width_of(words, style)
        share = 1.0
        while needed * share > width and share > SMALLEST_SHARE:
            share = max(SMALLEST_SHARE, share - _SHRINK_STEP)
        return style if share == 1.0 else style.scaled(share)


def _without_lone_word(runs: RichText, style: Style, width: float) -> tuple[Line, ...]:
    """Lines of which the last is not one short word, where a narrower measure can avoid it in as many lines."""
    lines = break_lines(runs, style=style, width=width)
    if len(lines) < 2 or not _is_lone(lines[-1], width):
        return lines
    for share in _NARROWER:
        narrower = break_lines(runs, style=style, width=share * width)
        if len(narrower) != len(lines):
            break
        if not _is_lone(narrower[-1], width):
            return narrower
    return lines


def _is_lone(line: Line, width: float) -> bool:
    return line_width(line) <= _LONE_SHARE * width and " " not in "".join(piece.text for piece in line)
