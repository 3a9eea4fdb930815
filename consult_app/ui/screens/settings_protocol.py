"""Settings > Protocol: the version in use, and the values a prescriber of the clinic confirms."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.application.errors import Refused
from consult_app.application.governance import Confirmation, ValueToConfirm, confirm, standing, withdraw
from consult_app.application.services import Services
from consult_app.application.versions import ProtocolCopy, ProtocolInUse
from consult_app.domain.answers import Provider
from consult_app.ui.presenters.protocol_versions import notice_title
from consult_app.ui.presenters.settings import not_kept
from consult_app.ui.presenters.settings_protocol import ProtocolView, fingerprint, present_protocol
from consult_app.ui.screens.settings_bar import ButtonBar
from consult_app.ui.screens.settings_values import FoldingGroup, ValueRows
from consult_app.ui.screens.settings_version_reading import ReadVersions
from consult_app.ui.screens.settings_versions import VersionsPanel
from consult_app.ui.theme.overriding import override
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Size
from consult_app.ui.widgets.buttons import LinkButton, SecondaryButton
from consult_app.ui.widgets.callout import Callout
from consult_app.ui.widgets.field import Icon
from consult_app.ui.widgets.scroll_sheet import ScrollSheet
from consult_app.ui.widgets.text import Rule, Text

_LATEST: Final = 3
_ROOM_FOR_SIDE: Final = 860
_SIDE_WIDTH: Final = 360
NEEDS: Final = "Confirming a value needs a prescriber: NP, PA, MD or DO."


class ProtocolPage(QWidget):
    """``marked`` tells when the number of open values has changed. Nothing is shown as open before it was read."""

    marked = Signal()

    def __init__(self, services: Services, theme: Theme, provider: Provider, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._theme = theme
        self._provider = provider
        self._values: tuple[ValueToConfirm, ...] = ()
        self._lines: tuple[Confirmation, ...] = ()
        self._here: frozenset[str] = frozenset()
        self._busy = ""
        self._view: ProtocolView | None = None
        self.groups: Final[dict[str, FoldingGroup]] = {}
        self._build()

    @property
    def still_open(self) -> int:
        """How many values nobody has confirmed."""
        return self._view.still_open if self._view is not None else 0

    @property
    def notices(self) -> int:
        """How many things are not as they were when the version was switched on."""
        return len(self.versions.view.notices)

    def show_read(
        self, values: tuple[ValueToConfirm, ...], lines: tuple[Confirmation, ...], versions: ReadVersions
    ) -> None:
        """The protocol's values, the clinic's record about them, and the versions, as they were read."""
        self._values, self._lines = values, lines
        self.versions.show_read(versions)
        self._render()
        first = next((group for group in self.groups.values() if group.is_open), None)
        if first is not None and not any(group.unfolded for group in self.groups.values()):
            first.unfold()

    def show_failure(self, error: Exception) -> None:
        """Say that the record could not be read or written."""
        self._problem.set_words(*not_kept(error))
        self._problem.show()

    # -- building

    def _build(self) -> None:
        theme = self._theme
        self._line = Text(theme, "", role="body", color="text2")
        self._line.setObjectName("protocol_line")
        self.notice = Callout(theme, "amber", "")
        self.notice.setObjectName("protocol_notice")
        self.notice.hide()
        services = self._services
        in_use = services.in_use or ProtocolInUse(services.protocol, ProtocolCopy(services.protocol.version, ()))
        self.versions = VersionsPanel(services, theme, self._provider, in_use)
        self.versions.marked.connect(self._show_versions)
        self._counted = Text(theme, "", role="dense", color="text2", align=Qt.AlignmentFlag.AlignRight)
        self._counted.setObjectName("protocol_counted")
        self._refusal = Callout(theme, "neutral", NEEDS)
        self._refusal.setObjectName("protocol_refusal")
        self._problem = Callout(theme, "stop", "")
        self._problem.setObjectName("protocol_problem")
        for callout in (self._refusal, self._problem):
            callout.hide()
        self._confirmed_head = QWidget()
        head = QHBoxLayout(self._confirmed_head)
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(Text(theme, "Confirmed", role="section"), 1)
        self.show_all = LinkButton(theme, "")
        self.show_all.setObjectName("protocol_show_all")
        self.show_all.setCheckable(True)
        self.show_all.toggled.connect(lambda _on: self._render())
        head.addWidget(self.show_all)
        self._confirmed_head.setMinimumHeight(Size.TARGET)
        self._confirmed_rule = Rule(theme, strong=True)
        self.confirmed = ValueRows(theme)
        self.confirmed.pressed.connect(self._undo)
        self._open_groups = QVBoxLayout()
        self._open_groups.setSpacing(12)
        title = QVBoxLayout()
        title.setSpacing(0)
        title.addWidget(Text(theme, "Protocol", role="title"))
        title.addWidget(self._line)
        top = QHBoxLayout()
        top.addWidget(Text(theme, "Values to confirm", role="section"))
        top.addWidget(self._counted, 1)
        sheet = ScrollSheet(theme)
        sheet.set_limit(760)
        column = sheet.column
        column.addLayout(title)
        column.addWidget(self.notice)
        self._inside = QVBoxLayout()
        column.addLayout(self._inside)
        column.addLayout(top)
        for callout in (self._refusal, self._problem):
            column.addWidget(callout)
        column.addLayout(self._open_groups)
        bottom = QVBoxLayout()
        bottom.setSpacing(0)
        for widget in (self._confirmed_head, self._confirmed_rule, self.confirmed):
            bottom.addWidget(widget)
            widget.hide()
        column.addLayout(bottom)
        column.addStretch(1)
        self._side = VersionSide(theme)
        self._side.sheet.column.addWidget(self.versions)
        self._side.sheet.column.addStretch(1)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(sheet, 1)
        middle.addWidget(self._last_bar())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(middle, 1)
        row.addWidget(self._side)

    def _last_bar(self) -> QWidget:
        """What was confirmed last and its Undo, in sight wherever the sheet is scrolled to."""
        theme = self._theme
        self._last = ""
        self.bar = ButtonBar(theme)
        self.bar.setObjectName("protocol_last")
        self.last_words = Text(theme, "", role="dense")
        self.undo_last = SecondaryButton(theme, "&Undo", icon="undo", compact=True)
        self.undo_last.setObjectName("protocol_undo_last")
        self.undo_last.clicked.connect(lambda: self._undo(self._last))
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(32, 13, 32, 12)
        row.setSpacing(12)
        row.addWidget(Icon(theme, "check-circle", color="ready"))
        row.addWidget(self.last_words, 1)
        row.addWidget(self.undo_last)
        self.bar.hide()
        return self.bar

    def fit(self, width: int) -> None:
        """Show the versions at the side where ``width`` px leave room for them, else under the title."""
        room = width >= self._theme.px(_ROOM_FOR_SIDE)
        self._side.setVisible(room)
        if room:
            self._side.sheet.column.insertWidget(0, self.versions)
        else:
            self._inside.addWidget(self.versions)

    # -- showing

    def _show_versions(self) -> None:
        protocol, view = self._services.protocol, self.versions.view
        parts = (f"{protocol.title} {protocol.version}{', ' if view.since else ''}{view.since}", fingerprint(protocol))
        self._line.setText(" · ".join(parts))
        if view.notices:
            self.notice.set_words(notice_title(self.versions.in_use), "\n".join(view.notices))
        self.notice.setVisible(bool(view.notices))
        self.marked.emit()

    def _render(self) -> None:
        protocol = self._services.protocol
        held = standing(self._values, self._lines, protocol=protocol)
        self._services.confirmed.hold(held)
        view = present_protocol(
            protocol,
            self._values,
            held,
            provider=self._provider,
            zone=self._services.clinic.time_zone,
            undoable=self._here,
        )
        self._view = view
        self._counted.setText(view.counted)
        self._refusal.set_words(NEEDS, view.refusal)
        self._refusal.setVisible(bool(view.refusal) and bool(view.still_open))
        for group in view.groups:
            if group.key not in self.groups:
                made = FoldingGroup(self._theme, group)
                made.pressed.connect(self._confirm)
                self.groups[group.key] = made
                self._open_groups.addWidget(made)
                made.show()
            self.groups[group.key].show_group(group, refused=bool(view.refusal))
        for widget in (self._confirmed_head, self._confirmed_rule, self.confirmed):
            widget.setVisible(bool(view.confirmed))
        everything = self.show_all.isChecked()
        self.show_all.setText(f"Show the latest {_LATEST}" if everything else f"Show all {len(view.confirmed)}")
        self.show_all.setVisible(len(view.confirmed) > _LATEST)
        self.show_all.remeasure()
        shown = view.confirmed if everything else view.confirmed[:_LATEST]
        self.confirmed.set_rows(shown, refused=False)
        last = next((row for row in view.confirmed if row.may_undo), None)
        self._last = last.key if last is not None else ""
        self.last_words.setText(f"Confirmed: {last.label}" if last is not None else "")
        self.bar.setVisible(last is not None)
        self.marked.emit()

    # -- confirming

    def _confirm(self, key: str) -> None:
        value = next(each for each in self._values if each.key == key)
        by, at = self._provider, self._services.clock.now()
        self._keep(key, lambda: confirm(value, protocol=self._services.protocol, by=by, at=at))

    def _undo(self, key: str) -> None:
        held = standing(self._values, self._lines, protocol=self._services.protocol)
        by, at = self._provider, self._services.clock.now()
        self._keep(key, lambda: withdraw(held[key], by=by, at=at))

    def _keep(self, key: str, make: Callable[[], Confirmation]) -> None:
        """Write one line, then show it; one at a time."""
        if self._busy:
            return
        try:
            line = make()
        except Refused as refused:
            self.show_failure(refused)
            return
        self._busy = key
        self._problem.hide()
        clinics = self._services.clinics

        def done(_nothing: None) -> None:
            self._busy = ""
            neighbor = self._neighbor(key)
            self._lines = (*self._lines, line)
            self._here = self._here - {key} if line.withdrawn else self._here | {key}
            self._render()
            self._focus(key if line.withdrawn else neighbor)

        def fail(error: Exception) -> None:
            self._busy = ""
            self.show_failure(error)

        self._services.jobs.submit(lambda: clinics.confirm_value(line), done=done, failed=fail)

    def _neighbor(self, key: str) -> str:
        """The open value under ``key``, else the one above, else none."""
        for group in self.groups.values():
            keys = group.values.keys()
            if key in keys:
                at = keys.index(key)
                return next(iter((*keys[at + 1 :], *reversed(keys[:at]))), "")
        return ""

    def _focus(self, key: str) -> None:
        for group in self.groups.values():
            if group.holds(key):
                group.unfold()
                group.values.rows[key].button.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        for group in self.groups.values():
            if group.is_open:
                group.toggle.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        latest = next(iter(self.confirmed.rows.values()), None)
        if latest is not None:
            latest.why.setFocus(Qt.FocusReason.OtherFocusReason)


class VersionSide(QFrame):
    """The strip at the right that holds the versions where the window leaves room for it."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.sheet = ScrollSheet(theme)
        self.sheet.set_side(24)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.addWidget(self.sheet)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(min(self._theme.px(_SIDE_WIDTH), 468))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("window"))
        painter.fillRect(0, 0, 1, self.height(), self._theme.color("line"))
