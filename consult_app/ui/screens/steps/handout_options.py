"""Which sheet, in which language, how large, on which paper."""

from datetime import time
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from consult_app.application.handout_document import Sheet
from consult_app.ui.presenters.handout import HandoutView, SheetWish
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import SecondaryButton
from consult_app.ui.widgets.check_row import CheckRow
from consult_app.ui.widgets.segmented import Segment, Segmented
from consult_app.ui.widgets.text import Text
from consult_app.ui.widgets.time_field import TimeField

_STANDARD: Final = "standard"
_LARGE: Final = "large"


class HandoutOptions(QWidget):
    """Tells what is chosen; shows nothing of itself."""

    sheet_chosen = Signal(str)
    language_chosen = Signal(str)
    large_chosen = Signal(bool)
    paper_chosen = Signal(str)
    letterhead_chosen = Signal(bool)
    end_chosen = Signal(object)
    words_asked = Signal()

    def __init__(self, theme: Theme, languages: tuple[tuple[str, str], ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.sheet = self._row("&Sheet", "sheet", ((Sheet.BEFORE.value, "Before"), (Sheet.AFTER.value, "After")))
        self.sheet.chosen.connect(self.sheet_chosen)
        self.end = TimeField(theme, "&Treatment ended")
        self.end.editor.setObjectName("handout_end")
        self.end.time_edited.connect(self._ended)
        self._column.addWidget(self.end)
        self.language = self._row("&Language", "language", languages)
        self.language.chosen.connect(self._language)
        self._no_language = Text(theme, "", role="meta", color="text2")
        self._no_language.setObjectName("handout_language_words")
        self._column.addWidget(self._no_language)
        self.words = SecondaryButton(theme, "Change &words", icon="pen", compact=True)
        self.words.setObjectName("handout_change_words")
        self.words.clicked.connect(self.words_asked)
        self.words_summary = Text(theme, "", role="meta", color="text2")
        self.words_summary.setObjectName("handout_words_state")
        self._column.addSpacing(8)
        self._column.addWidget(self.words)
        self._column.addWidget(self.words_summary)
        self.size_of_text = self._row("Text size", "size", ((_STANDARD, "Standard"), (_LARGE, "Large print")))
        self.size_of_text.options[1].setText("Lar&ge print")
        self.size_of_text.chosen.connect(lambda key: self.large_chosen.emit(key == _LARGE))
        self.paper = self._row("&Paper", "paper", (("letter", "US Letter"), ("a4", "A4")))
        self.paper.chosen.connect(self.paper_chosen)
        self.letterhead = CheckRow(theme, "L&etterhead band")
        self.letterhead.setObjectName("handout_letterhead")
        self.letterhead.clicked.connect(self.letterhead_chosen)
        self._column.addWidget(self.letterhead)
        self._reasons: dict[str, str] = {}
        self._shown_language = ""

    def show_view(self, view: HandoutView, wish: SheetWish) -> None:
        """Show what is chosen."""
        self.sheet.set_value(wish.sheet.value)
        self.end.setVisible(view.asks_end)
        at = wish.ended.time() if wish.ended is not None else None
        if not self.end.editor.hasFocus() and self.end.value != at:
            self.end.set_time(at)
        self.end.set_hint(view.end_hint)
        if view.end_error or self.end.value == at:
            self.end.set_error(view.end_error or None)
        self._reasons = {key: reason for key, _, reason in view.languages}
        for option in self.language.options:
            option.set_reason(self._reasons.get(option.segment.key) or None)
        self._shown_language = wish.language
        self.language.set_value(wish.language)
        words = next((reason for reason in self._reasons.values() if reason), "")
        self._no_language.setText(words)
        self._no_language.setVisible(bool(words))
        self.size_of_text.set_value(_LARGE if wish.look.large_print else _STANDARD)
        self.paper.set_value(wish.look.paper)
        self.letterhead.setChecked(wish.look.letterhead)

    def show_words(self, summary: str, *, refusal: str) -> None:
        """``summary`` says what is changed for this patient, ``refusal`` why nothing can be changed now."""
        self.words.set_reason(refusal or None)
        self.words_summary.setText(refusal or summary)
        self.words_summary.setVisible(bool(refusal or summary))

    def _row(self, label: str, name: str, segments: tuple[tuple[str, str], ...]) -> Segmented:
        plain = label.replace("&", "")
        text = Text(self._theme, label, role="body", wrap=False)
        row = Segmented(self._theme, plain, [Segment(key, words) for key, words in segments])
        for option in row.options:
            option.setObjectName(f"handout_{name}_{option.segment.key}")
        text.setBuddy(row)
        self._column.addWidget(text)
        self._column.addWidget(row)
        return row

    def _language(self, key: str) -> None:
        """Arrows reach a language that cannot be chosen, too."""
        if self._reasons.get(key):
            self.language.set_value(self._shown_language)
        else:
            self.language_chosen.emit(key)

    def _ended(self, at: time | None) -> None:
        if at is not None:
            self.end_chosen.emit(at)
