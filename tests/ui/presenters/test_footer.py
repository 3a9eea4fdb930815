from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from consult_app.application.autosave import SaveKind, SaveStatus
from consult_app.domain.answers import ProductAnswer
from consult_app.domain.plan import Step
from consult_app.ui.presenters.footer import present_footer, present_save
from tests.fakes.services import NOW, filled, session

ZONE = ZoneInfo("America/New_York")


def footer(answers=None, *, step=Step.PATIENT, checks=0):
    return present_footer(session(answers, step=step, visited=tuple(Step)).state, checks=checks)


def test_next_names_the_step_it_leads_to_and_the_last_one_finishes():
    texts = [footer(filled(), step=step).next_text for step in Step]
    assert texts == [
        "&Next: Concerns",
        "&Next: Skin && sun",
        "&Next: Health screen",
        "&Next: Products",
        "&Next: Plan",
        "&Next: Handout",
        "Fi&nish",
    ]


HINTS = {
    "patient": (None, Step.PATIENT, 0, "4 answers left on this step"),
    "check": (filled(), Step.PATIENT, 1, "1 check left on this step"),
    "health": (filled(health={}), Step.HEALTH, 0, "questions not asked yet"),
    "products": (filled(products=None), Step.PRODUCTS, 0, "1 answer left on this step"),
    "decision": (
        filled(products=(ProductAnswer("Dew drops"),)),
        Step.PRODUCTS,
        0,
        "1 decision left to finish the plan",
    ),
    "plan": (filled(), Step.PLAN, 0, "Choose an option to go on"),
    "nothing": (filled(), Step.SKIN, 0, ""),
}


@pytest.mark.parametrize(("answers", "step", "checks", "words"), HINTS.values(), ids=HINTS.keys())
def test_the_hint_says_what_is_left_on_the_step(answers, step, checks, words):
    hint = footer(answers, step=step, checks=checks).hint
    assert hint.endswith(words)
    assert bool(hint) == bool(words)


AGO = [
    (timedelta(), "Saved 0 s ago"),
    (timedelta(seconds=2), "Saved 2 s ago"),
    (timedelta(seconds=59), "Saved 59 s ago"),
    (timedelta(seconds=60), "Saved 1 min ago"),
    (timedelta(minutes=59), "Saved 59 min ago"),
    (timedelta(hours=1), "Saved at 10:48 AM"),
    (timedelta(seconds=-5), "Saved 0 s ago"),
]


@pytest.mark.parametrize(("passed", "words"), AGO)
def test_a_save_tells_how_long_ago_then_the_clinics_time(passed, words):
    status = SaveStatus(SaveKind.SAVED, NOW)
    assert present_save(status, now=NOW + passed, zone=ZONE) == ("saved", words)


def test_the_other_save_states():
    now = datetime(2026, 5, 12, tzinfo=UTC)
    assert present_save(SaveStatus(), now=now, zone=ZONE) == ("idle", "")
    assert present_save(SaveStatus(SaveKind.SAVING), now=now, zone=ZONE) == ("saving", "Saving...")
    failed = SaveStatus(SaveKind.FAILED, None, "The disk is full. Free some space.")
    assert present_save(failed, now=now, zone=ZONE) == ("failed", "Can't save. The disk is full. Free some space.")
