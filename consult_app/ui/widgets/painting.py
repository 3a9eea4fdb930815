"""Drawing shared by the widgets that paint themselves: boxes, ticks and text with real line heights."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

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
    """Wrapped text at the type scale's own line height, measured once per width."""

    def __init__(
        self,
        theme: Theme,
        content: str | Sequence[Span],
        *,
        role: TypeRole = "body",
        tabular: bool = False,
        wrap: bool = True,
    ) -> None:
        spans = (Span(content),) if isinstance(content, str) else tuple(content)
        marked, letter = split_mnemonic(spans[0].text) if isinstance(content, str) and spans else ("", -1)
        text = marked if isinstance(content, str) else "".join(span.text for span in spans)
        self.text: Final = text
        self._line: Final = theme.line(role)
        self._layout: Final = QTextLayout(text.replace("\n", "\u2028"), theme.font(role, tabular=tabular))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere if wrap else QTextOption.WrapMode.NoWrap)
        self._layout.setTextOption(option)
        self._layout.setFormats(_formats(theme, () if isinstance(content, str) else spans, letter))
        self._width = -1
        self._natural = -1

    def natural_width(self) -> int:
        """Width in px of the text when only its own line breaks count."""
        if self._natural < 0:
            self._break(_ENDLESS)
            self._width = -1
            lines = (self._layout.lineAt(at).naturalTextWidth() for at in range(self._layout.lineCount()))
            self._natural = int(max(lines, default=0.0)) + 1
        return self._natural

    def height(self, width: int) -> int:
        """Height in px when wrapped into `width` px."""
        return self._lines(width) * self._line

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
        count = self._lines(rect.width())
        top = rect.top() + (rect.height() - count * self._line) // 2 if middle else rect.top()
        painter.setPen(color)
        for at in range(count):
            line = self._layout.lineAt(at)
            room = rect.width() - line.naturalTextWidth()
            shift = 0.0
            if align == Qt.AlignmentFlag.AlignHCenter:
                shift = room / 2
            elif align == Qt.AlignmentFlag.AlignRight:
                shift = room
            line.setPosition(QPointF(shift, at * self._line + (self._line - line.height()) / 2))
        self._layout.draw(painter, QPointF(rect.left(), top))

    def _lines(self, width: int) -> int:
        if width != self._width:
            self._break(float(max(width, 1)))
            self._width = width
        return self._layout.lineCount()

    def _break(self, width: float) -> None:
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
        self._layout.endLayout()


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
