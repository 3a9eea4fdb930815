from dataclasses import replace
from datetime import UTC, datetime

import pytest

from consult_app.application.autosave import LONGEST_MS, PAUSE_MS, Autosave, SaveKind, SaveStatus
from consult_app.application.errors import EnvironmentFailed
from consult_app.domain.plan import DraftId, DraftPlan
from tests.builders import answers
from tests.fakes.clock import FixedClock
from tests.fakes.jobs import ManualJobs

NOW = datetime(2026, 5, 12, 14, 48, tzinfo=UTC)
DRAFT = DraftPlan(DraftId("d1"), answers(), NOW)


class OneDraft:
    """Remembers what was saved; fails while told to."""

    def __init__(self) -> None:
        self.saved: list[DraftPlan] = []
        self.problem: Exception | None = None

    def save_draft(self, draft: DraftPlan) -> DraftPlan:
        if self.problem is not None:
            raise self.problem
        self.saved.append(draft)
        return replace(draft, saved_at=NOW, version=len(self.saved))


@pytest.fixture
def store() -> OneDraft:
    return OneDraft()


@pytest.fixture
def jobs() -> ManualJobs:
    return ManualJobs()


@pytest.fixture
def told() -> list[SaveStatus]:
    return []


@pytest.fixture
def autosave(store: OneDraft, jobs: ManualJobs, told: list[SaveStatus]) -> Autosave:
    return Autosave(store=store, jobs=jobs, clock=FixedClock(NOW), listener=told.append)  # type: ignore[arg-type]


def words(text: str) -> DraftPlan:
    return replace(DRAFT, answers=answers(words=text))


def test_quick_edits_become_one_save_well_within_a_second(
    autosave: Autosave, store: OneDraft, jobs: ManualJobs, told: list[SaveStatus]
) -> None:
    autosave.changed(words("a"))
    autosave.changed(words("ab"))
    assert sorted(timer.milliseconds for timer in jobs.timers) == [PAUSE_MS, LONGEST_MS]
    assert not autosave.is_clean
    jobs.pass_time()
    assert store.saved == [words("ab")]
    assert [status.kind for status in told] == [SaveKind.SAVING, SaveKind.SAVED]
    assert told[-1].at == NOW
    assert autosave.is_clean


def test_steady_typing_is_saved_within_a_second_of_the_first_letter(
    autosave: Autosave, store: OneDraft, jobs: ManualJobs
) -> None:
    assert LONGEST_MS < 1000
    autosave.changed(words("a"))
    limit = next(timer for timer in jobs.timers if timer.milliseconds == LONGEST_MS)
    for typed in ("ab", "abc", "abcd"):
        autosave.changed(words(typed))
    assert limit in jobs.timers
    limit.call()
    jobs.run()
    assert store.saved == [words("abcd")]
    assert jobs.timers == []


def test_an_edit_during_a_save_is_written_right_after(autosave: Autosave, store: OneDraft, jobs: ManualJobs) -> None:
    autosave.changed(words("a"))
    autosave.save_now()
    autosave.changed(words("b"))
    autosave.save_now()
    jobs.run()
    assert store.saved == [words("a"), words("b")]


def test_save_now_calls_back_once_all_is_written(autosave: Autosave, store: OneDraft, jobs: ManualJobs) -> None:
    done: list[int] = []
    autosave.save_now(lambda: done.append(0))
    assert done == [0]
    autosave.changed(words("a"))
    autosave.save_now(lambda: done.append(1))
    assert done == [0]
    jobs.run()
    assert done == [0, 1]
    assert len(store.saved) == 1


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (EnvironmentFailed("The disk is full.", "Make room, then try again."), "The disk is full. Make room"),
        (RuntimeError("secret"), "The draft could not be written."),
    ],
)
def test_a_failed_save_stays_due_and_says_what_to_do(
    autosave: Autosave, store: OneDraft, jobs: ManualJobs, told: list[SaveStatus], problem: Exception, said: str
) -> None:
    store.problem = problem
    autosave.changed(words("a"))
    never: list[int] = []
    autosave.save_now(lambda: never.append(1))
    jobs.run()
    assert told[-1].kind is SaveKind.FAILED
    assert told[-1].problem.startswith(said)
    assert "secret" not in told[-1].problem
    assert not autosave.is_clean
    assert never == []
    store.problem = None
    autosave.save_now()
    jobs.run()
    assert store.saved == [words("a")]


def test_a_failed_save_never_writes_over_a_newer_edit(autosave: Autosave, store: OneDraft, jobs: ManualJobs) -> None:
    store.problem = RuntimeError()
    autosave.changed(words("old"))
    autosave.save_now()
    autosave.changed(words("new"))
    jobs.run()
    store.problem = None
    autosave.save_now()
    jobs.run()
    assert store.saved == [words("new")]
