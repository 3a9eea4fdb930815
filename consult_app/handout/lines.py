"""Breaking text into lines: greedy, at spaces and after hyphens between letters, inside a word only when it must.

Dates and clock times hold together as if joined by no-break spaces. What these join is parted at them where it is
wider than a whole line.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from consult_app.application.handout_document import Run
from consult_app.handout.fonts import Face, text_width
from consult_app.handout.held import NO_BREAK_SPACE, held_together
from consult_app.handout.theme import Style

_TOKENS: Final = re.compile(r"\n| +|[^ \n]+")
_AFTER_HYPHEN: Final = re.compile(r"(?<=[^\W\d_]-)(?=[^\W\d_])")
_TOLERANCE: Final = 0.01


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line in one face; ``width`` leaves a trailing space out."""

    text: str
    face: Face
    width: float


Line = tuple[Piece, ...]


@dataclass(slots=True)
class _Chunk:
    """What stays together on a line, and the gap before it: nothing, a space, or line ends."""

    gap: str
    pieces: list[Piece] = field(default_factory=list)

    @property
    def width(self) -> float:
        return sum(piece.width for piece in self.pieces)


def line_width(line: Line) -> float:
    return sum(piece.width for piece in line)


def break_lines(runs: Sequence[Run], *, style: Style, width: float) -> tuple[Line, ...]:
    """Lines no wider than ``width``, but at least one character each.

    A line broken at a space keeps that space at its end, so that words read back from the page do not join.
    """
    if len(runs) == 1 and "\n" not in runs[0].text:
        words, face = runs[0].text, style.bold if runs[0].bold else style.face
        whole = text_width(words, face=face, size=style.size)
        if words and whole <= width:
            return ((Piece(words, face, whole),),)
    lines: list[Line] = []
    line: list[Piece] = []
    used = 0.0

    def end_line(gap: str) -> None:
        nonlocal used
        if line and gap:
            last = line[-1]
            line[-1] = Piece(last.text + " ", last.face, last.width)
        lines.append(_joined(line))
        line.clear()
        used = 0.0

    for chunk in _no_wider(_chunks(runs, style), style, width + _TOLERANCE):
        if chunk.gap.startswith("\n"):
            for _ in chunk.gap:
                end_line(" ")
        elif line:
            space = text_width(chunk.gap, face=line[-1].face, size=style.size)
            if used + space + chunk.width <= width + _TOLERANCE:
                if chunk.gap:
                    line.append(Piece(chunk.gap, line[-1].face, space))
                    used += space
            else:
                end_line(chunk.gap)
        if used + chunk.width <= width + _TOLERANCE:
            line.extend(chunk.pieces)
            used += chunk.width
            continue
        for piece in _letters(chunk, style):
            if line and used + piece.width > width:
                end_line("")
            line.append(piece)
            used += piece.width
    if line:
        end_line("")
    return tuple(lines)


def _chunks(runs: Sequence[Run], style: Style) -> Iterator[_Chunk]:
    chunk: _Chunk | None = None
    gap = ""
    for run in runs:
        face = style.bold if run.bold else style.face
        for token in _TOKENS.findall(held_together(run.text)):
            if token[0] in " \n":
                gap = gap + token if token == "\n" else gap or " "
                continue
            for index, part in enumerate(_AFTER_HYPHEN.split(token)):
                if chunk is None or gap or index:
                    if chunk is not None:
                        yield chunk
                    chunk = _Chunk("" if chunk is None else _one_kind(gap))
                    gap = ""
                chunk.pieces.append(Piece(part, face, text_width(part, face=face, size=style.size)))
    if chunk is not None:
        yield chunk


def _no_wider(chunks: Iterable[_Chunk], style: Style, width: float) -> Iterator[_Chunk]:
    """The chunks, those wider than a line parted at their no-break spaces."""
    for chunk in chunks:
        if chunk.width <= width or not any(NO_BREAK_SPACE in piece.text for piece in chunk.pieces):
            yield chunk
            continue
        part = _Chunk(chunk.gap)
        for piece in chunk.pieces:
            for index, words in enumerate(piece.text.split(NO_BREAK_SPACE)):
                if index:
                    yield part
                    part = _Chunk(" ")
                part.pieces.append(Piece(words, piece.face, text_width(words, face=piece.face, size=style.size)))
        yield part


def _one_kind(gap: str) -> str:
    """At most one empty line; spaces beside a line end do not count."""
    return "\n" * min(gap.count("\n"), 2) or gap


def _letters(chunk: _Chunk, style: Style) -> Iterator[Piece]:
    for piece in chunk.pieces:
        for letter in piece.text:
            yield Piece(letter, piece.face, text_width(letter, face=piece.face, size=style.size))


def _joined(line: Sequence[Piece]) -> Line:
    """Neighbours in one face made one piece."""
    joined: list[Piece] = []
    for piece in line:
        if joined and joined[-1].face is piece.face:
            last = joined.pop()
            joined.append(Piece(last.text + piece.text, last.face, last.width + piece.width))
        else:
            joined.append(piece)
    return tuple(joined)
