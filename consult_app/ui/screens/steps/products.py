"""Step 5: what the patient puts on the skin, and when each product pauses and resumes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.application.consultation import ConsultationState
from consult_app.application.edits import AddProduct, ChangeProduct, RemoveProduct, UsesNoProducts
from consult_app.application.errors import Refused
from consult_app.application.own_products import product_of
from consult_app.application.session import ConsultationSession
from consult_app.domain.answers import ProductAnswer, ProductDecision
from consult_app.domain.plan import Step
from consult_app.ui.presenters.products import (
    ProductsView,
    UndecidedView,
    name_problem,
    new_product,
    present_editor,
    present_products,
    product_gaps,
    resume_problem,
    with_category,
    with_decision,
    with_last_used,
    with_resume,
    with_use,
)
from consult_app.ui.presenters.products_memory import memory_form
from consult_app.ui.presenters.settings import not_kept
from consult_app.ui.presenters.words import Gap
from consult_app.ui.screens.own_product_keeping import OwnProductKeeping
from consult_app.ui.screens.steps.products_add import AddProductField
from consult_app.ui.screens.steps.products_row import ColumnTitles, ProductEditor, ProductLine
from consult_app.ui.screens.steps.products_undecided import UndecidedCard
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import SecondaryButton
from consult_app.ui.widgets.text import Rule, Text


class ProductsStep(QWidget):
    """Undecided products on top, then a table; every product needs a decision before the plan can be finished."""

    step = Step.PRODUCTS
    why_asked = Signal(str)
    decision_asked = Signal(str)

    def __init__(self, session: ConsultationSession, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._marks_gaps = False
        self._keeping = OwnProductKeeping(self, session.services)
        self._undecided: tuple[UndecidedView, ...] = ()
        self._cards: dict[int, UndecidedCard] = {}
        self._listed: tuple[tuple[int, str], ...] = ()
        self._lines: dict[int, ProductLine] = {}
        self._editor: ProductEditor | None = None
        self._editing: int | None = None
        self._build()
        self.render(session.state)

    # -- contract

    @override
    def render(self, state: ConsultationState) -> None:  # type: ignore[override]
        """Show the state."""
        view = self._present(state)
        self._lead.setText(view.lead)
        self._render_undecided(view)
        self._render_rows(view)
        self._empty.setText(view.empty)
        self._empty_row.setVisible(bool(view.empty))
        self._none.setVisible(not view.uses_none)
        error = next((gap.words for gap in view.gaps if gap.path == "products"), "") if self._marks_gaps else ""
        self._empty_error.setText(error)
        self._empty_error.setVisible(bool(error))
        if self._editing is not None and self._editor is not None:
            path = f"products[{self._editing}].last_used"
            gap = next((gap.words for gap in view.gaps if gap.path == path), "") if self._marks_gaps else ""
            shown = present_editor(
                state, self._editing, protocol=self._session.services.protocol, today=self._session.today
            )
            self._editor.show_product(shown, gap)

    def focus_first(self) -> None:
        """The field that adds a product."""
        self._add.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_path(self, path: str) -> bool:
        """The control of an answer path; a row opens its editor."""
        if path == "products":
            self.focus_first()
            return True
        head, _, field = path.partition("].")
        number = head.removeprefix("products[").rstrip("]")
        if not path.startswith("products[") or not number.isdecimal():
            return False
        index = int(number)
        if index in self._cards:
            next(iter(self._cards[index].choice.cards.values())).setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if index not in self._lines:
            return False
        self._open_editor(index)
        if self._editor is not None and field.startswith("decision"):
            self._editor.category.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def gaps(self, state: ConsultationState) -> tuple[Gap, ...]:
        """What the step still lacks."""
        return product_gaps(state.answers, self._session.services.protocol)

    def show_gaps(self, gaps: tuple[Gap, ...]) -> None:
        """Repeat the words at the fields, or take them away."""
        self._marks_gaps = bool(gaps)
        self.render(self._session.state)

    # -- building

    def _present(self, state: ConsultationState) -> ProductsView:
        session = self._session
        return present_products(
            state,
            protocol=session.services.protocol,
            provider=session.provider,
            today=session.today,
            own=session.services.own_products,
            zone=session.services.clinic.time_zone,
        )

    def _build(self) -> None:
        theme = self._theme
        self._lead = Text(theme, color="text2")
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(Text(theme, "Products", role="title", wrap=False))
        titles.addWidget(self._lead)
        self._add = AddProductField(theme, suggest=self._session.services.catalogue.suggest)
        self._add.named.connect(self._added)
        self._card_column = QVBoxLayout()
        self._card_column.setSpacing(12)
        self._titles = ColumnTitles(theme)
        self._line = Rule(theme, strong=True)
        self._row_column = QVBoxLayout()
        self._row_column.setSpacing(0)
        table = QVBoxLayout()
        table.setSpacing(0)
        table.addWidget(self._titles)
        table.addWidget(self._line)
        table.addLayout(self._row_column)
        self._empty = Text(theme, color="text2")
        self._empty.setObjectName("products_empty")
        self._empty_error = Text(theme, role="meta", color="stop")
        self._empty_error.setObjectName("products_empty_error")
        self._none = SecondaryButton(theme, "Patient us&es none", compact=True)
        self._none.setObjectName("products_uses_none")
        self._none.clicked.connect(lambda: self._session.dispatch(UsesNoProducts()))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._empty)
        words.addWidget(self._empty_error)
        self._empty_row = QWidget()
        empty = QHBoxLayout(self._empty_row)
        empty.setContentsMargins(0, 0, 0, 0)
        empty.addLayout(words, 1)
        empty.addWidget(self._none)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(titles)
        column.addWidget(self._add)
        column.addLayout(self._card_column)
        column.addWidget(self._empty_row)
        column.addLayout(table)
        column.addStretch(1)

    def _render_undecided(self, view: ProductsView) -> None:
        if view.undecided == self._undecided:
            return
        self._undecided = view.undecided
        _empty(self._card_column)
        self._cards = {}
        for number, card in enumerate(view.undecided):
            made = UndecidedCard(
                self._theme,
                card,
                view.categories,
                today=lambda: self._session.today,
                problem=lambda day: resume_problem(
                    day, self._session.state.proposal.treatment_day, self._session.today
                ),
                letters=number == 0,
            )
            made.decided.connect(lambda decision, index=card.index: self._decide(index, decision))
            made.removed.connect(lambda index=card.index: self._remove(index))
            self._cards[card.index] = made
            self._card_column.addWidget(made)
            made.show()

    def _render_rows(self, view: ProductsView) -> None:
        listed = tuple((row.index, row.name) for row in view.rows)
        if listed != self._listed:
            self._listed = listed
            if self._editing is not None and self._editing not in {index for index, _ in listed}:
                self._close_editor()
            self._drop_editor()
            _empty(self._row_column)
            self._lines = {}
            for row in view.rows:
                line = ProductLine(self._theme, row)
                line.edit_asked.connect(lambda index=row.index: self._toggle_editor(index))
                line.why_asked.connect(self.why_asked)
                line.decision_asked.connect(self.decision_asked)
                line.remember_asked.connect(lambda index=row.index: self._remember(index))
                self._lines[row.index] = line
                self._row_column.addWidget(line)
                line.show()
        for row in view.rows:
            self._lines[row.index].show_row(row)
        for part in (self._titles, self._line):
            part.setVisible(bool(view.rows))

    # -- what the provider did

    def _products(self) -> tuple[ProductAnswer, ...]:
        return self._session.state.answers.products or ()

    def _added(self, name: str) -> None:
        problem = name_problem(name, self._session.state.answers)
        if problem is not None:
            self._add.set_error(problem)
            return
        product = new_product(name, self._session.services.catalogue.match(" ".join(name.split())))
        self._add.clear()
        index = len(self._products())
        self._session.dispatch(AddProduct(product))
        if index in self._lines:
            self._open_editor(index)
        elif index in self._cards:
            self.focus_path(f"products[{index}].decision")

    def _decide(self, index: int, decision: ProductDecision) -> None:
        self._session.dispatch(ChangeProduct(index, with_decision(self._products()[index], decision)))
        if any(gap.path == f"products[{index}].last_used" for gap in self.gaps(self._session.state)):
            self._open_editor(index)
        else:
            self.focus_first()

    def _remove(self, index: int) -> None:
        self._close_editor()
        self._session.dispatch(RemoveProduct(index))
        self.focus_first()

    def _remember(self, index: int) -> None:
        """Keep the product for the clinic as the provider decided it."""
        if self._keeping.busy:
            return
        session, line = self._session, self._lines[index]
        services, name = session.services, self._products()[index].name
        line.memory.show_problem("")
        try:
            lines = product_of(
                memory_form(self._products()[index]),
                services.own_products.held,
                services.protocol,
                by=session.provider,
                at=services.clock.now(),
            )
        except Refused as refused:
            line.memory.show_problem(" ".join((refused.summary, *refused.missing)))
            return

        def done() -> None:
            self.render(session.state)
            if line.isVisible():
                line.pen.setFocus(Qt.FocusReason.OtherFocusReason)

        def failed(error: Exception) -> None:
            shown = self._lines.get(index)
            if shown is not None and self._products()[index].name == name:
                shown.memory.show_problem(" ".join(not_kept(error)))

        self._keeping.keep(lines, done=done, failed=failed)

    # -- the editor under a row

    def _toggle_editor(self, index: int) -> None:
        if self._editing == index:
            self._close_editor()
        else:
            self._open_editor(index)

    def _open_editor(self, index: int) -> None:
        session = self._session
        if self._editing != index or self._editor is None:
            self._drop_editor()
            protocol = session.services.protocol
            editor = ProductEditor(
                self._theme,
                present_editor(session.state, index, protocol=protocol, today=session.today),
                self._present(session.state).categories,
                today=lambda: session.today,
                treatment_day=lambda: session.state.proposal.treatment_day,
                prefix=f"products_{index}",
            )
            self._connect(index, editor)
            self._editing, self._editor = index, editor
            self._lines[index].column.insertWidget(1, editor)
            editor.show()
            self.render(session.state)
        self._editor.last.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self, index: int, editor: ProductEditor) -> None:
        def change(product: ProductAnswer) -> None:
            self._session.dispatch(ChangeProduct(index, product))

        editor.use_chosen.connect(lambda use: change(with_use(self._products()[index], use)))
        editor.last_used_set.connect(lambda last: change(with_last_used(self._products()[index], last)))
        editor.category_chosen.connect(lambda key: change(with_category(self._products()[index], key)))
        editor.resume_set.connect(lambda day: change(with_resume(self._products()[index], day)))
        editor.decided.connect(lambda decision: change(with_decision(self._products()[index], decision)))
        editor.removed.connect(lambda: self._remove(index))
        editor.closed.connect(self._close_editor)

    def _close_editor(self) -> None:
        """Close it and give the focus back to the pen."""
        index = self._editing
        self._drop_editor()
        if index in self._lines:
            self._lines[index].pen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_editor(self) -> None:
        if self._editor is not None:
            self._editor.hide()
            self._editor.deleteLater()
        self._editor, self._editing = None, None


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
