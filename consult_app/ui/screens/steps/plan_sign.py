"""The signature of the plan."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.ui.presenters.plan_sign import Lacking, SignView
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import LinkButton, SecondaryButton
from consult_app.ui.widgets.callout import Card
from consult_app.ui.widgets.field import Icon
from consult_app.ui.widgets.text import Text


class SignCard(Card):
    """``sign_asked`` follows the button; ``go_asked`` gives an answer path, ``why_asked`` a rule."""

    sign_asked = Signal()
    go_asked = Signal(str)
    why_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setObjectName("plan_sign_card")
        self._view: SignView | None = None
        self._open = False
        self.button = SecondaryButton(theme, "", icon="pen")
        self.button.setObjectName("plan_sign")
        self.button.clicked.connect(self._press)
        self._icon = Icon(theme, "check-circle", color="ready", size=24)
        self._title = Text(theme, "Signature", role="strong")
        self._words = Text(theme, "", role="dense", color="text2")
        self._words.setObjectName("plan_sign_words")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.links: list[LinkButton] = []
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._words)
        words.addLayout(self._lines)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)

    def show_sign(self, view: SignView) -> None:
        """Show who signs, what is lacking, or who signed."""
        same = self._view is not None and self._view.lacking == view.lacking
        self._view = view
        self.button.set_text(view.button)
        self.button.setVisible(not view.signed)
        self._icon.setVisible(bool(view.signed))
        self._title.setText(view.number or "Signature")
        if not view.lacking:
            self._open = False
        if not same or view.signed:
            self._show()

    def show_problem(self, what: str) -> None:
        """Say that signing failed."""
        self.button.set_busy(None)
        self._words.setText(what)
        self._words.set_color("stop")

    def show_lacking(self) -> None:
        """List what is lacking and give the focus to the first line."""
        self._open = True
        self._show()
        if self.links:
            self.links[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _press(self) -> None:
        if self._view is not None and self._view.lacking:
            self.show_lacking()
        else:
            self.sign_asked.emit()

    def _show(self) -> None:
        view = self._view
        if view is None:
            return
        for link in self.links:
            self._lines.removeWidget(link)
            link.hide()
            link.deleteLater()
        self.links = []
        self._words.set_color("text2")
        if view.signed:
            self._words.setText(view.signed)
        elif not view.lacking:
            self._words.setText("Nothing changes after signing. The sheets are printed from the signed plan.")
        elif not self._open:
            lines = "1 thing is" if len(view.lacking) == 1 else f"{len(view.lacking)} things are"
            self._words.setText(f"{lines} still missing before it can be signed.")
        else:
            self._words.setText("Still missing before it can be signed:")
            for line in view.lacking:
                self._add(line)

    def _add(self, line: Lacking) -> None:
        link = LinkButton(self._theme, line.words.replace("&", "&&"))
        link.clicked.connect(lambda: self.why_asked.emit(line.rule) if line.rule else self.go_asked.emit(line.path))
        self._lines.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        link.show()
        self.links.append(link)
