"""Every control of the desk on one sheet, for looking at beside the design's pictures.

Run `python -m tests.ui.widgets.gallery DIRECTORY` to write gallery-light.png and gallery-dark.png.
"""

import os
import sys
from datetime import date
from pathlib import Path

from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.banner import BannerFacts, BannerField, PatientBanner
from consult_app.ui.widgets.buttons import IconButton, LinkButton, PrimaryButton, SecondaryButton
from consult_app.ui.widgets.calendar import DayMark, MonthCalendar
from consult_app.ui.widgets.callout import Callout, Card
from consult_app.ui.widgets.check_row import CheckRow
from consult_app.ui.widgets.chips import ChipOption, ChipRow
from consult_app.ui.widgets.combo import Choice, Combo
from consult_app.ui.widgets.date_field import DateField
from consult_app.ui.widgets.error_summary import ErrorSummary, Problem
from consult_app.ui.widgets.field import Field, Icon, NoteField
from consult_app.ui.widgets.finding_row import FindingLine, FindingRow
from consult_app.ui.widgets.focus_ring import FocusRing
from consult_app.ui.widgets.key_values import KeyValue, KeyValueRows
from consult_app.ui.widgets.page_view import PageView
from consult_app.ui.widgets.painting import Span
from consult_app.ui.widgets.progress import ProgressSegments
from consult_app.ui.widgets.radio_card import CardOption, RadioCards
from consult_app.ui.widgets.save_state import SaveState
from consult_app.ui.widgets.search_field import SearchField
from consult_app.ui.widgets.segmented import Segment, Segmented
from consult_app.ui.widgets.steps import NavButton, StepButton
from consult_app.ui.widgets.tag import Tag
from consult_app.ui.widgets.text import Rule, Text
from consult_app.ui.widgets.time_field import TimeField
from consult_app.ui.widgets.timeline import TimelineBar, TimelineMark, YearTimeline
from consult_app.ui.widgets.verdict import VerdictCard, VerdictStrip

YES_NO = (Segment("yes", "Yes", "y"), Segment("no", "No", "n"), Segment("unsure", "Unsure", "u"))
TODAY = date(2026, 5, 12)


class Ground(QWidget):
    """A plain area in one of the theme's colors."""

    def __init__(self, theme: Theme, color: str) -> None:
        super().__init__()
        self._theme = theme
        self._color = color

    @override
    def paintEvent(self, event: object) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color(self._color))


def rail(theme: Theme) -> QWidget:
    side = Ground(theme, "window")
    side.setFixedWidth(232)
    column = QVBoxLayout(side)
    column.setContentsMargins(16, 16, 16, 16)
    column.setSpacing(4)
    column.addWidget(Text(theme, "Atalo Aesthetics", role="verdict"))
    column.addWidget(Text(theme, "Cincinnati, OH", role="meta", color="text2"))
    home = NavButton(theme, "Home", "home")
    home.setAutoExclusive(False)
    home.setChecked(True)
    plans = NavButton(theme, "Past plans", "list")
    plans.setAutoExclusive(False)
    for place in (home, plans):
        column.addWidget(place)
    column.addWidget(Rule(theme))
    states = (
        ("Patient", "done", None),
        ("Concerns", "in_progress", None),
        ("Skin & sun", "not_started", None),
        ("Health screen", "needs_action", "1 decision needed"),
        ("Products", "stopped", "1 finding stops"),
        ("Plan", "needs_action", "Choose an option"),
        ("Handout", "not_started", None),
    )
    for at, (name, state, line) in enumerate(states):
        step = StepButton(theme, name, number=at + 1, count=7)
        step.set_state(state, line)
        step.setChecked(at == 1)
        column.addWidget(step)
    compact = StepButton(theme, "Health screen", number=4, count=7)
    compact.set_state("needs_action", "1 decision needed")
    compact.set_compact(True)
    column.addWidget(compact)
    column.addStretch(1)
    return side


