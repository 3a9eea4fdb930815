"""Words that can be marked with the mouse and copied."""

import html
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import TokenName, TypeRole

_WIDE: Final = 640
_BETWEEN: Final = 4
"""Space in px between two paragraphs."""


class SelectableText(QLabel):
    """Wrapped words, one paragraph a line, in the type scale's line height.

    Qt draws the selection, so that it is seen while the mouse marks it; Ctrl+C copies it.
    """

    def __init__(
        self,
        theme: Theme,
        words: str,
        *,
        role: TypeRole = "dense",
        color: TokenName = "text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._role: TypeRole = role
        self._color: TokenName = color
        self._words = words
        self.setAccessibleName(words)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._dress()
        theme.changed.connect(self._dress)

    @property
    def words(self) -> str:
        """The words as plain text."""
        return self._words

    @override
    def sizeHint(self) -> QSize:
        return QSize(_WIDE, self.heightForWidth(_WIDE))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(64, self._theme.line(self._role))

    def _dress(self) -> None:
        theme = self._theme
        style = f"line-height:{theme.line(self._role)}px; -qt-line-height-type:fixed"
        self.setFont(theme.font(self._role))
        colors = self.palette()
        colors.setColor(QPalette.ColorRole.WindowText, theme.color(self._color))
        colors.setColor(QPalette.ColorRole.Text, theme.color(self._color))
        self.setPalette(colors)
        lines = self._words.split("\n")
        ends = [_BETWEEN] * (len(lines) - 1) + [0]
        paragraphs = zip(lines, ends, strict=True)
        self.setText(
            "".join(f'<p style="{style}; margin:0 0 {end}px 0">{html.escape(line)}</p>' for line, end in paragraphs)
        )
