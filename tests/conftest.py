from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_configure(config: pytest.Config) -> None:
    # The offscreen platform has no window manager and says so for every window shown.
    config.addinivalue_line("qt_log_ignore", "This plugin does not support")


@pytest.fixture
def qtbot(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QtBot:
    """Holds the windows it is given: one that only a reference cycle still holds can be collected while it paints."""
    held: list[QWidget] = []
    add = qtbot.addWidget

    def hold(widget: QWidget, **more: Any) -> None:
        held.append(widget)
        add(widget, **more)

    monkeypatch.setattr(qtbot, "addWidget", hold)
    return qtbot


@pytest.fixture(autouse=True)
def no_windows_left_open(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that shows a window must hand it to qtbot; one left over would disturb the next."""
    yield
    if "qapp" not in request.fixturenames and "qtbot" not in request.fixturenames:
        return
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [type(each).__name__ for each in QApplication.topLevelWidgets() if each.isVisible()]
    assert not left, f"windows left open: {left}"
