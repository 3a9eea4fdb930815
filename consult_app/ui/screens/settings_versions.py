"""Settings > Protocol: the versions, the one chosen checked and compared, and switching it on."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.application.errors import InputFaulty, Refused
from consult_app.application.services import Services
from consult_app.application.versions import ProtocolInUse, VersionFolder, switch_on
from consult_app.domain.answers import Provider
from consult_app.ui.jobs import WhileAlive
from consult_app.ui.presenters.protocol_versions import (
    InspectedView,
    VersionsView,
    present_inspected,
    present_versions,
    waiting_line,
)
from consult_app.ui.presenters.settings import not_kept
from consult_app.ui.screens.settings_changes import ChangesList
from consult_app.ui.screens.settings_version_card import VersionCard
from consult_app.ui.screens.settings_version_reading import Inspected, ReadVersions, inspect, read_versions
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton
from consult_app.ui.widgets.callout import Callout
from consult_app.ui.widgets.combo import Choice, Combo
from consult_app.ui.widgets.text import Text


class VersionsPanel(QWidget):
    """``marked`` tells when what is known of the versions has changed."""

    marked = Signal()

    def __init__(
        self, services: Services, theme: Theme, provider: Provider, in_use: ProtocolInUse, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._jobs: Final = WhileAlive(self, services.jobs)
        self._jobs_for_pages: Final = WhileAlive(self, services.pages)
        self._theme = theme
        self._provider = provider
        self.in_use: Final = in_use
        self._read = ReadVersions((), (), 0)
        self._chosen = ""
        self._asked = 0
        self._found: Inspected | None = None
        self._busy = False
        self.cards: Final[dict[str, VersionCard]] = {}
        self._build()

    @property
    def view(self) -> VersionsView:
        """What is known of the versions."""
        zone = self._services.clinic.time_zone
        return present_versions(self._read.folders, self._read.lines, self.in_use, zone=zone)

    def show_read(self, read: ReadVersions) -> None:
        """The versions as they were read."""
        self._read = read
        self._render()

    # -- building

    def _build(self) -> None:
        theme = self._theme
        head = QHBoxLayout()
        head.addWidget(Text(theme, "Versions", role="section"), 1)
        self.make = LinkButton(theme, "Make our own", icon="plus", underline=False)
        self.make.setObjectName("version_make_own")
        self.make.setAccessibleName("Make our own version: a copy of the one in use, to edit")
        self.make.clicked.connect(self._make_own)
        head.addWidget(self.make)
        self._group = QButtonGroup(self)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        self.waiting = Callout(theme, "accent", "", icon="clock")
        self.waiting.setObjectName("version_waiting")
        self.problem = Callout(theme, "stop", "")
        self.problem.setObjectName("version_problem")
        self._busy_words = Text(theme, "", role="dense", color="text2")
        self._busy_words.setObjectName("version_busy")
        self.changes = ChangesList(theme)
        self.drafts = Callout(theme, "amber", "")
        self.drafts.setObjectName("version_drafts")
        self.refusal = Text(theme, "", role="dense", color="text2")
        self.refusal.setObjectName("version_refusal")
        self.use = PrimaryButton(theme, "Use from the next start")
        self.use.setObjectName("version_use")
        self.use.clicked.connect(self._use)
        self.again = SecondaryButton(theme, "Check again")
        self.again.setObjectName("version_check")
        self.again.clicked.connect(self._inspect)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(self._cards)
        for widget in (self.waiting, self.problem, self._folder_part(), self._compared_part(), self._busy_words):
            column.addWidget(widget)
        for widget in (self.changes, self.drafts, self.refusal, self.use, self.again):
            column.addWidget(widget)
        foot = (
            "Each plan keeps the version it was made with. "
            "A confirmation holds in another version while the value stays the same."
        )
        self._foot = Text(theme, foot, role="meta", color="text2")
        column.addWidget(self._foot)

    def _folder_part(self) -> QWidget:
        theme = self._theme
        self.folder = QWidget()
        column = QVBoxLayout(self.folder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.place = Text(theme, "", role="meta", color="text2")
        self.place.setObjectName("version_place")
        self.open_folder = LinkButton(theme, "Open folder")
        self.open_folder.setObjectName("version_open_folder")
        self.open_folder.clicked.connect(self._open_folder)
        self.copy_place = LinkButton(theme, "Copy path")
        self.copy_place.setObjectName("version_copy_path")
        self.copy_place.clicked.connect(self._copy_place)
        buttons = QHBoxLayout()
        buttons.setSpacing(20)
        buttons.addWidget(self.open_folder)
        buttons.addWidget(self.copy_place)
        buttons.addStretch(1)
        column.addWidget(self.place)
        column.addLayout(buttons)
        return self.folder

    def _compared_part(self) -> QWidget:
        theme = self._theme
        self.compared = QWidget()
        column = QVBoxLayout(self.compared)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Text(theme, "Compared with", role="label"))
        self.against = Combo(theme, "Compared with")
        self.against.setObjectName("version_against")
        self.against.setMinimumHeight(Size.TARGET)
        self.against.chosen.connect(lambda _key: self._inspect())
        column.addWidget(self.against)
        return self.compared

    # -- showing

    def _render(self) -> None:
        view = self.view
        self._show_cards(view)
        self.make.setVisible(self._services.versions is not None)
        self.waiting.set_words(
            view.waiting, f"Until then {self.in_use.protocol.version} stays in use. Close the program and open it."
        )
        self.waiting.setVisible(bool(view.waiting))
        folder = self._folder_of(self._chosen)
        self.folder.setVisible(folder is not None and folder.own)
        self.place.setText(folder.place if folder is not None else "")
        found = self._inspected()
        self.compared.setVisible(len(view.cards) > 1 and found is not None and not found.faults)
        self.changes.show_view(found)
        self.changes.setVisible(found is not None)
        self.drafts.set_words(found.drafts if found is not None else "", "Signed plans stay as they are.")
        self.drafts.setVisible(found is not None and bool(found.drafts) and not found.done)
        self.again.setVisible(bool(self._chosen) and not self._busy)
        self._show_use(found)
        self.marked.emit()

    def _show_use(self, found: InspectedView | None) -> None:
        """The button stays where it cannot be pressed, with the reason in words above it."""
        reason = (found.done or found.refusal) if found is not None else ""
        self.refusal.setText(reason)
        self.refusal.setVisible(bool(reason))
        self.use.setVisible(found is not None and not found.done)
        self.use.set_reason(reason or None)
        self.use.setAccessibleName(f"Use {self._chosen} from the next start")

    def _show_cards(self, view: VersionsView) -> None:
        wanted = {card.version: card for card in view.cards}
        for version in tuple(self.cards):
            if version not in wanted:
                gone = self.cards.pop(version)
                self._group.removeButton(gone)
                gone.hide()
                gone.deleteLater()
        for at, card in enumerate(view.cards):
            if card.version not in self.cards:
                made = VersionCard(self._theme, card)
                made.toggled.connect(lambda on, version=card.version: self._choose(version) if on else None)
                self._group.addButton(made)
                self.cards[card.version] = made
                self._cards.insertWidget(at, made)
                made.show()
            self.cards[card.version].show_view(card)
        used = self.in_use.protocol.version
        self.against.set_choices(
            [Choice(used, f"{used}, in use")]
            + [Choice(card.version, card.version) for card in view.cards if card.version != used]
        )

    def _inspected(self) -> InspectedView | None:
        found = self._found
        if found is None:
            return None
        return present_inspected(
            found.checked,
            found.changes,
            self.in_use,
            against=self.against.value or self.in_use.protocol.version,
            waiting=waiting_line(self._read.lines, self.in_use),
            drafts=self._read.drafts,
            provider=self._provider,
        )

    def _folder_of(self, version: str) -> VersionFolder | None:
        return next((each for each in self._read.folders if each.version == version), None)

    def _set_busy(self, words: str) -> None:
        self._busy = bool(words)
        self._busy_words.setText(words)
        self._busy_words.setVisible(bool(words))
        self.make.setEnabled(not words)

    def _fail(self, error: Exception) -> None:
        self._set_busy("")
        if isinstance(error, InputFaulty):
            self.problem.set_words("The copy could not be made.", " ".join(fault.line for fault in error.faults))
        else:
            self.problem.set_words(*not_kept(error))
        self.problem.show()
        self._render()

    # -- acting

    def _choose(self, version: str) -> None:
        self._chosen = version
        self.against.set_value(self.in_use.protocol.version)
        self._inspect()

    def _inspect(self) -> None:
        """Check the chosen version and compare it, off the window; what was asked for last is shown."""
        versions, in_use = self._services.versions, self.in_use
        if versions is None or not self._chosen:
            return
        self._asked += 1
        asked, chosen, against = self._asked, self._chosen, self.against.value or in_use.protocol.version
        self._found = None
        self.problem.hide()
        self._set_busy(f"Checking {chosen}...")
        self._render()

        def done(found: Inspected) -> None:
            if asked == self._asked:
                self._found = found
                self._set_busy("")
                self._render()

        self._jobs_for_pages.submit(
            lambda: inspect(versions, in_use, chosen, against=against), done=done, failed=self._fail
        )

    def _make_own(self) -> None:
        versions, source, services = self._services.versions, self.in_use.copy, self._services
        if versions is None or self._busy:
            return
        self.problem.hide()
        self._set_busy("Copying...")

        def work() -> tuple[VersionFolder, ReadVersions]:
            made = versions.make_own(source)
            return made, read_versions(services)

        def done(found: tuple[VersionFolder, ReadVersions]) -> None:
            made, self._read = found
            self._set_busy("")
            self._render()
            self.cards[made.version].setChecked(True)
            self._open_folder()

        self._jobs.submit(work, done=done, failed=self._fail)

    def _open_folder(self) -> None:
        folder = self._folder_of(self._chosen)
        if folder is not None and not self._services.show_folder(folder.place):
            self.problem.set_words("The folder could not be opened here.", "Copy its path and open it yourself.")
            self.problem.show()

    def _copy_place(self) -> None:
        QGuiApplication.clipboard().setText(self.place.text())

    def _use(self) -> None:
        found, services = self._found, self._services
        if found is None or found.checked.copy is None or self._busy:
            return
        copy = found.checked.copy
        try:
            line = switch_on(
                found.checked,
                in_use=self.in_use.protocol,
                shown=found.changes,
                by=self._provider,
                at=services.clock.now(),
            )
        except Refused as refused:
            self._fail(refused)
            return
        self.problem.hide()
        self._set_busy("Saving...")

        def work() -> ReadVersions:
            services.clinics.switch_on(line, copy)
            return read_versions(services)

        def done(read: ReadVersions) -> None:
            self._read = read
            still_here = self.use.hasFocus()
            if self._found is not None:
                self._set_busy("")
            self._render()
            if still_here:
                self.again.setFocus()

        self._jobs.submit(work, done=done, failed=self._fail)
