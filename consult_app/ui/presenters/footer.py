"""The footer: back, whether the work is saved, what is still open, next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from consult_app.application.autosave import SaveKind, SaveStatus
from consult_app.application.consultation import ConsultationState
from consult_app.domain.plan import Step
from consult_app.ui.presenters.rail import decisions_missing, is_copied, missing_on, needs_option
from consult_app.ui.presenters.words import STEP_NAMES, count_words

SaveLook = Literal["idle", "saving", "saved", "failed"]


@dataclass(frozen=True, slots=True)
class FooterView:
    """``next_text`` and ``back_text`` mark their Alt letter with ``&``; ``leads`` is whether Next is the way on."""

    back_text: str
    next_text: str
    hint: str
    leads: bool = True


def present_footer(state: ConsultationState, *, checks: int = 0) -> FooterView:
    """``checks`` are questions the Patient step asks before the patient is on file."""
    steps = list(Step)
    at = steps.index(state.step)
    last = at == len(steps) - 1
    following = "Fi&nish" if last else f"&Next: {STEP_NAMES[steps[at + 1]].replace('&', '&&')}"
    return FooterView(back_text="&Back", next_text=following, hint=_hint(state, checks), leads=not last)


def present_save(status: SaveStatus, *, now: datetime, zone: ZoneInfo) -> tuple[SaveLook, str]:
    """The save state in words; times are the clinic's."""
    match status.kind:
        case SaveKind.NOTHING:
            return "idle", ""
        case SaveKind.SAVING:
            return "saving", "Saving..."
        case SaveKind.FAILED:
            return "failed", f"Can't save. {status.problem}".strip()
        case SaveKind.SAVED:
            return "saved", _saved_words(status.at, now, zone)


def clock_words(at: datetime, zone: ZoneInfo) -> str:
    """``10:48 AM`` on the clinic's clock."""
    local = at.astimezone(zone)
    return f"{(local.hour - 1) % 12 + 1}:{local.minute:02} {'AM' if local.hour < 12 else 'PM'}"


def _saved_words(at: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    if at is None:
        return "Saved"
    ago = max(now - at, timedelta())
    if ago < timedelta(minutes=1):
        return f"Saved {int(ago.total_seconds())} s ago"
    if ago < timedelta(hours=1):
        return f"Saved {int(ago.total_seconds()) // 60} min ago"
    return f"Saved at {clock_words(at, zone)}"


def _hint(state: ConsultationState, checks: int) -> str:
    step = state.step
    if step is Step.PATIENT and checks:
        return f"{count_words(checks, 'check')} left on this step"
    missing = missing_on(state, step)
    if missing and is_copied(state, step):
        return "Confirm the copied answers to go on"
    if step is Step.HEALTH and missing:
        return f"{count_words(len(missing), 'question')} not asked yet"
    decisions = decisions_missing(state)
    if step is Step.PRODUCTS and decisions:
        return f"{count_words(len(decisions), 'decision')} left to finish the plan"
    if step is Step.PLAN and needs_option(state):
        return "Choose an option to go on"
    return f"{count_words(len(missing), 'answer')} left on this step" if missing else ""
