"""From nothing to Home: what may be imported before the first paint, and what happens after it."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from consult_app.application.errors import EnvironmentFailed, Fault, InputFaulty
from consult_app.application.services import Backstage
from consult_app.domain.plan import Step
from consult_app.ui.shell.screen_set import ScreenSet
from consult_app.ui.shell.single_instance import SingleInstance
from consult_app.ui.shell.start import Opening
from consult_app.ui.shell.window import MainWindow
from consult_app.ui.theme.theme import Theme
from tests.fakes.bare_python import bare_environment
from tests.fakes.clock import FixedClock
from tests.fakes.memory_store import MemoryClinic
from tests.fakes.services import CLINIC, NOW, filled, new_draft, services
from tests.ui.shell.fake_steps import fake_step

ROOT = Path(__file__).resolve().parents[3]

HEAVY = (
    "sqlmodel",
    "sqlalchemy",
    "sqlite3",
    "reportlab",
    "pydantic",
    "alembic",
    "babel",
    "rapidfuzz",
    "pypdfium2",
    "PySide6.QtPrintSupport",
    "PySide6.QtNetwork",
    "consult_app.ui.screens",
    "consult_app.storage",
    "consult_app.handout",
    "consult_app.content",
    "consult_app.ui.shell.desk",
    "consult_app.ui.presenters",
    "consult_app.domain.",
    "consult_app.application.ports",
)

BEFORE_PAINT = """
import os, sys
from consult_app.ui.shell.start import run
def stores(*_):
    raise AssertionError("nothing is opened before the first paint")
def desk():
    print("painted", *sorted(name for name in sys.modules if name.startswith({heavy!r})))
    sys.stdout.flush()
    os._exit(0)
