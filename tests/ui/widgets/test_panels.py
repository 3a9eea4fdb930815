from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.banner import BannerFacts, BannerField, PatientBanner
from consult_app.ui.widgets.buttons import IconButton, LinkButton, PrimaryButton, SecondaryButton
from consult_app.ui.widgets.error_summary import ErrorSummary, Problem
from consult_app.ui.widgets.finding_row import FindingLine, FindingRow
from consult_app.ui.widgets.page_view import PageView
from consult_app.ui.widgets.painting import Span, split_mnemonic
from consult_app.ui.widgets.popover import Popover
from consult_app.ui.widgets.progress import ProgressSegments
from consult_app.ui.widgets.save_state import SaveState
from consult_app.ui.widgets.steps import StepButton
from consult_app.ui.widgets.text import Text
from consult_app.ui.widgets.timeline import TimelineMark, YearTimeline
from consult_app.ui.widgets.verdict import VerdictCard

FIELDS = (
    BannerField("Born", "Mar 4, 1984 (42 y)", keep=True),
    BannerField("Last visit", "Feb 3, 2026"),
    BannerField("Chart", "A-20418"),
)


def heard(signal):
    got = []
    signal.connect(lambda *args: got.append(args[0] if args else None))
    return got


def seen(widget):
    return QAccessible.queryAccessibleInterface(widget)


def name_of(widget):
    return seen(widget).text(QAccessible.Text.Name)


@pytest.fixture
def banner(theme, qtbot):
    made = PatientBanner(theme)
    qtbot.addWidget(made)
    made.set_facts(BannerFacts("Ortega-Whitfield", "Marisol", "", FIELDS, "known", ("Neomycin (rash)",)))
    return made


@pytest.mark.parametrize(
    ("width", "labels"), [(1200, ["Born", "Last visit", "Chart"]), (760, ["Born", "Last visit"]), (640, ["Born"])]
)
def test_a_narrow_banner_drops_fields_from_the_right_but_keeps_the_birth_date(banner, width, labels):
    banner.resize(width, 72)
    assert [field.label for field in banner.shown_fields()] == labels


def test_a_long_name_makes_the_banner_higher_and_is_never_cut(theme, qtbot):
    banner = PatientBanner(theme)
    qtbot.addWidget(banner)
    banner.resize(900, 72)
    banner.set_facts(BannerFacts("Ab" * 60, "Cd" * 60, "", FIELDS, "none_known"))
    assert banner.sizeHint().height() > 72


def test_the_banner_names_the_patient_with_the_family_in_capitals(banner):
    assert name_of(banner) == "Patient ORTEGA-WHITFIELD, Marisol"


@pytest.mark.parametrize(
    ("state", "names", "said"),
    [
        ("known", ("Neomycin", "latex", "nickel"), "Known allergies: Neomycin, latex, nickel"),
        ("none_known", (), "No known allergies"),
        ("not_recorded", (), "Allergies not recorded"),
        ("unavailable", (), "Allergies unavailable"),
    ],
)
def test_each_state_of_allergies_is_said_in_words(banner, state, names, said):
    banner.chip.set_allergies(state, names)
    assert name_of(banner.chip) == said


def test_pressing_the_allergies_asks_for_their_list(banner, qtbot):
    told = heard(banner.allergies_asked)
    qtbot.keyClick(banner.chip, Qt.Key.Key_Return)
    assert len(told) == 1


@pytest.mark.parametrize("kind", [PrimaryButton, SecondaryButton])
def test_a_button_is_pressed_by_enter_space_and_its_letter(theme, qtbot, kind):
    button = kind(theme, "&Next: Skin && sun")
    qtbot.addWidget(button)
    told = heard(button.clicked)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert len(told) == 2
    assert button.shortcut() == QKeySequence("Alt+N")
    assert name_of(button) == "Next: Skin & sun"
    assert seen(button).role() == QAccessible.Role.Button


