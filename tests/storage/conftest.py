from collections.abc import Iterator
from pathlib import Path

import pytest

from consult_app.storage.clinic_file import ClinicFile, open_clinic_file
from tests.fakes.clock import FixedClock
from tests.storage.samples import NOW


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "clinic.db"


@pytest.fixture
def store(path: Path, clock: FixedClock) -> Iterator[ClinicFile]:
    file = open_clinic_file(path, clock=clock)
    yield file
    file.close()
