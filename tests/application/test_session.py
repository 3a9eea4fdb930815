from datetime import UTC, date, datetime, timedelta

import pytest

from consult_app.application import edits
from consult_app.application.autosave import SaveKind, SaveStatus
from consult_app.application.consultation import ConsultationState
from consult_app.application.errors import EnvironmentFailed, Refused
from consult_app.application.handout_document import Sheet
from consult_app.application.handouts import SheetChoice
from consult_app.application.past_plans import addendum, issue
from consult_app.application.ports import RenderedHandout, SheetLook
from consult_app.application.session import ConsultationSession
from consult_app.domain.answers import Provider, Tan
from consult_app.domain.patient import PatientId
from consult_app.domain.plan import DraftId, DraftPlan, FinalPlan, PlanId, Step
from tests.builders import answers
from tests.fakes.clock import FixedClock
from tests.fakes.jobs import ManualJobs
from tests.fakes.services import services

NOW = datetime(2026, 5, 12, 14, 48, tzinfo=UTC)
DANA = Provider("Dana Keller", "NP")


@pytest.fixture
def jobs() -> ManualJobs:
    return ManualJobs()


@pytest.fixture
def saved() -> list[SaveStatus]:
    return []


@pytest.fixture
def session(jobs: ManualJobs, saved: list[SaveStatus]) -> ConsultationSession:
    draft = DraftPlan(DraftId("d1"), answers(), NOW)
    made = services(jobs=jobs, clock=FixedClock(NOW))
    return ConsultationSession(services=made, draft=draft, provider=DANA, saved=saved.append)


def test_listeners_hear_each_change_and_the_draft_is_saved(
    session: ConsultationSession, jobs: ManualJobs, saved: list[SaveStatus]
) -> None:
    heard: list[ConsultationState] = []
    session.listen(heard.append)
    session.dispatch(edits.SetTan(Tan.SLIGHT))
    session.dispatch(edits.SetTan(Tan.SLIGHT))
    assert len(heard) == 1
    assert not session.is_saved
    jobs.pass_time()
    assert session.is_saved
    assert session.save_status.kind is SaveKind.SAVED
    assert [status.kind for status in saved] == [SaveKind.SAVING, SaveKind.SAVED]


def test_undo_redo_steps_and_facts(session: ConsultationSession) -> None:
    session.dispatch(edits.SetTan(Tan.SLIGHT))
    session.undo()
    assert session.state.answers.skin.tan is Tan.NONE
    session.redo()
    assert session.state.answers.skin.tan is Tan.SLIGHT
    session.go_to(Step.PLAN)
    session.go_to(Step.PLAN)
    assert session.state.step is Step.PLAN
    session.keep(patient_id=PatientId("p1"))
    assert session.state.draft.patient_id == "p1"


def test_save_now_writes_at_once(session: ConsultationSession, jobs: ManualJobs) -> None:
    done: list[int] = []
    session.dispatch(edits.SetTan(Tan.SLIGHT))
    session.save_now(lambda: done.append(1))
    jobs.run()
    assert done == [1]


def test_today_is_the_clinics_day(jobs: ManualJobs) -> None:
    late = FixedClock(datetime(2026, 5, 13, 3, 0, tzinfo=UTC))
    draft = DraftPlan(DraftId("d1"), answers(), NOW)
    made = services(jobs=jobs, clock=late)
    session = ConsultationSession(services=made, draft=draft, provider=DANA, saved=lambda _: None)
    assert session.today == date(2026, 5, 12)
    late.go_on(timedelta(hours=2))
    assert session.today == date(2026, 5, 13)


def test_pages_are_drawn_on_their_own_lane_when_there_is_one(jobs: ManualJobs) -> None:
    assert services(jobs=jobs).pages is not None


def test_an_issued_sheet_keeps_the_bytes_and_their_hash() -> None:
    rendered = RenderedHandout(pdf=b"%PDF", pages=2, text="Your skin")
    choice = SheetChoice(Sheet.AFTER, "en", SheetLook("a4", True, False))
    kept = issue(
        rendered, handout_id="h1", plan_id=PlanId("p1"), choice=choice, by=DANA, at=NOW, how="printed", target="Front"
    )
    assert kept.pdf == b"%PDF"
    assert kept.sha256 == "315d429b7714cedb6ad04ac31240145257692630457f3c88253c5beceac76027"
    assert (kept.sheet, kept.paper, kept.large_print, kept.letterhead, kept.pages) == ("after", "a4", True, False, 2)


