"""Why there are no dates, and what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.ui.presenters.plan import NoPlanView
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import LinkButton, SecondaryButton
from consult_app.ui.widgets.callout import Callout
from consult_app.ui.widgets.text import Text


class NoPlan(QWidget):
    """``go_asked`` gives an answer path, ``why_asked`` a rule."""

    go_asked = Signal(str)
    why_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: NoPlanView | None = None
        self._focus: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_nothing(self, view: NoPlanView) -> None:
        """Say it; nothing is rebuilt when it is the same."""
        if view == self._view:
            return
        self._view = view
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        theme = self._theme
        callout = Callout(theme, "stop" if view.stop else "amber", view.title, view.text, below=True)
        callout.setObjectName("plan_nothing")
        callout.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._focus = callout
        for rule, words in view.rules:
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(Text(theme, words, role="dense"), 1)
            why = LinkButton(theme, "Why")
            why.setAccessibleName(f"Why: {words}")
            why.clicked.connect(lambda _on=False, rule=rule: self.why_asked.emit(rule))
            row.addWidget(why, 0, Qt.AlignmentFlag.AlignTop)
            callout.body.addLayout(row)
        if view.go:
            go = SecondaryButton(theme, view.go, compact=True)
            go.setObjectName("plan_nothing_go")
            go.clicked.connect(lambda: self.go_asked.emit(view.path))
            callout.add(go)
            self._focus = go
        self._column.addWidget(callout)

    def focus_first(self) -> None:
        """The way out, else the words themselves."""
        if self._focus is not None:
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
