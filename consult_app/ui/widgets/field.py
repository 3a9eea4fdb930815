"""Fields to type into: a label above, the box, a hint or an error under it."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from consult_app.ui.theme.icons import IconName
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size, TokenName
from consult_app.ui.widgets.painting import draw_icon, split_mnemonic
from consult_app.ui.widgets.text import Text


class Icon(QWidget):
    """A picture beside words; it has no meaning of its own to screen readers."""

    def __init__(
        self,
        theme: Theme,
        name: IconName,
        *,
        color: TokenName = "text2",
        size: int = Size.ICON,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name: IconName = name
        self._color: TokenName = color
        self.setFixedSize(size, size)
        theme.changed.connect(self.update)

    def set_icon(self, name: IconName, color: TokenName) -> None:
        """Show another icon."""
        self._name, self._color = name, color
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        draw_icon(QPainter(self), self._theme, self._name, color=self._color, rect=self.rect())


class FieldFrame(QWidget):
    """Label, slot for an editor, and the line under it; the label is the editor's buddy.

    `label` may mark its Alt letter with `&`. The error's words reach screen readers as the
    editor's description.
    """

    def __init__(
        self,
        theme: Theme,
        label: str,
        *,
        optional: bool = False,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._hint = hint
        self._error: str | None = None
        self._editor: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self.label = Text(theme, label, role="label", wrap=False)
        self._suffix = Text(theme, "(optional)", role="body", color="text2", wrap=False)
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.label)
        top.addWidget(self._suffix)
        top.addStretch(1)
        self._layout.addLayout(top)
        self._suffix.setVisible(optional)
        self._icon = Icon(theme, "triangle-alert", color="stop", size=Size.ICON_SMALL)
        self._under = Text(theme, hint, role="meta", color="text2")
        self._bottom = QWidget()
        under = QHBoxLayout(self._bottom)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(6)
        under.addWidget(self._icon)
        under.addWidget(self._under, 1)
        self._layout.addWidget(self._bottom)
        self._layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._show_under()

    def set_editor(self, editor: QWidget, *, body: QWidget | None = None) -> None:
        """Put `editor` (or the `body` that holds it) under the label."""
        self._editor = editor
        self.label.setBuddy(editor)
        self.setFocusProxy(editor)
        self._layout.insertWidget(1, body if body is not None else editor)
        self.set_label(self.label.text())

    def set_label(self, label: str) -> None:
        """Change the words above the editor."""
        self.label.setText(label)
        if self._editor is not None:
            self._editor.setAccessibleName(split_mnemonic(label)[0])

    def set_hint(self, hint: str) -> None:
        """Change the line shown while there is no error."""
        self._hint = hint
        self._show_under()

    def set_error(self, error: str | None) -> None:
        """Say what is wrong and what to do; None takes it away."""
        self._error = error
        self._show_under()

    @property
    def error(self) -> str | None:
        """What is wrong, or None."""
        return self._error

    def _show_under(self) -> None:
        words = self._error if self._error is not None else self._hint
        self._under.setText(words)
        self._under.set_color("stop" if self._error is not None else "text2")
        self._icon.setVisible(self._error is not None)
        self._bottom.setVisible(bool(words))
        if self._editor is None:
            return
        self._editor.setAccessibleDescription(words)
        if bool(self._editor.property("invalid")) != (self._error is not None):
            self._editor.setProperty("invalid", self._error is not None)
            self._editor.style().unpolish(self._editor)
            self._editor.style().polish(self._editor)


class Field(FieldFrame):
    """A one-line text field. `text_edited` and `finished` speak only of what the user did."""

    text_edited = Signal(str)
    finished = Signal()

    def __init__(
        self,
        theme: Theme,
        label: str,
        *,
        optional: bool = False,
        hint: str = "",
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, label, optional=optional, hint=hint, parent=parent)
        self.editor = QLineEdit()
        self.editor.setPlaceholderText(placeholder)
        self._inside = Text(theme, "", role="body", color="text2", wrap=False, parent=self.editor)
        self._inside.hide()
        self.set_editor(self.editor)
        self.editor.textEdited.connect(self.text_edited)
        self.editor.editingFinished.connect(self.finished)

    @property
    def text(self) -> str:
        """The text without spaces around it."""
        return self.editor.text().strip()

    def set_text(self, text: str) -> None:
        """Show `text` without telling anybody; the cursor stays if nothing changes."""
        if text != self.editor.text():
            self.editor.setText(text)

    def set_inside(self, words: str) -> None:
        """Show `words` at the right inside the box, such as an age."""
        self._inside.setText(words)
        self._inside.setVisible(bool(words))
        self._place_inside()

    @override
    def resizeEvent(self, event: object) -> None:
        self._place_inside()

    def _place_inside(self) -> None:
        hint: QSize = self._inside.sizeHint()
        left = self.width() - hint.width() - 16
        self._inside.setGeometry(left, 0, hint.width(), self.editor.height())


class NoteField(FieldFrame):
    """A text field of several lines; Tab leaves it."""

    text_edited = Signal(str)

    def __init__(
        self,
        theme: Theme,
        label: str,
        *,
        optional: bool = False,
        hint: str = "",
        placeholder: str = "",
        lines: int = 3,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, label, optional=optional, hint=hint, parent=parent)
        self.editor = QPlainTextEdit()
        self.editor.setTabChangesFocus(True)
        self.editor.setPlaceholderText(placeholder)
        self._lines = lines
        self.set_editor(self.editor)
        self._quiet = False
        self._fit()
        self.editor.textChanged.connect(self._tell)
        theme.changed.connect(self._fit)

    @property
    def text(self) -> str:
        """The text without spaces around it."""
        return self.editor.toPlainText().strip()

    def set_text(self, text: str) -> None:
        """Show `text` without telling anybody."""
        if text == self.editor.toPlainText():
            return
        self._quiet = True
        self.editor.setPlainText(text)
        self._quiet = False

    def _fit(self) -> None:
        self.editor.setFixedHeight(self._lines * self._theme.line("body") + 26)

    def _tell(self) -> None:
        if not self._quiet:
            self.text_edited.emit(self.text)
