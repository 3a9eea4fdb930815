"""A color of the brand: its swatch, its number, what is printed of it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from consult_app.ui.presenters.settings_brand import ColorView, color_view
from consult_app.ui.theme.icons import IconName
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.callout import Callout
from consult_app.ui.widgets.field import FieldFrame, Icon
from consult_app.ui.widgets.painting import draw_box, draw_icon, split_mnemonic
from consult_app.ui.widgets.pressable import Pressable
from consult_app.ui.widgets.text import Text

AskColor = Callable[[QWidget, str, str, Callable[[str], None]], None]
"""Asks for a color: the parent, a title, the color to begin with, and what to call with ``#RRGGBB``."""

_ICONS: Final[dict[str, IconName]] = {"ready": "check-circle", "wait": "triangle-alert", "stop": "triangle-alert"}


def ask_color(parent: QWidget, title: str, color: str, chosen: Callable[[str], None]) -> None:
    """Ask in a dialog of our own kind, which the keyboard reaches on every desktop."""
    dialog = QColorDialog(QColor(color), parent)
    dialog.setObjectName("brand_color_dialog")
    dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
    dialog.setWindowTitle(title)
    dialog.colorSelected.connect(lambda picked: chosen(picked.name().upper()))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class ColorField(QWidget):
    """``edited`` follows typing and choosing."""

    edited = Signal()

    def __init__(self, theme: Theme, label: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ask_color: AskColor = ask_color
        words, _ = split_mnemonic(label)
        self.editor = QLineEdit()
        self.editor.setObjectName(f"brand_{name}")
        self.editor.setMaxLength(9)
        self.editor.textEdited.connect(self._edited)
        self.swatch = Swatch(theme)
        self.swatch.setObjectName(f"brand_{name}_choose")
        self.swatch.setAccessibleName(f"Choose the {words.lower()}")
        self.swatch.setToolTip(f"Choose the {words.lower()}")
        self.swatch.clicked.connect(lambda: self.ask_color(self, words, self.view.printed or "#FFFFFF", self.choose))
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.swatch)
        row.addWidget(self.editor, 1)
        frame = FieldFrame(theme, label)
        frame.set_editor(self.editor, body=body)
        self._icon = Icon(theme, "check-circle", size=Size.ICON_SMALL)
        self.line = Text(theme, "", role="meta")
        under = QHBoxLayout()
        under.setSpacing(6)
        under.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        under.addWidget(self.line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(frame)
        column.addLayout(under)
        column.addStretch(1)
        self._show()

    @property
    def text(self) -> str:
        """The color as typed."""
        return self.editor.text().strip()

    @property
    def view(self) -> ColorView:
        return color_view(self.text)

    def set_text(self, text: str) -> None:
        """Show a color without telling anybody."""
        if text != self.text:
            self.editor.setText(text)
        self._show()

    def choose(self, color: str) -> None:
        """Take a color from the dialog."""
        self.set_text(color)
        self.edited.emit()

    def _edited(self) -> None:
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        view = self.view
        self.line.setText(view.line)
        self.line.set_color("text2" if view.tone == "ready" else view.tone)
        self._icon.set_icon(_ICONS[view.tone], view.tone)
        self.editor.setAccessibleDescription(view.line)
        self.swatch.set_color(self.text if view.printed else "")


class Swatch(Pressable):
    """A color as it is; pressing it asks for another."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._color = ""

    def set_color(self, typed: str) -> None:
        """Show this color, or an empty box for none."""
        digits = typed.strip().lstrip("#")
        self._color = f"#{digits}" if digits else ""
        self.update()

    @override
    def sizeHint(self) -> QSize:
        side = self._theme.px(Size.FIELD)
        return QSize(side, side)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        fill = QColor(self._color) if self._color else self._theme.color("surface2")
        draw_box(QPainter(self), self.rect(), fill=fill, edge=self._theme.color("line_strong"))


class AdjustedColor(Callout):
    """A color that cannot be printed as chosen, and the one that is printed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "amber", "", icon="pen", parent=parent)
        self._pair = _Pair(theme)
        self.add(self._pair)

    def show_colors(self, before: str, view: ColorView) -> None:
        """From ``before`` to what is printed."""
        self.set_words(f"Printed as {view.printed}", view.adjusted)
        self._pair.set_colors(before, view.printed)


class _Pair(QWidget):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._colors = ("#FFFFFF", "#FFFFFF")
        self.setFixedSize(2 * Size.TARGET + 44, Size.TARGET)

    def set_colors(self, before: str, after: str) -> None:
        self._colors = (before, after)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side, edge = QPainter(self), self.height(), self._theme.color("line_strong")
        for left, color in zip((0, self.width() - side), self._colors, strict=True):
            draw_box(painter, QRect(left, 0, side, side), fill=QColor(color), edge=edge)
        at = QRect((self.width() - Size.ICON) // 2, (side - Size.ICON) // 2, Size.ICON, Size.ICON)
        draw_icon(painter, self._theme, "chevron-right", color="wait", rect=at)
