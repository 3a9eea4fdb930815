"""The audit: who did what to which record and when. It names records by their ids and fields by their names only."""

import hashlib
import re
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

NOBODY: Final = ""
"""Stands for the program itself, or for somebody who has not signed in."""


class Event(StrEnum):
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    RECOVERED = "recovered"
    """Let in by the recovery code."""
    LOCKED = "locked"
    VIEWED = "viewed"
    CREATED = "created"
    EDITED = "edited"
    REMOVED = "removed"
    FINALISED = "finalised"
    OVERRODE = "overrode"
    ISSUED = "issued"
    """A sheet was printed, saved or attached; its fields say which."""
    EXPORTED = "exported"
    IMPORTED = "imported"
    BACKED_UP = "backed_up"
    RESTORED = "restored"
    SETTINGS = "settings"
    ACCOUNTS = "accounts"


class Subject(StrEnum):
    CLINIC = "clinic"
    PROVIDER = "provider"
    PATIENT = "patient"
    DRAFT = "draft"
    PLAN = "plan"
    HANDOUT = "handout"
    SETTING = "setting"
    PROTOCOL = "protocol"
    PRODUCT = "product"
    BACKUP = "backup"


_ID: Final = re.compile(r"[\w.:+-]{0,80}", re.ASCII)
_FIELD: Final = re.compile(r"[\w.:+-]{1,80}", re.ASCII)
_DIGEST: Final = re.compile(r"([0-9a-f]{64})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """What happened. ``digest`` is the SHA-256 of what was kept, for plans and sheets.

    Nothing but ids, names of fields and a digest fits in, so no value of a patient can be written by mistake.
    """

    event: Event
    subject: Subject
    subject_id: str = ""
    fields: tuple[str, ...] = ()
    digest: str = ""

    def __post_init__(self) -> None:
        shaped = _ID.fullmatch(self.subject_id) and _DIGEST.fullmatch(self.digest)
        if not shaped or not all(_FIELD.fullmatch(name) for name in self.fields):
            raise ValueError("an audit entry holds an id, names of fields and a digest, nothing else")


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One kept entry; ``by`` is a provider's id, ``RECOVERY`` or ``NOBODY``."""

    number: int
    at: datetime
    by: str
    entry: AuditEntry


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What to list; empty fields do not filter. ``until`` is not included."""

    by: str | None = None
    events: tuple[Event, ...] = ()
    subject: Subject | None = None
    subject_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


class AuditLog(Protocol):
    """Only ever added to; each line is chained to the one before."""

    def record(self, *entries: AuditEntry, by: str | None = None, at: datetime | None = None) -> None:
        """Keep these lines in one transaction; without ``by`` as the provider who is signed in, without ``at`` now."""
        ...

    def lines(self, which: AuditFilter, *, limit: int = 200, offset: int = 0) -> tuple[AuditLine, ...]:
        """Latest first."""
        ...

    def count(self, which: AuditFilter) -> int: ...


def as_id(text: str) -> str:
    """``text`` where it is shaped like an id, else a short digest of it: a name from a file is not to be trusted."""
    return text if _FIELD.fullmatch(text) else "x-" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def changed_fields(before: object, after: object) -> tuple[str, ...]:
    """The names of the fields in which two objects of one dataclass differ, in their order."""
    assert type(before) is type(after)
    names = (each.name for each in fields(before))  # type: ignore[arg-type]
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))
