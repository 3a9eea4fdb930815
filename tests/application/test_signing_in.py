from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from consult_app.application.access import Role
from consult_app.application.accounts import ProviderAccount
from consult_app.application.errors import Refused
from consult_app.application.signing_in import recovered, sign_in
from consult_app.application.vault import RECOVERY, FailedUnlock

NOW = datetime(2026, 5, 12, 15, 0, tzinfo=UTC)
DANA = ProviderAccount("dana", "Dana Keller", "NP", role=Role.ADMIN)
MAI = ProviderAccount("mai", "Mai Tran", "RN", active=False)


@dataclass
class Everything:
    """A vault, a clinic and an audit that only remember."""

    failed: tuple[FailedUnlock, ...] = (FailedUnlock("mai", NOW),)
    lines: list[tuple[object, ...]] = field(default_factory=list)

    def failed_unlocks(self):
        return self.failed

    def forget_failed_unlocks(self):
        self.failed = ()

    def providers(self):
        return (DANA, MAI)

    def record(self, *entries, by=None, at=None):
        self.lines += [(entry.event.value, entry.subject_id, by, at) for entry in entries]


def test_signing_in_tells_the_failures_first_and_once():
    here = Everything()
    for _ in range(2):
        assert sign_in("dana", vault=here, clinics=here, audit=here) == DANA
    assert here.lines == [
        ("sign_in_failed", "mai", "", NOW),
        ("signed_in", "dana", "dana", None),
        ("signed_in", "dana", "dana", None),
    ]


@pytest.mark.parametrize("who", ["mai", "nobody"])
def test_an_account_that_is_not_active_or_not_on_file_does_not_come_in(who):
    here = Everything(failed=())
    with pytest.raises(Refused, match="not active"):
        sign_in(who, vault=here, clinics=here, audit=here)
    assert here.lines == [("sign_in_failed", who, "", None)]


def test_coming_in_by_the_recovery_code_is_told():
    here = Everything()
    recovered(vault=here, audit=here)
    assert here.lines == [("sign_in_failed", "mai", "", NOW), ("recovered", "", RECOVERY, None)]
