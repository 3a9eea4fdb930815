"""Nothing a provider answered is lost: taken back and brought back by key, kept over a restart and a full disk."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from consult_app.application.errors import EnvironmentFailed
from consult_app.domain.plan import Step
from consult_app.storage.clinic_file import open_clinic_file
from consult_app.system.paths import Paths
from tests.fakes.services import CLINIC, DANA, filled, new_draft
from tests.journeys.provider import ALT, CTRL, SHIFT

Key = Qt.Key


@pytest.fixture
def written(clinic):
    """Write into the clinic's file while no desk is open; returns what the given function returns."""

    def write(work):
        paths = Paths(clinic.folder)
        paths.create()
        file = open_clinic_file(paths.database, clock=clinic.clock)
        try:
            return work(file)
        finally:
            file.close()

    return write


@pytest.fixture(autouse=True)
def set_up(written):
    """The first run lies behind this clinic."""

    def first_run(file):
        file.clinics.save_clinic(CLINIC)
        file.clinics.add_provider(DANA.name, DANA.credentials)

    written(first_run)


@pytest.fixture
def drafts(written):
    """The drafts in the clinic's file."""
    return lambda: written(lambda file: file.consultations.drafts())


@pytest.fixture
def at_answers(written, open_desk):
    """A desk on a consultation that lacks nothing, at the step asked for."""

    def start(step):
        written(lambda file: file.consultations.save_draft(new_draft(filled(), step=step, visited=tuple(Step))))
        provider = open_desk()
        provider.wait(lambda: provider.names("resume_"), "the draft on Home")
        provider.press(Key.Key_R, CTRL)
        provider.wait(lambda: provider.session is not None and provider.focus not in ("", "home_search"), "the step")
        return provider

    return start


def new_patient(provider):
    provider.press(Key.Key_N, CTRL)
    provider.wait(lambda: provider.focus == "patient_family_name", "the Patient step")


def answer_three_steps(provider):
    new_patient(provider)
    provider.type("Ortega")
    provider.press(Key.Key_Tab)
    provider.type("Marisol")
    provider.press(Key.Key_2, ALT)
    provider.press(Key.Key_Space)
    provider.press(Key.Key_3, ALT)
    provider.press(Key.Key_Right)


# --- undo and redo


def test_undo_and_redo_go_over_several_steps_and_leave_everything_as_it_was(open_desk):
    provider = open_desk()
    answer_three_steps(provider)
    answered = provider.answers
    assert answered.patient.given_name == "Marisol"
    assert answered.concerns
    assert answered.skin.fitzpatrick is not None

    provider.press(Key.Key_Z, CTRL)
    assert provider.answers.skin.fitzpatrick is None
    assert provider.answers.concerns
    provider.press(Key.Key_Z, CTRL)
    assert provider.answers.concerns == ()
    provider.press(Key.Key_Z, CTRL)
    assert (provider.answers.patient.family_name, provider.answers.patient.given_name) == ("Ortega", "")
    provider.press(Key.Key_Z, CTRL)
    assert provider.answers.patient.family_name == ""

    provider.press(Key.Key_Y, CTRL, times=4)
    assert provider.answers == answered


def test_undo_in_a_text_field_takes_back_the_answer_and_the_field_says_so(open_desk):
    provider = open_desk()
    new_patient(provider)
    provider.type("Ortega")
    provider.press(Key.Key_Z, CTRL)
    assert provider.text("patient_family_name") == ""
    provider.press(Key.Key_Z, CTRL | SHIFT)
    assert provider.text("patient_family_name") == "Ortega"


# --- closing and coming back


def test_a_consultation_closed_in_the_middle_is_offered_at_the_next_start_and_goes_on_where_it_stopped(open_desk):
    provider = open_desk()
    answer_three_steps(provider)
    answered = provider.answers
    provider.close()

    again = open_desk()
    again.wait(lambda: again.reads("Stopped at Skin & sun"), "the draft on Home")
    assert not again.reads("Recovered")
    again.press(Key.Key_R, CTRL)
    again.wait(lambda: again.focus == "skin_type_II", "the Skin step")
    assert again.answers == answered


def test_closing_at_once_after_the_last_letter_loses_nothing(open_desk, drafts):
    provider = open_desk()
    new_patient(provider)
    provider.type("Ortega")
    provider.close()
    (draft,) = drafts()
    assert draft.answers.patient.family_name == "Ortega"


# --- the verdict while answering


def test_a_stop_shows_with_the_key_that_gives_it_and_goes_with_the_key_that_takes_it_back(at_answers):
    provider = at_answers(Step.HEALTH)
    assert provider.verdict.startswith("Ready")
    provider.tab_to("health_pregnant_or_nursing_no")
    provider.type("y")
    assert provider.verdict.startswith("Do not treat")
    assert "Pregnant or nursing" in provider.verdict
    assert provider.sees("today_not_treated")
    provider.press(Key.Key_Z, CTRL)
    assert provider.verdict.startswith("Ready")
    assert not provider.sees("today_not_treated")


