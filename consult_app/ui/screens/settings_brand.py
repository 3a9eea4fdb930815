"""Settings > Brand: how the clinic's sheets look and what its own texts say, seen at once on a real sheet."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.application.ports import LogoFile
from consult_app.application.services import Services
from consult_app.domain.clinic import Clinic, SheetWords
from consult_app.ui.jobs import WhileAlive
from consult_app.ui.presenters.settings import not_kept
from consult_app.ui.presenters.settings_brand import (
    LANGUAGES,
    SAVED,
    SAVED_DARKER,
    BrandForm,
    adjusted_colors,
    brand_changes,
    brand_form,
    brand_gaps,
    branded,
    following,
    kept_up_brand,
    logo_words,
)
from consult_app.ui.presenters.settings_clinic import changes_words
from consult_app.ui.screens.settings_bar import SaveBar
from consult_app.ui.screens.settings_brand_colors import AdjustedColor, ColorField
from consult_app.ui.screens.settings_brand_logo import LogoBox
from consult_app.ui.screens.settings_brand_preview import BrandPreview
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.callout import Callout
from consult_app.ui.widgets.check_row import CheckRow
from consult_app.ui.widgets.field import Field, NoteField
from consult_app.ui.widgets.scroll_sheet import ScrollSheet
from consult_app.ui.widgets.segmented import Segment, Segmented
from consult_app.ui.widgets.text import Text

_ROOM_FOR_SIDE: Final = 800
_PREVIEW_LOW: Final = 640
_LINES: Final = (("tagline", "&Tagline"), ("hours", "&Opening hours"), ("after_hours", "After-&hours line"))


class BrandPage(QWidget):
    """``marked`` tells when what is not saved has changed, ``saved`` gives the clinic that was saved."""

    marked = Signal()
    saved = Signal(object)

    def __init__(self, services: Services, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._theme = theme
        self._kept = services.clinic
        self._logo = LogoFile()
        self._words: dict[str, SheetWords] = {}
        self._language = next(iter(LANGUAGES))
        self._saving = False
        self._said = ""
        self._build()
        self.show_form(brand_form(self._kept))

    @property
    def unsaved(self) -> int:
        """How many things are typed and not saved."""
        return brand_changes(self.form, self._kept)

    @property
    def form(self) -> BrandForm:
        """The brand as typed."""
        return BrandForm(
            name=self.name.text,
            ink=self.ink.text,
            accent=self.accent.text,
            letterhead=self.letterhead.isChecked(),
            logo_svg=self._logo.svg,
            logo_png=self._logo.png,
            words=tuple(self._words.items()),
        )

    def show_kept(self, clinic: Clinic) -> None:
        """The clinic as it is on file; what was typed meanwhile stays."""
        form = kept_up_brand(self.form, self._kept, clinic)
        self._kept = clinic
        self.show_form(form)

    def show_form(self, form: BrandForm) -> None:
        """Put this into the fields, as if it had been typed."""
        self.name.set_text(form.name)
        self.ink.set_text(form.ink)
        self.accent.set_text(form.accent)
        self.letterhead.setChecked(form.letterhead)
        self._logo = LogoFile(form.logo_svg, form.logo_png)
        self._words = dict(form.words)
        self._show_words()
        self._render()

    def save(self) -> None:
        """Keep what is typed, colors made dark enough; or go to the first thing that is wrong."""
        if self._saving:
            return
        gaps = {gap.path: gap.words for gap in brand_gaps(self.form)}
        self._said = ""
        if gaps:
            self._go_to(next(iter(gaps)))
            self._show_gaps(gaps)
            self._render()
            return
        form, services = self.form, self._services
        clinic = branded(form, self._kept)
        self._saving = True
        self.bar.problem.hide()
        self.bar.save_button.set_busy("Saving...")
        work = WhileAlive(self, services.jobs)
        work.submit(lambda: services.keep_clinic(clinic), done=self._told(form, clinic), failed=self._failed)

    def discard(self) -> None:
        """Back to what is kept."""
        self._show_gaps({})
        self.logo.clear_messages()
        self.bar.problem.hide()
        self._said = ""
        self.show_form(brand_form(self._kept))
        self.name.editor.setFocus(Qt.FocusReason.TabFocusReason)

    # -- building

    def _build(self) -> None:
        theme = self._theme
        self.name = Field(theme, "Na&me on the sheet")
        self.name.editor.setObjectName("brand_name")
        self.name.text_edited.connect(self._edited)
        self.logo = LogoBox(self._services, theme)
        self.logo.chosen.connect(self._logo_chosen)
        self.ink = ColorField(theme, "Ban&d color", "ink")
        self.accent = ColorField(theme, "&Accent color", "accent")
        self._adjusted = {name: AdjustedColor(theme) for name in ("ink", "accent")}
        self._near = {name: Callout(theme, "amber", "") for name in ("ink", "accent")}
        for name, field in (("ink", self.ink), ("accent", self.accent)):
            field.edited.connect(self._edited)
            self._adjusted[name].setObjectName(f"brand_{name}_adjusted")
            self._near[name].setObjectName(f"brand_{name}_near")
        self.letterhead = CheckRow(theme, "Letterhead &band", more="off saves ink and leaves its place blank")
        self.letterhead.setObjectName("brand_letterhead")
        self.letterhead.clicked.connect(self._edited)
        self.language = Segmented(theme, "Language of the texts", [Segment(*each) for each in LANGUAGES.items()])
        self.language.setObjectName("brand_language")
        self.language.chosen.connect(self._choose_language)
        self.lines = {name: Field(theme, label, optional=True) for name, label in _LINES}
        self.disclaimer = NoteField(
            theme, "Footer &line", optional=True, hint="Printed small at the end of each sheet."
        )
        self.disclaimer.editor.setObjectName("brand_disclaimer")
        self.disclaimer.text_edited.connect(self._words_edited)
        for name, line in self.lines.items():
            line.editor.setObjectName(f"brand_{name}")
            line.text_edited.connect(self._words_edited)
        self.lines["tagline"].set_hint("Printed under the name. Without it, the city and state.")
        self.preview = BrandPreview(self._services, theme)
        self.preview.setMinimumWidth(1)  # else a wide window could not be made narrow in one go
        self._sheet = self._column()
        self.bar = SaveBar(theme, "&Save brand", name="brand")
        self.bar.save_button.clicked.connect(self.save)
        self.bar.discard_button.clicked.connect(self.discard)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._sheet, 1)
        column.addWidget(self.bar)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(left, 3)
        self._row.addWidget(self.preview, 2)
        self._beside = True

    def _column(self) -> ScrollSheet:
        theme = self._theme
        sheet = ScrollSheet(theme)
        sheet.set_limit(640)
        title = QVBoxLayout()
        title.setSpacing(0)
        title.addWidget(Text(theme, "Brand", role="title"))
        words = "How sheets look from now on. Given plans and sheets keep theirs."
        title.addWidget(Text(theme, words, role="body", color="text2"))
        colors = QHBoxLayout()
        colors.setSpacing(16)
        colors.addWidget(self.ink, 1)
        colors.addWidget(self.accent, 1)
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addWidget(Text(theme, "Your own texts", role="section"))
        texts.addWidget(Text(theme, "Each language prints its own, never the other's.", role="dense", color="text2"))
        texts.addWidget(self.language)
        sheet.column.addLayout(title)
        sheet.column.addWidget(self.name)
        sheet.column.addWidget(self.logo)
        sheet.column.addLayout(colors)
        for name in ("ink", "accent"):
            sheet.column.addWidget(self._adjusted[name])
            sheet.column.addWidget(self._near[name])
        sheet.column.addWidget(self.letterhead)
        sheet.column.addLayout(texts)
        for line in self.lines.values():
            sheet.column.addWidget(line)
        sheet.column.addWidget(self.disclaimer)
        sheet.column.addStretch(1)
        return sheet

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit(self.width())

    def fit(self, width: int) -> None:
        """The preview beside the form, or below it where ``width`` px are too few for both."""
        beside = width >= self._theme.px(_ROOM_FOR_SIDE)
        if beside == self._beside:
            return
        self._beside = beside
        if beside:
            self.preview.setMinimumHeight(0)
            self._row.addWidget(self.preview, 2)
        else:
            self.preview.setMinimumHeight(_PREVIEW_LOW)
            self._sheet.column.addWidget(self.preview)

    # -- showing

    def _show_words(self) -> None:
        self.language.set_value(self._language)
        words = self._words[self._language]
        for name, line in self.lines.items():
            line.set_text(getattr(words, name))
        self.disclaimer.set_text(words.disclaimer)

    def _show_gaps(self, gaps: dict[str, str]) -> None:
        self.name.set_error(gaps.get("name"))
        for name, line in self.lines.items():
            line.set_error(gaps.get(f"{self._language}.{name}"))
        self.disclaimer.set_error(gaps.get(f"{self._language}.disclaimer"))

    def _go_to(self, path: str) -> None:
        language, _, name = path.rpartition(".")
        if language:
            self._choose_language(language)
        texts: dict[str, QWidget] = {key: line.editor for key, line in self.lines.items()}
        texts |= {"disclaimer": self.disclaimer.editor, "name": self.name.editor}
        texts |= {"ink": self.ink.editor, "accent": self.accent.editor}
        texts[name].setFocus(Qt.FocusReason.TabFocusReason)

    def _render(self) -> None:
        form, count = self.form, self.unsaved
        self.bar.state.setText(changes_words(count) or self._said)
        if not self._saving:
            self.bar.discard_button.set_reason(None if count else "Nothing was changed.")
        adjusted = {name: (typed, view) for name, typed, view in adjusted_colors(form)}
        for name, card in self._adjusted.items():
            card.setVisible(name in adjusted)
            if name in adjusted:
                card.show_colors(*adjusted[name])
        for name, field in (("ink", self.ink), ("accent", self.accent)):
            self._near[name].setVisible(bool(field.view.near))
            self._near[name].set_words(f"The {'band' if name == 'ink' else name} color may mislead", field.view.near)
        self.logo.show_logo(logo_words(form), there=form.has_logo)
        self.preview.show_brand(branded(form, self._kept), self._language)
        self.marked.emit()

    def _edited(self, *_what: object) -> None:
        problems = {gap.path: gap.words for gap in brand_gaps(self.form)}
        if "name" not in problems:
            self.name.set_error(None)
        for name, line in (*self.lines.items(), ("disclaimer", self.disclaimer)):
            if f"{self._language}.{name}" not in problems:
                line.set_error(None)
        self._said = ""
        self._render()

    def _words_edited(self, *_what: object) -> None:
        typed = {name: line.text for name, line in self.lines.items()}
        words = replace(self._words[self._language], **typed, disclaimer=self.disclaimer.text)
        self._words[self._language] = words
        self._edited()

    def _choose_language(self, language: str) -> None:
        self._language = language
        self._show_gaps({})
        self._show_words()
        self._render()

    def _logo_chosen(self, logo: LogoFile) -> None:
        self._logo = LogoFile(logo.svg, logo.png)
        self._edited()

    def _told(self, sent: BrandForm, clinic: Clinic) -> Callable[[None], None]:
        def done(_nothing: None) -> None:
            self._saving = False
            self.bar.save_button.set_busy(None)
            self._said = SAVED_DARKER if adjusted_colors(sent) else SAVED
            self._kept = clinic
            self.show_form(following(self.form, sent, brand_form(clinic)))
            self.saved.emit(clinic)

        return done

    def _failed(self, error: Exception) -> None:
        self._saving = False
        self.bar.save_button.set_busy(None)
        self.bar.problem.set_words(*not_kept(error))
        self.bar.problem.show()
        self._render()
