"""The real program with a typist at its keys, to be killed: ``desk_typist.py new|resume SEED``.

It says on its output, a JSON object a line, what Home offers, what the draft held when it was resumed, and after each
acknowledged save what is in it. It is run by its path and imports nothing of the tests.
"""

import json
import random
import sys
from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from consult_app import bootstrap
from consult_app.ui.shell.start import Opening

FIELDS = ("patient_family_name", "patient_given_name")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
_TICK_MS = 5


class Typist(QObject):
    """Goes on with its script whenever the program is idle."""

    def __init__(self, opening: Opening, *, resume: bool, chance: random.Random) -> None:
        super().__init__(opening)
        self._opening = opening
        self._chance = chance
        self._script = self._work(resume=resume)
        self._timer = QTimer(self)
        self._timer.timeout.connect(lambda: next(self._script))
        self._timer.start(_TICK_MS)

    def _work(self, *, resume: bool) -> Iterator[None]:
        while _focus() != "home_search":
            yield
        if resume:
            yield from self._resume()
        else:
            _press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
            while _focus() != FIELDS[0]:
                yield
        at = 0
        while True:
            for _ in range(self._chance.randrange(1, 6)):
                QTest.keyClick(_window(), ord(self._chance.choice(LETTERS)))
                yield
            while not self._saved:
                yield
            say(saved=self._draft)
            at = 1 - at
            _press(Qt.Key.Key_Tab if at else Qt.Key.Key_Backtab)
            while _focus() != FIELDS[at]:
                yield
            _press(Qt.Key.Key_End)

    def _resume(self) -> Iterator[None]:
        home = self._opening.desk.navigator.home
        while not any(each.objectName().startswith("resume_") for each in _seen(home, QAbstractButton)):
            yield
        say(home=[each.text() for each in _seen(home, QLabel)])
        _press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        while _focus() != FIELDS[0]:
            yield
        say(holds=self._draft)
        _press(Qt.Key.Key_End)

    @property
    def _session(self):
        return self._opening.desk.navigator.session

    @property
    def _saved(self) -> bool:
        return self._session.is_saved and self._session.save_status.at is not None

    @property
    def _draft(self) -> list[str]:
        patient = self._session.state.answers.patient
        return [patient.family_name, patient.given_name]


def say(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _seen(page, kind):
    return [each for each in page.findChildren(kind) if each.isVisible()]


def _window():
    return QGuiApplication.focusWindow()


def _focus() -> str:
    focused = QApplication.focusWidget()
    return focused.objectName() if focused is not None else ""


def _press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(_window(), key, held)


def main(how: str, seed: str) -> int:
    begin = Opening.begin

    def begin_with_typist(opening: Opening) -> None:
        begin(opening)
        Typist(opening, resume=how == "resume", chance=random.Random(seed))

    Opening.begin = begin_with_typist
    return bootstrap.run_desk()


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
