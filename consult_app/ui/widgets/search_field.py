"""A field to search with: a glass at the left, a cross to empty it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from consult_app.ui.theme.icons import IconName
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.buttons import IconButton
from consult_app.ui.widgets.field import Icon


class SearchField(QLineEdit):
    """`big` is Home's, 56 px high. Up, Down and Enter are told by signals for the list under it.

    `name` is the accessible name. textEdited speaks of what the user typed, the cross included.
    """

    moved = Signal(int)
    entered = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        placeholder: str = "",
        big: bool = False,
        icon: IconName = "search",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._big = big
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTextMargins(34 if big else 30, 0, 36, 0)
        self._icon = Icon(theme, icon, color="text2", size=22 if big else 20, parent=self)
        self.cross = IconButton(theme, "close", f"Clear {name.lower()}", parent=self)
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cross.setCursor(Qt.CursorShape.ArrowCursor)
        self.cross.clicked.connect(self._empty)
        self.cross.hide()
        self.textChanged.connect(lambda text: self.cross.setVisible(bool(text)))
        self.installEventFilter(self)
        self._fit()
        theme.changed.connect(self._fit)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            return True
        return False

    @override
    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._place()

    def _fit(self) -> None:
        if self._big:
            self.setFont(self._theme.font("search"))
            tall = self._theme.px(Size.SEARCH) - 2
            self.setStyleSheet(f"QLineEdit {{ min-height: {tall}px; max-height: {tall}px; }}")
        self._place()

    def _place(self) -> None:
        self._icon.move(16, (self.height() - self._icon.height()) // 2)
        cross = self.cross.sizeHint()
        self.cross.move(self.width() - cross.width() - 6, (self.height() - cross.height()) // 2)

    def _empty(self) -> None:
        self.clear()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.textEdited.emit("")
