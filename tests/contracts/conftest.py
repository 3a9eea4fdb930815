from collections.abc import Iterator
from pathlib import Path

import pytest

from consult_app.storage.clinic_file import ClinicFile, open_clinic_file
from tests.fakes.clock import FixedClock
from tests.fakes.memory_store import MemoryClinic
from tests.fakes.vault import KEY
from tests.storage.samples import NOW


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture(params=["memory", "sqlite", "sqlcipher"])
def store(request: pytest.FixtureRequest, clock: FixedClock, tmp_path: Path) -> Iterator[MemoryClinic | ClinicFile]:
    """The three stores of one clinic: each test runs over every kind there is."""
    if request.param == "memory":
        yield MemoryClinic(clock)
        return
    key = KEY if request.param == "sqlcipher" else None
    file = open_clinic_file(tmp_path / "clinic.db", clock=clock, key=key)
    yield file
    file.close()