def test_an_addendum_needs_words() -> None:
    assert addendum(PlanId("p1"), by=DANA, at=NOW, text=" Moved. ").text == "Moved."
    with pytest.raises(Refused):
        addendum(PlanId("p1"), by=DANA, at=NOW, text=" ")


@pytest.fixture
def ready(jobs: ManualJobs, saved: list[SaveStatus]) -> ConsultationSession:
    """A consultation with everything to sign it."""
    made = services(jobs=jobs, clock=FixedClock(NOW))
    patient = made.patients.add(answers().patient)
    draft = DraftPlan(DraftId("d1"), answers(), NOW, patient_id=patient.id)
    session = ConsultationSession(services=made, draft=draft, provider=DANA, saved=saved.append)
    session.dispatch(edits.ChooseOption(session.state.proposal.options[0].id))
    return session


def test_signing_saves_the_draft_then_keeps_the_plan_and_drops_it(ready: ConsultationSession, jobs: ManualJobs) -> None:
    signed: list[FinalPlan] = []
    ready.sign(done=signed.append, failed=lambda error: pytest.fail(str(error)))
    ready.sign(done=signed.append, failed=lambda error: pytest.fail(str(error)))
    jobs.pass_time()
    assert [plan.signed_by for plan in signed] == [DANA]
    assert ready.finished == signed[0] == ready.services.consultations.plan(signed[0].id)
    assert ready.services.consultations.drafts() == ()


def test_a_signed_consultation_shows_steps_but_changes_no_more(ready: ConsultationSession, jobs: ManualJobs) -> None:
    ready.sign(done=lambda _: None, failed=lambda error: pytest.fail(str(error)))
    ready.dispatch(edits.SetTan(Tan.FRESH))
    jobs.pass_time()
    ready.dispatch(edits.SetTan(Tan.FRESH))
    ready.undo()
    ready.go_to(Step.SKIN)
    jobs.pass_time()
    assert ready.state.answers.skin.tan is Tan.NONE
    assert ready.state.step is Step.SKIN
    assert ready.services.consultations.drafts() == ()


def test_a_plan_that_lacks_something_is_not_signed(session: ConsultationSession, jobs: ManualJobs) -> None:
    with pytest.raises(Refused) as refused:
        session.sign(done=lambda _: pytest.fail("signed"), failed=lambda _: pytest.fail("failed"))
    assert "Choose an option or build the plan." in refused.value.missing
    session.dispatch(edits.SetTan(Tan.SLIGHT))
    assert session.state.answers.skin.tan is Tan.SLIGHT


def test_when_the_plan_cannot_be_kept_the_consultation_goes_on(
    ready: ConsultationSession, jobs: ManualJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(plan: FinalPlan, *, draft_id: DraftId) -> FinalPlan:
        raise EnvironmentFailed("The disk is full.")

    problems: list[Exception] = []
    with monkeypatch.context() as broken:
        broken.setattr(ready.services.consultations, "finish", full)
        ready.sign(done=lambda _: pytest.fail("signed"), failed=problems.append)
        jobs.run()
    assert len(problems) == 1
    assert ready.finished is None
    ready.dispatch(edits.SetTan(Tan.SLIGHT))
    jobs.pass_time()
    assert ready.services.consultations.drafts()[0].answers.skin.tan is Tan.SLIGHT


def test_when_the_draft_cannot_be_saved_the_plan_is_not_signed(
    ready: ConsultationSession, jobs: ManualJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(draft: DraftPlan) -> DraftPlan:
        raise EnvironmentFailed("The disk is full.")

    problems: list[Exception] = []
    ready.dispatch(edits.SetWords("Smoother cheeks."))
    monkeypatch.setattr(ready.services.consultations, "save_draft", full)
    ready.sign(done=lambda _: pytest.fail("signed"), failed=problems.append)
    jobs.run()
    assert [str(problem) for problem in problems] == ["The draft could not be saved, so the plan is not signed."]
    assert not ready.is_signing
    assert ready.finished is None


def test_whoever_leaves_while_the_plan_is_signed_waits_for_the_signature(
    ready: ConsultationSession, jobs: ManualJobs
) -> None:
    told: list[str] = []
    ready.sign(done=lambda _: told.append("signed"), failed=lambda error: pytest.fail(str(error)))
    ready.save_now(lambda: told.append("left"))
    assert told == []
    jobs.run()
    assert told == ["signed", "left"]
