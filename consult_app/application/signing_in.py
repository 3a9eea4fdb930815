"""Signing in, once the vault is open: the account must be on file and active, and the audit is told."""

from consult_app.application.accounts import ProviderAccount
from consult_app.application.audit import NOBODY, AuditEntry, AuditLog, Event, Subject
from consult_app.application.errors import Refused
from consult_app.application.ports import ClinicStore
from consult_app.application.vault import RECOVERY, Vault


def sign_in(provider_id: str, *, vault: Vault, clinics: ClinicStore, audit: AuditLog) -> ProviderAccount:
    """The account of somebody whose password opened the vault. Tells the audit, failed tries before this one first.

    Raises ``Refused`` when the account is not on file, after a restore for instance, or not active any more.
    """
    tell_failures(vault, audit)
    account = next((each for each in clinics.providers() if each.id == provider_id), None)
    if account is None or not account.active:
        audit.record(AuditEntry(Event.SIGN_IN_FAILED, Subject.PROVIDER, provider_id, ("not_active",)), by=NOBODY)
        raise Refused("Your account is not active in this clinic file.", ("Ask an admin of your clinic.",))
    audit.record(AuditEntry(Event.SIGNED_IN, Subject.PROVIDER, account.id), by=account.id)
    return account


def recovered(*, vault: Vault, audit: AuditLog) -> None:
    """Tell the audit that somebody came in by the recovery code."""
    tell_failures(vault, audit)
    audit.record(AuditEntry(Event.RECOVERED, Subject.CLINIC), by=RECOVERY)


def tell_failures(vault: Vault, audit: AuditLog) -> None:
    """Tell the audit of wrong passwords, which could not be told while everything was locked."""
    for failed in vault.failed_unlocks():
        audit.record(AuditEntry(Event.SIGN_IN_FAILED, Subject.PROVIDER, failed.holder), by=NOBODY, at=failed.at)
    vault.forget_failed_unlocks()
