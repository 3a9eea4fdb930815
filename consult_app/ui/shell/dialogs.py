"""The few questions that stop everything."""

from collections.abc import Callable

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget


def ask_to_lose(parent: QWidget) -> bool:
    """Whether to close although the last changes are not written."""
    return _ask_to_close(parent, "The last changes could not be saved.")


def ask_to_drop(parent: QWidget) -> bool:
    """Whether to close although something in settings was typed and not saved."""
    return _ask_to_close(parent, "Changes in Settings are not saved.")


def _ask_to_close(parent: QWidget, words: str) -> bool:
    box = QMessageBox(parent)
    box.setObjectName("unsaved_box")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setText(words)
    box.setInformativeText("Closing now loses them.")
    close = box.addButton("Close and lose them", QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton("Keep open", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.exec()
    return box.clickedButton() is close


def tell_of_crash(parent: QWidget, words: str) -> None:
    """Say that something went wrong, without stopping the program."""
    box = QMessageBox(parent)
    box.setObjectName("crash_box")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setText(words)
    box.setInformativeText("You can go on. If it happens again, close the program and start it anew.")
    box.addButton("Go on", QMessageBox.ButtonRole.AcceptRole)
    box.open()


def ask_place(parent: QWidget, name: str, chosen: Callable[[str], None]) -> None:
    """Ask where a copy goes; ``chosen`` gets the path unless the user thinks better of it."""
    dialog = QFileDialog(parent, "Save a copy", name, "Consultation (*.json)")
    dialog.setObjectName("copy_place")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("json")
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
