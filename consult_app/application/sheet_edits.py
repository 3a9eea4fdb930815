"""A sheet's lines in a provider's own words for one patient.

A changed line keeps the clinic's named fields: the dates, times and numbers in it go on following the plan. The product
table, the visits, the line that names 911 and the clinic's own details are not lines of this kind.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from string import Formatter
from typing import Final

from consult_app.application.errors import Refused
from consult_app.application.handout_document import EditedNotes
from consult_app.domain.answers import Provider
from consult_app.domain.plan import LineEdit
from consult_app.domain.protocol import Protocol, Wording

NOTE: Final = "edited.note"
"""The note just for this patient: no line of the clinic's, and no part of the sheet until something is written."""
MOST_LETTERS: Final = 300
MOST_LETTERS_IN_NOTE: Final = 1000
_UNDATED: Final = "_undated"
_PARAGRAPHS: Final = frozenset(
    {
        "after.lead",
        "remember.3_no_phone",
        "products.none",
        "sun.line",
        "before.lead_2",
        "before.products.closing",
        "before.products.none",
        "before.expect.how",
        "before.expect.text",
    }
)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of a sheet as it stands there; ``fields`` are the dates, times and numbers filled into it.

    ``clinic_words`` is the clinic's own line, ``edit`` what the provider made of it.
    """

    id: str
    language: str
    clinic_words: str
    fields: tuple[tuple[str, str], ...] = ()
    edit: LineEdit | None = None

    @property
    def text(self) -> str:
        """As the patient reads it."""
        return _filled(self.edit.words if self.edit is not None else self.clinic_words, self.fields)

    @property
    def clinic_text(self) -> str:
        """As the patient would read the clinic's line."""
        return _filled(self.clinic_words, self.fields)


def words_for(line: SheetLine, typed: str) -> str:
    """``typed`` as the words of a ``LineEdit``: what was filled into the line becomes its named fields again.

    Raises ``Refused`` for an empty line, one too long, or one that lost a date, time or number.
    """
    text = " ".join(typed.split()) if line.id != NOTE else typed.strip()
    if not text and line.id != NOTE:
        raise Refused("The line is empty.", ("Write something, or use the clinic's words.",))
    most = MOST_LETTERS_IN_NOTE if line.id == NOTE else MOST_LETTERS
    if len(text) > most:
        raise Refused(f"The line has {len(text)} letters.", (f"{most:,} at most fit well on the sheet.",))
    left = dict(line.fields)
    any_value = re.compile("|".join(map(re.escape, sorted(left.values(), key=len, reverse=True))) or r"(?!)")
    words, after = "", 0
    for found in any_value.finditer(text):
        name = next(name for name, value in (*left.items(), *line.fields) if value == found[0])
        left.pop(name, None)
        words += _literal(text[after : found.start()]) + f"{{{name}}}"
        after = found.end()
    lost = list(left.values())
    if lost:
        raise Refused(f"Keep “{'” and “'.join(lost)}” in the line.", ("It comes from the plan and stays right.",))
    return words + _literal(text[after:])


@dataclass(frozen=True, slots=True)
class PatientLines:
    """The edits of one plan's sheets, with what undo and redo lead to."""

    edits: tuple[LineEdit, ...] = ()
    past: tuple[tuple[LineEdit, ...], ...] = ()
    future: tuple[tuple[LineEdit, ...], ...] = ()
    typing: str = ""

    def put(self, line: SheetLine, typed: str, *, by: Provider, at: datetime) -> "PatientLines":
        """With the line as typed; typing in one line undoes at once, and the clinic's own words are no edit.

        ``at`` is aware UTC. Raises ``Refused`` as ``words_for`` does.
        """
        words = words_for(line, typed)
        key = f"{line.language} {line.id}"
        others = tuple(edit for edit in self.edits if (edit.language, edit.line) != (line.language, line.id))
        if words == line.clinic_words:
            return self._now(others, typing=key)
        before = next((edit for edit in self.edits if edit not in others), None)
        if before is not None and before.words == words:
            return self
        return self._now((*others, LineEdit(line.language, line.id, words, by, at)), typing=key)

    def take_back(self, line: SheetLine) -> "PatientLines":
        """With the clinic's words in that line again."""
        return self._now(tuple(e for e in self.edits if (e.language, e.line) != (line.language, line.id)), typing="")

    def over(self, lines: tuple[SheetLine, ...]) -> tuple[SheetLine, ...]:
        """A sheet's lines as these edits word them."""
        found = {(edit.language, edit.line): edit for edit in self.edits}
        return tuple(replace(line, edit=found.get((line.language, line.id))) for line in lines)

    def undo(self) -> "PatientLines":
        """As before the last change; the same when there is none."""
        if not self.past:
            return self
        return PatientLines(self.past[-1], self.past[:-1], (self.edits, *self.future))

    def redo(self) -> "PatientLines":
        """As before the last ``undo``; the same when there was none."""
        if not self.future:
            return self
        return PatientLines(self.future[0], (*self.past, self.edits), self.future[1:])

    def _now(self, edits: tuple[LineEdit, ...], *, typing: str) -> "PatientLines":
        if edits == self.edits:
            return self
        goes_on = bool(typing) and typing == self.typing and bool(self.past)
        return PatientLines(edits, self.past if goes_on else (*self.past, self.edits), typing=typing)


def edits_that_fit(wording: Wording, edits: tuple[LineEdit, ...]) -> tuple[LineEdit, ...]:
    """Those of this language whose line is still there with the same fields."""
    return tuple(
        edit
        for edit in edits
        if edit.language == wording.language
        and (edit.line == NOTE or edit.line in wording.lines)
        and _names(edit.words) == _names(wording.lines.get(edit.line, ""))
    )


def reworded(wording: Wording, edits: tuple[LineEdit, ...]) -> Wording:
    """The wording with these lines in the provider's words."""
    return replace(wording, lines={**wording.lines, **{edit.line: edit.words for edit in edits}}) if edits else wording


def edited_notes(wording: Wording) -> EditedNotes | None:
    """The note just for this patient, from a wording that is ``reworded``."""
    note = wording.line(NOTE) if NOTE in wording.lines else ""
    return EditedNotes(wording.line("edited.heading"), (note,)) if note else None


def sheet_lines(
    protocol: Protocol, wording: Wording, said: Mapping[str, Mapping[str, str]], edits: tuple[LineEdit, ...]
) -> tuple[SheetLine, ...]:
    """The lines said on a sheet that a provider may put in other words, the note at the end."""
    listed = {line for lines in protocol.lists.values() for line in lines}
    by_line = {edit.line: edit for edit in edits}
    found = [
        SheetLine(line, wording.language, wording.lines[line], tuple(fields.items()), by_line.get(line))
        for line, fields in said.items()
        if line in wording.lines and _may_change(line, listed)
    ]
    return (*found, SheetLine(NOTE, wording.language, "", edit=by_line.get(NOTE)))


def _may_change(line: str, listed: set[str]) -> bool:
    kind = line.removesuffix(_UNDATED)
    return kind in listed or kind in _PARAGRAPHS or (line.startswith("step.") and not line.endswith(".when"))


def _filled(words: str, fields: tuple[tuple[str, str], ...]) -> str:
    return words.format(**dict(fields))


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _names(words: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(words) if name)
