"""The form of Settings > Products: a product of the clinic's own, added or changed."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.application.own_products import OwnProductForm
from consult_app.ui.presenters.settings_products import CategoryOption
from consult_app.ui.screens.settings_product_categories import CategoriesField
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from consult_app.ui.widgets.callout import Card
from consult_app.ui.widgets.field import Field, FieldFrame, NoteField
from consult_app.ui.widgets.text import Text


class OwnProductCard(Card):
    """``save_asked`` and ``closed`` tell of the buttons, ``edited`` of every change by the user."""

    save_asked = Signal()
    closed = Signal()
    edited = Signal()

    def __init__(self, theme: Theme, categories: Sequence[CategoryOption], parent: QWidget | None = None) -> None:
        super().__init__(theme, strong_edge=True, parent=parent)
        self._begun_with = OwnProductForm()
        self._title = Text(theme, "Add a product", role="section")
        self.name = Field(theme, "Product &name", hint="Brand and name as on the label.")
        self.aliases = Field(theme, "&Other names", optional=True, hint="Part them by commas.")
        self.note = NoteField(theme, "&Ingredients or note", optional=True, lines=2)
        self.categories = CategoriesField(theme, categories)
        self.save = PrimaryButton(theme, "&Save product")
        self.save.setObjectName("own_save")
        self.cancel = SecondaryButton(theme, "Cance&l")
        self.cancel.setObjectName("own_cancel")
        self._frames: Final[dict[str, FieldFrame]] = {
            "name": self.name,
            "aliases": self.aliases,
            "categories": self.categories,
            "note": self.note,
        }
        for part, field in (("name", self.name), ("aliases", self.aliases), ("note", self.note)):
            field.editor.setObjectName(f"own_{part}")
            field.text_edited.connect(self.edited)
        self.categories.edited.connect(self.edited)
        self.save.clicked.connect(self.save_asked)
        self.cancel.clicked.connect(self.closed)
        self.name.editor.returnPressed.connect(self.save_asked)
        self.aliases.editor.returnPressed.connect(self.save_asked)
        self._lay_out()

    @property
    def form(self) -> OwnProductForm:
        """What is typed."""
        return OwnProductForm(
            name=self.name.text,
            aliases=self.aliases.text,
            categories=self.categories.chosen,
            note=self.note.text,
        )

    @property
    def unsaved(self) -> bool:
        """Whether something was typed since the form was opened."""
        return self.form != self._begun_with

    def begin(self, title: str, form: OwnProductForm) -> None:
        """Show a product to be changed, or an empty form; the focus goes to the name."""
        self._title.setText(title)
        self.name.set_text(form.name)
        self.aliases.set_text(form.aliases)
        self.note.set_text(form.note)
        self.categories.set_chosen(form.categories)
        self._begun_with = self.form
        self.show_problems({})
        self.show()
        self.name.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problems(self, problems: Mapping[str, str], *, only_mend: bool = False) -> None:
        """Say what is wrong at each field; with ``only_mend`` just take away what is right by now."""
        for part, frame in self._frames.items():
            if not only_mend or part not in problems:
                frame.set_error(problems.get(part))

    def focus_problem(self, part: str) -> None:
        """Go to the field."""
        self._frames[part].setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        names = QHBoxLayout()
        names.setSpacing(16)
        names.addWidget(self.name, 1, Qt.AlignmentFlag.AlignTop)
        names.addWidget(self.aliases, 1, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.save)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addLayout(names)
        column.addWidget(self.categories)
        column.addWidget(self.note)
        column.addLayout(buttons)
