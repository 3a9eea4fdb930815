"""Tags: a state as icon and word; never to be clicked, never color alone."""

from typing import Final, Literal

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from consult_app.ui.theme.icons import IconName
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size, TokenName
from consult_app.ui.widgets.painting import TextBlock, draw_box, draw_icon

TagKind = Literal["ready", "wait", "decide", "stop", "none", "accent", "plain", "basis"]

_LOOKS: Final[dict[TagKind, tuple[IconName, TokenName, TokenName, TokenName]]] = {
    "ready": ("check-circle", "ready", "ready_bg", "ready_ln"),
    "wait": ("clock", "wait", "wait_bg", "wait_ln"),
    "decide": ("triangle-alert", "wait", "wait_bg", "wait_ln"),
    "stop": ("octagon-bar", "stop", "stop_bg", "stop_ln"),
    "none": ("dotted-circle", "none", "surface", "none_ln"),
    "accent": ("star", "accent", "surface", "accent"),
    "plain": ("check-circle", "text2", "surface", "none_ln"),
    "basis": ("dashed-question", "text2", "surface", "none_ln"),
}


class Tag(QLabel):
    """A 28 px tag. `basis` is the dashed mark of a value nobody has confirmed."""

    def __init__(
        self,
        theme: Theme,
        kind: TagKind,
        text: str,
        *,
        icon: IconName | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind: TagKind = kind
        self._icon: IconName | None = icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setText(text)
        theme.changed.connect(self.updateGeometry)

    def set_tag(self, kind: TagKind, text: str, *, icon: IconName | None = None) -> None:
        """Show another state."""
        self._kind, self._icon = kind, icon
        self.setText(text)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(9 + Size.ICON_SMALL + 7 + self._block().natural_width() + 10, self._theme.px(Size.TAG))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_tag(painter, self._theme, self.rect(), kind=self._kind, text=self.text(), icon=self._icon)

    def _block(self) -> TextBlock:
        return TextBlock(self._theme, self.text().replace("&", "&&"), role="meta_strong", wrap=False)


def tag_width(theme: Theme, text: str) -> int:
    """Width in px of a tag with these words, for delegates that draw tags in tables."""
    block = TextBlock(theme, text.replace("&", "&&"), role="meta_strong", wrap=False)
    return 9 + Size.ICON_SMALL + 7 + block.natural_width() + 10


def draw_tag(
    painter: QPainter, theme: Theme, rect: QRect, *, kind: TagKind, text: str, icon: IconName | None = None
) -> None:
    """A tag filling `rect`, for delegates that draw tags in tables."""
    name, color, fill, edge = _LOOKS[kind]
    draw_box(
        painter,
        rect,
        fill=theme.color(fill),
        edge=theme.color(edge),
        radius=Size.RADIUS_SMALL,
        dashed=kind == "basis",
    )
    side = Size.ICON_SMALL
    at = QRect(rect.left() + 9, rect.top() + (rect.height() - side) // 2, side, side)
    draw_icon(painter, theme, icon if icon is not None else name, color=color, rect=at)
    role: TokenName = color
    block = TextBlock(theme, text.replace("&", "&&"), role="meta_strong", wrap=False)
    block.draw(painter, rect.adjusted(9 + side + 7, 0, 0, 0), theme.color(role), middle=True)
