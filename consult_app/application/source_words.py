"""What a value rests on in words: its sources with their dates, and whether the clinic has confirmed it."""

import re
from collections.abc import Iterable, Mapping
from datetime import tzinfo

from consult_app.application.governance import Confirmation
from consult_app.domain.protocol import Basis, Protocol, Source
from consult_app.domain.schedule import day_words

UNCONFIRMED = "Default, not confirmed by your clinic"
BASES: Mapping[Basis, str] = {
    Basis.CLINIC: "The clinic's own article",
    Basis.LABEL: "The device labeling",
    Basis.LITERATURE: "Published papers",
    Basis.PRACTICE: "Seen at several clinics",
    Basis.JUDGEMENT: "Our judgment",
}
_LINES = re.compile(r"lines? \d[\w ]*$")
_YEAR = re.compile(r"\b(19|20)\d\d\b")
_UNDATED = "no date given"


def sources_in_words(protocol: Protocol, ids: Iterable[str]) -> tuple[str, ...]:
    """Each source once with its number, the clinic's own first: ``S27: Microneedling…``; an unknown id alone."""
    return tuple(
        f"{name.rpartition(':')[2]}: {source_words(protocol.sources[name])}" if name in protocol.sources else name
        for name in own_first(ids)
    )


def own_first(ids: Iterable[str]) -> tuple[str, ...]:
    """Each id once, the clinic's own before the others."""
    return tuple(sorted(dict.fromkeys(ids), key=lambda source_id: not source_id.startswith("clinic:")))


def source_words(source: Source) -> str:
    """Title, line, date and what it says in our words. A source that bears no date says so."""
    found = _LINES.search(source.place)
    where = found[0] if found is not None else ""
    dated = source.dated or ("" if _YEAR.search(source.title) else _UNDATED)
    name = ", ".join(part for part in (source.title, where, dated) if part)
    return f"{name}. {source.says}".strip()


def basis_in_words(basis: Basis, confirmation: Confirmation | None, zone: tzinfo) -> str:
    """Whose a value is; for a default, whether it was confirmed, by whom and on which day of the clinic."""
    if not basis.needs_confirmation:
        return BASES[basis]
    if confirmation is None:
        return UNCONFIRMED
    by = ", ".join(part for part in (confirmation.by.name, confirmation.by.credentials) if part)
    return f"Default, confirmed by {by}, {day_words(confirmation.at.astimezone(zone).date())}"
