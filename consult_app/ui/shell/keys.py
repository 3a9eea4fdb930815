"""The keyboard map of the shell: every key, what it does, and the list F1 shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import PrimaryButton
from consult_app.ui.widgets.text import Text


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the map. ``action`` names what the navigator does; ``shown`` is how people write the key."""

    sequences: tuple[str, ...]
    action: str
    what: str
    shown: str = ""

    @property
    def words(self) -> str:
        return self.shown or " or ".join(self.sequences)


KEYS: Final = (
    Key(("Alt+Home",), "home", "Home"),
    Key(("Ctrl+F",), "find", "Find a patient"),
    Key(("Ctrl+N",), "new", "New patient"),
    Key(("Ctrl+R",), "resume", "Resume the latest draft"),
    Key(("Ctrl+H",), "past_plans", "Past plans"),
    Key(("Ctrl+,",), "settings", "Settings"),
    *(Key((f"Alt+{number}",), f"step_{number}", f"Step {number}", "Alt+1 to Alt+7") for number in range(1, 8)),
    Key(("F6",), "next_area", "Next area: rail, banner, sheet, Today, footer"),
    Key(("Shift+F6",), "previous_area", "Previous area"),
    Key(("F8",), "today", "Today"),
    Key(("Ctrl+Z",), "undo", "Undo"),
    Key(("Ctrl+Y", "Ctrl+Shift+Z"), "redo", "Redo", "Ctrl+Y"),
    Key(("Ctrl+S",), "save", "Save now"),
    Key(("Ctrl+E",), "problem", "Next problem"),
    Key(("Ctrl+J",), "unanswered", "Next unanswered question"),
    Key(("Ctrl+Return", "Ctrl+Enter"), "answer", "The answer behind the finding", "Ctrl+Enter"),
    Key(("Ctrl+Shift+A",), "allergies", "Allergy list"),
    Key(("Ctrl+Shift+T",), "announce", "Read verdict and findings aloud"),
    Key(("Ctrl+Shift+D",), "look", "Light or dark"),
    Key(("Ctrl+Shift++", "Ctrl+Shift+=", "Ctrl++"), "larger", "Larger text", "Ctrl+Shift+plus"),
    Key(("Ctrl+Shift+-", "Ctrl+Shift+_"), "smaller", "Smaller text", "Ctrl+Shift+minus"),
    Key(("F1",), "help", "This list"),
)

MORE: Final = (
    ("Alt+N", "Next step"),
    ("Alt+B", "Step before"),
    ("Enter", "Why, on a finding"),
    ("Y, N, U", "Yes, No, Unsure on a health row"),
    ("Space", "Choose a chip or a box"),
    ("Arrows", "Move inside chips, answers and lists"),
    ("Alt+Y", "Copy a past plan to new; confirm what was copied"),
    ("Ctrl+P, Ctrl+Shift+S, Ctrl+M", "Print, save or email the sheet"),
    ("PgUp, PgDn", "Turn the sheet's pages"),
    ("Ctrl+=, Ctrl+-, Ctrl+0", "Zoom the page, fit its width"),
    ("Esc", "Close what lies over the sheet"),
)


def bind(window: QWidget, actions: Mapping[str, Callable[[], None]]) -> dict[str, tuple[QShortcut, ...]]:
    """Make the shortcuts of the map for a window. Raises ``KeyError`` for an action nobody does."""
    made: dict[str, tuple[QShortcut, ...]] = {}
    for key in KEYS:
        act = actions[key.action]
        shortcuts = []
        for sequence in key.sequences:
            shortcut = QShortcut(QKeySequence(sequence), window)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(act)
            shortcuts.append(shortcut)
        made[key.action] = tuple(shortcuts)
    return made


class KeyList(QDialog):
    """The keys in two columns; Esc or Close ends it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("key_list")
        self.setWindowTitle("Keys")
        rows = list(
            dict.fromkeys(
                (key.words, key.what if not key.shown.startswith("Alt+1") else "Go to step 1 to 7") for key in KEYS
            )
        )
        rows += MORE
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        half = (len(rows) + 1) // 2
        for at, (key, what) in enumerate(rows):
            column, row = divmod(at, half)
            grid.addWidget(Text(theme, key, role="dense_strong", wrap=False), row, 2 * column)
            grid.addWidget(Text(theme, what, role="dense", wrap=False), row, 2 * column + 1)
        close = PrimaryButton(theme, "Close")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column_box = QVBoxLayout(self)
        column_box.setContentsMargins(24, 24, 24, 24)
        column_box.setSpacing(16)
        column_box.addWidget(Text(theme, "Keys", role="title"))
        column_box.addLayout(grid)
        column_box.addLayout(foot)
        close.setFocus()
