"""One version in Settings > Protocol: its number, where it comes from, and whether it counts."""

from typing import Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from consult_app.ui.presenters.protocol_versions import STANDING_WORDS, Standing, VersionCardView
from consult_app.ui.theme.icons import IconName
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.painting import TextBlock, draw_box
from consult_app.ui.widgets.pressable import Pressable
from consult_app.ui.widgets.tag import TagKind, draw_tag, tag_width

_TAGS: Final[dict[Standing, tuple[TagKind, IconName | None]]] = {
    "in_use": ("ready", None),
    "next": ("wait", None),
    "not_in_use": ("none", None),
}
_SIDE: Final = 16
_PAD: Final = 12


class VersionCard(Pressable):
    """Chosen by tint and a wide border; its tag says in icon and words whether it counts."""

    def __init__(self, theme: Theme, view: VersionCardView, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._view = view
        self.setCheckable(True)
        self.setObjectName(f"version_{view.version}")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_view(view)

    def show_view(self, view: VersionCardView) -> None:
        """Show the version as it stands now."""
        self._view = view
        self.setText(view.version)
        self.setAccessibleName(f"{view.version}, {STANDING_WORDS[view.standing]}, {view.under}")
        self.remeasure()

    @override
    def sizeHint(self) -> QSize:
        width = self.minimumSizeHint().width()
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        width = 2 * _SIDE + self._title().natural_width() + 12 + self._tag_width()
        return QSize(width, self._theme.px(Size.ROW))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        inner = max(width - 2 * _SIDE, 1)
        return 2 * _PAD + self._first_row() + self._under().height(inner)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, on = QPainter(self), self._theme, self.isChecked()
        fill = theme.color("accent_tint" if on or self.isDown() else "surface2" if self.hovered else "surface")
        edge = theme.color("accent" if on else "line_strong")
        draw_box(painter, self.rect(), fill=fill, edge=edge, width=2 if on else 1)
        row = QRect(_SIDE, _PAD, self.width() - 2 * _SIDE, self._first_row())
        self._title().draw(painter, row, theme.color("text"), middle=True)
        kind, icon = _TAGS[self._view.standing]
        tall = theme.px(Size.TAG)
        at = QRect(row.right() + 1 - self._tag_width(), row.top() + (row.height() - tall) // 2, self._tag_width(), tall)
        draw_tag(painter, theme, at, kind=kind, text=STANDING_WORDS[self._view.standing], icon=icon)
        under = QRect(_SIDE, row.bottom() + 1, row.width(), self.height())
        self._under().draw(painter, under, theme.color("text2"))

    def _first_row(self) -> int:
        return max(self._theme.line("strong"), self._theme.px(Size.TAG))

    def _title(self) -> TextBlock:
        return TextBlock(self._theme, self.text(), role="strong", wrap=False)

    def _under(self) -> TextBlock:
        return TextBlock(self._theme, self._view.under, role="meta")

    def _tag_width(self) -> int:
        return tag_width(self._theme, STANDING_WORDS[self._view.standing])
