"""The real window on fakes: a theme, a navigator, step screens of two fields."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QApplication

from consult_app.domain.plan import Step
from consult_app.ui.shell.focus_order import move_focus
from consult_app.ui.shell.navigation import Navigator
from consult_app.ui.shell.screen_set import ScreenSet
from consult_app.ui.shell.window import MainWindow
from consult_app.ui.theme.theme import Theme
from tests.fakes.services import DANA, services
from tests.ui.shell.fake_steps import fake_step


@dataclass(slots=True)
class DeskUnderTest:
    window: MainWindow
    theme: Theme
    services: Any
    navigator: Navigator
    drained: list[float]

    @property
    def jobs(self):
        return self.services.jobs

    @property
    def page(self):
        return self.navigator.page

    @property
    def step(self):
        """The step screen on the sheet."""
        return self.navigator.page.current

    def settle(self):
        """Let every pause end and all work be done."""
        self.jobs.pass_time()
        QApplication.processEvents()

    def saved(self):
        """The drafts in the store."""
        return self.services.consultations.drafts()


def open_desk(qtbot, *, provider=DANA, recovered=None, past_plans=None, **changes):
    on = services(**changes)
    theme = Theme()
    theme.apply(QApplication.instance())
    window = MainWindow(theme)
    qtbot.addWidget(window)
    window.tab_order = move_focus
    window.setMinimumSize(1, 1)
    window.resize(1440, 900)
    drained = []

    def drain(seconds):
        drained.append(seconds)
        on.jobs.run()
        return True

    screens = ScreenSet(steps={step: fake_step(step) for step in Step}, past_plans=past_plans)
    navigator = Navigator(window, theme, on, provider, screens, drain=drain, recovered=recovered)
    navigator.go_home()
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    desk = DeskUnderTest(window, theme, on, navigator, drained)
    desk.settle()
    return desk
