"""A provider at the real desk: the program's own composition on a folder, worked by real keys and mouse only.

Keys and clicks go to the window as the operating system would send them, so Qt decides who gets them: the focus, a
shortcut, a popup, whatever lies on top at that place.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QScrollArea, QWidget

from consult_app import bootstrap
from consult_app.application.ports import JobRunner
from consult_app.application.services import Backstage, Services
from consult_app.demo.clinic_data import open_sample
from consult_app.system.paths import Paths
from consult_app.ui.shell.start import Opening
from consult_app.ui.shell.window import MainWindow
from consult_app.ui.theme.theme import Theme
from tests.fakes.clock import FixedClock
from tests.fakes.services import FakePrinter

NOW = datetime(2026, 5, 12, 14, 48, tzinfo=UTC)
"""10:48 AM on Tue, May 12, 2026 in New York."""

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NO_KEY = Qt.KeyboardModifier.NoModifier
MOST_TABS = 80
_NOTCH = 120


@dataclass
class ClinicOnDisk:
    """One clinic's folder, opened again and again; ``change`` puts a fault before one of the services."""

    folder: Path
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOW))
    printer: FakePrinter = field(default_factory=FakePrinter)
    change: Callable[[Services], Services] = lambda services: services
    sample: bool = False

    def backstage(self, store: JobRunner, pages: JobRunner) -> Backstage:
        """As the program composes it, but for clock and printer; ``sample`` fills the file with the demo's story."""
        compose = open_sample if self.sample else bootstrap.open_backstage
        opened = compose(Paths(self.folder), store, pages, clock=self.clock)

        def build(clinic) -> Services:
            return self.change(replace(opened.build(clinic), printer=self.printer))

        return replace(opened, build=build)


