import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from consult_app.application.errors import EnvironmentFailed
from consult_app.domain.answers import Provider
from consult_app.domain.clinic import Clinic
from consult_app.ui.presenters.first_run import usual_zone, zone_choices
from consult_app.ui.screens.first_run import FirstRunScreen
from consult_app.ui.theme.theme import Theme
from tests.fakes.jobs import ManualJobs
from tests.fakes.memory_store import MemoryClinicStore, counted_ids


@pytest.fixture
def clinics():
    return MemoryClinicStore(counted_ids())


@pytest.fixture
def jobs():
    return ManualJobs()


@pytest.fixture
def screen(qtbot, clinics, jobs):
    theme = Theme()
    theme.apply(QApplication.instance())
    made = FirstRunScreen(clinics, jobs, theme)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.focus_first()
    return made


def click(qtbot, screen, name):
    qtbot.mouseClick(screen.findChild(QWidget, name), Qt.MouseButton.LeftButton)


def fill_clinic(qtbot, screen):
    qtbot.keyClicks(screen.clinic_name.editor, "Sample Aesthetics")
    qtbot.keyClicks(screen.clinic_place.editor, "Cincinnati, OH")
    qtbot.keyClicks(screen.clinic_phone.editor, "513-555-0142")
    screen.zone.set_value("America/New_York")
    click(qtbot, screen, "first_next")


def test_it_begins_with_the_clinic_and_its_first_field(screen):
    assert QApplication.focusWidget() is screen.clinic_name.editor
    assert not screen.provider_name.isVisible()


def test_clinic_and_provider_are_kept_and_told(qtbot, screen, clinics, jobs):
    fill_clinic(qtbot, screen)
    assert QApplication.focusWidget() is screen.provider_name.editor
    qtbot.keyClicks(screen.provider_name.editor, "Dana Keller")
    with qtbot.waitSignal(screen.finished) as finished:
        click(qtbot, screen, "first_finish")
        jobs.run()
    clinic = Clinic(name="Sample Aesthetics", place="Cincinnati, OH", zone="America/New_York", phone="513-555-0142")
    assert finished.args == [clinic, Provider("Dana Keller", "NP")]
    assert clinics.clinic() == clinic
    assert [(each.name, each.credentials) for each in clinics.providers()] == [("Dana Keller", "NP")]


def test_what_is_missing_is_said_at_its_field_and_gets_the_focus(qtbot, screen):
    click(qtbot, screen, "first_next")
    assert screen.clinic_name.error == "Enter the clinic's name."
    assert screen.clinic_place.error == "Enter the city and state."
    assert QApplication.focusWidget() is screen.clinic_name.editor
    fill_clinic(qtbot, screen)
    assert screen.clinic_name.error is None
    click(qtbot, screen, "first_finish")
    assert screen.provider_name.error == "Enter your full name."


def test_the_clinic_can_be_edited_again(qtbot, screen):
    fill_clinic(qtbot, screen)
    click(qtbot, screen, "first_edit_clinic")
    assert screen.clinic_name.isVisible()
    assert screen.clinic_name.text == "Sample Aesthetics"


def test_a_store_that_fails_is_told_and_trying_again_adds_the_provider_once(qtbot, screen, clinics, jobs, monkeypatch):
    def fail(*_):
        raise EnvironmentFailed("The disk is full.", "Free some space.")

    fill_clinic(qtbot, screen)
    qtbot.keyClicks(screen.provider_name.editor, "Dana Keller")
    with monkeypatch.context() as broken:
        broken.setattr(clinics, "add_provider", fail)
        click(qtbot, screen, "first_finish")
        jobs.run()
    problem = screen.findChild(QWidget, "first_problem")
    assert problem.isVisible()
    assert problem.accessibleName() == "The disk is full."
    with qtbot.waitSignal(screen.finished):
        click(qtbot, screen, "first_finish")
        jobs.run()
    assert len(clinics.providers()) == 1


@pytest.mark.parametrize(
    ("system", "zone"),
    [
        ("America/Chicago", "America/Chicago"),
        ("Europe/London", "Europe/London"),
        ("UTC", "America/New_York"),
        ("Etc/UTC", "America/New_York"),
        ("", "America/New_York"),
        ("No/Such", "America/New_York"),
    ],
)
def test_the_time_zone_is_the_computers_where_it_names_a_place(system, zone):
    assert usual_zone(system) == zone
    assert zone in dict(zone_choices(system))
