"""Every screen and state of the sample clinic, looked at with care: light, dark, narrow, large, wordy."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from consult_app.demo import people
from consult_app.demo.clinic_data import open_sample
from consult_app.demo.stages import STAGES
from consult_app.demo.studio import Studio
from consult_app.system.paths import Paths
from consult_app.ui.jobs import QtJobRunner
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets import painting
from tests.fakes.clock import FixedClock
from tests.journeys.provider import NOW
from tests.walk.seeing import cut_off, hard_to_see, letters_used_twice, too_small, unnamed

USUAL = QSize(1280, 800)
AT_150 = QSize(1280, 720)
"""A screen of 1920x1080 at 150 %, in logical pixels."""
AT_200 = QSize(960, 540)


@pytest.fixture
def wordy(monkeypatch) -> None:
    """Every label a third longer, as in another language; the window is made after it."""
    shaped = painting._typeset

    def longer(theme, content, **how):
        if isinstance(content, str) and len(content) > 3:
            content += "n" * round(len(content) * 0.35)
        return shaped(theme, content, **how)

    monkeypatch.setattr(painting, "_typeset", longer)


@pytest.fixture
def studio(tmp_path, qapp) -> Iterator[Studio]:
    theme = Theme(dark=False)
    theme.apply(QApplication.instance())
    store, pages = QtJobRunner("store"), QtJobRunner("pages")
    backstage = open_sample(Paths(tmp_path), store, pages, clock=FixedClock(NOW))
    made = Studio(theme, store, pages, backstage.build(backstage.clinics.clinic()), people.DANA, tmp_path)
    yield made
    made.close()
    pages.stop()
    store.stop()
    backstage.close()


def walk(studio, look):
    """Every stage in turn; what ``look`` finds, as lines."""
    faults = []
    for stage in STAGES:
        studio.window.resize(USUAL)
        studio.settle(quiet=2)
        stage.prepare(studio)
        studio.settle(quiet=2)
        faults += [f"{stage.name}: {fault}" for fault in look(studio)]
    assert not faults, "\n".join(faults)


def fit(studio, size):
    for _ in range(2):
        studio.window.resize(size)
        studio.settle(quiet=2)


def look_around(at):
    """Names, roles, targets and letters; words that stand out in both themes; nothing cut off at any size or scale."""
    yield from (*unnamed(at.window), *too_small(at.window), *letters_used_twice(at.window))
    for dark in (False, True):
        at.theme.set_dark(dark)
        at.settle(quiet=1)
        picture = at.window.grab().toImage()
        yield from (f"{'dark' if dark else 'light'}: {fault}" for fault in hard_to_see(at.window, picture))
    at.theme.set_dark(False)
    for size in (USUAL, AT_150, AT_200):
        fit(at, size)
        yield from (f"{size.width()} x {size.height()}: {fault}" for fault in cut_off(at.window))
    fit(at, USUAL)
    at.theme.set_text_scale(1.3)
    at.settle()
    yield from (f"130 %: {fault}" for fault in cut_off(at.window))
    at.theme.set_text_scale(1.0)


def test_every_screen_can_be_read_heard_and_hit_in_both_themes_at_every_size_and_scale(studio):
    walk(studio, look_around)


def test_nothing_is_cut_off_when_every_label_is_a_third_longer(wordy, studio):
    walk(studio, lambda at: cut_off(at.window))
