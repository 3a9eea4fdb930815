"""The filters, the count and the table of past plans, or why it is empty."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.application.accounts import ProviderAccount
from consult_app.ui.presenters.past_plans import PERIODS, RESULTS, Filters, ListView, cleared, provider_choices
from consult_app.ui.screens.past_plans_table import PlanTable
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import LinkButton, SecondaryButton
from consult_app.ui.widgets.callout import Callout
from consult_app.ui.widgets.combo import Choice, Combo
from consult_app.ui.widgets.search_field import SearchField
from consult_app.ui.widgets.text import Text


class PlanList(QWidget):
    """``filters_changed`` gives the ``Filters`` as they now stand; ``row_chosen`` the row that is current."""

    filters_changed = Signal(object)
    row_chosen = Signal(int)
    opened = Signal()
    page_wanted = Signal(int)
    retry_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filters = Filters()
        self.search = SearchField(theme, "Search past plans", placeholder="Patient, birth date, chart")
        self.search.setObjectName("past_search")
        self.search.setMinimumWidth(168)
        self.search.textEdited.connect(lambda text: self._change(replace(self._filters, text=text)))
        self.period = self._combo(theme, "Period", "past_period", PERIODS)
        self.period.chosen.connect(lambda key: self._change(replace(self._filters, period=key)))
        self.provider = self._combo(theme, "Provider", "past_provider", (("", "All providers"),))
        self.provider.chosen.connect(lambda key: self._change(replace(self._filters, provider=key)))
        self.result = self._combo(theme, "Result", "past_result", RESULTS)
        self.result.chosen.connect(lambda key: self._change(replace(self._filters, result=key)))
        self.patient = SecondaryButton(theme, "", icon="check", icon_after="close", compact=True)
        self.patient.setObjectName("past_patient")
        self.patient.clicked.connect(lambda: self._change(replace(self._filters, patient_id=None, patient_name="")))
        self.clear = LinkButton(theme, "Clear filters", underline=False)
        self.clear.setObjectName("past_clear")
        self.clear.clicked.connect(self.clear_filters)
        self.count = Text(theme, "", role="dense", color="text2", wrap=False, tabular=True)
        self.count.setObjectName("past_count")
        self.table = PlanTable(theme)
        self.table.row_chosen.connect(self.row_chosen)
        self.table.opened.connect(self.opened)
        self.table.plans.page_wanted.connect(self.page_wanted)
        self.search.moved.connect(self.table.select_by)
        self.search.entered.connect(self.opened)
        self.empty = Callout(theme, "neutral", "", below=True)
        self.empty.setObjectName("past_empty")
        self._clear_here = SecondaryButton(theme, "Clear filters", compact=True)
        self._clear_here.setObjectName("past_empty_clear")
        self._clear_here.clicked.connect(self.clear_filters)
        self.empty.add(self._clear_here)
        self.empty.hide()
        self.problem = Callout(theme, "stop", "", below=True)
        self.problem.setObjectName("past_problem")
        retry = SecondaryButton(theme, "Try again", compact=True)
        retry.clicked.connect(self.retry_asked)
        self.problem.add(retry)
        self.problem.hide()
        self.loading = Text(theme, "Loading plans...", color="text2")
        self.loading.hide()
        self._foot = Text(theme, "Up and Down choose · Enter opens · Ctrl+P prints", role="meta", color="text2")
        self._filler = QWidget()
        self._filler.hide()
        self._lay_out(theme)

    def show_list(self, view: ListView, filters: Filters, people: tuple[ProviderAccount, ...], *, current: int) -> None:
        """Show what was found; the row at ``current`` becomes current."""
        self.loading.hide()
        self.problem.hide()
        self._filters = filters
        self.provider.set_choices([Choice(key, words) for key, words in provider_choices(people)])
        self.provider.set_value(filters.provider)
        self.period.set_value(filters.period)
        self.result.set_value(filters.result)
        if self.search.text() != filters.text and not self.search.hasFocus():
            self.search.setText(filters.text)
        self.patient.setVisible(filters.patient_id is not None)
        self.patient.set_text(f"Patient: {filters.patient_name}".replace("&", "&&"))
        self.clear.setVisible(filters != cleared())
        self.count.setText(view.count)
        self.table.setVisible(view.empty is None)
        self._foot.setVisible(view.empty is None)
        self.empty.setVisible(view.empty is not None)
        self._filler.setVisible(view.empty is not None)
        if view.empty is not None:
            self.empty.set_words(view.empty.title, view.empty.text)
            self._clear_here.setVisible(view.empty.can_clear)
        self.table.plans.show_first(view.rows, view.total)
        if view.rows:
            self.table.select_row(current)

    def show_problem(self, what: str, advice: str) -> None:
        """Say why the list could not be read."""
        self.loading.hide()
        self.problem.set_words(what, advice)
        self.problem.show()

    def set_loading(self, *, on: bool) -> None:
        """Say that reading takes its time."""
        self.loading.setVisible(on)

    def clear_filters(self) -> None:
        """Show every plan."""
        self.search.setText("")
        self._change(cleared())
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _change(self, filters: Filters) -> None:
        self._filters = filters
        self.filters_changed.emit(filters)

    def _combo(self, theme: Theme, name: str, object_name: str, choices: tuple[tuple[str, str], ...]) -> Combo:
        combo = Combo(theme, name, [Choice(key, words) for key, words in choices])
        combo.setObjectName(object_name)
        combo.setStyleSheet(
            "QComboBox { padding-left: 12px; padding-right: 30px; } QComboBox::drop-down { width: 28px; }"
        )
        return combo

    def _lay_out(self, theme: Theme) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(8)
        filters.addWidget(self.search, 1)
        for combo in (self.period, self.provider, self.result):
            filters.addWidget(combo)
        under = QHBoxLayout()
        under.setSpacing(16)
        under.addWidget(self.patient)
        under.addWidget(self.clear)
        under.addStretch(1)
        under.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 16)
        column.setSpacing(12)
        column.addWidget(Text(theme, "Past plans", role="title"))
        column.addLayout(filters)
        column.addLayout(under)
        for part in (self.problem, self.loading, self.empty):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self._foot)
        column.addWidget(self._filler, 1)
