"""The look in force: tokens, text size, fonts and icons, and the one way to change them."""

from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QStyleFactory

from consult_app.ui.theme.fonts import load_fonts, make_font
from consult_app.ui.theme.icons import IconName, IconSet
from consult_app.ui.theme.qss import style_sheet
from consult_app.ui.theme.roles import tell_roles
from consult_app.ui.theme.tokens import (
    DARK,
    LIGHT,
    TYPE,
    TokenName,
    Tokens,
    TypeRole,
    branded,
)

TEXT_SCALES: Final = (1.0, 1.15, 1.3)


STYLE: Final = "Fusion"
HAS_STYLE: Final = "consult_has_style"
"""Set on an application that was made with ``-style Fusion``: asking Qt for a style object costs 12 ms at start."""
_HAS_FONTS: Final = "consult_has_fonts"


class Theme(QObject):
    """What every widget of the desk paints with; `changed` tells them to measure and paint anew.

    Widgets take it as their first constructor argument. One window, one theme.
    """

    changed = Signal()

    def __init__(
        self,
        *,
        dark: bool = False,
        text_scale: float = 1.0,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._icons: Final = IconSet()
        self._ink: str | None = None
        self._accent: str | None = None
        self._scale = text_scale
        self._tokens = DARK if dark else LIGHT
        self._fonts: dict[tuple[TypeRole, bool], QFont] = {}
        self._app: QApplication | None = None

    @property
    def app(self) -> QApplication | None:
        """The application it dresses; None before `apply`."""
        return self._app

    @property
    def tokens(self) -> Tokens:
        """The colors in force."""
        return self._tokens

    @property
    def dark(self) -> bool:
        """Whether the dark colors are in force."""
        return self._tokens.dark

    @property
    def text_scale(self) -> float:
        """Factor on type and row heights: 1.0, 1.15 or 1.3."""
        return self._scale

    def apply(self, app: QApplication) -> None:
        """Load the typeface and dress `app`; later changes dress it again by themselves."""
        self._app = app
        if not app.property(_HAS_FONTS):
            load_fonts()
            tell_roles()
            app.setProperty(_HAS_FONTS, True)
        if not app.property(HAS_STYLE):
            app.setStyle(QStyleFactory.create(STYLE))
            app.setProperty(HAS_STYLE, True)
        self._dress(app)

    def set_dark(self, dark: bool) -> None:
        """Use the dark or the light colors."""
        if dark != self._tokens.dark:
            self._tokens = branded(DARK if dark else LIGHT, ink=self._ink, accent=self._accent)
            self._announce()

    def set_text_scale(self, scale: float) -> None:
        """Use one of TEXT_SCALES.

        Raises:
            ValueError: `scale` is none of them.
        """
        if scale not in TEXT_SCALES:
            raise ValueError(scale)
        if scale != self._scale:
            self._scale = scale
            self._fonts.clear()
            self._announce()

    def set_brand(self, *, ink: str | None, accent: str | None) -> None:
        """Use the clinic's own banner and accent colors, strengthened where too weak to read."""
        self._ink, self._accent = ink, accent
        self._tokens = branded(DARK if self.dark else LIGHT, ink=ink, accent=accent)
        self._announce()

    def color(self, name: TokenName) -> QColor:
        """The color called `name`."""
        return QColor(self._tokens.value(name))

    def font(self, role: TypeRole, *, tabular: bool = False) -> QFont:
        """The font of a type role at the text size in force."""
        key = (role, tabular)
        if key not in self._fonts:
            style = TYPE[role]
            self._fonts[key] = make_font(style.size * self._scale, style.weight, tabular=tabular)
        return self._fonts[key]

    def line(self, role: TypeRole) -> int:
        """Line height of a type role in logical px at the text size in force."""
        return round(TYPE[role].line * self._scale)

    def px(self, height: int) -> int:
        """A row or control height in logical px at the text size in force."""
        return round(height * self._scale)

    def pixmap(self, name: IconName, color: TokenName, size: int, *, ratio: float = 1.0) -> QPixmap:
        """An icon in a color of the theme, `size` logical px square."""
        return self._icons.pixmap(name, color=self._tokens.value(color), size=size, ratio=ratio)

    def icon(self, name: IconName, color: TokenName, size: int = 20) -> QIcon:
        """An icon for a control that wants a QIcon."""
        return self._icons.icon(name, color=self._tokens.value(color), size=size)

    def _announce(self) -> None:
        if self._app is not None:
            self._dress(self._app)
        self.changed.emit()

    def _dress(self, app: QApplication) -> None:
        app.setFont(self.font("body"))
        app.setPalette(palette(self._tokens))
        app.setStyleSheet(style_sheet(self._tokens, scale=self._scale))


def palette(tokens: Tokens) -> QPalette:
    """The Qt palette of `tokens`, for what the style sheet leaves to the style."""
    result = QPalette()
    roles: dict[QPalette.ColorRole, str] = {
        QPalette.ColorRole.Window: tokens.window,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Base: tokens.surface,
        QPalette.ColorRole.AlternateBase: tokens.surface2,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.PlaceholderText: tokens.text2,
        QPalette.ColorRole.Button: tokens.surface,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.Highlight: tokens.accent,
        QPalette.ColorRole.HighlightedText: tokens.on_accent,
        QPalette.ColorRole.Link: tokens.accent,
        QPalette.ColorRole.ToolTipBase: tokens.surface,
        QPalette.ColorRole.ToolTipText: tokens.text,
        QPalette.ColorRole.Accent: tokens.accent,
    }
    for role, value in roles.items():
        result.setColor(role, QColor(value))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.text2))
    return result
