"""What a step says of the past plan a consultation was copied from."""

from dataclasses import dataclass
from typing import Final

from consult_app.application.consultation import ConsultationState
from consult_app.application.copying import COPIED
from consult_app.domain.answers import Reply
from consult_app.domain.plan import Copied, Step
from consult_app.domain.protocol import Protocol
from consult_app.ui.presenters.rail import is_copied
from consult_app.ui.presenters.words import Gap, plain_day

CONFIRM: Final = "These are right toda&y"
_CHECK: Final = "Check each answer with the patient."
_RECORD: Final = "Name, details and allergies are the record’s as it is now."
_ASKED_AGAIN: Final = "Nothing here is answered yet. Ask again."
_REPLIES: Final = ((Reply.YES, "Yes"), (Reply.UNSURE, "Unsure"), (Reply.DECLINED, "Declined"))


@dataclass(frozen=True, slots=True)
class CopiedView:
    """``confirms`` says that the step waits for the one button."""

    title: str
    text: str
    confirms: bool = False


def present_copied(protocol: Protocol, state: ConsultationState, step: Step) -> CopiedView | None:
    """``None`` where a step has nothing to say of it, or nothing any more."""
    copied = state.draft.copied
    if copied is None:
        return None
    plan = f"plan {copied.source.number} of {plain_day(copied.source.on)}"
    if is_copied(state, step):
        again = " Tan and self-tanner are asked again." if step is Step.SKIN else ""
        return CopiedView(f"Copied from {plan}", _CHECK + again, confirms=True)
    if step is Step.PATIENT:
        return CopiedView(f"Copied from {plan}", " ".join((_RECORD, *copied.notes)))
    if step is Step.HEALTH and copied.health:
        return CopiedView(f"Last time, {plan}", f"{_health(protocol, copied)} {_ASKED_AGAIN}")
    if step is Step.PRODUCTS and copied.products:
        return CopiedView(f"Last time, {plan}", f"{', '.join(copied.products)}. {_ASKED_AGAIN}")
    return None


def copied_gaps(state: ConsultationState, step: Step) -> tuple[Gap, ...]:
    """The line of the error summary for a step whose copied answers nobody confirmed."""
    return (
        (Gap(f"{COPIED}{step.value}", "Confirm the copied answers or change them."),) if is_copied(state, step) else ()
    )


def _health(protocol: Protocol, copied: Copied) -> str:
    parts: list[str] = []
    for reply, words in _REPLIES:
        asked = [protocol.questions[each].text for each, given in copied.health.items() if given is reply]
        if asked:
            parts.append(f"{words}: {'; '.join(asked)}.")
    noes = sum(given is Reply.NO for given in copied.health.values())
    if noes:
        parts.append(f"No to {noes if parts else f'all {noes}'} questions." if noes > 1 else "No to one question.")
    return " ".join(parts)
