"""From the outbox to a worker, also when somebody falls silent or is killed."""

import os
import signal
import threading
import time
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from tests.jobs.conftest import effects, eventually, fresh, silence
from wuhan_smes.jobs import doorbell
from wuhan_smes.jobs.actions import delivery
from wuhan_smes.jobs.choices import JobState
from wuhan_smes.jobs.doorbell import BrokerUnreachable
from wuhan_smes.jobs.models import Job
from wuhan_smes.jobs.outbox import enqueue
from wuhan_smes.jobs.querysets import JobQuerySet
from wuhan_smes.jobs.rules import MOST_ATTEMPTS, RING_AGAIN_AFTER
from wuhan_smes.jobs.running import run
from wuhan_smes.scope import bootstrap_scope


@pytest.fixture
def dead_broker(settings):
    """A broker nobody answers at; the living one again afterwards."""
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    doorbell._producer.cache_clear()
    doorbell._silent_until = 0.0
    yield
    doorbell._producer.cache_clear()
    doorbell._silent_until = 0.0


@pytest.fixture
def living_broker():
    doorbell._producer.cache_clear()
    doorbell._silent_until = 0.0


def told() -> tuple[list[int], object]:
    """A list of the jobs published, and the function that publishes to it."""
    jobs: list[int] = []
    return jobs, lambda task, job_id: jobs.append(job_id)


def two_dispatchers_at_once() -> list[int]:
    """The second dispatcher runs from start to end while the first has read and not committed."""
    published: list[int] = []
    first_has_read, second_is_done = threading.Event(), threading.Event()

    def slow_publish(task: str, job_id: int) -> None:
        published.append(job_id)
        first_has_read.set()
        second_is_done.wait(10)

    def first() -> None:
        try:
            delivery.publish_waiting(at=timezone.now(), publish=slow_publish)
        finally:
            connections.close_all()

    thread = threading.Thread(target=first)
    thread.start()
    assert first_has_read.wait(10)
    try:
        delivery.publish_waiting(at=timezone.now(), publish=lambda t, j: published.append(j))
    finally:
        second_is_done.set()
        thread.join()
    return published


def test_two_dispatchers_at_once_never_publish_twice(order):
    job = order("tests.count", total=1)

    assert two_dispatchers_at_once() == [job.pk]


def test_positive_control_without_the_lock_they_do(order, monkeypatch):
    job = order("tests.count", total=1)
    waiting = JobQuerySet.to_publish

    def unlocked(self, *, at):
        found = waiting(self, at=at)
        found.query.select_for_update = False
        return found

    monkeypatch.setattr(JobQuerySet, "to_publish", unlocked)

    assert two_dispatchers_at_once() == [job.pk, job.pk]


def test_what_was_published_is_not_published_again(order):
    job = order("tests.count", total=1)
    jobs, publish = told()

    assert delivery.publish_waiting(at=timezone.now(), publish=publish) == 1
    assert delivery.publish_waiting(at=timezone.now(), publish=publish) == 0
    assert jobs == [job.pk]


def test_the_rest_waits_when_the_broker_fails_half_way(order):
    first, second = order("tests.count", total=1), order("tests.count", total=1)
    jobs: list[int] = []

    def publish(task: str, job_id: int) -> None:
        if jobs:
            raise BrokerUnreachable
        jobs.append(job_id)

    delivery.publish_waiting(at=timezone.now(), publish=publish)

    assert fresh(first).published_at is not None
    assert fresh(second).published_at is None


def test_with_the_broker_down_ordering_succeeds_at_once_and_is_delivered_later(
    staff, dead_broker, settings
):
    began = time.monotonic()
    with bootstrap_scope():
        job = enqueue("tests.count", {"total": 1}, access=staff)
    assert time.monotonic() - began < 3

    assert delivery.publish_waiting(at=timezone.now(), publish=doorbell.publish) == 0
    assert fresh(job).published_at is None

    settings.CELERY_BROKER_URL = os.environ["REDIS_URL"]
    doorbell._producer.cache_clear()
    assert delivery.publish_waiting(at=timezone.now(), publish=doorbell.publish) == 1


def test_a_bell_that_failed_is_left_alone_for_a_while(dead_broker):
    doorbell.ring()

    began = time.monotonic()
    doorbell.ring()

    assert time.monotonic() - began < 0.05


def test_a_message_nobody_took_is_sent_again(order):
    job = order("tests.count", total=1)
    jobs, publish = told()
    delivery.publish_waiting(at=timezone.now(), publish=publish)

    delivery.sweep(at=timezone.now() + RING_AGAIN_AFTER + timedelta(seconds=1))
    delivery.publish_waiting(at=timezone.now(), publish=publish)

    assert jobs == [job.pk, job.pk]


def test_a_message_that_just_waits_is_left_alone(order):
    job = order("tests.count", total=1)
    delivery.publish_waiting(at=timezone.now(), publish=told()[1])

    delivery.sweep(at=timezone.now())

    assert fresh(job).published_at is not None


def test_what_was_interrupted_too_often_is_given_up_with_a_reason(order):
    job = order("tests.count", total=1)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING,
        attempts=MOST_ATTEMPTS,
        lease="00000000-0000-4000-8000-000000000000",
        lease_until=timezone.now() - timedelta(seconds=1),
        started_at=timezone.now(),
    )

    delivery.sweep(at=timezone.now())

    assert fresh(job).state == JobState.FAILED
    assert "多次中断" in fresh(job).error


def test_sweeping_twice_changes_nothing_more(order):
    order("tests.count", total=1)

    assert delivery.sweep(at=timezone.now()) == 0


def test_a_killed_worker_loses_nothing_and_repeats_nothing(
    staff, start_worker, living_broker, tmp_path
):
    begun, gate = tmp_path / "begun", tmp_path / "gate"
    worker = start_worker()
    with bootstrap_scope():
        job = enqueue(
            "tests.leave_mark",
            {"mark": "甲", "begun": str(begun), "gate": str(gate)},
            access=staff,
        )
    eventually(begun.exists)
    worker.send_signal(signal.SIGKILL)
    worker.wait()

    assert effects() == 0
    assert fresh(job).state == JobState.RUNNING
    silence(job)
    delivery.sweep(at=timezone.now())
    gate.touch()
    start_worker()
    delivery.publish_waiting(at=timezone.now(), publish=doorbell.publish)

    eventually(lambda: fresh(job).state == JobState.DONE)
    run(job.pk)  # the broker may bring the first message back hours later
    assert (effects(), fresh(job).attempts) == (1, 2)


def test_the_timer_delivers_what_no_bell_announced(
    order, start_worker, start_celery, living_broker
):
    job = order("tests.leave_mark", mark="甲")
    start_worker()
    start_celery("beat", "--pidfile=")

    eventually(lambda: fresh(job).state == JobState.DONE, seconds=60)
    assert effects("甲") == 1
