"""Where the plan departs from the protocol: each finding in place, decided with a reason."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consult_app.ui.presenters.plan_lines import PlanFindingView
from consult_app.ui.presenters.why import reason_problem
from consult_app.ui.theme.theme import Theme
from consult_app.ui.widgets.buttons import LinkButton, SecondaryButton
from consult_app.ui.widgets.callout import Callout
from consult_app.ui.widgets.field import Field
from consult_app.ui.widgets.text import Text

_HINT: Final = "20 characters or more. Staff read this, patients do not."


class PlanFindings(QWidget):
    """``decided`` gives a rule and the reason to go ahead, ``taken_back`` a rule, ``why_asked`` a rule."""

    decided = Signal(str, str)
    taken_back = Signal(str)
    why_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.cards: list[_FindingCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_findings(self, findings: tuple[PlanFindingView, ...], *, locked: bool) -> None:
        """Show them; a card in which somebody writes is kept as it is."""
        if [card.view.rule for card in self.cards] != [finding.rule for finding in findings]:
            kept = {card.view.rule: card for card in self.cards}
            wanted = {finding.rule for finding in findings}
            for rule, card in kept.items():
                self._column.removeWidget(card)
                if rule not in wanted:
                    card.hide()
                    card.deleteLater()
            self.cards = [kept.get(finding.rule) or self._made(finding) for finding in findings]
            for card in self.cards:
                self._column.addWidget(card)
                card.show()
        for card, finding in zip(self.cards, findings, strict=True):
            card.show_finding(finding, locked=locked)
        self.setVisible(bool(findings))

    def focus_rule(self, rule: str) -> bool:
        """Open the editor of a rule's finding; ``False`` when it is not here."""
        for card in self.cards:
            if card.view.rule == rule:
                card.open_editor()
                return True
        return False

    def _made(self, finding: PlanFindingView) -> "_FindingCard":
        card = _FindingCard(self._theme, finding)
        card.decided.connect(lambda reason: self.decided.emit(finding.rule, reason))
        card.taken_back.connect(lambda: self.taken_back.emit(finding.rule))
        card.why_asked.connect(lambda: self.why_asked.emit(finding.rule))
        return card


class _FindingCard(Callout):
    decided = Signal(str)
    taken_back = Signal()
    why_asked = Signal()

    def __init__(self, theme: Theme, view: PlanFindingView) -> None:
        super().__init__(theme, "amber", view.title, view.text, below=True)
        self.view = view
        name = view.rule.replace(".", "_")
        self._recorded = Text(theme, "", role="dense_strong")
        self._reason = Field(theme, "Reason to go ahead", hint=_HINT)
        self._reason.editor.setObjectName(f"plan_reason_for_{name}")
        self._reason.editor.returnPressed.connect(self._record)
        self._open = SecondaryButton(theme, "Record decision", compact=True)
        self._open.setObjectName(f"plan_decide_{name}")
        self._open.clicked.connect(self.open_editor)
        self._save = SecondaryButton(theme, "Go ahead", compact=True)
        self._save.setObjectName(f"plan_record_{name}")
        self._save.clicked.connect(self._record)
        self._cancel = SecondaryButton(theme, "Cancel", compact=True)
        self._cancel.setObjectName(f"plan_cancel_{name}")
        self._cancel.clicked.connect(self._close)
        self._back = LinkButton(theme, "Take back")
        self._back.setObjectName(f"plan_take_back_{name}")
        self._back.clicked.connect(self.taken_back)
        why = LinkButton(theme, "Why")
        why.setAccessibleName(f"Why: {view.title}")
        why.clicked.connect(self.why_asked)
        self._refusal = Text(theme, "", role="dense", color="text2")
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        for button in (self._open, self._save, self._cancel, self._back, why):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.body.setContentsMargins(0, 8, 0, 2)
        self.body.addWidget(self._recorded)
        self.body.addWidget(self._reason)
        self.body.addWidget(self._refusal)
        self.body.addLayout(buttons)
        self._editing = False
        self.show_finding(view, locked=False)

    def show_finding(self, view: PlanFindingView, *, locked: bool) -> None:
        self.view = view
        self._locked = locked
        self.set_words(view.title, view.text)
        self._recorded.setText(view.recorded)
        self._refusal.setText(view.refusal)
        if view.decided or locked:
            self._editing = False
        self._show()

    def open_editor(self) -> None:
        """Ask for the reason in place."""
        if self.view.decided or self.view.refusal or self._locked:
            return
        self._editing = True
        self._show()
        self._reason.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        view, may = self.view, not self._locked and not self.view.refusal
        self._recorded.setVisible(bool(view.recorded))
        self._refusal.setVisible(bool(view.refusal) and not view.decided)
        self._reason.setVisible(self._editing)
        self._open.setVisible(may and not view.decided and not self._editing)
        self._save.setVisible(self._editing)
        self._cancel.setVisible(self._editing)
        self._back.setVisible(may and bool(view.recorded))

    def _record(self) -> None:
        problem = reason_problem(self._reason.text)
        if problem:
            self._reason.set_error(problem)
            self._reason.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._reason.set_error(None)
        self.decided.emit(self._reason.text)

    def _close(self) -> None:
        self._editing = False
        self._reason.set_error(None)
        self._show()
        self._open.setFocus(Qt.FocusReason.OtherFocusReason)
