"""Words on the sheet: a label with the type scale's line heights, and the line between groups."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import TokenName, TypeRole
from consult_app.ui.widgets.painting import Span, TextBlock


class Text(QLabel):
    """A label that wraps, never elides, and underlines the letter after `&` when it has a buddy.

    `text` is plain. `set_spans` gives parts of it weight or color; the accessible name stays plain.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        role: TypeRole = "body",
        color: TokenName = "text",
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        wrap: bool = True,
        tabular: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._role: TypeRole = role
        self._color: TokenName = color
        self._align = align
        self._wrap = wrap
        self._tabular = tabular
        self._spans: tuple[Span, ...] = ()
        self._block: TextBlock | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.setText(text)
        theme.changed.connect(self._measure)

    @override
    def setText(self, text: str) -> None:
        """Show plain `text`."""
        if text == self.text() and not self._spans:
            return
        self._spans = ()
        super().setText(text)
        self._measure()

    def set_spans(self, spans: Sequence[Span]) -> None:
        """Show `spans` one after the other."""
        if tuple(spans) == self._spans:
            return
        super().setText("".join(span.text for span in spans))
        self._spans = tuple(spans)
        self._measure()

    def set_color(self, color: TokenName) -> None:
        """Paint in another color of the theme."""
        if color == self._color:
            return
        self._color = color
        self.update()

    def set_role(self, role: TypeRole) -> None:
        """Set in another type role."""
        if role == self._role:
            return
        self._role = role
        self._measure()

    @override
    def sizeHint(self) -> QSize:
        block = self._measured()
        width = block.natural_width()
        return QSize(width, block.height(width))

    @override
    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), 64), self._theme.line(self._role)) if self._wrap else hint

    @override
    def heightForWidth(self, width: int) -> int:
        return self._measured().height(width) if self._wrap else self.sizeHint().height()

    @override
    def hasHeightForWidth(self) -> bool:
        return self._wrap

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = self._theme.color(self._color if self.isEnabled() else "text2")
        block = self._measured()
        single = block.height(self.width()) <= self._theme.line(self._role)
        block.draw(painter, self.rect(), color, align=self._align, middle=single)

    def _measured(self) -> TextBlock:
        if self._block is None:
            content = self._spans or (self.text() if self.buddy() is not None else self.text().replace("&", "&&"))
            self._block = TextBlock(
                self._theme,
                content,
                role=self._role,
                tabular=self._tabular,
                wrap=self._wrap,
            )
        return self._block

    def _measure(self) -> None:
        self._block = None
        self.updateGeometry()
        self.update()


class Rule(QWidget):
    """A divider 1 px high; `strong` under a group heading."""

    def __init__(self, theme: Theme, *, strong: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._color: TokenName = "line_strong" if strong else "line"
        self.setFixedHeight(1)
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color(self._color))
