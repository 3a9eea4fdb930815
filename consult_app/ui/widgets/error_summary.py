"""What is still missing on a step, each line leading to its field."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import LinkButton
from consult_app.ui.widgets.callout import Callout


@dataclass(frozen=True, slots=True)
class Problem:
    """One gap: the field's `key` and the words that also stand at the field."""

    key: str
    text: str


class ErrorSummary(Callout):
    """A list of links; `jump_asked` gives the key of the field to go to. Hidden while empty."""

    jump_asked = Signal(str)

    def __init__(self, theme: Theme, title: str, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, "amber", title, below=True, parent=parent)
        self.links: list[LinkButton] = []
        self.body.setSpacing(0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def set_problems(self, problems: Sequence[Problem], *, title: str | None = None) -> None:
        """Show `problems` in order; none hides the box."""
        for link in self.links:
            self.body.removeWidget(link)
            link.hide()
            link.deleteLater()
        self.links = []
        for problem in problems:
            link = LinkButton(self._theme, problem.text.replace("&", "&&"))
            link.clicked.connect(lambda _on=False, key=problem.key: self.jump_asked.emit(key))
            self.body.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            self.links.append(link)
        if title is not None:
            self.set_words(title)
        self.setAccessibleDescription(" ".join(problem.text for problem in problems))
        self.setVisible(bool(problems))
