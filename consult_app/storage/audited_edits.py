"""What the audit says about drafts, finished plans and sheets: which parts were touched, never with what."""

from consult_app.application.audit import AuditEntry, Event, Subject, as_id, changed_fields
from consult_app.domain.plan import DraftPlan, FinalPlan, IssuedHandout


class DraftEdits:
    """Which parts of which draft were touched since the draft was begun or opened here.

    A draft is saved many times a minute; a part that is typed in all the while is one line, not a hundred.
    """

    def __init__(self) -> None:
        self._last: dict[str, DraftPlan] = {}
        self._told: dict[str, set[str]] = {}

    def begin(self, draft: DraftPlan) -> None:
        """The draft as it was opened: what changes from here on is an edit."""
        self._last[draft.id] = draft
        self._told[draft.id] = set()

    def new_in(self, draft: DraftPlan, *, first: bool) -> tuple[AuditEntry, ...]:
        """What to write about this save; ``first`` when it is the draft's first. Call ``keep`` when it is saved."""
        last = self._last.get(draft.id)
        if last is None:
            made = () if not first else (AuditEntry(Event.CREATED, Subject.DRAFT, draft.id),)
            return made or (AuditEntry(Event.EDITED, Subject.DRAFT, draft.id),)
        names = tuple(name for name in _touched(last, draft) if name not in self._told[draft.id])
        return (AuditEntry(Event.EDITED, Subject.DRAFT, draft.id, names),) if names else ()

    def keep(self, draft: DraftPlan) -> None:
        """The save has reached the disk."""
        last = self._last.get(draft.id, draft)
        self._told.setdefault(draft.id, set()).update(_touched(last, draft))
        self._last[draft.id] = draft


def finishing_entries(plan: FinalPlan, digest: str) -> tuple[AuditEntry, ...]:
    """The finished plan, and one line for each finding that was overridden."""
    overrides = tuple(
        AuditEntry(Event.OVERRODE, Subject.PLAN, plan.id, (as_id(override.rule),))
        for override in plan.answers.choices.overrides
    )
    return (AuditEntry(Event.FINALISED, Subject.PLAN, plan.id, digest=digest), *overrides)


def issued_entry(handout: IssuedHandout) -> AuditEntry:
    how = handout.how.replace(" ", "_")
    return AuditEntry(Event.ISSUED, Subject.HANDOUT, handout.id, (as_id(handout.sheet), as_id(how)), handout.sha256)


def edited_plan(plan_id: str, part: str) -> AuditEntry:
    """Something was added beside a finished plan."""
    return AuditEntry(Event.EDITED, Subject.PLAN, plan_id, (part,))


def _touched(before: DraftPlan, now: DraftPlan) -> tuple[str, ...]:
    names = list(changed_fields(before.answers, now.answers))
    if before.patient_id != now.patient_id:
        names.append("patient_on_file")
    return tuple(names)
