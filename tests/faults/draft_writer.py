"""A program that saves drafts without end, to be killed.

It is run by its path, and imports nothing of the tests, so that it needs no more than the installed program.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from consult_app.application.vault import FileKey
from consult_app.domain.answers import Answers, AskDecision, ProductAnswer, ResumeDecision
from consult_app.domain.plan import DraftId, DraftPlan
from consult_app.storage.clinic_file import open_clinic_file
from consult_app.system.clock import SystemClock

LENGTH = 10_000
STARTED = datetime(2026, 5, 12, 15, 0, tzinfo=UTC)


def draft_number(number: int, draft_id: str) -> DraftPlan:
    """A draft that tells its number in its first and last field, with long notes between."""
    mark = f"{number:09}"
    text = mark * (LENGTH // len(mark))
    given = Answers(
        treatment=mark,
        words=text,
        products=(
            ProductAnswer(mark, decision=AskDecision()),
            ProductAnswer(mark, decision=ResumeDecision(date(2026, 5, 22))),
        ),
    )
    return DraftPlan(id=DraftId(draft_id), answers=given, started_at=STARTED, different_person=mark)


def number_of(kept: DraftPlan) -> int:
    """The number a draft tells; an assertion fails when its fields do not agree."""
    number = int(kept.different_person)
    assert kept == replace(draft_number(number, kept.id), version=kept.version, saved_at=kept.saved_at)
    return number


def save_without_end(path: Path, key: FileKey | None, first: int, told: Connection) -> None:
    """Save a small draft and a big one in turn; tell each number after its save was acknowledged.

    With ``key`` the file is encrypted and audited.
    """
    file = open_clinic_file(path, clock=SystemClock(), key=key, who=None if key is None else lambda: "dana")
    number = first
    with suppress(BrokenPipeError):
        while True:
            file.consultations.save_draft(draft_number(number, f"draft-{number % 2}"))
            told.send(number)
            number += 1


if __name__ == "__main__":
    save_without_end(*globals()["job"])
