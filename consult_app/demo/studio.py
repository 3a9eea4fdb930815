"""Where pictures are taken: a real window, brought to a stage, left alone until it is quiet, then saved."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEventLoop, QSize, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from consult_app.application.edits import Edit
from consult_app.application.errors import EnvironmentFailed
from consult_app.application.services import Services
from consult_app.application.session import ConsultationSession
from consult_app.domain.answers import Provider
from consult_app.domain.plan import Step
from consult_app.ui.jobs import QtJobRunner
from consult_app.ui.shell.desk import Desk
from consult_app.ui.shell.navigation import Navigator
from consult_app.ui.shell.window import MainWindow
from consult_app.ui.theme.theme import Theme

WIDE: Final = QSize(1440, 900)
USUAL: Final = QSize(1280, 800)
AT_200: Final = QSize(960, 540)
"""A screen of 1920x1080 at 200 %, in logical pixels."""
_SIZES: Final = ((WIDE, ""), (USUAL, "-1280"), (AT_200, "-200"))
_QUIET_TICKS: Final = 4
_TICK_MS: Final = 15
_MOST_TICKS: Final = 1000


@dataclass(frozen=True, slots=True)
class Stage:
    """``name`` is the picture's ``SCREEN[-STATE]``; ``also_usual`` takes it at 1280x800 and at 200 % too."""

    name: str
    prepare: Callable[["Studio"], None]
    also_usual: bool = False


class Studio:
    """One window on the sample clinic; stages act on it as a provider would."""

    def __init__(
        self,
        theme: Theme,
        store: QtJobRunner,
        pages: QtJobRunner,
        services: Services,
        provider: Provider,
        folder: Path,
    ) -> None:
        self.theme = theme
        self._lanes = (store, pages)
        self._folder = folder
        self.services = services
        self.window = MainWindow(theme, sample=True)
        self.window.setMinimumSize(0, 0)
        self.window.resize(WIDE)
        self.window.show()
        self.desk = Desk(self.window, theme, store)
        self.desk.open(services, provider, drain=store.drain)
        self.settle()

    @property
    def navigator(self) -> Navigator:
        if self.desk.navigator is None:
            raise RuntimeError("the desk is not open")
        return self.desk.navigator

    def take(self, stage: Stage) -> None:
        """Bring the window to the stage and save it light and dark, in its sizes."""
        self.window.resize(WIDE)
        self.settle()
        stage.prepare(self)
        for size, suffix in _SIZES if stage.also_usual else _SIZES[:1]:
            self._fit(size)
            for dark in (False, True):
                self.theme.set_dark(dark)
                self.settle()
                self._save(f"{stage.name}-{'dark' if dark else 'light'}{suffix}.png")
        self.theme.set_dark(False)

    def _fit(self, size: QSize) -> None:
        """Twice, because a window that has just become compact can be smaller still."""
        for _ in range(2):
            self.window.resize(size)
            self.settle()

    def close(self) -> None:
        self.navigator.go_home()
        self.settle()
        self.window.close()
        self.window.deleteLater()
        self.settle()

    def resume(self, family_name: str, step: Step) -> None:
        """Open a patient's draft at a step."""
        drafts = self.services.consultations.drafts()
        draft = next(draft for draft in drafts if draft.answers.patient.family_name == family_name)
        self.navigator.go_home()
        self.settle()
        self.navigator.resume(draft.id)
        self.settle()
        self.go_to(step)

    def go_to(self, step: Step) -> None:
        if self.navigator.page is None:
            raise RuntimeError("no consultation is open")
        self.navigator.page.go_to(step)
        self.settle()

    @property
    def session(self) -> ConsultationSession:
        if self.navigator.session is None:
            raise RuntimeError("no consultation is open")
        return self.navigator.session

    def dispatch(self, edit: Edit) -> None:
        self.session.dispatch(edit)
        self.settle()

    def sign(self) -> None:
        """Sign the plan as it stands. Raises ``Refused`` when something is missing."""
        self.session.sign(done=lambda _plan: None, failed=_not_signed)
        self.settle()

    def type_into(self, name: str, text: str, *, enter: bool = False) -> None:
        """Type with real keys into the control of that object name, with Enter at the end if asked."""
        editor = self.find(name)
        editor.setFocus()
        QTest.keyClicks(editor, text)
        if enter:
            QTest.keyClick(editor, Qt.Key.Key_Return)
        self.settle()

    def choose(self, name: str, words: str) -> None:
        """Choose from the list of that object name with real keys: the first entry that begins with ``words``."""
        editor = self.find(name)
        editor.setFocus()
        QTest.keyClicks(editor, words)
        # Letters typed within 400 ms belong to one word.
        self.settle(quiet=40)

    def replace_in(self, name: str, text: str) -> None:
        """Put ``text`` in place of what stands in the control of that object name, as by pasting over all of it."""
        editor = self.find(name)
        if isinstance(editor, QPlainTextEdit):
            editor.selectAll()
            editor.insertPlainText(text)
        self.settle()

    def press(self, name: str) -> None:
        """Click the control of that object name."""
        QTest.mouseClick(self.find(name), Qt.MouseButton.LeftButton)
        self.settle()

    def find(self, name: str) -> QWidget:
        """The visible control of that object name. Raises ``LookupError`` when there is none."""
        for widget in self.window.findChildren(QWidget, name):
            if widget.isVisible():
                return widget
        raise LookupError(name)

    def settle(self, *, quiet: int = _QUIET_TICKS) -> None:
        """Let work, timers and paint come to rest, for ``quiet`` ticks of 15 ms."""
        loop = QEventLoop()
        timer = QTimer()
        timer.timeout.connect(self._until_quiet(loop.quit, quiet))
        timer.start(_TICK_MS)
        loop.exec()
        timer.stop()

    def _until_quiet(self, quit_loop: Callable[[], None], wanted: int) -> Callable[[], None]:
        ticks = self._ticks(wanted)

        def tick() -> None:
            if next(ticks, None) is None:
                quit_loop()

        return tick

    def _ticks(self, wanted: int) -> Iterator[int]:
        quiet = 0
        for number in range(1, _MOST_TICKS):
            quiet = quiet + 1 if all(lane.is_idle for lane in self._lanes) else 0
            if quiet >= wanted:
                return
            yield number

    def _save(self, name: str) -> None:
        if not self.window.grab().save(str(self._folder / name)):
            raise EnvironmentFailed("A picture cannot be written.", "Check the folder and the free space.")


def _not_signed(error: Exception) -> None:
    raise error
