"""Who may do what, in one table.

A role is what an account is given; credentials are what somebody's profession is. Signing for a prescriber needs both:
an account without prescribing credentials never gets a prescriber's rights, whatever its role is called.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from consult_app.domain.answers import Provider
from consult_app.domain.findings import PRESCRIBERS


class Role(StrEnum):
    """An admin with credentials is a prescriber or provider besides; one without them treats nobody."""

    ADMIN = "admin"
    PRESCRIBER = "prescriber"
    PROVIDER = "provider"


class Act(StrEnum):
    DECIDE = "decide"
    DECIDE_LABEL = "decide_label"
    OVERRIDE = "override"
    FINALISE = "finalise"
    CONFIRM_VALUE = "confirm_value"
    SWITCH_PROTOCOL = "switch_protocol"
    MARK_SESSION = "mark_session"
    KEEP_PRODUCT = "keep_product"
    """Add, change or remove a product of the clinic's own list."""
    BACK_UP = "back_up"
    VERIFY = "verify"
    RESTORE = "restore"
    EXPORT = "export"
    IMPORT = "import"
    SEE_AUDIT = "see_audit"
    KEEP_ACCOUNTS = "keep_accounts"
    """Add and remove providers, give them another role, renew the recovery sheet."""
    SET_SECURITY = "set_security"
    """The minutes until the lock, and the folder of the backups."""


_TREATING: Final = frozenset({Role.PRESCRIBER, Role.PROVIDER})
_PRESCRIBING: Final = frozenset({Role.PRESCRIBER})
_EVERYBODY: Final = frozenset(Role)
_ADMIN: Final = frozenset({Role.ADMIN})

ALLOWED: Final[Mapping[Act, frozenset[Role]]] = MappingProxyType(
    {
        Act.DECIDE: _TREATING,
        Act.DECIDE_LABEL: _PRESCRIBING,
        Act.OVERRIDE: _PRESCRIBING,
        Act.FINALISE: _TREATING,
        Act.CONFIRM_VALUE: _PRESCRIBING,
        Act.SWITCH_PROTOCOL: _PRESCRIBING,
        Act.MARK_SESSION: _TREATING,
        Act.KEEP_PRODUCT: _TREATING,
        Act.BACK_UP: _EVERYBODY,
        Act.VERIFY: _EVERYBODY,
        Act.RESTORE: _ADMIN,
        Act.EXPORT: _ADMIN,
        Act.IMPORT: _ADMIN,
        Act.SEE_AUDIT: _ADMIN,
        Act.KEEP_ACCOUNTS: _ADMIN,
        Act.SET_SECURITY: _ADMIN,
    }
)
_MUST_BE_NAMED: Final = frozenset({Act.MARK_SESSION, Act.KEEP_PRODUCT})


def is_prescriber(provider: Provider) -> bool:
    """NP, PA, MD and DO prescribe; credentials may be a list such as ``MSN, NP``."""
    named = {part.strip().upper().rstrip(".") for part in provider.credentials.replace("/", ",").split(",")}
    return bool({name.replace(".", "") for name in named} & PRESCRIBERS)


def usual_role(provider: Provider) -> Role:
    """The role that goes with somebody's credentials, where none was given."""
    return Role.PRESCRIBER if is_prescriber(provider) else Role.PROVIDER


def roles_of(role: Role, provider: Provider) -> frozenset[Role]:
    """Every role that an account of ``role`` counts as, with this provider's credentials."""
    if role is Role.PROVIDER:
        return frozenset({Role.PROVIDER})
    if role is Role.PRESCRIBER:
        return frozenset({usual_role(provider)})
    treats = {usual_role(provider)} if provider.credentials.strip() else set[Role]()
    return frozenset({Role.ADMIN, *treats})


def may(provider: Provider, act: Act, role: Role | None = None) -> bool:
    """Whether this provider may do it; without ``role`` by the credentials alone.

    Sessions are marked, and the clinic's products kept, only by somebody with a name, because the line names them.
    """
    if act in _MUST_BE_NAMED and not provider.name.strip():
        return False
    return not ALLOWED[act].isdisjoint(roles_of(role or usual_role(provider), provider))
