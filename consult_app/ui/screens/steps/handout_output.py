"""Where the sheet goes: printer and copies, Print, Save PDF, Email file, and what became of it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from consult_app.application.handout_document import Sheet
from consult_app.application.ports import PrinterInfo
from consult_app.ui.presenters.handout import print_words, printer_choices
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from consult_app.ui.widgets.callout import Callout
from consult_app.ui.widgets.combo import Choice, Combo
from consult_app.ui.widgets.text import Text

MOST_COPIES: Final = 5

AskPlace = Callable[[QWidget, str, Callable[[str], None]], None]


_FILES: Final = {Sheet.BEFORE: "Before your visit", Sheet.AFTER: "After microneedling"}
_KINDS: Final = {"pdf": ("Save PDF", "PDF (*.pdf)"), "eml": ("Save the email file", "Email (*.eml)")}


def file_name(sheet: Sheet, kind: str) -> str:
    """The name to offer for a file of ``kind``, ``pdf`` or ``eml``; it names no patient."""
    return f"{_FILES[sheet]}.{kind}"


def ask_place(parent: QWidget, name: str, chosen: Callable[[str], None]) -> None:
    """Ask where to save a file; ``chosen`` gets the path unless the user thinks better of it."""
    kind = name.rpartition(".")[2]
    title, which = _KINDS[kind]
    dialog = QFileDialog(parent, title, name, which)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(kind)
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class HandoutOutput(QWidget):
    """The ``..._asked`` signals follow the buttons, ``details_confirmed`` the answer to ``ask_details``.

    ``attention_asked`` gives what has to be seen now.
    """

    print_asked = Signal()
    save_asked = Signal()
    email_asked = Signal()
    details_confirmed = Signal()
    attention_asked = Signal(QWidget)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("handout_output")
        self._printers: tuple[PrinterInfo, ...] = ()
        self._busy = False
        self.printer = Combo(theme, "Printer", icon="printer")
        self.printer.setObjectName("handout_printer")
        self.printer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.printer.setMinimumWidth(140)
        self.printer.setMinimumContentsLength(6)
        self.printer.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.printer.chosen.connect(lambda _key: self._show_printer())
        copies = [Choice(str(n), f"{n} copy" if n == 1 else f"{n} copies") for n in range(1, MOST_COPIES + 1)]
        self.copies = Combo(theme, "Copies", copies)
        self.copies.setObjectName("handout_copies")
        self.copies.setStyleSheet(
            "QComboBox { padding-left: 12px; padding-right: 30px; } QComboBox::drop-down { width: 28px; }"
        )
        self._no_printer = Text(theme, "", role="meta", color="text2")
        self._no_printer.setObjectName("handout_printer_words")
        self.print_button = PrimaryButton(theme, "Print", icon="printer")
        self.print_button.setObjectName("handout_print")
        self.print_button.clicked.connect(self.print_asked)
        self.save_button = SecondaryButton(theme, "Save PDF", icon="download")
        self.save_button.setObjectName("handout_save")
        self.save_button.clicked.connect(self.save_asked)
        self.email_button = SecondaryButton(theme, "Email file", icon="mail")
        self.email_button.setObjectName("handout_email")
        self.email_button.clicked.connect(self.email_asked)
        self.status = Text(theme, "", role="dense", color="text2")
        self.status.setObjectName("handout_status")
        self.failure = Callout(theme, "stop", "", below=True)
        self.failure.setObjectName("handout_failure")
        self._save_instead = PrimaryButton(theme, "Save PDF", icon="download", compact=True)
        self._save_instead.setObjectName("handout_save_instead")
        self._save_instead.clicked.connect(self.save_asked)
        self.failure.add(self._save_instead)
        self.failure.hide()
        self.details = Callout(theme, "stop", "", below=True)
        self.details.setObjectName("handout_details")
        go_on = SecondaryButton(theme, "Go on", compact=True)
        go_on.setObjectName("handout_details_go_on")
        go_on.clicked.connect(self._confirm)
        cancel = SecondaryButton(theme, "Cancel", compact=True)
        cancel.setObjectName("handout_details_cancel")
        cancel.clicked.connect(self._put_details_away)
        self.details.add(go_on)
        self.details.add(cancel)
        self._go_on = go_on
        self.details.hide()
        printing = QHBoxLayout()
        printing.setSpacing(8)
        printing.addWidget(self.print_button, 1)
        printing.addWidget(self.copies)
        files = QHBoxLayout()
        files.setSpacing(8)
        files.addWidget(self.save_button, 1)
        files.addWidget(self.email_button, 1)
        # As high as its parts ask, never less: what can be chosen above it scrolls.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.details)
        column.addWidget(self.failure)
        column.addWidget(self.printer)
        column.addWidget(self._no_printer)
        column.addLayout(printing)
        column.addLayout(files)
        column.addWidget(self.status)
        self.show_printers((), usual="", copies=1)

    def show_printers(self, printers: tuple[PrinterInfo, ...], *, usual: str, copies: int) -> None:
        """Offer these printers."""
        self._printers = printers
        self.printer.set_choices([Choice(key, words) for key, words in printer_choices(printers)])
        self.printer.set_value(usual or None)
        self.copies.set_value(str(min(max(copies, 1), MOST_COPIES)))
        for part in (self.printer, self.copies):
            part.setVisible(bool(printers))
        self._show_printer()

    def show_state(self, *, pages: int, refusal: str, status: str) -> None:
        """``refusal`` says why nothing can be given out yet; the buttons then say it."""
        self.status.setText(status)
        if self._busy:
            return
        self.print_button.set_text(print_words(pages))
        no_printer = "" if self._printers else "No printer found."
        self.print_button.set_reason(refusal or no_printer or None)
        for button in (self.save_button, self.email_button):
            button.set_reason(refusal or None)

    def set_busy(self, *, busy: bool) -> None:
        """Take no press while a sheet is on its way."""
        self._busy = busy
        self.print_button.set_busy("Sending..." if busy else None)
        for button in (self.save_button, self.email_button):
            button.setEnabled(not busy)

    def show_failure(self, what: str, advice: str) -> None:
        """Say what went wrong, with Save PDF at hand."""
        self.failure.set_words(what, advice)
        self.failure.show()
        self._save_instead.setFocus()
        self.attention_asked.emit(self.failure)

    def ask_details(self, words: str) -> None:
        """Ask once whether the sheet may go out with lines to write on."""
        self.details.set_words("The clinic's details are missing", words)
        self.details.show()
        self._go_on.setFocus()
        self.attention_asked.emit(self.details)

    def _confirm(self) -> None:
        self._put_details_away()
        self.details_confirmed.emit()

    def _put_details_away(self) -> None:
        """Close the question; the focus goes back to what asked it."""
        self.print_button.setFocus()
        self.details.hide()

    def _show_printer(self) -> None:
        name = self.printer.value
        problem = next((each.problem for each in self._printers if each.name == name), "")
        words = problem if self._printers else "No printer found. Save the PDF instead."
        self._no_printer.setText(words)
        self._no_printer.setVisible(bool(words))
