"""Who works at the desk, at the foot of the rail; where several do, the way to switch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import TokenName
from consult_app.ui.widgets.painting import TextBlock, draw_box, draw_icon
from consult_app.ui.widgets.pressable import Pressable
from consult_app.ui.widgets.text import Text

_CHEVRON: Final = 16


@dataclass(frozen=True, slots=True)
class Person:
    """One provider to choose; ``key`` tells them apart."""

    key: str
    words: str


class ProviderMark(Pressable):
    """Initials in a circle, name and credentials. ``chosen`` gives the key of another person."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._people: tuple[Person, ...] = ()
        self._current = ""
        self._compact = False
        self._circle = _Initials(theme)
        self._name = Text(theme, "", role="dense_strong")
        self._credentials = Text(theme, "", role="meta", color="text2")
        self._words = QWidget()
        words = QVBoxLayout(self._words)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._credentials)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(8)
        self._row.addWidget(self._circle)
        self._row.addWidget(self._words, 1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.menu: Final = QMenu(self)
        self.menu.setObjectName("provider_menu")
        self.clicked.connect(self._open_menu)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._fit()
        self.hide()

    def set_provider(self, name: str, credentials: str, *, initials: str) -> None:
        """Name who works at the desk."""
        self._circle.set_text(initials)
        self._name.setText(name)
        self._credentials.setText(credentials)
        self._name_it()
        self.show()

    def set_people(self, people: Sequence[Person], current: str) -> None:
        """Who may work here; ``current`` is the key of who does. With one alone there is nothing to press."""
        self._people, self._current = tuple(people), current
        self._name_it()
        self._fit()

    def set_compact(self, compact: bool) -> None:
        """The initials only."""
        self._compact = compact
        self._words.setVisible(not compact)
        self._fit()

    @property
    def _switches(self) -> bool:
        return len(self._people) > 1

    def _name_it(self) -> None:
        who = ", ".join(part for part in (self._name.text(), self._credentials.text()) if part)
        self.setAccessibleName(who)
        self.setAccessibleDescription("Change who works at the desk" if self._switches else "")
        self.setToolTip(f"{who}. Change who works at the desk" if self._switches else who)

    def _fit(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self._switches else Qt.FocusPolicy.NoFocus)
        right = _CHEVRON + 8 if self._switches and not self._compact else 0
        self._row.setContentsMargins(0, 4, right, 4)
        self.remeasure()

    def _open_menu(self) -> None:
        if not self._switches:
            return
        self.menu.clear()
        group = QActionGroup(self.menu)
        for person in self._people:
            action = QAction(person.words.replace("&", "&&"), group)
            action.setObjectName(f"provider_{person.key}")
            action.setCheckable(True)
            action.setChecked(person.key == self._current)
            action.triggered.connect(lambda _on=False, key=person.key: self._choose(key))
            self.menu.addAction(action)
        self.menu.setActiveAction(next((each for each in group.actions() if each.isChecked()), group.actions()[0]))
        self.menu.popup(self.mapToGlobal(QPoint(0, -self.menu.sizeHint().height())))

    def _choose(self, key: str) -> None:
        if key != self._current:
            self.chosen.emit(key)

    @override
    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._circle.sizeHint().width(), max(self._row.minimumSize().height(), self._theme.px(44)))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._switches:
            return
        painter, theme = QPainter(self), self._theme
        if self.isDown() or self.hovered:
            fill: TokenName = "accent_tint" if self.isDown() else "surface2"
            draw_box(painter, self.rect(), fill=theme.color(fill))
        if not self._compact:
            place = QRect(self.width() - _CHEVRON - 4, (self.height() - _CHEVRON) // 2, _CHEVRON, _CHEVRON)
            draw_icon(painter, theme, "chevron-down", color="text2", rect=place)


class _Initials(QWidget):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_text(self, text: str) -> None:
        self._text = text
        self.update()

    @override
    def sizeHint(self) -> QSize:
        side = self._theme.px(32)
        return QSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent_tint"))
        painter.drawEllipse(self.rect())
        block = TextBlock(self._theme, self._text, role="meta_strong", wrap=False)
        room = QRect(0, 0, self.width(), self.height())
        block.draw(painter, room, self._theme.color("accent"), align=Qt.AlignmentFlag.AlignHCenter, middle=True)
