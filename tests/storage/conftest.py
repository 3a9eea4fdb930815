from collections.abc import Iterator
from pathlib import Path

import pytest

from consult_app.application.vault import FileKey
from consult_app.storage.clinic_file import ClinicFile, open_clinic_file
from tests.fakes.clock import FixedClock
from tests.fakes.vault import KEY
from tests.storage.samples import NOW


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "clinic.db"


@pytest.fixture(params=[None, KEY], ids=["plain", "encrypted"])
def key(request: pytest.FixtureRequest) -> FileKey | None:
    return request.param


@pytest.fixture
def store(path: Path, clock: FixedClock, key: FileKey | None) -> Iterator[ClinicFile]:
    file = open_clinic_file(path, clock=clock, key=key)
    yield file
    file.close()