def today_panel(theme: Theme) -> QWidget:
    side = Ground(theme, "window")
    side.setFixedWidth(352)
    column = QVBoxLayout(side)
    column.setContentsMargins(24, 24, 24, 16)
    column.setSpacing(8)
    head = QHBoxLayout()
    head.addWidget(Text(theme, "Today", role="verdict", wrap=False))
    head.addStretch(1)
    head.addWidget(Text(theme, "Tue, May 12, 2026", role="meta", color="text2", wrap=False))
    column.addLayout(head)
    for kind, title, text in (
        ("none", "Not decided yet", "3 steps still to answer: Skin & sun, Health screen, Products."),
        ("wait", "Wait until Sun, May 17", "Tretinoin was used Mon, May 11. First open day is Tue, May 19."),
        ("ready", "Ready to treat today", "All answers in. No finding stops treatment."),
        ("review", "Needs your decision", "1 decision: cold sore history."),
        ("stop", "Do not treat", "Taking isotretinoin now. This stands even with questions not asked yet."),
    ):
        card = VerdictCard(theme)
        card.set_verdict(kind, title, text)
        column.addWidget(card)
    head = QHBoxLayout()
    head.addWidget(Text(theme, "Findings", role="section", wrap=False))
    head.addStretch(1)
    head.addWidget(Text(theme, "4 so far", role="dense", color="text2", wrap=False))
    column.addLayout(head)
    findings = QVBoxLayout()
    findings.setSpacing(0)
    findings.addWidget(Rule(theme))
    for at, line in enumerate(
        (
            FindingLine("a", "wait", "Wait: recent retinoid", "Last used Mon, May 11."),
            FindingLine("b", "decide", "Decide: cold sore history", "Ask the prescriber about prevention."),
            FindingLine("c", "stop", "Stop: isotretinoin", "Current course, ends in July."),
            FindingLine("d", "ok", "OK: skin type III", "Note: dark marks can follow. Sun rules are on the handout."),
            FindingLine("e", "changed", "Changed: session 2 date", "Moved 2 weeks later, reason on file."),
        )
    ):
        row = FindingRow(theme, line)
        row.set_open(at == 0)
        findings.addWidget(row)
    column.addLayout(findings)
    column.addWidget(Text(theme, "Proposed plan", role="section"))
    column.addWidget(Rule(theme))
    column.addWidget(
        KeyValueRows(
            theme,
            (
                KeyValue("Series", "2 or 3 sessions"),
                KeyValue("Spacing", "At least 4 to 6 weeks"),
                KeyValue("Keep clear", "Jun 20 to Jul 11\nAug 13 to Aug 20"),
                KeyValue("First date", "After the health screen"),
            ),
        )
    )
    column.addStretch(1)
    return side


def fields(theme: Theme) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(12)
    row = QHBoxLayout()
    row.setSpacing(16)
    family = Field(theme, "&Family name")
    family.set_text("Ortiz")
    preferred = Field(
        theme, "P&referred name", optional=True, placeholder="Given on save", hint="As she likes to be called"
    )
    wrong = Field(theme, "&Phone")
    wrong.set_text("555-01")
    wrong.set_error("Enter all ten digits of the phone number.")
    for each in (family, preferred, wrong):
        row.addWidget(each, 1)
    column.addLayout(row)
    row = QHBoxLayout()
    row.setSpacing(16)
    born = DateField(theme, "Birth d&ate", today=lambda: TODAY, weekday=False)
    born.set_date(date(1991, 9, 21))
    last = DateField(theme, "Last &used", today=lambda: TODAY)
    last.set_date(date(2026, 5, 1))
    time = TimeField(theme, "Treatment &time")
    for each in (born, last, time):
        row.addWidget(each, 1)
    column.addLayout(row)
    row = QHBoxLayout()
    row.setSpacing(16)
    row.addWidget(SearchField(theme, "Products", placeholder="Add a product by name, or scan a barcode"), 2)
    combo = Combo(theme, "Provider", (Choice("a", "Dana Keller, NP"), Choice("b", "Rosa Lindqvist, PA")))
    row.addWidget(combo, 1)
    row.addWidget(Combo(theme, "Printer", (Choice("a", "Front desk, 1 copy"),), icon="printer"), 1)
    column.addLayout(row)
    big = SearchField(theme, "Patients", big=True)
    big.setText("ort")
    column.addWidget(big)
    note = NoteField(theme, "Patient's words", optional=True, lines=2)
    note.set_text("Would like smoother cheeks before the wedding.")
    column.addWidget(note)
    return column


