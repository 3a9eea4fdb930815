"""The words of a sheet as a list to change: where each line stands, who changed it, how hard it is to read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from consult_app.application.errors import Refused
from consult_app.application.ports import ReadingLevel
from consult_app.application.sheet_edits import NOTE, SheetLine
from consult_app.domain.answers import Provider
from consult_app.ui.presenters.words import count_words

FIXED: Final = (
    "Dates, times and phone numbers come from the plan and from Settings, so that the sheet can never say a wrong one. "
    "The product table, the next visits and the 911 line stay as they are."
)
CLINICS_WORDS: Final = "Press a line to change it. All are the clinic's."
NOTE_LABEL: Final = "Note just for this patient"
_SECTIONS: Final = (
    ("Note", (NOTE,)),
    ("Remember", ("remember.",)),
    ("Days after", ("step.",)),
    ("Avoid", ("avoid.", "before.avoid.")),
    ("OK", ("ok.",)),
    ("When to call", ("call.", "before.call.")),
    ("Products", ("products.", "before.products.")),
    ("Check off", ("before.check.",)),
    ("What to expect", ("before.expect.",)),
    ("Sun", ("sun.",)),
)
_TOP: Final = "Under the title"


@dataclass(frozen=True, slots=True)
class WordsLine:
    """``changed`` names who changed it, empty for the clinic's own line; ``clinic_text`` is what that says."""

    key: str
    text: str
    clinic_text: str
    changed: str
    hint: str

    @property
    def is_note(self) -> bool:
        return self.key == NOTE

    @property
    def shown(self) -> str:
        """What the row says; the note says what it is while it is empty."""
        return self.text or NOTE_LABEL


@dataclass(frozen=True, slots=True)
class WordsSection:
    title: str
    lines: tuple[WordsLine, ...]


@dataclass(frozen=True, slots=True)
class WordsView:
    """The sheet's lines by where they stand on it; ``changed`` says how many are, empty for none."""

    sections: tuple[WordsSection, ...] = ()
    changed: str = ""

    @property
    def summary(self) -> str:
        return self.changed or CLINICS_WORDS

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(line.key for section in self.sections for line in section.lines)


def present_words(lines: tuple[SheetLine, ...], reading_level: Callable[[str, str], ReadingLevel]) -> WordsView:
    """The note comes first, the others as they are read."""
    sections: dict[str, list[WordsLine]] = {"Note": []}
    for line in lines:
        sections.setdefault(_section(line.id), []).append(_line(line, reading_level))
    changed = sum(line.edit is not None for line in lines)
    return WordsView(
        tuple(WordsSection(title, tuple(found)) for title, found in sections.items() if found),
        f"{count_words(changed, 'line')} changed for this patient." if changed else "",
    )


def refused_words(error: Refused) -> str:
    """Why a line cannot stand as typed, and what still stands in its place."""
    return " ".join((error.summary, *error.missing, "Until then the sheet keeps the words it had."))


def _line(line: SheetLine, reading_level: Callable[[str, str], ReadingLevel]) -> WordsLine:
    hint = ""
    if line.edit is not None:
        level = reading_level(line.language, line.text)
        hint = "" if level.easy else f"Hard to read: {level.words}. Aim for {level.aim}: short words and sentences."
    by = line.edit.by if line.edit is not None else None
    return WordsLine(line.id, line.text, line.clinic_text, f"Changed by {_name(by)}" if by is not None else "", hint)


def _name(provider: Provider) -> str:
    return ", ".join(part for part in (provider.name, provider.credentials) if part)


def _section(line: str) -> str:
    return next((title for title, starts in _SECTIONS if line.startswith(starts)), _TOP)
