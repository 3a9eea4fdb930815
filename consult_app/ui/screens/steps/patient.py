"""Step 1: who is being consulted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.application.accounts import ProviderAccount
from consult_app.application.consultation import ConsultationState
from consult_app.application.edits import SetPatient, SetProvider
from consult_app.application.ports import PatientMatch
from consult_app.application.session import ConsultationSession
from consult_app.domain.patient import AllergyState, PatientDetails
from consult_app.domain.plan import Step
from consult_app.ui.jobs import WhileAlive
from consult_app.ui.presenters.patient import (
    LANGUAGES,
    PatientView,
    PersonAsked,
    ProviderChoice,
    birth_date_problem,
    different_person_words,
    opened_record,
    patient_gaps,
    person_asked,
    present_patient,
    with_allergy,
    with_allergy_state,
    with_text,
    without_allergy,
)
from consult_app.ui.presenters.words import Gap
from consult_app.ui.screens.steps.checked_date import CheckedDate
from consult_app.ui.screens.steps.patient_allergies import AllergyAnswer
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import SecondaryButton
from consult_app.ui.widgets.callout import Callout
from consult_app.ui.widgets.combo import Choice, Combo
from consult_app.ui.widgets.field import Field, FieldFrame
from consult_app.ui.widgets.segmented import Segment, Segmented
from consult_app.ui.widgets.text import Text

LOOK_UP_MS: Final = 250
"""Quiet time after typing before the patient is looked for on file."""


_GAP: Final = 16
_NARROWEST: Final = 480


class PatientStep(QWidget):
    """Names, birth date, allergies; says when the same person is on file already."""

    step = Step.PATIENT
    messages = Signal(str)
    gaps_changed = Signal()

    def __init__(self, session: ConsultationSession, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = WhileAlive(self, session.services.jobs)
        self._theme = theme
        self._accounts: tuple[ProviderAccount, ...] = ()
        self._offered: tuple[ProviderChoice, ...] = ()
        self._on_file: tuple[PatientMatch, ...] = ()
        self._asked: PersonAsked | None = None
        self._cancel: Callable[[], None] | None = None
        self._marks_gaps = False
        self._view: PatientView | None = None
        self._build()
        self.render(session.state)
        clinics = session.services.clinics
        self._jobs.submit(clinics.providers, done=self._people_known, failed=self._people_unknown)

    # -- contract

    @override
    def render(self, state: ConsultationState) -> None:  # type: ignore[override]
        """Show the state."""
        self._look_up(state.answers.patient)
        view = present_patient(
            state,
            today=self._session.today,
            at_desk=self._session.provider,
            providers=self._accounts,
            on_file=self._on_file,
        )
        self._view = view
        errors = {gap.path: gap.words for gap in view.gaps} if self._marks_gaps else {}
        details = view.details
        self._title.setText(view.title)
        for name, field in self._fields.items():
            shown = getattr(details, name)
            if field.text != shown.strip() or not field.editor.hasFocus():
                field.set_text(shown)
            field.set_error(errors.get(f"patient.{name}"))
        self._birth.render_date(details.birth_date, errors.get("patient.birth_date", ""))
        self._birth.set_inside(view.age)
        self._language.set_value(details.language)
        if view.providers != self._offered:
            self._offered = view.providers
            self._provider.set_choices([Choice(choice.key, choice.text) for choice in view.providers])
        self._provider.set_value(view.provider)
        self._allergies.render_allergies(details.allergies, errors.get("patient.allergies", ""))
        self._render_duplicate(view)

    def focus_first(self) -> None:
        """The family name."""
        self._fields["family_name"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_path(self, path: str) -> bool:
        """The control of an answer path."""
        name = path.removeprefix("patient.")
        if name in self._fields:
            self._fields[name].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        elif name == "birth_date":
            self._birth.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        elif name == "language":
            self._language.setFocus(Qt.FocusReason.OtherFocusReason)
        elif name == "allergies":
            if self._allergies.list.isVisibleTo(self):
                self._allergies.list.field.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self._allergies.focus_answer()
        elif name == "duplicate":
            self._open_record.setFocus(Qt.FocusReason.OtherFocusReason)
        elif path == "provider":
            self._provider.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            return False
        return True

    def gaps(self, state: ConsultationState) -> tuple[Gap, ...]:
        """What the step still lacks."""
        return patient_gaps(state, self._on_file)

    def show_gaps(self, gaps: tuple[Gap, ...]) -> None:
        """Repeat the words at the fields, or take them away."""
        self._marks_gaps = bool(gaps)
        self.render(self._session.state)

    # -- building

    def _build(self) -> None:
        theme = self._theme
        self._title = Text(theme, role="title", wrap=False)
        lead = Text(theme, "Type the name and birth date as the ID shows them.", color="text2")
        self._fields = {
            "family_name": Field(theme, "&Family name"),
            "given_name": Field(theme, "&Given name"),
            "preferred_name": Field(theme, "P&referred name", optional=True),
            "phone": Field(theme, "P&hone", optional=True),
            "chart": Field(theme, "Chart n&umber", optional=True, placeholder="Given on save"),
        }
        for name, field in self._fields.items():
            field.editor.setObjectName(f"patient_{name}")
            field.text_edited.connect(lambda _text, name=name: self._typed(name))
        self._birth = CheckedDate(
            theme,
            "Birth d&ate",
            today=lambda: self._session.today,
            problem=lambda born: birth_date_problem(born, self._session.today),
            weekday=False,
        )
        self._birth.editor.setObjectName("patient_birth_date")
        self._birth.accepted.connect(self._born)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(_GAP)
        self._in_row = 0
        self._lay_out_fields(3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._title)
        head.addWidget(lead)
        column.addLayout(head)
        column.addSpacing(8)
        column.addLayout(self._grid)
        column.addWidget(self._build_duplicate())
        self._different = Text(theme, role="meta", color="text2")
        self._different.setObjectName("patient_different_person_words")
        column.addWidget(self._different)
        column.addLayout(self._build_choices())
        column.addSpacing(8)
        self._allergies = AllergyAnswer(theme)
        self._allergies.state_chosen.connect(self._allergy_state)
        self._allergies.list.added.connect(self._allergy_added)
        self._allergies.list.removed.connect(self._allergy_removed)
        column.addWidget(self._allergies)
        column.addStretch(1)

    def _lay_out_fields(self, in_row: int) -> None:
        """Three fields in a row, or two where large text leaves no room for three."""
        if in_row == self._in_row:
            return
        self._in_row = in_row
        places = ("family_name", "given_name", "preferred_name", "", "phone", "chart")
        for at, name in enumerate(places):
            widget: QWidget = self._fields[name] if name else self._birth
            self._grid.addWidget(widget, at // in_row, at % in_row, Qt.AlignmentFlag.AlignTop)
        for at in range(3):
            self._grid.setColumnStretch(at, 1 if at < in_row else 0)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: object) -> None:
        widest = max(field.minimumSizeHint().width() for field in (*self._fields.values(), self._birth))
        self._lay_out_fields(3 if self.width() >= 3 * widest + 2 * _GAP else 2)
        super().resizeEvent(event)  # type: ignore[arg-type]

    def _build_duplicate(self) -> QWidget:
        self._duplicate = Callout(self._theme, "amber", "", below=True)
        self._open_record = SecondaryButton(self._theme, "&Open that record", compact=True)
        self._open_record.setObjectName("patient_open_record")
        self._open_record.clicked.connect(self._take_record)
        self._other_person = SecondaryButton(self._theme, "This is a &different person", compact=True)
        self._other_person.setObjectName("patient_different_person")
        self._other_person.clicked.connect(self._confirm_different)
        self._duplicate.add(self._open_record)
        self._duplicate.add(self._other_person)
        return self._duplicate

    def _build_choices(self) -> QHBoxLayout:
        theme = self._theme
        self._language = Segmented(
            theme, "Preferred language", [Segment(key, words) for key, words in LANGUAGES], tall=True
        )
        self._language.chosen.connect(self._speaks)
        for option in self._language.options:
            option.setObjectName(f"patient_language_{option.segment.key}")
        language = FieldFrame(theme, "Preferred &language")
        language.set_editor(self._language)
        language.label.setBuddy(self._language.options[0])
        self._provider = Combo(theme, "Provider")
        self._provider.setObjectName("patient_provider")
        self._provider.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._provider.chosen.connect(self._treated_by)
        provider = FieldFrame(theme, "Pro&vider")
        provider.set_editor(self._provider)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(language, 1)
        row.addWidget(provider, 1)
        return row

    def _render_duplicate(self, view: PatientView) -> None:
        card = view.duplicate
        if card is None and (self._open_record.hasFocus() or self._other_person.hasFocus()):
            self._language.setFocus(Qt.FocusReason.OtherFocusReason)
        self._duplicate.setVisible(card is not None)
        if card is not None:
            self._duplicate.set_words(card.title, card.text)
        self._different.setText(view.confirmed_different)
        self._different.setVisible(bool(view.confirmed_different))

    # -- what the provider did

    @property
    def _details(self) -> PatientDetails:
        return self._session.state.answers.patient

    def _typed(self, name: str) -> None:
        text = self._fields[name].editor.text()
        if name in ("family_name", "given_name"):
            self._other_name_asks_again()
        self._session.dispatch(SetPatient(with_text(self._details, name, text), field=name))

    def _born(self, born: date | None) -> None:
        self._other_name_asks_again()
        self._session.dispatch(SetPatient(replace(self._details, birth_date=born), field="birth_date"))

    def _speaks(self, language: str) -> None:
        self._session.dispatch(SetPatient(replace(self._details, language=language)))

    def _treated_by(self, key: str) -> None:
        chosen = next((choice for choice in self._view.providers if choice.key == key), None) if self._view else None
        if chosen is not None:
            self._session.dispatch(SetProvider(chosen.provider))

    def _allergy_state(self, state: str) -> None:
        self._session.dispatch(SetPatient(with_allergy_state(self._details, AllergyState(state))))

    def _allergy_added(self, words: str) -> None:
        self._session.dispatch(SetPatient(with_allergy(self._details, words)))

    def _allergy_removed(self, item: str) -> None:
        self._session.dispatch(SetPatient(without_allergy(self._details, item)))

    def _take_record(self) -> None:
        card = self._view.duplicate if self._view else None
        match = next((each for each in self._on_file if card and each.patient.id == card.patient_id), None)
        if match is not None:
            self._session.keep(patient_id=match.patient.id)
            self._session.dispatch(SetPatient(opened_record(match.patient.details, self._details)))

    def _confirm_different(self) -> None:
        services = self._session.services
        now = services.clock.now().astimezone(services.clinic.time_zone)
        words = different_person_words(self._session.provider, services.dates("en").moment(now, year=True))
        self._session.keep(different_person=words)

    def _other_name_asks_again(self) -> None:
        if self._session.state.draft.different_person:
            self._session.keep(different_person="")

    # -- the same person on file

    def _look_up(self, details: PatientDetails) -> None:
        asked = person_asked(details)
        if asked == self._asked:
            return
        self._asked = asked
        self._on_file = ()
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
        if asked is not None:
            self._cancel = self._jobs.later(LOOK_UP_MS, lambda: self._ask_store(asked))

    def _ask_store(self, asked: PersonAsked) -> None:
        self._cancel = None
        services = self._session.services
        self._jobs.submit(
            lambda: services.patients.same_person(asked.family_name, asked.given_name, asked.birth_date),
            done=lambda found: self._found(asked, found),
            failed=lambda _error: self.messages.emit(
                "Could not look for this patient on file. Search before you go on."
            ),
        )

    def _found(self, asked: PersonAsked, found: tuple[PatientMatch, ...]) -> None:
        if asked == self._asked:
            self._on_file = found
            self.render(self._session.state)
            self.gaps_changed.emit()

    # -- who may treat

    def _people_known(self, accounts: tuple[ProviderAccount, ...]) -> None:
        self._accounts = accounts
        self.render(self._session.state)

    def _people_unknown(self, _error: Exception) -> None:
        self.messages.emit("Could not read the list of providers. You stay on this plan.")