def answers(theme: Theme) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(12)
    chips = ChipRow(
        theme,
        "Concerns",
        tuple(
            ChipOption(word, text)
            for word, text in (
                ("a", "&Acne scars"),
                ("t", "&Texture"),
                ("p", "&Pore size"),
                ("f", "&Fine lines"),
                ("w", "&Wrinkles"),
                ("g", "&General aging"),
            )
        ),
    )
    chips.set_on(frozenset({"a", "t"}))
    column.addWidget(chips)
    for question, value in (("Cold sores in the past", "yes"), ("Rosacea", None)):
        row = QHBoxLayout()
        row.addWidget(Text(theme, question), 1)
        answer = Segmented(theme, question, YES_NO)
        answer.setFixedWidth(264)
        answer.set_value(value)
        row.addWidget(answer)
        column.addLayout(row)
        column.addWidget(Rule(theme))
    tan = Segmented(
        theme,
        "Tan on the face today",
        tuple(Segment(word, word) for word in ("None", "Slight", "Fresh tan", "Sunburn")),
        tall=True,
    )
    tan.set_value("Slight")
    column.addWidget(tan)
    ok = QHBoxLayout()
    ok.setSpacing(8)
    ok.addWidget(Icon(theme, "check-circle", color="ready"))
    words = Text(theme, role="dense", color="text2")
    words.set_spans((Span("OK.", strong=True, color="text"), Span(" A slight tan can be treated. A fresh tan cannot.")))
    ok.addWidget(words, 1)
    column.addLayout(ok)
    cards = RadioCards(
        theme,
        "Allergies",
        (
            CardOption("known", "Known allergies", "Listed below"),
            CardOption("none", "No known allergies", "Asked, none"),
            CardOption("not", "Not recorded", "Not asked yet"),
            CardOption("un", "Unavailable", "Asked, can’t say"),
        ),
    )
    cards.set_value("known")
    column.addWidget(cards)
    skin = RadioCards(
        theme,
        "Skin type",
        (
            CardOption("1", "I", "Always burns, never tans"),
            CardOption("2", "II", "Usually burns, tans with difficulty"),
            CardOption("3", "III", "Sometimes burns a little, tans slowly"),
            CardOption("4", "IV", "Rarely burns, tans easily"),
            CardOption("5", "V", "Almost never burns, tans very easily"),
            CardOption("6", "VI", "Never burns, deeply colored skin"),
        ),
        big=True,
    )
    skin.set_value("3")
    column.addWidget(skin)
    checks = QHBoxLayout()
    on = CheckRow(theme, "Right cheek")
    on.setChecked(True)
    checks.addWidget(on)
    checks.addWidget(CheckRow(theme, "No other trips or dates", more="in the next 12 months"))
    off = CheckRow(theme, "Neck")
    off.set_reason("Choose a concern first.")
    checks.addWidget(off)
    column.addLayout(checks)
    return column


def buttons(theme: Theme) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(PrimaryButton(theme, "&Next: Skin && sun", icon_after="chevron-right"))
    row.addWidget(SecondaryButton(theme, "&Back", icon="chevron-left"))
    row.addWidget(SecondaryButton(theme, "&Add session", icon="plus", compact=True))
    off = PrimaryButton(theme, "Print 2 pages", icon="printer")
    off.set_reason("There is no printer.")
    row.addWidget(off)
    row.addWidget(LinkButton(theme, "Undo change"))
    row.addWidget(LinkButton(theme, "Clear filters", underline=False))
    row.addWidget(IconButton(theme, "pen", "Edit session 2"))
    state = SaveState(theme)
    state.set_state("saved", "Saved 2 s ago")
    row.addWidget(state, 1)
    return row


def callouts(theme: Theme) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(12)
    decide = Callout(
        theme,
        "amber",
        "Decide: cold sore history",
        "Ask the prescriber whether prevention is needed. Record what you decided.",
    )
    decide.add(SecondaryButton(theme, "Record &decision", compact=True))
    twin = Callout(
        theme,
        "amber",
        "ORTIZ, Carmen, born Sep 21, 1991, is already on file",
        "Same name and birth date. Chart A-19877, phone ends 0142, last visit Jan 16, 2026.",
        below=True,
    )
    twin.add(SecondaryButton(theme, "&Open that record", compact=True))
    twin.add(SecondaryButton(theme, "This is a &different person", compact=True))
    stop = Callout(
        theme,
        "stop",
        "Stop: taking isotretinoin now",
        "The device label says not to treat during a course. Ask the prescriber.",
    )
    stop.add(LinkButton(theme, "Why"))
    ask = Callout(
        theme, "accent", "Answer No to the 5 unanswered questions here?", "Only if you read each one to the patient."
    )
    ask.add(SecondaryButton(theme, "Answer No to 5", compact=True))
    ask.add(SecondaryButton(theme, "Cancel", compact=True))
    summary = ErrorSummary(theme, "2 things are missing on this step")
    summary.set_problems((Problem("a", "Enter the date of the sunburn."), Problem("b", "Choose a skin type.")))
    for each in (decide, twin, stop, ask, summary):
        column.addWidget(each)
    tags = QHBoxLayout()
    for kind, word in (
        ("ready", "Treated"),
        ("stop", "Do not treat"),
        ("none", "Not decided"),
        ("wait", "Wait, Jun 2"),
        ("accent", "Recommended"),
        ("basis", "Default, not confirmed by your clinic"),
    ):
        tags.addWidget(Tag(theme, kind, word))
    tags.addStretch(1)
    column.addLayout(tags)
    card = Card(theme)
    inner = QVBoxLayout(card)
    inner.setContentsMargins(16, 12, 16, 12)
    inner.addWidget(Text(theme, "ORTEGA-WHITFIELD, Marisol", role="strong"))
    inner.addWidget(ProgressSegments(theme, done=5, count=7))
    inner.addWidget(Text(theme, "5 of 7 steps done", role="meta", color="text2"))
    column.addWidget(card)
    return column


