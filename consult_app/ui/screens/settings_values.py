"""Rows of Settings > Protocol: one value each, open or confirmed, in groups that fold."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from consult_app.ui.presenters.settings_protocol import ValueGroup, ValueView
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.buttons import LinkButton, SecondaryButton
from consult_app.ui.widgets.field import Icon
from consult_app.ui.widgets.tag import Tag
from consult_app.ui.widgets.text import Rule, Text

_ICON: Final = 22


class ValueRow(QWidget):
    """One value. ``pressed`` gives its key when Confirm, or Undo on a confirmed one, was pressed."""

    pressed = Signal(str)

    def __init__(self, theme: Theme, view: ValueView, *, refused: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        confirmed = bool(view.who)
        icon = Icon(
            theme,
            "check-circle" if confirmed else "dashed-question",
            color="ready" if confirmed else "text2",
            size=_ICON,
        )
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(theme, view.label, role="strong"))
        if view.words:
            words.addWidget(Text(theme, view.words, role="dense"))
        self.why = LinkButton(theme, "Why", inline=True)
        self.why.setObjectName(f"why_{view.key}")
        self.why.setAccessibleName(f"Why: {view.label}")
        self.why.setCheckable(True)
        self.why.toggled.connect(self._show_sources)
        basis = QHBoxLayout()
        basis.setSpacing(8)
        basis.addWidget(Text(theme, view.who or view.basis, role="dense", color="text2"))
        basis.addWidget(self.why, 0, Qt.AlignmentFlag.AlignBottom)
        basis.addStretch(1)
        words.addLayout(basis)
        if not view.sources:
            self.why.hide()
        self._theme = theme
        self._sources: QWidget | None = None
        self._words = words
        row = QHBoxLayout()
        row.setContentsMargins(0, 10, 0, 10)
        row.setSpacing(12)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        if view.value:
            value = Text(theme, view.value, role="strong", wrap=False)
            value.setMinimumWidth(theme.px(88))
            row.addWidget(value, 0, Qt.AlignmentFlag.AlignVCenter)
        if confirmed:
            row.addWidget(Tag(theme, "ready", "Confirmed"), 0, Qt.AlignmentFlag.AlignVCenter)
        self.button = SecondaryButton(theme, "Undo" if confirmed else "Confirm", compact=True)
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.button.setObjectName(f"{'undo' if confirmed else 'confirm'}_{view.key}")
        self.button.setAccessibleName(f"{self.button.text()}: {view.label}, {view.value or view.words}")
        if refused if not confirmed else not view.may_undo:
            self.button.hide()
        self.button.clicked.connect(lambda: self.pressed.emit(view.key))
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(Rule(theme))

    def _show_sources(self, on: bool) -> None:
        if self._sources is None:
            self._sources = QWidget()
            column = QVBoxLayout(self._sources)
            column.setContentsMargins(0, 6, 0, 0)
            column.setSpacing(4)
            for line in self.view.sources:
                column.addWidget(Text(self._theme, line, role="meta", color="text2"))
            self._words.addWidget(self._sources)
        self._sources.setVisible(on)


class ValueRows(QWidget):
    """Rows by key: what is gone is dropped, what is new is put in its place, the rest stays as it is."""

    pressed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._refused = False
        self.rows: Final[dict[str, ValueRow]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def set_rows(self, views: Sequence[ValueView], *, refused: bool) -> None:
        """Show these values; without buttons to confirm when ``refused``."""
        wanted = {view.key: view for view in views}
        for key, row in tuple(self.rows.items()):
            if wanted.get(key) != row.view or refused != self._refused:
                self.rows.pop(key)
                self._column.removeWidget(row)
                row.hide()
                row.deleteLater()
        self._refused = refused
        for at, view in enumerate(views):
            if view.key not in self.rows:
                row = ValueRow(self._theme, view, refused=refused)
                row.pressed.connect(self.pressed)
                self.rows[view.key] = row
                self._column.insertWidget(at, row)
                row.show()

    def keys(self) -> tuple[str, ...]:
        """Keys of the rows from top to bottom."""
        return tuple(sorted(self.rows, key=lambda key: self._column.indexOf(self.rows[key])))


class FoldingGroup(QWidget):
    """A heading with its count, and under it the rows, made when they are first asked for."""

    pressed = Signal(str)

    def __init__(self, theme: Theme, view: ValueGroup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = view
        self._refused = False
        self.toggle = LinkButton(theme, "Show")
        self.toggle.setObjectName(f"show_{view.key}")
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(self._fold)
        self._count = Text(theme, view.count, role="dense", color="text2", wrap=False)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Text(theme, view.title, role="section"), 1)
        head.addWidget(self._count)
        head.addWidget(self.toggle)
        self.values = ValueRows(theme)
        self.values.pressed.connect(self.pressed)
        self.values.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = QWidget()
        self._head.setMinimumHeight(Size.TARGET)
        self._head.setLayout(head)
        head.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._head)
        column.addWidget(Rule(theme, strong=True))
        column.addWidget(self.values)

    @property
    def unfolded(self) -> bool:
        """Whether the rows are shown."""
        return self.toggle.isChecked()

    @property
    def is_open(self) -> bool:
        """Whether any value is open in this group."""
        return bool(self._view.rows)

    def holds(self, key: str) -> bool:
        """Whether the value is open and in this group."""
        return any(row.key == key for row in self._view.rows)

    def unfold(self) -> None:
        """Show the rows."""
        self.toggle.setChecked(True)

    def show_group(self, view: ValueGroup, *, refused: bool) -> None:
        """Show what is open now."""
        self._view, self._refused = view, refused
        self._count.setText(view.count)
        self.toggle.setVisible(bool(view.rows))
        self._fold(self.toggle.isChecked())

    def _fold(self, on: bool) -> None:
        self.toggle.setText("Hide" if on else "Show")
        self.toggle.remeasure()
        self.toggle.setAccessibleName(f"{self.toggle.text()} {self._view.title}, {self._view.count}")
        if on:
            self.values.set_rows(self._view.rows, refused=self._refused)
        self.values.setVisible(on and bool(self._view.rows))
