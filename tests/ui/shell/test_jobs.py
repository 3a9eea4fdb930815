import threading

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread

from consult_app.ui.jobs import QtJobRunner, WhileAlive
from tests.fakes.jobs import ManualJobs


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


@pytest.fixture
def part(qapp):
    return QObject()


def gone(part):
    shiboken6.delete(part)


def test_a_part_that_is_there_hears_results_failures_and_pauses(part):
    jobs, heard = ManualJobs(), []
    own = WhileAlive(part, jobs)
    own.submit(lambda: "read", done=heard.append, failed=never)
    own.submit(lambda: 1 / 0, done=never, failed=lambda error: heard.append(type(error)))
    own.later(300, lambda: heard.append("later"))
    jobs.run()
    jobs.pass_time()
    assert heard == ["read", ZeroDivisionError, "later"]


def test_a_part_that_is_gone_hears_nothing_though_the_work_is_done(part):
    jobs, done = ManualJobs(), []
    own = WhileAlive(part, jobs)
    own.submit(lambda: done.append("written"), done=never, failed=never)
    own.submit(lambda: 1 / 0, done=never, failed=never)
    own.later(300, lambda: never("too late"))
    gone(part)
    jobs.run()
    jobs.pass_time()
    assert done == ["written"]


def test_a_pause_can_be_cancelled_by_the_part_too(part):
    jobs = ManualJobs()
    cancel = WhileAlive(part, jobs).later(300, lambda: never("cancelled"))
    cancel()
    jobs.pass_time()
