"""The footer of a consultation: back, the save state, what is open, next."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from consult_app.ui.presenters.footer import FooterView, SaveLook
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.roles import SpokenRole
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from consult_app.ui.widgets.save_state import SaveState
from consult_app.ui.widgets.text import Text

SAVE_COPY: Final = "Save a copy"


class Footer(QFrame):
    """``back_asked``, ``next_asked``, ``retry_asked`` and ``copy_asked`` follow the buttons."""

    spoken_role: Final[SpokenRole] = "pane"

    back_asked = Signal()
    next_asked = Signal()
    retry_asked = Signal()
    copy_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: FooterView | None = None
        self.setObjectName("footer")
        self.setAccessibleName("Back and next")
        self.back = SecondaryButton(theme, "&Back", icon="chevron-left")
        self.back.setObjectName("footer_back")
        self.next = PrimaryButton(theme, "&Next", icon_after="chevron-right")
        self.next.setObjectName("footer_next")
        self.save = SaveState(theme)
        self.save.setObjectName("footer_save")
        self.save.retry.setObjectName("footer_retry")
        self.save.text.setMaximumWidth(480)
        self._offers_copy = False
        self.copy = SecondaryButton(theme, SAVE_COPY, compact=True)
        self.copy.setObjectName("footer_copy")
        self.copy.hide()
        self.copy.clicked.connect(self.copy_asked)
        beside = self.save.layout()
        if isinstance(beside, QHBoxLayout):
            beside.insertWidget(beside.indexOf(self.save.retry) + 1, self.copy)
        self.hint = Text(theme, "", role="dense", color="text2", align=Qt.AlignmentFlag.AlignRight, wrap=False)
        self.hint.setObjectName("footer_hint")
        self._row = QHBoxLayout(self)
        self._row.setSpacing(16)
        self._row.addWidget(self.back)
        self._row.addWidget(self.save, 1)
        self._row.addWidget(self.hint)
        self._row.addWidget(self.next)
        self.back.clicked.connect(self.back_asked)
        self.next.clicked.connect(self.next_asked)
        self.save.retry_asked.connect(self.retry_asked)
        self._low = False
        self._side = 32
        self._fit()
        theme.changed.connect(self._fit)

    def set_layout(self, *, side: int, low: bool) -> None:
        """Padding at the sides; 56 px high in a low window, 72 else."""
        self._side, self._low = side, low
        self._fit()

    def show_view(self, view: FooterView) -> None:
        """Show where back and next lead and what is still open."""
        if view == self._view:
            return
        self._view = view
        if self.back.text() != view.back_text:
            self.back.set_text(view.back_text)
        if self.next.text() != view.next_text:
            self.next.set_text(view.next_text)
        self.next.set_stands_back(not view.leads)
        self.hint.setText(view.hint)

    def show_hint(self, words: str) -> None:
        """Words of a screen in place of the usual hint, until the next view that differs."""
        self._view = None
        self.hint.setText(words)

    def show_save(self, look: SaveLook, words: str) -> None:
        """Show whether the draft is written; a failure takes the stop colors."""
        self.save.set_state(look, words)
        self.save.setToolTip(words if look == "failed" else "")
        self.copy.setVisible(look == "failed" and self._offers_copy)
        self.hint.setVisible(look != "failed")
        self.update()

    def offer_copy(self) -> None:
        """From now on a copy is offered where saving fails; what was said of an earlier copy is taken back."""
        self._offers_copy = True
        self._say_copy(SAVE_COPY, "")

    def say_copied(self) -> None:
        """The copy is written; it can be written again."""
        self._say_copy("Copy saved", "Save another copy")

    def say_not_copied(self, problem: str) -> None:
        """The copy could not be written; ``problem`` says why and what to do."""
        self._say_copy("Copy not saved", problem)

    def _say_copy(self, words: str, more: str) -> None:
        self.copy.set_text(words)
        self.copy.setToolTip(more)
        self.copy.setAccessibleDescription(more)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        failed = self.save.kind == "failed"
        painter.fillRect(self.rect(), self._theme.color("stop_bg" if failed else "surface"))
        painter.fillRect(0, 0, self.width(), 1, self._theme.color("stop_ln" if failed else "line"))

    def _fit(self) -> None:
        self._row.setContentsMargins(self._side, 4, self._side, 4)
        self.setFixedHeight(self._theme.px(56 if self._low else Size.FOOTER))
