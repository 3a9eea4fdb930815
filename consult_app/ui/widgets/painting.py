"""Drawing shared by the widgets that paint themselves: boxes, ticks and text with real line heights."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from consult_app.ui.theme.icons import IconName
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import TokenName, TypeRole

_ENDLESS: Final = 100_000.0


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text: `strong` is semibold, `color` overrides the block's own."""

    text: str
    strong: bool = False
    underline: bool = False
    color: TokenName | None = None


def split_mnemonic(text: str) -> tuple[str, int]:
    """`text` as shown and the index of its underlined letter, -1 for none; `&&` shows one `&`."""
    shown: list[str] = []
    index = -1
    at = 0
    while at < len(text):
        if text[at] == "&" and at + 1 < len(text):
            at += 1
            if text[at] != "&" and index < 0:
                index = len(shown)
        shown.append(text[at])
        at += 1
    return "".join(shown), index


def mnemonic(text: str) -> QKeySequence:
    """The Alt key sequence of the letter marked with `&` in `text`; empty for none."""
    return QKeySequence.mnemonic(text)


class TextBlock:
    """Wrapped text at the type scale's own line height, measured once per width.

    Plain text is measured once for all the blocks that say the same in the same type.
    """

    def __init__(
        self,
        theme: Theme,
        content: str | Sequence[Span],
        *,
        role: TypeRole = "body",
        tabular: bool = False,
        wrap: bool = True,
    ) -> None:
        self._set: Final = _typeset(theme, content, role=role, tabular=tabular, wrap=wrap)

    @property
    def text(self) -> str:
        """The words as shown."""
        return self._set.text

    def natural_width(self) -> int:
        """Width in px of the text when only its own line breaks count."""
        return self._set.natural_width()

    def height(self, width: int) -> int:
        """Height in px when wrapped into `width` px."""
        return self._set.height(width)

    def draw(
        self,
        painter: QPainter,
        rect: QRect,
        color: QColor,
        *,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        middle: bool = False,
    ) -> None:
        """Draw into `rect`, from its top or around its `middle`."""
        top = rect.top()
        if middle:
            top += (rect.height() - self._set.height(rect.width())) // 2
        layout = self._set.placed(rect.width(), align)
        painter.setPen(color)
        layout.draw(painter, QPointF(rect.left(), top))


class _Typeset:
    """Text in its font, broken into lines for the width asked for last; the heights of all widths are kept."""

    def __init__(self, layout: QTextLayout, *, line: int, wrap: bool) -> None:
        self.text: Final = layout.text().replace("\u2028", "\n")
        self._layout: Final = layout
        self._line: Final = line
        self._wrap: Final = wrap
        self._heights: Final[dict[int, int]] = {}
        self._natural = -1
        self._broken = -1.0
        self._place: tuple[int, Qt.AlignmentFlag] | None = None

    def natural_width(self) -> int:
        if self._natural < 0:
            self._break(_ENDLESS)
            lines = (self._layout.lineAt(at).naturalTextWidth() for at in range(self._layout.lineCount()))
            self._natural = int(max(lines, default=0.0)) + 1
        return self._natural

    def height(self, width: int) -> int:
        height = self._heights.get(width)
        if height is None:
            self._break(self._room(width))
            height = self._heights[width] = self._layout.lineCount() * self._line
        return height

    def placed(self, width: int, align: Qt.AlignmentFlag) -> QTextLayout:
        self._break(self._room(width))
        if self._place != (width, align):
            for at in range(self._layout.lineCount()):
                line = self._layout.lineAt(at)
                room = width - line.naturalTextWidth()
                shift = 0.0
                if align == Qt.AlignmentFlag.AlignHCenter:
                    shift = room / 2
                elif align == Qt.AlignmentFlag.AlignRight:
                    shift = room
                line.setPosition(QPointF(shift, at * self._line + (self._line - line.height()) / 2))
            self._place = (width, align)
        return self._layout

    def _room(self, width: int) -> float:
        """Where nothing has to wrap, one breaking serves every width."""
        fits = not self._wrap or width >= self.natural_width()
        return _ENDLESS if fits else float(max(width, 1))

    def _break(self, width: float) -> None:
        if width == self._broken:
            return
        self._broken, self._place = width, None
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
        self._layout.endLayout()


