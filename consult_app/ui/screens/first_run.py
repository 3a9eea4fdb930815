"""The first run: the clinic and its first provider, in two steps on one page."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimeZone, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from consult_app.application.errors import EnvironmentFailed
from consult_app.application.ports import ClinicStore, JobRunner
from consult_app.domain.answers import Provider
from consult_app.domain.clinic import Clinic
from consult_app.ui.presenters.first_run import (
    CREDENTIALS,
    clinic_gaps,
    clinic_line,
    provider_gaps,
    usual_zone,
    zone_choices,
)
from consult_app.ui.presenters.words import Gap
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from consult_app.ui.widgets.callout import Callout
from consult_app.ui.widgets.combo import Choice, Combo
from consult_app.ui.widgets.field import Field, FieldFrame, Icon
from consult_app.ui.widgets.painting import draw_box
from consult_app.ui.widgets.scroll_sheet import ScrollSheet
from consult_app.ui.widgets.text import Text

WIDTH: Final = 752


class FirstRunScreen(QWidget):
    """Asks for clinic and first provider and keeps both; ``finished`` gives the ``Clinic`` and the ``Provider``."""

    finished = Signal(object, object)

    def __init__(self, clinics: ClinicStore, jobs: JobRunner, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clinics = clinics
        self._jobs = jobs
        self._theme = theme
        self._build()
        self._open(0)

    def focus_first(self) -> None:
        """Give the focus to the first field of the open step."""
        field = self.clinic_name if not self._clinic_body.isHidden() else self.provider_name
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_next(self) -> None:
        """On to the provider; from there, finish."""
        if not self._clinic_body.isHidden():
            if self._mark(clinic_gaps(self.clinic_name.text, self.clinic_place.text)):
                self._open(1)
        elif self._mark(provider_gaps(self.provider_name.text)):
            self._save()

    def go_back(self) -> None:
        """Back to the clinic."""
        self._open(0)

    @property
    def clinic(self) -> Clinic:
        """The clinic as typed."""
        return Clinic(
            name=self.clinic_name.text,
            place=self.clinic_place.text,
            zone=self.zone.value or usual_zone(""),
            phone=self.clinic_phone.text,
        )

    # --- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._theme
        self.clinic_name = _field(theme, "&Clinic name", "first_clinic_name")
        self.clinic_place = _field(theme, "City and &state", "first_clinic_place")
        self.clinic_phone = _field(theme, "&Phone", "first_clinic_phone", optional=True)
        system = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
        zones = [Choice(zone, words) for zone, words in zone_choices(system)]
        self.zone = Combo(theme, "Time zone", zones)
        self.zone.setObjectName("first_zone")
        self.zone.set_value(usual_zone(system))
        self._clinic_fields = {"clinic.name": self.clinic_name, "clinic.place": self.clinic_place}
        self.provider_name = _field(theme, "&Full name", "first_provider_name")
        self.credentials = Combo(theme, "Credentials", [Choice(each, each) for each in CREDENTIALS])
        self.credentials.setObjectName("first_credentials")
        self.credentials.set_value(CREDENTIALS[0])

        self._clinic_card = _StepCard(theme, "1. Clinic", "Printed on every sheet. Dates follow its time zone.")
        self._provider_card = _StepCard(theme, "2. First provider", "Decisions are recorded in this name.")
        self.edit = self._clinic_card.edit
        self.edit.setObjectName("first_edit_clinic")
        self.edit.clicked.connect(self.go_back)
        self._clinic_body = self._clinic_card.body
        pair = QHBoxLayout()
        pair.setSpacing(16)
        pair.addWidget(self.clinic_name, 1)
        pair.addWidget(self.clinic_place, 1)
        second = QHBoxLayout()
        second.setSpacing(16)
        second.addWidget(self.clinic_phone, 1)
        second.addWidget(_framed(theme, "&Time zone", self.zone), 1)
        self._clinic_card.column.addLayout(pair)
        self._clinic_card.column.addLayout(second)
        self._clinic_card.column.addLayout(self._buttons("&Next: First provider", "first_next", back=False))
        names = QHBoxLayout()
        names.setSpacing(16)
        names.addWidget(self.provider_name, 2)
        names.addWidget(_framed(theme, "Cre&dentials", self.credentials), 1)
        self._provider_card.column.addLayout(names)
        self._problem = Callout(theme, "stop", "")
        self._problem.setObjectName("first_problem")
        self._problem.hide()
        self._provider_card.column.addWidget(self._problem)
        self._provider_card.column.addLayout(self._buttons("Fi&nish", "first_finish", back=True))

        middle = QVBoxLayout()
        middle.setSpacing(16)
        title = QVBoxLayout()
        title.setSpacing(0)
        title.addWidget(Text(theme, "Set up this computer", role="title"))
        words = "2 small steps. You find both under Settings later."
        title.addWidget(Text(theme, words, role="body", color="text2"))
        middle.addLayout(title)
        middle.addWidget(self._clinic_card)
        middle.addWidget(self._provider_card)
        holder = QWidget()
        holder.setLayout(middle)
        holder.setMaximumWidth(WIDTH)
        sheet = ScrollSheet(theme)
        sheet.set_side(24)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(holder, 8)
        row.addStretch(1)
        sheet.column.addSpacing(16)
        sheet.column.addLayout(row)
        sheet.column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(sheet)
        theme.changed.connect(self.update)

    def _buttons(self, text: str, name: str, *, back: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        if back:
            button = SecondaryButton(self._theme, "&Back", icon="chevron-left")
            button.setObjectName("first_back")
            button.clicked.connect(self.go_back)
            row.addWidget(button)
        row.addStretch(1)
        forward = PrimaryButton(self._theme, text, icon_after="chevron-right")
        forward.setObjectName(name)
        forward.clicked.connect(self.go_next)
        row.addWidget(forward)
        if back:
            self._finish = forward
        return row

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("window"))

    # --- steps --------------------------------------------------------------------------------------------------

    def _open(self, step: int) -> None:
        self._clinic_card.show_state("open" if step == 0 else "done", clinic_line(self.clinic))
        self._provider_card.show_state("open" if step == 1 else "later", "")
        self.focus_first()

    def _mark(self, gaps: tuple[Gap, ...]) -> bool:
        """Say the gaps at their fields and go to the first; true when there are none."""
        fields = {**self._clinic_fields, "provider.name": self.provider_name}
        words = {gap.path: gap.words for gap in gaps}
        for path, field in fields.items():
            field.set_error(words.get(path))
        if gaps:
            fields[gaps[0].path].editor.setFocus(Qt.FocusReason.TabFocusReason)
        return not gaps

    def _save(self) -> None:
        clinic, clinics = self.clinic, self._clinics
        provider = Provider(self.provider_name.text, self.credentials.value or "")
        self._problem.hide()
        self._finish.set_busy("Saving...")

        def keep() -> None:
            clinics.save_clinic(clinic)
            known = {(account.name, account.credentials) for account in clinics.providers()}
            if (provider.name, provider.credentials) not in known:
                clinics.add_provider(provider.name, provider.credentials)

        self._jobs.submit(keep, done=self._told(clinic, provider), failed=self._fail)

    def _told(self, clinic: Clinic, provider: Provider) -> Callable[[None], None]:
        def done(_nothing: None) -> None:
            self._finish.set_busy(None)
            self.finished.emit(clinic, provider)

        return done

    def _fail(self, error: Exception) -> None:
        self._finish.set_busy(None)
        known = isinstance(error, EnvironmentFailed)
        self._problem.set_words(
            error.what if isinstance(error, EnvironmentFailed) else "The clinic could not be saved.",
            error.advice if isinstance(error, EnvironmentFailed) and known else "Try again.",
        )
        self._problem.show()


class _StepCard(QFrame):
    """One step: heading, a line under it, and a body while it is open."""

    def __init__(self, theme: Theme, title: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._open = False
        self._icon = Icon(theme, "dashed-circle", color="none", size=22)
        self._title = Text(theme, title, role="section")
        self._line = Text(theme, words, role="dense", color="text2")
        self._note = Text(theme, "", role="dense", color="text2", wrap=False)
        self.edit = SecondaryButton(theme, "Edit", compact=True)
        self.edit.setAccessibleName(f"Edit {title}")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._title)
        texts.addWidget(self._line)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self._icon)
        head.addLayout(texts, 1)
        head.addWidget(self._note)
        head.addWidget(self.edit)
        self.body = QWidget()
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(0, 8, 0, 0)
        self.column.setSpacing(16)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 16, 24, 16)
        outer.addLayout(head)
        outer.addWidget(self.body)
        theme.changed.connect(self.update)

    def show_state(self, state: str, line: str) -> None:
        """``open``, ``done`` with a line that sums it up, or ``later``."""
        self._open = state == "open"
        if state == "done":
            self._icon.set_icon("check-circle-filled", "none")
        elif self._open:
            self._icon.set_icon("dot-circle", "accent")
        else:
            self._icon.set_icon("dashed-circle", "none")
        self._title.set_color("accent" if self._open else "text")
        self._line.setText(line if state == "done" else self._words)
        self._note.setText("Not started" if state == "later" else "")
        self.edit.setVisible(state == "done")
        self.body.setVisible(self._open)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        edge = theme.color("accent" if self._open else "line")
        draw_box(QPainter(self), self.rect(), fill=theme.color("surface"), edge=edge, width=2 if self._open else 1)


def _field(theme: Theme, label: str, name: str, *, optional: bool = False) -> Field:
    field = Field(theme, label, optional=optional)
    field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    field.editor.setObjectName(name)
    return field


def _framed(theme: Theme, label: str, editor: QWidget) -> FieldFrame:
    frame = FieldFrame(theme, label)
    frame.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    frame.set_editor(editor)
    return frame
