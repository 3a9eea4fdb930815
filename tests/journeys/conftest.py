from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.journeys.provider import ClinicOnDisk, Provider
from tests.journeys.stray_windows import StrayWindows


@pytest.fixture
def clinic(tmp_path) -> ClinicOnDisk:
    return ClinicOnDisk(tmp_path / "clinic")


@pytest.fixture
def open_desk(qtbot, clinic) -> Iterator[Callable[[], Provider]]:
    """Start the program on the clinic's folder; each call is another start."""
    started: list[Provider] = []
    strays = StrayWindows()
    QApplication.instance().installEventFilter(strays)

    def start() -> Provider:
        provider = Provider(qtbot, clinic)
        started.append(provider)
        provider.start()
        return provider

    yield start
    for provider in started:
        provider.end()
    QApplication.instance().removeEventFilter(strays)
    assert not strays.seen, "these flashed up as windows of their own"
