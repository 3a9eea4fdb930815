"""Settings > Products: the clinic's own products, kept beside the product list of the protocol."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from consult_app.application.errors import Refused
from consult_app.application.own_products import (
    OwnProduct,
    OwnProductForm,
    form_of,
    problems,
    product_of,
    restored,
    withdrawal,
)
from consult_app.application.services import Services
from consult_app.domain.answers import Provider
from consult_app.ui.presenters.settings import PageMark, not_kept
from consult_app.ui.presenters.settings_products import (
    EMPTY,
    LEAD,
    category_options,
    present_own_products,
    products_mark,
)
from consult_app.ui.screens.own_product_keeping import OwnProductKeeping
from consult_app.ui.screens.settings_bar import ButtonBar
from consult_app.ui.screens.settings_product_form import OwnProductCard
from consult_app.ui.screens.settings_product_rows import OwnProductRows
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import SecondaryButton
from consult_app.ui.widgets.callout import Callout
from consult_app.ui.widgets.field import Icon
from consult_app.ui.widgets.scroll_sheet import ScrollSheet
from consult_app.ui.widgets.text import Rule, Text


class OwnProductsPage(QWidget):
    """``marked`` tells when what needs attention has changed; ``provider`` is who keeps and removes products."""

    marked = Signal()

    def __init__(self, services: Services, theme: Theme, provider: Provider, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._theme = theme
        self._provider = provider
        self._keeping = OwnProductKeeping(self, services)
        self._changing = ""
        self._removed: OwnProduct | None = None
        self._build()
        self._render()

    @property
    def mark(self) -> PageMark:
        """What needs attention here."""
        unsaved = self.card.isVisibleTo(self) and self.card.unsaved
        return products_mark(self._services.own_products.held, self._services.protocol, unsaved=unsaved)

    # -- building

    def _build(self) -> None:
        theme = self._theme
        self.add = SecondaryButton(theme, "&Add a product", icon="plus", compact=True)
        self.add.setObjectName("own_add")
        self.add.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.add.clicked.connect(self._begin_new)
        self.card = OwnProductCard(theme, category_options(self._services.protocol))
        self.card.save_asked.connect(self._save)
        self.card.closed.connect(self._close)
        self.card.edited.connect(self._edited)
        self.card.hide()
        self._problem = Callout(theme, "stop", "")
        self._problem.setObjectName("own_problem")
        self._problem.hide()
        self._empty = Text(theme, EMPTY, role="body", color="text2")
        self._empty.setObjectName("own_empty")
        self.rows = OwnProductRows(theme)
        self.rows.change_asked.connect(self._begin_change)
        self.rows.remove_asked.connect(self._remove)
        title = QVBoxLayout()
        title.setSpacing(0)
        title.addWidget(Text(theme, "Products", role="title"))
        title.addWidget(Text(theme, LEAD, role="body", color="text2"))
        head = QHBoxLayout()
        head.addWidget(Text(theme, "Your clinic’s products", role="section"), 1)
        head.addWidget(self.add)
        listed = QVBoxLayout()
        listed.setSpacing(0)
        listed.addLayout(head)
        listed.addSpacing(6)
        listed.addWidget(Rule(theme, strong=True))
        listed.addWidget(self.rows)
        self._sheet = ScrollSheet(theme)
        self._sheet.set_limit(760)
        column = self._sheet.column
        column.addLayout(title)
        column.addWidget(self._problem)
        column.addWidget(self.card)
        column.addLayout(listed)
        column.addWidget(self._empty)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._sheet, 1)
        outer.addWidget(self._removed_bar())

    def _removed_bar(self) -> QWidget:
        """What was removed last and its Undo, in sight wherever the sheet is scrolled to."""
        theme = self._theme
        self.bar = ButtonBar(theme)
        self.bar.setObjectName("own_removed")
        self._removed_words = Text(theme, "", role="dense")
        self.undo = SecondaryButton(theme, "&Undo", icon="undo", compact=True)
        self.undo.setObjectName("own_undo")
        self.undo.clicked.connect(self._put_back)
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(32, 13, 32, 12)
        row.setSpacing(12)
        row.addWidget(Icon(theme, "check-circle", color="ready"))
        row.addWidget(self._removed_words, 1)
        row.addWidget(self.undo)
        self.bar.hide()
        return self.bar

    # -- showing

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """The products step may have added to the list."""
        super().showEvent(event)
        self._render()

    def _render(self) -> None:
        services = self._services
        held = services.own_products.held
        self.rows.set_rows(present_own_products(held, services.protocol, zone=services.clinic.time_zone))
        self._empty.setVisible(not held)
        removed = self._removed
        self.bar.setVisible(removed is not None)
        name = removed.name.replace("&", "&&") if removed is not None else ""
        self._removed_words.setText(f"Removed: {name}")
        self.undo.setAccessibleName(f"Undo: put {removed.name} back" if removed is not None else "Undo")
        self.marked.emit()

    def _show_failure(self, error: Exception) -> None:
        self._problem.set_words(*not_kept(error))
        self._problem.show()

    # -- what the provider does

    def _begin_new(self) -> None:
        if self.card.isVisibleTo(self) and not self._changing:
            self.card.name.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._changing = ""
        self.card.begin("Add a product", OwnProductForm())
        self.marked.emit()

    def _begin_change(self, key: str) -> None:
        product = self._held(key)
        self._changing = key
        self.card.begin(f"Change {product.name}".replace("&", "&&"), form_of(product, self._services.protocol))
        self._sheet.reveal(self.card)
        self.marked.emit()

    def _edited(self) -> None:
        self.card.show_problems(self._problems(), only_mend=True)
        self.marked.emit()

    def _save(self) -> None:
        if self._keeping.busy:
            return
        wrong = self._problems()
        self.card.show_problems(wrong)
        self._problem.hide()
        if wrong:
            self.card.focus_problem(next(iter(wrong)))
            return
        services = self._services
        try:
            lines = product_of(
                self.card.form,
                services.own_products.held,
                services.protocol,
                by=self._provider,
                at=services.clock.now(),
                changing=self._changing,
            )
        except Refused as refused:
            self._show_failure(refused)
            return
        self.card.save.set_busy("Saving...")
        key = lines[-1].key

        def done() -> None:
            self.card.save.set_busy(None)
            self._removed = None
            self._put_away()
            self.rows.rows[key].change.setFocus(Qt.FocusReason.OtherFocusReason)

        def failed(error: Exception) -> None:
            self.card.save.set_busy(None)
            self._show_failure(error)

        self._keeping.keep(lines, done=done, failed=failed)

    def _close(self) -> None:
        """Leave the form without keeping anything."""
        row = self.rows.rows.get(self._changing)
        self._put_away()
        (row.change if row is not None else self.add).setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_away(self) -> None:
        self._changing = ""
        self.card.hide()
        self._problem.hide()
        self._render()

    def _remove(self, key: str) -> None:
        product = self._held(key)
        if self._keeping.busy:
            return
        try:
            line = withdrawal(product, by=self._provider, at=self._services.clock.now())
        except Refused as refused:
            self._show_failure(refused)
            return
        self._problem.hide()

        def done() -> None:
            self._removed = product
            if self._changing == key:
                self._put_away()
            self._render()
            self.undo.setFocus(Qt.FocusReason.OtherFocusReason)

        self._keeping.keep((line,), done=done, failed=self._show_failure)

    def _put_back(self) -> None:
        """Keep the removed product again, as it was, by who does it now."""
        removed, services = self._removed, self._services
        if removed is None or self._keeping.busy:
            return
        line = restored(removed, by=self._provider, at=services.clock.now())

        def done() -> None:
            self._removed = None
            self._render()
            self.rows.rows[line.key].change.setFocus(Qt.FocusReason.OtherFocusReason)

        self._keeping.keep((line,), done=done, failed=self._show_failure)

    def _problems(self) -> dict[str, str]:
        services = self._services
        return dict(problems(self.card.form, services.own_products.held, services.protocol, changing=self._changing))

    def _held(self, key: str) -> OwnProduct:
        return next(product for product in self._services.own_products.held if product.key == key)
