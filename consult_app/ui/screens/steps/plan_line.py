"""One visit of the chosen plan: a row that opens in place."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from consult_app.ui.presenters.plan_lines import LineView
from consult_app.ui.screens.steps.plan_mark import SIDE, draw_mark, draw_removed
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.buttons import LinkButton
from consult_app.ui.widgets.field import Field, Icon
from consult_app.ui.widgets.painting import Span, TextBlock, draw_box, draw_icon
from consult_app.ui.widgets.pressable import Pressable, RingArea
from consult_app.ui.widgets.text import Text

_LEFT: Final = 10 + SIDE + 16
_RIGHT: Final = 44
_DAYS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


class PlanLine(QFrame):
    """``pressed`` follows a click on the row, ``days_asked`` Ctrl and an arrow, ``why_asked`` the link beside it.

    The rest come from the open editor.
    """

    pressed = Signal()
    days_asked = Signal(int)
    step_asked = Signal(int)
    reason_edited = Signal(str)
    undo_asked = Signal()
    remove_asked = Signal()
    closed = Signal()
    why_asked = Signal()

    def __init__(self, theme: Theme, view: LineView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = view
        self._open = False
        self._locked = False
        self.head = _Head(theme, self)
        self.head.setObjectName(f"plan_line_{view.key.replace('.', '_')}")
        self.head.clicked.connect(self.pressed)
        self.why = LinkButton(theme, "Why")
        self.why.setObjectName(f"plan_why_{view.key.replace('.', '_')}")
        self.why.clicked.connect(self.why_asked)
        self.reason = Field(theme, "Reason for the change (required)")
        name = f"removed_{view.removed}" if view.removed else str(view.index)
        self.reason.editor.setObjectName(f"plan_reason_{name}")
        self.reason.text_edited.connect(lambda _text: self.reason_edited.emit(self.reason.editor.text()))
        self._how = Text(theme, "", role="dense", color="text2")
        self._pen = Icon(theme, "pen", color="wait", size=Size.ICON)
        self.undo = LinkButton(theme, "Undo change")
        self.undo.setObjectName(f"plan_undo_{name}")
        self.undo.clicked.connect(self.undo_asked)
        self.remove = LinkButton(theme, "Remove session")
        self.remove.setObjectName(f"plan_remove_{name}")
        self.remove.clicked.connect(self.remove_asked)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self._pen)
        foot.addWidget(self._how, 1)
        foot.addWidget(self.remove)
        foot.addWidget(self.undo)
        self._editor = QWidget()
        inside = QVBoxLayout(self._editor)
        inside.setContentsMargins(_LEFT, 0, 12, 4)
        inside.setSpacing(2)
        inside.addWidget(self.reason)
        inside.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 8, 0)
        top.setSpacing(4)
        top.addWidget(self.head, 1)
        top.addWidget(self.why, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(top)
        column.addWidget(self._editor)
        self._editor.hide()
        self.show_line(view)
        theme.changed.connect(self.update)

    @property
    def view(self) -> LineView:
        """The visit shown."""
        return self._view

    @property
    def is_open(self) -> bool:
        """Whether its editor is open."""
        return self._open

    @property
    def is_locked(self) -> bool:
        """Whether the plan is signed."""
        return self._locked

    def show_line(self, view: LineView, *, can_remove: bool = False, marked: bool = False) -> None:
        """Show the visit as it now stands; ``marked`` repeats at the field that the reason is missing."""
        self._view = view
        self.head.show_view(view)
        self.why.setAccessibleName(f"Why: {view.spoken}")
        self.why.setVisible(not view.removed)
        if self.reason.text != view.reason.strip() or not self.reason.editor.hasFocus():
            self.reason.set_text(view.reason)
        self.reason.setVisible(view.needs_reason)
        missing = view.needs_reason and not view.reason.strip()
        self.reason.set_error(view.reason_wanted if missing and marked else None)
        self.undo.setVisible(view.changed and bool(view.was) and not view.was.startswith("Not in"))
        self.remove.setVisible(can_remove)
        self._pen.setVisible(view.changed)
        self._how.setText("Changed" if view.changed else "Choose another day at the right.")
        self.update()

    def set_open(self, on: bool) -> None:
        """Open or close the editor."""
        self._open = on and not self._locked
        self._editor.setVisible(self._open)
        self.update()

    def set_locked(self, on: bool) -> None:
        """Show a signed plan: nothing opens."""
        self._locked = on
        if on:
            self.set_open(False)
        self.head.update()

    def handle_key(self, event: QKeyEvent) -> bool:
        """Act on the keys of a row; False leaves the key to others."""
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self._locked:
            return False
        if held == Qt.KeyboardModifier.ControlModifier:
            if key in _DAYS and self._view.editable:
                self.days_asked.emit(_DAYS[key])
                return True
            if key == Qt.Key.Key_Backspace and self._view.changed:
                self.undo_asked.emit()
                return True
            return False
        if held:
            return False
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step_asked.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_F2:
            self.pressed.emit()
        else:
            return False
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._open:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        if self._open:
            draw_box(painter, self.rect(), fill=theme.color("accent_tint"), edge=theme.color("accent"), width=2)
        else:
            painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), theme.color("line"))


class _Head(Pressable):
    def __init__(self, theme: Theme, line: PlanLine) -> None:
        super().__init__(theme, line)
        self._line = line
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_view(self, view: LineView) -> None:
        self.setAccessibleName(view.spoken)
        self.setAccessibleDescription(view.reason)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.remeasure()

    @override
    def sizeHint(self) -> QSize:
        return QSize(360, self.heightForWidth(360))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(240, self._theme.px(56))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        inner = max(width - _LEFT - _RIGHT, 1)
        return max(self._theme.px(60), self._title().height(inner) + self._note().height(inner) + 16)

    @override
    def ring_area(self) -> RingArea:
        return RingArea(self, self.rect().adjusted(3, 3, -3, -4))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._line.handle_key(event):
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, view = QPainter(self), self._theme, self._line.view
        if self.hovered and not self._line.is_open and view.editable:
            draw_box(painter, self.rect().adjusted(0, 1, 0, -1), fill=theme.color("surface2"))
        inner = QRect(_LEFT, 8, self.width() - _LEFT - _RIGHT, self.height())
        title, note = self._title(), self._note()
        tall = title.height(inner.width()) + note.height(inner.width())
        top = (self.height() - tall) // 2
        sign = QRect(10, (self.height() - SIDE) // 2, SIDE, SIDE)
        if view.removed:
            draw_removed(painter, theme, sign)
        else:
            draw_mark(painter, theme, sign, view.mark)
        inner.setTop(top)
        title.draw(painter, inner, theme.color("text2" if view.removed else "text"))
        if view.removed:
            middle = top + title.height(inner.width()) // 2
            struck = min(title.natural_width(), inner.width())
            painter.fillRect(inner.left(), middle, struck, 2, theme.color("text2"))
        inner.setTop(top + title.height(inner.width()))
        note.draw(painter, inner, theme.color("text" if view.was else "text2"))
        if view.editable and not self._line.is_locked:
            at = QRect(self.width() - 34, (self.height() - 20) // 2, 20, 20)
            draw_icon(painter, theme, "pen", color="accent" if self._line.is_open else "text2", rect=at)

    def _title(self) -> TextBlock:
        view = self._line.view
        spans = [Span(view.title, strong=True)]
        if view.more:
            spans.append(Span(f" · {view.more}", color="text2"))
        return TextBlock(self._theme, spans, role="body")

    def _note(self) -> TextBlock:
        view = self._line.view
        words = view.was or view.note
        if view.was and view.reason and not self._line.is_open:
            words = f"{words} {view.reason.rstrip('.')}."
        return TextBlock(self._theme, words.replace("&", "&&"), role="meta")
