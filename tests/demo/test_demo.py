"""The sample clinic: its story through the real doors, and a picture of it."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from consult_app.application.consultation import Desk, begin
from consult_app.application.errors import EnvironmentFailed
from consult_app.application.ports import PlanFilter
from consult_app.demo import people
from consult_app.demo.clinic_data import open_sample
from consult_app.demo.pictures import take_pictures
from consult_app.demo.stages import STAGES
from consult_app.demo.studio import Stage, Studio
from consult_app.demo.years import past_visits
from consult_app.domain.findings import Verdict
from consult_app.domain.plan import Step
from consult_app.system.paths import Paths
from consult_app.ui.jobs import QtJobRunner
from consult_app.ui.theme.theme import Theme
from tests.fakes.clock import FixedClock
from tests.fakes.jobs import InstantJobs

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 5, 12, 14, 48, tzinfo=UTC)


@pytest.fixture
def services(tmp_path):
    backstage = open_sample(Paths(tmp_path), InstantJobs(), InstantJobs(), clock=FixedClock(NOW))
    yield backstage.build(backstage.clinics.clinic())
    backstage.close()


def test_the_sample_clinic_has_people_plans_sheets_and_drafts(services):
    rows = services.consultations.plans(PlanFilter())
    assert {row.verdict for row in rows} >= {Verdict.READY, Verdict.WAIT, Verdict.DO_NOT_TREAT}
    assert any(row.handouts for row in rows)
    assert len(services.clinics.providers()) == len(people.PROVIDERS)
    assert {draft.answers.patient for draft in services.consultations.drafts()} == {
        people.MARISOL,
        people.JI_WON,
        people.THAO,
        people.PRIYA,
    }
    assert len(services.patients.search("ort")) == 3


def test_the_sample_clinic_looks_back_on_two_years(services):
    rows = services.consultations.plans(PlanFilter())
    assert len(people.PATIENTS) >= 24
    assert len(rows) >= 60
    assert (NOW.date() - rows[-1].consultation_date).days > 700
    assert len({row.patient_id for row in rows}) >= 20
    closed = [row for row in rows if not services.clinic.is_open(row.consultation_date)]
    assert {row.consultation_date for row in closed} <= {NOW.date()}


def test_the_drafts_and_plans_of_the_sample_clinic_show_every_verdict(services):
    desk = Desk(protocol=services.protocol, clinic=services.clinic, today=NOW.date())
    drafts = {begin(desk, draft).proposal.verdict for draft in services.consultations.drafts()}
    assert drafts | {row.verdict for row in services.consultations.plans(PlanFilter())} == set(Verdict)


def test_the_years_before_are_the_same_each_time_and_end_before_today(services):
    first = past_visits(services.clinic, NOW.date())
    assert first == past_visits(services.clinic, NOW.date())
    assert all(visit.on < NOW.date() for visit in first)


def test_a_series_goes_on_with_its_own_plans(services):
    (imani,) = (match.patient for match in services.patients.search("abara"))
    later, earlier = services.consultations.plans(PlanFilter(patient_id=imani.id))
    plan = services.consultations.plan(later.id)
    assert plan.follows == earlier.id
    assert plan.answers.series_done == (earlier.consultation_date,)


def test_every_phone_number_of_the_sample_clinic_is_a_fictional_one(services):
    phones = [patient.phone for patient in people.PATIENTS] + [services.clinic.phone, services.clinic.after_hours_phone]
    assert all("-555-01" in phone for phone in phones)


def test_a_stage_is_saved_light_and_dark_at_three_sizes(tmp_path, qapp):
    theme = Theme(dark=False)
    theme.apply(QApplication.instance())
    store, pages = QtJobRunner("store"), QtJobRunner("pages")
    backstage = open_sample(Paths(tmp_path / "data"), store, pages, clock=FixedClock(NOW))
    try:
        studio = Studio(theme, store, pages, backstage.build(backstage.clinics.clinic()), people.DANA, tmp_path)
        studio.take(Stage("home", lambda at: at.navigator.go_home(), also_usual=True))
        studio.take(Stage("skin", lambda at: at.resume("Park", Step.SKIN)))
        with pytest.raises(LookupError):
            studio.find("no such control")
        studio.close()
    finally:
        pages.stop()
        store.stop()
        backstage.close()
    assert sorted(path.name for path in tmp_path.glob("*.png")) == [
        "home-dark-1280.png",
        "home-dark-200.png",
        "home-dark.png",
        "home-light-1280.png",
        "home-light-200.png",
        "home-light.png",
        "skin-dark.png",
        "skin-light.png",
    ]


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EnvironmentFailed, match="folder for the pictures"):
        take_pictures(Paths(tmp_path), tmp_path / "file" / "shots")


@pytest.mark.system
def test_the_demo_takes_a_picture_of_every_screen(tmp_path):
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "main.py", "demo", "--screenshots", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=300, capture_output=True)
    names = {path.name for path in tmp_path.glob("*.png")}
    assert {f"{stage.name}-{theme}.png" for stage in STAGES for theme in ("light", "dark")} <= names
    assert len(names) >= 40