def year(theme: Theme) -> QVBoxLayout:
    column = QVBoxLayout()
    timeline = YearTimeline(theme, date(2026, 5, 1))
    timeline.set_year(
        date(2026, 5, 1),
        (
            TimelineMark(date(2026, 5, 15), "series", 1),
            TimelineMark(date(2026, 6, 26), "removed"),
            TimelineMark(date(2026, 7, 10), "series", 2, selected=True),
            TimelineMark(date(2026, 8, 21), "series", 3),
            TimelineMark(date(2026, 12, 11), "maintenance"),
            TimelineMark(date(2027, 4, 2), "maintenance"),
        ),
        (
            TimelineBar(date(2026, 6, 20), date(2026, 6, 28), "Beach trip, fresh tan likely"),
            TimelineBar(date(2027, 1, 18), date(2027, 1, 21), "Review photos", "note"),
        ),
        summary="5 sessions, May 2026 to April 2027",
    )
    column.addWidget(timeline)
    row = QHBoxLayout()

    def mark(day: date) -> DayMark:
        if day < date(2026, 7, 4) and day.weekday() < 4:
            return DayMark("avoid", "Fresh tan")
        return DayMark("fits") if 1 <= day.weekday() <= 4 and day.day > 4 else DayMark("off")

    calendar = MonthCalendar(theme, date(2026, 7, 10), mark=mark, title="Session 2")
    calendar.set_chosen(date(2026, 7, 10))
    row.addWidget(calendar)
    pages = PageView(theme, "Handout")
    page = QImage(612, 792, QImage.Format.Format_RGB32)
    page.fill(0xFFFFFFFF)
    pages.set_pages((page, page))
    pages.setFixedHeight(380)
    row.addWidget(pages, 1)
    column.addLayout(row)
    return column


def gallery(theme: Theme) -> QWidget:
    """The sheet, for a window 1440 px wide."""
    sheet = Ground(theme, "surface")
    grid = QGridLayout(sheet)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(0)
    grid.addWidget(rail(theme), 0, 0, 3, 1)
    banner = PatientBanner(theme)
    banner.set_facts(
        BannerFacts(
            "Ortega-Whitfield",
            "Marisol",
            "Preferred name Mari",
            (
                BannerField("Born", "Mar 4, 1984 (42 y)", keep=True),
                BannerField("Last visit", "Feb 3, 2026"),
                BannerField("Chart", "A-20418"),
            ),
            "known",
            ("Neomycin (rash)",),
        )
    )
    grid.addWidget(banner, 0, 1, 1, 2)
    strip = VerdictStrip(theme)
    strip.set_verdict("none", "Not decided yet", "1 question and 1 step still to answer.")
    strip.add(SecondaryButton(theme, "&Today, 4 findings", icon_after="chevron-down", compact=True))
    grid.addWidget(strip, 1, 1)
    middle = QWidget()
    column = QVBoxLayout(middle)
    column.setContentsMargins(32, 24, 32, 24)
    column.setSpacing(16)
    column.addWidget(Text(theme, "Health screen", role="title"))
    column.addWidget(Text(theme, "A blank stays “not asked”. It never counts as “no”.", color="text2"))
    for part in (buttons(theme), fields(theme), answers(theme), callouts(theme), year(theme)):
        column.addLayout(part)
    column.addStretch(1)
    grid.addWidget(middle, 2, 1)
    grid.addWidget(today_panel(theme), 1, 2, 2, 1)
    grid.setColumnStretch(1, 1)
    sheet.resize(1440, 2400)
    return sheet


def main(directory: Path) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    theme = Theme()
    theme.apply(app)
    FocusRing(theme, app)
    sheet = gallery(theme)
    sheet.show()
    focus = sheet.findChildren(Segmented)[1]
    focus.setFocus()
    app.processEvents()
    for dark in (False, True):
        theme.set_dark(dark)
        app.processEvents()
        sheet.grab().save(str(directory / f"gallery-{'dark' if dark else 'light'}.png"))
    sheet.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
