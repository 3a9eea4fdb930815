"""Settings, as far as they go now: the clinic as it stands, and how the desk looks on this computer."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from consult_app.application.services import Services
from consult_app.domain.answers import Provider
from consult_app.ui.presenters.first_run import zone_place
from consult_app.ui.presenters.words import join_words, provider_words
from consult_app.ui.theme.theme import TEXT_SCALES, Theme
from consult_app.ui.theme.tokens import Space
from consult_app.ui.widgets.callout import Card
from consult_app.ui.widgets.key_values import KeyValue, KeyValueRows
from consult_app.ui.widgets.scroll_sheet import ScrollSheet
from consult_app.ui.widgets.segmented import Segment, Segmented
from consult_app.ui.widgets.text import Text

_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


class SettingsScreen(QWidget):
    """``dark_asked`` and ``scale_asked`` follow the display's choices."""

    dark_asked = Signal(bool)
    scale_asked = Signal(float)

    def __init__(
        self, services: Services, theme: Theme, *, provider: Provider | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.look = Segmented(theme, "Colors", (Segment("light", "Light", "l"), Segment("dark", "Dark", "d")))
        self.look.setObjectName("settings_look")
        self.look.chosen.connect(lambda key: self.dark_asked.emit(key == "dark"))
        sizes = tuple(Segment(str(scale), f"{round(scale * 100)}%") for scale in TEXT_SCALES)
        self.text_size = Segmented(theme, "Text size", sizes)
        self.text_size.setObjectName("settings_size")
        self.text_size.chosen.connect(lambda key: self.scale_asked.emit(float(key)))
        for choice in (self.look, self.text_size):
            choice.setMaximumWidth(360)
        clinic = services.clinic
        closed = join_words(tuple(_DAYS[day] for day in sorted(clinic.closed_weekdays))) or "None"
        rows = (
            KeyValue("Name", clinic.name, "text"),
            KeyValue("Place", clinic.place, "text"),
            KeyValue("Address", clinic.address or "Not set", "text"),
            KeyValue("Phone", clinic.phone or "Not set", "text"),
            KeyValue("After hours", clinic.after_hours_phone or "Not set", "text"),
            KeyValue("Time zone", zone_place(clinic.zone), "text"),
            KeyValue("Closed", closed, "text"),
            KeyValue("Provider", provider_words(provider) or "Not set", "text"),
            KeyValue("Protocol", f"{services.protocol.title} {services.protocol.version}", "text"),
        )
        sheet = ScrollSheet(theme)
        sheet.set_side(Space.HUGE)
        sheet.set_limit(760)
        sheet.column.addWidget(Text(theme, "Settings", role="title"))
        self._add(
            sheet, "Display", (_labeled(theme, "Colors", self.look), _labeled(theme, "Text size", self.text_size))
        )
        self._add(sheet, "Clinic", (KeyValueRows(theme, rows, key_width=140),))
        words = "The clinic's details are shown as they stand. They are not changed here yet."
        sheet.column.addWidget(Text(theme, words, role="meta", color="text2"))
        sheet.column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(sheet)
        theme.changed.connect(self._show)
        self._show()

    def focus_first(self) -> None:
        """Give the focus to the first choice."""
        self.look.setFocus()

    def _add(self, sheet: ScrollSheet, title: str, parts: tuple[QWidget, ...]) -> None:
        card = Card(self._theme)
        column = QVBoxLayout(card)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(Text(self._theme, title, role="section"))
        for part in parts:
            column.addWidget(part)
        sheet.column.addWidget(card)

    def _show(self) -> None:
        self.look.set_value("dark" if self._theme.dark else "light")
        self.text_size.set_value(str(self._theme.text_scale))


def _labeled(theme: Theme, label: str, choice: QWidget) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(Text(theme, label, role="label"))
    column.addWidget(choice)
    return part