_Key = tuple[str, TypeRole, bool, bool, float]

_KEPT: Final[WeakKeyDictionary[Theme, dict[_Key, _Typeset]]] = WeakKeyDictionary()
"""What was set with a theme, for as long as the theme lives."""

_KEPT_AT_MOST: Final = 1000


def _typeset(theme: Theme, content: str | Sequence[Span], *, role: TypeRole, tabular: bool, wrap: bool) -> _Typeset:
    if not isinstance(content, str):
        text = "".join(span.text for span in content)
        formats = _formats(theme, content, -1)
        return _set(theme, text, formats, role=role, tabular=tabular, wrap=wrap)
    kept = _KEPT.setdefault(theme, {})
    key = (content, role, tabular, wrap, theme.text_scale)
    made = kept.get(key)
    if made is None:
        text, letter = split_mnemonic(content)
        made = _set(theme, text, _formats(theme, (), letter), role=role, tabular=tabular, wrap=wrap)
        if len(kept) >= _KEPT_AT_MOST:
            kept.clear()
        kept[key] = made
    return made


def _set(
    theme: Theme,
    text: str,
    formats: list[QTextLayout.FormatRange],
    *,
    role: TypeRole,
    tabular: bool,
    wrap: bool,
) -> _Typeset:
    layout = QTextLayout(text.replace("\n", "\u2028"), theme.font(role, tabular=tabular))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere if wrap else QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    layout.setFormats(formats)
    return _Typeset(layout, line=theme.line(role), wrap=wrap)


def _formats(theme: Theme, spans: Sequence[Span], letter: int) -> list[QTextLayout.FormatRange]:
    found: list[QTextLayout.FormatRange] = []
    at = 0
    for span in spans:
        if span.strong or span.underline or span.color is not None:
            style = QTextCharFormat()
            if span.strong:
                style.setFontWeight(QFont.Weight.DemiBold)
            if span.underline:
                style.setFontUnderline(True)
            if span.color is not None:
                style.setForeground(QBrush(theme.color(span.color)))
            found.append(_range(at, len(span.text), style))
        at += len(span.text)
    if letter >= 0:
        style = QTextCharFormat()
        style.setFontUnderline(True)
        found.append(_range(letter, 1, style))
    return found


def _range(start: int, length: int, style: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start = start
    made.length = length
    made.format = style
    return made


def rounded(rect: QRectF, radius: float, *, left: bool = True, right: bool = True) -> QPainterPath:
    """`rect` with round corners on the `left` and `right` sides asked for."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addRoundedRect(rect, radius, radius)
    if not left:
        path.addRect(QRectF(rect.left(), rect.top(), radius, rect.height()))
    if not right:
        path.addRect(QRectF(rect.right() - radius, rect.top(), radius, rect.height()))
    return path.simplified()


def draw_box(
    painter: QPainter,
    rect: QRect,
    *,
    fill: QColor | None = None,
    edge: QColor | None = None,
    width: float = 1.0,
    radius: float = 8.0,
    dashed: bool = False,
) -> None:
    """A control's body inside `rect`: `fill`, then an `edge` of `width` px drawn inside it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    half = width / 2 if edge is not None else 0.0
    shape = QRectF(rect).adjusted(half, half, -half, -half)
    painter.setBrush(QBrush(fill) if fill is not None else Qt.BrushStyle.NoBrush)
    if edge is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        pen = QPen(edge, width)
        if dashed:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([3.5 if width > 1 else 4.0, 2.5 if width > 1 else 3.0])
        painter.setPen(pen)
    painter.drawRoundedRect(shape, radius - half, radius - half)


def draw_icon(painter: QPainter, theme: Theme, name: IconName, *, color: TokenName, rect: QRect) -> None:
    """The icon `name` in a theme color, filling the square `rect`, sharp on the painter's device."""
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(rect.topLeft(), theme.pixmap(name, color, rect.width(), ratio=ratio))
