"""The clinic's accounts: what each may do, and that the clinic never loses its last admin."""

from collections.abc import Iterable
from dataclasses import dataclass

from consult_app.application.access import Act, Role, is_prescriber, may
from consult_app.application.errors import Refused
from consult_app.domain.answers import Provider


@dataclass(frozen=True, slots=True)
class ProviderAccount:
    """A provider's account. One that is not ``active`` is kept for the record and may do nothing."""

    id: str
    name: str
    credentials: str
    role: Role = Role.PROVIDER
    active: bool = True


def provider_of(account: ProviderAccount) -> Provider:
    return Provider(account.name, account.credentials)


def account_may(account: ProviderAccount, act: Act) -> bool:
    """Whether this account may do it; one that is not active may do nothing."""
    return account.active and may(provider_of(account), act, account.role)


def require(account: ProviderAccount, act: Act) -> None:
    """Raises ``Refused`` when this account may not do it."""
    if not account_may(account, act):
        raise Refused("Your role does not allow this.", ("Ask an admin of your clinic, or a prescriber.",))


def refuse_wrong_role(account: ProviderAccount) -> None:
    """Raises ``Refused`` for a prescriber's role without a prescriber's credentials."""
    if account.role is Role.PRESCRIBER and not is_prescriber(provider_of(account)):
        raise Refused("A prescriber's role needs the credentials NP, PA, MD or DO.")


def refuse_losing_last_admin(present: Iterable[ProviderAccount], changed: ProviderAccount) -> None:
    """Raises ``Refused`` when nobody active would be an admin any more after ``changed`` takes its place."""
    admins = {each.id for each in present if each.active and each.role is Role.ADMIN}
    if admins == {changed.id} and not (changed.active and changed.role is Role.ADMIN):
        raise Refused("The clinic needs an admin.", ("Make somebody else admin first.",))
