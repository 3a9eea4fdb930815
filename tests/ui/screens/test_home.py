from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from consult_app.application.errors import EnvironmentFailed
from consult_app.domain.answers import ProductAnswer, ProductMatch
from consult_app.domain.plan import Step
from consult_app.ui.screens.home import HomeScreen
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.tag import Tag
from tests.fakes.services import MARISOL, filled, new_draft, services
from tests.ui.shell.plans import planned_plan

CARMEN = replace(MARISOL, family_name="Ortiz", given_name="Carmen", birth_date=date(1991, 9, 21), chart="")
OTHER_CARMEN = replace(CARMEN, birth_date=date(1968, 11, 2))


@pytest.fixture
def on():
    return services()


@pytest.fixture
def home(qtbot, on):
    theme = Theme()
    theme.apply(QApplication.instance())
    screen = HomeScreen(on, theme)
    qtbot.addWidget(screen)
    screen.resize(1208, 900)
    with qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
    screen.refresh()
    on.jobs.run()
    screen.focus_first()
    return screen


def typed(qtbot, home, on, text):
    qtbot.keyClicks(home.search, text)
    on.jobs.run()


def names(home):
    return [row.accessibleName().split(",")[0] for row in home.matches.rows]


def shown(home, name):
    return home.findChild(QWidget, name)


def test_the_search_finds_while_one_types(qtbot, home, on):
    on.patients.add(MARISOL)
    on.patients.add(CARMEN)
    typed(qtbot, home, on, "ort")
    assert names(home) == ["ORTEGA-WHITFIELD", "ORTIZ", "New patient “ort”"]
    assert shown(home, "home_count").text() == "2 matches"
    typed(qtbot, home, on, "i")
    assert names(home) == ["ORTIZ", "New patient “orti”"]


def test_an_answer_to_an_older_search_is_dropped(qtbot, home, on):
    on.patients.add(MARISOL)
    on.patients.add(CARMEN)
    qtbot.keyClicks(home.search, "orte")
    older = on.jobs.waiting.pop()
    qtbot.keyClicks(home.search, "g")
    on.jobs.waiting.clear()
    work, done, _ = older
    done(work())
    assert home.matches.rows == []


def test_enter_does_not_open_a_row_of_an_older_search(qtbot, home, on):
    on.patients.add(MARISOL)
    typed(qtbot, home, on, "ort")
    chosen = []
    home.patient_chosen.connect(chosen.append)
    qtbot.keyClicks(home.search, "iz")
    qtbot.keyClick(home.search, Qt.Key.Key_Return)
    assert chosen == []


def test_enter_typed_ahead_opens_the_first_row_once_its_list_is_there(qtbot, home, on):
    on.patients.add(MARISOL)
    on.patients.add(CARMEN)
    typed(qtbot, home, on, "ort")
    chosen = []
    home.patient_chosen.connect(chosen.append)
    qtbot.keyClicks(home.search, "iz")
    qtbot.keyClick(home.search, Qt.Key.Key_Return)
    on.jobs.run()
    assert [patient.details for patient in chosen] == [CARMEN]


def test_enter_typed_ahead_is_taken_back_by_typing_on(qtbot, home, on):
    on.patients.add(MARISOL)
    chosen = []
    home.patient_chosen.connect(chosen.append)
    qtbot.keyClicks(home.search, "or")
    qtbot.keyClick(home.search, Qt.Key.Key_Return)
    qtbot.keyClicks(home.search, "t")
    on.jobs.run()
    assert chosen == []


def test_arrows_choose_a_row_and_enter_opens_it(qtbot, home, on):
    on.patients.add(MARISOL)
    on.patients.add(CARMEN)
    typed(qtbot, home, on, "ort")
    with qtbot.waitSignal(home.patient_chosen) as opened:
        qtbot.keyClick(home.search, Qt.Key.Key_Down)
        qtbot.keyClick(home.search, Qt.Key.Key_Return)
    assert opened.args[0].details == CARMEN


def test_a_click_opens_a_row(qtbot, home, on):
    on.patients.add(MARISOL)
    typed(qtbot, home, on, "ort")
    with qtbot.waitSignal(home.patient_chosen) as opened:
        qtbot.mouseClick(shown(home, "match_0"), Qt.MouseButton.LeftButton)
    assert opened.args[0].details == MARISOL


def test_of_two_with_the_same_name_one_is_opened_only_after_the_birth_date_was_checked(qtbot, home, on):
    on.patients.add(CARMEN)
    on.patients.add(OTHER_CARMEN)
    typed(qtbot, home, on, "ortiz")
    chosen = []
    home.patient_chosen.connect(chosen.append)
    qtbot.keyClick(home.search, Qt.Key.Key_Return)
    assert chosen == []
    assert QApplication.focusWidget() is shown(home, "home_confirm_open")
    qtbot.mouseClick(shown(home, "home_confirm_cancel"), Qt.MouseButton.LeftButton)
    assert not shown(home, "home_confirm").isVisible()
    qtbot.keyClick(home.search, Qt.Key.Key_Down)
    qtbot.keyClick(home.search, Qt.Key.Key_Return)
    assert "Nov 2, 1968" in shown(home, "home_confirm").accessibleName()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert [patient.details for patient in chosen] == [OTHER_CARMEN]


