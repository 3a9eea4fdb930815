"""The day asked about again: an after sheet on a later day than the signature goes out only when all is well."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.callout import Callout
from consult_app.ui.widgets.check_row import CheckRow
from consult_app.ui.widgets.text import Text


class DayChecks(Callout):
    """One box to tick for each check; ``changed`` follows each tick."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "accent", "Ask again today", "The plan was signed on an earlier day.", parent=parent)
        self.setObjectName("handout_checks")
        self._checks: tuple[str, ...] = ()
        self.rows: list[CheckRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._else = Text(
            theme, "If one is not so, do not give this sheet. Start a new consultation.", role="meta", color="text2"
        )
        self.body.addLayout(self._list)
        self.body.addWidget(self._else)
        self.hide()

    @property
    def confirmed(self) -> bool:
        """Whether each check is ticked; nothing to check is confirmed."""
        return all(row.isChecked() for row in self.rows)

    def show_checks(self, checks: tuple[str, ...]) -> None:
        """Ask these; other ones start without ticks."""
        self.setVisible(bool(checks))
        if checks == self._checks:
            return
        self._checks = checks
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for at, words in enumerate(checks):
            row = CheckRow(self._theme, words.replace("&", "&&"))
            row.setObjectName(f"handout_check_{at}")
            row.clicked.connect(self.changed)
            self._list.addWidget(row)
            row.show()
            self.rows.append(row)

    def focus_open(self) -> None:
        """Give the focus to the first check without a tick."""
        for row in self.rows:
            if not row.isChecked():
                row.setFocus()
                return
