"""What to weigh when dates are chosen, and what the marks on the options mean."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.ui.presenters.plan_options import MarkedReason, OptionsView
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.field import Icon
from consult_app.ui.widgets.text import Text


class PlanNotes(QWidget):
    """Under the options first what their mark means, then the protocol's notes with their sources."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._notes: tuple[MarkedReason, ...] | None = None
        self._legend = QWidget()
        self._mark = Icon(theme, "dashed-question", size=Size.ICON)
        self._legend_words = Text(theme, "", role="meta", color="text2")
        self._legend_words.setObjectName("plan_legend")
        self._protocol = Text(theme, "", role="meta", color="text2", wrap=False)
        row = QHBoxLayout(self._legend)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._mark)
        row.addWidget(self._legend_words, 1)
        row.addWidget(self._protocol)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._legend)
        column.addLayout(self._rows)

    def show_notes(self, notes: tuple[MarkedReason, ...], options: OptionsView | None) -> None:
        """Show the notes; the legend only beside options."""
        self._legend.setVisible(options is not None)
        if options is not None:
            self._mark.setVisible(bool(options.legend))
            self._legend_words.setText(options.legend)
            self._protocol.setText(options.protocol)
        self.setVisible(bool(notes) or options is not None)
        if notes == self._notes:
            return
        self._notes = notes
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for note in notes:
            self._rows.addWidget(Text(self._theme, f"{note.text} {note.basis}.", role="meta", color="text2"))
