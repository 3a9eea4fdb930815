"""Who works at the desk: shown on the rail, switched there, kept, and named on what is decided from then on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from consult_app.application.accounts import ProviderAccount
from consult_app.application.edits import AnswerHealth
from consult_app.application.services import Backstage
from consult_app.domain.answers import HealthAnswer, Provider, Reply
from consult_app.domain.plan import Step
from consult_app.ui.shell.at_desk import last_at_desk
from consult_app.ui.shell.desk import Desk
from consult_app.ui.shell.screen_set import ScreenSet
from consult_app.ui.shell.start import Opening
from consult_app.ui.shell.window import MainWindow
from consult_app.ui.theme.theme import Theme
from tests.fakes.services import DANA, filled, new_draft, services
from tests.ui.shell.fake_steps import fake_step

ROSA = Provider("Rosa Lindqvist", "RN")
YES = HealthAnswer(Reply.YES)


@pytest.fixture
def two(desk):
    """A desk where Rosa may work too."""
    account = desk.services.clinics.add_provider(ROSA.name, ROSA.credentials)
    desk.navigator.go_home()
    desk.settle()
    return desk, account


def mark(desk):
    return desk.window.rail.provider


def switch(qtbot, desk, account):
    qtbot.keyClick(mark(desk), Qt.Key.Key_Space)
    action = next(each for each in mark(desk).menu.actions() if each.objectName() == f"provider_{account.id}")
    action.trigger()
    mark(desk).menu.close()
    desk.jobs.run()


def test_who_works_alone_has_nobody_to_switch_to(desk, qtbot):
    assert mark(desk).accessibleName() == "Dana Keller, NP"
    assert mark(desk).focusPolicy() == Qt.FocusPolicy.NoFocus
    qtbot.mouseClick(mark(desk), Qt.MouseButton.LeftButton)
    assert not mark(desk).menu.isVisible()


def test_the_menu_names_everybody_and_marks_who_is_here(two, qtbot):
    desk, _ = two
    qtbot.mouseClick(mark(desk), Qt.MouseButton.LeftButton)
    menu = mark(desk).menu
    assert menu.isVisible()
    assert [(each.text(), each.isChecked()) for each in menu.actions()] == [
        ("Dana Keller, NP", True),
        ("Rosa Lindqvist, RN", False),
    ]
    menu.close()


def test_a_switch_is_shown_and_kept_and_new_consultations_are_theirs(two, qtbot):
    desk, rosa = two
    switch(qtbot, desk, rosa)
    assert mark(desk).accessibleName() == "Rosa Lindqvist, RN"
    assert desk.services.clinics.setting("provider") == rosa.id
    desk.navigator.start_new()
    assert desk.page.session.provider == ROSA
    assert desk.page.session.state.answers.provider == ROSA


def test_a_consultation_under_way_records_decisions_as_theirs_and_keeps_its_own_provider(two, qtbot):
    desk, rosa = two
    desk.navigator.open_draft(new_draft(filled(), step=Step.HEALTH))
    desk.page.session.dispatch(AnswerHealth("diabetes", YES))
    rendered = desk.step.rendered
    switch(qtbot, desk, rosa)
    assert desk.step.rendered > rendered, "the step says what this provider may do"
    desk.page.open_why("history.diabetes", editing=True)
    popover = desk.window.findChild(QWidget, "why_popover")
    popover.recorded.emit("history.diabetes", "proceed", "Well controlled, seen today.")
    decision = desk.page.session.state.answers.choices.decisions[0]
    assert decision.by == ROSA
    assert desk.page.session.state.answers.provider == DANA


def test_an_open_reason_closes_so_that_nothing_is_recorded_for_somebody_else(two, qtbot):
    desk, _ = two
    desk.navigator.open_draft(new_draft(filled(health={**filled().health, "diabetes": YES}), step=Step.HEALTH))
    desk.page.open_why("history.diabetes")
    desk.page.set_provider(ROSA)
    assert desk.page.popovers.key == ""


@pytest.mark.parametrize("step", [Step.HANDOUT, Step.PLAN])
def test_the_handout_is_made_anew_for_who_gives_it(two, qtbot, step):
    desk, rosa = two
    desk.navigator.open_draft(new_draft(filled(), step=Step.HANDOUT))
    before = desk.step
    desk.page.go_to(step)
    switch(qtbot, desk, rosa)
    desk.page.go_to(Step.HANDOUT)
    assert desk.step is not before
    assert desk.page.sheet.currentWidget().isAncestorOf(desk.step)


class FakePastPlans(QLabel):
    def __init__(self, _services, _theme, provider):
        super().__init__("Past plans")
        self.provider = provider


def test_past_plans_and_settings_are_made_anew_for_them(desk_of, qtbot):
    desk = desk_of(past_plans=FakePastPlans)
    rosa = desk.services.clinics.add_provider(ROSA.name, ROSA.credentials)
    desk.navigator.go_home()
    desk.settle()
    desk.navigator.go_to_past_plans()
    switch(qtbot, desk, rosa)
    QApplication.sendPostedEvents()
    assert desk.window.pages.currentWidget().provider == ROSA
    desk.navigator.go_to_settings()
    assert desk.window.pages.currentWidget().provider == ROSA


PEOPLE = (ProviderAccount("a", "Dana Keller", "NP"), ProviderAccount("b", "Rosa Lindqvist", "RN"))


@pytest.mark.parametrize(("kept", "who"), [("b", "b"), ("a", "a"), ("gone", "a"), (None, "a")])
def test_the_next_start_finds_who_worked_here_last(kept, who):
    assert last_at_desk(PEOPLE, kept).id == who


def test_nobody_is_at_the_desk_of_a_clinic_without_people():
    assert last_at_desk((), "a") is None


def test_the_desk_opens_for_who_worked_here_last(qtbot):
    class FakeDesk(Desk):
        screens = ScreenSet(steps={step: fake_step(step) for step in Step})

    on = services()
    rosa = on.clinics.add_provider(ROSA.name, ROSA.credentials)
    on.clinics.save_setting("provider", rosa.id)
    theme = Theme()
    theme.apply(QApplication.instance())
    window = MainWindow(theme)
    qtbot.addWidget(window)
    backstage = Backstage(on.clinics, lambda clinic: on)
    opening = Opening(window, theme, lambda store, pages: backstage, lambda: FakeDesk)
    opening.begin()
    qtbot.waitUntil(lambda: opening.desk.navigator is not None)
    assert window.rail.provider.accessibleName() == "Rosa Lindqvist, RN"
    opening.end()
