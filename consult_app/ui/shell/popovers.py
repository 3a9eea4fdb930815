"""What opens over the sheet: the reason of a finding, with its editor, and the list of allergies."""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from consult_app.application.edits import Decide, OverrideRule, TakeBackChoice
from consult_app.application.session import ConsultationSession
from consult_app.domain.answers import Decision, DecisionChoice, Override
from consult_app.ui.presenters.banner import present_allergies
from consult_app.ui.presenters.why import present_why
from consult_app.ui.presenters.why_parts import WhyView
from consult_app.ui.shell.today_panel import TodayPanel
from consult_app.ui.shell.why_popover import WhyPopover
from consult_app.ui.theme.theme import Theme
from consult_app.ui.theme.tokens import Space
from consult_app.ui.widgets.popover import Popover
from consult_app.ui.widgets.text import Text


class Popovers:
    """At most one is open over ``host``. ``free_above`` and ``free_below`` give the px to keep clear.

    ``checks`` counts the questions the Patient step asks before the patient is on file.
    """

    def __init__(
        self,
        session: ConsultationSession,
        theme: Theme,
        *,
        host: QWidget,
        today: TodayPanel,
        free_above: Callable[[], int],
        free_below: Callable[[], int],
        go_to_answer: Callable[[str], None],
        checks: Callable[[], int],
    ) -> None:
        self._session = session
        self._theme = theme
        self._host = host
        self._today = today
        self._free_above = free_above
        self._free_below = free_below
        self._go_to_answer = go_to_answer
        self._checks = checks
        self._open: Popover | None = None
        self.key = ""

    def why(self, key: str) -> WhyView | None:
        """What the popover of a line says, ``None`` when that line no longer stands."""
        session, services = self._session, self._session.services
        return present_why(
            services.protocol,
            session.state,
            key,
            provider=session.provider,
            zone=services.clinic.time_zone,
            checks=self._checks(),
            confirmed=services.confirmed.lines,
        )

    def open_why(self, key: str, *, editing: bool = False) -> None:
        """Say why a finding or another line stands; ``editing`` opens the reason editor at once."""
        view = self.why(key)
        if view is None:
            return
        self.close()
        row = self._today.findings.row(key)
        opener = _focused(self._host) or row or self._host
        popover = WhyPopover(self._theme, view, parent=self._host)
        popover.go_asked.connect(self._go_to_answer)
        popover.recorded.connect(self._record)
        popover.take_back_asked.connect(self._take_back)
        self._keep(popover, key)
        beside: QWidget = opener
        if row is not None:
            self._today.findings.reveal(row)
            row.set_open(True)
            beside = row
        top = beside.mapTo(self._host, QPoint(0, 0)).y() if beside.isVisible() else 0
        left = self._host.width() - Space.LARGE
        if not self._today.isHidden():
            left = self._today.mapTo(self._host, QPoint(0, 0)).x() - Space.LARGE
        popover.open_beside(QPoint(left, top), opener=opener, top=self._free_above(), bottom=self._free_below())
        if editing:
            popover.open_editor()

    def open_allergies(self, opener: QWidget) -> None:
        """Say every allergy by name, under the chip that was pressed."""
        view = present_allergies(self._session.state.answers.patient.allergies)
        self.close()
        popover = Popover(self._theme, view.label, parent=self._host)
        popover.setObjectName("allergy_popover")
        for item in view.items or (view.value,):
            popover.column.addWidget(Text(self._theme, item, role="body"))
        self._keep(popover, "")
        below = opener.mapTo(self._host, QPoint(0, opener.height())).y() + Space.NORMAL
        popover.open_at(QPoint(self._host.width() - Space.LARGE, below), opener=opener, bottom=self._free_below())

    def close(self) -> bool:
        """Close what is open; ``False`` when nothing was."""
        if self._open is None:
            return False
        self._open.close_popover()
        return True

    def _record(self, rule: str, choice: str, reason: str) -> None:
        by, on = self._session.provider, self._session.today
        self.close()
        if choice == "override":
            self._session.dispatch(OverrideRule(Override(rule=rule, reason=reason, by=by, on=on)))
        else:
            decision = Decision(rule=rule, choice=DecisionChoice(choice), reason=reason, by=by, on=on)
            self._session.dispatch(Decide(decision))

    def _take_back(self, rule: str) -> None:
        self.close()
        self._session.dispatch(TakeBackChoice(rule))

    def _keep(self, popover: Popover, key: str) -> None:
        self._open, self.key = popover, key
        popover.closed.connect(lambda: self._forget(popover))

    def _forget(self, popover: Popover) -> None:
        for row in self._today.findings.rows:
            row.set_open(False)
        if self._open is popover:
            self._open, self.key = None, ""
        popover.deleteLater()


def _focused(host: QWidget) -> QWidget | None:
    """What has the focus in the host's window; Qt gives nothing when nothing has it."""
    found: object = host.window().focusWidget()
    return found if isinstance(found, QWidget) else None
