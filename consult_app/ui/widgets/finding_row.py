"""A finding: what the rules say about one answer, and the way to the reason."""

from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from consult_app.ui.theme.icons import IconName
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import TokenName
from consult_app.ui.widgets.painting import TextBlock, draw_box, draw_icon
from consult_app.ui.widgets.pressable import Pressable, RingArea

FindingKind = Literal["ok", "wait", "decide", "stop", "changed"]

_LOOKS: Final[dict[FindingKind, tuple[IconName, TokenName]]] = {
    "ok": ("check-circle", "ready"),
    "wait": ("clock", "wait"),
    "decide": ("triangle-alert", "wait"),
    "stop": ("octagon-bar", "stop"),
    "changed": ("pen", "wait"),
}
SIDE: Final = 12
_LEFT: Final = SIDE + 36
_PAD: Final = 10


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding as words: `key` for the program, a title such as "OK: slight tan", its reason."""

    key: str
    kind: FindingKind
    title: str
    reason: str = ""


class FindingRow(Pressable):
    """The whole row is the button; `activated` gives the finding's key.

    Its words stand SIDE px in from both edges, so a list of rows reaches that far out of the
    column of text around it.
    """

    activated = Signal(str)

    def __init__(self, theme: Theme, line: FindingLine, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._finding = line
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._open = False
        self.set_line(line)
        self.clicked.connect(lambda: self.activated.emit(self._finding.key))

    @property
    def line(self) -> FindingLine:
        """The finding shown."""
        return self._finding

    def set_line(self, line: FindingLine) -> None:
        """Show another finding in this row."""
        self._finding = line
        self.setText(line.title.replace("&", "&&"))
        self.setAccessibleName(f"{line.title}. {line.reason}" if line.reason else line.title)
        self.setAccessibleDescription("Why")
        self.remeasure()

    def set_open(self, on: bool) -> None:
        """Mark the row whose reason is open."""
        if on != self._open:
            self._open = on
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(312, self.heightForWidth(312))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._theme.px(44))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        inner = max(width - _LEFT - SIDE, 1)
        tall = self._title().height(inner - self._why().natural_width() - 8)
        if self._finding.reason:
            tall += 3 + self._reason().height(inner)
        return max(self._theme.px(44), tall + 2 * _PAD)

    @override
    def ring_area(self) -> RingArea:
        return RingArea(self, self.rect().adjusted(2, 2, -2, -3))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        if self._open:
            draw_box(painter, self.rect(), fill=theme.color("accent_tint"), edge=theme.color("accent"), width=2)
        elif self.isDown() or self.hovered:
            fill: TokenName = "accent_tint" if self.isDown() else "surface2"
            draw_box(painter, self.rect().adjusted(0, 0, 0, -1), fill=theme.color(fill))
        if not self._open:
            painter.fillRect(QRect(SIDE, self.height() - 1, self.width() - 2 * SIDE, 1), theme.color("line"))
        icon, color = _LOOKS[self._finding.kind]
        draw_icon(painter, theme, icon, color=color, rect=QRect(SIDE + 1, _PAD, 22, 22))
        why, title = self._why(), self._title()
        right = self.width() - SIDE
        room = QRect(right - why.natural_width(), _PAD, why.natural_width(), theme.line("dense"))
        link: TokenName = "accent_hover" if self.hovered else "accent"
        why.draw(painter, room, theme.color(link))
        painter.fillRect(QRect(room.left(), room.bottom(), room.width(), 1), theme.color(link))
        wide = room.left() - 8 - _LEFT
        title.draw(painter, QRect(_LEFT, _PAD, wide, self.height()), theme.color("text"))
        if self._finding.reason:
            top = _PAD + title.height(wide) + 3
            inner = QRect(_LEFT, top, self.width() - _LEFT - SIDE, self.height())
            self._reason().draw(painter, inner, theme.color("text2"))

    def _title(self) -> TextBlock:
        return TextBlock(self._theme, self.text(), role="dense_strong")

    def _reason(self) -> TextBlock:
        return TextBlock(self._theme, self._finding.reason.replace("&", "&&"), role="dense")

    def _why(self) -> TextBlock:
        return TextBlock(self._theme, "Why", role="dense_strong", wrap=False)
