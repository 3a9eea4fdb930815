"""A verdict on one answer: icon, a word in bold, the reason."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from consult_app.ui.presenters.skin import StatusLine
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.field import Icon
from consult_app.ui.widgets.painting import Span
from consult_app.ui.widgets.text import Text


class StatusText(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = Icon(theme, "check-circle", color="ready")
        self._words = Text(theme, role="dense", color="text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    @property
    def words(self) -> str:
        """What is said, without its icon."""
        return self._words.text().replace("&&", "&")

    def set_status(self, line: StatusLine | None) -> None:
        """Say this, or nothing."""
        self.setVisible(line is not None)
        if line is None:
            self._words.setText("")
            return
        if line.kind == "ok":
            self._icon.set_icon("check-circle", "ready")
        else:
            self._icon.set_icon("clock" if line.strong.startswith("Wait") else "triangle-alert", "wait")
        self._words.set_spans((Span(line.strong, strong=True, color="text"), Span(f" {line.text}")))
