"""Settings > Display: how the desk looks on this computer."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from consult_app.ui.theme.theme import TEXT_SCALES, Theme
from consult_app.ui.theme.tokens import Space
from consult_app.ui.widgets.scroll_sheet import ScrollSheet
from consult_app.ui.widgets.segmented import Segment, Segmented
from consult_app.ui.widgets.text import Text


class DisplayPage(QWidget):
    """``dark_asked`` and ``scale_asked`` follow the choices."""

    dark_asked = Signal(bool)
    scale_asked = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.look = Segmented(theme, "Colors", (Segment("light", "Light", "l"), Segment("dark", "Dark", "d")))
        self.look.setObjectName("settings_look")
        self.look.chosen.connect(lambda key: self.dark_asked.emit(key == "dark"))
        sizes = tuple(Segment(str(scale), f"{round(scale * 100)}%") for scale in TEXT_SCALES)
        self.text_size = Segmented(theme, "Text size", sizes)
        self.text_size.setObjectName("settings_size")
        self.text_size.chosen.connect(lambda key: self.scale_asked.emit(float(key)))
        sheet = ScrollSheet(theme)
        sheet.set_limit(560)
        sheet.column.setSpacing(Space.NORMAL)
        title = QVBoxLayout()
        title.setSpacing(0)
        title.addWidget(Text(theme, "Display", role="title"))
        title.addWidget(Text(theme, "How the desk looks on this computer.", role="body", color="text2"))
        sheet.column.addLayout(title)
        for label, choice in (("Colors", self.look), ("Text size", self.text_size)):
            choice.setMaximumWidth(360)
            part = QVBoxLayout()
            part.setSpacing(4)
            part.addWidget(Text(theme, label, role="label"))
            part.addWidget(choice)
            sheet.column.addLayout(part)
        sheet.column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(sheet)
        theme.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.look.set_value("dark" if self._theme.dark else "light")
        self.text_size.set_value(str(self._theme.text_scale))
