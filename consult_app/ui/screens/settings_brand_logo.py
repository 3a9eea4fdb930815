"""The clinic's logo: chosen from a file, taken away, and why a file could not be used."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.application.ports import LogoFile
from consult_app.application.services import Services
from consult_app.ui.jobs import WhileAlive
from consult_app.ui.presenters.settings import not_read
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.buttons import SecondaryButton
from consult_app.ui.widgets.callout import Callout
from consult_app.ui.widgets.text import Text

AskFile = Callable[[QWidget, Callable[[str], None]], None]
"""Asks for a file; what is called gets its path, unless the user thinks better of it."""


def ask_logo(parent: QWidget, chosen: Callable[[str], None]) -> None:
    """Ask for an SVG or PNG."""
    dialog = QFileDialog(parent, "Choose the logo", "", "Logo (*.svg *.png)")
    dialog.setObjectName("brand_logo_dialog")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class LogoBox(QWidget):
    """``chosen`` gives a ``LogoFile`` made ready for print, or an empty one when the logo is taken away."""

    chosen = Signal(object)

    def __init__(self, services: Services, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.ask_file: AskFile = ask_logo
        self.words = Text(theme, "", role="body", color="text2")
        self.words.setObjectName("brand_logo_words")
        self.choose_button = SecondaryButton(theme, "Choose &file")
        self.choose_button.setObjectName("brand_logo_choose")
        self.choose_button.clicked.connect(lambda: self.ask_file(self, self.read))
        self.remove_button = SecondaryButton(theme, "Remo&ve")
        self.remove_button.setObjectName("brand_logo_remove")
        self.remove_button.setAccessibleName("Remove the logo")
        self.remove_button.clicked.connect(self._remove)
        self.problem = Callout(theme, "stop", "")
        self.problem.setObjectName("brand_logo_problem")
        self.problem.hide()
        self.notes = Callout(theme, "neutral", "")
        self.notes.setObjectName("brand_logo_notes")
        self.notes.hide()
        box = _Dashed(theme)
        row = QHBoxLayout(box)
        row.setContentsMargins(16, 12, 12, 12)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.choose_button)
        self.choose_button.setVisible(services.read_logo is not None)
        row.addWidget(self.remove_button)
        label = QHBoxLayout()
        label.setSpacing(4)
        label.addWidget(Text(theme, "Logo", role="label", wrap=False))
        label.addWidget(Text(theme, "(SVG or PNG)", role="body", color="text2", wrap=False))
        label.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(label)
        column.addWidget(box)
        column.addWidget(self.problem)
        column.addWidget(self.notes)

    def show_logo(self, words: str, *, there: bool) -> None:
        """Say what logo there is."""
        self.words.setText(words)
        self.remove_button.setVisible(there)

    def clear_messages(self) -> None:
        """Take away what was said about a file."""
        self.problem.hide()
        self.notes.hide()

    def read(self, path: str) -> None:
        """Read a file on the worker; a file that cannot be used changes nothing."""
        read = self._services.read_logo
        if read is None:
            return
        self.clear_messages()
        self.choose_button.set_busy("Reading...")
        WhileAlive(self, self._services.pages).submit(lambda: read(path), done=self._read, failed=self._failed)

    def _read(self, logo: LogoFile) -> None:
        self.choose_button.set_busy(None)
        if logo.notes:
            self.notes.set_words("About this logo", " ".join(logo.notes))
            self.notes.show()
        self.chosen.emit(logo)

    def _failed(self, error: Exception) -> None:
        self.choose_button.set_busy(None)
        what, advice = not_read(error)
        self.problem.set_words(what, f"{advice} Nothing was changed.".strip())
        self.problem.show()

    def _remove(self) -> None:
        self.clear_messages()
        self.choose_button.setFocus(Qt.FocusReason.TabFocusReason)
        self.chosen.emit(LogoFile())


class _Dashed(QFrame):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.color("line_strong"), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), Size.RADIUS, Size.RADIUS)