class Provider:
    """``keys`` counts the keys pressed; a key held with Ctrl, Alt or Shift counts once."""

    def __init__(self, qtbot, clinic: ClinicOnDisk) -> None:
        self.qtbot = qtbot
        self.clinic = clinic
        self.keys = 0
        self.window: MainWindow | None = None
        self._opening: Opening | None = None

    # --- the program

    def start(self) -> None:
        """Open the desk and wait until it can be worked with."""
        theme = Theme()
        theme.apply(QApplication.instance())
        window = self.window = MainWindow(theme)
        window.resize(1440, 900)  # the offscreen screen is smaller than any monitor
        self._opening = Opening(window, theme, self.clinic.backstage, bootstrap.desk_type)
        window.painted.connect(self._opening.begin, Qt.ConnectionType.QueuedConnection)
        with self.qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        self.wait(lambda: self.focus in ("home_search", "first_clinic_name"), "Home or the first run")

    def close(self) -> None:
        """Close the window as its cross does; the program ends."""
        assert self.window is not None
        assert self._opening is not None
        assert self.window.close(), "the window stays open"
        self.end()

    def end(self) -> None:
        """End the program whatever it thinks of that."""
        if self._opening is not None and self.window is not None:
            self.window.may_close = lambda: True
            self.window.close()
            self._opening.end()
            self.window.deleteLater()
        self._opening = self.window = None

    @property
    def desk(self):
        return self._opening.desk

    @property
    def session(self):
        """The consultation on the desk, to look at."""
        return self.desk.navigator.session

    @property
    def answers(self):
        return self.session.state.answers

    # --- looking

    @property
    def focus(self) -> str:
        """The name of what has the focus."""
        focused = QApplication.focusWidget()
        return focused.objectName() if focused is not None else ""

    def holds_focus(self, name: str) -> bool:
        """Whether that part of the window, or something in it, has the focus."""
        focused = QApplication.focusWidget()
        return focused is not None and self.find(name).isAncestorOf(focused)

    def sees(self, name: str) -> bool:
        return self._visible(name) is not None

    def find(self, name: str) -> QWidget:
        """The control in sight with that object name or accessible name."""
        found = self._visible(name)
        assert found is not None, f"{name} is not in sight; the focus is on {self.focus!r}"
        return found

    def names(self, start: str) -> list[str]:
        """Object names in sight that begin so, from the top down."""
        found = [each for each in self.window.findChildren(QWidget) if each.isVisible()]
        found.sort(key=lambda each: each.mapTo(self.window, QPoint(0, 0)).y())
        return [each.objectName() for each in found if each.objectName().startswith(start)]

    def text(self, name: str) -> str:
        """What a label or field says."""
        return self.find(name).text()

    def reads(self, words: str) -> bool:
        """Whether a label in sight says these words."""
        return any(words in label.text() for label in self.window.findChildren(QLabel) if label.isVisible())

    @property
    def verdict(self) -> str:
        return self.find("today_verdict").accessibleName()

    def _visible(self, name: str) -> QWidget | None:
        tops = [self.window, *(top for top in QApplication.topLevelWidgets() if top is not self.window)]
        for top in tops:
            if not top.isVisible():
                continue
            for widget in [top, *top.findChildren(QWidget)]:
                if widget.isVisible() and name in (widget.objectName(), _spoken(widget)):
                    return widget
        return None

    def wait(self, until: Callable[[], object], what: str = "a change") -> None:
        """Until it is true; a crash of the program meanwhile fails with the place the log names."""

        def check() -> None:
            if self._visible("crash_box") is not None:
                raise RuntimeError((self.clinic.folder / "log" / "consult.log").read_text("utf-8"))
            assert until(), f"waiting for {what}; the focus is on {self.focus!r}"

        self.qtbot.waitUntil(check, timeout=15_000)

    def wait_saved(self) -> None:
        """Until the footer says that everything is saved."""
        self.wait(lambda: self.session.is_saved and self.find("footer_save").kind == "saved", "the save")

    # --- keys

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NO_KEY, *, times: int = 1) -> None:
        for _ in range(times):
            self.keys += 1
            QTest.keyClick(_front(), key, held)

    def type(self, words: str) -> None:
        for letter in words:
            self.keys += 1
            QTest.keyClick(_front(), ord(letter))

    def tab_to(self, name: str, *, back: bool = False) -> None:
        """Tab until that control has the focus."""
        for _ in range(MOST_TABS):
            if self.focus == name:
                return
            self.press(Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab, SHIFT if back else NO_KEY)
        raise AssertionError(f"Tab does not reach {name}")

    def next_step(self, arrives: str) -> None:
        """Alt+N; ``arrives`` names the control that has the focus then."""
        self.press(Qt.Key.Key_N, ALT)
        self.wait(lambda: self.focus == arrives, f"{arrives} after Next")

    def take_back_focus(self) -> None:
        """Give the window the focus after a dialog, as any window manager does; the offscreen platform has none."""
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow, "the window to be active")

    # --- mouse

    def click(self, name: str) -> None:
        """Click a control at a place where it can be seen, after turning the wheel for it where that is needed."""
        widget = self.find(name)
        self._scroll_to(widget)
        window = widget.window()
        at = widget.mapTo(window, _middle(widget))
        under = window.childAt(at)
        assert under is not None, f"{name} lies outside the window"
        assert under is widget or widget.isAncestorOf(under), f"{under.objectName() or under!r} lies over {name}"
        QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, NO_KEY, at)

    def choose(self, name: str, words: str) -> None:
        """Choose an entry of a list by mouse."""
        combo = self.find(name)
        assert isinstance(combo, QComboBox)
        self.click(name)
        view = combo.view()
        self.wait(view.isVisible, f"the list of {name}")
        index = combo.model().index(combo.findText(words), 0)
        assert index.isValid(), words
        at = view.viewport().mapTo(view.window(), view.visualRect(index).center())
        QTest.mouseClick(view.window().windowHandle(), Qt.MouseButton.LeftButton, NO_KEY, at)
        self.wait(lambda: not view.isVisible(), "the list to close")

    def _scroll_to(self, widget: QWidget) -> None:
        above = widget.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is None:
            return
        viewport = above.viewport()
        window = widget.window()
        bar = above.verticalScrollBar()
        for _ in range(200):
            top = widget.mapTo(viewport, QPoint(0, 0)).y()
            bottom = top + widget.height()
            if (top >= 0 and bottom <= viewport.height()) or bar.maximum() == 0:
                return
            if top < 0 and bar.value() == bar.minimum():
                return
            if top >= 0 and bar.value() == bar.maximum():
                return
            turn = _NOTCH if top < 0 else -_NOTCH
            place = viewport.mapTo(window, viewport.rect().center())
            before = bar.value()
            QTest.wheelEvent(window.windowHandle(), place, QPoint(0, turn))
            self.qtbot.waitUntil(lambda before=before: bar.value() != before)
        raise AssertionError("the wheel does not bring it into sight")


def _front():
    """The window that gets the keys."""
    window = QGuiApplication.focusWindow()
    assert window is not None, "no window has the focus"
    return window


def _spoken(widget: QWidget) -> str:
    """The name a screen reader says: its own, else a button's words."""
    words = widget.text().replace("&", "") if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or words


def _middle(widget: QWidget) -> QPoint:
    return QRect(0, 0, widget.width(), widget.height()).center()
