"""The rail: steps of a task with their state, and places to go."""

from typing import Final, Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from consult_app.ui.theme.icons import IconName
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size, TokenName
from consult_app.ui.widgets.painting import TextBlock, draw_box, draw_icon
from consult_app.ui.widgets.pressable import Pressable

StepState = Literal["not_started", "in_progress", "done", "needs_action", "stopped"]

_ICONS: Final[dict[StepState, tuple[IconName, TokenName]]] = {
    "not_started": ("dashed-circle", "none"),
    "in_progress": ("dot-circle", "text2"),
    "done": ("check-circle-filled", "none"),
    "needs_action": ("triangle-alert", "wait"),
    "stopped": ("octagon-bar", "stop"),
}
_STEP_LEFT: Final = 44
_STEP_RIGHT: Final = 28
_WORDS: Final[dict[StepState, str]] = {
    "not_started": "Not started",
    "in_progress": "In progress",
    "done": "Done",
    "needs_action": "Needs action",
    "stopped": "Stopped",
}


class StepButton(Pressable):
    """A step: icon of its state, title, a line on how it stands, and its number at the right.

    Checked means current. `set_compact` leaves icon and number only.
    """

    def __init__(self, theme: Theme, title: str, *, number: int, count: int, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._number = number
        self._count = count
        self._state: StepState = "not_started"
        self._line = _WORDS["not_started"]
        self._compact = False
        self._tight = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setText(title.replace("&", "&&"))
        self._title = title
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._say(self._state, self._line)

    @property
    def state(self) -> StepState:
        """How the step stands."""
        return self._state

    def set_state(self, state: StepState, subtitle: str | None = None) -> None:
        """Show a state, with its own line or the usual word for it."""
        line = subtitle if subtitle is not None else _WORDS[state]
        if (state, line) != (self._state, self._line):
            self._say(state, line)

    def _say(self, state: StepState, line: str) -> None:
        self._state, self._line = state, line
        self.setAccessibleName(f"{self._title}, step {self._number} of {self._count}, {self._line}")
        self.setToolTip(self.accessibleName() if self._compact or self._tight else "")
        self.remeasure()

    def set_compact(self, compact: bool) -> None:
        """Show icon and number only, for a narrow window."""
        self._compact = compact
        self._say(self._state, self._line)

    def set_tight(self, tight: bool) -> None:
        """Leave out the line where the icon says the same, for a low window."""
        if tight != self._tight:
            self._tight = tight
            self._say(self._state, self._line)

    @override
    def sizeHint(self) -> QSize:
        width = 56 if self._compact else 176
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        low = self._compact or self._tight
        return QSize(48, self._theme.px(Size.BUTTON_COMPACT if low else Size.STEP))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        if self._compact:
            return self._theme.px(Size.BUTTON_COMPACT)
        room = max(width - _STEP_LEFT - _STEP_RIGHT, 1)
        under = self._under_height(room)
        if self._tight:
            return max(self._theme.px(Size.BUTTON_COMPACT), self._theme.line("body") + under + 6)
        return self._theme.px(Size.STEP) + under - self._theme.line("meta")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, current = self._theme, self.isChecked()
        _paint_place(painter, theme, self)
        icon, color = _ICONS[self._state]
        if current and self._state == "in_progress":
            color = "accent"
        elif current and self._state == "not_started":
            icon, color = "dot-circle", "accent"
        number = TextBlock(theme, str(self._number), role="dense_strong" if self._compact else "meta", wrap=False)
        side = 20 if self._compact else 22
        if self._compact:
            left = (self.width() - side - 6 - number.natural_width()) // 2
            draw_icon(painter, theme, icon, color=color, rect=QRect(left, (self.height() - side) // 2, side, side))
            room = QRect(left + side + 6, 0, number.natural_width(), self.height())
            number.draw(painter, room, theme.color("accent" if current else "text"), middle=True)
            return
        draw_icon(painter, theme, icon, color=color, rect=QRect(10, (self.height() - side) // 2, side, side))
        room = self.rect().adjusted(0, 0, -10, 0)
        number.draw(painter, room, theme.color("text2"), align=Qt.AlignmentFlag.AlignRight, middle=True)
        title = TextBlock(theme, self.text(), role="strong" if current else "body", wrap=False)
        under = self._under()
        wide = self.width() - _STEP_LEFT - _STEP_RIGHT
        tall = theme.line("body") - 2 + self._under_height(wide)
        top = (self.height() - tall) // 2
        inner = QRect(_STEP_LEFT, top, wide, theme.line("body"))
        title.draw(painter, inner, theme.color("accent" if current else "text"))
        if not self._under_height(wide):
            return
        line: TokenName = "text2"
        if self._state in ("needs_action", "stopped"):
            line = _ICONS[self._state][1]
        if self._tight:
            self._one_line(wide).draw(painter, inner.translated(0, theme.line("body") - 2), theme.color(line))
            return
        under.draw(painter, inner.translated(0, theme.line("body") - 2), theme.color(line))

    def _under(self) -> TextBlock:
        return TextBlock(self._theme, self._line.replace("&", "&&"), role="meta")

    def _one_line(self, width: int) -> TextBlock:
        """The line cut to the room; the tooltip and the accessible name have all of it."""
        metrics = QFontMetrics(self._theme.font("meta"))
        cut = metrics.elidedText(self._line, Qt.TextElideMode.ElideRight, width)
        return TextBlock(self._theme, cut.replace("&", "&&"), role="meta", wrap=False)

    def _under_height(self, width: int) -> int:
        """What the line on how the step stands takes in px; nothing where it is left out."""
        if not self._tight:
            return self._under().height(width)
        return self._theme.line("meta") if self._state in ("needs_action", "stopped") else 0


class NavButton(Pressable):
    """A place to go: icon and words; checked means one is there."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        icon: IconName,
        *,
        checkable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._icon: IconName = icon
        self._compact = False
        self.setCheckable(checkable)
        self.setAutoExclusive(checkable)
        self.setText(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_compact(self, compact: bool) -> None:
        """Show the icon only, for a narrow window; the words become the tooltip."""
        self._compact = compact
        self.setToolTip(self.text().replace("&", "") if compact else "")
        self.remeasure()

    @override
    def sizeHint(self) -> QSize:
        return QSize(48 if self._compact else 160, self._theme.px(Size.BUTTON))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(Size.TARGET, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, current = self._theme, self.isChecked()
        _paint_place(painter, theme, self)
        color: TokenName = "accent" if current else "text"
        left = (self.width() - 20) // 2 if self._compact else 11
        at = QRect(left, (self.height() - 20) // 2, 20, 20)
        draw_icon(painter, theme, self._icon, color="accent" if current else "text2", rect=at)
        if not self._compact:
            room = QRect(44, 0, self.width() - 44, self.height())
            block = TextBlock(theme, self.text(), role="strong" if current else "body", wrap=False)
            block.draw(painter, room, theme.color(color), middle=True)


def _paint_place(painter: QPainter, theme: Theme, button: Pressable) -> None:
    if button.isChecked():
        draw_box(painter, button.rect(), fill=theme.color("surface"), edge=theme.color("accent"), width=2)
    elif button.isDown():
        draw_box(painter, button.rect(), fill=theme.color("accent_tint"))
    elif button.hovered:
        draw_box(painter, button.rect(), fill=theme.color("surface2"))
