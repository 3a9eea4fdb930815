"""Some releases of the Qt binding lose a reference to ``None`` and ``True`` on each call under Python 3.11.

After some thousand calls the interpreter aborts, far from the call that did it. From Python 3.12 on the two are
immortal and the counts do not move.
"""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel

CALLS = 1000
NOISE = 100


class Sender(QObject):
    sent = Signal(bool)


def change(constant: object, call: Callable[[], object]) -> int:
    before = sys.getrefcount(constant)
    for _ in range(CALLS):
        call()
    return abs(sys.getrefcount(constant) - before)


@pytest.mark.parametrize("constant", [None, True, False])
def test_a_thousand_calls_into_qt_leave_the_reference_counts_steady(qtbot, constant):
    label = QLabel()
    qtbot.addWidget(label)
    sender = Sender()

    assert change(constant, lambda: label.setText("x")) < NOISE
    assert change(constant, lambda: label.setEnabled(True)) < NOISE
    assert change(constant, lambda: sender.sent.emit(True)) < NOISE


def test_a_lost_reference_would_be_seen():
    kept = []

    assert change(None, lambda: kept.append(None)) >= (NOISE if sys.version_info < (3, 12) else 0)
