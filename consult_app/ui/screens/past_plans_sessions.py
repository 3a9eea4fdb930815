"""The sessions of a finished plan: each with what became of it, marked done, moved or taken back in place."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.application.consultation import clinic_today
from consult_app.application.marking import Key, Marker, Series
from consult_app.application.services import Services
from consult_app.domain.answers import Provider
from consult_app.domain.marks import SessionMark
from consult_app.ui.presenters.handout import failure_words
from consult_app.ui.presenters.past_plans_sessions import SessionRow, SessionsView, present_sessions
from consult_app.ui.screens.past_plans_mark import MarkEditor, Wanted
from consult_app.ui.screens.steps.plan_mark import VisitMark
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import LinkButton
from consult_app.ui.widgets.tag import Tag
from consult_app.ui.widgets.text import Rule, Text

_NAMES: Final[dict[Wanted, str]] = {"done": "Mark done", "move": "Move", "back": "Take back"}


class PlanSessions(QWidget):
    """Writes marks on the store's lane; ``kept`` follows each one, so that the plan is read again.

    ``opened`` gives the editor that opened or grew, so that it is brought into sight.
    """

    kept = Signal()
    opened = Signal(QWidget)

    def __init__(self, services: Services, theme: Theme, provider: Provider, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._theme = theme
        self._provider = provider
        self._series: Series | None = None
        self._focus: Key | None = None
        self.rows: list[_Row] = []
        self._headline = Text(theme, "", role="dense_strong")
        self._headline.setObjectName("past_series")
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 12, 0, 0)
        outer.setSpacing(4)
        outer.addWidget(Text(theme, "Sessions", role="section"))
        outer.addWidget(Rule(theme, strong=True))
        outer.addWidget(self._headline)
        outer.addLayout(self._column)
        self.hide()

    def show_series(self, series: Series) -> None:
        """Show the sessions as they stand; an editor that is open for the same plan stays open."""
        before, self._series = self._series, series
        view = self._view(series)
        same = before is not None and before.marked.plan.id == series.marked.plan.id
        self.setVisible(bool(view.rows))
        self._headline.setText(view.headline)
        if not same or [row.view.key for row in self.rows] != [row.key for row in view.rows]:
            self._rebuild(view.rows)
        for row, shown in zip(self.rows, view.rows, strict=True):
            row.show_row(shown)
        if same and self._focus is not None:
            self._row(self._focus).focus_first()
        self._focus = None

    def _view(self, series: Series) -> SessionsView:
        return present_sessions(series, today=self._marker(series).today, zone=self._services.clinic.time_zone)

    def _marker(self, series: Series) -> Marker:
        services = self._services
        now = services.clock.now()
        return Marker(
            services.protocol, services.clinic, series, clinic_today(services.clinic, now), self._provider, now
        )

    def _row(self, key: Key) -> "_Row":
        return next(row for row in self.rows if row.view.key == key)

    def _rebuild(self, rows: tuple[SessionRow, ...]) -> None:
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [self._made(row) for row in rows]
        for row in self.rows:
            self._column.addWidget(row)
            row.show()

    def _made(self, view: SessionRow) -> "_Row":
        row = _Row(self._theme, view)
        row.asked.connect(lambda wanted: self._open(row, wanted))
        return row

    def _open(self, row: "_Row", wanted: Wanted) -> None:
        if self._series is None:
            return
        for other in self.rows:
            other.close_editor()
        editor = MarkEditor(self._theme, self._marker(self._series), row.view.key, wanted)
        editor.kept.connect(lambda marks: self._keep(row, marks))
        editor.closed.connect(lambda: row.close_editor(focus=wanted))
        editor.grown.connect(lambda: self.opened.emit(editor))
        row.open_editor(editor)
        self.opened.emit(editor)

    def _keep(self, row: "_Row", marks: tuple[SessionMark, ...]) -> None:
        store = self._services.consultations

        def kept(_none: None) -> None:
            self._focus = row.view.key
            row.close_editor()
            self.kept.emit()

        def failed(error: Exception) -> None:
            if row.editor is not None:
                row.editor.show_problem(" ".join(failure_words(error)).strip())

        self._services.jobs.submit(lambda: store.mark_sessions(marks), done=kept, failed=failed)


class _Row(QWidget):
    """``asked`` names what the provider wants to mark."""

    asked = Signal(str)

    def __init__(self, theme: Theme, view: SessionRow) -> None:
        super().__init__()
        self.view = view
        self.editor: MarkEditor | None = None
        name = "visit" if view.key[0] else "session"
        self.setObjectName(f"past_{name}_{view.key[1]}")
        self._title = Text(theme, "", role="dense_strong")
        self._more = Text(theme, "", role="dense", color="text2")
        self._tag = Tag(theme, "none", "")
        self.buttons: dict[Wanted, LinkButton] = {}
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._more)
        self._line = QHBoxLayout()
        self._line.setContentsMargins(0, 4, 0, 4)
        self._line.setSpacing(12)
        self._mark = VisitMark(theme, view.mark)
        self._line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        self._line.addLayout(words, 1)
        self._line.addWidget(self._tag)
        for wanted, label in _NAMES.items():
            button = LinkButton(theme, label)
            button.setObjectName(f"past_{wanted}_{name}_{view.key[1]}")
            button.setAccessibleName(f"{label}: {view.name}")
            button.clicked.connect(lambda _on=False, wanted=wanted: self.asked.emit(wanted))
            self.buttons[wanted] = button
            self._line.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self._line)
        self._column.addWidget(Rule(theme))
        self.show_row(view)

    def show_row(self, view: SessionRow) -> None:
        """Show the session as it now stands."""
        self.view = view
        self.setAccessibleName(view.spoken)
        self._mark.set_filled(view.done)
        self._title.setText(f"{view.name} · {view.day}")
        self._more.setText(view.more)
        self._more.setVisible(bool(view.more))
        self._tag.set_tag(view.tag, view.tag_words)
        self._show_buttons()

    def open_editor(self, editor: MarkEditor) -> None:
        """Open it under the session and give it the focus."""
        self.editor = editor
        self._column.insertWidget(1, editor)
        editor.show()
        self._show_buttons()
        editor.focus_first()

    def close_editor(self, *, focus: Wanted | None = None) -> None:
        """Close what is open; ``focus`` names the button to go back to."""
        if self.editor is None:
            return
        self._column.removeWidget(self.editor)
        self.editor.hide()
        self.editor.deleteLater()
        self.editor = None
        self._show_buttons()
        if focus is not None:
            self.buttons[focus].setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        """Give the focus to the first thing that can be done with the session."""
        for button in self.buttons.values():
            if not button.isHidden():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _show_buttons(self) -> None:
        shown = self.editor is None
        self.buttons["done"].setVisible(shown and self.view.can_mark)
        self.buttons["move"].setVisible(shown and self.view.can_mark)
        self.buttons["back"].setVisible(shown and self.view.can_take_back)
