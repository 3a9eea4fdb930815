"""The whole table of who may do what, written out once more by hand."""

import pytest

from consult_app.application.access import ALLOWED, Act, Role, may, roles_of, usual_role
from consult_app.application.accounts import (
    ProviderAccount,
    account_may,
    provider_of,
    refuse_losing_last_admin,
    refuse_wrong_role,
    require,
)
from consult_app.application.errors import Refused
from consult_app.domain.answers import Provider

ADMIN, PRESCRIBER, PROVIDER = Role.ADMIN, Role.PRESCRIBER, Role.PROVIDER
# who: role, credentials, and the acts they may do besides what everybody may
TREATING = {"decide", "finalise", "mark_session", "keep_product"}
PRESCRIBING = {"decide_label", "override", "confirm_value", "switch_protocol"}
EVERYBODY = {"back_up", "verify"}
KEEPING = {"restore", "export", "import", "see_audit", "keep_accounts", "set_security"}
TABLE = [
    (ADMIN, "", EVERYBODY | KEEPING),
    (ADMIN, "RN", EVERYBODY | KEEPING | TREATING),
    (ADMIN, "NP", EVERYBODY | KEEPING | TREATING | PRESCRIBING),
    (PRESCRIBER, "NP", EVERYBODY | TREATING | PRESCRIBING),
    (PRESCRIBER, "PA", EVERYBODY | TREATING | PRESCRIBING),
    (PRESCRIBER, "M.D.", EVERYBODY | TREATING | PRESCRIBING),
    (PRESCRIBER, "RN", EVERYBODY | TREATING),
    (PROVIDER, "RN", EVERYBODY | TREATING),
    (PROVIDER, "aesthetician", EVERYBODY | TREATING),
    (PROVIDER, "", EVERYBODY | TREATING),
    (PROVIDER, "NP", EVERYBODY | TREATING),
]


def account(role=ADMIN, credentials="NP", *, active=True, account_id="dana"):
    return ProviderAccount(account_id, "Dana Keller", credentials, role=role, active=active)


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize(("role", "credentials", "allowed"), TABLE)
def test_each_role_may_do_exactly_what_the_table_says(role, credentials, allowed, act):
    assert account_may(account(role, credentials), act) is (act.value in allowed)


@pytest.mark.parametrize("act", list(Act))
def test_an_account_that_is_not_active_may_do_nothing(act):
    assert not account_may(account(active=False), act)


def test_every_act_stands_in_the_table_and_in_this_test():
    assert set(ALLOWED) == set(Act)
    assert {act.value for act in Act} == TREATING | PRESCRIBING | EVERYBODY | KEEPING


@pytest.mark.parametrize(
    ("credentials", "role"), [("NP", PRESCRIBER), ("MSN, NP", PRESCRIBER), ("RN", PROVIDER), ("", PROVIDER)]
)
def test_without_an_account_the_credentials_say_the_role(credentials, role):
    who = Provider("Dana Keller", credentials)
    assert usual_role(who) is role
    assert may(who, Act.OVERRIDE) is (role is PRESCRIBER)
    assert not may(who, Act.EXPORT)


@pytest.mark.parametrize("role", list(Role))
def test_nobody_gets_a_prescribers_rights_without_the_credentials(role):
    assert PRESCRIBER not in roles_of(role, Provider("Mai Tran", "RN"))


def test_what_is_not_allowed_is_refused_with_whom_to_ask():
    require(account(), Act.OVERRIDE)
    with pytest.raises(Refused, match="role does not allow") as refused:
        require(account(PROVIDER, "RN"), Act.OVERRIDE)
    assert refused.value.missing == ("Ask an admin of your clinic, or a prescriber.",)


def test_an_account_is_a_provider():
    assert provider_of(account()) == Provider("Dana Keller", "NP")


def test_a_prescribers_role_needs_the_credentials():
    refuse_wrong_role(account(PRESCRIBER, "DO"))
    refuse_wrong_role(account(ADMIN, ""))
    with pytest.raises(Refused, match="NP, PA, MD or DO"):
        refuse_wrong_role(account(PRESCRIBER, "RN"))


@pytest.mark.parametrize("changed", [account(active=False), account(PRESCRIBER)])
def test_the_last_admin_stays_admin(changed):
    others = [account(PROVIDER, "RN", account_id="mai"), account(active=False, account_id="rosa")]
    with pytest.raises(Refused, match="needs an admin"):
        refuse_losing_last_admin([account(), *others], changed)
    refuse_losing_last_admin([account(), account(account_id="rosa"), *others], changed)
    refuse_losing_last_admin([account(), *others], account())
    refuse_losing_last_admin(others, others[0])
