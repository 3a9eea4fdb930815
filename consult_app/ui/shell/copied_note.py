"""The callout above a step that speaks of the past plan a consultation was copied from."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from consult_app.ui.presenters.copied import CONFIRM, CopiedView
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import SecondaryButton
from consult_app.ui.widgets.callout import Callout


class CopiedNote(QWidget):
    """Amber with one button while the step waits for it, else quiet. ``confirmed`` is that button."""

    confirmed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("copied_note")
        self.button = SecondaryButton(theme, CONFIRM)
        self.button.setObjectName("copied_confirm")
        self.button.clicked.connect(self.confirmed)
        self._waiting = Callout(theme, "amber", "", icon="question-circle")
        self._waiting.add(self.button)
        self._quiet = Callout(theme, "neutral", "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._waiting)
        column.addWidget(self._quiet)
        self.hide()

    def show_view(self, view: CopiedView | None) -> None:
        """Show a view, or nothing."""
        if view is not None:
            shown = self._waiting if view.confirms else self._quiet
            shown.set_words(view.title, view.text)
            self._waiting.setVisible(view.confirms)
            self._quiet.setVisible(not view.confirms)
        self.setVisible(view is not None)

    def focus_button(self) -> bool:
        """Give the focus to the button; ``False`` when there is none."""
        if self.isHidden() or self._waiting.isHidden():
            return False
        self.button.setFocus(Qt.FocusReason.TabFocusReason)
        return True
