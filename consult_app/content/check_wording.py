"""Checks of the patient-facing lines and the lists made of them."""

import re
from collections.abc import Iterator, Mapping

from consult_app.content import schema
from consult_app.content.faults import ProtocolFault
from consult_app.content.protocol_files import PROTOCOL_FILE, ProtocolFiles, wording_file
from consult_app.content.sheet_lines import LONGEST_LIST, REQUIRED_LISTS, required_lines
from consult_app.content.text_fields import field_fault

LANGUAGES = ("en", "es")
_LONGEST_SENTENCE = 19


def wording_faults(files: ProtocolFiles) -> Iterator[ProtocolFault]:
    """Lists too long or missing, and lines that a language lacks or whose fields are wrong."""
    part = files.protocol
    for name in REQUIRED_LISTS:
        if name not in part.lists:
            yield ProtocolFault(PROTOCOL_FILE, f"lists.{name}", "this list is missing")
    for name, listed in part.lists.items():
        if len(listed) > LONGEST_LIST:
            yield ProtocolFault(PROTOCOL_FILE, f"lists.{name}", f"has {len(listed)} lines, at most {LONGEST_LIST}")
    for language, lines in files.wording.items():
        yield from _line_faults(wording_file(language), lines, _needed(files, lines))


def wording_notices(files: ProtocolFiles) -> Iterator[ProtocolFault]:
    """Languages that are not there yet, lines no sheet prints, and sentences that are too long to read easily."""
    for language in LANGUAGES:
        if language not in files.wording:
            yield ProtocolFault(wording_file(language), "", "this language is not there yet")
    for language, lines in files.wording.items():
        for line in sorted(lines.keys() - _needed(files, lines).keys()):
            yield ProtocolFault(wording_file(language), f"lines.{line}", "no sheet prints this line")
        for line, text in lines.items():
            longest = max(len(sentence.split()) for sentence in re.split(r"(?<=[.!?])\s+", text))
            if longest > _LONGEST_SENTENCE:
                yield ProtocolFault(
                    wording_file(language), f"lines.{line}", f"a sentence has {longest} words, fewer than 20 read well"
                )


def _needed(files: ProtocolFiles, lines: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Every line the sheets may print, with the fields it must carry."""
    part = files.protocol
    needed = required_lines(
        steps=[step.id for step in part.timeline], categories=[category.id for category in files.products.categories]
    )
    for line in _named_lines(part):
        needed.setdefault(line, frozenset())
    return needed | _dated(part, lines)


def _dated(part: schema.ProtocolFile, lines: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """What to avoid before the visit may carry the last day it is allowed; then it has a twin without the date."""
    needed: dict[str, frozenset[str]] = {}
    for line in part.lists.get("before_avoid", ()):
        if "{date}" in lines.get(line, ""):
            needed |= {line: frozenset({"date"}), f"{line}_undated": frozenset()}
    return needed


def _named_lines(part: schema.ProtocolFile) -> Iterator[str]:
    for listed in part.lists.values():
        yield from listed
    for item in part.aftercare.avoid:
        yield item.wording
    for lines in part.line_sources:
        yield from lines.lines


def _line_faults(file: str, lines: Mapping[str, str], needed: Mapping[str, frozenset[str]]) -> Iterator[ProtocolFault]:
    for line, fields in needed.items():
        if line not in lines:
            yield ProtocolFault(file, f"lines.{line}", "this line is missing")
        elif reason := field_fault(lines[line], fields, all_needed=True):
            yield ProtocolFault(file, f"lines.{line}", reason)
    for line, text in lines.items():
        if line not in needed and (reason := field_fault(text, frozenset())):
            yield ProtocolFault(file, f"lines.{line}", reason)
