"""The list at the left of settings: where one is, and what needs attention as icon and words."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from consult_app.ui.presenters.settings import PAGE_NAMES, Attention, PageMark, SettingsPage
from consult_app.ui.theme.icons import IconName
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.painting import TextBlock, draw_box, draw_icon
from consult_app.ui.widgets.pressable import Pressable
from consult_app.ui.widgets.text import Text

WIDTH: Final = 208
_ICONS: Final[dict[Attention, IconName]] = {
    "missing": "triangle-alert",
    "open": "dashed-question",
    "unsaved": "pen",
}


class SettingsList(QFrame):
    """``page_asked`` names the page that was chosen."""

    page_asked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName("Settings")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 24, 17, 24)
        column.setSpacing(4)
        title = QHBoxLayout()
        title.setContentsMargins(17, 0, 0, 0)
        title.addWidget(Text(theme, "Settings", role="title"))
        column.addLayout(title)
        column.addSpacing(16)
        self._group = QButtonGroup(self)
        self.entries: Final[dict[SettingsPage, SettingsEntry]] = {}
        for page, name in PAGE_NAMES.items():
            entry = SettingsEntry(theme, name)
            entry.setObjectName(f"settings_page_{page.value}")
            entry.toggled.connect(lambda on, page=page: self.page_asked.emit(page) if on else None)
            self._group.addButton(entry)
            self.entries[page] = entry
            column.addWidget(entry)
        column.addStretch(1)
        theme.changed.connect(self._fit)
        self._fit()

    def choose(self, page: SettingsPage) -> None:
        """Go to ``page``."""
        self.entries[page].setChecked(True)

    @property
    def current(self) -> SettingsPage:
        """Where one is."""
        return next((page for page, entry in self.entries.items() if entry.isChecked()), SettingsPage.CLINIC)

    def focus_current(self) -> None:
        """Give the focus to where one is."""
        for entry in self.entries.values():
            if entry.isChecked():
                entry.setFocus(Qt.FocusReason.TabFocusReason)

    def _fit(self) -> None:
        self.setFixedWidth(self._theme.px(WIDTH))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), self._theme.color("line"))


class SettingsEntry(Pressable):
    """One page: its name, and at the right what needs attention."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._mark = PageMark()
        self.setCheckable(True)
        self.setText(name)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def mark(self) -> PageMark:
        """What needs attention."""
        return self._mark

    def set_mark(self, mark: PageMark) -> None:
        """Say what needs attention, or nothing."""
        self._mark = mark
        self.setAccessibleName(", ".join(part for part in (self.text(), mark.words) if part))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(120, self._theme.px(Size.BUTTON))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(Size.TARGET, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, here = QPainter(self), self._theme, self.isChecked()
        if here:
            draw_box(painter, self.rect(), fill=theme.color("accent_tint"), edge=theme.color("accent"), width=2)
        elif self.isDown() or self.hovered:
            fill = theme.color("accent_tint" if self.isDown() else "surface2")
            draw_box(painter, self.rect(), fill=fill)
        room = self.rect().adjusted(17, 0, -15, 0)
        name = TextBlock(theme, self.text(), role="strong" if here else "body", wrap=False)
        name.draw(painter, room, theme.color("accent" if here else "text"), middle=True)
        if not self._mark.attention:
            return
        words = TextBlock(theme, self._mark.words, role="meta_strong", wrap=False)
        left = room.right() + 1 - words.natural_width()
        words.draw(painter, QRect(left, 0, words.natural_width(), self.height()), theme.color("wait"), middle=True)
        side = Size.ICON_SMALL
        at = QRect(left - 6 - side, (self.height() - side) // 2, side, side)
        draw_icon(painter, theme, _ICONS[self._mark.attention], color="wait", rect=at)
