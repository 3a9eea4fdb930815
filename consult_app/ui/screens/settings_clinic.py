"""Settings > Clinic: the details the sheets print and the dates follow, changed and saved."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimeZone, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from consult_app.application.services import Services
from consult_app.domain.clinic import Clinic
from consult_app.ui.presenters.settings import not_kept
from consult_app.ui.presenters.settings_clinic import (
    SAVED,
    WEEKDAYS,
    ClinicForm,
    changes,
    changes_words,
    clinic_of,
    form_gaps,
    form_of,
    kept_up,
    missing_line,
    missing_words,
    zones_offered,
)
from consult_app.ui.screens.settings_bar import SaveBar
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.callout import Callout
from consult_app.ui.widgets.chips import ChipOption, ChipRow
from consult_app.ui.widgets.combo import Choice, Combo
from consult_app.ui.widgets.field import Field, FieldFrame
from consult_app.ui.widgets.scroll_sheet import ScrollSheet
from consult_app.ui.widgets.text import Text

_FIELDS: Final = (
    ("name", "Clinic na&me", False),
    ("place", "City and s&tate", False),
    ("address", "Street &address", True),
    ("phone", "&Phone", True),
    ("after_hours_phone", "A&fter-hours phone", True),
    ("website", "&Website", True),
    ("questions_link", "Link for &questions", True),
    ("booking_link", "Link for boo&king", True),
)
_PAIRS: Final = (("name", "place"), ("address",), ("phone", "after_hours_phone"), ("website",))
_LINKS: Final = ("questions_link", "booking_link")


class ClinicPage(QWidget):
    """``marked`` tells when what is missing or not saved has changed, ``saved`` gives the clinic that was saved."""

    marked = Signal()
    saved = Signal(object)

    def __init__(self, services: Services, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._theme = theme
        self._kept = services.clinic
        self._saving = False
        self._said = ""
        self.fields: Final[dict[str, Field]] = {}
        self._build()
        self.show_form(form_of(self._kept))

    @property
    def missing(self) -> int:
        """How many details the sheets lack as the clinic is kept."""
        return len(missing_words(self._kept))

    @property
    def unsaved(self) -> int:
        """How many details are typed and not saved."""
        return changes(self.form, self._kept)

    @property
    def form(self) -> ClinicForm:
        """The details as typed."""
        typed = {path: field.text for path, field in self.fields.items()}
        closed = frozenset(int(key) for key in self.closed.on)
        return ClinicForm(**typed, zone=self.zone.value or "", closed_weekdays=closed)

    def show_kept(self, clinic: Clinic) -> None:
        """The clinic as it is on file; what was typed meanwhile stays."""
        form = kept_up(self.form, self._kept, clinic)
        self._kept = clinic
        self.show_form(form)

    def show_form(self, form: ClinicForm) -> None:
        """Put this into the fields, as if it had been typed."""
        for path, field in self.fields.items():
            field.set_text(getattr(form, path))
        system = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
        self.zone.set_choices([Choice(zone, words) for zone, words in zones_offered(form.zone, system)])
        self.zone.set_value(form.zone)
        for key, chip in self.closed.chips.items():
            chip.setChecked(int(key) in form.closed_weekdays)
        self._render()

    def save(self) -> None:
        """Keep what is typed, or go to the first detail that is wrong."""
        if self._saving:
            return
        gaps = {gap.path: gap.words for gap in form_gaps(self.form)}
        self._said = ""
        for path, frame in self._frames.items():
            frame.set_error(gaps.get(path))
        if gaps:
            self._render()
            self._editors[next(iter(gaps))].setFocus(Qt.FocusReason.TabFocusReason)
            return
        clinic, services = clinic_of(self.form, self._kept), self._services
        self._saving = True
        self.bar.problem.hide()
        self.bar.save_button.set_busy("Saving...")
        self._services.jobs.submit(lambda: services.keep_clinic(clinic), done=self._told(clinic), failed=self._failed)

    def discard(self) -> None:
        """Back to what is kept."""
        for frame in self._frames.values():
            frame.set_error(None)
        self.bar.problem.hide()
        self._said = ""
        self.show_form(form_of(self._kept))
        self.fields["name"].editor.setFocus(Qt.FocusReason.TabFocusReason)

    # -- building

    def _build(self) -> None:
        theme = self._theme
        for path, label, optional in _FIELDS:
            field = Field(theme, label, optional=optional)
            field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            field.editor.setObjectName(f"clinic_{path}")
            field.text_edited.connect(self._edited)
            self.fields[path] = field
        self.zone = Combo(theme, "Time zone")
        self.zone.setObjectName("clinic_zone")
        self.zone.chosen.connect(self._edited)
        self._zone_frame = FieldFrame(theme, "Time &zone", hint="All dates and times follow it.")
        self._zone_frame.set_editor(self.zone)
        days = tuple(ChipOption(str(day), words) for day, words in enumerate(WEEKDAYS))
        self.closed = ChipRow(theme, "Closed on", days)
        self.closed.setObjectName("clinic_closed")
        for key, chip in self.closed.chips.items():
            chip.setObjectName(f"clinic_closed_{key}")
        self.closed.toggled.connect(self._edited)
        self._closed_frame = FieldFrame(theme, "Closed on", hint="No visit is planned on these days.")
        self._closed_frame.set_editor(next(iter(self.closed.chips.values())), body=self.closed)
        for chip in self.closed.chips.values():
            chip.setAccessibleName(f"Closed on {chip.text()}")
        self._frames: dict[str, FieldFrame] = {
            **self.fields,
            "zone": self._zone_frame,
            "closed_weekdays": self._closed_frame,
        }
        self._editors: dict[str, QWidget] = {
            **{path: field.editor for path, field in self.fields.items()},
            "zone": self.zone,
            "closed_weekdays": next(iter(self.closed.chips.values())),
        }
        self._missing = Callout(theme, "amber", "")
        self._missing.setObjectName("clinic_missing")
        self.bar = SaveBar(theme, "&Save clinic", name="clinic")
        self.bar.save_button.clicked.connect(self.save)
        self.bar.discard_button.clicked.connect(self.discard)
        sheet = ScrollSheet(theme)
        sheet.set_limit(640)
        title = QVBoxLayout()
        title.setSpacing(0)
        title.addWidget(Text(theme, "Clinic", role="title"))
        words = "Printed on every sheet from now on. Given plans and sheets keep theirs."
        title.addWidget(Text(theme, words, role="body", color="text2"))
        sheet.column.addLayout(title)
        sheet.column.addWidget(self._missing)
        for paths in (*_PAIRS, _LINKS):
            sheet.column.addLayout(_side_by_side(*(self.fields[path] for path in paths)))
        sheet.column.addWidget(self._closed_frame)
        sheet.column.addWidget(self._zone_frame)
        sheet.column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(sheet, 1)
        outer.addWidget(self.bar)

    # -- showing

    def _render(self) -> None:
        count = self.unsaved
        self.bar.state.setText(changes_words(count) or self._said)
        if not self._saving:
            self.bar.discard_button.set_reason(None if count else "Nothing was changed.")
        line = missing_line(self._kept)
        self._missing.setVisible(bool(line))
        self._missing.set_words(line, "Enter what is missing below and save.")
        self.marked.emit()

    def _edited(self, *_what: object) -> None:
        problems = {gap.path for gap in form_gaps(self.form)}
        for path, frame in self._frames.items():
            if path not in problems:
                frame.set_error(None)
        self._render()

    def _told(self, clinic: Clinic) -> Callable[[None], None]:
        def done(_nothing: None) -> None:
            self._saving = False
            self.bar.save_button.set_busy(None)
            self._kept = clinic
            self._said = SAVED
            self._render()
            self.saved.emit(clinic)

        return done

    def _failed(self, error: Exception) -> None:
        self._saving = False
        self.bar.save_button.set_busy(None)
        self.bar.problem.set_words(*not_kept(error))
        self.bar.problem.show()
        self._render()


def _side_by_side(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(16)
    for part in parts:
        row.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
    return row
