"""Who may do what, in one table (accounts and sign-in come with the vault)."""

from enum import StrEnum

from consult_app.domain.answers import Provider
from consult_app.domain.findings import PRESCRIBERS


class Act(StrEnum):
    DECIDE = "decide"
    DECIDE_LABEL = "decide_label"
    OVERRIDE = "override"
    CONFIRM_VALUE = "confirm_value"
    SWITCH_PROTOCOL = "switch_protocol"
    MARK_SESSION = "mark_session"
    KEEP_PRODUCT = "keep_product"
    """Add, change or remove a product of the clinic's own list."""


_PRESCRIBER_ONLY = frozenset({Act.DECIDE_LABEL, Act.OVERRIDE, Act.CONFIRM_VALUE, Act.SWITCH_PROTOCOL})
_ANYBODY_NAMED = frozenset({Act.MARK_SESSION, Act.KEEP_PRODUCT})


def is_prescriber(provider: Provider) -> bool:
    """NP, PA, MD and DO prescribe; credentials may be a list such as ``MSN, NP``."""
    named = {part.strip().upper().rstrip(".") for part in provider.credentials.replace("/", ",").split(",")}
    return bool({name.replace(".", "") for name in named} & PRESCRIBERS)


def may(provider: Provider, act: Act) -> bool:
    """Whether this provider may do it.

    Sessions are marked, and the clinic's products kept, by any provider, as long as the line names somebody.
    """
    if act in _ANYBODY_NAMED:
        return bool(provider.name.strip())
    return act not in _PRESCRIBER_ONLY or is_prescriber(provider)
