"""Settings > Protocol: what the check of a version found and what it changes, with detail on demand."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.application.versions import RuleChange
from consult_app.ui.presenters.protocol_versions import ExampleView, InspectedView
from consult_app.ui.theme.icons import IconName
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import TokenName
from consult_app.ui.widgets.buttons import LinkButton
from consult_app.ui.widgets.field import Icon
from consult_app.ui.widgets.text import Rule, Text

_ICONS: Final[dict[str, IconName]] = {"new": "plus", "gone": "minus", "changed": "pen"}
MOST: Final = 12
"""How many lines of a list are shown before the rest is asked for."""


class ChangesList(QWidget):
    """Faults, or changes in words: rule by rule, then for the example consultations."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("version_changes")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._shown: InspectedView | None = None

    def show_view(self, view: InspectedView | None) -> None:
        """Show what was found, or nothing."""
        if view == self._shown:
            return
        self._shown = view
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if view is None:
            return
        theme = self._theme
        self._add(Text(theme, view.title, role="section"))
        self._add(Rule(theme, strong=True))
        self._add_some([_fault(theme, where, reason) for where, reason in view.faults], "faults")
        self._add_some([RuleRow(theme, change) for change in view.rules], "changes")
        if view.rest:
            self._add(_line(theme, "check", "text2", Text(theme, view.rest, role="dense", color="text2")))
        if view.examples or view.unchanged:
            self._add(_spaced(Text(theme, "For the example consultations", role="section")))
            self._add(Rule(theme, strong=True))
        for example in view.examples:
            self._add(ExampleRow(theme, example))
        if view.unchanged:
            self._add(_line(theme, "check", "text2", Text(theme, view.unchanged, role="dense", color="text2")))

    def _add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)
        widget.show()

    def _add_some(self, rows: Sequence[QWidget], what: str) -> None:
        """The first rows; the others once they are asked for."""
        for row in rows[:MOST]:
            self._add(row)
        if len(rows) > MOST:
            others = LinkButton(self._theme, f"Show {len(rows) - MOST} more {what}")
            others.setObjectName(f"version_more_{what}")
            rest = QWidget()
            column = QVBoxLayout(rest)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            for row in rows[MOST:]:
                column.addWidget(row)
            rest.hide()

            def unfold() -> None:
                rest.show()
                others.hide()

            others.clicked.connect(unfold)
            self._column.addWidget(others)
            others.show()
            self._column.addWidget(rest)


class RuleRow(QWidget):
    """One change as a sentence; both texts on demand where the sentence does not hold them."""

    def __init__(self, theme: Theme, change: RuleChange, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(Text(theme, change.sentence, role="dense"))
        if change.before or change.now:
            both = _folded(
                theme,
                (f"Before: {change.before or 'nothing'}", f"Now: {change.now or 'nothing'}"),
                shown="Show the words",
                hidden="Hide the words",
                about=change.sentence,
            )
            words.addWidget(both)
        _fill(self, theme, _ICONS[change.kind], "wait", words)


class ExampleRow(QWidget):
    """An example consultation with the number of changes; what they are on demand."""

    def __init__(self, theme: Theme, example: ExampleView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(Text(theme, example.name, role="dense_strong"))
        words.addWidget(
            _folded(
                theme, example.sentences, shown=f"Show {example.count}", hidden="Hide the changes", about=example.name
            )
        )
        _fill(self, theme, "pen", "wait", words)


def _folded(theme: Theme, lines: Sequence[str], *, shown: str, hidden: str, about: str) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    toggle = LinkButton(theme, shown)
    toggle.setCheckable(True)
    toggle.setObjectName("version_detail")
    toggle.setAccessibleName(f"{shown}: {about}")
    column.addWidget(toggle, 0, Qt.AlignmentFlag.AlignLeft)
    texts = [Text(theme, line, role="meta", color="text2") for line in lines]
    for text in texts:
        column.addWidget(text)
        text.hide()

    def fold(on: bool) -> None:
        toggle.setText(hidden if on else shown)
        toggle.setAccessibleName(f"{toggle.text()}: {about}")
        toggle.remeasure()
        for text in texts:
            text.setVisible(on)

    toggle.toggled.connect(fold)
    return part


def _fault(theme: Theme, where: str, reason: str) -> QWidget:
    words = QVBoxLayout()
    words.setSpacing(0)
    for text in (Text(theme, where, role="dense_strong"), Text(theme, reason, role="dense")):
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(text)
    row = QWidget()
    _fill(row, theme, "octagon-bar", "stop", words)
    return row


def _line(theme: Theme, icon: IconName, color: TokenName, text: Text) -> QWidget:
    words = QVBoxLayout()
    words.addWidget(text)
    row = QWidget()
    _fill(row, theme, icon, color, words)
    return row


def _spaced(text: Text) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 20, 0, 0)
    column.addWidget(text)
    return holder


def _fill(row: QWidget, theme: Theme, icon: IconName, color: TokenName, words: QVBoxLayout) -> None:
    line = QHBoxLayout()
    line.setContentsMargins(0, 9, 0, 9)
    line.setSpacing(12)
    line.addWidget(Icon(theme, icon, color=color), 0, Qt.AlignmentFlag.AlignTop)
    line.addLayout(words, 1)
    column = QVBoxLayout(row)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addLayout(line)
    column.addWidget(Rule(theme))
