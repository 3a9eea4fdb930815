"""The findings of the Today panel: room first, whole rows always, and the place kept while Why is open."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from consult_app.application.edits import AddProduct
from consult_app.domain.answers import (
    Fitzpatrick,
    ImportantDate,
    ProductAnswer,
    ProductMatch,
    SkinAnswers,
    Tan,
    Trip,
)
from consult_app.domain.plan import Step
from consult_app.ui.presenters.today import FindingView
from consult_app.ui.shell.findings_list import FindingsList
from consult_app.ui.theme.theme import Theme
from tests.fakes.services import filled, new_draft

TRETINOIN = ProductAnswer(
    "Tretinoin cream 0.05%", None, date(2026, 5, 11), match=ProductMatch("tretinoin", "ingredient", ("retinoid_rx",))
)
FOUR = filled(
    skin=SkinAnswers(Fitzpatrick.III, Tan.SLIGHT),
    products=(TRETINOIN,),
    treatment_at=datetime(2026, 5, 15, 10, 30),
    events=(ImportantDate("wedding", date(2026, 8, 20)),),
    trips=(Trip("beach", date(2026, 6, 20), date(2026, 6, 28), sunny=True),),
)


def findings(count):
    words = "A reason that is long enough to take a second line in the panel."
    return tuple(FindingView(f"rule.{at}", "ok", f"OK: row {at}", words if at % 2 else "Short.") for at in range(count))


@pytest.fixture
def list_of(qtbot):
    hosts = []

    def made(count, *, height):
        theme = Theme()
        theme.apply(QApplication.instance())
        shown = FindingsList(theme)
        host = QWidget()
        hosts.append(host)
        qtbot.addWidget(host)
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(shown)
        column.addStretch(1)
        shown.show_findings(findings(count))
        host.resize(312, height)
        with qtbot.waitExposed(host):
            host.show()
        QApplication.processEvents()
        return shown

    return made


def cut(shown):
    """The titles of rows that are neither whole nor left out."""
    mask = shown.viewport().mask()
    height = mask.boundingRect().height() if not mask.isEmpty() else shown.viewport().height()
    tops = [(row, row.mapTo(shown.viewport(), QPoint(0, 0)).y()) for row in shown.rows]
    return [row.line.title for row, top in tops if -row.height() < top < 0 or top < height < top + row.height()]


def turn(shown, eighths):
    at, glob = QPointF(20, 20), QPointF(shown.mapToGlobal(QPoint(20, 20)))
    none = Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        at, glob, QPoint(), QPoint(0, eighths), Qt.MouseButton.NoButton, none, Qt.ScrollPhase.NoScrollPhase, False
    )
    shown.wheelEvent(event)


@pytest.mark.parametrize("height", [100, 150, 200, 250, 300, 390])
def test_rows_are_never_cut_at_rest(list_of, height):
    shown = list_of(7, height=height)
    assert shown.verticalScrollBar().maximum() > 0
    assert cut(shown) == []
    for _ in range(8):
        turn(shown, -120)
        assert cut(shown) == []
    assert shown.verticalScrollBar().value() == shown.verticalScrollBar().maximum()
    for row in shown.rows:
        shown.reveal(row)
        assert cut(shown) == []


def test_rows_that_fit_do_not_scroll(list_of):
    shown = list_of(3, height=400)
    assert shown.verticalScrollBar().maximum() == 0
    assert cut(shown) == []


def test_a_notch_of_the_wheel_is_a_row_and_less_is_added_up(list_of):
    shown = list_of(7, height=200)
    second = shown.rows[1].y()
    turn(shown, -60)
    assert shown.verticalScrollBar().value() == 0
    turn(shown, -60)
    assert shown.verticalScrollBar().value() == second
    turn(shown, 120)
    assert shown.verticalScrollBar().value() == 0


def test_a_scroll_bar_let_go_between_two_rows_comes_to_rest_at_one(list_of):
    shown = list_of(7, height=200)
    bar = shown.verticalScrollBar()
    bar.setSliderDown(True)
    bar.setSliderPosition(shown.rows[1].y() + 5)
    bar.setValue(bar.sliderPosition())
    assert cut(shown) != []
    bar.setSliderDown(False)
    assert cut(shown) == []


@pytest.fixture
def four(desk):
    desk.navigator.open_draft(new_draft(FOUR, step=Step.PRODUCTS, visited=tuple(Step)[:6]))
    desk.settle()
    return desk


def test_four_findings_are_all_shown_beside_the_plan_at_the_usual_size(four):
    shown = four.page.today.findings
    assert len(shown.rows) == 4
    assert len(four.page.today.plan.findChildren(QWidget)) > 0
    assert shown.verticalScrollBar().maximum() == 0
    assert cut(shown) == []


@pytest.mark.parametrize("height", [860, 880, 900])
def test_a_row_scrolls_only_where_the_tight_gaps_are_not_enough(four, qtbot, height):
    four.window.resize(1440, height)
    QApplication.processEvents()
    today = four.page.today
    shown = today.findings
    gap = shown.mapTo(today, QPoint(0, 0)).y() - today.verdict.mapTo(today, QPoint(0, today.verdict.height())).y()
    four.window.resize(1440, 700)
    QApplication.processEvents()
    tight = shown.mapTo(today, QPoint(0, 0)).y() - today.verdict.mapTo(today, QPoint(0, today.verdict.height())).y()
    four.window.resize(1440, height)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: shown.verticalScrollBar().maximum() == 0 or gap == tight)


def test_a_finding_that_comes_takes_the_room_of_the_gaps(desk, qtbot):
    desk.navigator.open_draft(new_draft(replace(FOUR, products=()), step=Step.PRODUCTS))
    desk.settle()
    desk.window.resize(1440, 880)
    QApplication.processEvents()
    assert len(desk.page.today.findings.rows) == 3
    desk.page.session.dispatch(AddProduct(TRETINOIN))
    shown = desk.page.today.findings
    assert len(shown.rows) == 4
    qtbot.waitUntil(lambda: shown.verticalScrollBar().maximum() == 0 and shown.height() == shown.maximumHeight())


def test_in_a_small_window_they_scroll_by_whole_rows_and_the_plan_stays(four):
    four.window.resize(1280, 800)
    QApplication.processEvents()
    shown, today = four.page.today.findings, four.page.today
    assert shown.verticalScrollBar().maximum() > 0
    assert cut(shown) == []
    source = today.findChild(QWidget, "today_source")
    assert source.mapTo(today, QPoint(0, source.height())).y() <= today.height()


def test_why_keeps_the_place_of_a_scrolled_list(four, qtbot):
    four.window.resize(1280, 800)
    QApplication.processEvents()
    shown = four.page.today.findings
    shown.verticalScrollBar().setValue(shown.verticalScrollBar().maximum())
    place = shown.verticalScrollBar().value()
    assert place > 0
    qtbot.mouseClick(shown.rows[-1], Qt.MouseButton.LeftButton)
    assert four.page.popovers.key == shown.rows[-1].line.key
    assert shown.verticalScrollBar().value() == place
    assert cut(shown) == []
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert four.page.popovers.key == ""
    assert shown.verticalScrollBar().value() == place


def test_why_asked_from_the_step_brings_its_row_into_view(four):
    four.window.resize(1280, 800)
    QApplication.processEvents()
    shown = four.page.today.findings
    last = shown.rows[-1]
    four.page.open_why(last.line.key)
    top = last.mapTo(shown.viewport(), QPoint(0, 0)).y()
    assert 0 <= top <= shown.viewport().height() - last.height()


def test_the_gaps_widen_again_when_there_is_room(four):
    today = four.page.today
    four.window.resize(1440, 800)
    QApplication.processEvents()
    tight = today.findings.mapTo(today, QPoint(0, 0)).y()
    four.window.resize(1440, 1100)
    QApplication.processEvents()
    assert today.findings.mapTo(today, QPoint(0, 0)).y() > tight
