"""The part of a consultation file that holds what the provider chose."""

from dataclasses import dataclass
from datetime import date

from consult_app.application.deciding import REASON_CHARACTERS, reason_is_enough
from consult_app.domain.answers import (
    AskDecision,
    CategoryDecision,
    Choices,
    Decision,
    DecisionChoice,
    Override,
    PlannedSession,
    ProductDecision,
    Provider,
    RemovedSession,
    ResumeDecision,
)
from consult_app.domain.protocol import Protocol
from consult_app.interchange.fields import Node, require

_MOST_SESSIONS = 100
_DECISION_KEYS = ("category", "resume_at", "ask")
_ONE_DECISION = 'Allowed: one of {"category": …}, {"resume_at": …} and {"ask": true}.'


def read_choices(node: Node | None, *, provider: Provider | None, on: date) -> Choices:
    """What was chosen; overrides and decisions are recorded as the provider's on ``on``."""
    if node is None:
        return Choices()
    members = node.members(("option", "sessions", "removed", "overrides", "decisions"))
    recorder = _Recorder(provider, on)
    return Choices(
        option=members["option"].name(filled=True) if "option" in members else None,
        sessions=members["sessions"].each(_session) if "sessions" in members else None,
        overrides=members["overrides"].each(_Once(recorder).override) if "overrides" in members else (),
        decisions=members["decisions"].each(_Once(recorder).decision) if "decisions" in members else (),
        removed=_removed(members),
    )


def read_decision(node: Node, protocol: Protocol) -> ProductDecision | None:
    """The provider's decision on one product."""
    members = node.members(_DECISION_KEYS)
    if not node.is_object():
        return None
    if len(members) != 1:
        node.fault(f"The decision has {len(members)} parts.", _ONE_DECISION)
        return None
    if "category" in members:
        category = members["category"].word(protocol.categories)
        return None if category is None else CategoryDecision(category)
    if "resume_at" in members:
        resume_at = members["resume_at"].day_or_moment()
        return None if resume_at is None else ResumeDecision(resume_at)
    asked = members["ask"].flag()
    if asked is False:
        members["ask"].fault("ask can only be true.", _ONE_DECISION)
    return AskDecision() if asked else None


def _session(node: Node) -> PlannedSession | None:
    members = node.members(("on", "reason"))
    if not node.is_object() or not require(members, ("on",), node):
        return None
    on = members["on"].day()
    reason = members["reason"].note() if "reason" in members else ""
    return None if on is None else PlannedSession(on, reason or "")


def _removed(members: dict[str, Node]) -> tuple[RemovedSession, ...]:
    """Sessions taken out of the option; they say what the provider's own sessions leave out, so those are needed."""
    if "removed" not in members:
        return ()
    if "sessions" not in members:
        members["removed"].fault("Nothing is left out without sessions of one's own.", "Add choices.sessions.")
    seen: set[int] = set()

    def read(node: Node) -> RemovedSession | None:
        entry = node.members(("number", "reason"))
        if not node.is_object() or not require(entry, ("number",), node):
            return None
        number = entry["number"].count(highest=_MOST_SESSIONS)
        reason = entry["reason"].note() if "reason" in entry else ""
        if number in seen:
            entry["number"].fault("This session stands twice in the list.", "Keep one.")
        if number is None:
            return None
        seen.add(number)
        return RemovedSession(number, reason or "")

    return members["removed"].each(read)


@dataclass(frozen=True, slots=True)
class _Recorder:
    provider: Provider | None
    on: date

    def rule_and_reason(self, node: Node, members: dict[str, Node]) -> tuple[str, str] | None:
        """The rule and a reason long enough, from a file that says whose they are."""
        if self.provider is None:
            node.fault("Nobody stands for this choice.", "The file needs a provider with a name.")
        rule = members["rule"].name(filled=True) if "rule" in members else None
        reason = members["reason"].note() if "reason" in members else None
        if reason is not None and not reason_is_enough(reason):
            members["reason"].fault(
                f"The reason has {len(reason.strip())} characters.", f"It needs {REASON_CHARACTERS} or more."
            )
        return None if rule is None or reason is None else (rule, reason)


class _Once:
    """Reads overrides or decisions, each rule once."""

    def __init__(self, recorder: _Recorder) -> None:
        self._recorder = recorder
        self._seen: set[str] = set()

    def override(self, node: Node) -> Override | None:
        members = node.members(("rule", "reason"))
        if not node.is_object() or not require(members, ("rule", "reason"), node):
            return None
        read = self._recorder.rule_and_reason(node, members)
        if read is None:
            return None
        rule, reason = read
        self._refuse_repeated(members["rule"], rule)
        return Override(rule, reason, self._recorder.provider, self._recorder.on)

    def decision(self, node: Node) -> Decision | None:
        members = node.members(("rule", "choice", "reason"))
        if not node.is_object() or not require(members, ("rule", "choice", "reason"), node):
            return None
        choice = members["choice"].choice(DecisionChoice)
        read = self._recorder.rule_and_reason(node, members)
        if read is None or choice is None:
            return None
        rule, reason = read
        self._refuse_repeated(members["rule"], rule)
        return Decision(rule, choice, reason, self._recorder.provider, self._recorder.on)

    def _refuse_repeated(self, node: Node, rule: str) -> None:
        if rule in self._seen:
            node.fault("This rule stands twice in the list.", "Keep one.")
        self._seen.add(rule)
