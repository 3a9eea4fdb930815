"""Screen readers are told what a part is that paints itself."""

from datetime import date

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.chips import ChipOption, ChipRow
from consult_app.ui.widgets.segmented import Segment, Segmented
from consult_app.ui.widgets.timeline import YearTimeline
from consult_app.ui.widgets.verdict import VerdictCard

Role = QAccessible.Role


@pytest.fixture
def theme(qapp):
    made = Theme()
    made.apply(QApplication.instance())
    return made


def role_of(part):
    return QAccessible.queryAccessibleInterface(part).role()


@pytest.mark.parametrize(
    ("make", "role"),
    [
        (VerdictCard, Role.StaticText),
        (lambda theme: Segmented(theme, "Tan", [Segment("none", "None")]), Role.Grouping),
        (lambda theme: ChipRow(theme, "Concerns", [ChipOption("texture", "Texture")]), Role.Grouping),
        (lambda theme: YearTimeline(theme, date(2026, 5, 1)), Role.Graphic),
    ],
)
def test_a_part_that_paints_itself_says_what_it_is(qtbot, theme, make, role):
    part = make(theme)
    qtbot.addWidget(part)
    assert role_of(part) == role


def test_the_verdict_is_heard_with_its_reason(qtbot, theme):
    card = VerdictCard(theme)
    qtbot.addWidget(card)
    card.set_verdict("wait", "Wait until Sun, May 17", "Tretinoin was last used Mon, May 11.")
    spoken = QAccessible.queryAccessibleInterface(card)
    assert spoken.text(QAccessible.Text.Name) == "Wait until Sun, May 17. Tretinoin was last used Mon, May 11."


def test_other_parts_keep_the_roles_qt_gives_them(qtbot, theme):
    for part, role in ((QFrame(), Role.Border), (QWidget(), Role.Client)):
        qtbot.addWidget(part)
        assert role_of(part) == role