def test_no_match_says_so_and_the_name_is_carried_over(qtbot, home, on):
    typed(qtbot, home, on, "zed")
    assert shown(home, "home_no_match").text() == "No patient matches 'zed'."
    with qtbot.waitSignal(home.new_asked) as asked:
        qtbot.keyClick(home.search, Qt.Key.Key_Return)
    assert asked.args == ["zed"]


def test_new_patient_starts_without_a_search(qtbot, home):
    with qtbot.waitSignal(home.new_asked):
        qtbot.mouseClick(shown(home, "home_new"), Qt.MouseButton.LeftButton)


def test_emptying_the_search_takes_the_list_away(qtbot, home, on):
    on.patients.add(MARISOL)
    typed(qtbot, home, on, "ort")
    assert home.matches.isVisible()
    qtbot.mouseClick(home.search.cross, Qt.MouseButton.LeftButton)
    assert not home.matches.isVisible()


def test_drafts_are_offered_with_how_far_they_are(qtbot, home, on):
    on.consultations.save_draft(new_draft(filled(), step=Step.PLAN, visited=tuple(Step)[:6]))
    home.refresh()
    on.jobs.run()
    assert home.findChild(QWidget, "draft_draft-1") is not None
    with qtbot.waitSignal(home.resume_asked) as asked:
        qtbot.mouseClick(shown(home, "resume_draft-1"), Qt.MouseButton.LeftButton)
    assert asked.args == ["draft-1"]


def test_an_empty_day_says_so(home):
    assert home.today._summary.text() == "Nothing booked for today."


def test_a_draft_of_today_is_listed_and_opens(qtbot, home, on):
    on.consultations.save_draft(new_draft(filled(treatment_at=datetime(2026, 5, 12, 10, 30))))
    home.refresh()
    on.jobs.run()
    row = shown(home, "today_draft-1")
    assert row.accessibleName() == "10:30 AM, ORTEGA-WHITFIELD, Marisol, Acne scars · Draft saved, Ready"
    with qtbot.waitSignal(home.resume_asked):
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)


def test_a_visit_planned_for_today_is_listed_and_opens(qtbot, home, on):
    plan = planned_plan(on)
    home.refresh()
    on.jobs.run()
    row = shown(home, f"today_visit_{plan.id}")
    assert row.accessibleName() == "ORTEGA-WHITFIELD, Marisol, Session 2 · Acne scars, Planned"
    with qtbot.waitSignal(home.visit_asked) as asked:
        qtbot.keyClick(row, Qt.Key.Key_Space)
    assert (asked.args[0].plan_id, asked.args[0].number) == (plan.id, 2)


def test_names_stand_under_one_another_when_some_rows_have_a_time(home, on):
    on.consultations.save_draft(new_draft(filled(treatment_at=datetime(2026, 5, 12, 10, 30))))
    on.consultations.save_draft(new_draft(filled(), id="draft-2"))
    home.refresh()
    on.jobs.run()
    QApplication.processEvents()
    lefts = set()
    for number in (1, 2):
        row = shown(home, f"today_draft-{number}")
        name = next(label for label in row.findChildren(QLabel) if label.text().startswith("ORTEGA"))
        lefts.add(name.mapTo(home, QPoint(0, 0)).x())
    assert len(lefts) == 1


def test_a_waiting_draft_carries_the_date_on_its_card(home, on):
    tretinoin = ProductAnswer(
        "Tretinoin cream", None, date(2026, 5, 11), match=ProductMatch("tretinoin", "ingredient", ("retinoid_rx",))
    )
    on.consultations.save_draft(new_draft(filled(products=(tretinoin,), treatment_at=datetime(2026, 5, 15, 10, 30))))
    home.refresh()
    on.jobs.run()
    assert [tag.text() for tag in shown(home, "draft_draft-1").findChildren(Tag)] == ["Wait, May 17"]


def test_loading_is_said_only_when_it_takes_long(home, on):
    home.refresh()
    words = home._loading_words
    assert not words.isVisible()
    timers, on.jobs.timers = on.jobs.timers, []
    for timer in timers:
        timer.call()
    assert words.isVisible()
    on.jobs.run()
    assert not words.isVisible()


def test_a_store_that_can_not_be_read_is_told_with_try_again(qtbot, home, on, monkeypatch):
    def gone():
        raise EnvironmentFailed("The clinic file is gone.", "Plug the drive in.")

    with monkeypatch.context() as broken:
        broken.setattr(on.consultations, "drafts", gone)
        home.refresh()
        on.jobs.run()
    problem = shown(home, "home_problem")
    assert problem.isVisible()
    assert problem.accessibleName() == "The clinic file is gone."
    home.refresh()
    on.jobs.run()
    assert not problem.isVisible()


@pytest.mark.parametrize("width", [896, 1080, 1208])
def test_home_fits_its_page(home, width):
    home.resize(width, 484)
    QApplication.processEvents()
    new = shown(home, "home_new")
    right = new.mapTo(home, new.rect().bottomRight()).x()
    assert right <= width
    assert home.search.width() > 300