def test_a_review_asks_for_a_decision_where_the_answer_stands(at_answers):
    provider = at_answers(Step.HEALTH)
    provider.tab_to("health_skin_history_show")
    provider.press(Key.Key_Return)
    provider.tab_to("health_rosacea_no")
    provider.type("y")
    assert provider.verdict.startswith("Needs your decision")
    assert provider.sees("finding_history.rosacea")
    provider.tab_to("health_rosacea_yes", back=True)
    provider.type("n")
    assert provider.verdict.startswith("Ready")
    assert not provider.sees("finding_history.rosacea")


def test_a_fresh_tan_moves_the_first_session_at_once(at_answers):
    provider = at_answers(Step.SKIN)
    before = provider.session.state.proposal
    assert before.verdict.value == "ready"
    provider.tab_to("skin_tan_none")
    provider.press(Key.Key_Right, times=2)
    assert provider.verdict.startswith("Wait")
    moved = provider.session.state.proposal
    assert moved.options[0] != before.options[0]
    provider.press(Key.Key_Left, times=2)
    assert provider.session.state.proposal == before
    assert provider.verdict.startswith("Ready")


# --- wrong input


def test_next_with_gaps_puts_them_at_the_top_and_each_line_leads_to_its_field(open_desk):
    provider = open_desk()
    new_patient(provider)
    provider.press(Key.Key_N, ALT)
    provider.wait(lambda: provider.sees("error_summary"), "the error summary")
    assert provider.session.state.step is Step.PATIENT
    summary = provider.find("error_summary")
    assert summary.links[0].hasFocus()
    first = summary.links[0].text()
    provider.press(Key.Key_Return)
    assert provider.focus == "patient_family_name"
    assert provider.find("patient_family_name").accessibleDescription() == first
    provider.type("Ortega")
    assert provider.find("patient_family_name").accessibleDescription() == ""
    assert first not in [link.text() for link in provider.find("error_summary").links]


def test_a_date_that_is_none_is_told_at_its_field_and_a_good_one_takes_the_words_away(open_desk):
    provider = open_desk()
    new_patient(provider)
    provider.tab_to("patient_birth_date")
    provider.type("13/45/1984")
    provider.press(Key.Key_Tab)
    assert provider.reads("Enter the date as month/day/year")
    assert provider.answers.patient.birth_date is None
    assert provider.text("patient_birth_date") == "13/45/1984"
    provider.tab_to("patient_birth_date", back=True)
    provider.press(Key.Key_A, CTRL)
    provider.type("3/4/1984")
    provider.press(Key.Key_Tab)
    assert not provider.reads("Enter the date as month/day/year")
    assert provider.text("patient_birth_date") == "Mar 4, 1984"


# --- a full disk


class FullDisk:
    """Stands before the store of consultations: while ``full`` nothing can be written."""

    def __init__(self) -> None:
        self.full = False
        self.store = None

    def before(self, services):
        self.store = services.consultations
        return replace(services, consultations=self)

    def save_draft(self, draft):
        if self.full:
            raise EnvironmentFailed("The disk is full.", "Free some space.")
        return self.store.save_draft(draft)

    def __getattr__(self, name):
        return getattr(self.store, name)


@pytest.fixture
def disk(clinic):
    disk = FullDisk()
    clinic.change = disk.before
    return disk


def test_a_full_disk_is_told_and_once_there_is_space_everything_is_kept(open_desk, disk, drafts):
    provider = open_desk()
    new_patient(provider)
    provider.type("Ortega")
    provider.wait_saved()
    disk.full = True
    provider.press(Key.Key_Tab)
    provider.type("Marisol")
    provider.wait(lambda: provider.find("footer_save").kind == "failed", "the failed save")
    assert provider.reads("Can't save. The disk is full. Free some space.")
    provider.press(Key.Key_2, ALT)
    provider.press(Key.Key_Space)
    assert provider.answers.patient.given_name == "Marisol"
    assert provider.answers.concerns

    disk.full = False
    provider.click("footer_retry")
    provider.wait_saved()
    provider.close()
    (draft,) = drafts()
    assert draft.answers.patient.given_name == "Marisol"
    assert draft.answers.concerns


def test_while_the_disk_is_full_one_can_not_leave_by_mistake(open_desk, disk):
    provider = open_desk()
    new_patient(provider)
    provider.type("Ortega")
    provider.wait_saved()
    disk.full = True
    provider.press(Key.Key_Tab)
    provider.type("M")
    provider.press(Key.Key_Home, ALT)
    provider.wait(lambda: provider.find("footer_save").kind == "failed", "the failed save")
    assert provider.session is not None
    asked = []
    provider.desk.navigator.ask_to_lose = lambda window: bool(asked.append(window))
    assert not provider.window.close()
    assert len(asked) == 1
    disk.full = False
    provider.press(Key.Key_S, CTRL)
    provider.wait_saved()
    provider.close()
    assert len(asked) == 1


def test_a_date_typed_last_counts_when_next_is_pressed_from_inside_its_field(open_desk):
    provider = open_desk()
    new_patient(provider)
    provider.type("Ortega")
    provider.tab_to("patient_given_name")
    provider.type("Marisol")
    provider.tab_to("patient_allergies_not_recorded")
    provider.press(Key.Key_Right)
    provider.tab_to("patient_birth_date", back=True)
    provider.type("3/4/84")
    provider.press(Key.Key_N, ALT)
    provider.wait(lambda: provider.session.state.step is Step.CONCERNS, "the Concerns step")