run(stores, desk)
"""


def started(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code],
        env=bare_environment(QT_QPA_PLATFORM="offscreen", **environment),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_nothing_heavy_is_imported_before_the_first_paint():
    ended = started(BEFORE_PAINT.format(heavy=HEAVY))
    assert (ended.returncode, ended.stdout.split()) == (0, ["painted"]), ended.stderr


def test_for_the_benchmark_the_process_ends_at_the_first_paint():
    ended = started(BEFORE_PAINT.format(heavy=HEAVY), CONSULT_EXIT_AFTER_PAINT="1")
    assert (ended.returncode, ended.stdout) == (0, ""), ended.stderr


@pytest.fixture
def opening(qtbot):
    """Open the window on a backstage; give what stands in it."""
    made = []

    def open_on(backstage, **how):
        from consult_app.ui.shell.desk import Desk

        class FakeDesk(Desk):
            screens = ScreenSet(steps={step: fake_step(step) for step in Step})

        theme = Theme()
        theme.apply(QApplication.instance())
        window = MainWindow(theme)
        qtbot.addWidget(window)
        start = Opening(window, theme, backstage, lambda: FakeDesk, **how)
        made.append(start)
        window.painted.connect(start.begin, Qt.ConnectionType.QueuedConnection)
        window.show()
        return window, start

    yield open_on
    for start in made:
        start.end()


def test_a_known_clinic_opens_on_home(opening, qtbot):
    on = services()

    def backstage(store, pages):
        return Backstage(on.clinics, lambda clinic: services(jobs=store, consultations=on.consultations))

    window, start = opening(backstage)
    qtbot.waitUntil(lambda: start.desk is not None and start.desk.navigator is not None)
    assert window.pages.currentWidget() is start.desk.navigator.home
    assert window.rail.isVisible()


def test_a_draft_left_by_a_killed_program_is_recovered(opening, qtbot):
    on = services()
    on.consultations.save_draft(new_draft(filled()))
    on.clinics.save_setting("open_draft", "draft-1")

    def backstage(store, pages):
        return Backstage(on.clinics, lambda clinic: services(jobs=store, consultations=on.consultations))

    _, start = opening(backstage)
    qtbot.waitUntil(lambda: start.desk is not None and start.desk.navigator is not None)
    home = start.desk.navigator.home
    qtbot.waitUntil(lambda: bool(home._drafts))
    assert home._drafts[0].recovered


def test_an_empty_clinic_file_asks_first_and_then_opens_home(opening, qtbot):
    empty = MemoryClinic(FixedClock(NOW))
    built = []

    def backstage(store, pages):
        def build(clinic):
            built.append(clinic)
            return services(jobs=store)

        return Backstage(empty.clinics, build)

    window, start = opening(backstage)
    qtbot.waitUntil(lambda: window.findChild(QWidget, "first_run") is not None)
    assert not window.rail.isVisible()
    first = window.pages.currentWidget()
    first.clinic_name.editor.setFocus()
    qtbot.keyClick(first.clinic_name.editor, Qt.Key.Key_Tab)
    assert window.focusWidget() is first.clinic_place.editor
    first.clinic_name.set_text("Sample Aesthetics")
    first.clinic_place.set_text("Cincinnati, OH")
    first.go_next()
    first.provider_name.set_text("Dana Keller")
    first.go_next()
    qtbot.waitUntil(lambda: start.desk.navigator is not None)
    assert built == [empty.clinics.clinic()]
    assert window.pages.currentWidget() is start.desk.navigator.home


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (EnvironmentFailed("The clinic file is locked.", "Close the other program."), 4, "The clinic file is locked."),
        (InputFaulty((Fault("protocol.toml", "broken"),)), 2, "The desk could not be opened."),
    ],
)
def test_a_backstage_that_can_not_open_says_why_and_keeps_the_exit_code(opening, qtbot, error, code, words):
    def backstage(store, pages):
        raise error

    window, start = opening(backstage)
    qtbot.waitUntil(lambda: window.findChild(QWidget, "cannot_open") is not None)
    shown = window.pages.currentWidget()
    assert words in [child.accessibleName() for child in shown.findChildren(QWidget)]
    assert start.exit_code == code


def test_at_the_end_what_is_due_is_written_and_the_stores_are_closed(opening, qtbot):
    on = services()
    closed = []

    def backstage(store, pages):
        made = services(jobs=store, consultations=on.consultations, patients=on.patients)
        return Backstage(on.clinics, lambda clinic: made, lambda: closed.append(True))

    window, start = opening(backstage)
    qtbot.waitUntil(lambda: start.desk is not None and start.desk.navigator is not None)
    start.desk.navigator.open_draft(new_draft(filled()))
    start.desk.navigator.page.current.words.setText("x")
    start.desk.navigator.page.current.words.textEdited.emit("itchy")
    window.close()
    start.end()
    assert on.consultations.drafts()[0].answers.words == "itchy"
    assert closed == [True]


def test_a_second_desk_is_kept_out_until_the_first_is_closed(tmp_path):
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    first.take()
    with pytest.raises(EnvironmentFailed, match="already open"):
        second.take()
    first.release()
    second.take()
    second.release()


def test_a_folder_that_can_not_be_written_is_told_apart(tmp_path):
    with pytest.raises(EnvironmentFailed, match="cannot be written"):
        SingleInstance(tmp_path / "missing").take()


def test_the_clinic_in_the_window_is_the_stores(opening, qtbot):
    on = services()
    seen = []

    def backstage(store, pages):
        return Backstage(on.clinics, lambda clinic: (seen.append(clinic), services(jobs=store))[1])

    _, start = opening(backstage)
    qtbot.waitUntil(lambda: start.desk is not None and start.desk.navigator is not None)
    assert seen == [CLINIC]


WARMED_UP = """
import sys, tempfile
from pathlib import Path
from consult_app import bootstrap
from consult_app.system.paths import Paths
from tests.fakes.jobs import InstantJobs
with tempfile.TemporaryDirectory() as home:
    backstage = bootstrap.open_backstage(Paths(Path(home)), InstantJobs(), InstantJobs())
    services = backstage.build(bootstrap.load_clinic(None))
    drawing = ("consult_app.handout.renderer", "pypdfium2")
    print(*(name in sys.modules for name in drawing))
    services.get_ready_to_draw()
    print(*(name in sys.modules for name in drawing))
    backstage.close()
"""


def test_what_draws_sheets_is_loaded_when_it_is_asked_for_and_not_before():
    ended = started(WARMED_UP, PYTHONPATH=str(ROOT))
    assert (ended.stdout.split(), ended.stderr) == (["False"] * 2 + ["True"] * 2, "")
