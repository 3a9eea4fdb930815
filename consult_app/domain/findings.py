"""What screening found: findings, missing answers and the verdict they add up to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consult_app.domain.answers import Decision, DecisionChoice, Override
from consult_app.domain.protocol import Basis, Effect

PRESCRIBERS = frozenset({"NP", "PA", "MD", "DO"})
PLAN_RULES = "plan."

Because = Mapping[str, str | bool | None]


class Verdict(StrEnum):
    NOT_DECIDED = "not_decided"
    DO_NOT_TREAT = "do_not_treat"
    WAIT = "wait"
    REVIEW = "review"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that was met, with the answer that raised it.

    ``because`` maps answer paths (``skin.tan``, ``products[0].last_used``) to the values given. ``until`` is the first
    day a defer no longer holds, ``None`` when it cannot be computed; ``until_basis`` is its number's own basis where it
    differs from the rule's. A finding is never hidden: ``overridden`` or a ``decision`` to proceed only stops it
    counting.
    """

    rule: str
    effect: Effect
    subject: str
    text: str
    because: Because
    sources: tuple[str, ...]
    basis: Basis
    overridable: bool
    prescriber_only: bool = False
    until: date | None = None
    until_basis: Basis | None = None
    overridden: Override | None = None
    decision: Decision | None = None

    @property
    def settled(self) -> bool:
        """Whether a provider has let it not count."""
        return self.overridden is not None or (
            self.decision is not None and self.decision.choice is DecisionChoice.PROCEED
        )

    @property
    def counts(self) -> bool:
        """Whether it bears on the verdict: notes and plan findings never do, settled ones no longer do."""
        return self.effect is not Effect.NOTE and not self.is_about_plan and not self.settled

    @property
    def is_about_plan(self) -> bool:
        return self.rule.startswith(PLAN_RULES)


def verdict_of(findings: Iterable[Finding], missing: tuple[str, ...]) -> Verdict:
    """Worst wins: stop, not decided, wait, review, ready."""
    effects = {finding.effect for finding in findings if finding.counts}
    if Effect.STOP in effects:
        return Verdict.DO_NOT_TREAT
    if missing:
        return Verdict.NOT_DECIDED
    if Effect.DEFER in effects:
        return Verdict.WAIT
    if Effect.REVIEW in effects:
        return Verdict.REVIEW
    return Verdict.READY


def earliest_of(findings: Iterable[Finding]) -> date | None:
    """The latest until among the defers that hold; ``None`` if there is none or one of them has no date."""
    untils = [finding.until for finding in findings if finding.counts and finding.effect is Effect.DEFER]
    dated = [until for until in untils if until is not None]
    return max(dated) if dated and len(dated) == len(untils) else None
