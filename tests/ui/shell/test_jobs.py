import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThread

from consult_app.ui.jobs import QtJobRunner


@pytest.fixture
def jobs(qapp):
    runner = QtJobRunner("test")
    yield runner
    runner.stop()


def never(error):
    raise AssertionError(error)


def test_results_come_back_on_the_gui_thread_in_the_order_submitted(jobs, qtbot):
    seen = []
    for number in range(5):
        jobs.submit(
            lambda number=number: (number, threading.current_thread()),
            done=lambda got: seen.append((got, QThread.currentThread())),
            failed=never,
        )
    qtbot.waitUntil(lambda: len(seen) == 5)
    assert [got[0] for got, _ in seen] == [0, 1, 2, 3, 4]
    assert {got[1] for got, _ in seen} != {threading.current_thread()}
    assert {thread for _, thread in seen} == {jobs.thread()}
    assert jobs.is_idle


def test_a_failure_is_handed_to_failed(jobs, qtbot):
    seen = []
    jobs.submit(lambda: 1 / 0, done=never, failed=seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert isinstance(seen[0], ZeroDivisionError)


def test_drain_delivers_what_is_under_way_without_the_event_loop_and_only_once(jobs, qapp):
    seen = []
    jobs.submit(
        lambda: 1, done=lambda n: (seen.append(n), jobs.submit(lambda: 2, done=seen.append, failed=never)), failed=never
    )
    assert jobs.drain(5)
    qapp.processEvents()
    assert seen == [1, 2]


def test_drain_gives_up_when_time_runs_out(jobs):
    hold = threading.Event()
    jobs.submit(hold.wait, done=lambda _: None, failed=never)
    assert not jobs.drain(0.01)
    hold.set()
    assert jobs.drain(5)


def test_a_pause_ends_once_and_can_be_cancelled(jobs, qtbot):
    seen = []
    jobs.later(1, lambda: seen.append("kept"))
    cancel = jobs.later(1, lambda: seen.append("cancelled"))
    cancel()
    cancel()
    jobs.later(2, lambda: seen.append("last"))
    qtbot.waitUntil(lambda: "last" in seen)
    assert seen == ["kept", "last"]


def test_a_stopped_runner_leaves_no_thread_and_calls_nobody(jobs, qapp):
    seen = []
    jobs.submit(lambda: 1, done=seen.append, failed=never)
    jobs.stop()
    jobs.submit(lambda: 2, done=seen.append, failed=never)
    qapp.processEvents()
    assert seen == []
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("consult-test")]


def test_a_thousand_jobs_leave_nothing_behind(jobs, qtbot):
    for _ in range(1000):
        jobs.submit(lambda: None, done=lambda _: None, failed=never)
        jobs.later(0, lambda: None)()
    assert jobs.drain(10)
    assert jobs.is_idle
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert jobs.children() == []