def test_a_busy_button_keeps_its_width_and_the_focus_and_takes_no_press(theme, qtbot):
    button = PrimaryButton(theme, "&Print 2 pages")
    qtbot.addWidget(button)
    button.show()
    button.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    before = button.sizeHint().width()
    button.set_busy("&Printing...")
    told = heard(button.clicked)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(button, key)
    qtbot.keyClick(button, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    assert (button.sizeHint().width(), told) == (before, [])
    assert (button.is_busy, button.hasFocus()) == (True, True)
    button.set_busy(None)
    assert (button.text(), button.is_busy) == ("&Print 2 pages", False)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert len(told) == 1


def test_a_disabled_button_says_why(theme, qtbot):
    button = SecondaryButton(theme, "Print")
    qtbot.addWidget(button)
    button.set_reason("There is no printer.")
    assert not button.isEnabled()
    assert seen(button).text(QAccessible.Text.Description) == "There is no printer."
    button.set_reason(None)
    assert button.isEnabled()


def test_an_icon_button_is_named_and_44_px(theme, qtbot):
    button = IconButton(theme, "pen", "Edit session 2")
    qtbot.addWidget(button)
    assert (name_of(button), button.sizeHint().toTuple()) == ("Edit session 2", (44, 44))


def test_a_link_standing_alone_is_high_enough_to_hit(theme, qtbot):
    link, inline = LinkButton(theme, "Undo change"), LinkButton(theme, "here", inline=True)
    qtbot.addWidget(link)
    qtbot.addWidget(inline)
    assert link.sizeHint().height() >= 44 > inline.sizeHint().height()


def test_a_step_says_where_it_stands(theme, qtbot):
    step = StepButton(theme, "Products", number=5, count=7)
    qtbot.addWidget(step)
    step.set_state("needs_action", "1 decision needed")
    assert name_of(step) == "Products, step 5 of 7, 1 decision needed"
    assert seen(step).role() == QAccessible.Role.RadioButton
    step.set_compact(True)
    assert step.toolTip() == "Products, step 5 of 7, 1 decision needed"


def test_every_state_of_a_step_looks_different_without_color(theme, qtbot):
    step = StepButton(theme, "Products", number=5, count=7)
    qtbot.addWidget(step)
    step.resize(200, 56)
    looks = set()
    for state in ("not_started", "in_progress", "done", "needs_action", "stopped"):
        step.set_state(state, "Same words")
        image = step.grab().toImage().convertToFormat(QImage.Format.Format_Mono)
        looks.add(bytes(image.constBits()))
    assert len(looks) == 5


def test_a_finding_is_one_button_that_gives_its_key(theme, qtbot):
    row = FindingRow(theme, FindingLine("tan", "ok", "OK: slight tan", "No sunburn today."))
    qtbot.addWidget(row)
    told = heard(row.activated)
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert told == ["tan"]
    assert (name_of(row), seen(row).role()) == ("OK: slight tan. No sunburn today.", QAccessible.Role.Button)


def test_a_long_reason_makes_a_finding_higher(theme, qtbot):
    row = FindingRow(theme, FindingLine("tan", "ok", "OK: slight tan", "No sunburn today. " * 6))
    qtbot.addWidget(row)
    assert row.heightForWidth(300) > row.heightForWidth(900)


def test_a_verdict_is_read_with_its_reason(theme, qtbot):
    card = VerdictCard(theme)
    qtbot.addWidget(card)
    card.set_verdict("wait", "Wait until Fri, May 15", "Tretinoin was used last night.")
    assert name_of(card) == "Wait until Fri, May 15. Tretinoin was used last night."


def test_escape_closes_a_popover_and_gives_the_focus_back(theme, qtbot):
    window = QWidget()
    window.resize(900, 600)
    opener = SecondaryButton(theme, "Why", parent=window)
    popover = Popover(theme, "Why: recent retinoid", parent=window)
    popover.add_part("Rule", "Retinoids stop 5 days before treatment.")
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    told = heard(popover.closed)
    popover.open_at(QPoint(800, 580), opener=opener)
    assert (popover.width(), popover.geometry().right()) == (416, 799)
    assert popover.geometry().bottom() < 600 - 24
    qtbot.keyClick(popover.cross, Qt.Key.Key_Escape)
    assert (popover.isVisible(), opener.hasFocus(), len(told)) == (False, True, 1)


def test_each_missing_thing_leads_to_its_field(theme, qtbot):
    summary = ErrorSummary(theme, "1 thing is missing")
    qtbot.addWidget(summary)
    told = heard(summary.jump_asked)
    summary.set_problems((Problem("burn", "Enter the date of the sunburn."),))
    summary.links[0].click()
    assert told == ["burn"]
    summary.set_problems(())
    assert summary.isHidden()


def test_only_a_failed_save_offers_to_try_again(theme, qtbot):
    state = SaveState(theme)
    qtbot.addWidget(state)
    state.show()
    told = heard(state.retry_asked)
    state.set_state("saved", "Saved 2 s ago")
    assert not state.retry.isVisible()
    state.set_state("failed", "Can't save.")
    qtbot.mouseClick(state.retry, Qt.MouseButton.LeftButton)
    assert len(told) == 1


def test_progress_is_said_in_words(theme, qtbot):
    bar = ProgressSegments(theme, done=5, count=7)
    qtbot.addWidget(bar)
    assert name_of(bar) == "5 of 7 steps done"


def test_the_timeline_is_one_sentence_and_puts_days_in_order(theme, qtbot):
    year = YearTimeline(theme, date(2026, 5, 1))
    qtbot.addWidget(year)
    year.resize(760, 180)
    marks = (TimelineMark(date(2026, 5, 15), "series", 1), TimelineMark(date(2027, 4, 2), "maintenance"))
    year.set_year(date(2026, 5, 1), marks, (), summary="2 sessions, May 2026 to April 2027")
    assert name_of(year) == "2 sessions, May 2026 to April 2027"
    days = (date(2026, 5, 1), date(2026, 5, 31), date(2026, 6, 1), date(2026, 12, 31), date(2027, 1, 1))
    places = [year.x_of(day) for day in days]
    assert places == sorted(places)
    assert year.x_of(date(2025, 1, 1)) == year.x_of(date(2026, 5, 1))


def test_pages_turn_by_key_and_stop_at_both_ends(theme, qtbot):
    view = PageView(theme, "Handout")
    qtbot.addWidget(view)
    view.resize(400, 500)
    page = QImage(612, 792, QImage.Format.Format_RGB32)
    page.fill(0xFFFFFFFF)
    view.set_pages((page, page))
    told = heard(view.page_changed)
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert (told, view.count.text(), view.forward.isEnabled()) == ([1], "Page 2 of 2", False)
    view.set_pages((page,))
    assert view.page == 0


def test_zooming_out_ends_at_fit_width(theme, qtbot):
    view = PageView(theme, "Handout")
    qtbot.addWidget(view)
    view.zoom_by(2)
    assert view.zoom == 1.0
    view.zoom_by(-9)
    assert (view.zoom, view.zoom_text.text()) == (0.0, "Fit width")


def test_text_wraps_at_the_line_height_of_its_role(theme, qtbot):
    text = Text(theme, "A blank stays not asked. It never counts as no.")
    qtbot.addWidget(text)
    assert text.heightForWidth(1000) == 24
    assert text.heightForWidth(200) == 48


def test_spans_are_read_as_one_plain_sentence(theme, qtbot):
    text = Text(theme)
    qtbot.addWidget(text)
    text.set_spans((Span("OK.", strong=True), Span(" Soap & water.")))
    assert name_of(text) == "OK. Soap & water."


@pytest.mark.parametrize(
    ("marked", "shown"), [("&Next", ("Next", 0)), ("Skin && sun", ("Skin & sun", -1)), ("A && &B", ("A & B", 4))]
)
def test_the_marked_letter_is_found(marked, shown):
    assert split_mnemonic(marked) == shown


def test_larger_text_makes_controls_larger(qapp, theme: Theme, qtbot):
    window = QWidget()
    layout = QVBoxLayout(window)
    button = SecondaryButton(theme, "Back")
    layout.addWidget(button)
    qtbot.addWidget(window)
    before = button.sizeHint()
    theme.set_text_scale(1.3)
    after = button.sizeHint()
    assert after.height() == round(before.height() * 1.3)
    assert after.width() > before.width()


def test_a_long_state_wraps_and_makes_its_step_higher(theme, qtbot):
    step = StepButton(theme, "Products", number=5, count=7)
    qtbot.addWidget(step)
    step.set_state("needs_action", "1 decision needed")
    assert step.heightForWidth(184) == 56
    step.set_state("needs_action", "1 decision needed and 2 checks left")
    assert step.heightForWidth(184) > 56
